"""Columns of numbers: decimals, whole numbers and text as numerators over one denominator, bounds included."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import gcd, lcm
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fupin_policy.domain.accept import accept
from fupin_policy.domain.facts import FactSpec
from fupin_policy.domain.limits import STORED
from fupin_policy.problems import InputError, Problem
from fupin_policy.register.intake.arrays import beyond, coded, either, is_text, numbers_of, valid_of
from fupin_policy.register.intake.refusals import Refused, less, reason_of, refused_by, without
from fupin_policy.register.intake.schema import Given
from fupin_policy.register.tables import Array, Column, denominator_of, pack, unpack
from fupin_policy.values import Interval, Number, Quantity, exact, parse_number
from fupin_policy.values.intervals import Value, high_of, low_of
from fupin_policy.values.numbers import ungrouped

__all__ = ["FINEST", "column_of_values", "read_number", "value_in"]

FINEST = 12 * 10**6
"""Into how many parts the smallest usual part of a unit may be divided in turn: finer numbers are refused."""

LOW, HIGH, LOW_OPEN, HIGH_OPEN = 1, 2, 4, 8
"""What ``Column.ends`` tells of each row."""


def read_number(given: Given) -> tuple[Column, Refused]:
    """A column of numbers, and the rows that are refused."""
    values = given.values
    if is_text(values.type):
        found = None if given.spec.is_count else _one_unit(given)
        return _by_value(given) if found is None else _whole(*found)
    if pa.types.is_integer(values.type):
        raw, wide = _integers(values)
        return _whole(given, raw, wide, 0)
    if values.type.scale > 18 or values.type.bit_width > 128:
        return _by_value(given)
    if values.type.scale < 0 or values.type.bit_width < 128:
        values = values.cast(pa.decimal128(38, max(0, values.type.scale)))
    raw, wide = _decimals(values)
    if not wide.any():
        return _whole(given, raw, wide, values.type.scale)
    # So many places leave little room before the point: mostly they are noughts.
    narrow = _with_fewer_places(values)
    if narrow is None:
        return _by_value(given)
    return _whole(given, *_decimals(narrow), narrow.type.scale)


_FEW = 4


def _with_fewer_places(values: pa.Array) -> pa.Array | None:
    """Decimals with few places that all fit into 64 bits; None where that is not the same numbers."""
    try:
        found = values.cast(pa.decimal128(38, min(_FEW, values.type.scale)))
    except pa.ArrowInvalid:
        return None
    return None if _decimals(found)[1].any() else found


def _integers(values: pa.Array) -> tuple[Array, Array]:
    """Whole numbers as int64, and where they leave its range."""
    if pa.types.is_int64(values.type):
        raw = numbers_of(values, np.int64)
        return raw, np.zeros(0, bool)
    if pa.types.is_uint64(values.type):
        raw = numbers_of(values, np.int64)
        return raw, raw < 0
    return numbers_of(values, values.type.to_pandas_dtype()).astype(np.int64), np.zeros(0, bool)


def _decimals(values: pa.Array) -> tuple[Array, Array]:
    """The digits of decimals as int64, and where they leave its range."""
    if len(values) == 0:
        return np.zeros(0, np.int64), np.zeros(0, bool)
    halves = np.frombuffer(values.buffers()[1], np.int64, 2 * len(values), values.offset * 16)
    low, high = halves[0::2], halves[1::2]
    wide = high != (low >> 63)
    return np.ascontiguousarray(low), wide if wide.any() else np.zeros(0, bool)


_NUMBER_AND_UNIT = r"^(?P<number>[+-]?[0-9]{1,15}(?:\.[0-9]{1,6})?)(?P<unit>[^0-9./:~][^0-9:~]*)?$"

_GROUPED = (
    r"^[+-]?[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:，[0-9]{3})+)(?:\.[0-9]+)?(?:[^0-9.,，/:~][^0-9,，:~]*)?$"
)


def _one_unit(given: Given) -> tuple[Given, Array, Array, int] | None:
    """Text whose numbers all have the same unit, or none, as numbers in it; None where it is not so simple."""
    texts = given.values.dictionary_decode() if pa.types.is_dictionary(given.values.type) else given.values
    commas = pc.match_substring_regex(texts, "[,，]")
    if pc.any(commas).as_py():
        if not pc.all(pc.or_(pc.invert(commas), pc.match_substring_regex(texts, _GROUPED))).as_py():
            return None
        texts = pc.replace_substring_regex(texts, "[,，]", "")
    parts = pc.extract_regex(texts, _NUMBER_AND_UNIT)
    if parts.null_count > texts.null_count:
        return None
    numbers, units = parts.flatten()
    distinct = pc.unique(units.drop_null()).to_pylist()
    if len(distinct) != 1:
        return None
    unit, scale = given.unit, given.scale
    if distinct[0]:
        try:
            one = Quantity.parse(f"1{distinct[0]}")
        except InputError:
            return None
        if given.spec.unit is None or not one.unit.same_kind(given.spec.unit) or not one.is_exact:
            return None
        unit, scale = one.unit, exact(low_of(one.value) or 0)
    values = pc.replace_substring(numbers, "+", "").cast(pa.decimal128(38, 6))
    raw, wide = _decimals(values)
    if wide.any():
        return None
    return Given(given.name, given.key, given.spec, values, unit, scale), raw, wide, 6


# --- numbers that are exactly known -----------------------------------------------------------------


def _whole(given: Given, raw: Array, wide: Array, places: int) -> tuple[Column, Refused]:
    """The column of ``raw`` numbers in ten to the power of ``places`` parts of one in the column's unit."""
    spec, base = given.spec, denominator_of(given.spec)
    one = Fraction(given.scale) / 10**places
    parts = Fraction(one * base).denominator
    if parts >= 2**62:
        return _by_value(given)
    valid = valid_of(given.values)
    low, high = _least_and_most(spec, one)
    bad: Array | None = wide if len(wide) else None
    more = 1
    if parts != 1 and (spec.is_count or (spec.unit is not None and spec.unit.is_money)):
        bad = either(bad, raw % parts != 0)
    elif parts != 1:
        bad = either(bad, beyond(raw, low, high))
        if FINEST % parts:
            bad = either(bad, FINEST % (parts // np.gcd(raw, parts)) != 0)
        counted = raw if bad is None else np.where(bad, 0, raw)
        counted = counted if valid is None else np.where(unpack(valid, len(raw)), counted, 0)
        common = int(np.gcd.reduce(counted)) if len(raw) else 0
        more = parts // gcd(parts, common)
    factor = one * base * more
    most = min(STORED * factor.denominator // factor.numerator, 2**63 - 1)
    bad = either(bad, beyond(raw, max(low, -most), min(high, most)))
    # Numbers that are not known are no matter, but that they can be calculated with.
    values = raw if bad is None else np.where(bad, 0, raw)
    values = values if factor.denominator == 1 else values // factor.denominator
    values = values if factor.numerator == 1 else values * factor.numerator
    refused = bad if bad is None or valid is None else bad & unpack(valid, len(raw))
    if refused is None or not refused.any():
        return Column(values, valid, base * more), Refused.none()
    rows = np.flatnonzero(refused)
    cells = given.values.take(pa.array(rows)).to_pylist()
    told = refused_by(rows, cells, lambda value: _refuse(given, value, base * more))
    return Column(values, less(valid, refused), base * more), told


def _least_and_most(spec: FactSpec, one: Fraction) -> tuple[int, int]:
    """The range of a fact counted in ``one`` of what its column is counted in, as far as int64 goes."""
    scale = Fraction(1 if spec.unit is None else spec.unit.scale)
    least, most = spec.limits
    low, high = -int(-least * scale // one), int(most * scale // one)
    return max(low, -(2**63)), min(high, 2**63 - 1)


def _refuse(given: Given, value: Any, denominator: int) -> None:
    """Raise InputError for a number that is refused, in the words in which an entity refuses it."""
    found = value_in(given, value)
    if _is_fine(found, denominator_of(given.spec)):
        shown = Quantity(found, given.unit) if given.unit is not None else found
        raise InputError(_too_large(shown, given.spec, denominator))
    raise InputError(_too_fine(value, given.spec))


def value_in(given: Given, value: Any) -> Value:
    """The value of a fact in base scale that a cell tells. Raises InputError where it is refused."""
    spec = given.spec
    if isinstance(value, str):
        value = ungrouped(value)
        try:
            value = parse_number(value)
        except InputError:
            pass
        else:
            value = exact(value)
    number = isinstance(value, (int, Decimal, Fraction))
    if spec.is_count:
        scale = 1 if spec.unit is None else spec.unit.scale
        if number:
            told: Any = exact(exact(value) * Fraction(given.scale) / scale)
            told = told if isinstance(told, int) else value
        else:
            told = _count_of(spec, value, scale)
        return exact(accept(spec, told) * scale)
    if number:
        assert given.unit is not None
        value = Quantity(exact(exact(value) * Fraction(given.scale)), given.unit)
    accepted = accept(spec, value)
    assert isinstance(accepted, Quantity)
    return accepted.value


def _count_of(spec: FactSpec, text: str, scale: Number) -> Any:
    """A count told as text with its unit; the text itself where it is none."""
    try:
        found = Quantity.parse(text)
    except InputError:
        return text
    fits = spec.unit is not None and found.unit.same_kind(spec.unit) and found.is_exact
    number = exact(Fraction(low_of(found.value) or 0) / scale) if fits else None
    return number if isinstance(number, int) else text


def _ends(value: Value) -> list[Number]:
    return [end for end in (low_of(value), high_of(value)) if end is not None]


def _is_fine(value: Value, base: int) -> bool:
    return all(FINEST % Fraction(end * base).denominator == 0 for end in _ends(value))


def _too_fine(value: object, spec: FactSpec) -> Problem:
    return Problem(
        f"'{value}' has too many decimals", expected=f"at most ten decimals of {spec.unit or 'one'}"
    )


def _too_large(value: object, spec: FactSpec, denominator: int) -> Problem:
    """Why a number that is within its limits cannot stand in a column with others that are very fine."""
    scale = Fraction(1 if spec.unit is None else spec.unit.scale)
    most = int(Fraction(STORED, denominator) / scale)
    return Problem(
        f"'{value}' is too large beside the finest numbers of its column",
        expected=f"at most {most}{spec.unit or ''}, or fewer decimals in the column",
    )


# --- numbers of which bounds may be all that is known ------------------------------------------------


def _by_value(given: Given) -> tuple[Column, Refused]:
    """A column whose distinct values are read one by one."""
    codes, distinct = coded(given.values)
    found: list[Value | None] = [None] * max(1, len(distinct))
    reasons: dict[int, str] = {}
    valid = valid_of(given.values)
    used = np.unique(codes if valid is None else codes[unpack(valid, len(codes))])
    for place in used.tolist():
        try:
            found[place] = value_in(given, distinct[place])
        except InputError as error:
            reasons[place] = reason_of(error.problems)
    column, large = column_of_values(given.spec, found)
    for place, problem in large.items():
        reasons[place] = reason_of([problem])
    valid, refused = without(given.values, codes, reasons)
    values = column.values[codes]
    if column.high is None:
        return Column(values, valid, column.denominator), refused
    assert column.ends is not None
    known = (
        column.ends[codes]
        if valid is None
        else np.where(unpack(valid, len(codes)), column.ends[codes], np.uint8(0))
    )
    return Column(values, None, column.denominator, column.high[codes], known), refused


def column_of_values(spec: FactSpec, values: Sequence[Value | None]) -> tuple[Column, dict[int, Problem]]:
    """Values in base scale as a column, None where one is not known, and what is wrong with those it cannot hold."""
    base = denominator_of(spec)
    wrong: dict[int, Problem] = {}
    kept = list(values)
    for place, value in enumerate(values):
        if value is not None and not _is_fine(value, base):
            wrong[place], kept[place] = _too_fine(_shown(spec, value), spec), None
    ends = [Fraction(end) for one in kept if one is not None for end in _ends(one)]
    denominator = lcm(base, *(end.denominator for end in ends))
    for place, value in enumerate(kept):
        if value is not None and any(abs(Fraction(end)) * denominator > STORED for end in _ends(value)):
            wrong[place], kept[place] = _too_large(_shown(spec, value), spec, denominator), None
    lows = np.array([0 if one is None else _numerator(low_of(one), denominator) for one in kept], np.int64)
    highs = np.array([0 if one is None else _numerator(high_of(one), denominator) for one in kept], np.int64)
    if not any(isinstance(one, Interval) for one in kept):
        known = np.array([one is not None for one in kept], bool)
        return Column(lows, None if known.all() else pack(known), denominator), wrong
    marks = np.array([_marks(one) for one in kept], np.uint8)
    return Column(lows, None, denominator, highs, marks), wrong


def _numerator(end: Number | None, denominator: int) -> int:
    return 0 if end is None else int(end * denominator)


def _marks(value: Value | None) -> int:
    if value is None:
        return 0
    if not isinstance(value, Interval):
        return LOW | HIGH
    low, high = value.low is not None, value.high is not None
    marks = {LOW: low, HIGH: high, LOW_OPEN: low and value.low_open, HIGH_OPEN: high and value.high_open}
    return sum(mark for mark, holds in marks.items() if holds)


def _shown(spec: FactSpec, value: Value) -> object:
    return value if spec.unit is None else Quantity(value, spec.unit)
