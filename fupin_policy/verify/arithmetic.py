"""Decides the checks of a policy: what its own figures say about each other."""

from __future__ import annotations

from typing import Any

from attrs import evolve, fields

from fupin_policy.policy import Check, Rulebook
from fupin_policy.rules import Node, Scope, compile_rule
from fupin_policy.rules.nodes import FigureRef, In, Literal_
from fupin_policy.values import Quantity

__all__ = ["holds"]


def holds(book: Rulebook, check: Check) -> bool | None:
    """Whether a check holds of the figures as printed, without any fact; None where that cannot be decided.

    A bounded or rough figure (不低于1万元, 约10亩) counts at the number that is printed; only where a check
    asks whether something lies in a figure does its whole set count.

    >>> import fupin_policy as fp
    >>> ruyuan = fp.load_policy("ruyuan-2016")
    >>> next(holds(ruyuan, check) for check in ruyuan.checks if check.id == "pv-land")
    True
    """
    env: dict[str, Any] = {"on": None}
    env |= {f"reading.{name}": option for name, option in book.choose().items()}
    env |= {f"term.{name}": term.known.value if term.known else None for name, term in book.terms.items()}
    found = compile_rule(_as_printed(check.holds, book.scope), book.scope).run(env)
    return found if isinstance(found, bool) else None


def _as_printed(node: Node, scope: Scope) -> Node:
    """The rule with each figure replaced by the number it prints."""
    if isinstance(node, FigureRef):
        value = scope.figures[(node.measure or scope.here, node.name)]
        nominal = value.nominal if isinstance(value, Quantity) else None
        return node if nominal is None else Literal_(nominal)
    if isinstance(node, In):
        return evolve(node, item=_as_printed(node.item, scope))
    changes: dict[str, Any] = {}
    for attribute in fields(type(node)):
        value = getattr(node, attribute.name)
        if isinstance(value, Node):
            changes[attribute.name] = _as_printed(value, scope)
        elif isinstance(value, tuple):
            changes[attribute.name] = tuple(
                _as_printed(one, scope) if isinstance(one, Node) else one for one in value
            )
    return evolve(node, **changes) if changes else node
