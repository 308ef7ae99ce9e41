"""Identifiers of many rows: which are repeated, and which row has one."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fupin_policy.register.intake.arrays import is_text
from fupin_policy.register.tables import Array

__all__ = ["digests", "elsewhere", "places", "places_within", "repeats", "texts"]


def texts(values: pa.Array) -> pa.Array:
    """Identifiers as text."""
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    return values if is_text(values.type) else values.cast(pa.string())


def repeats(values: pa.Array, within: Array | None = None) -> tuple[Array, Array]:
    """Rows whose identifier another row has too, and a number for each such identifier.

    ``within`` gives the row above that each row belongs to, where only rows of the same one are looked at.

    >>> repeats(pa.array(["a", "b", None, "a", None]))
    (array([0, 3]), array([0, 0]))
    """
    if _ascends(values, within):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    keys = _mixed(values)
    if within is not None:
        keys = keys ^ (within.astype(np.uint64) + np.uint64(1)) * _PRIME
    ordered = np.sort(keys)
    alike = ordered[1:][ordered[1:] == ordered[:-1]]
    suspects = np.flatnonzero(np.isin(keys, alike)) if len(alike) else np.zeros(0, np.int64)
    if values.null_count:
        suspects = suspects[values.is_valid().to_numpy(zero_copy_only=False)[suspects]]
    if not len(suspects):
        return suspects, suspects
    # The keys only say which rows are worth a look.
    codes = texts(values.take(pa.array(suspects))).dictionary_encode().indices.to_numpy().astype(np.int64)
    if within is not None:
        codes = np.unique(np.stack([within[suspects], codes]), axis=1, return_inverse=True)[1].ravel()
    often = np.bincount(codes) > 1
    return suspects[often[codes]], codes[often[codes]]


# So many rows are looked at together that what is worked out of them stays near the processor.
_BLOCK = 1 << 16


def _ascends(values: pa.Array, within: Array | None = None) -> bool:
    """Whether identifiers are all there and each comes after the one before: as a number, as text, or as text with
    the shorter first. With ``within``, whether those of each row above do, and these stand in order.
    """
    if values.null_count or pa.types.is_dictionary(values.type):
        return False
    return any(
        all(
            pc.all(_comes_after(values, start, within, by_length)).as_py()
            for start in range(0, len(values) - 1, _BLOCK)
        )
        for by_length in ([False, True] if is_text(values.type) else [False])
    )


def _comes_after(values: pa.Array, start: int, within: Array | None, by_length: bool) -> pa.Array:
    """For the rows of a block whether the next identifier comes after theirs."""
    after = values.slice(start + 1, _BLOCK)
    before = values.slice(start, len(after))
    found = pc.less(before, after)
    if by_length:
        short, long = pc.binary_length(before), pc.binary_length(after)
        found = pc.or_(pc.less(short, long), pc.and_(pc.equal(short, long), found))
    if within is not None:
        above = within[start : start + len(after) + 1]
        next_row, same_row = above[1:] > above[:-1], above[1:] == above[:-1]
        found = pc.or_(pa.array(next_row), pc.and_(pa.array(same_row), found))
    return found


_PRIME = np.uint64(0x9E3779B97F4A7C15)


def _mixed(values: pa.Array) -> Array:
    """A number of 64 bits for each identifier, the same for equal ones and hardly ever for others."""
    if pa.types.is_integer(values.type):
        return np.asarray(values.fill_null(0).to_numpy(zero_copy_only=False)).astype(np.uint64)
    values = texts(values).cast(pa.large_string())
    rows = len(values)
    keys = np.zeros(rows, np.uint64)
    if not rows or values.buffers()[2] is None:
        return keys
    ends = np.frombuffer(values.buffers()[1], np.int64, rows + 1, values.offset * 8)
    text = np.frombuffer(values.buffers()[2], np.uint8)
    for start in range(0, rows, _BLOCK):
        keys[start : start + _BLOCK] = _mixed_text(text, ends[start : start + _BLOCK + 1])
    return keys


def _mixed_text(signs: Array, ends: Array) -> Array:
    """The same for texts that lie one after another."""
    first, last = int(ends[0]), int(ends[-1])
    text = np.zeros(last - first + 8, np.uint8)
    text[: last - first] = signs[first:last]
    words = np.ndarray(last - first + 1, np.uint64, text.data, strides=(1,))  # eight bytes from each byte on
    starts, lengths = ends[:-1] - first, np.diff(ends)
    keys = lengths.astype(np.uint64)
    for at in range(0, int(lengths.max(initial=0)), 8):
        left = np.clip(lengths - at, 0, 8)
        word = words[np.minimum(starts + at, last - first)]
        word = np.where(left > 0, word << _SHIFTS[left], np.uint64(0))
        keys = (keys ^ word) * _PRIME
        keys ^= keys >> np.uint64(29)
    return keys


# The first bytes of a word stand in its low end: what follows the text is shifted out.
_SHIFTS = np.array([0, *(64 - 8 * count for count in range(1, 9))], np.uint64)


def places(wanted: pa.Array, known: pa.Array) -> Array:
    """For each identifier the first row that has it among those known, -1 where none has.

    >>> places(pa.array(["b", "b", None, "c"]), pa.array(["a", "b"]))
    array([ 1,  1, -1, -1])
    """
    wanted, known = _alike(wanted, known)
    if not len(wanted):
        return np.zeros(0, np.int64)
    # Rows that belong together mostly stand together: each run is looked for once.
    change = pc.fill_null(pc.not_equal(wanted.slice(1), wanted.slice(0, len(wanted) - 1)), True)
    starts = np.flatnonzero(np.r_[True, change.to_numpy(zero_copy_only=False)])
    runs = wanted.take(pa.array(starts))
    if runs.equals(known) and _ascends(known):
        rows = np.arange(len(known))
    else:
        found = pc.index_in(runs, value_set=known, skip_nulls=True)
        rows = found.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    return np.repeat(rows, np.diff(np.r_[starts, len(wanted)]))


def places_within(wanted: pa.Array, cases: Array, known: pa.Array, known_cases: Array) -> Array:
    """The same where each identifier is of a case, and so is each of those known; of few identifiers among many.

    >>> places_within(pa.array(["a", "a"]), np.array([1, 2]), pa.array(["a", "a"]), np.array([0, 1]))
    array([ 1, -1])
    """
    wanted, known = _alike(wanted, known)
    rows = np.flatnonzero(pc.is_in(known, value_set=pc.unique(wanted)).to_numpy(zero_copy_only=False))
    first: dict[tuple[object, int], int] = {}
    of = zip(known.take(pa.array(rows)).to_pylist(), known_cases[rows].tolist(), strict=True)
    for row, pair in zip(rows.tolist(), of, strict=True):
        first.setdefault(pair, row)
    pairs = zip(wanted.to_pylist(), cases.tolist(), strict=True)
    return np.array([first.get(pair, -1) for pair in pairs], np.int64)


def _alike(one: pa.Array, other: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Identifiers of two columns in one type."""
    if pa.types.is_signed_integer(one.type) and pa.types.is_signed_integer(other.type):
        return one.cast(pa.int64()), other.cast(pa.int64())
    one, other = texts(one), texts(other)
    if one.type != other.type:
        one, other = one.cast(pa.large_string()), other.cast(pa.large_string())
    return one, other


def elsewhere(codes: Array, cases: Array) -> Array:
    """For each of some sorted codes the first place of the same code that is of another case, -1 where none is."""
    if not len(codes):
        return codes
    starts = np.flatnonzero(np.r_[True, np.diff(codes) != 0])
    first = np.repeat(starts, np.diff(np.r_[starts, len(codes)]))
    differs = cases != cases[first]
    second = np.minimum.reduceat(np.where(differs, np.arange(len(codes)), len(codes)), starts)
    found = np.where(differs, first, np.repeat(second, np.diff(np.r_[starts, len(codes)])))
    return np.where(found == len(codes), -1, found)


def digests(values: pa.Array) -> Array:
    """A number of 64 bits for each identifier as text, the same for equal ones and hardly ever for others.

    >>> one, other = digests(pa.array(["7", "8"]))
    >>> one == digests(pa.array([7]))[0], one == other
    (np.True_, np.False_)
    """
    return _mixed(texts(values))
