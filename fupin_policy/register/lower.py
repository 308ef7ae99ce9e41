"""Rules lowered to values of a graph: the reader of the algebra that works on whole registers.

What a rule says of a case is laid down by :mod:`fupin_policy.rules.exact`; this reader says the same of every row.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import singledispatchmethod
from typing import Any, TypeAlias

from attrs import evolve, field, frozen

from fupin_policy.domain import ENTITIES
from fupin_policy.domain.derived import AnyOf, CodeIsNot, Listed
from fupin_policy.domain.facts import FactSpec, Kind
from fupin_policy.problems import InputError, Problem
from fupin_policy.register.graph import Graph, Value
from fupin_policy.register.layout import Form, Layout, range_of
from fupin_policy.register.numbers import Num, Numbers, Truth
from fupin_policy.register.tables import spec_of
from fupin_policy.rules import Scope, ancestors
from fupin_policy.rules.exact import fact_default
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
from fupin_policy.rules.scope import element_of
from fupin_policy.values import ANYTHING, NOT_NEGATIVE, Interval, Period, Quantity

__all__ = ["Code", "Context", "Day", "Lowered", "Lowering", "chain", "packed"]


@frozen(eq=False)
class Day:
    """A day, as :meth:`Graph.civil` counts it, and where it is known."""

    value: Value
    known: Value


@frozen(eq=False)
class Code:
    """A code: its position in a list of keys, and where it is known."""

    keys: tuple[str, ...]
    value: Value
    known: Value


Lowered: TypeAlias = Truth | Num | Day | Code


@frozen
class Context:
    """Where a rule is read: the names it may use, and the kinds of elements of which nothing is known here."""

    scope: Scope
    unknown: frozenset[str] = frozenset()

    def of(self, element: str, *, known: bool) -> Context:
        """The same seen from an element of a collection, one that is listed or one that is not."""
        unknown = self.unknown - {element} if known else self.unknown | {element}
        return evolve(self, unknown=unknown)


def packed(day: date) -> int:
    """A day as :meth:`Graph.civil` counts it."""
    return (day.year * 12 + day.month - 1) * 32 + day.day


@frozen(eq=False)
class Lowering:
    """Lowers rules for registers of one layout, under readings and with open terms filled."""

    graph: Graph
    layout: Layout
    readings: Mapping[str, str]
    terms: Mapping[str, Any]
    numbers: Numbers = field(init=False)
    _defined: dict[tuple[str, frozenset[str]], Lowered] = field(init=False, factory=dict)

    @numbers.default
    def _numbers(self) -> Numbers:
        return Numbers(self.graph)

    # --- what a rule is made of ----------------------------------------------------------------

    def truth(self, node: Node | None, context: Context) -> Truth:
        """A condition; none at all always holds."""
        if node is None:
            return self.certain(True)
        found = self.lower(node, context)
        assert isinstance(found, Truth)
        return found

    def num(self, node: Node, context: Context) -> Num:
        """A number."""
        found = self.lower(node, context)
        assert isinstance(found, Num)
        return found

    def certain(self, value: bool) -> Truth:
        """A truth that is the same of all rows."""
        return Truth(self.graph.truth(value), self.graph.truth(not value))

    def unsure(self) -> Truth:
        """A truth of which nothing is known."""
        return Truth(self.graph.truth(False), self.graph.truth(False))

    @singledispatchmethod
    def lower(self, node: Node, context: Context) -> Lowered:
        """The value of a rule on every row. Raises InputError for what no register can answer."""
        raise InputError(Problem(f"'{node}' cannot be asked of a register"))

    @lower.register
    def _(self, node: Literal_, context: Context) -> Lowered:
        return self._static(node.value.value if isinstance(node.value, Quantity) else node.value)

    def _static(self, value: Any) -> Lowered:
        if isinstance(value, bool):
            return self.certain(value)
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
        return Day(self.graph.number(0), nothing) if kind == "date" else self.unsure()

    @lower.register
    def _(self, node: Today, context: Context) -> Lowered:
        return Day(self.graph.given("on", 0, 9999 * 384 + 383), self.graph.truth(True))

    @lower.register
    def _(self, node: DefinitionRef, context: Context) -> Lowered:
        key = (node.name, context.unknown)
        if key not in self._defined:
            entity, body = context.scope.definitions[node.name]
            scope = evolve(context.scope, entity=entity, here=f"definition {node.name}")
            self._defined[key] = self.lower(body, evolve(context, scope=scope))
        return self._defined[key]

    # --- facts ---------------------------------------------------------------------------------

    @lower.register
    def _(self, node: FactRef, context: Context) -> Lowered:
        return self.fact(f"{node.entity}.{node.name}", node.entity not in context.unknown)

    def fact(self, key: str, exists: bool = True) -> Lowered:
        """A fact of each row, as stated or as it follows from others; unknown of elements that are not listed."""
        spec = spec_of(key)
        if spec.kind in (Kind.TEXT, Kind.ENTITY, Kind.COLLECTION):
            raise InputError(Problem(f"'{key}' ({spec.kind}) cannot be asked of a register"))
        form = self.layout.columns.get(key) if exists else None
        derive = spec.fact.derive if exists else None
        if spec.kind is Kind.NUMBER:
            return self._number_fact(key, spec, form, derive)
        if form is None:
            if isinstance(derive, CodeIsNot | AnyOf):
                return self._derived(key.partition(".")[0], derive)
            return self._unknown_fact(spec)
        known = self._valid(key)
        level = self._level(key)
        if spec.kind is Kind.BOOL:
            bit = self.graph.load_bit(key, level)
            stated = Truth(self.graph.both(known, bit), self.graph.both(known, self.graph.no(bit)))
            return self._stated_or(stated, known, key, derive)
        value = self.graph.choose(
            known, self.graph.load(key, level, *range_of(key, form)), self.graph.number(0)
        )
        if spec.kind is Kind.CODE:
            return Code(tuple(member.value for member in spec.type), value, known)
        return Day(self.graph.civil(value), known)

    def _level(self, key: str) -> str:
        return self.layout.level(key.partition(".")[0])

    def _valid(self, key: str) -> Value:
        return self.graph.load_bit(f"{key}?", self._level(key))

    def _unknown_fact(self, spec: FactSpec) -> Lowered:
        nothing = self.graph.truth(False)
        if spec.kind is Kind.BOOL:
            return self.unsure()
        if spec.kind is Kind.CODE:
            return Code(tuple(member.value for member in spec.type), self.graph.number(0), nothing)
        return Day(self.graph.number(0), nothing)

    def _stated_or(self, stated: Truth, known: Value, key: str, derive: Any) -> Truth:
        if not isinstance(derive, CodeIsNot | AnyOf):
            return stated
        follows = self._derived(key.partition(".")[0], derive)
        unstated = self.graph.no(known)
        return Truth(
            self.graph.either(stated.holds, self.graph.both(unstated, follows.holds)),
            self.graph.either(stated.fails, self.graph.both(unstated, follows.fails)),
        )

    def _derived(self, entity: str, derive: CodeIsNot | AnyOf) -> Truth:
        if isinstance(derive, CodeIsNot):
            code = self.fact(f"{entity}.{derive.fact}")
            assert isinstance(code, Code)
            return self._negated(self._among(code, (derive.code,)))
        parts = [self.fact(f"{entity}.{name}") for name in derive.facts]
        return self._any([part for part in parts if isinstance(part, Truth)])

    def _number_fact(self, key: str, spec: FactSpec, form: Form | None, derive: Any) -> Num:
        default = self.numbers.of(fact_default(spec))
        entity = key.partition(".")[0]
        if isinstance(derive, Listed) and derive.collection and self._element(entity, derive.collection):
            rows = self._rows(entity, derive.collection)
            some = self.graph.less(self.graph.number(0), rows)
            listed = self.numbers.exactly(rows)
            default = self.numbers.hull(some, listed, self.graph.no(some), default)
        if form is None:
            return default
        level = self._level(key)
        load = self.graph.load(key, level, *range_of(key, form))
        if form.bounded:
            return self._bounded(key, load, form, default)
        known = self._valid(key)
        stated = self.numbers.exactly(self.graph.choose(known, load, self.graph.number(0)), form.denominator)
        return self.numbers.hull(known, stated, self.graph.no(known), default)

    def _bounded(self, key: str, low: Value, form: Form, default: Num) -> Num:
        g = self.graph
        level = self._level(key)
        high = g.load(f"{key}^", level, *range_of(key, form))
        ends = g.load(f"{key}%", level, 0, 15)

        def bit(number: int) -> Value:
            return g.same(
                g.minus(g.over(ends, 1 << number), g.times(g.over(ends, 2 << number), g.number(2))),
                g.number(1),
            )

        has_low, has_high = bit(0), bit(1)
        stated = self.numbers.between(
            g.choose(has_low, low, g.number(0)), g.choose(has_high, high, g.number(0)),
            g.no(has_low), g.no(has_high), bit(2), bit(3), form.denominator,
        )  # fmt: skip
        return self.numbers.tightened(stated, default)

    # --- logic ---------------------------------------------------------------------------------

    def _negated(self, truth: Truth) -> Truth:
        return Truth(truth.fails, truth.holds)

    def _any(self, parts: list[Truth]) -> Truth:
        return Truth(
            self.graph.either(*(part.holds for part in parts)),
            self.graph.both(*(part.fails for part in parts)),
        )

    @lower.register
    def _(self, node: Not, context: Context) -> Lowered:
        return self._negated(self.truth(node.arg, context))

    @lower.register
    def _(self, node: Or, context: Context) -> Lowered:
        return self._any([self.truth(arg, context) for arg in node.args])

    @lower.register
    def _(self, node: And, context: Context) -> Lowered:
        return self.all_of([self.truth(arg, context) for arg in node.args])

    def all_of(self, parts: list[Truth]) -> Truth:
        """Whether all hold."""
        return self._negated(self._any([self._negated(part) for part in parts]))

    @lower.register
    def _(self, node: Compare, context: Context) -> Lowered:
        left, right = self.lower(node.left, context), self.lower(node.right, context)
        found = self._compared(node.op.replace("!", "="), left, right)
        return self._negated(found) if node.op == "!=" else found

    def _compared(self, op: str, left: Lowered, right: Lowered) -> Truth:
        if op in (">", ">="):
            return self._compared(op.replace(">", "<"), right, left)
        g = self.graph
        if isinstance(left, Num) and isinstance(right, Num):
            how = {"==": self.numbers.equal, "<": self.numbers.less, "<=": self.numbers.at_most}[op]
            return how(left, right)
        if isinstance(left, Day) and isinstance(right, Day):
            test = {"==": g.same, "<": g.less, "<=": g.at_most}[op](left.value, right.value)
            return self._where(g.both(left.known, right.known), test)
        if isinstance(left, Code) and isinstance(right, Code):
            return self._same_code(left, right)
        assert isinstance(left, Truth) and isinstance(right, Truth)
        return Truth(
            g.either(g.both(left.holds, right.holds), g.both(left.fails, right.fails)),
            g.either(g.both(left.holds, right.fails), g.both(left.fails, right.holds)),
        )

    def _where(self, known: Value, test: Value) -> Truth:
        return Truth(self.graph.both(known, test), self.graph.both(known, self.graph.no(test)))

    def _same_code(self, left: Code, right: Code) -> Truth:
        g = self.graph
        shared = [key for key in left.keys if key in right.keys]
        test = g.either(
            *(
                g.both(
                    g.same(left.value, g.number(left.keys.index(key))),
                    g.same(right.value, g.number(right.keys.index(key))),
                )
                for key in shared
            )
        )
        return self._where(g.both(left.known, right.known), test)

    def _among(self, code: Code, keys: tuple[str, ...]) -> Truth:
        g = self.graph
        places = [code.keys.index(key) for key in keys if key in code.keys]
        return self._where(code.known, g.either(*(g.same(code.value, g.number(place)) for place in places)))

    @lower.register
    def _(self, node: In, context: Context) -> Lowered:
        found = self._inside(node, context)
        return self._negated(found) if node.negated else found

    def _inside(self, node: In, context: Context) -> Truth:
        keys = tuple(option.key for option in node.options if isinstance(option, CodeRef))
        item = self.lower(node.item, context)
        if len(keys) == len(node.options):
            assert isinstance(item, Code)
            return self._among(item, keys)
        return self._in_set(item, node.options[0], context)

    def _in_set(self, item: Lowered, pool: Node, context: Context) -> Truth:
        if isinstance(pool, If):  # one set or the other, whichever: they never merge
            then, other = (self._in_set(item, one, context) for one in (pool.then, pool.other))
            found = self._either_or(self.truth(pool.when, context), then, other)
            assert isinstance(found, Truth)
            return found
        if isinstance(pool, Arithmetic):
            assert isinstance(item, Num)
            factor = self.num(pool.right, context)
            return self.numbers.contains_multiple(self._figure(pool.left, context), factor, item)
        members = self._figure(pool, context)
        if isinstance(members, Period):
            assert isinstance(item, Day)
            return self._where(item.known, self._in_period(item.value, members))
        assert isinstance(item, Num)
        if isinstance(members, Interval) and members.is_rough:
            assert members.nominal is not None
            return self.numbers.contains_rough(self.numbers.of(members.nominal), item)
        return self.numbers.contains(self.numbers.of(members), item)

    def _in_period(self, day: Value, period: Period) -> Value:
        g = self.graph
        after = g.truth(True) if period.start is None else g.at_most(g.number(packed(period.start)), day)
        before = g.truth(True) if period.end is None else g.at_most(day, g.number(packed(period.end)))
        return g.both(after, before)

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
        return self._either_or(when, self.lower(node.then, context), self.lower(node.other, context))

    def _either_or(self, when: Truth, then: Lowered, other: Lowered) -> Lowered:
        g = self.graph
        if when.holds.is_constant and when.fails.is_constant and when.holds is not when.fails:
            return then if when.holds.number else other
        unsure = g.no(g.either(when.holds, when.fails))

        def known(a: Value, b: Value, agree: Value) -> Value:
            return g.either(g.both(when.holds, a), g.both(when.fails, b), g.both(unsure, a, b, agree))

        if isinstance(then, Num) and isinstance(other, Num):
            return self.numbers.hull(g.no(when.fails), then, g.no(when.holds), other)
        if isinstance(then, Truth) and isinstance(other, Truth):
            yes = g.truth(True)
            return Truth(known(then.holds, other.holds, yes), known(then.fails, other.fails, yes))
        if isinstance(then, Day) and isinstance(other, Day):
            agree = g.same(then.value, other.value)
            return Day(g.choose(when.fails, other.value, then.value), known(then.known, other.known, agree))
        assert isinstance(then, Code) and isinstance(other, Code)
        keys = tuple(dict.fromkeys((*then.keys, *other.keys)))
        a, b = self._placed(then, keys), self._placed(other, keys)
        return Code(keys, g.choose(when.fails, b, a), known(then.known, other.known, g.same(a, b)))

    def _placed(self, code: Code, keys: tuple[str, ...]) -> Value:
        """The positions of a code in a longer list of keys."""
        g = self.graph
        if keys[: len(code.keys)] == code.keys:
            return code.value
        place = g.number(keys.index(code.keys[0]))
        for index, key in enumerate(code.keys[1:], 1):
            place = g.choose(g.same(code.value, g.number(index)), g.number(keys.index(key)), place)
        return place

    @lower.register
    def _(self, node: Call, context: Context) -> Lowered:
        g = self.graph
        days = [self.lower(arg, context) for arg in node.args]
        on = g.given("on", 0, 9999 * 384 + 383)
        values = [day.value for day in days if isinstance(day, Day)]
        known = g.both(*(day.known for day in days if isinstance(day, Day)))
        if node.function == "month_after":
            return Day(
                g.plus(g.times(g.plus(g.over(values[0], 32), g.number(1)), g.number(32)), g.number(1)), known
            )
        if node.function == "age":
            return self._if_known(known, g.over(g.minus(on, values[0]), 384), 1)
        start, end = (values[0], on) if node.function == "months_since" else values
        forward = g.over(g.minus(end, start), 32)
        backward = g.minus(g.number(0), g.over(g.minus(start, end), 32))
        return self._if_known(known, g.choose(g.less(end, start), backward, forward), 12)

    def _if_known(self, known: Value, value: Value, denominator: int) -> Num:
        number = self.numbers.exactly(value, denominator)
        return self.numbers.hull(known, number, self.graph.no(known), self.numbers.of(ANYTHING))

    # --- collections ---------------------------------------------------------------------------

    def _element(self, owner: str, collection: str) -> str | None:
        """The kind of elements of a collection, where the register has a table of them."""
        element = element_of(FactRef(owner, collection))
        return element if element in self.layout.tables else None

    def _rows(self, owner: str, collection: str) -> Value:
        return self.graph.rows(element_of(FactRef(owner, collection)), self.layout.level(owner))

    def listed(self, owner: str, collection: str) -> Value:
        """Where the elements of a collection are known."""
        element = self._element(owner, collection)
        if element is None:
            return self.graph.truth(False)
        return self.graph.load_bit(f"{element}!", self.layout.level(owner))

    def unlisted(self, owner: str, collection: str) -> Value:
        """How many elements are known to exist beyond those listed."""
        g = self.graph
        size = ENTITIES[owner].sizes.get(collection)
        form = self.layout.columns.get(f"{owner}.{size}") if size else None
        if form is None:
            return g.number(0)
        key = f"{owner}.{size}"
        stated = g.both(self._valid(key), self.listed(owner, collection))
        more = g.minus(g.load(key, self._level(key), *range_of(key, form)), self._rows(owner, collection))
        return g.choose(stated, g.greatest(more, g.number(0)), g.number(0))

    @lower.register
    def _(self, node: Aggregate, context: Context) -> Lowered:
        g = self.graph
        owner, collection = node.over.entity, node.over.name
        element = self._element(owner, collection)
        if owner in context.unknown or element is None:
            nothing = NOT_NEGATIVE if node.op == "count" else ANYTHING
            return self.unsure() if node.op in ("any", "all") else self.numbers.of(nothing)
        level = self.layout.level(owner)
        scope = evolve(context.scope, entity=element)
        inside = evolve(context, scope=scope)
        body = self.lower(node.body, inside.of(element, known=True))
        beyond = self.lower(node.body, inside.of(element, known=False))
        more, listed = self.unlisted(owner, collection), self.listed(owner, collection)
        some_more = g.less(g.number(0), more)
        if isinstance(body, Num):
            assert isinstance(beyond, Num)
            return self._sum(element, level, body, beyond, more, listed)
        assert isinstance(body, Truth) and isinstance(beyond, Truth)
        if node.op == "count":
            return self._count(element, level, body, beyond, more, listed)
        if node.op == "all":
            body, beyond = self._negated(body), self._negated(beyond)
        holds = g.either(g.any(element, level, body.holds), g.both(some_more, beyond.holds))
        may = g.either(g.any(element, level, g.no(body.fails)), g.both(some_more, g.no(beyond.fails)))
        found = Truth(g.both(listed, holds), g.both(listed, g.no(may)))
        return self._negated(found) if node.op == "all" else found

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


def chain(entity: str) -> tuple[tuple[str, str, str], ...]:
    """The way down to an element: owner, collection and element, from the case on.

    >>> chain("bill")
    (('household', 'members', 'person'), ('person', 'bills', 'bill'))
    """
    way = list(reversed(ancestors(entity)))
    elements = [*(owner for owner, _ in way[1:]), entity][: len(way)]
    return tuple((owner, name, element) for (owner, name), element in zip(way, elements, strict=True))
