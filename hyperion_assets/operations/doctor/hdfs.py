"""HDFS: whether its NameNode answers and writes can be served, as it tells on its web port."""

from __future__ import annotations

import json
import socket
from urllib.parse import urlsplit

from hyperion_assets.errors import ServiceError
from hyperion_assets.local.versions import version
from hyperion_assets.operations.doctor.finding import Finding, failed, ok, warning
from hyperion_assets.operations.doctor.web import get

CONNECT_SECONDS = 3.0
WEB_PORT = 9870
"""Where a NameNode has its pages unless its configuration says otherwise."""
BEAN = "Hadoop:service=NameNode,name=NameNodeInfo"


def hdfs(address: str, web_port: int = WEB_PORT) -> Finding:
    """What the NameNode at `hdfs://host:port` says of itself. Raises ServiceError if nothing listens there.

    A NameNode whose web port is elsewhere tells nothing; whether files can be written is asked of every root.
    """
    at = urlsplit(address)
    try:
        socket.create_connection((at.hostname or "", at.port or 0), CONNECT_SECONDS).close()
    except OSError as error:
        raise ServiceError(
            f"no NameNode answers at {at.hostname}:{at.port} ({error.strerror or error}): start HDFS, or correct "
            "HYPERION_HDFS_NAMENODE or the roots"
        ) from None
    try:
        told = get(f"http://{at.hostname}:{web_port}/jmx?qry={BEAN}", "the NameNode", "start it").json()
        bean = told["beans"][0]
        release, safe_mode, live = bean["SoftwareVersion"], bean["Safemode"], len(json.loads(bean["LiveNodes"]))
    except (ServiceError, ValueError, KeyError, IndexError):
        return warning(
            f"{address} listens, and port {web_port} tells nothing of its version and DataNodes",
            "the lines of the roots say whether it can be written",
        )
    if safe_mode:
        remedy = "wait until enough DataNodes have reported, or see to them: `hdfs dfsadmin -safemode get`"
        return failed("HDFS is in safe mode and takes no writes", remedy)
    if not live:
        return failed("no DataNode is alive", "start the DataNodes")
    here = f"{address}: Hadoop {release}, {live} DataNode{'' if live == 1 else 's'} alive"
    if release.partition(".")[0] != version("hadoop").partition(".")[0]:
        return warning(here, f"{version('hadoop')} is what was tried")
    return ok(here)
