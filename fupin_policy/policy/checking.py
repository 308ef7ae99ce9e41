"""What must hold of a whole rulebook: names exist, rules type-check, units fit their streams."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from attrs import evolve

from fupin_policy.domain.divisions import check_division
from fupin_policy.policy.kinds import Rounding, Stream
from fupin_policy.policy.model import Measure, Target
from fupin_policy.policy.rulebook import Rulebook
from fupin_policy.policy.shares import overpaid
from fupin_policy.problems import Place, Problem, nearest
from fupin_policy.rules import ELEMENT_UNITS, Node, Scope, check
from fupin_policy.rules.nodes import DefinitionRef, walk
from fupin_policy.values import Period, Quantity, Unit

__all__ = ["amount_unit", "check_rulebook"]

_YEARLY, _ONCE = Unit.parse("元/年"), Unit.parse("元")


def check_rulebook(book: Rulebook) -> Iterator[Problem]:
    """Every problem of a rulebook that only shows when its parts are seen together."""
    yield from _duplicates(book)
    wrong = check_division(book.division)
    if wrong is not None:
        yield wrong.within(file=f"{book.slug}/policy.yaml", path="division")
    cycle = _cycle(book)
    if cycle is not None:
        yield Problem(f"definition '{cycle}' goes round in a circle", Place(f"{book.slug}/policy.yaml"))
        return
    for definition in book.definitions.values():
        scope = evolve(book.scope, entity=definition.entity, here=f"definition {definition.name}")
        yield from _typed(
            definition.body,
            scope,
            None,
            Place(f"{book.slug}/policy.yaml", path=f"definitions.{definition.name}"),
        )
    yield from _typed(book.in_force, book.scope, "bool", Place(f"{book.slug}/policy.yaml", path="in_force"))
    for measure in book.measures:
        for problem in _measure(book, measure):
            yield problem.within(file=measure.file, line=measure.line, path=measure.id)
    for link in book.links:
        place = Place(f"{book.slug}/policy.yaml", path="links")
        for problem in _known("measure", link.by, book.by_id, "by"):
            yield problem.within(file=place.file, path=place.path)
        if link.value is not None:
            yield from _typed(link.value, book.scope, None, place)
    for one in book.checks:
        yield from _typed(one.holds, book.scope, "bool", Place(book.slug, path=one.id, clause=one.clause))


def _duplicates(book: Rulebook) -> Iterator[Problem]:
    for measure_id, count in Counter(measure.id for measure in book.measures).items():
        if count > 1:
            places = ", ".join(f"{m.file}:{m.line}" for m in book.measures if m.id == measure_id)
            yield Problem(f"the id '{measure_id}' is used {count} times ({places})", Place(book.slug))
    for locator, count in Counter(clause.locator for clause in book.clauses).items():
        if count > 1:
            yield Problem(f"clause {locator} stands {count} times", Place(book.slug))


def _cycle(book: Rulebook) -> str | None:
    def reaches(name: str, seen: frozenset[str]) -> bool:
        if name in seen:
            return True
        found = book.definitions.get(name)
        inner = [n.name for n in walk(found.body) if isinstance(n, DefinitionRef)] if found else []
        return any(reaches(other, seen | {name}) for other in inner)

    return next((name for name in book.definitions if reaches(name, frozenset())), None)


def _typed(node: Node, scope: Scope, kind: str | None, place: Place) -> Iterator[Problem]:
    found, problems = check(node, scope)
    for problem in problems:
        yield evolve(problem, place=place)
    if found is not None and kind is not None and found.kind != kind:
        yield Problem(f"'{node}' is a {found}", place, expected=kind)


def _known(what: str, name: str | None, names: Collection[str], path: str) -> Iterator[Problem]:
    if name is not None and name not in names:
        yield Problem(f"unknown {what} '{name}'", Place(path=path), nearest=nearest(name, names))


def _measure(book: Rulebook, measure: Measure) -> Iterator[Problem]:
    yield from _known("actor", measure.subject, book.actors, "subject")
    for agency in measure.agencies:
        yield from _known("actor", agency, book.actors, "agencies")
    yield from _known("measure", measure.consequence, book.by_id, "consequence")
    for target in measure.targets:
        yield from _target(book, measure, target)
    for name in measure.deadlines:
        yield from _dated(measure, name, "deadline")
    rule = measure.rule
    if rule is None:
        return
    scope = book.scope_of(measure)
    yield from _typed(rule.when, scope, "bool", Place(path="when"))
    if rule.applies is not None:
        yield from _typed(rule.applies, scope, "bool", Place(path="applies"))
    if rule.in_force is not None:
        yield from _typed(rule.in_force, scope, "bool", Place(path="in_force"))
    for key in ("same_as", "part_of", "instead_of"):
        other = getattr(rule.stacking, key)
        yield from _known("measure", other, book.by_id, f"stacks.{key}")
        if other in book.by_id and book[other].rule is None:
            yield Problem(
                f"'{other}' has no rule", Place(path=f"stacks.{key}"), "a measure that can be decided"
            )
    if rule.rounding is not None:
        yield from _known("reading", rule.rounding, book.readings, "rounding")
        for option in book.readings[rule.rounding].options if rule.rounding in book.readings else ():
            yield from _known("rounding", option, [r.value for r in Rounding], "rounding")
    yield from _amounts(book, measure, scope)


def _amounts(book: Rulebook, measure: Measure, scope: Scope) -> Iterator[Problem]:
    rule = measure.rule
    assert rule is not None
    amounts: list[tuple[str, Node]] = [("amount", rule.amount)] if rule.amount is not None else []
    for tier in rule.tiers:
        yield from _typed(tier.when, scope, "bool", Place(path=f"tiers.{tier.name}.when"))
        if tier.amount is not None:
            amounts.append((f"tiers.{tier.name}.amount", tier.amount))
    for layer in rule.layers:
        yield from _known("actor", layer.payer, book.actors, "layers")
        if layer.amount is not None:
            amounts.append((f"layers.{layer.payer}", layer.amount))
    without = [tier.name for tier in rule.tiers if tier.amount is None]
    if without and len(without) < len(rule.tiers):
        yield Problem(
            f"tiers without an amount ({', '.join(without)}) beside others with one", Place(path="tiers")
        )
    if amounts and rule.stream is None:
        yield Problem("an amount without a stream", Place(path="stream"), ", ".join(Stream))
    if rule.layers and rule.amount is None and not rule.tiers:
        yield Problem("layers without an amount", Place(path="layers"))
    yield from overpaid(book, measure)
    for path, node in amounts:
        found, problems = check(node, scope)
        for problem in problems:
            yield evolve(problem, place=Place(path=path))
        if found is None:
            continue
        if found.kind != "number":
            yield Problem(f"'{node}' is a {found}", Place(path=path), "an amount")
        elif rule.stream is not None and amount_unit(rule.to, found.unit, rule.stream) is None:
            fits = "元/年" if rule.stream is Stream.YEARLY_CASH else "元/年 or 元"
            yield Problem(
                f"'{node}' is in {str(found.unit) or 'no unit'}, which is not {fits} for one {rule.to}",
                Place(path=path),
            )


def amount_unit(to: str, unit: Unit, stream: Stream) -> Unit | None:
    """The unit of an amount once it is for one ``to``: 元/人/年 for a person is 元/年. None where it does not fit.

    >>> str(amount_unit("person", Unit.parse("元/人/年"), Stream.YEARLY_CASH))
    '元/年'
    """
    allowed = {Stream.YEARLY_CASH: (_YEARLY,), Stream.ONE_OFF_CASH: (_ONCE,)}.get(stream, (_YEARLY, _ONCE))
    for candidate in (unit, unit * ELEMENT_UNITS[to] if to in ELEMENT_UNITS else unit):
        for one in allowed:
            if candidate.same_kind(one):
                return one
    return None


def _dated(measure: Measure, name: str, path: str) -> Iterator[Problem]:
    yield from _known("figure", name, measure.figures, path)
    if name in measure.figures and not isinstance(measure.figures[name].value, Period):
        yield Problem(f"figure '{name}' is no day", Place(path=path), "a figure such as '<=2018-12-31'")


def _target(book: Rulebook, measure: Measure, target: Target) -> Iterator[Problem]:
    if measure.rule is not None and target.indicator.entity != measure.rule.to:
        what = f"'{target.indicator}' is no fact of a {measure.rule.to}"
        yield Problem(what, Place(path="target.indicator"), "an indicator of the entity the rule is about")
    if target.falling and target.tolerance is None:
        yield Problem(
            "'falling' without a tolerance", Place(path="target.falling"), "the bound at the goal itself"
        )
    yield from _known("figure", target.goal, measure.figures, "target.goal")
    yield from _known("open term", target.tolerance, book.terms, "target.tolerance")
    for key in ("start_on", "aim", "must"):
        name = getattr(target, key)
        if name is not None:
            yield from _dated(measure, name, f"target.{key}")
    for step in target.steps:
        yield from _known("figure", step.goal, measure.figures, "target.steps")
        yield from _dated(measure, step.by, "target.steps")
    if target.start is not None:
        yield from _typed(target.start, book.scope_of(measure), "number", Place(path="target.start"))
    names = [target.goal, *(step.goal for step in target.steps)]
    goals = [measure.figures[name].value for name in names if name is not None and name in measure.figures]
    if target.tolerance is not None and not all(
        isinstance(goal, Quantity) and goal.is_exact for goal in goals
    ):
        yield Problem("a tolerance beside a bounded goal", Place(path="target.tolerance"), "an exact goal")
