"""The provisions of a policy as flat records: one a measure, for spreadsheets and other programs."""

from __future__ import annotations

import csv
import io
import json
import re
from fractions import Fraction
from typing import Any

from fupin_policy.policy import Figure, Rulebook
from fupin_policy.values import Interval, Number, Period, Quantity, Unit, exact
from fupin_policy.values.numbers import decimal_text

__all__ = ["FIELDS", "provisions", "to_csv", "to_json"]

FIELDS = ("policy", "locator", "provision", "kind", "subject", "modality", "deadline", "agencies", "figures")
"""The keys of a record, in order."""


def provisions(book: Rulebook) -> list[dict[str, Any]]:
    """One record for each measure, in the document's order, with the keys of ``FIELDS``.

    ``deadline`` is the last day as an ISO date, ``start..end`` where a span is printed, or None. Values are
    text in the figure's own unit: ``5000``, ``3..6.5``, a day, a span.

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
            "subject": book.actor(measure.subject),
            "modality": measure.modality.value,
            "deadline": _days(measure.due) if measure.due is not None else None,
            "agencies": [book.actor(name) for name in measure.agencies],
            "figures": [_figure(figure) for figure in measure.figures.values()],
        }
        for measure in book
    ]


def to_json(book: Rulebook) -> str:
    """The records as a JSON list."""
    return json.dumps(provisions(book), ensure_ascii=False, indent=2) + "\n"


def to_csv(book: Rulebook) -> str:
    """The records as CSV with a heading line: agencies joined by ``;``, figures as JSON in one column.

    A text that a spreadsheet would take for a formula (it begins with ``=``, ``+``, ``-``, ``@``, a tab or a
    return) gets an apostrophe before it.
    """
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(FIELDS)
    for record in provisions(book):
        flat = record | {
            "deadline": record["deadline"] or "",
            "agencies": ";".join(record["agencies"]),
            "figures": json.dumps(record["figures"], ensure_ascii=False),
        }
        writer.writerow([_harmless(flat[key]) for key in FIELDS])
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
        "bound": figure.bound,
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
