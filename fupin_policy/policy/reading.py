"""Reading the parts of a policy's head: labels, readings, open terms, definitions."""

from __future__ import annotations

import re

from fupin_policy.domain import ENTITIES
from fupin_policy.policy.model import Definition, Link, OpenTerm, Reading, Repair, Unclaimed
from fupin_policy.policy.section import NO_LABEL, Section
from fupin_policy.problems import nearest
from fupin_policy.rules import Node, Type
from fupin_policy.rules.nodes import UNREAD
from fupin_policy.values import NOT_NEGATIVE, Quantity, Unit

__all__ = [
    "check_name",
    "read_definition",
    "read_entity",
    "read_link",
    "read_reading",
    "read_repair",
    "read_rule",
    "read_term",
    "read_unclaimed",
    "required_rule",
]

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")


def read_rule(section: Section, key: str) -> Node | None:
    """A rule, or None where none is given."""
    section.seen.add(key)
    return None if section.data.get(key) is None else required_rule(section, key)


def required_rule(section: Section, key: str) -> Node:
    """A rule that must be there; ``UNREAD`` in the place of one that is not or that does not parse."""
    node = section.rule(key, required=True)
    return UNREAD if node is None else node


def read_reading(name: str, section: Section) -> Reading | None:
    """One reading; None where nobody can know its options."""
    check_name(name, section)
    options = section.labels("options")
    reading = Reading(
        name=name,
        clause=section.text("clause", required=True) or "",
        question=section.label("question", required=True) or NO_LABEL,
        options=options or {},
        default=section.text("default", required=True) or "",
        because=section.label("because", required=True) or NO_LABEL,
    )
    section.finish()
    if not options and not section.lacks("options"):
        return None
    if len(reading.options) < 2:
        section.fail(f"reading '{name}' has fewer than two options")
    elif reading.default and reading.default not in reading.options:
        near = nearest(reading.default, reading.options)
        section.fail(f"'{reading.default}' is not an option", "default", ", ".join(reading.options), near)
    return reading


def check_name(name: str, section: Section) -> None:
    """Refuse a name that cannot stand in a rule."""
    if not _NAME.match(name):
        section.fail(f"'{name}' is no name", expected="lower case letters, digits and _")


def read_term(name: str, section: Section) -> OpenTerm | None:
    """One open term; None where nobody can know its type."""
    check_name(name, section)
    kind, unit = section.text("type"), section.convert("unit", Unit.parse)
    known = section.convert("known", Quantity.parse)
    clause = section.text("clause", required=True) or ""
    label = section.label("name", required=True) or NO_LABEL
    why = section.label("why", required=True) or NO_LABEL
    section.finish()
    if kind in ("bool", "date"):
        return OpenTerm(name, clause, Type("bool" if kind == "bool" else "date"), known, label, why)
    if kind is not None:
        section.fail(f"'{kind}' is no type of an open term", "type", "bool or date (or a unit)")
        return None
    if unit is None:
        if section.lacks("type") and section.lacks("unit"):
            section.fail(f"open term '{name}' has neither unit nor type")
        return None
    if known is not None and not known.unit.same_kind(unit):
        section.fail(f"'{known}' is not in {unit}", "known")
    return OpenTerm(name, clause, Type("number", unit), known or Quantity(NOT_NEGATIVE, unit), label, why)


def read_definition(name: str, section: Section) -> Definition:
    """One definition."""
    check_name(name, section)
    entity, body = read_entity(section, "to") or "", required_rule(section, "is")
    label = section.label("name", required=True) or NO_LABEL
    section.finish()
    return Definition(name, entity, body, label)


def read_unclaimed(section: Section) -> Unclaimed:
    """One numeral that no measure claims."""
    found = Unclaimed(
        section.text("clause", required=True) or "",
        section.text("text", required=True) or "",
        section.label("why", required=True) or NO_LABEL,
    )
    section.finish()
    return found


def read_repair(section: Section) -> Repair:
    """One repair of the text."""
    found = Repair(
        section.text("clause", required=True) or "",
        section.text("printed", required=True) or "",
        section.text("meant", required=True) or "",
        section.label("why", required=True) or NO_LABEL,
    )
    section.finish()
    return found


def read_link(section: Section) -> Link:
    """One link to an upper document."""
    link = Link(
        policy=section.text("policy", required=True) or "",
        fills=section.text("fills"),
        value=read_rule(section, "value"),
        repeats=section.text("repeats"),
        floor=section.text("floor"),
        by=section.text("by"),
        because=section.label("because"),
    )
    section.finish()
    kinds = ("fills", "repeats", "floor")
    given = [key for key in kinds if section.has(key)]
    with_it, beside = ("value", "by") if given == ["fills"] else ("by", "value")
    if len(given) > 1 or all(map(section.lacks, kinds)):
        section.fail(f"a link with {len(given)} of fills, repeats, floor", expected="one of them")
    elif given and (section.lacks(with_it) or section.has(beside)):
        section.fail(f"'{given[0]}' is malformed", given[0], "fills with value, repeats or floor with by")
    return link


def read_entity(section: Section, key: str, *, required: bool = True) -> str | None:
    """The name of an entity that exists, empty where what is given is none; None where nothing is."""
    name = section.text(key, required=required)
    if name is not None and name not in ENTITIES:
        section.fail(f"unknown entity '{name}'", key, ", ".join(ENTITIES), nearest(name, ENTITIES))
    return name if name in ENTITIES else "" if section.data.get(key) is not None else None
