"""Every rule says of a row of a register what it says of the case by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupin_policy.problems import InputError
from fupin_policy.register.days import counted
from fupin_policy.register.intake.entities import register_of
from fupin_policy.register.kernel.blocks import run_blocks
from fupin_policy.register.kernel.compiling import plain_kernel
from fupin_policy.register.kernel.fitting import arrays_of
from fupin_policy.register.kernel.graph import Graph, Value
from fupin_policy.register.kernel.logic import Code, Day, Lowered
from fupin_policy.register.kernel.lower import Context, Lowering
from fupin_policy.register.kernel.numbers import Num, Truth
from fupin_policy.register.kernel.scalar import Output, source_of
from fupin_policy.register.layout import Layout
from fupin_policy.rules import Node, compile_rule, facts_read, parse
from fupin_policy.testing.rules import environments, rules, sample_scope
from fupin_policy.values import Interval

SCOPE = sample_scope("household")


def lowered(rule: Node, env: Mapping[str, Any]) -> tuple[Lowered, Layout, dict[str, Any]]:
    """A rule lowered for a register of one case, and the arrays of that register."""
    register = register_of([env["household"]], "household")
    layout = Layout.of(register, facts_read(rule, SCOPE))
    readings = {name: env[f"reading.{name}"] for name in SCOPE.readings}
    terms = {name: env[f"term.{name}"] for name in SCOPE.terms if env[f"term.{name}"] is not None}
    lowering = Lowering(Graph(), layout, readings, terms)
    return lowering.lower(rule, Context(SCOPE)), layout, arrays_of(register, layout)


def parts_of(found: Lowered) -> dict[str, Value]:
    if isinstance(found, Truth):
        return {"holds": found.holds, "fails": found.fails}
    names = ("value", "known")
    if isinstance(found, Num):
        names = ("low", "high", "no_low", "no_high", "low_open", "high_open", "known")
    return {name: getattr(found, name) for name in names}


def worked_out(found: Lowered, layout: Layout, inputs: dict[str, Any], on: date) -> list[dict[str, int]]:
    """Every part of a lowered rule, by arrays and by the plain loop."""
    outputs = [
        Output(name, value, "int64" if value.kind == "int" else "bool")
        for name, value in parts_of(found).items()
    ]
    by_arrays = {output.name: np.zeros(1, output.dtype) for output in outputs}
    failed = np.zeros(1, bool)
    run_blocks(layout, outputs, inputs, by_arrays, failed, (0, 1), counted(on))
    by_loop = {output.name: [0] for output in outputs}
    kernel = plain_kernel(source_of(list(inputs), outputs, layout.root, "A rule."))
    kernel(0, 1, counted(on), *(array.tolist() for array in inputs.values()), *by_loop.values(), [False])
    return [{name: int(values[0]) for name, values in one.items()} for one in (by_arrays, by_loop)]


def read_back(found: Lowered, parts: Mapping[str, int]) -> Any:
    """The value in the form that the evaluator gives it."""
    if isinstance(found, Truth):
        assert not (parts["holds"] and parts["fails"])
        return True if parts["holds"] else False if parts["fails"] else None
    if isinstance(found, Day):
        months, day = divmod(parts["value"], 32)
        return date(months // 12, months % 12 + 1, day) if parts["known"] else None
    if isinstance(found, Code):
        return found.keys[parts["value"]] if parts["known"] else None
    low, high = (Fraction(parts[end], found.denominator) for end in ("low", "high"))
    if parts["known"]:
        assert low == high
        return low
    ends = (None if parts["no_low"] else low, None if parts["no_high"] else high)
    return (
        *ends,
        bool(parts["low_open"] and not parts["no_low"]),
        bool(parts["high_open"] and not parts["no_high"]),
    )


def without_nominal(value: Any) -> Any:
    return (value.low, value.high, value.low_open, value.high_open) if isinstance(value, Interval) else value


@pytest.mark.parametrize("kind", ["bool", "number", "date"])
@given(data=st.data())
def test_a_rule_says_the_same_of_a_row(kind: str, data: st.DataObject) -> None:
    rule = data.draw(rules(SCOPE, kind))
    for env in data.draw(environments(SCOPE, rule)):
        expected = without_nominal(compile_rule(rule, SCOPE).run(env))
        found, layout, inputs = lowered(rule, env)
        for parts in worked_out(found, layout, inputs, env["on"]):
            assert read_back(found, parts) == expected


def test_texts_cannot_be_asked_of_a_register() -> None:
    lowering = Lowering(Graph(), Layout("household", ("household",), {}), {}, {})
    with pytest.raises(InputError, match=r"^'household.name' \(text\) cannot be asked of a register$"):
        lowering.lower(parse("household.name"), Context(SCOPE))
