"""A plan: what is looked at once for all elements of a case, and the outcomes that are not yet decided."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

import fupin_policy as fp
from fupin_policy import Verdict
from fupin_policy.assess.plan import PlannedRule
from fupin_policy.rules.nodes import And


def conditions(rule: PlannedRule) -> set[str]:
    parts = [one.node for one in (rule.shared, rule.own) if one is not None]
    return {str(part) for node in parts for part in (node.args if isinstance(node, And) else (node,))}


def test_the_conditions_of_a_rule_are_shared_by_all_elements_or_their_own(qinghe: fp.Policy) -> None:
    for one in qinghe.plan.rules:
        node = one.when.node
        assert conditions(one) == {str(part) for part in (node.args if isinstance(node, And) else (node,))}
        if one.shared is not None and one.rule.to == "person":
            assert "person." not in str(one.shared.node), one.measure.id
        if one.rule.to == one.family:
            assert one.own is None


@given(data=st.data())
def test_looking_once_at_what_is_shared_changes_no_verdict(qinghe: fp.Policy, homes, ask, data) -> None:
    """The verdict on each person is that of the whole condition."""
    result = ask(data.draw(homes))
    for one in qinghe.plan.rules:
        outcome = result[one.measure.id]
        if one.rule.to != "person" or one.conditional or one.tiers or not outcome.items:
            continue
        whens = [step for step in outcome.trace if step.node == one.when.node]
        assert len(whens) == len(outcome.items)
        for item, step in zip(outcome.items, whens, strict=True):
            is_known = item.subject is not None  # of a member who is not listed nothing surely holds
            holds = Verdict.HOLDS if is_known else Verdict.UNDETERMINED
            assert item.verdict is {True: holds, False: Verdict.FAILS, None: Verdict.UNDETERMINED}[step.value]


def test_an_outcome_that_was_asked_lends_nothing_to_the_next(qinghe: fp.Policy, day) -> None:
    """What is worked out about an outcome when it is asked stays with it."""
    home = fp.Household(type="general", members=[fp.Person(id="a")])
    first = qinghe.assess(home, on=day)
    told = [(one.missing, one.reason, one.trace) for one in first]
    assert [(one.missing, one.reason, one.trace) for one in qinghe.assess(home, on=day)] == told
    other = qinghe.assess(fp.Village(), on=day)
    assert [one.reason for one in other] != [one.reason for one in first]
