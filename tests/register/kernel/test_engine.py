"""What comes out of a register run, on the fictional policy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import fupin_policy as fp
from fupin_policy.register.intake.amounts import FINEST
from fupin_policy.register.intake.entities import register_of
from fupin_policy.register.kernel.columns import amount_column, keys_column, unfit
from fupin_policy.register.kernel.engine import Results, prepare, run
from fupin_policy.register.layout import Layout
from fupin_policy.register.tables import Column, Register, Table
from fupin_policy.testing.differential import full_layout
from fupin_policy.testing.invented import invent
from fupin_policy.values import Unit

DAY = date(2021, 6, 1)
ENGINES = ["numba", "numpy", "python"]


def ran(policy: fp.Policy, homes: Sequence[fp.Household], **choices: Any) -> Results:
    return run(policy.plan, register_of(homes, "household"), DAY, **{"engine": "python", **choices})


def home(**facts: Any) -> fp.Household:
    return fp.Household(type="一般扶贫户", **facts)


STUDENT = fp.Person(id="a", stage="大学", full_time=True)
HEALTHY = fp.Person(id="c", stage="not_enrolled", bills=[])
PATIENT = fp.Person(id="b", bills=[fp.MedicalBill(id="x", kind="inpatient", in_scope="100.05元")])


def test_a_table_of_results(qinghe: fp.Policy) -> None:
    homes = [
        home(members=[STUDENT]),
        home(members=[PATIENT]),
        fp.Household(type="not_on_roll", members=[HEALTHY]),
    ]
    table = ran(qinghe, homes, measures=["student-grant", "inpatient"]).table()
    assert table.column("student-grant").to_pylist() == ["holds", "undetermined", "fails"]
    assert table.column("student-grant.low").to_pylist() == [400000, 0, 0]
    assert table.column("student-grant.high").to_pylist() == [400000, None, 0]
    assert table.column("inpatient").to_pylist() == ["undetermined", "holds", "fails"]
    assert table.column("inpatient.low").to_pylist() == [Decimal(0), Decimal("8004.0"), Decimal(0)]
    assert table.column("inpatient.high").to_pylist() == [None, Decimal("10005.0"), Decimal(0)]
    assert table.column("total.yearly_cash.low").to_pylist() == [400000, 0, 0]
    units = {field.name: (field.metadata or {}).get(b"unit", b"").decode() for field in table.schema}
    assert units["student-grant.low"] == "分/年"
    assert units["total.cost_relief.high"] == "分"
    assert units["student-grant"] == ""
    assert pa.types.is_dictionary(table.schema.field("student-grant").type)


def test_whole_fen_where_the_rounding_says_so(qinghe: fp.Policy) -> None:
    results = ran(
        qinghe, [home(members=[PATIENT])], measures=["inpatient"], readings={"fen_rounding": "down"}
    )
    table = results.table()
    assert table.schema.field("inpatient.low").type == pa.int64()
    assert table.column("inpatient.low").to_pylist() == [8004]


def test_what_is_missing(qinghe: fp.Policy) -> None:
    homes = [fp.Household(members=[fp.Person(id="a")]), home(members=[STUDENT])]
    table = ran(qinghe, homes, measures=["student-grant"], missing=True).table()
    expected = {fact.key for fact in qinghe.assess(homes[0], on=DAY)["student-grant"].missing}
    assert expected == {"household.on_roll", "person.stage", "person.full_time"}
    found, none = table.column("student-grant.missing").to_pylist()
    assert (set(found), none) == (expected, [])


def test_elsewhere_nothing_applies(qinghe: fp.Policy) -> None:
    inside, outside = qinghe.division, "110101"
    homes = [
        home(division=inside, members=[STUDENT]),
        home(division=outside, members=[STUDENT]),
        home(members=[STUDENT]),
    ]
    results = ran(qinghe, homes, measures=["student-grant"])
    table = results.table()
    assert table.column("student-grant").to_pylist() == ["holds", "does_not_apply", "holds"]
    assert table.column("student-grant.low").to_pylist() == [400000, None, 400000]
    assert results.failures == []


def test_rules_that_exclude_each_other(qinghe: fp.Policy) -> None:
    torn = home(wants_relocation=True, dwelling=fp.Dwelling(danger="d", work="rebuild"))
    results = ran(qinghe, [torn, home(wants_relocation=False)])
    ((row, reason),) = results.failures
    assert row == 0
    assert reason.endswith("exclude each other and both hold")
    assert "'rebuild-grant'" in reason and "'relocation-grant'" in reason
    assert results.table().column("rebuild-grant").to_pylist()[0] is None
    assert results.table().column("total.one_off_cash.high").to_pylist()[0] is None


@pytest.mark.parametrize("engine", ENGINES)
def test_an_amount_too_large_to_count(qinghe: fp.Policy, engine: str) -> None:
    """Bills that are each within their limits, told in very fine parts, and together are not within 64 bits."""
    starts = np.array([0, 1, 2], np.int64)
    bills = Table(
        "bill", 3000,
        {
            "bill.kind": Column(np.zeros(3000, np.int8)),
            "bill.in_scope": Column(np.full(3000, 750_000_000 * FINEST), denominator=FINEST),
        },
        np.array([0, 2999, 3000], np.int64),
    )  # fmt: skip
    register = Register(
        "household",
        {
            "household": Table("household", 2, {"household.type": Column(np.zeros(2, np.int8))}),
            "person": Table("person", 2, {}, starts),
            "bill": bills,
        },
    )
    layout = Layout.of(register, {"household.type", "bill.kind", "bill.in_scope"})
    results = prepare(qinghe.plan, layout, measures=["inpatient"], engine=engine)(register, DAY)  # type: ignore[arg-type]
    assert results.failures == [(0, "an amount is too large to be counted exactly in 64 bits")]


def test_unknown_names_are_refused_together(qinghe: fp.Policy) -> None:
    with pytest.raises(fp.InputError) as error:
        ran(
            qinghe,
            [home()],
            measures=["student-grnat"],
            readings={"fen_rouding": "down"},
            terms={"stat_aid": "1元"},
        )
    message = str(error.value)
    assert "reading of qinghe-2020 'fen_rouding'" in message
    assert "open term of qinghe-2020 'stat_aid'" in message
    assert "measure of qinghe-2020 about a household 'student-grnat'" in message
    assert "did you mean 'student-grant'?" in message


def test_a_day_out_of_force(qinghe: fp.Policy) -> None:
    with pytest.raises(fp.OutsidePeriodError, match="qinghe-2020 is not in force on 1999-01-01"):
        run(qinghe.plan, register_of([home()], "household"), date(1999, 1, 1), engine="numpy")


def test_every_engine_and_any_number_of_threads_say_the_same(qinghe: fp.Policy) -> None:
    layout = full_layout(qinghe, "household")
    register = invent(qinghe, layout, 20_000, DAY, seed=3)
    found = [
        run(qinghe.plan, register, DAY, engine=e, threads=t)
        for e, t in (("numba", 1), ("numba", 3), ("numpy", 2))
    ]  # type: ignore[arg-type]
    for name, array in found[0].arrays.items():
        for other in found[1:]:
            np.testing.assert_array_equal(array, other.arrays[name], err_msg=name)
    assert found[0].failures == found[1].failures == found[2].failures


def test_amounts_as_columns() -> None:
    void = np.array([False, True, False])
    column, unit = amount_column(np.array([5, 6, -7]), 4, Unit.parse("元/年"), void)
    assert (column.to_pylist(), unit) == ([Decimal("1.25"), None, Decimal("-1.75")], "分/年")
    column, unit = amount_column(np.array([1, 2, 3]), 2, Unit.parse("%"), void)
    assert (column.to_pylist(), unit) == ([50, None, 150], "%")
    huge = 2**62
    column, _ = amount_column(np.array([huge, 0, 1]), 4, Unit.parse("元"), void)
    assert column.to_pylist() == [Decimal(huge) / 4, None, Decimal("0.25")]
    third = np.array([3, 1, 6])
    bad = unfit(third, 12, Unit.parse("元"))
    assert bad is not None and bad.tolist() == [False, True, False]
    column, unit = amount_column(third, 12, Unit.parse("元"), bad)
    assert (column.to_pylist(), unit) == ([Decimal("0.25"), None, Decimal("0.50")], "分")
    assert unfit(third, 8, Unit.parse("元")) is None


def test_sets_of_missing_facts_as_columns() -> None:
    keys = [f"person.f{index}" for index in range(70)]
    words = [np.array([0b101, 0, 1]), np.array([1 << 7, 0, 0])]
    found = keys_column(words, keys, np.array([False, False, True]))
    assert found.to_pylist() == [["person.f0", "person.f2", "person.f69"], [], None]


def test_engines_and_threads_that_are_none(qinghe: fp.Policy) -> None:
    with pytest.raises(fp.InputError, match=r"unknown engine 'numbaa'; .*did you mean 'numba'\?"):
        ran(qinghe, [home()], engine="numbaa")
    with pytest.raises(fp.InputError, match=r"^0 threads; expected one or more$"):
        ran(qinghe, [home()], threads=0)
