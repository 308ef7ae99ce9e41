"""What a policy document is made of, as frozen values: clauses, measures, figures, readings, open terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Generic, TypeVar

from attrs import field, frozen

from fupin_policy.policy.kinds import DayBound, Kind, Modality, Role, Status, Stream, TargetScope, Topic
from fupin_policy.rules import Node
from fupin_policy.rules.nodes import And, FactRef, Or
from fupin_policy.rules.scope import FigureSet, Type
from fupin_policy.values import Bound, Period, Quantity, Record, frozen_map, named_map

if TYPE_CHECKING:
    from fupin_policy.rules import Lang

__all__ = [
    "ByReading",
    "Check",
    "Citation",
    "Clause",
    "Definition",
    "Figure",
    "Label",
    "Layer",
    "Link",
    "Measure",
    "OpenTerm",
    "Reading",
    "Repair",
    "Rule",
    "Stacking",
    "Step",
    "Target",
    "Tier",
    "Unclaimed",
]


T = TypeVar("T")


@frozen(eq=False, repr=False)
class Label(Record):
    """A name in Chinese and English."""

    zh: str
    en: str

    def get(self, lang: Lang) -> str:
        """The name in a language."""
        return self.zh if lang == "zh" else self.en


@frozen(eq=False, repr=False)
class Figure(Record):
    """A printed figure: the phrase as it stands in the clause, and the set of values it denotes."""

    name: str
    as_written: str
    value: FigureSet
    role: Role
    line: int | None = field(default=None, eq=False)

    @property
    def bound(self) -> Bound | DayBound:
        """exactly, at_least, more_than …; for days: on, by, from, between."""
        if isinstance(self.value, Quantity):
            return self.value.bound
        if self.value.start is None:
            return DayBound.BY
        if self.value.end is None:
            return DayBound.FROM
        return DayBound.ON if self.value.start == self.value.end else DayBound.BETWEEN


@frozen(eq=False, repr=False)
class Tier(Record):
    """One of several amounts of which exactly one applies."""

    name: str
    when: Node
    amount: Node | None


@frozen(eq=False, repr=False)
class Layer(Record):
    """Who pays how much of an amount, in the order of the layers; ``amount`` None is whatever is left."""

    payer: str
    amount: Node | None


@frozen(eq=False, repr=False)
class Stacking(Record):
    """How a measure stands to others: what it comes on top of, repeats, is part of, replaces or excludes."""

    on_top_of: str | None = None
    same_as: str | None = None
    part_of: str | None = None
    instead_of: str | None = None
    higher_of: str | None = None
    exclusive: str | None = None

    @property
    def counted(self) -> bool:
        """Whether the amount is counted under this measure's own name."""
        return self.same_as is None and self.part_of is None


@frozen(eq=False, repr=False)
class Rule(Record):
    """The part of a measure that can be decided on a case.

    ``to`` is the entity it is about; ``applies`` whom it addresses at all (who is outside neither meets
    it nor fails it); ``when`` the condition; ``amount`` or ``tiers`` what is due, in the stream
    ``stream``; ``layers`` who pays; ``rounding`` a reading whose option says how. ``due`` is true once the
    deadline of a goal has passed: until then one that is not reached is not missed either.
    """

    to: str
    when: Node
    applies: Node | None = None
    amount: Node | None = None
    tiers: tuple[Tier, ...] = ()
    stream: Stream | None = None
    layers: tuple[Layer, ...] = ()
    stacking: Stacking = Stacking()
    rounding: str | None = None
    in_force: Node | None = None
    due: Node | None = None

    @property
    def addressed(self) -> Node | None:
        """What must hold for the rule to be met or failed: ``applies``, and a goal must be reached or due.

        >>> from fupin_policy.rules import parse
        >>> goal = Rule("county", parse("county.bus_share in figure.goal"), due=parse("not (on in figure.by)"))
        >>> print(goal.addressed)
        county.bus_share in figure.goal or not on in figure.by
        """
        parts = [self.applies, None if self.due is None else Or((self.when, self.due))]
        asked = [part for part in parts if part is not None]
        return And(tuple(asked)) if len(asked) > 1 else asked[0] if asked else None

    def nodes(self) -> Iterator[tuple[str, Node]]:
        """Every rule in it with its path: ``when``, ``amount``, ``tiers.rebuild.when`` …"""
        parts: list[tuple[str, Node | None]] = [
            ("applies", self.applies), ("in_force", self.in_force), ("due", self.due), ("when", self.when),
            ("amount", self.amount),
            *((f"tiers.{tier.name}.{key}", getattr(tier, key)) for tier in self.tiers for key in ("when", "amount")),
            *((f"layers.{layer.payer}", layer.amount) for layer in self.layers),
        ]  # fmt: skip
        return ((path, node) for path, node in parts if node is not None)


@frozen(eq=False, repr=False)
class Step(Record):
    """One goal of a series: the figure to reach and the day it is due."""

    goal: str
    by: str


@frozen(eq=False, repr=False)
class Target(Record):
    """What a target measures and how.

    The ``indicator`` must lie in the figure ``goal`` (None: the indicator itself is a yes), taken ``times``
    a quantity where the goal is relative; short of it by the open term ``tolerance`` at most where the text
    says 基本 or 左右, or above it by that where the indicator is ``falling``. A series has ``steps``. ``start``
    is the value the text starts from, on the day ``start_on``, before whose year nothing observed counts: an
    average with one is the average of the years since. ``aim`` and ``must`` name the days where an aim and an
    obligation have different ones. ``reached_on`` is the day on which the goal was reached, which the
    measure's rule asks to lie within its deadline.
    """

    indicator: FactRef
    goal: str | None
    scope: TargetScope
    times: Node | None = None
    tolerance: str | None = None
    falling: bool = False
    reached_on: FactRef | None = None
    start: Node | None = None
    start_on: str | None = None
    aim: str | None = None
    must: str | None = None
    steps: tuple[Step, ...] = ()


@frozen
class ByReading(Generic[T]):
    """What hangs on a reading: something for each option, or None where under it there is nothing."""

    reading: str
    options: Mapping[str, T | None] = field(hash=False, converter=frozen_map)

    def under(self, readings: Mapping[str, str], default: T | None) -> T | None:
        """What holds under readings that were chosen; ``default`` where this one was not."""
        return self.options.get(readings.get(self.reading, ""), default)

    @property
    def values(self) -> tuple[T, ...]:
        """What it may come to, each once."""
        return tuple(dict.fromkeys(one for one in self.options.values() if one is not None))


def _figures(found: Mapping[str, Figure]) -> Mapping[str, Figure]:
    return named_map("figure", found)


@frozen(eq=False, repr=False)
class Measure(Record):
    """One provision of a document.

    ``subject`` is the actor who must act or whom the provision addresses; ``agencies`` are in printed
    order, the first ``leads`` of them printed as leading; ``says`` is the library's own
    wording. ``deadline`` names one of the figures, ``recurrence`` is an RFC 5545 rule. Where these, or the
    ``target``, hang on a reading, ``deadline_by``, ``recurrence_by`` and ``target_by`` have one for each option,
    and the plain ones are those of the default.
    """

    id: str
    clause: str
    kind: Kind
    name: Label
    says: Label
    modality: Modality
    subject: str
    topic: Topic = Topic.PRINCIPLES
    agencies: tuple[str, ...] = ()
    leads: int = 0
    figures: Mapping[str, Figure] = field(factory=dict, hash=False, converter=_figures)
    deadline: str | None = None
    deadline_by: ByReading[str] | None = None
    recurrence: str | None = None
    recurrence_by: ByReading[str] | None = None
    consequence: str | None = None
    status: Status | None = None
    rule: Rule | None = None
    target: Target | None = None
    target_by: ByReading[Target] | None = None
    note: Label | None = None
    file: str = field(default="", eq=False)
    line: int | None = field(default=None, eq=False)

    def __repr__(self) -> str:
        return f"<Measure {self.id} ({self.clause}): {self.name.en}>"

    @property
    def due(self) -> Period | None:
        """The days by or in which it is to be done, or None."""
        return self.due_under({})

    def due_under(self, readings: Mapping[str, str]) -> Period | None:
        """The same under readings that were chosen."""
        name = self.deadline if self.deadline_by is None else self.deadline_by.under(readings, self.deadline)
        value = self.figures[name].value if name else None
        return value if isinstance(value, Period) else None

    def recurrence_under(self, readings: Mapping[str, str]) -> str | None:
        """How it recurs under readings that were chosen, or None."""
        return (
            self.recurrence
            if self.recurrence_by is None
            else self.recurrence_by.under(readings, self.recurrence)
        )

    @property
    def deadlines(self) -> tuple[str, ...]:
        """The figures that may date it, under one reading or another."""
        named = () if self.deadline is None else (self.deadline,)
        return named if self.deadline_by is None else self.deadline_by.values

    @property
    def recurrences(self) -> tuple[str, ...]:
        """The rules by which it may recur, under one reading or another."""
        named = () if self.recurrence is None else (self.recurrence,)
        return named if self.recurrence_by is None else self.recurrence_by.values

    def target_under(self, readings: Mapping[str, str]) -> Target | None:
        """What it measures under readings that were chosen, or None."""
        return self.target if self.target_by is None else self.target_by.under(readings, self.target)

    @property
    def targets(self) -> tuple[Target, ...]:
        """What it may measure, under one reading or another."""
        named = () if self.target is None else (self.target,)
        return named if self.target_by is None else self.target_by.values

    @property
    def leading(self) -> tuple[str, ...]:
        """The agencies that lead."""
        return self.agencies[: self.leads]


@frozen(eq=False, repr=False)
class Clause(Record):
    """A clause with its locator, heading, topic and measures, in the document's order."""

    locator: str
    heading: Label
    topic: Topic
    measures: tuple[str, ...]


@frozen(eq=False, repr=False)
class Citation(Record):
    """Where something stands: document, clause, and the phrases of its figures as printed.

    >>> print(Citation("某县计划", "二(一)4", ("每人5000元",)))
    《某县计划》二(一)4:“每人5000元”
    """

    title: str
    clause: str
    phrases: tuple[str, ...] = ()

    def __str__(self) -> str:
        quoted = "、".join(f"“{phrase}”" for phrase in self.phrases)
        return f"《{self.title}》{self.clause}" + (f":{quoted}" if quoted else "")


@frozen(eq=False, repr=False)
class Reading(Record):
    """A point that can be read in two ways: the question, the options, the default and why."""

    name: str
    clause: str
    question: Label
    options: Mapping[str, Label] = field(hash=False, converter=frozen_map)
    default: str
    because: Label


@frozen(eq=False, repr=False)
class OpenTerm(Record):
    """What the text leaves to somebody else: its type, what is known of it, and why it is open."""

    name: str
    clause: str
    type: Type
    known: Quantity | None
    label: Label
    why: Label


@frozen(eq=False, repr=False)
class Definition(Record):
    """A named condition or amount that several measures share."""

    name: str
    entity: str
    body: Node
    label: Label


@frozen(eq=False, repr=False)
class Check(Record):
    """A sum or relation among the document's own figures; ``expect`` False names a contradiction of the document."""

    id: str
    clause: str
    says: Label
    holds: Node
    expect: bool
    explanation: Label | None


@frozen(eq=False, repr=False)
class Unclaimed(Record):
    """A numeral of the text that no measure claims, and why."""

    clause: str
    text: str
    why: Label


@frozen(eq=False, repr=False)
class Repair(Record):
    """Damage of the text: what is printed, what it must have been, and why."""

    clause: str
    printed: str
    meant: str
    why: Label


@frozen(eq=False, repr=False)
class Link(Record):
    """How a document stands to an upper one, ``policy``: it ``fills`` an open term of it with ``value``, or its
    measure ``by`` ``repeats`` a measure of it (counted once) or has to keep to the ``floor`` of one: with its
    amount, or with its goal where both are targets. ``because`` says what in the texts it rests on.
    """

    policy: str
    fills: str | None = None
    value: Node | None = None
    repeats: str | None = None
    floor: str | None = None
    by: str | None = None
    because: Label | None = None
