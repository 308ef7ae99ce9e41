"""Arithmetic on columns encloses just what arithmetic on single intervals does."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupin_policy.register.kernel.blocks import run_blocks
from fupin_policy.register.kernel.graph import Graph, Value
from fupin_policy.register.kernel.numbers import Num, Numbers, Truth
from fupin_policy.register.kernel.scalar import Output
from fupin_policy.register.layout import Layout
from fupin_policy.register.tables import pack
from fupin_policy.rules.kleene import COMPARE
from fupin_policy.values import Interval
from fupin_policy.values import Value as Known
from fupin_policy.values.intervals import (
    add,
    contains,
    contains_multiple,
    hull,
    intersect,
    maximum,
    minimum,
    multiply,
    negate,
)

LAYOUT = Layout("household", ("household",), {})


@st.composite
def values(draw: st.DrawFn) -> Known:
    """A number, or an interval with or without ends, near nought, where cases meet."""
    numbers = st.integers(-4, 4) | st.fractions(-3, 3, max_denominator=4)
    low, high = sorted([draw(numbers), draw(numbers)])
    if low == high or draw(st.booleans()):
        return Fraction(low) if draw(st.booleans()) else int(low)
    ends = (draw(st.sampled_from([low, low, None])), draw(st.sampled_from([high, high, None])))
    opens = (draw(st.booleans()) and ends[0] is not None, draw(st.booleans()) and ends[1] is not None)
    return Interval(*ends, *opens)


class Columns:
    """Numbers as columns of one row, so that nothing is known of them beforehand."""

    def __init__(self, *, lifted: bool) -> None:
        self.graph = Graph()
        self.numbers = Numbers(self.graph)
        self.inputs: dict[str, Any] = {}
        self.lifted = lifted

    def of(self, value: Known) -> Num:
        fixed = self.numbers.of(value)
        if not self.lifted:
            return fixed
        names = ("low", "high", "no_low", "no_high", "low_open", "high_open", "known")
        parts = [self.load(getattr(fixed, name)) for name in names]
        return Num(*parts[:6], fixed.denominator, parts[6])

    def load(self, value: Value) -> Value:
        name = f"x{len(self.inputs)}"
        if value.kind == "bool":
            self.inputs[name] = pack(np.array([bool(value.number)]))
            return self.graph.load_bit(name, "household")
        self.inputs[name] = np.array([value.number], np.int64)
        return self.graph.load(name, "household", -(10**6), 10**6)

    def read(self, found: Num | Truth) -> Any:
        names = (
            ("holds", "fails")
            if isinstance(found, Truth)
            else ("low", "high", "no_low", "no_high", "low_open", "high_open", "known")
        )
        outputs = [
            Output(name, value, "int64" if value.kind == "int" else "bool")
            for name in names
            for value in [getattr(found, name)]
        ]
        written = {output.name: np.zeros(1, output.dtype) for output in outputs}
        run_blocks(LAYOUT, outputs, self.inputs, written, np.zeros(1, bool), (0, 1), 0)
        parts = {name: int(array[0]) for name, array in written.items()}
        if isinstance(found, Truth):
            assert not (parts["holds"] and parts["fails"])
            return True if parts["holds"] else False if parts["fails"] else None
        low, high = (Fraction(parts[end], found.denominator) for end in ("low", "high"))
        if parts["known"]:
            assert low == high
            return low
        return (
            None if parts["no_low"] else low,
            None if parts["no_high"] else high,
            bool(parts["low_open"]) and not parts["no_low"],
            bool(parts["high_open"]) and not parts["no_high"],
        )


def plain(value: Any) -> Any:
    return (value.low, value.high, value.low_open, value.high_open) if isinstance(value, Interval) else value


PAIRS: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "add": (lambda n, a, b: n.add(a, b), add),
    "multiply": (lambda n, a, b: n.multiply(a, b), multiply),
    "minimum": (lambda n, a, b: n.minimum(a, b), minimum),
    "maximum": (lambda n, a, b: n.maximum(a, b), maximum),
    "hull": (lambda n, a, b: n.hull(n.graph.truth(True), a, n.graph.truth(True), b), hull),
    "negate": (lambda n, a, b: n.negate(a), lambda a, b: negate(a)),
    "equal": (lambda n, a, b: n.equal(a, b), COMPARE["=="]),
    "less": (lambda n, a, b: n.less(a, b), COMPARE["<"]),
    "at_most": (lambda n, a, b: n.at_most(a, b), COMPARE["<="]),
    "contains": (lambda n, a, b: n.contains(a, b), contains),
}


@pytest.mark.parametrize("operation", PAIRS)
@pytest.mark.parametrize("lifted", [False, True], ids=["constants", "columns"])
@given(a=values(), b=values())
def test_as_single_intervals(operation: str, lifted: bool, a: Known, b: Known) -> None:
    columns = Columns(lifted=lifted)
    on_columns, on_values = PAIRS[operation]
    found = columns.read(on_columns(columns.numbers, columns.of(a), columns.of(b)))
    assert found == plain(on_values(a, b))


@pytest.mark.parametrize("lifted", [False, True], ids=["constants", "columns"])
@given(a=values(), b=values())
def test_what_lies_in_both(lifted: bool, a: Known, b: Known) -> None:
    expected = intersect(a, b)
    columns = Columns(lifted=lifted)
    both = columns.numbers.tightened(columns.of(a), columns.of(b))
    if expected is not None:
        assert columns.read(both) == plain(expected)


@pytest.mark.parametrize("lifted", [False, True], ids=["constants", "columns"])
@given(outer=values(), factor=values(), inner=values())
def test_so_many_times_a_set(lifted: bool, outer: Known, factor: Known, inner: Known) -> None:
    columns = Columns(lifted=lifted)
    found = columns.numbers.contains_multiple(outer, columns.of(factor), columns.of(inner))
    assert columns.read(found) == contains_multiple(outer, factor, inner)


@given(nominal=st.integers(-3, 3), inner=values())
def test_a_rough_figure_is_just_its_nominal_value(nominal: int, inner: Known) -> None:
    columns = Columns(lifted=True)
    found = columns.numbers.contains_rough(columns.numbers.of(nominal), columns.of(inner))
    assert columns.read(found) == contains(Interval(nominal=nominal), inner)
