"""The exact evaluator: every kind of node turned into functions of an environment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial, reduce
from typing import Any

from attrs import evolve

from fupin_policy.domain import ENTITIES
from fupin_policy.domain.facts import FactSpec, Kind, facts_of
from fupin_policy.rules.compiled import (
    UNLISTED,
    Compiled,
    Environment,
    Result,
    Step,
    elements_of,
    fixed,
    memo_of,
)
from fupin_policy.rules.folds import FOLDS, OF_UNKNOWN
from fupin_policy.rules.kleene import COMPARE, COMPARE_KNOWN, negation
from fupin_policy.rules.nodes import (
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
    children,
    walk,
)
from fupin_policy.rules.scope import Scope, element_of
from fupin_policy.values import (
    ANYTHING,
    NOT_NEGATIVE,
    Interval,
    Period,
    Quantity,
    age_on,
    exact,
    month_after,
    months_between,
)
from fupin_policy.values.intervals import (
    add,
    contains,
    contains_multiple,
    hull,
    intersect,
    maximum,
    minimum,
    multiply,
    subtract,
)

__all__ = ["all_of", "compile_rule"]


def compile_rule(node: Node, scope: Scope) -> Compiled:
    """Turn a checked rule into functions. The scope supplies figures and definitions."""
    compiled = _COMPILERS[type(node)](node, scope)
    if isinstance(node, Arithmetic | Extreme) and all(isinstance(part, _FIXED) for part in walk(node)):
        # Printed figures among themselves: worked out once.
        return fixed(compiled.trace({}), compiled.parts)
    return compiled


def all_of(rules: Sequence[Compiled]) -> Compiled | None:
    """Conditions that must hold together, as one; None for none."""
    if len(rules) < 2:
        return rules[0] if rules else None
    return _joined(And(tuple(rule.node for rule in rules)), tuple(rules))


def _constant(node: Node, value: Result) -> Compiled:
    return fixed(Step((node, value, (), None)))


def _literal(node: Literal_, scope: Scope) -> Compiled:
    return _constant(node, node.value.value if isinstance(node.value, Quantity) else node.value)


def fact_default(spec: FactSpec) -> Result:
    """What is known of a fact that is not known: nothing, or its range."""
    if spec.kind is not Kind.NUMBER:
        return None
    scale = spec.unit.scale if spec.unit is not None else 1
    low = None if spec.fact.low is None else exact(spec.fact.low * Fraction(scale))
    high = None if spec.fact.high is None else exact(spec.fact.high * Fraction(scale))
    if high is None and not low:
        return ANYTHING if low is None else NOT_NEGATIVE
    return Interval(low, high)


def _fact(node: FactRef, scope: Scope) -> Compiled:
    spec = facts_of(ENTITIES[node.entity])[node.name]
    entity, name, derive = node.entity, node.name, spec.fact.derive
    default = fact_default(spec)
    scale = spec.unit.scale if spec.is_count and spec.unit is not None else 1

    def plain(env: Environment) -> Result:
        owner = env[entity]
        return None if owner is None else getattr(owner, name)

    def run(env: Environment) -> Result:
        owner = env[entity]
        if owner is None:
            return default
        value = getattr(owner, name)
        if value is None and derive is not None:
            value = derive(owner)
        if value is None:
            return default
        if type(value) is Quantity:
            # An end that is not stated is the one the fact has anyway.
            return intersect(value.value, default) if type(value.value) is Interval else value.value
        return value * scale if scale != 1 else value

    return Compiled(node, plain if spec.kind is not Kind.NUMBER and derive is None else run)


def _code(node: CodeRef, scope: Scope) -> Compiled:
    return _constant(node, node.key)


def _figure(node: FigureRef, scope: Scope) -> Compiled:
    found = scope.figures[(node.measure or scope.here, node.name)]
    return _constant(node, found.value if isinstance(found, Quantity) else found)


def _reading(node: ReadingRef, scope: Scope) -> Compiled:
    key = _key_of(node)
    return Compiled(node, lambda env: env[key])


def _key_of(reading: ReadingRef) -> str:
    """Where an environment holds the chosen option."""
    return f"reading.{reading.name}"


def _term(node: TermRef, scope: Scope) -> Compiled:
    key = f"term.{node.name}"
    unknown = ANYTHING if scope.terms[node.name].kind == "number" else None

    def run(env: Environment) -> Result:
        value = env[key]
        return unknown if value is None else value

    return Compiled(node, run)


def _definition(node: DefinitionRef, scope: Scope) -> Compiled:
    entity, body = scope.definitions[node.name]
    inner = compile_rule(body, scope.of_definition(node.name, entity))
    run_inner, trace_inner, name = inner.run, inner.trace, node.name
    own, traced = memo_of(entity), f"trace.{node.name}"

    # Many rules ask the same definition of the same entity: within one assessment it is worked out once.
    def run(env: Environment) -> Result:
        memo = env.get(own)
        if memo is None:
            return run_inner(env)
        if name in memo:
            return memo[name]
        value = memo[name] = run_inner(env)
        return value

    def trace(env: Environment, subject: str | None = None) -> Step:
        memo = env.get(own)
        step: Step | None = None if memo is None else memo.get(traced)
        if step is None:
            inside = trace_inner(env)
            step = Step((node, inside.value, (inside,), None))
            if memo is not None:
                memo[traced] = step
        return step.about(subject)

    return Compiled(node, run, (inner,), traced=trace)


def _today(node: Today, scope: Scope) -> Compiled:
    return Compiled(node, lambda env: env["on"])


def _not(node: Not, scope: Scope) -> Compiled:
    arg = compile_rule(node.arg, scope)
    run = arg.run

    def turned(env: Environment) -> Result:
        value = run(env)
        return None if value is None else not value

    return Compiled(node, turned, (arg,), combine=negation)


def _junction(node: And | Or, scope: Scope) -> Compiled:
    return _joined(node, tuple(compile_rule(arg, scope) for arg in node.args))


def _joined(node: And | Or, parts: tuple[Compiled, ...]) -> Compiled:
    runs = tuple(part.run for part in parts)
    decides = isinstance(node, Or)
    first, second, *others = runs

    def pair(env: Environment) -> Result:
        left = first(env)
        if left is decides:
            return decides
        right = second(env)
        return decides if right is decides else None if left is None else right

    def triple(env: Environment) -> Result:
        left = first(env)
        if left is decides:
            return decides
        middle = second(env)
        if middle is decides:
            return decides
        right = third(env)
        return decides if right is decides else None if left is None or middle is None else right

    def run(env: Environment) -> Result:
        result: bool | None = not decides
        for one in runs:
            value = one(env)
            if value is decides:
                return decides
            if value is None:
                result = None
        return result

    def combine(*values: Result) -> Result:
        return decides if decides in values else None if None in values else not decides

    third = others[0] if others else second
    return Compiled(node, (pair, triple, run)[min(len(others), 2)], parts, combine=combine)


def _compare(node: Compare, scope: Scope) -> Compiled:
    parts = (compile_rule(node.left, scope), compile_rule(node.right, scope))
    left, right = (part.run for part in parts)
    bounded, known = COMPARE[node.op], COMPARE_KNOWN[node.op]

    def combine(a: Result, b: Result) -> Result:
        if a is None or b is None:
            return None
        if isinstance(a, Interval) or isinstance(b, Interval):
            return bounded(a, b)
        return known(a, b)

    def run(env: Environment) -> Result:
        return combine(left(env), right(env))

    def beside_code(env: Environment) -> Result:
        value = left(env)
        return None if value is None else known(value, code)

    def code_of_fact(env: Environment) -> Result:
        owner = env[entity]
        value = None if owner is None else getattr(owner, name)
        return None if value is None else known(value, code)

    if not isinstance(node.right, CodeRef):
        return Compiled(node, run, parts, combine=combine)
    code = node.right.key
    if isinstance(node.left, ReadingRef):
        key = _key_of(node.left)
        return Compiled(node, lambda env: known(env[key], code), parts, combine=combine)
    if not isinstance(node.left, FactRef):
        return Compiled(node, beside_code, parts, combine=combine)
    entity, name = node.left.entity, node.left.name
    return Compiled(node, code_of_fact, parts, combine=combine)


def _in(node: In, scope: Scope) -> Compiled:
    item = compile_rule(node.item, scope)
    inner, negated = item.run, node.negated
    if all(isinstance(option, CodeRef) for option in node.options):
        keys = frozenset(option.key for option in node.options if isinstance(option, CodeRef))

        def known(value: Result) -> Result:
            return None if value is None else (value in keys) is not negated

        def among(env: Environment) -> Result:
            value = inner(env)
            return None if value is None else (value in keys) is not negated

        return Compiled(node, among, (item,), combine=known)
    if isinstance(node.options[0], If):  # one set or the other, whichever: they never merge
        when, then, other = children(node.options[0])
        chosen = compile_rule(If(when, evolve(node, options=(then,)), evolve(node, options=(other,))), scope)
        return Compiled(node, chosen.run, (chosen,), combine=lambda value: value)
    pool = compile_rule(node.options[0], scope)
    within = pool.run
    if isinstance(node.options[0], Arithmetic):  # a set taken so many times: how many may not be known
        run_set, run_factor = (part.run for part in pool.parts)

        def inside_multiple(env: Environment) -> Result:
            found = contains_multiple(run_set(env), run_factor(env), inner(env))
            return negation(found) if negated else found

        return Compiled(node, inside_multiple, (item, pool))

    def lies(value: Result, members: Result) -> Result:
        if value is None:
            return None
        found = members.contains(value) if isinstance(members, Period) else contains(members, value)
        return negation(found) if negated else found

    def inside(env: Environment) -> Result:
        value = inner(env)
        return None if value is None else lies(value, within(env))

    def inside_fixed(env: Environment) -> Result:
        value = inner(env)
        return None if value is None else surrounds(value)

    if pool.same is None or negated:
        return Compiled(node, inside, (item, pool), combine=lies)
    members = pool.same.value
    surrounds = members.contains if isinstance(members, Period) else partial(contains, members)
    return Compiled(node, inside_fixed, (item, pool), combine=lies)


_OPERATIONS = {"+": add, "-": subtract, "*": multiply, "min": minimum, "max": maximum}


def _arithmetic(node: Arithmetic, scope: Scope) -> Compiled:
    parts = (compile_rule(node.left, scope), compile_rule(node.right, scope))
    left, right = (part.run for part in parts)
    operation = _OPERATIONS[node.op]
    return Compiled(node, lambda env: operation(left(env), right(env)), parts, combine=operation)


def _if(node: If, scope: Scope) -> Compiled:
    parts = (compile_rule(node.when, scope), compile_rule(node.then, scope), compile_rule(node.other, scope))
    when, then, other = (part.run for part in parts)

    def choose(chosen: Result, a: Result, b: Result) -> Result:
        if chosen is not None:
            return a if chosen else b
        if a is None or b is None:
            return None
        if isinstance(a, Interval | int | Fraction) and not isinstance(a, bool):
            return hull(a, b)
        return a if a == b else None

    def run(env: Environment) -> Result:
        chosen = when(env)
        if chosen is None:
            return choose(None, then(env), other(env))
        return then(env) if chosen else other(env)

    return Compiled(node, run, parts, combine=choose)


def _extreme(node: Extreme, scope: Scope) -> Compiled:
    parts = tuple(compile_rule(arg, scope) for arg in node.args)
    runs = tuple(part.run for part in parts)
    operation = _OPERATIONS[node.op]

    def extreme(*values: Result) -> Result:
        return reduce(operation, values)

    return Compiled(node, lambda env: extreme(*[run(env) for run in runs]), parts, combine=extreme)


def _aggregate(node: Aggregate, scope: Scope) -> Compiled:
    owner, name = node.over.entity, node.over.name
    element = element_of(node.over)
    body = compile_rule(node.body, scope.about(element))
    run_body, trace_body = body.run, body.trace
    fold, of_unknown = FOLDS[node.op], OF_UNKNOWN[node.op]

    def run(env: Environment) -> Result:
        found = elements_of(env, owner, name, element)
        if found is None:
            return of_unknown
        values = [run_body(one) for one in found.listed]
        if found.unlisted is not None:
            values += [run_body(found.unlisted)] * found.more
        return fold(values)

    def trace(env: Environment, subject: str | None = None) -> Step:
        found = elements_of(env, owner, name, element)
        if found is None or not found.listed:
            return Step((node, run(env), (), subject))
        steps = [trace_body(one, one[element].id or f"#{index}") for index, one in enumerate(found.listed, 1)]
        values = [step.value for step in steps]
        if found.unlisted is not None:
            steps.append(trace_body(found.unlisted, UNLISTED))
            values += [steps[-1].value] * found.more
        return Step((node, fold(values), tuple(steps), subject))

    return Compiled(node, run, (body,), traced=trace)


def _call(node: Call, scope: Scope) -> Compiled:
    parts = tuple(compile_rule(arg, scope) for arg in node.args)
    runs = tuple(part.run for part in parts)
    apply, unknown = _FUNCTIONS[node.function]

    def run(env: Environment) -> Result:
        args = [one(env) for one in runs]
        return unknown if None in args else apply(env["on"], *args)

    return Compiled(node, run, parts)


_MONTH = Fraction(1, 12)
_FUNCTIONS: dict[str, tuple[Callable[..., Result], Result]] = {
    "age": (lambda on, birth: age_on(birth, on), ANYTHING),
    "months_since": (lambda on, day: exact(months_between(day, on) * _MONTH), ANYTHING),
    "months_between": (lambda on, start, end: exact(months_between(start, end) * _MONTH), ANYTHING),
    "month_after": (lambda on, day: month_after(day), None),
}

_FIXED = (Literal_, FigureRef, Arithmetic, Extreme)
_COMPILERS: dict[type[Node], Callable[[Any, Scope], Compiled]] = {
    Literal_: _literal,
    FactRef: _fact,
    CodeRef: _code,
    FigureRef: _figure,
    ReadingRef: _reading,
    TermRef: _term,
    DefinitionRef: _definition,
    Today: _today,
    Not: _not,
    And: _junction,
    Or: _junction,
    Compare: _compare,
    In: _in,
    Arithmetic: _arithmetic,
    If: _if,
    Extreme: _extreme,
    Aggregate: _aggregate,
    Call: _call,
}
