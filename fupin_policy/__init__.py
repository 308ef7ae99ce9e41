"""Poverty-alleviation policy documents as exact, composable rules.

>>> import fupin_policy as fp
>>> policy = fp.load_policy("ruyuan-2016")
>>> home = fp.Household(type="一般扶贫户", members=[fp.Person(id="a", stage="小学")])
>>> print(policy.assess(home, on=fp.day("2017-09-01"))["education-grant"].amount)
2500元/年
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from fupin_policy.later import imported_later

if TYPE_CHECKING:
    from fupin_policy.assess import Assessment, Item, Outcome, Question, Verdict
    from fupin_policy.domain import (
        City,
        County,
        Dwelling,
        Enterprise,
        Household,
        Loan,
        MedicalBill,
        Nation,
        Person,
        Province,
        Town,
        Village,
        Worker,
        read_facts,
    )
    from fupin_policy.library import Policy, Registry, load_policies, load_policy
    from fupin_policy.policy import Citation, Clause, Figure, Kind, Measure, Modality, Stream
    from fupin_policy.problems import (
        ConflictError,
        FupinError,
        InputError,
        OutsidePeriodError,
        Problem,
        UnknownNameError,
    )
    from fupin_policy.values import Interval, Period, Quantity, Unit, percent, yuan
    from fupin_policy.values import parse_date as day

__version__ = "0.1.0"

__all__ = [
    "Assessment",
    "Citation",
    "City",
    "Clause",
    "ConflictError",
    "County",
    "Dwelling",
    "Enterprise",
    "Figure",
    "FupinError",
    "Household",
    "InputError",
    "Interval",
    "Item",
    "Kind",
    "Loan",
    "Measure",
    "MedicalBill",
    "Modality",
    "Nation",
    "Outcome",
    "OutsidePeriodError",
    "Period",
    "Person",
    "Policy",
    "Problem",
    "Province",
    "Quantity",
    "Question",
    "Registry",
    "Stream",
    "Town",
    "Unit",
    "UnknownNameError",
    "Verdict",
    "Village",
    "Worker",
    "day",
    "load_policies",
    "load_policy",
    "percent",
    "read_facts",
    "yuan",
]


# Where each name is found: a program that needs one part of the library does not wait for all others.
_PARTS = {
    "assess": ("Assessment", "Item", "Outcome", "Question", "Verdict"),
    "domain": (
        *("City", "County", "Dwelling", "Enterprise", "Household", "Loan", "MedicalBill", "Nation", "Person"),
        *("Province", "Town", "Village", "Worker", "read_facts"),
    ),
    "library": ("Policy", "Registry", "load_policies", "load_policy"),
    "policy": ("Citation", "Clause", "Figure", "Kind", "Measure", "Modality", "Stream"),
    "problems": (
        *("ConflictError", "FupinError", "InputError", "OutsidePeriodError", "Problem", "UnknownNameError"),
    ),
    "rules": (),
    "values": ("Interval", "Period", "Quantity", "Unit", "percent", "yuan"),
}
_find, _listed = imported_later(__name__, _PARTS)


def __getattr__(name: str) -> Any:
    if name in _PARTS:
        return import_module(f"fupin_policy.{name}")
    if name == "day":
        return import_module("fupin_policy.values").parse_date
    return _find(name)


def __dir__() -> list[str]:
    return sorted({*_listed(), *__all__, *_PARTS})
