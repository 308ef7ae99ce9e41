"""From a column of Arrow to a column of a register, or to the rows whose values are refused.

A value is good here exactly where :func:`fupin_policy.domain.accept.accept` takes it; that function also gives the
words in which the others are refused.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fupin_policy.assess.checks import PAST, late
from fupin_policy.domain.accept import accept
from fupin_policy.domain.facts import FactSpec, Kind
from fupin_policy.domain.limits import MAX_TEXT
from fupin_policy.problems import InputError, Problem
from fupin_policy.register.days import counted, day_of
from fupin_policy.register.intake.amounts import read_number
from fupin_policy.register.intake.arrays import beyond, bits_of, coded, either, is_text, numbers_of, valid_of
from fupin_policy.register.intake.refusals import Refused, less, reason_of, refused_by, without
from fupin_policy.register.intake.schema import Given
from fupin_policy.register.tables import Array, Column, pack, unpack
from fupin_policy.values.dates import read_day

__all__ = ["read", "read_text"]


def read(given: Given, on: date) -> tuple[Column | None, Refused]:
    """A column as a register holds it, and the rows that are refused, which are not known in it.

    Text that is no code (names, divisions) is checked only: no column comes of it, nor of one without any value.
    """
    if given.values.null_count == len(given.values):
        return None, Refused.none()
    match given.spec.kind:
        case Kind.NUMBER:
            return read_number(given)
        case Kind.TEXT:
            return None, read_text(given.spec, given.values)
        case Kind.DATE:
            return _days(given.spec, given.values, on)
        case Kind.BOOL if not is_text(given.values.type):
            bits = bits_of(given.values.buffers()[1], given.values.offset, len(given.values))
            return Column(bits, valid_of(given.values)), Refused.none()
        case Kind.BOOL:
            values, valid, refused = _by_value(given.values, _truth(given.spec), np.uint8)
            return Column(pack(values), valid), refused
    places = {code: place for place, code in enumerate(given.spec.type)}
    values, valid, refused = _by_value(given.values, lambda one: places[accept(given.spec, one)], np.int8)
    return Column(values, valid), refused


def _by_value(
    values: pa.Array, number: Callable[[Any], int], dtype: Any
) -> tuple[Array, Array | None, Refused]:
    """The number that stands for each value, worked out once for each distinct one."""
    codes, distinct = coded(values)
    table = np.zeros(max(1, len(distinct)), dtype)
    reasons: dict[int, str] = {}
    for place, value in enumerate(distinct):
        if value is not None:
            try:
                table[place] = number(value)
            except InputError as error:
                reasons[place] = reason_of(error.problems)
    valid, refused = without(values, codes, reasons)
    as_they_are = codes.dtype == dtype and np.array_equal(table, np.arange(len(table)))
    return codes if as_they_are else table[codes], valid, refused


def _truth(spec: FactSpec) -> Callable[[str], bool]:
    words = {"true": True, "false": False}

    def truth(text: str) -> bool:
        found = words.get(text.lower())
        return bool(accept(spec, text)) if found is None else found

    return truth


# --- days ------------------------------------------------------------------------------------------


def _days(spec: FactSpec, values: pa.Array, on: date) -> tuple[Column, Refused]:
    last = on if spec.name in PAST else None
    if is_text(values.type):

        def number(text: str) -> int:
            return counted(_day(spec, read_day(accept_text(spec, text)), last))

        found, valid, refused = _by_value(values, number, np.int32)
        return Column(found, valid), refused
    days, uneven = _whole_days(values)
    first, end = date(spec.limits[0], 1, 1), date(spec.limits[1], 12, 31)
    end = end if last is None else min(end, last)
    bad = either(uneven, beyond(days, counted(first), counted(end)))
    valid = valid_of(values)
    if bad is not None and valid is not None:
        bad = bad & unpack(valid, len(values))
    if bad is None or not bad.any():
        return Column(days, valid), Refused.none()
    rows = np.flatnonzero(bad)
    times = [False] * len(rows) if uneven is None else uneven[rows].tolist()
    given = zip(days[rows].tolist(), times, strict=True)
    refused = refused_by(rows, given, lambda one: _day(spec, _from_epoch(*one), last))
    return Column(np.where(bad, np.int32(0), days), less(valid, bad)), refused


def accept_text(spec: FactSpec, text: str) -> str:
    """The text of a fact that is read further; refused where it is too long for one."""
    if len(text) > MAX_TEXT:
        accept(spec, text)
    return text


def _day(spec: FactSpec, day: date, last: date | None) -> date:
    accept(spec, day)
    if last is not None and day > last:
        raise InputError(late(day, last))
    return day


def _from_epoch(days: int, uneven: bool) -> date:
    if uneven:
        raise InputError(Problem("a day with a time of day", expected="a day"))
    try:
        return day_of(days)
    except OverflowError:
        raise InputError(Problem(f"{days:+} days from 1970-01-01 is no day of the calendar")) from None


_PER_DAY = {"s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}


def _whole_days(values: pa.Array) -> tuple[Array, Array | None]:
    """Days since 1970, and where a time of day comes with one, None where days have none."""
    if pa.types.is_date32(values.type):
        return numbers_of(values, np.int32), None
    per_day = _PER_DAY["ms" if pa.types.is_date64(values.type) else values.type.unit]
    days, rest = np.divmod(numbers_of(values, np.int64), per_day)
    return np.clip(days, -(2**31), 2**31 - 1).astype(np.int32), rest != 0


# --- text ------------------------------------------------------------------------------------------

# Most text is made of these alone, and no further look at it is needed.
_USUAL = r"^[!-~\x{4e00}-\x{9fff}·]+$"


def _is_plain(values: pa.Array) -> bool:
    """Whether all text of an array is of visible signs of ASCII, and short."""
    lengths = pc.min_max(pc.binary_length(values)).as_py()
    if lengths["min"] is None or lengths["min"] < 1 or lengths["max"] > MAX_TEXT:
        return False
    ends = numbers_of(values, np.int64 if pa.types.is_large_string(values.type) else np.int32)
    last = values.slice(len(values) - 1).buffers()[1]
    width = ends.dtype.itemsize
    stop = int(np.frombuffer(last, ends.dtype, 1, (values.offset + len(values)) * width)[0])
    signs = np.frombuffer(values.buffers()[2], np.uint8)[int(ends[0]) : stop]
    return bool(signs.min() > 0x20 and signs.max() < 0x7F)


def read_text(spec: FactSpec, values: pa.Array) -> Refused:
    """The rows whose text is refused: not printable, with space around it, too long, no code of a division."""
    if pa.types.is_null(values.type) or (pa.types.is_integer(values.type) and spec.fact.check is None):
        return Refused.none()
    if pa.types.is_integer(values.type):
        values = values.cast(pa.string())
    if spec.fact.check is not None or pa.types.is_dictionary(values.type):
        return _by_value(values, lambda text: bool(accept(spec, text)), bool)[2]
    if _is_plain(values):
        return Refused.none()
    usual = pc.and_(
        pc.match_substring_regex(values, _USUAL), pc.less_equal(pc.binary_length(values), MAX_TEXT)
    )
    rows = np.flatnonzero(~usual.fill_null(True).to_numpy(zero_copy_only=False))
    if not len(rows):
        return Refused.none()
    refused = _by_value(values.take(pa.array(rows)), lambda text: bool(accept(spec, text)), bool)[2]
    return Refused(rows[refused.rows], refused.reasons)
