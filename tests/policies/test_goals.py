"""Goals of the shipped documents: none is missed before its last day has passed, and one reached early is met."""

from __future__ import annotations

from datetime import date

import pytest

import fupin_policy as fp
from fupin_policy.policy import Kind, available
from fupin_policy.rules import facts_read
from fupin_policy.testing import cases_of

GOALS = (Kind.TARGET, Kind.STANDARD, Kind.EXIT_STANDARD, Kind.DUTY)


@pytest.mark.parametrize("slug", available())
def test_every_goal_with_a_day_is_due_after_it_and_looks_at_no_fact_for_that(slug: str) -> None:
    policy = fp.load_policy(slug)
    dated = [one for one in policy if one.rule is not None and one.kind in GOALS and one.deadlines]
    assert all(one.rule.due is not None for one in dated)
    assert not any(facts_read(one.rule.due, policy.scope_of(one)) for one in dated)


@pytest.mark.parametrize("slug", available())
def test_no_stored_case_misses_a_goal_before_its_day(slug: str) -> None:
    policy, missed = fp.load_policy(slug), []
    for case in cases_of(policy):
        measure = policy[case.measure]
        due = measure.due_under(policy.choose(case.readings))
        if case.expect.verdict is fp.Verdict.FAILS and measure.rule.due is not None and due is not None:
            missed += [case.id] if case.on <= due.end else []
    assert missed == []


def test_a_share_reached_long_before_asks_for_no_day() -> None:
    ruyuan = fp.load_policy("ruyuan-2016")
    county = fp.County(tap_water_share="95%")
    outcome = ruyuan.assess(county, on=date(2016, 12, 1))["tap-water-share"]
    assert (outcome.verdict, outcome.missing) == (fp.Verdict.HOLDS, ())
    later = ruyuan.assess(county, on=date(2019, 6, 1), readings={"after_2018": "continues"})[
        "tap-water-share"
    ]
    assert [gap.key for gap in later.missing] == ["county.tap_water_reached_on"]


def test_households_and_counties_are_asked_alike() -> None:
    ruyuan, day = fp.load_policy("ruyuan-2016"), date(2017, 6, 1)
    home = ruyuan.assess(fp.Household(type="general", exited=False), on=day)["all-exit-by-2018"]
    county = ruyuan.assess(fp.County(tap_water_share="80%"), on=day)["tap-water-share"]
    assert home.verdict is county.verdict is fp.Verdict.DOES_NOT_APPLY
    assert home.reason == county.reason
    assert home.reason.en == "not reached yet, and not missed before its day (2018-12-31) has passed"
