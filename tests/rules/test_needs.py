"""What a rule reads, and what stands between it and an answer."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from fupin_policy.domain import ENTITIES, Household, MedicalBill, Person
from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import Kind, facts_of
from fupin_policy.rules import (
    Missing,
    Node,
    apart_from,
    compile_rule,
    facts_read,
    missing,
    names_read,
    parse,
)
from fupin_policy.testing.rules import environment, environments, rules, sample_scope
from fupin_policy.values import Interval

SCOPE = sample_scope("household")


def gaps(rule: Node, env: dict[str, Any]) -> set[Missing]:
    return set(missing(compile_rule(rule, SCOPE).trace(env), {}))


def env_of(home: Household, **terms: Any) -> dict[str, Any]:
    from datetime import date

    return environment(SCOPE, home, date(2017, 9, 1), {"covers": "all"}, terms)


def filled(part: Entity, full: Entity, wanted: set[Missing], subject: str | None = None) -> Entity:
    """The case with the facts that are asked for, taken from one in which all is known."""
    told: dict[str, Any] = {}
    for name, spec in facts_of(type(part)).items():
        value, known = part.fact(name), full.fact(name)
        asked = Missing(f"{part.key}.{name}", subject) in wanted
        if spec.kind is Kind.ENTITY and known is not None:
            before = value or spec.type()
            after = filled(before, known, wanted)
            if after != before:
                told[name] = after
        elif spec.kind is Kind.COLLECTION and value is not None:
            inner = [f"{subject}/{item.id}" if subject else item.id for item in value]
            told[name] = tuple(
                filled(*pair, wanted, at) for *pair, at in zip(value, known or (), inner, strict=True)
            )
        elif asked:
            told[name] = known
    return evolve(part, **told)  # type: ignore[misc]


@pytest.mark.parametrize("kind", ["bool", "number", "date"])
@given(data=st.data())
def test_filling_what_is_missing_settles_the_rule(kind: str, data: st.DataObject) -> None:
    rule = data.draw(rules(SCOPE, kind, loose=False))
    full, part = data.draw(environments(SCOPE, rule))
    run = compile_rule(rule, SCOPE).run
    wanted = gaps(rule, part)
    before = run(part)
    if before is not None and not isinstance(before, Interval):
        assert wanted == set()
        return
    assert wanted
    told = settle(part, full, wanted)
    # What is asked of the elements of a list can only be told once the list is known.
    lists = {gap for gap in wanted if gap.key in ("household.members", "household.loans", "person.bills")}
    for _ in range(3 if lists else 0):
        told = settle(told, full, gaps(rule, told))
    assert run(told) == run(full) and gaps(rule, told) == set()
    assert run(told) is not None and not isinstance(run(told), Interval)


def settle(part: dict[str, Any], full: dict[str, Any], wanted: set[Missing]) -> dict[str, Any]:
    home = filled(part["household"], full["household"], wanted)
    terms = {
        name: (full if Missing(f"term.{name}") in wanted else part)[f"term.{name}"] for name in SCOPE.terms
    }
    readings = {name: part[f"reading.{name}"] for name in SCOPE.readings}
    return environment(SCOPE, home, part["on"], readings, terms)


@given(data=st.data())
def test_only_facts_that_the_rule_reads_are_missing(data: st.DataObject) -> None:
    rule = data.draw(rules(SCOPE))
    _, part = data.draw(environments(SCOPE, rule))
    terms = {f"term.{name.name}" for name in names_read(rule, SCOPE) if type(name).__name__ == "TermRef"}
    assert {gap.key for gap in gaps(rule, part)} <= facts_read(rule, SCOPE) | terms


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("household.on_roll and household.exited", {"household.on_roll", "household.exited"}),
        ("household.on_roll or true", set()),
        ("household.on_roll and false", set()),
        ("household.on_roll and term.open and false == false", {"household.on_roll", "term.open"}),
        ("village.clinic and term.line > figure.exact", {"village.clinic", "term.line"}),
        ("household.size in figure.of_all.few", {"household.size"}),
        ("define.home", {"household.on_roll", "household.size"}),
        ("any(household.members, person.disabled)", {"household.members"}),
        (
            "any(household.members, person.disabled) or household.on_roll",
            {"household.members", "household.on_roll"},
        ),
        ("(household.exited if household.on_roll else true)", {"household.on_roll", "household.exited"}),
        ("(household.exited if reading.covers == all else household.on_roll)", {"household.exited"}),
        ("(household.exited if reading.covers == some else household.on_roll)", {"household.on_roll"}),
        ("month_after(household.exited_on) < on", {"household.exited_on"}),
        (
            "months_between(household.exited_on, term.day) > figure.months",
            {"household.exited_on", "term.day"},
        ),
        (
            "term.day in (figure.by if household.on_roll else figure.of_all.period)",
            {"term.day", "household.on_roll"},
        ),
        ("0 * household.size == 0", set()),
        ("household.size > figure.at_least * household.size", {"household.size"}),
    ],
)
def test_what_is_asked_for_when_nothing_is_known(text: str, asked: set[str]) -> None:
    assert {str(gap) for gap in gaps(parse(text), env_of(Household()))} == asked


def test_facts_of_elements_are_named_with_their_owner() -> None:
    home = Household(
        members=[
            Person(id="a", bills=[MedicalBill(id="1", kind="inpatient"), MedicalBill()]),
            Person(bills=[MedicalBill(id="1")]),
            Person(id="c", bills=[]),
            Person(id="d"),
        ]
    )
    rule = parse("all(household.members, all(person.bills, bill.kind == inpatient))")
    assert {str(gap) for gap in gaps(rule, env_of(home))} == {
        "bill.kind of a/#2",
        "bill.kind of #2/1",
        "person.bills of d",
    }


def test_an_open_rule_that_only_a_bounded_figure_leaves_open_asks_for_nothing() -> None:
    rule = parse('figure.at_least * "100元" > "60元"')
    assert compile_rule(rule, SCOPE).run(env_of(Household())) is None
    assert gaps(rule, env_of(Household())) == set()


def test_what_a_rule_reads_includes_what_its_definitions_read() -> None:
    rule = parse(
        "define.home and any(household.members, person.disabled) and reading.covers == all and term.open"
    )
    assert facts_read(rule, SCOPE) == {
        "household.on_roll",
        "household.size",
        "household.members",
        "person.disabled",
    }
    assert [str(name) for name in names_read(rule, SCOPE)] == [
        "household.on_roll",
        "household.size",
        "figure.of_all.few",
        "household.members",
        "person.disabled",
        "reading.covers",
        "term.open",
    ]


def test_every_fact_is_read_under_its_key() -> None:
    for entity, cls in ENTITIES.items():
        for name in facts_of(cls):
            assert facts_read(parse(f"{entity}.{name}"), SCOPE) == {f"{entity}.{name}"}


def test_missing_facts_sort_and_print() -> None:
    assert sorted([Missing("b"), Missing("a", "x"), Missing("a", "w")]) == [
        Missing("a", "w"),
        Missing("a", "x"),
        Missing("b"),
    ]
    assert str(Missing("person.stage", "a")) == "person.stage of a"


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        ("household.on_roll and person.disabled", "household.on_roll"),
        ("household.on_roll and (village.bus and person.disabled)", "household.on_roll and village.bus"),
        ("not (not household.on_roll or person.disabled)", "not not household.on_roll"),
        ("household.on_roll or person.disabled", None),
        ("person.disabled", None),
        ("household.on_roll and any(household.members, person.disabled)", "{rule}"),
        ("any(person.bills, bill.kind == inpatient) and village.bus", "village.bus"),
        ("define.poor and village.bus", "household.on_roll and village.bus"),
    ],
)
def test_what_is_asked_apart_from_an_element(rule: str, kept: str | None) -> None:
    body = parse("household.on_roll and person.disabled")
    scope = evolve(SCOPE, entity="person", definitions={"poor": ("person", body)})
    found = apart_from(parse(rule), {"person"}, scope)
    assert (None if found is None else str(found)) == (kept and kept.format(rule=rule))
