"""Arrays of results as columns of Arrow: verdicts by name, amounts in fen, sets of missing facts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal
from fractions import Fraction
from math import gcd

import numpy as np
import pyarrow as pa

from fupin_policy.register.kernel.gaps import WORD
from fupin_policy.register.kernel.outcomes import VERDICTS
from fupin_policy.register.tables import Array, pack
from fupin_policy.values import Unit

__all__ = ["TOO_FINE", "amount_column", "held", "keys_column", "unfit", "verdict_column"]

TOO_FINE = (
    "an amount comes out finer than the results can hold; "
    "expected at most four decimals in the numbers that it is worked out from"
)
"""Why a case was not worked out whose amounts no column of decimals can tell."""

_EXACT = Context(prec=40)
_PLACES = 18
_NAMES = pa.array([verdict.value for verdict in VERDICTS])


def held(kind: pa.DataType, values: Array, void: Array) -> pa.Array:
    """Values as a column of Arrow that lies where they lie; nothing where ``void``."""
    valid = pa.py_buffer(pack(~void)) if void.any() else None
    return pa.Array.from_buffers(kind, len(void), [valid, pa.py_buffer(values)])


def verdict_column(numbers: Array, void: Array) -> pa.Array:
    """Verdicts by name, held as int8 positions; nothing where ``void``."""
    return pa.DictionaryArray.from_arrays(held(pa.int8(), numbers, void), _NAMES, safe=False)


def amount_column(numerators: Array, denominator: int, unit: Unit, void: Array) -> tuple[pa.Array, str]:
    """Amounts, and the unit they are in: whole fen for money, else the unit itself, with decimals where needed.

    Those that are :func:`unfit` must be among the ``void`` ones.
    """
    parts, rest = _parts(denominator, unit)
    shown = str(unit).replace("元", "分", 1) if unit.is_money else str(unit)
    if rest != 1:
        numerators, parts = numerators // rest, parts / rest
    places = 0
    while (10**places) % parts.numerator:
        places += 1
    factor = 10**places * parts.denominator // parts.numerator
    if places == 0:
        return held(pa.int64(), numerators if factor == 1 else numerators * factor, void), shown
    return _decimals(numerators, factor, places, void), shown


def unfit(numerators: Array, denominator: int, unit: Unit) -> Array | None:
    """Which amounts no decimals can tell, such as a third of a fen; None where there can be none.

    >>> unfit(np.array([1, 3]), 3, Unit.parse("元"))
    array([ True, False])
    """
    _, rest = _parts(denominator, unit)
    return None if rest == 1 else numerators % rest != 0


def _parts(denominator: int, unit: Unit) -> tuple[Fraction, int]:
    """The parts that amounts are counted in, and by what they must be divided for decimals to tell the rest."""
    parts = Fraction(denominator) * (Fraction(1) if unit.is_money else Fraction(unit.scale))
    return parts, parts.numerator // gcd(parts.numerator, 10**_PLACES)


def _decimals(numerators: Array, factor: int, places: int, void: Array) -> pa.Array:
    """Numerators times a factor as decimals with so many places: 128 bits each, the upper half the sign."""
    if factor != 1 and len(numerators) and int(np.abs(numerators).max()) > (2**63 - 1) // factor:
        wide = [Decimal(int(number) * factor).scaleb(-places, _EXACT) for number in numerators]
        return pa.array(wide, pa.decimal128(38, places), mask=void)
    pairs = np.empty((len(numerators), 2), np.int64)
    np.multiply(numerators, factor, out=pairs[:, 0])
    np.right_shift(pairs[:, 0], 63, out=pairs[:, 1])
    return held(pa.decimal128(38, places), pairs, void)


def keys_column(words: Sequence[Array], keys: Sequence[str], void: Array) -> pa.Array:
    """For each row the keys whose bits are set, as a list; nothing where ``void``."""
    # Few cases lack anything: only their words are taken apart, into a row of bits each.
    some = np.flatnonzero(np.logical_or.reduce([word != 0 for word in words]))
    width = min(WORD, len(keys))
    pieces = np.array([word[some] for word in words], "<i8").view(np.uint8).reshape(len(words), len(some), 8)
    bits = np.unpackbits(pieces[:, :, : (width + 7) // 8], axis=2, count=width, bitorder="little")
    truths = np.concatenate(list(bits), axis=1).view(bool)
    counts = np.count_nonzero(truths, axis=1)
    places = np.flatnonzero(truths) - np.repeat(np.arange(len(some)) * truths.shape[1], counts)
    offsets = np.zeros(len(void) + 1, np.int32)
    offsets[some + 1] = counts
    np.cumsum(offsets, out=offsets)
    values = pa.DictionaryArray.from_arrays(places.astype(np.int32), pa.array(list(keys), pa.string()))
    mask = pa.array(void) if void.any() else None
    return pa.ListArray.from_arrays(pa.array(offsets), values, mask=mask)
