"""Knowing more: results only ever become sharper, and the truth always lies inside them."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

import fupin_policy as fp
from fupin_policy import Quantity, Verdict
from fupin_policy.domain import DwellingWork
from fupin_policy.testing.strategies import narrowed
from fupin_policy.values.intervals import covers


def amounts(result: fp.Assessment) -> Iterator[tuple[str, Quantity]]:
    for outcome in result:
        if outcome.amount is not None:
            yield outcome.measure, outcome.amount
        for item in outcome.items:
            if item.amount is not None:
                yield f"{outcome.measure} of {item.subject}", item.amount
            for payer, share in item.layers:
                yield f"{outcome.measure} of {item.subject} by {payer}", share
    yield from result.totals.items()


def assert_sharper(before: fp.Assessment, after: fp.Assessment) -> None:
    for one in before:
        if one.verdict.is_determined:
            assert after[one.measure].verdict is one.verdict, one.measure
    known = dict(amounts(before))
    for name, amount in amounts(after):
        # A person who was not known to be there has amounts of their own.
        if name in known:
            assert covers(known[name].value, amount.value), f"{name}: {known[name]} became {amount}"


@given(data=st.data())
def test_more_knowledge_never_widens_nor_contradicts(qinghe, homes, terms, ask, day, data) -> None:
    home, facts = data.draw(homes), data.draw(terms)
    before = ask(home, {name: facts[name] for name in facts if data.draw(st.booleans())})
    after = ask(data.draw(narrowed(home, qinghe, on=day)), facts)
    assert_sharper(before, after)


@given(data=st.data())
def test_the_truth_lies_inside_the_bounds(qinghe, homes, terms, ask, day, data) -> None:
    home, facts = data.draw(homes), data.draw(terms)
    before = ask(home, facts)
    after = ask(data.draw(narrowed(home, qinghe, on=day, fully=True)), facts)
    assert_sharper(before, after)


@given(data=st.data())
def test_only_missing_facts_leave_a_verdict_open(homes, terms, ask, data) -> None:
    for outcome in ask(data.draw(homes), data.draw(terms)):
        if outcome.verdict is Verdict.UNDETERMINED:
            assert outcome.missing, outcome.measure


@given(data=st.data())
def test_a_case_that_is_fully_known_is_decided(qinghe, homes, ask, day, data) -> None:
    home = data.draw(narrowed(data.draw(homes), qinghe, on=day, fully=True))
    facts = {
        "qualified": True,
        "state_aid": "700元/人/年",
        "county_interest": "10%",
        "county_income": "9000元/人/年",
    }
    # Work that is not done has no day of completion, so that one fact may be impossible to state.
    undone = home.dwelling is not None and home.dwelling.work is DwellingWork.NONE
    impossible = {"dwelling.completed_on"} if undone else set()
    assert {str(gap) for gap in ask(home, facts).missing} <= impossible


def test_nothing_known_leaves_everything_open(qinghe: fp.Policy, day) -> None:
    result = qinghe.assess(fp.Household(), on=day)
    verdicts = {outcome.verdict for outcome in result}
    assert verdicts == {Verdict.UNDETERMINED, Verdict.DOES_NOT_APPLY}
    assert str(result.totals["yearly_cash"]) == "?元/年"


def test_an_empty_list_is_an_answer(qinghe: fp.Policy, day) -> None:
    home = fp.Household(type="general", members=[fp.Person(id="a", bills=[])])
    result = qinghe.assess(home, on=day)
    assert result["inpatient"].verdict is Verdict.FAILS
    assert result["inpatient"].missing == ()


def test_a_measure_out_of_force_is_so_whoever_there_is(qinghe: fp.Policy) -> None:
    early = fp.day("2020-03-15")
    for members in (None, [fp.Person(id="a")], [fp.Person(id="a", stage="senior_high")]):
        home = fp.Household(type="general", members=members)
        assert qinghe.assess(home, on=early)["fee-waiver"].verdict is Verdict.NOT_IN_FORCE


def test_a_range_of_income_is_enough_where_it_does_not_matter(qinghe: fp.Policy, day) -> None:
    def verdict(income: str) -> Verdict:
        home = fp.Household(registered_rural=True, roll_income_as_of="2019-05-01", roll_income=income)
        return qinghe.assess(home, on=day)["roll-line"].verdict

    assert verdict("<4200元/人/年") is Verdict.HOLDS
    assert verdict(">=4200元/人/年") is Verdict.FAILS
    assert verdict("<=4200元/人/年") is Verdict.UNDETERMINED
