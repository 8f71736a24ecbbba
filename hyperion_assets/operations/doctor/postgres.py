"""PostgreSQL: its version, encoding and what its user may do."""

from __future__ import annotations

import psycopg
from psycopg.conninfo import make_conninfo

from hyperion_assets.engines.postgres_connection import connect, run, scalar
from hyperion_assets.local.metastore import DATABASE
from hyperion_assets.local.versions import version
from hyperion_assets.model.ddl import SCHEMA
from hyperion_assets.operations.doctor.finding import Finding, failed, ok, warning

OLDEST = 12
CONNECT_SECONDS = 5
RIGHTS = (
    "SELECT current_user, current_database(), current_setting('server_encoding'), pg_is_in_recovery(), "
    "has_database_privilege(current_database(), 'CREATE'), "
    "(SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user)"
)
OWNER = f"SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace WHERE nspname = '{SCHEMA}'"


def postgres(dsn: str, *, metastore_beneath: bool) -> Finding:
    """Whether a release can be loaded, and a Metastore's database be made where one stands on it.

    Raises ServiceError if it cannot be reached.
    """
    with connect(quick(dsn)) as connection:
        number = connection.info.server_version
        user, database, encoding, standby, creates, makes_databases = run(connection, RIGHTS).fetchone() or ()
        owns = scalar(connection, OWNER)
        has_database = scalar(connection, f"SELECT true FROM pg_database WHERE datname = '{DATABASE}'")
        zone = scalar(connection, "SHOW timezone")
    major = number // 10_000
    if major < OLDEST:
        return failed(f"PostgreSQL {major}", f"use {OLDEST} or newer; {version('postgresql')} is what was tried")
    if standby:
        return failed("a standby, which takes no writes", "name its primary in HYPERION_POSTGRES_DSN")
    if encoding != "UTF8":
        return failed(f"the database {database} is encoded in {encoding}", "make one with ENCODING 'UTF8'")
    if owns is None and not creates:
        grant = f"GRANT CREATE ON DATABASE {database} TO {user}"
        return failed(f"the user {user} may not make the schema {SCHEMA}", f"{grant}, or set another user")
    if owns is False:
        return failed(f"the schema {SCHEMA} is another's", f"ALTER SCHEMA {SCHEMA} OWNER TO {user}")
    if metastore_beneath and not has_database and not makes_databases:
        remedy = f"ALTER ROLE {user} CREATEDB, or set HYPERION_METASTORE_URI"
        return failed(f"the user {user} may not make the database {DATABASE} of the Hive Metastore", remedy)
    told = f"PostgreSQL {major}.{number % 10_000}, database {database}, time zone {zone}"
    if major < int(version("postgresql")):
        return warning(told, f"{version('postgresql')} is what was tried")
    return ok(told)


def quick(dsn: str) -> str:
    """The DSN, with a time to connect in that leaves some for the rest; one that cannot be read as it is."""
    try:
        return make_conninfo(dsn, connect_timeout=CONNECT_SECONDS)
    except psycopg.ProgrammingError:
        return dsn
