"""Units: dimensions, scales, products."""

from __future__ import annotations

import pytest
from hypothesis import given

from fupin_policy.problems import InputError
from fupin_policy.testing.values import units
from fupin_policy.values import PURE, Quantity, Unit
from fupin_policy.values.units import SYMBOLS


def unit(text: str) -> Unit:
    return Unit.parse(text)


@given(units())
def test_a_unit_is_read_back_from_its_text(one: Unit) -> None:
    assert unit(str(one)) == one
    assert unit(str(one)).scale == one.scale


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_every_symbol_stands_alone_and_below_a_stroke(symbol: str) -> None:
    assert unit(symbol) * unit(f"1/{symbol}") == PURE
    assert unit(symbol).per == unit(f"/{symbol}")
    assert unit(f"元/{symbol}").dimension == (unit("元") * unit(symbol).per).dimension


@given(units(), units())
def test_products_multiply_scales_of_dimensions(a: Unit, b: Unit) -> None:
    product = a * b
    together: dict[str, int] = {}
    for name, power in (*a.dimension, *b.dimension):
        together[name] = together.get(name, 0) + power
    assert dict(product.dimension) == {name: power for name, power in together.items() if power}
    assert product.same_kind(b * a)


@given(units())
def test_a_unit_times_its_inverse_is_a_pure_number(one: Unit) -> None:
    assert one * one.per == PURE
    assert one.per.per == one


@pytest.mark.parametrize(
    ("left", "right", "result"),
    [
        ("元/人/年", "人", "元/年"),
        ("元/户/年", "户", "元/年"),
        ("元/人/年", "户", "元·户/人/年"),
        ("元/公里", "米", "元"),
        ("元/月", "年", "元"),
        ("千瓦/亩", "平方米", "千瓦"),
        ("%", "元", "元"),
        ("%", "%", ""),
        ("元", "", "元"),
        ("天", "年", "年·天"),
    ],
)
def test_like_dimensions_cancel(left: str, right: str, result: str) -> None:
    assert str(unit(left) * unit(right)) == result
    assert str(unit(right) * unit(left)) == result


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("元/月", "元/年", True),
        ("个月", "年", True),
        ("元", "分", True),
        ("公里", "米", True),
        ("%", "", True),
        ("名", "人", True),
        ("元/人", "元/户", False),
        ("元/年", "元", False),
        ("人", "人次", False),
        ("岁", "年", False),
        ("天", "年", False),
        ("千瓦", "千伏安", False),
    ],
)
def test_dimensions(one: str, other: str, alike: bool) -> None:
    assert unit(one).same_kind(unit(other)) is alike


def test_amounts_by_month_and_by_year_are_held_on_one_scale() -> None:
    assert Quantity.parse("100元/月").value == Quantity.parse("1200元/年").value
    assert Quantity.parse("36个月").value == Quantity.parse("3年").value
    assert str(Quantity.parse("100元/月") + Quantity.parse("1元/年")) == "1201/12元/月"


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("元/年/人", "元/人/年"),
        ("元/人·年", "元/人/年"),
        (" 元 / 人 ", "元/人"),
        ("名/个月", "人/月"),
        ("yuan/person/year", "元/人/年"),
        ("1/年", "/年"),
        ("人·元", "元·人"),
        ("元/元", ""),
    ],
)
def test_spellings_of_one_unit(text: str, same: str) -> None:
    assert unit(text) == unit(same)
    assert hash(unit(text)) == hash(unit(same))


def test_what_money_is() -> None:
    assert unit("元/人/年").is_money and unit("分").is_money
    assert not unit("人").is_money and not unit("1/元").is_money and not PURE.is_money


@pytest.mark.parametrize(
    ("text", "nearest"),
    [("元/人x", "人"), ("houshold", "household"), ("元//年", None), ("元/5", None)],
)
def test_an_unknown_unit_is_refused_with_the_nearest(text: str, nearest: str | None) -> None:
    with pytest.raises(InputError) as caught:
        unit(text)
    (problem,) = caught.value.problems
    assert problem.what == f"unknown unit '{text}'"
    assert problem.expected == "a policy unit such as 元/人/年"
    assert problem.nearest == nearest


def test_words_for_units() -> None:
    assert unit("元/人/年").describe("zh") == "元/人/年"
    assert unit("元/人/年").describe("en") == " yuan/person/year"
    assert unit("元·人").describe("en") == " yuan·person"
    assert unit("1/年").describe("en") == " 1/year"
    assert unit("%").describe("en") == "%" and PURE.describe("en") == ""
