"""Code lists: every spelling stands for one code."""

from __future__ import annotations

import pytest

from fupin_policy.domain import codes
from fupin_policy.domain.facts import Code

LISTS = [getattr(codes, name) for name in codes.__all__]


@pytest.mark.parametrize("codes_", LISTS, ids=lambda each: each.__name__)
def test_no_spelling_is_shared(codes_: type[Code]) -> None:
    spellings = [name for code in codes_ for name in {code.value, code.zh, code.en, *code.aliases}]
    assert len(spellings) == len(set(spellings)) == len(codes_.names())


@pytest.mark.parametrize("codes_", LISTS, ids=lambda each: each.__name__)
def test_keys_are_names_for_rules(codes_: type[Code]) -> None:
    assert all(code.value.isidentifier() and code.value == code.value.lower() for code in codes_)
    assert all(code.zh and code.en for code in codes_)


def test_members_are_found_by_any_spelling() -> None:
    dibao = codes.HouseholdType.DIBAO
    assert {codes.HouseholdType.named(name) for name in ("dibao", "低保扶贫户", "低保户", "低保贫困户")} == {
        dibao
    }
    assert codes.HouseholdType.named("DIBAO") is None
