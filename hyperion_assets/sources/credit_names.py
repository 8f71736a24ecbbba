"""Whether words of a credit can be somebody's name.

Belongs here: what no name looks like. Not here: splitting a credit into its parts (voice_credits).
"""

from __future__ import annotations

from hyperion_assets.model.keys import EmptyKeyError, slug
from hyperion_assets.sources.credit_lexer import is_suffix
from hyperion_assets.sources.credit_qualifiers import is_phrase
from hyperion_assets.sources.word_mappings import names_nobody

LONGEST_NAME, MOST_NAME_WORDS = 100, 8

# Words that join a sentence and stand in no name: `Frank Welker as Abu`, `A or B`.
_SENTENCE = frozenset({
    "as", "by", "with", "without", "or", "plus", "for", "from", "in", "is", "was", "voiced", "but", "not", "then",
    "later", "originally", "previously", "formerly", "now", "feat", "feat.", "ft", "ft.", "featuring", "including",
    "incl.", "replaced", "replacing", "see", "same", "also", "aka",
})  # fmt: skip
_MARKUP = frozenset("<>={}^~\\@_")
_ARTICLES = frozenset({"the", "a", "an"})


def flaw_of(name: str, is_silent: bool) -> str:
    """Why the words of a credit cannot be a name; '' if they can. `is_silent`: a qualifier says so."""
    words = name.split()
    if not words:
        return "a qualifier without a name"
    if all(is_suffix(word) or word.casefold() in _ARTICLES for word in words):
        return "a suffix or an article without a name"
    if len(name) > LONGEST_NAME or len(words) > MOST_NAME_WORDS:
        return f"over {MOST_NAME_WORDS} words or {LONGEST_NAME} signs: a sentence, not a name"
    if any(word in _SENTENCE for word in words):
        return "words of a sentence, not a name"
    if set(name) & _MARKUP:
        return "signs that stand in no name"
    if is_phrase(name):
        return "a qualifier without a name"
    if is_silent and not names_nobody(name):
        return "a name that is said not to speak"
    return "" if _has_key(name) else "no letter that a name could be made of"


def _has_key(name: str) -> bool:
    try:
        return bool(slug(name)) and any(sign.isalpha() for sign in name)
    except EmptyKeyError:
        return False
