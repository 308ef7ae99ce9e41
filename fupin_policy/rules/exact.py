"""The exact evaluator: a rule becomes a function of an environment; its trace shows every part's value.

An environment maps ``household``, ``person`` … to entities (None where there is none), ``on`` to the day,
``reading.<name>`` to the chosen option and ``term.<name>`` to the value of an open term. Results are
True/False/None for conditions, an int, Fraction or Interval in base scale for numbers, a date or a code,
None for one that is not known. ``memo`` may hold a dict in which definitions are remembered for the time
of one assessment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from attrs import evolve, frozen

from fupin_policy.domain import ENTITIES
from fupin_policy.domain.facts import FactSpec, Kind, facts_of
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
from fupin_policy.rules.scope import Scope, ancestors, element_of, single_links
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

__all__ = ["Compiled", "Environment", "Result", "Step", "compile_rule", "entity_environment"]

Environment: TypeAlias = Mapping[str, Any]
Result: TypeAlias = Any
Run: TypeAlias = Callable[[Environment], Result]

MEMO = "memo"


@frozen
class Step:
    """One part of a rule with the value it had, and the parts below it.

    ``subject`` is the id of the element an aggregate looked at, where it looked at one.
    """

    node: Node
    value: Result
    parts: tuple[Step, ...] = ()
    subject: str | None = None

    @property
    def is_unknown(self) -> bool:
        """Whether the value is not fully known."""
        return self.value is None or isinstance(self.value, Interval)


@frozen(eq=False)
class Compiled:
    """A rule ready to be evaluated: ``run(environment)`` gives its value, ``trace`` that of every part.

    ``combine`` gives the value from those of the parts where these say it all, so that a trace works nothing
    out twice; ``traced`` the step where it is not simply made from the parts.
    """

    node: Node
    run: Run
    parts: tuple[Compiled, ...] = ()
    combine: Callable[..., Result] | None = None
    traced: Callable[[Environment], Step] | None = None

    def trace(self, env: Environment, subject: str | None = None) -> Step:
        """The value of the rule and of all its parts."""
        if self.traced is not None:
            step = self.traced(env)
            return step if subject is None else Step(step.node, step.value, step.parts, subject)
        if not self.parts:
            return Step(self.node, self.run(env), (), subject)
        steps = tuple([part.trace(env) for part in self.parts])
        value = self.run(env) if self.combine is None else self.combine(*[step.value for step in steps])
        return Step(self.node, value, steps, subject)


def entity_environment(name: str, entity: Any, base: Environment) -> dict[str, Any]:
    """The environment of an entity: itself and the single entities reachable from it."""
    env = dict(base)
    env[name] = entity
    for link, linked in single_links(name):
        inner = entity_environment(linked, None if entity is None else entity.fact(link), {})
        # A second way to the same entity tells nothing where it leads nowhere.
        env |= {key: found for key, found in inner.items() if found is not None or key not in env}
    return env


def compile_rule(node: Node, scope: Scope) -> Compiled:
    """Turn a checked rule into functions. The scope supplies figures and definitions."""
    compiled = _COMPILERS[type(node)](node, scope)
    if isinstance(node, Arithmetic | Extreme) and all(isinstance(part, _FIXED) for part in walk(node)):
        # Printed figures among themselves: worked out once.
        return _fixed(compiled.trace({}), compiled.parts)
    return compiled


def _fixed(step: Step, parts: tuple[Compiled, ...] = ()) -> Compiled:
    """A rule whose value is the same whatever the case."""
    value = step.value
    return Compiled(step.node, lambda env: value, parts, traced=lambda env: step)


def _literal(node: Literal_, scope: Scope) -> Compiled:
    return _fixed(Step(node, node.value.value if isinstance(node.value, Quantity) else node.value))


def fact_default(spec: FactSpec) -> Result:
    """What is known of a fact that is not known: nothing, or its range."""
    if spec.kind is not Kind.NUMBER:
        return None
    scale = spec.unit.scale if spec.unit is not None else 1
    low = None if spec.fact.low is None else exact(spec.fact.low * Fraction(scale))
    high = None if spec.fact.high is None else exact(spec.fact.high * Fraction(scale))
    return ANYTHING if low is None and high is None else Interval(low, high)


def _fact(node: FactRef, scope: Scope) -> Compiled:
    spec = facts_of(ENTITIES[node.entity])[node.name]
    entity, name, derive = node.entity, node.name, spec.fact.derive
    default = fact_default(spec)
    scale = spec.unit.scale if spec.is_count and spec.unit is not None else 1

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

    return Compiled(node, run)


def _constant(node: CodeRef, scope: Scope) -> Compiled:
    return _fixed(Step(node, node.key))


def _figure(node: FigureRef, scope: Scope) -> Compiled:
    found = scope.figures[(node.measure or scope.here, node.name)]
    return _fixed(Step(node, found.value if isinstance(found, Quantity) else found))


def _reading(node: ReadingRef, scope: Scope) -> Compiled:
    key = f"reading.{node.name}"
    return Compiled(node, lambda env: env[key])


def _term(node: TermRef, scope: Scope) -> Compiled:
    key = f"term.{node.name}"
    unknown = ANYTHING if scope.terms[node.name].kind == "number" else None

    def run(env: Environment) -> Result:
        value = env[key]
        return unknown if value is None else value

    return Compiled(node, run)


def _definition(node: DefinitionRef, scope: Scope) -> Compiled:
    entity, body = scope.definitions[node.name]
    inner = compile_rule(body, evolve(scope, entity=entity, here=f"definition {node.name}"))
    run_inner, trace_inner = inner.run, inner.trace
    name, chain = node.name, (entity, *(owner for owner, _ in ancestors(entity)))

    # Many rules ask the same definition of the same entity: within one assessment it is worked out once.
    def run(env: Environment) -> Result:
        memo = env.get(MEMO)
        if memo is None:
            return run_inner(env)
        key = (name, *[id(env[one]) for one in chain])
        if key not in memo:
            memo[key] = run_inner(env)
        return memo[key]

    def trace(env: Environment) -> Step:
        memo = env.get(MEMO)
        key = (name, "trace", *[id(env[one]) for one in chain])
        if memo is not None and key in memo:
            known: Step = memo[key]
            return known
        inside = trace_inner(env)
        step = Step(node, inside.value, (inside,))
        if memo is not None:
            memo[key] = step
        return step

    return Compiled(node, run, (inner,), traced=trace)


def _today(node: Today, scope: Scope) -> Compiled:
    return Compiled(node, lambda env: env["on"])


def _not(node: Not, scope: Scope) -> Compiled:
    arg = compile_rule(node.arg, scope)
    run = arg.run
    return Compiled(node, lambda env: negation(run(env)), (arg,), combine=negation)


def _junction(node: And | Or, scope: Scope) -> Compiled:
    parts = tuple(compile_rule(arg, scope) for arg in node.args)
    runs = tuple(part.run for part in parts)
    decides = isinstance(node, Or)

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

    return Compiled(node, run, parts, combine=combine)


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

    return Compiled(node, lambda env: combine(left(env), right(env)), parts, combine=combine)


def _in(node: In, scope: Scope) -> Compiled:
    item = compile_rule(node.item, scope)
    inner, negated = item.run, node.negated
    if all(isinstance(option, CodeRef) for option in node.options):
        keys = frozenset(option.key for option in node.options if isinstance(option, CodeRef))

        def among(env: Environment) -> Result:
            value = inner(env)
            return None if value is None else (value in keys) is not negated

        return Compiled(node, among, (item,))
    if isinstance(node.options[0], If):  # one set or the other, whichever: they never merge
        when, then, other = children(node.options[0])
        chosen = compile_rule(If(when, evolve(node, options=(then,)), evolve(node, options=(other,))), scope)
        return Compiled(node, chosen.run, (chosen,))
    pool = compile_rule(node.options[0], scope)
    within = pool.run
    if isinstance(node.options[0], Arithmetic):  # a set taken so many times: how many may not be known
        run_set, run_factor = (part.run for part in pool.parts)

        def inside_multiple(env: Environment) -> Result:
            found = contains_multiple(run_set(env), run_factor(env), inner(env))
            return negation(found) if negated else found

        return Compiled(node, inside_multiple, (item, pool))

    def inside(env: Environment) -> Result:
        value = inner(env)
        if value is None:
            return None
        members = within(env)
        found = members.contains(value) if isinstance(members, Period) else contains(members, value)
        return negation(found) if negated else found

    return Compiled(node, inside, (item, pool))


_OPERATIONS = {"+": add, "-": subtract, "*": multiply, "min": minimum, "max": maximum}


def _arithmetic(node: Arithmetic, scope: Scope) -> Compiled:
    parts = (compile_rule(node.left, scope), compile_rule(node.right, scope))
    left, right = (part.run for part in parts)
    operation = _OPERATIONS[node.op]
    return Compiled(node, lambda env: operation(left(env), right(env)), parts, combine=operation)


def _if(node: If, scope: Scope) -> Compiled:
    parts = (compile_rule(node.when, scope), compile_rule(node.then, scope), compile_rule(node.other, scope))
    when, then, other = (part.run for part in parts)

    def run(env: Environment) -> Result:
        chosen = when(env)
        if chosen is not None:
            return then(env) if chosen else other(env)
        a, b = then(env), other(env)
        if a is None or b is None:
            return None
        if isinstance(a, Interval | int | Fraction) and not isinstance(a, bool):
            return hull(a, b)
        return a if a == b else None

    return Compiled(node, run, parts)


def _extreme(node: Extreme, scope: Scope) -> Compiled:
    parts = tuple(compile_rule(arg, scope) for arg in node.args)
    runs = tuple(part.run for part in parts)
    operation = _OPERATIONS[node.op]

    def run(env: Environment) -> Result:
        value = runs[0](env)
        for one in runs[1:]:
            value = operation(value, one(env))
        return value

    return Compiled(node, run, parts)


def _aggregate(node: Aggregate, scope: Scope) -> Compiled:
    owner, name = node.over.entity, node.over.name
    element = element_of(node.over)
    body = compile_rule(node.body, evolve(scope, entity=element))
    run_body = body.run

    def traced(env: Environment) -> Step:
        found = getattr(env[owner], name, None) or ()
        steps = [
            body.trace({**env, element: item}, item.id or f"#{index}") for index, item in enumerate(found, 1)
        ]
        return Step(node, run(env), tuple(steps))

    def values(env: Environment) -> list[Result] | None:
        found = getattr(env[owner], name, None)
        if found is None:
            return None
        return [run_body({**env, element: item}) for item in found]

    run = _FOLDS[node.op](values)
    return Compiled(node, run, (body,), traced=traced)


def _fold_count(values: Callable[[Environment], list[Result] | None]) -> Run:
    def run(env: Environment) -> Result:
        found = values(env)
        if found is None:
            return NOT_NEGATIVE
        sure = found.count(True)
        maybe = found.count(None)
        return Interval(sure, sure + maybe) if maybe else sure

    return run


def _fold_sum(values: Callable[[Environment], list[Result] | None]) -> Run:
    def run(env: Environment) -> Result:
        found = values(env)
        if found is None:
            return ANYTHING
        total: Result = 0
        for value in found:
            total = add(total, value)
        return total

    return run


def _fold_any(values: Callable[[Environment], list[Result] | None]) -> Run:
    def run(env: Environment) -> Result:
        found = values(env)
        if found is None:
            return None
        return True if True in found else (None if None in found else False)

    return run


def _fold_all(values: Callable[[Environment], list[Result] | None]) -> Run:
    def run(env: Environment) -> Result:
        found = values(env)
        if found is None:
            return None
        return False if False in found else (None if None in found else True)

    return run


_FOLDS = {"count": _fold_count, "sum": _fold_sum, "any": _fold_any, "all": _fold_all}


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
    CodeRef: _constant,
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
