"""What the system says when it cannot write, in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from hyperion_assets.disk import replace, writing
from hyperion_assets.errors import ServiceError, StorageError
from hyperion_assets.local.failure import failure


def test_a_full_disk_is_named() -> None:
    with pytest.raises(StorageError, match="the disk is full: free some space"), writing(Path("/home/x")):
        Path("/dev/full").write_bytes(b"x")


def test_another_error_is_no_storage_error() -> None:
    with pytest.raises(IsADirectoryError), writing(Path("/home/x")):
        raise IsADirectoryError(21, "is a directory")


def test_a_replaced_file_has_its_mode_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "secret"
    replace(target, "one", mode=0o600)
    replace(target, "two", mode=0o600)
    assert target.read_text() == "two"
    assert target.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


@pytest.mark.parametrize(
    ("output", "kind", "told"),
    [
        ("FATAL: could not write file: No space left on device\nshut down", StorageError, "free some space"),
        ("starting\nERROR Exiting because of a torn file\n\tat kafka.Kafka", ServiceError, "a torn file (log: /l)"),
        ("one\ntwo\n", ServiceError, "Kafka ended: two (log: /l)"),
        ("", ServiceError, "it wrote nothing"),
    ],
)
def test_the_telling_line_of_a_log_is_shown(output: str, kind: type[Exception], told: str) -> None:
    error = failure("Kafka ended", output, Path("/data"), Path("/l"))
    assert type(error) is kind
    assert told in str(error)
