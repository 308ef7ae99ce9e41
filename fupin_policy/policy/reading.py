"""Reading the parts of a policy's head: labels, readings, open terms, definitions."""

from __future__ import annotations

import re

from fupin_policy.domain import ENTITIES
from fupin_policy.policy.model import Definition, Label, Link, OpenTerm, Reading, Repair, Unclaimed
from fupin_policy.policy.section import Section
from fupin_policy.problems import nearest
from fupin_policy.rules import Node, Type, parse
from fupin_policy.values import NOT_NEGATIVE, Quantity, Unit

__all__ = [
    "NO_LABEL",
    "check_name",
    "or_true",
    "read_definition",
    "read_entity",
    "read_label",
    "read_link",
    "read_reading",
    "read_repair",
    "read_term",
    "read_unclaimed",
]

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
NO_LABEL = Label("", "")


def or_true(node: Node | None) -> Node:
    """A rule that is missing holds always; where it must not be missing, that has been reported."""
    return parse("true") if node is None else node


def read_label(section: Section) -> Label:
    """A name in both languages."""
    zh, en = section.text("zh", required=True), section.text("en", required=True)
    section.finish()
    return Label(zh or "", en or "")


def read_reading(name: str, section: Section) -> Reading:
    """One reading."""
    check_name(name, section)
    reading = Reading(
        name=name,
        clause=section.text("clause", required=True) or "",
        question=section.label("question", required=True) or NO_LABEL,
        options={option: read_label(inner) for option, inner in section.sections("options")},
        default=section.text("default", required=True) or "",
        because=section.label("because", required=True) or NO_LABEL,
    )
    if len(reading.options) < 2:
        section.fail(f"reading '{name}' has fewer than two options")
    elif reading.default not in reading.options:
        near = nearest(reading.default, reading.options)
        section.fail(f"'{reading.default}' is not an option", "default", ", ".join(reading.options), near)
    section.finish()
    return reading


def check_name(name: str, section: Section) -> None:
    """Refuse a name that cannot stand in a rule."""
    if not _NAME.match(name):
        section.fail(f"'{name}' is no name", expected="lower case letters, digits and _")


def read_term(name: str, section: Section) -> OpenTerm:
    """One open term."""
    check_name(name, section)
    kind = section.text("type")
    unit = section.convert("unit", Unit.parse) if section.data.get("unit") is not None else None
    section.seen.add("unit")
    known = section.convert("known", Quantity.parse)
    if kind is None:
        if unit is None:
            section.fail(f"open term '{name}' has neither unit nor type")
        found = Type("number", unit or Unit.parse(""))
        if known is not None and not known.unit.same_kind(found.unit):
            section.fail(f"'{known}' is not in {found.unit}", "known")
        if known is None:
            known = Quantity(NOT_NEGATIVE, found.unit)
    elif kind in ("bool", "date"):
        found = Type("bool" if kind == "bool" else "date")
    else:
        section.fail(f"'{kind}' is no type of an open term", "type", "bool or date (or a unit)")
        found = Type("bool")
    term = OpenTerm(
        name=name,
        clause=section.text("clause", required=True) or "",
        type=found,
        known=known,
        label=section.label("name", required=True) or NO_LABEL,
        why=section.label("why", required=True) or NO_LABEL,
    )
    section.finish()
    return term


def read_definition(name: str, section: Section) -> Definition:
    """One definition."""
    check_name(name, section)
    entity = read_entity(section, "to") or ""
    body = section.rule("is", required=True)
    label = section.label("name", required=True) or NO_LABEL
    section.finish()
    return Definition(name, entity, or_true(body), label)


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
        value=section.rule("value"),
        repeats=section.text("repeats"),
        floor=section.text("floor"),
        by=section.text("by"),
        because=section.label("because"),
    )
    kinds = [key for key in ("fills", "repeats", "floor") if getattr(link, key) is not None]
    if len(kinds) != 1:
        section.fail(f"a link with {len(kinds)} of fills, repeats, floor", expected="one of them")
    elif (link.value is None) is (link.fills is not None) or (link.by is None) is (link.fills is None):
        section.fail(f"'{kinds[0]}' is malformed", kinds[0], "fills with value, repeats or floor with by")
    section.finish()
    return link


def read_entity(section: Section, key: str, *, required: bool = True) -> str | None:
    """The name of an entity that exists."""
    name = section.text(key, required=required)
    if name is not None and name not in ENTITIES:
        section.fail(f"unknown entity '{name}'", key, ", ".join(ENTITIES), nearest(name, ENTITIES))
        return None
    return name
