"""Whether the shares of the payers come to more than what there is to pay, whatever the facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TypeAlias

from fupin_policy.policy.model import Rule
from fupin_policy.problems import Place, Problem
from fupin_policy.rules import Node, Scope
from fupin_policy.rules.nodes import Arithmetic, DefinitionRef, FigureRef, Literal_
from fupin_policy.values import Quantity, Unit, Value
from fupin_policy.values.intervals import add, high_of, low_of, multiply

__all__ = ["overpaid"]

_Shares: TypeAlias = Mapping[tuple[str, ...], Value]
"""A sum of products: how often each product of facts and open terms is taken; those of none are plain numbers."""


def overpaid(rule: Rule, scope: Scope) -> Iterator[Problem]:
    """Where the printed shares of an amount come to more than the amount. What facts decide is looked at case by case.

    Shares and amount are compared as parts of the same facts: 60% and 50% of ``loan.interest`` are 110% of it.
    """
    if rule.amount is None or not rule.layers:
        return
    asked: _Shares = {}
    for layer in rule.layers:
        if layer.amount is not None:
            asked = _plus(asked, _parts(layer.amount, scope))
    amount = _parts(rule.amount, scope)
    if set(asked) != set(amount) or len(amount) != 1:
        return
    (taken,), (there,) = asked.values(), amount.values()
    least, most = low_of(taken), high_of(there)
    if least is not None and most is not None and least > most > 0:
        share = Quantity(Fraction(least) / Fraction(most), Unit.parse("%"))
        yield Problem(
            f"the payers' shares come to {share} of the amount", Place(path="layers"), "100% at most"
        )


def _parts(node: Node, scope: Scope) -> _Shares:
    """An amount as a sum of products of numbers, facts and open terms."""
    match node:
        case Literal_(value=Quantity(value=value)):
            return {(): value}
        case FigureRef(name=name, measure=measure):
            figure = scope.figures.get((measure or scope.here, name))
            if isinstance(figure, Quantity):
                return {(): figure.value}
        case DefinitionRef(name=name) if name in scope.definitions:
            return _parts(scope.definitions[name][1], scope)
        case Arithmetic(op="+", left=left, right=right):
            return _plus(_parts(left, scope), _parts(right, scope))
        case Arithmetic(op="-", left=left, right=right):
            return _plus(_parts(left, scope), _times(_parts(right, scope), {(): -1}))
        case Arithmetic(op="*", left=left, right=right):
            return _times(_parts(left, scope), _parts(right, scope))
    return {(str(node),): 1}


def _plus(one: _Shares, other: _Shares) -> _Shares:
    return {key: add(one.get(key, 0), other.get(key, 0)) for key in dict.fromkeys((*one, *other))}


def _times(one: _Shares, other: _Shares) -> _Shares:
    found: _Shares = {}
    for a, left in one.items():
        for b, right in other.items():
            found = _plus(found, {tuple(sorted((*a, *b))): multiply(left, right)})
    return found
