"""What a plan says of whole registers: the verdict of every measure on every case, amounts, and totals by stream.

Which measures replace, repeat or exclude each other is settled as :mod:`fupin_policy.assess.stacking` does it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from attrs import evolve, frozen

from fupin_policy.assess import Plan, Verdict
from fupin_policy.assess.plan import PlannedRule
from fupin_policy.policy import Kind
from fupin_policy.register.kernel.gaps import Gaps, gaps_of
from fupin_policy.register.kernel.graph import Graph, Value
from fupin_policy.register.kernel.items import Items, Said, apart, items_of
from fupin_policy.register.kernel.logic import chain
from fupin_policy.register.kernel.lower import Lowering
from fupin_policy.register.kernel.numbers import Num
from fupin_policy.register.layout import Layout
from fupin_policy.values import Unit

__all__ = ["VERDICTS", "Answer", "Program", "Total", "program_of"]

VERDICTS = (
    Verdict.FAILS, Verdict.HOLDS, Verdict.UNDETERMINED, Verdict.NOT_IN_FORCE, Verdict.DOES_NOT_APPLY,
)  # fmt: skip
"""Verdicts in the order of their numbers in a register's results."""

_FIELDS = {
    Verdict.HOLDS: "holds",
    Verdict.FAILS: "fails",
    Verdict.UNDETERMINED: "undetermined",
    Verdict.NOT_IN_FORCE: "not_in_force",
    Verdict.DOES_NOT_APPLY: "not_meant",
}
_ANY = (Verdict.HOLDS, Verdict.UNDETERMINED, Verdict.NOT_IN_FORCE, Verdict.FAILS)
_ALL = (Verdict.FAILS, Verdict.UNDETERMINED, Verdict.NOT_IN_FORCE, Verdict.HOLDS)
_FOR_ALL = frozenset({Kind.TARGET, Kind.STANDARD, Kind.EXIT_STANDARD})


@frozen(eq=False)
class Answer:
    """What one measure says of each case: the number of its verdict, its amount in ``unit``, the missing facts."""

    measure: str
    verdict: Value
    amount: Num | None
    unit: Unit | None
    gaps: Gaps | None = None


@frozen(eq=False)
class Total:
    """The sum of the counted amounts of a stream, of each case."""

    key: str
    amount: Num
    unit: Unit


@frozen(eq=False)
class Program:
    """All that is worked out of a register of one layout.

    ``failure`` is 0 for a case that is well, else one more than the position in ``reasons`` of why it is not.
    """

    layout: Layout
    answers: tuple[Answer, ...]
    totals: tuple[Total, ...]
    failure: Value
    reasons: tuple[str, ...]


def program_of(
    plan: Plan,
    layout: Layout,
    readings: Mapping[str, str],
    terms: Mapping[str, object],
    measures: Collection[str] | None = None,
    *,
    missing: bool = False,
) -> Program:
    """Lower the rules of a plan about ``layout.root`` (or the ``measures`` named) for registers of a layout."""
    lowering = Lowering(Graph(), layout, readings, terms)
    builder = _Builder(plan, lowering)
    rules = [one for one in plan.rules if one.family == layout.root]
    wanted = [one for one in rules if measures is None or one.measure.id in measures]
    items = {one.measure.id: items_of(plan, one, lowering) for one in builder.involved(rules, wanted)}
    settled = builder.displaced(items)
    answers = []
    for one in wanted:
        verdict = builder.verdict(items[one.measure.id])
        amount = None if one.unit is None else builder.total_of(settled[one.measure.id])
        gaps = gaps_of(items[one.measure.id], lowering) if missing else None
        answers.append(Answer(one.measure.id, verdict, amount, one.unit, gaps))
    failure, reasons = builder.failures(items, wanted)
    return Program(layout, tuple(answers), builder.totals(settled, wanted), failure, reasons)


@frozen(eq=False)
class _Builder:
    plan: Plan
    lowering: Lowering

    @property
    def graph(self) -> Graph:
        return self.lowering.graph

    def involved(self, rules: list[PlannedRule], wanted: list[PlannedRule]) -> list[PlannedRule]:
        """The rules that are wanted, and those that replace them."""
        names = {one.measure.id for one in wanted}
        return [one for one in rules if one.measure.id in names or one.rule.stacking.instead_of in names]

    def number(self, verdict: Verdict) -> Value:
        """The number of a verdict."""
        return self.graph.number(VERDICTS.index(verdict))

    # --- from elements up to the case -----------------------------------------------------------

    def up(self, value: Value, level: str, fold: Callable[[str, str, Value], Value]) -> Value:
        """A value of the rows of a level gathered, table by table, into one of each case."""
        for owner, _, element in reversed(chain(level)):
            value = fold(element, self.lowering.layout.level(owner), value)
        return value

    def some(self, items: Items, field: str) -> Value:
        """Of which cases something is said of at least one part."""
        return self.graph.either(
            *(
                self.up(self.graph.both(said.exists, getattr(said, field)), said.level, self.graph.any)
                for said in items.parts
            )
        )

    def verdict(self, items: Items) -> Value:
        """The number of the joint verdict: the first in the order of the kind that is said of any part."""
        g = self.graph
        order = _ALL if items.rule.measure.kind in _FOR_ALL else _ANY
        found = self.number(Verdict.DOES_NOT_APPLY)
        for verdict in reversed(order):
            found = g.choose(self.some(items, _FIELDS[verdict]), self.number(verdict), found)
        without = apart(items, self.lowering)
        if without.present.always:
            return found
        open_ = g.either(
            g.no(g.either(without.in_force.holds, without.in_force.fails)),
            g.no(g.either(without.addressed.holds, without.addressed.fails)),
        )
        said = g.choose(
            without.addressed.holds, self.number(Verdict.FAILS), self.number(Verdict.DOES_NOT_APPLY)
        )
        said = g.choose(open_, self.number(Verdict.UNDETERMINED), said)
        said = g.choose(without.in_force.fails, self.number(Verdict.NOT_IN_FORCE), said)
        return g.choose(without.present, found, said)

    def total_of(self, items: Items) -> Num:
        """The amounts of all parts of each case together."""
        total = self.lowering.numbers.of(0)
        for said in items.parts:
            if said.amount is not None:
                total = self.lowering.numbers.add(total, self.sum_up(said, said.amount))
        return total

    def sum_up(self, said: Said, amount: Num) -> Num:
        """An amount of each row of a level summed for each case."""
        g, numbers = self.graph, self.lowering.numbers
        kept = numbers.hull(said.exists, amount, g.no(said.exists), numbers.of(0))
        if said.level == self.lowering.layout.root:
            return kept
        return numbers.between(
            self.up(kept.low, said.level, g.sum), self.up(kept.high, said.level, g.sum),
            self.up(kept.no_low, said.level, g.any), self.up(kept.no_high, said.level, g.any),
            self.up(kept.low_open, said.level, g.any), self.up(kept.high_open, said.level, g.any),
            kept.denominator,
        )  # fmt: skip

    # --- how measures stand together -------------------------------------------------------------

    def displaced(self, items: Mapping[str, Items]) -> dict[str, Items]:
        """The items with nothing, or perhaps nothing, due where another measure gives in their place."""
        found = dict(items)
        for by in items.values():
            other = by.rule.rule.stacking.instead_of
            if other in found:
                found[other] = self._displaced(found[other], by)
        return found

    def _displaced(self, items: Items, by: Items) -> Items:
        g, numbers = self.graph, self.lowering.numbers
        alike = items.rule.rule.to == by.rule.rule.to
        whole = self.verdict(by)
        parts = []
        for index, said in enumerate(items.parts):
            if said.amount is None:
                parts.append(said)
                continue
            if alike:
                sure, maybe = by.parts[index].holds, by.parts[index].undetermined
            else:
                sure, maybe = (
                    g.same(whole, self.number(Verdict.HOLDS)),
                    g.same(whole, self.number(Verdict.UNDETERMINED)),
                )
            nothing = numbers.of(0)
            less = numbers.hull(g.no(sure), said.amount, g.either(sure, maybe), nothing)
            parts.append(said.paid(less))
        return evolve(items, parts=tuple(parts))

    def totals(self, settled: Mapping[str, Items], wanted: Iterable[PlannedRule]) -> tuple[Total, ...]:
        """The sums by stream; of measures of which only the highest counts, the highest of each row."""
        numbers = self.lowering.numbers
        sums: dict[str, Total] = {}
        groups: dict[tuple[str, str, str], list[Items]] = {}
        for one in wanted:
            if one.total is None or one.unit is None or one.uncounted is not None:
                continue
            sums.setdefault(one.total, Total(one.total, numbers.of(0), one.unit))
            group = one.rule.stacking.higher_of
            if group is not None:
                groups.setdefault((one.total, group, one.rule.to), []).append(settled[one.measure.id])
            else:
                sums[one.total] = self._plus(sums[one.total], self.total_of(settled[one.measure.id]))
        for (key, _, _), members in groups.items():
            sums[key] = self._plus(sums[key], self._highest(members))
        return tuple(sums.values())

    def _plus(self, total: Total, amount: Num) -> Total:
        return evolve(total, amount=self.lowering.numbers.add(total.amount, amount))

    def _highest(self, members: list[Items]) -> Num:
        numbers = self.lowering.numbers
        total = numbers.of(0)
        for parts in zip(*(one.parts for one in members), strict=True):
            amounts = [said.amount for said in parts if said.amount is not None]
            if amounts:
                highest = amounts[0]
                for amount in amounts[1:]:
                    highest = numbers.maximum(highest, amount)
                total = numbers.add(total, self.sum_up(parts[0], highest))
        return total

    def failures(
        self, items: Mapping[str, Items], wanted: Iterable[PlannedRule]
    ) -> tuple[Value, tuple[str, ...]]:
        """Which cases the rules contradict themselves on, and why."""
        g = self.graph
        number, reasons = g.number(0), []
        for reason, where in self._conflicts(items, wanted):
            reasons.append(reason)
            number = g.choose(where, g.number(len(reasons)), number)
        return number, tuple(reasons)

    def _conflicts(
        self, items: Mapping[str, Items], wanted: Iterable[PlannedRule]
    ) -> Iterator[tuple[str, Value]]:
        g = self.graph
        groups: dict[tuple[str, str], list[Items]] = {}
        for one in wanted:
            own = items[one.measure.id]
            for said in own.parts:
                if not said.conflict.never:
                    where = self.up(said.conflict, said.level, g.any)
                    yield f"{one.citation}: two tiers of '{one.measure.id}' apply together", where
            group = one.rule.stacking.exclusive
            if group is not None:
                groups.setdefault((group, one.rule.to), []).append(own)
        for members in groups.values():
            for index, first in enumerate(members):
                for second in members[index + 1 :]:
                    yield self._excluding(first, second)

    def _excluding(self, first: Items, second: Items) -> tuple[str, Value]:
        g = self.graph
        both = g.either(
            *(
                self.up(g.both(a.exists, a.holds, b.holds), a.level, g.any)
                for a, b in zip(first.parts, second.parts, strict=True)
            )
        )
        names = [f"'{one.rule.measure.id}' ({one.rule.citation})" for one in (first, second)]
        return f"{' and '.join(names)} exclude each other and both hold", both
