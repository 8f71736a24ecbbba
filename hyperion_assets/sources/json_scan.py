"""A look at a JSON text before it is parsed: how deep it is nested, how many items its lists hold.

One pass that builds nothing and stops at the first limit, so that time and memory are bounded by the file's size.
"""

from __future__ import annotations

import re

from hyperion_assets.sources.limits import DEPTH_VARIABLE, ENTRIES_VARIABLE, Limits
from hyperion_assets.sources.unreadable import UnreadableError

_STRUCTURE = re.compile(r'(?:[^"\[\]{},]|"[^"\\]*+(?:\\.[^"\\]*+)*+")*+([\[\]{},])', re.DOTALL)
"""The next bracket or comma outside of texts; possessive, so that a torn text costs no second look."""
_EMPTY_LIST = re.compile(r"[ \t\n\r]*+\]")


def check_size(text: str, limits: Limits) -> None:
    """Raise UnreadableError with code too_deep or too_many_entries, naming the setting, if a text is over a limit."""
    holders: list[str] = []
    items = 0
    at = 0
    while found := _STRUCTURE.match(text, at):
        sign, at = found[1], found.end()
        if sign == ",":
            items += bool(holders) and holders[-1] == "["
        elif sign in "[{":
            holders.append(sign)
            if len(holders) > limits.depth:
                raise UnreadableError(
                    "too_deep",
                    f"objects or lists are nested more than {limits.depth} deep; {DEPTH_VARIABLE} sets the limit",
                )
            items += sign == "[" and not _EMPTY_LIST.match(text, at)
        else:
            if holders:
                holders.pop()
            if not holders:
                return  # what follows the document is for the parser to refuse
        if items > limits.entries:
            raise UnreadableError(
                "too_many_entries",
                f"its lists hold more than {limits.entries} items; {ENTRIES_VARIABLE} sets the limit",
            )
