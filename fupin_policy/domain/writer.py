"""Plain data as YAML text that the strict reader reads back to the same data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

__all__ = ["write"]

# Plain scalars are kept to words that no reader of YAML takes for anything but text; the rest is quoted.
_WORD = r"[A-Za-z_\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff]*\Z"
_TAKEN = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def write(data: dict[str, Any]) -> str:
    """The text of a mapping of plain data.

    >>> print(write({"household": {"type": "dibao", "size": 2, "members": [{"id": "a"}, {}]}}), end="")
    household:
      type: dibao
      size: 2
      members:
      - id: a
      - {}
    """
    return "".join(f"{line}\n" for line in _mapping(data, "")) if data else "{}\n"


def _mapping(data: dict[str, Any], indent: str) -> Iterator[str]:
    for key, value in data.items():
        head = f"{indent}{_text(key)}:"
        if isinstance(value, dict) and value:
            yield head
            yield from _mapping(value, f"{indent}  ")
        elif isinstance(value, list) and value:
            yield head
            yield from _list(value, indent)
        else:
            yield f"{head} {_scalar(value)}"


def _list(items: list[Any], indent: str) -> Iterator[str]:
    for item in items:
        if isinstance(item, dict) and item:
            lines = _mapping(item, f"{indent}  ")
            yield f"{indent}- {next(lines).lstrip()}"
            yield from lines
        else:
            yield f"{indent}- {_scalar(item)}"


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, (dict, list)) and not value:
        return "{}" if isinstance(value, dict) else "[]"
    raise TypeError(f"{value!r} is no plain data")


def _text(text: str) -> str:
    if re.match(_WORD, text) and text.lower() not in _TAKEN:
        return text
    return '"' + "".join(_ESCAPES.get(character, character) for character in text) + '"'
