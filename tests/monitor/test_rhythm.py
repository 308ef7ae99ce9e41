"""Recurrence rules in words, and as they are where the words are missing."""

from __future__ import annotations

import pytest

import fupin_policy as fp
from fupin_policy.monitor.rhythm import rhythm


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        ("FREQ=DAILY", "每天", "every day"),
        ("FREQ=WEEKLY;INTERVAL=2", "每2周", "every 2 weeks"),
        ("FREQ=MONTHLY", "每月", "every month"),
        ("FREQ=MONTHLY;INTERVAL=3", "每3个月", "every 3 months"),
        ("FREQ=MONTHLY;BYMONTHDAY=10", "每月10日", "every month, day 10"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "每月末日", "every month, last day"),
        ("FREQ=YEARLY;INTERVAL=5", "每5年", "every 5 years"),
        ("FREQ=YEARLY;BYMONTH=10", "每年10月", "every year, Oct"),
        ("FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=31", "每年10月31日", "every year, Oct 31"),
        (
            "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1",
            "每年6月、12月末日",
            "every year, last day of Jun and Dec",
        ),
    ],
)
def test_in_words(rule: str, zh: str, en: str) -> None:
    assert (rhythm(rule, "zh"), rhythm(rule, "en")) == (zh, en)


@pytest.mark.parametrize(
    "rule",
    ["FREQ=WEEKLY;BYDAY=MO", "FREQ=MONTHLY;BYMONTHDAY=-2", "FREQ=MONTHLY;BYMONTHDAY=1,15", "FREQ=HOURLY"],
)
def test_what_has_no_words_stays_as_it_is(rule: str) -> None:
    assert rhythm(rule, "zh") == rhythm(rule, "en") == rule


def test_every_shipped_rule_has_words() -> None:
    rules = {rule for policy in fp.load_policies().values() for one in policy for rule in one.recurrences}
    assert len(rules) > 5
    assert [rule for rule in rules if rule in (rhythm(rule, "zh"), rhythm(rule, "en"))] == []
