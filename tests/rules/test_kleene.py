"""Three-valued logic and comparison of what is partly known."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupin_policy.rules.kleene import COMPARE, COMPARE_KNOWN, equal, less, less_equal, negation
from fupin_policy.testing.values import inside, narrower, numbers, values
from fupin_policy.values import Interval, Number, Value


def test_negation() -> None:
    assert [negation(truth) for truth in (True, False, None)] == [False, True, None]


@pytest.mark.parametrize("op", COMPARE)
@given(data=st.data(), a=values(), b=values())
def test_a_decided_comparison_holds_of_every_pair(op: str, data: st.DataObject, a: Value, b: Value) -> None:
    decided = COMPARE[op](a, b)
    x, y = data.draw(inside(a)), data.draw(inside(b))
    assert decided is None or COMPARE_KNOWN[op](x, y) is decided


@pytest.mark.parametrize("op", COMPARE)
@given(data=st.data(), a=values(), b=values())
def test_knowing_more_never_changes_a_decision(op: str, data: st.DataObject, a: Value, b: Value) -> None:
    before = COMPARE[op](a, b)
    assert before is None or COMPARE[op](data.draw(narrower(a)), data.draw(narrower(b))) is before


@pytest.mark.parametrize("op", COMPARE)
@given(x=numbers(), y=numbers())
def test_known_numbers_are_compared_as_in_python(op: str, x: Number, y: Number) -> None:
    assert COMPARE[op](x, y) is COMPARE_KNOWN[op](x, y)


@pytest.mark.parametrize("op", COMPARE)
def test_nothing_is_left_open_that_the_bounds_decide(op: str) -> None:
    """On every pair of small intervals: undecided only where some pair of numbers differs from another."""
    ends = (0, 1, 2)
    small: list[Value] = [
        *ends,
        *(
            Interval(low, high, low_open, high_open)
            for low, high, low_open, high_open in product(ends, ends, (False, True), (False, True))
            if low < high
        ),
    ]
    for a, b in product(small, repeat=2):
        if COMPARE[op](a, b) is None:
            results = {COMPARE_KNOWN[op](x, y) for x, y in product(some_of(a), some_of(b))}
            assert results == {True, False}, (a, b)


def some_of(value: Value) -> list[float]:
    """Numbers of an interval on a grid that two intervals share or do not."""
    if not isinstance(value, Interval):
        return [value]
    grid = [n / 8 for n in range(17)]
    return [x for x in grid if (value.low or 0) <= x <= (value.high or 0) and not _left_out(value, x)]


def _left_out(value: Interval, x: float) -> bool:
    return (value.low_open and x == value.low) or (value.high_open and x == value.high)


@given(a=values(), b=values())
def test_the_comparisons_are_consistent(a: Value, b: Value) -> None:
    assert less(a, b) is negation(less_equal(b, a))
    assert equal(a, b) is equal(b, a)
    assert COMPARE["!="](a, b) is negation(equal(a, b))
    assert COMPARE[">"](a, b) is less(b, a) and COMPARE[">="](a, b) is less_equal(b, a)
    if equal(a, b):
        assert less_equal(a, b) is True


def test_open_ends_decide() -> None:
    above, from_it = Interval(low=3, low_open=True), Interval(low=3)
    assert less(3, above) is True and less(3, from_it) is None
    assert less_equal(above, 3) is False and less_equal(from_it, 3) is None
    assert equal(above, 3) is False and equal(from_it, 3) is None
