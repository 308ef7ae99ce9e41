"""Shares of payers that come to more than the amount are refused when the policy is loaded."""

from __future__ import annotations

import pytest
from attrs import evolve

import fupin_policy as fp
from fupin_policy.policy import Figure, Layer, Role, check_rulebook, replace_measure
from fupin_policy.rules import parse
from fupin_policy.values import Quantity


def problems(policy: fp.Policy, measure: str, amount: str, **layers: str) -> list[str]:
    """What is wrong with the policy once a measure's payers have these shares."""
    one = policy[measure]
    shares = tuple(Layer(payer, parse(share)) for payer, share in layers.items())
    figures = {**one.figures, "rough": Figure("rough", "约", Quantity.parse(">=80%"), Role.SHARE)}
    rule = evolve(one.rule, amount=parse(amount), layers=shares)
    return [
        str(each) for each in check_rulebook(replace_measure(policy, evolve(one, figures=figures, rule=rule)))
    ]


@pytest.mark.parametrize(
    ("amount", "city", "fund", "share"),
    [
        ("loan.interest", '"60%" * loan.interest', '"50%" * loan.interest', "110%"),
        ("loan.interest", "figure.city * loan.interest", 'loan.interest - "30%" * loan.interest', "110%"),
        ("loan.interest", "figure.rough * loan.interest", "figure.city * loan.interest", ">=120%"),
        (
            'loan.interest - "50%" * loan.interest',
            "figure.city * loan.interest",
            '"20%" * loan.interest',
            "120%",
        ),
        ('"1000元/年"', '"900元/年"', '"100.01元/年"', "100.001%"),
    ],
)
def test_shares_beyond_the_amount_are_refused(
    qinghe: fp.Policy, amount: str, city: str, fund: str, share: str
) -> None:
    (told,) = problems(qinghe, "credit-interest", amount, city=city, fund=fund)
    assert "credit-interest.layers: the payers' shares come to " + share.removeprefix(">=") in told
    assert told.endswith("of the amount; expected 100% at most")


@pytest.mark.parametrize(
    ("amount", "city", "fund"),
    [
        ("loan.interest", '"60%" * loan.interest', '"40%" * loan.interest'),
        ("loan.interest", "term.county_interest * loan.interest", '"40%" * loan.interest'),
        ("min(loan.interest, loan.interest)", '"60%" * loan.interest', '"60%" * loan.interest'),
        ("loan.interest", '"100元/年"', '"60%" * loan.interest'),
    ],
)
def test_shares_of_the_amount_at_most_and_those_that_facts_decide_pass(
    qinghe: fp.Policy, amount: str, city: str, fund: str
) -> None:
    assert problems(qinghe, "credit-interest", amount, city=city, fund=fund) == []
