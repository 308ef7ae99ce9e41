"""The values at which a policy's answers may change: its own figures, and one step to either side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from fupin_policy.domain import ENTITIES
from fupin_policy.domain.facts import FactSpec, Kind, facts_of
from fupin_policy.policy import Rule, Rulebook
from fupin_policy.rules import Node, facts_read, family, names_read, walk
from fupin_policy.rules.nodes import Aggregate, FactRef, FigureRef, Literal_
from fupin_policy.rules.scope import FigureSet
from fupin_policy.testing.mutant import smallest_step
from fupin_policy.values import Interval, Number, Period, Quantity, exact

__all__ = ["Point", "boundaries", "facts_of_policy", "rule_nodes"]

Point: TypeAlias = Number | date
"""A number in base scale (money in fen), or a day."""


def rule_nodes(rule: Rule) -> tuple[Node, ...]:
    """Every rule that a measure's decision rests on: conditions, amounts, tiers, layers."""
    return tuple(node for _, node in rule.nodes())


def facts_of_policy(book: Rulebook, about: str) -> frozenset[str]:
    """Keys of every fact and collection that a policy's rules read when a household (or whatever it is about)
    is assessed, and of the facts they follow from.

    >>> import fupin_policy as fp
    >>> found = facts_of_policy(fp.load_policy("ruyuan-2016"), "household")
    >>> {"person.stage", "household.members", "household.type"} <= found, "county.tap_water_share" in found
    (True, False)
    """
    found: set[str] = set()
    for rule in (measure.rule for measure in book.measures if measure.rule is not None):
        for node in rule_nodes(rule) if about in (rule.to, family(rule.to)) else ():
            found |= facts_read(node, book.scope)
            found |= {
                f"{one.over.entity}.{one.over.name}" for one in walk(node) if isinstance(one, Aggregate)
            }
    return frozenset(found | _sources(found))


def _sources(keys: set[str]) -> set[str]:
    """Facts stated in place of derived ones: a household's type says whether it is on the roll."""
    return {"household.type"} if "household.on_roll" in keys else set()


def boundaries(book: Rulebook) -> dict[str, tuple[Point, ...]]:
    """For each number and day that rules read: the figures of the same rules it can be set against, and the
    values one smallest step below and above each.

    >>> import fupin_policy as fp
    >>> boundaries(fp.load_policy("ruyuan-2016"))["household.roll_income"]
    (399999, 400000, 400001)
    """
    found: dict[str, dict[Point, None]] = {}
    for measure in book.measures:
        if measure.rule is None:
            continue
        facts: dict[str, None] = {}
        sets: list[FigureSet] = []
        for node in rule_nodes(measure.rule):
            for name in names_read(node, book.scope):
                if isinstance(name, FactRef):
                    facts[f"{name.entity}.{name.name}"] = None
                elif isinstance(name, FigureRef):
                    sets.append(book.scope.figures[(name.measure or measure.id, name.name)])
            literals = (one.value for one in walk(node) if isinstance(one, Literal_))
            sets += [value for value in literals if isinstance(value, Quantity)]
        for key in facts:
            entity, _, fact = key.partition(".")
            spec = facts_of(ENTITIES[entity])[fact]
            found.setdefault(key, {}).update(dict.fromkeys(_points(spec, sets)))
    return {key: tuple(sorted(points)) for key, points in found.items() if points}


def _points(spec: FactSpec, sets: Iterable[FigureSet]) -> Iterator[Point]:
    for one in sets:
        if spec.kind is Kind.DATE and isinstance(one, Period):
            yield from one.around()
        elif spec.kind is Kind.NUMBER and isinstance(one, Quantity) and spec.unit is not None:
            yield from _beside(one) if one.unit.same_kind(spec.unit) else ()


def _beside(quantity: Quantity) -> Iterator[Number]:
    value = quantity.value
    ends = (value.low, value.high, value.nominal) if isinstance(value, Interval) else (value,)
    for end in dict.fromkeys(end for end in ends if end is not None):
        step = smallest_step(exact(Fraction(end) / quantity.unit.scale), quantity.unit) * quantity.unit.scale
        yield from (exact(end - step), end, exact(end + step))
