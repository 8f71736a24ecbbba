"""The daily box office of the films of the catalogue."""

from __future__ import annotations

from pyspark.sql import DataFrame

from spark.transforms.modelled import modelled


def box_office_daily(current_boxoffice: DataFrame, films: DataFrame) -> DataFrame:
    """Gross of a film, day and state in US cents, with the year of the day.

    The key of a record is film, date and state, so current records have no two of one. Rows of a film that is not in
    the catalogue are in `quarantine`.
    """
    known = current_boxoffice.join(films.select("film_id"), "film_id", "left_semi")
    return modelled("box_office_daily", known)
