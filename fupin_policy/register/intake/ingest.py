"""From the tables people have to a checked register, with every row that does not go into it set aside by reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import define, evolve, field, frozen

from fupin_policy.assess.checks import check_day
from fupin_policy.domain import ENTITIES
from fupin_policy.domain.accept import check_length
from fupin_policy.domain.facts import facts_of
from fupin_policy.problems import Problem
from fupin_policy.register.counts import Count
from fupin_policy.register.intake.accepting import read, read_text
from fupin_policy.register.intake.consistency import contradictions
from fupin_policy.register.intake.identifiers import elsewhere, repeats, texts
from fupin_policy.register.intake.joining import Join, join
from fupin_policy.register.intake.refusals import Refused, reason_of, refused_by
from fupin_policy.register.intake.rejected import REJECTED, Rejected
from fupin_policy.register.intake.schema import NAMES, Given, Source, match
from fupin_policy.register.intake.selecting import select, taken
from fupin_policy.register.side_by_side import each
from fupin_policy.register.tables import Array, Column, Register, Table, pack
from fupin_policy.rules import ancestors
from fupin_policy.values import Unit, frozen_map

__all__ = ["REJECTED", "Ingested", "ingest"]


@frozen(eq=False)
class Ingested:
    """A register, and what was set aside on the way to it.

    ``rejected`` has at least one row for every row set aside: ``table``, ``row`` (from 1), ``column`` and ``value``
    where one is to blame, and ``reason``. ``counts`` are by table; elements of columns of lists are counted as well.
    """

    register: Register
    rejected: pa.Table
    counts: Mapping[str, Count] = field(converter=frozen_map)


def ingest(
    tables: Mapping[str, pa.Table],
    *,
    root: str = "household",
    on: date,
    columns: Mapping[str, str | None] | None = None,
    ignore: Collection[str] = (),
    threads: int | None = None,
) -> Ingested:
    """Check the tables of a register as of a day, and bring them into the form that rules are run on.

    ``tables`` are by entity: ``household``, and below it ``person``, ``loan`` and ``bill`` where there are such, joined
    by ``household_id`` and ``person_id``, or as columns of lists. A fact is stated by its English key or its Chinese
    label; what is missing is unknown. ``columns`` and ``ignore`` are explained at
    :func:`~fupin_policy.register.intake.schema.match`. There are as many ``threads`` as cores where no number is given;
    what is found does not depend on it.

    A case with a bad value, its own or one of its members', loans' or bills', is set aside whole; rows of no case are
    set aside alone. Raises InputError with every problem of names, types and units before any row is read.

    >>> homes = pa.table({"id": ["1", "2"], "户类型": ["低保户", "低保护"]})
    >>> found = ingest({"household": homes}, on=date(2018, 1, 1))
    >>> found.register.rows, found.counts["households"].set_aside
    (1, 1)
    >>> found.rejected.column("reason")[0].as_py()[:20]
    "unknown code '低保护'; "
    """
    check_day(on)
    sources = match(tables, root, columns, ignore)
    few = sum(source.rows for source in sources.values()) < _MANY
    return _Ingesting(root, sources, on, 1 if few else threads).run()


_MANY = 1 << 15
"""From so many rows on it is worth the while of a second thread."""


@frozen(eq=False)
class _Ids:
    """The identifiers of a table as text, those refused, and the rows that have the same as another, with a number
    for each such identifier; the last two only where rows of different cases are told from each other by them.
    """

    refused: Refused
    texts: pa.Array | None
    repeated: tuple[Array, Array] | None


@define(eq=False)
class _Ingesting:
    """The state of one reading: what was found of each table so far, and what is wrong with it."""

    root: str
    sources: Mapping[str, Source]
    on: date
    threads: int | None
    rejected: Rejected = field(init=False)
    joins: Mapping[str, Join] = field(factory=dict)
    ids: dict[str, _Ids] = field(factory=dict)
    units: dict[str, Unit] = field(factory=dict)

    @rejected.default
    def _rejected(self) -> Rejected:
        return Rejected(self.sources)

    def run(self) -> Ingested:
        """Read, join, check, and leave out the cases with something wrong."""
        self._malformed()
        columns = self._read()
        for entity, joined in self.joins.items():
            for given, refused in joined.refused:
                self.rejected.add(entity, given, refused)
        self._empty_rows()
        self._lengths()
        self._same_ids()
        self._other_homes()
        tables = {entity: self._table(entity, found) for entity, found in columns.items()}
        self._contradictions(tables)
        divisions = self._divisions()
        if not self.rejected.found:
            counts = {source.name: Count(source.rows, source.rows) for source in self.sources.values()}
            return Ingested(Register(self.root, tables, divisions), REJECTED.empty_table(), counts)
        good = self._good()
        counts = {}
        for entity, source in self.sources.items():
            cases = self._cases_of(entity)
            used = np.append(good, False)[cases]
            counts[source.name] = Count(source.rows, int(used.sum()), source.rows - int(used.sum()))
            self.rejected.set_aside(entity, used, cases, self.root)
        if not good.all():
            tables = select(tables, self.root, good, self.threads)
            divisions = None if divisions is None else divisions.filter(pa.array(good))
        return Ingested(Register(self.root, tables, divisions), self.rejected.table(), counts)

    # --- values ------------------------------------------------------------------------------------

    def _read(self) -> dict[str, dict[str, Column]]:
        """The columns of every table, their identifiers, and how they are joined.

        None of these needs anything of the others: they are worked out side by side, what takes longest first.
        """
        tasks: dict[tuple[str, str], Callable[[], Any]] = {("", "joins"): self._joined}
        for entity, source in self.sources.items():
            if source.id is not None:
                tasks[entity, "ids"] = partial(self._identified, entity, source.id)
        for entity, source in self.sources.items():
            tasks |= {(entity, one.key): partial(read, one, self.on) for one in source.columns}
        found = dict(zip(tasks, each(lambda task: task(), tasks.values(), self.threads), strict=True))
        self.joins = found["", "joins"]
        columns: dict[str, dict[str, Column]] = {}
        for entity, source in self.sources.items():
            columns[entity] = {}
            for given in source.columns:
                column, refused = found[entity, given.key]
                self.rejected.add(entity, given, refused)
                if column is not None:
                    columns[entity][given.key] = column
                if given.unit is not None:
                    self.units[given.key] = given.unit
            if source.id is not None:
                self.ids[entity] = found[entity, "ids"]
                self.rejected.add(entity, source.id, self.ids[entity].refused)
        return columns

    def _joined(self) -> dict[str, Join]:
        joins: dict[str, Join] = {}
        for entity in self.sources:
            if entity != self.root:
                joins[entity] = join(self.sources, entity, joins)
        return joins

    def _identified(self, entity: str, given: Given) -> _Ids:
        refused = read_text(facts_of(ENTITIES[entity])["id"], given.values)
        alone = entity == self.root or entity in _OF_ONE_CASE
        return _Ids(
            refused,
            texts(given.values) if entity == self.root else None,
            repeats(given.values) if alone else None,
        )

    def _table(self, entity: str, columns: Mapping[str, Column]) -> Table:
        source = self.sources[entity]
        if entity == self.root:
            ids = self.ids[entity].texts if entity in self.ids else None
            return Table(entity, source.rows, columns, ids=ids)
        ids = None if source.id is None else source.id.values
        joined = self.joins[entity]
        listed = None if joined.listed.all() else pack(joined.listed)
        table = Table(entity, source.rows, columns, joined.starts, listed, ids)
        return table if joined.order is None else taken(table, joined.order, self.threads)

    def _divisions(self) -> Any:
        key = f"{self.root}.division"
        for given in self.sources[self.root].columns:
            if given.key == key and not pa.types.is_null(given.values.type):
                return texts(given.values)
        return None

    # --- cases -------------------------------------------------------------------------------------

    def _cases_of(self, entity: str) -> Array:
        """The case that each row as handed over belongs to."""
        rows = self.sources[entity].rows
        return np.arange(rows) if entity == self.root else self.joins[entity].cases

    def _good(self) -> Array:
        good = np.ones(self.sources[self.root].rows, bool)
        for entity in self.sources:
            cases = self._cases_of(entity)[self.rejected.rows(entity)]
            good[cases[cases >= 0]] = False
            if entity in self.joins:
                good[self.joins[entity].strayed] = False
        return good

    def _empty_rows(self) -> None:
        """Rows of cases that say nothing, not even who they are about, as spreadsheets leave them behind."""
        source = self.sources[self.root]
        if source.id is None or not source.columns:
            return
        empty = np.flatnonzero(source.id.values.is_null().to_numpy(zero_copy_only=False))
        for given in source.columns:
            empty = empty[given.values.take(pa.array(empty)).is_null().to_numpy(zero_copy_only=False)]
        self.rejected.add(self.root, source.id, Refused(empty, ["the row is empty"] * len(empty)))

    def _lengths(self) -> None:
        """Rows with no elements or too many, of which there must be some and cannot be so many."""
        for entity, joined in self.joins.items():
            owner, collection = ancestors(entity)[0]
            spec, nest = facts_of(ENTITIES[owner])[collection], self.sources[entity].nest
            (least, most), lengths = spec.limits, np.diff(joined.starts)
            rows = np.flatnonzero(joined.listed & ((lengths < least) | (lengths > most)))
            if len(rows):
                refused = refused_by(rows, lengths[rows].tolist(), partial(check_length, spec))
                at = rows if owner == self.root else self.joins[owner].sources()[rows]
                nothing = pa.nulls(self.sources[owner].rows, pa.string())
                name = collection if nest is None else nest.column
                given = Given(name, f"{owner}.{collection}", spec, nothing, None, 1)
                self.rejected.add(owner, given, evolve(refused, rows=at))

    def _same_ids(self) -> None:
        """Cases with one identifier, and people who are in two households: none of them is used."""
        for entity, ids in self.ids.items():
            given = self.sources[entity].id
            if given is None or ids.repeated is None or not len(ids.repeated[0]):
                continue
            if self.sources[entity].elsewhere is not None:
                continue
            rows, codes = ids.repeated
            cases = self._cases_of(entity)[rows]
            rows, codes, cases = (part[cases >= 0] for part in (rows, codes, cases))
            order = np.lexsort((rows, codes))
            rows, cases = rows[order], cases[order]
            other = elsewhere(codes[order], cases)
            bad = np.flatnonzero(other >= 0)
            values = given.values.take(pa.array(rows[bad])).to_pylist()
            homes = [self.rejected.place(self.root, row) for row in cases[other[bad]].tolist()]
            says = "is the id of {} too; expected each id once"
            says = says if entity == self.root else "is in {} too; expected one home"
            pairs = zip(values, homes, strict=True)
            reasons = [f"{entity} '{one}' {says.format(home)}" for one, home in pairs]
            self.rejected.add(entity, given, Refused(rows[bad], reasons))

    def _malformed(self) -> None:
        """Lines of files that no row can be made of; the case that they seem to be of is not fully told."""
        for entity, source in self.sources.items():
            if source.malformed is None:
                continue
            rows = np.flatnonzero(source.malformed.is_valid().to_numpy(zero_copy_only=False))
            lines = pc.utf8_slice_codeunits(source.malformed.field("line"), 0, _MOST_OF_A_LINE)
            reasons = [
                f"the line '{line}' has {one['cells']} cells; expected {one['expected']}, one a column"
                for line, one in zip(
                    *(part.take(pa.array(rows)).to_pylist() for part in (lines, source.malformed)),
                    strict=True,
                )
            ]
            whole = Given("", "", facts_of(ENTITIES[entity])["id"], lines, None, 1)
            self.rejected.add(entity, whole, Refused(rows, reasons))

    def _other_homes(self) -> None:
        """People who are in another household of the register too, which need not be here, where that was told."""
        for entity, source in self.sources.items():
            if source.elsewhere is None or source.id is None:
                continue
            rows = np.flatnonzero(source.elsewhere.is_valid().to_numpy(zero_copy_only=False))
            values, homes = (
                one.take(pa.array(rows)).to_pylist() for one in (source.id.values, source.elsewhere)
            )
            reasons = [
                f"{entity} '{one}' is in {NAMES[self.root]} row {home} too; expected one home"
                for one, home in zip(values, homes, strict=True)
            ]
            self.rejected.add(entity, source.id, Refused(rows, reasons))

    # --- contradictions ----------------------------------------------------------------------------

    def _contradictions(self, tables: Mapping[str, Table]) -> None:
        distinct = {
            entity
            for entity, ids in self.ids.items()
            if ids.repeated is not None and not len(ids.repeated[0])
        }
        for level, entity, row, problem in contradictions(tables, self.units, distinct):
            at, of, path = level, entity, problem.place.path or ""
            if (step := _ELEMENT.fullmatch(path)) is not None:
                spec = facts_of(ENTITIES[of])[step[1]]
                at = of = spec.type.key
                starts = tables[at].starts
                assert starts is not None
                first = int(starts[row])
                row, path = first + int(step[2]), step[3]
                problem = self._told(at, step[1], first, problem)
            if at in self.joins:
                row = int(self.joins[at].sources()[row])
            given = self._given(at, f"{of}.{path}")
            self.rejected.add(at, given, Refused(np.array([row]), [reason_of([problem])]))

    def _told(self, table: str, collection: str, first: int, problem: Problem) -> Problem:
        """A problem that names other elements by their rows, where these stand in a table of their own."""
        if self.sources[table].nest is not None:
            return problem
        rows = self.joins[table].sources()
        what = re.sub(
            rf"\b{collection}\[(\d+)\]",
            lambda found: self.rejected.place(table, int(rows[first + int(found[1])])),
            problem.what,
        )
        return evolve(problem, what=what)

    def _given(self, table: str, key: str) -> Given:
        source = self.sources[table]
        every = [*source.columns, *([source.id] if source.id is not None else [])]
        return next(given for given in every if given.key == key)


_MOST_OF_A_LINE = 100

_ELEMENT = re.compile(r"(\w+)\[(\d+)\]\.(\w+)")

# A person is told from everybody else on a register; loans, bills and workers from others of their own case.
_OF_ONE_CASE = frozenset({"person"})
