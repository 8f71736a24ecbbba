"""Writes hyperion_assets/local/jars/kafka.lock.toml anew from the versions in versions.toml.

`make lock` runs it. The lock names each jar with its
SHA-256 and no address.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from jgo.env import LockFile
from jgo.maven import MavenContext

from hyperion_assets.local import jars, versions


def main() -> None:
    """Resolve the coordinates with all that they need at run time, and write the lock."""
    with tempfile.TemporaryDirectory() as folder:
        maven = MavenContext(repo_cache=Path(folder))
        wanted = [maven.create_dependency(coordinate) for coordinate in versions.kafka_coordinates()]
        given, transitive = maven.resolver.resolve(wanted)
        lock = LockFile.from_resolved_dependencies(given + transitive)
        lock.dependencies.sort(key=lambda item: (item.groupId, item.artifactId))
        lock.save(jars.LOCK)


if __name__ == "__main__":
    main()
