"""Staged rows written by hand: short builders that fill in what a test does not care about."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from typing import Any

from hyperion_assets.model.keys import loose_key, loose_keys

Row = dict[str, Any]
SENT = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)


class Log:
    """One topic's staged records, each at the next offset of its partition."""

    def __init__(self, payload: Sequence[str]) -> None:
        self.rows: list[Row] = []
        self._payload = payload
        self._ends: dict[tuple[int, int], int] = {}

    def staged(self, key: str, payload: Row, **origin: Any) -> None:
        """A record that was staged; equal payloads have an equal content hash."""
        hashed = hashlib.sha256(json.dumps(payload, default=str, sort_keys=True).encode()).hexdigest()[:32]
        self._add(key, {"content_hash": hashed, **payload}, outcome="staged", **origin)

    def tombstone(self, key: str, **origin: Any) -> None:
        """A tombstone."""
        self._add(key, {"content_hash": None}, outcome="tombstone", **origin)

    def quarantined(self, key: str | None, code: str, original: bytes | None, **origin: Any) -> None:
        """A record that staging could not use."""
        row = {"content_hash": "0" * 32, "reason_code": code, "reason": f"it is {code}", "original": original}
        self._add(key, row, outcome="quarantined", **origin)

    def last(self, scope: str, topic: str, code: str, field: str = "") -> str:
        """The quarantine_id of the last record, or of a field of it."""
        row = self.rows[-1]
        place = (row[name] for name in ("partition", "offset", "generation", "source", "place"))
        return quarantine_id(scope, topic, *place, row["key"], field, code)

    def _add(
        self,
        key: str | None,
        row: Row,
        *,
        outcome: str,
        generation: int = 0,
        partition: int = 0,
        replay_of: str | None = None,
    ) -> None:
        offset = self._ends.get((generation, partition), 0)
        self._ends[generation, partition] = offset + 1
        origin = {
            "topic_id": f"topic{generation}",
            "generation": generation,
            "partition": partition,
            "offset": offset,
            "timestamp": SENT + dt.timedelta(seconds=offset, milliseconds=partition),
            "key": key,
            "source": "written/by hand.json",
            "place": f"/entries/{offset}",
            "replay_of": replay_of,
            "outcome": outcome,
            "reason_code": None,
            "reason": None,
            "original": None,
            "problems": [],
        }
        self.rows.append({**origin, **dict.fromkeys(self._payload), **row})


def quarantine_id(*identity: object) -> str:
    """MD5 of scope, topic, partition, offset, generation, source, place, key, field and code.

    Of what was never published: without the place, and with which of equal ones it is and the MD5 of its text.
    """
    return hashlib.md5("|".join("" if part is None else str(part) for part in identity).encode()).hexdigest()


def film(film_id: str, title: str, year: int, **more: Any) -> Row:
    """Payload of a staged film; its own title is its franchise, and match key and slug are those of plain titles."""
    slug = film_id.rsplit("-", 1)[0]
    return {
        "film_id": film_id,
        "title": title,
        "release_year": year,
        "title_variants": [],
        "match_keys": [slug.removeprefix("the-")],
        "loose_keys": loose_keys(title),
        "studio_id": "pixar",
        "studio_name": "Pixar",
        "parent_company": "Disney",
        "active_from": 1986,
        "franchise_id": slug,
        "franchise_name": title,
        **more,
    }


def medium(title: str, year: int | None, kind: str = "film") -> Row:
    """A medium as a character file names it."""
    slug = title.lower().replace(" ", "-").replace(",", "").replace(".", "").replace("'", "").replace(":", "")
    media_id = slug if year is None else f"{slug}-{year}"
    key = slug.removeprefix("the-")
    return {
        "kind": kind, "title": title, "year": year, "media_id": media_id, "match_key": key,
        "loose_key": loose_key(title),
    }  # fmt: skip


def credit(name: str | None, media: Sequence[Row], **more: Any) -> Row:
    """A credit; without a name an ensemble's."""
    return {
        "talent_id": None if name is None else name.lower().replace(" ", "-").replace("é", "e"),
        "talent_name": name,
        "spelled": name,
        "variant": "",
        "credit": "voice",
        "is_credited": True,
        "confidence": "one_source",
        "source_text": name or "Various",
        "media": list(media),
        **more,
    }


def entry(name: str, media: Sequence[Row], credits: Sequence[Row] = (), **more: Any) -> Row:
    """Payload of a staged character entry."""
    return {
        "name": name,
        "name_slug": name.lower().replace(" ", "-").replace("é", "e"),
        "kind": "character",
        "confidence": "one_source",
        "name_variants": [],
        "talent_variants": [],
        "media": list(media),
        "credits": list(credits),
        **more,
    }


def problem(field: str, code: str, reason: str, text: str) -> Row:
    """A field-scope problem."""
    return {"field": field, "code": code, "reason": reason, "text": text}


def takings(film_id: str, day: str, state: str, cents: int, basis: str = "modelled") -> tuple[str, Row]:
    """Key and payload of a day's box office."""
    payload = {"film_id": film_id, "date": dt.date.fromisoformat(day), "state": state}
    return f"{film_id}|{day}|{state}", {**payload, "gross_cents": cents, "basis": basis}
