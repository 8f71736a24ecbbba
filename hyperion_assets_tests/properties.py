"""How often properties are tried that are of neither parsers, keys nor the ledger."""

from __future__ import annotations

from hypothesis import settings

SOME = settings(max_examples=200)
