"""Rules lowered to values of a graph: the reader of the algebra that works on whole registers.

What a rule says of a case is laid down by :mod:`fupin_policy.rules.exact`; this reader says the same of every row.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import singledispatchmethod
from typing import Any

from attrs import evolve, field, frozen

from fupin_policy.problems import InputError, Problem
from fupin_policy.register.kernel.graph import Graph, Value, packed
from fupin_policy.register.kernel.logic import Code, Day, Logic, Lowered
from fupin_policy.register.kernel.numbers import Num, Numbers, Truth
from fupin_policy.register.kernel.stated import Stated
from fupin_policy.register.layout import Layout
from fupin_policy.rules import Scope
from fupin_policy.rules.nodes import (
    Aggregate,
    And,
    Arithmetic,
    Call,
    CodeRef,
    Compare,
    DefinitionRef,
    Extreme,
    FactRef,
    FigureRef,
    If,
    In,
    Literal_,
    Node,
    Not,
    Or,
    ReadingRef,
    TermRef,
    Today,
)
from fupin_policy.values import ANYTHING, NOT_NEGATIVE, Interval, Period, Quantity

__all__ = ["Context", "Lowering"]


@frozen
class Context:
    """Where a rule is read: the names it may use, and the kinds of elements of which nothing is known here."""

    scope: Scope
    unknown: frozenset[str] = frozenset()

    def of(self, element: str, *, known: bool) -> Context:
        """The same seen from an element of a collection, one that is listed or one that is not."""
        unknown = self.unknown - {element} if known else self.unknown | {element}
        return evolve(self, unknown=unknown)


@frozen(eq=False)
class Lowering:
    """Lowers rules for registers of one layout, under readings and with open terms filled."""

    graph: Graph
    layout: Layout
    readings: Mapping[str, str]
    terms: Mapping[str, Any]
    logic: Logic = field(init=False)
    stated: Stated = field(init=False)
    _defined: dict[tuple[str, frozenset[str]], Lowered] = field(init=False, factory=dict)

    @logic.default
    def _logic(self) -> Logic:
        return Logic(self.graph)

    @stated.default
    def _stated(self) -> Stated:
        return Stated(self.layout, self.logic)

    @property
    def numbers(self) -> Numbers:
        """Arithmetic in the graph."""
        return self.logic.numbers

    # --- what a rule is made of ----------------------------------------------------------------

    def truth(self, node: Node | None, context: Context) -> Truth:
        """A condition; none at all always holds."""
        if node is None:
            return self.logic.certain(True)
        found = self.lower(node, context)
        assert isinstance(found, Truth)
        return found

    def num(self, node: Node, context: Context) -> Num:
        """A number."""
        found = self.lower(node, context)
        assert isinstance(found, Num)
        return found

    @singledispatchmethod
    def lower(self, node: Node, context: Context) -> Lowered:
        """The value of a rule on every row. Raises InputError for what no register can answer."""
        raise InputError(Problem(f"'{node}' cannot be asked of a register"))

    @lower.register
    def _(self, node: Literal_, context: Context) -> Lowered:
        return self._static(node.value.value if isinstance(node.value, Quantity) else node.value)

    def _static(self, value: Any) -> Lowered:
        if isinstance(value, bool):
            return self.logic.certain(value)
        if isinstance(value, date):
            return Day(self.graph.number(packed(value)), self.graph.truth(True))
        return self.numbers.of(value)

    @lower.register
    def _(self, node: FigureRef, context: Context) -> Lowered:
        found = self._figure(node, context)
        if isinstance(found, Period):
            raise InputError(Problem(f"'{node}' is a period and no value"))
        return self.numbers.of(found)

    def _figure(self, node: Node, context: Context) -> Any:
        """The set that a printed figure or a quoted quantity denotes."""
        if isinstance(node, FigureRef):
            found = context.scope.figures[(node.measure or context.scope.here, node.name)]
            return found.value if isinstance(found, Quantity) else found
        assert isinstance(node, Literal_)
        return node.value.value if isinstance(node.value, Quantity) else node.value

    @lower.register
    def _(self, node: CodeRef, context: Context) -> Lowered:
        return Code((node.key,), self.graph.number(0), self.graph.truth(True))

    @lower.register
    def _(self, node: ReadingRef, context: Context) -> Lowered:
        return Code((self.readings[node.name],), self.graph.number(0), self.graph.truth(True))

    @lower.register
    def _(self, node: TermRef, context: Context) -> Lowered:
        value = self.terms.get(node.name)
        if value is not None:
            return self._static(value)
        kind = context.scope.terms[node.name].kind
        if kind == "number":
            return self.numbers.of(ANYTHING)
        nothing = self.graph.truth(False)
        return Day(self.graph.number(0), nothing) if kind == "date" else self.logic.unsure()

    def _on(self) -> Value:
        """The day of the run."""
        return self.graph.civil(self.graph.given("on", -(2**31), 2**31 - 1))

    @lower.register
    def _(self, node: Today, context: Context) -> Lowered:
        return Day(self._on(), self.graph.truth(True))

    @lower.register
    def _(self, node: DefinitionRef, context: Context) -> Lowered:
        key = (node.name, context.unknown)
        if key not in self._defined:
            entity, body = context.scope.definitions[node.name]
            scope = context.scope.of_definition(node.name, entity)
            self._defined[key] = self.lower(body, evolve(context, scope=scope))
        return self._defined[key]

    # --- facts ---------------------------------------------------------------------------------

    @lower.register
    def _(self, node: FactRef, context: Context) -> Lowered:
        return self.stated.fact(f"{node.entity}.{node.name}", node.entity not in context.unknown)

    # --- logic ---------------------------------------------------------------------------------

    @lower.register
    def _(self, node: Not, context: Context) -> Lowered:
        return self.logic.negated(self.truth(node.arg, context))

    @lower.register
    def _(self, node: Or, context: Context) -> Lowered:
        return self.logic.any_of([self.truth(arg, context) for arg in node.args])

    @lower.register
    def _(self, node: And, context: Context) -> Lowered:
        return self.logic.all_of([self.truth(arg, context) for arg in node.args])

    @lower.register
    def _(self, node: Compare, context: Context) -> Lowered:
        left, right = self.lower(node.left, context), self.lower(node.right, context)
        found = self.logic.compared(node.op.replace("!", "="), left, right)
        return self.logic.negated(found) if node.op == "!=" else found

    @lower.register
    def _(self, node: In, context: Context) -> Lowered:
        found = self._inside(node, context)
        return self.logic.negated(found) if node.negated else found

    def _inside(self, node: In, context: Context) -> Truth:
        keys = tuple(option.key for option in node.options if isinstance(option, CodeRef))
        item = self.lower(node.item, context)
        if len(keys) == len(node.options):
            assert isinstance(item, Code)
            return self.logic.among(item, keys)
        return self._in_set(item, node.options[0], context)

    def _in_set(self, item: Lowered, pool: Node, context: Context) -> Truth:
        if isinstance(pool, If):  # one set or the other, whichever: they never merge
            then, other = (self._in_set(item, one, context) for one in (pool.then, pool.other))
            found = self.logic.either_or(self.truth(pool.when, context), then, other)
            assert isinstance(found, Truth)
            return found
        if isinstance(pool, Arithmetic):
            assert isinstance(item, Num)
            factor = self.num(pool.right, context)
            return self.numbers.contains_multiple(self._figure(pool.left, context), factor, item)
        members = self._figure(pool, context)
        if isinstance(members, Period):
            assert isinstance(item, Day)
            return self.logic.where(item.known, self.logic.in_period(item.value, members))
        assert isinstance(item, Num)
        if isinstance(members, Interval) and members.is_rough:
            assert members.nominal is not None
            return self.numbers.contains_rough(self.numbers.of(members.nominal), item)
        return self.numbers.contains(self.numbers.of(members), item)

    # --- numbers and choices -------------------------------------------------------------------

    @lower.register
    def _(self, node: Arithmetic, context: Context) -> Lowered:
        left, right = self.num(node.left, context), self.num(node.right, context)
        if node.op == "*":
            return self.numbers.multiply(left, right)
        return self.numbers.add(left, right if node.op == "+" else self.numbers.negate(right))

    @lower.register
    def _(self, node: Extreme, context: Context) -> Lowered:
        first, *others = [self.num(arg, context) for arg in node.args]
        how = self.numbers.minimum if node.op == "min" else self.numbers.maximum
        for other in others:
            first = how(first, other)
        return first

    @lower.register
    def _(self, node: If, context: Context) -> Lowered:
        when = self.truth(node.when, context)
        return self.logic.either_or(when, self.lower(node.then, context), self.lower(node.other, context))

    @lower.register
    def _(self, node: Call, context: Context) -> Lowered:
        g = self.graph
        days = [self.lower(arg, context) for arg in node.args]
        on = self._on()
        values = [day.value for day in days if isinstance(day, Day)]
        known = g.both(*(day.known for day in days if isinstance(day, Day)))
        if node.function == "month_after":
            return Day(
                g.plus(g.times(g.plus(g.over(values[0], 32), g.number(1)), g.number(32)), g.number(1)), known
            )
        if node.function == "age":
            return self.logic.if_known(known, g.over(g.minus(on, values[0]), 384), 1)
        start, end = (values[0], on) if node.function == "months_since" else values
        forward = g.over(g.minus(end, start), 32)
        backward = g.minus(g.number(0), g.over(g.minus(start, end), 32))
        return self.logic.if_known(known, g.choose(g.less(end, start), backward, forward), 12)

    # --- collections ---------------------------------------------------------------------------

    @lower.register
    def _(self, node: Aggregate, context: Context) -> Lowered:
        g = self.graph
        owner, collection = node.over.entity, node.over.name
        element = self.stated.element(owner, collection)
        if owner in context.unknown or element is None:
            nothing = NOT_NEGATIVE if node.op == "count" else ANYTHING
            return self.logic.unsure() if node.op in ("any", "all") else self.numbers.of(nothing)
        level = self.layout.level(owner)
        scope = context.scope.about(element)
        inside = evolve(context, scope=scope)
        body = self.lower(node.body, inside.of(element, known=True))
        beyond = self.lower(node.body, inside.of(element, known=False))
        more, listed = self.stated.unlisted(owner, collection), self.stated.listed(owner, collection)
        some_more = g.less(g.number(0), more)
        if isinstance(body, Num):
            assert isinstance(beyond, Num)
            return self._sum(element, level, body, beyond, more, listed)
        assert isinstance(body, Truth) and isinstance(beyond, Truth)
        if node.op == "count":
            return self._count(element, level, body, beyond, more, listed)
        if node.op == "all":
            body, beyond = self.logic.negated(body), self.logic.negated(beyond)
        holds = g.either(g.any(element, level, body.holds), g.both(some_more, beyond.holds))
        may = g.either(g.any(element, level, g.no(body.fails)), g.both(some_more, g.no(beyond.fails)))
        found = Truth(g.both(listed, holds), g.both(listed, g.no(may)))
        return self.logic.negated(found) if node.op == "all" else found

    def _count(self, element: str, level: str, body: Truth, beyond: Truth, more: Value, listed: Value) -> Num:
        g = self.graph
        nothing, no = g.number(0), g.truth(False)

        def counted(truth: Value, further: Value) -> Value:
            return g.plus(g.sum(element, level, g.as_number(truth)), g.choose(further, more, nothing))

        sure = g.choose(listed, counted(body.holds, beyond.holds), nothing)
        most = g.choose(listed, counted(g.no(body.fails), g.no(beyond.fails)), nothing)
        return self.numbers.between(sure, most, no, g.no(listed), no, no, 1)

    def _sum(self, element: str, level: str, body: Num, beyond: Num, more: Value, listed: Value) -> Num:
        g = self.graph
        body, beyond = self.numbers.alike(body, beyond)
        some_more = g.less(g.number(0), more)

        def total(value: Value, further: Value) -> Value:
            return g.plus(g.sum(element, level, value), g.times(further, more))

        def of_any(truth: Value, further: Value) -> Value:
            return g.either(g.any(element, level, truth), g.both(some_more, further))

        found = self.numbers.between(
            total(body.low, beyond.low), total(body.high, beyond.high),
            of_any(body.no_low, beyond.no_low), of_any(body.no_high, beyond.no_high),
            of_any(body.low_open, beyond.low_open), of_any(body.high_open, beyond.high_open), body.denominator,
        )  # fmt: skip
        return self.numbers.hull(listed, found, g.no(listed), self.numbers.of(ANYTHING))
