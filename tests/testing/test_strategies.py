"""Strategies: what they draw is sound, reaches the boundaries, and only ever knows more."""

from __future__ import annotations

import pytest
from attrs import fields
from hypothesis import given, reject, settings
from hypothesis import strategies as st

import fupin_policy as fp
from fupin_policy.domain import ENTITIES
from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import Kind, facts_of
from fupin_policy.testing.points import boundaries, facts_of_policy
from fupin_policy.testing.strategies import _settled as settled
from fupin_policy.testing.strategies import days, entities, households, narrowed, open_terms
from fupin_policy.values.intervals import covers


@settings(max_examples=40)
@pytest.mark.parametrize("name", list(ENTITIES))
@given(data=st.data())
def test_every_entity_can_be_drawn_and_written(name: str, data: st.DataObject) -> None:
    entity = data.draw(entities(name))
    assert type(entity) is ENTITIES[name]
    assert type(entity).from_dict(entity.to_dict()) == entity


def test_an_entity_that_contradicts_others_in_several_facts_is_left_out() -> None:
    stated = fp.County(name="甲", province_supported=True), fp.County(name="乙", province_supported=False)
    village = fp.Village(town=fp.Town(county=stated[0]))
    home = settled(fp.Household, {"type": "general", "county": stated[1], "village": village})
    assert home.type == "general" and (home.county, home.village).count(None) == 1


@settings(max_examples=60)
@given(data=st.data())
def test_narrowing_keeps_what_is_known(qinghe: fp.Policy, data: st.DataObject) -> None:
    home = data.draw(households(qinghe))
    assert_known(home, data.draw(narrowed(home, qinghe)))


def assert_known(before: Entity, after: Entity) -> None:
    for name, spec in facts_of(type(before)).items():
        known, now = before.fact(name), after.fact(name)
        if known is None:
            continue
        if spec.kind is Kind.ENTITY:
            assert_known(known, now)
        elif spec.kind is Kind.COLLECTION:
            assert len(known) == len(now)
            for one, other in zip(known, now, strict=True):
                assert_known(one, other)
        elif isinstance(known, fp.Quantity):
            assert covers(known.value, now.value)
        else:
            assert known == now


@given(data=st.data())
def test_days_lie_in_the_period(qinghe: fp.Policy, data: st.DataObject) -> None:
    assert qinghe.is_in_force(data.draw(days(qinghe)))


@given(data=st.data())
def test_terms_are_taken(qinghe: fp.Policy, data: st.DataObject) -> None:
    terms = data.draw(open_terms(qinghe))
    assert set(qinghe.assess(fp.Household(), on=fp.day("2021-06-01"), terms=terms).terms) == set(terms)


@settings(max_examples=40)
@given(data=st.data())
def test_facts_fit_the_day(qinghe: fp.Policy, data: st.DataObject) -> None:
    on = data.draw(days(qinghe))
    name = data.draw(st.sampled_from(["household", "enterprise", "village", "town", "county"]))
    try:
        assert qinghe.assess(data.draw(entities(name, qinghe, on=on)), on=on).on == on
    except fp.ConflictError:
        reject()


def test_boundaries_are_the_figures_and_their_neighbours(qinghe: fp.Policy) -> None:
    found = boundaries(qinghe)
    assert found["household.roll_income"] == (419999, 420000, 420001)
    assert 30000 in found["bill.in_scope"]
    assert found["loan.principal"] == (2999999, 3000000, 3000001)
    assert fp.day("2019-01-01") in found["household.roll_income_as_of"]
    assert {fp.day("2019-12-31"), fp.day("2022-12-31"), fp.day("2023-01-01")} <= set(qinghe.days_of_change)


def test_the_facts_of_a_policy_are_those_its_rules_read(qinghe: fp.Policy) -> None:
    found = facts_of_policy(qinghe, "household")
    assert {"person.stage", "bill.in_scope", "loan.interest", "household.type", "dwelling.danger"} <= found
    assert "village.road_surface_width" not in found
    assert "village.road_surface_width" in facts_of_policy(qinghe, "village")


@settings(max_examples=40)
@given(data=st.data())
def test_only_facts_that_matter_are_drawn_for_a_policy(qinghe: fp.Policy, data: st.DataObject) -> None:
    home = data.draw(households(qinghe))
    allowed = {
        key.partition(".")[2] for key in facts_of_policy(qinghe, "household") if key.startswith("household.")
    }
    stated = {field.name for field in fields(fp.Household) if getattr(home, field.name) is not None}
    assert stated <= allowed | {"members", "loans", "dwelling", "village", "town", "county"}
