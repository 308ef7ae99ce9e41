"""Mutation: every figure is changed as little as it can be, and a missing case shows as a survivor."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

import fupin_policy as fp
from fupin_policy import Period, Quantity
from fupin_policy.policy import replace_measure
from fupin_policy.rules import parse
from fupin_policy.testing import load_cases, mutants, run_mutation
from fupin_policy.testing.mutant import mutations

CASES = """\
- measure: student-grant
  cases:
  - name: university student
    on: "2021-06-01"
    given: {household: {type: general, members: [{id: a, stage: university, full_time: true}]}}
    expect: {amount: 4000元/年}
  - name: pupil of the upper stage
    on: "2021-06-01"
    given: {household: {type: general, members: [{id: a, stage: senior_high}]}}
    expect: {amount: ">=2000元/年"}
"""


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("4000元/人/年", ["4000.01元/人/年", "3999.99元/人/年", ">=4000元/人/年"]),
        ("<4200元/人/年", ["<4200.01元/人/年", "<4199.99元/人/年", "<=4200元/人/年"]),
        ("<=3万元", ["<=30000.01元", "<=29999.99元", "<30000元"]),
        (">=5人", [">=6人", ">=4人", ">5人", "5人"]),
        (">5人", [">6人", ">4人", ">=5人"]),
        ("~9000元/人/年", ["~9000.01元/人/年", "~8999.99元/人/年", "9000元/人/年"]),
        ("45%", ["45.01%", "44.99%", ">=45%"]),
        ("1户", ["2户", "0户", ">=1户"]),
        ("0户", ["1户", ">=0户"]),
        ("4.5米", ["4.51米", "4.49米", ">=4.5米"]),
        ("12.5公里", ["12.6公里", "12.4公里", ">=12.5公里"]),
        ("2年", ["25/12年", "23/12年", ">=2年"]),
        ("6个月", ["7月", "5月", ">=6月"]),
        ("1:2", ["2.01", "1.99", ">=2"]),
        ("2%..4%", ["2.01%..4%", "1.99%..4%", ">2%..4%", "2%..4.01%", "2%..3.99%", "2%..<4%"]),
        ("2名..3名", ["3人", "1人..3人", ">2人..3人", "2人..4人", "2人", "2人..<3人"]),
        ("?元", []),
    ],
)
def test_quantities_change_by_their_smallest_step(text: str, after: list[str]) -> None:
    assert [str(value) for _, value in mutations(Quantity.parse(text))] == after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("<=2018-12-31", ["<=2018-12-30", "<=2019-01-01"]),
        (">=2020-09-01", [">=2020-08-31", ">=2020-09-02"]),
        ("2020-01-01", ["2019-12-31", "2020-01-02"]),
        (
            "2020-01-01..2022-12-31",
            [
                "2019-12-31..2022-12-31",
                "2020-01-01..2022-12-30",
                "2020-01-02..2022-12-31",
                "2020-01-01..2023-01-01",
            ],
        ),
        (
            "2020-01-01..2020-01-02",
            ["2019-12-31..2020-01-02", "2020-01-01", "2020-01-02", "2020-01-01..2020-01-03"],
        ),
    ],
)
def test_days_change_by_one(text: str, after: list[str]) -> None:
    assert [str(value) for _, value in mutations(Period.parse(text))] == after


def test_every_figure_has_mutants_that_differ_from_it(qinghe: fp.Policy) -> None:
    found = list(mutants(qinghe))
    assert {(one.measure, one.figure) for one in found} == {
        (measure.id, name) for measure in qinghe for name in measure.figures
    }
    for one in found:
        assert one.after != one.before
        assert qinghe[one.measure].figures[one.figure].value == one.before
        assert one.book(qinghe)[one.measure].figures[one.figure].value == one.after


def test_a_figure_without_a_case_survives(qinghe: fp.Policy, tmp_path: Path) -> None:
    path = tmp_path / "some.yaml"
    path.write_text(CASES, encoding="utf-8")
    grants = [one for one in mutants(qinghe) if one.measure == "student-grant"]
    report = run_mutation(qinghe, load_cases(qinghe, path), grants)
    unnoticed = [str(one) for one in report.unnoticed_by("case")]
    assert unnoticed == [
        "student-grant.compulsory: 1000元/人/年 → 1000.01元/人/年 (up)",
        "student-grant.compulsory: 1000元/人/年 → 999.99元/人/年 (down)",
        "student-grant.compulsory: 1000元/人/年 → >=1000元/人/年 (at least)",
    ]
    assert report.score("case") == (len(grants) - 3, len(grants))
    by_case = {result.by_case for result in report.results if "case" in result.by}
    assert by_case == {"student-grant: university student", "student-grant: pupil of the upper stage"}


def test_arithmetic_and_the_loader_notice_too(qinghe: fp.Policy) -> None:
    found = [one for one in mutants(qinghe) if (one.measure, one.figure) == ("roll", "persons")]
    report = run_mutation(qinghe, (), found)
    assert {one.mutant.change: sorted(one.by - {"phrase"}) for one in report.results} == {
        "up": ["check"],
        "down": ["check"],
        "at least": ["load"],
    }
    assert report.survivors == ()


def test_figures_behind_definitions_and_other_measures_reach_the_cases(
    qinghe: fp.Policy, tmp_path: Path
) -> None:
    path = tmp_path / "some.yaml"
    path.write_text(
        "- measure: equity-match\n  cases:\n  - name: a person\n"
        '    on: "2021-06-01"\n'
        "    given: {household: {type: general, members: [{id: a}]}}\n"
        '    expect: {amount: ">=10000元"}\n',
        encoding="utf-8",
    )
    found = [one for one in mutants(qinghe) if (one.measure, one.change) == ("equity-upper", "up")]
    assert run_mutation(qinghe, load_cases(qinghe, path), found).score("case") == (1, 1)


def test_the_period_of_the_policy_reaches_every_case(qinghe: fp.Policy, tmp_path: Path) -> None:
    path = tmp_path / "some.yaml"
    path.write_text(CASES.replace("2021-06-01", "2022-12-31"), encoding="utf-8")
    found = [one for one in mutants(qinghe) if one.measure == "plan" and one.change == "end a day earlier"]
    assert run_mutation(qinghe, load_cases(qinghe, path), found).score("case") == (1, 1)


def test_a_case_that_fails_already_kills_nothing(qinghe: fp.Policy, tmp_path: Path) -> None:
    path = tmp_path / "some.yaml"
    path.write_text(CASES.replace("4000元/年", "4000.01元/年"), encoding="utf-8")
    (up,) = [one for one in mutants(qinghe) if (one.figure, one.change) == ("compulsory", "up")]
    assert run_mutation(qinghe, load_cases(qinghe, path), [up]).noticed_by("case") == ()


def test_reports_say_what_survived(qinghe: fp.Policy) -> None:
    found = [one for one in mutants(qinghe) if one.figure == "compulsory"]
    text = str(run_mutation(qinghe, (), found))
    assert text.startswith("qinghe-2020: 3 mutants of 1 figures\n  noticed: ")
    assert "  by case: 0 of 3 (0.0%)" in text


def test_what_no_fact_can_tell_apart_is_no_survivor(qinghe: fp.Policy) -> None:
    buses = qinghe["buses"]
    rule = evolve(buses.rule, when=parse("county.bus_share in figure.goal"))
    policy = replace_measure(qinghe, evolve(buses, rule=rule, target=None))
    goal = {one.change: one for one in mutants(policy) if (one.measure, one.figure) == ("buses", "goal")}
    more, less = run_mutation(policy, (), [goal["at least"], goal["down"]]).results
    # No share of all villages is above all of them.
    assert more.equivalent and not more.survived
    assert not less.equivalent


def test_nothing_is_changed_in_the_policy_itself(qinghe: fp.Policy) -> None:
    before = {measure.id: measure for measure in qinghe}
    (one, *_) = mutants(qinghe)
    changed = one.book(qinghe)
    assert changed is not qinghe and {measure.id: measure for measure in qinghe} == before
    assert replace_measure(changed, qinghe[one.measure])[one.measure] == qinghe[one.measure]
