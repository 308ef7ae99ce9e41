"""From tables to a register: every kind of column, every kind of bad row, and no row lost."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

np = pytest.importorskip("numpy", reason="registers need the extra 'register'")
pa = pytest.importorskip("pyarrow", reason="registers need the extra 'register'")

from fupin_policy.domain import ENTITIES  # noqa: E402  # after what needs the extra
from fupin_policy.domain.limits import STORED  # noqa: E402
from fupin_policy.problems import InputError  # noqa: E402
from fupin_policy.register.intake.consistency import suspects  # noqa: E402
from fupin_policy.register.intake.decoding import decoded  # noqa: E402
from fupin_policy.register.intake.identifiers import places, repeats  # noqa: E402
from fupin_policy.register.intake.ingest import REJECTED, Ingested, ingest  # noqa: E402
from fupin_policy.register.tables import Register, spec_of, unpack  # noqa: E402

ON = date(2018, 1, 1)


def read(root: str = "household", **tables: Any) -> Ingested:
    given = {
        name: table if isinstance(table, pa.Table) else pa.table(table) for name, table in tables.items()
    }
    found = ingest(given, root=root, on=ON)
    assert all(count.adds_up for count in found.counts.values())
    assert found.rejected.schema == REJECTED
    return found


def values_of(found: Register | Ingested, key: str) -> list[str | None]:
    """A column's values as text."""
    register = found.register if isinstance(found, Ingested) else found
    entity = key.partition(".")[0]
    table = register.tables.get(entity, register.tables[register.root])
    values = [decoded(table.columns[key], spec_of(key), row) for row in range(table.rows)]
    return [None if value is None else str(value) for value in values]


def refused(found: Ingested) -> list[tuple[str, int, str | None, str | None, str]]:
    return [tuple(row.values()) for row in found.rejected.to_pylist()]  # type: ignore[misc]  # five values


# --- kinds of columns --------------------------------------------------------------------------------

_DICTIONARY = pa.array(["低保户", None, "wubao"]).dictionary_encode()


@pytest.mark.parametrize(
    ("key", "column", "expected"),
    [
        ("wants_industry", pa.array([True, None, False]), ["True", None, "False"]),
        ("wants_industry", pa.array(["是", None, "否"]), ["True", None, "False"]),
        ("wants_industry", pa.array(["true", None, "FALSE"]).dictionary_encode(), ["True", None, "False"]),
        ("type", pa.array(["低保户", None, "wubao"]), ["dibao", None, "wubao"]),
        ("type", _DICTIONARY, ["dibao", None, "wubao"]),
        ("type", pa.DictionaryArray.from_arrays(pa.array([1, 0, 2]), pa.array([None, "dibao", "wubao"])),
         ["dibao", None, "wubao"]),
        ("type", pa.array(["低保户", None, "wubao"], pa.string_view()), ["dibao", None, "wubao"]),
        ("type", pa.array(["低保户", None, "wubao"], pa.large_string()), ["dibao", None, "wubao"]),
        ("type", pa.chunked_array([pa.array(["dibao"]).dictionary_encode(), _DICTIONARY.slice(1)]),
         ["dibao", None, "wubao"]),
        ("exited_on", pa.array([date(2017, 1, 2), None, date(1990, 1, 1)]), ["2017-01-02", None, "1990-01-01"]),
        ("exited_on", pa.array([date(2017, 1, 2), None], pa.date64()), ["2017-01-02", None]),
        ("exited_on", pa.array([datetime(2017, 1, 2), None], pa.timestamp("s")), ["2017-01-02", None]),
        ("exited_on", pa.array([datetime(1960, 1, 2), None], pa.timestamp("ns")), ["1960-01-02", None]),
        ("exited_on", pa.array(["2017-01-02", None]), ["2017-01-02", None]),
        ("exited_on", pa.array(["2017/1/2", "2017.01.02", None, "20170102", "2017年1月2日", " 2017-01-02 "]),
         ["2017-01-02", "2017-01-02", None, "2017-01-02", "2017-01-02", "2017-01-02"]),
        ("exited_on", pa.array(["2017-1-2", "2017/01/02 00:00:00", ""]), ["2017-01-02", "2017-01-02", None]),
        ("type", pa.array(["低保户", "", "wubao"]), ["dibao", None, "wubao"]),
        ("type", pa.array(["低保户", "", None]).dictionary_encode(), ["dibao", None, None]),
        ("wants_industry", pa.array(["", "否"], pa.large_string()), [None, "False"]),
        ("roll_income", pa.array(["", "5"]), [None, "5元/人/年"]),
        ("skills", pa.array([3, None], pa.int8()), ["3", None]),
        ("skills", pa.array([3, None], pa.uint64()), ["3", None]),
        ("skills", pa.array([Decimal("3.0"), None]), ["3", None]),
        ("skills", pa.array(["3", None, "4个", "5项"]), ["3", None, "4", "5"]),
        ("roll_income", pa.array([3200, None, -1]), ["3200元/人/年", None, "-1元/人/年"]),
        ("roll_income", pa.array([Decimal("3200.50"), None]), ["3200.5元/人/年", None]),
        ("roll_income", pa.array([Decimal("-0.01"), None], pa.decimal256(40, 2)), ["-0.01元/人/年", None]),
        ("roll_income", pa.array([Decimal("3200.500"), None], pa.decimal128(38, 20)), ["3200.5元/人/年", None]),
        ("roll_income", pa.array([Decimal("3200"), None], pa.decimal128(10, -2)), ["3200元/人/年", None]),
        ("roll_income", pa.array([Decimal("32.5"), None], pa.decimal64(9, 1)), ["32.5元/人/年", None]),
        ("roll_income", pa.array([Decimal("3200.5"), None, Decimal("-12")], pa.decimal128(38, 18)),
         ["3200.5元/人/年", None, "-12元/人/年"]),
        ("pv_kw", pa.array([Decimal("12.000005"), None], pa.decimal128(38, 18)), ["12.000005千瓦", None]),
        ("roll_income", pa.array(["3200.5", None, "-1"]), ["3200.5元/人/年", None, "-1元/人/年"]),
        ("roll_income", pa.array(["3200.5元/人/年", None, "+1元/人/年"]), ["3200.5元/人/年", None, "1元/人/年"]),
        ("roll_income", pa.array(["0.32万元/人/年", "12元/人/月", "1"]), ["3200元/人/年", "144元/人/年", "1元/人/年"]),
        ("roll_income", pa.array(["12,345.60", None, "3，100", "7"]),
         ["12345.6元/人/年", None, "3100元/人/年", "7元/人/年"]),
        ("roll_income", pa.array(["1,234,567.5元/人/年", "+1，000元/人/年", "-2,000元/人/年"]),
         ["1234567.5元/人/年", "1000元/人/年", "-2000元/人/年"]),
        ("roll_income", pa.array([">=3,000元/人/年", "1,000"]), [">=3000元/人/年", "1000元/人/年"]),
        ("skills", pa.array(["1,000", "1，000", "1,000个"]), ["1000", "1000", "1000"]),
        ("roll_income", pa.array([">=3000元/人/年", None, "<5元/人/年", "1元/人/年..2元/人/年", "7"]),
         [">=3000元/人/年", None, "<5元/人/年", "1元/人/年..2元/人/年", "7元/人/年"]),
        ("roll_income(分/人/年)", pa.array([320050, None]), ["3200.5元/人/年", None]),
        ("roll_income\uff08分/人/年\uff09", pa.array([320050, None]), ["3200.5元/人/年", None]),
        ("roll_income(万元/人/年)", pa.array([Decimal("0.32"), None]), ["3200元/人/年", None]),
        ("pv_kw", pa.array([Decimal("4.12345"), None]), ["4.12345千瓦", None]),
        ("pv_kw(瓦)", pa.array([3, None]), ["0.003千瓦", None]),
    ],
)  # fmt: skip
def test_columns(key: str, column: Any, expected: list[str | None]) -> None:
    found = read(household={key: column})
    assert refused(found) == []
    fact, *_ = re.split("[(\uff08]", key)
    assert values_of(found, f"household.{fact}") == expected


def test_money_of_an_area_in_text_goes_beyond_what_simple_columns_hold() -> None:
    found = read(household={"county.poverty_fund": pa.array(["9999999999999.99", None])})
    assert values_of(found, "county.poverty_fund") == ["9999999999999.99元/年", None]


@pytest.mark.parametrize("key", ["roll_income", "skills"])
@pytest.mark.parametrize(
    "text", ["12,50", "0,500", "1234,567", "1,234，567", "1,23,456", "1.234,56", "1,000,00元/人/年"]
)
def test_commas_that_set_off_no_thousands(text: str, key: str) -> None:
    ((table, row, column, value, reason),) = refused(read(household={key: ["1,000", text]}))
    assert (table, row, column, value) == ("households", 2, key, text)
    assert reason == f"the commas in '{text}' do not part groups of three digits; expected 1234.5 or 1,234.5"


@pytest.mark.parametrize("start", range(10))
def test_slices_are_read_where_they_begin(start: int) -> None:
    rows = 30
    truths = [None if at % 7 == 3 else at % 3 == 0 for at in range(rows)]
    numbers = [None if at % 5 == 2 else at for at in range(rows)]
    money = [None if one is None else Decimal(one) / 4 for one in numbers]
    days = [None if one is None else date(2000, 1, 1 + one) for one in numbers]
    table = pa.table({"id": [f"h{at}" for at in range(rows)], "on_dibao": truths, "skills": numbers})
    table = table.append_column("roll_income", pa.array(money)).append_column("exited_on", pa.array(days))
    found = read(household=table.slice(start, 17))
    for key, whole in (("on_dibao", truths), ("skills", numbers), ("exited_on", days)):
        expected = [None if one is None else str(one) for one in whole[start : start + 17]]
        assert values_of(found, f"household.{key}") == expected
    shown = [None if one is None else f"{one.normalize():f}元/人/年" for one in money[start : start + 17]]
    assert values_of(found, "household.roll_income") == shown
    assert found.register.tables["household"].ids.to_pylist() == [f"h{at}" for at in range(start, start + 17)]


def test_chunks_without_rows() -> None:
    money = pa.array([Decimal(1), None, Decimal(3), Decimal(4)], pa.decimal128(38, 2)).slice(1)
    chunks = pa.chunked_array([money.slice(0, 1), money.slice(1, 0), money.slice(1)])
    # Handed over from library to library, a chunk without rows begins behind the end of its buffer.
    found = read(household=pa.table(pa.table({"roll_income": chunks})))
    assert values_of(found, "household.roll_income") == [None, "3元/人/年", "4元/人/年"]


def test_what_is_good_already_is_not_copied() -> None:
    columns = {
        "on_dibao": pa.array([True, None, False]),
        "skills": pa.array([1, None, 2], pa.int64()),
        "exited_on": pa.array([date(2017, 1, 1), None, None]),
        "roll_income(分/人/年)": pa.array([1, None, 2]),
    }
    table = read(household=columns).register.tables["household"]
    for name, handed in columns.items():
        column = table.columns[f"household.{name.partition('(')[0]}"]
        valid, values = handed.buffers()
        assert column.valid.ctypes.data == valid.address
        assert column.values.ctypes.data == values.address


def test_the_smallest_parts_are_as_fine_as_the_values_need() -> None:
    columns = (
        read(household={"pv_kw": [Decimal("1.5"), Decimal("2.25")]}).register.tables["household"].columns
    )
    assert (columns["household.pv_kw"].denominator, columns["household.pv_kw"].values.tolist()) == (
        10,
        [15000, 22500],
    )
    columns = (
        read(household={"pv_kw": [Decimal("1.00000001"), Decimal("2")]}).register.tables["household"].columns
    )
    assert columns["household.pv_kw"].denominator == 10**5


def test_empty_tables() -> None:
    found = read(household={"id": pa.array([], pa.string()), "type": pa.array([], pa.string())})
    assert (found.register.rows, found.rejected.num_rows) == (0, 0)
    tables = {"household": {"id": ["1"]}, "person": {"household_id": pa.array([], pa.string())}}
    person = read(**tables).register.tables["person"]
    assert (person.starts.tolist(), unpack(person.listed, 1).tolist()) == ([0, 0], [False])


# --- rows that belong together -----------------------------------------------------------------------

HOMES = {"id": ["1", "2", "3"], "type": ["dibao", "wubao", "general"]}


@pytest.mark.parametrize("number", [str, int])
def test_rows_are_brought_into_the_order_of_their_cases(number: type) -> None:
    homes = {"编号": [number(1), number(2), number(3)]}
    people = {
        "户编号": [number(one) for one in (3, 1, 3, 1)],
        "id": ["c", "a", "d", "b"],
        "trainings": [3, 1, 4, 2],
    }
    bills = {"户编号": [number(one) for one in (1, 3, 1)], "人员编号": ["b", "d", "a"], "total": [20, 40, 10]}
    register = read(household=homes, person=people, bill=bills).register
    person, bill = register.tables["person"], register.tables["bill"]
    assert person.ids.to_pylist() == ["a", "b", "c", "d"]
    assert person.starts.tolist() == [0, 2, 2, 4]
    assert person.columns["person.trainings"].values.tolist() == [1, 2, 3, 4]
    assert bill.starts.tolist() == [0, 1, 2, 2, 3]
    assert bill.columns["bill.total"].values.tolist() == [1000, 2000, 4000]


def test_households_without_rows_have_unknown_members_and_no_loans() -> None:
    found = read(household=HOMES, person={"户编号": ["2"]}, loan={"户编号": ["2"]}).register
    assert unpack(found.tables["person"].listed, 3).tolist() == [False, True, False]
    assert found.tables["loan"].listed is None
    assert "bill" not in found.tables


def test_of_rows_without_an_id_nothing_else_is_known() -> None:
    homes = {"id": ["1", None]}
    people = {"household_id": ["1", "1"], "id": ["a", None]}
    bills: dict[str, Any] = {"household_id": ["1"], "person_id": ["a"]}
    found = read(household=homes, loan={"household_id": ["1"]}, person=people, bill=bills).register
    assert unpack(found.tables["loan"].listed, 2).tolist() == [True, False]
    assert unpack(found.tables["bill"].listed, 2).tolist() == [True, False]


def test_lists_keep_unknown_and_none_apart() -> None:
    homes = pa.table(
        {"loans": pa.array([[{"id": "x"}], [], None], pa.list_(pa.struct([("id", pa.string())])))}
    )
    for table in (
        homes,
        homes.cast(pa.schema([("loans", pa.large_list(homes.schema.field(0).type.value_type))])),
    ):
        loan = read(household=table).register.tables["loan"]
        assert (loan.starts.tolist(), unpack(loan.listed, 3).tolist()) == ([0, 1, 1, 1], [True, True, False])


def test_lists_of_other_forms() -> None:
    items = [[{"trainings": 1}, {"trainings": 2}], None, [{"trainings": 3}, {"trainings": 4}]]
    inner = pa.struct([("trainings", pa.int64())])
    for form in (pa.list_(inner, 2), pa.list_view(inner), pa.large_list_view(inner)):
        person = read(household={"members": pa.array(items, form)}).register.tables["person"]
        assert person.starts.tolist() == [0, 2, 2, 4]
        assert person.columns["person.trainings"].values.tolist() == [1, 2, 3, 4]
        assert unpack(person.listed, 3).tolist() == [True, False, True]


def test_structs_that_are_missing_tell_nothing() -> None:
    village = pa.array([{"tap_water": True}, None, {"tap_water": False}])
    assert values_of(read(household={"village": village}), "village.tap_water") == ["True", None, "False"]


# --- bad rows ----------------------------------------------------------------------------------------

RANGE = "'-5元' is out of range; expected 0元 to 100000000元"
PER_HEAD = "is out of range; expected -100000000元/人/年 to 100000000元/人/年"


YEAR_FIRST = "expected the year first: 2018-12-31, 2018/12/31, 20181231 or 2018年12月31日"


@pytest.mark.parametrize(
    ("key", "column", "reason"),
    [
        ("type", ["低保护"], "unknown code '低保护'; expected one of 一般扶贫户, 低保扶贫户, 五保贫困户, 非建档立卡户"
         "; did you mean '低保户'?"),
        ("wants_industry", ["对"], "'对' is no yes-or-no fact; expected true or false, 是 or 否"),
        ("exited_on", ["2017-02-30"], "'2017-02-30' is no day of the calendar; expected a day such as 2018-12-31"),
        ("exited_on", ["2017/2/30"], "'2017-02-30' is no day of the calendar; expected a day such as 2018-12-31"),
        ("exited_on", ["20171301"], "'2017-13-01' is no day of the calendar; expected a day such as 2018-12-31"),
        *(("exited_on", [text], f"'{text}' is no day; " + YEAR_FIRST)
          for text in ("12/31/2016", "31.12.2016", "2016-12", "2016/12-31", "161231", "2016年12月", "42735",
                       "2016-12-31T00")),
        ("exited_on", [date(2018, 1, 2)], "2018-01-02 lies after the day of the assessment (2018-01-01)"),
        ("exited_on", ["2018-01-02"], "2018-01-02 lies after the day of the assessment (2018-01-01)"),
        ("assured_on", [date(1492, 1, 1)], "the year of 1492-01-01 is out of range; expected 1880 to 2100"),
        ("assured_on", pa.array([10**7], pa.int32()).cast(pa.date32()),
         "+10000000 days from 1970-01-01 is no day of the calendar"),
        ("assured_on", [datetime(2017, 1, 1, 12)], "a day with a time of day; expected a day"),
        ("size", [0], "0 is out of range; expected 1人 to 100人"),
        ("size", ["0"], "0 is out of range; expected 1人 to 100人"),
        ("size", ["some"], "'some' is no count; expected a whole number (in 人), such as 5"),
        ("size", [">=3人"], "'>=3人' is no count; expected a whole number (in 人), such as 5"),
        ("size", ["3户"], "'3户' is no count; expected a whole number (in 人), such as 5"),
        ("size", [Decimal("2.5")], "Decimal('2.5') is no count; expected a whole number (in 人), such as 5"),
        ("size", pa.array([2**63], pa.uint64()), "9223372036854775808 is out of range; expected 1人 to 100人"),
        ("skills", [2**60], "1152921504606846976 is out of range; expected 0个 to 1000个"),
        ("skills", ["1001项"], "1001 is out of range; expected 0个 to 1000个"),
        ("roll_income", [Decimal("0.005")], "'0.005元/人/年' is not a whole number of fen;"
         " expected at most two decimals of a yuan"),
        ("roll_income", ["0.005"], "'0.005元/人/年' is not a whole number of fen;"
         " expected at most two decimals of a yuan"),
        ("roll_income", ["0.005元/人/年"], "'0.005元/人/年' is not a whole number of fen;"
         " expected at most two decimals of a yuan"),
        ("roll_income", ["5元"], "'5元' has the wrong unit (元); expected an amount in 元/人/年"),
        ("roll_income", [10**8 + 1], f"'100000001元/人/年' {PER_HEAD}"),
        ("roll_income", [Decimal("-100000000.01")], f"'-100000000.01元/人/年' {PER_HEAD}"),
        ("roll_income", [-STORED], f"'-9007199254740992元/人/年' {PER_HEAD}"),
        ("roll_income", pa.array([Decimal(10**30)], pa.decimal128(38, 2)),
         f"'1000000000000000000000000000000元/人/年' {PER_HEAD}"),
        ("roll_income", ["999999999999999999999999元/人/年"], f"'999999999999999999999999元/人/年' {PER_HEAD}"),
        ("roll_income", [">=100000000000000元/人/年"], f"'>=100000000000000元/人/年' {PER_HEAD}"),
        ("county.poverty_fund", [10**13 + 1], "'10000000000001元/年' is out of range;"
         " expected 0元/年 to 10000000000000元/年"),
        ("pv_kw", [-1], "'-1千瓦' is out of range; expected 0千瓦 to 100000千瓦"),
        ("pv_kw", ["1/10000000000000"], "'0.0000000000001千瓦' is too finely divided;"
         " expected at most 1000000000000 parts of 1千瓦"),
        ("pv_kw", [Decimal("1.123456789012")], "'1.123456789012' has too many decimals;"
         " expected at most ten decimals of 千瓦"),
        ("pv_kw", ["1/7"], "'1/7千瓦' has too many decimals; expected at most ten decimals of 千瓦"),
        ("name", [" 张三"], "' 张三' is no usable text; expected printable text with no space around it"),
        ("name", ["a\u200bb"], "'a\\u200bb' is no usable text; expected printable text with no space around it"),
        ("name", ["长" * 501], "a text of 501 characters; expected at most 500"),
        ("id", ["1 "], "'1 ' is no usable text; expected printable text with no space around it"),
        ("division", ["98"], "there is no province 98 (division '98'); expected a code of GB/T 2260 such as 440232"),
        ("division", [44023], "'44023' is no division code; expected 2, 4, 6, 9 or 12 digits such as 440232"),
        ("dwelling.cost", [-5], RANGE),
        ("dwelling.completed_on", ["2018-02-01"], "2018-02-01 lies after the day of the assessment (2018-01-01)"),
    ],
)  # fmt: skip
def test_a_bad_value(key: str, column: Any, reason: str) -> None:
    bad = column if isinstance(column, pa.Array) else pa.array(column)
    good = pa.nulls(1, bad.type)
    found = read(household={key: pa.concat_arrays([good, bad])})
    (row,) = refused(found)
    assert row[:3] == ("households", 2, key)
    assert row[4] == reason
    assert found.register.rows == 1


@pytest.mark.parametrize(
    ("home", "column", "reason"),
    [
        ({"on_roll": True, "type": "not_on_roll"}, "on_roll", "true contradicts the type not_on_roll"),
        ({"on_roll": False, "type": "dibao"}, "on_roll", "false contradicts the type dibao"),
        ({"size": 1, "members": [{"id": "a"}, {"id": "b"}]}, "size", "1 is fewer than the 2 members listed"),
        ({"members": [{"id": "a"}, {"id": "a"}]}, "members[1].id", "person id 'a' occurs already at members[0]"),
        ({"loans": [{"id": "a"}, {"id": "a"}]}, "loans[1].id", "loan id 'a' occurs already at loans[0]"),
        ({"members": [{"relation": "户主"}, {"relation": "本人"}]}, "members[1].relation",
         "members[0] is the head already"),
        ({"members": [{"stage": "未就读", "full_time": True}]}, "members[0].full_time",
         "a person who is not enrolled cannot be a full-time student"),
        ({"members": [{"sex": "男", "left_behind": "woman"}]}, "members[0].left_behind",
         "a man cannot be a left-behind woman"),
        ({"members": [{"birth_date": "2001-01-01", "medical_joined_on": "2000-01-01"}]},
         "members[0].medical_joined_on", "2000-01-01 is before the birth_date 2001-01-01"),
        ({"members": [{"trainings": 1, "free_trainings": 2}]}, "members[0].free_trainings",
         "2 is more than the trainings 1"),
        ({"members": [{"bills": [{"total": "5元", "in_scope": ">=6元"}]}]}, "members[0].bills[0].in_scope",
         ">=6元 is more than the total 5元"),
        ({"members": [{"birth_date": "2001-01-01", "bills": [{"date": "2000-01-01"}]}]},
         "members[0].bills[0].date", "2000-01-01 is before the birth_date 2001-01-01"),
        ({"loans": [{"drawn_on": "2001-01-01", "repaid_on": "2000-01-01"}]}, "loans[0].repaid_on",
         "2000-01-01 is before the drawn_on 2001-01-01"),
        ({"dwelling": {"work": "none", "completed_on": "2001-01-01"}}, "dwelling.completed_on",
         "work that is not done cannot be completed"),
        ({"village": {"households": 1, "poor_households": 2}}, "village.poor_households",
         "2 is more than the households 1"),
        ({"county": {"roll_persons": 1, "dibao_persons": 2}}, "county.dibao_persons",
         "2 is more than the roll_persons 1"),
    ],
)  # fmt: skip
def test_a_contradiction(home: dict[str, Any], column: str, reason: str) -> None:
    found = read(household=pa.Table.from_pylist([home, {}]))
    (row,) = refused(found)
    assert (row[:3], row[4]) == (("households", 1, column), reason)
    assert found.register.rows == 1


def test_a_contradiction_between_tables_is_told_at_its_row() -> None:
    homes = {"id": ["1", "2"]}
    people = {"户编号": ["2", "1", "1"], "id": ["c", "a", "b"], "与户主关系": ["户主", "户主", "本人"]}
    assert refused(read(household=homes, person=people)) == [
        ("households", 1, None, None, "rows that belong to it are refused"),
        ("persons", 2, None, None, "household '1' is set aside"),
        ("persons", 3, "与户主关系", "本人", "persons row 2 is the head already"),
    ]


SEX = pa.struct([("sex", pa.string())])
HUNDRED_AND_ONE = [{"sex": "male"}] * 101


def test_a_household_lists_somebody_and_not_a_whole_town() -> None:
    homes = pa.table(
        {
            "id": ["1", "2", "3", "4"],
            "家庭成员": pa.array([[], HUNDRED_AND_ONE, [{"sex": "female"}], None], pa.list_(SEX)),
            "loans": pa.array([[], [], [], []], pa.list_(pa.struct([("id", pa.string())]))),
        }
    )
    found = read(household=homes)
    assert refused(found) == [
        ("households", 1, "家庭成员", None,
         "the list is empty; expected 1 to 100 elements, or no list at all where they are not known"),
        ("households", 2, "家庭成员", None, "the list has 101 elements; expected 1 to 100 elements"),
    ]  # fmt: skip
    assert found.register.tables["person"].starts.tolist() == [0, 1, 1]
    assert unpack(found.register.tables["person"].listed, 2).tolist() == [True, False]
    assert found.register.tables["loan"].listed is None


def test_of_a_household_without_rows_of_people_they_are_not_known() -> None:
    people = {"户编号": ["1", *["2"] * 101], "sex": ["male"] * 102}
    found = read(household=HOMES, person=people)
    assert refused(found)[0] == (
        "households", 2, "members", None, "the list has 101 elements; expected 1 to 100 elements"
    )  # fmt: skip
    assert {row[4] for row in refused(found)[1:]} == {"household '2' is set aside"}
    assert found.register.tables["household"].ids.to_pylist() == ["1", "3"]
    assert unpack(found.register.tables["person"].listed, 2).tolist() == [True, False]


def test_bills_of_people_can_be_too_many_as_well() -> None:
    bills = pa.array([[{"id": None}] * 10_001, []], pa.list_(pa.struct([("id", pa.string())])))
    people = pa.table({"household_id": ["1", "3"], "id": ["a", "b"], "bills": bills})
    assert refused(read(household=HOMES, person=people)) == [
        ("households", 1, None, None, "rows that belong to it are refused"),
        ("persons", 1, "bills", None, "the list has 10001 elements; expected 0 to 10000 elements"),
    ]


def test_a_number_within_its_limits_can_be_too_large_beside_finer_ones() -> None:
    """The numbers of a column have one denominator; what does not go with the finest of them is set aside."""
    lengths = ["80000公里", "1/120000000000公里", "70000公里"]
    found = read("village", village={"rural_road_length": lengths})
    assert refused(found) == [
        ("villages", 1, "rural_road_length", "80000公里", "'80000公里' is too large beside the finest numbers"
         " of its column; expected at most 75059公里, or fewer decimals in the column"),
    ]  # fmt: skip


def test_every_rule_of_entities_can_be_asked_of_columns() -> None:
    kinds = {type(rule) for cls in ENTITIES.values() for rule in cls.consistent}
    assert kinds <= set(suspects.registry)
    with pytest.raises(TypeError, match="no reader of columns for int"):
        suspects(3, None)


def test_a_case_is_set_aside_whole() -> None:
    people = {"户编号": ["1", "2", "2"], "id": ["a", "b", "c"], "trainings": [1, -1, 2]}
    found = read(household=HOMES, person=people, loan={"户编号": ["2", "3"], "principal": [1, 2]})
    assert refused(found) == [
        ("households", 2, None, None, "rows that belong to it are refused"),
        ("persons", 2, "trainings", "-1", "-1 is out of range; expected 0次 to 1000次"),
        ("persons", 3, None, None, "household '2' is set aside"),
        ("loans", 1, None, None, "household '2' is set aside"),
    ]
    assert found.register.tables["household"].ids.to_pylist() == ["1", "3"]
    assert found.register.tables["person"].starts.tolist() == [0, 1, 1]
    assert found.register.tables["loan"].columns["loan.principal"].values.tolist() == [200]
    assert {name: (count.rows, count.used) for name, count in found.counts.items()} == {
        "households": (3, 2), "persons": (3, 1), "loans": (2, 1),
    }  # fmt: skip


def test_every_problem_of_a_row_is_told() -> None:
    homes = {"id": ["1"], "size": [0], "type": ["x"], "exited_on": ["2019-01-01"]}
    assert [row[2] for row in refused(read(household=homes))] == ["size", "type", "exited_on"]


def test_rows_of_no_case_are_set_aside_alone() -> None:
    people = {"户编号": ["9", None, "1"], "id": ["a", "b", "c"]}
    bills = {"户编号": ["9", "1"], "人员编号": ["a", "c"]}
    found = read(household=HOMES, person=people, bill=bills)
    assert refused(found) == [
        ("persons", 1, "户编号", "9", "there is no household '9'"),
        ("persons", 2, "户编号", None, "it belongs to no household; expected its id"),
        ("bills", 1, "户编号", "9", "there is no household '9'"),
    ]
    assert found.register.rows == 3


@pytest.mark.parametrize(
    ("bill", "reasons", "left"),
    [
        (("1", "b"), ["person 'b' is not of household '1'"], ["3"]),
        (("1", "z"), ["there is no person 'z'"], ["2", "3"]),
        (("9", "b"), ["there is no household '9'"], ["1", "3"]),
        (("9", "z"), ["there is no household '9'", "there is no person 'z'"], ["1", "2", "3"]),
        (("1", None), ["it belongs to no person; expected its id"], ["2", "3"]),
    ],
)
def test_a_stray_row_sets_aside_the_cases_it_names(
    bill: tuple[str, str | None], reasons: list[str], left: list[str]
) -> None:
    people = {"户编号": ["1", "2"], "id": ["a", "b"]}
    found = read(household=HOMES, person=people, bill={"户编号": [bill[0]], "人员编号": [bill[1]]})
    assert sorted(row[4] for row in refused(found) if row[0] == "bills") == sorted(reasons)
    assert found.register.tables["household"].ids.to_pylist() == left


def test_identifiers_occur_once() -> None:
    homes = {"id": ["1", "2", "1", "3"]}
    people = {"户编号": ["1", "2", "3", "3"], "id": ["a", "b", "b", "c"]}
    assert refused(read(household=homes, person=people)) == [
        (
            "households",
            1,
            "id",
            "1",
            "household '1' is the id of households row 3 too; expected each id once",
        ),
        ("households", 2, None, None, "rows that belong to it are refused"),
        (
            "households",
            3,
            "id",
            "1",
            "household '1' is the id of households row 1 too; expected each id once",
        ),
        ("households", 4, None, None, "rows that belong to it are refused"),
        ("persons", 1, None, None, "household '1' is set aside"),
        ("persons", 2, "id", "b", "person 'b' is in households row 4 too; expected one home"),
        ("persons", 3, "id", "b", "person 'b' is in households row 2 too; expected one home"),
        ("persons", 4, None, None, "household '3' is set aside"),
    ]


def test_loans_and_workers_are_told_apart_within_their_case_only() -> None:
    loans = {"户编号": ["1", "2", "2", "3"], "id": ["x", "x", "y", "x"]}
    assert refused(read(household=HOMES, loan=loans)) == []
    workers = {"企业编号": ["1", "1", "2"], "id": ["x", "x", "x"]}
    found = read("enterprise", enterprise={"id": ["1", "2"]}, worker=workers)
    assert found.register.tables["enterprise"].ids.to_pylist() == ["2"]
    assert refused(found)[-1][3:] == ("x", "worker id 'x' occurs already at workers row 1")


def test_rows_have_the_numbers_of_the_whole_table() -> None:
    homes = {"id": ["1", "2"], "size": [1, 0], "__row__": [70, 71]}
    people = {"户编号": ["2", "7"], "__row__": [500, 501]}
    assert [row[:2] for row in refused(read(household=homes, person=people))] == [
        ("households", 71), ("persons", 500), ("persons", 501),
    ]  # fmt: skip


def test_lists_in_lower_tables() -> None:
    people = {"户编号": ["2", "1"], "bills": [[{"total": 1}, {"total": -5}], [{"total": 3}]]}
    found = read(household=HOMES, person=people)
    assert refused(found)[1:] == [("persons", 1, "bills[1].total", "-5", RANGE)]
    assert found.register.tables["bill"].columns["bill.total"].values.tolist() == [300]
    assert found.counts["bills"].set_aside == 2


def test_divisions_are_kept_beside_the_tables() -> None:
    found = read(household={"行政区划代码": ["440232", None, "98", "4402"]})
    assert found.register.divisions.to_pylist() == ["440232", None, "4402"]
    assert read(household={"division": [440232]}).register.divisions.to_pylist() == ["440232"]
    assert read(household={"id": ["1"]}).register.divisions is None


@pytest.mark.parametrize("on", ["2018-01-01", datetime(2018, 1, 1), None])
def test_the_day_is_a_day(on: Any) -> None:
    with pytest.raises(InputError) as caught:
        ingest({"household": pa.table({"id": ["1"]})}, on=on)
    assert str(caught.value) == f"on: {on!r} is no day; expected a datetime.date"


# --- laws --------------------------------------------------------------------------------------------


@st.composite
def small_registers(draw: st.DrawFn) -> dict[str, Any]:
    """Tables with some of everything that can be wrong."""
    ids = st.sampled_from(["1", "2", "3", "4", None, " "])
    homes = draw(st.lists(st.tuples(ids, st.integers(-1, 3)), max_size=6))
    people = draw(st.lists(st.tuples(ids, st.sampled_from("abcde"), st.integers(-1, 9)), max_size=8))
    bills = draw(st.lists(st.tuples(ids, st.sampled_from("abcde"), st.integers(-1, 9)), max_size=6))
    text, whole = pa.string(), pa.int64()
    return {
        "household": pa.table([pa.array([h[0] for h in homes], text), pa.array([h[1] for h in homes], whole)],
                              names=["id", "skills"]),
        "person": pa.table([pa.array([p[0] for p in people], text), pa.array([p[1] for p in people], text),
                            pa.array([p[2] for p in people], whole)], names=["户编号", "id", "trainings"]),
        "bill": pa.table([pa.array([b[0] for b in bills], text), pa.array([b[1] for b in bills], text),
                          pa.array([b[2] for b in bills], whole)], names=["户编号", "人员编号", "total"]),
    }  # fmt: skip


@settings(max_examples=200)
@given(small_registers())
def test_no_row_is_lost(tables: dict[str, Any]) -> None:
    found = read(**tables)
    for entity, name in (("household", "households"), ("person", "persons"), ("bill", "bills")):
        rows = {row[1] for row in refused(found) if row[0] == name}
        count = found.counts[name]
        assert len(rows) == count.set_aside
        assert rows <= set(range(1, count.rows + 1))
        assert found.register.tables[entity].rows == count.used
    person, bill = found.register.tables["person"], found.register.tables["bill"]
    assert (person.starts[-1], bill.starts[-1]) == (person.rows, bill.rows)
    assert len(person.starts) == found.register.rows + 1


@settings(max_examples=100)
@given(small_registers(), st.randoms(use_true_random=False))
def test_the_order_of_lower_rows_does_not_decide_what_is_set_aside(
    tables: dict[str, Any], random: Any
) -> None:
    people = list(range(tables["person"].num_rows))
    random.shuffle(people)
    shuffled = {**tables, "person": tables["person"].take(pa.array(people, pa.int64()))}
    one, other = read(**tables), read(**shuffled)
    assert one.counts == other.counts
    assert (
        one.register.tables["household"].ids.to_pylist() == other.register.tables["household"].ids.to_pylist()
    )
    assert sorted(one.register.tables["person"].ids.to_pylist()) == sorted(
        other.register.tables["person"].ids.to_pylist()
    )


identifiers = st.lists(
    st.none() | st.text("ab长", max_size=20) | st.sampled_from(["a" * 8, "a" * 9]), max_size=12
)


@given(identifiers)
def test_repeated_identifiers_are_found(values: list[str | None]) -> None:
    expected = [at for at, one in enumerate(values) if one is not None and values.count(one) > 1]
    rows, codes = repeats(pa.array(values, pa.string()))
    assert rows.tolist() == expected
    found = {values[row]: code for row, code in zip(rows.tolist(), codes.tolist(), strict=True)}
    assert [found[values[row]] for row in rows.tolist()] == codes.tolist()
    assert len(set(found.values())) == len(found)


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["x", "y", None])), max_size=12))
def test_repeated_identifiers_of_one_owner_are_found(pairs: list[tuple[int, str | None]]) -> None:
    expected = [at for at, one in enumerate(pairs) if one[1] is not None and pairs.count(one) > 1]
    owners = np.array([one for one, _ in pairs], np.int64)
    assert repeats(pa.array([one for _, one in pairs], pa.string()), owners)[0].tolist() == expected


@given(identifiers, identifiers)
def test_places_of_identifiers(wanted: list[str | None], known: list[str | None]) -> None:
    expected = [known.index(one) if one is not None and one in known else -1 for one in wanted]
    assert places(pa.array(wanted, pa.string()), pa.array(known, pa.large_string())).tolist() == expected


def test_numbers_and_text_can_name_each_other() -> None:
    assert places(pa.array([2, 1, None], pa.int32()), pa.array(["1", "2"])).tolist() == [1, 0, -1]
    assert places(pa.array([2, 1], pa.int32()), pa.array([1, 2], pa.int64())).tolist() == [1, 0]
    assert places(pa.array(["2", "1"]).dictionary_encode(), pa.array([1, 2], pa.uint64())).tolist() == [1, 0]


def test_rows_that_spreadsheets_leave_behind() -> None:
    found = read(household={"id": ["1", None, None], "type": ["dibao", None, "dibao"]})
    assert refused(found) == [("households", 2, "id", None, "the row is empty")]
    assert found.register.rows == 2
