"""Comparing what a register run says with what the exact evaluator says of the same cases, one by one.

Needs the extra ``register``.

>>> from fupin_policy import load_policy
>>> len(list(differences(load_policy("xianning-2020"), date(2020, 6, 1), 20, engine="numpy")))
0
"""

from __future__ import annotations

import gc
import pickle
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import islice, repeat
from multiprocessing import get_context
from random import Random
from typing import Any

from attrs import evolve, frozen

from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import Kind, facts_of
from fupin_policy.library import Policy
from fupin_policy.problems import ConflictError
from fupin_policy.register.kernel.engine import Engine, Results, Run, prepare
from fupin_policy.register.kernel.gaps import WORD, Gaps
from fupin_policy.register.kernel.outcomes import VERDICTS
from fupin_policy.register.layout import Layout
from fupin_policy.register.tables import Array, Register, spec_of
from fupin_policy.rules import ancestors
from fupin_policy.testing.invented import cases_of_register, invent
from fupin_policy.testing.points import facts_of_policy
from fupin_policy.values import Interval, Number, Value, exact

__all__ = ["Chunk", "Difference", "chunks", "compared", "differences", "full_layout", "shrunken", "sweep"]

Said = tuple[Any, ...]


@frozen
class Difference:
    """Something that a register run says of a case and the exact evaluator does not."""

    case: Entity
    what: str
    exact: Any
    register: Any

    def __str__(self) -> str:
        return f"{self.what}: {self.exact} by the evaluator, {self.register} in the register, of\n{self.case.to_yaml()}"


def full_layout(policy: Policy, root: str, *, bounded: bool = False) -> Layout:
    """The layout of a register with every table and fact that a policy's rules about ``root`` may look at."""
    facts = facts_of_policy(policy, root)
    rules = [one.rule.to for one in policy.plan.rules if one.family == root]
    tables = [root]
    for key in sorted({key.partition(".")[0] for key in facts} | set(rules)):
        for entity in (*reversed([owner for owner, _ in ancestors(key)]), key):
            if ancestors(entity) and entity not in tables:
                tables.append(entity)
    values = {key for key in facts if spec_of(key).kind not in _NO_VALUE}
    layout = Layout.full(root, tables, values)
    if not bounded:
        return layout
    forms = {key: evolve(form, bounded=_is_quantity(key)) for key, form in layout.columns.items()}
    return evolve(layout, columns=forms)


_NO_VALUE = (Kind.ENTITY, Kind.COLLECTION, Kind.TEXT)


def _is_quantity(key: str) -> bool:
    spec = spec_of(key)
    return spec.kind is Kind.NUMBER and not spec.is_count


def differences(
    policy: Policy,
    on: date,
    cases: int,
    *,
    root: str = "household",
    engine: Engine = "auto",
    readings: Mapping[str, str] | None = None,
    seed: int = 0,
    unknown: float = 0.1,
    bounded: bool = False,
    missing: bool = False,
) -> Iterator[Difference]:
    """Invent so many cases and compare what is said of each; a case that differs is shrunken first.

    The shrunken case has no fact and no member without which the difference would be gone.
    """
    layout = evolve(full_layout(policy, root, bounded=bounded), complete=not unknown and not bounded)
    run = prepare(policy.plan, layout, readings=readings, engine=engine, missing=missing)
    register = invent(policy, layout, cases, on, seed=seed, unknown=unknown)
    for found in compared(policy, run, register, cases_of_register(register), on):
        yield shrunken(policy, found, on, readings=readings, missing=missing)


@frozen
class Chunk:
    """Some invented cases of a comparison: how many, seen when and how, and from which seed."""

    root: str
    cases: int
    on: date
    seed: int
    unknown: float
    bounded: bool
    engine: Engine
    readings: Mapping[str, str]


_CHUNK = 2000
_UNKNOWN = (0.03, 0.1, 0.0, 0.4)


def chunks(policy: Policy, cases: int, *, root: str = "household", seed: int = 0) -> Iterator[Chunk]:
    """Cases enough for a comparison, in chunks that differ in day, in how much is known, and in how it is told.

    Every fifth chunk is seen under readings picked at random, by arrays; the others by the compiled loop where there
    is a compiler.
    """
    random = Random(seed)
    days = [day for day in policy.days_of_change if policy.is_in_force(day)]
    for index, start in enumerate(range(0, cases, _CHUNK)):
        picked = {name: random.choice(list(one.options)) for name, one in policy.readings.items()}
        turned = index % 5 == 4
        on = random.choice([day for day in days if not turned or policy.is_in_force(day, picked)] or days)
        yield Chunk(
            root, min(_CHUNK, cases - start), on, seed * 10**6 + index, _UNKNOWN[index % 4], index % 3 == 2,
            "numpy" if turned else "auto", picked if turned and policy.is_in_force(on, picked) else {},
        )  # fmt: skip


def sweep(
    policy: Policy, cases: int, *, root: str = "household", seed: int = 0, processes: int = 1
) -> Iterator[tuple[Chunk, list[Difference]]]:
    """Compare so many invented cases chunk by chunk, in several processes where wanted.

    A process reads the policy once for all of its chunks, and looks for garbage seldom: of the many small values of
    a chunk nearly all are gone without that.
    """
    found = chunks(policy, cases, root=root, seed=seed)
    if processes == 1:
        for chunk in found:
            yield chunk, _chunk_differences(policy, chunk)
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(processes, context, gc.set_threshold, (_SELDOM,)) as pool:
        waiting, packed = list(found), pickle.dumps(policy)
        yield from zip(waiting, pool.map(_differences_of_packed, repeat(packed), waiting), strict=True)


_SELDOM = 100_000


def _differences_of_packed(packed: bytes, chunk: Chunk) -> list[Difference]:
    return _chunk_differences(_unpacked(packed), chunk)


@lru_cache(maxsize=1)
def _unpacked(packed: bytes) -> Policy:
    policy: Policy = pickle.loads(packed)
    return policy


def _chunk_differences(policy: Policy, chunk: Chunk) -> list[Difference]:
    found = differences(
        policy, chunk.on, chunk.cases, root=chunk.root, engine=chunk.engine, readings=chunk.readings,
        seed=chunk.seed, unknown=chunk.unknown, bounded=chunk.bounded,
    )  # fmt: skip
    return list(islice(found, 3))


def compared(
    policy: Policy, run: Run, register: Register, cases: list[Entity], on: date
) -> Iterator[Difference]:
    """The first thing said otherwise of each case, the register and the entities being the same cases."""
    names = _names(run)
    for case, found in zip(cases, _told(run(register, on)), strict=True):
        expected = exactly(policy, case, on, run)
        if expected != found:
            sides = [
                {"failure": True} if one is None else dict(zip(names, one, strict=True))
                for one in (expected, found)
            ]
            what = next(key for side in sides for key in side if sides[0].get(key) != sides[1].get(key))
            yield Difference(case, what, *(side.get(what) for side in sides))


def _names(run: Run) -> list[str]:
    """What is compared of a case, in order: of each measure the verdict, the amount and what is missing; the totals."""
    names: list[str] = []
    for answer in run.program.answers:
        names.append(answer.measure)
        if answer.amount is not None:
            names.append(f"{answer.measure} amount")
        if answer.gaps is not None:
            names.append(f"{answer.measure} missing")
    return names + [f"total {total.key}" for total in run.program.totals]


def exactly(policy: Policy, case: Entity, on: date, run: Run) -> Said | None:
    """What the exact evaluator says of a case, as far as a register run says it too; None where rules exclude each other."""
    try:
        said = policy.assess(case, on=on, readings=run.readings, terms=run.given_terms)
    except ConflictError:
        return None
    found: list[Any] = []
    for answer in run.program.answers:
        outcome = said[answer.measure]
        found.append(outcome.verdict)
        if answer.amount is not None:
            found.append(_ends(None if outcome.amount is None else outcome.amount.value))
        if answer.gaps is not None:
            found.append(frozenset(one.key for one in outcome.missing))
    for total in run.program.totals:
        quantity = said.totals.get(total.key)
        found.append(_ends(0 if quantity is None else quantity.value))
    return tuple(found)


def _ends(value: Value | None) -> Any:
    if isinstance(value, Interval):
        return value.low, value.high, value.low_open, value.high_open
    return value, value, False, False


def _told(results: Results) -> Iterator[Said | None]:
    """What a register run says of each case, None of one that could not be worked out."""
    arrays, program = results.arrays, results.run.program
    columns: list[Iterable[Any]] = []
    for answer in program.answers:
        columns.append([VERDICTS[number] for number in arrays[answer.measure].tolist()])
        if answer.amount is not None:
            columns.append(_told_ends(arrays, answer.measure, answer.amount.denominator))
        if answer.gaps is not None:
            columns.append(_told_gaps(arrays, answer.measure, answer.gaps))
    columns += [
        _told_ends(arrays, f"total.{total.key}", total.amount.denominator) for total in program.totals
    ]
    failed = dict(results.failures)
    rows = zip(*columns, strict=True) if columns else repeat((), results.register.rows)
    for row, said in enumerate(rows):
        yield None if row in failed else said


def _told_ends(arrays: Mapping[str, Array], name: str, denominator: int) -> Iterable[Any]:
    """The ends of an amount in each row, and whether they are left out."""
    rows = len(arrays[f"{name}.low"])

    def marks(which: str) -> list[bool]:
        column = arrays.get(f"{name}.{which}")
        return [False] * rows if column is None else column.astype(bool).tolist()

    def numbers(which: str) -> list[Number]:
        column = arrays[f"{name}.{which}"].tolist()
        return column if denominator == 1 else [exact(Fraction(number, denominator)) for number in column]

    highs = [
        None if endless else high for high, endless in zip(numbers("high"), marks("endless"), strict=True)
    ]
    return zip(numbers("low"), highs, marks("low_open"), marks("high_open"), strict=True)


def _told_gaps(arrays: Mapping[str, Array], measure: str, gaps: Gaps) -> Iterable[frozenset[str]]:
    """The keys of what a measure lacks in each row."""
    words = [arrays[f"{measure}.missing{i}"].tolist() for i in range(len(gaps.words))]
    for row in zip(*words, strict=True):
        yield frozenset(
            key for index, key in enumerate(gaps.keys) if row[index // WORD] >> (index % WORD) & 1
        )


def shrunken(
    policy: Policy,
    found: Difference,
    on: date,
    *,
    readings: Mapping[str, str] | None = None,
    missing: bool = False,
) -> Difference:
    """The same difference of a case with as little in it as possible."""
    again = True
    while again:
        again = False
        for smaller in _smaller(found.case):
            difference = difference_of(policy, smaller, on, readings=readings, missing=missing)
            if difference is not None:
                found, again = difference, True
                break
    return found


def difference_of(
    policy: Policy,
    case: Entity,
    on: date,
    *,
    readings: Mapping[str, str] | None = None,
    missing: bool = False,
) -> Difference | None:
    """What the plain loop says otherwise of one case, or None."""
    from fupin_policy.register.intake.entities import register_of

    register = register_of([case], case.key)
    layout = Layout.of(register, policy.plan.facts)
    run = prepare(policy.plan, layout, readings=readings, engine="python", missing=missing)
    return next(compared(policy, run, register, [case], on), None)


def _smaller(case: Any) -> Iterator[Any]:
    """The case with one fact, one element or one fact of an element less."""
    for name, value in case.known().items():
        spec = facts_of(type(case))[name]
        yield evolve(case, **{name: None})
        if spec.kind is Kind.ENTITY:
            yield from (evolve(case, **{name: inner}) for inner in _smaller(value))
        elif spec.kind is Kind.COLLECTION:
            for index, element in enumerate(value):
                yield evolve(case, **{name: (*value[:index], *value[index + 1 :])})
                for inner in _smaller(element):
                    yield evolve(case, **{name: (*value[:index], inner, *value[index + 1 :])})
