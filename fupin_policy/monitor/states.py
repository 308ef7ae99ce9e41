"""What is said of a target or a duty on a day."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["DutyState", "TargetState"]


class TargetState(StrEnum):
    """How a target stands."""

    MET = "met"
    MISSED = "missed"
    ON_COURSE = "on_course"
    BEHIND = "behind"
    NOT_YET_DUE = "not_yet_due"
    DOES_NOT_APPLY = "does_not_apply"
    UNDETERMINED = "undetermined"

    def label(self, lang: str) -> str:
        """The state in words."""
        return _TARGETS[self][0 if lang == "zh" else 1]


_TARGETS = {
    TargetState.MET: ("已达到", "met"),
    TargetState.MISSED: ("未达到", "missed"),
    TargetState.ON_COURSE: ("进度正常", "on course"),
    TargetState.BEHIND: ("进度滞后", "behind"),
    TargetState.NOT_YET_DUE: ("未到期", "not yet due"),
    TargetState.DOES_NOT_APPLY: ("不适用", "does not apply"),
    TargetState.UNDETERMINED: ("待定", "undetermined"),
}


class DutyState(StrEnum):
    """How a duty stands."""

    DONE = "done"
    LATE = "late"
    OVERDUE = "overdue"
    PENDING = "pending"
    UNDETERMINED = "undetermined"

    def label(self, lang: str) -> str:
        """The state in words."""
        return _DUTIES[self][0 if lang == "zh" else 1]


_DUTIES = {
    DutyState.DONE: ("已完成", "done"),
    DutyState.LATE: ("逾期完成", "late"),
    DutyState.OVERDUE: ("逾期未完成", "overdue"),
    DutyState.PENDING: ("未到期", "pending"),
    DutyState.UNDETERMINED: ("待定", "undetermined"),
}
