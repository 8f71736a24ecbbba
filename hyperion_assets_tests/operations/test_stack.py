"""`hyperion stack`: services that outlive the commands which start and use them, until they are told to end."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hyperion_assets.cli import main
from hyperion_assets.local.process import identify
from hyperion_assets.local.services import services
from hyperion_assets.settings import Settings

Stack = Callable[..., Result]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", _env_file=None)


@pytest.fixture
def stack(settings: Settings) -> Iterator[Stack]:
    """`hyperion stack` in a home of the test's own; what still runs at the end is stopped."""

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["stack", *arguments, "--home", str(settings.home)])

    yield run
    run("down")


def states(stack: Stack) -> dict[str, list[str]]:
    """State and pid of each service."""
    lines = (line.split() for line in stack("status").stdout.splitlines())
    return {line[0]: line[1:3] for line in lines}


def test_what_was_started_outlives_who_started_and_who_used_it(stack: Stack, settings: Settings) -> None:
    done = stack("up", "--only", "engine")
    assert done.exit_code == 0, done.output
    state, pid = states(stack)["sail"]
    assert state == "running"
    assert [found[0] for name, found in states(stack).items() if name != "sail"] == ["stopped", "stopped"]
    with services(settings, {"engine"}) as running:
        assert running.engine_remote.startswith("sc://127.0.0.1:")
    assert states(stack)["sail"] == ["running", pid]


def test_a_killed_service_is_told_and_mended(stack: Stack) -> None:
    stack("up", "--only", "engine")
    pid = int(states(stack)["sail"][1])
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    assert states(stack)["sail"][0] == "dead"
    assert f"Sail (pid {pid}) is gone: starting it again" in stack("up", "--only", "engine").stderr
    assert states(stack)["sail"][0] == "running"


def test_down_ends_all_but_not_under_another_command(stack: Stack, settings: Settings) -> None:
    stack("up", "--only", "engine")
    pid = int(states(stack)["sail"][1])
    with services(settings, {"engine"}):
        refused = stack("down")
        assert refused.exit_code == 2
        assert refused.stderr == f"hyperion: another command uses the services of {settings.home}: end it first\n"
    assert identify(pid) is not None
    assert stack("down").exit_code == 0
    assert identify(pid) is None
    assert states(stack)["sail"][0] == "stopped"


def test_services_end_with_their_last_user_again_after_down(stack: Stack, settings: Settings) -> None:
    stack("up", "--only", "engine")
    stack("down")
    with services(settings, {"engine"}):
        pid = int(states(stack)["sail"][1])
    assert identify(pid) is None


def test_logs_are_shown_and_others_named(stack: Stack) -> None:
    stack("up", "--only", "engine")
    assert stack("logs", "sail").exit_code == 0
    unknown = stack("logs", "cat")
    assert unknown.exit_code == 2
    assert "no log of 'cat'" in unknown.stderr
    assert "there are sail" in unknown.stderr


def test_reset_asks_first_and_leaves_nothing(stack: Stack, settings: Settings) -> None:
    stack("up", "--only", "engine")
    assert stack("reset").exit_code == 1
    assert states(stack)["sail"][0] == "running"
    assert stack("reset", "--yes").exit_code == 0
    assert not (settings.home / "services").exists()


def test_a_home_without_services_is_down_already(stack: Stack) -> None:
    assert stack("down").exit_code == 0
    assert {state for state, *_ in states(stack).values()} == {"stopped"}
