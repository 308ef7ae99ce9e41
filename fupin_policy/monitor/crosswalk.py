"""Across documents: measures side by side by topic, and what each agency leads and must do."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from fupin_policy.domain import ENTITIES
from fupin_policy.domain.facts import facts_of
from fupin_policy.policy import Label, Measure, Rulebook, Topic
from fupin_policy.problems import UnknownNameError
from fupin_policy.rules.nodes import FactRef
from fupin_policy.values import Labelled

__all__ = ["AgencyTask", "Part", "Row", "agencies", "compare_policies", "indicator_label", "tasks_of"]


class Part(Labelled):
    """What an agency has to do with a measure."""

    LEAD = "lead", "牵头", "leads"
    RESPONSIBLE = "responsible", "责任", "shares"
    SUBJECT = "subject", "主体", "subject"


@frozen
class Row:
    """What two documents say on one topic: on one indicator where both measure it, else by kind of measure."""

    topic: Topic
    subject: str
    left: tuple[Measure, ...]
    right: tuple[Measure, ...]

    def label(self, lang: str) -> str:
        """The indicator or the kind in words."""
        measure = (*self.left, *self.right)[0]
        return (
            measure.kind.label(lang)
            if measure.target is None
            else indicator_label(measure.target.indicator, lang)
        )


@frozen
class AgencyTask:
    """A measure that an agency leads, shares in or is the subject of: ``parts`` has every role it plays."""

    policy: str
    measure: Measure
    agency: Label
    parts: tuple[Part, ...]

    @property
    def part(self) -> Part:
        """Its weightiest role: ``lead`` before ``responsible`` before ``subject``."""
        return self.parts[0]


def indicator_label(indicator: FactRef, lang: str) -> str:
    """An indicator in words.

    >>> from fupin_policy.rules.nodes import FactRef
    >>> indicator_label(FactRef("county", "tap_water_share"), "zh")
    '农村自来水普及率'
    """
    fact = facts_of(ENTITIES[indicator.entity])[indicator.name].fact
    return fact.zh if lang == "zh" else fact.en


def compare_policies(left: Rulebook, right: Rulebook) -> tuple[Row, ...]:
    """Two documents laid side by side: for each topic first the indicators that either measures, then the kinds.

    Every measure of both documents stands in exactly one row.
    """
    rows: list[Row] = []
    for topic in Topic:
        mine, theirs = (_by_subject(book, topic) for book in (left, right))
        rows += [
            Row(topic, key, mine.get(key, ()), theirs.get(key, ())) for key in dict.fromkeys([*mine, *theirs])
        ]
    return tuple(rows)


def _by_subject(book: Rulebook, topic: Topic) -> dict[str, tuple[Measure, ...]]:
    found: dict[str, tuple[Measure, ...]] = {}
    measures = [measure for measure in book.measures if measure.topic is topic]
    for measure in sorted(measures, key=lambda one: one.target is None):
        key = measure.target.indicator.name if measure.target is not None else measure.kind.value
        found[key] = (*found.get(key, ()), measure)
    return found


def agencies(books: Iterable[Rulebook]) -> dict[str, tuple[AgencyTask, ...]]:
    """Every agency by its printed name, with all it must do: what it leads, what it shares in, what it is subject of."""
    found: dict[str, list[AgencyTask]] = {}
    for book in books:
        for measure in book.measures:
            parts: dict[str, list[Part]] = {}
            roles = ((Part.LEAD, measure.leading), (Part.RESPONSIBLE, measure.agencies[measure.leads :]))
            for part, keys in (*roles, (Part.SUBJECT, (measure.subject,))):
                for key in keys:
                    parts.setdefault(key, []).append(part)
            for key, mine in parts.items():
                name = book.actors[key]
                found.setdefault(name.zh, []).append(AgencyTask(book.slug, measure, name, tuple(mine)))
    return {name: tuple(tasks) for name, tasks in found.items()}


def tasks_of(books: Iterable[Rulebook], name: str) -> tuple[AgencyTask, ...]:
    """Everything an agency must do, by its printed name or what a document's English label calls it.

    Raises UnknownNameError with the nearest name.
    """
    every = [task for tasks in agencies(books).values() for task in tasks]
    tasks = tuple(task for task in every if name in (task.agency.zh, task.agency.en))
    if not tasks:
        known = dict.fromkeys(label for task in every for label in (task.agency.zh, task.agency.en))
        raise UnknownNameError("agency", name, list(known))
    return tasks
