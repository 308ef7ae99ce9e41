"""Reading what is counted: strata, sizes of households, splits and marks."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeGuard

from fupin_policy.domain import ENTITIES
from fupin_policy.policy import Label, Rulebook
from fupin_policy.policy.section import Section
from fupin_policy.problems import Place, nearest
from fupin_policy.register.synthesis.amounts import laid_down, words
from fupin_policy.register.synthesis.recipe import LaidDown, Mark, Option, Sizes, Split, Stratum
from fupin_policy.rules import ELEMENT_UNITS, parse

__all__ = [
    "check_label",
    "read_mark",
    "read_sizes",
    "read_split",
    "read_stratum",
]

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_RESERVED = ("size", "place", "age", "head", "unknown", "given", *ENTITIES)
_MOST_SIZE = 30


def check_label(name: str, section: Section, taken: Collection[str] = ()) -> None:
    """Report the name of a split or mark that means something already, or that cannot be one."""
    _check_name(name, section)
    if name in _RESERVED:
        section.fail(f"'{name}' cannot be a label: it means something already")
    elif name in taken:
        section.fail(f"'{name}' is a label already")


def _check_name(name: str, section: Section) -> None:
    if not _NAME.match(name):
        section.fail(f"'{name}' is no name", expected="small letters, digits and _")


def _whole(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _totals(
    section: Section, book: Rulebook, root: str, *, required: bool = False
) -> tuple[LaidDown | None, LaidDown | None]:
    """``rows`` and ``members`` of a part; only households have members."""
    rows = laid_down(section, "rows", book, ELEMENT_UNITS[root], required=required)
    if root == "household":
        return rows, laid_down(section, "members", book, ELEMENT_UNITS["person"], required=required)
    return rows, None


def read_stratum(name: str, section: Section, book: Rulebook, root: str) -> Stratum:
    """One stratum."""
    _check_name(name, section)
    rows, members = _totals(section, book, root, required=True)
    why = section.label("why")
    section.finish()
    return Stratum(name, rows or LaidDown(Fraction(0), parse("0"), (), Place()), members, why)


def read_sizes(
    section: Section, root: str, strata: Sequence[str]
) -> tuple[Mapping[str, Sizes], Label | None]:
    """The shapes of sizes by stratum, and why they are taken."""
    if root != "household":
        return {}, None
    inner = section.section("sizes", required=True)
    if inner is None:
        return {}, None
    common = _shape(inner, "shares")
    found = {} if common is None else dict.fromkeys(strata, common)
    special = inner.section("within")
    if special is not None:
        for name in special.data:
            shape = _shape(special, name)
            if _is_stratum(special, name, name, strata) and shape is not None:
                found[name] = shape
    why = words(inner, "why")
    inner.finish()
    return found, why


def _is_stratum(section: Section, key: str, name: str, strata: Sequence[str]) -> bool:
    if name in strata:
        return True
    section.fail(f"'{name}' is no stratum", key, f"one of {', '.join(strata)}", nearest(name, strata))
    return False


def _shape(section: Section, key: str) -> Sizes | None:
    shares = section.raw(key, required=True)
    if shares is None:
        return None
    if (
        isinstance(shares, list)
        and 1 <= len(shares) <= _MOST_SIZE
        and all(_whole(one) and one for one in shares)
    ):
        return Sizes(tuple(shares))
    expected = f"how often 1, 2, 3 … members occur: at most {_MOST_SIZE} whole numbers above 0"
    section.fail(f"{shares!r} are no shares of sizes", key, expected)
    return None


def read_split(name: str, section: Section, book: Rulebook, root: str, strata: Sequence[str]) -> Split:
    """One split; its last option takes the rest."""
    check_label(name, section, ("stratum",))
    why = words(section, "why")
    options = [_option(key, inner, book, root, strata) for key, inner in section.sections("options")]
    section.finish()
    if len(options) < 2:
        section.fail("fewer than two options", "options" if "options" in section.data else None)
        return Split(name, why, tuple(options))
    for one in options[:-1]:
        if not _has_total(one):
            section.fail(f"the option '{one.name}' has no total", "options", "rows, members or whole")
    if _has_total(options[-1]):
        section.fail(
            f"the option '{options[-1].name}' has a total", "options", "a last one that takes the rest"
        )
    return Split(name, why, tuple(options))


def _has_total(option: Option) -> bool:
    return option.rows is not None or option.members is not None or bool(option.whole)


def _option(name: str, section: Section, book: Rulebook, root: str, strata: Sequence[str]) -> Option:
    _check_name(name, section)
    rows, members = _totals(section, book, root)
    whole = [one for one in section.texts("whole") if _is_stratum(section, "whole", one, strata)]
    weights = _weights(section, strata)
    if not whole and not weights:
        weights = dict.fromkeys(strata, 1)
    section.finish()
    return Option(name, rows, members, frozenset(whole), weights)


def _weights(section: Section, strata: Sequence[str]) -> dict[str, int]:
    inner = section.section("weights")
    found: dict[str, int] = {}
    for name in inner.data if inner is not None else ():
        value = inner.raw(name) if inner is not None else None
        if not _is_stratum(section, "weights", name, strata):
            continue
        if _whole(value):
            found[name] = value
        else:
            section.fail(f"{value!r} is no weight of {name}", "weights", "a whole number from 0 up")
    return found


def read_mark(
    name: str, section: Section, book: Rulebook, root: str, labels: Mapping[str, Sequence[str]]
) -> Mark:
    """One mark."""
    why = words(section, "why")
    rows, members = _totals(section, book, root)
    among: dict[str, frozenset[str]] = {}
    inner = section.section("among")
    if inner is not None:
        for label in inner.data:
            several = isinstance(inner.data[label], list)
            options = inner.texts(label) if several else (inner.text(label) or "",)
            if label not in labels:
                inner.fail(f"'{label}' is no label", label, near=nearest(label, labels))
                continue
            known = labels[label]
            for one in options:
                if one not in known:
                    inner.fail(
                        f"'{one}' is no {label}", label, f"one of {', '.join(known)}", nearest(one, known)
                    )
            among[label] = frozenset(one for one in options if one in known)
    weights = _weights(section, labels["stratum"]) or dict.fromkeys(labels["stratum"], 1)
    if rows is None and members is None:
        section.fail(f"the mark '{name}' has no total", None, "rows, members or both")
    section.finish()
    return Mark(name, why, among, rows, members, weights)
