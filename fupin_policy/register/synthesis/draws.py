"""Drawing the facts of a block of rows: each case for the rows that meet its conditions, all rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from attrs import define, field, frozen

from fupin_policy.domain.facts import Kind
from fupin_policy.register.days import counted, day_of
from fupin_policy.register.synthesis.recipe import (
    Age,
    Between,
    Case,
    Choice,
    Condition,
    Constant,
    DaysBefore,
    FactRule,
    Part,
    Present,
    spec_for,
)
from fupin_policy.register.tables import Array
from fupin_policy.values import add_months

__all__ = ["Day", "Drawn", "Rows", "draw_fact", "draw_numbers", "hidden", "meeting"]

_TEN_THOUSANDTHS = 10_000
_YOUNGEST, _OLDEST = 1, 120
_YEAR = 365


@frozen(eq=False)
class Day:
    """The day of the facts, and the day each age is reached on it."""

    number: int
    birthdays: Array = field(init=False, repr=False)

    @birthdays.default
    def _birthdays(self) -> Array:
        on = day_of(self.number)
        days = [counted(add_months(on, -12 * age)) for age in range(_OLDEST + 1)]
        return np.array(days, dtype=np.int64)


@frozen(eq=False)
class Drawn:
    """One fact of all rows of a block; ``known`` is None where all are known."""

    values: Array
    known: Array | None = None


@define(eq=False)
class Rows:
    """The rows of one table in a block.

    ``labels`` are what a row has by its making; ``up`` are the rows above with the place of each row's own;
    ``first`` is for each row the first row of the same owner (the head of the household).
    """

    entity: str
    count: int
    labels: dict[str, Array]
    up: Rows | None = None
    owner: Array | None = None
    first: Array | None = None
    facts: dict[tuple[str, str], Drawn] = field(factory=dict)

    def fact(self, of: str, name: str) -> Drawn:
        """A fact of each row, of its head, or of what it belongs to."""
        if of == "head":
            found = self.facts[("person", name)]
            return Drawn(found.values[self.first], None if found.known is None else found.known[self.first])
        own = self.facts.get((of, name))
        if own is not None:
            return own
        assert self.up is not None
        found = self.up.fact(of, name)
        return Drawn(found.values[self.owner], None if found.known is None else found.known[self.owner])

    def label(self, name: str) -> Array:
        """A label of each row, its own or of what it belongs to."""
        own = self.labels.get(name)
        if own is not None:
            return own
        assert self.up is not None
        above: Array = self.up.label(name)[self.owner]
        return above


def meeting(rows: Rows, conditions: Iterable[Condition]) -> Array | None:
    """The rows that meet all conditions, as truths; None where there is no condition."""
    met: Array | None = None
    for one in conditions:
        if one.of:
            drawn = rows.fact(one.of, one.name)
            values, known = drawn.values, drawn.known
        else:
            values, known = rows.label(one.name), None
        if one.low is not None:
            truth = (values >= one.low) & (values <= one.high)
        else:
            truth = np.logical_or.reduce([values == value for value in sorted(one.values)])
        if known is not None:
            truth &= known
        met = truth if met is None else met & truth
    return met


def _matched(rows: Rows, cases: tuple[Case, ...]) -> Iterable[tuple[Case, Array]]:
    """Every case with the rows it is for; an earlier case that fits goes before a later one."""
    free: Array | None = None
    for case in cases:
        met = meeting(rows, case.when)
        if met is None:
            at = np.arange(rows.count) if free is None else np.flatnonzero(free)
        elif free is None:
            at, free = np.flatnonzero(met), ~met
        else:
            met &= free
            at = np.flatnonzero(met)
            free &= ~met
        if len(at):
            yield case, at
        if met is None:
            return


def draw_fact(rows: Rows, rule: FactRule, day: Day, rng: np.random.Generator) -> None:
    """Draw one fact for all rows."""
    values = np.zeros(rows.count, dtype=np.int64)
    known = np.ones(rows.count, dtype=bool)
    key = (rule.entity, rule.name)
    # Cases may look at what the cases before them gave the head.
    rows.facts[key] = Drawn(values, known)
    ages = isinstance(rule.cases[0].draw, Age)
    if ages:
        rows.labels["age"] = np.zeros(rows.count, dtype=np.int64)
    for case, at in _matched(rows, rule.cases):
        found = _drawn(rows, rule, case, at, day, rng)
        values[at] = found.values
        if found.known is not None:
            known[at] = found.known
    if spec_for(rule.entity, rule.name).kind is Kind.DATE:
        known &= values <= day.number  # what has not happened yet is not on record
    rows.facts[key] = Drawn(values, None if known.all() else known)


def _drawn(rows: Rows, rule: FactRule, case: Case, at: Array, day: Day, rng: np.random.Generator) -> Drawn:
    count = len(at)
    match case.draw:
        case Constant(value=None):
            return Drawn(np.zeros(count, dtype=np.int64), np.zeros(count, dtype=bool))
        case Constant(value=value):
            return Drawn(np.full(count, value, dtype=np.int64))
        case Choice() as choice:
            return Drawn(_chosen(choice, count, rng))
        case Between(low=low, high=high, step=step):
            return Drawn(low + step * rng.integers(0, (high - low) // step + 1, size=count))
        case Part(fact=fact, low=low, high=high):
            whole = rows.fact(rule.entity, fact)
            ratios = rng.integers(low, high + 1, size=count)
            return Drawn(
                whole.values[at] * ratios // _TEN_THOUSANDTHS,
                None if whole.known is None else whole.known[at],
            )
        case DaysBefore(low=low, high=high):
            return Drawn(day.number - rng.integers(low, high + 1, size=count))
        case Present(fact=fact):
            there = rows.fact(rule.entity, fact).known
            return Drawn(np.ones(count, dtype=np.int64) if there is None else there[at].astype(np.int64))
        case Age() as age:
            return Drawn(_born(rows, age, at, day, rng))


def _chosen(choice: Choice, count: int, rng: np.random.Generator) -> Array:
    bounds = np.cumsum(choice.weights)
    picked = np.searchsorted(bounds, rng.integers(0, bounds[-1], size=count), side="right")
    chosen: Array = np.array(choice.values, dtype=np.int64)[picked]
    return chosen


def _born(rows: Rows, age: Age, at: Array, day: Day, rng: np.random.Generator) -> Array:
    years = rng.integers(age.low, age.high + 1, size=len(at))
    if age.sign:
        assert rows.first is not None
        years = rows.labels["age"][rows.first[at]] + age.sign * years
    years = np.clip(years, _YOUNGEST, _OLDEST)
    rows.labels["age"][at] = years
    born: Array = day.birthdays[years] - rng.integers(0, _YEAR, size=len(at))
    return born


def draw_numbers(rows: Rows, cases: tuple[Case, ...], rng: np.random.Generator) -> Array:
    """How many elements each row has."""
    numbers = np.zeros(rows.count, dtype=np.int64)
    for case, at in _matched(rows, cases):
        assert isinstance(case.draw, Choice)
        numbers[at] = _chosen(case.draw, len(at), rng)
    return numbers


def hidden(rows: Rows, share: float, rng: np.random.Generator) -> Mapping[tuple[str, str], Drawn]:
    """The facts with a share of them not known, each by chance for itself."""
    found = {}
    for key, drawn in rows.facts.items():
        seen = rng.random(rows.count) >= share
        found[key] = Drawn(drawn.values, seen if drawn.known is None else seen & drawn.known)
    return found
