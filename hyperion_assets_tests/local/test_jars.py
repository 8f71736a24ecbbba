"""Files from the Maven registry: what a lock names is what is run."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from hyperion_assets.errors import ServiceError, StorageError
from hyperion_assets.local import jars
from hyperion_assets.local.jars.archives import SIZES, extract, unpack

LOCK = """
[[dependencies]]
groupId = "org.example"
artifactId = "thing"
version = "1.0"
packaging = "jar"
sha256 = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"
"""
CONTENT = b"hello\n"


@pytest.fixture
def lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> jars.Lock:
    """A lock of one jar that no registry has, an empty cache, and a network that leads nowhere."""
    monkeypatch.setenv(jars.CACHE_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    path = tmp_path / "lock.toml"
    path.write_text(LOCK)
    return jars.Lock("Thing", path)


def cached(lock: jars.Lock, content: bytes) -> Path:
    target = jars.folder(lock)
    target.mkdir(parents=True)
    (target / "thing-1.0.jar").write_bytes(content)
    return target


def test_a_full_cache_is_used_without_the_network(lock: jars.Lock) -> None:
    lines: list[str] = []
    target = cached(lock, CONTENT)
    assert jars.fetch(lines.append, lock) == target
    assert lines == []


@pytest.mark.parametrize("content", [b"", CONTENT + b"more"])
def test_a_damaged_jar_is_not_run(lock: jars.Lock, content: bytes) -> None:
    cached(lock, content)
    with pytest.raises(ServiceError, match=r"cannot fetch org\.example:thing:1\.0 from the Maven registry"):
        jars.fetch(lambda _line: None, lock)


def test_a_registry_out_of_reach_is_one_line_and_leaves_nothing(lock: jars.Lock) -> None:
    with pytest.raises(ServiceError) as raised:
        jars.fetch(lambda _line: None, lock)
    assert "\n" not in str(raised.value)
    assert not jars.folder(lock).exists()
    assert list(jars.folder(lock).parent.iterdir()) == []


def test_a_file_that_differs_from_the_lock_is_refused(lock: jars.Lock, tmp_path: Path) -> None:
    served = tmp_path / "org" / "example" / "thing" / "1.0" / "thing-1.0.jar"
    served.parent.mkdir(parents=True)
    served.write_bytes(b"something else")
    with pytest.raises(ServiceError, match="its SHA-256 differs"):
        jars.download(jars.locked(lock)[0], lock, tmp_path, tmp_path)


def test_a_cache_that_cannot_be_written_names_its_variable(lock: jars.Lock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(jars.CACHE_VARIABLE, str(lock.path))
    with pytest.raises(StorageError, match="set XDG_CACHE_HOME to a folder that can be written"):
        jars.fetch(lambda _line: None, lock)


def test_an_archive_is_named_as_the_registry_names_it(lock: jars.Lock) -> None:
    lock.path.write_text(LOCK.replace('packaging = "jar"', 'packaging = "tar.gz"\nclassifier = "bin"'))
    (archive,) = jars.locked(lock)
    assert archive.name == "thing-1.0-bin.tar.gz"
    assert archive.coordinate == "org.example:thing:1.0:tar.gz:bin"


@pytest.mark.parametrize("shipped", [jars.KAFKA, jars.HDFS, jars.HIVE, jars.TRINO])
def test_a_lock_has_a_hash_for_every_file_and_no_address(shipped: jars.Lock) -> None:
    assert jars.locked(shipped)
    assert all(len(jar.sha256) == 64 for jar in jars.locked(shipped))
    assert "://" not in shipped.path.read_text(encoding="utf-8")


def archive(path: Path) -> Path:
    """An archive as Trino's is: a file of a plugin is a link to the same file elsewhere."""
    with tarfile.open(path, "w:gz") as packed:
        for name in ("lib/shared.jar", "lib/own.jar", "plugin/other/first.jar", "plugin/wanted/own.jar"):
            entry = tarfile.TarInfo(f"server-1/{name}")
            entry.size = len(name)
            packed.addfile(entry, io.BytesIO(name.encode()))
        for name, origin in (("again.jar", "plugin/other/first.jar"), ("shared.jar", "lib/shared.jar")):
            link = tarfile.TarInfo(f"server-1/plugin/wanted/{name}")
            link.type, link.linkname = tarfile.LNKTYPE, f"server-1/{origin}"
            packed.addfile(link)
    return path


def test_of_an_archive_only_the_wanted_folders_are_unpacked_with_what_they_link_to(tmp_path: Path) -> None:
    staged = tmp_path / "staged"
    staged.mkdir()
    packed = archive(tmp_path / "server.tar.gz")
    extract(packed, ("plugin/wanted",), staged)
    found = {str(path.relative_to(staged)): path.read_text() for path in staged.rglob("*") if path.is_file()}
    assert found == {
        "plugin/wanted/own.jar": "plugin/wanted/own.jar",
        "plugin/wanted/again.jar": "plugin/other/first.jar",
        "plugin/wanted/shared.jar": "lib/shared.jar",
    }
    assert not packed.exists()
    assert [path.name for path in (staged / "plugin").iterdir()] == ["wanted"]
    assert not (staged / "lib").exists()


def test_a_folder_that_an_archive_does_not_hold_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ServiceError, match=r"server\.tar\.gz holds no folder plugin/none/"):
        extract(archive(tmp_path / "server.tar.gz"), ("lib", "plugin/none"), tmp_path)


def test_an_unpacked_archive_is_used_while_all_of_it_is_there(lock: jars.Lock) -> None:
    lines: list[str] = []
    with pytest.raises(ServiceError, match="cannot fetch"):
        unpack(lines.append, lock, ("lib",))
    assert list((jars.cache() / "unpacked").iterdir()) == []
    target = Path(lines[0].rpartition(" into ")[2])
    (target / "lib").mkdir(parents=True)
    (target / "lib" / "own.jar").write_bytes(CONTENT)
    (target / SIZES).write_text(f"{len(CONTENT)} lib/own.jar\n")
    assert unpack(lines.append, lock, ("lib",)) == target
    assert len(lines) == 1
    (target / "lib" / "own.jar").write_bytes(CONTENT[1:])
    with pytest.raises(ServiceError, match="cannot fetch"):
        unpack(lines.append, lock, ("lib",))
