"""Labels that stand for no character, each by the rule that decides it, and names that only look like them."""

from __future__ import annotations

import pytest

from hyperion_assets.sources.labels import is_ensemble


@pytest.mark.parametrize(
    "label",
    [
        pytest.param("Ensemble", id="a whole label"),
        pytest.param("*Chorus*", id="signs around it"),
        pytest.param("...", id="nothing but signs"),
        pytest.param(". (uncredited)", id="nothing before an aside"),
        pytest.param("Cast: second unit", id="an aside after a colon"),
        pytest.param("Extras, children", id="an aside after a comma"),
        pytest.param("Voices / others", id="an aside after a stroke"),
        pytest.param("Multiple Roles", id="a beginning"),
        pytest.param("Additional Dog Voice", id="additional … voice"),
        pytest.param("Additional Singing Vocals", id="additional … vocals"),
    ],
)
def test_it_names_no_character(label: str) -> None:
    assert is_ensemble(label)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Additional Dog", id="additional, and no voice"),
        pytest.param("Talking Voices", id="voices, and not additional"),
        pytest.param("Multiple", id="a beginning without more"),
        pytest.param("Choir Leader", id="a whole label within a name"),
        pytest.param("Mr. Extras", id="a whole label at the end"),
    ],
)
def test_it_names_a_character(name: str) -> None:
    assert not is_ensemble(name)
