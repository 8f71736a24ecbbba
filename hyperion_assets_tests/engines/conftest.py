"""A database of its own for each test, in the PostgreSQL that the session shares."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

_NUMBERS = itertools.count(1)


@pytest.fixture
def database(postgres_dsn: str) -> Iterator[str]:
    """DSN of an empty database."""
    name = f"engines_{next(_NUMBERS)}"
    with psycopg.connect(postgres_dsn, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}".encode())
        yield make_conninfo(postgres_dsn, dbname=name)
        server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
