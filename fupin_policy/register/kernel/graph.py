"""The small machine language that rules are lowered to: truths and whole numbers of the rows of tables.

A :class:`Value` is one truth or number for every row of a table (its ``level``), for every run (level ``""``), or
a constant. A :class:`Graph` builds them: what is equal is built once, and what can be known beforehand, from
constants and from the ranges that numbers stay in, is worked out at once. What is left is written as one loop
(``scalar``) or worked out array by array (``blocks``).
"""

from __future__ import annotations

import itertools
from collections.abc import Container, Iterable
from datetime import date
from typing import Literal, TypeAlias

from attrs import field, frozen

from fupin_policy.register.days import counted, day_of
from fupin_policy.rules import ancestors

__all__ = ["INT_MAX", "Graph", "Value", "closure", "packed"]

INT_MAX = 2**63 - 1

Kind: TypeAlias = Literal["bool", "int"]


@frozen(eq=False)
class Value:
    """A truth or a whole number of each row of ``level``: an operation on other values.

    ``low`` and ``high`` are the ends between which a number stays whatever the facts. ``name`` is what the
    operation is about: the input that is loaded, or the table a sum goes over. ``checked`` tells that the
    operation may leave the range of 64 bits, and that this has to be watched.
    """

    op: str
    kind: Kind
    level: str
    args: tuple[Value, ...] = ()
    name: str = ""
    number: int = 0
    low: int = 0
    high: int = 1
    checked: bool = False
    index: int = field(default=0, repr=False)

    @property
    def is_constant(self) -> bool:
        """Whether it is the same number or truth everywhere."""
        return self.op == "constant"

    @property
    def always(self) -> bool:
        """Whether it is a truth that is known to hold everywhere."""
        return self.is_constant and bool(self.number)

    @property
    def never(self) -> bool:
        """Whether it is a truth that is known to hold nowhere."""
        return self.is_constant and not self.number

    def __repr__(self) -> str:
        if self.is_constant:
            return str(bool(self.number) if self.kind == "bool" else self.number)
        inner = ", ".join([*([self.name] if self.name else []), *map(repr, self.args)])
        return f"{self.op}({inner})"


def packed(day: date) -> int:
    """A day as :meth:`Graph.civil` counts it."""
    return (day.year * 12 + day.month - 1) * 32 + day.day


def closure(values: Iterable[Value], known: Container[int] = ()) -> list[Value]:
    """The values and all they are made of, each after its arguments; nothing beyond those whose index is known."""
    found: dict[int, Value] = {}
    stack = list(values)[::-1]
    while stack:
        value = stack[-1]
        waiting = [arg for arg in value.args if arg.index not in found and arg.index not in known]
        if value.index in found or value.index in known:
            stack.pop()
        elif waiting:
            stack.extend(reversed(waiting))
        else:
            found[value.index] = stack.pop()
    return list(found.values())


class Graph:
    """Builds values; equal ones are the same object.

    >>> graph = Graph()
    >>> a = graph.load_bit("a", "household")
    >>> graph.both(a, graph.truth(True)) is a, graph.both(a, graph.no(a))
    (True, False)
    """

    def __init__(self) -> None:
        self._made: dict[tuple[object, ...], Value] = {}

    def _make(
        self,
        op: str,
        kind: Kind,
        args: tuple[Value, ...] = (),
        *,
        level: str | None = None,
        name: str = "",
        number: int = 0,
        low: int = 0,
        high: int = 1,
    ) -> Value:
        key = (op, kind, name, number, level, tuple(arg.index for arg in args))
        made = self._made.get(key)
        if made is None:
            checked = kind == "int" and (low < -INT_MAX or high > INT_MAX)
            made = self._made[key] = Value(
                op, kind, _joint(args) if level is None else level, args, name, number,
                max(low, -INT_MAX), min(high, INT_MAX), checked, len(self._made),
            )  # fmt: skip
        return made

    # --- constants and inputs ------------------------------------------------------------------

    def truth(self, value: bool) -> Value:
        """A truth that is the same everywhere."""
        return self._make("constant", "bool", level="", number=int(value))

    def number(self, value: int) -> Value:
        """A number that is the same everywhere."""
        return self._make("constant", "int", level="", number=value, low=value, high=value)

    def load_bit(self, name: str, level: str) -> Value:
        """A truth of each row, from packed bits."""
        return self._make("bit", "bool", level=level, name=name)

    def load(self, name: str, level: str, low: int, high: int) -> Value:
        """A number of each row."""
        return self._make("load", "int", level=level, name=name, low=low, high=high)

    def given(self, name: str, low: int, high: int) -> Value:
        """A number that is given for each run, such as its day."""
        return self._make("given", "int", level="", name=name, low=low, high=high)

    def rows(self, over: str, owner: str) -> Value:
        """How many rows of a lower table belong to each row."""
        return self._make("rows", "int", level=owner, name=over, low=0, high=2**31)

    # --- truths --------------------------------------------------------------------------------

    def no(self, a: Value) -> Value:
        """Not."""
        if a.is_constant:
            return self.truth(not a.number)
        return a.args[0] if a.op == "not" else self._make("not", "bool", (a,))

    def both(self, *args: Value) -> Value:
        """And."""
        return self._fold("and", args, True)

    def either(self, *args: Value) -> Value:
        """Or."""
        return self._fold("or", args, False)

    def _fold(self, op: str, args: tuple[Value, ...], neutral: bool) -> Value:
        kept: dict[int, Value] = {}
        for arg in args:
            for part in arg.args if arg.op == op else (arg,):
                if part.is_constant and bool(part.number) is not neutral:
                    return self.truth(not neutral)
                if not part.is_constant:
                    kept[part.index] = part
        for part in kept.values():
            if part.op == "not" and part.args[0].index in kept:
                return self.truth(not neutral)
        if not kept:
            return self.truth(neutral)
        parts = tuple(sorted(kept.values(), key=lambda part: part.index))
        return parts[0] if len(parts) == 1 else self._make(op, "bool", parts)

    # --- comparisons ---------------------------------------------------------------------------

    def less(self, a: Value, b: Value) -> Value:
        """Whether a is below b."""
        a, b = self._days(a, b)
        if a.high < b.low:
            return self.truth(True)
        return self.truth(False) if a is b or a.low >= b.high else self._make("<", "bool", (a, b))

    def at_most(self, a: Value, b: Value) -> Value:
        """Whether a is b or below."""
        return self.no(self.less(b, a))

    def same(self, a: Value, b: Value) -> Value:
        """Whether two numbers are equal."""
        a, b = self._days(a, b)
        if a is b:
            return self.truth(True)
        if a.is_constant and b.is_constant:
            return self.truth(a.number == b.number)
        if a.high < b.low or b.high < a.low:
            return self.truth(False)
        return self._make("==", "bool", (a, b) if a.index < b.index else (b, a))

    # --- numbers -------------------------------------------------------------------------------

    def plus(self, a: Value, b: Value) -> Value:
        """The sum."""
        if a.is_constant and b.is_constant:
            return self.number(a.number + b.number)
        for one, other in ((a, b), (b, a)):
            if one.is_constant and one.number == 0:
                return other
        return self._make("+", "int", (a, b), low=a.low + b.low, high=a.high + b.high)

    def minus(self, a: Value, b: Value) -> Value:
        """The difference."""
        if a is b:
            return self.number(0)
        if b.is_constant:
            return a if b.number == 0 else self.plus(a, self.number(-b.number))
        return self._make("-", "int", (a, b), low=a.low - b.high, high=a.high - b.low)

    def times(self, a: Value, b: Value) -> Value:
        """The product."""
        if a.is_constant and b.is_constant:
            return self.number(a.number * b.number)
        for one, other in ((a, b), (b, a)):
            if one.is_constant and one.number in (0, 1):
                return other if one.number else one
        corners = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
        return self._make("*", "int", (a, b), low=min(corners), high=max(corners))

    def over(self, a: Value, divisor: int) -> Value:
        """The quotient by a positive constant, rounded down."""
        if a.is_constant:
            return self.number(a.number // divisor)
        if divisor == 1:
            return a
        return self._make("//", "int", (a,), number=divisor, low=a.low // divisor, high=a.high // divisor)

    def least(self, a: Value, b: Value) -> Value:
        """The smaller of two numbers."""
        if a is b or a.high <= b.low:
            return a
        if b.high <= a.low:
            return b
        return self._make("min", "int", (a, b), low=min(a.low, b.low), high=min(a.high, b.high))

    def greatest(self, a: Value, b: Value) -> Value:
        """The greater of two numbers."""
        if a is b or a.low >= b.high:
            return a
        if b.low >= a.high:
            return b
        return self._make("max", "int", (a, b), low=max(a.low, b.low), high=max(a.high, b.high))

    def choose(self, when: Value, then: Value, other: Value) -> Value:
        """One number or truth where a truth holds, another elsewhere."""
        if when.is_constant:
            return then if when.number else other
        if then is other:
            return then
        if when.op == "not":
            return self.choose(when.args[0], other, then)
        if then.kind == "bool":
            return self.either(self.both(when, then), self.both(self.no(when), other))
        if then.op == "choose" and then.args[0] is when:
            return self.choose(when, then.args[1], other)
        if other.op == "choose" and other.args[0] is when:
            return self.choose(when, then, other.args[2])
        low, high = min(then.low, other.low), max(then.high, other.high)
        return self._make("choose", "int", (when, then, other), low=low, high=high)

    def as_number(self, a: Value) -> Value:
        """1 where a truth holds, else 0."""
        return self.choose(a, self.number(1), self.number(0))

    def bits(self, a: Value, b: Value) -> Value:
        """Two sets of bits together."""
        for one, other in ((a, b), (b, a)):
            if one.is_constant and one.number == 0:
                return other
        return a if a is b else self._make("|", "int", (a, b), high=INT_MAX)

    def civil(self, days: Value) -> Value:
        """A day counted from 1970 as year, month and day in one number that keeps their order.

        The number is ``(12 * year + month - 1) * 32 + day``: whole months between two days are the difference
        over 32, whole years that over 384, each rounded down.
        """
        if days.is_constant:
            return self.number(packed(day_of(days.number)))
        return self._make("civil", "int", (days,), low=0, high=9999 * 384 + 383)

    def _days(self, a: Value, b: Value) -> tuple[Value, Value]:
        """Two days as they were counted, since that has the same order; other numbers as they are."""
        if "civil" not in (a.op, b.op):
            return a, b
        counted = [one.args[0] if one.op == "civil" else self._counted(one) for one in (a, b)]
        return (a, b) if counted[0] is None or counted[1] is None else (counted[0], counted[1])

    def _counted(self, day: Value) -> Value | None:
        months, of_month = divmod(day.number, 32)
        if not day.is_constant or not of_month or months < 12:
            return None
        return self.number(counted(date(months // 12, months % 12 + 1, of_month)))

    # --- over the rows of a lower table ---------------------------------------------------------

    def any(self, over: str, owner: str, body: Value) -> Value:
        """Whether a truth holds of any row of a lower table."""
        if body.is_constant and not body.number:
            return body
        if body.level != over:
            return self.both(body, self.less(self.number(0), self.rows(over, owner)))
        return self._make("any", "bool", (body,), level=owner, name=over)

    def sum(self, over: str, owner: str, body: Value) -> Value:
        """The sum of a number over the rows of a lower table."""
        if body.level != over:
            return self.times(body, self.rows(over, owner))
        return self._make(
            "sum", "int", (body,), level=owner, name=over,
            low=min(0, body.low * 2**31), high=max(0, body.high * 2**31),
        )  # fmt: skip

    def all_bits(self, over: str, owner: str, body: Value) -> Value:
        """The sets of bits of all rows of a lower table together."""
        if body.is_constant and body.number == 0:
            return body
        if body.level != over:
            some = self.less(self.number(0), self.rows(over, owner))
            return self.choose(some, body, self.number(0))
        return self._make("bits", "int", (body,), level=owner, name=over, high=INT_MAX)


def _joint(args: tuple[Value, ...]) -> str:
    """The level of what is made of values: the lowest table among theirs."""
    levels = sorted({arg.level for arg in args if arg.level}, key=lambda one: len(ancestors(one)))
    for upper, lower in itertools.pairwise(levels):
        if upper not in [owner for owner, _ in ancestors(lower)]:
            raise ValueError(f"rows of {upper} and of {lower} have nothing to do with each other")
    return levels[-1] if levels else ""
