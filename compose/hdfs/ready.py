"""Exit 0 if an HDFS server serves, else 1: `ready.py NAMENODE` or `ready.py NAMENODE DATANODE`, each a host:port.

Runs on the Python of Hadoop's image, with nothing installed. A NameNode serves when it tells its state, for it is in
safe mode until DataNodes have told it of their blocks; a DataNode, when it is in touch with a NameNode that is out of
safe mode.
"""

import json
import sys
from http.client import HTTPConnection, HTTPException

# Seconds since the last heartbeat after which a DataNode is out of touch; it sends one each second.
SILENCE = 3


def bean(address, name):
    """What a server tells of itself. Raises OSError, HTTPException, ValueError or LookupError if it does not."""
    connection = HTTPConnection(address, timeout=5)
    try:
        connection.request("GET", f"/jmx?qry=Hadoop:service={name}")
        return json.loads(connection.getresponse().read())["beans"][0]
    finally:
        connection.close()


def serves(namenode, datanode=None):
    """Whether the NameNode answers; with a DataNode, whether both are at work."""
    state = bean(namenode, "NameNode,name=FSNamesystemState")["FSState"]
    if datanode is None:
        return True
    actors = json.loads(bean(datanode, "DataNode,name=DataNodeInfo")["BPServiceActorInfo"])
    in_touch = (actor["ActorState"] == "RUNNING" and int(actor["LastHeartbeat"]) <= SILENCE for actor in actors)
    return state == "Operational" and any(in_touch)


if __name__ == "__main__":
    try:
        sys.exit(0 if serves(*sys.argv[1:]) else 1)
    except (OSError, HTTPException, ValueError, LookupError) as error:
        sys.exit(f"{type(error).__name__}: {error}")
