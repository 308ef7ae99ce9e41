"""Observations put in order: what was known of an area on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from attrs import frozen

from fupin_policy.domain import ENTITIES
from fupin_policy.domain.divisions import check_division, covers
from fupin_policy.domain.entity import Entity
from fupin_policy.monitor.observations import Observation
from fupin_policy.policy import Label, TargetScope
from fupin_policy.rules.scope import single_links

__all__ = ["Known", "Series", "Window"]

_NOTHING = frozenset[str]()


@frozen
class Window:
    """The days whose observations count: known by ``day``, flows from ``start`` on; of ``year`` or later, if given,
    and of none before the year ``opens``, in which what is measured begins.
    """

    day: date
    start: date | None = None
    year: int | None = None
    opens: int | None = None


@frozen
class Known:
    """The value of an indicator that counts, or None and why."""

    value: Any = None
    reason: Label | None = None


@frozen
class Series:
    """Observations by level, area and indicator, each in the order of their days."""

    by_key: Mapping[tuple[str, str, str], tuple[Observation, ...]]

    @classmethod
    def of(cls, observations: Iterable[Observation]) -> Series:
        """Sort observations."""
        found: dict[tuple[str, str, str], list[Observation]] = {}
        for one in observations:
            found.setdefault((one.level, one.area, one.indicator), []).append(one)
        return cls({key: tuple(sorted(same, key=lambda one: one.day)) for key, same in found.items()})

    def areas(self, level: str) -> list[str]:
        """The areas of a level that were observed, in order of their codes or names."""
        return sorted({area for found, area, _ in self.by_key if found == level})

    def first(self, level: str, area: str, indicator: str, opens: int | None = None) -> Observation | None:
        """The earliest observation of an indicator, of the year ``opens`` or later, if given."""
        found = self.by_key.get((level, area, indicator), ())
        return next((one for one in found if opens is None or one.day.year >= opens), None)

    def known(self, level: str, area: str, indicator: str, scope: TargetScope, window: Window) -> Known:
        """The value of an indicator that counts in a window, taken over time as ``scope`` says."""
        found = self.by_key.get((level, area, indicator), ())
        seen = [one for one in found if one.day <= window.day]
        if scope is TargetScope.CUMULATIVE and any(one.period.start != one.period.end for one in found):
            return _sum(list(found), window)
        if scope is TargetScope.AVERAGE and window.opens is not None:
            return _mean(seen, window.day, window.opens)
        if scope is TargetScope.YEARLY:
            fresh = [one for one in seen if one.day.year == window.day.year]
        else:
            years = [year for year in (window.year, window.opens) if year is not None]
            fresh = [one for one in seen if all(one.day.year >= year for year in years)]
        if fresh:
            return Known(fresh[-1].value)
        return Known(None, _last(seen[-1].day)) if seen else Known()

    def entity(
        self,
        level: str,
        area: str,
        window: Window,
        given: Mapping[str, Any] | None = None,
        dated: frozenset[str] = _NOTHING,
    ) -> Entity:
        """The area as it was known in a window.

        ``given`` has the values that are settled already; only of the facts in ``dated`` the year counts.
        Raises InputError where the observations contradict each other.
        """
        values: dict[str, Any] = {}
        for found, where, name in self.by_key:
            if found == level and where == area and name not in (given or {}):
                only = window if f"{level}.{name}" in dated else Window(window.day)
                values[name] = self.known(level, area, name, TargetScope.POOLED, only).value
        values |= given or {}
        for link, linked in single_links(level):
            above = self._above(linked, area)
            if above is not None and above != area:
                values[link] = self.entity(linked, above, window, dated=dated)
        if check_division(area) is None:
            values["division"] = area
        return ENTITIES[level](**{name: value for name, value in values.items() if value is not None})

    def _above(self, level: str, area: str) -> str | None:
        """The area of a higher level that an area lies in: by its division code, else the only one there is."""
        areas = self.areas(level)
        inside = [
            one
            for one in areas
            if check_division(one) is None and check_division(area) is None and covers(one, area)
        ]
        return inside[0] if inside else areas[0] if len(areas) == 1 else None


def _last(day: date) -> Label:
    return Label(f"最近一次观测:{day}", f"last observed {day}")


def _sum(observations: list[Observation], window: Window) -> Known:
    """What was done in a window: the sum of the flows that lie in it. Flows that reach over its bounds leave it open,
    and so do stocks among the flows: nobody can tell what they have in common.
    """
    seen = [one for one in observations if one.period.start is None or one.period.start <= window.day]
    stocks = [one for one in seen if one.period.start == one.period.end]
    if stocks and len(stocks) < len(seen):
        return Known(
            None,
            Label("既有某日的存量又有时期的流量", "values of single days stand among amounts of periods"),
        )
    over = [
        one
        for one in seen
        if window.start is not None
        and one.period.start is not None
        and one.period.start < window.start <= one.day
    ]
    # Before the due day a flow that is not over yet is not known yet; after it, it is known and does not fit.
    over += [one for one in seen if window.year is not None and one.day > window.day]
    if over:
        days = over[0].period
        return Known(
            None,
            Label(f"时期{days}跨越起止日", f"the period {days} reaches over the first or the last day"),
        )
    inside = [
        one
        for one in seen
        if one.day <= window.day
        and (window.start is None or (one.period.start is not None and one.period.start >= window.start))
    ]
    if not inside or (window.year is not None and inside[-1].day.year < window.year):
        past = [one for one in seen if one.day <= window.day]
        return Known(None, _last(past[-1].day)) if past else Known()
    total = inside[0].value
    for one in inside[1:]:
        total = total + one.value
    return Known(total)


def _mean(seen: list[Observation], day: date, opens: int) -> Known:
    """The average of the finished years from ``opens`` on, each by its last observation; a year that was not observed
    leaves it open.
    """
    years = {
        one.day.year: one.value for one in seen if one.day.year >= opens and _finished(one.day.year, day)
    }
    if not years:
        return Known(None, _last(seen[-1].day)) if seen else Known()
    gaps = [year for year in range(opens, max(years)) if year not in years]
    if gaps:
        return Known(None, Label(f"{gaps[0]}年没有观测值", f"nothing was observed in {gaps[0]}"))
    first, *others = years.values()
    for one in others:
        first = first + one
    return Known(first * Fraction(1, len(years)))


def _finished(year: int, day: date) -> bool:
    return date(year, 12, 31) <= day
