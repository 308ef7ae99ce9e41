"""What is refused, and how: every problem of a question at once, with what was expected."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from attrs import evolve

import fupin_policy as fp
from fupin_policy import Verdict
from fupin_policy.domain.facts import Kind, facts_of
from fupin_policy.policy import Tier, replace_measure
from fupin_policy.rules import parse


@pytest.fixture
def home() -> fp.Household:
    return fp.Household(type="general", members=[fp.Person(id="a", stage="not_enrolled")])


def test_all_problems_of_a_question_are_told_together(qinghe: fp.Policy, home) -> None:
    child = fp.Household(members=[fp.Person(id="a", birth_date="2022-02-02")])
    with pytest.raises(fp.InputError) as refused:
        qinghe.assess(
            child,
            on=date(2021, 6, 1),
            readings={"partial_labor": "able", "fen_rounding": "halfup"},
            terms={
                "county_incom": "1元/人/年",
                "county_income": "1元",
                "qualified": 1,
                "state_aid": "1元/人/年",
            },
        )
    assert str(refused.value).splitlines() == [
        "unknown reading of qinghe-2020 'partial_labor'; expected one of after_2022, before_2021,"
        " partial_labour, fen_rounding; did you mean 'partial_labour'?",
        "unknown option of fen_rounding 'halfup'; expected one of exact, half_up, down, up;"
        " did you mean 'half_up'?",
        "unknown open term of qinghe-2020 'county_incom'; expected one of "
        + ", ".join(qinghe.terms)
        + "; did you mean 'county_income'?",
        "terms.county_income: '1元' is not in 元/人/年; expected a quantity in 元/人/年",
        "terms.qualified: 1 is neither true nor false",
        "terms.state_aid: '1元/人/年' is outside what the text says (>=500元/人/年); expected >=500元/人/年",
        "household.members[0].birth_date: 2022-02-02 lies after the day of the assessment (2021-06-01)",
    ]


def test_a_term_beyond_all_there_is_is_refused(qinghe: fp.Policy, home) -> None:
    most = {"bridge_subsidy": "90071992547409元", "county_income": "90071992547409元/人/年"}
    assert qinghe.assess(home, on=date(2021, 6, 1), terms=most).terms == most
    with pytest.raises(fp.InputError) as refused:
        qinghe.assess(home, on=date(2021, 6, 1), terms={"bridge_subsidy": "90071992547410元"})
    assert str(refused.value) == (
        "terms.bridge_subsidy: '90071992547410元' is out of range; expected at most 90071992547409元"
    )


def test_a_term_below_nothing_is_told_so(qinghe: fp.Policy, home) -> None:
    with pytest.raises(fp.InputError) as refused:
        qinghe.assess(
            home, on=date(2021, 6, 1), terms={"county_income": "-1元/人/年", "bridge_subsidy": "-1元"}
        )
    assert str(refused.value).splitlines() == [
        "terms.county_income: '-1元/人/年' is less than nothing; expected at least 0元/人/年",
        "terms.bridge_subsidy: '-1元' is less than nothing; expected at least 0元",
    ]


@pytest.mark.parametrize(
    ("on", "shown"),
    [(datetime(2021, 6, 1), "datetime.datetime(2021"), ("2021-06-01", "'2021"), (None, "None")],
)
def test_only_a_plain_day_is_a_day(qinghe: fp.Policy, home, on: object, shown: str) -> None:
    with pytest.raises(fp.InputError, match=r"is no day; expected a datetime\.date") as refused:
        qinghe.assess(home, on=on)
    assert shown in str(refused.value)


def test_a_term_that_is_a_day_is_no_moment(qinghe: fp.Policy) -> None:
    with pytest.raises(fp.InputError, match="mending_deadline"):
        qinghe.assess(fp.Town(), on=date(2021, 6, 1), terms={"mending_deadline": datetime(2021, 6, 1)})


@pytest.mark.parametrize(
    "subject", [fp.Person(id="a"), fp.MedicalBill(), fp.Loan(), fp.Worker(), fp.Dwelling(), {}, None]
)
def test_what_belongs_to_something_else_is_not_assessed_alone(qinghe: fp.Policy, subject: object) -> None:
    with pytest.raises(fp.InputError, match="cannot be assessed; expected a Household or a"):
        qinghe.assess(subject, on=date(2021, 6, 1))


@pytest.mark.parametrize(
    ("on", "inside"),
    [("2019-12-31", False), ("2020-01-01", True), ("2022-12-31", True), ("2023-01-01", False)],
)
def test_a_day_outside_the_period_is_refused(qinghe: fp.Policy, home, on: str, inside: bool) -> None:
    if inside:
        assert qinghe.assess(home, on=fp.day(on)).on == fp.day(on)
        return
    with pytest.raises(fp.OutsidePeriodError) as refused:
        qinghe.assess(home, on=fp.day(on))
    assert str(refused.value) == (
        f"on: qinghe-2020 is not in force on {on}; expected a day from 2020-01-01 to 2022-12-31"
        " (other readings of after_2022 may change that)"
    )
    assert refused.value.describe("zh") == (
        f"on: qinghe-2020在{on}不在有效期内；应为2020-01-01至2022-12-31（改选读法after_2022或可改变）"
    )


def test_a_reading_can_lengthen_the_period(qinghe: fp.Policy, home) -> None:
    on = date(2023, 1, 1)
    assert (
        qinghe.assess(home, on=on, readings={"after_2022": "continues"}).readings["after_2022"] == "continues"
    )
    with pytest.raises(
        fp.OutsidePeriodError, match=r"expected a day from 2020-01-01 to 2023-12-31 \(other readings"
    ):
        qinghe.assess(home, on=date(2024, 1, 1), readings={"after_2022": "continues"})


def test_a_day_of_the_past_lies_in_it_and_any_other_may_be_planned(qinghe: fp.Policy) -> None:
    on, later = date(2021, 6, 1), date(2021, 6, 2)
    cases = [
        (cls, spec.name)
        for cls in (fp.Household, fp.Village, fp.Town, fp.County, fp.City, fp.Province, fp.Nation)
        for spec in facts_of(cls).values()
        if spec.kind is Kind.DATE
    ]
    refused = set()
    for cls, name in cases:
        try:
            qinghe.assess(cls(**{name: later}), on=on)
        except fp.InputError as error:
            assert (
                str(error)
                == f"{cls.key}.{name}: 2021-06-02 lies after the day of the assessment (2021-06-01)"
            )
            refused.add(name)
    assert refused == {"exited_on"} and len(cases) > 100
    assert any(name == "tap_water_reached_on" for _, name in cases)


def test_a_day_outside_the_period_is_told_beside_facts_dated_after_it(qinghe: fp.Policy) -> None:
    child = fp.Household(members=[fp.Person(id="a", birth_date="2022-02-02")])
    with pytest.raises(fp.OutsidePeriodError) as refused:
        qinghe.assess(child, on=date(2019, 6, 1), terms={"qualified": 1})
    day, *others = str(refused.value).splitlines()
    assert day.startswith("on: qinghe-2020 is not in force on 2019-06-01; expected a day from 2020-01-01")
    assert others == [
        "terms.qualified: 1 is neither true nor false",
        "household.members[0].birth_date: 2022-02-02 lies after the day of the assessment (2019-06-01)",
    ]


def test_where_a_reading_does_not_exist_nothing_is_said_of_the_period(qinghe: fp.Policy, home) -> None:
    with pytest.raises(fp.InputError, match="unknown reading of qinghe-2020 'after_2202'") as refused:
        qinghe.assess(home, on=date(2030, 6, 1), readings={"after_2202": "continues"})
    assert not isinstance(refused.value, fp.OutsidePeriodError)


def test_tiers_that_overlap_are_a_conflict(qinghe: fp.Policy, day) -> None:
    grant = qinghe["student-grant"]
    tiers = (*grant.rule.tiers, Tier("any", parse("person.full_time"), parse("figure.upper")))
    policy = replace_measure(qinghe, evolve(grant, rule=evolve(grant.rule, tiers=tiers)))
    student = fp.Person(id="a", stage="university", full_time=True)
    with pytest.raises(fp.ConflictError) as conflict:
        policy.assess(fp.Household(type="general", members=[student]), on=day)
    told = str(conflict.value)
    assert f"《清河县稳定增收三年行动方案》{grant.clause}" in told
    assert "the tiers university, any of 'student-grant' apply together to a" in told


def test_measures_that_exclude_each_other_are_a_conflict(qinghe: fp.Policy, day) -> None:
    home = fp.Household(
        type="general", wants_relocation=True, dwelling=fp.Dwelling(danger="c", work="repair")
    )
    with pytest.raises(fp.ConflictError) as conflict:
        qinghe.assess(home, on=day)
    told = str(conflict.value)
    clause = qinghe["repair-grant"].clause
    assert f"'repair-grant' (《清河县稳定增收三年行动方案》{clause}" in told
    assert f"'relocation-grant' (《清河县稳定增收三年行动方案》{clause}" in told


def test_things_that_share_a_name_do_not_exclude_each_other(qinghe: fp.Policy, day) -> None:
    policy = qinghe
    for name in ("disability-allowance", "credit-interest"):
        measure = policy[name]
        stacking = evolve(measure.rule.stacking, higher_of=None, exclusive="one")
        policy = replace_measure(policy, evolve(measure, rule=evolve(measure.rule, stacking=stacking)))
    person = fp.Person(id="a", disabled=True)
    home = fp.Household(
        type="general", members=[person], loans=[fp.Loan(id="a", purpose="production", interest="1元/年")]
    )
    result = policy.assess(home, on=day, terms={"qualified": True})
    assert result["disability-allowance"].verdict is result["credit-interest"].verdict is Verdict.HOLDS


@pytest.fixture
def somewhere(qinghe: fp.Policy) -> fp.Policy:
    """The fictional policy in a county whose code exists, so that households can lie in it."""
    return evolve(qinghe, division="440232")


@pytest.mark.parametrize("division", ["110101", "440233", "440233100"])
def test_a_case_elsewhere_is_not_covered(somewhere: fp.Policy, home, day, division: str) -> None:
    result = somewhere.assess(evolve(home, division=division), on=day)
    assert {outcome.verdict for outcome in result} == {Verdict.DOES_NOT_APPLY}
    assert {outcome.reason.en for outcome in result} >= {
        "the case lies outside the divisions that the policy covers"
    }
    assert result.totals == {}


@pytest.mark.parametrize("division", ["440232", "440232100", "440232100201"])
def test_a_case_below_is_covered(somewhere: fp.Policy, home, day, division: str) -> None:
    result = somewhere.assess(evolve(home, division=division), on=day)
    assert result.presumed == ()
    assert result["student-grant"].verdict is Verdict.FAILS
    assert somewhere.assess(home, on=day).presumed == ("division",)


def test_a_registry_leaves_open_what_hangs_on_the_place(registry: fp.Registry, day) -> None:
    student = fp.Person(id="a", stage="primary")
    (result,) = registry.assess(fp.Household(type="general", members=[student]), on=day).values()
    grant = result["student-grant"]
    assert (grant.verdict, str(grant.amount)) == (Verdict.UNDETERMINED, "0元/年..1000元/年")
    assert [str(gap) for gap in grant.missing] == ["household.division"]
    adult = fp.Person(id="a", stage="not_enrolled")
    (inside,) = registry.assess(fp.Household(division="440232100", members=[adult]), on=day).values()
    assert inside["student-grant"].verdict is Verdict.FAILS
    assert list(registry.assess(fp.Household(division="110101"), on=day).values()) == []
    with pytest.raises(fp.InputError, match="is no day"):
        registry.assess(fp.Household(), on=datetime(2021, 6, 1))
    with pytest.raises(fp.InputError, match="did you mean 'qinghe-2020'"):
        registry.assess(fp.Household(), on=day, readings={"qinghe": {}})


def test_an_unknown_measure_is_refused_with_the_nearest(qinghe: fp.Policy, home, day) -> None:
    with pytest.raises(fp.UnknownNameError, match="did you mean 'student-grant'"):
        qinghe.assess(home, on=day)["student-grants"]


def test_a_case_elsewhere_is_told_so(qinghe: fp.Policy, day) -> None:
    result = qinghe.assess(fp.Household(type="general", division="110000"), on=day)
    assert result.is_elsewhere and not qinghe.assess(fp.Household(type="general"), on=day).is_elsewhere
    assert "评估对象不在本政策适用的行政区划内。" in result.to_text()
    assert "评估对象不在本政策适用的行政区划内" in result.explain()
    assert "The case lies outside the divisions that the policy covers." in result.to_html("en")
    assert fp.Assessment.from_dict(result.to_dict()).is_elsewhere


@pytest.mark.parametrize("face", ["explain", "to_text", "to_html"])
def test_a_language_that_there_is_not_is_refused(qinghe: fp.Policy, home, day, face: str) -> None:
    with pytest.raises(fp.UnknownNameError, match="unknown language 'fr'; expected one of zh, en"):
        getattr(qinghe.assess(home, on=day), face)("fr")


_NO_READINGS = (
    "readings: ['a'] is no mapping; expected options by the name of their reading, as in {'NAME': 'OPTION'}"
)
_NO_TERMS = (
    "terms: 'a' is no mapping; expected values by the name of their open term, as in {'NAME': 'VALUE'}"
)


def test_choices_that_are_no_mapping_are_refused(qinghe: fp.Policy, registry: fp.Registry, home, day) -> None:
    with pytest.raises(fp.InputError) as refused:
        qinghe.assess(home, on=day, readings=["a"], terms="a")
    assert str(refused.value).splitlines() == [_NO_READINGS, _NO_TERMS]
    for ask in (
        lambda: qinghe.choose(["a"]),
        lambda: qinghe.duties(on=day, readings=["a"]),
        lambda: qinghe.calendar(day, day, readings=["a"]),
        lambda: qinghe.monitor([], on=day, readings=["a"]),
        lambda: registry.assess(home, on=day, readings={"qinghe-2020": ["a"]}),
    ):
        with pytest.raises(fp.InputError) as refused:
            ask()
        assert str(refused.value) == _NO_READINGS


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"readings": ["a"]},
            "readings: ['a'] is no mapping; expected for each policy, as in {'SLUG': {'NAME': 'OPTION'}}",
        ),
        (
            {"terms": "a"},
            "terms: 'a' is no mapping; expected for each policy, as in {'SLUG': {'NAME': 'VALUE'}}",
        ),
        (
            {"terms": {"qinghe-2020": "a"}},
            "terms: 'a' is no mapping; expected as in {'qinghe-2020': {'NAME': 'VALUE'}}",
        ),
    ],
)
def test_choices_for_a_registry_are_by_policy(registry: fp.Registry, home, day, given, message) -> None:
    with pytest.raises(fp.InputError) as refused:
        registry.assess(home, on=day, **given)
    assert str(refused.value) == message


def test_names_and_options_that_are_no_text_are_refused(qinghe: fp.Policy, home, day) -> None:
    with pytest.raises(fp.InputError) as refused:
        qinghe.assess(home, on=day, readings={1: "a", "fen_rounding": ["up"]})
    assert str(refused.value).splitlines() == [
        "unknown reading of qinghe-2020 1; expected one of after_2022, before_2021, partial_labour, fen_rounding",
        "unknown option of fen_rounding ['up']; expected one of exact, half_up, down, up",
    ]


def test_a_total_or_measure_that_there_is_not_is_told_with_those_there_are(
    qinghe: fp.Policy, registry: fp.Registry, home, day
) -> None:
    result = qinghe.assess(home, on=day)
    totals = ", ".join(result.totals)
    for ask, message in (
        (
            lambda: result.totals["yearly"],
            f"unknown total 'yearly'; expected one of {totals}; did you mean 'yearly_cash'?",
        ),
        (
            lambda: result.readings["fen"],
            "unknown reading 'fen'; expected one of after_2022, before_2021, partial_labour, fen_rounding",
        ),
        (lambda: result.terms["x"], "unknown filled term 'x': there is none"),
        (
            lambda: result[0],
            f"unknown measure with a rule 0; expected one of {len(result)}, such as "
            + ", ".join([one.measure for one in result][:3]),
        ),
        (
            lambda: qinghe["x"],
            f"unknown measure of qinghe-2020 'x'; expected one of {len(qinghe)}, such as "
            + ", ".join([one.id for one in qinghe][:3]),
        ),
        (
            lambda: result.having("hold"),
            "unknown verdict 'hold'; expected one of holds, fails, undetermined, not_in_force, does_not_apply;"
            " did you mean 'holds'?",
        ),
        (
            lambda: qinghe.duties(on=day).having("lat"),
            "unknown duty state 'lat'; expected one of done, late, overdue, pending, undetermined; did you mean 'late'?",
        ),
        (lambda: registry["x"], "unknown policy 'x'; expected one of qinghe-2020"),
        (
            lambda: registry.assess(home, on=day).totals["yearly"],
            f"unknown total 'yearly'; expected one of {totals}; did you mean 'yearly_cash'?",
        ),
    ):
        with pytest.raises(fp.UnknownNameError) as refused:
            ask()
        assert str(refused.value) == message
        assert isinstance(refused.value, KeyError)
    assert result.totals.get("yearly") is None and "yearly" not in result.totals
    assert qinghe["student-grant"].figures["upper"] and "x" not in qinghe.terms
