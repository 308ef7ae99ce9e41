"""Results hang on the question alone: not on the order of members or calls, nor on how they are written."""

from __future__ import annotations

import json

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import fupin_policy as fp
from fupin_policy import Quantity
from fupin_policy.assess.records import canonical_json


@given(data=st.data())
def test_order_of_members_and_loans_does_not_matter(homes, terms, ask, data) -> None:
    home, facts = data.draw(homes), data.draw(terms)
    marked = evolve(home, members=named(home.members), loans=named(home.loans))
    turned = evolve(
        marked,
        members=marked.members and tuple(data.draw(st.permutations(marked.members))),
        loans=marked.loans and tuple(data.draw(st.permutations(marked.loans))),
    )
    before, after = ask(marked, facts), ask(turned, facts)
    assert before.totals == after.totals
    for outcome in before:
        other = after[outcome.measure]
        assert (outcome.verdict, outcome.amount) == (other.verdict, other.amount)
        assert set(outcome.items) == set(other.items)
        assert set(outcome.missing) == set(other.missing)


def named(items):
    """Those without an identifier are told apart by their place, which is what changes here."""
    if items is None:
        return None
    return tuple(evolve(item, id=item.id or f"no{index}") for index, item in enumerate(items))


@given(data=st.data())
def test_order_of_calls_does_not_matter(qinghe, homes, ask, data) -> None:
    first, second = data.draw(homes), data.draw(homes)
    alone = ask(first).to_dict()
    ask(second)
    assert ask(first).to_dict() == alone
    afresh = evolve(qinghe).assess(first, on=ask(first).on)
    assert afresh.to_dict()["outcomes"] == alone["outcomes"]


@given(data=st.data())
def test_written_and_read_back_it_is_the_same(homes, terms, ask, data) -> None:
    result = ask(data.draw(homes), data.draw(terms))
    again = fp.Assessment.from_json(result.to_json())
    assert again == result
    assert again.to_json() == result.to_json()
    assert again.missing == result.missing
    assert again.to_text("zh", everything=True) and again.to_html("en") and again.explain("en")


@given(data=st.data())
def test_receipts_are_the_same_for_the_same_question(homes, terms, ask, data) -> None:
    import hashlib

    home, facts = data.draw(homes), data.draw(terms)
    receipt = ask(home, facts).receipt()
    assert receipt == ask(fp.Household.from_dict(home.to_dict()), facts).receipt()
    digest = receipt.pop("sha256")
    assert hashlib.sha256(canonical_json(receipt).encode()).hexdigest() == digest
    assert json.loads(canonical_json(receipt)) == receipt


def test_receipts_differ_when_the_question_does(qinghe: fp.Policy, day) -> None:
    home = fp.Household(type="general", members=[fp.Person(id="a", stage="junior")])
    asked = [
        qinghe.assess(home, on=day),
        qinghe.assess(evolve(home, registered_rural=True), on=day),
        qinghe.assess(home, on=fp.day("2021-06-02")),
        qinghe.assess(home, on=day, terms={"qualified": True}),
        qinghe.assess(home, on=day, readings={"partial_labour": "unable"}),
    ]
    assert len({one.receipt()["sha256"] for one in asked}) == len(asked)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"subject": {}}', "nonsense", "[" * 100000, '{"subject": 1}']
)
def test_what_is_no_assessment_is_refused(text: str) -> None:
    with pytest.raises(fp.InputError, match="this is no"):
        fp.Assessment.from_json(text)


def test_a_stored_assessment_with_a_bad_verdict_is_refused(qinghe: fp.Policy, day) -> None:
    data = qinghe.assess(fp.Household(), on=day).to_dict()
    data["outcomes"][0]["verdict"] = "perhaps"
    with pytest.raises(fp.InputError, match=r"expected Verdict @ assessment\.outcomes\[0\]\.verdict"):
        fp.Assessment.from_dict(data)


def test_a_stored_assessment_has_no_trace(qinghe: fp.Policy, day) -> None:
    again = fp.Assessment.from_dict(qinghe.assess(fp.Household(), on=day).to_dict())
    with pytest.raises(fp.InputError, match="assess the facts again"):
        _ = again.outcomes[0].trace


@pytest.mark.parametrize(
    ("mode", "least"),
    [("exact", "100.008元"), ("half_up", "100.01元"), ("down", "100元"), ("up", "100.01元")],
)
def test_rounding_is_what_its_reading_says(qinghe: fp.Policy, day, mode: str, least: str) -> None:
    def paid(scope: str) -> Quantity | None:
        bill = fp.MedicalBill(id="b", kind="inpatient", in_scope=scope)
        home = fp.Household(type="general", members=[fp.Person(id="a", bills=[bill])])
        return qinghe.assess(home, on=day, readings={"fen_rounding": mode})["inpatient"].amount.low

    assert paid("125元") == Quantity.parse("100元")
    # 80% of 125.01 yuan is 100.008 yuan.
    assert paid("125.01元") == Quantity.parse(least)
