"""Loading a policy from its folder: everything that is wrong with its files is reported at once.

Reading goes on as far as it can and keeps the names of what it could not read. What was read is then checked as a
whole, and of those names nothing is told: they are in use, and what is wrong with them has been told already.

Where not even the name could be read it may be any that stands in the text of what could not: under a key that is
misspelt, in a list or mapping where none was meant, in a file whose notation breaks off. A name that stands nowhere in
it is told at once. Only where there is no such text (an id that is left out or was refused, a scalar in the place of a
clause or a measure, a file that is missing) it may be any at all, and unknown names of that kind wait for the next round.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import evolve

from fupin_policy.domain.divisions import check_division
from fupin_policy.domain.prepared import read_prepared
from fupin_policy.domain.tree import Flawed, Tree
from fupin_policy.policy.checking import check_rulebook
from fupin_policy.policy.kinds import Level
from fupin_policy.policy.measures import read_clause
from fupin_policy.policy.model import Check, Clause, Label, Measure
from fupin_policy.policy.places import Part, place_at
from fupin_policy.policy.reading import (
    read_definition,
    read_link,
    read_reading,
    read_repair,
    read_term,
    read_unclaimed,
    required_rule,
)
from fupin_policy.policy.rulebook import Rulebook
from fupin_policy.policy.section import NO_LABEL, Section
from fupin_policy.problems import InputError, Place, Problem

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["load_rulebook", "rebuild_rulebook", "replace_measure"]

B = TypeVar("B", bound=Rulebook)

_FILE = re.compile(r"[a-z0-9][a-z0-9_-]*\.yaml\Z")
_WORD = re.compile(r"""[^\s,:{}\[\]"']+""")
_IN_HEAD = ("actors", "readings", "terms", "definitions")
_IN_PARTS = ("clauses", "measures", "figures")
"""What the head of a policy gives names to, and what its parts do."""


def load_rulebook(folder: Path | str, make: Callable[..., B] = Rulebook) -> B:  # type: ignore[assignment]  # the bound itself
    """Load and check the policy in a folder (``policy.yaml`` and the parts it lists).

    Raises InputError with every problem of every file: bad YAML, unknown keys, malformed figures, rules
    that do not type-check, names that do not exist. Nothing is half loaded. ``make`` builds the result.
    """
    from pathlib import Path

    root = Path(folder)
    return _assembled(root.name, lambda name: _open(root / name), make)


def rebuild_rulebook(slug: str, content: Mapping[str, Any], make: Callable[..., B] = Rulebook) -> B:  # type: ignore[assignment]  # the bound itself
    """The rulebook whose ``content`` this is, checked again: the same rules, without the lines of their files.

    Raises InputError as :func:`load_rulebook` does.
    """

    def part(name: str) -> Tree:
        return Tree(content[name], file=name) if name in content else _nothing(name, "is not there")

    return _assembled(slug, part, make)


def _assembled(slug: str, part: Callable[[str], Tree], make: Callable[..., B]) -> B:
    """A rulebook from its parts by name, with every problem of all of them; what a part lacks is among these."""
    head = part("policy.yaml")
    if not isinstance(head.data, dict):
        raise InputError(head.problems or Problem("no mapping at the top", Place(head.file)))
    problems: list[Problem] = []
    top = Section(head.data, head, "", problems)
    fields = _head(top, slug)
    leads = _leads(top)
    trees = {"policy.yaml": head, **{name: part(name) for name in _parts(top)}}
    top.finish()
    top.lose_misspelt(*_IN_HEAD)
    stands: list[tuple[Part, Section]] = []
    for name, tree in trees.items():
        problems.extend(_placed(one, tree) for one in tree.problems)
        if tree.lost:
            names = _IN_HEAD if tree is head else _IN_PARTS
            top.unread.update((kind, *word) for kind in names for word in _words(tree))
        for section in _clauses(tree, top) if name != "policy.yaml" else ():
            clause, measures, checks = read_clause(section, fields["readings"], leads)
            stands += [(clause, section), *measures, *checks]
    book = make(
        **fields,
        clauses=tuple(one for one, _ in stands if isinstance(one, Clause)),
        measures=tuple(one for one, _ in stands if isinstance(one, Measure)),
        checks=tuple(one for one, _ in stands if isinstance(one, Check)),
        content={name: tree.data for name, tree in trees.items()},
    )
    # By identity: parts that say the same may stand in several places.
    sections = {id(one): section for one, section in stands}

    def place(one: Part, path: str) -> Place:
        section = sections.get(id(one), top)
        return place_at(section.tree, section.at(path) if path else section.path)

    problems.extend(check_rulebook(book, top.unread, place))
    if problems:
        files = [tree.file for tree in trees.values()]
        raise InputError(sorted(problems, key=lambda one: (files.index(one.place.file), one.place.line or 0)))
    return book


def _placed(problem: Problem, tree: Tree) -> Problem:
    """A problem of a file's notation, which says itself on which line it is."""
    place = place_at(tree, problem.place.path or "")
    return evolve(problem, place=evolve(place, line=problem.place.line))


def _open(path: Path) -> Tree:
    """The tree of a file; one of nothing, with the problem, where there is no reading it."""
    try:
        return read_prepared(path, strict=False)
    except InputError as error:
        return Tree(None, file=str(path), problems=error.problems, whole=False, lost=True)


def _words(tree: Tree) -> set[tuple[str, ...]]:
    """What may be a name in a file of which something is lost; nothing, which stands for all, where nobody knows."""
    known = tree.text and "\\" not in tree.text
    return {(word,) for word in _WORD.findall(tree.text)} if known else {()}


def _nothing(name: str, why: str) -> Tree:
    return Tree(None, file=name, problems=(Problem(why, Place(name)),), whole=False, lost=True)


def _parts(top: Section) -> Iterator[str]:
    names = top.texts("parts")
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            top.fail(f"the part '{name}' is listed {names.count(name)} times", "parts", "each part once")
        if _FILE.match(name) and name != "policy.yaml":
            yield name
        else:
            top.fail(f"'{name}' is no name of a part", "parts", "a plain file name such as general.yaml")
            top.unread.update((kind,) for kind in _IN_PARTS)
    given = top.data.get("parts")
    if len(names) < len(given) if isinstance(given, list) else not top.lacks("parts"):
        top.unread.update((kind,) for kind in _IN_PARTS)


def _clauses(tree: Tree, top: Section) -> Iterator[Section]:
    problems = top.problems
    items = tree.data if isinstance(tree.data, list) else ()
    if items is not tree.data:
        top.lose(tree.data, "measures")
        top.lose(tree.data, "clauses")
        if not tree.problems:
            problems.append(Problem("no list of clauses at the top", Place(tree.file)))
    for index, item in enumerate(items):
        if isinstance(item, dict):
            yield Section(item, tree, f"[{index}]", problems, unread=top.unread)
            continue
        top.lose(item, "measures")
        top.lose(item, "clauses")
        if not isinstance(item, Flawed):
            problems.append(tree.problem(f"clause {index} is no mapping", f"[{index}]"))


def _head(top: Section, folder: str) -> dict[str, Any]:
    slug = top.text("policy", required=True)
    if slug is not None and slug != folder:
        top.fail(f"the policy is called '{slug}' but its folder '{folder}'", "policy")
    return {
        "slug": slug or folder,
        "title": top.label("title", required=True) or NO_LABEL,
        "issuer": top.label("issuer", required=True) or NO_LABEL,
        "number": top.text("number"),
        "published": top.day("published"),
        "division": _division(top),
        "level": top.choice("level", Level, required=True) or Level.COUNTY,
        "in_force": required_rule(top, "in_force"),
        "outline": top.texts("outline"),
        "actors": _actors(top),
        "readings": top.named("readings", read_reading),
        "terms": top.named("terms", read_term),
        "definitions": top.named("definitions", read_definition),
        "links": tuple(read_link(section) for section in top.items("links")),
        "repairs": tuple(read_repair(section) for section in top.items("repairs")),
        "unclaimed": tuple(read_unclaimed(section) for section in top.items("unclaimed")),
    }


def _leads(top: Section) -> int:
    """How many agencies of a list lead where a measure does not say it."""
    leads = top.raw("leads")
    if leads is None or (type(leads) is int and leads >= 0):
        return leads or 0
    top.fail(f"{leads!r} is no number of leading agencies", "leads", "a whole number")
    return 0


def _division(top: Section) -> str:
    code = top.text("division", required=True) or ""
    wrong = check_division(code) if code else None
    if wrong is not None:
        top.fail(wrong.what, "division", wrong.expected)
    return code


def _actors(top: Section) -> dict[str, Label]:
    labels = top.labels("actors")
    if labels is None:
        top.lose(top.data["actors"], "actors")
    return labels or {}


def replace_measure(book: B, measure: Measure) -> B:
    """The same rulebook with one measure changed (found by its id)."""
    measures = tuple(measure if old.id == measure.id else old for old in book.measures)
    return evolve(book, measures=measures)
