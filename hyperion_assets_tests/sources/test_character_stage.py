"""One character record: the staged columns, credits and appearances, and each reason for a refusal or a problem."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyperion_assets.sources.character_stage import CharacterRow, stage_character
from hyperion_assets.sources.documents import printable
from hyperion_assets.sources.refusals import Refusal
from hyperion_assets_tests.properties import BESIDE

ONE = {"kind": "film", "title": "Lantern Hollow", "year": 1999}
TWO = {"kind": "film", "title": "Lantern Hollow 2", "year": 2003}
ONE_ROW = ONE | {"media_id": "lantern-hollow-1999", "match_key": "lantern-hollow", "loose_key": "lanternhollow"}
TWO_ROW = TWO | {"media_id": "lantern-hollow-2-2003", "match_key": "lantern-hollow-2", "loose_key": "lanternhollow2"}
CONTEXT: dict[str, Any] = {
    "shape": "franchise",
    "franchise": "Lantern Hollow",
    "category": "core_recurring_cast",
    "group": None,
    "media": [ONE, TWO],
    "file_media": [ONE, TWO],
    "studio": None,
}
ENTRY: dict[str, Any] = {
    "name": "Wick",
    "role": "comic relief",
    "species": "Toy (lamp)",
    "gender": "Male",
    "voice_actor": "Tom Hanks",
    "notes": "Flickers",
    "origin": "original",
    "origin_franchise": "Ember",
    "character_type": "toy",
    "confidence": "one_source",
}


def value(context: dict[str, Any] | None = None, **changes: Any) -> bytes:
    return json.dumps({"entry": ENTRY | changes, "context": CONTEXT | (context or {})}).encode()


def staged(context: dict[str, Any] | None = None, **changes: Any) -> CharacterRow:
    row = stage_character(value(context, **changes))
    assert not isinstance(row, Refusal), row
    return row


def test_all_columns() -> None:
    assert staged() == {
        "name": "Wick",
        "name_slug": "wick",
        "kind": "character",
        "role": "comic_relief",
        "role_source": "comic relief",
        "species": "toy (lamp)",
        "species_source": "Toy (lamp)",
        "species_group": "toy",
        "gender": "male",
        "gender_source": "Male",
        "notes": "Flickers",
        "origin": "original",
        "character_type": "toy",
        "franchise_id": "lantern-hollow",
        "franchise_name": "Lantern Hollow",
        "origin_franchise_id": "ember",
        "origin_franchise_name": "Ember",
        "confidence": "one_source",
        "name_variants": [],
        "talent_variants": [],
        "media": [ONE_ROW, TWO_ROW],
        "credits": [
            {
                "talent_id": "tom-hanks",
                "talent_name": "Tom Hanks",
                "spelled": "Tom Hanks",
                "named_by": None,
                "named_why": None,
                "variant": "",
                "credit": "voice",
                "is_credited": True,
                "confidence": "one_source",
                "source_text": "Tom Hanks",
                "media": [ONE_ROW, TWO_ROW],
            }
        ],
        "corrections": [],
        "problems": [],
    }


def test_a_qualifier_limits_its_credit_to_its_films() -> None:
    row = staged(voice_actor="Jim Varney (1), Blake Clark (2)")
    assert [(credit["talent_id"], credit["media"]) for credit in row["credits"]] == [
        ("jim-varney", [ONE_ROW]),
        ("blake-clark", [TWO_ROW]),
    ]
    assert row["media"] == [ONE_ROW, TWO_ROW]


@pytest.mark.parametrize(
    ("credit", "media"),
    [
        ("Joe Ranft (2)", [TWO_ROW]),
        ("Joe Ranft (2), Tim Allen", [ONE_ROW, TWO_ROW]),
        ("Joe Ranft (2), N/A (1)", [ONE_ROW, TWO_ROW]),
        ("Joe Ranft (2), Robert (Bob) Smith", [ONE_ROW, TWO_ROW]),
        ("N/A", [ONE_ROW, TWO_ROW]),
    ],
)
def test_one_of_the_whole_list_appears_where_all_of_its_credits_say(credit: str, media: list[dict[str, Any]]) -> None:
    assert staged(voice_actor=credit)["media"] == media


def test_a_film_named_beyond_the_category_is_an_appearance_too() -> None:
    row = staged({"media": [ONE]}, voice_actor="Joe Ranft (2)")
    assert row["media"] == [ONE_ROW, TWO_ROW]
    assert row["credits"][0]["media"] == [TWO_ROW]


def test_a_singing_voice_is_a_credit_of_its_own() -> None:
    row = staged(voice_actor="Linda Larkin", singing_voice="Lea Salonga")
    assert [(credit["talent_id"], credit["credit"]) for credit in row["credits"]] == [
        ("linda-larkin", "voice"),
        ("lea-salonga", "singing"),
    ]


RLM, RLO, NUL = "\u200f", "\u202e", "\u0000"


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        pytest.param({"species": "flibbertigibbet"}, "species", "unknown_species", id="a species of no known group"),
        pytest.param({"role": "flibbertigibbet"}, "role", "unknown_role", id="a role of no vocabulary"),
        pytest.param({"gender": "flibbertigibbet"}, "gender", "unknown_gender", id="a gender of no vocabulary"),
        pytest.param({"role": 7}, "role", "invalid_type", id="a number for a text"),
        pytest.param({"notes": {"a": 1}}, "notes", "invalid_type", id="an object for a text"),
        pytest.param({"voice_actor": 7}, "voice_actor", "invalid_type", id="a number for a name"),
        pytest.param({"credited": "perhaps"}, "credited", "invalid_type", id="a text that is no truth"),
        pytest.param({"notes": "x" * 10_001}, "notes", "text_too_long", id="a note of ten thousand signs and one"),
        pytest.param({"notes": ["x" * 9_999, "y"]}, "notes", "text_too_long", id="a list as long"),
        pytest.param({"voice_actor": "x, " * 10_000}, "voice_actor", "text_too_long", id="a credit as long"),
    ],
)
def test_what_cannot_be_costs_its_field_alone(changes: dict[str, Any], field: str, code: str) -> None:
    row = staged(**changes)
    assert [(problem["field"], problem["code"]) for problem in row["problems"]] == [(field, code)]
    assert len(row["problems"][0]["text"]) <= 102
    assert row["name"] == "Wick"
    assert dict(row).get(f"{field}_group") is None


@pytest.mark.parametrize(
    ("text", "truth"), [("false", False), ("No", False), ("TRUE", True), (" yes ", True)], ids=lambda given: repr(given)
)
def test_a_truth_as_text_is_corrected(text: str, truth: bool) -> None:
    row = staged(credited=text)
    assert row["credits"][0]["is_credited"] is truth
    assert row["problems"] == []
    assert row["corrections"] == [
        {"field": "credited", "rule": "truth_as_text", "text": text.strip(), "value": str(truth).lower()}
    ]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        pytest.param("x" * 10_000, "name_too_long", id="ten thousand signs"),
        pytest.param("x" * 201, "name_too_long", id="one sign too many"),
        pytest.param(7, "invalid_type", id="a number"),
        pytest.param(["Wick"], "invalid_type", id="a list"),
        pytest.param(RLM + RLO, None, id="marks alone: nobody's credit"),
        pytest.param(f"W{NUL}ick", None, id="a control character within"),
        pytest.param(f"{RLO}Wick{RLM}", None, id="right-to-left marks around"),
    ],
)
def test_names_of_bad_input(name: Any, code: str | None) -> None:
    found = stage_character(value(name=name))
    if isinstance(found, Refusal):
        assert found.code == code
        assert len(found.reason) < 200
    else:
        assert code is None
        assert found["name"].isprintable()
        assert [(made["field"], made["rule"]) for made in found["corrections"]] == [("name", "invisible_signs")]
        assert "\\u" in found["corrections"][0]["text"]


def test_an_actor_stands_in_for_a_missing_voice_actor_only() -> None:
    assert [credit["talent_id"] for credit in staged(voice_actor=None, actor="Amy Adams")["credits"]] == ["amy-adams"]
    assert [credit["talent_id"] for credit in staged(actor="Amy Adams")["credits"]] == ["tom-hanks"]


def test_an_ensemble_credit_has_no_talent() -> None:
    credit = staged(voice_actor="Various")["credits"][0]
    assert (credit["talent_id"], credit["talent_name"], credit["source_text"]) == (None, None, "Various")


@pytest.mark.parametrize("changes", [{"credited": False}, {"voice_actor": "Tom Hanks (uncredited)"}])
def test_uncredited(changes: dict[str, Any]) -> None:
    assert staged(**changes)["credits"][0]["is_credited"] is False


def test_a_credit_without_a_label_has_a_key_all_the_same() -> None:
    assert staged(name="")["name_slug"] == "unlabelled"
    assert staged(name="Additional Voices")["name_slug"] == "additional-voices"


@pytest.mark.parametrize("name", ["Additional Voices", "Various Reporters", "Self - Host", "", None, "..."])
def test_labels_without_a_character_are_ensembles(name: str | None) -> None:
    row = staged(name=name)
    assert row["kind"] == "ensemble"
    assert row["credits"][0]["talent_id"] == "tom-hanks"


def test_the_same_credit_twice_is_one() -> None:
    assert len(staged(voice_actor="Tom Hanks, Tom  Hanks")["credits"]) == 1


def test_media_without_a_year_are_keyed_by_title() -> None:
    series = {"kind": "series", "title": "The Hollow", "year": None}
    row = staged({"media": [series], "file_media": [series]})
    assert row["media"] == [series | {"media_id": "the-hollow", "match_key": "hollow", "loose_key": "hollow"}]


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"role": "flibbertigibbet"}, "role", "unknown_role"),
        ({"gender": "flibbertigibbet"}, "gender", "unknown_gender"),
        ({"confidence": "sure"}, "confidence", "unknown_confidence"),
        ({"credited": 0}, "credited", "invalid_type"),
        ({"role": 7}, "role", "invalid_type"),
        ({"notes": {"a": 1}}, "notes", "invalid_type"),
        ({"voice_actor": 7}, "voice_actor", "invalid_type"),
        ({"voice_actor": "Tom Hanks (xyzzy)"}, "voice_actor", "unknown_qualifier"),
        ({"voice_actor": "Robert (Bob) Smith"}, "voice_actor", "undecidable_credit"),
        ({"singing_voice": "Tom) Hanks"}, "singing_voice", "undecidable_credit"),
    ],
)
def test_a_field_that_cannot_be_used_leaves_the_record(changes: dict[str, Any], field: str, code: str) -> None:
    row = staged(**changes)
    assert [(problem["field"], problem["code"]) for problem in row["problems"]] == [(field, code)]
    assert row["name"] == "Wick"


def test_problems_of_one_field_and_code_are_one_row() -> None:
    problems = staged(voice_actor="Tom Hanks (xyzzy), Tim Allen (plugh)")["problems"]
    assert [problem["text"] for problem in problems] == ["Tom Hanks (xyzzy); Tim Allen (plugh)"]


def test_the_source_word_stays_beside_an_unknown_one() -> None:
    row = staged(role="flibbertigibbet")
    assert (row["role"], row["role_source"]) == (None, "flibbertigibbet")


def test_lists_of_texts_are_read_as_such() -> None:
    row = staged(voice_actor=["Tom Hanks", "Tim Allen (2)"], notes=["One", "Two"])
    assert [credit["talent_id"] for credit in row["credits"]] == ["tom-hanks", "tim-allen"]
    assert row["notes"] == "One; Two"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"x", "not_json"),
        (b"7", "not_an_object"),
        (b"{}", "missing_field"),
        (b'{"entry": []}', "invalid_type"),
        (b'{"entry": {"name": "Wick"}}', "missing_field"),
        (value(name=7), "invalid_type"),
        (value(name="???"), "empty_name"),
        (value(name=": \N{MODIFIER LETTER APOSTROPHE}"), "empty_name"),
        (value(name=None, voice_actor=None), "empty_name"),
        (value(name="", voice_actor="N/A"), "empty_name"),
        (value(name="W" * 201), "name_too_long"),
        (value({"media": None}), "invalid_type"),
        (value({"media": [{"kind": "opera", "title": "Rio", "year": 2011}]}), "invalid_type"),
        (value({"media": [{"kind": "film", "title": "Rio", "year": "2011"}]}), "invalid_type"),
        (value({"media": [{"kind": "film", "title": "?", "year": 2011}]}), "empty_name"),
        (value({"franchise": 7}), "invalid_type"),
    ],
)
def test_refused_records(raw: bytes, code: str) -> None:
    refusal = stage_character(raw)
    assert isinstance(refusal, Refusal)
    assert refusal.code == code


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["kind", "title", "year"]), inner),
    max_leaves=6,
)


@BESIDE
@given(st.binary(max_size=80))
def test_any_bytes_are_staged_or_refused(raw: bytes) -> None:
    assert isinstance(stage_character(raw), (dict, Refusal))


@given(
    st.dictionaries(st.sampled_from([*ENTRY, "actor", "singing_voice", "credited"]), _JSON, max_size=4),
    st.dictionaries(st.sampled_from(list(CONTEXT)), _JSON, max_size=2),
)
def test_any_entry_is_staged_with_keys_or_refused(changes: dict[str, Any], context: dict[str, Any]) -> None:
    row = stage_character(value(context, **changes))
    if isinstance(row, Refusal):
        assert printable(row.reason) == row.reason
        return
    found = {(problem["field"], problem["code"]) for problem in row["problems"]}
    assert len(found) == len(row["problems"])
    assert all((credit["talent_id"] is None) == (credit["talent_name"] is None) for credit in row["credits"])
    assert all(medium in row["media"] for credit in row["credits"] for medium in credit["media"])
    assert printable(row["name"]) == row["name"]
