"""The key of an offset range: what names it in Dagster, in the lake and on the command line."""

from __future__ import annotations

import re
from typing import NamedTuple

from hyperion_assets.errors import RangeError

_KEY = re.compile(r"([A-Za-z0-9_-]{22})\.(\d{1,6})\.(\d{12,18})-(\d{12,18})", re.ASCII)


class RangeKey(NamedTuple):
    """The records of one partition from offset `start` up to, but without, offset `end`.

    As text it is `{topic_id}.{partition}.{start:012d}-{end:012d}`: a partition key in Dagster, a file name in the lake.
    """

    topic_id: str
    partition: int
    start: int
    end: int

    @property
    def place(self) -> str:
        """The topic partition, `{topic_id}.{partition}`, as a cut names it."""
        return f"{self.topic_id}.{self.partition}"

    def __str__(self) -> str:
        return f"{self.place}.{self.start:012d}-{self.end:012d}"

    @classmethod
    def parse(cls, text: str) -> RangeKey:
        """The key that a text stands for. Raises RangeError for any other text, which may come from anyone."""
        found = _KEY.fullmatch(text)
        if found:
            key = cls(found[1], int(found[2]), int(found[3]), int(found[4]))
            if str(key) == text and key.start < key.end:
                return key
        raise RangeError(
            f"{text[:100]!r} is not an offset range: expected <topic id>.<partition>.<start>-<end> with offsets of "
            "12 digits and the end after the start"
        )
