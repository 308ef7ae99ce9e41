"""Which columns a register has, and in what form: what the compiled rules are made for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from attrs import field, frozen

from fupin_policy.domain import ENTITIES
from fupin_policy.domain.derived import AnyOf, CodeIsNot
from fupin_policy.domain.facts import Kind
from fupin_policy.register.tables import Register, denominator_of, spec_of
from fupin_policy.rules import ancestors
from fupin_policy.values import frozen_map

__all__ = ["Form", "Layout", "range_of", "with_sources"]


@frozen
class Form:
    """The form of one column: over what its numbers are numerators, and whether both ends are told."""

    denominator: int = 1
    bounded: bool = False


@frozen
class Layout:
    """The tables and columns of a register as far as rules look at them; ``complete`` where every fact in them is
    known, so that nothing has to be asked of what is not.
    """

    root: str
    tables: tuple[str, ...]
    columns: Mapping[str, Form] = field(converter=frozen_map, hash=False)
    complete: bool = False

    @classmethod
    def of(cls, register: Register, facts: Collection[str]) -> Layout:
        """The layout of a register, of the columns that hold one of the facts, or what these follow from."""
        wanted = with_sources(facts)
        found = {
            key: Form(column.denominator, column.high is not None)
            for table in register.tables.values()
            for key, column in table.columns.items()
            if key in wanted
        }
        complete = all(
            table.listed is None
            and all(
                found[key].bounded is False and one.valid is None
                for key, one in table.columns.items()
                if key in found
            )
            for table in register.tables.values()
        )
        return cls(register.root, tuple(register.tables), dict(sorted(found.items())), complete)

    @classmethod
    def full(cls, root: str, tables: Collection[str], facts: Collection[str]) -> Layout:
        """The layout of a register with a plain column for every fact."""
        forms = {key: Form(denominator_of(spec_of(key))) for key in sorted(with_sources(facts))}
        return cls(root, tuple(tables), forms)

    def level(self, entity: str) -> str:
        """The table that holds the facts of an entity: its own, or that of the case it belongs to."""
        return entity if entity in self.tables else self.root

    def inputs(self) -> Iterator[tuple[str, str]]:
        """Every array that is read, by name, and the table it is of."""
        for entity in self.tables:
            if entity != self.root:
                yield f"{entity}#", entity
                if not self.complete:
                    yield f"{entity}!", entity
        for key, form in self.columns.items():
            level = self.level(key.partition(".")[0])
            yield key, level
            if form.bounded:
                yield f"{key}^", level
                yield f"{key}%", level
            elif not self.complete:
                yield f"{key}?", level


def with_sources(facts: Collection[str]) -> frozenset[str]:
    """The facts, those they follow from where they are not stated, and those that tell how many elements there are.

    >>> sorted(with_sources({"household.on_roll"}) - {"household.on_roll"})
    ['household.size', 'household.type']
    """
    found = set(facts)
    for key in facts:
        entity = key.partition(".")[0]
        derive = spec_of(key).fact.derive
        if isinstance(derive, CodeIsNot):
            found.add(f"{entity}.{derive.fact}")
        elif isinstance(derive, AnyOf):
            found.update(f"{entity}.{fact}" for fact in derive.facts)
    for entity in {key.partition(".")[0] for key in facts}:
        for owner in (entity, *(owner for owner, _ in ancestors(entity))):
            found.update(f"{owner}.{size}" for size in ENTITIES[owner].sizes.values())
    return frozenset(found)


def range_of(key: str, form: Form) -> tuple[int, int]:
    """The least and the greatest numerator a column may hold."""
    spec = spec_of(key)
    if spec.kind is Kind.CODE:
        return 0, len(spec.type) - 1
    if spec.kind is not Kind.NUMBER:
        return -(2**31), 2**31 - 1
    scale = form.denominator * (1 if spec.unit is None else spec.unit.scale)
    least, most = spec.limits
    return int(least * scale // 1), int(-(-most * scale // 1))
