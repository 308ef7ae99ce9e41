"""Reads the days that a printed phrase names: 到2018年底, 2016年至2018年, “十三五”期间, 2016-11-29."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from fupin_policy.values import Period
from fupin_policy.verify.numerals import NUMERAL, normal, number_of

__all__ = ["lasts_as_printed", "periods"]

_DAY = timedelta(days=1)
# A year, a month (the sign between them may be lost in print) or a day.
_MOMENT = (
    r"(?P<{0}y>(?:19|20)\d\d)"
    r"(?:[年.-]?(?P<{0}m>\d{{1,2}})(?:月(?:(?P<{0}d>\d{{1,2}})日)?|[.-](?P<{0}e>\d{{1,2}})日?)|年)?"
)
_BEFORE, _AFTER = "自|从|到|至|截至|截止", "年?底|末|以?前|之前|起|以来|以?后|之后"
_RANGE = re.compile(f"{_MOMENT.format('a')}(?:至|到|-){_MOMENT.format('b')}")
_SINGLE = re.compile(f"(?P<before>{_BEFORE})?{_MOMENT.format('a')}(?P<after>{_AFTER})?")
_PLAN = re.compile("(十[一二三四五]?)五[\"'”]*(?:时期|期间|规划|计划)?")
_PLAN_STARTS = {"十": 2001, "十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026}
_YEARS = re.compile(f"({NUMERAL})年")
_HAN_YEAR = re.compile("[〇零一二三四五六七八九]{4}(?=年)")


def periods(phrase: str) -> frozenset[Period]:
    """Every period that a phrase may mean; ``2018年前`` with and without the year itself.

    >>> [str(one) for one in periods("到2018年底")]
    ['<=2018-12-31']
    >>> sorted(str(one) for one in periods("2018年前"))
    ['<=2017-12-31', '<=2018-12-31']
    """
    plain = _plain(phrase)
    if match := _RANGE.search(plain):
        start, end = _span(match, "a"), _span(match, "b")
        return frozenset({Period(start[0], end[1])} if start and end and start[0] <= end[1] else ())
    found: set[Period] = set()
    for match in _SINGLE.finditer(plain):
        span = _span(match, "a")
        if span is not None:
            found |= _bounded(*span, match["before"] or "", match["after"] or "")
    for match in _PLAN.finditer(plain):
        year = _PLAN_STARTS[match[1]]
        found.add(Period(date(year, 1, 1), date(year + 4, 12, 31)))
    return frozenset(found)


def lasts_as_printed(period: Period, phrase: str) -> bool | None:
    """Whether a period is as many years long as the phrase prints; None where it prints none.

    >>> lasts_as_printed(Period(date(2016, 1, 1), date(2018, 12, 31)), "前三年时间")
    True
    """
    match = _YEARS.search(_SINGLE.sub("", _plain(phrase)))
    years = number_of(match[1]) if match else None
    if not isinstance(years, int) or period.start is None or period.end is None:
        return None
    after, start = period.end + _DAY, period.start
    return (after.year, after.month, after.day) == (start.year + years, start.month, start.day)


def _plain(phrase: str) -> str:
    plain = re.sub(r"\s", "", normal(phrase))
    return _HAN_YEAR.sub(lambda match: str(number_of(match[0])), plain)


def _span(match: re.Match[str], key: str) -> tuple[date, date] | None:
    year, month = int(match[f"{key}y"]), int(match[f"{key}m"] or 0)
    day = int(match[f"{key}d"] or match[f"{key}e"] or 0)
    try:
        last = day or calendar.monthrange(year, month or 12)[1]
        return date(year, month or 1, day or 1), date(year, month or 12, last)
    except ValueError:
        return None


def _bounded(start: date, end: date, before: str, after: str) -> set[Period]:
    if "前" in after:
        return {Period(None, end), Period(None, start - _DAY)}
    if after.endswith("后"):
        return {Period(start, None), Period(end + _DAY, None)}
    if after in ("起", "以来") or before in ("自", "从"):
        return {Period(start, None)}
    if before:
        return {Period(None, end)}
    if after:
        # The end of a year, a month: by then, or just then.
        return {Period(None, end), Period(end, end)}
    return {Period(start, end), Period(None, end), Period(start, None)}
