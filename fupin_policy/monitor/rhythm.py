"""Recurrence rules in words."""

from __future__ import annotations

__all__ = ["rhythm"]

_UNITS = {
    "YEARLY": ("年", "year"),
    "MONTHLY": ("个月", "month"),
    "WEEKLY": ("周", "week"),
    "DAILY": ("天", "day"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def rhythm(rule: str, lang: str) -> str:
    """A recurrence rule for people; one with more than months and their days in it stays as it is.

    >>> rhythm("FREQ=MONTHLY;INTERVAL=3", "en"), rhythm("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1", "zh")
    ('every 3 months', '每年6月、12月末日')
    >>> rhythm("FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=17", "en")
    'every year, Oct 17'
    """
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    every, count = parts.pop("FREQ"), parts.pop("INTERVAL", "1")
    months, day = parts.pop("BYMONTH", ""), parts.pop("BYMONTHDAY", "")
    if (
        parts
        or every not in _UNITS
        or (not day.removeprefix("-").isdigit() and day)
        or (day[:1] == "-" and day != "-1")
    ):
        return rule
    return _zh(every, count, months, day) if lang == "zh" else _en(every, count, months, day)


def _zh(every: str, count: str, months: str, day: str) -> str:
    unit = _UNITS[every][0]
    text = f"每{count}{unit}" if count != "1" else f"每{unit.removeprefix('个')}"
    text += "、".join(f"{month}月" for month in months.split(",") if month)
    return text + ("末日" if day == "-1" else f"{day}日" if day else "")


def _en(every: str, count: str, months: str, day: str) -> str:
    unit = _UNITS[every][1]
    text = f"every {unit}" if count == "1" else f"every {count} {unit}s"
    names = " and ".join(_MONTHS[int(month) - 1] for month in months.split(",") if month)
    when = "last day" if day == "-1" else day
    if not names:
        return f"{text}, {when if day == '-1' else f'day {day}'}" if day else text
    return f"{text}, {when} of {names}" if day == "-1" else f"{text}, {names} {when}".rstrip()
