"""The world the rules speak of: households, people, enterprises and places, and what is known of them."""

from typing import TYPE_CHECKING

from fupin_policy.domain.areas import Area, City, County, Nation, Province
from fupin_policy.domain.codes import (
    BillKind,
    BridgeClass,
    DangerGrade,
    DwellingWork,
    EnterpriseForm,
    HospitalLevel,
    HouseholdType,
    LabourCapacity,
    LeftBehind,
    Lender,
    LoanPurpose,
    Relation,
    RelocationKind,
    SchoolStage,
    SettlementKind,
    Sex,
    TrainingKind,
)
from fupin_policy.domain.dwelling import Dwelling
from fupin_policy.domain.employers import Enterprise, Worker
from fupin_policy.domain.entity import Entity, Lang
from fupin_policy.domain.facts import Code, Fact, FactSpec, Kind, entity_labels, facts_of
from fupin_policy.domain.household import Household
from fupin_policy.domain.io import ENTITIES, build, entities_in, parse_facts, read_facts
from fupin_policy.domain.loans import Loan
from fupin_policy.domain.people import MedicalBill, Person
from fupin_policy.domain.places import Village
from fupin_policy.domain.strict_yaml import parse, read
from fupin_policy.domain.towns import Town
from fupin_policy.domain.tree import Tree
from fupin_policy.later import imported_later

if TYPE_CHECKING:
    from fupin_policy.domain.dictionary import FactRow, fact_dictionary, to_markdown

__all__ = [
    "ENTITIES",
    "Area",
    "BillKind",
    "BridgeClass",
    "City",
    "Code",
    "County",
    "DangerGrade",
    "Dwelling",
    "DwellingWork",
    "Enterprise",
    "EnterpriseForm",
    "Entity",
    "Fact",
    "FactRow",
    "FactSpec",
    "HospitalLevel",
    "Household",
    "HouseholdType",
    "Kind",
    "LabourCapacity",
    "Lang",
    "LeftBehind",
    "Lender",
    "Loan",
    "LoanPurpose",
    "MedicalBill",
    "Nation",
    "Person",
    "Province",
    "Relation",
    "RelocationKind",
    "SchoolStage",
    "SettlementKind",
    "Sex",
    "Town",
    "TrainingKind",
    "Tree",
    "Village",
    "Worker",
    "build",
    "entities_in",
    "entity_labels",
    "fact_dictionary",
    "facts_of",
    "parse",
    "parse_facts",
    "read",
    "read_facts",
    "to_markdown",
]

# The dictionary of all facts is imported when it is first asked for.
__getattr__, __dir__ = imported_later(__name__, {"dictionary": ("FactRow", "fact_dictionary", "to_markdown")})
