"""Policies as data: the model of a document, its loader, and what must hold of it."""

from fupin_policy.policy.checking import amount_unit, check_rulebook
from fupin_policy.policy.kinds import Kind, Modality, Role, Rounding, Status, Stream, TargetScope, Topic
from fupin_policy.policy.loader import load_rulebook, replace_measure
from fupin_policy.policy.model import (
    Check,
    Citation,
    Clause,
    Definition,
    Figure,
    Label,
    Layer,
    Measure,
    OpenTerm,
    Reading,
    Repair,
    Rule,
    Stacking,
    Step,
    Target,
    Tier,
    Unclaimed,
)
from fupin_policy.policy.paths import available, folder_of, policies_root
from fupin_policy.policy.rulebook import Rulebook

__all__ = [
    "Check",
    "Citation",
    "Clause",
    "Definition",
    "Figure",
    "Kind",
    "Label",
    "Layer",
    "Measure",
    "Modality",
    "OpenTerm",
    "Reading",
    "Repair",
    "Role",
    "Rounding",
    "Rule",
    "Rulebook",
    "Stacking",
    "Status",
    "Step",
    "Stream",
    "Target",
    "TargetScope",
    "Tier",
    "Topic",
    "Unclaimed",
    "amount_unit",
    "available",
    "check_rulebook",
    "folder_of",
    "load_rulebook",
    "policies_root",
    "replace_measure",
]
