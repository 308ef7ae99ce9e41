"""Entities from files and plain data, and back."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fupin_policy import InputError
from fupin_policy.domain import (
    ENTITIES,
    City,
    Entity,
    FactSpec,
    Household,
    Kind,
    Nation,
    Person,
    Province,
    Village,
    build,
    entities_in,
    facts_of,
    parse,
    parse_facts,
    read_facts,
)

LANGS = st.sampled_from(["en", "zh"])


def values(spec: FactSpec) -> st.SearchStrategy[Any]:
    """Values that a fact accepts, in the forms a file would hold."""
    fact = spec.fact
    low = 0 if fact.low is None else fact.low
    numbers = st.integers(low, 10**6 if fact.high is None else fact.high)
    if fact.check is not None:
        return st.sampled_from(["440232", "44", "000000", "440232100"])
    if spec.kind is Kind.BOOL:
        return st.booleans()
    if spec.is_count:
        return numbers
    if spec.kind is Kind.NUMBER:
        signs = st.sampled_from(["", "", ">=", "<=", "<"])
        return st.builds(
            lambda sign, number: f"{sign}{number}{fact.unit}", signs, numbers.map(lambda n: n or 1)
        )
    if spec.kind is Kind.DATE:
        return st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(str)
    if spec.kind is Kind.CODE:
        return st.sampled_from(sorted(spec.type.names()))
    if spec.kind is Kind.TEXT:
        letters = st.characters(exclude_categories=["C", "Z"])
        return st.text(letters, min_size=1, max_size=8) | st.sampled_from(
            ["null", "1.5", "true", "007", "- a", "甲:乙"]
        )
    inner = entities(spec.type)
    return inner if spec.kind is Kind.ENTITY else st.lists(inner, max_size=2)


@st.composite
def entities(draw: st.DrawFn, cls: type[Entity]) -> Entity:
    specs = facts_of(cls)
    names = draw(st.lists(st.sampled_from(list(specs)), unique=True, max_size=6))
    facts = {name: draw(values(specs[name])) for name in names}
    try:
        return cls(**facts)
    except InputError as error:
        # Facts drawn one by one may contradict each other; without the ones that do, they do not.
        for problem in error.problems:
            path = (problem.place.path or "").split(".")[1]
            facts.pop(path.split("[")[0], None)
        return cls(**facts)


ANY_ENTITY = st.sampled_from(list(ENTITIES.values())).flatmap(entities)


@given(ANY_ENTITY, LANGS)
def test_round_trip_through_plain_data(entity: Entity, lang: Any) -> None:
    data = entity.to_dict(lang)
    again = type(entity).from_dict(data)
    assert again == entity
    assert again.to_dict(lang) == data


@given(ANY_ENTITY, LANGS)
def test_round_trip_through_text(entity: Entity, lang: Any) -> None:
    assert parse_facts(entity.to_yaml(lang)) == (entity,)
    assert parse_facts(entity.to_json(lang), form="json") == (entity,)


@given(st.data(), ANY_ENTITY, LANGS)
def test_a_misspelt_key_is_caught_and_named(data: st.DataObject, entity: Entity, lang: Any) -> None:
    plain = entity.to_dict(lang)
    assume(plain)
    key = data.draw(st.sampled_from(list(plain)))
    assume(len(key) > 3)
    at = data.draw(st.integers(0, len(key) - 1))
    wrong = key[:at] + key[at + 1 :] if data.draw(st.booleans()) else f"{key[:at]}x{key[at:]}"
    names = facts_of(type(entity))
    assume(wrong not in names and wrong not in {spec.fact.zh for spec in names.values()})
    misspelt = {wrong if name == key else name: value for name, value in plain.items()}
    with pytest.raises(InputError) as error:
        type(entity).from_dict(misspelt)
    (problem,) = [each for each in error.value.problems if "has no fact" in each.what]
    assert problem.what == f"{entity.key} has no fact '{wrong}'"
    assert problem.nearest is not None


def test_all_problems_of_a_file_with_line_path_and_nearest_name() -> None:
    text = """\
household:
  type: dibaoo
  size: 1
  户类型: 低保户
  members:
  - id: a
    stagge: university
  - id: b
    就读学段: universty
    tuition: 5000元/人/年
  - id: a
  loans: none
"""
    with pytest.raises(InputError) as error:
        parse_facts(text, file="h.yaml")
    assert str(error.value).splitlines() == [
        "h.yaml:2: household.type: unknown code 'dibaoo';"
        " expected one of general, dibao, wubao, not_on_roll; did you mean 'dibao'?",
        "h.yaml:3: household.size: 1 is fewer than the 3 members listed",
        "h.yaml:4: household.户类型: '户类型' is the same fact as 'type'; expected one of them",
        "h.yaml:7: household.members[0].stagge: person has no fact 'stagge'; did you mean 'stage'?",
        "h.yaml:9: household.members[1].就读学段: unknown code 'universty';"
        " expected one of not_enrolled, preschool, primary, junior, senior_high, secondary_vocational,"
        " university; did you mean 'university'?",
        "h.yaml:10: household.members[1].tuition: '5000元/人/年' has the wrong unit (元/人/年);"
        " expected an amount in 元/年",
        "h.yaml:11: household.members[2].id: person id 'a' occurs already at members[0]",
        "h.yaml:12: household.loans: 'none' is no list; expected a list of Loan",
    ]


def told(text: str, **options: Any) -> list[str]:
    with pytest.raises(InputError) as error:
        parse_facts(text, file="f", **options)
    return str(error.value).splitlines()


def test_refused_scalars_are_told_among_the_other_mistakes_of_a_file() -> None:
    text = """\
household:
  typ: dibao
  roll_income: 2300.5
  size: 1
  户类型: &x 低保扶
  members:
  - {id: a, stage: universty, tuition: 1e3}
  - .5
  - id: a
  loans: *x
county: 12345678901234567890
towns: !t []
villages: 1.5
"""
    assert told(text) == [
        "f:2: household.typ: household has no fact 'typ'; did you mean 'type'?",
        'f:3: household.roll_income: 2300.5 is a bare number with a point; expected it in quotes: "2300.5"',
        "f:4: household.size: 1 is fewer than the 3 members listed",
        "f:5: household.户类型: the anchor '&x' is not allowed; expected plain data, written out",
        "f:5: household.户类型: unknown code '低保扶'; expected one of 一般扶贫户, 低保扶贫户, 五保贫困户, 非建档立卡户;"
        " did you mean '低保扶贫户'?",
        "f:7: household.members[0].stage: unknown code 'universty'; expected one of not_enrolled, preschool,"
        " primary, junior, senior_high, secondary_vocational, university; did you mean 'university'?",
        'f:7: household.members[0].tuition: 1e3 is a bare number with a point; expected it in quotes: "1e3"',
        'f:8: household.members[1]: .5 is a bare number with a point; expected it in quotes: ".5"',
        "f:9: household.members[2].id: person id 'a' occurs already at members[0]",
        "f:10: household.loans: the alias '*x' is not allowed; expected plain data, written out",
        "f:11: county: 12345678901234567890 has more than 18 digits; expected it in quotes",
        "f:12: towns: the tag '!t' is not allowed; expected plain data",
        'f:13: villages: 1.5 is a bare number with a point; expected it in quotes: "1.5"',
    ]


def test_json_is_judged_past_its_refused_scalars_as_well() -> None:
    text = '{"household": {"size": 2.0, "typ": NaN,\n "roll_income": 5, "members": [1.5, {"id": 7}]},\n "vilage": 1}'
    assert told(text, form="json") == [
        'f:1: household.size: 2.0 is a bare number with a point; expected it in quotes: "2.0"',
        "f:1: household.typ: NaN is no JSON; expected true, false, null, a whole number or text in quotes",
        "f:1: household.typ: household has no fact 'typ'; did you mean 'type'?",
        "f:2: household.roll_income: 5 has no unit; expected text with its unit such as '5元/人/年'",
        'f:2: household.members[0]: 1.5 is a bare number with a point; expected it in quotes: "1.5"',
        'f:2: household.members[1].id: 7 is no text; expected text: quote it, "7"',
        "f:3: vilage: unknown entity 'vilage'; expected one of household, person, bill, dwelling, loan,"
        " enterprise, worker, village, town, county, city, province, nation; did you mean 'village'?",
    ]


@pytest.mark.parametrize(
    ("text", "form", "last"),
    [
        ("household:\n  typ: 1.5\n  members: [\n", "yaml", "no YAML: did not find expected node content"),
        ('{"household":\n {"typ": 1.5,\n "size" 1}}', "json", "no JSON: '1'; expected ':'"),
    ],
)
def test_what_stands_before_a_break_is_told_too(text: str, form: Any, last: str) -> None:
    first, second, third = told(text, form=form)
    assert first == 'f:2: household.typ: 1.5 is a bare number with a point; expected it in quotes: "1.5"'
    assert second == "f:2: household.typ: household has no fact 'typ'; did you mean 'type'?"
    assert last in third


@pytest.mark.parametrize("text", ["1.5", "[", "!t", "{"])
def test_a_file_with_nothing_usable_has_its_own_problems_only(text: str, tmp_path: Path) -> None:
    (only,) = told(text)
    (tmp_path / "h.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        Household.from_yaml(tmp_path / "h.yaml")
    assert [only] == [str(error.value).replace(str(tmp_path / "h.yaml"), "f")]


@given(ANY_ENTITY, st.data())
def test_a_refused_scalar_hides_no_other_mistake(entity: Entity, data: st.DataObject) -> None:
    plain = entity.to_dict()
    assume(plain)
    key = data.draw(st.sampled_from(list(plain)))
    text = json.dumps({entity.key: {"nonsense": 1, key: "@"}}).replace('"@"', "1.5")
    assert [line.partition(": ")[2].partition(":")[0] for line in told(text, form="json")] == [
        f"{entity.key}.nonsense",
        f"{entity.key}.{key}",
    ]


def test_contradictions_are_told_at_the_keys_of_the_file() -> None:
    bill = "    医疗费用单据:\n    - 总费用: 1元\n      政策范围内费用: 2元\n"
    text = f"户:\n  家庭成员:\n  - 编号: a\n  - id: b\n{bill}"
    with pytest.raises(InputError) as error:
        parse_facts(text, file="h.yaml")
    assert str(error.value) == (
        "h.yaml:7: 户.家庭成员[1].医疗费用单据[0].政策范围内费用: 2元 is more than the total 1元"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "f:1: nothing at the top of the facts; expected one of household, person,"),
        ("- a", "f:1: ['a'] at the top of the facts; expected one of household,"),
        ("houshold: {}", "f:1: houshold: unknown entity 'houshold'; expected one of household, "),
        ("户类型: 低保户", "f:1: 户类型: '户类型' is a fact, not an entity; expected it below 'household:'"),
        (
            "division: '440232'",
            "f:1: division: 'division' is a fact, not an entity; expected it below the entity it is about: household,",
        ),
        ("household: 3", "f:1: household: 3 is no household; expected a mapping of facts"),
        ("household: []", "f:1: household: [] is no household; expected a mapping of facts"),
        ("households: {}", "f:1: households: {} is no list; expected a list of Household"),
        (
            "household: {members: [~]}",
            "f:1: household.members[0]: None is no person; expected a mapping of facts",
        ),
        (
            "各户:\n- 编号: x\n- id: x\n",
            "f:3: 各户[1].id: household 'x' is the id of 各户[0] too; expected each id once",
        ),
        (
            "各户:\n- 家庭成员:\n  - 编号: a\n- members:\n  - 编号: b\n  - 编号: a\n",
            "f:6: 各户[1].members[1].编号: person 'a' is in 各户[0] too; expected one home",
        ),
        (
            "worker: {hired: 2017-01-01}",
            "f:1: worker.hired: worker has no fact 'hired';"
            " expected one of id, name, on_roll, hired_on, left_on, stable, low_income, apprentice;"
            " did you mean 'hired_on'?",
        ),
    ],
)
def test_refused(text: str, expected: str) -> None:
    with pytest.raises(InputError) as error:
        parse_facts(text, file="f")
    assert str(error.value).startswith(expected)


def test_several_entities_in_one_file() -> None:
    found = parse_facts("户: {户类型: 五保户}\n县: {农村自来水普及率: 88%}\nvillages: [{bus: true}, {}]\n")
    assert [entity.key for entity in found] == ["household", "county", "village", "village"]
    assert found[2] == Village(bus=True)


def test_areas_of_every_level_in_one_file() -> None:
    text = "省: {农村贫困发生率: 9.2%}\n全国: {power_reliability: 99.8%}\n"
    text += "各市: [{所在省: {名称: 甲}}]\n各省: [{}]\n"
    city = City(province=Province(name="甲"))
    nation = Nation(power_reliability="99.8%")
    assert parse_facts(text) == (Province(poverty_incidence="9.2%"), nation, city, Province())
    with pytest.raises(InputError, match=r"f:1: 省\.city: province has no fact 'city'"):
        parse_facts("省: {city: {}}", file="f")


def test_what_is_null_is_unknown() -> None:
    assert Household.from_dict({"type": None, "loans": []}) == Household(loans=())


def test_known_to_be_none_is_not_unknown() -> None:
    assert Household(loans=[]).to_dict() == {"loans": []}
    assert Household(loans=[]) != Household()


def test_typed_values_pass_through_plain_data() -> None:
    person = Person(id="a")
    assert Household.from_dict({"members": [person, {"id": "b"}]}).members == (person, Person(id="b"))


def test_a_part_of_a_larger_file() -> None:
    tree = parse("cases:\n- given:\n    household:\n      size: 0\n", file="c.yaml")
    with pytest.raises(InputError) as error:
        entities_in(tree.at("cases", 0, "given"))
    assert str(error.value) == (
        "c.yaml:4: cases[0].given.household.size: 0 is out of range; expected 1人 to 100人"
    )
    with pytest.raises(InputError, match=r"c\.yaml:4: cases\[0\]\.given\.household\.size: 0"):
        build(Household, tree.at("cases", 0, "given", "household"))


def test_files_with_and_without_the_name_above(tmp_path: Path) -> None:
    home = Household(type="dibao", members=[Person(id="1")])
    for name, text in {
        "a.yaml": home.to_yaml("zh"),
        "b.yaml": "type: dibao\nmembers: [{id: '1'}]\n",
        "c.json": home.to_json("en"),
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert Household.from_yaml(tmp_path / "a.yaml") == home
    assert Household.from_yaml(tmp_path / "b.yaml") == home
    assert Household.from_json(tmp_path / "c.json") == home
    assert read_facts(tmp_path / "c.json") == (home,)


def test_a_file_of_another_entity(tmp_path: Path) -> None:
    (tmp_path / "e.yaml").write_text("enterprise: {form: company}\n", encoding="utf-8")
    with pytest.raises(InputError, match="household has no fact 'enterprise'"):
        Household.from_yaml(tmp_path / "e.yaml")


def test_the_examples_are_read(root: Path) -> None:
    (home,) = read_facts(root / "examples" / "household.yaml")
    assert isinstance(home, Household) and home.fact("on_roll") is True and home.fact("size") == 5
    assert home.income_per_head is None
    for name in ("enterprise", "village"):
        (entity,) = read_facts(root / "examples" / f"{name}.yaml")
        assert entity.key == name
