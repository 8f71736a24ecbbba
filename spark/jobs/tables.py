"""What the jobs share: their arguments, the session, and tables as folders of Parquet files."""

from __future__ import annotations

import argparse
import inspect
import sys
from collections.abc import Callable, Sequence

from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession

from hyperion_assets.errors import InputError
from spark.transforms.modelled import spark_columns
from spark.transforms.resolved_schema import RESOLVED
from spark.transforms.staged_schema import STAGED, columns_of

_SCHEMAS = {**STAGED, **RESOLVED}


class Tables:
    """The tables in the output folder of the jobs, `<out>/<table>`."""

    def __init__(self, session: SparkSession, out: str) -> None:
        self.session = session
        self._out = out.rstrip("/")

    def raw(self, folders: Sequence[str]) -> DataFrame:
        """The raw lines in folders. Raises InputError if there are none: Sail reads a missing path as no rows."""
        lines = self.session.read.option("recursiveFileLookup", "true").text(list(folders))
        if lines.isEmpty():
            raise InputError(f"no raw lines in {', '.join(folders)}: name folders of landed *.jsonl files")
        return lines

    def read(self, table: str) -> DataFrame:
        """A table, by its schema: what is not there has no rows."""
        schema = columns_of(_SCHEMAS[table]) if table in _SCHEMAS else spark_columns(table)
        return self.session.read.schema(schema).parquet(f"{self._out}/{table}")

    def made(self, table: Callable[..., DataFrame], **given: DataFrame) -> DataFrame:
        """What a transform makes of the tables that its parameters name; some may be given."""
        names = inspect.signature(table).parameters.keys() - given.keys()
        return table(**given, **{name: self.read(name) for name in names})

    def expect(self, table: str) -> None:
        """Raise InputError if a table has no rows: the job that writes it did not run."""
        if self.read(table).isEmpty():
            raise InputError(f"no table {table} in {self._out}: run the jobs of lower numbers first")

    def write(self, table: str, rows: DataFrame, partition_by: str | None = None) -> None:
        """Write a table in place of the one before."""
        writer = rows.write.mode("overwrite")
        (writer.partitionBy(partition_by) if partition_by else writer).parquet(f"{self._out}/{table}")
        print(f"wrote {table}", flush=True)

    def write_sorted(self, table: str, rows: DataFrame) -> None:
        """Write a small table as one file, so that its rows keep their order."""
        self.write(table, rows.coalesce(1))


def run(description: str, work: Callable[[Tables, argparse.Namespace], None], *, reads_raw: bool = True) -> None:
    """Run a job with the arguments of the command line. Exits with 2 where its input is not there."""
    parser = argparse.ArgumentParser(description=description)
    if reads_raw:
        parser.add_argument("--raw", metavar="DIR", nargs="+", required=True, help="folders of raw *.jsonl files")
    parser.add_argument("--out", metavar="DIR", required=True, help="where the tables of all four jobs stand")
    parser.add_argument(
        "--remote", metavar="ADDRESS", help="a Spark Connect server (sc://host:port); default: spark-submit's"
    )
    arguments = parser.parse_args()
    try:
        work(Tables(_session(arguments.remote), arguments.out), arguments)
    except InputError as error:
        sys.exit(_failed(str(error)))
    except PySparkException as error:
        if "PATH_NOT_FOUND" not in str(error.getCondition()):
            raise
        sys.exit(_failed(str(error).splitlines()[0]))


def _failed(message: str) -> int:
    print(f"error: {message}", file=sys.stderr)
    return 2


def _session(remote: str | None) -> SparkSession:
    builder = SparkSession.builder.remote(remote) if remote else SparkSession.builder.appName("hyperion")
    session: SparkSession = builder.getOrCreate()
    session.conf.set("spark.sql.session.timeZone", "UTC")
    return session
