"""YAML that was taken apart when the library was built says what the files say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fupin_policy import InputError, load_policies
from fupin_policy.domain import prepared
from fupin_policy.domain.prepared import FOLDER, prepare, read_prepared
from fupin_policy.domain.strict_yaml import parse
from fupin_policy.domain.tree import Tree
from fupin_policy.policy.paths import policies_root

FILES = [path for path in sorted(policies_root().glob("*/*.yaml")) if path.name != "register.yaml"]


@pytest.fixture
def keep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], Path]:
    """Prepares a text in a folder of its own, and says where."""
    monkeypatch.setattr(prepared, "FOLDER", tmp_path / "prepared")
    (tmp_path / "prepared").mkdir()

    def one(text: bytes) -> Path:
        name, content = prepare(text)
        kept = tmp_path / "prepared" / name
        kept.write_text(content, encoding="utf-8")
        return kept

    return one


def told(tree: Tree) -> list[tuple[str, object, int | None]]:
    """Every part of a tree with its path and line."""
    found = []

    def look(path: str, part: object) -> None:
        found.append((path, part, tree.line(path)))
        if isinstance(part, dict):
            for key, inner in part.items():
                look(f"{path}.{key}" if path else key, inner)
        elif isinstance(part, list):
            for index, inner in enumerate(part):
                look(f"{path}[{index}]", inner)

    look("", tree.data)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_prepared_file_says_the_same_line_by_line(keep: Callable[[bytes], Path], path: Path) -> None:
    keep(path.read_bytes())
    assert told(read_prepared(path)) == told(parse(path.read_bytes()))


@pytest.mark.parametrize(
    "text", [b"", b"a", b"[]", b"{}", b"- {}\n- []\n- [[1], {a: {b: ~}}]", "甲: [乙, true]".encode()]
)
def test_any_text_can_be_prepared(keep: Callable[[bytes], Path], tmp_path: Path, text: bytes) -> None:
    keep(text)
    (tmp_path / "file.yaml").write_bytes(text)
    assert told(read_prepared(tmp_path / "file.yaml")) == told(parse(text))


def test_a_file_that_was_changed_is_read_itself(keep: Callable[[bytes], Path], tmp_path: Path) -> None:
    keep(b"grant: 3000")
    (tmp_path / "file.yaml").write_bytes(b"grant: 3001")
    assert read_prepared(tmp_path / "file.yaml").data == {"grant": 3001}


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff"])
def test_what_is_damaged_is_not_used(keep: Callable[[bytes], Path], tmp_path: Path, content: bytes) -> None:
    keep(b"grant: 3000").write_bytes(content)
    (tmp_path / "file.yaml").write_bytes(b"grant: 3000")
    assert read_prepared(tmp_path / "file.yaml").data == {"grant": 3000}


def test_what_is_refused_is_not_prepared() -> None:
    with pytest.raises(InputError, match="the anchor '&x' is not allowed"):
        prepare(b"a: &x 1")


def test_policies_are_the_same_either_way(keep: Callable[[bytes], Path]) -> None:
    plain = load_policies(policies_root())
    read = {slug: policy.measures for slug, policy in plain.items()}
    for path in FILES:
        keep(path.read_bytes())
    for slug, policy in load_policies(policies_root()).items():
        assert policy.content_hash == plain[slug].content_hash
        assert policy.measures == read[slug]
        assert [one.line for one in policy.measures] == [one.line for one in read[slug]]


def test_a_built_library_has_every_file_prepared() -> None:
    if not FOLDER.is_dir():
        pytest.skip("a checkout has nothing prepared")
    names = {prepare(path.read_bytes())[0] for path in FILES}
    assert names == {path.name for path in FOLDER.iterdir()}
