"""The ledger for a person: what became of every source entry and every record."""

from __future__ import annotations

from hyperion_assets.checks.ledger import ledger
from hyperion_assets.lake.lake import Lake
from hyperion_assets.settings import Settings


def ledger_text(settings: Settings) -> tuple[str, bool]:
    """The balance of each topic in words with its missing ranges, and whether all of it balances."""
    lines, balances = [], True
    for topic in ledger(settings, Lake.of(settings)):
        lines += [topic.in_words, *(f"  missing range {key}" for key in topic.missing)]
        balances = balances and topic.difference == 0
    return "\n".join(lines), balances
