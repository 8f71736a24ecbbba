"""What each topic is fed from, by the settings."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from hyperion_assets.settings import REPOSITORY, Settings
from hyperion_assets.sources.box_office import box_office, box_office_inputs
from hyperion_assets.sources.catalogue import films, usable_films
from hyperion_assets.sources.characters import characters, check_folder
from hyperion_assets.sources.film_stage import FilmRow
from hyperion_assets.sources.limits import Limits
from hyperion_assets.sources.units import SourceUnit
from hyperion_assets.topics import Topic


def feed(settings: Settings, topic: str, replayed: Iterable[FilmRow] = ()) -> list[SourceUnit]:
    """The source units of a topic; box office is that of the films that stage accepts, and of those replayed.

    It is modelled on `facts/` of the source folder, or where there is none on the repository's own. Raises InputError
    where a source cannot be used, ValueError if there is no such topic.
    """
    match Topic(topic):
        case Topic.FILMS:
            return films(settings.source_dir, settings.scale, Limits.of(settings))
        case Topic.CHARACTERS:
            return characters(settings.characters, Limits.of(settings))
        case Topic.BOXOFFICE:
            inputs = box_office_inputs(dict(row) for row in usable_films(settings.source_dir, Limits.of(settings)))
            corrected = box_office_inputs(dict(row) for row in replayed)
            facts = _facts(settings.source_dir)
            return box_office(inputs, settings.box_office_seed, settings.scale, facts, corrected)


def check_sources(settings: Settings) -> None:
    """Raise InputError where the catalogue or the folder of character files cannot be used, before anything starts."""
    usable_films(settings.source_dir, Limits.of(settings))
    check_folder(settings.characters)


def _facts(source_dir: Path) -> Path:
    own = source_dir / "facts"
    return own if own.is_dir() else REPOSITORY / "data" / "facts"
