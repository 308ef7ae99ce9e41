"""Single values of a register, and its rows seen as entities: for words about them, and for comparison."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from attrs import frozen

from fupin_policy.domain import ENTITIES
from fupin_policy.domain.facts import FactSpec, Kind, facts_of
from fupin_policy.register.days import day_of
from fupin_policy.register.tables import Column, Table
from fupin_policy.values import Interval, Quantity, Unit, exact

__all__ = ["RowView", "decoded"]


def decoded(column: Column, spec: FactSpec, row: int, unit: Unit | None = None) -> Any:
    """One value of a column as an entity holds it, None where it is not known; quantities in a unit if one is given.

    Of a bound with one end, that end is taken to be the figure that was told.
    """
    if column.ends is None and column.valid is not None and not column.valid[row >> 3] >> (row & 7) & 1:
        return None
    match spec.kind:
        case Kind.BOOL:
            return bool(column.values[row >> 3] >> (row & 7) & 1)
        case Kind.CODE:
            return tuple(spec.type)[column.values[row]]
        case Kind.DATE:
            return day_of(int(column.values[row]))
    low = exact(Fraction(int(column.values[row]), column.denominator))
    if spec.is_count:
        return exact(Fraction(low) / (1 if spec.unit is None else spec.unit.scale))
    assert spec.unit is not None
    unit = unit or spec.unit
    if column.high is None or column.ends is None:
        return Quantity(low, unit)
    high, ends = exact(Fraction(int(column.high[row]), column.denominator)), int(column.ends[row])
    match ends & 3:
        case 0:
            return None
        case 1:
            return Quantity(Interval(low, None, bool(ends & 4), nominal=low), unit)
        case 2:
            return Quantity(Interval(None, high, high_open=bool(ends & 8), nominal=high), unit)
    return Quantity(low if low == high else Interval(low, high, bool(ends & 4), bool(ends & 8)), unit)


@frozen(slots=False)
class RowView:
    """A row of a register that answers for its facts as an entity does; ``units`` are those to show quantities in."""

    tables: Mapping[str, Table]
    units: Mapping[str, Unit]
    level: str
    entity: str
    row: int

    def __getattr__(self, name: str) -> Any:
        spec = facts_of(ENTITIES[self.entity]).get(name)
        if spec is None:
            raise AttributeError(name)
        table, key = self.tables[self.level], f"{self.entity}.{name}"
        if spec.kind is Kind.COLLECTION:
            return self._elements(spec)
        if name == "id":
            own = None if table.ids is None or self.level != self.entity else table.ids[self.row].as_py()
            return None if own is None else str(own)
        column = table.columns.get(key)
        return None if column is None else decoded(column, spec, self.row, self.units.get(key))

    def _elements(self, spec: FactSpec) -> tuple[RowView, ...] | None:
        element = spec.type.key
        table = self.tables.get(element)
        if table is None or self.level != self.entity:
            return None
        assert table.starts is not None
        if table.listed is not None and not table.listed[self.row >> 3] >> (self.row & 7) & 1:
            return None
        span = range(int(table.starts[self.row]), int(table.starts[self.row + 1]))
        return tuple(RowView(self.tables, self.units, element, element, row) for row in span)
