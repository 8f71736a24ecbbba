"""Which labels stand for no character: blank ones, `Additional Voices`, `Various Reporters`, `Self - Host`.

A credit under such a label is an ensemble credit, not a character's. What a performer's place holds where it names
nobody is another table, data/vocabulary/unnamed_credits.csv; some words are in both.
"""

from __future__ import annotations

from hyperion_assets.sources.word_mappings import fold

_WHOLE = frozenset({
    "various", "self", "himself", "herself", "themselves", "others", "other voices", "background voices", "voice",
    "voices", "additional", "additional cast", "additional characters", "ensemble", "vocal ensemble",
    "singing ensemble", "chorus", "choir", "cast", "voice cast", "extras", "unknown", "uncredited", "n/a", "none",
})  # fmt: skip
_STARTS = ("various ", "self ", "himself ", "herself ", "themselves ", "multiple ")
_ASIDES = (" (", ":", ",", " /")


def is_ensemble(label: str) -> bool:
    """Whether a character's label names no character."""
    folded = fold(label)
    for aside in _ASIDES:
        folded = folded.split(aside)[0]
    folded = folded.strip(" .*")
    return (
        not folded
        or folded in _WHOLE
        or folded.startswith(_STARTS)
        or (folded.startswith("additional ") and folded.endswith(("voices", "voice", "vocals")))
    )
