"""docs/benchmarks.md is a function of what was measured; no figure is asserted here but those given."""

from __future__ import annotations

from dataclasses import replace

from hyperion_assets.bench.main_job import STAGES
from hyperion_assets.bench.report import render
from hyperion_assets.bench.report_stores import STORES_TITLE, with_stores
from hyperion_assets.bench.result import (
    BareLoop,
    CommandRun,
    EngineRun,
    FileRates,
    Landing,
    Machine,
    MainJob,
    Provider,
    Reading,
    Result,
    Scale,
    StoreRun,
    Stores,
    TableWrite,
    Use,
)
from hyperion_assets.release.consumers import CONSUMERS

MACHINE = Machine("A processor", 2, 24 << 30, "Linux 6", "2026-01-02 03:04 UTC", 0.2, {"kafka": "4.3.0"})


def _scale(scale: int) -> Scale:
    def loop(seconds: float) -> BareLoop:
        stages = {"read": seconds, "produce": 0.0, "consume": 0.0, "tables": 0.0}
        return BareLoop(1_000 * scale, stages, {"python": Use(50_000_000, 3.0), "kafka": Use(300_000_000, 1.0)})

    job = MainJob(
        records=1_100 * scale,
        table_rows=2_000,
        release_seconds=9.0 * scale,
        stages=dict.fromkeys(STAGES, 1.0),
        consumers=dict.fromkeys(CONSUMERS, 0.5),
        use={
            "python": Use(400_000_000, 8.0),
            "kafka": Use(500_000_000, 2.0),
            "postgres": Use(100_000_000, 0.5),
            "sail": Use(1_200_000_000, 4.0),
        },
    )
    engines = [
        EngineRun(name, {"stage": 1_000}, {"stage": (first, 1.0)}, Use(700_000_000, 5.0))
        for name, first in (("sail", 1.1), ("spark", 7.7))
    ]
    return Scale(scale, 4.5, 1.5, [loop(4.0 * scale), loop(3.0 * scale)], job, Landing(1_000, 0.5, 0.64, 0.8), engines)


READING = Reading(2_000, 100, 40_000, 88, 12, 7.25, 120_000_000, 121_000_000)
STORES = Stores(
    MACHINE,
    [
        StoreRun("folder", FileRates(256 << 20, 0.5, 0.25, 0.2, 0.1, 0.4), TableWrite(1_150_000, 1.25, {})),
        StoreRun("s3", FileRates(256 << 20, 2.0, 1.8, 1.0, 0.9, 1.5), TableWrite(9, 2.0, {"GET": 12, "LIST": 3})),
    ],
)
RESULT = Result(
    MACHINE, Provider(109, 600_000, 0.1, 0.5), [_scale(1), _scale(5)], CommandRun(28.4, 6.2), READING, STORES
)


def test_the_ratio_is_to_the_faster_bare_loop() -> None:
    lines = render(RESULT).splitlines()
    assert "| 1 | 1,100 | 3.0 s | 9.0 s | **3.0** | 4.0 s | 14.5 s |" in lines
    assert "| 5 | 5,500 | 15.0 s | 45.0 s | **3.0** | 4.0 s | 14.5 s |" in lines


def test_every_part_stands_in_the_document() -> None:
    lines = render(RESULT).splitlines()
    assert "| measured | 2026-01-02 03:04 UTC |" in lines
    assert "| 5, after the main job | 5,000 | 15.0 s | 0.0 s | 0.0 s | 0.0 s | 15.0 s |" in lines
    assert "| **source to release** | 9.0 s | 45.0 s |" in lines
    assert "| 1 | 1,000 | 2,000 | 1,562 | 1,250 | **0.62** | 0.80 |" in lines
    assert "| 1, main job | 400, 8.0 s | 500, 2.0 s | 100, 0.5 s | 1,200, 4.0 s |" in lines
    assert "| 1, bare loop | 50, 3.0 s | 300, 1.0 s |  |  |" in lines
    assert "| 1 | spark | 7.7 s, 1.0 s | 700 |" in lines
    assert "| both, 109 films, 600,000 rows | 1.0 million |" in lines
    assert "| from an empty home | 28.4 s |" in lines
    assert "| 2,000 | 100 | 40,000 | 88 | 12 | 7.2 s | 120 | 121 |" in lines


def test_stores_are_compared_with_their_raw_clients() -> None:
    lines = render(RESULT).splitlines()
    assert "| folder | 256 MiB | 1,074 | 537 | **0.50** | 2,684 | 1,342 | **0.50** | 671 |" in lines
    assert "| s3 | 256 MiB | 149 | 134 | **0.90** | 298 | 268 | **0.90** | 179 |" in lines
    assert "| folder | 1,150,000 | 1.2 s |  |  |" in lines
    assert "| s3 | 9 | 2.0 s | 15 | 12 GET, 3 LIST |" in lines


def test_the_stores_alone_are_measured_anew_and_the_rest_stays() -> None:
    other = replace(STORES, machine=replace(MACHINE, measured_at="2026-05-06 07:08 UTC"), runs=STORES.runs[:1])
    document = with_stores(render(RESULT), other)
    assert document == render(replace(RESULT, stores=other))
    assert with_stores(document, STORES) == render(RESULT)
    before, _, _ = render(RESULT).partition(STORES_TITLE)
    assert with_stores(before, STORES) == render(RESULT)


def test_every_table_is_whole() -> None:
    rows = [line for line in render(RESULT).splitlines() if line.startswith("|")]
    assert all(line.endswith(" |") for line in rows)
    assert not [line for line in render(RESULT).splitlines() if len(line) > 120 and not line.startswith("|")]
