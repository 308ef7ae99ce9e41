"""The algebra: a closed set of node types, frozen and comparable, built by parsing or with operators.

Every question about a rule (its value, its wording, the facts it needs, its unit) is a reader over these
nodes. ``str(node)`` is the text form, which :func:`fupin_policy.rules.parse` reads back to an equal node.

>>> from fupin_policy.rules import fact, figure
>>> print(fact("household.on_roll") & (fact("household.roll_income").isin(figure("line"))))
household.on_roll and household.roll_income in figure.line
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Literal, TypeAlias

from attrs import field, fields, frozen

from fupin_policy.problems import InputError, Problem
from fupin_policy.values import Quantity, Record

__all__ = [
    "UNREAD",
    "Aggregate",
    "And",
    "Arithmetic",
    "Call",
    "CodeRef",
    "Compare",
    "DefinitionRef",
    "Extreme",
    "FactRef",
    "FigureRef",
    "If",
    "In",
    "Literal_",
    "Node",
    "Not",
    "Or",
    "ReadingRef",
    "TermRef",
    "Today",
    "children",
    "fact",
    "figure",
    "reading",
    "term",
    "walk",
]

ComparisonOp = Literal["==", "!=", "<", "<=", ">", ">="]
ArithmeticOp = Literal["+", "-", "*"]
AggregateOp = Literal["count", "sum", "any", "all"]
Function = Literal["age", "months_since", "months_between", "month_after"]


def _at_least(count: int) -> Callable[[Any, Any, tuple[Node, ...]], None]:
    def check(node: Node, attribute: Any, parts: tuple[Node, ...]) -> None:
        if len(parts) < count:
            raise InputError(
                Problem(f"{type(node).__name__} of {len(parts)} parts", expected=f"{count} or more")
            )

    return check


@frozen(eq=False, repr=False)
class Node(Record):
    """Base of all nodes; its operators build larger ones.

    ``eq`` and ``ne`` build comparisons, since == tells whether two rules are the same.
    """

    def __and__(self, other: Node) -> And:
        return And((self, _node(other)))

    def __or__(self, other: Node) -> Or:
        return Or((self, _node(other)))

    def __invert__(self) -> Not:
        return Not(self)

    def __add__(self, other: Operand) -> Arithmetic:
        return Arithmetic("+", self, _node(other))

    def __sub__(self, other: Operand) -> Arithmetic:
        return Arithmetic("-", self, _node(other))

    def __mul__(self, other: Operand) -> Arithmetic:
        return Arithmetic("*", self, _node(other))

    def __lt__(self, other: Operand) -> Compare:
        return Compare("<", self, _node(other))

    def __le__(self, other: Operand) -> Compare:
        return Compare("<=", self, _node(other))

    def __gt__(self, other: Operand) -> Compare:
        return Compare(">", self, _node(other))

    def __ge__(self, other: Operand) -> Compare:
        return Compare(">=", self, _node(other))

    def eq(self, other: Operand) -> Compare:
        """The rule that the two are equal."""
        return Compare("==", self, _node(other))

    def ne(self, other: Operand) -> Compare:
        """The rule that the two differ."""
        return Compare("!=", self, _node(other))

    def isin(self, *options: Operand) -> In:
        """The rule that this is one of the options, or lies in the set that a single figure denotes."""
        return In(self, tuple(_node(option) for option in options))

    def __bool__(self) -> bool:
        raise InputError(
            Problem(
                "a rule has no truth value before it is evaluated", expected="&, | and ~ to combine rules"
            )
        )

    def __str__(self) -> str:
        from fupin_policy.rules.text import to_text

        return to_text(self)


Operand: TypeAlias = Node | bool | int | str | date | Quantity


@frozen(eq=False, repr=False)
class Literal_(Node):
    """A value written in the rule itself: a truth value, a whole number, a day or a quantity."""

    # Else true would equal 1.
    value: bool | int | date | Quantity = field(eq=lambda value: (type(value), value))


@frozen(eq=False, repr=False)
class FactRef(Node):
    """A fact of an entity in scope: ``person.stage``."""

    entity: str
    name: str


UNREAD = FactRef("", "")
"""Stands for a rule that could not be read: a fact of nothing, of which nothing more is to be said."""


@frozen(eq=False, repr=False)
class CodeRef(Node):
    """A member of a code list by its key: ``university``."""

    key: str


@frozen(eq=False, repr=False)
class FigureRef(Node):
    """A printed figure: of this measure, or of the one named."""

    name: str
    measure: str | None = None


@frozen(eq=False, repr=False)
class ReadingRef(Node):
    """The option chosen for a reading."""

    name: str


@frozen(eq=False, repr=False)
class TermRef(Node):
    """An open term: unknown until somebody fills it."""

    name: str


@frozen(eq=False, repr=False)
class DefinitionRef(Node):
    """A named definition of the policy."""

    name: str


@frozen(eq=False, repr=False)
class Today(Node):
    """The day of the assessment, ``on``."""


@frozen(eq=False, repr=False)
class Not(Node):
    """Logical not."""

    arg: Node


@frozen(eq=False, repr=False)
class And(Node):
    """Logical and, of two or more."""

    args: tuple[Node, ...] = field(validator=_at_least(2))


@frozen(eq=False, repr=False)
class Or(Node):
    """Logical or, of two or more."""

    args: tuple[Node, ...] = field(validator=_at_least(2))


@frozen(eq=False, repr=False)
class Compare(Node):
    """A comparison of two values."""

    op: ComparisonOp
    left: Node
    right: Node


@frozen(eq=False, repr=False)
class In(Node):
    """Membership: among codes, or in the set that a figure or quantity denotes."""

    item: Node
    options: tuple[Node, ...] = field(validator=_at_least(1))
    negated: bool = False


@frozen(eq=False, repr=False)
class Arithmetic(Node):
    """A sum, difference or product."""

    op: ArithmeticOp
    left: Node
    right: Node


@frozen(eq=False, repr=False)
class If(Node):
    """``then if when else other``."""

    when: Node
    then: Node
    other: Node


@frozen(eq=False, repr=False)
class Extreme(Node):
    """The smallest or greatest of two or more values."""

    op: Literal["min", "max"]
    args: tuple[Node, ...] = field(validator=_at_least(2))


@frozen(eq=False, repr=False)
class Aggregate(Node):
    """Count, sum, any or all over the elements of a collection; the body speaks of one element."""

    op: AggregateOp
    over: FactRef
    body: Node


@frozen(eq=False, repr=False)
class Call(Node):
    """One of the few functions of days."""

    function: Function
    args: tuple[Node, ...]


def _node(value: Operand) -> Node:
    if isinstance(value, Node):
        return value
    if isinstance(value, str) and value.isidentifier():
        return CodeRef(value)
    if isinstance(value, (int, date, Quantity)):
        return Literal_(value)
    expected = "a rule, a code, a whole number, a day or a Quantity"
    raise InputError(Problem(f"{value!r} cannot stand in a rule", expected=expected))


def fact(path: str) -> FactRef:
    """A fact by its path: ``fact("person.stage")``."""
    entity, _, name = path.partition(".")
    if not (entity.isidentifier() and name.isidentifier()):
        raise InputError(
            Problem(f"'{path}' is no path of a fact", expected="entity.fact such as person.stage")
        )
    return FactRef(entity, name)


def figure(name: str, measure: str | None = None) -> FigureRef:
    """A printed figure of this measure, or of another."""
    return FigureRef(name, measure)


def reading(name: str) -> ReadingRef:
    """The chosen option of a reading."""
    return ReadingRef(name)


def term(name: str) -> TermRef:
    """An open term."""
    return TermRef(name)


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below a node, in order."""
    for attribute in fields(type(node)):
        value = getattr(node, attribute.name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, Node))


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it."""
    yield node
    for child in children(node):
        yield from walk(child)
