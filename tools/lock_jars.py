"""Writes the locks in hyperion_assets/local/jars/ anew from the versions in versions.toml; `make lock` runs it.

A lock names each file with its SHA-256 and no address. One whose files stay the same is left as it is.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from jgo.env import LockFile
from jgo.maven import Dependency, MavenContext

from hyperion_assets.local import jars, versions


def main() -> None:
    """Resolve the coordinates of each set and write its lock."""
    with tempfile.TemporaryDirectory() as folder:
        maven = MavenContext(repo_cache=Path(folder))
        write(maven, jars.KAFKA, versions.kafka_coordinates(), transitive=True)
        # It has what it needs in itself or from PySpark's jars.
        write(maven, jars.HDFS, versions.hdfs_coordinates(), transitive=False)
        write(maven, jars.HIVE, versions.hive_coordinates(), transitive=False)
        write(maven, jars.S3A, versions.s3a_coordinates(), transitive=False)
        write(maven, jars.TRINO, versions.trino_coordinates(), transitive=False)


def write(maven: MavenContext, lock: jars.Lock, coordinates: list[str], *, transitive: bool) -> None:
    """Lock what the coordinates name, with all that it needs at run time if `transitive`."""
    wanted = [_dependency(maven, coordinate) for coordinate in coordinates]
    if transitive:
        given, needed = maven.resolver.resolve(wanted)
        wanted = given + needed
    made = LockFile.from_resolved_dependencies(wanted)
    made.dependencies.sort(key=lambda item: (item.groupId, item.artifactId))
    before = LockFile.load(lock.path).dependencies if lock.path.exists() else []
    if [item.to_dict() for item in before] != [item.to_dict() for item in made.dependencies]:
        made.save(lock.path)


def _dependency(maven: MavenContext, coordinate: str) -> Dependency:
    """group:artifact:version[:packaging[:classifier]], of which jgo itself reads the last two in other orders."""
    group, artifact, version, *rest = coordinate.split(":")
    packaging, classifier = (*rest, *("jar", "")[len(rest) :])
    return Dependency(maven.project(group, artifact).at_version(version).artifact(classifier, packaging))


if __name__ == "__main__":
    main()
