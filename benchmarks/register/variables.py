"""The workload as variables and formulas, for OpenFisca-Core and for policyengine-core, which was made from it.

Neither has truths that may be open, nor amounts with two ends, nor whole numbers beyond 32 bits. So, as a careful
user would do:

* a truth is a whole number, 0 false, 1 open, 2 true: *and* is the minimum, *or* the maximum;
* a number that may be unknown has a second variable beside it that tells whether it is known;
* money is a whole number of fen, exact up to 21 million yuan, since their floats have 24 bits;
* an amount is a low and a high variable, and a third one where it may have no upper end.

Where no fact is unknown, truths are plain booleans and the second variables are not there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from attrs import frozen

from benchmarks.register import workload as w
from benchmarks.register.data import Array, whole
from benchmarks.register.workload import CODES, HOUSEHOLD_FACTS, PERSON_FACTS, Fact

__all__ = ["PERIOD", "Core", "Rules", "simulation_of", "word_of"]

PERIOD = str(w.ON.year)
_INT32 = 2**31 - 1


@frozen
class Core:
    """What is used of the one core or the other."""

    variable: Any
    enum: Any
    enum_array: Any
    build_entity: Callable[..., Any]
    system: Any
    builder: Any
    year: Any


def word_of(name: str) -> str:
    """The name of a variable."""
    return name.replace(".", "_").replace("-", "_")


def simulation_of(core: Core, rules: Rules, households: pa.Table, persons: pa.Table) -> Any:
    """A simulation with the facts as inputs."""
    builder = core.builder()
    builder.create_entities(rules.system)
    builder.declare_person_entity("person", persons["id"].to_numpy())
    homes = builder.declare_entity("household", households["id"].to_numpy())
    builder.join_with_persons(homes, persons["household_id"].to_numpy(), np.zeros(persons.num_rows, int))
    simulation = builder.build(rules.system)
    for entity, facts, table in (
        ("household", HOUSEHOLD_FACTS, households),
        ("person", PERSON_FACTS, persons),
    ):
        for fact in facts:
            for name, array in rules.inputs(f"{entity}_{word_of(fact.name)}", fact, table[fact.name]):
                simulation.set_input(name, PERIOD, array)
    return simulation


class Rules:
    """The system of variables, and the logic that its formulas share."""

    def __init__(self, core: Core, complete: bool) -> None:
        self.core, self.complete = core, complete
        self.truth_type = bool if complete else int
        self.enums = {
            kind: core.enum(kind, [(code, code) for code in (*codes, "unknown")])
            for kind, codes in CODES.items()
        }
        self.person = core.build_entity("person", "people", "Person", is_person=True)
        role = {"key": "member", "plural": "members", "label": "Members"}
        self.household = core.build_entity("household", "households", "Household", roles=[role])
        self.system = core.system([self.person, self.household])
        self.names: set[str] = set()
        for entity, facts in ((self.household, HOUSEHOLD_FACTS), (self.person, PERSON_FACTS)):
            for fact in facts:
                self._add_fact(entity, fact)

    def add(self, entity: Any, name: str, value_type: type, formula: Any = None, **more: Any) -> None:
        """Add a variable."""
        body = {
            "value_type": value_type,
            "entity": entity,
            "definition_period": self.core.year,
            "label": name,
        }
        if formula is not None:
            body["formula"] = formula
        self.system.add_variable(type(name, (self.core.variable,), {**body, **more}))
        self.names.add(name)

    def _add_fact(self, entity: Any, fact: Fact) -> None:
        name = f"{entity.key}_{word_of(fact.name)}"
        if fact.type == "bool":
            self.add(entity, name, self.truth_type)
        elif fact.type in CODES:
            values = self.enums[fact.type]
            self.add(entity, name, self.core.enum, possible_values=values, default_value=list(values)[-1])
        else:
            self.add(entity, name, date if fact.type == "date" else int)
            if not self.complete:
                self.add(entity, f"{name}_known", bool)

    def inputs(self, name: str, fact: Fact, column: pa.ChunkedArray) -> list[tuple[str, Any]]:
        """The arrays to be set for a fact."""
        array = whole(column)
        known = None if self.complete else array.is_valid().to_numpy(zero_copy_only=False)
        if fact.type == "bool":
            values = array.fill_null(False).to_numpy(zero_copy_only=False)
            return [(name, values if known is None else np.where(known, values * np.int32(2), 1))]
        if fact.type in CODES:
            unknown = len(CODES[fact.type])
            indices = array.indices.fill_null(unknown).to_numpy().astype(np.int16)
            return [(name, self.core.enum_array(indices, self.enums[fact.type]))]
        if fact.type == "date":
            values = array.fill_null(date(1970, 1, 1)).to_numpy(zero_copy_only=False)
        else:
            values = array.fill_null(0).to_numpy()
            if values.size and max(values.max(), -values.min()) > _INT32:
                raise OverflowError(f"{name} does not fit into 32 bits")
            values = values.astype(np.int32)
        return [(name, values)] if known is None else [(name, values), (f"{name}_known", known)]

    # Logic

    def no(self, a: Array) -> Array:
        return np.logical_not(a) if self.complete else 2 - a

    def both(self, a: Array, *more: Array) -> Array:
        for b in more:
            a = np.minimum(a, b)
        return a

    def either(self, a: Array, *more: Array) -> Array:
        for b in more:
            a = np.maximum(a, b)
        return a

    def told(self, population: Any, period: Any, fact: str, holds: Array) -> Array:
        """A comparison of a number, as far as it is known."""
        if self.complete:
            return holds
        return np.where(population(f"{fact}_known", period), holds * np.int32(2), 1)

    def least(self, population: Any, period: Any, fact: str, limit: int) -> Array:
        return self.told(population, period, fact, population(fact, period) >= limit)

    def before(self, population: Any, period: Any, fact: str, limit: date) -> Array:
        return self.told(population, period, fact, population(fact, period) < np.datetime64(limit))

    def among(self, population: Any, period: Any, fact: str, *codes: str) -> Array:
        found = population(fact, period)
        values = found.possible_values
        chosen = np.logical_or.reduce([found == values[code] for code in codes])
        return chosen if self.complete else np.where(found == values["unknown"], 1, chosen * np.int32(2))

    def some(self, household: Any, a: Array) -> Array:
        """Whether something is true of a member."""
        if self.complete:
            found: Array = household.any(a)
            return found
        return np.where(household.any(a == 2), 2, np.where(household.any(a == 1), 1, 0))

    def every(self, household: Any, a: Array) -> Array:
        return self.no(self.some(household, self.no(a)))

    def sure(self, a: Array) -> Array:
        return a if self.complete else a == 2

    def may(self, a: Array) -> Array:
        return a if self.complete else a >= 1

    def verdict(self, when: Array, applies: Array | None = None) -> Array:
        if self.complete:
            told = when.astype(np.int32)
            return told if applies is None else np.where(applies, told, w.DOES_NOT_APPLY)
        told = np.where(when == 2, w.HOLDS, np.where(when == 1, w.UNDETERMINED, w.FAILS))
        if applies is None:
            return told
        return np.where(applies == 2, told, np.where(applies == 1, w.UNDETERMINED, w.DOES_NOT_APPLY))

    def joint(self, household: Any, verdicts: Array, order: tuple[int, ...]) -> Array:
        """The verdict on all members together: the first in an order that any of them has."""
        found = np.full(household.count, w.DOES_NOT_APPLY, np.int32)
        for verdict in reversed(order):
            if not (self.complete and verdict == w.UNDETERMINED):
                found = np.where(household.any(verdicts == verdict), verdict, found)
        return found
