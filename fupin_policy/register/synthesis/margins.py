"""The totals solved: how many rows there are of every kind, in whole numbers that meet all printed totals.

A *class* is a set of rows alike in everything that is counted: stratum, parts of the splits, size, marks.
Strata and splits are shared out by largest remainder; within them it is chance who is marked.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
from attrs import evolve, frozen

from fupin_policy.problems import InputError, Place, Problem
from fupin_policy.register.synthesis.apportion import apportion, nearest_whole, sizes_for
from fupin_policy.register.synthesis.recipe import LaidDown, Mark, Option, Population, Split
from fupin_policy.register.tables import Array

__all__ = ["MOST_ROWS", "Classes", "factor_for", "solve"]

MOST_ROWS = 300_000_000
"""Rows a register may have: what numpy can draw from without replacement."""


@frozen
class _Part:
    """Rows alike in their labels: how many, and the members in them."""

    labels: tuple[int, ...]
    rows: int
    members: int

    @property
    def stratum(self) -> int:
        return self.labels[0]


@frozen(eq=False)
class Classes:
    """All classes of a register: ``rows`` of each, its position in every label, its size, its marks.

    ``marked`` holds for each mark how many members have it; a mark of rows alone has 1 or 0.
    """

    rows: Array
    labels: Mapping[str, Array]
    sizes: Array
    marked: Mapping[str, Array]

    @property
    def total(self) -> int:
        """All rows."""
        return int(self.rows.sum())


def factor_for(population: Population, *, scale: Fraction = Fraction(1), rows: int | None = None) -> Fraction:
    """By how much every printed total is multiplied: the recipe's factor times ``scale``, or what gives ``rows``."""
    if rows is None:
        return population.factor * scale
    return Fraction(rows) / sum((one.rows.value for one in population.strata), Fraction(0))


def solve(population: Population, factor: Fraction, seed: np.random.SeedSequence) -> Classes:
    """The classes of a register in which every printed total stands times ``factor``.

    Totals that this leaves broken go to the nearest whole number. Raises InputError, with the place in the
    recipe, where totals cannot be met together.
    """
    parts = _strata(population, factor)
    for split in population.splits:
        parts = _split(parts, split, population, factor)
    classes = _sized(parts, population)
    rng = np.random.Generator(np.random.PCG64(seed))
    for mark in population.marks:
        classes = _marked(classes, mark, population, factor, rng)
    return classes


def _refuse(what: str, place: Place, expected: str | None = None) -> InputError:
    return InputError(Problem(what, place, expected))


def _strata(population: Population, factor: Fraction) -> list[_Part]:
    printed = [stratum.rows.value for stratum in population.strata]
    total = nearest_whole(sum(printed, Fraction(0)) * factor)
    if not 1 <= total <= MOST_ROWS:
        raise _refuse(f"a register of {total} rows", population.place, f"1 to {MOST_ROWS} rows")
    rows = apportion(total, printed)
    if not population.sizes:
        return [_Part((i,), n, 0) for i, n in enumerate(rows)]
    people = [_value(stratum.members) for stratum in population.strata]
    most = [population.sizes[stratum.name].most for stratum in population.strata]
    wanted = nearest_whole(sum(people, Fraction(0)) * factor)
    high = [n * m for n, m in zip(rows, most, strict=True)]
    if factor.denominator == 1:
        for i, stratum in enumerate(population.strata):
            own = nearest_whole(people[i] * factor)
            if not rows[i] <= own <= high[i]:
                place = stratum.members.place if stratum.members else population.place
                raise _refuse(
                    f"{own} members do not go into {rows[i]} rows of '{stratum.name}'",
                    place,
                    f"{rows[i]} to {high[i]}",
                )
    wanted = min(max(wanted, sum(rows)), sum(high))
    members = apportion(wanted, people, rows, high)
    return [_Part((i,), n, m) for i, (n, m) in enumerate(zip(rows, members, strict=True))]


def _value(number: LaidDown | None) -> Fraction:
    return Fraction(0) if number is None else number.value


def _split(parts: list[_Part], split: Split, population: Population, factor: Fraction) -> list[_Part]:
    found: list[_Part] = []
    left = parts
    for position, option in enumerate(split.options[:-1]):
        taken = _taken(left, option, split, population, factor)
        found += [evolve(one, labels=(*one.labels, position)) for one in taken if one.rows]
        left = [
            evolve(one, rows=one.rows - other.rows, members=one.members - other.members)
            for one, other in zip(left, taken, strict=True)
        ]
    last = len(split.options) - 1
    return found + [evolve(one, labels=(*one.labels, last)) for one in left if one.rows]


def _taken(
    parts: list[_Part], option: Option, split: Split, population: Population, factor: Fraction
) -> list[_Part]:
    """What an option takes of every part."""
    names = [population.strata[part.stratum].name for part in parts]
    whole = [name in option.whole for name in names]
    weights = [Fraction(option.weights.get(name, 0)) for name in names]
    open_ = [i for i in range(len(parts)) if not whole[i] and weights[i] > 0]
    taken = [part if whole[i] else evolve(part, rows=0, members=0) for i, part in enumerate(parts)]
    if option.rows is None and option.members is None:
        return taken
    exact = factor.denominator == 1
    where = f"'{split.name}', '{option.name}'"

    def rest(printed: LaidDown, fixed: int, most: int) -> int:
        wanted = nearest_whole(printed.value * factor) - fixed
        if exact and not 0 <= wanted <= most:
            raise _refuse(
                f"{where}: {wanted + fixed} cannot be taken", printed.place, f"{fixed} to {fixed + most}"
            )
        return min(max(wanted, 0), most)

    own = [parts[i] for i in open_]
    held = [weights[i] for i in open_]
    most_rows, most_members = sum(one.rows for one in own), sum(one.members for one in own)
    members = None
    if option.members is not None:
        members = rest(option.members, sum(one.members for one in taken), most_members)
    if option.rows is not None:
        rows = rest(option.rows, sum(one.rows for one in taken), most_rows)
    elif members:
        # Without a number of rows they are as large as the rows they are taken from.
        heads = sum((w * one.members for w, one in zip(held, own, strict=True)), Fraction(0))
        count = sum((w * one.rows for w, one in zip(held, own, strict=True)), Fraction(0))
        rows = max(1, nearest_whole(members * count / heads))
    else:
        rows = 0
    shares = apportion(rows, [w * one.rows for w, one in zip(held, own, strict=True)], None, [p.rows for p in own])
    if members is None:
        people = [_share(one, n, population) for one, n in zip(own, shares, strict=True)]
    else:
        people = _placed(own, shares, members, population, exact, where, option.place)
    for i, n, m in zip(open_, shares, people, strict=True):
        taken[i] = evolve(parts[i], rows=n, members=m)
    return taken


def _bounds(part: _Part, rows: int, population: Population) -> tuple[int, int]:
    """The members that a number of rows of a part can have, so that the rows left can hold the others."""
    if not population.sizes:
        return 0, 0
    most = population.sizes[population.strata[part.stratum].name].most
    left = part.rows - rows
    return max(rows, part.members - most * left), min(most * rows, part.members - left)


def _share(part: _Part, rows: int, population: Population) -> int:
    """The members of a number of rows of a part where no total is printed: as many as go with them."""
    low, high = _bounds(part, rows, population)
    even = nearest_whole(Fraction(part.members * rows, part.rows)) if part.rows else 0
    return min(max(even, low), high)


def _placed(
    own: list[_Part],
    shares: list[int],
    members: int,
    population: Population,
    exact: bool,
    where: str,
    place: Place,
) -> list[int]:
    bounds = [_bounds(one, n, population) for one, n in zip(own, shares, strict=True)]
    low, high = [least for least, _ in bounds], [most for _, most in bounds]
    if not sum(low) <= members <= sum(high):
        if exact:
            raise _refuse(
                f"{where}: {members} members do not go into {sum(shares)} rows",
                place,
                f"{sum(low)} to {sum(high)}",
            )
        members = min(max(members, sum(low)), sum(high))
    even = [Fraction(one.members * n, one.rows) if one.rows else 0 for one, n in zip(own, shares, strict=True)]
    return apportion(members, even, low, high)


def _sized(parts: list[_Part], population: Population) -> Classes:
    names = ("stratum", *(split.name for split in population.splits))
    found: list[tuple[tuple[int, ...], int, int]] = []
    for part in parts:
        if not population.sizes:
            found.append((part.labels, 0, part.rows))
            continue
        shape = population.sizes[population.strata[part.stratum].name]
        counts = sizes_for(part.rows, part.members, shape.weights)
        found += [(part.labels, size, count) for size, count in enumerate(counts, 1) if count]
    labels = np.array([labels for labels, _, _ in found], dtype=np.int64).reshape(len(found), len(names))
    return Classes(
        np.array([count for _, _, count in found], dtype=np.int64),
        {name: labels[:, i] for i, name in enumerate(names)},
        np.array([size for _, size, _ in found], dtype=np.int64),
        {},
    )


def _marked(
    classes: Classes, mark: Mark, population: Population, factor: Fraction, rng: np.random.Generator
) -> Classes:
    labels = population.labels()
    can = np.ones(len(classes.rows), dtype=bool)
    for name, options in mark.among.items():
        can &= np.isin(classes.labels[name], [labels[name].index(option) for option in options])
    free = np.where(can, classes.rows, 0)
    has = free if mark.rows is None else _chosen(classes, free, mark, population, factor, rng)
    extra = np.zeros_like(has)
    if mark.members is not None:
        room = has * (classes.sizes - 1)
        wanted = nearest_whole(mark.members.value * factor) - int(has.sum())
        if factor.denominator == 1 and not 0 <= wanted <= int(room.sum()):
            raise _refuse(
                f"'{mark.name}': {wanted + int(has.sum())} members are not among {int(has.sum())} rows",
                mark.members.place,
                f"{int(has.sum())} to {int(has.sum() + room.sum())}",
            )
        extra = _drawn(rng, room, min(max(wanted, 0), int(room.sum())))
    return _divided(classes, mark.name, has, extra)


def _chosen(
    classes: Classes,
    free: Array,
    mark: Mark,
    population: Population,
    factor: Fraction,
    rng: np.random.Generator,
) -> Array:
    """The rows of each class that are marked: shared out over the strata, by chance within each."""
    assert mark.rows is not None
    strata = range(len(population.strata))
    rows = [int(free[classes.labels["stratum"] == i].sum()) for i in strata]
    weights = [n * mark.weights.get(one.name, 0) for n, one in zip(rows, population.strata, strict=True)]
    total = nearest_whole(mark.rows.value * factor)
    most = sum(rows)
    if factor.denominator == 1 and total > most:
        raise _refuse(f"'{mark.name}': {total} rows are more than there are", mark.place, f"at most {most}")
    shares = apportion(min(total, most), weights, None, rows)
    has = np.zeros_like(free)
    for i in strata:
        inside = classes.labels["stratum"] == i
        has[inside] = _drawn(rng, free[inside], shares[i])
    return has


def _drawn(rng: np.random.Generator, there: Array, number: int) -> Array:
    """So many drawn without replacement from what is there of each kind."""
    if number == 0 or not len(there):
        return np.zeros_like(there)
    return rng.multivariate_hypergeometric(there, number, method="marginals")


def _divided(classes: Classes, name: str, has: Array, extra: Array) -> Classes:
    """Every class divided by how many marks its rows have: none, or evenly as many as come to the extra ones."""
    more = np.divmod(extra, np.maximum(has, 1))
    pieces = [
        (classes.rows - has, np.zeros_like(has)),
        (has - more[1], 1 + more[0]),
        (more[1], 2 + more[0]),
    ]
    keep = [np.flatnonzero(rows) for rows, _ in pieces]
    at = np.concatenate(keep)
    return Classes(
        np.concatenate([rows[k] for (rows, _), k in zip(pieces, keep, strict=True)]),
        {label: values[at] for label, values in classes.labels.items()},
        classes.sizes[at],
        {known: values[at] for known, values in classes.marked.items()}
        | {name: np.concatenate([marks[k] for (_, marks), k in zip(pieces, keep, strict=True)])},
    )
