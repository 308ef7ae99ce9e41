"""Observations put in order: what was known of an area on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from attrs import frozen

from fupin_policy.domain import ENTITIES
from fupin_policy.domain.divisions import check_division, covers
from fupin_policy.domain.entity import Entity
from fupin_policy.monitor.observations import Observation
from fupin_policy.policy import TargetScope
from fupin_policy.rules.scope import single_links

__all__ = ["Series"]


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

    def first(self, level: str, area: str, indicator: str) -> Observation | None:
        """The earliest observation of an indicator."""
        found = self.by_key.get((level, area, indicator), ())
        return found[0] if found else None

    def entity(
        self,
        level: str,
        area: str,
        day: date,
        indicator: str | None = None,
        scope: TargetScope = TargetScope.POOLED,
    ) -> Entity:
        """The area as it was known on a day; ``indicator`` is taken over time as ``scope`` says.

        Raises InputError where the observations contradict each other.
        """
        values: dict[str, Any] = {}
        for (found, where, name), observations in self.by_key.items():
            if found == level and where == area:
                over = scope if name == indicator else TargetScope.POOLED
                value = _value_on([one for one in observations if one.day <= day], over, day)
                if value is not None:
                    values[name] = value
        for link, linked in single_links(level):
            above = self._above(linked, area)
            if above is not None and above != area:
                values[link] = self.entity(linked, above, day)
        if check_division(area) is None:
            values["division"] = area
        return ENTITIES[level](**values)

    def _above(self, level: str, area: str) -> str | None:
        """The area of a higher level that an area lies in: by its division code, else the only one there is."""
        areas = self.areas(level)
        inside = [
            one
            for one in areas
            if check_division(one) is None and check_division(area) is None and covers(one, area)
        ]
        return inside[0] if inside else areas[0] if len(areas) == 1 else None


def _value_on(observations: list[Observation], scope: TargetScope, day: date) -> Any:
    """The value that counts on a day: of this year, the sum of the flows so far, or else the latest.

    An average is one over people or places, which the indicator itself is; it is not taken over years.
    """
    if not observations:
        return None
    if scope is TargetScope.YEARLY:
        return next((one.value for one in reversed(observations) if one.day.year == day.year), None)
    flows = [one for one in observations if one.period.start != one.period.end]
    if scope is TargetScope.CUMULATIVE and len(flows) == len(observations):
        return _sum([one.value for one in flows])
    return observations[-1].value


def _sum(values: list[Any]) -> Any:
    total = values[0]
    for value in values[1:]:
        total = total + value
    return total
