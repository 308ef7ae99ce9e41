"""What is worked out beforehand is what would come out: graphs against plain Python, and the two ways to run them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupin_policy.register.kernel.blocks import run_blocks
from fupin_policy.register.kernel.compiling import plain_kernel
from fupin_policy.register.kernel.graph import INT_MAX, Graph, Value, closure, packed
from fupin_policy.register.kernel.scalar import Output, argument, source_of
from fupin_policy.register.layout import Layout
from fupin_policy.register.tables import pack
from fupin_policy.values import age_on, month_after, months_between

LAYOUT = Layout("household", ("household", "person"), {})
NUMBERS = {"a": 3, "b": -2, "c": 0}
TRUTHS = {"p": True, "q": False}


def inputs(people: int = 0, ages: list[int] | None = None) -> dict[str, Any]:
    """One household with its numbers and truths, and people with their ages."""
    arrays: dict[str, Any] = {
        "person#": np.array([0, people], np.int64),
        "person!": pack(np.array([True])),
    }
    arrays |= {name: np.array([number], np.int64) for name, number in NUMBERS.items()}
    arrays |= {name: pack(np.array([truth])) for name, truth in TRUTHS.items()}
    return arrays | {"age": np.array(ages or [0] * people, np.int64)}


def both_ways(value: Value, arrays: dict[str, Any], rows: int = 1) -> tuple[list[Any], list[bool]]:
    """The value of each household by arrays and by the plain loop, which agree, and where it left 64 bits."""
    outputs = [Output("out", value, "int64" if value.kind == "int" else "bool")]
    written, failed = np.zeros(rows, outputs[0].dtype), np.zeros(rows, bool)
    run_blocks(LAYOUT, outputs, arrays, {"out": written}, failed, (0, rows), 0)
    kernel = plain_kernel(source_of(list(arrays), outputs, "household", "A value."))
    by_loop: list[Any] = [0] * rows
    kernel(0, rows, 0, *(array.tolist() for array in arrays.values()), by_loop, [False] * rows)
    if not failed.any():
        assert written.tolist() == by_loop
    return by_loop, failed.tolist()


Made = tuple[Value, Any]
"""A value of a graph, and what it is."""


@st.composite
def made(draw: st.DrawFn, graph: Graph, depth: int = 4) -> tuple[Made, Made]:
    """A truth and a number of a graph with what they are in plain Python."""
    if depth == 0 or draw(st.integers(0, 4)) == 0:
        constant, name = draw(st.integers(-3, 3)), draw(st.sampled_from(sorted(NUMBERS)))
        truth, fact = draw(st.booleans()), draw(st.sampled_from(sorted(TRUTHS)))
        number = (graph.number(constant), constant)
        if draw(st.booleans()):
            number = (graph.load(name, "household", -10, 10), NUMBERS[name])
        said = (graph.truth(truth), truth)
        if draw(st.booleans()):
            said = (graph.load_bit(fact, "household"), TRUTHS[fact])
        return said, number
    (p, p_is), (x, x_is) = draw(made(graph, depth - 1))
    (q, q_is), (y, y_is) = draw(made(graph, depth - 1))
    truths: list[Callable[[], Made]] = [
        lambda: (graph.no(p), not p_is),
        lambda: (graph.both(p, q), p_is and q_is),
        lambda: (graph.either(p, q), p_is or q_is),
        lambda: (graph.less(x, y), x_is < y_is),
        lambda: (graph.at_most(x, y), x_is <= y_is),
        lambda: (graph.same(x, y), x_is == y_is),
        lambda: (graph.choose(p, p, q), p_is if p_is else q_is),
    ]
    numbers: list[Callable[[], Made]] = [
        lambda: (graph.plus(x, y), x_is + y_is),
        lambda: (graph.minus(x, y), x_is - y_is),
        lambda: (graph.times(x, y), x_is * y_is),
        lambda: (graph.least(x, y), min(x_is, y_is)),
        lambda: (graph.greatest(x, y), max(x_is, y_is)),
        lambda: (graph.over(x, 3), x_is // 3),
        lambda: (graph.choose(p, x, y), x_is if p_is else y_is),
        lambda: (graph.as_number(p), int(p_is)),
    ]
    return draw(st.sampled_from(truths))(), draw(st.sampled_from(numbers))()


@given(data=st.data())
def test_what_is_known_beforehand_comes_out(data: st.DataObject) -> None:
    for value, is_ in data.draw(made(Graph())):
        assert value.low <= int(is_) <= value.high
        assert both_ways(value, inputs())[0] == [is_]


def test_what_is_equal_is_built_once() -> None:
    graph = Graph()
    a, b = graph.load("a", "household", -10, 10), graph.load("b", "household", -10, 10)
    assert graph.plus(a, b) is graph.plus(a, b)
    assert graph.same(a, b) is graph.same(b, a)
    assert repr(graph.plus(a, graph.number(2))) == "+(load(a), 2)"
    assert closure([graph.plus(a, b)]) == [a, b, graph.plus(a, b)]


def test_rows_of_different_collections_do_not_mix() -> None:
    graph = Graph()
    with pytest.raises(ValueError, match="rows of"):
        graph.plus(graph.load("x", "bill", 0, 1), graph.load("y", "loan", 0, 1))


@pytest.mark.parametrize("people", [0, 1, 5])
def test_over_people(people: int) -> None:
    graph = Graph()
    age = graph.load("age", "person", -100, 100)
    arrays = inputs(people, list(range(people)))
    assert both_ways(graph.sum("person", "household", age), arrays)[0] == [sum(range(people))]
    assert both_ways(graph.any("person", "household", graph.less(graph.number(3), age)), arrays)[0] == [
        people > 4
    ]
    assert both_ways(graph.rows("person", "household"), arrays)[0] == [people]
    assert both_ways(graph.sum("person", "household", graph.number(7)), arrays)[0] == [7 * people]
    assert both_ways(graph.any("person", "household", graph.truth(True)), arrays)[0] == [people > 0]
    bits = graph.all_bits(
        "person", "household", graph.choose(graph.less(age, graph.number(2)), graph.number(4), age)
    )
    assert both_ways(bits, arrays)[0] == [[0, 4, None, None, None, 4 | 2 | 3 | 4][people]]
    own = graph.load("a", "household", -10, 10)
    assert both_ways(graph.all_bits("person", "household", graph.bits(own, own)), arrays)[0] == [
        3 * (people > 0)
    ]


def test_what_is_summed_may_look_at_another_sum() -> None:
    graph = Graph()
    age = graph.load("age", "person", -100, 100)
    total = graph.sum("person", "household", age)
    above = graph.sum(
        "person", "household", graph.as_number(graph.less(total, graph.times(age, graph.number(3))))
    )
    assert both_ways(above, inputs(4, [1, 2, 3, 4]))[0] == [1]


EDGE = INT_MAX - 5


@pytest.mark.parametrize(
    ("operation", "ends"),
    [
        (lambda g, a: g.plus(a, a), True),
        (lambda g, a: g.minus(g.minus(g.number(0), a), a), True),
        (lambda g, a: g.times(a, g.number(3)), True),
        (lambda g, a: g.times(g.number(-3), a), True),
        (lambda g, a: g.times(a, a), True),
        (lambda g, a: g.plus(a, g.number(5)), False),
        (lambda g, a: g.plus(g.minus(a, g.number(10)), g.number(10)), False),
    ],
)
def test_leaving_64_bits_is_noticed(operation: Callable[[Graph, Value], Value], ends: bool) -> None:
    graph = Graph()
    value = operation(graph, graph.load("a", "household", -INT_MAX, INT_MAX))
    arrays = inputs() | {"a": np.array([EDGE], np.int64)}
    assert value.checked or not ends
    outputs = [Output("out", value, "int64")]
    written, failed = np.zeros(1, np.int64), np.zeros(1, bool)
    run_blocks(LAYOUT, outputs, arrays, {"out": written}, failed, (0, 1), 0)
    assert failed.tolist() == [ends]


@pytest.mark.parametrize("ages", [[EDGE, 6], [EDGE, -EDGE, 3], [EDGE, 5], [-EDGE, -7]])
def test_a_sum_that_leaves_64_bits_is_noticed(ages: list[int]) -> None:
    graph = Graph()
    value = graph.sum("person", "household", graph.load("age", "person", -INT_MAX, INT_MAX))
    outputs = [Output("out", value, "int64")]
    written, failed = np.zeros(1, np.int64), np.zeros(1, bool)
    run_blocks(LAYOUT, outputs, inputs(len(ages), ages), {"out": written}, failed, (0, 1), 0)
    assert failed.tolist() == [not -(2**63) <= sum(ages) < 2**63]


DAYS = st.dates(date(1880, 1, 1), date(2100, 12, 31))


@given(start=DAYS, end=DAYS)
def test_days_are_counted_as_the_calendar_does(start: date, end: date) -> None:
    graph = Graph()
    names = {"a": start, "b": end}
    loads = {name: graph.civil(graph.load(name, "household", -(2**31), 2**31 - 1)) for name in names}
    epoch = date(1970, 1, 1)
    arrays = inputs() | {name: np.array([(day - epoch).days], np.int64) for name, day in names.items()}
    assert both_ways(loads["a"], arrays)[0] == [packed(start)]
    if start <= end:
        assert both_ways(graph.over(graph.minus(loads["b"], loads["a"]), 32), arrays)[0] == [
            months_between(start, end)
        ]
    assert both_ways(graph.over(graph.minus(loads["b"], loads["a"]), 384), arrays)[0] == [age_on(start, end)]
    after = graph.plus(
        graph.times(graph.plus(graph.over(loads["a"], 32), graph.number(1)), graph.number(32)),
        graph.number(1),
    )
    assert both_ways(after, arrays)[0] == [packed(month_after(start))]


def test_names_of_arrays() -> None:
    assert [argument(name) for name in ("person#", "person!", "loan.rate^", "loan.rate%")] == [
        "person_starts", "person_listed", "loan__rate_high", "loan__rate_ends",
    ]  # fmt: skip
