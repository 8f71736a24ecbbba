"""The equations of the ledger for any numbers: zero where every one is accounted for, and nothing lost cancels out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hyperion_assets.checks.ledger import CutBalance, RangeBalance, SourceBalance, TopicLedger
from hyperion_assets_tests.properties import BESIDE

COUNTS = st.integers(0, 10**12)
OFF = st.integers(-(10**6), 10**6)


@st.composite
def balanced(draw: st.DrawFn) -> TopicLedger:
    """A topic of which everything is accounted for."""
    published, unchanged, rejected = (draw(COUNTS) for _ in range(3))
    gaps, staged, quarantined, tombstones = (draw(COUNTS) for _ in range(4))
    current, duplicate, superseded, deleted = (draw(COUNTS) for _ in range(4))
    records = staged + quarantined + tombstones
    return TopicLedger(
        "raw-films",
        SourceBalance(published + unchanged + rejected, published, unchanged, rejected),
        RangeBalance(1, records + gaps, records, gaps, staged, quarantined, tombstones),
        CutBalance(current + duplicate + superseded + deleted, current, duplicate, superseded, deleted, rows=current),
    )


@BESIDE
@given(balanced())
def test_what_is_accounted_for_makes_no_difference(found: TopicLedger) -> None:
    assert (found.source.difference, found.ranges.difference, found.cut.difference, found.difference) == (0, 0, 0, 0)
    assert "UNACCOUNTED" not in found.in_words


@given(balanced(), OFF, OFF, OFF, OFF, OFF)
def test_each_loss_counts_whatever_the_others_are(
    found: TopicLedger, entries: int, offsets: int, staged: int, lost: int, rows: int
) -> None:
    source, ranges, cut = found.source, found.ranges, found.cut
    torn = TopicLedger(
        found.topic,
        SourceBalance(source.entries + entries, source.published, source.unchanged, source.rejected),
        RangeBalance(
            1, ranges.offsets + offsets, ranges.records, ranges.gaps, ranges.staged + staged, ranges.quarantined,
            ranges.tombstones,
        ),
        CutBalance(cut.staged + lost, cut.current, cut.duplicate, cut.superseded, cut.deleted, cut.rows + rows),
    )  # fmt: skip
    assert torn.source.difference == entries
    assert torn.ranges.difference == abs(offsets) + abs(staged)
    assert torn.cut.difference == abs(lost) + abs(rows)
    assert torn.difference == sum(map(abs, (entries, offsets, staged, lost, rows)))


@BESIDE
@given(balanced(), st.integers(1, 10**9))
def test_a_difference_is_said_in_words(found: TopicLedger, lost: int) -> None:
    source = found.source
    torn = TopicLedger(
        found.topic,
        SourceBalance(source.entries + lost, source.published, source.unchanged, source.rejected),
        found.ranges,
        found.cut,
    )
    assert torn.in_words.endswith(f"; {lost:,} UNACCOUNTED FOR")


@BESIDE
@given(balanced(), st.sampled_from(["gaps", "quarantined", "tombstones"]), OFF.filter(bool))
def test_a_number_that_is_wrong_by_itself_does_not_balance(found: TopicLedger, name: str, off: int) -> None:
    ranges = RangeBalance(**{**vars(found.ranges), name: getattr(found.ranges, name) + off})
    assert ranges.difference == abs(off)
