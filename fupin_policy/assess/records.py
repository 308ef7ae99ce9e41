"""Assessments as plain data: JSON both ways, and receipts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from attrs import resolve_types
from cattrs import BaseValidationError, Converter
from cattrs.cols import namedtuple_dict_structure_factory, namedtuple_dict_unstructure_factory
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from fupin_policy.assess.plan import Plan
from fupin_policy.assess.results import Assessment, Item, Outcome
from fupin_policy.assess.stored import be_strict, checked_sums, guarded, malformed
from fupin_policy.domain import ENTITIES
from fupin_policy.domain.accept import brief
from fupin_policy.domain.checks import inside
from fupin_policy.domain.entity import Entity
from fupin_policy.problems import InputError, Place, Problem, UnknownNameError
from fupin_policy.rules import Missing
from fupin_policy.values import Quantity, parse_date

__all__ = ["canonical_json", "from_dict", "from_json", "receipt", "to_dict", "to_json"]


_STORED = "what to_dict, to_json or receipt gives"


def canonical_json(data: Any) -> str:
    """JSON with sorted keys and no spaces: equal data gives equal text.

    >>> canonical_json({"b": 1, "a": [2]})
    '{"a":[2],"b":1}'
    """
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def receipt(assessment: Assessment) -> dict[str, Any]:
    """What was asked and answered, with its ``sha256``: the same question to the same rules gives the same receipt."""
    data = to_dict(assessment)
    return {**data, "sha256": _digest(data)}


def _digest(data: Any) -> str:
    return hashlib.sha256(canonical_json(data).encode()).hexdigest()


def to_json(assessment: Assessment) -> str:
    """Indented JSON of :func:`to_dict`."""
    return json.dumps(to_dict(assessment), ensure_ascii=False, indent=2)


def to_dict(assessment: Assessment) -> dict[str, Any]:
    """Plain data of an assessment: texts, lists and mappings only."""
    data: dict[str, Any] = _converter().unstructure(assessment)
    return data


def from_json(text: str) -> Assessment:
    """Read an assessment from JSON text. Raises InputError where it is no JSON or no assessment."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(Problem(f"this is not JSON ({error})")) from None
    except TypeError:
        raise InputError(Problem(f"{brief(text)} is no text", expected="the JSON of an assessment")) from None
    return from_dict(data)


def from_dict(data: Any) -> Assessment:
    """Read an assessment from plain data, a receipt's too; it equals the one written, but has no rules to trace.

    Raises InputError with every part that is malformed, where an amount or a total is not the sum of its parts,
    and where a receipt's ``sha256`` is not that of the rest.
    """
    if isinstance(data, Mapping) and "sha256" in data:
        data = _without_digest(data)
    try:
        found = _converter().structure(data, Assessment)
    except (InputError, BaseValidationError) as error:
        raise InputError(malformed(error, "assessment")) from None
    return checked_sums(found)


def _without_digest(receipt: Mapping[str, Any]) -> dict[str, Any]:
    """What a receipt holds besides its digest, which is refused where it is another's."""
    data = {key: value for key, value in receipt.items() if key != "sha256"}
    try:
        digest = _digest(data)
    except (TypeError, ValueError, RecursionError) as error:
        raise InputError(Problem(f"this is no receipt ({error})", Place(path="assessment"))) from None
    if receipt["sha256"] != digest:
        what = f"{brief(receipt['sha256'])} is not the digest of this receipt: it was changed"
        raise InputError(Problem(what, Place(path="assessment.sha256"), expected=digest))
    return data


@cache
def _converter() -> Converter:
    """How the values of an assessment look as plain data; what only serves tracing is left out."""
    resolve_types(Assessment, localns={"Plan": Plan})
    converter = Converter(forbid_extra_keys=True, unstruct_collection_overrides={tuple: list})
    be_strict(converter)
    converter.register_unstructure_hook(Quantity, str)
    converter.register_structure_hook(Quantity, lambda text, _: Quantity.parse(text))
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(date, lambda text, _: parse_date(converter.structure(text, str)))
    converter.register_unstructure_hook(StrEnum, lambda member: member.value)
    converter.register_unstructure_hook_func(_is_entity, _entity_data)
    converter.register_structure_hook_func(_is_entity, lambda data, _: _entity(data))
    converter.register_unstructure_hook(Item, namedtuple_dict_unstructure_factory(Item, converter))
    converter.register_structure_hook(
        Item, guarded(namedtuple_dict_structure_factory(Item, converter, "from_converter", True))
    )
    items = tuple[Item, ...]
    write = make_dict_unstructure_fn(
        Outcome,
        converter,
        told_items=override(
            rename="items", unstruct_hook=lambda told: converter.unstructure(map(Item._make, told), items)
        ),
        told_missing=override(omit=True),
        tracer=override(omit=True),
        told_reason=override(omit=True),
    )
    read = make_dict_structure_fn(
        Outcome,
        converter,
        tracer=override(omit=True),
        told_items=override(rename="items", struct_hook=lambda data, _: converter.structure(data, items)),
        told_missing=override(rename="missing"),
        told_reason=override(rename="reason"),
    )
    converter.register_unstructure_hook(
        Outcome,
        lambda outcome: {
            **write(outcome),
            "reason": converter.unstructure(outcome.reason),
            "missing": converter.unstructure(outcome.missing, tuple[Missing, ...]),
        },
    )
    converter.register_structure_hook(Outcome, guarded(read))
    converter.register_unstructure_hook(
        Assessment, make_dict_unstructure_fn(Assessment, converter, plan=override(omit=True))
    )
    converter.register_structure_hook(
        Assessment,
        guarded(make_dict_structure_fn(Assessment, converter, plan=override(omit=True)), _STORED),
    )
    return converter


def _is_entity(cls: Any) -> bool:
    return isinstance(cls, type) and issubclass(cls, Entity)


def _entity_data(entity: Entity) -> dict[str, Any]:
    return {entity.key: entity.to_dict()}


def _entity(data: Any) -> Entity:
    if not isinstance(data, dict) or len(data) != 1:
        raise InputError(Problem(f"{brief(data)} is no single entity", expected="{household: {…}}"))
    ((key, facts),) = data.items()
    if key not in ENTITIES:
        raise UnknownNameError("entity", key, list(ENTITIES))
    try:
        found: Entity = ENTITIES[key].from_dict(facts)
    except InputError as error:
        raise InputError(inside(problem, key) for problem in error.problems) from None
    return found
