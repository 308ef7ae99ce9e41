"""Entities as a register and as tables: both say the same, and what one refuses the other does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

np = pytest.importorskip("numpy", reason="registers need the extra 'register'")
pa = pytest.importorskip("pyarrow", reason="registers need the extra 'register'")

import fupin_policy as fp  # noqa: E402  # after what needs the extra
from fupin_policy.assess.checks import check_case  # noqa: E402
from fupin_policy.domain import ENTITIES, build  # noqa: E402
from fupin_policy.domain.entity import Entity  # noqa: E402
from fupin_policy.domain.facts import Kind, facts_of  # noqa: E402
from fupin_policy.problems import InputError  # noqa: E402
from fupin_policy.register.intake.decoding import decoded  # noqa: E402
from fupin_policy.register.intake.entities import register_of, tables_of  # noqa: E402
from fupin_policy.register.intake.ingest import ingest  # noqa: E402
from fupin_policy.register.tables import Register, spec_of, unpack  # noqa: E402
from fupin_policy.rules import entity_environment  # noqa: E402
from fupin_policy.testing.strategies import entities  # noqa: E402
from fupin_policy.values import Interval, Quantity  # noqa: E402

ON = date(2030, 12, 31)
ROOTS = ("household", "enterprise", "village", "town", "county", "city", "province", "nation")


def said_by(register: Register) -> dict[str, Any]:
    """All that a register says, in words that two registers which say the same have in common."""
    found: dict[str, Any] = {"root": register.root}
    found["divisions"] = None if register.divisions is None else register.divisions.to_pylist()
    for entity, table in register.tables.items():
        for key, column in table.columns.items():
            values = [decoded(column, spec_of(key), row) for row in range(table.rows)]
            if any(value is not None for value in values):
                found[key] = column.denominator, values
        if table.ids is not None and table.ids.null_count < len(table.ids):
            found[f"{entity} ids"] = table.ids.to_pylist()
        found[f"{entity} rows"] = table.rows
        if table.starts is not None:
            above = len(table.starts) - 1
            found[f"{entity} starts"] = table.starts.tolist()
            listed = [True] * above if table.listed is None else unpack(table.listed, above).tolist()
            found[f"{entity} listed"] = listed
    return found


def numbered(cases: list[Any]) -> list[Any]:
    """Cases with identifiers of their own, and people told from each other in all of them."""
    found = []
    for index, case in enumerate(cases):
        case = evolve(case, id=str(index))
        if isinstance(case, fp.Household) and case.members is not None:
            members = [evolve(one, id=one.id and f"{index}{one.id}") for one in case.members]
            case = evolve(case, members=tuple(members))
        found.append(case)
    return found


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@pytest.mark.parametrize("root", ROOTS)
@given(data=st.data())
def test_tables_say_what_the_entities_say(root: str, data: st.DataObject) -> None:
    cases = numbered(data.draw(st.lists(entities(root, on=ON), max_size=3)))
    register = register_of(cases, root)
    found = ingest(tables_of(cases, root, nested=True), root=root, on=ON)
    assert found.rejected.to_pylist() == []
    assert said_by(found.register) == said_by(register)
    try:
        flat = tables_of(cases, root)
    except InputError:
        return
    found = ingest(flat, root=root, on=ON)
    assert found.rejected.to_pylist() == []
    assert said_by(found.register) == said_by(register)


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_flat_tables_say_what_households_with_members_say(data: st.DataObject) -> None:
    cases = []
    for index, home in enumerate(data.draw(st.lists(entities("household", on=ON), max_size=4))):
        members = [
            evolve(one, id=f"{index}.{at}", bills=one.bills or ())
            for at, one in enumerate(home.members or ())
        ]
        cases.append(evolve(home, id=f"{index}", loans=home.loans or (), members=tuple(members) or None))
    found = ingest(tables_of(cases, "household"), on=ON)
    assert found.rejected.to_pylist() == []
    assert said_by(found.register) == said_by(register_of(cases, "household"))


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@pytest.mark.parametrize("root", ["household", "enterprise"])
@given(data=st.data())
def test_a_register_says_what_rules_find(root: str, data: st.DataObject) -> None:
    cases = data.draw(st.lists(entities(root, on=ON), max_size=3))
    table = register_of(cases, root).tables[root]
    for row, case in enumerate(cases):
        for entity, holder in entity_environment(root, case, {}).items():
            for name, spec in facts_of(ENTITIES[entity]).items():
                if spec.kind in (Kind.ENTITY, Kind.COLLECTION, Kind.TEXT):
                    continue
                stated = None if holder is None else getattr(holder, name)
                column = table.columns.get(f"{entity}.{name}")
                said = None if column is None else decoded(column, spec, row)
                assert same(stated, said)


def same(stated: Any, said: Any) -> bool:
    """Whether a value is the one that was stated, the nominal value of ranges and the unit aside."""
    if not isinstance(stated, Quantity):
        return bool(stated == said)
    value = stated.value
    if not isinstance(value, Interval):
        return isinstance(said, Quantity) and said.value == value
    if value.low is None and value.high is None:
        return said is None
    if not isinstance(said, Quantity) or not isinstance(said.value, Interval):
        return isinstance(said, Quantity) and said.value == value.low == value.high
    return evolve(value, nominal=None) == evolve(said.value, nominal=None)


def test_unknown_and_none_are_kept_apart() -> None:
    cases = [fp.Household(), fp.Household(loans=[]), fp.Household(loans=[fp.Loan(id="x")])]
    register = register_of(cases, "household")
    assert list(register.tables) == ["household", "loan"]
    assert register.tables["loan"].starts.tolist() == [0, 0, 0, 1]
    assert unpack(register.tables["loan"].listed, 3).tolist() == [False, True, True]
    assert register_of([fp.Household()], "household").tables["household"].ids is None


def test_facts_that_follow_are_left_to_the_rules() -> None:
    assert list(register_of([fp.Household(type="dibao")], "household").tables["household"].columns) == [
        "household.type"
    ]


def test_the_county_is_the_one_that_rules_find() -> None:
    village = fp.Village(town=fp.Town(county=fp.County(roll_households=5)))
    register = register_of([fp.Household(village=village)], "household")
    assert register.tables["household"].columns["county.roll_households"].values.tolist() == [5]


def test_bounds() -> None:
    texts = [
        ">=3000元/人/年",
        "<5元/人/年",
        "1元/人/年..>2元/人/年".replace("..>", ".."),
        "7元/人/年",
        "~9元/人/年",
    ]
    cases = [fp.Household(roll_income=text) for text in texts] + [fp.Household()]
    column = register_of(cases, "household").tables["household"].columns["household.roll_income"]
    assert column.values.tolist() == [300000, 0, 100, 700, 0, 0]
    assert column.high.tolist() == [0, 500, 200, 700, 0, 0]
    assert column.ends.tolist() == [1, 2 | 8, 3, 3, 0, 0]


def test_the_denominator_is_what_the_values_need() -> None:
    cases = [fp.Loan(term="1个月"), fp.Loan(term="1/7个月")]
    homes = [fp.Household(loans=[loan]) for loan in cases]
    with pytest.raises(InputError) as caught:
        register_of(homes, "household")
    assert str(caught.value) == (
        "[1].loan.term: '1/7月' has too many decimals; expected at most ten decimals of 月"
    )
    columns = register_of([fp.Household(loans=[fp.Loan(term="1/3个月")])], "household").tables["loan"].columns
    assert columns["loan.term"].denominator == 360000
    assert columns["loan.term"].values.tolist() == [10000]


def test_what_is_of_another_kind_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        register_of([fp.Household(), fp.County()], "household")
    assert str(caught.value) == "[1]: a County is no household"


def test_what_is_too_large_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        register_of(
            [fp.Village(rural_road_length=f"{length}公里") for length in ("80000", "1/120000000000")],
            "village",
        )
    assert str(caught.value) == (
        "[0].village.rural_road_length: '80000公里' is too large beside the finest numbers of its column;"
        " expected at most 75059公里, or fewer decimals in the column"
    )


@pytest.mark.parametrize(
    ("homes", "message"),
    [
        ([fp.Household(members=[fp.Person()])],
         "households[0].members: a household without an id has members; expected an id, or nested tables"),
        ([fp.Household(id="1", loans=[]), fp.Household(id="2")],
         "households[1].loans: a table of loans cannot tell that they are not known; expected nested tables"),
        ([fp.Household(loans=[])],
         "households[0].loans: a table of loans cannot tell that they are none; expected nested tables"),
        ([fp.Household(id="1", members=[fp.Person(id="a", bills=[]), fp.Person(id="b")])],
         "persons[1].bills: a table of bills cannot tell that they are not known; expected nested tables"),
    ],
)  # fmt: skip
def test_what_flat_tables_cannot_tell(homes: list[fp.Household], message: str) -> None:
    with pytest.raises(InputError) as caught:
        tables_of(homes, "household")
    assert str(caught.value) == message
    found = ingest(tables_of(homes, "household", nested=True), on=ON)
    assert said_by(found.register) == said_by(register_of(homes, "household"))


# --- what is refused ---------------------------------------------------------------------------------

_BAD: dict[Kind, Any] = {
    Kind.CODE: st.sampled_from(["低保护", "dibaoo", "x" * 600]),
    Kind.DATE: st.sampled_from(["2018-02-30", "1492-01-01", "2031-01-01", "2101-01-01", "昨天"]),
    Kind.BOOL: st.sampled_from(["maybe", "对"]),
    Kind.TEXT: st.sampled_from([" a", "a\u200b", "b\n", "长" * 501, "999", "440232000201"]),
}


def bad_values(spec: Any) -> st.SearchStrategy[str]:
    """Text that a column can hold, good or bad for a fact."""
    if spec.kind is not Kind.NUMBER:
        return _BAD[spec.kind]  # type: ignore[no-any-return]  # a strategy of texts
    unit = str(spec.unit or "")
    signs = st.sampled_from(["", "-", ">=", "<", "~"])
    numbers = st.sampled_from(["0", "3", "2.5", "0.005", "101", "7000", "0.01"])
    return st.builds("{}{}{}".format, signs, numbers, st.sampled_from([unit, "元", "个"]))


@st.composite
def doubtful(draw: st.DrawFn, entity: str, depth: int = 0) -> dict[str, Any]:
    """Facts as people write them, many of them wrong or against each other."""
    facts: dict[str, Any] = {}
    specs = [
        (name, spec)
        for name, spec in facts_of(ENTITIES[entity]).items()
        if spec.kind is not Kind.ENTITY and name not in ("id", "members", "loans", "bills", "workers")
    ]
    telling = {"type", "on_roll", "sex", "left_behind", "stage", "full_time", "relation", "birth_date",
               "medical_joined_on", "trainings", "free_trainings", "total", "in_scope", "reimbursed", "date",
               "drawn_on", "repaid_on", "size", "name", "division"}  # fmt: skip
    for name, spec in specs:
        if name in telling and draw(st.integers(0, 3)):
            good = {
                Kind.CODE: lambda s: st.sampled_from([code.value for code in s.type]),
                Kind.DATE: lambda s: st.sampled_from(["2001-01-01", "2002-02-02", "2003-03-03"]),
                Kind.BOOL: lambda s: st.sampled_from(["是", "否"]),
                Kind.TEXT: lambda s: st.sampled_from(["440232"]),
                Kind.NUMBER: lambda s: st.integers(0, 4).map(lambda n: f"{n}{s.unit or ''}"),
            }[spec.kind]
            facts[name] = draw(good(spec))
        elif not draw(st.integers(0, 90)):
            facts[name] = draw(bad_values(spec))
    if depth < 3:
        facts["id"] = draw(st.sampled_from(["a", "b", "c"]))
    return facts


@settings(max_examples=200, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_household_that_is_refused_is_set_aside_in_the_same_words(data: st.DataObject) -> None:
    home = data.draw(doubtful("household"))
    home["id"] = "h"
    members = data.draw(st.lists(doubtful("person"), max_size=3))
    for member in members:
        member["bills"] = data.draw(st.lists(doubtful("bill"), max_size=2))
    home["members"], home["loans"] = members, data.draw(st.lists(doubtful("loan"), max_size=2))
    expected = reasons(home)
    table = pa.table({name: [value] for name, value in home.items()})
    found = ingest({"household": table}, on=ON)
    told = [(row["column"], row["reason"]) for row in found.rejected.to_pylist() if row["column"]]
    assert (found.register.rows == 1) == (not expected)
    # An entity stops at what is wrong with its parts, and says nothing of days and of what is repeated then.
    parts = [path for path, reason in expected if "[" in path and " already" not in reason]
    late = any("lies after" in reason for _, reason in told)
    assert {one for one in expected if " already" not in one[1]} <= set(told)
    if not parts and not late:
        assert sorted(told) == sorted(expected)


def reasons(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What an entity says against facts, by path, those of its day included."""
    plain = {name: told(ENTITIES["household"], name, value) for name, value in facts.items()}
    try:
        entity: Entity = build(fp.Household, plain)
        check_case(entity, ON)
    except InputError as error:
        return [
            (
                (one.place.path or "").removeprefix("household."),
                str(evolve(one, place=type(one.place)())),
            )
            for one in error.problems
        ]
    return []


def told(cls: type[Entity], name: str, value: Any) -> Any:
    """A fact as a file would tell it: counts are bare numbers there."""
    spec = facts_of(cls)[name]
    if isinstance(value, list):
        return [{key: told(spec.type, key, one) for key, one in item.items()} for item in value]
    if spec.is_count and value.removesuffix(str(spec.unit or "")).lstrip("-").isdigit():
        return int(value.removesuffix(str(spec.unit or "")))
    return value


def test_contradictions_reach_across_tables() -> None:
    home = {"members": [{"birth_date": "2001-01-01", "bills": [{"date": "2000-01-01"}]}]}
    assert reasons(home) == [("members[0].bills[0].date", "2000-01-01 is before the birth_date 2001-01-01")]
