"""Reading and staging a folder of generated character files, of which one in twenty is damaged."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import Any

import psutil

from hyperion_assets.bench.damaged_files import ONE_DAMAGED_IN, write_files
from hyperion_assets.bench.result import Reading
from hyperion_assets.errors import InputError
from hyperion_assets.sources.character_stage import stage_character
from hyperion_assets.sources.characters import characters
from hyperion_assets.sources.refusals import Refusal

FILES = 2_000
EARLY = 10
"""The memory of all files is compared with that after one in so many of them."""


def reading_rate(folder: Path, files: int = FILES) -> Reading:
    """Read and stage generated files one after the other, each as a publish and a stage would.

    Raises InputError with the file that gives other records or reports than it was made to give.
    """
    expected = write_files(folder / "characters", files)
    process = psutil.Process()
    early = peak = 0
    totals: Counter[str] = Counter()
    started = time.perf_counter()
    for number, unit in enumerate(characters(folder / "characters"), 1):
        content = unit.read()
        values: list[Any] = content.records["value"].to_pylist()
        rows = [stage_character(value) for value in values]
        rejected = tuple(rejection.code for rejection in content.rejections)
        refused = tuple(row.code for row in rows if isinstance(row, Refusal))
        wanted = expected.pop(unit.name.removeprefix("characters/"))
        if (len(rows), rejected, refused) != (wanted.records, wanted.rejected, wanted.refused):
            raise InputError(f"{unit.name} gives {len(rows)} records, {rejected} and {refused}, not {wanted}")
        if content.entries != len(rows) + len(rejected):
            raise InputError(f"{unit.name} has {content.entries} entries, not {len(rows)} and {len(rejected)}")
        totals.update(entries=content.entries, rejected=len(rejected), refused=len(refused))
        peak = max(peak, process.memory_info().rss)
        if number == files // EARLY:
            early = peak
    if expected:
        raise InputError(f"{len(expected)} files were not read, {next(iter(expected))} among them")
    seconds = time.perf_counter() - started
    return Reading(files, files // ONE_DAMAGED_IN, **totals, seconds=seconds, early_memory=early, peak_memory=peak)
