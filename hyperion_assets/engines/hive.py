"""The releases in a Hive Metastore: external tables over the lake's own files, and views that show one release.

`hyperion_releases` has every table partitioned by release. A partition is the folder of that version's files: nothing
is copied. `hyperion` has a view of each table that joins `hyperion.current_release`, a view of one row. One change of
that view shows all tables of another release at once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa

from hyperion_assets.local.metastore_client import CHANGE_SECONDS, metastore, metastore_table, parquet_storage
from hyperion_assets.model.ddl import POINTER, RELEASE, SCHEMA, STORED, hive_columns, pointer_sql, view_sql
from hyperion_assets.model.tables import by_name

KEPT_RELEASES = 5


class Registered(NamedTuple):
    """What a registration did: partitions added and dropped in all tables."""

    added: int
    dropped: int


Folders = Mapping[str, Mapping[str, str]]
"""The address of each partition's folder, by table and partition; an unpartitioned table has one named ``."""


def register(uri: str, release: int, folders: Folders) -> Registered:
    """Make every view of the Metastore at `uri` show a release; the newest five stay registered, and this one.

    Registering the same again changes nothing. Raises ServiceError where the Metastore cannot be reached.
    """
    with metastore(uri, CHANGE_SECONDS) as client:
        for name in {SCHEMA, STORED} - set(client.get_all_databases()):
            _make_database(client, name)
        for name in folders:
            _put(client, _table(by_name(name)))
        added = sum(_add(client, by_name(name), release, parts) for name, parts in folders.items())
        _put(client, _pointer(release))
        for name in folders:
            _put(client, _view(by_name(name)))
        dropped = sum(_drop_old(client, name, release) for name in folders)
    return Registered(added, dropped)


def point(uri: str, release: int) -> None:
    """Make all views show another registered release, in one change."""
    with metastore(uri) as client:
        _put(client, _pointer(release))


def served_release(uri: str) -> int | None:
    """The release that the views show; None if none was ever registered."""
    from hive_metastore.ttypes import NoSuchObjectException

    with metastore(uri) as client:
        try:
            found = client.get_table(SCHEMA, POINTER)
        except NoSuchObjectException:
            return None
    return int(found.parameters[RELEASE])


def _make_database(client: Any, name: str) -> None:
    from hive_metastore.ttypes import AlreadyExistsException, Database

    try:
        client.create_database(Database(name=name, description="", locationUri=None, parameters={}))
    except AlreadyExistsException:
        return


def _put(client: Any, wanted: Any) -> None:
    """Make a table or view what it should be; one that is so already is left alone."""
    from hive_metastore.ttypes import AlreadyExistsException, NoSuchObjectException

    try:
        found = client.get_table(wanted.dbName, wanted.tableName)
    except NoSuchObjectException:
        try:
            client.create_table(wanted)
            return
        except AlreadyExistsException:
            # Another process has made it meanwhile, perhaps of another release.
            found = client.get_table(wanted.dbName, wanted.tableName)
    if _described(found) != _described(wanted):
        client.alter_table(wanted.dbName, wanted.tableName, wanted)


def _described(table: Any) -> tuple[Any, ...]:
    """What of a table is the model's; the Metastore adds parameters of its own."""
    return (
        table.tableType,
        table.sd.cols,
        table.partitionKeys,
        table.viewExpandedText,
        table.parameters.get("comment"),
    )


def _table(table: sa.Table) -> Any:
    parts = _partition_names(table)
    given = _fields(table)
    # Nobody writes to this: every partition has a folder of its own.
    return metastore_table(
        STORED,
        table.name,
        [field for name, field in given.items() if name not in parts],
        [_field(RELEASE, "int", "Number of the release."), *(given[name] for name in parts[1:])],
        kind="EXTERNAL_TABLE",
        parameters={"EXTERNAL": "TRUE", "comment": table.comment or ""},
    )


def _view(table: sa.Table) -> Any:
    return metastore_table(
        SCHEMA,
        table.name,
        list(_fields(table).values()),
        [],
        kind="VIRTUAL_VIEW",
        parameters={"comment": table.comment or ""},
        text=view_sql(table),
    )


def _pointer(release: int) -> Any:
    return metastore_table(
        SCHEMA,
        POINTER,
        [_field(RELEASE, "int", "Number of the release that every view shows.")],
        [],
        kind="VIRTUAL_VIEW",
        parameters={RELEASE: str(release), "comment": "The release in force."},
        text=pointer_sql(release),
    )


def _field(name: str, kind: str, comment: str) -> Any:
    from hive_metastore.ttypes import FieldSchema

    return FieldSchema(name=name, type=kind, comment=comment)


def _fields(table: sa.Table) -> dict[str, Any]:
    return {name: _field(name, kind, comment) for name, kind, comment in hive_columns(table)}


def _partition_names(table: sa.Table) -> list[str]:
    part = table.info["partitioned_by"]
    return [RELEASE, *([part] if part else [])]


def _add(client: Any, table: sa.Table, release: int, folders: Mapping[str, str]) -> int:
    """Register the folders of a release in one call; what another lake left under its number is dropped first."""
    from hive_metastore.ttypes import AddPartitionsRequest, Partition

    names = _partition_names(table)
    fields = [field for name, field in _fields(table).items() if name not in names]
    wanted = {(str(release), *([part] if part else [])): _location(folder) for part, folder in folders.items()}
    there = [name for name, number in _registered(client, table.name).items() if number == release]
    partitions = client.get_partitions_by_names(STORED, table.name, there)
    found = {tuple(each.values): each.sd.location for each in partitions}
    stale = [values for values, location in found.items() if wanted.get(values) != location]
    _drop(client, table.name, [_name(names, values) for values in stale])
    missing = [values for values in wanted if values not in found or values in stale]
    if missing:
        made = [
            Partition(
                values=list(values),
                dbName=STORED,
                tableName=table.name,
                createTime=0,
                lastAccessTime=0,
                sd=parquet_storage(fields, wanted[values]),
                parameters={},
            )
            for values in missing
        ]
        client.add_partitions_req(
            AddPartitionsRequest(dbName=STORED, tblName=table.name, parts=made, ifNotExists=True, needResult=False)
        )
    return len(missing)


def _location(folder: str) -> str:
    """A folder as the Metastore gives it back: with a scheme, and one slash."""
    return f"file:{folder}" if folder.startswith("/") else folder


def _name(names: list[str], values: tuple[str, ...]) -> str:
    return "/".join(f"{name}={value}" for name, value in zip(names, values, strict=True))


def _registered(client: Any, table: str) -> dict[str, int]:
    """The release of each partition, by its name."""
    names = client.get_partition_names(STORED, table, -1)
    return {name: int(name.partition("/")[0].removeprefix(f"{RELEASE}=")) for name in names}


def _drop_old(client: Any, table: str, release: int) -> int:
    """Drop the partitions of all releases but the newest ones and the one in force."""
    names = _registered(client, table)
    kept = {release, *sorted(set(names.values()), reverse=True)[:KEPT_RELEASES]}
    old = [name for name, number in names.items() if number not in kept]
    _drop(client, table, old)
    return len(old)


def _drop(client: Any, table: str, names: list[str]) -> None:
    from hive_metastore.ttypes import DropPartitionsRequest, RequestPartsSpec

    if names:
        client.drop_partitions_req(
            DropPartitionsRequest(
                dbName=STORED,
                tblName=table,
                parts=RequestPartsSpec(names=names),
                deleteData=False,
                ifExists=True,
                needResult=False,
            )
        )


def forget(uri: str, releases: Collection[int]) -> int:
    """Drop the partitions of releases whose files are to go, and leave the files alone; how many there were."""
    dropped = 0
    with metastore(uri, CHANGE_SECONDS) as client:
        for table in client.get_all_tables(STORED):
            names = [name for name, number in _registered(client, table).items() if number in releases]
            _drop(client, table, names)
            dropped += len(names)
    return dropped
