"""The grammar of a voice credit: one string to the people it names, each with variant, performance and films.

    credit  := item (separator item)*          separator: , / | ; "and" &   (a comma before Jr., III … is none)
    item    := [label ":"] name qualifier*     a name directly after a closed qualifier begins a new item
    qualifier := "(" … ")"  |  " - " words     read by credit_qualifiers

Rules for a qualifier at the end of several names: it holds for the names that `and` or `&` joins to the last one, and
for those before them in the same list (`A, B and C (young)`), as long as none of them has a qualifier of its own. After
`,` or `/` it is the last name's alone (`Linda Larkin, Lea Salonga (singing)`), unless it says `both` or `all`, or names
films where `;` parts the lists (`A, B (1); C (2)`).

Single words that lead up with `,` and `and` to a name of several (`Tom and Ray Magliozzi`) may be names or want its
surname: no rule decides that. Without an `and`, and before `;` or `/`, they are names (`Sinbad, John Ratzenberger`).
No rule decides either whether a single word on each side of a qualifier is one person or two (`Ray (young) Magliozzi`,
also with a suffix). Where one side has several words they are two (`Sinbad (singing) Ray Magliozzi`).

What no rule decides is a problem with its text; every word of a credit ends in a name, a qualifier or a problem.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from hyperion_assets.sources.credit_items import Item, around_qualifiers, look_for_surnames, open_next, share
from hyperion_assets.sources.credit_lexer import Sort, Token, UnbalancedError, tokens
from hyperion_assets.sources.credit_names import flaw_of
from hyperion_assets.sources.credit_qualifiers import Qualified, qualified
from hyperion_assets.sources.documents import clean
from hyperion_assets.sources.film_references import FilmReferences, references
from hyperion_assets.sources.media import Medium
from hyperion_assets.sources.word_mappings import names_nobody

LONGEST_CREDIT = 2_000
_PLACEHOLDERS = frozenset("-\N{EN DASH}\N{EM DASH}?. ")


class Credit(NamedTuple):
    """One person's credit; name None is an ensemble (`Various`). `media_indices` None: no film was named."""

    name: str | None
    variant: str
    credit: str
    is_credited: bool
    media_indices: tuple[int, ...] | None
    source_text: str


class CreditProblem(NamedTuple):
    """A part of a credit that no rule decides: undecidable_credit (no credit) or unknown_qualifier (credit stays)."""

    code: str
    reason: str
    text: str


@dataclass(frozen=True)
class ParsedCredit:
    """What a voice credit says. `unvoiced` are the parts that say that nobody, or nobody known, speaks (`N/A`)."""

    credits: tuple[Credit, ...] = ()
    unvoiced: tuple[str, ...] = ()
    problems: tuple[CreditProblem, ...] = ()


def parse(text: str | None, file_media: Sequence[Medium] = (), character: str = "") -> ParsedCredit:
    """The people that a voice credit names; films in qualifiers are positions in `file_media`. Never raises.

    Problem codes: undecidable_credit, unknown_qualifier.
    """
    spelled = clean(text or "")
    if not spelled or names_nobody(spelled) or not any(sign.isalnum() for sign in spelled):
        return _unnamed(spelled)
    if len((text or "").strip().splitlines()) > 1:
        return _undecidable(spelled, "it goes over several lines, and a line's end may part names or not")
    if len(spelled) > LONGEST_CREDIT:
        return _undecidable(spelled, f"a credit of over {LONGEST_CREDIT} signs")
    try:
        found = tokens(spelled)
    except UnbalancedError as error:
        return _undecidable(spelled, str(error))
    return _Reading(spelled, references(tuple(file_media)), character).parsed(found)


def _unnamed(spelled: str) -> ParsedCredit:
    if names_nobody(spelled) == "ensemble":
        return ParsedCredit((Credit(None, "", "voice", True, None, spelled),))
    if spelled and not any(sign.isalnum() for sign in spelled) and set(spelled) - _PLACEHOLDERS:
        return _undecidable(spelled, "a credit without a letter")
    return ParsedCredit(unvoiced=(spelled,) if spelled else ())


def _undecidable(text: str, reason: str) -> ParsedCredit:
    return ParsedCredit(problems=(CreditProblem("undecidable_credit", reason, text),))


class _Reading:
    """One credit being read: items from tokens, meanings, shared qualifiers, and what comes of each item."""

    def __init__(self, text: str, references: FilmReferences, character: str) -> None:
        self._text = text
        self._references = references
        self._character = character
        self._credits: list[Credit] = []
        self._unvoiced: list[str] = []
        self._problems: list[CreditProblem] = []

    def parsed(self, found: list[Token]) -> ParsedCredit:
        items = self._items(found)
        for item in items:
            item.meaning = self._meaning([token.text for token in item.qualifiers])
            self._read_aside(item)
        self._read_labels(items)
        share(items)
        look_for_surnames(items)
        for item in items:
            self._conclude(item)
        return ParsedCredit(tuple(self._credits), tuple(self._unvoiced), tuple(self._problems))

    def _meaning(self, texts: list[str]) -> Qualified:
        return qualified(texts, self._references, self._character)

    def _items(self, found: list[Token]) -> list[Item]:
        items = [Item(None)]
        for token in found:
            item = items[-1]
            if token.sort in (Sort.LIST, Sort.COMMA, Sort.AND, Sort.END):
                open_next(items, token.sort)
            elif token.sort is Sort.QUALIFIER:
                item.qualifiers.append(token)
            elif token.sort is Sort.COLON:
                item.broken |= bool(item.label or item.qualifiers or item.aside or not item.words)
                item.label, item.words = item.label + item.words, []
            elif token.sort is Sort.DASH or item.aside:
                item.aside.append(token)
            elif item.qualifiers and not self._meaning([q.text for q in item.qualifiers]).unknown and item.words:
                items.append(Item(Sort.QUALIFIER, words=[token]))
            else:
                item.broken |= bool(item.qualifiers)
                item.words.append(token)
        return around_qualifiers([item for item in items if item.tokens()])

    def _read_aside(self, item: Item) -> None:
        """Words after a dash are a qualifier if they are understood as one (`Jim Hanks - singing`)."""
        if not item.aside:
            return
        words = [token.text for token in item.aside if token.sort is not Sort.DASH]
        aside = self._meaning([" ".join(words)])
        if aside.unknown or not words:
            item.broken = True
        else:
            item.meaning = self._meaning([token.text for token in item.qualifiers] + [" ".join(words)])

    def _read_labels(self, items: list[Item]) -> None:
        """`Singing: A, B; Speaking: C`: a label holds up to the next `;` or label."""
        label: Qualified | None = None
        for item in items:
            if item.joined_by is Sort.END:
                label = None
            if item.label:
                label = self._meaning([" ".join(token.text for token in item.label)])
                if label.unknown:
                    item.broken, label = True, None
            if label is not None:
                item.meaning = _with_label(item.meaning, label)

    def _conclude(self, item: Item) -> None:
        spelled = self._spelled(item.tokens() + (item.shares.tokens() if item.shares else []))
        name = self._spelled(item.words)
        unnamed = names_nobody(name) if item.words else None
        flaw = flaw_of(name, item.meaning.silent)
        if item.broken or (flaw and unnamed is None):
            reason = flaw or "its parts cannot be told apart"
            self._problems.append(CreditProblem("undecidable_credit", reason, spelled))
            return
        if item.surname_of and unnamed is None:
            together = self._spelled(item.tokens() + item.surname_of.tokens())
            reason = f"{name!r} may be a name, or want the surname of the one after it; `;` between them decides"
            self._problems.append(CreditProblem("undecidable_credit", reason, together))
            return
        if item.meaning.unknown:
            reason = f"no rule knows {', '.join(repr(part) for part in item.meaning.unknown)}"
            self._problems.append(CreditProblem("unknown_qualifier", reason, spelled))
        if unnamed == "none" or (item.meaning.silent and unnamed is not None):
            self._unvoiced.append(self._spelled(item.tokens()))
        else:
            self._credits += _credits(None if unnamed else name, item.meaning, spelled)

    def _spelled(self, found: list[Token]) -> str:
        return self._text[found[0].start : found[-1].end].strip(" ,;*†\N{BULLET}") if found else ""


def _with_label(own: Qualified, label: Qualified) -> Qualified:
    return replace(
        own,
        variants=own.variants or label.variants,
        credits=own.credits or label.credits,
        media=own.media or label.media,
        credited=label.credited if own.credited is None else own.credited,
    )


def _credits(name: str | None, meaning: Qualified, source_text: str) -> list[Credit]:
    together = [meaning] if meaning.media or meaning.variants or meaning.credits or not meaning.apart else []
    return [
        Credit(name, variant, kind, meaning.credited is not False, tuple(sorted(scope.media)) or None, source_text)
        for scope in together + meaning.apart
        for variant in scope.variants or [""]
        for kind in scope.credits or ["voice"]
    ]
