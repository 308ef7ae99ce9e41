"""Which names of a policy its rules use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from fupin_policy.policy import Measure, Rulebook
from fupin_policy.rules import Node, walk
from fupin_policy.rules.nodes import DefinitionRef, FigureRef, ReadingRef, TermRef

__all__ = ["Usage", "rules_of"]


def rules_of(measure: Measure) -> Iterator[Node]:
    """Every rule of a measure, those of its target included."""
    if measure.rule is not None:
        yield from (node for _, node in measure.rule.nodes())
    for target in measure.targets:
        yield from (node for node in (target.times, target.start) if node is not None)


def _figures_named(measure: Measure) -> Iterator[str]:
    """The figures that a measure's deadline and target name."""
    names: list[str | None] = [*measure.deadlines]
    for target in measure.targets:
        names += [target.goal, target.start_on, target.aim, target.must]
        names += [name for step in target.steps for name in (step.goal, step.by)]
    return (name for name in names if name is not None)


@frozen
class Usage:
    """The names that are used anywhere; figures as (measure id, figure name).

    A definition that only unused definitions use is not used.
    """

    readings: frozenset[str]
    terms: frozenset[str]
    definitions: frozenset[str]
    actors: frozenset[str]
    figures: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, book: Rulebook) -> Usage:
        """The names that a policy's rules, checks, targets and deadlines use.

        >>> import fupin_policy as fp
        >>> ("roll-line", "line") in Usage.of(fp.load_policy("ruyuan-2016")).figures
        True
        """
        nodes = list(_all_nodes(book))
        rules = [measure.rule for measure in book if measure.rule is not None]
        readings = {rule.rounding for rule in rules} | {
            one.reading
            for measure in book
            for one in (measure.deadline_by, measure.recurrence_by, measure.target_by)
            if one is not None
        }
        terms = {target.tolerance for measure in book for target in measure.targets}
        actors = {name for measure in book for name in (measure.subject, *measure.agencies)}
        actors |= {layer.payer for rule in rules for layer in rule.layers}
        figures = {(measure.id, name) for measure in book for name in _figures_named(measure)}
        figures |= {(node.measure or here, node.name) for here, node in nodes if isinstance(node, FigureRef)}
        return cls(
            readings=_names(readings) | {node.name for _, node in nodes if isinstance(node, ReadingRef)},
            terms=_names(terms) | {node.name for _, node in nodes if isinstance(node, TermRef)},
            definitions=frozenset(node.name for _, node in nodes if isinstance(node, DefinitionRef)),
            actors=frozenset(actors),
            figures=frozenset(figures),
        )


def _names(found: Iterable[str | None]) -> frozenset[str]:
    return frozenset(name for name in found if name is not None)


def _all_nodes(book: Rulebook) -> Iterator[tuple[str, Node]]:
    """Every node of every rule, with the measure it stands in; each definition that is used once."""
    seen: set[str] = set()
    waiting = [("", book.in_force), *(("", check.holds) for check in book.checks)]
    waiting.extend((measure.id, rule) for measure in book for rule in rules_of(measure))
    while waiting:
        here, rule = waiting.pop()
        for node in walk(rule):
            yield here, node
            if isinstance(node, DefinitionRef) and node.name not in seen:
                seen.add(node.name)
                waiting.append(("", book.definitions[node.name].body))
