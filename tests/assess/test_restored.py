"""A stored assessment is believed where the rules say of its facts what it says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fupin_policy as fp

HOME = fp.Household(type="general", members=[fp.Person(id="a", stage="not_enrolled")])


@given(data=st.data())
def test_what_was_assessed_is_restored_with_its_rules(qinghe, homes, terms, ask, data) -> None:
    before = ask(data.draw(homes), data.draw(terms))
    again = qinghe.restore(before.to_dict())
    assert again == before and again.to_json() == before.to_json()
    assert [one.trace for one in again] == [one.trace for one in before]
    assert qinghe.restore(before.to_json()) == qinghe.restore(before.receipt()) == before


def test_a_case_whose_place_is_not_known_is_restored_as_it_was_asked(registry: fp.Registry, day) -> None:
    for one in registry.assess(HOME, on=day).values():
        assert registry[one.policy].restore(one.to_dict()) == one


def test_other_rules_restore_nothing(qinghe: fp.Policy, day) -> None:
    data = {**qinghe.assess(HOME, on=day).to_dict(), "policy_hash": "0" * 64}
    with pytest.raises(fp.InputError, match="the assessment was made under other rules of qinghe-2020"):
        qinghe.restore(data)


def turned(outcome: dict[str, Any]) -> dict[str, Any]:
    return {**outcome, "verdict": "fails" if outcome["verdict"] == "holds" else "holds"}


def reasoned(outcome: dict[str, Any]) -> dict[str, Any]:
    return {**outcome, "reason": {"zh": "别的原因", "en": "something else"}}


def sure(outcome: dict[str, Any]) -> dict[str, Any]:
    return {**outcome, "missing": [{"key": "person.stage", "subject": None}]}


@pytest.mark.parametrize("change", [turned, reasoned, sure])
def test_what_the_rules_do_not_say_is_refused(qinghe: fp.Policy, day, change) -> None:
    data = qinghe.assess(HOME, on=day).to_dict()
    plain = next(index for index, one in enumerate(data["outcomes"]) if one["amount"] is None)
    data["outcomes"][plain] = change(data["outcomes"][plain])
    with pytest.raises(
        fp.InputError, match="the stored results are not what the rules say of the stored facts"
    ):
        qinghe.restore(data)
