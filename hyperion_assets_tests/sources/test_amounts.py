"""Amounts as sources write them: what each rule reads, and what is never guessed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyperion_assets.sources.amounts import Amount, Doubt, amount


@pytest.mark.parametrize(
    ("value", "dollars", "rule"),
    [
        pytest.param(90_000_000, 90_000_000, None, id="a number is what it is"),
        pytest.param(None, None, None, id="null is unknown"),
        pytest.param(" ", None, None, id="blank is unknown"),
        pytest.param(90_000_000.0, 90_000_000, "whole_number_as_decimal", id="a whole decimal"),
        pytest.param("1234567", 1_234_567, "number_as_text", id="digits"),
        pytest.param("1234567.50", 1_234_567.5, "number_as_text", id="with cents"),
        pytest.param("1,234,567", 1_234_567, "thousands_separators", id="commas before three digits"),
        pytest.param("$1,234,567", 1_234_567, "dollar_sign", id="a dollar sign"),
        pytest.param("US$ 1,234,567", 1_234_567, "dollar_sign", id="a sign of US dollars"),
        pytest.param("1234567 USD", 1_234_567, "dollar_sign", id="a code after it"),
        pytest.param("5,000,000 dollars", 5_000_000, "dollar_sign", id="the word after it"),
        pytest.param("250 million", 250_000_000, "scale_word", id="millions"),
        pytest.param("$1.2 billion", 1_200_000_000, "scale_word", id="billions with a decimal"),
        pytest.param("$90M", 90_000_000, "scale_word", id="M at an amount of dollars"),
        pytest.param("750 thousand US dollars", 750_000, "scale_word", id="thousands"),
        pytest.param("12.3456789 million", 12_345_678.9, "scale_word", id="decimals to the cent"),
        pytest.param("2.5 millions", 2_500_000, "scale_word", id="millions in the plural"),
        pytest.param("n/a", None, "stated_unknown", id="said to be not available"),
        pytest.param("Unknown", None, "stated_unknown", id="said to be unknown"),
    ],
)
def test_amounts_that_say_one_thing(value: Any, dollars: float | None, rule: str | None) -> None:
    assert amount(value) == Amount(None if dollars is None else round(dollars * 100), rule)


@pytest.mark.parametrize(
    ("words", "power"),
    [
        (("k", "thousand", "thousands"), 3),
        (("m", "mn", "mln", "million", "millions"), 6),
        (("b", "bn", "billion", "billions"), 9),
    ],
)
def test_every_scale_word_is_its_power_of_ten(words: tuple[str, ...], power: int) -> None:
    for word in words:
        assert amount(f"$7 {word}") == Amount(7 * 10**power * 100, "scale_word")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        pytest.param(-1, "negative_amount", id="below zero"),
        pytest.param("-$5,000,000", "negative_amount", id="below zero as text"),
        pytest.param("(5,000,000)", "negative_amount", id="below zero as accountants write it"),
        pytest.param("$500 million (inflation-adjusted)", "inflation_adjusted", id="said to be adjusted"),
        pytest.param("$500 million in 2020 dollars", "inflation_adjusted", id="dollars of a year"),
        pytest.param("$500 million adjusted", "inflation_adjusted", id="adjusted"),
        pytest.param("€500 million adjusted", "inflation_adjusted", id="the first doubt counts"),
        pytest.param("$8 million (rentals)", "rentals", id="rentals in brackets"),
        pytest.param("US/Canada rentals: $8,000,000", "rentals", id="rentals before it"),
        pytest.param("£5m", "other_currency", id="pounds by sign"),
        pytest.param("JPY 500000000", "other_currency", id="yen by code"),
        pytest.param("C$12 million", "other_currency", id="dollars of another country"),
        pytest.param("5 million euros", "other_currency", id="euros by word"),
        pytest.param("$5m (£3m)", "other_currency", id="two currencies"),
        pytest.param("10-12 million", "amount_range", id="a range by hyphen"),
        pytest.param("$10 million \u2013 $12 million", "amount_range", id="a range by dash"),
        pytest.param("between 10 and 12 million", "amount_range", id="a range in words"),
        pytest.param("10 to 12 million", "amount_range", id="a range by to"),
        pytest.param("10,000,000-12,000,000", "amount_range", id="a range in full"),
        pytest.param("$10m; $12m", "several_amounts", id="two amounts"),
        pytest.param("$5M (US), $7M (worldwide)", "several_amounts", id="an amount for each place"),
        pytest.param("$90 million[1]", "several_amounts", id="a footnote is a number too"),
        pytest.param("over $250 million", "approximate_amount", id="more than that"),
        pytest.param("~$90,000,000", "approximate_amount", id="about that"),
        pytest.param("$90 million (est.)", "approximate_amount", id="estimated"),
        pytest.param("$250 million+", "approximate_amount", id="that and more"),
        pytest.param("1.234.567", "ambiguous_number", id="points as separators"),
        pytest.param("1,5 million", "ambiguous_number", id="a comma as decimal"),
        pytest.param("1234567.5", "ambiguous_number", id="tenths are no cents"),
        pytest.param("1.234", "ambiguous_number", id="three decimals or a thousand"),
        pytest.param("12,34,567", "ambiguous_number", id="separators elsewhere"),
        pytest.param("1 234 567", "ambiguous_number", id="blanks as separators"),
        pytest.param("a lot", "not_an_amount", id="no number"),
        pytest.param("90 million tickets", "not_an_amount", id="millions of something else"),
        pytest.param("0.123456789 million", "not_an_amount", id="less than a cent"),
        pytest.param(12.5, "invalid_type", id="a broken number"),
        pytest.param(True, "invalid_type", id="true"),
        pytest.param([5], "invalid_type", id="a list"),
    ],
)
def test_amounts_that_are_never_guessed(value: Any, code: str) -> None:
    found = amount(value)
    assert isinstance(found, Doubt)
    assert found.code == code
    assert found.reason


@given(st.integers(0, 10**12))
def test_every_spelling_gives_the_same_cents(dollars: int) -> None:
    spellings = (str(dollars), f"{dollars:,}", f"${dollars:,}", f"{dollars} USD", f"US${dollars:,}.00")
    assert {amount(spelled)[0] for spelled in (dollars, *spellings)} == {dollars * 100}
    assert amount(f"{dollars / 1000:.3f} thousand")[0] == dollars * 100


@given(st.text(max_size=40) | st.text("0123456789.,$-\u2013() milonbk", max_size=30))
def test_any_text_is_an_amount_or_a_doubt(text: str) -> None:
    found = amount(text)
    assert isinstance(found, Doubt) or found.cents is None or found.cents >= 0
