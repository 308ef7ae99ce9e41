"""Comparing what a register run says with what the exact evaluator says of the same cases, one by one.

Needs the extra ``register``.

>>> from fupin_policy import load_policy
>>> len(list(differences(load_policy("xianning-2020"), date(2020, 6, 1), 20, engine="numpy")))
0
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from fractions import Fraction
from itertools import islice, repeat
from multiprocessing import get_context
from random import Random
from typing import Any

from attrs import evolve, frozen

from fupin_policy.assess import Assessment
from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import Kind, facts_of
from fupin_policy.library import Policy
from fupin_policy.problems import ConflictError
from fupin_policy.register.kernel.engine import Engine, Results, Run, prepare
from fupin_policy.register.kernel.gaps import WORD
from fupin_policy.register.kernel.outcomes import VERDICTS
from fupin_policy.register.layout import Layout
from fupin_policy.register.tables import Register, spec_of
from fupin_policy.rules import ancestors
from fupin_policy.testing.boundaries import days_of_change, facts_of_policy
from fupin_policy.testing.invented import cases_of_register, invent
from fupin_policy.values import Interval, Value

__all__ = ["Chunk", "Difference", "chunks", "compared", "differences", "full_layout", "shrunken", "sweep"]

Said = dict[str, Any]


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
    days = [day for day in days_of_change(policy) if policy.is_in_force(day)]
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
    """Compare so many invented cases chunk by chunk, in several processes where wanted."""
    found = chunks(policy, cases, root=root, seed=seed)
    if processes == 1:
        for chunk in found:
            yield chunk, _chunk_differences(policy, chunk)
        return
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        waiting = list(found)
        yield from zip(waiting, pool.map(_chunk_differences, repeat(policy), waiting), strict=True)


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
    told = _Told.of_run(run(register, on))
    for row, case in enumerate(cases):
        expected = exactly(policy, case, on, run)
        found = told.of(row)
        if expected != found:
            what = next(key for key in (*expected, *found) if expected.get(key) != found.get(key))
            yield Difference(case, what, expected.get(what), found.get(what))


def exactly(policy: Policy, case: Entity, on: date, run: Run) -> Said:
    """What the exact evaluator says of a case, as far as a register run says it too."""
    try:
        said = policy.assess(case, on=on, readings=run.readings, terms=run.given_terms)
    except ConflictError:
        return {"failure": True}
    found: Said = {}
    for answer in run.program.answers:
        outcome = said[answer.measure]
        found[answer.measure] = outcome.verdict.value
        if answer.amount is not None:
            found[f"{answer.measure} amount"] = _ends(
                None if outcome.amount is None else outcome.amount.value
            )
        if answer.gaps is not None:
            found[f"{answer.measure} missing"] = frozenset(one.key for one in outcome.missing)
    found |= _totals(said, run)
    return found


def _totals(said: Assessment, run: Run) -> Said:
    totals: Said = {}
    for total in run.program.totals:
        quantity = said.totals.get(total.key)
        totals[f"total {total.key}"] = _ends(0 if quantity is None else quantity.value)
    return totals


def _ends(value: Value | None) -> Any:
    if isinstance(value, Interval):
        return value.low, value.high, value.low_open, value.high_open
    return value, value, False, False


@frozen(eq=False)
class _Told:
    results: Results
    failures: dict[int, str]

    @classmethod
    def of_run(cls, results: Results) -> _Told:
        return cls(results, dict(results.failures))

    def of(self, row: int) -> Said:
        """What a register run says of one case."""
        if row in self.failures:
            return {"failure": True}
        results, found = self.results, dict[str, Any]()
        program = results.run.program
        for answer in program.answers:
            found[answer.measure] = VERDICTS[int(results.arrays[answer.measure][row])].value
            if answer.amount is not None:
                found[f"{answer.measure} amount"] = self.ends(answer.measure, answer.amount.denominator, row)
            if answer.gaps is not None:
                words = [
                    int(results.arrays[f"{answer.measure}.missing{i}"][row])
                    for i in range(len(answer.gaps.words))
                ]
                found[f"{answer.measure} missing"] = frozenset(
                    key
                    for index, key in enumerate(answer.gaps.keys)
                    if words[index // WORD] >> (index % WORD) & 1
                )
        for total in program.totals:
            found[f"total {total.key}"] = self.ends(f"total.{total.key}", total.amount.denominator, row)
        return found

    def ends(self, name: str, denominator: int, row: int) -> Any:
        arrays = self.results.arrays

        def mark(which: str) -> bool:
            column = arrays.get(f"{name}.{which}")
            return column is not None and bool(column[row])

        low = Fraction(int(arrays[f"{name}.low"][row]), denominator)
        high = None if mark("endless") else Fraction(int(arrays[f"{name}.high"][row]), denominator)
        return low, high, mark("low_open"), mark("high_open")


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
