"""The proof's command: what a person can mend is one line."""

from __future__ import annotations

import os

import pytest

from hyperion_assets.errors import InputError
from hyperion_assets.proof.__main__ import main
from hyperion_assets.proof.cells import CELLS, chosen
from hyperion_assets.settings import PREFIX


def test_a_cell_that_there_is_not_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # The command takes the settings out of its environment; what the test takes out comes back.
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.setattr("sys.argv", ["proof", "--only", "sail/tape"])
    assert main() == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("proof: there is no cell sail/tape; there are sail/folder, sail/hdfs, ")


def test_the_document_needs_all_cells(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["proof", "--write", "--only", "sail/folder"])
    with pytest.raises(SystemExit):
        main()
    assert "--write needs all cells" in capsys.readouterr().err


def test_cells_are_chosen_by_name_in_their_order() -> None:
    assert chosen([]) == list(CELLS)
    assert [cell.name for cell in chosen(["spark-local/folder", "sail/s3"])] == ["sail/s3", "spark-local/folder"]
    with pytest.raises(InputError, match="spark/folder"):
        chosen(["spark/folder"])
