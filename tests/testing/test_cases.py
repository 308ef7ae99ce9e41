"""Case files: read strictly, run, and told apart from what the rules say."""

from __future__ import annotations

from pathlib import Path

import pytest

import fupin_policy as fp
from fupin_policy.assess import Plan
from fupin_policy.testing import CaseResult, load_cases, run_case, run_cases
from fupin_policy.testing.expectation import same_amount

HOME = "given: {household: {type: general, members: [{id: a, stage: primary}]}}"


def written(folder: Path, text: str) -> Path:
    path = folder / "some.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def one(policy: fp.Policy, folder: Path, expect: str, **more: str) -> CaseResult:
    """The result of one case about the student grant of a pupil in primary school."""
    extra = "".join(f"\n    {key}: {value}" for key, value in more.items())
    text = f"""\
- measure: student-grant
  cases:
  - name: pupil
    on: "2021-06-01"
    {HOME if "given" not in more else ""}{extra}
    expect: {expect}
"""
    (result,) = run_cases(policy, load_cases(policy, written(folder, text)))
    return result


@pytest.mark.parametrize(
    "expect",
    [
        "{verdict: holds, amount: 1000元/年, tier: compulsory, missing: []}",
        "{items: {a: {verdict: holds, amount: 1000元/年, tier: compulsory}}}",
        "{totals: {one_off_cash: 0元..55000元}}",
    ],
)
def test_what_the_rules_say_passes(qinghe: fp.Policy, tmp_path: Path, expect: str) -> None:
    result = one(qinghe, tmp_path, expect)
    assert result.passed, str(result)
    assert str(result) == "some.yaml:3: student-grant: pupil: passed"


@pytest.mark.parametrize(
    ("expect", "difference"),
    [
        ("{verdict: fails}", "verdict: expected fails, found holds"),
        ("{amount: 1000.01元/年}", "amount: expected 1000.01元/年, found 1000元/年"),
        ("{amount: '>=1000元/年'}", "amount: expected >=1000元/年, found 1000元/年"),
        ("{amount: 1000元}", "amount: expected 1000元, found 1000元/年"),
        ("{tier: upper}", "tier: expected upper, found compulsory"),
        ("{missing: [person.stage]}", "missing: expected person.stage too, found none"),
        ("{items: {b: {verdict: holds}}}", "items.b: not among a"),
        ("{items: {a: {tier: upper}}}", "items.a.tier: expected upper, found compulsory"),
        ("{totals: {one_off_cash: 1元}}", "totals.one_off_cash: expected 1元, found 0元..55000元"),
        ("{error: apply together}", "error: expected 'apply together', found none"),
    ],
)
def test_what_the_rules_do_not_say_is_told(
    qinghe: fp.Policy, tmp_path: Path, expect: str, difference: str
) -> None:
    result = one(qinghe, tmp_path, expect)
    assert result.differences == (difference,)
    assert str(result) == f"some.yaml:3: student-grant: pupil\n  {difference}"


def test_an_open_verdict_is_told_with_what_is_missing(qinghe: fp.Policy, tmp_path: Path) -> None:
    given = "{household: {type: general, members: [{id: a, full_time: true}, {full_time: true}]}}"
    result = one(qinghe, tmp_path, "{verdict: holds, missing: [person.stage of a]}", given=given)
    assert result.differences == (
        "verdict: expected holds, found undetermined (for want of person.stage of a, person.stage of #2)",
        "missing: found person.stage of #2, which was not expected",
    )
    assert one(qinghe, tmp_path, "{missing: [person.stage]}", given=given).passed


def test_expected_errors(qinghe: fp.Policy, tmp_path: Path) -> None:
    outside = {"given": "{household: {}}", "readings": "{after_2022: end}"}
    assert one(qinghe, tmp_path, "{error: did you mean 'ends'}", **outside).passed
    bad_facts = {"given": "{household: {type: generl}}"}
    assert one(qinghe, tmp_path, "{error: unknown code}", **bad_facts).passed
    assert (
        one(qinghe, tmp_path, "{error: quite another}", **bad_facts)
        .differences[0]
        .startswith("error: expected 'quite another', found '")
    )


def test_a_day_outside_the_period_is_out_of_force(qinghe: fp.Policy, tmp_path: Path) -> None:
    text = """\
- measure: student-grant
  cases:
  - {name: early, on: "2019-12-31", given: {household: {}}, expect: {verdict: not_in_force}}
  - {name: told, on: "2019-12-31", given: {household: {}}, expect: {error: is not in force on 2019-12-31}}
  - {name: wrong, on: "2019-12-31", given: {household: {}}, expect: {verdict: holds}}
"""
    results = run_cases(qinghe, load_cases(qinghe, written(tmp_path, text)))
    assert [result.passed for result in results] == [True, True, False]
    assert results[2].differences[0].startswith("refused: on: qinghe-2020 is not in force on 2019-12-31")


def test_layers_and_readings_and_terms(qinghe: fp.Policy, tmp_path: Path) -> None:
    text = """\
- measure: credit-interest
  cases:
  - name: two loans
    on: "2021-06-01"
    given: {household: {type: general, loans: [
      {id: l, purpose: production, interest: 1000元/年}, {id: m, purpose: production, interest: 500元/年}]}}
    readings: {fen_rounding: down}
    terms: {qualified: true, county_interest: "10%"}
    expect: {amount: 1500元/年, layers: {city: 600元/年, county_finance: 150元/年, fund: 700元/年}}
"""
    (result,) = run_cases(qinghe, load_cases(qinghe, written(tmp_path, text)))
    assert result.differences == ("layers.fund: expected 700元/年, found 750元/年",)


BAD = """\
- measure: student-grnt
  cases:
  - {name: a, on: "2021-06-01", given: {household: {}}, expect: {verdict: holds}}
- measure: five-measures
  cases:
  - {name: a, on: "2021-06-01", given: {household: {}}, expect: {verdict: holds}}
- measure: student-grant
  case: []
- measure: student-grant
  cases:
  - name: many things
    on: 2021-13-01
    given: {household: {typ: general}}
    readings: {fen_roundin: down}
    terms: {state_aid: 1元/人/年, qualified: maybe, county_income: 7}
    expect: {verdict: hold, amount: 5, tiers: university, missing: person.stage, layers: {city: 1元}}
    expects: {}
  - name: none
    on: "2021-06-01"
    given: {household: {}, village: {}}
    expect: {}
  - name: none
    on: "2021-06-01"
    given: {household: {}}
    expect: {error: x, verdict: holds, tier: upper, totals: {yearly: 1元}}
- 7
"""

TOTALS = ", ".join(name for stream in fp.Stream for name in (stream.value, f"{stream.value}_per_year"))
TOLD = """\
{file}:1: [0].measure: unknown measure 'student-grnt'; did you mean 'student-grant'?
{file}:4: [1].measure: 'five-measures' has no rule that could be decided
{file}:7: [2]: no cases of 'student-grant'
{file}:8: [2].case: unknown key 'case'; did you mean 'cases'?
{file}:12: [3].cases[0].on: '2021-13-01' is no day of the calendar; expected a day such as 2018-12-31
{file}:15: [3].cases[0].terms.county_income: 7 is no text; expected text (quote it)
{file}:16: [3].cases[0].expect.verdict: unknown verdict 'hold'; expected one of holds, fails, undetermined,\
 not_in_force, does_not_apply; did you mean 'holds'?
{file}:16: [3].cases[0].expect.amount: 5 is no text; expected text (quote it)
{file}:16: [3].cases[0].expect.missing: 'person.stage' is no list of texts
{file}:16: [3].cases[0].expect.layers.city: unknown key 'city'
{file}:16: [3].cases[0].expect.tiers: unknown key 'tiers'; did you mean 'tier'?
{file}:14: [3].cases[0].readings: unknown reading of qinghe-2020 'fen_roundin'; expected one of after_2022,\
 before_2021, partial_labour, fen_rounding; did you mean 'fen_rounding'?
{file}:15: [3].cases[0].terms: '1元/人/年' is outside what the text says (>=500元/人/年) (terms.state_aid);\
 expected >=500元/人/年
{file}:15: [3].cases[0].terms: 'maybe' is neither true nor false (terms.qualified)
{file}:13: [3].cases[0].given.household.typ: household has no fact 'typ'; did you mean 'type'?
{file}:17: [3].cases[0].expects: unknown key 'expects'; did you mean 'expect'?
{file}:21: [3].cases[1].expect: nothing is expected; expected verdict, amount, missing …
{file}:20: [3].cases[1].given: 2 entities are given; expected one
{file}:25: [3].cases[2].expect.error: an error beside other expectations; expected error alone
{file}:25: [3].cases[2].expect.totals.yearly: unknown key 'yearly'; expected {totals};\
 did you mean 'yearly_cash'?
{file}:26: [4]: entry 4 is no mapping; expected measure and cases"""


def test_every_problem_of_a_case_file_is_told_with_its_line(qinghe: fp.Policy, tmp_path: Path) -> None:
    path = written(tmp_path, BAD)
    with pytest.raises(fp.InputError) as refused:
        load_cases(qinghe, path)
    assert str(refused.value).splitlines() == TOLD.format(file=path, totals=TOTALS).splitlines()


def test_a_case_stands_once(qinghe: fp.Policy, tmp_path: Path) -> None:
    case = '{name: a, on: "2021-06-01", given: {household: {}}, expect: {verdict: undetermined}}'
    path = written(tmp_path, f"- measure: student-grant\n  cases:\n  - {case}\n  - {case}\n")
    with pytest.raises(fp.InputError, match=r"'student-grant: a' occurs already at some\.yaml:3"):
        load_cases(qinghe, path)


@pytest.mark.parametrize(
    ("text", "told"), [("a: b", "no list of measures"), ("- [", "no YAML"), ("7", "no list")]
)
def test_what_is_no_case_file_is_refused(qinghe: fp.Policy, tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(fp.InputError, match=told):
        load_cases(qinghe, written(tmp_path, text))
    with pytest.raises(fp.InputError, match="cannot be read"):
        load_cases(qinghe, tmp_path / "absent.yaml")


def test_a_plan_can_be_asked_case_by_case(qinghe: fp.Policy, tmp_path: Path) -> None:
    case = '{name: a, on: "2021-06-01", given: {household: {}}, expect: {verdict: holds}}'
    text = f"- measure: plan\n  cases:\n  - {case}\n"
    with pytest.raises(fp.InputError, match="'plan' has no rule"):
        load_cases(qinghe, written(tmp_path, text))
    (case,) = load_cases(qinghe, written(tmp_path, text.replace("plan", "road-width")))
    assert run_case(Plan.of(qinghe), case).differences == ("verdict: expected holds, found does_not_apply",)


@pytest.mark.parametrize(
    ("expected", "found", "same"),
    [
        ("1元/年", "1元/年", True),
        ("1元/月", "12元/年", True),
        ("1元/年", "1元", False),
        (">=1元", ">1元", False),
        (">=1元", ">=1元", True),
        (">=1元", "1元..", False),
        ("1元..", ">=1元", True),
        ("~3元", "0元..(~3元)", True),
        ("?元", "0元..5元", False),
        ("0元..5元", "0元..5元", True),
        ("5元", ">=5元", False),
    ],
)
def test_amounts_are_compared_as_sets_with_their_printed_value(expected: str, found: str, same: bool) -> None:
    assert same_amount(fp.Quantity.parse(expected), fp.Quantity.parse(found)) is same
