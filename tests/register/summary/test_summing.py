"""Summaries: exact, told by area, adding up in any order, and shown in both languages."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupin_policy.assess.tables import width
from fupin_policy.register.counts import Count
from fupin_policy.register.summary.reporting import to_data, to_html, to_json, to_text
from fupin_policy.register.summary.summing import Summary
from fupin_policy.register.summary.tallying import summarise
from fupin_policy.register.summary.told import Told
from fupin_policy.values import Quantity

VERDICTS = ("fails", "holds", "undetermined", "not_in_force", "does_not_apply")
MONEY = {b"unit": "分/年".encode()}
SHARE = {b"unit": b"%"}
SCHEMA = pa.schema(
    [
        ("id", pa.string()), ("division", pa.string()), ("case.persons", pa.int64()), ("case.failure", pa.string()),
        ("dibao", pa.dictionary(pa.int8(), pa.string())), ("dibao.missing", pa.list_(pa.string())),
        ("grant", pa.dictionary(pa.int8(), pa.string())),
        pa.field("grant.low", pa.int64(), metadata=MONEY), pa.field("grant.high", pa.int64(), metadata=MONEY),
        ("ratio", pa.dictionary(pa.int8(), pa.string())),
        pa.field("ratio.low", pa.int64(), metadata=SHARE), pa.field("ratio.high", pa.int64(), metadata=SHARE),
        pa.field("total.yearly_cash.low", pa.decimal128(24, 4), metadata=MONEY),
        pa.field("total.yearly_cash.high", pa.decimal128(24, 4), metadata=MONEY),
    ]
)  # fmt: skip
REJECTED = pa.schema(
    [("table", pa.string()), ("file", pa.string()), ("row", pa.int64()), ("column", pa.string()),
     ("value", pa.string()), ("reason", pa.string())]
)  # fmt: skip

Row = dict[str, Any]


def row(division: str | None = "440232100001", **columns: Any) -> Row:
    """A case that gets 100 yuan a year."""
    return {
        "id": "h", "division": division, "case.persons": 3, "case.failure": None, "dibao": "undetermined",
        "dibao.missing": ["household.roll_income", "household.type"], "grant": "holds", "grant.low": 10_000,
        "grant.high": 10_000, "ratio": "holds", "ratio.low": 70, "ratio.high": None,
        "total.yearly_cash.low": 10_000, "total.yearly_cash.high": 10_000, **columns,
    }  # fmt: skip


FAILED = {name: None for name in SCHEMA.names} | {"case.failure": "two rules disagree", "case.persons": 1}


def table(rows: list[Row]) -> pa.Table:
    from decimal import Decimal

    exact = [
        {k: Decimal(v) if k.startswith("total.") and v is not None else v for k, v in one.items()}
        for one in rows
    ]
    return pa.Table.from_pylist(exact, SCHEMA)


def aside(*rows: tuple[str, int, str, str | None, str]) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {"table": t, "file": f"{t}.csv", "row": n, "column": c, "value": v, "reason": r}
            for t, n, c, v, r in rows
        ],
        REJECTED,
    )


AMOUNTS = ("grant.low", "grant.high", "total.yearly_cash.low", "total.yearly_cash.high")
SOME = [
    row(),
    row("440232100002", grant="fails", **dict.fromkeys(AMOUNTS, 0)),
    row("440232100002", **{"grant.high": None, "total.yearly_cash.high": None}),
    row("440232101001", dibao="holds", **{"dibao.missing": [], "case.persons": 5}),
    row("440233", **{"dibao.missing": ["household.type"]}),
    row(None),
    {**FAILED, "division": "440232101001"},
]  # fmt: skip


def test_cases_and_persons_by_verdict() -> None:
    whole = summarise(table(SOME)).whole
    assert (whole["cases"], whole.persons, whole["failed"]) == (7, 21, 1)
    assert whole.measures == ("dibao", "grant", "ratio")
    told = {v: (whole[f"cases/dibao/{v}"], whole[f"persons/dibao/{v}"]) for v in VERDICTS}
    assert told["undetermined"] == (5, 15) and told["holds"] == (1, 5) and told["fails"] == (0, 0)
    assert whole.failures == {"two rules disagree": 1}
    assert whole.missing() == {"household.type": 5, "household.roll_income": 4}
    assert list(whole.missing()) == ["household.type", "household.roll_income"]
    assert whole.missing("dibao") == whole.missing() and whole.missing("grant") == {}


def test_money_is_an_interval_and_unbounded_stays_unbounded() -> None:
    money = summarise(table(SOME)).whole.money
    assert money.keys() == {"grant", "total.yearly_cash"}, "a ratio is not added up"
    grant = money["grant"]
    assert (grant.cases, grant.unbounded, grant.low, grant.finite_high, grant.high) == (
        6,
        1,
        50_000,
        40_000,
        None,
    )
    assert grant.quantity.describe("zh") == "至少500元/年"
    bounded = summarise(table(SOME[:2])).whole.money["grant"]
    assert bounded.quantity == Quantity.parse("100元/年")
    loose = summarise(table([row(**{"grant.high": 30_000}), row()])).whole.money["grant"]
    assert loose.quantity.describe("en") == "200–400 yuan/year"


def test_sums_are_exact_beyond_64_bits_and_below_a_fen() -> None:
    most = 2**53
    rows = [row(**{"grant.low": most, "grant.high": most})] * 4000
    money = summarise(table(rows)).whole.money["grant"]
    assert money.low == money.high == 4000 * most > 2**63
    doubled = summarise(table(rows)) + summarise(table(rows))
    assert doubled.whole.money["grant"].low == 8000 * most
    thirds = [row(**{"total.yearly_cash.low": "0.3333", "total.yearly_cash.high": "0.3334"})] * 3
    assert summarise(table(thirds)).whole.money["total.yearly_cash"].low == Fraction(9999, 10_000)


def test_areas_of_every_level() -> None:
    found = summarise(table(SOME))
    assert found.divisions == ("", "440232100001", "440232100002", "440232101001", "440233")
    assert {code: area["cases"] for code, area in found.by("village").areas()} == {
        "": 2, "440232100001": 1, "440232100002": 2, "440232101001": 2,
    }  # fmt: skip
    assert {code: area["cases"] for code, area in found.by("town").areas()} == {
        "": 2,
        "440232100": 3,
        "440232101": 2,
    }
    counties = dict(found.by("county").areas())
    assert {code: area["cases"] for code, area in counties.items()} == {"": 1, "440232": 5, "440233": 1}
    assert counties["440232"].failures == {"two rules disagree": 1} and counties["440233"].failures == {}
    assert counties["440232"].missing() == {"household.roll_income": 3, "household.type": 3}
    assert counties["440232"].money["grant"].high is None and counties["440233"].money["grant"].high == 10_000


def test_noughts_leave_a_level_open() -> None:
    found = summarise(table([row("440232000000"), row("440232100000"), row("440000")]))
    assert found.by("village").divisions == ("",)
    assert found.by("town").divisions == ("", "440232100")
    assert found.by("county").divisions == ("", "440232")


def test_results_without_what_may_be_absent() -> None:
    bare = pa.table(
        {"id": ["a", "b"], "grant": ["holds", "fails"], "grant.low": [5, 0], "grant.high": [5, 0]}
    )
    whole = summarise(bare).whole
    assert (whole["cases"], whole.persons, whole["failed"], whole["cases/grant/holds"]) == (2, None, 0, 1)
    assert str(whole.money["grant"].quantity) == "0.05元"
    assert "Persons" not in to_text(summarise(bare), "en")


def test_rows_set_aside_by_reason_without_their_values() -> None:
    rejected = aside(
        ("persons", 3, "stage", "大雪", "unknown code '大雪'"),
        ("persons", 9, "stage", "小雪", "unknown code '小雪'"),
        ("persons", 9, "born", None, "no such day"),
    )
    assert summarise(table([]), rejected).rejected.to_pylist() == [
        {"table": "persons", "column": "born", "reason": "no such day", "rows": 1},
        {"table": "persons", "column": "stage", "reason": "unknown code …", "rows": 2},
    ]


def test_nothing_at_all() -> None:
    empty = Summary()
    assert empty == Summary.total([]) == empty + empty
    assert empty.whole["cases"] == 0 and empty.whole.measures == () and to_text(empty) == to_html(empty) == ""
    assert summarise(table([])).whole["cases"] == 0
    assert json.loads(to_json(empty))["cases"] == 0


def _amount(low: int | None, more: int | None) -> Row:
    return {"grant.low": low, "grant.high": None if more is None else (low or 0) + more}


numbers = st.one_of(st.none(), st.integers(0, 2**52))
rows_of = st.lists(
    st.builds(
        lambda amount, **columns: row(**amount, **columns),
        st.builds(_amount, numbers, numbers),
        division=st.sampled_from(
            [None, "440232", "440232100", "440232100001", "440232100002", "440233101001"]
        ),
        grant=st.sampled_from(VERDICTS),
        dibao=st.sampled_from([None, *VERDICTS]),
        **{
            "dibao.missing": st.lists(st.sampled_from(["household.type", "term.line"]), max_size=2),
            "case.failure": st.sampled_from([None, "a", "b"]),
        },
    ),
    max_size=6,
)
counts = st.builds(Count, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
summaries = st.builds(
    lambda rows, tables: summarise(table(rows), aside(("persons", 1, "x", "y", "'y' is bad")), tables),
    rows_of,
    st.dictionaries(st.sampled_from(["households", "persons"]), counts),
)


@given(summaries, summaries, summaries)
def test_adding_is_associative_and_commutative(a: Summary, b: Summary, c: Summary) -> None:
    assert (a + b) + c == a + (b + c) == Summary.total([c, a, b])
    assert a + b == b + a
    assert a + Summary() == a


@given(rows_of, st.integers(0, 6))
def test_the_summary_of_parts_is_that_of_the_whole(rows: list[Row], at: int) -> None:
    whole = summarise(table(rows))
    parts = summarise(table(rows[:at])) + summarise(table(rows[at:]))
    assert to_data(parts) == to_data(whole)
    assert parts.whole["cases"] == len(rows)
    for level in ("county", "town", "village"):
        assert sum(area["cases"] for _, area in whole.by(level).areas()) == len(rows)
        assert whole.by(level).by(None) == whole.by(None)


@given(rows_of)
def test_every_case_with_a_verdict_is_counted_once(rows: list[Row]) -> None:
    whole = summarise(table(rows)).whole
    for measure in ("grant", "dibao"):
        assert sum(whole[f"cases/{measure}/{v}"] for v in VERDICTS) == sum(
            one[measure] is not None for one in rows
        )
    known = [one for one in rows if one["grant.low"] is not None]
    money = whole.money["grant"]
    assert money.low == sum(one["grant.low"] for one in known)
    assert money.finite_high == sum(one["grant.high"] or 0 for one in known)
    assert money.unbounded == sum(one["grant.high"] is None for one in known)


# --- shown -----------------------------------------------------------------------------------------

SUMMARY = summarise(
    table(SOME),
    aside(("persons", 3, "stage", "<b>", "unknown code '<b>'")),
    {"households": Count(8, 7, 1), "persons": Count(21, 20, 1)},
)


def test_in_english() -> None:
    assert (
        to_text(SUMMARY, "en")
        == """\
# Input
Table       Rows  Used  Set aside
----------  ----  ----  ---------
households  8     7     1
persons     21    20    1

# Measures
Measures  holds   fails  undetermined  not in force  does not apply  Amount
--------  ------  -----  ------------  ------------  --------------  ----------------------
dibao     1 (5)   0      5 (15)        0             0
grant     5 (17)  1 (3)  0             0             0               at least 500 yuan/year
ratio     6 (20)  0      0             0             0

# Sums of money
Stream       Amount                  With an amount  No upper end
-----------  ----------------------  --------------  ------------
Yearly cash  at least 500 yuan/year  6               1

# Facts missing most
Fact                                           Open results
---------------------------------------------  ------------
Type                                           5
Income in the year of assessment for the roll  4

# Not worked out
Reason              Cases
------------------  -----
two rules disagree  1

# Rows set aside
Table    Column  Reason          Rows
-------  ------  --------------  ----
persons  stage   unknown code …  1

# By county
Division   Cases  Persons  Not worked out  Yearly cash
---------  -----  -------  --------------  ----------------------
not known  1      3        0               100 yuan/year
440232     5      15       1               at least 300 yuan/year
440233     1      3        0               100 yuan/year

# By town
Division   Cases  Persons  Not worked out  Yearly cash
---------  -----  -------  --------------  ----------------------
not known  2      6        0               200 yuan/year
440232100  3      9        0               at least 200 yuan/year
440232101  2      6        1               100 yuan/year

# By village
Division      Cases  Persons  Not worked out  Yearly cash
------------  -----  -------  --------------  ----------------------
not known     2      6        0               200 yuan/year
440232100001  1      3        0               100 yuan/year
440232100002  2      6        0               at least 100 yuan/year
440232101001  2      6        1               100 yuan/year
"""
    )


def test_in_chinese_columns_are_aligned_on_a_terminal() -> None:
    text = to_text(SUMMARY, "zh")
    assert "至少500元/年" in text and "每年现金" in text and "家庭类型" not in text.partition("#")[0]
    lines = text.partition("# 各县\n")[2].splitlines()[:5]
    starts = {width(line[: line.rindex("  ")]) for line in lines[2:]}
    assert len(starts) == 1, lines


def test_long_tables_are_cut_in_text_only() -> None:
    many = summarise(table([row(f"440232100{at:03}") for at in range(1, 40)]))
    text = to_text(many, "en")
    assert "440232100020" in text and "440232100021" not in text and "19 more rows, in the JSON." in text
    assert "440232100039" in to_html(many) and "440232100039" in to_json(many)


def test_html_is_escaped() -> None:
    found = SUMMARY + summarise(table([{**FAILED, "case.failure": "<script>alert(1)</script>"}]))
    html = found._repr_html_()
    assert "<script>" not in html and "&lt;script&gt;" in html
    assert html.count("<table>") == html.count("</table>") == 9


def test_as_data() -> None:
    data = json.loads(to_json(SUMMARY))
    assert data == to_data(SUMMARY)
    assert data["tables"]["persons"] == {"rows": 21, "used": 20, "set_aside": 1}
    assert data["measures"]["dibao"] == {
        "verdicts": {"holds": {"cases": 1, "persons": 5}, "undetermined": {"cases": 5, "persons": 15}},
        "missing": {"household.type": 5, "household.roll_income": 4},
    }
    assert data["money"]["grant"] == {"sum": "500元/年..", "cases": 6, "unbounded": 1}
    assert Quantity.parse(data["money"]["grant"]["sum"]) == SUMMARY.whole.money["grant"].quantity
    assert data["county"]["440233"]["money"]["total.yearly_cash"]["sum"] == "100元/年"
    assert data["village"].keys() == {"", "440232100001", "440232100002", "440232101001"}


def test_measures_have_their_names(qinghe: Any) -> None:
    measure = next(iter(qinghe)).id
    found = summarise(pa.table({"id": ["a"], measure: ["holds"]}))
    assert qinghe[measure].name.zh in to_text(found, "zh", qinghe)
    assert measure in to_text(found, "zh")


@pytest.mark.parametrize("count", [Count(3, 2, 1), Count(0, 0, 0)])
def test_counts_that_add_up(count: Count) -> None:
    assert count.adds_up and not Count(3, 1, 1).adds_up
    assert count + Count(1, 1, 0) == Count(count.rows + 1, count.used + 1, count.set_aside)


@given(summaries, st.sampled_from(["zh", "en"]))
def test_what_was_written_as_data_says_the_same_in_words(summary: Summary, lang: str) -> None:
    assert to_text(Told.parse(to_json(summary)), lang) == to_text(summary, lang)


def test_thousands_of_money_are_set_off_in_words_only() -> None:
    rows = [row(**{"grant": "holds", "grant.low": 123_456_789, "grant.high": 123_456_789})]
    summary = summarise(table(rows))
    assert "1,234,567.89元" in to_text(summary, "zh") and "1,234,567.89" in to_text(summary, "en")
    assert '"sum": "1234567.89元' in to_json(summary)
