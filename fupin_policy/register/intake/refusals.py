"""What was refused of a register: rows with their reasons, in the words in which an entity refuses a fact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from attrs import evolve, frozen

from fupin_policy.problems import InputError, Place, Problem
from fupin_policy.register.intake.arrays import valid_of
from fupin_policy.register.tables import Array, pack, unpack

__all__ = ["Refused", "less", "reason_of", "refused_by", "without"]


@frozen(eq=False)
class Refused:
    """Rows of a column that are refused, and the reason of each."""

    rows: Array
    reasons: Sequence[str]

    @classmethod
    def none(cls) -> Refused:
        """No row at all."""
        return cls(np.zeros(0, np.int64), ())


def reason_of(problems: Iterable[Problem]) -> str:
    """The problems of one value in one line, without their places.

    >>> reason_of([Problem("a lie", Place(path="members[0]")), Problem("a float", expected="text")])
    'a lie; a float; expected text'
    """
    return "; ".join(str(evolve(problem, place=Place())) for problem in problems)


def refused_by(rows: Array, values: Iterable[Any], accept: Callable[[Any], object]) -> Refused:
    """The rows with the words in which ``accept`` refuses their values: each distinct value is asked of once.

    >>> refused_by(np.array([3]), ["x"], int)
    Traceback (most recent call last):
    ...
    ValueError: invalid literal for int() with base 10: 'x'
    """
    known: dict[Any, str] = {}
    reasons = []
    for value in values:
        if value not in known:
            try:
                accept(value)
            except InputError as error:
                known[value] = reason_of(error.problems)
            else:
                raise AssertionError(f"{value!r} was refused as part of a column, and is good by itself")
        reasons.append(known[value])
    return Refused(rows, reasons)


def without(values: pa.Array, codes: Array, reasons: Mapping[int, str]) -> tuple[Array | None, Refused]:
    """Where values are known that are not refused, and the rows of those that are, by the place of their value."""
    valid = valid_of(values)
    if not reasons:
        return valid, Refused.none()
    bad = np.isin(codes, list(reasons))
    if valid is not None:
        bad &= unpack(valid, len(values))
    rows = np.flatnonzero(bad)
    return less(valid, bad), Refused(rows, [reasons[code] for code in codes[rows].tolist()])


def less(valid: Array | None, bad: Array) -> Array | None:
    """Validity without some rows."""
    if not bad.any():
        return valid
    return pack(~bad if valid is None else unpack(valid, len(bad)) & ~bad)
