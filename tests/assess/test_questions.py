"""What to find out next: the order of the questions, and what their answers do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fupin_policy as fp
from fupin_policy.assess.questions import with_fact
from fupin_policy.rules import Missing


@settings(max_examples=40)
@given(data=st.data())
def test_the_first_question_settles_most(homes, terms, ask, data) -> None:
    result = ask(data.draw(homes), data.draw(terms))
    questions = result.next_questions(None)
    assert {question.missing for question in questions} == set(result.missing)
    settled = [(question.settles, question.could_settle) for question in questions]
    assert settled == sorted(settled, reverse=True)
    for question in questions:
        assert 0 <= question.settles <= question.could_settle
        assert question.measures and question.zh and question.en
    assert result.next_questions(3) == questions[:3]


def test_answering_every_question_leaves_none(qinghe: fp.Policy, day) -> None:
    home = fp.Household(members=[fp.Person(id="a"), fp.Person()], loans=[fp.Loan(id="l")])
    facts: dict[str, Any] = {}
    for _ in range(80):
        result = qinghe.assess(home, on=day, terms=facts)
        questions = result.next_questions(1)
        if not questions:
            break
        home, facts = answered(qinghe, home, facts, questions[0].missing)
    assert result.missing == ()
    assert result.having("undetermined") == ()


def answered(
    policy: fp.Policy, home: fp.Household, facts: dict[str, Any], gap: Missing
) -> tuple[fp.Household, dict[str, Any]]:
    """The case with a plain answer to a question."""
    entity, _, name = gap.key.partition(".")
    if entity == "term":
        term = policy.terms[name]
        return home, {**facts, name: True if term.type.kind == "bool" else str(term.known.low)}
    plain = {
        "type": "general", "on_roll": True, "stage": "university", "purpose": "production", "danger": "d",
        "work": "repair", "labour": "full", "bills": (), "completed_on": "2020-05-01",
        "roll_income_as_of": "2019-05-01", "exited_on": "2020-05-01", "roll_income": "4000元/人/年",
        "income_per_head": "9000元/人/年", "tuition": "1000元/年", "principal": "1万元", "term": "12个月",
        "interest": "300元/年",
    }  # fmt: skip
    answer = with_fact(home, gap, plain.get(name, False))
    assert answer != home, gap
    return answer, facts


def test_members_without_identifiers_can_be_asked_about() -> None:
    home = fp.Household(members=[fp.Person(), fp.Person(id="x/y")])
    first = with_fact(home, Missing("person.stage", "#1"), "primary")
    second = with_fact(home, Missing("person.stage", "x/y"), "primary")
    assert [member.stage for member in first.members] == ["primary", None]
    assert [member.stage for member in second.members] == [None, "primary"]


def test_a_fact_of_the_county_is_stated_where_rules_read_it() -> None:
    town = fp.Town(county=fp.County(name="某县"))
    village = fp.Village(town=town)
    answer = with_fact(village, Missing("county.tap_water_share"), "95%")
    assert answer.fact("county").name == "某县"
    assert str(answer.fact("county").tap_water_share) == "95%"


def test_a_filled_condition_does_not_silence_the_questions(qinghe: fp.Policy, day) -> None:
    home = fp.Household(type="general", members=[fp.Person(id="a")])
    result = qinghe.assess(home, on=day, terms={"qualified": True})
    assert any(question.settles for question in result.next_questions(None))


def test_the_place_is_asked_for_where_several_policies_might_apply(registry: fp.Registry, day) -> None:
    (result,) = registry.assess(fp.Household(type="general", members=[fp.Person(id="a")]), on=day).values()
    assert result.presumed == ()
    assert result.missing[0] == Missing("household.division")
    assert all(not outcome.verdict.is_determined or outcome.verdict != "holds" for outcome in result)
    (first, *others) = result.next_questions(None)
    assert first.missing.key == "household.division"
    # As long as the place is open, no other answer settles what would hold of a case inside it.
    open_grants = {outcome.measure for outcome in result.having("undetermined")}
    assert open_grants <= set(first.measures)
    assert all(other.settles <= first.settles for other in others)


def test_terms_that_are_days_can_be_asked_for(qinghe: fp.Policy, day) -> None:
    town = fp.Town(progress_slow=True, rectified_on=day - timedelta(days=30))
    questions = qinghe.assess(town, on=day).next_questions(None)
    (found,) = [one for one in questions if one.missing.key == "term.mending_deadline"]
    assert found.settles == 2


@pytest.mark.parametrize("limit", [-1, 0, True, 1.5, "3"])
def test_a_limit_that_is_no_number_of_questions_is_refused(qinghe: fp.Policy, day, limit) -> None:
    result = qinghe.assess(fp.Household(), on=day)
    with pytest.raises(fp.InputError) as refused:
        result.next_questions(limit)
    assert str(refused.value) == (
        f"limit: {limit!r} is no number of questions; expected a whole number from 1 up, or None for all"
    )
    assert len(result.next_questions(1)) == 1 < len(result.next_questions(None))
