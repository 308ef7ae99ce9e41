"""Columns matched to facts: every spelling, every unit, and every problem before the first row."""

from __future__ import annotations

from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any

import pytest

from fupin_policy.problems import InputError

pa = pytest.importorskip("pyarrow", reason="registers need the extra 'register'")

from fupin_policy.domain import ENTITIES  # noqa: E402  # after what needs the extra
from fupin_policy.domain.facts import Kind, facts_of  # noqa: E402
from fupin_policy.register.intake.ingest import ingest  # noqa: E402
from fupin_policy.register.intake.schema import NAMES, match, tables_below  # noqa: E402

ON = date(2018, 1, 1)

FROM_FLOATS = "(whole numbers that pandas made floats: .astype('Int64'); in Polars: .cast(pl.Int64))"


def keys_of(given: dict[str, Any], entity: str = "household", **more: Any) -> list[str]:
    table = pa.table(given)
    found = match({entity: table}, entity, **more)[entity]
    return [given.key for given in found.columns]


def problems_of(tables: dict[str, Any], root: str = "household", **more: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        match({name: pa.table(table) for name, table in tables.items()}, root, **more)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("entity", ["household", "enterprise", "village", "county"])
def test_every_fact_has_an_english_and_a_chinese_name(entity: str) -> None:
    for name, spec in facts_of(ENTITIES[entity]).items():
        if spec.kind not in (Kind.ENTITY, Kind.COLLECTION) and name != "id":
            assert keys_of({name: pa.nulls(1)}, entity) == [f"{entity}.{name}"]
            assert keys_of({spec.fact.zh: pa.nulls(1)}, entity) == [f"{entity}.{name}"]


@pytest.mark.parametrize(
    ("column", "key"),
    [
        ("dwelling.danger", "dwelling.danger"),
        ("住房.房屋危险性等级", "dwelling.danger"),
        ("village.tap_water", "village.tap_water"),
        ("所在村.tap_water", "village.tap_water"),
        ("村.tap_water", "village.tap_water"),
        ("village.town.pv_site_kw", "town.pv_site_kw"),
        ("镇.pv_site_kw", "town.pv_site_kw"),
        ("county.province.rural_income", "province.rural_income"),
        ("省.rural_income", "province.rural_income"),
        ("roll_income(分/人/年)", "household.roll_income"),
        ("认定年度人均可支配收入(万元/人/年)", "household.roll_income"),
    ],
)
def test_spellings(column: str, key: str) -> None:
    assert keys_of({column: pa.nulls(1)}) == [key]


def test_structs_are_the_facts_of_the_entity_they_stand_for() -> None:
    village = {"tap_water": True, "town": {"pv_site_parts": 3, "county": {"叫": 1}}}
    assert problems_of({"household": {"village": [village]}}) == [
        "households.village.town.county.叫: county has no fact '叫'"
    ]
    del village["town"]["county"]  # type: ignore[attr-defined]  # a dict
    assert keys_of({"village": [village], "住房": [{"唯一住房": True}]}) == [
        "village.tap_water", "town.pv_site_parts", "dwelling.only_home",
    ]  # fmt: skip


def test_lists_are_tables() -> None:
    bill = {"id": "x", "total": Decimal("3.50")}
    homes = {"id": ["1"], "家庭成员": [[{"编号": "a", "医疗费用单据": [bill]}]], "loans": [[{"term(年)": 2}]]}
    found = match({"household": pa.table(homes)}, "household")
    assert list(found) == ["household", "person", "loan", "bill"]
    assert [given.name for given in found["bill"].columns] == ["total"]
    assert found["bill"].rows == 1


def test_the_caller_says_what_columns_mean() -> None:
    columns = {"inc": "roll_income", "households.收": "income_per_head(分/人/年)", "note": None}
    given = {"inc": [1], "收": [2], "note": [1.5], "other": ["x"]}
    assert keys_of(given, columns=columns, ignore=["other"]) == [
        "household.roll_income",
        "household.income_per_head",
    ]


def test_one_name_can_mean_different_facts_in_different_tables() -> None:
    homes, people = {"id": ["1"], "数": [1]}, {"household_id": ["1"], "数": [2]}
    tables = {"household": pa.table(homes), "person": pa.table(people)}
    found = match(tables, "household", {"households.数": "skills", "persons.数": "person.trainings"})
    assert [one.columns[0].key for one in found.values()] == ["household.skills", "person.trainings"]


@pytest.mark.parametrize(
    ("unit", "fen"),
    [
        ("元/人/年", 100),
        ("分/人/年", 1),
        ("角/人/年", 10),
        ("万元/人/年", 10**6),
        ("元/人/月", 1200),
        ("yuan/person/year", 100),
    ],
)
def test_units(unit: str, fen: int) -> None:
    metadata = pa.schema([pa.field("roll_income", pa.int64(), metadata={"unit": unit})])
    for table in (
        pa.table([[3]], schema=metadata),
        pa.table({f"roll_income({unit})": [3]}),
        pa.table({f"roll_income ({unit})": [3]}),
    ):
        column = (
            ingest({"household": table}, on=ON).register.tables["household"].columns["household.roll_income"]
        )
        assert column.values.tolist() == [3 * fen]


def test_all_problems_are_told_together() -> None:
    homes = {"id": ["1"], "roll_incom": [1], "size": [1.5], "type": [True], "village.tapwater": [True]}
    people = {"hosehold_id": ["1"], "stage": [1]}
    assert problems_of({"household": homes, "person": people, "worker": {"id": ["1"]}}, ignore=["nothing"]) == [
        "unknown table 'worker'; expected one of household, person, loan, bill",
        "households.roll_incom: household has no fact 'roll_incom'; did you mean 'roll_income'?",
        f"households.size: floats (double) are never exact; expected whole numbers {FROM_FLOATS}",
        "households.type: a column of the type bool tells no code; expected text such as general",
        "households.village.tapwater: village has no fact 'tapwater'; did you mean 'village.tap_water'?",
        "persons.hosehold_id: person has no fact 'hosehold_id'; did you mean 'household_id'?",
        "persons.stage: a column of the type int64 tells no code; expected text such as not_enrolled",
        "persons: there is no column 'household_id'; expected household_id or 户编号",
        "no table has a column 'nothing'; expected columns that are there",
    ]  # fmt: skip


TZ = datetime(2018, 1, 1, tzinfo=timezone.utc)  # noqa: UP017  # the name of 3.11 is not needed


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"roll_income": [3200.5]}, "roll_income: floats (double) are never money; expected decimals, whole numbers"
         f" in 分/人/年 with the unit named, or text such as '3200.50元/人/年' {FROM_FLOATS}"),
        ({"pv_kw": pa.array([1.5], pa.float32())}, "pv_kw: floats (float) are never exact; expected decimals,"
         f" whole numbers, or text such as '4.5千瓦' {FROM_FLOATS}"),
        ({"size": [True]}, "size: a column of the type bool tells no number;"
         " expected whole numbers"),
        ({"wants_industry": [1]}, "wants_industry: a column of the type int64 tells no bool;"
         " expected truths, or text: 是, 否, true, false"),
        ({"exited_on": [20180101]}, "exited_on: a column of the type int64 tells no date;"
         " expected days, or text such as 2018-12-31"),
        ({"exited_on": [TZ]}, "exited_on: a column of the type timestamp[us, tz=UTC] tells no date;"
         " expected days, or text such as 2018-12-31"),
        ({"name": [1.5]}, "name: a column of the type double tells no text; expected text, or whole numbers"),
        ({"members": ["a"]}, "members: a column of the type string tells no collection;"
         " expected a list of structs, or a table of its own"),
        ({"village": ["a"]}, "village: a column of the type string tells no entity;"
         " expected a struct, or columns such as village.…"),
        ({"roll_income(元)": [1]}, "roll_income(元): the column is in 元; expected a unit like 元/人/年"),
        ({"roll_income(两)": [1]}, "roll_income(两): '两' is no unit; expected a unit such as 元/人/年, 分 or 万元"),
        ({"roll_income(5元)": [1]}, "roll_income(5元): '5元' is no unit; expected a unit such as 元/人/年, 分 or 万元"),
        ({"on_roll(人)": [True]}, "on_roll(人): a bool fact has no unit, such as '人'"),
        ({"skills": [1], "掌握实用技术数": [2]}, "掌握实用技术数: '掌握实用技术数' is the same fact as 'skills';"
         " expected one of them"),
        ({"dweling.danger": ["C级"]}, "dweling.danger: household has no 'dweling'; expected village, town, county,"
         " dwelling; did you mean 'dwelling'?"),
        ({"id": [1.5]}, "id: a column of the type double tells no text; expected text, or whole numbers"),
        ({"__row__": ["1"]}, "__row__: rows are numbered by whole numbers"),
        ({"household_id": ["1"]}, "household_id: household has no fact 'household_id'"),
    ],
)  # fmt: skip
def test_a_problem_of_one_column(columns: dict[str, Any], message: str) -> None:
    assert problems_of({"household": columns}) == [f"households.{message}"]


def test_a_name_that_the_caller_gives_is_looked_up() -> None:
    assert problems_of({"household": {"inc": [1]}}, columns={"inc": "rol_income"}) == [
        "households.inc: household has no fact 'rol_income'; did you mean 'roll_income'?"
    ]


def test_units_that_disagree() -> None:
    schema = pa.schema([pa.field("roll_income(分/人/年)", pa.int64(), metadata={"unit": "元/人/年"})])
    with pytest.raises(InputError) as caught:
        match({"household": pa.table([[1]], schema=schema)}, "household")
    assert str(caught.value) == (
        "households.roll_income(分/人/年): the column is in 分/人/年 by its name and in 元/人/年 by its metadata;"
        " expected one unit"
    )


def test_two_columns_of_one_name() -> None:
    table = pa.table([["1"], ["2"]], names=["id", "id"])
    with pytest.raises(InputError) as caught:
        match({"household": table}, "household")
    assert str(caught.value) == "households.id: there are two columns of this name; expected each name once"


@pytest.mark.parametrize(
    ("tables", "root", "message"),
    [
        ({"household": {"id": ["1"]}}, "person", "unknown kind of case 'person'; expected one of household,"
         " enterprise, village, town, county, city, province, nation"),
        ({"person": {"household_id": ["1"]}}, "household",
         "there is no table of households; expected the table 'household'"),
        ({"household": {"id": ["1"]}, "bill": {"户编号": ["1"], "人员编号": ["a"]}}, "household",
         "bills: rows of persons are missing; expected the table 'person'"),
        ({"household": {"size": [1]}, "loan": {"户编号": ["1"]}}, "household",
         "households: there is no column 'id' that loans could refer to; expected id or 编号"),
        ({"enterprise": {"id": ["1"]}, "worker": {"id": ["1"]}}, "enterprise",
         "workers: there is no column 'enterprise_id'; expected enterprise_id or 企业编号"),
        ({"household": {"id": ["1"], "loans": [[{"id": "x"}]]}, "loan": {"户编号": ["1"]}}, "household",
         "loans: loans are given a second time; expected a table, or lists in a column"),
    ],
)  # fmt: skip
def test_a_problem_of_tables(tables: dict[str, Any], root: str, message: str) -> None:
    assert message in problems_of(tables, root)


def test_every_table_has_a_name() -> None:
    for root in ("household", "enterprise", "village", "town", "county", "city", "province", "nation"):
        assert set(tables_below(root)) <= set(NAMES)


def test_a_mapping_of_a_column_that_is_absent_gives_the_nearest() -> None:
    homes = {"household": pa.table({"收入情况": [1], "备注": ["x"]})}
    with pytest.raises(InputError) as caught:
        match(
            homes,
            "household",
            {"收入情形": "roll_income", "收入情况": "roll_income", "备注": None, "households.备住": None},
        )
    assert str(caught.value).splitlines() == [
        "no table has a column '收入情形'; did you mean '收入情况'?",
        "no table has a column 'households.备住'; did you mean 'households.备注'?",
    ]
