"""Films as replays have corrected them: their box office is modelled like that of the catalogue's films."""

from __future__ import annotations

from hyperion_assets.broker.replay_log import replay_log
from hyperion_assets.lake.content import connect_to_files, relation_sql
from hyperion_assets.lake.lake import Lake
from hyperion_assets.settings import Settings
from hyperion_assets.sources.feeds import feed
from hyperion_assets.sources.film_stage import FilmRow, stage_film
from hyperion_assets.sources.refusals import Refusal
from hyperion_assets.sources.units import SourceUnit
from hyperion_assets.topics import Topic


def units_of(settings: Settings, lake: Lake, topic: Topic) -> list[SourceUnit]:
    """The source units of a topic, with the box office of replayed films. Raises InputError as `feed` does."""
    return feed(settings, topic, replayed_films(settings, lake) if topic is Topic.BOXOFFICE else [])


def replayed_films(settings: Settings, lake: Lake) -> list[FilmRow]:
    """The films of replays that are current records, or have yet to be staged; one a film, the last that was sent."""
    head = replay_log(settings, lake.raw, Topic.FILMS).head()
    if head is None:
        return []
    staged, current = (_replays_in(lake, name) for name in (Topic.FILMS.staged, Topic.FILMS.current))
    found: dict[str, FilmRow] = {}
    for quarantine_id, sent in sorted(head.manifest.last().items(), key=lambda each: each[1].sent_at):
        if sent.film is None or (quarantine_id in staged and quarantine_id not in current):
            continue
        row = stage_film(sent.film.encode())
        if not isinstance(row, Refusal):
            found[row["film_id"]] = row
    return list(found.values())


def _replays_in(lake: Lake, name: str) -> set[str]:
    """The rows of the quarantine that records of a table replay."""
    table = lake.table(name)
    files = table.files()
    if not files:
        return set()
    query = f"SELECT DISTINCT replay_of FROM {relation_sql(table.uris(files))} WHERE replay_of IS NOT NULL"
    with connect_to_files() as connection:
        return {row[0] for row in connection.execute(query).fetchall()}
