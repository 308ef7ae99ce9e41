"""A register run and the evaluator are compared case by case, and what they say otherwise is found and named."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from attrs import evolve

pytest.importorskip("numpy", reason="the extra register is not installed")
pytest.importorskip("pyarrow", reason="the extra register is not installed")

import fupin_policy as fp
from fupin_policy import ConflictError
from fupin_policy.domain.facts import facts_of
from fupin_policy.register.kernel.engine import prepare
from fupin_policy.testing.differential import chunks, compared, differences, full_layout, sweep
from fupin_policy.testing.invented import cases_of_register, invent

DAY = date(2021, 6, 1)


def test_register_and_evaluator_say_the_same_of_invented_cases(qinghe: fp.Policy) -> None:
    done = list(sweep(qinghe, 4200))
    assert [(chunk.cases, found) for chunk, found in done] == [(2000, []), (2000, []), (200, [])]
    assert [chunk for chunk, _ in done] == list(chunks(qinghe, 4200))
    assert not list(differences(qinghe, DAY, 50, engine="numpy", missing=True))


def test_everything_that_is_told_otherwise_is_found(qinghe: fp.Policy) -> None:
    """The register is compared with its own cases in another order."""
    layout = full_layout(qinghe, "household")
    run = prepare(qinghe.plan, layout, measures=["student-grant"], engine="numpy", missing=True)
    register = invent(qinghe, layout, 400, DAY, seed=3)
    cases = cases_of_register(register)
    found = {id(one.case): one for one in compared(qinghe, run, register, cases[::-1], DAY)}
    kinds = set[str]()
    for case, other in zip(cases[::-1], cases, strict=True):
        here, there = said(qinghe, case), said(qinghe, other)
        if "failure" in here or "failure" in there:  # of measures that the run was not asked for
            continue
        first = next((what for what in here if here[what] != there[what]), None)
        difference = found.get(id(case))
        if first is None:  # and so are totals
            assert difference is None or difference.what.startswith("total ")
            continue
        assert difference is not None and difference.what == first
        kinds.add(first)
        assert (difference.exact, difference.register) == (here[first], there[first])
        assert str(difference).endswith(f" in the register, of\n{case.to_yaml()}")
    assert kinds == {"student-grant", "student-grant amount", "student-grant missing"}


def said(policy: fp.Policy, case: Any) -> dict[str, Any]:
    """What is compared of a case, told without the comparison."""
    try:
        result = policy.assess(case, on=DAY)
    except ConflictError:
        return {"failure": True}
    outcome = result["student-grant"]
    return {
        "student-grant": outcome.verdict.value,
        "student-grant amount": ends(outcome.amount),
        "student-grant missing": frozenset(one.key for one in outcome.missing),
    }


def ends(amount: fp.Quantity | None) -> Any:
    value = 0 if amount is None else amount.value
    if isinstance(value, fp.Interval):
        return value.low, value.high, value.low_open, value.high_open
    return value, value, False, False


@pytest.mark.parametrize("bounded", [False, True])
def test_the_same_seed_makes_the_same_cases_with_every_fact_in_its_place(
    qinghe: fp.Policy, bounded: bool
) -> None:
    layout = full_layout(qinghe, "household", bounded=bounded)
    cases, again = (cases_of_register(invent(qinghe, layout, 200, DAY, seed=7)) for _ in range(2))
    assert cases == again
    assert all(case == evolve(case) for case in cases if not list(case.contradictions()))
    lists = {case.members for case in cases}
    assert None in lists and () not in lists
    assert {one.bills for members in lists if members is not None for one in members} > {None, ()}
    assert {type(getattr(case, fact)) for case in cases for fact in facts_of(type(case))} >= {
        type(None),
        bool,
    }
