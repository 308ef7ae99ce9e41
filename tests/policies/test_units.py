"""The facts that a document's figures are held against are counted in the unit that the document prints."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import fupin_policy as fp
from fupin_policy.domain import ENTITIES
from fupin_policy.domain.facts import facts_of
from fupin_policy.rules import Node, walk
from fupin_policy.rules.nodes import Compare, FactRef, FigureRef, In
from fupin_policy.values import PURE, Quantity, Unit


def compared(node: Node) -> Iterator[tuple[Node, Node]]:
    for part in walk(node):
        if isinstance(part, In):
            yield part.item, part.options[0]
        elif isinstance(part, Compare):
            yield part.left, part.right


def test_every_fact_is_counted_as_the_document_prints_it() -> None:
    found = [
        (policy, measure, fact, policy[figure.measure or measure.id].figures[figure.name].value)
        for policy in fp.load_policies().values()
        for measure in policy
        if measure.rule is not None
        for _, node in measure.rule.nodes()
        for fact, figure in compared(node)
        if isinstance(fact, FactRef) and isinstance(figure, FigureRef)
    ]
    for policy, measure, fact, value in found:
        unit: Unit = facts_of(ENTITIES[fact.entity])[fact.name].unit or PURE
        if isinstance(value, Quantity):
            assert (value.unit.scale, value.unit) == (unit.scale, unit), (policy.slug, measure.id, str(fact))
    assert len(found) > 200


def test_areas_of_the_nation_are_counted_in_square_kilometres_and_stay_exact() -> None:
    for name in ("erosion_treated", "area_treated"):
        assert facts_of(fp.Nation)[name].range == (0, 10**7)
        whole, parts = (fp.Nation(**{name: text}) for text in ("6000平方公里", "6000000000平方米"))
        assert getattr(whole, name).value == getattr(parts, name).value == 6 * 10**9
        with pytest.raises(fp.InputError, match="10000000平方公里"):
            fp.Nation(**{name: "10000001平方公里"})
