"""Progress: plain lines where nobody looks, a live line on a terminal, and the time of every stage."""

from __future__ import annotations

import io
import re

import pytest

from hyperion_assets.operations.console import Console


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_lines_are_plain_and_whole_where_nobody_looks() -> None:
    said = io.StringIO()
    console = Console(said)
    console.line("[red]a path[/red]: films/[1] " + "x" * 200)
    assert said.getvalue() == "[red]a path[/red]: films/[1] " + "x" * 200 + "\n"


def test_a_stage_is_one_line_with_its_time_and_its_records() -> None:
    said = io.StringIO()
    console = Console(said)
    with console.stage("land and stage"):
        console.progress("raw_films", 1_000)
        console.progress("raw_boxoffice", 1_499_999)
        assert said.getvalue() == ""
    with console.stage("release"):
        pass
    lines = said.getvalue().splitlines()
    assert re.fullmatch(r"land and stage +\d+\.\d s  1,500,999 records", lines[0])
    assert re.fullmatch(r"release +\d+\.\d s", lines[1])
    assert len(lines) == 2
    assert "\x1b" not in said.getvalue()


def test_the_times_of_a_stage_that_comes_again_add_up() -> None:
    console = Console(io.StringIO())
    for _ in range(2):
        with console.stage("release"):
            pass
        with console.stage("land"):
            pass
    assert list(console.seconds) == ["release", "land"]
    assert all(seconds >= 0 for seconds in console.seconds.values())


def test_a_stage_that_fails_has_its_time_and_no_line_of_success() -> None:
    said = io.StringIO()
    console = Console(said)

    def fail() -> None:
        with console.stage("publish"):
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert said.getvalue() == ""
    assert list(console.seconds) == ["publish"]


def test_a_terminal_shows_records_as_they_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    said = Terminal()
    console = Console(said)
    with console.stage("land"):
        console.progress("raw_films", 12_345)
    assert re.search(r"land +\d+\.\d s  12,345 records", said.getvalue())
    console.progress("raw_films", 1)
