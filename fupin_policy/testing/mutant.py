"""Mutants of a policy's figures: each is the policy with one figure changed as little as it can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from fupin_policy.policy import Figure, Measure, Rulebook, replace_measure
from fupin_policy.problems import InputError
from fupin_policy.rules.scope import FigureSet
from fupin_policy.values import Bound, Interval, Number, Period, Quantity, Unit, decimal_text, exact

__all__ = ["Mutant", "mutants", "mutations", "smallest_step"]

_FINE = Fraction(1, 100)
# Months are the finest durations that texts print; a year is changed by one of them.
_STEPS = {"元": _FINE, "%": _FINE, "米": _FINE, "年": Fraction(1, 12)}


@frozen
class Mutant:
    """One figure of one measure with another value; ``change`` says in a word what was done to it."""

    measure: str
    figure: str
    change: str
    before: FigureSet
    after: FigureSet

    def __str__(self) -> str:
        return f"{self.measure}.{self.figure}: {self.before} → {self.after} ({self.change})"

    def apply(self, measure: Measure) -> Measure:
        """The measure with the changed figure."""
        figure = evolve(measure.figures[self.figure], value=self.after)
        return evolve(measure, figures={**measure.figures, self.figure: figure})

    def book(self, book: Rulebook) -> Rulebook:
        """The rulebook with the changed figure."""
        return replace_measure(book, self.apply(book[self.measure]))


def mutants(book: Rulebook) -> Iterator[Mutant]:
    """Every mutant of every figure of a rulebook, in the document's order.

    >>> import fupin_policy as fp
    >>> line = [one for one in mutants(fp.load_policy("ruyuan-2016")) if one.measure == "roll-line"]
    >>> print(line[0])
    roll-line.line: <4000元/人/年 → <4000.01元/人/年 (up)
    >>> [one.change for one in line]
    ['up', 'down', 'closed']
    """
    for measure in book.measures:
        for figure in measure.figures.values():
            yield from _of(measure, figure)


def _of(measure: Measure, figure: Figure) -> Iterator[Mutant]:
    for change, after in mutations(figure.value):
        yield Mutant(measure.id, figure.name, change, figure.value, after)


def mutations(value: FigureSet) -> Iterator[tuple[str, FigureSet]]:
    """The values one step away, and those with another bound, each with a word for the change.

    >>> [f"{change}: {after}" for change, after in mutations(Quantity.parse(">=70%"))]
    ['up: >=70.01%', 'down: >=69.99%', 'opened: >70%', 'exact: 70%']
    >>> [str(after) for _, after in mutations(Period.parse("<=2018-12-31"))]
    ['<=2018-12-30', '<=2019-01-01']
    """
    if isinstance(value, Period):
        yield from _of_period(value)
    elif value.bound is Bound.BETWEEN:
        yield from _of_range(value)
    elif value.nominal is not None or value.is_exact:
        yield from _of_number(value)


def _of_period(period: Period) -> Iterator[tuple[str, Period]]:
    start, end, one = period.start, period.end, timedelta(days=1)
    if start is not None and start == end:
        yield "a day before", Period(start - one, start - one)
        yield "a day after", Period(start + one, start + one)
        return
    for days, word in ((-one, "a day earlier"), (one, "a day later")):
        if start is not None and _ordered(start + days, end):
            yield f"start {word}", Period(start + days, end)
        if end is not None and _ordered(start, end + days):
            yield (f"end {word}" if start is not None else word), Period(start, end + days)


def _ordered(start: date | None, end: date | None) -> bool:
    return start is None or end is None or start <= end


def smallest_step(value: Number, unit: Unit) -> Number:
    """How little a printed number may be changed, in its own unit: one hundredth of a yuan, a per cent or a
    metre, a month, one of anything counted; the last printed decimal where that is finer.

    >>> str(smallest_step(4000, Unit.parse("元/人/年"))), str(smallest_step(exact("5.5"), Unit.parse("公里")))
    ('1/100', '1/10')
    """
    head = unit.symbols[0][0] if unit.symbols and unit.symbols[0][1] > 0 else ""
    step = _STEPS.get(head, Fraction(1)) if head else _FINE
    digits = decimal_text(value).partition(".")[2]
    return exact(min(step, Fraction(1, 10 ** len(digits))))


def _shifted(number: Number, unit: Unit) -> Iterator[tuple[str, Number]]:
    step = smallest_step(exact(Fraction(number) / unit.scale), unit) * unit.scale
    yield "up", exact(number + step)
    if number - step >= 0:
        yield "down", exact(number - step)


def _of_number(value: Quantity) -> Iterator[tuple[str, Quantity]]:
    unit = value.unit
    printed = value.value.nominal if isinstance(value.value, Interval) else value.value
    assert printed is not None  # the caller has looked
    for word, number in _shifted(printed, unit):
        yield word, _bounded(value.bound, number, unit)
    for word, bound in _FLIPS.get(value.bound, ()):
        yield word, _bounded(bound, printed, unit)


_FLIPS: dict[Bound, tuple[tuple[str, Bound], ...]] = {
    Bound.EXACTLY: (("at least", Bound.AT_LEAST),),
    Bound.AT_LEAST: (("opened", Bound.MORE_THAN), ("exact", Bound.EXACTLY)),
    Bound.MORE_THAN: (("closed", Bound.AT_LEAST),),
    Bound.AT_MOST: (("opened", Bound.LESS_THAN),),
    Bound.LESS_THAN: (("closed", Bound.AT_MOST),),
    Bound.ABOUT: (("exact", Bound.EXACTLY),),
}


def _bounded(bound: Bound, number: Number, unit: Unit) -> Quantity:
    match bound:
        case Bound.EXACTLY:
            return Quantity(number, unit)
        case Bound.AT_LEAST | Bound.MORE_THAN:
            return Quantity(Interval(low=number, low_open=bound is Bound.MORE_THAN, nominal=number), unit)
        case Bound.AT_MOST | Bound.LESS_THAN:
            return Quantity(Interval(high=number, high_open=bound is Bound.LESS_THAN, nominal=number), unit)
    return Quantity(Interval(nominal=number), unit)


def _of_range(value: Quantity) -> Iterator[tuple[str, Quantity]]:
    found, unit = value.value, value.unit
    assert isinstance(found, Interval)  # a range is no single number
    changes: list[tuple[str, dict[str, Any]]] = []
    for end, number, opened in (("low", found.low, found.low_open), ("high", found.high, found.high_open)):
        if number is None:
            continue
        changes += [(f"{end} {word}", {end: moved}) for word, moved in _shifted(number, unit)]
        changes.append((f"{end} {'closed' if opened else 'opened'}", {f"{end}_open": not opened}))
    for word, change in changes:
        try:
            moved = evolve(found, **change)
        except InputError:
            continue
        both = moved.low if moved.low == moved.high else None
        yield word, Quantity(moved if both is None else both, unit)


def figures_of(found: Iterable[Mutant]) -> int:
    """How many figures have mutants."""
    return len({(one.measure, one.figure) for one in found})
