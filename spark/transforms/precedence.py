"""The written order of precedence where records of one film, or the casts of several sources, disagree.

Films, fact by fact: the better confidence, then the record under the film's own key, then the newest; a blank gives way
to any value. What has no confidence goes by the last two.
Casts of one character in one film (one variant and kind of performance): two source files that name wholly different
people disagree; the one whose credit holds for fewer media counts, then the better confidence, then the newest. A file
never disagrees with itself: two people there are two people.
Characters: the value most often given; a role, the most prominent.
Conflicts (transforms.conflicts) has what gave way.
"""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from hyperion_assets.model.vocabularies import CREDIT_CONFIDENCES, FACT_CONFIDENCES
from spark.transforms.choices import rank_in
from spark.transforms.references import own_key_first

GRADED = {
    "release_date": "release_date_confidence",
    "runtime_min": "runtime_confidence",
    "mpaa_rating": "mpaa_confidence",
    "budget_cents": "budget_confidence",
    "domestic_gross_cents": "domestic_gross_confidence",
    "worldwide_gross_cents": "worldwide_gross_confidence",
    "animation_type": "animation_type_confidence",
    "release_type": "release_type_confidence",
}
"""Facts of a film that are chosen one by one, with the column of their confidence."""
UNGRADED = ("domestic_original_run_cents",)

CAST = ("character_id", "film_id", "variant", "credit")
"""What a cast is for."""


def merged_films(current_films: DataFrame) -> DataFrame:
    """One row a film, its facts chosen from all records of it. Columns: film_id and those of GRADED and UNGRADED."""
    ranked = with_rank(current_films)
    chosen = []
    for fact, grade in GRADED.items():
        value = F.struct(F.col(fact).alias(fact), F.col(grade).alias(grade))
        order = F.struct(F.col(fact).isNull().cast("int").alias("blank"), grade_rank(grade).alias("grade"), "rank")
        chosen.append(F.min_by(value, order).alias(f"chosen_{fact}"))
    for fact in UNGRADED:
        order = F.struct(F.col(fact).isNull().cast("int").alias("blank"), "rank")
        chosen.append(F.min_by(F.struct(F.col(fact).alias(fact)), order).alias(f"chosen_{fact}"))
    one = ranked.groupBy("film_id").agg(*chosen)
    return one.select("film_id", *(f"chosen_{fact}.*" for fact in (*GRADED, *UNGRADED)))


def with_rank(current_films: DataFrame) -> DataFrame:
    """The records with `rank` among those of their film: 1 is under its own key, else the newest."""
    return current_films.withColumn(
        "rank", F.row_number().over(Window.partitionBy("film_id").orderBy(*own_key_first()))
    )


def grade_rank(confidence: str) -> Column:
    """A column of confidences as a number, the best lowest; null is last."""
    return rank_in(F.col(confidence), FACT_CONFIDENCES)


def cast_lists(credits: DataFrame) -> DataFrame:
    """Casts by source file of a character in a film: CAST, source, span, place, grade, recency, talents, kept, stands.

    `credits` are the film_credits of people. `kept` is the winning cast; one stands that has a person in
    common with it.
    """
    grouped = credits.groupBy(*CAST, "source").agg(
        F.min("span").alias("span"),
        F.array_sort(F.collect_set("talent_id")).alias("talents"),
        F.min(rank_in(F.col("confidence"), CREDIT_CONFIDENCES)).alias("grade"),
        F.max(_recency()).alias("recency"),
        F.min("place").alias("place"),
    )
    order: Sequence[Column] = [F.col("span"), F.col("grade"), F.col("recency").desc()]
    window = Window.partitionBy(*CAST).orderBy(*order)
    whole = window.rowsBetween(Window.unboundedPreceding, Window.unboundedFollowing)
    winner = F.first(F.struct("talents", "span", "grade", "source", "place")).over(whole)
    of = grouped.withColumn("kept", winner)
    return of.withColumn("stands", F.arrays_overlap("talents", "kept.talents"))


def standing(credits: DataFrame) -> DataFrame:
    """The credits without those of sources that gave way. Columns as in `credits`."""
    lost = cast_lists(credits).where(~F.col("stands")).select(*CAST, "source")
    return credits.join(lost, [*CAST, "source"], "left_anti").select(*credits.columns)


def _recency() -> Column:
    return F.struct("generation", "offset", "partition")
