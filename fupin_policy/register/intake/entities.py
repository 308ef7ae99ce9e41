"""Entities as a register, and as the tables in which people would hand them over.

Both say the same of the same cases: what is assessed one by one can be assessed as columns, and compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
from attrs import field, frozen

from fupin_policy.domain import ENTITIES
from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import FactSpec, Kind, facts_of
from fupin_policy.problems import InputError, Place, Problem, with_article
from fupin_policy.register.days import counted
from fupin_policy.register.intake.amounts import column_of_values
from fupin_policy.register.intake.schema import NAMES, tables_below
from fupin_policy.register.tables import Array, Column, Register, Table, pack
from fupin_policy.rules import ancestors, entity_environment
from fupin_policy.values import Interval, Quantity, exact

__all__ = ["register_of", "tables_of"]

_PLACES = 10


def register_of(entities: Sequence[Entity], root: str) -> Register:
    """The register of cases of one kind, in their order; facts that follow from others are not filled in.

    The facts of single linked entities (a household's village, town, county …) are those that rules find. Raises
    InputError for numbers that a register cannot hold.

    >>> from fupin_policy.domain import Household, Person
    >>> register = register_of([Household(members=[Person(id="a"), Person()]), Household()], "household")
    >>> register.tables["person"].starts.tolist(), register.tables["person"].listed.tolist()
    ([0, 2, 2], [1])
    """
    levels = _levels(entities, root)
    problems: list[Problem] = []
    tables: dict[str, Table] = {}
    for name, level in levels.items():
        columns = {
            key: _column(key, spec, values, problems)
            for key, spec, values in level.facts()
            if spec.kind is not Kind.TEXT
        }
        ids = level.texts("id")
        if level.starts is None:
            tables[name] = Table(name, len(level.rows), columns, ids=ids)
        else:
            listed = None if level.listed.all() else pack(level.listed)
            tables[name] = Table(name, len(level.rows), columns, level.starts, listed, ids)
    if problems:
        raise InputError(problems)
    return Register(root, tables, levels[root].texts("division"))


@frozen(eq=False)
class _Level:
    """All rows of one table, and for each the single entities that its facts may be of."""

    entity: str
    rows: Sequence[Entity]
    environments: Sequence[Mapping[str, Any]]
    starts: Array | None = None
    listed: Array = field(factory=lambda: np.zeros(0, bool))

    def facts(self) -> Iterator[tuple[str, FactSpec, list[Any]]]:
        """Every fact that is known of some row: its key, description and values; without the rows' own ids."""
        for entity in dict.fromkeys(key for one in self.environments for key in one):
            holders = [one.get(entity) for one in self.environments]
            for name, spec in facts_of(ENTITIES[entity]).items():
                if spec.kind in (Kind.ENTITY, Kind.COLLECTION) or (entity == self.entity and name == "id"):
                    continue
                values = [None if one is None else getattr(one, name) for one in holders]
                if any(value is not None for value in values):
                    yield f"{entity}.{name}", spec, values

    def texts(self, name: str) -> pa.Array | None:
        """The values of a text, None where no row has one or could."""
        values = [getattr(row, name, None) for row in self.rows]
        return None if all(value is None for value in values) else pa.array(values, pa.string())


def _levels(entities: Sequence[Entity], root: str) -> dict[str, _Level]:
    """The rows of every table; elements that no row above lists have none."""
    wrong = [
        Problem(f"{with_article(type(one).__name__)} is no {root}", Place(path=f"[{index}]"))
        for index, one in enumerate(entities)
        if not isinstance(one, ENTITIES[root])
    ]
    if wrong:
        raise InputError(wrong)
    found = {root: _level(root, entities)}
    for entity in tables_below(root)[1:]:
        owner, collection = ancestors(entity)[0]
        if owner not in found:
            continue
        lists = [getattr(row, collection) for row in found[owner].rows]
        if all(one is None for one in lists):
            continue
        starts = np.zeros(len(lists) + 1, np.int64)
        np.cumsum([len(one or ()) for one in lists], out=starts[1:])
        listed = np.array([one is not None for one in lists], bool)
        found[entity] = _level(entity, [item for one in lists for item in one or ()], starts, listed)
    return found


def _level(entity: str, rows: Sequence[Entity], *place: Array) -> _Level:
    return _Level(entity, rows, [entity_environment(entity, row, {}) for row in rows], *place)


def _column(key: str, spec: FactSpec, values: list[Any], problems: list[Problem]) -> Column:
    if spec.kind is Kind.NUMBER:
        scale = 1 if spec.unit is None else spec.unit.scale
        column, wrong = column_of_values(
            spec,
            [
                None if one is None else one.value if isinstance(one, Quantity) else exact(one * scale)
                for one in values
            ],
        )
        problems += [problem.within(path=f"[{row}].{key}") for row, problem in wrong.items()]
        return column
    known = np.array([value is not None for value in values], bool)
    valid = None if known.all() else pack(known)
    if spec.kind is Kind.BOOL:
        return Column(pack(np.array([bool(value) for value in values], bool)), valid)
    if spec.kind is Kind.CODE:
        places = {code: place for place, code in enumerate(spec.type)}
        return Column(np.array([0 if one is None else places[one] for one in values], np.int8), valid)
    days = [0 if one is None else counted(one) for one in values]
    return Column(np.array(days, np.int32), valid)


# --- as people would hand them over ------------------------------------------------------------------


def tables_of(entities: Sequence[Entity], root: str, *, nested: bool = False) -> dict[str, pa.Table]:
    """The tables of cases by entity, as :func:`~fupin_policy.register.intake.ingest.ingest` takes them.

    Lower tables refer to the rows above by id; ``nested``, they are columns of lists. Only lists can tell the loans
    that are not known from those that are none, and hold elements of rows without an id. Raises InputError for what
    tables cannot tell.

    >>> from fupin_policy.domain import Household, Person
    >>> homes = [Household(id="1", roll_income="3200.5元/人/年", members=[Person(stage="大学")])]
    >>> tables_of(homes, "household")["person"].to_pylist()
    [{'household_id': '1', 'stage': 'university'}]
    """
    levels = _levels(entities, root)
    if nested:
        nobody = {"id": pa.nulls(len(entities), pa.string())}
        return {root: pa.table(_with_lists(root, levels) or nobody)}
    problems = list(_untold(levels))
    if problems:
        raise InputError(problems)
    found: dict[str, pa.Table] = {}
    owners: dict[str, dict[str, list[Any]]] = {root: {}}
    for entity, level in levels.items():
        keys: dict[str, list[Any]] = {}
        if level.starts is not None:
            owner = ancestors(entity)[0][0]
            above = np.repeat(np.arange(len(level.starts) - 1), np.diff(level.starts)).tolist()
            keys = {name: [ids[row] for row in above] for name, ids in owners[owner].items()}
        ids = [getattr(row, "id", None) for row in level.rows]
        owners[entity] = {**keys, f"{entity}_id": ids}
        columns = {name: pa.array(values, pa.string()) for name, values in keys.items()}
        above_others = any(owner == entity for other in levels for owner, _ in ancestors(other)[:1])
        arrays = _arrays(level, with_id=above_others or not columns)
        found[entity] = pa.table({**columns, **arrays})
    return found


def _untold(levels: Mapping[str, _Level]) -> Iterator[Problem]:
    """What tables without lists cannot tell."""
    for entity, level in levels.items():
        if level.starts is None:
            continue
        owner, collection = ancestors(entity)[0]
        least, _ = facts_of(ENTITIES[owner])[collection].limits
        for row, one in enumerate(levels[owner].rows):
            count = int(level.starts[row + 1] - level.starts[row])
            named = getattr(one, "id", None) is not None
            place = Place(path=f"{NAMES[owner]}[{row}].{collection}")
            if count and not named:
                yield Problem(
                    f"{with_article(owner)} without an id has {collection}", place, "an id, or nested tables"
                )
            elif bool(level.listed[row]) != (named and (count > 0 or not least)):
                what = "not known" if not level.listed[row] else "none"
                yield Problem(
                    f"a table of {NAMES[entity]} cannot tell that they are {what}", place, "nested tables"
                )


def _arrays(level: _Level, *, with_id: bool = False) -> dict[str, pa.Array]:
    found: dict[str, pa.Array] = {}
    ids = level.texts("id")
    if ids is not None or with_id:
        found["id"] = pa.nulls(len(level.rows), pa.string()) if ids is None else ids
    for key, spec, values in level.facts():
        found[key.removeprefix(f"{level.entity}.")] = _array(spec, values)
    return found


def _array(spec: FactSpec, values: list[Any]) -> pa.Array:
    match spec.kind:
        case Kind.BOOL:
            return pa.array(values, pa.bool_())
        case Kind.DATE:
            return pa.array(values, pa.date32())
        case Kind.CODE:
            keys = [None if one is None else one.value for one in values]
            return pa.array(keys, pa.string()).dictionary_encode()
        case Kind.TEXT:
            return pa.array(values, pa.string())
    if spec.is_count:
        return pa.array(values, pa.int64())
    assert spec.unit is not None
    told = [None if one is None else Quantity(one.value, spec.unit) for one in values]
    if any(one is not None and not _is_decimal(one) for one in told):
        return pa.array([None if one is None else str(one) for one in told], pa.string())
    numbers = [None if one is None else int(one.number * 10**_PLACES) for one in told]
    return pa.array(numbers, pa.decimal128(38, 0)).view(pa.decimal128(38, _PLACES))


def _is_decimal(quantity: Quantity) -> bool:
    if isinstance(quantity.value, Interval):
        return False
    return bool((Fraction(quantity.number) * 10**_PLACES).denominator == 1)


def _with_lists(entity: str, levels: Mapping[str, _Level]) -> dict[str, pa.Array]:
    """The columns of a table, those below it among them as columns of lists."""
    found = _arrays(levels[entity])
    for other, lower in levels.items():
        if lower.starts is None or ancestors(other)[0][0] != entity:
            continue
        parts = _with_lists(other, levels)
        items: pa.Array = pa.array([{}] * len(lower.rows), pa.struct([]))
        if parts:
            items = pa.StructArray.from_arrays(list(parts.values()), names=list(parts))
        starts = pa.array(lower.starts, pa.int32())
        found[ancestors(other)[0][1]] = pa.ListArray.from_arrays(starts, items, mask=pa.array(~lower.listed))
    return found
