"""Tables and figures as the report has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hyperion_assets.bench.result import Machine

MEGABYTE = 1_000_000


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(cells) + " |\n" for cells in lines)


def seconds_text(value: float) -> str:
    """Seconds to a tenth."""
    return f"{value:.1f} s"


def machine_table(machine: Machine) -> str:
    """What was measured, when and on what."""
    versions = ", ".join(f"{name} {version}" for name, version in machine.versions.items())
    rows = [
        ["measured", machine.measured_at],
        ["machine", f"{machine.processor}, {machine.cores} cores, {machine.memory / 2**30:.0f} GiB, {machine.system}"],
        ["load at the start", f"{machine.load:.1f} (a calm machine has less than 0.5)"],
        ["versions", versions],
    ]
    return table(["", ""], rows)
