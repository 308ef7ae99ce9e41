"""The fact dictionary says all there is."""

from __future__ import annotations

import pytest

from fupin_policy.domain import ENTITIES, fact_dictionary, facts_of, to_markdown


def test_every_fact_is_in_it() -> None:
    rows = [(row.entity, row.key) for row in fact_dictionary()]
    assert rows == [(key, name) for key, cls in ENTITIES.items() for name in facts_of(cls)]


def test_a_row() -> None:
    rows = {(row.entity, row.key): row for row in fact_dictionary()}
    stage = rows["person", "stage"]
    assert (stage.zh, stage.type, stage.unit, stage.range) == ("就读学段", "code", "", "")
    assert ("university", "大学", "University") in stage.codes
    assert rows["household", "members"].type == "list of person"
    assert rows["household", "size"].derived and rows["household", "size"].range == "1..100"
    assert rows["person", "birth_date"].range == "1880..2100"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_markdown_tables_are_whole(lang: str) -> None:
    page = to_markdown(lang)  # type: ignore[arg-type]  # either language is drawn from a list of texts
    tables = [line for line in page.splitlines() if line.startswith("|")]
    assert len(tables) == len(fact_dictionary()) + 2 * len(ENTITIES)
    assert {line.count("|") - line.count("\\|") for line in tables} == {7}
