"""What a recipe is: how many of each kind there are, what is drawn, and what the result must count to.

Values are held the way the columns hold them: a number in hundredths of its fact's own unit, a code by its
position in the code list, a truth as 0 or 1, a day as days since 1970-01-01.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

from attrs import field, frozen

from fupin_policy.domain import ENTITIES
from fupin_policy.domain.facts import FactSpec, Kind, facts_of
from fupin_policy.policy import Citation, Label
from fupin_policy.problems import Place
from fupin_policy.rules import Node
from fupin_policy.values import frozen_map

__all__ = [
    "HUNDREDTHS",
    "Age",
    "Between",
    "Case",
    "Choice",
    "Condition",
    "Constant",
    "Count",
    "DaysBefore",
    "Draw",
    "Elements",
    "FactGroup",
    "FactRule",
    "LaidDown",
    "Mark",
    "Omitted",
    "Option",
    "Part",
    "Population",
    "Present",
    "Recipe",
    "Sizes",
    "Split",
    "Stratum",
    "is_money_or_measure",
    "spec_for",
]

HUNDREDTHS = 100
"""Into how many parts a drawn number divides its fact's own unit."""


def spec_for(entity: str, name: str) -> FactSpec:
    """The description of a fact.

    >>> spec_for("person", "stage").kind
    <Kind.CODE: 'code'>
    """
    return facts_of(ENTITIES[entity])[name]


def is_money_or_measure(spec: FactSpec) -> bool:
    """Whether a fact is a number with decimals, rather than a count.

    >>> is_money_or_measure(spec_for("bill", "total")), is_money_or_measure(spec_for("person", "skills"))
    (True, False)
    """
    return spec.kind is Kind.NUMBER and not spec.is_count


@frozen
class LaidDown:
    """A number worked out from the document's own figures, with where they stand."""

    value: Fraction
    node: Node
    citations: tuple[Citation, ...]
    place: Place = field(eq=False)


@frozen
class Condition:
    """That a label or fact has one of some values, or lies between two (both included).

    ``of`` is the entity whose fact it is, ``head`` for a fact of the household's first member, and empty for
    a label or another thing that every row has by its making.
    """

    of: str
    name: str
    values: frozenset[int] = frozenset()
    low: int | None = None
    high: int | None = None


@frozen
class Constant:
    """The same value for all; None where the fact is not known."""

    value: int | None


@frozen
class Choice:
    """One of several values, each with its weight."""

    values: tuple[int, ...]
    weights: tuple[int, ...]


@frozen
class Between:
    """A whole number of steps from ``low`` to ``high``, all equally likely."""

    low: int
    high: int
    step: int


@frozen
class Part:
    """A part of another number of the same row, between two ratios (in ten-thousandths)."""

    fact: str
    low: int
    high: int


@frozen
class DaysBefore:
    """A day from ``low`` to ``high`` days before the day of the facts."""

    low: int
    high: int


@frozen
class Age:
    """The age of a person in full years: between two ages, or so many years from that of the head."""

    low: int
    high: int
    sign: int


@frozen
class Present:
    """Whether another fact of the row is there."""

    fact: str


Draw: TypeAlias = Constant | Choice | Between | Part | DaysBefore | Age | Present


@frozen
class Case:
    """A draw for the rows that meet all conditions; of several cases the first that fits counts."""

    when: tuple[Condition, ...]
    draw: Draw
    place: Place = field(eq=False)


@frozen
class FactRule:
    """How one fact is drawn."""

    entity: str
    name: str
    cases: tuple[Case, ...]
    decimals: bool


@frozen
class FactGroup:
    """Facts that are drawn, with one reason for all of them."""

    of: str
    why: Label
    facts: tuple[FactRule, ...]


@frozen
class Elements:
    """How many loans a household, or bills a person, has."""

    of: str
    why: Label
    cases: tuple[Case, ...]


@frozen
class Stratum:
    """A part of the population with its rows, and its members where rows have members."""

    name: str
    rows: LaidDown
    members: LaidDown | None
    why: Label | None


@frozen
class Sizes:
    """How often each size occurs: the shape that is bent until the members of a part come out."""

    weights: tuple[int, ...]

    @property
    def most(self) -> int:
        """The largest size."""
        return len(self.weights)


@frozen
class Option:
    """One part of a split: ``whole`` strata belong to it, the rest is taken from ``weights``' strata.

    Without totals it takes what the options before it have left.
    """

    name: str
    rows: LaidDown | None
    members: LaidDown | None
    whole: frozenset[str]
    weights: Mapping[str, int] = field(converter=frozen_map)


@frozen
class Split:
    """A division of all rows by totals of rows and of the members in them."""

    name: str
    why: Label
    options: tuple[Option, ...]


@frozen
class Mark:
    """Something that some rows have, and, where ``members`` is given, some members of these.

    ``among`` (labels with their options) says who can have it; without ``rows`` they all do.
    """

    name: str
    why: Label
    among: Mapping[str, frozenset[str]] = field(converter=frozen_map)
    rows: LaidDown | None = None
    members: LaidDown | None = None
    weights: Mapping[str, int] = field(factory=dict, converter=frozen_map)


@frozen
class Count:
    """A printed figure, and what in the register must count to it.

    Rows of ``of`` are counted that meet ``when`` and that have (or whose household has) a member that meets
    ``any``, and none that meets ``none``.
    """

    of: str
    figure: LaidDown
    when: tuple[Condition, ...]
    any: tuple[Condition, ...]
    none: tuple[Condition, ...]
    note: Label | None


@frozen
class Omitted:
    """A printed figure that the register does not reproduce, and why."""

    figure: LaidDown
    why: Label


@frozen
class Population:
    """One register: cases of one kind. ``factor`` is the part of the printed totals that is made by default."""

    root: str
    says: Label
    factor: Fraction
    strata: tuple[Stratum, ...]
    sizes: Mapping[str, Sizes] = field(converter=frozen_map)
    sizes_why: Label | None
    splits: tuple[Split, ...]
    marks: tuple[Mark, ...]
    groups: tuple[FactGroup | Elements, ...]
    printed: tuple[Count, ...]
    omitted: tuple[Omitted, ...]
    place: Place = field(factory=Place, eq=False)

    def labels(self) -> dict[str, tuple[str, ...]]:
        """Every label with its options, in the order of their positions."""
        return {
            "stratum": tuple(stratum.name for stratum in self.strata),
            **{split.name: tuple(option.name for option in split.options) for split in self.splits},
        }


@frozen
class Recipe:
    """All registers of one document, and the day their facts are of unless another is asked for.

    ``source`` is the text it was read from.
    """

    slug: str
    division: str
    on: int
    populations: tuple[Population, ...]
    source: str = field(default="", repr=False, eq=False)
