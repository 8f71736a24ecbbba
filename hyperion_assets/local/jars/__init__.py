"""What services run on from the Maven registry: fetched once by jgo into the user's cache, verified by SHA-256.

Belongs here: a lock per set of files, and the fetch. Not here: how a service is run with them, and which versions
they have (versions.py).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from hyperion_assets.disk import writing
from hyperion_assets.errors import ServiceError

CONNECTIONS = 8
TRIES = 3
CACHE_VARIABLE = "XDG_CACHE_HOME"


@dataclass(frozen=True)
class Lock:
    """A lock file beside this module, and what the files it names belong to, in messages."""

    title: str
    path: Path


KAFKA = Lock("Kafka", Path(__file__).with_name("kafka.lock.toml"))
HDFS = Lock("HDFS", Path(__file__).with_name("hdfs.lock.toml"))
HIVE = Lock("Hive Metastore", Path(__file__).with_name("hive.lock.toml"))
S3A = Lock("Hadoop's client for S3", Path(__file__).with_name("s3a.lock.toml"))
TRINO = Lock("Trino", Path(__file__).with_name("trino.lock.toml"))


@dataclass(frozen=True)
class Jar:
    """One file of a lock: a jar, or an archive such as `tar.gz`."""

    group: str
    artifact: str
    version: str
    sha256: str
    packaging: str = "jar"
    classifier: str = ""

    @property
    def name(self) -> str:
        """File name in the cache."""
        classifier = f"-{self.classifier}" if self.classifier else ""
        return f"{self.artifact}-{self.version}{classifier}.{self.packaging}"

    @property
    def coordinate(self) -> str:
        """Maven coordinate, with packaging and classifier where they are not those of a plain jar."""
        plain = f"{self.group}:{self.artifact}:{self.version}"
        if self.classifier:
            return f"{plain}:{self.packaging}:{self.classifier}"
        return plain if self.packaging == "jar" else f"{plain}:{self.packaging}"


def locked(lock: Lock) -> list[Jar]:
    """The files that the lock names."""
    entries = tomllib.loads(lock.path.read_text(encoding="utf-8"))["dependencies"]
    return [
        Jar(
            group=entry["groupId"],
            artifact=entry["artifactId"],
            version=entry["version"],
            sha256=entry["sha256"],
            packaging=entry["packaging"],
            classifier=entry.get("classifier", ""),
        )
        for entry in entries
    ]


def cache() -> Path:
    """Where fetched files are kept for all homes of a user: $XDG_CACHE_HOME/hyperion, else ~/.cache/hyperion."""
    return Path(os.environ.get(CACHE_VARIABLE) or Path.home() / ".cache") / "hyperion"


def folder(lock: Lock) -> Path:
    """The folder of the files of this lock; another lock has another folder."""
    return cache() / "jars" / hashlib.sha256(lock.path.read_bytes()).hexdigest()[:16]


def fetch(report: Callable[[str], None], lock: Lock) -> Path:
    """The folder with every file of the lock, verified; what is missing or damaged is fetched.

    The folder appears whole or not at all, so a fetch that was interrupted leaves nothing to be taken for jars.
    Raises ServiceError if the registry cannot be reached or serves another file than the lock names.
    """
    target, wanted = folder(lock), locked(lock)
    if target.is_dir() and not damaged(target, wanted):
        return target
    began = monotonic()
    told = f"{lock.title}: {len(wanted)} {'file' if len(wanted) == 1 else 'files'}"
    report(f"fetching {told} into {target}")
    with writing(target, CACHE_VARIABLE):
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".fetch-") as made:
            staged = Path(made, "jars")
            staged.mkdir()
            with ThreadPoolExecutor(CONNECTIONS) as pool:
                list(pool.map(lambda jar: download(jar, lock, Path(made), staged), wanted))
            put_in_place(staged, target, lambda found: not damaged(found, wanted))
    size = sum((target / jar.name).stat().st_size for jar in wanted)
    report(f"fetched {told}, {size / 1e6:.0f} MB in {monotonic() - began:.0f} s")
    return target


def damaged(target: Path, wanted: list[Jar]) -> list[Jar]:
    """Files that are missing from a folder or differ from the lock."""
    return [jar for jar in wanted if not _matches(target / jar.name, jar)]


def _matches(path: Path, jar: Jar) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == jar.sha256


def download(jar: Jar, lock: Lock, repository: Path, staged: Path) -> None:
    """Put one verified file of the lock into `staged`; `repository` is jgo's, and serves what lies there already.

    Raises ServiceError if the registry cannot be reached, or the file differs from the lock.
    """
    import requests  # what jgo fetches with
    from jgo.maven import MavenContext

    maven = MavenContext(repo_cache=repository, timeout=30)
    component = maven.project(jar.group, jar.artifact).at_version(jar.version)
    artifact = component.artifact(jar.classifier, jar.packaging)
    for attempt in range(1, TRIES + 1):
        try:
            fetched = artifact.resolve()
            break
        except (requests.RequestException, RuntimeError) as error:
            # jgo leaves a torn file, and would take it for the jar at the next try.
            if artifact.cached_path is not None:
                artifact.cached_path.unlink(missing_ok=True)
            if attempt == TRIES:
                reason = str(error).splitlines()[0] if isinstance(error, RuntimeError) else type(error).__name__
                raise ServiceError(
                    f"cannot fetch {jar.coordinate} from the Maven registry ({reason}): check the network and the "
                    f"proxy, and run again; or copy the folder {folder(lock)} from a machine that has it"
                ) from error
    if not _matches(fetched, jar):
        raise ServiceError(
            f"{jar.coordinate} as served is not the file that {lock.path.name} names: its SHA-256 differs"
        )
    fetched.replace(staged / jar.name)


def put_in_place(staged: Path, target: Path, is_whole: Callable[[Path], bool]) -> None:
    """Rename the staged folder; another command may have been faster, which is as good."""
    if target.exists() and not is_whole(target):
        shutil.rmtree(target)
    try:
        staged.rename(target)
    except OSError:
        if not is_whole(target):
            raise
