"""Results hang on the question alone: not on the order of members or calls, nor on how they are written."""

from __future__ import annotations

import json

import pytest
from attrs import evolve
from hypothesis import given, reject
from hypothesis import strategies as st

import fupin_policy as fp
from fupin_policy import Quantity
from fupin_policy.assess import assess
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
def test_what_hangs_on_the_place_is_read_back_as_well(qinghe, homes, day, data) -> None:
    try:
        result = assess(qinghe.plan, data.draw(homes), day, place_required=True)
    except fp.ConflictError:
        reject()
    assert fp.Assessment.from_dict(result.receipt()) == result


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


@pytest.mark.parametrize("text", ["", "nonsense", "[" * 100000])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(fp.InputError, match="this is not JSON"):
        fp.Assessment.from_json(text)


@pytest.mark.parametrize("text", ["[]", "null", "3", '"x"'])
def test_what_is_no_assessment_is_refused(text: str) -> None:
    given = json.loads(text)
    told = f"assessment: {given!r} is no mapping; expected what to_dict, to_json or receipt gives"
    for read in (lambda: fp.Assessment.from_json(text), lambda: fp.Assessment.from_dict(given)):
        with pytest.raises(fp.InputError) as refused:
            read()
        assert str(refused.value) == told


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(fp.InputError) as refused:
        fp.Assessment.from_json(3)
    assert str(refused.value) == "3 is no text; expected the JSON of an assessment"


def test_everything_that_a_stored_assessment_lacks_is_told() -> None:
    with pytest.raises(fp.InputError) as refused:
        fp.Assessment.from_dict({"subject": {}, 1: 2, "titel": {}})
    names = ["policy", "title", "policy_hash", "library", "on"]
    assert str(refused.value).splitlines() == [
        *(f"assessment.{name}: this is missing" for name in names),
        "assessment.subject: {} is no single entity; expected {household: {…}}",
        *(f"assessment.{name}: this is missing" for name in ("readings", "terms", "outcomes", "totals")),
        "assessment: unknown key 1",
        "assessment: unknown key 'titel'; did you mean 'title'?",
    ]


def test_everything_that_a_stored_assessment_has_wrong_is_told(qinghe: fp.Policy, day) -> None:
    data = qinghe.assess(fp.Household(), on=day).to_dict()
    data |= {"on": 3, "readings": [], "presumed": "division", "library": 1, "title": None}
    data["subject"]["household"] = {"type": "wubaohu"}
    data["totals"]["yearly_cash"] = 7
    first, second, third, *_ = data["outcomes"]
    first |= {"verdict": "perhaps", "counted": "no", "missing": [{"key": 1}]}
    second |= {"items": [{"subject": "a", "verdict": "holds", "layers": [["a"]]}], "kynd": 1}
    third["itmes"] = third.pop("items")
    with pytest.raises(fp.InputError) as refused:
        fp.Assessment.from_dict(data)
    verdicts = "holds, fails, undetermined, not_in_force, does_not_apply"
    assert str(refused.value).splitlines() == [
        "assessment.title: None is no mapping; expected a mapping",
        "assessment.library: 1 cannot stand here; expected text",
        "assessment.on: 3 cannot stand here; expected text",
        "assessment.subject.household.type: unknown code 'wubaohu'; expected one of general, dibao, wubao, not_on_roll;"
        " did you mean 'wubao'?",
        "assessment.readings: [] is no mapping; expected a mapping",
        f"assessment.outcomes[0].verdict: unknown verdict 'perhaps'; expected one of {verdicts}",
        "assessment.outcomes[0].counted: 'no' cannot stand here; expected true or false",
        "assessment.outcomes[0].missing[0].key: 1 cannot stand here; expected text",
        "assessment.outcomes[1].items[0].layers[0]: a list of 1; expected a list of 2",
        "assessment.outcomes[1]: unknown key 'kynd'; did you mean 'kind'?",
        "assessment.outcomes[2]: unknown key 'itmes'; did you mean 'items'?",
        "assessment.totals.yearly_cash: 7 is no quantity; expected text such as '5000元/人/年' or '>=70%'",
        "assessment.presumed: 'division' is no list; expected a list",
    ]


@pytest.fixture
def family(qinghe: fp.Policy, day) -> fp.Assessment:
    """A household with a total that two measures of a group compete for."""
    people = [fp.Person(id="a", disabled=True, stage="primary"), fp.Person(id="b", stage="primary")]
    return qinghe.assess(fp.Household(type="general", members=people), on=day)


def test_sums_that_were_changed_are_refused(family: fp.Assessment) -> None:
    at = [one.measure for one in family].index("student-grant")
    written, cash = family["student-grant"].amount, family.totals["yearly_cash"]

    def refusal(change) -> list[str]:
        data = family.to_dict()
        change(data)
        with pytest.raises(fp.InputError) as refused:
            fp.Assessment.from_dict(data)
        return str(refused.value).splitlines()

    total = "assessment.totals.yearly_cash"
    assert refusal(lambda data: data["totals"].update(yearly_cash="9元/年")) == [
        f"{total}: '9元/年' is not the sum of the outcomes; expected '{cash}'"
    ]
    assert refusal(lambda data: data["totals"].pop("yearly_cash")) == [
        f"{total}: this total is missing; expected '{cash}'"
    ]
    assert refusal(lambda data: data["totals"].update(yearly="9元/年")) == [
        "assessment.totals.yearly: '9元/年' is the sum of no outcome; expected no such total"
    ]
    first, *others = refusal(lambda data: data["outcomes"][at].update(amount="9元/年"))
    assert first == (
        f"assessment.outcomes[{at}].amount: '9元/年' is not the sum of the items of 'student-grant'; expected '{written}'"
    )
    assert [line.partition(": ")[0] for line in others] == [total]
    (line,) = refusal(lambda data: data["outcomes"][at].update(counted=False))
    assert line.startswith(f"{total}: '{cash}' is not the sum of the outcomes; expected ")


def test_a_receipt_is_read_back_and_a_changed_one_is_refused(family: fp.Assessment) -> None:
    receipt = family.receipt()
    assert fp.Assessment.from_dict(receipt) == fp.Assessment.from_json(json.dumps(receipt)) == family
    changed = receipt | {"library": "other"}
    with pytest.raises(fp.InputError, match=r"was changed; expected [0-9a-f]{64}$") as refused:
        fp.Assessment.from_dict(changed)
    assert str(refused.value).startswith(f"assessment.sha256: '{receipt['sha256'][:50]}")
    with pytest.raises(fp.InputError, match="this is no receipt"):
        fp.Assessment.from_dict({"sha256": "", "on": family.on})


def test_a_stored_assessment_with_a_bad_verdict_is_refused(qinghe: fp.Policy, day) -> None:
    data = qinghe.assess(fp.Household(), on=day).to_dict()
    data["outcomes"][0]["verdict"] = "perhaps"
    with pytest.raises(
        fp.InputError, match=r"^assessment\.outcomes\[0\]\.verdict: unknown verdict 'perhaps'"
    ):
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
