"""A policy as flat records for spreadsheets and other programs: one a provision, or one a figure."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from fupin_policy.policy import Figure, Rulebook
from fupin_policy.rules import Lang
from fupin_policy.values import Interval, Number, Period, Quantity, Unit, exact
from fupin_policy.values.numbers import decimal_text

__all__ = [
    "FIELDS",
    "FIGURE_FIELDS",
    "figures",
    "figures_to_csv",
    "figures_to_json",
    "provisions",
    "to_csv",
    "to_json",
]

FIELDS = ("policy", "locator", "provision", "kind", "subject", "modality", "deadline", "agencies", "figures")
"""The keys of a provision's record, in order."""

FIGURE_FIELDS = ("policy", "locator", "provision", "name", "as_written", "value", "unit", "bound", "role")
"""The keys of a figure's record, in order."""


def provisions(book: Rulebook, lang: Lang = "zh") -> list[dict[str, Any]]:
    """One record for each measure, in the document's order, with the keys of ``FIELDS``.

    ``deadline`` is the last day as an ISO date, ``start..end`` where a span is printed, or None. Values are
    text in the figure's own unit: ``5000``, ``3..6.5``, a day, a span. ``lang`` is that of the names of actors; all
    else is keys, or stands as printed.

    >>> import fupin_policy as fp
    >>> records = {one["provision"]: one for one in provisions(fp.load_policy("ruyuan-2016"))}
    >>> records["tap-water-share"]["deadline"], records["roll-line"]["subject"]
    ('2018-12-31', '县扶贫办')
    >>> records["tap-water-share"]["figures"][1]
    {'as_written': '达到90%', 'value': '90', 'unit': '%', 'bound': 'at_least', 'role': 'target'}
    """
    return [
        {
            "policy": book.slug,
            "locator": measure.clause,
            "provision": measure.id,
            "kind": measure.kind.value,
            "subject": book.actor(measure.subject, lang),
            "modality": measure.modality.value,
            "deadline": _days(measure.due) if measure.due is not None else None,
            "agencies": [book.actor(name, lang) for name in measure.agencies],
            "figures": [_figure(figure) for figure in measure.figures.values()],
        }
        for measure in book
    ]


def figures(book: Rulebook) -> list[dict[str, Any]]:
    """One record for each figure, in the document's order, with the keys of ``FIGURE_FIELDS``: a table to be sorted,
    filtered and added up.

    >>> import fupin_policy as fp
    >>> one = next(one for one in figures(fp.load_policy("ruyuan-2016")) if one["provision"] == "roll-line")
    >>> one["name"], one["as_written"], one["value"], one["unit"], one["bound"]
    ('line', '低于4000元', '4000', '元/人/年', 'less_than')
    """
    return [
        {
            "policy": book.slug,
            "locator": measure.clause,
            "provision": measure.id,
            "name": name,
            **_figure(figure),
        }
        for measure in book
        for name, figure in measure.figures.items()
    ]


def to_json(book: Rulebook, lang: Lang = "zh") -> str:
    """The provisions as a JSON list."""
    return _json(provisions(book, lang))


def to_csv(book: Rulebook, lang: Lang = "zh") -> str:
    """The provisions as CSV with a heading line: agencies joined by ``;``, figures as JSON in one column.

    A text that a spreadsheet would take for a formula (it begins with ``=``, ``+``, ``-``, ``@``, a tab or a
    return) gets an apostrophe before it.
    """
    flat = (
        record
        | {
            "deadline": record["deadline"] or "",
            "agencies": ";".join(record["agencies"]),
            "figures": json.dumps(record["figures"], ensure_ascii=False),
        }
        for record in provisions(book, lang)
    )
    return _csv(FIELDS, flat)


def figures_to_json(book: Rulebook) -> str:
    """The figures as a JSON list."""
    return _json(figures(book))


def figures_to_csv(book: Rulebook) -> str:
    """The figures as CSV with a heading line, one row each; harmless to a spreadsheet as that of the provisions."""
    return _csv(FIGURE_FIELDS, figures(book))


def _json(records: list[dict[str, Any]]) -> str:
    return json.dumps(records, ensure_ascii=False, indent=2) + "\n"


def _csv(fields: Sequence[str], records: Iterable[Mapping[str, str]]) -> str:
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(fields)
    writer.writerows([_harmless(record[key]) for key in fields] for record in records)
    return table.getvalue()


_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def _harmless(cell: str) -> str:
    if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not _PLAIN_NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def _figure(figure: Figure) -> dict[str, str]:
    value = figure.value
    unit = "" if isinstance(value, Period) else str(value.unit)
    text = _days(value) if isinstance(value, Period) else _number(value)
    return {
        "as_written": figure.as_written,
        "value": text,
        "unit": unit,
        "bound": figure.bound.value,
        "role": figure.role.value,
    }


def _days(period: Period) -> str:
    if period.start is None or period.end is None or period.start == period.end:
        return str(period.end or period.start)
    return str(period)


def _number(quantity: Quantity) -> str:
    """The printed number in the quantity's unit; both ends of a range; nothing where none is known."""
    value, unit = quantity.value, quantity.unit
    if not isinstance(value, Interval):
        return _own(value, unit)
    if value.nominal is not None:
        return _own(value.nominal, unit)
    ends = [_own(end, unit) if end is not None else "" for end in (value.low, value.high)]
    return "..".join(ends) if any(ends) else ""


def _own(number: Number, unit: Unit) -> str:
    return decimal_text(exact(Fraction(number) / unit.scale))
