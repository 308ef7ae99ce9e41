"""Which unknown facts leave a measure open, for every case at once: what :mod:`fupin_policy.rules.needs` tells of one.

The facts and open terms that a measure may lack are numbered, and a number of 62 bits holds a bit for each; what
lies beyond is told by a second number, and so on.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

from fupin_policy.register.kernel.graph import Value
from fupin_policy.register.kernel.items import Items, Said, apart
from fupin_policy.register.kernel.logic import chain
from fupin_policy.register.kernel.lower import Context, Lowering
from fupin_policy.register.kernel.numbers import Truth
from fupin_policy.rules import Node, ancestors, names_read
from fupin_policy.rules.nodes import (
    Aggregate,
    Arithmetic,
    CodeRef,
    DefinitionRef,
    FactRef,
    If,
    In,
    TermRef,
    children,
    walk,
)
from fupin_policy.rules.scope import Scope, element_of

__all__ = ["WORD", "Gaps", "gaps_of"]

WORD = 62


@frozen(eq=False)
class Gaps:
    """The keys of what a measure may lack, and for each case the bits of what it lacks, ``WORD`` to a number."""

    keys: tuple[str, ...]
    words: tuple[Value, ...]


def gaps_of(items: Items, lowering: Lowering) -> Gaps:
    """The facts and open terms that leave a measure open in each case."""
    rule = items.rule.rule
    scope = items.parts[0].context.scope
    nodes = [node for _, node in rule.nodes()]
    keys = tuple(
        dict.fromkeys([*_collections(rule.to), *(key for node in nodes for key in _keys(node, scope))])
    )
    reader = _Reader(lowering, keys)
    g = lowering.graph
    words = [g.number(0)] * (len(keys) // WORD + 1)
    for said in items.parts:
        found = reader.said(items, said)
        for index, word in enumerate(found):
            for owner, _, element in reversed(chain(said.level)):
                word = g.all_bits(element, lowering.layout.level(owner), word)
            words[index] = g.bits(words[index], word)
    without = reader.without(items)
    return Gaps(keys, tuple(g.bits(word, more) for word, more in zip(words, without, strict=True)))


def _collections(to: str) -> list[str]:
    return [f"{owner}.{name}" for owner, name, _ in chain(to)]


def _keys(node: Node, scope: Scope) -> list[str]:
    found: list[str] = []
    for name in names_read(node, scope):
        if isinstance(name, FactRef):
            found.append(f"{name.entity}.{name.name}")
        elif isinstance(name, TermRef):
            found.append(f"term.{name.name}")
    for part in walk(node):
        if isinstance(part, DefinitionRef):
            found += _keys(scope.definitions[part.name][1], scope)
    return found


@frozen(eq=False)
class _Reader:
    lowering: Lowering
    keys: tuple[str, ...]

    def bit(self, key: str, where: Value) -> list[Value]:
        """The bit of a key, where it is missing."""
        g = self.lowering.graph
        index = self.keys.index(key)
        words = [g.number(0)] * (len(self.keys) // WORD + 1)
        words[index // WORD] = g.choose(where, g.number(1 << (index % WORD)), g.number(0))
        return words

    def none(self) -> list[Value]:
        return [self.lowering.graph.number(0)] * (len(self.keys) // WORD + 1)

    def joined(self, *found: list[Value]) -> list[Value]:
        g = self.lowering.graph
        total = self.none()
        for words in found:
            total = [g.bits(a, b) for a, b in zip(total, words, strict=True)]
        return total

    def only(self, where: Value, words: list[Value]) -> list[Value]:
        g = self.lowering.graph
        return [g.choose(where, word, g.number(0)) for word in words]

    def without(self, items: Items) -> list[Value]:
        """What is missing for the cases that have no element the rule could be about."""
        g, one, found = self.lowering.graph, items.rule, apart(items, self.lowering)
        if found.present.always:
            return self.none()
        outer = None if one.outer is None else one.outer.node
        asked = self.only(g.no(found.in_force.fails), self.of(outer, found.context))
        return self.only(g.no(found.present), self.joined(self.of(one.rule.in_force, found.context), asked))

    def said(self, items: Items, said: Said) -> list[Value]:
        """What is missing for the rows of one level, condition by condition as far as each matters."""
        g, lowering, rule = self.lowering.graph, self.lowering, items.rule.rule
        context = said.context
        listed = not (context.unknown & {kind for _, _, kind in chain(rule.to)})
        in_force, applies = lowering.truth(rule.in_force, context), lowering.truth(rule.addressed, context)
        when = lowering.truth(rule.when, context)
        found = [self.of(rule.in_force, context)]
        going = g.no(in_force.fails)
        found.append(self.only(going, self.of(rule.addressed, context)))
        going = g.both(going, g.no(applies.fails))
        found.append(self.only(going, self.of(rule.when, context)))
        going = g.both(going, g.no(when.fails))
        if not listed:
            first = next(
                key
                for key, (_, _, kind) in zip(_collections(rule.to), chain(rule.to), strict=True)
                if kind in context.unknown
            )
            found.append(self.bit(first, said.undetermined))
            return self.only(said.exists, self.joined(*found))
        truths = [lowering.truth(tier.when, context) for tier in rule.tiers]
        sure = g.either(*(truth.holds for truth in truths))
        for tier, truth in zip(rule.tiers, truths, strict=True):
            found.append(self.only(g.both(going, g.no(sure)), self.of(tier.when, context)))
            matters = g.both(going, g.either(truth.holds, g.both(g.no(sure), g.no(truth.fails))))
            found.append(self.only(matters, self.of(tier.amount, context)))
        found.append(self.only(going, self.of(rule.amount, context)))
        found += [self.only(going, self.of(layer.amount, context)) for layer in rule.layers]
        return self.only(said.exists, self.joined(*found))

    def of(self, node: Node | None, context: Context) -> list[Value]:
        """What is missing for a rule, where it is open."""
        if node is None or isinstance(node, CodeRef):
            return self.none()
        if isinstance(node, FactRef):
            there = ancestors(node.entity) and node.entity in context.unknown
            return self.none() if there else self.bit(f"{node.entity}.{node.name}", self.open(node, context))
        if isinstance(node, TermRef):
            return self.bit(f"term.{node.name}", self.open(node, context))
        if isinstance(node, Aggregate):
            return self.aggregate(node, context)
        if isinstance(node, DefinitionRef):
            entity, body = context.scope.definitions[node.name]
            scope = context.scope.of_definition(node.name, entity)
            return self.of(body, evolve(context, scope=scope))
        if isinstance(node, If):
            return self.choice(node, context)
        if isinstance(node, In) and isinstance(node.options[0], If):
            pool = node.options[0]
            then, other = evolve(node, options=(pool.then,)), evolve(node, options=(pool.other,))
            return self.of(If(pool.when, then, other), context)
        if isinstance(node, In):
            pools = [node.options[0]] if isinstance(node.options[0], Arithmetic) else []
            parts: Sequence[Node] = [node.item, *pools]
        else:
            parts = list(children(node))
        return self.only(self.open(node, context), self.joined(*(self.of(part, context) for part in parts)))

    def choice(self, node: If, context: Context) -> list[Value]:
        g = self.lowering.graph
        when = self.lowering.truth(node.when, context)
        then, other = self.of(node.then, context), self.of(node.other, context)
        unsure = g.both(g.no(when.holds), g.no(when.fails), self.open(node, context))
        return self.joined(
            self.only(when.holds, then),
            self.only(when.fails, other),
            self.only(unsure, self.joined(self.of(node.when, context), then, other)),
        )

    def aggregate(self, node: Aggregate, context: Context) -> list[Value]:
        g, lowering = self.lowering.graph, self.lowering
        owner, collection = node.over.entity, node.over.name
        key, element = f"{owner}.{collection}", element_of(node.over)
        is_open = self.open(node, context)
        if owner in context.unknown:
            return self.none() if ancestors(owner) else self.bit(key, is_open)
        if element not in lowering.layout.tables:
            return self.bit(key, is_open)
        level = lowering.layout.level(owner)
        inside = evolve(context, scope=context.scope.about(element))
        within, beyond = inside.of(element, known=True), inside.of(element, known=False)
        listed, more = lowering.stated.listed(owner, collection), lowering.stated.unlisted(owner, collection)
        unlisted = g.both(g.less(g.number(0), more), self.open(node.body, beyond))
        lacking = g.either(g.no(listed), unlisted)
        parts = [
            g.all_bits(element, level, word)
            for word in self.only(self.open(node.body, within), self.of(node.body, within))
        ]
        return self.only(is_open, self.joined(self.bit(key, lacking), parts))

    def open(self, node: Node, context: Context) -> Value:
        """Where the value of a rule is not fully known."""
        g = self.lowering.graph
        if isinstance(node, CodeRef):
            return g.truth(False)
        found = self.lowering.lower(node, context)
        if isinstance(found, Truth):
            return g.both(g.no(found.holds), g.no(found.fails))
        return g.no(found.known)
