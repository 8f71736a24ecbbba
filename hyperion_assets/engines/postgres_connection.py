"""How PostgreSQL is reached: a connection whose errors are one line, without the password."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from hyperion_assets.errors import HyperionError, ServiceError

CONNECT_SECONDS = 10


@contextmanager
def connect(dsn: str) -> Iterator[psycopg.Connection]:
    """A connection with one transaction: committed at the end of the block, rolled back if it raises.

    Raises ServiceError where the server cannot be reached, refuses the login or goes away, HyperionError where it
    refuses a statement.
    """
    try:
        given = conninfo_to_dict(dsn)
    except psycopg.ProgrammingError:
        raise ServiceError(
            "the address of PostgreSQL cannot be read: it has to look like postgresql://user:password@host:5432/database"
        ) from None
    place = f"{given.get('host') or 'localhost'}:{given.get('port') or 5432}/{given.get('dbname') or ''}"
    options: dict[str, Any] = (
        {"connect_timeout": CONNECT_SECONDS, "application_name": "hyperion"} | given | {"client_encoding": "utf8"}
    )
    try:
        connection = psycopg.connect(make_conninfo(**options))
    except psycopg.Error as error:
        raise ServiceError(f"PostgreSQL at {place} cannot be used: {_one_line(error)}") from None
    try:
        with connection:
            yield connection
    except psycopg.errors.InsufficientPrivilege as error:
        raise ServiceError(f"PostgreSQL at {place} does not permit it: {_one_line(error)}") from None
    except psycopg.OperationalError as error:
        raise ServiceError(f"PostgreSQL at {place} gave up: {_one_line(error)}") from None
    except psycopg.Error as error:
        raise HyperionError(f"PostgreSQL at {place} refused: {_one_line(error)}") from None


def run(connection: psycopg.Connection, statement: str) -> psycopg.Cursor:
    """Execute a statement that was made from the model's names; what comes from outside goes by COPY or parameters."""
    return connection.execute(statement.encode())


def scalar(connection: psycopg.Connection, query: str) -> Any:
    """The first column of the first row."""
    row = run(connection, query).fetchone()
    return row[0] if row else None


def _one_line(error: psycopg.Error) -> str:
    parts = [error.diag.message_primary or str(error), error.diag.message_detail or "", error.diag.message_hint or ""]
    return "; ".join(" ".join(part.split()) for part in parts if part)
