"""The checker: well-typed rules pass, and every kind of mistake is told with what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve, fields
from hypothesis import given
from hypothesis import strategies as st

import fupin_policy
from fupin_policy.problems import InputError
from fupin_policy.rules import Scope, Type, check, entities_in_scope, parse
from fupin_policy.rules.nodes import UNREAD, Node
from fupin_policy.testing.rules import rules, sample_scope
from fupin_policy.values import Unit

HOME = sample_scope("household")
IN_SCOPE = ", ".join(entities_in_scope("household"))


def problems(text: str, scope: Scope = HOME) -> list[str]:
    return [str(problem) for problem in check(parse(text), scope)[1]]


@pytest.mark.parametrize("entity", [None, "person", ""])
def test_a_scope_about_something_else_has_the_same_names(entity: str | None) -> None:
    """Every field of a scope is filled, so that none can be forgotten."""
    full = evolve(HOME, here="grant", unread=frozenset({("terms",)}), definitions={"on": ("", parse("true"))})
    assert all(getattr(full, one.name) for one in fields(Scope))
    assert full.about(entity) == evolve(full, entity=entity)
    assert full.about(entity, "loan") == evolve(full, entity=entity, here="loan")


@pytest.mark.parametrize("entity", ["household", "person", "bill", "enterprise", "village", "county"])
@pytest.mark.parametrize("kind", ["bool", "number", "date"])
@given(data=st.data())
def test_generated_rules_are_well_typed(entity: str, kind: str, data: st.DataObject) -> None:
    scope = sample_scope(entity)
    rule = data.draw(rules(scope, kind))
    found, wrong = check(rule, scope)
    assert [str(problem) for problem in wrong] == [], str(rule)
    assert found is not None and found.kind == kind


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("figure.exact", "元/人/年"),
        ("household.size", "人"),
        ("household.size * figure.exact", "元/年"),
        ("count(household.members, person.disabled)", "人"),
        ("count(household.loans, loan.secured)", "个"),
        ("sum(household.members, person.tuition)", "元/年"),
        ("sum(household.members, figure.exact)", "元/年"),
        ("sum(household.loans, loan.principal * figure.ratio)", "元"),
        ("0 + figure.exact", "元/人/年"),
        ("figure.exact - 0", "元/人/年"),
        ("1 + household.size", "人"),
        ("1 + 2", ""),
        ("min(0, figure.exact)", "元/人/年"),
        ("min(0, 0, figure.exact)", "元/人/年"),
        ("figure.exact if term.open else 0", "元/人/年"),
        ("months_since(term.day)", "月"),
        ('"3000元/人" * "2人"', "元"),
    ],
)
def test_units_of_results(text: str, unit: str) -> None:
    assert check(parse(text), HOME) == (Type("number", Unit.parse(unit)), [])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("household.members", None),
        ("household.name", "text"),
        ("household.type", "code"),
        ("household.type if term.open else reading.covers", "code"),
        ("month_after(on)", "date"),
        ("age(on) >= 18", "bool"),
        ("figure.of_all.period", "period"),
        ("on in (figure.by if term.open else figure.of_all.period)", "bool"),
        ("all(household.members, any(person.bills, bill.total > loan.principal))", None),
        ("any(household.members, define.home and household.on_roll)", "bool"),
    ],
)
def test_kinds_of_results(text: str, kind: str | None) -> None:
    found, wrong = check(parse(text), HOME)
    assert (found.kind if found is not None and not wrong else None) == kind


def test_codes_of_a_choice_are_those_of_both_sides() -> None:
    scope = evolve(HOME, readings={"a": ("one", "two"), "b": ("two", "three")})
    assert check(parse("(reading.a if term.open else reading.b) == three"), scope)[1] == []
    assert check(parse("(reading.a if term.open else reading.b) == four"), scope)[1] != []


WRONG = {
    # names
    "household.xyzzy": "household has no fact 'xyzzy'",
    "household.industry_project > 1": (
        "household has no fact 'industry_project'; did you mean 'industry_projects'?"
    ),
    "househld.size > 1": (
        f"'househld.size': there is no 'househld' in scope; expected {IN_SCOPE}; did you mean 'household'?"
    ),
    "person.disabled": (f"'person.disabled': there is no 'person' in scope; expected {IN_SCOPE}"),
    "household.type == dibaoo": (
        "'household.type' has no code 'dibaoo'; "
        "expected one of dibao, general, not_on_roll, wubao; did you mean 'dibao'?"
    ),
    "household.type in (dibao, wubau)": (
        "'household.type' has no code 'wubau'; "
        "expected one of dibao, general, not_on_roll, wubao; did you mean 'wubao'?"
    ),
    "reading.covers == al": (
        "'reading.covers' has no code 'al'; expected one of all, none, some; did you mean 'all'?"
    ),
    "reading.cover == all": "unknown reading 'cover'; did you mean 'covers'?",
    "term.lime > figure.exact": "unknown open term 'lime'; did you mean 'line'?",
    "define.house": "unknown definition 'house'; did you mean 'home'?",
    "household.size in figure.betwen": (
        "measure 'sample' has no figure 'betwen'; expected exact, floor, below, between, ratio, at_least, "
        "roughly, months, age, by; did you mean 'between'?"
    ),
    "household.size in figure.of_alls.few": "measure 'of-alls' has no figure 'few'",
    "dibao": "the name 'dibao' means nothing here; expected a code beside the fact it is compared with",
    "dibao == wubao": (
        "the name 'wubao' means nothing here; expected a code beside the fact it is compared with"
    ),
    "household.members": (
        "'household.members' has no value of its own (collection); "
        "expected one of its facts, or count, sum, any, all"
    ),
    "household.village": (
        "'household.village' has no value of its own (entity); "
        "expected one of its facts, or count, sum, any, all"
    ),
    "count(household.name, true)": (
        "'household.name' is no collection in scope; expected such as household.members"
    ),
    "any(person.bills, true)": "'person.bills' is no collection in scope; expected such as household.members",
    # units
    "household.roll_income > figure.floor": None,
    "household.roll_income in figure.floor": (
        "'household.roll_income in figure.floor' puts number in 元/人/年 beside number in 元/年"
    ),
    'household.roll_income < "4000元/户/年"': (
        """'household.roll_income < "4000元/户/年"' puts number in 元/人/年 beside number in 元/户/年"""
    ),
    "household.roll_income < 4000": (
        "'household.roll_income < 4000': 4000 needs its unit; expected a quoted quantity in 元/人/年"
    ),
    "figure.months + 3 > figure.months": (
        "'figure.months + 3': 3 needs its unit; expected a quoted quantity in 月"
    ),
    "min(0, figure.exact, household.size) > 0": (
        "'min(0, figure.exact, household.size)' puts number in 元/人/年 beside number in 人"
    ),
    "figure.exact - household.size > 0": (
        "'figure.exact - household.size' puts number in 元/人/年 beside number in 人"
    ),
    "(figure.exact if term.open else figure.months) > 0": (
        "'figure.exact if term.open else figure.months' puts number in 元/人/年 beside number in 月"
    ),
    # sets
    "household.roll_income < figure.below": (
        "'household.roll_income < figure.below': figure.below denotes a set (<4000元/人/年); "
        "expected 'in figure.below'"
    ),
    'household.roll_income <= "<4000元/人/年"': (
        """'household.roll_income <= "<4000元/人/年"': "<4000元/人/年" denotes a set (<4000元/人/年); """
        """expected 'in "<4000元/人/年"'"""
    ),
    "figure.by == figure.by": None,
    "(figure.by if term.open else figure.by) == (figure.by if term.open else figure.by)": (
        "'(figure.by if term.open else figure.by) == (figure.by if term.open else figure.by)' "
        "compares periods; expected a day 'in' a period"
    ),
    "household.size in household.industry_projects": None,
    "household.size in village.population": (
        "'in village.population': only figures and quoted quantities denote sets; expected == or <="
    ),
    "household.size in 3": "'in 3': only figures and quoted quantities denote sets; expected == or <=",
    'household.size in "?人"': """'in "?人"': ?人 is not known; expected a printed figure""",
    "household.type in (dibao, figure.below)": (
        "'household.type in (dibao, figure.below)' mixes codes and other values; "
        "expected codes only, or one figure"
    ),
    "on in figure.exact": "'on in figure.exact' asks whether a date lies in a number in 元/人/年",
    "household.size in figure.by": (
        "'household.size in figure.by' asks whether a number in 人 lies in a period"
    ),
    # kinds
    "household.type == 3": "'household.type == 3' compares a code with a plain number",
    "household.size == dibao": "'household.size' is a number in 人; expected code",
    "household.type < dibao": "'household.type < dibao': codes have no order; expected == or !=",
    "household.type < village.bridge_class": (
        "'household.type < village.bridge_class' compares codes of different lists"
    ),
    "household.type < household.type": (
        "'household.type < household.type': a code has no order; expected == or !="
    ),
    "household.on_roll < true": "'household.on_roll < true': a bool has no order; expected == or !=",
    "household.name < village.name": (
        "'household.name < village.name': a text has no order; expected == or !="
    ),
    "household.on_roll and household.size": "'household.size' is a number in 人; expected bool",
    "not household.type": "'household.type' is a code; expected bool",
    "household.on_roll + 1 > 0": "'household.on_roll' is a bool; expected number",
    "min(on, on) == on": "'min(on, on)' is over dates; expected numbers",
    "on == household.size": "'on == household.size' compares a date with a number in 人",
    "(on if household.on_roll else 3) == on": (
        "'on if household.on_roll else 3' joins a date and a plain number"
    ),
    "(1 if household.size else 2) == 1": "'household.size' is a number in 人; expected bool",
    "age(household.size) > 3": "'household.size' is a number in 人; expected date",
    "any(household.members, person.skills)": "'person.skills' is a number in 个; expected bool",
    "sum(household.members, person.disabled) > 0": "'person.disabled' is a bool; expected number",
    "any(household.members, bill.total > 0)": (
        f"'bill.total': there is no 'bill' in scope; expected person, {IN_SCOPE}"
    ),
}


@pytest.mark.parametrize("text", WRONG)
def test_each_mistake_is_told(text: str) -> None:
    told = problems(text)
    assert told
    if WRONG[text] is not None:
        assert told == [WRONG[text]]


def test_all_mistakes_of_a_rule_are_told_together() -> None:
    told = problems("household.incom > 3 and term.lime or household.type == dibaoo")
    assert len(told) == 3


def test_a_rule_about_nothing_has_no_facts() -> None:
    about_nothing = evolve(HOME, entity=None)
    assert problems("on in figure.by and reading.covers == all", about_nothing) == []
    assert problems("household.on_roll", about_nothing) == [
        "'household.on_roll': there is no 'household' in scope; "
        "expected no entity (the rule is about nothing)"
    ]
    assert problems("define.home", about_nothing) == [
        "'define.home' is about a household, which is not in scope"
    ]


def test_a_definition_sees_its_own_figures_only() -> None:
    scope = evolve(HOME, definitions={"odd": ("household", parse("household.size in figure.between"))})
    assert check(parse("define.odd"), scope)[0] == Type("bool")
    assert problems("household.size in figure.between", evolve(scope, here="definition odd"))


def test_a_stranger_is_no_rule() -> None:
    assert problems_of(Node()) == ["Node is not a node of the rule language"]


def problems_of(node: Node) -> list[str]:
    return [str(problem) for problem in check(node, HOME)[1]]


def test_definitions_that_go_round_in_a_circle_are_refused(root: Path, tmp_path: Path) -> None:
    source = root / "policies" / "ruyuan-2016"
    copy = tmp_path / "ruyuan-2016"
    copy.mkdir()
    for part in source.glob("*.yaml"):
        (copy / part.name).write_text(part.read_text(encoding="utf-8"), encoding="utf-8")
    policy = copy / "policy.yaml"
    text = policy.read_text(encoding="utf-8")
    poor = "is: household.on_roll and (reading.exited_households == covered or not household.exited)"
    assert poor in text
    policy.write_text(text.replace(poor, "is: define.labour_household and define.poor"), encoding="utf-8")
    with pytest.raises(InputError, match="definition 'poor' goes round in a circle"):
        fupin_policy.load_policy(copy)


NAMES = [("figures",), ("readings",), ("terms",), ("definitions",)]


@pytest.mark.parametrize("entity", ["household", "person", "county"])
@pytest.mark.parametrize("kind", ["bool", "number", "date"])
@given(data=st.data())
def test_nothing_is_told_of_names_that_could_not_be_read(entity: str, kind: str, data: st.DataObject) -> None:
    """A well-typed rule stays without a problem, whichever of the names that it uses stand for nothing known."""
    scope = sample_scope(entity)
    rule = data.draw(rules(scope, kind))
    gone = data.draw(st.sets(st.sampled_from(NAMES), min_size=1))
    unread = evolve(scope, unread=gone, **{key: {} for (key,) in gone})
    found, wrong = check(rule, unread)
    assert [str(problem) for problem in wrong] == [], str(rule)
    assert found is None or found.kind == kind


def test_a_name_beside_one_that_could_not_be_read_is_told() -> None:
    scope = evolve(HOME, terms={}, unread={("terms", "open")})
    assert problems("term.open or term.opn", scope) == ["unknown open term 'opn'"]
    assert problems("term.open or household.size", scope) == [
        "'household.size' is a number in 人; expected bool"
    ]


def test_of_a_rule_that_could_not_be_read_nothing_is_told() -> None:
    assert check(UNREAD, HOME) == (None, [])


def test_where_what_a_rule_is_about_could_not_be_read_any_fact_may_be_used_that_there_is() -> None:
    scope = evolve(HOME, entity="")
    assert problems("household.on_roll and enterprise.in_county", scope) == []
    assert problems("household.on_rol", scope) == ["household has no fact 'on_rol'; did you mean 'on_roll'?"]
    assert problems("any(household.members, person.disabled)", scope) == []
