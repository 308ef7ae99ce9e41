"""What is shown of a value at a prompt and in a notebook: a line that tells what it is."""

from __future__ import annotations

from datetime import date

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis.vendor.pretty import pretty

import fupin_policy as fp
from fupin_policy.testing.values import intervals, quantities, units
from fupin_policy.values import Interval, Quantity, Unit

DAY = date(2021, 6, 1)


@pytest.fixture(scope="module")
def result(qinghe: fp.Policy) -> fp.Assessment:
    people = [fp.Person(id="a", stage="university", full_time=True), fp.Person(id="b")]
    return qinghe.assess(fp.Household(type="general", members=people), on=DAY)


def test_results_are_told_in_a_line(qinghe: fp.Policy, result: fp.Assessment) -> None:
    held, open_ = len(result.having("holds")), len(result.having("undetermined"))
    grant = result["student-grant"]
    (question,) = result.next_questions(1)
    assert repr(result) == (
        f"<Assessment of a household under qinghe-2020 on 2021-06-01: {held} measures hold, {open_} may hold>"
    )
    assert repr(grant) == f"<Outcome student-grant: holds, {grant.amount}>"
    assert (
        repr(qinghe["student-grant"])
        == f"<Measure student-grant ({qinghe['student-grant'].clause}): Student grant>"
    )
    assert repr(qinghe).startswith("<Policy qinghe-2020: ")
    assert repr(question) == (
        f"<Question {question.missing}: settles {question.settles} to {question.could_settle}>"
    )
    assert "<Assessment of an enterprise under" in repr(qinghe.assess(fp.Enterprise(), on=DAY))


def test_the_steps_of_a_rule_are_told_in_a_line(result: fp.Assessment) -> None:
    waiting = [step for one in result for step in one.trace]
    shown = set()
    for step in waiting:
        waiting += step.parts
        shown.add(repr(step))
        assert len(repr(step)) < 120 and "\n" not in repr(step)
    assert "<Step person.stage == university and person.full_time for a: True>" in shown
    assert "<Step person.disabled: unknown>" in shown


def test_a_plan_and_its_rules_are_told_in_a_line(qinghe: fp.Policy) -> None:
    plan = qinghe.plan
    assert repr(plan) == f"<Plan of qinghe-2020: {len(plan.rules)} rules over {len(plan.facts)} facts>"
    (grant,) = [one for one in plan.rules if one.measure.id == "disability-allowance"]
    assert repr(grant) == "<PlannedRule disability-allowance>"
    assert repr(grant.when) == "<Compiled define.listed and person.disabled>"
    assert all(len(repr(one.when)) < 80 for one in plan.rules)


def test_an_assessment_under_several_policies_is_told_in_a_line() -> None:
    registry, home = fp.load_policies(), fp.Household(division="440232", type="general")
    joint = registry.assess(home, on=date(2017, 9, 1))
    held = {slug: len(one.having("holds")) for slug, one in joint.items()}
    assert repr(joint) == (
        f"<JointAssessment under national-2016 ({held['national-2016']} measures hold), "
        f"ruyuan-2016 ({held['ruyuan-2016']} measures hold)>"
    )
    assert repr(evolve(joint, assessments={})) == "<JointAssessment under no policy>"


def test_what_is_watched_is_told_in_a_line(qinghe: fp.Policy) -> None:
    targets, duties = qinghe.monitor([], on=DAY), qinghe.duties(on=DAY)
    for report in (targets, duties):
        kind, first = type(report).__name__, next(iter(report))
        counts = repr(report).removeprefix(f"<{kind} of qinghe-2020 on 2021-06-01: ").removesuffix(">")
        assert sum(int(part.split()[0]) for part in counts.split(", ")) == len(report)
        assert repr(first).startswith(f"<{type(first).__name__} {first.measure}, ")
        assert repr(first).endswith(f": {first.state.en}>")
        assert repr(evolve(report, reports=())) == f"<{kind} of qinghe-2020 on 2021-06-01: nothing>"


@given(quantities())
def test_a_quantity_is_shown_as_it_is_read(quantity: Quantity) -> None:
    assert eval(repr(quantity), {"Quantity": Quantity}) == quantity


@given(units())
def test_a_unit_is_shown_as_it_is_read(unit: Unit) -> None:
    assert eval(repr(unit), {"Unit": Unit}) == unit


@given(intervals())
def test_an_interval_is_shown_with_what_is_known_of_it(interval: Interval) -> None:
    from fractions import Fraction

    assert eval(repr(interval), {"Interval": Interval, "Fraction": Fraction}) == interval
    assert "None" not in repr(interval) and "False" not in repr(interval)


def test_an_entity_is_shown_in_as_many_lines_as_it_takes() -> None:
    home = fp.Household(
        id="户1", type="general", members=[fp.Person(id="a", stage="university", tuition="5500元/年")]
    )
    assert pretty(fp.Household(type="general")) == repr(fp.Household(type="general"))
    shown = pretty(home)
    assert len(shown.splitlines()) > 1 and max(map(len, shown.splitlines())) < 80
    assert eval(shown, vars(fp)) == eval(repr(home), vars(fp)) == home
