"""The type and unit checker: every rule is checked when a policy is loaded, all problems together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from attrs import define, evolve, field

from fupin_policy.domain import ENTITIES
from fupin_policy.domain.facts import Kind, facts_of
from fupin_policy.problems import Problem, nearest, with_article
from fupin_policy.rules.nodes import (
    UNREAD,
    Aggregate,
    And,
    Arithmetic,
    Call,
    CodeRef,
    Compare,
    DefinitionRef,
    Extreme,
    FactRef,
    FigureRef,
    If,
    In,
    Literal_,
    Node,
    Not,
    Or,
    ReadingRef,
    TermRef,
    Today,
)
from fupin_policy.rules.scope import (
    ELEMENT_UNITS,
    FigureSet,
    Scope,
    Type,
    code_keys,
    covered,
    element_of,
)
from fupin_policy.values import PURE, Bound, Quantity, Unit

__all__ = ["check"]

BOOL, DATE, PERIOD, TEXT = Type("bool"), Type("date"), Type("period"), Type("text")


def check(node: Node, scope: Scope) -> tuple[Type | None, list[Problem]]:
    """The type of a rule, and everything that is wrong with it (the type is None where it cannot be told)."""
    checker = _Checker(scope)
    return checker.type_of(node), checker.problems


@define
class _Checker:
    scope: Scope
    problems: list[Problem] = field(factory=list)

    def fail(self, what: str, expected: str | None = None, near: str | None = None) -> None:
        self.problems.append(Problem(what, expected=expected, nearest=near))

    def unknown(self, what: str, path: tuple[str, ...], names: Iterable[str], listed: bool = False) -> None:
        """Tell of a name that nothing has; what could not be read has told of itself."""
        if not covered(path, self.scope.unread):
            names = list(names)
            self.fail(what, ", ".join(names) or None if listed else None, nearest(path[-1], names))

    def type_of(self, node: Node) -> Type | None:
        told = _TYPES.get(type(node))
        if told is not None:
            return told(self, node)
        self.fail(f"{type(node).__name__} is not a node of the rule language")
        return None

    def expect(self, node: Node, kind: str) -> Type | None:
        found = self.type_of(node)
        if found is not None and found.kind != kind:
            self.fail(f"'{node}' is {with_article(found)}", expected=kind)
            return None
        return found

    def literal(self, node: Literal_) -> Type | None:
        if isinstance(node.value, bool):
            return BOOL
        if isinstance(node.value, int):
            return Type("number")
        return Type("number", node.value.unit) if isinstance(node.value, Quantity) else DATE

    def fact(self, node: FactRef) -> Type | None:
        if node is UNREAD:
            return None
        allowed = self.scope.entities
        if node.entity not in allowed:
            known = ", ".join(allowed) or "no entity (the rule is about nothing)"
            self.fail(f"'{node}': there is no '{node.entity}' in scope", known, nearest(node.entity, allowed))
            return None
        specs = facts_of(ENTITIES[node.entity])
        spec = specs.get(node.name)
        if spec is None:
            self.fail(f"{node.entity} has no fact '{node.name}'", near=nearest(node.name, specs))
            return None
        match spec.kind:
            case Kind.BOOL:
                return BOOL
            case Kind.DATE:
                return DATE
            case Kind.TEXT:
                return TEXT
            case Kind.NUMBER:
                return Type("number", spec.unit or PURE)
            case Kind.CODE:
                return Type("code", keys=code_keys(spec.type))
        self.fail(
            f"'{node}' has no value of its own ({spec.kind})",
            "one of its facts, or count, sum, any, all",
        )
        return None

    def code(self, node: CodeRef) -> Type | None:
        self.fail(f"the name '{node.key}' means nothing here", "a code beside the fact it is compared with")
        return None

    def figure(self, node: FigureRef) -> Type | None:
        measure = node.measure or self.scope.here
        found = self.scope.figures.get((measure, node.name))
        if found is None:
            here = [name for owner, name in self.scope.figures if owner == measure]
            if here or not covered(("measures", measure), self.scope.unread):
                what = f"measure '{measure}' has no figure '{node.name}'"
                self.unknown(what, ("figures", measure, node.name), here, listed=True)
            return None
        return Type("number", found.unit) if isinstance(found, Quantity) else PERIOD

    def reading(self, node: ReadingRef) -> Type | None:
        options = self.scope.readings.get(node.name)
        if options is None:
            self.unknown(f"unknown reading '{node.name}'", ("readings", node.name), self.scope.readings)
            return None
        return Type("code", keys=frozenset(options))

    def term(self, node: TermRef) -> Type | None:
        found = self.scope.terms.get(node.name)
        if found is None:
            self.unknown(f"unknown open term '{node.name}'", ("terms", node.name), self.scope.terms)
        return found

    def definition(self, node: DefinitionRef) -> Type | None:
        found = self.scope.definitions.get(node.name)
        if found is None:
            what = f"unknown definition '{node.name}'"
            self.unknown(what, ("definitions", node.name), self.scope.definitions)
            return None
        entity, body = found
        if entity and entity not in self.scope.entities:
            self.fail(f"'{node}' is about {with_article(entity)}, which is not in scope")
            return None
        return _Checker(self.scope.of_definition(node.name, entity)).type_of(body)

    def today(self, node: Today) -> Type | None:
        return DATE

    def negation(self, node: Not) -> Type | None:
        self.expect(node.arg, "bool")
        return BOOL

    def junction(self, node: And | Or) -> Type | None:
        for arg in node.args:
            self.expect(arg, "bool")
        return BOOL

    def compare(self, node: Compare) -> Type | None:
        for code, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(code, CodeRef):
                self.codes(other, (code,))
                if node.op not in ("==", "!="):
                    self.fail(f"'{node}': codes have no order", "== or !=")
                return BOOL
        left, right = self.type_of(node.left), self.type_of(node.right)
        denoted = [(side, self.set_of(side)) for side in (node.left, node.right)]
        for side, value in denoted:
            if value is not None and not (isinstance(value, Quantity) and value.is_exact):
                self.fail(f"'{node}': {side} denotes a set ({value})", f"'in {side}'")
        if left is not None and right is not None:
            if left.kind != right.kind:
                self.fail(f"'{node}' compares {with_article(left)} with {with_article(right)}")
            elif left.kind == "code" and not left.keys & right.keys:
                self.fail(f"'{node}' compares codes of different lists")
            elif left.kind == "number":
                self.same_unit(node, node.left, left, node.right, right)
            elif left.kind == "period":
                self.fail(f"'{node}' compares periods", "a day 'in' a period")
            elif left.kind in ("bool", "text", "code") and node.op not in ("==", "!="):
                self.fail(f"'{node}': {with_article(left)} has no order", "== or !=")
        return BOOL

    def membership(self, node: In) -> Type | None:
        if all(isinstance(option, CodeRef) for option in node.options):
            self.codes(node.item, node.options)  # type: ignore[arg-type]  # all of them are CodeRef
            return BOOL
        if len(node.options) != 1:
            self.fail(f"'{node}' mixes codes and other values", "codes only, or one figure")
            return BOOL
        self.denotes(node.options[0])
        item, pool = self.type_of(node.item), self.type_of(node.options[0])
        if item is not None and pool is not None:
            if item.kind == "number" and pool.kind == "number":
                self.same_unit(node, node.item, item, node.options[0], pool)
            elif (item.kind, pool.kind) != ("date", "period"):
                self.fail(f"'{node}' asks whether {with_article(item)} lies in {with_article(pool)}")
        return BOOL

    def set_of(self, node: Node) -> FigureSet | None:
        """The set that a figure or a quoted quantity denotes."""
        if isinstance(node, FigureRef):
            return self.scope.figures.get((node.measure or self.scope.here, node.name))
        return node.value if isinstance(node, Literal_) and isinstance(node.value, Quantity) else None

    def denotes(self, pool: Node) -> None:
        """Whether what stands after 'in' is a printed set, or a choice between such sets."""
        if isinstance(pool, If):
            self.denotes(pool.then)
            self.denotes(pool.other)
            return
        if isinstance(pool, Arithmetic) and pool.op == "*" and isinstance(pool.left, FigureRef):
            pool = pool.left
        value = self.set_of(pool)
        if isinstance(value, Quantity) and value.bound is Bound.UNKNOWN:
            self.fail(f"'in {pool}': {value} is not known", "a printed figure")
        elif value is None and not isinstance(pool, FigureRef):
            self.fail(f"'in {pool}': only figures and quoted quantities denote sets", "== or <=")

    def codes(self, node: Node, options: tuple[CodeRef, ...]) -> None:
        found = self.expect(node, "code")
        for option in options if found is not None else ():
            assert found is not None
            if option.key not in found.keys:
                listed = ", ".join(sorted(found.keys))
                self.fail(
                    f"'{node}' has no code '{option.key}'",
                    f"one of {listed}",
                    nearest(option.key, found.keys),
                )

    def same_unit(self, node: Node, left: Node, a: Type, right: Node, b: Type) -> Unit | None:
        """The common unit.

        A bare whole number takes the other side's unit where that counts single things, and zero always.
        """
        for literal, other in ((left, b), (right, a)):
            if isinstance(literal, Literal_) and type(literal.value) is int:
                if literal.value == 0 or other.unit.scale == 1:
                    return other.unit
                self.fail(f"'{node}': {literal.value} needs its unit", f"a quoted quantity in {other.unit}")
                return None
        if not a.unit.same_kind(b.unit):
            self.fail(f"'{node}' puts {a} beside {b}")
            return None
        return a.unit

    def arithmetic(self, node: Arithmetic) -> Type | None:
        left, right = self.type_of(node.left), self.type_of(node.right)
        if left is None or right is None:
            return None
        for side, found in ((node.left, left), (node.right, right)):
            if found.kind != "number":
                self.fail(f"'{side}' is {with_article(found)}", expected="number")
                return None
        if node.op == "*":
            return Type("number", left.unit * right.unit)
        unit = self.same_unit(node, node.left, left, node.right, right)
        return None if unit is None else Type("number", unit)

    def choice(self, node: If) -> Type | None:
        self.expect(node.when, "bool")
        return self.alike(node, (node.then, node.other))

    def extreme(self, node: Extreme) -> Type | None:
        found = self.alike(node, node.args)
        if found is not None and found.kind != "number":
            self.fail(f"'{node}' is over {found}s", expected="numbers")
            return None
        return found

    def alike(self, node: Node, args: tuple[Node, ...]) -> Type | None:
        types = [self.type_of(arg) for arg in args]
        first = types[0]
        left = args[0]
        for arg, found in zip(args[1:], types[1:], strict=True):
            if first is None or found is None:
                return None
            if first.kind != found.kind:
                self.fail(f"'{node}' joins {with_article(first)} and {with_article(found)}")
                return None
            if first.kind == "number":
                unit = self.same_unit(node, left, first, arg, found)
                first = None if unit is None else Type("number", unit)
                left = arg if isinstance(left, Literal_) else left
            elif first.kind == "code":
                first = evolve(first, keys=first.keys | found.keys)
        return first

    def aggregate(self, node: Aggregate) -> Type | None:
        owner, name = node.over.entity, node.over.name
        spec = facts_of(ENTITIES[owner]).get(name) if owner in self.scope.entities else None
        if spec is None or spec.kind is not Kind.COLLECTION:
            self.fail(f"'{node.over}' is no collection in scope", "such as household.members")
            return None
        element = element_of(node.over)
        inner = _Checker(self.scope.about(element), self.problems)
        body = inner.type_of(node.body)
        wanted = "number" if node.op == "sum" else "bool"
        if body is not None and body.kind != wanted:
            self.fail(f"'{node.body}' is {with_article(body)}", expected=wanted)
            return None
        if node.op in ("any", "all"):
            return BOOL
        unit = ELEMENT_UNITS.get(element, Unit.parse("个"))
        if node.op == "count":
            return Type("number", unit)
        if body is None:
            return None
        shared = body.unit * unit
        return Type("number", shared if len(shared.dimension) < len(body.unit.dimension) else body.unit)

    def call(self, node: Call) -> Type | None:
        for arg in node.args:
            self.expect(arg, "date")
        if node.function == "month_after":
            return DATE
        return Type("number", Unit.parse("岁" if node.function == "age" else "个月"))


_TYPES: dict[type[Node], Callable[[_Checker, Any], Type | None]] = {
    Literal_: _Checker.literal,
    FactRef: _Checker.fact,
    CodeRef: _Checker.code,
    FigureRef: _Checker.figure,
    ReadingRef: _Checker.reading,
    TermRef: _Checker.term,
    DefinitionRef: _Checker.definition,
    Today: _Checker.today,
    Not: _Checker.negation,
    Compare: _Checker.compare,
    In: _Checker.membership,
    Arithmetic: _Checker.arithmetic,
    If: _Checker.choice,
    Extreme: _Checker.extreme,
    Aggregate: _Checker.aggregate,
    Call: _Checker.call,
    And: _Checker.junction,
    Or: _Checker.junction,
}
