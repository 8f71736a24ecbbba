"""Words that no vocabulary has, with how many entries have each."""

from __future__ import annotations

import dagster as dg
from pyspark.sql import SparkSession

from hyperion_assets.assets import core
from hyperion_assets_tests.spark.staged_rows import Row, problem
from spark.transforms import staged_schema
from spark.transforms.resolved_schema import RESOLVED_ENTRY
from spark.transforms.unknown_words import unknown_words


def entry(*problems: Row) -> tuple[list[Row]]:
    return (list(problems),)


def test_unknown_words_are_counted_most_frequent_first(session: SparkSession) -> None:
    grue = problem("species", "unknown_species", "the vocabulary has no", "Grue")
    rows = [
        entry(grue, problem("role", "unknown_role", "the vocabulary has no", "helper elf")),
        entry({**grue, "text": "grue"}),
        entry(problem("voice_actor", "undecidable_credit", "two names", "A B")),
        entry(problem("gender", "unknown_gender", "the vocabulary has no", "blue")),
        entry(),
    ]
    schema = f"problems {staged_schema.PROBLEMS.simpleString()}"
    found = unknown_words(session.createDataFrame(rows, schema)).toArrow().to_pylist()
    assert [(row["field"], row["word"], row["entries"]) for row in found] == [
        ("species", "grue", 2),
        ("gender", "blue", 1),
        ("role", "helper elf", 1),
    ]


def test_the_characters_asset_tells_of_them(session: SparkSession) -> None:
    unknown = problem("species", "unknown_species", "the vocabulary has no", "Grue")
    row = dict.fromkeys(RESOLVED_ENTRY.names) | {"problems": [unknown]}
    context = dg.build_asset_context()
    for rows, told in (([row], "- species `grue`: 1"), ([], "none")):
        core.characters(context, session.createDataFrame(rows, RESOLVED_ENTRY))
        [found] = context.get_output_metadata("result").values()
        assert found.value == told
        context = dg.build_asset_context()
