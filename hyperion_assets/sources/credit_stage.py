"""The credits of a character entry: who performs it, in which media, and where that shows it to be.

Belongs here: an entry's fields about performers. Not here: the grammar of one credit (voice_credits), and the rest of
the entry (character_stage).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypedDict

from hyperion_assets.sources.corrections import Corrections
from hyperion_assets.sources.documents import kind
from hyperion_assets.sources.identities import Decision, talent_of
from hyperion_assets.sources.media import Medium
from hyperion_assets.sources.media_stage import MediumRow, medium_row
from hyperion_assets.sources.refusals import Problems, stated_text, too_long
from hyperion_assets.sources.voice_credits import ParsedCredit, parse

TRUTH_AS_TEXT = "truth_as_text"
"""`"false"` and `"no"` are false, `"true"` and `"yes"` true."""
_TRUTHS = {"true": True, "yes": True, "false": False, "no": False}
_CREDIT_FIELDS = ("voice_actor", "actor")
"""The first one that the entry has names the performers; `actor` stands in where there is no `voice_actor`."""


class CreditRow(TypedDict):
    """One credit of a staged character; talent_id and talent_name are null for an ensemble such as `Various`.

    `spelled` is the name as the source writes it; `named_by` and `named_why` say which reviewed row made another name
    or key of it.
    """

    talent_id: str | None
    talent_name: str | None
    spelled: str | None
    named_by: str | None
    named_why: str | None
    variant: str
    credit: str
    is_credited: bool
    confidence: str | None
    source_text: str
    media: list[MediumRow]


def is_credited(entry: dict[str, Any], problems: Problems, corrections: Corrections) -> bool:
    """The entry's own word, true where it has none; a credit that says `uncredited` is not credited either way."""
    stated = entry.get("credited")
    if isinstance(stated, str) and stated.strip().casefold() in _TRUTHS:
        truth = _TRUTHS[stated.strip().casefold()]
        corrections.add("credited", TRUTH_AS_TEXT, stated, str(truth).lower())
        return truth
    if stated is not None and not isinstance(stated, bool):
        problems.add("credited", "invalid_type", f"credited is {kind(stated)}, not true or false", stated)
    return stated is not False


def performances(entry: dict[str, Any], file_media: list[Medium], problems: Problems) -> list[ParsedCredit]:
    """The parsed credits of the entry: of its performers, and of `singing_voice`, whose plain credits are singing."""
    performers = next((field for field in _CREDIT_FIELDS if entry.get(field) is not None), _CREDIT_FIELDS[0])
    spoken = _parsed(entry, performers, file_media, problems)
    return spoken + [_as_singing(parsed) for parsed in _parsed(entry, "singing_voice", file_media, problems)]


def _parsed(entry: dict[str, Any], field: str, file_media: list[Medium], problems: Problems) -> list[ParsedCredit]:
    """The credits of one field: a text, or a list of texts that each are one."""
    value = entry.get(field)
    texts = value if isinstance(value, list) else [value]
    found = []
    for text in texts:
        if text is not None and not isinstance(text, str):
            problems.add(field, "invalid_type", f"{field} is {kind(text)}, not text", text)
            continue
        if too_long(field, text, problems):
            continue
        parsed = parse(text, file_media, stated_text(entry, "name") or "")
        found.append(parsed)
        for problem in parsed.problems:
            problems.add(field, problem.code, problem.reason, problem.text)
    return found


def _as_singing(parsed: ParsedCredit) -> ParsedCredit:
    sung = (credit._replace(credit="singing") if credit.credit == "voice" else credit for credit in parsed.credits)
    return replace(parsed, credits=tuple(sung))


def credit_rows(
    parsed: list[ParsedCredit],
    media: list[Medium],
    file_media: list[Medium],
    confidence: str | None,
    credited: bool,
) -> list[CreditRow]:
    """One row a credit, and of a name that means several people one for each, with its media; equal ones once."""
    everywhere = [medium_row(medium) for medium in media]
    rows: list[CreditRow] = []
    for credit in (credit for text in parsed for credit in text.credits):
        named = credit.media_indices
        where = everywhere if named is None else [medium_row(file_media[index]) for index in named]
        for decision, there in _decided(credit.name, where):
            row = CreditRow(
                talent_id=decision.id if decision else None,
                talent_name=decision.name if decision else None,
                spelled=credit.name,
                named_by=decision.rule if decision else None,
                named_why=decision.why if decision else None,
                variant=credit.variant,
                credit=credit.credit,
                is_credited=credited and credit.is_credited,
                confidence=confidence,
                source_text=credit.source_text,
                media=there,
            )
            if row not in rows:
                rows.append(row)
    return rows


def _decided(name: str | None, media: list[MediumRow]) -> list[tuple[Decision | None, list[MediumRow]]]:
    """Who a name means, with the media where it means that; a name may be another person's in one of them."""
    if name is None:
        return [(None, media)]
    if not media:
        return [(talent_of(name), media)]
    found: dict[Decision, list[MediumRow]] = {}
    for medium in media:
        found.setdefault(talent_of(name, medium["media_id"]), []).append(medium)
    return list(found.items())


def appearances(media: list[Medium], credits: list[CreditRow], parsed: list[ParsedCredit]) -> list[MediumRow]:
    """Where the entry appears: its media, and what its credits name beyond them.

    Of an entry that stands for a whole list of films, only those that its credits name, if all of it was understood and
    every credit names some: `Joe Ranft (2)` under the recurring cast is in the second film.
    """
    own = [medium_row(medium) for medium in media]
    named = [medium for credit in credits for medium in credit["media"]]
    understood = not any(text.unvoiced or text.problems for text in parsed)
    limited = all(credit.media_indices is not None for text in parsed for credit in text.credits)
    if len(own) > 1 and credits and understood and limited:
        own = [medium for medium in own if medium in named]
    beyond = [medium for index, medium in enumerate(named) if medium not in own and medium not in named[:index]]
    return own + beyond
