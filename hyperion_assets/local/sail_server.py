"""Runs Sail's Spark Connect server in the foreground until SIGTERM: `python -m … PORT`."""

from __future__ import annotations

import signal
import sys


def main(port: int) -> None:
    """Serve on the loopback interface until the process is asked to end."""
    # Set before anything that takes time, so that an early signal ends the process as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    from pysail.spark import SparkConnectServer

    from hyperion_assets.local.ports import HOST

    server = SparkConnectServer(HOST, port)
    server.start(background=True)
    signal.pause()


if __name__ == "__main__":
    main(int(sys.argv[1]))
