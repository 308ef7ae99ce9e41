"""Days, periods and months."""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from fupin_policy.problems import InputError
from fupin_policy.testing.values import periods
from fupin_policy.values import Period, add_months, age_on, month_after, months_between, parse_date

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
DAY = timedelta(days=1)


def last_of_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


@given(days)
def test_a_day_is_read_back_from_its_text(day: date) -> None:
    assert parse_date(f" {day} ") == day


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2018-02-29", "'2018-02-29' is no day of the calendar; expected a day such as 2018-12-31"),
        ("0000-01-01", "'0000-01-01' is no day of the calendar; expected a day such as 2018-12-31"),
        ("2018-1-1", "'2018-1-1' is no day; expected YYYY-MM-DD such as 2018-12-31"),
        ("20181231", "'20181231' is no day; expected YYYY-MM-DD such as 2018-12-31"),
        ("2018-12-31T00", "'2018-12-31T00' is no day; expected YYYY-MM-DD such as 2018-12-31"),
        ("", "'' is no day; expected YYYY-MM-DD such as 2018-12-31"),
    ],
)
def test_what_is_no_day(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_date(text)
    assert str(caught.value) == message


@given(periods())
def test_a_period_is_read_back_from_its_text_and_put_in_words(period: Period) -> None:
    assert Period.parse(str(period)) == period
    assert period.describe("zh") and period.describe("en")
    assert "None" not in f"{period}{period.describe('zh')}{period.describe('en')}"


@given(periods())
def test_a_period_includes_both_ends_and_nothing_beyond(period: Period) -> None:
    if period.start is not None:
        assert period.contains(period.start) and not period.contains(period.start - DAY)
    if period.end is not None:
        assert period.contains(period.end) and not period.contains(period.end + DAY)


@given(periods(), days)
def test_a_period_contains_what_lies_between(period: Period, day: date) -> None:
    after_start = period.start is None or period.start <= day
    assert period.contains(day) is (after_start and (period.end is None or day <= period.end))


@given(days)
def test_strict_bounds_of_a_period_leave_the_day_out(day: date) -> None:
    assert Period.parse(f"<{day}") == Period(None, day - DAY)
    assert Period.parse(f">{day}") == Period(day + DAY, None)
    assert Period.parse(str(day)) == Period(day, day)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2018-12-31..2018-12-30", "the period ends (2018-12-30) before it starts (2018-12-31)"),
        ("<0001-01-01", "-1 days from 0001-01-01 is no day of the calendar; expected years 1 to 9999"),
        (">9999-12-31", "+1 days from 9999-12-31 is no day of the calendar; expected years 1 to 9999"),
        ("2018-12-31..", "'' is no day; expected YYYY-MM-DD such as 2018-12-31"),
        ("2018", "'2018' is no day; expected YYYY-MM-DD such as 2018-12-31"),
    ],
)
def test_what_is_no_period(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        Period.parse(text)
    assert str(caught.value) == message


@given(days, st.integers(-600, 600))
def test_adding_months(day: date, months: int) -> None:
    clipped = day + relativedelta(months=months)
    assert add_months(day, months, end_of_month="last_day") == clipped
    if clipped.day == day.day:
        assert add_months(day, months) == add_months(day, months, end_of_month="next_day") == clipped
        return
    assert add_months(day, months, end_of_month="next_day") == clipped + DAY
    with pytest.raises(InputError) as caught:
        add_months(day, months)
    assert str(caught.value) == (
        f"{day} plus {months} months is ambiguous: {clipped:%Y-%m} has {clipped.day} days; "
        "expected end_of_month='last_day' or 'next_day'"
    )


@pytest.mark.parametrize(("day", "months"), [(date(MAXYEAR, 12, 1), 1), (date(MINYEAR, 1, 31), -1)])
def test_adding_months_beyond_the_calendar(day: date, months: int) -> None:
    with pytest.raises(InputError, match="is no day of the calendar"):
        add_months(day, months)


@given(days, days)
def test_months_between_against_dateutil(one: date, other: date) -> None:
    start, end = min(one, other), max(one, other)
    delta = relativedelta(end, start)
    # dateutil counts a month as complete on the last day of a shorter one; here the day after completes it.
    early = last_of_month(end) and end.day < start.day
    assert months_between(start, end) == delta.years * 12 + delta.months - early
    assert months_between(end, start) == -months_between(start, end)


@given(days, st.integers(0, 600))
def test_months_between_counts_what_add_months_adds(day: date, months: int) -> None:
    later = add_months(day, months, end_of_month="next_day")
    assert months_between(day, later) == months
    assert months_between(day, later - DAY) == months - 1 or months == 0


@given(days, days)
def test_age_against_dateutil(birth: date, day: date) -> None:
    if birth <= day and not (birth.month == 2 and birth.day == 29 and last_of_month(day) and day.month == 2):
        assert age_on(birth, day) == relativedelta(day, birth).years


def test_age_of_who_is_born_on_29_february() -> None:
    birth = date(2000, 2, 29)
    ages = [
        age_on(birth, day)
        for day in (date(2018, 2, 28), date(2018, 3, 1), date(2020, 2, 28), date(2020, 2, 29))
    ]
    assert ages == [17, 18, 19, 20]
    assert age_on(birth, birth) == 0 and age_on(birth, birth - DAY) == -1


@given(days)
def test_the_month_after(day: date) -> None:
    found = month_after(day)
    assert found == day.replace(day=1) + relativedelta(months=1)
