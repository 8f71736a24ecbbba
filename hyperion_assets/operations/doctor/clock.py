"""Whether this machine's clock agrees with those of the servers in use."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from time import monotonic

from hyperion_assets.engines.postgres_connection import connect, scalar
from hyperion_assets.errors import HyperionError
from hyperion_assets.operations.doctor.finding import Finding, failed, ok, warning
from hyperion_assets.operations.doctor.postgres import quick
from hyperion_assets.operations.doctor.side_by_side import asked
from hyperion_assets.operations.doctor.web import get
from hyperion_assets.settings import Settings

REFUSED = timedelta(minutes=5)
"""S3 servers take a request that was signed longer ago, or later, for a forgery."""
NOTICED = timedelta(seconds=30)
LIMIT_SECONDS = 9.0
REMEDY = "set it right, best by NTP"

Ask = Callable[[], datetime]


def clock(settings: Settings) -> Finding:
    """This machine's clock beside those of S3, Trino and PostgreSQL, as far as they answer."""
    end = monotonic() + LIMIT_SECONDS
    answers = {name: asked(name, partial(_difference, ask)) for name, ask in references(settings).items()}
    differences: dict[str, timedelta] = {}
    for name, answer in answers.items():
        # What does not answer has a finding of its own.
        with suppress(HyperionError, TimeoutError, ValueError, KeyError):
            differences[name] = answer.result(max(0.0, end - monotonic()))
    if not differences:
        return ok(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC; no server answers to compare it with")
    name, worst = max(differences.items(), key=lambda found: abs(found[1]))
    told_of = f"this machine's clock is {_size(worst)} {'behind' if worst > timedelta() else 'ahead of'} that of {name}"
    if abs(differences.get("S3", timedelta())) > REFUSED:
        return failed(f"{told_of}, and S3 refuses requests from {_size(REFUSED)} on", REMEDY)
    if abs(worst) > NOTICED:
        return warning(told_of, REMEDY)
    return ok(f"within {max(1, round(abs(worst).total_seconds()))} s of {', '.join(differences)}")


def references(settings: Settings) -> dict[str, Ask]:
    """How the servers that have an address tell their time."""
    found: dict[str, Ask] = {}
    if settings.s3_endpoint is not None:
        found["S3"] = _by_header(settings.s3_endpoint)
    if settings.trino_url is not None:
        found["Trino"] = _by_header(f"{settings.trino_url}/v1/info")
    if settings.postgres_dsn is not None:
        found["PostgreSQL"] = _by_query(settings.postgres_dsn.get_secret_value())
    return found


def _difference(ask: Ask) -> timedelta:
    before = datetime.now(UTC)
    told = ask()
    return told - (before + (datetime.now(UTC) - before) / 2)


def _by_header(url: str) -> Ask:
    return lambda: parsedate_to_datetime(get(url, "the server", "start it").headers["Date"])


def _by_query(dsn: str) -> Ask:
    def ask() -> datetime:
        with connect(quick(dsn)) as connection:
            found = scalar(connection, "SELECT clock_timestamp()")
        assert isinstance(found, datetime)
        return found

    return ask


def _size(difference: timedelta) -> str:
    seconds = round(abs(difference).total_seconds())
    return f"{seconds} s" if seconds < 120 else f"{seconds // 60} min"
