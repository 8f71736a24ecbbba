"""Publishing: one asset a topic. Only what changed in the source since the last time goes to Kafka."""

from collections.abc import Mapping
from dataclasses import asdict

import dagster as dg

from hyperion_assets.broker.publishing import publish
from hyperion_assets.broker.replayed_films import units_of
from hyperion_assets.lake.metadata import source_metadata
from hyperion_assets.platform import Platform, PlatformParam
from hyperion_assets.sources.encodings import NAMES
from hyperion_assets.topics import Topic

GROUP = "sources"


@dg.asset(group_name=GROUP, kinds={"json", "kafka"})
def published_films(platform: PlatformParam) -> dg.MaterializeResult[None]:
    """The film catalogue, a record a film, on the topic raw-films."""
    return _publish(platform, "films")


@dg.asset(group_name=GROUP, kinds={"json", "kafka"})
def published_characters(platform: PlatformParam) -> dg.MaterializeResult[None]:
    """The character files, a record an entry, on the topic raw-characters."""
    return _publish(platform, "characters")


@dg.asset(group_name=GROUP, kinds={"python", "kafka"})
def published_boxoffice(platform: PlatformParam) -> dg.MaterializeResult[None]:
    """The modelled daily box office of every film with an original run, a record a day and state, on raw-boxoffice."""
    return _publish(platform, "boxoffice")


def _publish(platform: Platform, name: str) -> dg.MaterializeResult[None]:
    topic = Topic(name)
    units = units_of(platform.settings, platform.lake, topic)
    report = publish(platform.settings, platform.lake.raw, topic, units, platform.progress_of(f"published_{name}"))
    return dg.MaterializeResult(
        metadata={
            "topic": topic.name_in(platform.settings),
            "source units": len(units),
            **asdict(report.total),
            **({"not in UTF-8": dg.MetadataValue.md(_encodings(report.encodings))} if report.encodings else {}),
            **source_metadata(name),
        }
    )


def _encodings(encodings: Mapping[str, str]) -> str:
    """The files that were read in another encoding, a line each."""
    return "\n".join(f"- `{name}`: {NAMES[encoding]}" for name, encoding in encodings.items())
