"""The office that watches: targets against indicators, duties against events, calendar, agencies, documents compared."""

from fupin_policy.monitor.calendar import Entry, calendar, to_ics
from fupin_policy.monitor.crosswalk import (
    AgencyTask,
    Part,
    Row,
    agencies,
    compare_policies,
    indicator_label,
    tasks_of,
)
from fupin_policy.monitor.duties import (
    DutiesReport,
    DutyReport,
    Event,
    Events,
    duties,
    duties_of,
    read_events,
)
from fupin_policy.monitor.observations import (
    Observation,
    Observations,
    Rejected,
    indicators,
    read_observations,
)
from fupin_policy.monitor.rhythm import rhythm
from fupin_policy.monitor.states import DutyState, TargetState
from fupin_policy.monitor.targets import MonitorReport, TargetReport, monitor, targets_of

__all__ = [
    "AgencyTask",
    "DutiesReport",
    "DutyReport",
    "DutyState",
    "Entry",
    "Event",
    "Events",
    "MonitorReport",
    "Observation",
    "Observations",
    "Part",
    "Rejected",
    "Row",
    "TargetReport",
    "TargetState",
    "agencies",
    "calendar",
    "compare_policies",
    "duties",
    "duties_of",
    "indicator_label",
    "indicators",
    "monitor",
    "read_events",
    "read_observations",
    "rhythm",
    "targets_of",
    "tasks_of",
    "to_ics",
]
