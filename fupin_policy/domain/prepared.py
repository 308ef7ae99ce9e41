"""YAML files as they were read when the library was built, found by what is in them.

Taking YAML apart is the larger part of loading a policy. What is the same every time is done once: the built library
holds the tree of each file it comes with, under the digest of the file's bytes. A file that was changed, or is not
the library's own, has another digest and is read as ever; so is every file where nothing was prepared.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fupin_policy.domain.strict_yaml import contents, parse
from fupin_policy.domain.tree import Lines, Tree

__all__ = ["FOLDER", "prepare", "read_prepared"]

FOLDER = Path(__file__).resolve().parent.parent / "prepared"
"""Where the prepared trees are in a built library; a checkout has none."""


def prepare(text: bytes) -> tuple[str, str]:
    """The name and the content of the file that holds the tree of a YAML text. Raises InputError as :func:`parse` does.

    >>> prepare(b"size: 5\\nmembers:\\n- a")[1]
    '[{"size": 5, "members": ["a"]}, [1, 1, 2, 3]]'
    """
    tree = parse(text)
    numbers = [
        tree.lines[0][""],
        *(line for part in _parts(tree.data) for line in tree.lines[id(part)].values()),
    ]
    return _name(text), json.dumps([tree.data, numbers], ensure_ascii=False)


def read_prepared(path: Path, *, strict: bool = True) -> Tree:
    """What :func:`~fupin_policy.domain.strict_yaml.read` says of a YAML file, from what was prepared where there is any."""
    file = str(path)
    text = contents(file)
    try:
        data, numbers = json.loads((FOLDER / _name(text)).read_bytes())
    except (OSError, ValueError):
        return parse(text, file=file, strict=strict)
    return Tree(data, _lines(data, iter(numbers)), file)


def _name(text: bytes) -> str:
    return f"{hashlib.sha256(text).hexdigest()}.json"


def _lines(data: Any, numbers: Iterator[int]) -> Lines:
    """The line of each part, from all of them in a row."""
    found: dict[int, dict[str | int, int]] = {0: {"": next(numbers)}}
    for part in _parts(data):
        steps = part if isinstance(part, dict) else range(len(part))
        found[id(part)] = dict(zip(steps, numbers, strict=False))
    return found


_PARTED = (dict, list)


def _parts(data: Any) -> Iterator[Any]:
    """Every mapping and list, always in the same order."""
    waiting = [data] if type(data) in _PARTED else []
    for part in waiting:
        yield part
        inner = part.values() if type(part) is dict else part
        waiting += [one for one in inner if type(one) in _PARTED]
