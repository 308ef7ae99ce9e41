"""The strict reader: what plain data it gives, what it refuses, and that hostile text harms nobody."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from fupin_policy import InputError
from fupin_policy.domain.strict_yaml import MAX_BYTES, parse, read
from fupin_policy.domain.tree import MAX_DEPTH, Tree
from fupin_policy.domain.writer import write


@pytest.fixture(params=["C", "Python"], autouse=True)
def reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both readers of PyYAML: the one in C is absent on some machines."""
    if request.param == "Python":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    elif not hasattr(yaml, "CSafeLoader"):
        pytest.skip("PyYAML without its C reader")
    return str(request.param)


def refused(text: str | bytes) -> str:
    with pytest.raises(InputError) as error:
        parse(text, file="f")
    return str(error.value)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("", None),
        ("# nothing\n", None),
        ("a: 1\nb: -20\nc: 0\n", {"a": 1, "b": -20, "c": 0}),
        ("a: true\nb: false", {"a": True, "b": False}),
        ("a: null\nb: ~\nc:\n", {"a": None, "b": None, "c": None}),
        ("a: yes\nb: no\nc: on\nd: True", {"a": "yes", "b": "no", "c": "on", "d": "True"}),
        ("on: 2017-09-01", {"on": "2017-09-01"}),
        ("a: 1:4\nb: 007\nc: 0x10\nd: 1_000\ne: 1.2.3\nf: +5", {
            "a": "1:4", "b": "007", "c": "0x10", "d": "1_000", "e": "1.2.3", "f": "+5",
        }),
        ("a: '1'\nb: \"true\"\nc: ''", {"a": "1", "b": "true", "c": ""}),
        ("a: 5000元/人/年\nb: '>=70%'\nc: <4000元", {"a": "5000元/人/年", "b": ">=70%", "c": "<4000元"}),
        ("a: [1, {b: c}]\nd:\n- e\n- - f", {"a": [1, {"b": "c"}], "d": ["e", ["f"]]}),
        ("a: |\n  one\n  two\n", {"a": "one\ntwo\n"}),
        ("--- \na: 1\n...\n", {"a": 1}),
        ("\ufeffa: 1", {"a": 1}),
        ("a: 1\r\nb: 2\r\n", {"a": 1, "b": 2}),
        ("'<<': 1\na: <<", {"<<": 1, "a": "<<"}),
        ("a: 123456789012345678", {"a": 123456789012345678}),
    ],
)  # fmt: skip
def test_plain_data(text: str, data: object) -> None:
    assert parse(text).data == data
    assert parse(text.encode()).data == data


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: !!str 1", "f:1: a: the tag 'tag:yaml.org,2002:str' is not allowed; expected plain data"),
        ("a: ! 1", "f:1: a: the tag '!' is not allowed; expected plain data"),
        ("a: !!python/object/apply:os.system [x]", "f:1: a: the tag"),
        ("a: &x 1", "f:1: a: the anchor '&x' is not allowed; expected plain data, written out"),
        ("a: *x", "f:1: a: the alias '*x' is not allowed; expected plain data, written out"),
        ("*x : 1", "f:1: the alias '*x' is not allowed; expected plain data, written out"),
        ("b:\n  <<: 1", "f:2: b: the merge key '<<' is not allowed; expected plain data, written out"),
        ("a: 1\nb: 2\na: 3", "f:3: the key 'a' is given twice; expected each key once (the first is on line"),
        ("a: 1\n'a': 2", "f:2: the key 'a' is given twice; expected each key once (the first is on line 1)"),
        ("a: 1.5", 'f:1: a: 1.5 is a bare number with a point; expected it in quotes: "1.5"'),
        ("a: [-.5e3]", 'f:1: a[0]: -.5e3 is a bare number with a point; expected it in quotes: "-.5e3"'),
        ("a: 1e3", 'f:1: a: 1e3 is a bare number with a point; expected it in quotes: "1e3"'),
        ("a: .nan", 'f:1: a: .nan is a bare number with a point; expected it in quotes: ".nan"'),
        ("a: -.INF", 'f:1: a: -.INF is a bare number with a point; expected it in quotes: "-.INF"'),
        ("a: 1234567890123456789", "f:1: a: 1234567890123456789 has more than 18 digits; expected it in"),
        ("1: a", 'f:1: the key 1 is no text; expected it in quotes: "1"'),
        ("true: a", 'f:1: the key true is no text; expected it in quotes: "true"'),
        ("? \n: a", "f:1: a key is empty; expected a key"),
        ("? [a]\n: b", "f:1: a key that is a list or a mapping; expected text"),
        ("a: 1\n---\nb: 1", "f:2: a second document begins here; expected one document in a file"),
        ('a: "\\0"', "f:1: a: the character U+0000 is not allowed; expected printable text"),
        ("%TAG ! tag:example.org,2000:\n---\na: 1", "f:"),
        ("a: 1\nb: \x00", "f:2: a NUL character; expected text"),
        ("a: [1", "f:"),
        ("a: b: c", "f:1: no YAML: mapping values are not allowed"),
        ("a: \x07", "f:1: no YAML"),
        (f"{'k' * 201}: 1", "f:1: a key of 201 characters; expected at most 200"),
        (b"a: 1\nb: \xff\xfe", "f:2: not UTF-8; expected text in UTF-8"),
        ("a: \ud800", "f:1: half a surrogate pair; expected text in UTF-8"),
    ],
)  # fmt: skip
def test_refused(text: str | bytes, expected: str) -> None:
    assert refused(text).startswith(expected)


def test_all_problems_of_a_file_are_told_together() -> None:
    text = "a: 1.5\nb: {c: &x 1, c: 2}\n2: d\ne: !t\n"
    assert refused(text).splitlines() == [
        'f:1: a: 1.5 is a bare number with a point; expected it in quotes: "1.5"',
        "f:2: b.c: the anchor '&x' is not allowed; expected plain data, written out",
        "f:2: b: the key 'c' is given twice; expected each key once (the first is on line 2)",
        'f:3: the key 2 is no text; expected it in quotes: "2"',
        "f:4: e: the tag '!t' is not allowed; expected plain data",
    ]


def test_lines() -> None:
    tree = parse("a: 1\nmembers:\n- id: x\n  bills:\n    - {id: y,\n       total: z}\n- id: w\n", file="f")
    paths = ["", "a", "members", "members[0]", "members[0].bills[0].total", "members[1].id"]
    assert [tree.line(path) for path in paths] == [1, 1, 2, 3, 6, 7]
    assert tree.line("members[0].nothing.there") == 3
    part = tree.at("members", 0, "bills", 0)
    assert part.data == {"id": "y", "total": "z"}
    assert part.path == "members[0].bills[0]" and part.line("total") == 6 and part.line() == 5
    assert str(part.place("total")) == "f:6: members[0].bills[0].total"
    assert Tree({"a": 1}).line("a") is None


def test_a_list_at_the_top_has_lines_too() -> None:
    tree = parse("- clause: a\n- clause: b\n")
    assert (tree.line("[1]"), tree.at(1).line("clause"), tree.at(1).full("clause")) == (2, 2, "[1].clause")


HOSTILE = {
    "nested lists": "[" * 900_000,
    "nested mappings": "{a: " * 200_000,
    "nested items": "- " * 500_000,
    "nested keys": "? " * 500_000,
    "alias bomb": "a: &a [x]\n" + "".join(f"b{i}: &b{i} [*a, *a, *a]\n" for i in range(20_000)),
    "one key": "a: 1\n" * 150_000,
    "tags": "- !!python/name:os.system\n" * 30_000,
    "anchors": "&a " * 300_000,
    "long tag": "!" * 1_000_000,
    "long number": "a: " + "9" * 1_000_000,
    "long key": "a" * 1_000_000 + ": 1",
    "open quote": '"' + "\\n" * 500_000,
    "commas": "[" + "," * 900_000,
    "empty lines": "a:" + "\n" * 1_000_000 + " &",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_refused_briefly(name: str) -> None:
    assert len(refused(HOSTILE[name])) < 20_000


def test_nesting_is_allowed_up_to_the_limit() -> None:
    parse("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert "nested too deeply; expected at most 40 levels" in refused("[" * (MAX_DEPTH + 1))


def test_a_big_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    big = tmp_path / "big.yaml"
    with big.open("wb") as stream:
        stream.truncate(1 << 40)  # a terabyte of nothing: reading it would not end
    with pytest.raises(InputError, match=r"big\.yaml: too big; expected at most 1048576 bytes"):
        read(big)
    with pytest.raises(InputError, match="too big; expected at most 10 bytes"):
        parse("a: 12345678", max_bytes=10)
    assert MAX_BYTES == 1 << 20


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no such device")
def test_an_endless_device_is_refused() -> None:
    with pytest.raises(InputError, match="too big"):
        read("/dev/zero")


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.yaml: cannot be read: No such file or directory"):
        read(tmp_path / "none.yaml")
    with pytest.raises(InputError, match="cannot be read"):
        read(tmp_path)


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co", "Zl", "Zp"]), max_size=12)
SCALARS = st.none() | st.booleans() | st.integers(-(10**15), 10**15) | TEXTS
SCALARS = SCALARS | st.sampled_from(
    ["1.5", "1e3", "null", "~", "yes", "<<", "007", "- a", "a: b", "#", "2018-12-31"]
)
PLAIN = st.recursive(
    SCALARS.filter(lambda value: value is not None),
    lambda inner: (
        st.lists(inner.filter(lambda value: not isinstance(value, list)), max_size=3)
        | st.dictionaries(TEXTS, inner, max_size=3)
    ),
    max_leaves=12,
)  # fmt: skip


@given(st.dictionaries(TEXTS, PLAIN, max_size=4))
def test_what_is_written_is_read_back(data: dict[str, object]) -> None:
    tree = parse(write(data))
    assert tree.data == data
    assert _types(tree.data) == _types(data)


def _types(data: object) -> object:
    if isinstance(data, dict):
        return {key: _types(value) for key, value in data.items()}
    return [_types(item) for item in data] if isinstance(data, list) else type(data)


@given(st.text(max_size=60) | st.text(alphabet="ab1.:-[]{}&*!|>'\"%@`#?, \n~", max_size=60))
def test_any_text_gives_plain_data_or_an_input_error(text: str) -> None:
    try:
        data = parse(text).data
    except InputError as error:
        assert error.problems
    else:
        assert _plain(data)


def _plain(data: object) -> bool:
    if isinstance(data, dict):
        return all(type(key) is str and _plain(value) for key, value in data.items())
    return all(map(_plain, data)) if isinstance(data, list) else type(data) in (str, int, bool, type(None))


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("a: b", False),
        ("a: 1.5", False),
        ("a: 1\na: 2", False),
        ("a: {b: 1}\na: {c: 1}", True),
        ("5: a", True),
        ("[a]: b", True),
        (f"{'k' * 201}: b", True),
        ('"\\x01": b', True),
        ("a: b\nc: [", True),
    ],
)
def test_what_was_left_out_with_its_name_is_told(text: str, lost: bool) -> None:
    assert parse(text, strict=False).lost is lost
