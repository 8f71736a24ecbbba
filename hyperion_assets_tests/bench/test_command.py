"""The benchmarks' command: what a person can mend is one line."""

from __future__ import annotations

import os

import pytest

from hyperion_assets.bench.__main__ import main
from hyperion_assets.settings import PREFIX


def test_a_scale_that_is_not_allowed_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # The command takes the settings out of its environment; what the test takes out comes back.
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.setattr("sys.argv", ["bench", "--scale", "0"])
    assert main() == 2
    assert capsys.readouterr().err.splitlines()[-1] == (
        "bench: HYPERION_SCALE=0: Input should be greater than or equal to 1"
    )
