"""A connection to a Trino server, and the rows that it gives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from hyperion_assets.errors import InputError, ServiceError
from hyperion_assets.local.ports import is_loopback

USER = "hyperion"
TIMEOUT_SECONDS = 30.0
STARTING = ("NO_NODES_AVAILABLE", "SERVER_STARTING_UP")


@contextmanager
def trino_cursor(
    url: str, *, catalog: str | None = None, schema: str | None = None, attempts: int = 3
) -> Iterator[Any]:
    """A cursor of the Trino at `http://host:port`, for the block.

    Raises InputError for a query that Trino refuses, ServiceError where it cannot be reached, starts up or fails.
    """
    import requests
    import trino

    parts = urlsplit(url)
    session = requests.Session()
    # No proxy of the environment stands between a process and its own machine.
    session.trust_env = not is_loopback(url)
    # Its functions have no types.
    connection = trino.dbapi.connect(  # type: ignore[no-untyped-call]
        host=parts.hostname,
        port=parts.port or (443 if parts.scheme == "https" else 80),
        http_scheme=parts.scheme,
        user=parts.username or USER,
        catalog=catalog,
        schema=schema,
        http_session=session,
        request_timeout=TIMEOUT_SECONDS,
        max_attempts=attempts,
        source="hyperion",
        timezone="UTC",
    )
    try:
        yield connection.cursor()
    except trino.exceptions.TrinoUserError as error:
        raise InputError(f"Trino refuses the query: {error.message}") from None
    except trino.exceptions.TrinoQueryError as error:
        raise ServiceError(_failed(url, error)) from None
    except (trino.exceptions.Error, trino.exceptions.HttpError, requests.RequestException) as error:
        raise ServiceError(
            f"Trino at {url} does not answer ({_first_line(error)}): start it with `hyperion stack up --only trino`, "
            "or correct HYPERION_TRINO_URL"
        ) from None
    finally:
        connection.close()
        session.close()


def _failed(url: str, error: Any) -> str:
    if error.error_name in STARTING:
        return f"Trino at {url} is starting up: try again in some seconds"
    return f"Trino at {url} failed: {_first_line(error.message)}"


def _first_line(error: object) -> str:
    return str(error).strip().partition("\n")[0][:300] or type(error).__name__
