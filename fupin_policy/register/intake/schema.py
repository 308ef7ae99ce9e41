"""Which fact each column of a table states: by name, type and unit, before any row is looked at."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
from attrs import define, field, frozen

from fupin_policy.assess.checks import ASSESSED
from fupin_policy.domain import ENTITIES
from fupin_policy.domain.facts import FactSpec, Kind, facts_of
from fupin_policy.problems import InputError, Place, Problem, UnknownNameError, nearest, with_article
from fupin_policy.register.intake.arrays import plain, type_problem, without_empty
from fupin_policy.register.tables import Array
from fupin_policy.rules import ancestors, family
from fupin_policy.rules.scope import single_links
from fupin_policy.values import Number, Quantity, Unit

__all__ = [
    "ELSEWHERE",
    "KEY_LABELS",
    "MALFORMED",
    "MALFORMED_TYPE",
    "NAMES",
    "ROW",
    "Given",
    "Nest",
    "Source",
    "match",
    "tables_below",
]

NAMES: dict[str, str] = {
    "household": "households", "person": "persons", "loan": "loans", "bill": "bills",
    "enterprise": "enterprises", "worker": "workers", "village": "villages", "town": "towns",
    "county": "counties", "city": "cities", "province": "provinces", "nation": "nations",
}  # fmt: skip
"""What the table of each kind of entity is called in problems and among rejected rows."""

KEY_LABELS = {"household": "户编号", "person": "人员编号", "enterprise": "企业编号"}
"""The Chinese names of the columns that tell which row above a row belongs to (``household_id`` …)."""

ROW = "__row__"
"""A column of this name tells the number of each row, where the rows are part of a larger table."""

ELSEWHERE = "__elsewhere__"
"""A column of this name beside people tells the number of the row of another case that they are in too."""

MALFORMED = "__malformed__"
"""A column of this name tells of rows that are malformed lines of a file: the line, its cells, and those expected."""

MALFORMED_TYPE = pa.struct([("line", pa.string()), ("cells", pa.int64()), ("expected", pa.int64())])


@frozen(eq=False)
class Given:
    """A column and the fact it states: ``key`` as in a register, ``scale`` what a one in it is in base scale."""

    name: str
    key: str
    spec: FactSpec
    values: pa.Array
    unit: Unit | None
    scale: Number


@frozen(eq=False)
class Nest:
    """Where rows stand inside a column of lists: in which, and where those of each upper row begin.

    ``listed`` tells for which upper rows there is a list at all.
    """

    column: str
    starts: Array
    listed: Array


@frozen(eq=False)
class Source:
    """A table as it was handed over, or a column of lists in one, with its columns matched to facts.

    ``keys`` are the columns with the ids of rows above, by entity; ``numbers`` those of the rows themselves;
    ``elsewhere`` those of rows of other cases that people are in too. ``malformed`` tells of lines that no row
    can be made of.
    """

    entity: str
    rows: int
    columns: tuple[Given, ...]
    id: Given | None
    keys: Mapping[str, Given]
    numbers: pa.Array | None = None
    nest: Nest | None = None
    elsewhere: pa.Array | None = None
    malformed: pa.Array | None = None

    @property
    def name(self) -> str:
        """What the table is called."""
        return NAMES[self.entity]


def match(
    tables: Mapping[str, pa.Table],
    root: str,
    columns: Mapping[str, str | None] | None = None,
    ignore: Collection[str] = (),
) -> dict[str, Source]:
    """The tables of a register by entity, from the root downwards.

    ``columns`` gives the fact of columns that are called otherwise (``{"收入": "roll_income"}``, or
    ``{"persons.收入": …}`` for one table's), None for those that state none; ``ignore`` lists such columns as well.
    Raises InputError with every problem of names, types and units.

    >>> match({"household": pa.table({"roll_incom": [1.5]})}, "household")
    Traceback (most recent call last):
    ...
    fupin_policy.problems.InputError: households.roll_incom: household has no fact 'roll_incom'; did you mean ...
    """
    if root not in ASSESSED:
        raise UnknownNameError("kind of case", str(root), ASSESSED)
    matching = _Matching(dict(columns or {}) | dict.fromkeys(ignore))
    known = tables_below(root)
    for entity in tables:
        if entity not in known:
            matching.fail(
                f"unknown table '{entity}'", "", f"one of {', '.join(known)}", nearest(entity, known)
            )
    if root not in tables:
        matching.fail(f"there is no table of {NAMES[root]}", "", f"the table '{root}'")
    for entity in known:
        if entity in tables:
            matching.table(entity, tables[entity])
    matching.check_keys(known)
    matching.check_used()
    if matching.problems:
        raise InputError(matching.problems)
    return {entity: matching.found[entity] for entity in known if entity in matching.found}


@cache
def tables_below(root: str) -> tuple[str, ...]:
    """The tables that a register of such cases may have, upper ones first."""
    below = [entity for entity in ENTITIES if entity != root and family(entity) == root]
    return root, *sorted(below, key=lambda entity: len(ancestors(entity)))


@cache
def _names(entity: str) -> dict[str, str]:
    """Every spelling of every fact of an entity, and the fact's name."""
    facts = facts_of(ENTITIES[entity])
    return {spec.fact.zh: name for name, spec in facts.items()} | {name: name for name in facts}


@cache
def _links(entity: str) -> dict[str, str]:
    """Every spelling of a single entity that facts may be asked of, however far, and that entity."""
    found: dict[str, str] = {}
    for name, linked in single_links(entity):
        labels = (facts_of(ENTITIES[entity])[name].fact.zh, ENTITIES[linked].labels[0])
        found = {**_links(linked), **found, **dict.fromkeys((name, *labels), linked)}
    return found


_BRACKETS = re.compile(r"\s*[(\uff08]([^()\uff08\uff09]*)[)\uff09]\Z")  # of either width


@define
class _Matching:
    """Columns matched so far; ``renamed`` is what the caller says of columns."""

    renamed: Mapping[str, str | None]
    used: set[str] = field(factory=set)
    seen: dict[str, None] = field(factory=dict)
    problems: list[Problem] = field(factory=list)
    found: dict[str, Source] = field(factory=dict)

    def fail(self, what: str, path: str, expected: str | None = None, near: str | None = None) -> None:
        """Note a problem."""
        self.problems.append(Problem(what, Place(path=path or None), expected, near))

    def table(self, entity: str, table: pa.Table) -> None:
        """Match a table that was handed over."""
        names = table.column_names
        for name in dict.fromkeys(name for name in names if names.count(name) > 1):
            self.fail("there are two columns of this name", f"{NAMES[entity]}.{name}", "each name once")
        fields = [
            (table.schema.field(index), table.column(index))
            for index, name in enumerate(names)
            if names.index(name) == index
        ]
        self._source(entity, NAMES[entity], len(table), fields, None)

    def _source(
        self,
        entity: str,
        path: str,
        rows: int,
        fields: list[tuple[pa.Field, Any]],
        nest: Nest | None,
    ) -> None:
        if entity in self.found:
            self.fail(f"{NAMES[entity]} are given a second time", path, "a table, or lists in a column")
            return
        given: dict[str, Given] = {}
        lists: list[tuple[str, str, str, pa.Array]] = []
        numbers = elsewhere = malformed = None
        for one, values in fields:
            if one.name == ROW and nest is None:
                numbers = plain(values)
                if not pa.types.is_integer(numbers.type) or numbers.null_count:
                    self.fail("rows are numbered by whole numbers", f"{path}.{ROW}")
            elif one.name == ELSEWHERE:
                elsewhere = plain(values)
            elif one.name == MALFORMED:
                malformed = plain(values)
            else:
                self._column(entity, entity, path, "", one, values, given, lists)
        keys = {key[1:]: column for key, column in given.items() if key.startswith("#")}
        facts = tuple(column for key, column in given.items() if not key.startswith("#"))
        own = given.get(f"{entity}.id")
        self.found[entity] = Source(
            entity,
            rows,
            tuple(column for column in facts if column is not own),
            own,
            keys,
            numbers,
            nest,
            elsewhere,
            malformed,
        )
        for element, name, where, values in lists:
            self._lists(element, name, where, values)

    def _lists(self, element: str, name: str, path: str, values: pa.Array) -> None:
        """Match the elements of a column of lists."""
        counts = values.value_lengths().fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
        starts = np.zeros(len(values) + 1, np.int64)
        np.cumsum(counts, out=starts[1:])
        items = values.flatten()
        if pa.types.is_null(items.type):
            items = pa.nulls(len(items), pa.struct([]))
        parts = items.flatten() if items.type.num_fields else []
        fields = [(items.type.field(index), part) for index, part in enumerate(parts)]
        listed = values.is_valid().to_numpy(zero_copy_only=False)
        self._source(element, path, len(items), fields, Nest(name, starts, listed))

    def _column(
        self,
        entity: str,
        of: str,
        path: str,
        before: str,
        one: pa.Field,
        values: Any,
        given: dict[str, Given],
        lists: list[tuple[str, str, str, pa.Array]],
    ) -> None:
        """Match one column of a table of ``entity`` that states a fact of ``of``."""
        path = f"{path}.{one.name}"
        shown = before + one.name
        name, renamed = self._renamed(entity, shown, path)
        if name is None:
            return
        if renamed:
            key, bracketed = self._key(entity, entity, name.removeprefix(f"{entity}."), path)
        else:
            key, bracketed = self._key(entity, of, one.name, path)
        if key is None:
            return
        holder, _, fact = key.partition(".")
        spec = _ID if key.startswith("#") else facts_of(ENTITIES[holder])[fact]
        values = without_empty(plain(values))
        wrong = type_problem(spec, values.type)
        if wrong is not None:
            self.problems.append(wrong.within(path=path))
        elif spec.kind is Kind.ENTITY and pa.types.is_struct(values.type):
            for index, part in enumerate(values.flatten() if values.type.num_fields else []):
                inner = values.type.field(index)
                self._column(entity, spec.type.key, path, f"{shown}.", inner, part, given, lists)
        elif spec.kind is Kind.COLLECTION and not pa.types.is_null(values.type):
            lists.append((spec.type.key, shown, path, values))
        elif spec.kind not in (Kind.ENTITY, Kind.COLLECTION):
            unit, scale = self._unit(spec, one, bracketed or (renamed and _bracketed(one.name)), path)
            self._add(Given(shown, key, spec, values, unit, scale), path, given)

    def _renamed(self, entity: str, name: str, path: str) -> tuple[str | None, bool]:
        """What a column is called instead, None where it states no fact, and whether the caller says so."""
        for spelt in (path, f"{NAMES[entity]}.{name}", name):
            self.seen[spelt] = None
            if spelt in self.renamed:
                self.used.add(spelt)
                return self.renamed[spelt], True
        return name, False

    def _key(self, entity: str, of: str, name: str, path: str) -> tuple[str | None, str | None]:
        """The fact that a name stands for (``#household`` for the id of a household), and the unit in brackets."""
        unit = _bracketed(name)
        bare = name if unit is None else _BRACKETS.sub("", name)
        *way, fact = bare.split(".")
        for step in way:
            inner = _links(of).get(step)
            if inner is None:
                options = ", ".join(dict(single_links(of)))
                self.fail(f"{of} has no '{step}'", path, options or None, nearest(step, _links(of)))
                return None, None
            of = inner
        if of == entity and not way and (owner := _owner_of_key(entity, fact)) is not None:
            return f"#{owner}", unit
        found = _names(of).get(fact)
        if found is None:
            near = nearest(fact, [*_names(of), *_key_columns(entity)]) or nearest(fact.lower(), _names(of))
            self.fail(f"{of} has no fact '{fact}'", path, None, near and ".".join((*way, near)))
            return None, None
        return f"{of}.{found}", unit

    def _unit(
        self, spec: FactSpec, one: pa.Field, bracketed: str | bool | None, path: str
    ) -> tuple[Unit | None, Number]:
        """The unit of a column's numbers and its scale: as the column names it, else that of the fact."""
        own = spec.unit
        told = (one.metadata or {}).get(b"unit")
        texts = [text for text in (bracketed or None, told and told.decode("utf-8", "replace")) if text]
        if spec.kind is not Kind.NUMBER:
            if bracketed:
                self.fail(f"{with_article(spec.kind)} fact has no unit, such as '{bracketed}'", path)
            return None, 1
        scale: Number = 1 if own is None else own.scale
        found: list[Quantity] = []
        for text in texts:
            try:
                found.append(_one(str(text)))
            except InputError as error:
                self.problems += [problem.within(path=path) for problem in error.problems]
        for one_of in found:
            if own is None or not own.same_kind(one_of.unit):
                expected = f"a unit like {own}" if own is not None and str(own) else "no unit"
                self.fail(f"the column is in {str(one_of.unit) or 'pure numbers'}", path, expected)
        if len(found) == 2 and found[0] != found[1]:
            self.fail(
                f"the column is in {texts[0]} by its name and in {texts[1]} by its metadata", path, "one unit"
            )
        if not found:
            return own, scale
        value = found[0].value
        assert isinstance(value, Number)
        return found[0].unit, value

    def _add(self, column: Given, path: str, given: dict[str, Given]) -> None:
        first = given.setdefault(column.key, column)
        if first is not column:
            self.fail(f"'{column.name}' is the same fact as '{first.name}'", path, "one of them")

    def check_keys(self, known: tuple[str, ...]) -> None:
        """Note tables that cannot be joined to those above them."""
        for entity in known:
            source = self.found.get(entity)
            if source is None or source.nest is not None:
                continue
            for owner, _ in ancestors(entity):
                above = self.found.get(owner)
                if above is None:
                    self.fail(f"rows of {NAMES[owner]} are missing", NAMES[entity], f"the table '{owner}'")
                elif owner not in source.keys:
                    column = f"{owner}_id"
                    self.fail(
                        f"there is no column '{column}'", NAMES[entity], f"{column} or {KEY_LABELS[owner]}"
                    )
                elif above.id is None and above.nest is None:
                    self.fail(
                        f"there is no column 'id' that {NAMES[entity]} could refer to",
                        NAMES[owner],
                        "id or 编号",
                    )

    def check_used(self) -> None:
        """Note what the caller says of columns that there are none of."""
        for name in self.renamed:
            if name not in self.used:
                near = nearest(name, self.seen)
                self.fail(
                    f"no table has a column '{name}'", "", None if near else "columns that are there", near
                )


_ID = facts_of(ENTITIES["household"])["id"]


def _key_columns(entity: str) -> Iterator[str]:
    for owner, _ in ancestors(entity):
        yield from (f"{owner}_id", KEY_LABELS[owner])


def _owner_of_key(entity: str, name: str) -> str | None:
    """The entity above whose ids a column holds, by the column's name."""
    for owner, _ in ancestors(entity):
        if name in (f"{owner}_id", KEY_LABELS[owner]):
            return owner
    return None


def _bracketed(name: str) -> str | None:
    found = _BRACKETS.search(name)
    return None if found is None else found[1].strip()


def _one(unit: str) -> Quantity:
    """One of a unit, which may have a multiple before it: of 万元 it is 1万元."""
    if not re.match(r"[\d.:~<>=?+/-]", unit):
        try:
            found = Quantity.parse(f"1{unit}")
        except InputError:
            pass
        else:
            if found.is_exact:
                return found
    raise InputError(Problem(f"'{unit}' is no unit", expected="a unit such as 元/人/年, 分 or 万元"))
