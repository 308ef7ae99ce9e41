"""The totals solved: how many rows there are of every kind, in whole numbers that meet all printed totals.

A *class* is a set of rows alike in everything that is counted: stratum, parts of the splits, size, marks.
Strata and splits are shared out by largest remainder; within them it is chance who is marked.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
from attrs import evolve, frozen

from fupin_policy.problems import InputError, Problem
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


@frozen
class _Task:
    """A population to be solved for, each total times ``factor``.

    ``strict``: a total that is then a whole number is met exactly or refused. Otherwise every total is met
    as nearly as the others let it.
    """

    population: Population
    factor: Fraction
    strict: bool

    def wanted(self, total: LaidDown, low: int, high: int, what: str, fixed: int = 0) -> int:
        """A total in this register less what is fixed already, which must lie within bounds."""
        whole = total.value * self.factor
        number = nearest_whole(whole) - fixed
        if self.strict and whole.denominator == 1 and not low <= number <= high:
            raise InputError(
                Problem(
                    f"{what}: {number + fixed} cannot be reached",
                    total.place,
                    f"{low + fixed} to {high + fixed}",
                )
            )
        return min(max(number, low), high)


def solve(
    population: Population, factor: Fraction, seed: np.random.SeedSequence, *, strict: bool = True
) -> Classes:
    """The classes of a register in which every printed total stands times ``factor``.

    Totals that this leaves broken go to the nearest whole number. Raises InputError, with the place in the
    recipe, where totals cannot be met together; unless ``strict``, they are met as nearly as they can be.
    """
    task = _Task(population, factor, strict)
    parts = _strata(task)
    for split in population.splits:
        parts = _split(parts, split, task)
    classes = _sized(parts, population)
    rng = np.random.Generator(np.random.PCG64(seed))
    for mark in population.marks:
        classes = _marked(classes, mark, task, rng)
    return classes


def _strata(task: _Task) -> list[_Part]:
    population, factor = task.population, task.factor
    printed = [stratum.rows.value for stratum in population.strata]
    total = nearest_whole(sum(printed, Fraction(0)) * factor)
    if not 1 <= total <= MOST_ROWS:
        raise InputError(Problem(f"a register of {total} rows", population.place, f"1 to {MOST_ROWS} rows"))
    rows = apportion(total, printed)
    if not population.sizes:
        return [_Part((i,), n, 0) for i, n in enumerate(rows)]
    high = [n * population.sizes[one.name].most for n, one in zip(rows, population.strata, strict=True)]
    people = []
    for i, one in enumerate(population.strata):
        assert one.members is not None
        task.wanted(one.members, rows[i], high[i], f"members of '{one.name}'")
        people.append(one.members.value)
    wanted = nearest_whole(sum(people, Fraction(0)) * factor)
    members = apportion(min(max(wanted, sum(rows)), sum(high)), people, rows, high)
    return [_Part((i,), n, m) for i, (n, m) in enumerate(zip(rows, members, strict=True))]


def _split(parts: list[_Part], split: Split, task: _Task) -> list[_Part]:
    found: list[_Part] = []
    left = parts
    for position, option in enumerate(split.options[:-1]):
        taken = _taken(left, option, f"'{split.name}', '{option.name}'", task)
        found += [evolve(one, labels=(*one.labels, position)) for one in taken if one.rows]
        left = [
            evolve(one, rows=one.rows - other.rows, members=one.members - other.members)
            for one, other in zip(left, taken, strict=True)
        ]
    last = len(split.options) - 1
    return found + [evolve(one, labels=(*one.labels, last)) for one in left if one.rows]


def _taken(parts: list[_Part], option: Option, what: str, task: _Task) -> list[_Part]:
    """What an option takes of every part."""
    names = [task.population.strata[part.stratum].name for part in parts]
    taken = [
        part if name in option.whole else evolve(part, rows=0, members=0)
        for part, name in zip(parts, names, strict=True)
    ]
    if option.rows is None and option.members is None:
        return taken
    at = [i for i, name in enumerate(names) if name not in option.whole and option.weights.get(name)]
    own = [parts[i] for i in at]
    weights = [option.weights[names[i]] for i in at]
    members = None
    if option.members is not None:
        fixed = sum(one.members for one in taken)
        members = task.wanted(option.members, 0, sum(one.members for one in own), what, fixed)
    if option.rows is not None:
        fixed = sum(one.rows for one in taken)
        rows = task.wanted(option.rows, 0, sum(one.rows for one in own), what, fixed)
    else:
        rows = _as_many(own, weights, members or 0)
    shares = apportion(
        rows, [w * one.rows for w, one in zip(weights, own, strict=True)], None, [one.rows for one in own]
    )
    bounds = [_bounds(one, n, task.population) for one, n in zip(own, shares, strict=True)]
    even = [
        Fraction(one.members * n, one.rows) if one.rows else 0 for one, n in zip(own, shares, strict=True)
    ]
    low, high = [least for least, _ in bounds], [most for _, most in bounds]
    if option.members is None:
        members = min(max(nearest_whole(Fraction(sum(even))), sum(low)), sum(high))
    else:
        what = f"{what}, members of {sum(shares)} rows"
        members = task.wanted(option.members, sum(low), sum(high), what, sum(one.members for one in taken))
    for i, n, m in zip(at, shares, apportion(members, even, low, high), strict=True):
        taken[i] = evolve(parts[i], rows=n, members=m)
    return taken


def _as_many(own: list[_Part], weights: list[int], members: int) -> int:
    """The rows for a number of members where none is printed: as large as the rows they are taken from."""
    if not members:
        return 0
    heads = sum(w * one.members for w, one in zip(weights, own, strict=True))
    rows = sum(w * one.rows for w, one in zip(weights, own, strict=True))
    return max(1, nearest_whole(Fraction(members * rows, heads)))


def _bounds(part: _Part, rows: int, population: Population) -> tuple[int, int]:
    """The members that a number of rows of a part can have, so that the rows left can hold the others."""
    if not population.sizes:
        return 0, 0
    most = population.sizes[population.strata[part.stratum].name].most
    left = part.rows - rows
    return max(rows, part.members - most * left), min(most * rows, part.members - left)


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


def _marked(classes: Classes, mark: Mark, task: _Task, rng: np.random.Generator) -> Classes:
    labels = task.population.labels()
    can = np.ones(len(classes.rows), dtype=bool)
    for name, options in mark.among.items():
        can &= np.isin(classes.labels[name], [labels[name].index(option) for option in options])
    has = np.where(can, classes.rows, 0)
    if mark.rows is not None:
        has = _chosen(classes, has, mark, mark.rows, task, rng)
    extra = np.zeros_like(has)
    if mark.members is not None:
        room = has * (classes.sizes - 1)
        fixed, most = int(has.sum()), int(room.sum())
        extra = _drawn(rng, room, task.wanted(mark.members, 0, most, f"'{mark.name}', members", fixed))
    return _divided(classes, mark.name, has, extra)


def _chosen(
    classes: Classes, free: Array, mark: Mark, rows: LaidDown, task: _Task, rng: np.random.Generator
) -> Array:
    """The rows of each class that are marked: shared out over the strata, by chance within each."""
    strata = classes.labels["stratum"]
    there = [int(free[strata == i].sum()) for i in range(len(task.population.strata))]
    weights = [
        n * mark.weights.get(one.name, 0) for n, one in zip(there, task.population.strata, strict=True)
    ]
    total = task.wanted(rows, 0, sum(there), f"'{mark.name}'")
    has = np.zeros_like(free)
    for i, share in enumerate(apportion(total, weights, None, there)):
        inside = strata == i
        has[inside] = _drawn(rng, free[inside], share)
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
