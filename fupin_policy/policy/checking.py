"""What must hold of a whole rulebook: names exist, rules type-check, units fit their streams."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from typing import TypeVar

from attrs import evolve

from fupin_policy.policy.goals import reached
from fupin_policy.policy.kinds import Rounding, Stream
from fupin_policy.policy.model import ByReading, Clause, Measure, Rule, Target
from fupin_policy.policy.places import Part, place_in
from fupin_policy.policy.rulebook import Rulebook
from fupin_policy.policy.shares import overpaid
from fupin_policy.problems import Place, Problem, nearest, with_article
from fupin_policy.rules import ELEMENT_UNITS, Node, Scope, check
from fupin_policy.rules.nodes import UNREAD, DefinitionRef, walk
from fupin_policy.rules.scope import covered
from fupin_policy.values import Period, Quantity, Unit

__all__ = ["amount_unit", "check_rulebook"]

T = TypeVar("T")

_YEARLY, _ONCE = Unit.parse("元/年"), Unit.parse("元")


def check_rulebook(
    book: Rulebook,
    unread: Set[tuple[str, ...]] = frozenset(),
    place: Callable[[Part, str], Place] = place_in,
) -> Iterator[Problem]:
    """Every problem of a rulebook that only shows when its parts are seen together.

    ``unread`` are the names that stand for what could not be read, of which nothing is told (see
    :func:`~fupin_policy.rules.scope.covered`); ``place`` says where something in a part stands.
    """
    for part, problem in _problems(book, unread, place):
        yield evolve(problem, place=place(part, problem.place.path or ""))


def _problems(
    book: Rulebook, unread: Set[tuple[str, ...]], place: Callable[[Part, str], Place]
) -> Iterator[tuple[Part, Problem]]:
    """Every problem with the part it is about, and with its path in that."""
    yield from _duplicates(book, place)
    scope = evolve(book.scope, unread=unread)
    circles = _circles(book)
    for circle in circles:
        what = f"definition '{circle[0]}' goes round in a circle"
        yield book, Problem(what, Place(path=f"definitions.{circle[0]}.is"))
    if circles:
        caught = {name for circle in circles for name in circle}
        straight = {name: one for name, one in scope.definitions.items() if name not in caught}
        names = {("definitions", name) for name in caught}
        scope = evolve(scope, definitions=straight, unread=unread | names)
    for problem in _head(book, scope):
        yield book, problem
    ids = Counter(measure.id for measure in book.measures)
    for measure in book.measures:
        about = measure.rule
        inside = scope if about is None else scope.about(about.to, measure.id)
        if ids[measure.id] > 1:
            own = {(measure.id, name): figure.value for name, figure in measure.figures.items()}
            inside = evolve(inside, figures={**scope.figures, **own})
        for problem in _measure(book, measure, inside):
            yield measure, problem
    for one in book.checks:
        for problem in _typed(one.holds, scope, "bool", "holds"):
            yield one, problem


def _head(book: Rulebook, scope: Scope) -> Iterator[Problem]:
    for definition in book.definitions.values():
        about = scope.of_definition(definition.name, definition.entity)
        yield from _typed(definition.body, about, None, f"definitions.{definition.name}.is")
    yield from _typed(book.in_force, scope, "bool", "in_force")
    clauses = {clause.locator for clause in book.clauses}
    for key, named in (("readings", book.readings), ("terms", book.terms)):
        for name, one in named.items():
            yield from _known(scope, "clauses", one.clause or None, clauses, f"{key}.{name}.clause")
    for index, link in enumerate(book.links):
        yield from _known(scope, "measures", link.by, book.by_id, f"links[{index}].by")
        if link.value is not None:
            yield from _typed(link.value, scope, None, f"links[{index}].value")


def _duplicates(book: Rulebook, place: Callable[[Part, str], Place]) -> Iterator[tuple[Part, Problem]]:
    ids, locators = defaultdict[str, list[Measure]](list), defaultdict[str, list[Clause]](list)
    for measure in book.measures:
        ids[measure.id].append(measure)
    for clause in book.clauses:
        locators[clause.locator].append(clause)
    for name, measures in ids.items():
        if name and len(measures) > 1:
            what = f"the id '{name}' is used {len(measures)} times ({_stand(measures, place)})"
            yield measures[1], Problem(what, Place(path="id"))
    for name, clauses in locators.items():
        if name and len(clauses) > 1:
            what = f"clause {name} stands {len(clauses)} times ({_stand(clauses, place)})"
            yield clauses[1], Problem(what)


def _stand(parts: Sequence[Part], place: Callable[[Part, str], Place]) -> str:
    return ", ".join(str(evolve(place(part, ""), path=None, clause=None)) for part in parts)


def _circles(book: Rulebook) -> list[list[str]]:
    """The definitions that lead back to themselves, those of one circle together."""
    uses = {
        name: [inner.name for inner in walk(one.body) if isinstance(inner, DefinitionRef)]
        for name, one in book.definitions.items()
    }
    leads_to: dict[str, set[str]] = {name: set() for name in uses}
    for name, found in leads_to.items():
        waiting = list(uses[name])
        while waiting:
            other = waiting.pop()
            if other not in found:
                found.add(other)
                waiting.extend(uses.get(other, ()))
    circles = (
        [other for other in uses if other in leads_to[name] and name in leads_to[other]] for name in uses
    )
    return [circle for name, circle in zip(uses, circles, strict=True) if circle[:1] == [name]]


def _typed(node: Node, scope: Scope, kind: str | None, path: str) -> Iterator[Problem]:
    found, problems = check(node, scope)
    for problem in problems:
        yield evolve(problem, place=Place(path=path))
    if found is not None and kind is not None and found.kind != kind:
        yield Problem(f"'{node}' is {with_article(found)}", Place(path=path), expected=kind)


_WORDS = {
    "actors": "actor",
    "clauses": "clause",
    "measures": "measure",
    "readings": "reading",
    "terms": "open term",
}


def _known(scope: Scope, kind: str, name: str | None, names: Collection[str], path: str) -> Iterator[Problem]:
    if name is not None and name not in names and not covered((kind, name), scope.unread):
        yield Problem(f"unknown {_WORDS[kind]} '{name}'", Place(path=path), nearest=nearest(name, names))


def _figure(scope: Scope, measure: Measure, name: str | None, path: str) -> Iterator[Problem]:
    figures = measure.figures
    if name is not None and name not in figures and not covered(("figures", measure.id, name), scope.unread):
        known = ", ".join(figures) or "a figure"
        yield Problem(f"unknown figure '{name}'", Place(path=path), known, nearest(name, figures))


def _dated(scope: Scope, measure: Measure, name: str | None, path: str) -> Iterator[Problem]:
    yield from _figure(scope, measure, name, path)
    if name is not None and name in measure.figures and not isinstance(measure.figures[name].value, Period):
        yield Problem(f"figure '{name}' is no day", Place(path=path), "a figure such as '<=2018-12-31'")


def _options(key: str, plain: T | None, by: ByReading[T] | None) -> Iterator[tuple[str, T]]:
    """What a key says, or each option of the reading that it hangs on, with its path."""
    if by is None:
        said: Mapping[str, T | None] = {key: plain}
    else:
        said = {f"{key}.{by.reading}.{option}": one for option, one in by.options.items()}
    return ((path, one) for path, one in said.items() if one is not None)


def _measure(book: Rulebook, measure: Measure, scope: Scope) -> Iterator[Problem]:
    yield from _known(scope, "actors", measure.subject or None, book.actors, "subject")
    for index, agency in enumerate(measure.agencies):
        yield from _known(scope, "actors", agency, book.actors, f"agencies[{index}]")
    yield from _known(scope, "measures", measure.consequence, book.by_id, "consequence")
    wrong: list[Problem] = []
    for path, target in _options("target", measure.target, measure.target_by):
        wrong += _target(book, measure, target, scope, path)
    for path, name in _options("deadline", measure.deadline, measure.deadline_by):
        wrong += _dated(scope, measure, name, path)
    yield from wrong
    rule = measure.rule
    if rule is None:
        return
    # What follows from a target is not told beside what is wrong with the target.
    if not (wrong and measure.targets and rule.when == reached(measure)):
        yield from _typed(rule.when, scope, "bool", "when")
    if rule.applies is not None:
        yield from _typed(rule.applies, scope, "bool", "applies")
    if rule.in_force is not None:
        yield from _typed(rule.in_force, scope, "bool", "in_force")
    for key in ("same_as", "part_of", "instead_of"):
        other, path = getattr(rule.stacking, key), f"stacks.{key}"
        yield from _known(scope, "measures", other, book.by_id, path)
        if other in book.by_id and book[other].rule is None:
            yield Problem(f"'{other}' has no rule", Place(path=path), "a measure that can be decided")
    if rule.rounding is not None:
        yield from _known(scope, "readings", rule.rounding, book.readings, "rounding")
        known = [one.value for one in Rounding]
        for option in book.readings[rule.rounding].options if rule.rounding in book.readings else ():
            if option not in known:
                near = nearest(option, known)
                yield Problem(f"unknown rounding '{option}'", Place(path="rounding"), nearest=near)
    yield from _amounts(book, rule, scope)


def _amounts(book: Rulebook, rule: Rule, scope: Scope) -> Iterator[Problem]:
    amounts: list[tuple[str, Node | None]] = [("amount", rule.amount)]
    for tier in rule.tiers:
        yield from _typed(tier.when, scope, "bool", f"tiers.{tier.name}.when")
        amounts.append((f"tiers.{tier.name}.amount", tier.amount))
    for layer in rule.layers:
        yield from _known(scope, "actors", layer.payer or None, book.actors, "layers")
        amounts.append((f"layers.{layer.payer}", layer.amount))
    if all(node is not UNREAD for _, node in amounts):
        yield from overpaid(rule, scope)
    for path, node in amounts:
        if node is None:
            continue
        found, problems = check(node, scope)
        for problem in problems:
            yield evolve(problem, place=Place(path=path))
        if found is None:
            continue
        if found.kind != "number":
            yield Problem(f"'{node}' is {with_article(found)}", Place(path=path), "an amount")
        elif rule.to and rule.stream is not None and amount_unit(rule.to, found.unit, rule.stream) is None:
            fits = "元/年" if rule.stream is Stream.YEARLY_CASH else "元/年 or 元"
            yield Problem(
                f"'{node}' is in {str(found.unit) or 'no unit'}, which is not {fits} for one {rule.to}",
                Place(path=path),
            )


def _target(book: Rulebook, measure: Measure, target: Target, scope: Scope, path: str) -> Iterator[Problem]:
    about, entity = target.indicator.entity, measure.rule.to if measure.rule is not None else ""
    if about and entity and about != entity:
        what = f"'{target.indicator}' is no fact of {with_article(entity)}"
        expected = "an indicator of the entity the rule is about"
        yield Problem(what, Place(path=f"{path}.indicator"), expected)
    yield from _figure(scope, measure, target.goal, f"{path}.goal")
    yield from _known(scope, "terms", target.tolerance, book.terms, f"{path}.tolerance")
    for key in ("start_on", "aim", "must"):
        yield from _dated(scope, measure, getattr(target, key), f"{path}.{key}")
    for index, step in enumerate(target.steps):
        yield from _figure(scope, measure, step.goal or None, f"{path}.steps[{index}].goal")
        yield from _dated(scope, measure, step.by or None, f"{path}.steps[{index}].by")
    if target.start is not None:
        yield from _typed(target.start, scope, "number", f"{path}.start")
    names = [target.goal, *(step.goal for step in target.steps)]
    goals = [measure.figures[name].value for name in names if name is not None and name in measure.figures]
    if target.tolerance is not None and not all(
        isinstance(goal, Quantity) and goal.is_exact for goal in goals
    ):
        yield Problem("a tolerance beside a bounded goal", Place(path=f"{path}.tolerance"), "an exact goal")


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
