"""The items of a voice credit: names as they stand, and what the items of one credit have of each other.

Belongs here: which items are one, share a qualifier or a surname. Not here: the grammar and what a credit says
(voice_credits), signs (credit_lexer), what a qualifier means (credit_qualifiers).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hyperion_assets.sources.credit_lexer import Sort, Token, is_suffix
from hyperion_assets.sources.credit_names import flaw_of
from hyperion_assets.sources.credit_qualifiers import Qualified
from hyperion_assets.sources.word_mappings import names_nobody


@dataclass
class Item:
    """A name as it stands, its qualifiers, and what parts it from the one before: a separator, or only a qualifier."""

    joined_by: Sort | None
    words: list[Token] = field(default_factory=list)
    qualifiers: list[Token] = field(default_factory=list)
    label: list[Token] = field(default_factory=list)
    aside: list[Token] = field(default_factory=list)  # the words after a dash
    broken: bool = False
    meaning: Qualified = field(default_factory=Qualified)
    shares: Item | None = None  # the item whose qualifier holds for this one too
    surname_of: Item | None = None  # the item whose surname may be this one's too

    def tokens(self) -> list[Token]:
        """All tokens, in the order of the text."""
        return sorted(self.label + self.words + self.qualifiers + self.aside, key=lambda token: token.start)


def open_next(items: list[Item], sort: Sort) -> None:
    """Begin an item; of several separators in a row (`, and`) `and` counts most."""
    if items[-1].tokens():
        items.append(Item(sort))
    elif items[-1].joined_by is not None and sort is Sort.AND:
        items[-1].joined_by = sort


def around_qualifiers(items: list[Item]) -> list[Item]:
    """The items, those joined that may be one person's name with a qualifier in it; none can tell."""
    kept: list[Item] = []
    for item in items:
        if kept and item.joined_by is Sort.QUALIFIER and _may_be_one(kept[-1], item):
            kept[-1].words += item.words
            kept[-1].qualifiers += item.qualifiers
            kept[-1].aside += item.aside
            kept[-1].broken = True
        else:
            kept.append(item)
    return kept


def _may_be_one(before: Item, after: Item) -> bool:
    """Whether single names, or what cannot be told apart anyway, stand on either side of a qualifier."""
    return (before.broken or _is_single_name(before)) and (after.broken or _is_single_name(after)) and not after.label


def _is_single_name(item: Item) -> bool:
    """Whether an item is one word, suffixes aside, that may be somebody's name."""
    words = [token.text for token in item.words if not is_suffix(token.text)]
    return len(words) == 1 and not flaw_of(words[0], is_silent=False) and not names_nobody(words[0])


def share(items: list[Item]) -> None:
    """Let a last qualifier hold for the names before it, by the rules at the head of voice_credits."""
    for last in range(len(items) - 1, 0, -1):
        if not items[last].qualifiers or items[last].meaning.unknown or items[last].broken:
            continue
        whole = items[last].meaning.holds_for_all or _lists_films(items, last)
        reach = _listed(items, last) if whole else _joined(items, last)
        for item in items[reach:last]:
            item.meaning, item.shares = items[last].meaning, items[last]


def look_for_surnames(items: list[Item]) -> None:
    """Of a name of several words, the single words that lead up to it with `and` (`Tom, Dick and Harry Smith`)."""
    for last, item in enumerate(items):
        if item.joined_by is not Sort.AND or len(item.label + item.words) < 2:
            continue
        at = last
        while at > 0 and items[at].joined_by in (Sort.COMMA, Sort.AND) and _is_one_word(items[at - 1]):
            at -= 1
            items[at].surname_of = item


def _is_one_word(item: Item) -> bool:
    return len(item.words) == 1 and not (item.qualifiers or item.aside)


def _lists_films(items: list[Item], last: int) -> bool:
    """Whether an item ends one of several lists between `;`, each of which ends with the films that it is of."""
    ends = [at for at, item in enumerate(items) if at + 1 == len(items) or items[at + 1].joined_by is Sort.END]
    return len(ends) > 1 and last in ends and all(items[at].meaning.media for at in ends)


def _listed(items: list[Item], last: int) -> int:
    """The first item of the same list up to a `;`, if none before the last has a qualifier; else the last itself."""
    first = last
    while first > 0 and items[first].joined_by is not Sort.END and not items[first - 1].qualifiers:
        first -= 1
    return first


def _joined(items: list[Item], last: int) -> int:
    """The first of the names that `and` joins to the last, with those before them in a list free of qualifiers."""
    first = last
    while first > 0 and items[first].joined_by is Sort.AND and not items[first - 1].qualifiers:
        first -= 1
    if first == last:
        return last
    listed = first
    while listed > 0 and items[listed].joined_by in (Sort.COMMA, Sort.AND) and not items[listed - 1].qualifiers:
        listed -= 1
    whole_list = listed == 0 or items[listed].joined_by not in (Sort.COMMA, Sort.AND)
    return listed if whole_list else first
