"""What the transforms do without, because engines differ in it by nature, and what stands in its place."""

from __future__ import annotations

from typing import NamedTuple


class Avoided(NamedTuple):
    """A construct: the functions of PySpark that are it, how engines differ, and what the transforms do."""

    construct: str
    functions: tuple[str, ...]
    differs: str
    instead: str


AVOIDED = (
    Avoided(
        "rounding and division of decimals",
        ("round", "bround", "format_number", "format_string"),
        "half up, half to even, and how many digits a double is written with",
        "money is whole US cents, added up as bigint; the one double, average_runtime_min, is an `avg` of whole "
        "minutes, and its hash counts whole millionths; reasons quote whole numbers only",
    ),
    Avoided(
        "percentiles and approximations",
        ("percentile", "percentile_approx", "approx_percentile", "median", "approx_count_distinct"),
        "Sail's percentile_approx gives other values than Spark's",
        "none; counts are count_distinct",
    ),
    Avoided(
        "any row of several",
        ("last", "any_value", "max_by", "collect_list"),
        "whichever row comes first, which depends on files, threads and shuffles",
        "`row_number` over an order that leaves no two different rows equal (`choices.best`), `min_by` over such an "
        "order, and sorted sets; the one `first` is over a window that has such an order",
    ),
    Avoided(
        "collations and letter case",
        ("collate", "collation", "initcap"),
        "the order of letters beyond ASCII, and what is their capital",
        "texts are compared and sorted by their bytes; keys are slugs in ASCII, and have collation C in PostgreSQL; "
        "`upper` only tells a name that is all capitals, by comparing it with itself",
    ),
    Avoided(
        "time zones and the present time",
        ("current_timestamp", "current_date", "now", "to_timestamp", "from_unixtime", "unix_timestamp"),
        "a session's zone, and when the query runs",
        "no table of a release has a timestamp: days are dates, and the time of a record is a text in UTC; every "
        "session is set to UTC",
    ),
    Avoided(
        "dates by pattern",
        ("to_date", "try_to_timestamp"),
        "which pattern letters there are, and how lenient they are",
        "a day is matched by a regular expression first, and cast after that; the dates of films are read by Python; "
        "the one pattern writes a record's time with `date_format`, in digits",
    ),
    Avoided(
        "numbers from the engine",
        ("rand", "randn", "uuid", "monotonically_increasing_id", "spark_partition_id"),
        "each run has others",
        "keys follow from what a row says",
    ),
    Avoided(
        "an engine's own hashes",
        ("hash", "xxhash64", "crc32"),
        "seeds, and what null counts as",
        "`md5` of a text",
    ),
    Avoided(
        "JSON by schema",
        ("from_json", "schema_of_json"),
        "what becomes of a member of another type, of duplicates and of large numbers",
        "single members as text by `get_json_object`, with their form checked; films and characters are read by Python",
    ),
    Avoided(
        "functions of one's own, row by row",
        ("udf", "pandas_udf"),
        "which types they are given",
        "two parsers by `mapInArrow`, which are the same Python in every engine",
    ),
)
ALSO = (
    "Regular expressions have classes that Java's, Rust's and RE2's engines read alike (`[0-9]`, `\\s`, `\\p{L}`), and "
    "neither look-arounds nor references.",
    "Where a column that decides an order may be null, the order says where nulls stand.",
    "Where Sail plans no window over an expression, such as a cast or a regular expression, it is a column first.",
    "What a source says is cast by `try_cast`; the last step of every table casts to the model's types (`modelled`).",
    "Nothing is overwritten: Sail knows no dynamic overwrite of partitions. Each version has a folder of its own.",
    "Every read is given files that were listed before, for Sail reads a missing path as no rows, and the column that "
    "parts a table stands in its files, for Sail reads one from a folder's name as text.",
)
