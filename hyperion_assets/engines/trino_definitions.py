"""docs/ddl/trino.sql: what SHOW CREATE TABLE and SHOW CREATE VIEW of a running Trino say of the registered tables.

`python -m hyperion_assets.engines.trino_definitions` writes it, from the Trino that runs for the settings; a test keeps
it fresh.
"""

from __future__ import annotations

import re
import sys

from hyperion_assets.errors import HyperionError
from hyperion_assets.local.needs import connected
from hyperion_assets.local.trino_client import trino_cursor
from hyperion_assets.model.ddl import POINTER, SCHEMA, STORED
from hyperion_assets.model.tables import released_tables
from hyperion_assets.settings import REPOSITORY, Settings

CATALOG = "hive"
DOCUMENT = REPOSITORY / "docs" / "ddl" / "trino.sql"
MADE = """\
-- What SHOW CREATE TABLE and SHOW CREATE VIEW say in Trino, written by
-- `python -m hyperion_assets.engines.trino_definitions`; do not edit. The location of a table is never read: every
-- partition has the folder of one version's files.
"""
LOCATION = re.compile(r"external_location = '[^']*/([^'/]+)'")
RELEASE = re.compile(r"\bSELECT \d+ ")


def definitions_document(url: str) -> str:
    """The document, as the Trino at `url` has the tables. Raises InputError if no release is registered there."""
    tables = [f"TABLE {CATALOG}.{STORED}.{table.name}" for table in released_tables()]
    views = [f"VIEW {CATALOG}.{SCHEMA}.{name}" for name in (POINTER, *(table.name for table in released_tables()))]
    with trino_cursor(url) as cursor:
        found = [str(cursor.execute(f"SHOW CREATE {what}").fetchone()[0]) for what in (*tables, *views)]
    # Where the warehouse lies and which release is in force differ from home to home.
    texts = [LOCATION.sub(r"external_location = '…/\1'", RELEASE.sub("SELECT 1 ", text)) for text in found]
    return MADE + "".join(f"\n{text};\n" for text in texts)


def main() -> int:
    """Write the document; returns the exit status."""
    url = connected(Settings.from_env(), ("trino",)).trino_url
    try:
        if url is None:
            raise HyperionError("no Trino is running: `hyperion stack up --only trino`, and a run with a catalog")
        DOCUMENT.write_text(definitions_document(url), encoding="utf-8")
    except HyperionError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"wrote {DOCUMENT.relative_to(REPOSITORY)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
