"""The checks of a policy's own data: silent where it is in order, loud about each kind of slip."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from fupin_policy import Policy
from fupin_policy.policy import Label, Measure, available, replace_measure
from fupin_policy.policy.model import Repair
from fupin_policy.rules import parse
from fupin_policy.values import Quantity
from fupin_policy.verify import Finding, Severity, check, report, summary


def changed(book: Policy, measure: str, **changes: Any) -> Policy:
    return replace_measure(book, evolve(book[measure], **changes))


def ruled(book: Policy, measure: str, **changes: Any) -> Policy:
    rule = book[measure].rule
    assert rule is not None
    return changed(book, measure, rule=evolve(rule, **changes))


def stacked(book: Policy, measure: str, **changes: Any) -> Policy:
    rule = book[measure].rule
    assert rule is not None
    return ruled(book, measure, stacking=evolve(rule.stacking, **changes))


def new_findings(book: Policy, before: Policy) -> list[tuple[str, Severity]]:
    known = check(before)
    return [(one.id, one.level) for one in check(book) if one not in known]


def test_a_policy_in_order_has_its_contradictions_and_nothing_else(qinghe: Policy) -> None:
    (found,) = check(qinghe)
    assert found == Finding(
        id="check:households-by-labour",
        level=Severity.FINDING,
        clause="一(一)",
        text=Label(
            "有无劳动能力两类户之和等于在册户数:不成立。450加140为590，比600少10户",
            "Households able and unable to work add up to the roll: does not hold."
            " 450 and 140 are 590, ten fewer than 600",
        ),
        explained=True,
    )
    assert found.describe("en").startswith("[finding] 一(一): Households able and unable")


def test_summary_counts(qinghe: Policy) -> None:
    found = summary(qinghe)
    assert (found.clauses, found.measures, found.readings, found.terms) == (14, 45, 4, 7)
    assert (found.checks_that_hold, found.contradictions, found.unexplained) == (4, 1, 0)
    assert found.figures == found.phrases_read == sum(len(measure.figures) for measure in qinghe)
    assert "five-measures.items" in found.only_printed
    assert "roll-line.line" not in found.only_printed
    assert "unexplained: 0" in found.describe("en")
    assert "未解释0项" in found.describe("zh")
    assert report(qinghe, check(qinghe), "en").splitlines()[-1] == f"qinghe-2020: {found.describe('en')}"


def test_a_check_that_fails_is_an_error(qinghe: Policy) -> None:
    other = evolve(qinghe, checks=tuple(evolve(one, expect=not one.expect) for one in qinghe.checks))
    assert new_findings(other, qinghe) == [(f"check:{one.id}", Severity.ERROR) for one in qinghe.checks]


def test_a_check_that_nothing_decides_is_an_error(qinghe: Policy) -> None:
    one = evolve(qinghe.checks[0], holds=parse("term.county_income > figure.exit_income_forecast.income"))
    (found,) = (f for f in check(evolve(qinghe, checks=(one,))) if f.level is Severity.ERROR)
    assert found.text.en.endswith("do not decide it")


def test_a_value_that_is_not_the_printed_one_is_an_error(qinghe: Policy) -> None:
    figures = dict(qinghe["repair-grant"].figures)
    figures["amount"] = evolve(figures["amount"], value=Quantity.parse("5001元/户"))
    found = new_findings(changed(qinghe, "repair-grant", figures=figures), qinghe)
    assert found == [("phrase:repair-grant.amount", Severity.ERROR)]


def test_a_phrase_is_read_as_the_repaired_text_means_it(qinghe: Policy) -> None:
    figures = dict(qinghe["repair-grant"].figures)
    figures["amount"] = evolve(figures["amount"], as_written="05万元")
    damaged = changed(qinghe, "repair-grant", figures=figures)
    assert [name for name, _ in new_findings(damaged, qinghe)] == ["phrase:repair-grant.amount"]
    repair = Repair("二/3", "05万元", "0.5万元", Label("x", "x"))
    assert new_findings(evolve(damaged, repairs=(*qinghe.repairs, repair)), qinghe) == []


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("readings", ["unused:reading.spare"]),
        ("terms", ["unused:term.spare"]),
        ("definitions", ["unused:definition.spare"]),
        ("actors", ["unused:actor.spare"]),
    ],
)
def test_what_nothing_uses_is_a_warning(qinghe: Policy, field: str, names: list[str]) -> None:
    named = getattr(qinghe, field)
    other = evolve(qinghe, **{field: {**named, "spare": next(iter(named.values()))}})
    assert new_findings(other, qinghe) == [(name, Severity.WARNING) for name in names]


def test_what_only_an_unused_definition_uses_is_unused(qinghe: Policy) -> None:
    listed = qinghe.definitions["listed"]
    spare = evolve(listed, body=parse("define.inner"))
    other = evolve(qinghe, definitions={**qinghe.definitions, "inner": listed, "spare": spare})
    assert [name for name, _ in new_findings(other, qinghe)] == [
        "unused:definition.inner",
        "unused:definition.spare",
    ]


def test_stacking_that_leads_back_is_an_error(qinghe: Policy) -> None:
    assert new_findings(stacked(qinghe, "fee-waiver-again", same_as="fee-waiver-again"), qinghe) == [
        ("stacking:fee-waiver-again", Severity.ERROR)
    ]
    around = stacked(qinghe, "fee-waiver", same_as="fee-waiver-again")
    assert {name for name, _ in new_findings(around, qinghe)} == {
        "stacking:fee-waiver",
        "stacking:fee-waiver-again",
    }


def test_a_group_of_one_is_a_warning(qinghe: Policy) -> None:
    other = stacked(qinghe, "illness-allowance", higher_of=None)
    assert new_findings(other, qinghe) == [("stacking:higher_of.care", Severity.WARNING)]


@pytest.mark.parametrize(
    "text", ["FREQ=MONTHLY;EVERY=3", "FREQ=YEARLY;BYMONTH=13", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"]
)
def test_a_recurrence_that_names_no_day_is_an_error(qinghe: Policy, text: str) -> None:
    other = changed(qinghe, "quarterly-meeting", recurrence=text)
    assert new_findings(other, qinghe) == [("recurrence:quarterly-meeting", Severity.ERROR)]


def test_a_deadline_outside_every_reading_of_the_period_is_a_warning(qinghe: Policy) -> None:
    inside = changed(qinghe, "all-exit", deadline=None)
    assert new_findings(inside, qinghe) == []
    early = evolve(qinghe, in_force=parse('on >= "2023-01-01"'))
    late = [name for name, _ in new_findings(early, qinghe) if name.startswith("deadline:")]
    figures = ["all-exit.by", "homes-done.before", "homes-done.within", "tap-water.by", "buses.must"]
    assert late == [f"deadline:{name}" for name in figures]


def test_a_goal_that_nothing_decides_is_a_warning(qinghe: Policy) -> None:
    other = changed(qinghe, "buses", rule=None, target=None)
    assert ("undecided:buses", Severity.WARNING) in new_findings(other, qinghe)


def test_measures_must_say_something_of_their_own(qinghe: Policy) -> None:
    empty = changed(qinghe, "buses", says=Label(" ", "x"))
    assert new_findings(empty, qinghe) == [("says:buses", Severity.ERROR)]
    twin: Measure = qinghe["tap-water"]
    again = changed(qinghe, "buses", says=twin.says)
    assert new_findings(again, qinghe) == [("says:buses", Severity.WARNING)]


@pytest.mark.parametrize("slug", available())
def test_the_policies_of_the_library_leave_nothing_unexplained(slug: str) -> None:
    from fupin_policy import load_policy

    assert [one.describe("en") for one in check(load_policy(slug)) if not one.explained] == []
