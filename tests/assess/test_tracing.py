"""What an outcome works out when it is asked: its items, its trace, and the gaps in it that matter."""

from __future__ import annotations

from datetime import date
from itertools import chain

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import fupin_policy as fp
from fupin_policy import Item, Verdict
from fupin_policy.assess import assess
from fupin_policy.policy import Tier, replace_measure
from fupin_policy.rules import Missing, parse


def grant_of(
    qinghe: fp.Policy, day: date, when: str, amount: str = "figure.compulsory", **tiers: str
) -> fp.Outcome:
    """The grant for a student of whom only the stage is known, under another condition and other tiers."""
    grant = qinghe["student-grant"]
    rule = evolve(
        grant.rule,
        when=parse(when),
        tiers=tuple(Tier(name, parse(text), parse(amount)) for name, text in tiers.items()),
    )
    policy = replace_measure(qinghe, evolve(grant, rule=rule))
    home = fp.Household(type="general", members=[fp.Person(id="a", stage="primary")])
    return policy.assess(home, on=day)["student-grant"]


PRIMARY, DISABLED, WORKS = "person.stage == primary", "person.disabled", "person.wants_work"


@pytest.mark.parametrize(
    ("when", "tiers", "verdict", "gaps"),
    [
        ("define.listed", {"one": PRIMARY, "other": DISABLED}, Verdict.HOLDS, []),
        ("define.listed", {"other": DISABLED, "one": PRIMARY}, Verdict.HOLDS, []),
        ("define.listed", {"one": WORKS, "other": DISABLED}, Verdict.UNDETERMINED, [WORKS, DISABLED]),
        (DISABLED, {"one": PRIMARY, "other": WORKS}, Verdict.UNDETERMINED, [DISABLED]),
        (DISABLED, {"one": PRIMARY, "other": DISABLED}, Verdict.UNDETERMINED, [DISABLED]),
        (DISABLED, {"one": WORKS, "other": DISABLED}, Verdict.UNDETERMINED, [DISABLED, WORKS]),
        (f"not ({PRIMARY})", {"one": WORKS, "other": DISABLED}, Verdict.FAILS, []),
    ],
)
def test_where_a_tier_applies_it_does_not_matter_whether_others_do(
    qinghe: fp.Policy, day, when: str, tiers: dict[str, str], verdict: Verdict, gaps: list[str]
) -> None:
    """What the condition of the rule leaves open matters all the same, where it is that of a tier as well."""
    outcome = grant_of(qinghe, day, when, **tiers)
    (item,) = outcome.items
    assert outcome.verdict is item.verdict is verdict
    applies = verdict is not Verdict.FAILS and PRIMARY in tiers.values()
    assert item.tier == ("one" if applies else None)
    assert outcome.missing == tuple(Missing(gap, "a") for gap in gaps)


def test_what_the_amount_of_a_tier_leaves_open_matters(qinghe: fp.Policy, day) -> None:
    outcome = grant_of(qinghe, day, "define.listed", "person.tuition", one=PRIMARY, other=DISABLED)
    assert (outcome.verdict, outcome.items[0].tier) == (Verdict.HOLDS, "one")
    assert outcome.missing == (Missing("person.tuition", "a"),)


def test_every_tier_is_traced_whether_it_matters_or_not(qinghe: fp.Policy, day) -> None:
    outcome = grant_of(qinghe, day, "define.listed", one=PRIMARY, other=DISABLED)
    assert [str(step.node) for step in outcome.trace] == [
        "define.listed", PRIMARY, "figure.compulsory", DISABLED,
    ]  # fmt: skip


@given(data=st.data())
def test_an_outcome_gives_the_same_answers_however_often_it_is_asked(homes, ask, data) -> None:
    for outcome in ask(data.draw(homes)):
        assert outcome.trace is outcome.trace and outcome.items is outcome.items
        tracer = outcome.tracer
        traced = None if tracer is None else tracer()
        if traced is not None:
            assert traced.steps == outcome.trace
            assert list(traced.missing()) == list(traced.missing())
            assert traced.reason(outcome.verdict) == traced.reason(outcome.verdict)
            assert tuple(dict.fromkeys(traced.missing())) == outcome.missing


@given(data=st.data())
def test_items_can_be_given_as_they_are_told(homes, ask, data) -> None:
    for outcome in ask(data.draw(homes)):
        assert all(type(item) is Item for item in outcome.items)
        again = evolve(outcome, items=outcome.items)
        assert again == outcome and hash(again) == hash(outcome) and again.items == outcome.items
        assert evolve(outcome, verdict=Verdict.FAILS).items == outcome.items
        assert evolve(outcome, items=outcome.items[1:]).items == outcome.items[1:]


@given(data=st.data())
def test_a_place_that_is_not_known_is_missing_before_all_else(qinghe, homes, ask, day, data) -> None:
    home = data.draw(homes)
    known, placeless = ask(home), assess(qinghe.plan, home, day, place_required=True)
    place = Missing("household.division")
    for outcome in placeless:
        inside = known[outcome.measure]
        assert outcome.trace == inside.trace
        if inside.verdict is Verdict.DOES_NOT_APPLY:
            assert outcome == inside and outcome.missing == inside.missing
        else:
            assert outcome.verdict is Verdict.UNDETERMINED
            assert outcome.missing[0] == place
            assert {*outcome.missing} >= {*inside.missing, place}
    assert place in {*chain.from_iterable(outcome.missing for outcome in placeless)}


def test_what_is_said_of_an_amount_is_said_where_the_place_is_not_known_too(qinghe: fp.Policy, day) -> None:
    loan = fp.Loan(id="l", purpose="production", interest="1000元/年")
    home = fp.Household(type="general", members=[fp.Person()], loans=[loan])
    given = {"terms": {"qualified": True, "county_interest": "70%"}}
    known = qinghe.assess(home, on=day, **given)["credit-interest"]
    placeless = assess(qinghe.plan, home, day, **given, place_required=True)["credit-interest"]
    assert placeless.missing == (Missing("household.division"),)
    assert known.reason is not None and placeless.reason == known.reason
