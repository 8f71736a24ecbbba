"""A connection to a Hive Metastore, by Thrift, and how it has a table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from hyperion_assets.errors import ServiceError

ANSWER_SECONDS = 10.0
CHANGE_SECONDS = 120.0
"""How long an answer may take, and one for which the Metastore asks the lake and its database at length."""
LONGEST_REASON = 300
NO_TABLES = "Exception thrown when executing query"
"""What a Metastore says of its own queries that its database refuses."""
OWNER = "hyperion"
PARQUET = "org.apache.hadoop.hive.ql.io.parquet"


@contextmanager
def metastore(uri: str, seconds: float = ANSWER_SECONDS) -> Iterator[Any]:
    """A client of the Metastore at `thrift://host:port`, for the block.

    Raises ServiceError where it cannot be reached, goes away or refuses a request that the block does not expect it to.
    """
    from hive_metastore.ThriftHiveMetastore import Client
    from thrift.protocol.TBinaryProtocol import TBinaryProtocol
    from thrift.Thrift import TException
    from thrift.transport.TSocket import TSocket
    from thrift.transport.TTransport import TBufferedTransport, TTransportException

    parts = urlsplit(uri)
    socket = TSocket(parts.hostname, parts.port)
    transport = TBufferedTransport(socket)
    try:
        socket.setTimeout(ANSWER_SECONDS * 1000)
        transport.open()
        socket.setTimeout(seconds * 1000)
        yield Client(TBinaryProtocol(transport))
    except (TTransportException, OSError) as error:
        raise ServiceError(
            f"the Hive Metastore at {uri} does not answer ({str(error) or type(error).__name__}): start it, or correct "
            "HYPERION_METASTORE_URI"
        ) from None
    except TException as error:
        raise ServiceError(f"the Hive Metastore at {uri} refused: {_reason(error)}") from None
    finally:
        transport.close()


def _reason(error: Exception) -> str:
    """What the Metastore says, in a line."""
    told = " ".join(str(getattr(error, "message", None) or type(error).__name__).split())
    if NO_TABLES in told:
        return "its database has no schema of a Metastore, or is gone: make it by Hive's `schematool -initSchema`"
    return told[:LONGEST_REASON]


def metastore_table(
    database: str,
    name: str,
    fields: list[Any],
    keys: list[Any],
    *,
    kind: str,
    parameters: dict[str, str],
    text: str | None = None,
    location: str | None = None,
) -> Any:
    """A table as the Metastore has it; a view has a `text`, and no location."""
    from hive_metastore.ttypes import Table

    return Table(
        tableName=name,
        dbName=database,
        owner=OWNER,
        createTime=0,
        lastAccessTime=0,
        retention=0,
        sd=parquet_storage(fields, location),
        partitionKeys=keys,
        parameters=parameters,
        viewOriginalText=text,
        viewExpandedText=text,
        tableType=kind,
    )


def parquet_storage(fields: list[Any], location: str | None) -> Any:
    """Columns in Parquet files below a location."""
    from hive_metastore.ttypes import SerDeInfo, StorageDescriptor

    return StorageDescriptor(
        cols=fields,
        location=location,
        inputFormat=f"{PARQUET}.MapredParquetInputFormat",
        outputFormat=f"{PARQUET}.MapredParquetOutputFormat",
        compressed=False,
        numBuckets=-1,
        serdeInfo=SerDeInfo(serializationLib=f"{PARQUET}.serde.ParquetHiveSerDe", parameters={}),
        bucketCols=[],
        sortCols=[],
        parameters={},
    )
