"""Strict reading of YAML and JSON: plain data only, nothing guessed, every line known.

Of YAML this takes mappings, lists and scalars. A plain ``true`` or ``false`` is a bool, plain digits are
an int, ``null``, ``~`` and nothing at all are None, and everything else is text: ``yes``, ``2018-12-31``
and ``1:4`` too. Refused are tags, anchors, aliases, merge keys, keys that are no text, a key given twice,
a second document, deep nesting, big files, and a bare number with a point or an exponent (``1.5``), since
it would be read as a float elsewhere: quote it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from fupin_policy.domain.encodings import undecodable, unreadable
from fupin_policy.domain.tree import Builder, Flawed, Tree
from fupin_policy.problems import InputError, Place, Problem

if TYPE_CHECKING:
    from os import PathLike

__all__ = ["MAX_BYTES", "Form", "contents", "parse", "read"]

MAX_BYTES = 1 << 20
"""Bytes a file may have unless the caller allows more."""

Form = Literal["yaml", "json"]

_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_INT = re.compile(r"-?(?:0|[1-9][0-9]*)\Z")
_BARE = re.compile(
    r"[-+]?(?:(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+|\.(?:inf|nan))\Z",
    re.IGNORECASE,
)
_MAX_DIGITS = 18


def read(
    path: str | PathLike[str],
    *,
    form: Form | None = None,
    max_bytes: int = MAX_BYTES,
    strict: bool = True,
) -> Tree:
    """Read a file; one that ends in ``.json`` is JSON unless ``form`` says otherwise.

    Raises InputError with all problems of the file, each with its line; also when the file is missing
    or has more than ``max_bytes``, which is found out before it is read. ``strict`` as for :func:`parse`.
    """
    import os

    name = os.fspath(path)
    text = contents(name, max_bytes=max_bytes)
    if form is None:
        form = "json" if name.lower().endswith(".json") else "yaml"
    return parse(text, file=name, form=form, max_bytes=max_bytes, strict=strict)


def contents(name: str, *, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a file. Raises InputError where there is none, or more than are allowed."""
    import os

    try:
        with open(name, "rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            # A device or a pipe has no size, so that one byte more than allowed is asked for.
            text = stream.read(max_bytes + 1) if size <= max_bytes else b""
    except OSError as error:
        raise InputError(unreadable(error, name)) from None
    if size > max_bytes or len(text) > max_bytes:
        raise InputError(_too_big(name, max_bytes))
    return text


def parse(
    text: str | bytes,
    *,
    file: str | None = None,
    form: Form = "yaml",
    max_bytes: int = MAX_BYTES,
    strict: bool = True,
) -> Tree:
    """Read text that is at hand; ``file`` is the name to show in problems.

    Unless ``strict``, problems of the notation do not stop who reads on: they come with the tree, so that they
    can be told together with what else is wrong. A refused scalar is :class:`Flawed` in it, and where the
    notation breaks off the tree holds what stood before.

    >>> parse("size: 5\\nname: yes\\ntype: ~").data
    {'size': 5, 'name': 'yes', 'type': None}
    >>> parse("a: 1.5\\nb: &x 1\\nb: 2", file="f")
    Traceback (most recent call last):
    ...
    fupin_policy.problems.InputError: f:1: a: 1.5 is a bare number with a point; expected it in quotes: "1.5"
    f:2: b: the anchor '&x' is not allowed; expected plain data, written out
    f:3: the key 'b' is given twice; expected each key once (the first is on line 2)
    """
    builder = Builder(file)
    characters = _decoded(text, builder, max_bytes)
    try:
        if form == "json":
            from fupin_policy.domain.strict_json import feed

            feed(characters, builder)
        else:
            _feed(characters, builder)
    except InputError:
        if strict:
            raise
        return builder.tree(strict=False, whole=False, text=characters)
    return builder.tree(strict=strict, text=characters)


def _too_big(file: str | None, max_bytes: int) -> Problem:
    return Problem("too big", Place(file=file), expected=f"at most {max_bytes} bytes")


def _decoded(text: str | bytes, builder: Builder, max_bytes: int) -> str:
    try:
        raw = text if isinstance(text, bytes) else text.encode("utf-8")
        characters = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        builder.problems.append(undecodable(error, builder.file))
        builder.refuse()
    except UnicodeEncodeError as error:
        builder.problem("half a surrogate pair", error.object[: error.start].count("\n") + 1, "text in UTF-8")
        builder.refuse()
    if len(raw) > max_bytes:
        raise InputError(_too_big(builder.file, max_bytes))
    if "\0" in characters:
        builder.problem("a NUL character", characters[: characters.index("\0")].count("\n") + 1, "text")
        builder.refuse()
    return characters.removeprefix("\ufeff")


def _feed(text: str, builder: Builder) -> None:
    """Give the builder what the YAML text holds."""
    import yaml

    try:
        reader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
        try:
            for event in iter(reader.get_event, None):
                _TAKE[type(event).__name__](event, event.start_mark.line + 1, builder)
        finally:
            reader.dispose()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark is not None else None
        builder.problem(f"no YAML: {error.problem or error.context}", line)
        builder.refuse()
    except yaml.reader.ReaderError as error:
        position = error.position
        builder.problem(f"no YAML: {error.reason}", text[:position].count("\n") + 1)
        builder.refuse()
    except (ValueError, OverflowError) as error:
        # The reader written in Python stumbles over escapes that stand for no character.
        if isinstance(error, InputError):
            raise
        builder.problem(f"no YAML: {error}", None)
        builder.refuse()


def _scalar(event: Any, line: int, builder: Builder) -> None:
    if event.anchor is not None or event.tag is not None:
        _refuse_marks(event, line, builder)
    # The two readers mark a plain scalar differently, by None and by an empty text.
    plain = not event.style and event.tag is None
    value = _resolved(event.value, line, builder) if plain else event.value
    if isinstance(value, Flawed):
        builder.skip(line, value.text)
    else:
        builder.value(value, line)


def _mapping(event: Any, line: int, builder: Builder) -> None:
    _refuse_marks(event, line, builder)
    builder.open({}, line)


def _sequence(event: Any, line: int, builder: Builder) -> None:
    _refuse_marks(event, line, builder)
    builder.open([], line)


def _alias(event: Any, line: int, builder: Builder) -> None:
    builder.problem(f"the alias '*{event.anchor[:40]}' is not allowed", line, "plain data, written out")
    builder.skip(line, f"*{event.anchor}")


def _document(event: Any, line: int, builder: Builder) -> None:
    if event.tags:
        builder.problem("a %TAG directive is not allowed", line, "plain data")
    builder.document(line)


def _end(event: Any, line: int, builder: Builder) -> None:
    builder.close()


def _nothing(event: Any, line: int, builder: Builder) -> None:
    pass


_TAKE = {
    "ScalarEvent": _scalar,
    "MappingStartEvent": _mapping,
    "SequenceStartEvent": _sequence,
    "MappingEndEvent": _end,
    "SequenceEndEvent": _end,
    "AliasEvent": _alias,
    "DocumentStartEvent": _document,
    "DocumentEndEvent": _nothing,
    "StreamStartEvent": _nothing,
    "StreamEndEvent": _nothing,
}


def _refuse_marks(event: Any, line: int, builder: Builder) -> None:
    if event.anchor is not None:
        builder.problem(f"the anchor '&{event.anchor[:40]}' is not allowed", line, "plain data, written out")
    if event.tag is not None:
        builder.problem(f"the tag '{event.tag[:60]}' is not allowed", line, "plain data")


def _resolved(text: str, line: int, builder: Builder) -> Any:
    """The value of a plain scalar, or what is left of one that is refused."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "-+.0123456789":
        if _INT.match(text):
            if len(text) <= _MAX_DIGITS:
                return int(text)
            builder.problem(f"{text[:24]} has more than {_MAX_DIGITS} digits", line, "it in quotes")
            return Flawed(text)
        if _BARE.match(text):
            shown = text[:24]
            builder.problem(f"{shown} is a bare number with a point", line, f'it in quotes: "{shown}"')
            return Flawed(text)
    elif text == "<<" and builder.wants_key:
        builder.problem("the merge key '<<' is not allowed", line, "plain data, written out")
        return Flawed(text)
    return text
