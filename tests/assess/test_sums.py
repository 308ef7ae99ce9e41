"""Totals are the sums of their parts, and parts the sums of theirs."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

import fupin_policy as fp
from fupin_policy import Interval, Quantity, Verdict
from fupin_policy.assess.plan import total_key
from fupin_policy.values import Value
from fupin_policy.values.intervals import add, maximum


@given(data=st.data())
def test_totals_are_the_sums_of_their_parts(qinghe, homes, terms, ask, data) -> None:
    result = ask(data.draw(homes), data.draw(terms))
    parts: dict[str, list[Value]] = defaultdict(list)
    groups: dict[tuple[str, str, str | None], list[Value]] = defaultdict(list)
    for outcome in result:
        if outcome.amount is None or outcome.stream is None or not outcome.counted:
            continue
        key = total_key(outcome.stream, outcome.amount.unit)
        group = qinghe[outcome.measure].rule.stacking.higher_of
        for item in outcome.items:
            if item.amount is not None and group is None:
                parts[key].append(item.amount.value)
            elif item.amount is not None:
                groups[key, group, item.subject].append(item.amount.value)
        parts[key].append(0)
    for (key, *_), amounts in groups.items():
        best = amounts[0]
        for amount in amounts[1:]:
            best = maximum(best, amount)
        parts[key].append(best)
    assert {key: bounds(total.value) for key, total in result.totals.items()} == {
        key: bounds(summed(amounts)) for key, amounts in parts.items()
    }


@given(data=st.data())
def test_outcomes_are_the_sums_of_their_items(homes, terms, ask, data) -> None:
    for outcome in ask(data.draw(homes), data.draw(terms)):
        if outcome.amount is None:
            continue
        amounts = [item.amount.value for item in outcome.items if item.amount is not None]
        assert bounds(outcome.amount.value) == bounds(summed(amounts)), outcome.measure


@given(data=st.data())
def test_payers_together_pay_the_amount(homes, terms, ask, data) -> None:
    for item in ask(data.draw(homes), data.draw(terms))["credit-interest"].items:
        if item.amount is not None and item.amount.is_exact and item.layers:
            shares = summed([share.value for _, share in item.layers])
            # Where a share is open, what is left for the others is too; together they still pay it all.
            assert shares == item.amount.value if not isinstance(shares, Interval) else True


def test_layers_are_paid_in_their_order(qinghe: fp.Policy, day) -> None:
    loan = fp.Loan(id="l", purpose="production", interest="1000元/年")
    home = fp.Household(type="general", loans=[loan])
    facts = {"qualified": True, "county_interest": "25%"}
    (item,) = qinghe.assess(home, on=day, terms=facts)["credit-interest"].items
    assert {payer: str(share) for payer, share in item.layers} == {
        "city": "400元/年",
        "county_finance": "250元/年",
        "fund": "350元/年",
    }
    facts["county_interest"] = "90%"
    (item,) = qinghe.assess(home, on=day, terms=facts)["credit-interest"].items
    assert [str(share) for _, share in item.layers] == ["400元/年", "600元/年", "0元/年"]


def test_the_same_sum_stated_twice_is_counted_once(qinghe: fp.Policy, day) -> None:
    student = fp.Person(id="a", stage="senior_high", tuition="1800元/年")
    result = qinghe.assess(fp.Household(type="general", members=[student], loans=[]), on=day)
    assert str(result["fee-waiver"].amount) == str(result["fee-waiver-again"].amount) == "1800元/年"
    assert not result["fee-waiver-again"].counted
    assert "counted once" in result["fee-waiver-again"].reason.en
    (bills,) = [total for key, total in result.totals.items() if key == "cost_relief_per_year"]
    assert str(bills.low) == "1800元/年"


def test_the_part_of_a_sum_is_not_added_to_it(qinghe: fp.Policy, day) -> None:
    result = qinghe.assess(fp.Household(type="general", members=[fp.Person(id="a")]), on=day)
    assert not result["equity-upper"].counted and not result["equity-match"].counted
    assert str(result.totals["equity_or_kind"]) == ">=15000元"


def test_of_a_group_the_higher_counts_for_each_person(qinghe: fp.Policy, day) -> None:
    both = fp.Person(id="a", disabled=True, ill=True)
    ill, disabled = fp.Person(id="b", disabled=False, ill=True), fp.Person(id="c", disabled=True, ill=False)

    def yearly(*members: fp.Person) -> int:
        home = fp.Household(type="general", members=members)
        result = qinghe.assess(home, on=day, terms={"state_aid": "500元/人/年"})
        dividend = result["dividend"].amount
        return result.totals["yearly_cash"].value.low - dividend.value.low

    assert yearly(both) == 80000
    assert yearly(ill, disabled) == 80000 + 60000
    assert yearly(both, ill, disabled) == 80000 + 80000 + 60000


def test_what_is_replaced_is_not_due(qinghe: fp.Policy, day) -> None:
    dwelling = fp.Dwelling(danger="d", work="rebuild")

    def asked(kind: str | None) -> fp.Assessment:
        home = fp.Household(type=kind, on_roll=True, dwelling=dwelling, wants_relocation=False)
        return qinghe.assess(home, on=day)

    special, general, unknown = asked("wubao"), asked("general"), asked(None)
    assert str(special["rebuild-grant"].amount) == "0元" and not special["rebuild-grant"].counted
    assert special["rebuild-grant"].verdict is Verdict.HOLDS
    assert (
        special["rebuild-grant"].reason.en == "replaced by “Grant for a new house in special hardship” (二/3)"
    )
    assert str(special.totals["one_off_cash"]) == "40000元"
    assert general["rebuild-grant"].counted and str(general.totals["one_off_cash"]) == "20000元"
    assert str(unknown["rebuild-grant"].amount) == "0元..20000元"
    assert str(unknown.totals["one_off_cash"]) == "0元..60000元"


def summed(amounts: list[Value]) -> Value:
    total: Value = 0
    for amount in amounts:
        total = add(total, amount)
    return total


def bounds(value: Value) -> tuple[object, ...]:
    found = value if isinstance(value, Interval) else Interval(value, value)
    return found.low, found.high, found.low_open, found.high_open


def test_bounds_tell_amounts_apart() -> None:
    assert bounds(Quantity.parse(">=1元").value) != bounds(Quantity.parse(">1元").value)
