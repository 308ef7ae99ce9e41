"""Summaries in words and as data: plain text, HTML, JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from attrs import asdict

from fupin_policy.assess.results import Verdict
from fupin_policy.assess.tables import text_table
from fupin_policy.assess.wording import missing_text, total_label
from fupin_policy.policy import Rulebook
from fupin_policy.problems import in_language
from fupin_policy.register.summary.summing import LEVELS, Area, Money, Summary
from fupin_policy.register.summary.told import Told
from fupin_policy.rules import Lang, Missing, language_of

__all__ = ["sections", "to_data", "to_html", "to_json", "to_text"]

_MOST = 20
_WORDS = {
    "zh": {
        "rows": "输入", "measures": "措施", "streams": "金额合计", "missing": "尚缺最多的事实", "failures": "未能评估",
        "rejected": "未采用的行", "county": "各县", "town": "各乡镇", "village": "各村", "unknown": "不详",
        "more": "另有{}行,见 JSON。", "cases": "户(件)数", "persons": "人数", "failed": "未能评估", "amount": "金额",
        "floor": "有金额的件数", "open": "其中无上限", "table": "表", "all": "行数", "used": "采用", "aside": "未采用",
        "stream": "去向", "fact": "事实", "times": "条次", "reason": "原因", "column": "列", "division": "区划代码",
    },
    "en": {
        "rows": "Input", "measures": "Measures", "streams": "Sums of money", "missing": "Facts missing most",
        "failures": "Not worked out", "rejected": "Rows set aside", "county": "By county", "town": "By town",
        "village": "By village", "unknown": "not known", "more": "{} more rows, in the JSON.", "cases": "Cases",
        "persons": "Persons", "failed": "Not worked out", "amount": "Amount", "floor": "With an amount",
        "open": "No upper end", "table": "Table", "all": "Rows", "used": "Used", "aside": "Set aside",
        "stream": "Stream", "fact": "Fact", "times": "Open results", "reason": "Reason", "column": "Column",
        "division": "Division",
    },
}  # fmt: skip

Rows = list[tuple[str, ...]]


def sections(
    summary: Summary | Told, lang: str = "zh", book: Rulebook | None = None
) -> Iterator[tuple[str, tuple[str, ...], Rows]]:
    """The tables of a summary, each with its title and heads; those without rows are left out.

    Numbers of persons stand in brackets behind those of cases. With ``book`` measures have their names, in its order.
    """
    language = language_of(lang)
    told = Told.of(summary) if isinstance(summary, Summary) else summary
    words, whole = _WORDS[language], told.whole
    for name, heads, rows in (
        ("rows", ("table", "all", "used", "aside"), _inputs(told)),
        ("measures", ("measures", *Verdict, "amount"), list(_measures(whole, language, book))),
        ("streams", ("stream", "amount", "floor", "open"), list(_streams(whole, language))),
        ("missing", ("fact", "times"), list(_missing(whole, language, book))),
        ("failures", ("reason", "cases"), list(_failures(whole, language))),
        ("rejected", ("table", "column", "reason", "all"), _rejected(told, language)),
    ):  # fmt: skip
        if rows:
            yield words[name], tuple(_head(head, words, language) for head in heads), rows
    streams = _stream_names(whole)
    for level in LEVELS:
        areas = told.levels[level]
        if any(code for code, _ in areas):
            heads = (words["division"], words["cases"], *((words["persons"],) if whole.persons is not None else ()),
                     words["failed"], *(_stream(name, language) for name in streams))  # fmt: skip
            yield (
                words[level],
                heads,
                [_area(code or words["unknown"], area, streams, language) for code, area in areas],
            )


def _head(head: str, words: dict[str, str], lang: Lang) -> str:
    return head.label(lang) if isinstance(head, Verdict) else words[head]


def _inputs(told: Told) -> Rows:
    return [
        (name, f"{count.rows:,}", f"{count.used:,}", f"{count.set_aside:,}")
        for name, count in told.tables.items()
    ]


def _measures(area: Area, lang: Lang, book: Rulebook | None) -> Iterator[tuple[str, ...]]:
    money = area.money
    order = area.measures if book is None else [one.id for one in book if one.id in area.measures]
    for measure in order:
        name = book[measure].name.get(lang) if book is not None else measure
        counts = (_count(area, measure, verdict) for verdict in Verdict)
        yield name, *counts, _amount(money.get(measure), lang)


def _count(area: Area, measure: str, verdict: str) -> str:
    cases = area[f"cases/{measure}/{verdict}"]
    if area.persons is None or not cases:
        return f"{cases:,}"
    return f"{cases:,} ({area[f'persons/{measure}/{verdict}']:,})"


def _amount(money: Money | None, lang: Lang) -> str:
    """A sum of money, its thousands set off by commas."""
    text = "" if money is None else money.quantity.describe(lang)
    return re.sub(r"(?<![\d.])\d{4,}", lambda digits: f"{int(digits[0]):,}", text)


def _stream_names(area: Area) -> list[str]:
    return [name for name in area.money if name.startswith("total.")]


def _stream(name: str, lang: Lang) -> str:
    return total_label(name.removeprefix("total."), lang)


def _streams(area: Area, lang: Lang) -> Iterator[tuple[str, ...]]:
    money = area.money
    for name in _stream_names(area):
        one = money[name]
        yield _stream(name, lang), _amount(one, lang), f"{one.cases:,}", f"{one.unbounded:,}"


def _missing(area: Area, lang: Lang, book: Rulebook | None) -> Iterator[tuple[str, ...]]:
    for fact, count in area.missing().items():
        yield missing_text(Missing(fact), lang, book), f"{count:,}"


def _failures(area: Area, lang: Lang) -> Iterator[tuple[str, ...]]:
    for reason, count in area.failures.items():
        yield in_language(reason, lang), f"{count:,}"


def _rejected(told: Told, lang: Lang) -> Rows:
    return [
        (row["table"], row["column"], in_language(row["reason"], lang), f"{row['rows']:,}")
        for row in told.rejected
    ]


def _area(name: str, area: Area, streams: Sequence[str], lang: Lang) -> tuple[str, ...]:
    money = area.money
    persons = () if area.persons is None else (f"{area.persons:,}",)
    return (
        name,
        f"{area['cases']:,}",
        *persons,
        f"{area['failed']:,}",
        *(_amount(money[one], lang) for one in streams),
    )


def to_text(
    summary: Summary | Told, lang: str = "zh", book: Rulebook | None = None, *, most: int = _MOST
) -> str:
    """Plain-text tables, columns aligned on a terminal; of each table ``most`` rows, but all of the measures.

    >>> from fupin_policy.register.counts import Count
    >>> print(to_text(Summary({"households": Count(3, 2, 1)}), "en"), end="")
    # Input
    Table       Rows  Used  Set aside
    ----------  ----  ----  ---------
    households  3     2     1
    """
    words = _WORDS[language_of(lang)]
    parts: list[str] = []
    for title, heads, rows in sections(summary, lang, book):
        shown = rows if title == words["measures"] else rows[:most]
        parts.append(f"# {title}\n{text_table(heads, shown)}\n")
        if len(rows) > len(shown):
            parts[-1] += words["more"].format(len(rows) - len(shown)) + "\n"
    return "\n".join(parts)


def to_html(summary: Summary, lang: str = "zh", book: Rulebook | None = None) -> str:
    """The same tables in HTML, whole; every text is escaped."""
    found = []
    for title, heads, rows in sections(summary, lang, book):
        head = "".join(f"<th>{escape(one)}</th>" for one in heads)
        body = "\n".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
        )
        found.append(
            f"<h3>{escape(title)}</h3>\n<table><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>"
        )
    return "\n".join(found)


def to_data(summary: Summary) -> dict[str, Any]:
    """Plain data: the counts of rows, all cases together, and the areas of each level by code.

    Sums of money are quantities in text, which :meth:`Quantity.parse <fupin_policy.values.Quantity.parse>` reads.
    """
    return {
        "tables": {name: asdict(count) for name, count in summary.tables.items()},
        "rejected": summary.rejected.to_pylist(),
        **_area_data(summary.whole),
        **{level: {code: _area_data(area) for code, area in summary.by(level).areas()} for level in LEVELS},
    }


def _area_data(area: Area) -> dict[str, Any]:
    return {
        "cases": area["cases"], "persons": area.persons, "failed": area["failed"],
        "measures": {
            measure: {
                "verdicts": {
                    verdict.value: {"cases": area[f"cases/{measure}/{verdict}"]}
                    | ({} if area.persons is None else {"persons": area[f"persons/{measure}/{verdict}"]})
                    for verdict in Verdict
                    if area[f"cases/{measure}/{verdict}"]
                },
                "missing": area.missing(measure),
            }
            for measure in area.measures
        },
        "money": {
            name: {"sum": str(money.quantity), "cases": money.cases, "unbounded": money.unbounded}
            for name, money in area.money.items()
        },
        "missing": area.missing(), "failures": dict(area.failures),
    }  # fmt: skip


def to_json(summary: Summary) -> str:
    """JSON text of :func:`to_data`: a line for each thing told, and one for each area.

    >>> print(to_json(Summary()).splitlines()[1])
    "tables": {},
    """
    return _lines(to_data(summary)) + "\n"


def _lines(data: dict[str, Any]) -> str:
    """A mapping with its values a line each, those of the levels of areas broken up in the same way."""
    parts = (
        f"{json.dumps(name, ensure_ascii=False)}: "
        + (_lines(value) if name in LEVELS else json.dumps(value, ensure_ascii=False))
        for name, value in data.items()
    )
    return "{\n" + ",\n".join(parts) + "\n}"
