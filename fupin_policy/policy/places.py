"""Where in a document something stands, said in one way for what is read and for what is checked afterwards.

That is the file and the line, the clause, and the path from the measure or the check around it, which its id names.
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from fupin_policy.domain.tree import Tree
from fupin_policy.policy.model import Check, Clause, Measure
from fupin_policy.policy.rulebook import Rulebook
from fupin_policy.problems import Place

__all__ = ["Part", "place_at", "place_in"]

Part: TypeAlias = "Rulebook | Clause | Measure | Check"
"""What a problem may be about; of the rulebook itself, its head."""

_CLAUSE = re.compile(r"\[(?P<at>\d+)\]\.?")
_ITEM = re.compile(r"(measures|checks)\[(?P<at>\d+)\]")


def place_in(part: Part, path: str) -> Place:
    """Where a part says that something in it stands."""
    match part:
        case Measure():
            return Place(part.file or None, part.line, _below(part.id, path), part.clause or None)
        case Check():
            return Place(path=_below(part.id, path), clause=part.clause or None)
        case Clause():
            return Place(path=path or None, clause=part.locator or None)
    return Place(f"{part.slug}/policy.yaml", path=path or None)


def place_at(tree: Tree, path: str) -> Place:
    """Where a path of a file stands: as it is, where the clause, the measure or the check around it has no name.

    >>> clause = {"clause": "二(一)", "measures": [{"id": "dibao", "when": "x"}, {"idd": "y"}]}
    >>> tree = Tree([clause], file="general.yaml")
    >>> for path in ("[0].measures[0].when", "[0].measures[1].idd", "[0].clause", "[1]"):
    ...     print(place_at(tree, path))
    general.yaml: 二(一): dibao.when
    general.yaml: 二(一): measures[1].idd
    general.yaml: 二(一): clause
    general.yaml: [1]
    """
    clause = _CLAUSE.match(path)
    if clause is None:
        return Place(tree.file, tree.line(path), path or None)
    data = _item(tree.data, clause)
    locator, below = _name(data, "clause"), path[clause.end() :]
    told = path if locator is None else below
    item = _ITEM.match(below) if isinstance(data, dict) else None
    ident = None if item is None else _name(_item(data.get(item[1]), item), "id")
    if item is not None and ident is not None:
        told = f"{ident}{below[item.end() :]}"
    return Place(tree.file, tree.line(path), told or None, locator)


def _below(name: str, path: str) -> str:
    return f"{name}.{path}" if path else name


def _item(data: Any, found: re.Match[str]) -> Any:
    """The item of a list that a match counts; None where there is none."""
    at = int(found["at"])
    return data[at] if isinstance(data, list) and at < len(data) else None


def _name(data: Any, key: str) -> str | None:
    """What a mapping is called; None where that could not be read."""
    name = data.get(key) if isinstance(data, dict) else None
    return name if isinstance(name, str) and name else None
