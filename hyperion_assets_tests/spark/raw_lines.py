"""Raw lines as landing writes them, of Kafka records that a test makes up."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from hyperion_assets.broker.lines import Headers, LineWriter, MadeRecord

SENT_MS = 1_700_000_000_123


class Sent(NamedTuple):
    """A record as it was sent; without headers of its own it has those of a published record."""

    key: bytes | None
    value: bytes | None
    own_headers: Headers | None = None

    @property
    def headers(self) -> Headers:
        """The record's headers."""
        if self.own_headers is not None:
            return self.own_headers
        content = hashlib.sha256(self.value or b"").hexdigest()[:32]
        texts = {"source": "a/b é.json", "place": "/films/0", "content_hash": content, "schema_version": "1"}
        return [(name, text.encode()) for name, text in texts.items()]


def write_lines(path: Path, topic: str, records: Sequence[Sent]) -> list[str]:
    """Write the records as one range; returns the lines without their line breaks."""
    writer = LineWriter(topic, "AbC-dEf_123", 2, 3)
    lines = [
        writer.line(MadeRecord(offset, SENT_MS + offset, record.key, record.value, record.headers))
        for offset, record in enumerate(records, start=7)
    ]
    path.write_bytes(b"".join(lines))
    return [line.decode().removesuffix("\n") for line in lines]


def takings(**changed: object) -> bytes:
    """The value of a box-office record, with members changed or (None) left out."""
    usual = {"film_id": "up-2009", "date": "2009-05-29", "state": "CA", "gross_cents": 12345, "basis": "modelled"}
    kept = {name: value for name, value in (usual | changed).items() if value is not None}
    return json.dumps(kept, separators=(",", ":"), ensure_ascii=False).encode()
