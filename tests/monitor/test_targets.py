"""Targets of the fictional county against what was observed."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest

import fupin_policy as fp
from fupin_policy.library import Policy
from fupin_policy.monitor import TargetReport, TargetState, read_observations
from fupin_policy.monitor.series import Series, Window
from fupin_policy.policy import TargetScope
from fupin_policy.policy.goals import goal_rule
from fupin_policy.problems import InputError

ROW = {"level": "county", "area": "清河"}


def water(value: str, year: str) -> dict[str, Any]:
    return {**ROW, "indicator": "tap_water_share", "value": value, "year": year}


def of(
    qinghe: Policy, measure: str, rows: list[dict[str, Any]], on: date, **more: Any
) -> tuple[TargetReport, ...]:
    return qinghe.monitor(rows, on=on, **more).of(measure)


def states(reports: tuple[TargetReport, ...]) -> list[str]:
    return [report.state.value for report in reports]


def test_a_series_is_judged_step_by_step(qinghe: Policy) -> None:
    rows = [water("79.99%", "2020")]
    first, second = of(qinghe, "tap-water", rows, date(2021, 6, 30))
    assert (first.state, second.state) == (TargetState.MISSED, TargetState.BEHIND)
    assert str(first.gap) == "0.01%"


def test_reached_on_the_due_day_is_met(qinghe: Policy) -> None:
    first, second = of(qinghe, "tap-water", [water("80%", "2020"), water("95%", "2021")], date(2022, 3, 1))
    assert states((first, second)) == ["met", "met"]


def test_what_is_reached_after_the_due_day_was_missed(qinghe: Policy) -> None:
    rows = [water("80%", "2020"), water("94.99%", "2021"), water("99%", "2022")]
    assert states(of(qinghe, "tap-water", rows, date(2022, 12, 31))) == ["met", "missed"]


@pytest.mark.parametrize(("value", "state"), [("87.47%", "behind"), ("87.48%", "on_course"), ("95%", "met")])
def test_course_is_an_even_pace_from_the_printed_start(qinghe: Policy, value: str, state: str) -> None:
    """From 70% on 2019-12-31 to 95% on 2021-12-31: 511 of 731 days make 87.476%."""
    observed = {**ROW, "indicator": "tap_water_share", "value": value, "on": "2021-05-25"}
    _, report = of(qinghe, "tap-water", [observed], date(2021, 5, 25))
    assert report.state.value == state


def test_gap_and_pace(qinghe: Policy) -> None:
    _, report = of(
        qinghe,
        "tap-water",
        [{**ROW, "indicator": "农村自来水普及率", "value": "85%", "on": "2020-12-31"}],
        date(2020, 12, 31),
    )
    assert str(report.gap) == "10%"
    # 365 days of a year of 365.25: the pace is a little more than the gap.
    assert report.pace is not None and report.gap is not None
    assert report.pace.number == report.gap.number * Fraction(1461, 1460)


def test_nothing_observed_is_undetermined_and_says_what_is_missing(qinghe: Policy) -> None:
    reports = of(qinghe, "tap-water", [], date(2021, 1, 1))
    assert states(reports) == ["undetermined", "undetermined"]
    assert [str(gap) for gap in reports[0].missing] == ["county.tap_water_share"]


def test_each_area_is_reported(qinghe: Policy) -> None:
    rows = [water("96%", "2020"), {**water("50%", "2020"), "area": "邻县"}]
    rows += [{**row, "year": "2021"} for row in rows]
    reports = of(qinghe, "tap-water", rows, date(2022, 1, 1))
    assert {(report.area, report.state.value) for report in reports} == {
        ("清河", "met"), ("邻县", "missed"),
    }  # fmt: skip


def test_aim_and_must_have_days_of_their_own(qinghe: Policy) -> None:
    """The tolerance of 基本 is an open term: once it is filled the verdict is clear."""
    rows = [{**ROW, "indicator": "bus_share", "value": "97%", "on": "2022-06-30"}]
    aim, must = of(qinghe, "buses", rows, date(2022, 7, 1), terms={"basic_shortfall": "2%"})
    assert (aim.modality.value, must.modality.value) == ("aim", "must")
    assert aim.due == date(2021, 12, 31) and must.due == date(2022, 12, 31)
    assert must.state is not TargetState.MET
    aim, must = of(qinghe, "buses", rows, date(2022, 7, 1), terms={"basic_shortfall": "3%"})
    assert must.state is TargetState.MET


def test_a_tolerance_that_is_not_known_leaves_the_target_open(qinghe: Policy) -> None:
    rows = [{**ROW, "indicator": "bus_share", "value": "97%", "on": "2022-12-31"}]
    _, must = of(qinghe, "buses", rows, date(2022, 12, 31))
    assert must.state is TargetState.UNDETERMINED
    assert "term.basic_shortfall" in [gap.key for gap in must.missing]


def test_yearly_scope_looks_at_the_year(qinghe: Policy) -> None:
    growth = {**ROW, "indicator": "medical_cost_growth"}
    rows = [{**growth, "value": "3%", "year": "2020"}, {**growth, "value": "5%", "year": "2021"}]
    (report,) = of(qinghe, "medical-costs", rows, date(2020, 12, 31))
    assert report.state is TargetState.MET
    year, report = of(qinghe, "medical-costs", rows, date(2021, 12, 31))
    assert (year.due, year.state.value, str(year.value)) == (date(2020, 12, 31), "met", "3%")
    years = of(qinghe, "medical-costs", rows, date(2022, 1, 1))
    assert [(one.due and one.due.year, one.state.value) for one in years[:2]] == [
        (2020, "met"),
        (2021, "missed"),
    ]
    assert report.state is not TargetState.MET
    assert str(report.gap) == "-1%"


def test_a_relative_goal_follows_what_it_is_relative_to(qinghe: Policy) -> None:
    able = {**ROW, "indicator": "able_poor_income_per_head", "value": "6500元/人/年", "year": "2021"}
    rural = {**ROW, "indicator": "rural_income", "value": "10000元/人/年", "year": "2021"}
    (report,) = of(qinghe, "able-income", [able, rural], date(2021, 12, 31))
    assert str(report.goal) == ">=6500元/人/年"
    (report,) = of(qinghe, "able-income", [able], date(2021, 12, 31))
    assert report.goal is None
    assert report.state is TargetState.UNDETERMINED


def test_unknown_readings_are_refused(qinghe: Policy) -> None:
    with pytest.raises(ValueError, match="unknown reading of qinghe-2020 'x'"):
        qinghe.monitor([], on=date(2021, 1, 1), readings={"x": "y"})


def test_a_goal_is_judged_by_what_is_observed(qinghe: Policy) -> None:
    """The measure's own rule asks for the day on which the goal was reached, which nobody observes."""
    book = fp.load_policy("ruyuan-2016")
    row = {"level": "county", "division": "440232", "indicator": "tap_water_share", "year": "2018"}
    for value, state in (("100%", "met"), ("1%", "missed")):
        (report,) = book.monitor([{**row, "value": value}], on=date(2019, 1, 1)).of("tap-water-share")
        assert report.state.value == state


def test_an_old_observation_does_not_settle_a_due_day_that_has_passed(qinghe: Policy) -> None:
    first, second = of(qinghe, "tap-water", [water("96%", "2020")], date(2022, 1, 1))
    assert states((first, second)) == ["met", "undetermined"]
    assert second.reason is not None and second.reason.en == "last observed 2020-12-31"
    assert "2020-12-31" in second.reason.zh
    assert of(qinghe, "tap-water", [water("96%", "2020")], date(2021, 12, 31))[1].state == "met"


def test_what_was_observed_before_a_period_opens_does_not_count_for_it() -> None:
    """The number of one cycle says nothing of the next, though the indicator is the same."""
    jiangxi = fp.load_policy("jiangxi-2014")

    def row(value: int, year: str) -> dict[str, Any]:
        indicator = "exited_persons_cycle"
        return {
            "level": "province",
            "division": "360000",
            "indicator": indicator,
            "value": value,
            "year": year,
        }

    def cut(*rows: dict[str, Any], on: date) -> list[tuple[str, str]]:
        report = jiangxi.monitor(rows, on=on)
        return [
            (one.state.value, str(one.value)) for key in ("cut-2015", "cut-2018") for one in report.of(key)
        ]

    first, second = row(1_500_000, "2015"), row(300_000, "2016")
    assert cut(first, on=date(2015, 12, 31)) == [("met", "1500000人"), ("does_not_apply", "None")]
    (aside,) = jiangxi.monitor([first], on=date(2015, 12, 31)).of("cut-2018")
    assert aside.reason.en == "only for: the day is from 2016-01-01 to 2018-12-31"
    assert cut(first, on=date(2016, 6, 30)) == [("met", "1500000人"), ("undetermined", "None")]
    assert cut(first, second, on=date(2016, 12, 31)) == [("met", "1500000人"), ("not_yet_due", "300000人")]
    (open_one,) = jiangxi.monitor([first], on=date(2016, 6, 30)).of("cut-2018")
    assert open_one.reason is not None and open_one.reason.en == "last observed 2015-12-31"


def test_an_average_of_years_takes_all_of_them() -> None:
    jiangxi = fp.load_policy("jiangxi-2014")

    def pace(*lengths: tuple[str, str], on: date, **more: Any) -> TargetReport:
        place = {"level": "province", "division": "360000", "indicator": "roads_built_length"}
        rows = [{**place, "value": value, "on": day} for value, day in lengths]
        (report,) = jiangxi.monitor(rows, on=on, **more).of("rural-roads-pace")
        return report

    years = ("7000公里", "2014-12-31"), ("9000公里", "2015-12-31"), ("7000公里", "2016-12-31")
    two = pace(*years, on=date(2016, 6, 30))
    assert (two.state.value, str(two.value)) == ("met", "8000公里")
    three = pace(*years, on=date(2016, 12, 31))
    assert (three.state.value, str(three.value)) == ("not_yet_due", "23000/3公里")
    # A year that runs, or lies before the first, is none of them; one that was not observed leaves the average open.
    running = pace(years[0], ("1000公里", "2015-06-30"), on=date(2015, 6, 30))
    assert str(running.value) == "7000公里"
    early = pace(("20000公里", "2013-12-31"), years[0], on=date(2015, 6, 30))
    assert str(early.value) == "7000公里"
    gap = pace(years[0], years[2], on=date(2017, 1, 1))
    assert gap.state is TargetState.UNDETERMINED
    assert gap.reason is not None and gap.reason.en == "nothing was observed in 2015"
    before = pace(("20000公里", "2013-12-31"), on=date(2014, 6, 30))
    assert before.state is TargetState.UNDETERMINED
    assert before.reason is not None and before.reason.en == "last observed 2013-12-31"
    ample = ("20000公里", "2014-12-31")
    assert pace(ample, on=date(2015, 1, 1)).state is TargetState.MET
    whole = pace(ample, on=date(2015, 1, 1), readings={"road_pace": "whole_range"})
    assert whole.state is TargetState.NOT_YET_DUE


def test_on_the_due_day_it_is_not_yet_missed(qinghe: Policy) -> None:
    first, _ = of(qinghe, "tap-water", [water("79%", "2020")], date(2020, 12, 31))
    assert first.state is not TargetState.MISSED


def test_an_undated_standard_is_never_missed(qinghe: Policy) -> None:
    village = {"level": "village", "area": "甲村", "year": "2021"}
    rows = [
        {**village, "indicator": "road_surface_width", "value": "1米"},
        {**village, "indicator": "administrative", "value": "是"},
    ]
    (report,) = of(qinghe, "road-width", rows, date(2030, 1, 1))
    assert (report.due, report.state.value) == (None, "not_yet_due")
    assert report.reason is not None and report.reason.en == "no date is printed"


def test_a_division_outside_the_document_is_not_addressed(qinghe: Policy) -> None:
    row = {"level": "county", "indicator": "tap_water_share", "value": "80%", "year": "2020"}
    rows = [{**row, "division": code} for code in ("990101", "990102")]
    reports = of(qinghe, "tap-water", rows, date(2021, 1, 1))
    assert {(one.area, one.state == "does_not_apply") for one in reports} == {
        ("990101", False),
        ("990102", True),
    }


@pytest.mark.parametrize("measure", ["willing-trained", "leavers-trained"])
def test_a_target_asked_of_each_person_says_that_no_area_shows_it(measure: str) -> None:
    row = {
        "level": "county",
        "area": "文成",
        "indicator": "dibao_line",
        "value": "5000元/人/年",
        "year": "2017",
    }
    for rows in ([], [row]):
        (report,) = fp.load_policy("zhejiang-2013").monitor(rows, on=date(2018, 1, 1)).of(measure)
        assert (report.state.value, report.area, report.missing) == ("does_not_apply", "", ())
        assert report.reason is not None
        assert report.reason.en == "no indicator of an area, but asked of each person: see fupin assess"
        assert report.reason.zh == "不是地区指标，按每个人判定(fupin assess)"


def test_a_wish_without_a_measure_is_open_or_missed_but_never_met_by_itself() -> None:
    row = {"level": "county", "area": "文成", "year": "2017"}
    change = {**row, "indicator": "education_medical_gap_change"}
    work = {**row, "indicator": "labour_employed_share", "value": "96%"}

    def state(measure: str, one: dict[str, Any], **terms: str) -> tuple[str, list[str]]:
        report = shipped("zhejiang-2013", measure, [one], date(2018, 1, 1), terms=terms)
        return report.state.value, [gap.key for gap in report.missing]

    narrower = {**change, "value": "-1%"}
    assert state("spending-gap-narrows", narrower) == ("undetermined", ["term.marked_narrowing"])
    assert state("spending-gap-narrows", narrower, marked_narrowing="1%") == ("met", [])
    assert state("spending-gap-narrows", {**change, "value": "0%"}) == ("missed", [])
    assert state("full-employment", work) == ("undetermined", ["term.full_employment"])
    assert state("full-employment", work, full_employment="96%") == ("met", [])
    assert state("full-employment", work, full_employment="96.01%") == ("missed", [])


@pytest.mark.parametrize(
    ("days", "value", "reason"),
    [
        (["2020-01-01..2020-12-31", "2021-01-01..2021-12-31"], "20%", None),
        (["2018-01-01..2018-12-31", "2021-01-01..2021-12-31"], "10%", None),
        (["2020-12-31", "2021-12-31"], "10%", None),
        (["2020-12-31", "2021-01-01..2021-12-31"], None, "among amounts of periods"),
        (["2019-06-01..2020-06-01", "2021-01-01..2021-12-31"], None, "reaches over"),
        (["2021-06-01..2022-06-01"], None, "reaches over"),
    ],
)
def test_a_sum_takes_flows_inside_its_window_only(
    days: list[str], value: str | None, reason: str | None
) -> None:
    rows = [{**ROW, "indicator": "tap_water_share", "value": "10%", "on": day} for day in days]
    series = Series.of(read_observations(rows).require().good)
    window = Window(date(2021, 12, 31), date(2020, 1, 1), 2021)
    known = series.known("county", "清河", "tap_water_share", TargetScope.CUMULATIVE, window)
    assert (None if known.value is None else str(known.value)) == value
    assert (known.reason is None) == (reason is None)
    assert reason is None or (known.reason is not None and reason in known.reason.en)


def test_days_are_plain_and_targets_respect_steps(qinghe: Policy) -> None:
    with pytest.raises(InputError, match="is no plain day"):
        qinghe.monitor([], on=datetime(2021, 1, 1))
    qinghe.monitor([water("1%", "9999")], on=date.max)
    open_ = {day: [m.id for m in qinghe.targets(on=day)] for day in (date(2021, 12, 31), date(2022, 1, 1))}
    assert [("tap-water" in ids, "buses" in ids) for ids in open_.values()] == [(True, True), (False, True)]
    assert "buses" not in [m.id for m in qinghe.targets(on=date(2023, 1, 1))]


def shipped(slug: str, measure: str, rows: list[dict[str, Any]], on: date, **more: Any) -> TargetReport:
    (report,) = fp.load_policy(slug).monitor(rows, on=on, **more).of(measure)
    return report


def test_a_goal_that_hangs_on_a_reading_follows_it() -> None:
    row = {
        "level": "county",
        "division": "440232",
        "indicator": "medical_cost_growth",
        "value": "2%",
        "year": "2017",
    }

    def growth(**readings: str) -> TargetReport:
        return shipped("ruyuan-2016", "medical-cost-growth", [row], date(2017, 12, 31), readings=readings)

    default, ceiling = growth(), growth(cost_growth="ceiling_only")
    assert (str(default.goal), str(default.gap), default.state.value) == ("3%..6.5%", "1%", "not_yet_due")
    assert (str(ceiling.goal), str(ceiling.gap), ceiling.state.value) == ("<=6.5%", "0%", "met")


def test_an_indicator_that_hangs_on_a_reading_follows_it() -> None:
    row = {"level": "province", "division": "330000"}
    yearly = {**row, "indicator": "outwork_fees", "value": "100亿元", "year": "2017"}
    total = [
        {**row, "indicator": "outwork_fees_total", "value": "70亿元", "year": year}
        for year in ("2016", "2017")
    ]

    def fees(**readings: str) -> TargetReport:
        return shipped("zhejiang-2013", "outwork-fees", [yearly, *total], date(2018, 1, 1), readings=readings)

    assert (fees().state.value, str(fees().gap)) == ("missed", "3000000000元")
    whole = fees(outwork_fees="whole_period")
    assert (whole.state.value, str(whole.value)) == ("met", "14000000000元")


@pytest.mark.parametrize(
    ("value", "terms", "state", "unknown"),
    [
        ("6%", {}, "met", []),
        ("6.01%", {}, "undetermined", ["term.about_share"]),
        ("6.2%", {"about_share": "0.2%"}, "met", []),
        ("6.21%", {"about_share": "0.2%"}, "missed", []),
    ],
)
def test_a_rough_goal_of_a_falling_indicator(value: str, terms: Any, state: str, unknown: list[str]) -> None:
    row = {
        "level": "province",
        "division": "360000",
        "indicator": "poverty_incidence",
        "value": value,
        "year": "2015",
    }
    report = shipped("jiangxi-2014", "incidence-2015", [row], date(2016, 2, 1), terms=terms)
    assert (report.state.value, [gap.key for gap in report.missing]) == (state, unknown)


@pytest.mark.parametrize(("value", "state"), [("100%", "met"), ("97%", "undetermined")])
def test_nearly_all_is_not_all(value: str, state: str) -> None:
    """How far short is allowed is an open term, so that a share close to all is not missed."""
    row = {"level": "county", "division": "440232", "indicator": "bus_share", "value": value, "year": "2018"}
    assert shipped("ruyuan-2016", "buses-to-villages", [row], date(2019, 2, 1)).state.value == state


def test_a_target_has_no_date_where_the_reading_gives_none() -> None:
    row = {"level": "county", "division": "440232", "indicator": "egov_share", "value": "99%", "year": "2018"}
    late = date(2019, 2, 1)
    dated = shipped("ruyuan-2016", "e-government-cover", [row], late)
    assert (dated.state.value, dated.due) == ("missed", date(2018, 12, 31))
    undated = shipped(
        "ruyuan-2016", "e-government-cover", [row], late, readings={"it_deadline": "first_half"}
    )
    assert (undated.state.value, undated.due) == ("not_yet_due", None)


@pytest.mark.parametrize("slug", fp.load_policies())
def test_the_rule_of_a_target_with_a_goal_follows_from_it(slug: str) -> None:
    """What is assessed and what is watched cannot part ways: no such measure has a rule of its own."""
    for measure in fp.load_policy(slug).targets():
        for target in measure.targets:
            if target.goal is not None:
                assert measure.rule is not None
                assert str(goal_rule(target, target.goal)) in str(measure.rule.when)
