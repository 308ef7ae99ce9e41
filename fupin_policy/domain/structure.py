"""Structuring: from plain data to entities, with all problems at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from fupin_policy.domain.accept import Refused, accept, brief, check_length
from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import FactSpec, Kind, facts_of
from fupin_policy.domain.tree import Flawed, Tree, join
from fupin_policy.problems import InputError, Problem, nearest

__all__ = ["as_written", "build", "build_part"]

E = TypeVar("E", bound=Entity)

_NAMES: dict[type[Entity], dict[str, str]] = {}


def names_of(cls: type[Entity]) -> dict[str, str]:
    """Every spelling of every fact of an entity, and the fact's name."""
    names = _NAMES.get(cls)
    if names is None:
        facts = facts_of(cls)
        names = {spec.fact.zh: name for name, spec in facts.items()} | {name: name for name in facts}
        _NAMES[cls] = names
    return names


def build(cls: type[E], source: Tree | Mapping[str, Any]) -> E:
    """An entity from plain data, or from a part of a file that a :class:`Tree` shows.

    A key whose value is None is unknown, like one that is left out. Raises InputError with all problems:
    unknown keys with the nearest fact, values of the wrong type, unit or range, facts that contradict
    each other.

    >>> from fupin_policy.domain import Household, parse
    >>> build(Household, parse("户籍人口: 0\\ntype: dib\\nlone: []", file="h"))
    Traceback (most recent call last):
    ...
    fupin_policy.problems.InputError: h:1: 户籍人口: 0 is out of range; expected 1人 to 100人
    h:2: type: unknown code 'dib'; expected one of general, dibao, wubao, not_on_roll; did you mean 'dibao'?
    h:3: lone: household has no fact 'lone'; did you mean 'loans'?
    """
    tree = source if isinstance(source, Tree) else Tree(source)
    problems = list(tree.problems)
    entity = None if problems and not tree.data else build_part(cls, tree.data, tree, "", problems)
    if problems or entity is None:
        raise InputError(tree.in_order(problems))
    return entity


def build_part(cls: type[E], data: Any, tree: Tree, path: str, problems: list[Problem]) -> E | None:
    """The entity, as far as its facts are good; what is wrong is added to the problems.

    A fact that is refused is left unknown, so that the facts beside it are still checked against each
    other: knowing less never makes a contradiction.
    """
    if isinstance(data, cls):
        return data
    if isinstance(data, Flawed):
        return None
    if not isinstance(data, Mapping):
        problems.append(tree.problem(f"{brief(data)} is no {cls.key}", path, expected="a mapping of facts"))
        return None
    facts: dict[str, Any] = {}
    written: dict[str, Any] = {}
    for key, value in data.items():
        here = join(path, str(key))
        name = names_of(cls).get(key)
        if name is None:
            problems.append(_unknown(cls, key, tree, here))
        elif name in written:
            first = written[name]
            problems.append(
                tree.problem(f"'{key}' is the same fact as '{first}'", here, expected="one of them")
            )
        else:
            written[name] = key
            if value is not None and not isinstance(value, Flawed):
                facts[name] = _fact(facts_of(cls)[name], value, tree, here, problems)
    try:
        return cls(**facts)
    except InputError as error:
        for problem in error.problems:
            inner = (problem.place.path or "").removeprefix(cls.__name__)
            problems.append(tree.placed(problem, join(path, *as_written(cls, data, inner))))
        return None


def _unknown(cls: type[Entity], key: object, tree: Tree, path: str) -> Problem:
    names = names_of(cls)
    expected = ", ".join(facts_of(cls)) if len(facts_of(cls)) <= 10 else None
    return tree.problem(
        f"{cls.key} has no fact '{key}'",
        path,
        expected=f"one of {expected}" if expected else None,
        nearest=nearest(str(key), names) or nearest(str(key).lower(), names),
    )


def _fact(spec: FactSpec, value: Any, tree: Tree, path: str, problems: list[Problem]) -> Any:
    """The value of one fact, or None with its problems noted."""
    if spec.kind is Kind.ENTITY:
        return build_part(spec.type, value, tree, path, problems)
    try:
        if spec.kind is not Kind.COLLECTION or not isinstance(value, (list, tuple)):
            return accept(spec, value)
        if not value and not tree.whole:
            return None  # where a file breaks off, a list may be empty that was about to begin
        check_length(spec, len(value))
    except Refused as refused:
        problems += [tree.placed(problem, path) for problem in refused.problems]
        return None
    items = [build_part(spec.type, item, tree, join(path, at), problems) for at, item in enumerate(value)]
    # An empty entity keeps the place of a refused one, so that positions in later problems are right.
    return tuple(spec.type() if item is None else item for item in items)


_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def as_written(cls: type[Entity], data: Any, path: str) -> Iterator[str | int]:
    """The steps of a path of English fact names, with the keys that the data uses for them."""
    for name, index in _STEP.findall(path):
        step: str | int = int(index) if index else name
        if isinstance(step, str) and isinstance(data, Mapping):
            spec = facts_of(cls)[step]
            step = step if step in data else spec.fact.zh
            cls = spec.type
            data = data.get(step)
        elif isinstance(step, int) and isinstance(data, (list, tuple)):
            data = data[step]
        yield step
