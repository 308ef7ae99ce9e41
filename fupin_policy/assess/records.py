"""Assessments as plain data: JSON both ways, and receipts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from fupin_policy.assess.results import Assessment, Item, Outcome, Verdict
from fupin_policy.domain import ENTITIES
from fupin_policy.policy import Citation, Kind, Label, Stream
from fupin_policy.problems import InputError, Problem
from fupin_policy.rules import Missing
from fupin_policy.values import Quantity, parse_date

__all__ = ["canonical_json", "from_dict", "from_json", "receipt", "to_dict", "to_json"]


def canonical_json(data: Any) -> str:
    """JSON with sorted keys and no spaces: equal data gives equal text.

    >>> canonical_json({"b": 1, "a": [2]})
    '{"a":[2],"b":1}'
    """
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def receipt(assessment: Assessment) -> dict[str, Any]:
    """What was asked and answered, with its ``sha256``: the same question to the same rules gives the same receipt."""
    data = to_dict(assessment)
    return {**data, "sha256": hashlib.sha256(canonical_json(data).encode()).hexdigest()}


def to_json(assessment: Assessment) -> str:
    """Indented JSON of :func:`to_dict`."""
    return json.dumps(to_dict(assessment), ensure_ascii=False, indent=2)


def to_dict(assessment: Assessment) -> dict[str, Any]:
    """Plain data of an assessment: texts, lists and mappings only."""
    return {
        "policy": assessment.policy,
        "title": _label(assessment.title),
        "policy_hash": assessment.policy_hash,
        "library": assessment.library,
        "on": assessment.on.isoformat(),
        "subject": {assessment.subject.key: assessment.subject.to_dict()},
        "readings": dict(assessment.readings),
        "terms": dict(assessment.terms),
        "presumed": list(assessment.presumed),
        "outcomes": [_outcome(outcome) for outcome in assessment.outcomes],
        "totals": {key: str(total) for key, total in assessment.totals.items()},
    }


def _label(label: Label) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "measure": outcome.measure,
        "name": _label(outcome.name),
        "kind": outcome.kind.value,
        "citation": {
            "title": outcome.citation.title,
            "clause": outcome.citation.clause,
            "phrases": list(outcome.citation.phrases),
        },
        "verdict": outcome.verdict.value,
        "stream": None if outcome.stream is None else outcome.stream.value,
        "amount": _text(outcome.amount),
        "counted": outcome.counted,
        "reason": None if outcome.reason is None else _label(outcome.reason),
        "missing": [{"key": gap.key, "subject": gap.subject} for gap in outcome.missing],
        "items": [
            {
                "subject": item.subject,
                "verdict": item.verdict.value,
                "amount": _text(item.amount),
                "tier": item.tier,
                "layers": [{"payer": payer, "amount": str(share)} for payer, share in item.layers],
            }
            for item in outcome.items
        ],
    }


def from_json(text: str) -> Assessment:
    """Read an assessment from JSON text."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(Problem(f"this is not JSON ({error})")) from None
    return from_dict(data)


def from_dict(data: Mapping[str, Any]) -> Assessment:
    """Read an assessment from plain data; it equals the one that was written, but has no rules to trace."""
    try:
        ((kind, facts),) = data["subject"].items()
        return Assessment(
            policy=data["policy"],
            title=Label(**data["title"]),
            policy_hash=data["policy_hash"],
            library=data["library"],
            on=parse_date(data["on"]),
            subject=ENTITIES[kind].from_dict(facts),
            readings=dict(data["readings"]),
            terms=dict(data["terms"]),
            presumed=tuple(data["presumed"]),
            outcomes=tuple(_read_outcome(one) for one in data["outcomes"]),
            totals={key: Quantity.parse(text) for key, text in data["totals"].items()},
        )
    except InputError:
        raise
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise InputError(Problem(f"this is no stored assessment ({type(error).__name__}: {error})")) from None


def _amount(text: str | None) -> Quantity | None:
    return None if text is None else Quantity.parse(text)


def _read_outcome(data: Mapping[str, Any]) -> Outcome:
    return Outcome(
        measure=data["measure"],
        name=Label(**data["name"]),
        kind=Kind(data["kind"]),
        citation=Citation(
            data["citation"]["title"], data["citation"]["clause"], tuple(data["citation"]["phrases"])
        ),
        verdict=Verdict(data["verdict"]),
        stream=None if data["stream"] is None else Stream(data["stream"]),
        amount=_amount(data["amount"]),
        counted=data["counted"],
        reason=None if data["reason"] is None else Label(**data["reason"]),
        items=tuple(
            Item(
                item["subject"],
                Verdict(item["verdict"]),
                _amount(item["amount"]),
                item["tier"],
                tuple((layer["payer"], Quantity.parse(layer["amount"])) for layer in item["layers"]),
            )
            for item in data["items"]
        ),
        told_missing=tuple(Missing(gap["key"], gap["subject"]) for gap in data["missing"]),
    )
