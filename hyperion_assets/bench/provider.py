"""The box-office provider alone: how many rows a second one core makes."""

from __future__ import annotations

import time

from hyperion_assets.bench.result import Provider
from hyperion_assets.settings import REPOSITORY, Settings
from hyperion_assets.sources.box_office import (
    BoxOfficeProvider,
    box_office_inputs,
    box_office_records,
)
from hyperion_assets.sources.box_office_facts import read_facts
from hyperion_assets.sources.catalogue import usable_films


def provider_rate(settings: Settings) -> Provider:
    """Processor seconds of making the daily rows of all films, and of making Kafka records of them."""
    films = box_office_inputs(dict(row) for row in usable_films(settings.source_dir))
    provider = BoxOfficeProvider(None, read_facts(REPOSITORY / "data" / "facts"), settings.box_office_seed)
    provider.daily_box_office(films[0])  # the first call builds tables that all others share
    started = time.process_time()
    daily = [provider.daily_box_office(film) for film in films]
    made = time.process_time()
    for rows in daily:
        box_office_records(rows)
    ended = time.process_time()
    return Provider(len(films), sum(rows.num_rows for rows in daily), made - started, ended - made)
