"""The error of bytes that are no document."""

from __future__ import annotations


class UnreadableError(ValueError):
    """Bytes that are no JSON document: a code, and words with line and column where they are known."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
