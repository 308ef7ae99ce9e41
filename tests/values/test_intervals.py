"""Interval arithmetic encloses what it stands for, and knowing more never tells less."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fupin_policy.problems import InputError
from fupin_policy.testing.values import inside, intervals, narrower, numbers, values
from fupin_policy.values import Interval, Number, Value
from fupin_policy.values.intervals import (
    add,
    contains,
    contains_multiple,
    covers,
    high_of,
    hull,
    intersect,
    low_of,
    maximum,
    minimum,
    multiply,
    negate,
    nominal_of,
    subtract,
    total,
    up_to,
)

POINTWISE: dict[str, tuple[Callable[[Value, Value], Value], Callable[[Any, Any], Number]]] = {
    "add": (add, lambda x, y: x + y),
    "subtract": (subtract, lambda x, y: x - y),
    "multiply": (multiply, lambda x, y: x * y),
    "minimum": (minimum, min),
    "maximum": (maximum, max),
}
ENDS = (None, -2, 0, 3)


def small_intervals() -> list[Value]:
    """Every interval on a few ends, and the ends themselves: all cases of sign, infinity and openness."""
    found: list[Value] = [end for end in ENDS if end is not None]
    for low, high, low_open, high_open in product(ENDS, ENDS, (False, True), (False, True)):
        if (low is None and low_open) or (high is None and high_open):
            continue
        if low is None or high is None or low < high:
            found.append(Interval(low, high, low_open, high_open))
    return found


POSITIVE = [
    Interval(low, high, low_open, high_open, nominal)
    for low, high in ((1, 2), (Fraction(1, 2), None), (3, 4))
    for low_open, high_open in product((False, True), (False, True))
    if high is not None or not high_open
    for nominal in (None, low)
]


def reached(value: Value) -> list[Number]:
    """Numbers in a value close to every end, and far out where there is none."""
    if not isinstance(value, Interval):
        return [value]
    near, far = Fraction(1, 1000), 10**6
    low, high = value.low, value.high
    lows = [-far] if low is None else [low + near] if value.low_open else [low, low + near]
    highs = [far] if high is None else [high - near] if value.high_open else [high, high - near]
    return [*lows, *highs, *(n for n in (0, Fraction(1, 1000), Fraction(-1, 1000)) if contains(value, n))]


@pytest.mark.parametrize("name", POINTWISE)
@given(data=st.data(), a=values(), b=values())
def test_results_enclose_pointwise_results(name: str, data: st.DataObject, a: Value, b: Value) -> None:
    on_values, on_numbers = POINTWISE[name]
    x, y = data.draw(inside(a)), data.draw(inside(b))
    assert covers(on_values(a, b), on_numbers(x, y))


@pytest.mark.parametrize("name", POINTWISE)
def test_results_are_no_wider_than_they_must_be(name: str) -> None:
    """Every end of a result is reached where it is included, and approached where it is not."""
    on_values, on_numbers = POINTWISE[name]
    for a, b in product(small_intervals(), repeat=2):
        result = on_values(a, b)
        points = [on_numbers(x, y) for x, y in product(reached(a), reached(b))]
        assert all(contains(result, point) for point in points), (a, b)
        for end, best, is_open in (
            (low_of(result), min(points), isinstance(result, Interval) and result.low_open),
            (high_of(result), max(points), isinstance(result, Interval) and result.high_open),
        ):
            if end is None:
                assert abs(best) >= 900, (a, b, result)
            else:
                assert (best != end) is is_open and abs(best - end) <= 1000, (a, b, result)


@pytest.mark.parametrize("operation", [add, subtract, multiply, minimum, maximum, hull, intersect])
@given(data=st.data(), a=values(), b=values())
def test_narrowing_an_argument_never_widens_the_result(
    operation: Callable[[Value, Value], Value | None], data: st.DataObject, a: Value, b: Value
) -> None:
    wide = operation(a, b)
    narrow = operation(data.draw(narrower(a)), data.draw(narrower(b)))
    assert narrow is None or (wide is not None and covers(wide, narrow))


@given(data=st.data(), outer=values(), value=values())
def test_narrowing_a_value_never_changes_whether_it_is_contained(
    data: st.DataObject, outer: Value, value: Value
) -> None:
    before = contains(outer, value)
    after = contains(outer, data.draw(narrower(value)))
    assert before is None or after is before


@given(data=st.data(), outer=values(), value=values())
def test_contains_covers_and_intersect_agree(data: st.DataObject, outer: Value, value: Value) -> None:
    assume(not (isinstance(outer, Interval) and outer.is_rough))
    within = contains(outer, value)
    assert (within is True) is covers(outer, value)
    assert (within is False) is (intersect(outer, value) is None)
    x = data.draw(inside(value))
    if within is not None:
        assert contains(outer, x) is within
    both = intersect(outer, value)
    assert (both is not None and contains(both, x) is True) is (contains(outer, x) is True)
    if both is not None:
        assert covers(outer, both) and covers(value, both)


@given(data=st.data(), outer=values(), factor=values(), value=values())
def test_multiples_of_a_set(data: st.DataObject, outer: Value, factor: Value, value: Value) -> None:
    decided = contains_multiple(outer, factor, value)
    f, v = data.draw(inside(factor)), data.draw(inside(value))
    assert decided is None or contains(multiply(outer, f), v) is decided
    less = contains_multiple(outer, data.draw(narrower(factor)), data.draw(narrower(value)))
    assert decided is None or less is decided


def test_multiples_of_a_set_on_small_intervals() -> None:
    """All signs, infinities and open ends: what is decided holds of every factor and value."""
    factors = [factor for factor in small_intervals() if (low_of(factor) or 0) >= 0]
    decided = 0
    for outer, factor, value in product(small_intervals(), factors, small_intervals()):
        found = contains_multiple(outer, factor, value)
        if found is not None:
            decided += 1
            for f, v in product(reached(factor), reached(value)):
                assert contains(multiply(outer, f), v) is found, (outer, factor, value, f, v)
    assert decided > 1000


@given(data=st.data(), a=values(), b=values())
def test_hull_covers_both_and_nothing_below_or_above(data: st.DataObject, a: Value, b: Value) -> None:
    joined = hull(a, b)
    assert covers(joined, a) and covers(joined, b)
    x = data.draw(inside(joined))
    assert any(contains(part, y) is not False for part in (a, b) for y in (Interval(low=x), x))
    assert any(contains(part, y) is not False for part in (a, b) for y in (Interval(high=x), x))


@given(intervals())
def test_an_end_is_contained_exactly_when_it_is_not_open(value: Interval) -> None:
    assume(not value.is_rough)
    for end, is_open in ((value.low, value.low_open), (value.high, value.high_open)):
        if end is not None:
            assert contains(value, end) is not is_open
            assert (end in value) is not is_open
    if value.low is not None:
        assert contains(value, value.low - Fraction(1, 10**9)) is False
    if value.high is not None:
        assert contains(value, value.high + Fraction(1, 10**9)) is False


@pytest.mark.parametrize("name", POINTWISE)
@given(a=values(), b=values())
def test_nominal_values_are_calculated_along(name: str, a: Value, b: Value) -> None:
    on_values, on_numbers = POINTWISE[name]
    result = on_values(a, b)
    assume(isinstance(result, Interval))
    x, y = nominal_of(a), nominal_of(b)
    expected = None if x is None or y is None else on_numbers(x, y)
    assert nominal_of(result) == expected


@given(a=values(), b=values())
def test_joined_values_keep_a_nominal_value_that_still_fits(a: Value, b: Value) -> None:
    joined = hull(a, b)
    if isinstance(joined, Interval):
        assert joined.nominal == (nominal_of(a) if nominal_of(a) == nominal_of(b) else None)
    both = intersect(a, b)
    if isinstance(both, Interval) and both.nominal is not None:
        assert both.nominal in (nominal_of(a), nominal_of(b))
        assert both.low is None or both.low <= both.nominal
        assert both.high is None or both.nominal <= both.high


@given(a=values())
def test_negation_turns_back(a: Value) -> None:
    assert negate(negate(a)) == a


@pytest.mark.parametrize("name", POINTWISE)
@given(x=numbers(), y=numbers())
def test_known_numbers_stay_plain_and_whole_ones_stay_whole(name: str, x: Number, y: Number) -> None:
    on_values, on_numbers = POINTWISE[name]
    result = on_values(x, y)
    assert result == on_numbers(x, y)
    assert type(result) is int or (isinstance(result, Fraction) and result.denominator > 1)


def test_of_a_rough_figure_only_its_nominal_value_is_known_to_lie_in_it() -> None:
    rough = Interval(nominal=3000)
    assert contains(rough, 3000) is True
    assert contains(rough, 2999) is None
    assert contains(rough, Interval(low=3000, nominal=3000)) is None
    assert contains(Interval(nominal=None), 2999) is True


def test_open_nought_times_closed_is_open() -> None:
    assert multiply(Interval(0, 5, low_open=True), Interval(2, 3)) == Interval(0, 15, low_open=True)
    assert multiply(0, Interval()) == 0


@pytest.mark.parametrize(
    ("low", "high", "low_open", "high_open"), [(2, 1, False, False), (1, 1, True, False), (1, 1, False, True)]
)
def test_an_empty_range_is_refused(low: int, high: int, low_open: bool, high_open: bool) -> None:
    with pytest.raises(InputError, match=f"^the range from {low} to {high} is empty$"):
        Interval(low, high, low_open, high_open)


@pytest.mark.parametrize("wrong", [0.5, True, float("nan")])
def test_a_float_or_bool_is_no_end(wrong: Any) -> None:
    for name in ("low", "high", "nominal"):
        with pytest.raises(InputError, match=r"is not exact|is no number"):
            Interval(**{name: wrong})


@given(st.lists(values(), min_size=1, max_size=5))
def test_a_total_is_one_sum_after_the_other(parts: list[Value]) -> None:
    assert total(parts) == reduce(add, parts)


@given(values())
def test_nought_added_changes_nothing(value: Value) -> None:
    assert add(value, 0) == add(0, value) == value


@pytest.mark.parametrize(
    "value",
    [
        *(number for number in ENDS if number is not None and number >= 0),
        *(
            one
            for one in small_intervals()
            if isinstance(one, Interval) and one.low is not None and one.low >= 0
        ),
        *(
            Interval(0, 3, low_open, nominal=nominal)
            for low_open in (False, True)
            for nominal in (0, 1, None)
        ),
    ],
    ids=repr,
)
def test_up_to_is_the_hull_with_nought(value: Value) -> None:
    assert up_to(value) == hull(0, value)


@pytest.mark.parametrize("a", POSITIVE, ids=repr)
@pytest.mark.parametrize("b", POSITIVE, ids=repr)
def test_a_product_above_nought_mirrors_one_below(a: Interval, b: Interval) -> None:
    assert multiply(a, b) == multiply(negate(a), negate(b))
