"""All checks of a profile side by side, each in bounded time, and what they found for a person or a program."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import asdict
from time import monotonic
from typing import Any

from hyperion_assets.errors import HyperionError
from hyperion_assets.operations.doctor.finding import Finding, failed
from hyperion_assets.operations.doctor.profile import Check, checks_of
from hyperion_assets.operations.doctor.side_by_side import asked
from hyperion_assets.settings import Settings

LIMIT_SECONDS = 12.0


def diagnose(settings: Settings) -> dict[str, Finding]:
    """What each check of the profile found, in their order; starts nothing."""
    return findings(checks_of(settings))


def findings(checks: Mapping[str, Check], limit: float = LIMIT_SECONDS) -> dict[str, Finding]:
    """What each check found; one that did not end within `limit` seconds has failed."""
    end = monotonic() + limit
    answers = {name: asked(name, check) for name, check in checks.items()}
    return {name: _finding(answer, end, limit) for name, answer in answers.items()}


def has_failed(found: Mapping[str, Finding]) -> bool:
    """Whether one of the checks failed."""
    return any(finding.state == "failed" for finding in found.values())


def diagnosis_text(found: Mapping[str, Finding]) -> str:
    """A line for each check: state, name, what was found and the remedy."""
    width = max(map(len, found), default=0)
    return "\n".join(f"{finding.state:<8} {name:<{width}}  {finding}" for name, finding in found.items())


def diagnosis_json(found: Mapping[str, Finding]) -> list[dict[str, Any]]:
    """The same for a program: check, state, found, remedy."""
    return [{"check": name, **asdict(finding)} for name, finding in found.items()]


def _finding(answer: Future[Finding], end: float, limit: float) -> Finding:
    try:
        return answer.result(max(0.0, end - monotonic()))
    except HyperionError as error:
        return failed(str(error))
    except TimeoutError as error:
        if answer.done():
            return failed(_one_line(error), "see to the service")
        return failed(f"no answer within {limit:g} s", "the service hangs: see to it, or end it and start it again")
    # A library's own error is a finding, too: what a check cannot do, no command can.
    except Exception as error:
        return failed(_one_line(error), "see to the service and the settings that name it")


def _one_line(error: BaseException) -> str:
    said = str(error).strip().partition("\n")[0]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
