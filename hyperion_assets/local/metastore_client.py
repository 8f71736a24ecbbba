"""A connection to a Hive Metastore, by Thrift, and how it has a table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from hyperion_assets.errors import ServiceError

TIMEOUT_MS = 10_000
OWNER = "hyperion"
PARQUET = "org.apache.hadoop.hive.ql.io.parquet"


@contextmanager
def metastore(uri: str) -> Iterator[Any]:
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
    socket.setTimeout(TIMEOUT_MS)
    transport = TBufferedTransport(socket)
    try:
        transport.open()
        yield Client(TBinaryProtocol(transport))
    except (TTransportException, OSError) as error:
        raise ServiceError(
            f"the Hive Metastore at {uri} does not answer: {str(error) or type(error).__name__}"
        ) from None
    except TException as error:
        told = getattr(error, "message", None) or type(error).__name__
        raise ServiceError(f"the Hive Metastore at {uri} refused: {told}") from None
    finally:
        transport.close()


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
