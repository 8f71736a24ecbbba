"""What each topic is fed from, by the settings."""

from __future__ import annotations

from hyperion_assets.errors import InputError
from hyperion_assets.settings import REPOSITORY, Settings
from hyperion_assets.sources.box_office import box_office, box_office_inputs
from hyperion_assets.sources.catalogue import films, usable_films
from hyperion_assets.sources.characters import characters
from hyperion_assets.sources.units import SourceUnit


def feed(settings: Settings, topic: str) -> list[SourceUnit]:
    """The source units of the topic `films`, `characters` or `boxoffice`.

    Raises InputError where a source cannot be used.
    """
    if topic == "films":
        return films(settings.source_dir, settings.scale)
    if topic == "characters":
        return characters(settings.characters)
    own = settings.source_dir / "facts"
    facts = own if own.is_dir() else REPOSITORY / "data" / "facts"
    inputs = box_office_inputs(dict(row) for row in usable_films(settings.source_dir))
    return box_office(inputs, settings.box_office_seed, settings.scale, facts)


def check_sources(settings: Settings) -> None:
    """Raise InputError where the catalogue or the folder of character files cannot be used, before anything starts."""
    usable_films(settings.source_dir)
    if not settings.characters.is_dir():
        raise InputError(
            f"there is no folder of character files {settings.characters}; name another with HYPERION_CHARACTERS_DIR "
            "or --characters"
        )
