"""Reading conditions: which rows of a table a draw or a count is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from attrs import field, frozen

from fupin_policy.domain import ENTITIES
from fupin_policy.domain.facts import FactSpec, Kind
from fupin_policy.policy import Rulebook
from fupin_policy.policy.section import Section
from fupin_policy.problems import nearest, with_article
from fupin_policy.register.synthesis.amounts import encoded
from fupin_policy.register.synthesis.recipe import HUNDREDTHS, Condition
from fupin_policy.rules.scope import ancestors, entities_in_scope, family

__all__ = ["Reader", "is_whole", "span_of"]

_EVER = 10**7
_TRUTHS = {"true": 1, "false": 0}


def is_whole(value: Any) -> bool:
    """Whether a value is a whole number (true is none)."""
    return isinstance(value, int) and not isinstance(value, bool)


def span_of(section: Section, key: str, value: Any) -> tuple[int, int] | None:
    """Two whole numbers, the least first; one number stands for both."""
    ends = value if isinstance(value, list) else [value, value]
    if len(ends) == 2 and all(is_whole(one) for one in ends) and ends[0] <= ends[1]:
        return ends[0], ends[1]
    section.fail(f"{value!r} is no span", key, "a whole number, or [least, most]")
    return None


@frozen
class Reader:
    """What the conditions and draws of one population may speak of; ``drawn`` and ``listed`` grow as it is read."""

    book: Rulebook
    root: str
    labels: Mapping[str, tuple[str, ...]]
    marks: tuple[str, ...]
    drawn: dict[tuple[str, str], FactSpec] = field(factory=dict)
    listed: list[str] = field(factory=list)

    @property
    def tables(self) -> tuple[str, ...]:
        """The entities whose facts the register has: the root, what it has one of, and what is listed below it."""
        linked = tuple(entity for entity in entities_in_scope(self.root) if entity != self.root)
        below = tuple(entity for entity in ENTITIES if entity != self.root and family(entity) == self.root)
        return (self.root, *linked, *below)

    def table(self, of: str) -> str:
        """The entity whose rows have the facts of ``of`` as columns: the root for its dwelling or village."""
        return of if ancestors(of) and family(of) == self.root else self.root

    def _sees(self, of: str, entity: str) -> bool:
        """Whether rows that have facts of ``of`` have, or belong to rows that have, facts of an entity."""
        table = self.table(of)
        return self.table(entity) in (table, *(owner for owner, _ in ancestors(table)))

    def _counted(self, of: str, drawing: FactSpec | None) -> tuple[str, ...]:
        """What a row of a table has as a number by its making."""
        table = self.table(of)
        born = ("person", "birth_date") in self.drawn or (
            drawing is not None and drawing.name == "birth_date"
        )
        return tuple(
            name
            for name, there in (
                ("size", self.root == "household"),
                ("place", table != self.root),
                ("age", born and self._sees(of, "person")),
            )
            if there
        )

    def conditions(
        self, section: Section | None, of: str, drawing: FactSpec | None = None
    ) -> tuple[Condition, ...]:
        """Every condition of a mapping for rows of ``of``; cases of a fact may look at the head's own (``drawing``)."""
        if section is None:
            return ()
        found = [self._condition(section, key, of, drawing) for key in section.data]
        return tuple(one for one in found if one is not None)

    def _condition(self, section: Section, key: str, of: str, drawing: FactSpec | None) -> Condition | None:
        value = section.raw(key)
        if key in self.labels:
            return _one_of(section, key, value, {one: i for i, one in enumerate(self.labels[key])})
        if key in self.marks:
            return _one_of(section, key, value, _TRUTHS)
        if key in self._counted(of, drawing):
            return _between(section, key, value, Condition("", key))
        entity, _, name = key.rpartition(".")
        spec = self._spec(entity, name, of, drawing)
        if spec is None:
            names = [*self.labels, *self.marks, *self._counted(of, drawing)]
            names += [fact if entity == of else f"{entity}.{fact}" for entity, fact in self.drawn]
            what = f"'{key}' is nothing that is known of {with_article(self.table(of))} here"
            section.fail(what, key, "a label, or a fact drawn before", nearest(key, names))
            return None
        return self._of_fact(section, key, value, Condition(entity or of, name), spec)

    def _spec(self, entity: str, name: str, of: str, drawing: FactSpec | None) -> FactSpec | None:
        if entity == "head":
            if of != "person":
                return None
            own = drawing is not None and drawing.name == name
            return drawing if own else self.drawn.get(("person", name))
        entity = entity or of
        return self.drawn.get((entity, name)) if entity in self.tables and self._sees(of, entity) else None

    def _of_fact(
        self, section: Section, key: str, value: Any, where: Condition, spec: FactSpec
    ) -> Condition | None:
        if spec.kind is Kind.NUMBER and spec.is_count:
            return _between(section, key, value, where, HUNDREDTHS)
        if spec.kind is Kind.DATE and value == "given":
            return Condition(where.of, where.name, low=-_EVER, high=_EVER)
        if spec.kind in (Kind.NUMBER, Kind.DATE):
            section.fail(f"{value!r} is no condition on {key}", key, "'given' for a day, no amount")
            return None
        options = value if isinstance(value, list) else [value]
        found = [encoded(section, key, one, spec, self.book) for one in options]
        return None if None in found else Condition(where.of, where.name, frozenset(cast(list[int], found)))


def _one_of(section: Section, key: str, value: Any, known: Mapping[str, int]) -> Condition | None:
    asked = value if isinstance(value, list) else [value]
    names = [str(one).lower() if isinstance(one, bool) else one for one in asked]
    unknown = [one for one in names if not isinstance(one, str) or one not in known]
    for one in unknown:
        section.fail(f"'{one}' is no {key}", key, f"one of {', '.join(known)}", nearest(str(one), known))
    return None if unknown else Condition("", key, frozenset(known[one] for one in names))


def _between(section: Section, key: str, value: Any, where: Condition, parts: int = 1) -> Condition | None:
    span = span_of(section, key, value)
    return (
        None if span is None else Condition(where.of, where.name, low=span[0] * parts, high=span[1] * parts)
    )
