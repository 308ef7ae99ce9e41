"""Which facts a rule reads, and which unknown ones stand between it and an answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from attrs import frozen

from fupin_policy.rules.compiled import UNLISTED, Step
from fupin_policy.rules.nodes import (
    Aggregate,
    And,
    Call,
    DefinitionRef,
    FactRef,
    FigureRef,
    If,
    Node,
    Not,
    Or,
    ReadingRef,
    TermRef,
    Today,
    children,
    walk,
)
from fupin_policy.rules.scope import Scope, element_of

__all__ = ["Missing", "apart_from", "asks_any", "asks_day", "facts_read", "missing", "names_read"]


@frozen(order=True)
class Missing:
    """A fact or open term that is not known: its key, and whose it is where there are several.

    >>> print(Missing("person.stage", "a"))
    person.stage of a
    """

    key: str
    subject: str | None = None

    def __str__(self) -> str:
        return f"{self.key} of {self.subject}" if self.subject else self.key


def names_read(node: Node, scope: Scope) -> Iterator[FactRef | FigureRef | ReadingRef | TermRef]:
    """Every reference a rule makes, definitions followed.

    >>> from fupin_policy.rules import parse
    >>> [str(name) for name in names_read(parse("person.disabled and on in figure.period"), Scope())]
    ['person.disabled', 'figure.period']
    """
    for part in walk(node):
        if isinstance(part, DefinitionRef):
            yield from names_read(scope.definitions[part.name][1], scope)
        elif isinstance(part, FactRef | FigureRef | ReadingRef | TermRef):
            yield part


def facts_read(node: Node, scope: Scope) -> frozenset[str]:
    """Keys of the facts a rule may look at: ``person.stage``."""
    return frozenset(
        f"{name.entity}.{name.name}" for name in names_read(node, scope) if isinstance(name, FactRef)
    )


def asks_day(node: Node, scope: Scope) -> bool:
    """Whether the day of the assessment may bear on a rule: it is named, or a function is called.

    >>> from fupin_policy.rules import parse
    >>> asks_day(parse("age(person.birth_date) >= 60"), Scope()), asks_day(parse("person.disabled"), Scope())
    (True, False)
    """
    return any(
        isinstance(part, Today | Call)
        or (isinstance(part, DefinitionRef) and asks_day(scope.definitions[part.name][1], scope))
        for part in walk(node)
    )


def apart_from(node: Node, kinds: Collection[str], scope: Scope) -> Node | None:
    """Those of the conditions a condition is made of that ask nothing of entities of some kinds; None for none.

    >>> from fupin_policy.rules import parse
    >>> print(apart_from(parse("household.on_roll and person.disabled"), {"person"}, Scope()))
    household.on_roll
    """
    kept = [part for part in _joined(node, scope) if not asks_any(part, kinds, scope)]
    return And(tuple(kept)) if len(kept) > 1 else kept[0] if kept else None


def _joined(node: Node, scope: Scope) -> Iterator[Node]:
    """The conditions that must hold together for a condition to hold."""
    if isinstance(node, And):
        for part in node.args:
            yield from _joined(part, scope)
    elif isinstance(node, Not) and isinstance(node.arg, Or):
        for part in node.arg.args:
            yield from _joined(Not(part), scope)
    elif isinstance(node, DefinitionRef):
        yield from _joined(scope.definitions[node.name][1], scope)
    else:
        yield node


def asks_any(node: Node, kinds: Collection[str], scope: Scope) -> bool:
    """Whether a rule asks something of the entity it is about, or of an owner of it, that is of one of these kinds.

    >>> from fupin_policy.rules import parse
    >>> asks_any(parse("household.on_roll"), {"person"}, Scope()), asks_any(parse("person.age"), {"person"}, Scope())
    (False, True)
    """
    return any(_asks(node, kind, scope) for kind in kinds)


def _asks(node: Node, kind: str, scope: Scope) -> bool:
    """Whether a rule asks something of the entity of a kind that it is about, not of elements it goes through itself."""
    if isinstance(node, FactRef):
        return node.entity == kind
    if isinstance(node, DefinitionRef):
        return _asks(scope.definitions[node.name][1], kind, scope)
    if isinstance(node, Aggregate) and element_of(node.over) == kind:
        return node.over.entity == kind
    return any(_asks(part, kind, scope) for part in children(node))


def missing(step: Step, ids: Mapping[str, str | None]) -> Iterator[Missing]:
    """The unknown facts and terms that leave a traced rule open.

    ``ids`` names the entity a fact belongs to: ``a/b1`` is bill b1 of person a.
    """
    node = step.node
    if isinstance(node, FactRef):
        if step.is_unknown:
            yield Missing(f"{node.entity}.{node.name}", ids.get(node.entity))
    elif isinstance(node, TermRef):
        if step.is_unknown:
            yield Missing(f"term.{node.name}")
    elif isinstance(node, Aggregate):
        owner = ids.get(node.over.entity)
        within = f"{owner}/" if owner else ""
        if step.is_unknown and not step.parts:
            yield Missing(f"{node.over.entity}.{node.over.name}", owner)
        if step.is_unknown:
            for part in step.parts:
                if part.is_unknown and part.subject == UNLISTED:
                    yield Missing(f"{node.over.entity}.{node.over.name}", owner)
                elif part.is_unknown:
                    yield from missing(part, {**ids, element_of(node.over): f"{within}{part.subject}"})
    elif isinstance(node, If) and step.parts[0].value is not None:
        yield from missing(step.parts[1] if step.parts[0].value else step.parts[2], ids)
    elif step.is_unknown:
        for part in step.parts:
            if part.is_unknown:
                yield from missing(part, ids)
