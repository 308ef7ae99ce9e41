"""What a compiled rule is: a function of an environment, and its trace.

An environment maps ``household``, ``person`` … to entities (None where there is none), ``on`` to the day,
``reading.<name>`` to the chosen option and ``term.<name>`` to the value of an open term. Results are
True/False/None for conditions, an int, Fraction or Interval in base scale for numbers, a date or a code,
None for one that is not known. ``memo`` may hold a dict in which definitions are remembered for the time
of one assessment, ``memo.person`` one for those about the person of the environment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

from attrs import field, frozen

from fupin_policy.rules.nodes import Node
from fupin_policy.rules.scope import ancestors, reachable, single_links
from fupin_policy.values import Interval

__all__ = [
    "MEMO",
    "UNLISTED",
    "Compiled",
    "Elements",
    "Environment",
    "Result",
    "Run",
    "Step",
    "element_environment",
    "elements_of",
    "entity_environment",
    "fixed",
    "memo_of",
]

Environment: TypeAlias = Mapping[str, Any]
Result: TypeAlias = Any
Run: TypeAlias = Callable[[Environment], Result]

MEMO = "memo"
UNLISTED = "…"
"""The subject of a step about elements that exist without being listed."""


def _field(place: int, doc: str) -> Any:
    return property(itemgetter(place), doc=doc)


class Step(tuple[Node, Result, tuple["Step", ...], str | None]):
    """One part of a rule with the value it had, and the parts below it.

    A trace has more than a thousand of them: a step is made of its four fields as they are, in a tuple.
    """

    __slots__ = ()
    __match_args__ = ("node", "value", "parts", "subject")

    node: Node = _field(0, "The part of the rule.")
    value: Result = _field(1, "The value that it had.")
    parts: tuple[Step, ...] = _field(2, "A step for each of the parts below it.")
    subject: str | None = _field(3, "The id of the element an aggregate looked at, where it looked at one.")

    def about(self, subject: str | None) -> Step:
        """The same step about the element with this id; itself where it is about none."""
        return self if subject is None else Step((self.node, self.value, self.parts, subject))

    @property
    def is_unknown(self) -> bool:
        """Whether the value is not fully known."""
        return self.value is None or isinstance(self.value, Interval)

    def __repr__(self) -> str:
        of = "" if self.subject is None else f" for {self.subject}"
        value = "unknown" if self.value is None else self.value
        return f"<Step {_short(self.node)}{of}: {value}>"


_LONG = 60
"""Characters of a rule that are shown of it in a line."""


def _short(node: Node) -> str:
    text = str(node)
    return text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"


@frozen(eq=False, repr=False)
class Compiled:
    """A rule ready to be evaluated: ``run(environment)`` gives its value, ``trace`` that of every part.

    ``combine`` gives the value from those of the parts where these say it all, so that a trace works nothing
    out twice; ``traced`` the step where it is not simply made from the parts,
    and ``same`` where it is the same whatever the case. ``trace(environment, subject)``
    takes the id of the element it is about, where it is about one.
    """

    node: Node
    run: Run
    parts: tuple[Compiled, ...] = ()
    combine: Callable[..., Result] | None = None
    traced: Callable[..., Step] | None = None
    same: Step | None = None
    trace: Callable[..., Step] = field(init=False)

    def __repr__(self) -> str:
        return f"<Compiled {_short(self.node)}>"

    @trace.default
    def _trace(self) -> Callable[..., Step]:
        if self.same is not None:
            return partial(_unchanging, self.same)
        if self.traced is not None:
            return self.traced
        return _tracer(self)


def _unchanging(same: Step, env: Environment, subject: str | None = None) -> Step:
    return same.about(subject)


def _tracer(rule: Compiled) -> Callable[..., Step]:
    """A function that traces a rule, fitted to its form: tracing is what takes most of the time."""
    node, run, combine = rule.node, rule.run, rule.combine
    parts = tuple(part.trace for part in rule.parts)

    unknown = Step((node, None, (), None))

    def leaf(env: Environment, subject: str | None = None) -> Step:
        value = run(env)
        return unknown if value is None and subject is None else Step((node, value, (), subject))

    def general(env: Environment, subject: str | None = None) -> Step:
        steps = tuple([part(env) for part in parts])
        value = run(env) if combine is None else combine(*[step[1] for step in steps])
        return Step((node, value, steps, subject))

    if not parts:
        return leaf
    if combine is None or len(parts) > 2:
        return general
    return _combining(node, combine, *rule.parts)


def _combining(node: Node, combine: Callable[..., Result], *parts: Compiled) -> Callable[..., Step]:
    """A function that traces a rule of one part or two."""
    first, last = parts[0].trace, parts[-1].trace
    fixed = parts[-1].same

    def single(env: Environment, subject: str | None = None) -> Step:
        part = first(env)
        return Step((node, combine(part[1]), (part,), subject))

    def beside_fixed(env: Environment, subject: str | None = None) -> Step:
        assert fixed is not None
        part = first(env)
        return Step((node, combine(part[1], fixed[1]), (part, fixed), subject))

    def pair(env: Environment, subject: str | None = None) -> Step:
        left, right = first(env), last(env)
        return Step((node, combine(left[1], right[1]), (left, right), subject))

    if len(parts) == 1:
        return single
    return pair if fixed is None else beside_fixed


def entity_environment(name: str, entity: Any, base: Environment) -> dict[str, Any]:
    """The environment of an entity: itself and the single entities reachable from it.

    What is stated of one of them along several ways is joined.
    """
    env = dict(base)
    env[name] = entity
    for link, linked in single_links(name):
        found = None if entity is None else entity.fact(link)
        if found is None:
            for key in reachable(linked):
                env.setdefault(key, None)
        else:
            for key, one in entity_environment(linked, found, {}).items():
                known = env.get(key)
                env[key] = one if known is None else known.joined(one)
    return env


@cache
def memo_of(entity: str) -> str:
    """The name of what is remembered about an entity: elements of collections each have their own."""
    return f"{MEMO}.{entity}" if ancestors(entity) else MEMO


class Elements(NamedTuple):
    """The environments of the listed elements of a collection; those of ``more`` that are not listed are alike."""

    listed: tuple[Environment, ...]
    more: int
    unlisted: Environment | None


def elements_of(env: Environment, owner: str, collection: str, element: str) -> Elements | None:
    """The environments of the elements of a collection, None where it is not known; made once in an assessment."""
    holder = env[owner]
    items = None if holder is None else getattr(holder, collection)
    if items is None:
        return None
    memo, key = env.get(memo_of(owner)), f"{owner}.{collection}"
    known: Elements | None = None if memo is None else memo.get(key)
    if known is not None:
        return known
    more = holder.unlisted(collection)
    found = Elements(
        tuple([element_environment(env, element, item) for item in items]),
        more,
        element_environment(env, element, None) if more else None,
    )
    if memo is not None:
        memo[key] = found
    return found


def element_environment(env: Environment, element: str, item: Any) -> Environment:
    """The environment of one element of a collection, or of one that is not known where ``item`` is None."""
    return {**env, element: item, memo_of(element): {}}


def fixed(step: Step, parts: tuple[Compiled, ...] = ()) -> Compiled:
    """A rule whose value is the same whatever the case."""
    value = step.value
    return Compiled(step.node, lambda env: value, parts, same=step)
