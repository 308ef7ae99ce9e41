"""What rules are lowered to (truths, numbers, days and codes), and the logic of them."""

from __future__ import annotations

from typing import TypeAlias

from attrs import field, frozen

from fupin_policy.register.kernel.graph import Graph, Value, packed
from fupin_policy.register.kernel.numbers import Num, Numbers, Truth
from fupin_policy.rules import ancestors
from fupin_policy.values import ANYTHING, Period

__all__ = ["Code", "Day", "Logic", "Lowered", "chain"]


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


def chain(entity: str) -> tuple[tuple[str, str, str], ...]:
    """The way down to an element: owner, collection and element, from the case on.

    >>> chain("bill")
    (('household', 'members', 'person'), ('person', 'bills', 'bill'))
    """
    way = list(reversed(ancestors(entity)))
    elements = [*(owner for owner, _ in way[1:]), entity][: len(way)]
    return tuple((owner, name, element) for (owner, name), element in zip(way, elements, strict=True))


@frozen(eq=False)
class Logic:
    """Kleene's logic on the values of a graph."""

    graph: Graph
    numbers: Numbers = field(init=False)

    @numbers.default
    def _numbers(self) -> Numbers:
        return Numbers(self.graph)

    def certain(self, value: bool) -> Truth:
        """A truth that is the same of all rows."""
        return Truth(self.graph.truth(value), self.graph.truth(not value))

    def unsure(self) -> Truth:
        """A truth of which nothing is known."""
        return Truth(self.graph.truth(False), self.graph.truth(False))

    def negated(self, truth: Truth) -> Truth:
        """Not."""
        return Truth(truth.fails, truth.holds)

    def any_of(self, parts: list[Truth]) -> Truth:
        """Whether any holds."""
        return Truth(
            self.graph.either(*(part.holds for part in parts)),
            self.graph.both(*(part.fails for part in parts)),
        )

    def all_of(self, parts: list[Truth]) -> Truth:
        """Whether all hold."""
        return self.negated(self.any_of([self.negated(part) for part in parts]))

    def compared(self, op: str, left: Lowered, right: Lowered) -> Truth:
        """A comparison: of numbers, days, codes or truths."""
        if op in (">", ">="):
            return self.compared(op.replace(">", "<"), right, left)
        g = self.graph
        if isinstance(left, Num) and isinstance(right, Num):
            how = {"==": self.numbers.equal, "<": self.numbers.less, "<=": self.numbers.at_most}[op]
            return how(left, right)
        if isinstance(left, Day) and isinstance(right, Day):
            test = {"==": g.same, "<": g.less, "<=": g.at_most}[op](left.value, right.value)
            return self.where(g.both(left.known, right.known), test)
        if isinstance(left, Code) and isinstance(right, Code):
            return self._same_code(left, right)
        assert isinstance(left, Truth) and isinstance(right, Truth)
        return Truth(
            g.either(g.both(left.holds, right.holds), g.both(left.fails, right.fails)),
            g.either(g.both(left.holds, right.fails), g.both(left.fails, right.holds)),
        )

    def where(self, known: Value, test: Value) -> Truth:
        """A test where its values are known."""
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
        return self.where(g.both(left.known, right.known), test)

    def among(self, code: Code, keys: tuple[str, ...]) -> Truth:
        """Whether a code is one of some keys."""
        g = self.graph
        places = [code.keys.index(key) for key in keys if key in code.keys]
        return self.where(code.known, g.either(*(g.same(code.value, g.number(place)) for place in places)))

    def in_period(self, day: Value, period: Period) -> Value:
        """Whether a day lies in a period."""
        g = self.graph
        after = g.truth(True) if period.start is None else g.at_most(g.number(packed(period.start)), day)
        before = g.truth(True) if period.end is None else g.at_most(day, g.number(packed(period.end)))
        return g.both(after, before)

    def either_or(self, when: Truth, then: Lowered, other: Lowered) -> Lowered:
        """One value where a truth holds, another where it fails; what both have in common where it is open."""
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

    def if_known(self, known: Value, value: Value, denominator: int) -> Num:
        """A number where it is known; anything elsewhere."""
        number = self.numbers.exactly(value, denominator)
        return self.numbers.hull(known, number, self.graph.no(known), self.numbers.of(ANYTHING))
