"""What names a rule may use: entities in scope, figures, readings, open terms, definitions."""

from __future__ import annotations

from collections.abc import Mapping, Set
from functools import cache
from typing import Literal, TypeAlias

from attrs import field, frozen

from fupin_policy.domain import ENTITIES
from fupin_policy.domain.facts import Code, Kind, facts_of
from fupin_policy.rules.nodes import FactRef, Node
from fupin_policy.values import PURE, Period, Quantity, Record, Unit

__all__ = [
    "ELEMENT_UNITS",
    "FigureSet",
    "Scope",
    "Type",
    "ancestors",
    "code_keys",
    "covered",
    "element_of",
    "entities_in_scope",
    "family",
    "reachable",
    "single_links",
]

FigureSet: TypeAlias = Quantity | Period

ELEMENT_UNITS: dict[str, Unit] = {
    "person": Unit.parse("人"),
    "worker": Unit.parse("人"),
    "household": Unit.parse("户"),
    "village": Unit.parse("村"),
    "town": Unit.parse("镇"),
    "county": Unit.parse("县"),
    "enterprise": Unit.parse("家"),
}


@frozen(eq=False, repr=False)
class Type(Record):
    """The type of a rule: bool, number (with a unit), date, period, code (with its keys) or text."""

    kind: Literal["bool", "number", "date", "period", "code", "text"]
    unit: Unit = PURE
    keys: frozenset[str] = frozenset()

    def __str__(self) -> str:
        if self.kind == "number":
            return f"number in {self.unit}" if str(self.unit) else "plain number"
        return self.kind


@frozen(eq=False, repr=False)
class Scope(Record):
    """The names a rule may use.

    ``entity`` is what the rule is about (None where it may speak of no facts); ``figures`` are keyed by
    (measure id, figure name), ``here`` is the measure the rule stands in; ``readings`` give the
    options of each reading, ``terms`` the type of each open term and what is known of it.

    Of a policy that could only be read in part, ``unread`` are names that stand for what could not be read (see
    :func:`covered`), and an ``entity`` without a name is one that could not be: any fact may then be used.
    """

    entity: str | None = None
    here: str = ""
    figures: Mapping[tuple[str, str], FigureSet] = field(factory=dict)
    readings: Mapping[str, tuple[str, ...]] = field(factory=dict)
    terms: Mapping[str, Type] = field(factory=dict)
    definitions: Mapping[str, tuple[str, Node]] = field(factory=dict)
    unread: Set[tuple[str, ...]] = frozenset()

    def about(self, entity: str | None, here: str | None = None) -> Scope:
        """The same names for a rule about another ``entity``, and ``here`` in the place of the same measure."""
        at = self.here if here is None else here
        return Scope(entity, at, self.figures, self.readings, self.terms, self.definitions, self.unread)

    def of_definition(self, name: str, entity: str) -> Scope:
        """The same names for the body of a definition, which is about an ``entity``."""
        return self.about(entity, f"definition {name}")

    @property
    def entities(self) -> tuple[str, ...]:
        """The entities whose facts may be used."""
        if self.entity is None:
            return ()
        return entities_in_scope(self.entity) if self.entity else tuple(ENTITIES)


def covered(name: tuple[str, ...], names: Set[tuple[str, ...]]) -> bool:
    """Whether a name is among others, itself or with all that stands under a shorter one.

    >>> unread = {("terms",), ("figures", "plan", "period")}
    >>> covered(("terms", "share"), unread), covered(("figures", "plan", "year"), unread)
    (True, False)
    """
    return bool(names) and any(name[:end] in names for end in range(len(name) + 1))


@cache
def _owners() -> dict[str, tuple[str, str]]:
    """For each entity that is an element of a collection: its owner and the collection's name."""
    names = {cls: name for name, cls in ENTITIES.items()}
    return {
        names[spec.type]: (owner, spec.name)
        for owner, cls in ENTITIES.items()
        for spec in facts_of(cls).values()
        if spec.kind is Kind.COLLECTION
    }


@cache
def element_of(over: FactRef) -> str:
    """What a collection is made of: person for household.members."""
    spec = facts_of(ENTITIES[over.entity])[over.name]
    return next(key for key, cls in ENTITIES.items() if cls is spec.type)


@cache
def single_links(entity: str) -> tuple[tuple[str, str], ...]:
    """The entities an entity has one of, as (fact, entity): a household has a dwelling and a village."""
    names = {cls: name for name, cls in ENTITIES.items()}
    return tuple(
        (spec.name, names[spec.type])
        for spec in facts_of(ENTITIES[entity]).values()
        if spec.kind is Kind.ENTITY
    )


@cache
def reachable(entity: str) -> tuple[str, ...]:
    """The entity and every single entity that can be reached from it."""
    found = [entity]
    for name in found:
        found.extend(linked for _, linked in single_links(name) if linked not in found)
    return tuple(found)


@cache
def ancestors(entity: str) -> tuple[tuple[str, str], ...]:
    """The way up from an element: (owner, collection) pairs, nearest first.

    >>> ancestors("bill")
    (('person', 'bills'), ('household', 'members'))
    """
    path: list[tuple[str, str]] = []
    at = entity
    while at in _owners():
        path.append(_owners()[at])
        at = path[-1][0]
    return tuple(path)


@cache
def family(entity: str) -> str:
    """The entity that an assessment is asked for to reach this one: household for person, loan and bill."""
    path = ancestors(entity)
    return path[-1][0] if path else entity


@cache
def entities_in_scope(entity: str) -> tuple[str, ...]:
    """Every entity whose facts a rule about ``entity`` may use.

    >>> entities_in_scope("bill")[:3]
    ('bill', 'person', 'household')
    """
    found = [entity, *(owner for owner, _ in ancestors(entity))]
    for name in found:
        found.extend(linked for _, linked in single_links(name) if linked not in found)
    return tuple(found)


def code_keys(cls: type[Code]) -> frozenset[str]:
    """The keys of a code list."""
    return frozenset(member.value for member in cls)
