"""Running a policy's rules over a register, and what comes out of it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from importlib.util import find_spec
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
import pyarrow as pa
from attrs import frozen

from fupin_policy.assess import Plan, Verdict
from fupin_policy.assess.checks import check_terms
from fupin_policy.assess.engine import base_of, refuse_day
from fupin_policy.assess.place import is_in_place
from fupin_policy.problems import InputError, Problem, UnknownNameError, with_article
from fupin_policy.register.days import counted
from fupin_policy.register.kernel.blocks import run_blocks
from fupin_policy.register.kernel.columns import (
    TOO_FINE,
    amount_column,
    held,
    keys_column,
    unfit,
    verdict_column,
)
from fupin_policy.register.kernel.compiling import (
    compiled_kernel,
    is_compiled,
    outputs_of,
    plain_kernel,
    program_source,
    run_plain,
)
from fupin_policy.register.kernel.fitting import arrays_of
from fupin_policy.register.kernel.outcomes import VERDICTS, Program, program_of
from fupin_policy.register.kernel.scalar import Output
from fupin_policy.register.layout import Layout
from fupin_policy.register.side_by_side import cores, each
from fupin_policy.register.tables import Array, Register, pack
from fupin_policy.values import Unit

__all__ = ["Engine", "Results", "Run", "prepare", "run"]

Engine: TypeAlias = Literal["auto", "numba", "numpy", "python"]

_OVERFLOW = "an amount is too large to be counted exactly in 64 bits"


@frozen(eq=False, slots=False)
class Run:
    """The rules of a plan made ready for registers of one layout, under readings and with terms filled.

    ``source`` is the text of the rules as one Python function. Calling it with a register and a day works the register
    out. It holds no state: it may be called from several threads, and as often as wanted.
    """

    plan: Plan
    program: Program
    outputs: tuple[Output, ...]
    source: str
    engine: Engine
    readings: Mapping[str, str]
    terms: Mapping[str, Any]
    given_terms: Mapping[str, Any]
    kernel: Callable[..., None] | None

    def __call__(self, register: Register, on: date, threads: int | None = None) -> Results:
        """Work out every case of a register as of a day. Raises OutsidePeriodError for a day out of force."""
        if threads is not None and threads < 1:
            raise InputError(Problem(f"{threads} threads", expected="one or more"))
        refuse_day(self.plan, base_of(self.plan, on, self.readings, self.terms))
        inputs = arrays_of(register, self.program.layout)
        rows = register.rows
        written = _room(self.outputs, rows)
        failed = np.zeros(rows, bool)
        used = 1 if self.engine == "python" else threads or cores()

        def part(span: tuple[int, int]) -> None:
            self.work(inputs, written, failed, span, counted(on))

        each(part, _spans(rows, used), used)
        return Results(self, register, on, written, failed)

    def work(
        self,
        inputs: Mapping[str, Array],
        written: Mapping[str, Array],
        failed: Array,
        span: tuple[int, int],
        on: int,
    ) -> None:
        """Work out the cases of a span of rows."""
        if self.kernel is None:
            run_blocks(self.program.layout, self.outputs, inputs, written, failed, span, on)
        elif self.engine == "python":
            run_plain(self.kernel, inputs, written, failed, span, on)
        else:
            self.kernel(*span, on, *inputs.values(), *written.values(), failed)


_PAGE, _SHIFT = 4096, 192


def _room(outputs: Sequence[Output], rows: int) -> dict[str, Array]:
    """An array for each output, those beside each other at different places of a page.

    The loop writes a row of every one in turn, and a processor's cache holds few lines of one place.
    """
    found = {}
    for index, output in enumerate(outputs):
        before = index * _SHIFT % _PAGE // np.dtype(output.dtype).itemsize
        found[output.name] = np.empty(before + rows, output.dtype)[before:]
    return found


_SMALL, _LARGE = 1 << 12, 1 << 16


def _spans(rows: int, threads: int) -> list[tuple[int, int]]:
    """The rows divided among threads: few are not worth a second one, and of many each thread takes some at a time,
    so that none waits long for one that has less of a core.
    """
    parts = max(1, min(threads, rows // _SMALL), -(-rows // _LARGE) if threads > 1 else 1)
    ends = [rows * part // parts for part in range(parts + 1)]
    return list(itertools.pairwise(ends))


@frozen(eq=False, slots=False)
class Results:
    """What came out for every case of a register: verdicts, amounts and totals as arrays, and as a table."""

    run: Run
    register: Register
    on: date
    arrays: Mapping[str, Array]
    failed: Array

    @cached_property
    def outside(self) -> Array:
        """Which cases lie outside the divisions that the policy covers; an unknown place is taken to be inside."""
        divisions = self.register.divisions
        if divisions is None:
            return np.zeros(self.register.rows, bool)
        coded = pa.array(divisions).dictionary_encode()
        away = [is_in_place(self.run.plan.book, code) is False for code in coded.dictionary.to_pylist()]
        places = coded.indices.fill_null(len(away)).to_numpy(zero_copy_only=False)
        return np.asarray(np.array([*away, False], bool)[places])

    @cached_property
    def failures(self) -> list[tuple[int, str]]:
        """The cases that could not be worked out, as row and reason: rules that exclude each other, overflow, or an
        amount that no decimals can tell.
        """
        reasons = self.run.program.reasons
        conflict = self.arrays["failure"] if reasons else np.zeros(self.register.rows, np.int32)
        bad = self.failed | (conflict > 0)
        for fine in self._too_fine():
            bad |= fine
        rows = np.flatnonzero(bad & ~self.outside)
        return [
            (
                int(row),
                _OVERFLOW if self.failed[row] else reasons[conflict[row] - 1] if conflict[row] else TOO_FINE,
            )
            for row in rows
        ]

    def _too_fine(self) -> Iterator[Array]:
        """For each end of an amount that may be a fraction without end, the cases where it is."""
        program = self.run.program
        amounts = [(one.measure, one.amount, one.unit) for one in program.answers if one.amount is not None]
        for name, amount, unit in [
            *amounts,
            *((f"total.{one.key}", one.amount, one.unit) for one in program.totals),
        ]:
            endless = self.arrays.get(f"{name}.endless")
            for end in ("low", "high"):
                fine = None if unit is None else unfit(self.arrays[f"{name}.{end}"], amount.denominator, unit)
                if fine is not None:
                    yield fine & ~endless if end == "high" and endless is not None else fine

    def verdicts(self, measure: str) -> Array:
        """The verdict of a measure on each case as a number, in the order of ``outcomes.VERDICTS``."""
        if measure not in self.arrays:
            raise UnknownNameError("measure", measure, [one.measure for one in self.run.program.answers])
        if not self.outside.any():
            return self.arrays[measure]
        return np.where(self.outside, np.int8(VERDICTS.index(Verdict.DOES_NOT_APPLY)), self.arrays[measure])

    def table(self) -> pa.Table:
        """One row a case: its id, and for each measure its verdict, the ends of its amount, and what is missing.

        Money is in fen; an amount that can have fractions of a fen is a decimal number of fen. An end that is null
        is unbounded. The unit of a column stands in its field's metadata under ``unit``.
        """
        program, rows = self.run.program, self.register.rows
        void = np.zeros(rows, bool)
        void[[row for row, _ in self.failures]] = True
        fields: list[pa.Field] = []
        columns: list[pa.Array] = []

        def put(name: str, column: pa.Array, unit: str | None = None) -> None:
            metadata = None if unit is None else {"unit": unit}
            fields.append(pa.field(name, column.type, metadata=metadata))
            columns.append(column)

        ids = self.register.tables[self.register.root].ids
        if ids is not None:
            put("id", pa.array(ids))
        nothing = void | self.outside
        for answer in program.answers:
            put(answer.measure, verdict_column(self.verdicts(answer.measure), void))
            if answer.amount is not None and answer.unit is not None:
                self._put_ends(put, answer.measure, answer.amount.denominator, answer.unit, nothing)
            if answer.gaps is not None:
                words = [self.arrays[f"{answer.measure}.missing{i}"] for i in range(len(answer.gaps.words))]
                put(f"{answer.measure}.missing", keys_column(words, answer.gaps.keys, nothing))
        for total in program.totals:
            self._put_ends(put, f"total.{total.key}", total.amount.denominator, total.unit, nothing)
        return pa.Table.from_arrays(columns, schema=pa.schema(fields))

    def _put_ends(
        self, put: Callable[..., None], name: str, denominator: int, unit: Unit, nothing: Array
    ) -> None:
        endless = self.arrays.get(f"{name}.endless")
        for end, void in (("low", nothing), ("high", nothing if endless is None else nothing | endless)):
            column, shown = amount_column(self.arrays[f"{name}.{end}"], denominator, unit, void)
            put(f"{name}.{end}", column, shown)
        for mark in ("low_open", "high_open"):
            if f"{name}.{mark}" in self.arrays:
                put(f"{name}.{mark}", held(pa.bool_(), pack(self.arrays[f"{name}.{mark}"]), nothing))


def prepare(
    plan: Plan,
    layout: Layout,
    *,
    readings: Mapping[str, str] | None = None,
    terms: Mapping[str, Any] | None = None,
    measures: Sequence[str] | None = None,
    missing: bool = False,
    engine: Engine = "auto",
    rows: int | None = None,
) -> Run:
    """Make the rules of a plan ready for registers of a layout.

    ``measures`` chooses some by id; ``missing`` asks also which facts leave each measure open. ``engine`` is the
    compiled loop (``numba``), arrays (``numpy``), the loop as plain Python (``python``), or whichever of the first
    two serves better for so many ``rows`` (``auto``; of an unknown number it is taken to be many).

    Raises InputError for unknown names, all together.
    """
    chosen, filled = _checked(plan, layout, readings, terms, measures, engine)
    wanted = None if measures is None else tuple(measures)
    rules = _lowered(plan, layout, tuple(chosen.items()), tuple(filled.items()), wanted, missing)
    used: Engine = _chosen(rules.source, layout, rules.outputs, rows) if engine == "auto" else engine
    kernel = rules.compiled if used == "numba" else rules.plain if used == "python" else None
    return Run(
        plan, rules.program, rules.outputs, rules.source, used, chosen, filled, dict(terms or {}), kernel
    )


@frozen(eq=False, slots=False)
class _Rules:
    """Rules lowered, and the text of the function that they are."""

    program: Program
    outputs: tuple[Output, ...]
    source: str

    @cached_property
    def compiled(self) -> Callable[..., None]:
        return compiled_kernel(self.source, self.program.layout, self.outputs)

    @cached_property
    def plain(self) -> Callable[..., None]:
        return plain_kernel(self.source)


@lru_cache(maxsize=16)
def _lowered(
    plan: Plan,
    layout: Layout,
    readings: tuple[tuple[str, str], ...],
    terms: tuple[tuple[str, Any], ...],
    measures: tuple[str, ...] | None,
    missing: bool,
) -> _Rules:
    """The rules of a plan lowered once for all registers of a layout: all that goes into it are values."""
    program = program_of(plan, layout, dict(readings), dict(terms), measures, missing=missing)
    outputs = tuple(outputs_of(program))
    return _Rules(program, outputs, program_source(program, outputs))


# Compiling takes as long as arrays take for about so many cases.
_WORTH_COMPILING = 1_000_000


def _chosen(source: str, layout: Layout, outputs: tuple[Output, ...], rows: int | None) -> Engine:
    """The compiled loop where there is a compiler and it pays: it is compiled already, or the cases are many."""
    if find_spec("numba") is None:
        return "numpy"
    many = rows is None or rows >= _WORTH_COMPILING
    return "numba" if many or is_compiled(source, layout, outputs) else "numpy"


def _checked(
    plan: Plan,
    layout: Layout,
    readings: Mapping[str, str] | None,
    terms: Mapping[str, Any] | None,
    measures: Sequence[str] | None,
    engine: str,
) -> tuple[dict[str, str], dict[str, Any]]:
    """The readings and terms in force for a run. All unknown names are refused together."""
    book = plan.book
    problems: list[Problem] = []
    if engine not in get_args(Engine):
        problems += UnknownNameError("engine", engine, get_args(Engine)).problems
    chosen: dict[str, str] = {}
    filled: dict[str, Any] = {name: term.known.value for name, term in book.terms.items() if term.known}
    try:
        chosen = book.choose(readings)
    except InputError as error:
        problems += error.problems
    try:
        filled |= {name: value for name, (_, value) in check_terms(book, terms).items()}
    except InputError as error:
        problems += error.problems
    known = [one.measure.id for one in plan.rules if one.family == layout.root]
    for name in measures or ():
        if name not in known:
            what = f"measure of {book.slug} about {with_article(layout.root)}"
            problems += UnknownNameError(what, name, known).problems
    if problems:
        raise InputError(problems)
    return chosen, filled


def run(
    plan: Plan,
    register: Register,
    on: date,
    *,
    readings: Mapping[str, str] | None = None,
    terms: Mapping[str, Any] | None = None,
    measures: Sequence[str] | None = None,
    missing: bool = False,
    engine: Engine = "auto",
    threads: int | None = None,
) -> Results:
    """Work out every case of a register as of a day; see :func:`prepare` for what can be chosen.

    >>> import fupin_policy as fp
    >>> from fupin_policy.register.intake.entities import register_of
    >>> homes = register_of([fp.Household(type="低保户")], "household")
    >>> found = run(fp.load_policy("ruyuan-2016").plan, homes, date(2017, 9, 1), measures=["dibao"], engine="numpy")
    >>> found.table().column("dibao").to_pylist()
    ['undetermined']
    """
    prepared = prepare(
        plan, Layout.of(register, plan.facts), readings=readings, terms=terms, measures=measures,
        missing=missing, engine=engine, rows=register.rows,
    )  # fmt: skip
    return prepared(register, on, threads)
