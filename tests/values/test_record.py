"""Records are compared, hashed and shown as attrs would do it."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import field, fields, frozen
from hypothesis import given
from hypothesis import strategies as st

from fupin_policy.rules.nodes import FactRef, Literal_, Node
from fupin_policy.values import Record


@frozen(eq=False, repr=False)
class Shared(Record):
    plain: Any
    typed: Any = field(eq=lambda value: (type(value), value))
    unhashed: Any = field(hash=False)
    aside: Any = field(eq=False, repr=False)


@frozen
class Written:
    plain: Any
    typed: Any = field(eq=lambda value: (type(value), value))
    unhashed: Any = field(hash=False)
    aside: Any = field(eq=False, repr=False)


FEW = st.sampled_from([0, 1, True, "a"])
VALUES = st.tuples(FEW, FEW, FEW, FEW)


@given(VALUES, VALUES)
def test_records_are_equal_where_attrs_finds_them_equal(one: tuple[Any, ...], other: tuple[Any, ...]) -> None:
    equal = Written(*one) == Written(*other)
    assert (Shared(*one) == Shared(*other)) is equal and (Shared(*one) != Shared(*other)) is not equal
    if equal:
        assert hash(Shared(*one)) == hash(Shared(*other))


@given(VALUES)
def test_records_are_shown_as_attrs_shows_them(values: tuple[Any, ...]) -> None:
    assert repr(Shared(*values)) == repr(Written(*values)).replace("Written", "Shared")


def test_a_field_that_is_not_hashed_may_hold_anything() -> None:
    assert hash(Shared(1, 2, {}, [])) == hash(Shared(1, 2, {"a": 1}, {}))
    with pytest.raises(TypeError, match="unhashable"):
        hash(Shared([], 2, 3, 4))


def test_records_of_different_classes_differ() -> None:
    class Narrower(Shared):
        pass

    assert Shared(1, 2, 3, 4) != Narrower(1, 2, 3, 4) and Shared(1, 2, 3, 4) != (1, 2, 3)
    assert (
        repr(Narrower(1, 2, 3, 4))
        == f"{Narrower.__qualname__}(plain=1, typed=2, unhashed=3)".rpartition(">.")[2]
    )


def test_nodes_have_no_attribute_but_their_fields() -> None:
    for cls in Node.__subclasses__():
        assert set(cls.__slots__) - {"__weakref__"} == {one.name for one in fields(cls)}
    assert Literal_(True) != Literal_(1)
    assert hash(FactRef("person", "stage")) == hash(FactRef("person", "stage"))
