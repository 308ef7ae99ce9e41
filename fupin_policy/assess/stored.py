"""What is asked of a stored assessment before it is believed: its form, and that its sums are right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import partial
from itertools import repeat
from typing import Any, TypeAlias, get_args, get_origin

from attrs import fields, has
from cattrs import BaseValidationError, Converter, ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn

from fupin_policy.assess.results import Assessment, Outcome
from fupin_policy.assess.stacking import totals_of
from fupin_policy.domain.accept import brief
from fupin_policy.domain.checks import inside
from fupin_policy.problems import InputError, Place, Problem, nearest
from fupin_policy.values import Quantity

__all__ = ["be_strict", "checked_sums", "guarded", "malformed"]

Read: TypeAlias = Callable[[Any, Any], Any]


def guarded(read: Read, expected: str = "a mapping") -> Read:
    """How something is read from a mapping, where the data is one."""
    return lambda data, kind: read(_mapping(data, expected), kind)


def _mapping(data: Any, expected: str = "a mapping") -> Mapping[Any, Any]:
    if not isinstance(data, Mapping):
        raise InputError(Problem(f"{brief(data)} is no mapping", expected=expected))
    return data


def be_strict(converter: Converter) -> None:
    """Let a converter refuse data of another type, which it would turn into text, yes or no, or a list."""
    converter.register_structure_hook(str, lambda data, _: _exactly(str, data, "text"))
    converter.register_structure_hook(bool, lambda data, _: _exactly(bool, data, "true or false"))
    converter.register_structure_hook(StrEnum, lambda data, codes: codes(data))
    converter.register_structure_hook_func(
        partial(_is_a, tuple), lambda data, cls: _items(converter, data, get_args(cls))
    )
    converter.register_structure_hook_func(
        partial(_is_a, Mapping),
        lambda data, cls: _entries(converter, data, get_args(cls)[1]),
    )
    converter.register_structure_hook_factory(
        has, lambda cls: guarded(make_dict_structure_fn(cls, converter))
    )


def _exactly(cls: type, data: object, expected: str) -> Any:
    if type(data) is not cls:
        raise InputError(Problem(f"{brief(data)} cannot stand here", expected=expected))
    return data


def _is_a(origin: Any, cls: Any) -> bool:
    found: Any = get_origin(cls)
    return found is origin


def _items(converter: Converter, data: object, kinds: tuple[Any, ...]) -> tuple[Any, ...]:
    """A list in which all items are of one kind, or each of its own."""
    if not isinstance(data, (list, tuple)):
        raise InputError(Problem(f"{brief(data)} is no list", expected="a list"))
    if kinds[-1] is not Ellipsis and len(data) != len(kinds):
        raise InputError(Problem(f"a list of {len(data)}", expected=f"a list of {len(kinds)}"))
    wanted = repeat(kinds[0]) if kinds[-1] is Ellipsis else kinds
    steps = [(f"[{index}]", item, kind) for index, (item, kind) in enumerate(zip(data, wanted, strict=False))]
    return tuple(_each(converter, steps))


def _entries(converter: Converter, data: object, kind: Any) -> dict[str, Any]:
    given = _mapping(data)
    names = [_exactly(str, name, "text") for name in given]
    return dict(zip(names, _each(converter, [(name, given[name], kind) for name in names]), strict=True))


def _each(converter: Converter, steps: Iterable[tuple[str, Any, Any]]) -> list[Any]:
    """Each part read as its kind. All problems are raised together, with the step that leads to them."""
    found: list[Any] = []
    problems: list[Problem] = []
    for step, data, kind in steps:
        try:
            found.append(converter.structure(data, kind))
        except (InputError, BaseValidationError) as error:
            problems += malformed(error, step)
    if problems:
        raise InputError(problems)
    return found


def malformed(error: Exception, path: str) -> Iterator[Problem]:
    """Everything that is wrong with the form of data, each with its path."""
    if isinstance(error, InputError):
        yield from (inside(problem, path) for problem in error.problems)
    elif isinstance(error, BaseValidationError):
        for one in error.exceptions:
            named = [note.name for note in getattr(one, "__notes__", ()) if hasattr(note, "name")]
            yield from malformed(one, f"{path}.{named[0].removeprefix('told_')}" if named else path)
    elif isinstance(error, ForbiddenExtraKeysError):
        names = _keys_of(error.cl)
        for name in sorted(error.extra_fields, key=str):
            yield Problem(f"unknown key {name!r}", Place(path=path), nearest=nearest(str(name), names))
    elif isinstance(error, KeyError):
        yield Problem("this is missing", Place(path=path))
    else:
        yield Problem(f"this cannot be read ({error})", Place(path=path))


def _keys_of(cls: Any) -> tuple[str, ...]:
    """The keys of a class as plain data."""
    names = [one.alias for one in fields(cls) if one.eq] if has(cls) else getattr(cls, "_fields", ())
    return tuple(names)


def checked_sums(found: Assessment) -> Assessment:
    """The assessment. Raises InputError where an amount or a total is not the sum of its parts, with every one.

    Whether the amounts are right is for ``policy.restore`` to say: it asks the rules.
    """
    problems = [
        *(problem for index, one in enumerate(found.outcomes) for problem in _wrong_amount(index, one)),
        *_wrong_totals(found.totals, totals_of(found.outcomes)),
    ]
    if problems:
        raise InputError(problems)
    return found


def _wrong_amount(index: int, outcome: Outcome) -> Iterator[Problem]:
    written, parts = outcome.amount, [item.amount for item in outcome.items if item.amount is not None]
    if written is None:
        return
    due = sum(parts[1:], parts[0]) if parts else Quantity(0, written.unit)
    if due != written:
        place = Place(path=f"assessment.outcomes[{index}].amount")
        yield Problem(
            f"'{written}' is not the sum of the items of '{outcome.measure}'", place, expected=f"'{due}'"
        )


def _wrong_totals(written: Mapping[str, Quantity], due: Mapping[str, Quantity]) -> Iterator[Problem]:
    for key in dict.fromkeys((*written, *due)):
        place = Place(path=f"assessment.totals.{key}")
        if key not in due:
            yield Problem(f"'{written[key]}' is the sum of no outcome", place, expected="no such total")
        elif key not in written:
            yield Problem("this total is missing", place, expected=f"'{due[key]}'")
        elif written[key] != due[key]:
            yield Problem(f"'{written[key]}' is not the sum of the outcomes", place, expected=f"'{due[key]}'")
