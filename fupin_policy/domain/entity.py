"""What all entities share: checking on construction, derived facts, and reading and writing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NoReturn, Self

import attrs
from attrs.exceptions import FrozenInstanceError

from fupin_policy.domain.accept import Refused, accept
from fupin_policy.domain.checks import Consistent, inside
from fupin_policy.domain.facts import declared, facts_of
from fupin_policy.domain.limits import Extent
from fupin_policy.problems import InputError, Place, Problem, UnknownNameError, with_article

if TYPE_CHECKING:
    from pathlib import Path

    from fupin_policy.domain.tree import Tree

__all__ = ["Entity", "Lang"]

Lang = Literal["en", "zh"]

_set = object.__setattr__


@cache
def _as_attrs(cls: type) -> type:
    """An attrs class with a field for every fact that an entity class has a place for."""
    these = {name: attrs.field(default=None, type=found) for name, (found, _) in declared(cls).items()}
    return attrs.make_class(cls.__name__, these, kw_only=True)


class _Told:
    """Something that tools ask of a class, worked out when it is first asked for."""

    def __init__(self, tell: Callable[[type], Any]) -> None:
        self.tell = tell

    def __get__(self, instance: object, owner: type) -> Any:
        return self.tell(_as_attrs(owner))


def _signature(cls: type) -> Any:
    import inspect

    return inspect.signature(cls)


class Entity:
    """Base of every entity: a frozen value whose facts are each known or ``None`` (unknown).

    Construction checks every fact and how the facts go together, and reports all problems at once as
    one :class:`~fupin_policy.problems.InputError`. Text is accepted where a file would hold text:
    ``"5000元/年"`` for a quantity, ``"2017-09-01"`` for a day, a key, label or alias for a code.

    >>> from fupin_policy.domain import Person
    >>> Person(id="a", stage="大学", tuition="5500元/年")
    Person(id='a', stage='university', tuition='5500元/年')
    >>> Person(wants_work=1, tuition=5000)
    Traceback (most recent call last):
    ...
    fupin_policy.problems.InputError: Person.wants_work: 1 is no yes-or-no fact; expected true or false, 是 or 否
    Person.tuition: 5000 has no unit; expected text with its unit such as '5000元/年'
    """

    __slots__ = ()

    key: ClassVar[str]
    """The name rules and files use for the entity, such as ``household``."""
    labels: ClassVar[tuple[str, str]]
    """Chinese and English label."""
    extent: ClassVar[Extent] = Extent.AREA
    """Whom its facts are about, which tells how large they can be."""
    absent: ClassVar[frozenset[str]] = frozenset()
    """Facts of the base class that entities of this class do not have."""
    sizes: ClassVar[Mapping[str, str]] = {}
    """For a collection, the fact that tells how many elements it has, listed or not."""
    consistent: ClassVar[tuple[Consistent, ...]] = ()
    """How its facts must go together."""

    # attrs and inspect see what they would see of a class that attrs has written.
    __attrs_attrs__ = _Told(attrs.fields)
    __signature__ = _Told(_signature)

    def __init__(self, **facts: Any) -> None:
        name, specs, problems = type(self).__name__, facts_of(type(self)), list[Problem]()
        for fact, value in facts.items():
            if fact not in specs:
                if fact not in self.absent:
                    raise TypeError(f"{name}.__init__() got an unexpected keyword argument '{fact}'")
                if value is not None:
                    what = f"{with_article(self.key)} has no fact '{fact}'"
                    problems.append(Problem(what, Place(path=f"{name}.{fact}")))
        for fact in self.absent:
            _set(self, fact, None)
        for fact, spec in specs.items():
            value = facts.get(fact)
            if value is not None:
                try:
                    value = accept(spec, value)
                except Refused as refused:
                    problems += [inside(problem, f"{name}.{fact}") for problem in refused.problems]
            _set(self, fact, value)
        if not problems:
            problems = [inside(problem, name) for problem in self.contradictions()]
        if problems:
            raise InputError(problems)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenInstanceError

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError

    def __eq__(self, other: object) -> bool:
        return self.known() == other.known() if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash((type(self), *self.known().items()))

    def __getstate__(self) -> dict[str, Any]:
        return self.known()

    def __setstate__(self, known: Mapping[str, Any]) -> None:
        for fact in (*facts_of(type(self)), *self.absent):
            _set(self, fact, known.get(fact))

    def __replace__(self, **changes: Any) -> Self:
        return type(self)(**self.known() | changes)

    def contradictions(self) -> Iterator[Problem]:
        """Facts that are right one by one but cannot hold together; their places are paths from here."""
        for rule in self.consistent:
            yield from rule(self)

    def unlisted(self, collection: str) -> int:
        """How many elements of a collection are known to exist without being listed."""
        listed = getattr(self, collection)
        size = getattr(self, self.sizes[collection]) if collection in self.sizes else None
        return 0 if listed is None or size is None else size - len(listed)

    def joined(self, other: Self | None) -> Self:
        """The one entity that this and the ``other`` describe, with what is known by either.

        Raises InputError for facts that they state differently, or that contradict each other.

        >>> from fupin_policy.domain import County
        >>> County(name="甲县").joined(County(roll_households=2944))
        County(name='甲县', roll_households=2944)
        >>> County(name="甲县").joined(County(name="乙县"))
        Traceback (most recent call last):
        ...
        fupin_policy.problems.InputError: name: '乙县' differs from '甲县', which is stated of the same county too
        """
        if other is None or other is self:
            return self
        facts, problems = self.known(), list[Problem]()
        for name, value in other.known().items():
            own = facts.setdefault(name, value)
            if isinstance(own, Entity):
                try:
                    facts[name] = own.joined(value)
                except InputError as error:
                    problems += [inside(problem, name) for problem in error.problems]
            elif own != value:
                what = (
                    f"{_shown(value)} differs from {_shown(own)}, which is stated of the same {self.key} too"
                )
                problems.append(Problem(what, Place(path=name)))
        joined = object.__new__(type(self))  # the facts have been checked one by one
        joined.__setstate__(facts)
        problems = problems or list(joined.contradictions())
        if problems:
            raise InputError(problems)
        return joined

    def known(self) -> dict[str, Any]:
        """The facts that were stated, by name, in the order of declaration.

        >>> from fupin_policy.domain import Household
        >>> Household(type="五保户").known()
        {'type': <HouseholdType.WUBAO: 'wubao'>}
        """
        stated = ((name, getattr(self, name)) for name in facts_of(type(self)))
        return {name: value for name, value in stated if value is not None}

    def fact(self, name: str) -> Any:
        """A fact as stated, else as it follows from other facts, else None.

        Raises UnknownNameError for a name that is no fact of the entity.

        >>> from fupin_policy.domain import Household
        >>> home = Household(type="五保户")
        >>> home.on_roll, home.fact("on_roll")
        (None, True)
        """
        specs = facts_of(type(self))
        if name not in specs:
            raise UnknownNameError(f"fact of {self.key}", name, list(specs))
        value = getattr(self, name)
        derive = specs[name].fact.derive
        return derive(self) if value is None and derive is not None else value

    def __repr__(self) -> str:
        shown = (f"{name}={_shown(value)}" for name, value in self.known().items())
        return f"{type(self).__name__}({', '.join(shown)})"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """What notebooks show: the same as ``repr``, in as many lines as it takes."""
        with printer.group(4, f"{type(self).__name__}(", ")"):
            for index, (name, value) in enumerate(self.known().items()):
                if index:
                    printer.text(",")
                    printer.breakable()
                printer.text(f"{name}=")
                if isinstance(value, (tuple, Entity)):
                    printer.pretty(value)
                else:
                    printer.text(_shown(value))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | Tree) -> Self:
        """Build from plain data with English keys or Chinese labels.

        >>> from fupin_policy.domain import Household
        >>> Household.from_dict({"户类型": "低保户", "members": [{"id": "a"}]}).fact("size")
        1
        """
        from fupin_policy.domain.io import from_dict

        return from_dict(cls, data)

    @classmethod
    def from_yaml(cls, path: str | Path) -> Self:
        """Read the one entity of this class that a YAML file holds, with or without its name above it."""
        from fupin_policy.domain.io import read_one

        return read_one(cls, path, form="yaml")

    @classmethod
    def from_json(cls, path: str | Path) -> Self:
        """Read the one entity of this class that a JSON file holds, with or without its name above it."""
        from fupin_policy.domain.io import read_one

        return read_one(cls, path, form="json")

    def to_dict(self, lang: Lang = "en") -> dict[str, Any]:
        """The known facts as plain data; :meth:`from_dict` gives an equal entity back.

        >>> from fupin_policy.domain import Person
        >>> Person(id="a", stage="大学", full_time=True).to_dict("zh")
        {'编号': 'a', '就读学段': '大学', '全日制在读': True}
        """
        from fupin_policy.domain.io import to_dict

        return to_dict(self, lang)

    def to_yaml(self, lang: Lang = "en") -> str:
        """The text of a YAML file that :meth:`from_yaml` reads back.

        >>> from fupin_policy.domain import Person
        >>> print(Person(id="a", stage="大学").to_yaml(), end="")
        person:
          id: a
          stage: university
        """
        from fupin_policy.domain.io import to_yaml

        return to_yaml(self, lang)

    def to_json(self, lang: Lang = "en") -> str:
        """The text of a JSON file that :meth:`from_json` reads back."""
        from fupin_policy.domain.io import to_json

        return to_json(self, lang)


def _shown(value: Any) -> str:
    if isinstance(value, (bool, int, tuple, Entity)):
        return repr(value)
    return repr(str(value))
