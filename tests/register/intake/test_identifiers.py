"""Identifiers that are repeated, and rows found by them, in whatever order they stand."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupin_policy.register.intake import identifiers
from fupin_policy.register.intake.identifiers import places, repeats

IDS = st.lists(st.one_of(st.none(), st.integers(0, 12)), max_size=30)


def _forms(ids: list[int | None]) -> list[pa.Array]:
    texts = pa.array([None if one is None else str(one) for one in ids], pa.string())
    return [pa.array(ids, pa.int64()), pa.array(ids, pa.uint8()), texts, texts.dictionary_encode()]


@pytest.fixture(autouse=True, scope="module")
def small_blocks() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identifiers, "_BLOCK", 4)
        yield


@given(IDS, st.booleans())
def test_repeated_identifiers_are_those_counted_twice(ids: list[int | None], ordered: bool) -> None:
    ids = sorted(ids, key=lambda one: -1 if one is None else one) if ordered else ids
    expected = [row for row, one in enumerate(ids) if one is not None and ids.count(one) > 1]
    for values in _forms(ids):
        rows, codes = repeats(values)
        assert rows.tolist() == expected
        assert len({(ids[row], code) for row, code in zip(rows, codes.tolist(), strict=True)}) == len(
            set(codes.tolist())
        )


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 12)), max_size=30), st.booleans())
def test_repeated_identifiers_within_a_row_above(pairs: list[tuple[int, int]], ordered: bool) -> None:
    pairs = sorted(pairs) if ordered else pairs
    expected = [row for row, pair in enumerate(pairs) if pairs.count(pair) > 1]
    for values in _forms([one for _, one in pairs]):
        found = repeats(values, np.array([above for above, _ in pairs], np.int64))[0]
        assert found.tolist() == expected


@given(IDS, IDS, st.booleans())
def test_places_are_the_first_rows_with_an_identifier(
    wanted: list[int | None], known: list[int | None], in_step: bool
) -> None:
    if in_step:  # as of tables in order, whose every case has rows of its own
        known = sorted({one for one in known if one is not None})
        wanted = [one for one in known for _ in range(2)]
    expected = [-1 if one is None or one not in known else known.index(one) for one in wanted]
    for these, those in zip(_forms(wanted), _forms(known), strict=True):
        assert places(these, those).tolist() == expected
