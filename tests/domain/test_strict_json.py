"""JSON through the strict door."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupin_policy import InputError
from fupin_policy.domain.strict_yaml import parse, read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '{"a": 1, "a": 2}',
            "f:1: the key 'a' is given twice; expected each key once (the first is on line 1)",
        ),
        ('{"a":\n 1.5}', 'f:2: a: 1.5 is a bare number with a point; expected it in quotes: "1.5"'),
        ('{"a": 1e3}', 'f:1: a: 1e3 is a bare number with a point; expected it in quotes: "1e3"'),
        (
            '{"a": NaN}',
            "f:1: a: NaN is no JSON; expected true, false, null, a whole number or text in quotes",
        ),
        ('{"a": -Infinity}', "f:1: a: -Infinity is no JSON"),
        ('{"a": 1,}', "f:1: no JSON: '}'; expected a key in double quotes"),
        ('{"a": [1 2]}', "f:1: a[1]: no JSON: '2'; expected ',' or ']'"),
        ('{"a" 1}', "f:1: a: no JSON: '1'; expected ':'"),
        ('{"a": "x', "f:1: a: no JSON: unterminated string"),
        ('{"a": "\\ud800"}', "f:1: a: the character U+D800 is not allowed; expected printable text"),
        ('{"a": "\\u0000"}', "f:1: a: the character U+0000 is not allowed; expected printable text"),
        ("{'a': 1}", "f:1: no JSON: '''; expected a key in double quotes"),
        ("1 2", "f:1: no JSON: '2'; expected the end of the text"),
        ("", "f:1: no JSON: the text ends; expected a value"),
        ("[", "f:1: [0]: no JSON: the text ends; expected a value"),
        ("[" * 100_000, "f:1: " + "[0]" * 40 + ": nested too deeply; expected at most 40 levels"),
        ('{"a":' * 100_000, "f:1: "),
        ("1" * 100_000, "f:1: 111111111111111111111111 has more than 18 digits; expected it in quotes"),
        ("01", "f:1: no JSON: '1'; expected the end of the text"),
    ],
)
def test_refused(text: str, expected: str) -> None:
    with pytest.raises(InputError) as error:
        parse(text, file="f", form="json")
    assert str(error.value).startswith(expected)


def test_problems_are_told_together() -> None:
    with pytest.raises(InputError) as error:
        parse('{"a": 1.5,\n "b": nil,\n "a": 2}', file="f", form="json")
    assert [(each.place.line, each.place.path) for each in error.value.problems] == [
        (1, "a"),
        (2, "b"),
        (3, None),
    ]


def test_lines() -> None:
    tree = parse('{\n "a": [\n  1,\n  {"b": "x"}\n ]\n}', form="json")
    assert [tree.line(path) for path in ("a", "a[0]", "a[1]", "a[1].b")] == [2, 3, 4, 4]


def test_the_ending_of_the_name_tells_the_form(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"a": yes}', encoding="utf-8")
    with pytest.raises(InputError, match="yes is no JSON"):
        read(tmp_path / "a.json")
    assert read(tmp_path / "a.json", form="yaml").data == {"a": "yes"}


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=10)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=15,
)


@given(PLAIN, st.sampled_from([None, 1]), st.booleans())
def test_reads_what_json_writes(data: object, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(data, indent=indent, ensure_ascii=ascii_only)
    assert parse(text, form="json").data == data


@given(st.text(alphabet='{}[]:,"0123456789.eE+-truefalsn \n\\u', max_size=40))
def test_takes_nothing_that_json_refuses(text: str) -> None:
    try:
        ours = parse(text, form="json").data
    except InputError:
        return
    assert json.loads(text) == ours
