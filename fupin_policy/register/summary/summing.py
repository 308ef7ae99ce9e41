"""What the results of many cases come to: counts, sums of money, what is missing most, by area.

A summary is a value; the summaries of two sets of cases add up to that of both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from attrs import evolve, field, frozen

from fupin_policy.register.counts import Count
from fupin_policy.values import Interval, Quantity, Unit, exact, frozen_map

__all__ = [
    "DIVISION",
    "LEVELS",
    "REASONS",
    "REJECTED",
    "SUM",
    "Area",
    "Money",
    "Summary",
    "added",
    "joined",
    "nothing",
]

DIVISION = "division"
"""The column of results with the code of the division that a case lies in."""

LEVELS = {"county": (6, 4), "town": (9, 6), "village": (12, 9)}
"""The levels of areas that results are summed for: the digits of their codes, and of the next above."""

SUM = pa.decimal256(76, 18)
_AT_ONCE = 8


@frozen
class Money:
    """A sum of amounts in fen: its ends, how many cases have one, and of how many no upper end is known."""

    cases: int
    unbounded: int
    low: int | Fraction
    finite_high: int | Fraction
    unit: Unit

    @property
    def high(self) -> int | Fraction | None:
        """The upper end; None where one case has none."""
        return None if self.unbounded else self.finite_high

    @property
    def quantity(self) -> Quantity:
        """The sum as a quantity with its bounds."""
        exactly = self.low == self.high
        return Quantity(self.low if exactly else Interval(self.low, self.high), self.unit)


REASONS = pa.schema([(DIVISION, pa.string()), ("reason", pa.string()), ("cases", pa.int64())])
REJECTED = pa.schema(
    [("table", pa.string()), ("column", pa.string()), ("reason", pa.string()), ("rows", pa.int64())]
)


def added(tables: Iterable[pa.Table], schema: pa.Schema) -> pa.Table:
    """Tables added up: the last column of rows that are alike in all others, in the order of these."""
    *keys, number = schema.names
    whole = pa.concat_tables([schema.empty_table(), *tables])
    found = whole.group_by(keys, use_threads=False).aggregate([(number, "sum")])
    return found.rename_columns(schema.names).sort_by([(key, "ascending") for key in keys])


def joined(tables: Iterable[pa.Table]) -> pa.Table:
    """Sums by division added up; a column that one of them has not counts nothing there."""
    every = list(tables)
    columns = {column.name: column.type for table in every for column in table.schema}
    names = [DIVISION, *sorted(columns.keys() - {DIVISION})]
    schema = pa.schema([(name, columns[name]) for name in names])
    whole = pa.concat_tables([schema.empty_table(), *every], promote_options="default")
    found = whole.group_by(DIVISION, use_threads=False).aggregate([(name, "sum") for name in names[1:]])
    found = found.rename_columns([name.removesuffix("_sum") for name in found.column_names])
    found = found.sort_by(DIVISION).select(names)
    return pa.table(
        [
            found.column(0).combine_chunks(),
            *(
                (pc.fill_null(column, nothing(column.type)) if column.null_count else column).combine_chunks()
                for column in found.columns[1:]
            ),
        ],
        schema=schema,
    )


def nothing(type_: pa.DataType) -> pa.Scalar:
    """Nought of a type of numbers."""
    return pa.scalar(0, pa.int64()).cast(type_)


@frozen(hash=False)
class Summary:
    """Counts and sums over cases, kept apart by division.

    ``tables`` counts the rows of the input by table, ``units`` tells what the sums are counted in. ``sums`` has a
    row a division (an empty code where it is not known) and the columns ``cases``, ``persons``, ``failed``;
    ``cases/<measure>/<verdict>`` and ``persons/<measure>/<verdict>``; ``low/<name>``, ``high/<name>``,
    ``amounts/<name>`` (how many cases have one) and ``unbounded/<name>`` for measures and for streams
    (``total.yearly_cash``); ``missing/<measure>/<fact>``. ``failures`` are cases by division and reason,
    ``rejected`` rows by table, column and reason.
    """

    tables: Mapping[str, Count] = field(factory=dict, converter=frozen_map)
    units: Mapping[str, str] = field(factory=dict, converter=frozen_map)
    sums: pa.Table = field(
        factory=lambda: joined([pa.table({DIVISION: pa.array([], pa.string())})]), repr=False
    )
    failures: pa.Table = field(factory=REASONS.empty_table, repr=False)
    rejected: pa.Table = field(factory=REJECTED.empty_table, repr=False)

    def __add__(self, other: Summary) -> Summary:
        """The summary of the cases of both."""
        return Summary.total([self, other])

    @staticmethod
    def total(summaries: Iterable[Summary]) -> Summary:
        """The sum of several; they are added up a few at a time."""
        whole, some = Summary(), []
        for one in summaries:
            some.append(one)
            if len(some) == _AT_ONCE:
                whole, some = _total([whole, *some]), []
        return _total([whole, *some])

    def by(self, level: str | None) -> Summary:
        """The same with the codes of divisions cut to a level (county, town, village), or with all in one (None).

        A case of which only a wider area is known counts under the empty code.

        >>> from fupin_policy.register.summary.tallying import summarise
        >>> summarise(pa.table({"id": ["a"], "division": ["440232100001"]})).by("town").divisions
        ('440232100',)
        """
        sums = self.sums.set_column(0, DIVISION, _cut(self.sums.column(DIVISION), level))
        failures = self.failures.set_column(0, DIVISION, _cut(self.failures.column(DIVISION), level))
        return evolve(self, sums=joined([sums]), failures=added([failures], REASONS))

    @property
    def divisions(self) -> tuple[str, ...]:
        """The codes that cases are counted under."""
        return tuple(self.sums.column(DIVISION).to_pylist())

    def areas(self) -> Iterator[tuple[str, Area]]:
        """What there is to say of each division, by its code."""
        failures: dict[str, dict[str, int]] = {}
        for row in self.failures.to_pylist():
            failures.setdefault(row[DIVISION], {})[row["reason"]] = row["cases"]
        for row in self.sums.to_pylist():
            code = row.pop(DIVISION)
            yield code, Area(row, self.units, failures.get(code, {}))

    @property
    def whole(self) -> Area:
        """What there is to say of all cases together."""
        return next((area for _, area in self.by(None).areas()), Area({}, self.units, {}))

    def _repr_html_(self) -> str:
        from fupin_policy.register.summary.reporting import to_html

        return to_html(self)


def _total(summaries: list[Summary]) -> Summary:
    tables: dict[str, Count] = {}
    units: dict[str, str] = {}
    for one in summaries:
        units.update(one.units)
        for name, count in one.tables.items():
            tables[name] = tables.get(name, Count()) + count
    return Summary(
        tables,
        units,
        joined(one.sums for one in summaries),
        added((one.failures for one in summaries), REASONS),
        added((one.rejected for one in summaries), REJECTED),
    )


@frozen(slots=False)
class Area:
    """The sums of one division: the numbers by the names that :class:`Summary` gives them."""

    numbers: Mapping[str, Any]
    units: Mapping[str, str]
    failures: Mapping[str, int]

    def __getitem__(self, name: str) -> int:
        """A number by its name, nought where nothing was counted."""
        return int(self.numbers.get(name, 0))

    @property
    def persons(self) -> int | None:
        """The persons of the cases; None where they were not counted."""
        return None if "persons" not in self.numbers else self["persons"]

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that have verdicts, in the order of their names."""
        return tuple(dict.fromkeys(name.split("/")[1] for name in self.numbers if name.startswith("cases/")))

    @property
    def money(self) -> dict[str, Money]:
        """The sum of each measure with amounts, and of each stream (``total.yearly_cash``)."""
        return {
            name: Money(
                self[f"amounts/{name}"],
                self[f"unbounded/{name}"],
                exact(self.numbers.get(f"low/{name}", 0)),
                exact(self.numbers.get(f"high/{name}", 0)),
                Unit.parse(unit),
            )
            for name, unit in sorted(self.units.items())
        }

    @cached_property
    def _lacking(self) -> dict[str, dict[str, int]]:
        """For each measure how many of its verdicts and amounts lack each fact."""
        found: dict[str, dict[str, int]] = {}
        for name, number in self.numbers.items():
            if number and name.startswith("missing/"):
                _, measure, fact = name.split("/", 2)
                found.setdefault(measure, {})[fact] = number
        return found

    def missing(self, measure: str | None = None) -> dict[str, int]:
        """How many verdicts and amounts lack each fact, the most frequent first; of one measure or of all."""
        found: Counter[str] = Counter()
        for lacking, facts in self._lacking.items():
            if measure in (None, lacking):
                found.update(facts)
        return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def _cut(codes: pa.ChunkedArray, level: str | None) -> pa.Array:
    """Codes of divisions cut to a level; empty where that part of the code is absent or noughts."""
    if level is None:
        return pa.repeat(pa.scalar("", pa.string()), len(codes))
    digits, above = LEVELS[level]
    head, own = pc.utf8_slice_codeunits(codes, 0, digits), pc.utf8_slice_codeunits(codes, above, digits)
    named = pc.and_(pc.equal(pc.utf8_length(head), digits), pc.invert(pc.match_substring_regex(own, "^0*$")))
    return pc.if_else(named, head, "")
