"""Hypothesis strategies for rules: well-typed rules over a scope, and cases for them.

``rules`` draws from everything a scope offers, so that whatever reads rules can be tested on rules that
nobody thought of. ``complete`` draws a case in which every fact that some rules read is known, ``blurred``
the same case with less known of it. Needs the extra ``test``.

>>> from hypothesis import find
>>> print(find(rules(sample_scope("person")), lambda rule: type(rule).__name__ == "And"))
false and false
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar

from attrs import define, evolve
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from fupin_policy.domain import ENTITIES
from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import FactSpec, Kind, facts_of
from fupin_policy.problems import InputError
from fupin_policy.rules import (
    ELEMENT_UNITS,
    Node,
    Scope,
    Type,
    entities_in_scope,
    entity_environment,
    facts_read,
    parse,
)
from fupin_policy.rules.nodes import (
    Aggregate,
    AggregateOp,
    And,
    Arithmetic,
    Call,
    CodeRef,
    Compare,
    ComparisonOp,
    DefinitionRef,
    Extreme,
    FactRef,
    FigureRef,
    If,
    In,
    Literal_,
    Not,
    Or,
    ReadingRef,
    TermRef,
    Today,
)
from fupin_policy.rules.scope import element_of
from fupin_policy.values import PURE, Interval, Period, Quantity, Unit, Value, exact

__all__ = ["blurred", "complete", "environment", "environments", "rules", "sample_scope"]

T = TypeVar("T")

_DAYS = st.dates(date(2010, 1, 1), date(2020, 12, 31))
_ORDERS: list[ComparisonOp] = ["==", "!=", "<", "<=", ">", ">="]
_QUANTIFIERS: list[AggregateOp] = ["any", "all"]


def sample_scope(entity: str) -> Scope:
    """The names of an invented policy: figures of each bound, a reading, open terms and a definition.

    >>> sorted(sample_scope("household").terms)
    ['day', 'line', 'open']
    """
    figures = {
        "exact": "2000元/人/年",
        "floor": ">=1000元/年",
        "below": "<4000元/人/年",
        "between": "2人..3人",
        "ratio": "70%",
        "at_least": ">=50%",
        "roughly": "~3000元/户/年",
        "months": "12个月",
        "age": ">=60岁",
    }
    home = parse("household.on_roll and household.size in figure.of_all.few")
    return Scope(
        entity=entity,
        here="sample",
        figures={
            **{("sample", name): Quantity.parse(text) for name, text in figures.items()},
            ("of-all", "few"): Quantity.parse("<=3人"),
            ("of-all", "period"): Period.parse("2016-01-01..2018-12-31"),
            ("sample", "by"): Period.parse("<=2018-12-31"),
        },
        readings={"covers": ("all", "some", "none")},
        terms={"line": Type("number", Unit.parse("元/人/年")), "open": Type("bool"), "day": Type("date")},
        definitions={"home": ("household", home)} if "household" in entities_in_scope(entity) else {},
    )


@st.composite
def rules(draw: DrawFn, scope: Scope, kind: str = "bool", *, depth: int = 3, loose: bool = True) -> Node:
    """Well-typed rules over a scope: conditions (``bool``), amounts (``number``), days (``date``).

    Without ``loose``, all that a rule leaves open is left open by facts: no figure with a bound is
    calculated with, and no rough one is asked for.
    """
    writer = _Writer(draw, scope, loose)
    if kind == "number":
        return writer.number(draw(st.sampled_from(writer.units())), depth)
    return writer.condition(depth) if kind == "bool" else writer.day(depth)


@cache
def _facts(entity: str, kind: Kind) -> tuple[tuple[FactRef, FactSpec], ...]:
    return tuple(
        (FactRef(owner, name), spec)
        for owner in entities_in_scope(entity)
        for name, spec in facts_of(ENTITIES[owner]).items()
        if spec.kind is kind
    )


@define
class _Writer:
    """Writes rules of a kind no deeper than said; the first form of each list is the simplest."""

    draw: DrawFn
    scope: Scope
    loose: bool

    def any_of(self, options: list[T]) -> T:
        return self.draw(st.sampled_from(options))

    def facts(self, kind: Kind) -> tuple[tuple[FactRef, FactSpec], ...]:
        return _facts(self.scope.entity, kind) if self.scope.entity else ()

    def named(self, kind: Kind, wanted: Callable[[Unit], bool] = lambda unit: True) -> list[Node]:
        """A fact or a term of a kind, if there is any; every entity has an equal chance, the terms too."""
        groups: dict[str, list[Node]] = {}
        for ref, spec in self.facts(kind):
            if wanted(spec.unit or PURE):
                groups.setdefault(ref.entity, []).append(ref)
        for name, found in self.scope.terms.items():
            if found.kind == kind.value and wanted(found.unit):
                groups.setdefault("term", []).append(TermRef(name))
        return [self.any_of(self.any_of(list(groups.values())))] if groups else []

    def units(self) -> list[Unit]:
        facts = {spec.unit or PURE for _, spec in self.facts(Kind.NUMBER)}
        return sorted({PURE, Unit.parse("岁"), Unit.parse("月"), *facts}, key=str)

    def figures(self, wanted: Callable[[Quantity | Period], bool]) -> list[FigureRef]:
        return [
            FigureRef(name, None if owner == self.scope.here else owner)
            for (owner, name), value in self.scope.figures.items()
            if wanted(value)
        ]

    # --- conditions

    def condition(self, depth: int) -> Node:
        leaves = [
            self.truth,
            self.fact_holds,
            self.defined,
            self.code,
            self.among,
            self.number_within,
            self.day_within,
        ]
        deeper = [self.order, self.days_order, self.junction, self.negated, self.some_or_all, self.choice]
        return self.any_of(leaves + deeper if depth else leaves)(depth)

    def truth(self, depth: int) -> Node:
        return Literal_(self.any_of([False, True]))

    def fact_holds(self, depth: int) -> Node:
        return self.any_of(self.named(Kind.BOOL) or [self.truth(depth)])

    def defined(self, depth: int) -> Node:
        entities = entities_in_scope(self.scope.entity) if self.scope.entity else ()
        names = [name for name, (entity, _) in self.scope.definitions.items() if entity in entities]
        return DefinitionRef(self.any_of(names)) if names else self.truth(depth)

    def coded(self) -> tuple[Node, list[str]]:
        facts = [fact for fact in self.named(Kind.CODE) if isinstance(fact, FactRef)]
        if not facts or (self.scope.readings and self.any_of([0, 1, 2]) == 2):
            name, options = self.any_of(list(self.scope.readings.items()))
            return ReadingRef(name), list(options)
        return facts[0], [code.value for code in facts_of(ENTITIES[facts[0].entity])[facts[0].name].type]

    def code(self, depth: int) -> Node:
        node, keys = self.coded()
        sides = [node, CodeRef(self.any_of(keys))]
        if self.any_of([False, True]):
            sides.reverse()
        return Compare(self.any_of(_ORDERS[:2]), *sides)

    def among(self, depth: int) -> Node:
        node, keys = self.coded()
        chosen = self.draw(st.lists(st.sampled_from(keys), min_size=1, max_size=3, unique=True))
        return In(node, tuple(CodeRef(key) for key in chosen), self.any_of([False, True]))

    def number_within(self, depth: int) -> Node:
        figures = self.figures(lambda value: isinstance(value, Quantity) and self.can_ask(value))
        pool = self.any_of(figures)
        value = self.scope.figures[(pool.measure or self.scope.here, pool.name)]
        assert isinstance(value, Quantity)
        unit = value.unit
        within: Node = pool
        if not unit.dimension and depth:  # so many times the figure
            unit = self.any_of(self.units())
            within = Arithmetic("*", pool, self.number(unit, depth - 1))
        return In(self.number(unit, max(depth - 1, 0)), (within,), self.any_of([False, True]))

    def can_ask(self, value: Quantity) -> bool:
        return self.loose or not (isinstance(value.value, Interval) and value.value.is_rough)

    def day_within(self, depth: int) -> Node:
        periods: list[Node] = [*self.figures(lambda value: isinstance(value, Period))]
        pool = self.any_of(periods)
        if depth and self.any_of([False, True]):
            pool = If(self.condition(depth - 1), pool, self.any_of(periods))
        return In(self.day(max(depth - 1, 0)), (pool,), self.any_of([False, True]))

    def order(self, depth: int) -> Node:
        unit = self.any_of(self.units())
        return Compare(self.any_of(_ORDERS), self.number(unit, depth - 1), self.number(unit, depth - 1))

    def days_order(self, depth: int) -> Node:
        return Compare(self.any_of(_ORDERS), self.day(depth - 1), self.day(depth - 1))

    def junction(self, depth: int) -> Node:
        args = tuple(self.condition(depth - 1) for _ in range(self.any_of([2, 3])))
        return And(args) if self.any_of([True, False]) else Or(args)

    def negated(self, depth: int) -> Node:
        return Not(self.condition(depth - 1))

    def choice(self, depth: int) -> Node:
        return If(self.condition(depth - 1), self.condition(depth - 1), self.condition(depth - 1))

    def within(self, over: FactRef) -> _Writer:
        return _Writer(self.draw, self.scope.about(element_of(over)), self.loose)

    def some_or_all(self, depth: int) -> Node:
        collections = [ref for ref, _ in self.facts(Kind.COLLECTION)]
        if not collections:
            return self.truth(depth)
        over = self.any_of(collections)
        return Aggregate(self.any_of(_QUANTIFIERS), over, self.within(over).condition(depth - 1))

    # --- amounts

    def number(self, unit: Unit, depth: int) -> Node:
        leaves = [self.amount, self.amount_known]
        deeper = [self.arithmetic, self.share, self.extreme, self.chosen_number, self.total]
        return self.any_of(leaves + deeper if depth else leaves)(unit, depth)

    def amount(self, unit: Unit, depth: int) -> Node:
        """A number of the case in about this unit, or one that is written."""
        known = self.named(Kind.NUMBER, unit.same_kind)
        if unit == Unit.parse("岁"):
            known.append(Call("age", (self.day(0),)))
        if unit.same_kind(Unit.parse("月")):
            known += [
                Call("months_since", (self.day(0),)),
                Call("months_between", (self.day(0), self.day(0))),
            ]
        return self.any_of(known) if known else self.amount_known(unit, depth)

    def amount_known(self, unit: Unit, depth: int) -> Node:
        exact_ones = self.figures(
            lambda value: isinstance(value, Quantity) and value.is_exact and value.unit.same_kind(unit)
        )
        written = Literal_(Quantity(self.draw(st.integers(-3, 3) | st.integers(0, 10**6)), unit))
        return self.any_of([written, *exact_ones])

    def arithmetic(self, unit: Unit, depth: int) -> Node:
        return Arithmetic(
            self.any_of(["+", "-"]),
            self.operand(unit, depth - 1),
            self.operand(unit, depth - 1),
        )

    def operand(self, unit: Unit, depth: int) -> Node:
        """A number, or a figure that is only bounded."""
        bounded = self.figures(lambda value: isinstance(value, Quantity) and value.unit.same_kind(unit))
        if self.loose and bounded and self.any_of([False, True]):
            return self.any_of(bounded)
        return self.number(unit, depth)

    def share(self, unit: Unit, depth: int) -> Node:
        factors: list[Node] = [Literal_(n) for n in (0, 1, 2, -1)]
        factors += self.figures(
            lambda value: (
                isinstance(value, Quantity) and not value.unit.dimension and (self.loose or value.is_exact)
            )
        )
        return Arithmetic("*", self.any_of(factors), self.number(unit, depth - 1))

    def extreme(self, unit: Unit, depth: int) -> Node:
        args = tuple(self.operand(unit, depth - 1) for _ in range(self.any_of([2, 3])))
        return Extreme(self.any_of(["min", "max"]), args)

    def chosen_number(self, unit: Unit, depth: int) -> Node:
        return If(self.condition(depth - 1), self.number(unit, depth - 1), self.number(unit, depth - 1))

    def total(self, unit: Unit, depth: int) -> Node:
        """A count where the unit is of elements, or a sum of what has this unit."""
        forms: list[Node] = []
        for over, _ in self.facts(Kind.COLLECTION):
            counted = ELEMENT_UNITS.get(element_of(over), Unit.parse("个"))
            if counted.same_kind(unit):
                forms.append(Aggregate("count", over, self.within(over).condition(depth - 1)))
            if len((unit * counted).dimension) >= len(unit.dimension):
                forms.append(Aggregate("sum", over, self.within(over).number(unit, depth - 1)))
        return self.any_of(forms) if forms else self.amount(unit, depth)

    # --- days

    def day(self, depth: int) -> Node:
        form = self.any_of(["known", "known", "written", *(["after", "choice"] if depth else [])])
        if form == "written":
            return Literal_(self.draw(_DAYS))
        if form == "after":
            return Call("month_after", (self.day(depth - 1),))
        if form == "choice":
            return If(self.condition(depth - 1), self.day(depth - 1), self.day(depth - 1))
        return self.any_of([Today(), *self.named(Kind.DATE)])


# --- cases


def complete(scope: Scope, *nodes: Node) -> SearchStrategy[Any]:
    """Cases of the scope's entity in which all that the rules read is known, lists included."""
    assert scope.entity is not None
    read = frozenset[str]().union(*(facts_read(node, scope) for node in nodes))
    return _complete(ENTITIES[scope.entity], read)


@st.composite
def _complete(draw: DrawFn, cls: type[Entity], read: frozenset[str]) -> Entity:
    facts: dict[str, Any] = {}
    specs = sorted(facts_of(cls).items(), key=lambda item: item[1].fact.derive is not None)
    for name, spec in specs:
        if not _bears(cls, name, spec, read):
            continue
        if spec.fact.derive is not None and spec.fact.derive(_built(cls, facts)) is not None:
            continue  # what follows from other facts is not stated anew
        if spec.kind is Kind.ENTITY:
            facts[name] = draw(_complete(spec.type, read))
        elif spec.kind is Kind.COLLECTION:
            items = draw(st.lists(_complete(spec.type, read), min_size=spec.limits[0], max_size=3))
            facts[name] = tuple(_called(item, str(index)) for index, item in enumerate(items))
        else:
            facts[name] = draw(_known(spec))
    return _built(cls, facts)


def _bears(cls: type[Entity], name: str, spec: FactSpec, read: frozenset[str]) -> bool:
    """Whether a fact is read, or leads to an entity of which facts are."""
    if spec.kind is Kind.ENTITY:
        return any(_bears(spec.type, below, inner, read) for below, inner in facts_of(spec.type).items())
    return f"{cls.key}.{name}" in read and name != "id"


def _called(item: Any, name: str) -> Any:
    return evolve(item, id=name)


def _built(cls: type[Entity], facts: dict[str, Any]) -> Entity:
    try:
        return cls(**facts)
    except InputError:  # drawn facts that contradict each other make no case
        assume(False)
        raise


def _known(spec: FactSpec) -> SearchStrategy[Any]:
    match spec.kind:
        case Kind.BOOL:
            return st.booleans()
        case Kind.CODE:
            return st.sampled_from(list(spec.type))
        case Kind.DATE:
            return _DAYS
        case Kind.NUMBER:
            return _amounts(spec)
    return st.sampled_from(["a", "b"])


def _amounts(spec: FactSpec) -> SearchStrategy[Any]:
    low = spec.fact.low if spec.fact.low is not None else -100
    high = min(spec.limits[1], low + 10**4)
    some = st.integers(low, min(low + 5, high)) | st.integers(low, high)
    if spec.is_count or spec.unit is None:
        return some
    unit = spec.unit
    return some.map(lambda n: Quantity(exact(n * Fraction(unit.scale)), unit))


@st.composite
def blurred(draw: DrawFn, entity: Entity) -> Entity:
    """The same case with less known of it: facts left out, amounts between bounds, lists forgotten."""
    facts: dict[str, Any] = {}
    for name, value in entity.known().items():
        if name == "id":
            continue
        if isinstance(value, Entity):
            found: Any = draw(blurred(value))
        elif isinstance(value, tuple):
            found = tuple(_called(draw(blurred(item)), item.id) for item in value)
        elif isinstance(value, Quantity) and value.is_exact:
            found = draw(st.sampled_from(_around(value)))
        else:
            found = value
        facts[name] = found if draw(st.integers(0, 2)) else None
    return evolve(entity, **facts)  # type: ignore[misc]  # every entity is an attrs class


def _around(quantity: Quantity) -> list[Quantity]:
    value = quantity.value
    assert not isinstance(value, Interval)
    known: list[Value] = [value, Interval(low=value), Interval(high=value), Interval(nominal=value)]
    if value > 0:
        known.append(Interval(0, value, low_open=True))
    return [Quantity(one, quantity.unit) for one in known]


def environment(
    scope: Scope, subject: Entity, on: date, readings: Mapping[str, str], terms: Mapping[str, Any]
) -> dict[str, Any]:
    """What a compiled rule about ``subject`` is run on."""
    assert scope.entity is not None
    return entity_environment(
        scope.entity,
        subject,
        {
            "on": on,
            **{f"reading.{name}": chosen for name, chosen in readings.items()},
            **{f"term.{name}": terms.get(name) for name in scope.terms},
        },
    )


@st.composite
def environments(draw: DrawFn, scope: Scope, *nodes: Node) -> tuple[dict[str, Any], dict[str, Any]]:
    """The environment of a case in which all that the rules read is known, and one of which less is known."""
    subject = draw(complete(scope, *nodes))
    on = draw(_DAYS)
    readings = {name: draw(st.sampled_from(options)) for name, options in scope.readings.items()}
    terms: dict[str, Any] = {}
    for name, found in scope.terms.items():
        amounts = st.integers(0, 10**6)
        terms[name] = draw({"bool": st.booleans(), "date": _DAYS}.get(found.kind, amounts))
    left = {name: value for name, value in terms.items() if draw(st.booleans())}
    return (
        environment(scope, subject, on, readings, terms),
        environment(scope, draw(blurred(subject)), on, readings, left),
    )
