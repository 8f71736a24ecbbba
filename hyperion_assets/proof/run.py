"""One proof: the main job in every cell, each with a home, topics and a database of its own on shared services."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from contextlib import chdir
from itertools import groupby
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from pydantic import SecretStr

from hyperion_assets.local.needs import Need
from hyperion_assets.local.services import services
from hyperion_assets.operations.console import Console
from hyperion_assets.proof.cells import ENGINES, Cell
from hyperion_assets.proof.command import run_main_job
from hyperion_assets.proof.comparing import Comparing
from hyperion_assets.proof.damage import LIMITS
from hyperion_assets.proof.result import Proof
from hyperion_assets.proof.source import write_source
from hyperion_assets.settings import Settings

SHARED: set[Need] = {"kafka", "postgres"}


def prove(cells: Sequence[Cell], console: Console) -> Proof:
    """Run the cells and compare them; what that makes lies in a temporary folder that is gone afterwards."""
    started = time.monotonic()
    comparing = Comparing(console)
    # In there, because a `.env` is read from where a command runs.
    with tempfile.TemporaryDirectory(prefix="hyperion-proof-") as made, chdir(made):
        folder = Path(made)
        write_source(folder / "source")
        home = Settings.from_env(home=folder / "services", source_dir=folder / "source", **LIMITS)
        with services(home, SHARED.union(*(cell.needs for cell in cells)), console.line) as running:
            server = _server(running.settings)
            for engine, of_engine in groupby(cells, lambda cell: cell.engine):
                home = server.model_copy(update={"home": folder / f"engine-{engine}", **ENGINES[engine]})
                with services(home, {"engine"}, console.line) as running_engine:
                    _run(list(of_engine), running_engine.settings, folder, console, comparing)
            home = server.model_copy(update={"home": folder / "readers"})
            with services(home, {"trino", "metastore"}, console.line) as readers:
                comparing.read_by_trino(readers.settings)
        return comparing.proof(time.monotonic() - started)


def cell_settings(cell: Cell, shared: Settings, folder: Path) -> Settings:
    """The settings of a cell on the services that `shared` names; its empty database is made."""
    assert shared.postgres_dsn is not None
    dsn, database = shared.postgres_dsn.get_secret_value(), f"proof_{cell.slug}"
    with psycopg.connect(dsn, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
    own = {
        "home": folder / cell.slug,
        "topic_prefix": f"{database}.",
        "postgres_dsn": SecretStr(make_conninfo(dsn, dbname=database)),
    }
    return shared.model_copy(update={**ENGINES[cell.engine], **own, **cell.roots(shared)})


def _run(cells: list[Cell], shared: Settings, folder: Path, console: Console, comparing: Comparing) -> None:
    """The cells of one engine, which has started."""
    for cell in cells:
        settings = cell_settings(cell, shared, folder)
        with console.stage(cell.name):
            seconds = run_main_job(settings)
        comparing.add(cell, settings, seconds)


def _server(shared: Settings) -> Settings:
    """Settings to start what reads the lakes of several cells: it is told of S3 if it has a lake in buckets."""
    return shared.model_copy(update={"processed_root": "s3://hyperion-processed"} if shared.s3_endpoint else {})
