"""Quantities: text form, bounds, arithmetic with units, words."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from fupin_policy.problems import InputError
from fupin_policy.testing.values import quantities
from fupin_policy.values import (
    ANYTHING,
    NOT_NEGATIVE,
    Bound,
    Interval,
    Number,
    Quantity,
    Unit,
    Value,
    about,
    at_least,
    at_most,
    between,
    exactly,
    less_than,
    more_than,
    percent,
    yuan,
)

parse = Quantity.parse


@given(quantities())
def test_a_quantity_is_read_back_from_its_text(quantity: Quantity) -> None:
    assert parse(str(quantity)) == quantity


@given(quantities())
def test_words_tell_every_number_and_no_other(quantity: Quantity) -> None:
    for lang in ("zh", "en"):
        text = quantity.describe(lang)
        assert text and "None" not in text
    if quantity.bound not in (Bound.BETWEEN, Bound.UNKNOWN, Bound.EXACTLY):
        assert quantity.nominal is not None
        assert str(quantity.nominal) in quantity.describe("zh")


@pytest.mark.parametrize(
    ("text", "value", "bound"),
    [
        ("5000元/人/年", 500000, Bound.EXACTLY),
        (">=70%", Interval(low=Fraction(7, 10), nominal=Fraction(7, 10)), Bound.AT_LEAST),
        (">4000元", Interval(low=400000, low_open=True, nominal=400000), Bound.MORE_THAN),
        ("<=5万元", Interval(high=5000000, nominal=5000000), Bound.AT_MOST),
        ("<4000元/人/年", Interval(high=400000, high_open=True, nominal=400000), Bound.LESS_THAN),
        ("~3000元/户/年", Interval(nominal=300000), Bound.ABOUT),
        ("3%..6.5%", Interval(Fraction(3, 100), Fraction(65, 1000)), Bound.BETWEEN),
        ("3..6.5%", Interval(Fraction(3, 100), Fraction(65, 1000)), Bound.BETWEEN),
        ("2..3万元", Interval(2000000, 3000000), Bound.BETWEEN),
        (">3元..<5元", Interval(300, 500, low_open=True, high_open=True), Bound.BETWEEN),
        ("3元..", Interval(low=300), Bound.BETWEEN),
        ("..3元(~2元)", Interval(high=300, nominal=200), Bound.BETWEEN),
        ("5元..5元", 500, Bound.EXACTLY),
        ("?元", NOT_NEGATIVE, Bound.UNKNOWN),
        ("..元", ANYTHING, Bound.UNKNOWN),
        ("1:4", 4, Bound.EXACTLY),
        ("2:1", Fraction(1, 2), Bound.EXACTLY),
        ("1/3元", Fraction(100, 3), Bound.EXACTLY),
        ("-2.5元", -250, Bound.EXACTLY),
        ("0.2万元", 200000, Bound.EXACTLY),
        ("1.5亿元", 15 * 10**9, Bound.EXACTLY),
        ("2万亿元", 2 * 10**14, Bound.EXACTLY),
        ("3千元", 300000, Bound.EXACTLY),
        ("3千瓦", 3000, Bound.EXACTLY),
        ("3百人", 300, Bound.EXACTLY),
        ("30 000 人", 30000, Bound.EXACTLY),
        ("30,000人", 30000, Bound.EXACTLY),
        ("12，345.60元", 1234560, Bound.EXACTLY),
        (">=1,234,567元", Interval(low=123456700, nominal=123456700), Bound.AT_LEAST),
        ("36个月", 3, Bound.EXACTLY),
        ("1亩", Fraction(2000, 3), Bound.EXACTLY),
        ("5m2", 5, Bound.EXACTLY),
        ("12", 12, Bound.EXACTLY),
        ("5/年", 5, Bound.EXACTLY),
    ],
)
def test_the_text_form(text: str, value: Value, bound: Bound) -> None:
    quantity = parse(text)
    assert quantity.value == value
    assert quantity.bound is bound
    assert parse(str(quantity)) == quantity


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "'' does not begin with a number"),
        ("元", "'元' does not begin with a number"),
        ("5000块", "unknown unit '块'"),
        ("5000.元", "unknown unit '.元'"),
        ("1.2.3元", "unknown unit '.3元'"),
        ("5e3元", "unknown unit 'e3元'"),
        ("1/0元", "'1/0' is no number"),
        ("0:4", "unknown unit ':4'"),
        (">=", "'' does not begin with a number"),
        ("=5元", "'=5元' does not begin with a number"),
        ("3元..5人", "the ends have different units (元 and 人)"),
        ("6元..5元", "the range from 600 to 500 is empty"),
        ("9" * 41 + "元", "is no number"),
        ("12,50元", "the commas in '12,50元' do not part groups of three digits; expected 1234.5 or 1,234.5"),
        ("0,500元", "the commas in '0,500元' do not part groups of three digits"),
        ("1,234，567元", "the commas in '1,234，567元' do not part groups of three digits"),
        ("1234,567元", "the commas in '1234,567元' do not part groups of three digits"),
        ("1.234,567元", "the commas in '1.234,567元' do not part groups of three digits"),
        ("1,234,56元", "the commas in '1,234,56元' do not part groups of three digits"),
    ],
)
def test_what_is_no_quantity(text: str, why: str) -> None:
    with pytest.raises(InputError, match=re.escape(why)) as caught:
        parse(text)
    assert str(caught.value).startswith(f"'{text}' is no quantity (")
    assert str(caught.value).endswith("; expected text such as '5000元/人/年', '>=70%' or '3%..6.5%'")


@pytest.mark.parametrize("wrong", [5000, 0.5, None, True])
def test_only_text_is_parsed(wrong: Any) -> None:
    with pytest.raises(InputError) as caught:
        parse(wrong)
    assert str(caught.value) == f"{wrong!r} is no quantity; expected text such as '5000元/人/年' or '>=70%'"


@pytest.mark.parametrize(
    ("make", "bound"),
    [
        (exactly, Bound.EXACTLY),
        (at_least, Bound.AT_LEAST),
        (more_than, Bound.MORE_THAN),
        (at_most, Bound.AT_MOST),
        (less_than, Bound.LESS_THAN),
        (about, Bound.ABOUT),
    ],
)
def test_the_makers_of_each_bound(make: Callable[[str], Quantity], bound: Bound) -> None:
    assert make(" 3,000 元 ").bound is bound
    assert make("3000元").nominal == parse("3000元")


def test_between_is_inclusive() -> None:
    assert between("3%", "6.5%") == parse("3%..6.5%")


@given(quantities(Unit.parse("元")), quantities(Unit.parse("元")))
def test_sums_and_differences_keep_the_unit(a: Quantity, b: Quantity) -> None:
    assert (a + b).unit == (a - b).unit == a.unit
    if a.is_exact and b.is_exact:
        assert (a + b).number == a.number + b.number
        assert (a - b).number == a.number - b.number
        assert (a * b.number).value == (b.number * a).value


@given(quantities())
def test_ends_lie_around_the_printed_value(quantity: Quantity) -> None:
    if quantity.nominal is not None:
        for low, high in ((quantity.low, quantity.nominal), (quantity.nominal, quantity.high)):
            assert low is None or high is None or (high - low).number >= 0


def test_products_cancel_units() -> None:
    assert str(parse("5000元/人/年") * parse("3人")) == "15000元/年"
    assert str(parse(">=70%") * parse("1000元")) == ">=700元"
    assert str(parse("12千瓦/户") * 3) == "36千瓦/户"
    assert str(parse("100元/月") * parse("2年")) == "2400元"


def test_other_units_of_the_same_dimension() -> None:
    assert str(parse("3年").to("个月")) == "36月"
    assert str(parse("100元/月").to("元/年")) == "1200元/年"
    with pytest.raises(InputError, match=r"^5元/人 cannot be written in 元/户$"):
        parse("5元/人").to("元/户")


@pytest.mark.parametrize(
    ("calculate", "message"),
    [
        (lambda: parse("5元/人") + parse("5元/户"), "元/人 and 元/户 do not go together"),
        (lambda: parse("5元") - parse("5"), "元 and a pure number do not go together"),
        (lambda: parse("5元") + 5, "5 has no unit; expected a quantity in 元"),
        (
            lambda: parse("5元") * 0.7,
            "a float (0.7) is not exact; expected an int, a Fraction, a Decimal or text such as '0.7'",
        ),
        (
            lambda: Quantity(0.7, Unit.parse("元")),  # type: ignore[arg-type]
            "a float (0.7) is not exact; expected an int, a Fraction, a Decimal or text such as '0.7'",
        ),
        (
            lambda: parse("5元") * True,
            "True is no number; expected an int, a Fraction, a Decimal or text",
        ),
        (lambda: parse(">=5元").number, ">=5元 is not one number; expected an exact quantity"),
        (lambda: parse(">=5元").fen, ">=5元 is not a whole number of fen; expected an exact amount of money"),
        (lambda: parse("0.5分").fen, "0.5分 is not a whole number of fen; expected an exact amount of money"),
        (lambda: parse("5人").fen, "5人 is not a whole number of fen; expected an exact amount of money"),
        (lambda: yuan("0.005"), "0.005 yuan is not a whole number of fen; expected at most two decimals"),
        (lambda: yuan("1/3"), "1/3 yuan is not a whole number of fen; expected at most two decimals"),
        (
            lambda: yuan(12.34),  # type: ignore[arg-type]
            "a float (12.34) is not exact; expected an int, a Fraction, a Decimal or text such as '12.34'",
        ),
        (
            lambda: percent(0.5),  # type: ignore[arg-type]
            "a float (0.5) is not exact; expected an int, a Fraction, a Decimal or text such as '0.5'",
        ),
    ],
)
def test_what_is_refused(calculate: Callable[[], object], message: str) -> None:
    with pytest.raises(InputError) as caught:
        calculate()
    assert str(caught.value) == message


def test_halves_of_a_fen_make_a_whole_one() -> None:
    assert (parse("0.5分") + parse("0.5分")).fen == 1
    assert (parse("1/3元") * 3).fen == 100


@pytest.mark.parametrize(("amount", "fen"), [("12.34", 1234), (12, 1200), ("-0.01", -1), ("1e2", None)])
def test_yuan(amount: str | int, fen: int | None) -> None:
    if fen is None:
        with pytest.raises(InputError):
            yuan(amount)
    else:
        assert yuan(amount).fen == fen
        assert yuan(amount).number == Fraction(fen, 100)


def test_percent() -> None:
    assert percent("6.5") == parse("6.5%")
    assert percent(70).value == Fraction(7, 10)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("5000元/年", "5000元/年", "5,000 yuan/year"),
        (">=7000元/年", "至少7000元/年", "at least 7,000 yuan/year"),
        (">70%", "超过70%", "more than 70%"),
        ("<=3年", "至多3年", "at most 3 years"),
        ("<4000元", "不足4000元", "less than 4,000 yuan"),
        ("~3000元", "约3000元", "about 3,000 yuan"),
        ("0元..5000元", "0–5000元", "0–5,000 yuan"),
        (">3元..5元", "超过3元且至多5元", "more than 3 yuan and at most 5 yuan"),
        ("3元..<5元", "至少3元且不足5元", "at least 3 yuan and less than 5 yuan"),
        ("3元..", "至少3元", "at least 3 yuan"),
        ("5/年", "5/年", "5/year"),
        ("-12345.5元", "-12345.5元", "-12,345.5 yuan"),
        ("1234567/7元", "1234567/7元", "1234567/7 yuan"),
        ("..<3元(~2元)", "不足3元(名义2元)", "less than 3 yuan (nominally 2 yuan)"),
    ],
)
def test_words(text: str, zh: str, en: str) -> None:
    assert (parse(text).describe("zh"), parse(text).describe("en")) == (zh, en)


def test_numbers_are_in_the_unit_as_written() -> None:
    written: dict[str, Number] = {
        "0.2万元": 2000,
        "70%": 70,
        "36个月": 36,
        "3公里": 3,
        "1.5亩": Fraction(3, 2),
    }
    assert {text: parse(text).number for text in written} == written
