"""Observed values of indicators: where, what, when, how much; read from Python, YAML, CSV or a dataframe.

An indicator is a fact of an area (``county.tap_water_share``), named by its English key or its Chinese
label. Bad rows are kept apart with what is wrong with them; the good ones go on.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from fupin_policy.domain import ENTITIES
from fupin_policy.domain.accept import Refused, accept
from fupin_policy.domain.divisions import check_division
from fupin_policy.domain.divisions import level as level_of
from fupin_policy.domain.encodings import undecodable, unreadable
from fupin_policy.domain.facts import FactSpec, Kind, entity_labels, facts_of
from fupin_policy.domain.strict_yaml import read
from fupin_policy.domain.tree import Flawed
from fupin_policy.problems import InputError, Place, Problem, UnknownNameError, nearest
from fupin_policy.values import Period, Quantity, parse_date

__all__ = [
    "LEVELS",
    "Observation",
    "Observations",
    "Rejected",
    "indicators",
    "read_observations",
    "read_rows",
]

LEVELS = ("village", "town", "county", "city", "province", "nation")
MAX_BYTES = 64 * 2**20
_CODES = dict(zip(LEVELS, ("440232100001", "440232100", "440232", "440200", "440000", "000000"), strict=True))
_YEAR = re.compile(r"([0-9]{4})年?")
_DIGITS = re.compile(r"[0-9]+")
_ROW = re.compile(r"\[[0-9]+\]")

_COLUMNS = {
    "level": "层级", "division": "行政区划代码", "area": "地区", "indicator": "指标", "value": "数值",
    "unit": "单位", "on": "日期", "year": "年份",
}  # fmt: skip


@frozen
class Observation:
    """The value of an indicator in an area: as it stood on the last day of ``period``, or over the period.

    ``area`` is a division code where there is one, else a name. ``row`` counts the rows of the input from 1.
    """

    level: str
    area: str
    indicator: str
    value: Any
    period: Period
    row: int = field(default=0, eq=False)

    @property
    def day(self) -> date:
        """The day from which the value is known."""
        assert self.period.end is not None
        return self.period.end


@frozen
class Rejected:
    """A row that could not be used, as it came, with everything that is wrong with it."""

    row: int
    data: Mapping[str, Any]
    problems: tuple[Problem, ...]

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


@frozen
class _Damaged:
    """A row of a file of which some parts were refused, with what is left of it."""

    data: Any
    problems: tuple[Problem, ...]


@frozen
class Observations:
    """The usable observations and the rejected rows of an input: together they are all of it."""

    good: tuple[Observation, ...] = ()
    rejected: tuple[Rejected, ...] = ()

    def require(self) -> Observations:
        """The same, or InputError with the problems of every rejected row."""
        if self.rejected:
            raise InputError([problem for one in self.rejected for problem in one.problems])
        return self

    @classmethod
    def of(cls, rows: Iterable[tuple[int, Mapping[str, Any]]], *, file: str | None = None) -> Observations:
        """Read numbered rows with the columns level, division or area, indicator, value, unit (if the value has none), and
        on (a day or a period) or year; English names or Chinese labels.

        >>> row = {"层级": "县", "地区": "某县", "指标": "农村自来水普及率", "数值": "88%", "年份": "2017"}
        >>> found = Observations.of([(1, row)])
        >>> found.good[0].indicator, str(found.good[0].value)
        ('tap_water_share', '88%')
        """
        good: list[Observation] = []
        rejected: list[Rejected] = []
        for number, row in rows:
            problems: list[Problem] = []
            data = as_mapping(row, problems)
            found = None if problems else _observation(data, number, problems)
            if found is None or problems:
                placed = tuple(problem.within(file=file, line=number) for problem in problems)
                rejected.append(Rejected(number, data, placed))
            else:
                good.append(found)
        return _without_clashes(good, rejected, file)


def read_observations(source: Any) -> Observations:
    """Observations from a path to a CSV or YAML file, a list of rows, or a dataframe (pandas, Polars, Arrow).

    Raises InputError where the file cannot be read as a table at all; bad rows are kept in ``rejected``.
    """
    if isinstance(source, Observations):
        return source
    return Observations.of(read_rows(source), file=str(source) if isinstance(source, (str, Path)) else None)


def read_rows(source: Any) -> Iterator[tuple[int, Any]]:
    """The rows of a CSV or YAML file (by path), a list of mappings or a dataframe, each with its number.

    A row of a file is numbered by its line; where several stand on one line, and without a file, by its position
    from 1.
    Raises InputError where the source cannot be read as a table at all.
    """
    if isinstance(source, (str, Path)):
        path = Path(source)
        if path.suffix.lower() in (".yaml", ".yml", ".json"):
            return _yaml_rows(path)
        return iter(_csv_rows(path))
    return enumerate(_table_rows(source), 1)


def _table_rows(source: Any) -> Iterable[Any]:
    """The rows of a list of mappings or of a dataframe."""
    if hasattr(source, "to_dicts"):
        rows: Iterable[Any] = source.to_dicts()
        return rows
    if hasattr(source, "to_pylist"):
        rows = source.to_pylist()
        return rows
    if hasattr(source, "to_dict"):
        rows = source.to_dict("records")
        return rows
    if isinstance(source, Iterable) and not isinstance(source, Mapping):
        return source
    raise InputError(
        Problem(
            f"{type(source).__name__} holds no rows", expected="a path, a list of mappings or a dataframe"
        )
    )


def _yaml_rows(path: Path) -> Iterator[tuple[int, Any]]:
    tree = read(path, max_bytes=MAX_BYTES, strict=False)
    if not tree.whole or not all(_ROW.match(problem.place.path or "") for problem in tree.problems):
        raise InputError(tree.problems)
    if not isinstance(tree.data, list):
        raise InputError(
            Problem(
                "no list of rows",
                Place(str(path)),
                "a list of mappings, one for each row",
            )
        )
    wrong: dict[int, list[Problem]] = {}
    for problem in tree.problems:
        row, _, inside = (problem.place.path or "").removeprefix("[").partition("]")
        place = Place(problem.place.file, problem.place.line, inside.removeprefix(".") or None)
        wrong.setdefault(int(row), []).append(evolve(problem, place=place))
    rows = [_Damaged(row, tuple(wrong[at])) if at in wrong else row for at, row in enumerate(tree.data)]
    lines = dict.fromkeys(tree.line(f"[{at}]") or at + 1 for at in range(len(rows)))
    return zip(lines if len(lines) == len(rows) else range(1, len(rows) + 1), rows, strict=True)


def _csv_rows(path: Path) -> list[tuple[int, Mapping[str, Any]]]:
    rows = csv.reader(io.StringIO(_text(path), newline=""))
    try:
        header = [name.strip() for name in next(rows, [])]
        if not any(header):
            raise InputError(Problem("there is no header", Place(str(path)), "a first line with the columns"))
        twice = sorted({name for name in header if header.count(name) > 1})
        if twice:
            raise InputError(
                [
                    Problem(f"column '{name}' stands twice in the header", Place(str(path), 1))
                    for name in twice
                ]
            )
        return [(rows.line_num, _cells(header, row)) for row in rows if row]
    except csv.Error as error:
        raise InputError(
            Problem(f"this is no table: {error}", Place(str(path), rows.line_num or None))
        ) from None


def _cells(header: list[str], row: list[str]) -> dict[str, Any]:
    cells: dict[str, Any] = dict(zip(header, row, strict=False))
    if len(row) > len(header):
        cells["more cells than columns"] = row[len(header) :]
    return cells


def _text(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise InputError(unreadable(error, str(path))) from None
    if len(data) > MAX_BYTES:
        raise InputError(Problem("the file is too large", Place(str(path)), f"at most {MAX_BYTES} bytes"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(undecodable(error, str(path))) from None


def as_mapping(row: Any, problems: list[Problem]) -> Mapping[str, Any]:
    """The row; one that is no mapping is a problem, and is shown as the only cell of its row."""
    if isinstance(row, _Damaged):
        problems.extend(row.problems)
        row = row.data
    if isinstance(row, Flawed):
        return {"row": row.text}
    if isinstance(row, Mapping):
        return {name: cell.text if isinstance(cell, Flawed) else cell for name, cell in row.items()}
    problems.append(Problem(f"{type(row).__name__} is no row", expected="a mapping of columns to values"))
    return {"row": row}


def is_blank(value: Any) -> bool:
    """Whether a cell holds nothing: None, empty text, NaN and what else a dataframe has for missing values."""
    if value is None or isinstance(value, str):
        return not (value or "").strip()
    try:
        return bool(value != value)
    except TypeError:
        return True
    except (ValueError, ArithmeticError):
        return False


def _columns(row: Mapping[str, Any], problems: list[Problem]) -> dict[str, Any]:
    names = {label: key for key, label in _COLUMNS.items()} | {key: key for key in _COLUMNS}
    found: dict[str, Any] = {}
    for name, value in row.items():
        key = names.get(str(name).strip())
        if key is None:
            problems.append(Problem(f"unknown column '{name}'", nearest=nearest(str(name), names)))
        elif key in found:
            problems.append(Problem(f"column '{name}' stands twice"))
        elif not is_blank(value):
            found[key] = value.strip() if isinstance(value, str) else value
    return found


def _observation(row: Mapping[str, Any], number: int, problems: list[Problem]) -> Observation | None:
    data = _columns(row, problems)
    level = _level(data.get("level"), problems)
    area = _area(data, level, problems)
    spec = None if level is None else _indicator(level, data.get("indicator"), problems)
    period = _period(data, problems)
    value = None if spec is None else _value(spec, data, problems)
    if level is None or area is None or spec is None or period is None or value is None:
        return None
    return Observation(level, area, spec.name, value, period, number)


def _level(value: Any, problems: list[Problem]) -> str | None:
    names = {name: level for level in LEVELS for name in (level, *entity_labels(ENTITIES[level]))}
    if isinstance(value, str) and value in names:
        return names[value]
    what = "'level' is missing" if value is None else f"unknown level '{value}'"
    problems.append(Problem(what, Place(path="level"), ", ".join(LEVELS), nearest(str(value), names)))
    return None


def _area(data: Mapping[str, Any], level: str | None, problems: list[Problem]) -> str | None:
    division, name = data.get("division"), data.get("area")
    if division is not None:
        problem = check_division(str(division))
        if problem is not None:
            problems.append(problem.within(path="division"))
            return None
        if level is not None and level_of(str(division)) != level:
            problems.append(
                Problem(
                    f"division '{division}' is a {level_of(str(division))}, not a {level}",
                    Place(path="division"),
                    f"a code such as {_CODES[level]}",
                )
            )
            return None
        return str(division)
    if name is None:
        problems.append(Problem("neither 'division' nor 'area'", expected="a division code or a name"))
        return None
    return str(name)


def _indicator(level: str, value: Any, problems: list[Problem]) -> FactSpec | None:
    specs = facts_of(ENTITIES[level])
    kinds = (Kind.NUMBER, Kind.BOOL, Kind.DATE)
    names = {
        name: spec
        for spec in specs.values()
        if spec.kind in kinds
        for name in (spec.name, spec.fact.zh, spec.fact.en)
    }
    if isinstance(value, str) and value in names:
        return names[value]
    what = "'indicator' is missing" if value is None else f"unknown indicator '{value}' of a {level}"
    problems.append(Problem(what, Place(path="indicator"), nearest=nearest(str(value), names)))
    return None


def _value(spec: FactSpec, data: Mapping[str, Any], problems: list[Problem]) -> Any:
    value, unit = data.get("value"), data.get("unit")
    if value is None:
        problems.append(Problem("'value' is missing", Place(path="value")))
        return None
    if isinstance(value, float) and not value.is_integer():
        expected = f"text such as '{value!r}{spec.fact.unit or ''}'"
        problems.append(Problem(f"{value!r} is a float, which is not exact", Place(path="value"), expected))
        return None
    try:
        text = str(int(value) if isinstance(value, float) else value)
    except ValueError:  # an int of thousands of digits
        problems.append(Problem("the number is too long", Place(path="value")))
        return None
    try:
        return accept(spec, _plain(spec, text, unit, value))
    except (Refused, InputError) as error:
        problems.extend(problem.within(path="value") for problem in error.problems)
        return None


def _plain(spec: FactSpec, text: str, unit: Any, value: Any) -> Any:
    if spec.kind is Kind.BOOL:
        words = {"true": True, "false": False, "是": True, "否": False, "yes": True, "no": False}
        return words.get(text.lower(), value)
    if spec.kind is Kind.DATE:
        return text
    whole = f"{text}{unit or ''}"
    if spec.fact.unit == "%" and "%" not in whole:
        raise InputError(
            Problem(f"'{whole}' is no percentage", expected="a number with its sign, such as 80%")
        )
    if spec.is_count:
        quantity = Quantity.parse(whole if not _DIGITS.fullmatch(whole) else f"{whole}{spec.fact.unit or ''}")
        if spec.unit is not None and not quantity.unit.same_kind(spec.unit):
            raise InputError(Problem(f"'{whole}' is not in {spec.unit}", expected=f"a number in {spec.unit}"))
        return quantity.number
    return whole


def _period(data: Mapping[str, Any], problems: list[Problem]) -> Period | None:
    on, year = data.get("on"), data.get("year")
    try:
        if on is not None and year is not None:
            raise InputError(Problem("both 'on' and 'year'", expected="one of them"))
        if isinstance(on, date):
            return Period(date(on.year, on.month, on.day), date(on.year, on.month, on.day))
        if on is not None:
            first, dots, last = str(on).partition("..")
            return Period(parse_date(first), parse_date(last if dots else first))
        found = None if year is None else _YEAR.fullmatch(str(year))
        if found is not None and found[1] != "0000":
            return Period(date(int(found[1]), 1, 1), date(int(found[1]), 12, 31))
        what = f"'{year}' is no year" if year is not None else "neither 'on' nor 'year'"
        raise InputError(
            Problem(what, expected="a day (2017-12-31), a period (2017-01-01..2017-12-31) or a year (2017)")
        )
    except InputError as error:
        problems.extend(problem.within(path="on" if on is not None else "year") for problem in error.problems)
        return None


def _without_clashes(good: list[Observation], rejected: list[Rejected], file: str | None) -> Observations:
    """Rows that say the same thing twice, or of overlapping periods, are rejected: nobody can tell which is right."""
    series: dict[tuple[str, str, str], list[Observation]] = {}
    for one in good:
        series.setdefault((one.level, one.area, one.indicator), []).append(one)
    clashing: dict[int, Problem] = {}
    for same in series.values():
        ordered = sorted(same, key=lambda one: (one.period.start or one.day, one.day))
        # The row that reaches furthest so far, not only the one just before.
        earlier = ordered[0]
        for later in ordered[1:]:
            if later.period.start is not None and earlier.day >= later.period.start:
                for mine, other in ((earlier, later), (later, earlier)):
                    what = "the same" if mine.period == other.period else "an overlapping"
                    text = f"{mine.indicator} of {mine.area} has {what} period ({mine.period}) in row {other.row}"
                    clashing.setdefault(mine.row, Problem(text, Place(file, mine.row)))
            earlier = max(earlier, later, key=lambda one: one.day)
    kept = tuple(one for one in good if one.row not in clashing)
    refused = [Rejected(one.row, _as_row(one), (clashing[one.row],)) for one in good if one.row in clashing]
    return Observations(kept, tuple(sorted([*rejected, *refused], key=lambda one: one.row)))


def _as_row(one: Observation) -> dict[str, Any]:
    return {
        "level": one.level,
        "area": one.area,
        "indicator": one.indicator,
        "value": str(one.value),
        "on": str(one.period),
    }


def indicators(level: str) -> Iterator[FactSpec]:
    """Every indicator of a level, in the dictionary's order. Raises UnknownNameError for a level that does not exist."""
    if level not in LEVELS:
        raise UnknownNameError("level", level, list(LEVELS))
    return (
        spec
        for spec in facts_of(ENTITIES[level]).values()
        if spec.kind in (Kind.NUMBER, Kind.BOOL, Kind.DATE)
    )
