"""Registers in blocks: every block is made for itself from the seed and its number, so that any size streams."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
from attrs import field, frozen

from fupin_policy.policy import Rulebook
from fupin_policy.problems import InputError, Problem
from fupin_policy.register.days import counted, day_of
from fupin_policy.register.synthesis.arrow import (
    column_name,
    element_ids,
    field_of,
    row_ids,
    table_of,
    to_array,
)
from fupin_policy.register.synthesis.draws import Day, Drawn, Rows, draw_fact, draw_numbers, hidden, meeting
from fupin_policy.register.synthesis.margins import Classes, factor_for, solve
from fupin_policy.register.synthesis.reading import read_recipe
from fupin_policy.register.synthesis.recipe import Count, Elements, FactGroup, FactRule, Population, Recipe
from fupin_policy.register.tables import Array
from fupin_policy.rules import ancestors, family

__all__ = ["BLOCK", "PLURALS", "Block", "Register", "Synthesis", "plan"]

BLOCK = 1 << 16
"""Cases in a block: the unit of chance, so that the same seed gives the same rows however many are asked for at once."""

PLURALS = {
    "household": "households", "person": "persons", "loan": "loans", "bill": "bills", "village": "villages",
    "town": "towns", "county": "counties", "enterprise": "enterprises", "worker": "workers",
}  # fmt: skip
"""The names of the tables."""

_SOLVE, _TALLY, _DRAW, _HIDE = range(4)


@frozen(eq=False)
class Block:
    """The rows of one block: tables by name, and what of each printed figure is in it."""

    tables: Mapping[str, Any]
    counts: tuple[int, ...]


@frozen(eq=False)
class Synthesis:
    """One register ready to be made.

    ``factor`` is by how much the printed totals are multiplied; ``strict`` that each that is then a whole
    number is met exactly; ``unknown`` is the share of facts to hide.
    """

    population: Population
    division: str
    day: Day
    seed: int
    number: int
    factor: Fraction
    strict: bool
    unknown: Fraction
    classes: Classes
    tables: tuple[str, ...] = field(init=False)

    @tables.default
    def _tables(self) -> tuple[str, ...]:
        if self.population.root != "household":
            return (PLURALS[self.population.root],)
        listed = [one.of for one in self.population.groups if isinstance(one, Elements)]
        return ("households", "persons", *(PLURALS[of] for of in listed))

    @property
    def rows(self) -> int:
        """The number of cases."""
        return self.classes.total

    def refuse(self, counts: Sequence[int]) -> None:
        """Raise InputError where the rows do not count to the printed figures."""
        if not self.strict:
            return
        wanted = [one.figure.value * self.factor for one in self.population.printed]
        problems = [
            Problem(f"{one.figure.node}: the rows count to {found}", one.figure.place, f"{whole} as printed")
            for one, found, whole in zip(self.population.printed, counts, wanted, strict=True)
            if whole.denominator == 1 and found != whole
        ]
        if problems:
            raise InputError(problems)

    def blocks(self) -> Iterator[Block]:
        """All blocks, one after the other."""
        left = self.classes.rows.copy()
        chance = self._chance(_TALLY, 0)
        for number in range(-(-self.rows // BLOCK)):
            size = min(BLOCK, self.rows - number * BLOCK)
            tally = chance.multivariate_hypergeometric(left, size, method="marginals")
            left -= tally
            yield self._block(number, tally)

    def _chance(self, kind: int, block: int) -> np.random.Generator:
        seed = np.random.SeedSequence(self.seed, spawn_key=(self.number, kind, block))
        return np.random.Generator(np.random.PCG64(seed))

    def _block(self, number: int, tally: Array) -> Block:
        rng = self._chance(_DRAW, number)
        made = _made(self.population, self.classes, tally, self.day, rng)
        counts = tuple(_counted(one, made) for one in self.population.printed)
        seen = {entity: rows.facts for entity, rows in made.items()}
        if self.unknown:
            chance = self._chance(_HIDE, number)
            seen = {entity: dict(hidden(rows, float(self.unknown), chance)) for entity, rows in made.items()}
        return Block(self._arrow(made, seen, number * BLOCK), counts)

    def _arrow(
        self,
        made: Mapping[str, Rows],
        seen: Mapping[str, Mapping[tuple[str, str], Drawn]],
        first: int,
    ) -> dict[str, Any]:
        """The tables of a block."""
        ids: dict[str, Any] = {}
        found = {}
        for entity in made:
            columns = self._keys(entity, made, ids, first)
            fields = {name: pa.field(name, column.type) for name, column in columns.items()}
            for rule in self._facts(entity):
                name = column_name(rule, entity)
                columns[name] = to_array(rule, seen[entity][(rule.entity, rule.name)])
                fields[name] = field_of(rule, entity)
            found[PLURALS[entity]] = table_of(columns, fields)
        return found

    def _keys(self, entity: str, made: Mapping[str, Rows], ids: dict[str, Any], first: int) -> dict[str, Any]:
        """The columns that say which row it is and what it belongs to; ``ids`` are those of the tables above."""
        rows = made[entity]
        if rows.up is None or rows.owner is None:
            own = ids[entity] = row_ids(f"{self.division}-{entity[0].upper()}", first, rows.count)
            if entity != "household":
                return {"id": own}
            place = pa.array(np.zeros(rows.count, dtype=np.int8))
            return {
                "id": own,
                "division": pa.DictionaryArray.from_arrays(place, pa.array([self.division])),
            }
        columns: dict[str, Any] = {}
        above, owner = rows.up, rows.owner
        if above.owner is not None and above.up is not None:
            columns[f"{above.up.entity}_id"] = ids[above.up.entity].take(pa.array(above.owner[owner]))
        columns[f"{above.entity}_id"] = ids[above.entity].take(pa.array(owner))
        letter = "" if entity == "person" else entity[0].upper()
        ids[entity] = element_ids(ids[above.entity], owner, rows.labels["place"], letter)
        return columns | {"id": ids[entity]}

    def _facts(self, entity: str) -> list[FactRule]:
        return [
            rule
            for group in self.population.groups
            if isinstance(group, FactGroup) and _table(group.of, self.population.root) == entity
            for rule in group.facts
        ]


def _table(of: str, root: str) -> str:
    """The entity in whose table the facts of ``of`` are columns."""
    return of if ancestors(of) and family(of) == root else root


def _made(
    population: Population, classes: Classes, tally: Array, day: Day, rng: np.random.Generator
) -> dict[str, Rows]:
    """All rows of a block with all their facts."""
    kinds = rng.permutation(np.repeat(np.arange(len(tally)), tally))
    labels = {name: values[kinds] for name, values in classes.labels.items()}
    labels |= {name: (values[kinds] > 0).astype(np.int64) for name, values in classes.marked.items()}
    top = Rows(population.root, len(kinds), labels)
    made = {population.root: top}
    if population.sizes:
        sizes = classes.sizes[kinds]
        labels["size"] = sizes
        people = made["person"] = _below(top, "person", sizes)
        for mark in population.marks:
            if mark.members is not None:
                people.labels[mark.name] = _picked(people, classes.marked[mark.name][kinds], rng)
    for group in population.groups:
        if isinstance(group, Elements):
            owner = made[ancestors(group.of)[0][0]]
            made[group.of] = _below(owner, group.of, draw_numbers(owner, group.cases, rng))
            continue
        for rule in group.facts:
            draw_fact(made[_table(group.of, population.root)], rule, day, rng)
    return made


def _below(top: Rows, entity: str, numbers: Array) -> Rows:
    """Rows below those of a table: so many for each."""
    owner = np.repeat(np.arange(top.count), numbers)
    starts = np.cumsum(numbers) - numbers
    place = np.arange(len(owner)) - starts[owner] + 1
    return Rows(entity, len(owner), {"place": place}, top, owner, starts[owner])


def _picked(people: Rows, marked: Array, rng: np.random.Generator) -> Array:
    """As many members of every household by chance as are marked in it."""
    assert people.owner is not None
    order = np.argsort(people.owner + rng.random(people.count), kind="stable")
    rank = np.empty(people.count, dtype=np.int64)
    rank[order] = people.labels["place"]  # places run in the order of the households
    return (rank <= marked[people.owner]).astype(np.int64)


def _counted(one: Count, made: Mapping[str, Rows]) -> int:
    """How many rows of a block count towards a printed figure."""
    rows = made[one.of]
    met = meeting(rows, one.when)
    met = np.ones(rows.count, dtype=bool) if met is None else met
    for conditions, wanted in ((one.any, True), (one.none, False)):
        if conditions:
            people = made["person"]
            assert people.owner is not None
            homes = np.zeros(made["household"].count, dtype=bool)
            homes[people.owner[meeting(people, conditions)]] = True
            met &= (homes if one.of == "household" else homes[people.owner]) == wanted
    return int(met.sum())


@frozen(eq=False)
class Register:
    """The registers of one document, ready to be made."""

    recipe: Recipe
    on: date
    seed: int
    parts: tuple[Synthesis, ...]


def plan(
    book: Rulebook,
    *,
    seed: int = 0,
    scale: Fraction | int = 1,
    households: int | None = None,
    unknown: Fraction | int = 0,
    on: date | None = None,
    recipe: Recipe | None = None,
) -> Register:
    """Work out all that is counted, without drawing a row.

    ``scale`` multiplies every printed total, ``households`` is the number of households to be made instead;
    ``unknown`` is the share of facts to leave out. Raises InputError for what cannot be met.
    """
    found = read_recipe(book) if recipe is None else recipe
    scale, unknown = Fraction(scale), Fraction(unknown)
    problems = [
        Problem(what, expected=expected)
        for what, expected, wrong in (
            (f"seed {seed}", "a whole number from 0 up", seed < 0),
            (f"scale {scale}", "a number above 0", scale <= 0),
            (f"{households} households", "1 or more", households is not None and households < 1),
            (f"a share of {unknown} unknown facts", "0 to 1", not 0 <= unknown <= 1),
            ("scale and households", "one of them", scale != 1 and households is not None),
        )
        if wrong
    ]
    roots = [population.root for population in found.populations]
    if households is not None and "household" not in roots:
        problems.append(Problem(f"{book.slug} has no register of households", expected=", ".join(roots)))
    if problems:
        raise InputError(problems)
    day = Day(found.on if on is None else counted(on))
    parts = []
    for number, population in enumerate(found.populations):
        rows = households if population.root == "household" else None
        factor = factor_for(population, scale=scale, rows=rows)
        seeded = np.random.SeedSequence(seed, spawn_key=(number, _SOLVE, 0))
        strict = rows is None and scale.denominator == 1
        classes = solve(population, factor, seeded, strict=strict)
        parts.append(
            Synthesis(population, found.division, day, seed, number, factor, strict, unknown, classes)
        )
    return Register(found, day_of(day.number), seed, tuple(parts))
