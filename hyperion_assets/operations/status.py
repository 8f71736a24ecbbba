"""What stands: services, release, ranges and what is missing; read from files, starting nothing."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from hyperion_assets.broker.waiting import waiting_ranges
from hyperion_assets.errors import StorageError
from hyperion_assets.lake.lake import Lake
from hyperion_assets.local.services import status as service_status
from hyperion_assets.operations.query import open_release
from hyperion_assets.release.exports import read_manifest
from hyperion_assets.release.manifest import current_release, newer_tables
from hyperion_assets.settings import Settings
from hyperion_assets.topics import Topic

NO_DAILY_ROWS = """
    SELECT film_id FROM films WHERE release_type = 'theatrical'
    AND film_id NOT IN (SELECT film_id FROM box_office_daily) ORDER BY film_id
"""

UNKNOWN_WORDS = """
    SELECT field, reason, count(*) AS entries FROM quarantine
    WHERE code IN ('unknown_role', 'unknown_gender', 'unknown_species')
    GROUP BY field, reason ORDER BY entries DESC, field, reason LIMIT 20
"""


def platform_status(settings: Settings) -> dict[str, Any]:
    """The state of the home as plain values, for a person or a program."""
    lake = Lake(settings)
    found: dict[str, Any] = {
        "home": str(settings.home),
        "engine": settings.engine,
        "services": [asdict(service) for service in service_status(settings)],
        "lake": "answers",
        "missing_ranges": {},
        "release": None,
    }
    try:
        release = current_release(lake)
        found["missing_ranges"] = {topic.name_in(settings): waiting_ranges(settings, lake, topic) for topic in Topic}
    except StorageError as error:
        return found | {"lake": str(error)}
    if release is not None:
        exported = read_manifest(settings)
        found["release"] = {
            "number": release.number,
            "kind": release.manifest.kind,
            "held": release.manifest.hold,
            "created_at": release.manifest.created_at.isoformat(),
            "rows": release.manifest.rows,
            "exports_serve": exported.release if exported else None,
            "newer_tables": newer_tables(lake, release.manifest),
        }
        with open_release(settings) as connection:
            found["theatrical_films_without_daily_box_office"] = [
                row[0] for row in connection.execute(NO_DAILY_ROWS).fetchall()
            ]
            found["words_in_no_vocabulary"] = [
                {"field": field, "reason": reason, "entries": entries}
                for field, reason, entries in connection.execute(UNKNOWN_WORDS).fetchall()
            ]
    return found


def status_text(found: dict[str, Any]) -> str:
    """The same for reading."""
    lines = [f"home     {found['home']}"]
    for service in found["services"]:
        where = f"  {service['address']}" if service["address"] else ""
        pid = f" (pid {service['pid']})" if service["pid"] else ""
        lines.append(f"service  {service['service']:<12}{service['state']}{pid}{where}")
    if found["lake"] != "answers":
        return "\n".join([*lines, f"lake     {found['lake']}"])
    for topic, keys in found["missing_ranges"].items():
        said = f"{len(keys)} missing: {', '.join(keys)}" if keys else "all that are planned are staged"
        lines.append(f"ranges   {topic:<16}{said}")
    release = found["release"]
    if release is None:
        return "\n".join([*lines, "release  none yet: `hyperion run` makes one"])
    held = ", held: `hyperion release resume` lets new ones in" if release["held"] else ""
    lines.append(
        f"release  {release['number']} ({release['kind']}) of {release['created_at'][:19].replace('T', ' ')} UTC{held}"
    )
    if release["newer_tables"]:
        what = "wait for that" if release["held"] else "`hyperion run` releases them, or names the checks that failed"
        lines.append(f"         {len(release['newer_tables'])} tables are newer than it: {what}")
    lines.append(f"exports  serve release {release['exports_serve']}")
    lines += [f"table    {name:<32}{rows:>12,} rows" for name, rows in release["rows"].items()]
    without = found["theatrical_films_without_daily_box_office"]
    lines.append(f"films    {len(without)} theatrical films have no known original run, so no daily box office:")
    lines += [f"         {film}" for film in without]
    lines += [
        f"words    {word['entries']} entries: {word['field']}: {word['reason']}"
        for word in found["words_in_no_vocabulary"]
    ]
    return "\n".join(lines)
