"""A register as columns: what the compiled rules read, checked and brought into one form beforehand.

A register of households has a table of households, and below it tables of persons, loans and medical bills;
the rows of a lower table stand together in the order of the rows they belong to. Facts of the one dwelling,
village, town or area that a household has are columns of its own table, ``village.tap_water``.

Every value is exact. What is not known is told by validity bits, never by a value of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from attrs import field, frozen

from fupin_policy.domain import ENTITIES
from fupin_policy.domain.facts import FactSpec, Kind, facts_of
from fupin_policy.domain.limits import parts_of
from fupin_policy.rules import ancestors
from fupin_policy.values import frozen_map

__all__ = ["Array", "Column", "Register", "Table", "denominator_of", "pack", "spec_of", "unpack"]

Array: TypeAlias = np.ndarray[Any, Any]


@frozen(eq=False)
class Column:
    """One fact of all rows of a table.

    ``values`` hold a fact of kind

    * bool as packed bits, least significant first (the layout of Arrow);
    * number as int64 numerators over ``denominator``, in base scale (money in fen: denominator 1);
    * date as int32 days since 1970-01-01;
    * code as int8 positions in the code list (``list(spec.type)``).

    ``valid`` are packed bits, 0 where the fact is not known; None where all are known. Where bounds of a
    number are known, ``high`` holds the upper ends beside the lower ones in ``values``, and ``ends`` tells
    for each row which there are: bit 0 lower end, 1 upper end, 2 lower end left out, 3 upper end left out.
    A column with ``high`` has no ``valid``.
    """

    values: Array
    valid: Array | None = None
    denominator: int = 1
    high: Array | None = None
    ends: Array | None = None


@frozen(eq=False)
class Table:
    """All rows of one kind of entity; ``columns`` by the key of the fact, such as ``person.stage``.

    ``starts`` (of a table below another) holds for each row above where its rows begin, and at the end the
    number of rows, as int64; ``listed`` are packed bits, 0 for a row above whose elements are not known at
    all. ``ids`` are the identifiers of the rows, for results and messages: of the cases as text, of others as
    they were handed over.
    """

    entity: str
    rows: int
    columns: Mapping[str, Column] = field(converter=frozen_map)
    starts: Array | None = None
    listed: Array | None = None
    ids: Any = None


@frozen(eq=False)
class Register:
    """Tables by entity, the one that is assessed (``root``) first; ``divisions`` are the codes of its rows as text.

    A kind of element without a table is not known of any row.
    """

    root: str
    tables: Mapping[str, Table] = field(converter=frozen_map)
    divisions: Any = None

    @property
    def rows(self) -> int:
        """The number of cases."""
        return self.tables[self.root].rows

    def parent(self, entity: str) -> str:
        """The entity whose elements the rows of a table are."""
        return ancestors(entity)[0][0]


def spec_of(key: str) -> FactSpec:
    """The description of a fact by its key.

    >>> spec_of("person.stage").kind
    <Kind.CODE: 'code'>
    """
    entity, _, name = key.partition(".")
    return facts_of(ENTITIES[entity])[name]


def denominator_of(spec: FactSpec) -> int:
    """Into how many parts a register divides the base unit of a fact: see :func:`~fupin_policy.domain.limits.parts_of`.

    >>> denominator_of(spec_of("household.roll_income")), denominator_of(spec_of("village.bridge_width"))
    (1, 10000)
    """
    return parts_of(spec.unit, is_count=spec.is_count) if spec.kind is Kind.NUMBER else 1


def pack(truths: Array) -> Array:
    """Truth values as packed bits."""
    return np.packbits(truths, bitorder="little")


def unpack(bits: Array, rows: int) -> Array:
    """Packed bits as truth values."""
    return np.unpackbits(bits, count=rows, bitorder="little").view(bool)
