"""How often properties are tried in `make test`: those of parsers, keys and the ledger 2,000 times, others less."""

from __future__ import annotations

from hypothesis import settings

SOME = settings(max_examples=200)
"""Properties that are of neither parsers, keys nor the ledger."""

BESIDE = settings(
    max_examples=500
    if settings().max_examples == settings.get_profile("test").max_examples
    else settings().max_examples
)
"""Further properties of what has one that is tried in full; `make test-deep` tries all in full."""
