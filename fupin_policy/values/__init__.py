"""Exact values: numbers, intervals, units, quantities, days and periods."""

from fupin_policy.values.dates import Period, add_months, age_on, month_after, months_between, parse_date
from fupin_policy.values.intervals import ANYTHING, NOT_NEGATIVE, Interval, Value
from fupin_policy.values.labelled import Labelled
from fupin_policy.values.maps import frozen_map, named_map
from fupin_policy.values.numbers import Number, decimal_text, exact, parse_number
from fupin_policy.values.quantities import (
    Bound,
    Quantity,
    about,
    at_least,
    at_most,
    between,
    exactly,
    less_than,
    more_than,
    percent,
    yuan,
)
from fupin_policy.values.record import Record
from fupin_policy.values.units import PURE, Unit

__all__ = [
    "ANYTHING",
    "NOT_NEGATIVE",
    "PURE",
    "Bound",
    "Interval",
    "Labelled",
    "Number",
    "Period",
    "Quantity",
    "Record",
    "Unit",
    "Value",
    "about",
    "add_months",
    "age_on",
    "at_least",
    "at_most",
    "between",
    "decimal_text",
    "exact",
    "exactly",
    "frozen_map",
    "less_than",
    "month_after",
    "months_between",
    "more_than",
    "named_map",
    "parse_date",
    "parse_number",
    "percent",
    "yuan",
]
