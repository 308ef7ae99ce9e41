"""Facts and collections of a register as values of a graph: as they are stated, or as they follow from others."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from fupin_policy.domain import ENTITIES
from fupin_policy.domain.derived import AnyOf, CodeIsNot, Listed
from fupin_policy.domain.facts import FactSpec, Kind
from fupin_policy.problems import InputError, Problem
from fupin_policy.register.kernel.graph import Graph, Value
from fupin_policy.register.kernel.logic import Code, Day, Logic, Lowered
from fupin_policy.register.kernel.numbers import Num, Numbers, Truth
from fupin_policy.register.layout import Form, Layout, range_of
from fupin_policy.register.tables import spec_of
from fupin_policy.rules.exact import fact_default
from fupin_policy.rules.nodes import FactRef
from fupin_policy.rules.scope import element_of

__all__ = ["Stated"]


@frozen(eq=False)
class Stated:
    """What the tables of a layout say of facts and collections."""

    layout: Layout
    logic: Logic

    @property
    def graph(self) -> Graph:
        """The graph that values are built in."""
        return self.logic.graph

    @property
    def numbers(self) -> Numbers:
        """Arithmetic in that graph."""
        return self.logic.numbers

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
        if self.layout.complete:
            return self.graph.truth(True)
        return self.graph.load_bit(f"{key}?", self._level(key))

    def _unknown_fact(self, spec: FactSpec) -> Lowered:
        nothing = self.graph.truth(False)
        if spec.kind is Kind.BOOL:
            return self.logic.unsure()
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
            return self.logic.negated(self.logic.among(code, (derive.code,)))
        parts = [self.fact(f"{entity}.{name}") for name in derive.facts]
        return self.logic.any_of([part for part in parts if isinstance(part, Truth)])

    def _number_fact(self, key: str, spec: FactSpec, form: Form | None, derive: Any) -> Num:
        default = self.numbers.of(fact_default(spec))
        entity = key.partition(".")[0]
        if isinstance(derive, Listed) and derive.collection and self.element(entity, derive.collection):
            rows = self.rows(entity, derive.collection)
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

    def element(self, owner: str, collection: str) -> str | None:
        """The kind of elements of a collection, where the register has a table of them."""
        element = element_of(FactRef(owner, collection))
        return element if element in self.layout.tables else None

    def rows(self, owner: str, collection: str) -> Value:
        """How many elements each owner lists."""
        return self.graph.rows(element_of(FactRef(owner, collection)), self.layout.level(owner))

    def listed(self, owner: str, collection: str) -> Value:
        """Where the elements of a collection are known."""
        element = self.element(owner, collection)
        if element is None:
            return self.graph.truth(False)
        if self.layout.complete:
            return self.graph.truth(True)
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
        more = g.minus(g.load(key, self._level(key), *range_of(key, form)), self.rows(owner, collection))
        return g.choose(stated, g.greatest(more, g.number(0)), g.number(0))
