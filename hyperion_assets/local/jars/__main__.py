"""`python -m hyperion_assets.local.jars`: fetch Kafka's jars at set-up, apart from the first start."""

from __future__ import annotations

import sys

from hyperion_assets.errors import HyperionError
from hyperion_assets.local.jars import KAFKA, fetch

if __name__ == "__main__":
    try:
        fetch(lambda line: print(line, flush=True), KAFKA)
    except HyperionError as error:
        sys.exit(str(error))
