"""Several documents on one case: upper and lower levels stacked, with what links them.

A lower document may fill an open term of an upper one, repeat a measure of it (counted once, under the
lower one), or have to keep to its floor, by amount or by goal; each such link is written in the lower
document's data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from fupin_policy.assess.plan import Plan
from fupin_policy.assess.results import Assessment, Outcome, Verdict, totals_map
from fupin_policy.assess.stacking import totals_of
from fupin_policy.policy import Citation, Link, Rulebook
from fupin_policy.problems import UnknownNameError
from fupin_policy.rules import check, compile_rule
from fupin_policy.values import Quantity, Record, frozen_map
from fupin_policy.values.intervals import add, high_of, low_of

__all__ = ["Breach", "Filled", "JointAssessment", "filled_terms", "joined"]


@frozen(eq=False, repr=False)
class Filled(Record):
    """An open term of an upper document that a lower one fills."""

    upper: str
    term: str
    lower: str
    value: str


@frozen(eq=False, repr=False)
class Breach(Record):
    """A lower document grants, or aims at, less than the floor of an upper one: both numbers with both citations."""

    upper: Citation
    upper_amount: Quantity
    lower: Citation
    lower_amount: Quantity

    def __str__(self) -> str:
        return f"{self.lower} has {self.lower_amount}, less than {self.upper_amount} of {self.upper}"


@frozen(slots=False, repr=False)
class JointAssessment(Mapping[str, Assessment]):
    """What all applicable documents say of a case, by slug, upper levels first.

    ``totals`` add what the documents give, each thing once; ``filled`` are the open terms that a lower
    document filled, ``breaches`` the floors that a lower document stays under.
    """

    assessments: Mapping[str, Assessment] = field(converter=frozen_map)
    totals: Mapping[str, Quantity] = field(converter=totals_map)
    filled: tuple[Filled, ...] = ()
    breaches: tuple[Breach, ...] = ()

    def __repr__(self) -> str:
        held = (f"{slug} ({len(one.having(Verdict.HOLDS))} measures hold)" for slug, one in self.items())
        return f"<JointAssessment under {', '.join(held) or 'no policy'}>"

    def __getitem__(self, slug: str) -> Assessment:
        if slug not in self.assessments:
            raise UnknownNameError("applicable policy", slug, list(self.assessments))
        return self.assessments[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self.assessments)

    def __len__(self) -> int:
        return len(self.assessments)


def filled_terms(books: Sequence[Rulebook]) -> tuple[Filled, ...]:
    """The open terms of upper documents that the lower ones among ``books`` fill; the lowest level decides."""
    slugs = {book.slug for book in books}
    found: dict[tuple[str, str], Filled] = {}
    for book in books:
        for link in book.links:
            if link.fills is not None and link.policy in slugs and link.value is not None:
                value = _value(book, link)
                found[(link.policy, link.fills)] = Filled(link.policy, link.fills, book.slug, str(value))
    return tuple(found.values())


def _value(book: Rulebook, link: Link) -> Any:
    """The value that a link gives: of figures and readings' defaults alone, so that it needs no case."""
    assert link.value is not None
    env = {f"reading.{name}": reading.default for name, reading in book.readings.items()}
    value = compile_rule(link.value, book.scope).run(env)
    found, _ = check(link.value, book.scope)
    return Quantity(value, found.unit) if found is not None and found.kind == "number" else value


def joined(
    assessments: Mapping[str, Assessment], plans: Mapping[str, Plan], filled: tuple[Filled, ...]
) -> JointAssessment:
    """Put the assessments of several documents together."""
    links = [
        (plans[slug].book, link)
        for slug in assessments
        for link in plans[slug].book.links
        if link.policy in assessments
    ]
    repeated = {(link.policy, link.repeats) for _, link in links if link.repeats is not None}
    breaches = tuple(
        breach
        for book, link in links
        if link.floor is not None and link.by is not None
        for breach in (
            *_less_given(assessments[link.policy][link.floor], assessments[book.slug][link.by]),
            *_less_aimed_at(plans[link.policy].book, link.floor, book, link.by),
        )
    )
    return JointAssessment(assessments, _totals(assessments, repeated), filled, breaches)


def _less_given(upper: Outcome, lower: Outcome) -> Iterator[Breach]:
    if upper.amount is None or lower.amount is None or Verdict.HOLDS not in (upper.verdict, lower.verdict):
        return
    floor, most = low_of(upper.amount.value), high_of(lower.amount.value)
    if floor is not None and most is not None and most < floor:
        yield Breach(upper.citation, upper.amount, lower.citation, lower.amount)


def _less_aimed_at(upper: Rulebook, floor: str, lower: Rulebook, by: str) -> Iterator[Breach]:
    """Two goals, which hang on no case: the least that the lower one is content with lies under the floor."""
    wanted, aimed = _goal(upper, floor), _goal(lower, by)
    if wanted is None or aimed is None:
        return
    least, reached = low_of(wanted.value), low_of(aimed.value)
    if least is not None and (reached is None or reached < least):
        yield Breach(upper.cite(upper[floor]), wanted, lower.cite(lower[by]), aimed)


def _goal(book: Rulebook, measure: str) -> Quantity | None:
    target = book[measure].target
    figure = None if target is None or target.goal is None else book[measure].figures[target.goal].value
    return figure if isinstance(figure, Quantity) else None


def _totals(assessments: Mapping[str, Assessment], repeated: set[tuple[str, str]]) -> dict[str, Quantity]:
    totals: dict[str, Quantity] = {}
    for slug, assessment in assessments.items():
        own = totals_of(one for one in assessment if (slug, one.measure) not in repeated)
        for key, amount in own.items():
            before = totals.get(key)
            totals[key] = amount if before is None else Quantity(add(before.value, amount.value), before.unit)
    return totals
