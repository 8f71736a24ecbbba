"""Keys of characters: franchise and name, unless a reviewed row joins two names or parts one (sources.identities)."""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from hyperion_assets.model.keys import slug
from hyperion_assets.model.vocabularies import ALIAS, IDENTITY
from hyperion_assets.sources.identities import reviewed
from spark.transforms.choices import best

_ALIASES = "franchise_id string, name_slug string, alias_slug string, alias_name string, alias_why string"
_IDENTITIES = "context string, name_slug string, parted_id string, parted_why string"


def with_character_ids(entries: DataFrame) -> DataFrame:
    """Entries (key, franchise_id, first_film_id, name_slug) with character_id, named_by, named_why and shown_name.

    character_id is null without a franchise. An identity in the first film counts before one in the franchise, and both
    before an alias.
    """
    aliases, identities = reviewed("character")
    session = entries.sparkSession
    joined = session.createDataFrame(
        [(row.context, row.name, slug(row.value), row.value, row.why) for row in aliases], _ALIASES
    )
    parted = session.createDataFrame([(row.context, row.name, row.value, row.why) for row in identities], _IDENTITIES)
    contexts = entries.select("key", "name_slug", F.posexplode(F.array("first_film_id", "franchise_id")))
    hits = contexts.withColumnRenamed("col", "context").join(parted, ["context", "name_slug"])
    first = best(hits, ["key"], [F.col("pos")]).select("key", "parted_id", "parted_why")
    both = entries.join(joined, ["franchise_id", "name_slug"], "left").join(first, "key", "left")
    by_identity, by_alias = F.col("parted_id").isNotNull(), F.col("alias_slug").isNotNull()
    # concat is null if one part is: an entry without a franchise has no key.
    key = F.concat("franchise_id", F.lit("--"), F.coalesce("parted_id", "alias_slug", "name_slug"))
    return both.select(
        *entries.columns,
        key.alias("character_id"),
        F.when(by_identity, IDENTITY).when(by_alias, ALIAS).alias("named_by"),
        F.coalesce("parted_why", "alias_why").alias("named_why"),
        F.when(~by_identity, F.col("alias_name")).alias("shown_name"),
    )
