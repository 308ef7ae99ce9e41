"""What is said of a target or a duty on a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from fupin_policy.values import Labelled

__all__ = ["DutyState", "TargetState", "tally"]


class TargetState(Labelled):
    """How a target stands."""

    MET = "met", "已达到", "met"
    MISSED = "missed", "未达到", "missed"
    ON_COURSE = "on_course", "进度正常", "on course"
    BEHIND = "behind", "进度滞后", "behind"
    NOT_YET_DUE = "not_yet_due", "未到期", "not yet due"
    DOES_NOT_APPLY = "does_not_apply", "不适用", "does not apply"
    UNDETERMINED = "undetermined", "待定", "undetermined"


class DutyState(Labelled):
    """How a duty stands."""

    DONE = "done", "已完成", "done"
    LATE = "late", "逾期完成", "late"
    OVERDUE = "overdue", "逾期未完成", "overdue"
    PENDING = "pending", "未到期", "pending"
    UNDETERMINED = "undetermined", "待定", "undetermined"


def tally(states: Iterable[Labelled]) -> str:
    """How often each state occurs, the most frequent first.

    >>> tally([TargetState.MISSED, TargetState.MET, TargetState.MET])
    '2 met, 1 missed'
    """
    return ", ".join(f"{times} {state.en}" for state, times in Counter(states).most_common())
