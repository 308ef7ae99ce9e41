"""Why there is no verdict on the facts: said of every measure that is not for a case, or stays open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis.strategies import DataObject, data

import fupin_policy as fp
from fupin_policy import Verdict
from fupin_policy.policy import Rulebook, available, replace_measure
from fupin_policy.rules import parse
from fupin_policy.testing import cases_of
from fupin_policy.testing.strategies import entities

DAY = date(2021, 6, 1)


def unsaid(outcomes: Iterable[fp.Outcome]) -> list[str]:
    """The measures that say neither a verdict on the facts nor why there is none."""
    return [
        f"{one.measure}: {one.verdict}"
        for one in outcomes
        if (one.verdict is Verdict.UNDETERMINED and not one.missing and one.reason is None)
        or (one.verdict in (Verdict.DOES_NOT_APPLY, Verdict.NOT_IN_FORCE) and one.reason is None)
    ]


@pytest.mark.parametrize("entity", ["household", "county", "town", "village", "enterprise"])
@given(data=data())
def test_what_is_left_open_or_aside_has_its_reason(qinghe: fp.Policy, entity: str, data: DataObject) -> None:
    case = data.draw(entities(entity, qinghe, on=DAY))
    try:
        result = qinghe.assess(case, on=DAY)
    except fp.ConflictError:
        return
    assert unsaid(result) == []
    assert fp.Assessment.from_json(result.to_json()).to_json() == result.to_json()


@pytest.mark.parametrize("slug", available())
def test_in_every_stored_case_what_is_left_open_or_aside_has_its_reason(slug: str) -> None:
    """Each case's own measure, and of every tenth case all others too."""
    policy, told = fp.load_policy(slug), []
    for number, case in enumerate(cases_of(policy)):
        if case.subject is None:
            continue
        try:
            result = policy.assess(case.subject, on=case.on, readings=case.readings, terms=case.terms)
        except fp.FupinError:
            continue
        outcomes = list(result) if number % 10 == 0 else [result[case.measure]]
        told += [f"{case.id}: {each}" for each in unsaid(outcomes)]
    assert told == []


def test_the_condition_that_makes_a_rule_one_for_others_is_told(qinghe: fp.Policy) -> None:
    bill = fp.MedicalBill(id="b", kind="inpatient", in_scope="100元")
    home = fp.Household(type="general", members=[fp.Person(id="a", bills=[bill], ill=True)])
    outcome = qinghe.assess(home, on=DAY)["outpatient"]
    assert outcome.verdict is Verdict.DOES_NOT_APPLY
    assert outcome.reason.zh == "只适用于:就医类别为普通门诊"
    assert outcome.reason.en == "only for: kind of treatment is ordinary outpatient"
    away = qinghe.assess(evolve(home, type="not_on_roll"), on=DAY)["illness-allowance"]
    assert away.reason.en == "only for: household on the roll"


def test_a_measure_out_of_force_says_when_it_is_in_force(qinghe: fp.Policy) -> None:
    home = fp.Household(type="general", members=[fp.Person(id="a", stage="senior_high", tuition="1000元/年")])
    outcome = qinghe.assess(home, on=date(2020, 8, 31))["fee-waiver"]
    assert outcome.verdict is Verdict.NOT_IN_FORCE
    assert outcome.reason.en == "in force only where the day is on or after 2020-09-01"


def test_a_goal_is_neither_met_nor_missed_before_its_day(qinghe: fp.Policy) -> None:
    county = fp.County(tap_water_share="94.99%")
    on_the_day = qinghe.assess(county, on=date(2021, 12, 31))["tap-water"]
    assert on_the_day.verdict is Verdict.DOES_NOT_APPLY
    assert on_the_day.reason.zh == "目标尚未达到,期限(2021-12-31)未过"
    assert on_the_day.reason.en == "not reached yet, and not missed before its day (2021-12-31) has passed"
    assert qinghe.assess(county, on=date(2022, 1, 1))["tap-water"].verdict is Verdict.FAILS
    early = fp.County(tap_water_share="95%")
    assert qinghe.assess(early, on=date(2020, 1, 1))["tap-water"].verdict is Verdict.HOLDS


@pytest.mark.parametrize(
    ("reading", "due"), [("end_2020", date(2020, 12, 31)), ("end_2021", date(2021, 12, 31))]
)
def test_the_day_of_a_goal_hangs_on_its_reading(qinghe: fp.Policy, reading: str, due: date) -> None:
    home = fp.Household(dwelling=fp.Dwelling(completed_on="2022-01-05"))
    late = qinghe.assess(home, on=date(2022, 6, 1), readings={"before_2021": reading})
    assert late["homes-done"].verdict is Verdict.FAILS
    assert qinghe["homes-done"].due_under({"before_2021": reading}).end == due


def with_rule(policy: fp.Policy, measure: str, **rule: object) -> Rulebook:
    one = policy[measure]
    return replace_measure(policy, evolve(one, rule=evolve(one.rule, **rule)))


def test_a_goal_within_a_span_of_days_is_not_due_before_the_span(qinghe: fp.Policy) -> None:
    due = parse('on > "2022-12-31"')
    later = with_rule(qinghe, "road-width", due=due)
    narrow = fp.Village(administrative=True, road_surface_width="3.5米")
    assert later.assess(narrow, on=date(2020, 1, 1))["road-width"].reason.en.startswith("not reached yet")
    assert qinghe.assess(narrow, on=date(2020, 1, 1))["road-width"].verdict is Verdict.FAILS


def test_a_number_that_a_rough_figure_does_not_decide_is_told() -> None:
    ruyuan = fp.load_policy("ruyuan-2016")
    outcome = ruyuan.assess(fp.Town(pv_site_area="10.1亩"), on=date(2017, 9, 1))["pv-point-land"]
    assert (outcome.verdict, outcome.missing) == (Verdict.UNDETERMINED, ())
    assert outcome.reason.en == "the text says about 10 mu; whether 10.1 mu is that cannot be told"
    assert outcome.reason.zh == "原文只说约10亩,10.1亩算不算在内无从分辨"


def test_reasons_are_told_in_every_form(qinghe: fp.Policy) -> None:
    result = qinghe.assess(fp.County(tap_water_share="90%"), on=DAY)
    reason = result["tap-water"].reason
    data = {one["measure"]: one for one in result.to_dict()["outcomes"]}
    assert data["tap-water"]["reason"] == {"zh": reason.zh, "en": reason.en}
    assert reason.en not in result.explain("en")
    assert f"  Reason: {reason.en}\n" in result.explain("en", everything=True)
    assert f"- Share with piped water: {reason.en}\n" in result.to_text("en", everything=True)
    assert reason.en in result.to_html("en", everything=True)
    stored = fp.Assessment.from_dict(result.to_dict())
    assert stored["tap-water"].reason == reason
    assert f"- 自来水普及率: {reason.zh}\n" in stored.to_text("zh", everything=True)


def test_a_reason_that_many_measures_share_is_told_once(qinghe: fp.Policy) -> None:
    text = qinghe.assess(fp.County(), on=DAY).to_text("en", everything=True)
    (line,) = [
        line for line in text.splitlines() if "another kind of case (household)" in line and "due" not in line
    ][:1]
    assert line.endswith("measures: this measure is about another kind of case (household)")


def test_payers_whose_shares_come_to_more_than_the_amount_are_told(qinghe: fp.Policy) -> None:
    home = fp.Household(
        type="general",
        members=[fp.Person()],
        loans=[fp.Loan(id="l", purpose="production", interest="1000元/年")],
    )
    terms = {"qualified": True, "county_interest": "70%"}
    outcome = qinghe.assess(home, on=DAY, terms=terms)["credit-interest"]
    assert [str(share) for _, share in outcome.items[0].layers] == ["400元/年", "600元/年", "0元/年"]
    assert outcome.reason.en == (
        "the payers' shares come to 1,100 yuan/year, more than the amount of 1,000 yuan/year;"
        " those named last pay what is left"
    )
    assert outcome.reason.zh == "各方应付合计1100元/年,多于金额1000元/年;排在后面的按余额支付"
    assert outcome.counted
    assert (
        qinghe.assess(home, on=DAY, terms={**terms, "county_interest": "60%"})["credit-interest"].reason
        is None
    )
