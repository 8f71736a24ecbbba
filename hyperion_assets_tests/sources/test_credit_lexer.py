"""A voice credit's tokens: sort, text and place of each."""

from __future__ import annotations

import pytest

from hyperion_assets.sources.credit_lexer import Token, UnbalancedError, tokens

Short = tuple[str, str, int, int]


def short(found: list[Token]) -> list[Short]:
    return [(token.sort.name, token.text, token.start, token.end) for token in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" ", []),
        ("Tom Hanks", [("WORD", "Tom", 0, 3), ("WORD", "Hanks", 4, 9)]),
        ("A,B", [("WORD", "A", 0, 1), ("COMMA", ",", 1, 2), ("WORD", "B", 2, 3)]),
        ("A;B", [("WORD", "A", 0, 1), ("END", ";", 1, 2), ("WORD", "B", 2, 3)]),
        ("A/B|", [("WORD", "A", 0, 1), ("LIST", "/", 1, 2), ("WORD", "B", 2, 3), ("LIST", "|", 3, 4)]),
        ("A & B", [("WORD", "A", 0, 1), ("AND", "&", 2, 3), ("WORD", "B", 4, 5)]),
        ("A AND B", [("WORD", "A", 0, 1), ("AND", "AND", 2, 5), ("WORD", "B", 6, 7)]),
        ("A - B", [("WORD", "A", 0, 1), ("DASH", "-", 2, 3), ("WORD", "B", 4, 5)]),
        ('"Al" #', [("WORD", '"Al"', 0, 4), ("WORD", "#", 5, 6)]),  # signs before & in the code table are words
        ("A-B &c", [("WORD", "A-B", 0, 3), ("WORD", "&c", 4, 6)]),
        # qualifiers
        ("A(b)", [("WORD", "A", 0, 1), ("QUALIFIER", "b", 1, 4)]),
        ("A (b [c] d) E", [("WORD", "A", 0, 1), ("QUALIFIER", "b c d", 2, 11), ("WORD", "E", 12, 13)]),
        ("(b)(c)", [("QUALIFIER", "b", 0, 3), ("QUALIFIER", "c", 3, 6)]),
        ("{b} [c]", [("QUALIFIER", "b", 0, 3), ("QUALIFIER", "c", 4, 7)]),
        ("A (b", [("WORD", "A", 0, 1), ("QUALIFIER", "b", 2, 4)]),
        ("A (b (c)", [("WORD", "A", 0, 1), ("QUALIFIER", "b c", 2, 8)]),
        ("A (", [("WORD", "A", 0, 1), ("QUALIFIER", "", 2, 3)]),
        ("()", [("QUALIFIER", "", 0, 2)]),
        # the slash of n/a
        ("N/A", [("WORD", "N/A", 0, 3)]),
        ("N/A,B", [("WORD", "N/A", 0, 3), ("COMMA", ",", 3, 4), ("WORD", "B", 4, 5)]),
        ("B/n/a", [("WORD", "B", 0, 1), ("LIST", "/", 1, 2), ("WORD", "n/a", 2, 5)]),
        ("N/Ab", [("WORD", "N", 0, 1), ("LIST", "/", 1, 2), ("WORD", "Ab", 2, 4)]),
        ("N/Ab C", [("WORD", "N", 0, 1), ("LIST", "/", 1, 2), ("WORD", "Ab", 2, 4), ("WORD", "C", 5, 6)]),
        ("B N/Ab", [("WORD", "B", 0, 1), ("WORD", "N", 2, 3), ("LIST", "/", 3, 4), ("WORD", "Ab", 4, 6)]),
        ("Bn/a", [("WORD", "Bn", 0, 2), ("LIST", "/", 2, 3), ("WORD", "a", 3, 4)]),
        # colons
        ("A: B", [("WORD", "A", 0, 1), ("COLON", ":", 1, 2), ("WORD", "B", 3, 4)]),
        ("A : B", [("WORD", "A", 0, 1), ("COLON", ":", 2, 3), ("WORD", "B", 4, 5)]),
        ("A:B", [("WORD", "A:B", 0, 3)]),
        # suffixes
        ("A, Jr.", [("WORD", "A", 0, 1), ("WORD", "Jr.", 3, 6)]),
        ("A, Jr., B", [("WORD", "A", 0, 1), ("WORD", "Jr.", 3, 6), ("COMMA", ",", 6, 7), ("WORD", "B", 8, 9)]),
        ("A, Jr. B", [("WORD", "A", 0, 1), ("COMMA", ",", 1, 2), ("WORD", "Jr.", 3, 6), ("WORD", "B", 7, 8)]),
        (", Jr.", [("COMMA", ",", 0, 1), ("WORD", "Jr.", 2, 5)]),
        ("A,", [("WORD", "A", 0, 1), ("COMMA", ",", 1, 2)]),
        ("N/A, Jr.", [("WORD", "N/A", 0, 3), ("COMMA", ",", 3, 4), ("WORD", "Jr.", 5, 8)]),
        ("(b), Jr.", [("QUALIFIER", "b", 0, 3), ("COMMA", ",", 3, 4), ("WORD", "Jr.", 5, 8)]),
    ],
)
def test_tokens(text: str, expected: list[Short]) -> None:
    assert short(tokens(text)) == expected


@pytest.mark.parametrize(("text", "sign"), [(")", 1), ("Tom) Hanks", 4), ("A (b) ]", 7), ("A (b))", 6)])
def test_a_bracket_that_none_opened_is_named(text: str, sign: int) -> None:
    with pytest.raises(UnbalancedError, match=f"^a bracket closes at sign {sign} that none opened$"):
        tokens(text)
