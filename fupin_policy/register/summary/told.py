"""What a summary in words rests on: from a summary, or read back from the JSON that was written of one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from fupin_policy.register.counts import Count
from fupin_policy.register.summary.summing import LEVELS, Area, Summary
from fupin_policy.values import Quantity, frozen_map
from fupin_policy.values.intervals import high_of, low_of

__all__ = ["Told"]


@frozen(eq=False)
class Told:
    """The counts of rows, the rows set aside by reason, all cases together, and the areas of each level by code."""

    tables: Mapping[str, Count] = field(converter=frozen_map)
    rejected: tuple[Mapping[str, Any], ...]
    whole: Area
    levels: Mapping[str, tuple[tuple[str, Area], ...]] = field(converter=frozen_map)

    @classmethod
    def of(cls, summary: Summary) -> Told:
        """What a summary tells."""
        levels = {level: tuple(summary.by(level).areas()) for level in LEVELS}
        return cls(summary.tables, tuple(summary.rejected.to_pylist()), summary.whole, levels)

    @classmethod
    def parse(cls, text: str) -> Told:
        """The same from the JSON of a summary.

        >>> from fupin_policy.register.summary.reporting import to_json
        >>> Told.parse(to_json(Summary({"households": Count(3, 2, 1)}))).tables["households"].used
        2
        """
        data = json.loads(text)
        return cls(
            {name: Count(**count) for name, count in data["tables"].items()},
            tuple(data["rejected"]),
            _area(data),
            {level: tuple((code, _area(one)) for code, one in data[level].items()) for level in LEVELS},
        )


def _area(data: Mapping[str, Any]) -> Area:
    numbers: dict[str, Any] = {"cases": data["cases"], "failed": data["failed"]}
    if data["persons"] is not None:
        numbers["persons"] = data["persons"]
    for measure, told in data["measures"].items():
        numbers[f"cases/{measure}/"] = 0
        for verdict, counts in told["verdicts"].items():
            numbers |= {f"{name}/{measure}/{verdict}": count for name, count in counts.items()}
        numbers |= {f"missing/{measure}/{fact}": count for fact, count in told["missing"].items()}
    units: dict[str, str] = {}
    for name, money in data["money"].items():
        quantity = Quantity.parse(money["sum"])
        units[name] = str(quantity.unit)
        numbers |= {
            f"amounts/{name}": money["cases"], f"unbounded/{name}": money["unbounded"],
            f"low/{name}": low_of(quantity.value) or 0, f"high/{name}": high_of(quantity.value) or 0,
        }  # fmt: skip
    return Area(numbers, units, data["failures"])
