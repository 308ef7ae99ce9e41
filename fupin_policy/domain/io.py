"""Entities from plain data and files, and back, without loss.

Data may use the English keys of facts or their Chinese labels. All problems of an input are reported
together, each with its file, line and path.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from fupin_policy.domain.accept import brief
from fupin_policy.domain.areas import City, County, Nation, Province
from fupin_policy.domain.dwelling import Dwelling
from fupin_policy.domain.employers import Enterprise, Worker
from fupin_policy.domain.entity import Entity, Lang
from fupin_policy.domain.facts import Code, facts_of
from fupin_policy.domain.household import Household
from fupin_policy.domain.loans import Loan
from fupin_policy.domain.people import MedicalBill, Person
from fupin_policy.domain.places import Village
from fupin_policy.domain.strict_yaml import Form, parse, read
from fupin_policy.domain.structure import as_written, build, build_part, names_of
from fupin_policy.domain.towns import Town
from fupin_policy.domain.tree import Flawed, Tree, join
from fupin_policy.domain.writer import write
from fupin_policy.problems import InputError, Problem, nearest

if TYPE_CHECKING:
    from os import PathLike

__all__ = [
    "ENTITIES",
    "build",
    "entities_in",
    "from_dict",
    "parse_facts",
    "read_facts",
    "read_one",
    "to_dict",
    "to_json",
    "to_yaml",
]

E = TypeVar("E", bound=Entity)

ENTITIES: dict[str, type[Entity]] = {
    cls.key: cls
    for cls in (
        *(Household, Person, MedicalBill, Dwelling, Loan, Enterprise, Worker),
        *(Village, Town, County, City, Province, Nation),
    )
}
"""Every entity class by the name that rules use for it."""

_MANY = {
    "households": Household,
    "各户": Household,
    "enterprises": Enterprise,
    "各企业": Enterprise,
    "villages": Village,
    "各村": Village,
    "towns": Town,
    "各镇": Town,
    "counties": County,
    "各县": County,
    "cities": City,
    "各市": City,
    "provinces": Province,
    "各省": Province,
}


@cache
def _tops() -> dict[str, tuple[type[Entity], bool]]:
    """What may stand at the top of a facts file: the entity, and whether a list of it follows."""
    one: dict[str, tuple[type[Entity], bool]] = {
        name: (cls, False) for cls in ENTITIES.values() for name in (cls.key, cls.labels[0])
    }
    return one | {name: (cls, True) for name, cls in _MANY.items()}


def from_dict(cls: type[E], data: Tree | Mapping[str, Any]) -> E:
    """The same as :func:`build`: the inverse of :func:`to_dict`."""
    return build(cls, data)


def to_dict(entity: Entity, lang: Lang = "en") -> dict[str, Any]:
    """The known facts of an entity as plain data: codes by key or Chinese label, quantities and days as text.

    >>> to_dict(Household(type="dibao", roll_income="<4000元/人/年"), "zh")
    {'户类型': '低保扶贫户', '认定年度人均可支配收入': '<4000元/人/年'}
    """
    specs = facts_of(type(entity))
    return {
        specs[name].fact.zh if lang == "zh" else name: _plain(value, lang)
        for name, value in entity.known().items()
    }


def _plain(value: Any, lang: Lang) -> Any:
    if isinstance(value, Entity):
        return to_dict(value, lang)
    if isinstance(value, tuple):
        return [to_dict(item, lang) for item in value]
    if isinstance(value, Code):
        return value.zh if lang == "zh" else value.value
    if isinstance(value, (bool, int, str)):
        return value
    return str(value)


def to_json(entity: Entity, lang: Lang = "en") -> str:
    """The text of a JSON facts file with this entity."""
    import json

    return json.dumps({_top(entity, lang): to_dict(entity, lang)}, ensure_ascii=False, indent=2) + "\n"


def to_yaml(entity: Entity, lang: Lang = "en") -> str:
    """The text of a YAML facts file with this entity."""
    return write({_top(entity, lang): to_dict(entity, lang)})


def _top(entity: Entity, lang: Lang) -> str:
    return entity.labels[0] if lang == "zh" else entity.key


def read_one(cls: type[E], path: str | PathLike[str], *, form: Form | None = None) -> E:
    """The one entity of a class that a file holds, with or without its name above it."""
    tree = read(path, form=form, strict=False)
    if isinstance(tree.data, dict) and len(tree.data) == 1:
        top = next(iter(tree.data))
        if top in (cls.key, cls.labels[0]):
            tree = tree.at(top)
    return build(cls, tree)


def read_facts(path: str | PathLike[str], *, form: Form | None = None) -> tuple[Entity, ...]:
    """The entities of a facts file, in its order.

    At the top stands the name of each entity (``household`` or ``户``, ``enterprise`` or ``企业``, …) with
    its facts, or that of several (``households`` or ``各户``, …) with a list.
    """
    return entities_in(read(path, form=form, strict=False))


def parse_facts(text: str, *, file: str | None = None, form: Form = "yaml") -> tuple[Entity, ...]:
    """The same from text at hand.

    >>> parse_facts("household: {type: general}\\ncounty: {tap_water_share: 90%}")
    (Household(type='general'), County(tap_water_share='90%'))
    """
    return entities_in(parse(text, file=file, form=form, strict=False))


def entities_in(source: Tree | Mapping[str, Any]) -> tuple[Entity, ...]:
    """The entities of data that has the form of a facts file.

    Besides the problems of each, an identifier that two of them share is one: above all a person in two
    households.

    >>> homes = [{"户主姓名": "甲", "members": [{"id": "a"}]}, {"members": [{"id": "b"}, {"编号": "a"}]}]
    >>> entities_in({"各户": homes})
    Traceback (most recent call last):
    ...
    fupin_policy.problems.InputError: 各户[1].members[1].编号: person 'a' is in 各户[0] too; expected one home
    """
    tree = source if isinstance(source, Tree) else Tree(source)
    if tree.problems and (not tree.data or isinstance(tree.data, Flawed)):
        raise InputError(tree.in_order(tree.problems))
    if not isinstance(tree.data, Mapping) or not tree.data:
        shown = "nothing" if not tree.data else brief(tree.data)
        raise InputError(
            tree.problem(f"{shown} at the top of the facts", expected=f"one of {', '.join(ENTITIES)}")
        )
    problems = list(tree.problems)
    found: list[tuple[str, Any, Entity]] = []
    for key, value in tree.data.items():
        for cls, path, data in _parts(key, value, tree, problems):
            entity = build_part(cls, data, tree, path, problems)
            if entity is not None:
                found.append((path, data, entity))
    problems += _shared(found, tree)
    if problems:
        raise InputError(tree.in_order(problems))
    return tuple(entity for _, _, entity in found)


def _parts(
    key: str, value: Any, tree: Tree, problems: list[Problem]
) -> Iterator[tuple[type[Entity], str, Any]]:
    """The entities that stand under a key at the top: class, path and data of each."""
    if key not in _tops():
        problems.append(_unknown(key, tree))
        return
    cls, many = _tops()[key]
    if not many:
        yield cls, key, value
    elif isinstance(value, Flawed):
        return
    elif isinstance(value, (list, tuple)):
        yield from ((cls, join(key, at), item) for at, item in enumerate(value))
    else:
        problems.append(tree.problem(f"{brief(value)} is no list", key, expected=f"a list of {cls.__name__}"))


def _unknown(key: str, tree: Tree) -> Problem:
    """What is wrong with a key at the top that names no entity: it may be a fact that stands too high."""
    owners = [name for name, cls in ENTITIES.items() if key in names_of(cls)]
    if owners:
        whose = f"'{owners[0]}:'" if len(owners) == 1 else f"the entity it is about: {', '.join(owners)}"
        return tree.problem(f"'{key}' is a fact, not an entity", key, expected=f"it below {whose}")
    options, close = f"one of {', '.join(ENTITIES)}", nearest(str(key), _tops())
    return tree.problem(f"unknown entity '{key}'", str(key), expected=options, nearest=close)


def _shared(found: list[tuple[str, Any, Entity]], tree: Tree) -> Iterator[Problem]:
    """Identifiers that two entities share, and people who are in two households."""
    owners: dict[tuple[str, str], str] = {}
    for path, data, entity in found:
        identifier = getattr(entity, "id", None)
        if identifier is not None and (other := owners.setdefault((entity.key, identifier), path)) != path:
            what = f"{entity.key} '{identifier}' is the id of {other} too"
            yield tree.problem(
                what, join(path, *as_written(type(entity), data, "id")), expected="each id once"
            )
        if not isinstance(entity, Household):
            continue
        for index, member in enumerate(entity.members or ()):
            if member.id is None or (other := owners.setdefault(("person", member.id), path)) == path:
                continue
            where = join(path, *as_written(Household, data, f"members[{index}].id"))
            yield tree.problem(f"person '{member.id}' is in {other} too", where, expected="one home")
