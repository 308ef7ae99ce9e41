"""The workload in NumPy, written by hand: whole columns, in blocks that stay in the cache.

Three-valued truths are int8: 0 false, 1 open, 2 true, so that *and* is the minimum and *or* the maximum. Where no
fact is unknown, plain truth values do.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.register import workload as w
from benchmarks.register.data import Array, whole
from benchmarks.register.workload import CODES, COLUMNS, UNBOUNDED

__all__ = ["run"]

_BLOCK = 1 << 15
_VERDICT = np.array([4, 4, 4, 2, 2, 2, 0, 2, 1], np.int8)  # of 3 * applies + when
_EITHER_WAY = np.array([0, 2, 1], np.int8)  # of when


def run(households: pa.Table, persons: pa.Table, threads: int = 1) -> dict[str, Array]:
    """The results as arrays."""
    rows = households.num_rows
    links = persons["household_id"].to_numpy()
    starts = np.searchsorted(links, households["id"].to_numpy())
    starts = np.append(starts, len(links))
    complete = not any(column.null_count for table in (households, persons) for column in table.columns)
    results = {name: np.empty(rows, np.int64 if name in w.END_COLUMNS else np.int8) for name in COLUMNS}

    def block(first: int) -> None:
        last = min(first + _BLOCK, rows)
        below = starts[first : last + 1]
        homes = households.slice(first, last - first)
        people = persons.slice(below[0], below[-1] - below[0])
        for name, column in _Block(homes, people, below - below[0], complete).results().items():
            results[name][first:last] = column

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(block, range(0, rows, _BLOCK)))
    return results


def _days(day: date) -> int:
    return (day - date(1970, 1, 1)).days


class _Block:
    """Some households with their persons; ``starts`` tells where the persons of each begin."""

    def __init__(self, homes: pa.Table, people: pa.Table, starts: Array, complete: bool) -> None:
        self.homes, self.people, self.complete = homes, people, complete
        self.starts = starts[:-1]
        self.sizes = np.diff(starts)

    # Facts

    def _known(self, column: pa.ChunkedArray) -> Array | None:
        return None if column.null_count == 0 else column.is_valid().to_numpy()

    def _values(self, column: pa.ChunkedArray) -> Array:
        array = whole(column)
        if pa.types.is_dictionary(array.type):
            array = array.indices
        elif pa.types.is_date32(array.type):
            array = array.view(pa.int32())
        dtype: Any = array.type.to_pandas_dtype()
        return np.frombuffer(array.buffers()[1], dtype)[array.offset : array.offset + len(array)]

    def _open(self, truths: Array, known: Array | None) -> Array:
        """Truths as far as they are known."""
        if self.complete:
            return truths
        told = truths.view(np.int8) << 1
        return told if known is None else np.where(known, told, np.int8(1))

    def truth(self, table: pa.Table, name: str) -> Array:
        column = table[name]
        if column.null_count:
            return self._open(column.fill_null(False).to_numpy(), self._known(column))
        return self._open(column.to_numpy(), None)

    def number(self, table: pa.Table, name: str) -> tuple[Array, Array | None]:
        column = table[name]
        return self._values(column), self._known(column)

    def below(self, table: pa.Table, name: str, limit: int) -> Array:
        values, known = self.number(table, name)
        return self._open(values < limit, known)

    def least(self, table: pa.Table, name: str, limit: int) -> Array:
        values, known = self.number(table, name)
        return self._open(values >= limit, known)

    def among(self, table: pa.Table, name: str, kind: str, *codes: str) -> Array:
        values, known = self.number(table, name)
        chosen = np.isin(np.arange(len(CODES[kind])), [CODES[kind].index(code) for code in codes])
        if known is not None:  # what lies under a null is anything
            values = np.where(known, values, np.int8(0))
        return self._open(chosen[values], known)

    # Logic

    def no(self, a: Array) -> Array:
        return ~a if self.complete else 2 - a

    def both(self, a: Array, *more: Array) -> Array:
        for b in more:
            a = np.minimum(a, b)
        return a

    def either(self, a: Array, *more: Array) -> Array:
        for b in more:
            a = np.maximum(a, b)
        return a

    def verdict(self, when: Array, applies: Array | None = None) -> Array:
        if self.complete:
            told = when.view(np.int8)
            return told if applies is None else np.where(applies, told, np.int8(4))
        return _EITHER_WAY[when] if applies is None else _VERDICT[3 * applies + when]

    # Persons and their households

    def spread(self, a: Array) -> Array:
        """What is true of a household, for each of its persons."""
        return np.repeat(a, self.sizes)

    def some(self, a: Array) -> Array:
        return np.maximum.reduceat(a, self.starts)

    def every(self, a: Array) -> Array:
        return np.minimum.reduceat(a, self.starts)

    def total(self, a: Array) -> Array:
        return np.add.reduceat(a, self.starts)

    def for_some(self, when: Array, applies: Array | None = None) -> Array:
        """The verdict that a household has where what is due to one person is due to it."""
        if applies is None:
            return self.verdict(self.some(when))
        rank = np.array([1, 3, 2, 0, 0], np.int8)[self.verdict(when, applies)]
        return np.array([4, 0, 2, 1], np.int8)[self.some(rank)]

    def for_all(self, when: Array, applies: Array) -> Array:
        """The verdict where all persons have to meet what is asked."""
        rank = np.array([3, 1, 2, 0, 0], np.int8)[self.verdict(when, applies)]
        return np.array([4, 1, 2, 0], np.int8)[self.some(rank)]

    # Money

    def due(self, when: Array, low: Array | int, high: Array | int | None = None) -> tuple[Array, Array]:
        """The ends of an amount that is due where something holds."""
        if self.complete:
            return np.where(when, low, 0), np.where(when, low if high is None else high, 0)
        return np.where(when == 2, low, 0), np.where(when >= 1, low if high is None else high, 0)

    def charged(self, when: Array, name: str, percent: int = 100) -> tuple[Array, Array]:
        """The ends of a share of what a person is charged, for each household."""
        values, known = self.number(self.people, name)
        if percent != 100:
            values = (values * percent + 50) // 100
        if known is None:
            low, high = self.due(when, values)
            return self.total(low), self.total(high)
        low, high = self.due(when, np.where(known, values, 0))
        endless = self.some(~known & (when >= 1))
        return self.total(low), np.where(endless, UNBOUNDED, self.total(high))

    def sum(self, *parts: tuple[Array, Array]) -> tuple[Array, Array]:
        low, high = parts[0]
        for more_low, more_high in parts[1:]:
            endless = (high == UNBOUNDED) | (more_high == UNBOUNDED)
            low, high = low + more_low, np.where(endless, UNBOUNDED, high + more_high)
        return low, high

    def grant(self, poor: Array) -> tuple[Array, tuple[Array, Array]]:
        """The student grant: how far it is due, and the ends of it for each person."""
        people = self.people
        stage, known = self.number(people, "stage")
        full_time = self.truth(people, "full_time")
        amounts = np.array(
            [0, w.GRANT_PRESCHOOL, w.GRANT_COMPULSORY, w.GRANT_COMPULSORY, w.GRANT_UPPER, w.GRANT_UPPER, 0, 0]
        )
        if known is not None:
            stage = np.where(known, stage, np.int8(7))
        university = stage == 6
        amount = np.where(university, w.GRANT_UNIVERSITY, amounts[stage])
        if self.complete:
            when = poor & ((amounts[stage] > 0) | (university & full_time))
            return when, self.due(when, amount)
        fits = np.where(amounts[stage] > 0, np.int8(2), np.where(university, full_time, np.int8(0)))
        unknown = stage == 7
        fits[unknown] = 1
        amount[unknown] = np.where(full_time[unknown] >= 1, w.GRANT_UNIVERSITY, w.GRANT_UPPER)
        when = np.minimum(poor, fits)
        return when, self.due(when, amount)

    def results(self) -> dict[str, Array]:
        """Every result of these households."""
        h, p = self.homes, self.people
        no, both, either, verdict = self.no, self.both, self.either, self.verdict
        on_roll = poor = self.among(h, "type", "household_type", "general", "dibao", "wubao")
        able = self.among(p, "labour", "labour", "full", "partial")
        unable = self.among(p, "labour", "labour", "partial", "none")
        works, lost = self.some(able), self.every(unable)
        securities = (
            "food_secure", "clothing_secure", "compulsory_education_secured", "medical_secured", "housing_safe",
        )  # fmt: skip
        assured = both(*(self.truth(h, name) for name in securities))
        on_dibao = self.truth(h, "on_dibao")
        dibao_due = either(
            self.below(h, "income_per_head", w.DIBAO_LINE),
            self.truth(h, "meets_dibao_conditions"),
            both(lost, no(self.truth(h, "lifted_by_work"))),
            both(self.among(h, "type", "household_type", "dibao"), on_dibao),
        )
        dangerous = self.among(h, "dwelling.danger", "danger", "c", "d")
        working_poor = both(poor, works)
        willing = both(working_poor, self.truth(h, "wants_industry"))
        poor_person = self.spread(poor)
        able_poor = both(poor_person, able)
        exited = self.truth(h, "exited")
        produces = both(willing, self.least(h, "industry_projects", 1))
        joins = both(working_poor, self.truth(h, "joins_equity"))
        schooling = both(poor_person, self.among(p, "stage", "stage", "primary", "junior", "senior_high"))
        pensioned = both(poor_person, self.truth(p, "pension_enrolled"))
        sunny = both(working_poor, self.least(h, "pv_kw", w.PV_KW))
        skilled = self.least(p, "skills", 1)
        joined_before = self.below(p, "medical_joined_on", _days(w.ENTITLED_BEFORE))
        studying, grants = self.grant(poor_person)
        rebuilds = self.among(h, "dwelling.work", "work", "rebuild")
        housed = both(poor, self.among(h, "dwelling.work", "work", "rebuild", "repair"))
        receives = both(poor, dibao_due)
        verdicts = {
            "all-exit-by-2018": verdict(exited, both(on_roll, exited)),
            "roll-line": verdict(
                self.below(h, "roll_income", w.ROLL_LINE), self.truth(h, "registered_rural")
            ),
            "exit-standard": verdict(
                both(assured, self.least(h, "income_per_head", w.EXIT_INCOME)), both(on_roll, works)
            ),
            "dibao-inclusion": self.for_some(self.spread(dibao_due), both(poor_person, unable)),
            "exit-by-dibao": verdict(
                both(on_dibao, assured), both(on_roll, either(no(works), both(lost, on_dibao)))
            ),
            "helper-for-everyone": verdict(self.truth(h, "helper_assigned"), poor),
            "equity-income": verdict(joins),
            "industry-standard": verdict(self.least(h, "industry_projects", 1), willing),
            "skills-standard": verdict(self.least(h, "skills", 1), willing),
            "industry-reward": verdict(produces),
            "transfer-training": self.for_some(both(able_poor, self.truth(p, "wants_transfer_work"))),
            "employment-service": self.for_some(both(able_poor, self.truth(p, "wants_work"))),
            "job-per-household": verdict(self.some(self.truth(p, "transfer_employed")), working_poor),
            "free-schooling": self.for_some(schooling),
            "education-grant": self.for_some(studying),
            "relocation": verdict(
                both(
                    poor,
                    *(
                        self.truth(h, name)
                        for name in ("in_unviable_village", "scattered", "wants_relocation")
                    ),
                )
            ),
            "county-housing-grant": verdict(housed),
            "medical-premium": self.for_some(poor_person),
            "midyear-entitlement": self.for_some(
                joined_before, both(poor_person, self.truth(p, "joined_midyear"))
            ),
            "dibao": verdict(receives),
            "pension-premium": self.for_some(pensioned),
            "care-for-left-behind": self.for_some(
                either(
                    self.among(p, "left_behind", "left_behind", "child", "woman", "elder"),
                    self.truth(p, "disabled"),
                )
            ),
            "pv-income": verdict(sunny),
            "one-skill-each": self.for_all(skilled, both(able_poor, skilled)),
            "only-home-included": verdict(both(self.truth(h, "dwelling.only_home"), dangerous), poor),
            "wubao-resettled": verdict(
                both(
                    self.among(h, "type", "household_type", "wubao"),
                    no(self.truth(h, "dwelling.can_afford")),
                    dangerous,
                )
            ),
        }
        rate = np.where(rebuilds >= 1, w.HOUSING_REBUILD, w.HOUSING_REPAIR)
        amounts = {
            "equity-income": self.due(joins, self.sizes * w.EQUITY_INCOME),
            "industry-reward": self.due(produces, 0, UNBOUNDED),
            "free-schooling": self.charged(schooling, "tuition"),
            "education-grant": (self.total(grants[0]), self.total(grants[1])),
            "county-housing-grant": self.due(housed, rate),
            "medical-premium": self.charged(poor_person, "medical_premium"),
            "dibao": self.due(receives, w.DIBAO_AMOUNT),
            "pension-premium": self.charged(pensioned, "pension_premium", w.PENSION_PERCENT),
            "pv-income": self.due(sunny, 0, UNBOUNDED),
        }
        for total in w.TOTALS:
            parts = [amounts[one.name] for one in w.MEASURES if one.total == total]
            amounts[f"total.{total}"] = self.sum(*parts)
        ends = {
            f"{name}.{end}": part
            for name, pair in amounts.items()
            for end, part in zip(("low", "high"), pair, strict=True)
        }
        return verdicts | ends
