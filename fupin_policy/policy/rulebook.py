"""The rules of one document: a frozen value with its measures by name, and the scopes its rules are read in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from fupin_policy.domain.divisions import covers
from fupin_policy.policy.kinds import Kind, Level, Topic
from fupin_policy.policy.model import (
    Check,
    Citation,
    Clause,
    Definition,
    Label,
    Link,
    Measure,
    OpenTerm,
    Reading,
    Repair,
    Unclaimed,
)
from fupin_policy.problems import InputError, Problem, UnknownNameError, mapping_of
from fupin_policy.rules import Node, Scope, walk
from fupin_policy.rules.nodes import Literal_
from fupin_policy.values import Period, frozen_map, named_map

if TYPE_CHECKING:
    from fupin_policy.rules import Lang, Names

__all__ = ["Rulebook"]


def _actors(found: Mapping[str, Label]) -> Mapping[str, Label]:
    return named_map("actor", found)


def _readings(found: Mapping[str, Reading]) -> Mapping[str, Reading]:
    return named_map("reading", found)


def _terms(found: Mapping[str, OpenTerm]) -> Mapping[str, OpenTerm]:
    return named_map("open term", found)


@frozen(eq=False, slots=False, repr=False)
class Rulebook:
    """Everything that one document lays down.

    ``measures`` are in the document's order and found by id: ``rulebook["student-grant"]``. ``in_force``
    is a rule over the day and the readings. ``content_hash`` changes with every change of the data.
    """

    slug: str
    title: Label
    issuer: Label
    number: str | None
    published: date | None
    division: str
    level: Level
    in_force: Node
    actors: Mapping[str, Label] = field(converter=_actors)
    readings: Mapping[str, Reading] = field(converter=_readings)
    terms: Mapping[str, OpenTerm] = field(converter=_terms)
    definitions: Mapping[str, Definition] = field(converter=frozen_map)
    clauses: tuple[Clause, ...]
    measures: tuple[Measure, ...]
    checks: tuple[Check, ...] = ()
    unclaimed: tuple[Unclaimed, ...] = ()
    repairs: tuple[Repair, ...] = ()
    links: tuple[Link, ...] = ()
    outline: tuple[str, ...] = ()
    content: Mapping[str, Any] = field(factory=dict, converter=frozen_map)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.slug}: {len(self.measures)} measures in {len(self.clauses)} clauses>"

    @cached_property
    def by_id(self) -> Mapping[str, Measure]:
        """The measures by id."""
        return frozen_map({measure.id: measure for measure in self.measures})

    @cached_property
    def content_hash(self) -> str:
        """sha256 over the document's data in canonical form; comments, order of keys and line ends do not count."""
        import hashlib
        import json

        text = json.dumps(dict(self.content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def scope(self) -> Scope:
        """The names every rule of the document may use, seen from no measure in particular."""
        return Scope(
            figures={(m.id, f.name): f.value for m in self.measures for f in m.figures.values()},
            readings={name: tuple(reading.options) for name, reading in self.readings.items()},
            terms={name: term.type for name, term in self.terms.items()},
            definitions={
                name: (definition.entity, definition.body) for name, definition in self.definitions.items()
            },
        )

    def scope_of(self, measure: Measure) -> Scope:
        """The names a measure's rules may use."""
        return self.scope.about(measure.rule.to if measure.rule else None, measure.id)

    def __getitem__(self, measure_id: str) -> Measure:
        found = self.by_id.get(measure_id)
        if found is None:
            raise UnknownNameError(f"measure of {self.slug}", measure_id, list(self.by_id))
        return found

    def __contains__(self, measure_id: object) -> bool:
        return measure_id in self.by_id

    def __iter__(self) -> Iterator[Measure]:
        return iter(self.measures)

    def __len__(self) -> int:
        return len(self.measures)

    def find(
        self,
        *,
        clause: str | None = None,
        kind: Kind | str | None = None,
        agency: str | None = None,
        subject: str | None = None,
        to: str | None = None,
        topic: Topic | str | None = None,
    ) -> tuple[Measure, ...]:
        """The measures that match every filter given, in the document's order.

        ``clause`` matches a locator and everything below it (``二(一)`` matches ``二(一)4``); ``agency`` and
        ``subject`` are actor keys or printed names. Raises UnknownNameError for a clause, kind, topic or
        actor that does not exist.
        """
        if clause is not None and not any(
            c.locator == clause or c.locator.startswith(clause) for c in self.clauses
        ):
            raise UnknownNameError(f"clause of {self.slug}", clause, [c.locator for c in self.clauses])
        agency, subject = self._actor(agency), self._actor(subject)
        wanted, about = None if kind is None else Kind(kind), None if topic is None else Topic(topic)
        return tuple(
            measure
            for measure in self.measures
            if (clause is None or measure.clause.startswith(clause))
            and (wanted is None or measure.kind is wanted)
            and (agency is None or agency in measure.agencies)
            and (about is None or measure.topic is about)
            and (subject is None or measure.subject == subject)
            and (to is None or (measure.rule is not None and measure.rule.to == to))
        )

    def _actor(self, name: str | None) -> str | None:
        if name is None or name in self.actors:
            return name
        for key, label in self.actors.items():
            if name in (label.zh, label.en):
                return key
        names = [*self.actors, *(text for label in self.actors.values() for text in (label.zh, label.en))]
        raise UnknownNameError(f"actor of {self.slug}", name, names)

    def clause(self, locator: str) -> Clause:
        """The clause with this locator."""
        for clause in self.clauses:
            if clause.locator == locator:
                return clause
        raise UnknownNameError(f"clause of {self.slug}", locator, [clause.locator for clause in self.clauses])

    def cite(self, measure: Measure) -> Citation:
        """Where a measure stands, with the phrases of its figures."""
        phrases = tuple(dict.fromkeys(figure.as_written for figure in measure.figures.values()))
        return Citation(self.title.zh, measure.clause, phrases)

    def actor(self, key: str, lang: Lang = "zh") -> str:
        """The name of an actor."""
        return self.actors[key].get(lang)

    def names(self, measure: Measure | None = None) -> Names:
        """Labels for putting the document's rules into words."""
        from fupin_policy.rules import Names

        return Names(self.scope if measure is None else self.scope_of(measure), self._label)

    def _label(self, kind: str, name: str, lang: Lang) -> str:
        if kind == "reading":
            return self.readings[name].question.get(lang)
        if kind == "option":
            reading, _, option = name.partition(".")
            return self.readings[reading].options[option].get(lang)
        return (self.terms[name].label if kind == "term" else self.definitions[name].label).get(lang)

    def choose(self, readings: Mapping[str, str] | None = None) -> dict[str, str]:
        """Every reading with the option chosen or its default. Unknown names and options are refused together."""
        chosen = {name: reading.default for name, reading in self.readings.items()}
        problems: list[Problem] = []
        expected = "options by the name of their reading, as in {'NAME': 'OPTION'}"
        for name, option in mapping_of(readings, "readings", expected).items():
            if name not in self.readings:
                problems.extend(
                    UnknownNameError(f"reading of {self.slug}", name, list(self.readings)).problems
                )
            elif option not in tuple(self.readings[name].options):
                problems.extend(
                    UnknownNameError(f"option of {name}", option, list(self.readings[name].options)).problems
                )
            else:
                chosen[name] = option
        if problems:
            raise InputError(problems)
        return chosen

    @cached_property
    def days_of_change(self) -> tuple[date, ...]:
        """The days on which answers may change: the first and last day of every period, and the days beside them."""
        periods = [value for value in self.scope.figures.values() if isinstance(value, Period)]
        named = [one.value for one in walk(self.in_force) if isinstance(one, Literal_)]
        periods += [Period(day, day) for day in named if isinstance(day, date)]
        return tuple(sorted({day for period in periods for day in period.around()}))

    def is_in_force(self, on: date, readings: Mapping[str, str] | None = None) -> bool:
        """Whether the document is in force on a day, under the readings."""
        from fupin_policy.rules import compile_rule

        env: dict[str, Any] = {"on": on, **{f"reading.{k}": v for k, v in self.choose(readings).items()}}
        return compile_rule(self.in_force, self.scope).run(env) is True

    def covers(self, division: str) -> bool:
        """Whether the document applies to an administrative division (GB/T 2260 code)."""
        return covers(self.division, division)
