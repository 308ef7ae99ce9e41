"""Loading a policy from its folder: everything that is wrong with its files is reported at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import evolve

from fupin_policy.domain.prepared import read_prepared
from fupin_policy.domain.tree import Tree
from fupin_policy.policy.checking import check_rulebook
from fupin_policy.policy.kinds import Level
from fupin_policy.policy.measures import read_clause, read_leads
from fupin_policy.policy.model import Check, Clause, Measure
from fupin_policy.policy.reading import (
    read_definition,
    read_label,
    read_link,
    read_reading,
    read_repair,
    read_term,
    read_unclaimed,
)
from fupin_policy.policy.rulebook import Rulebook
from fupin_policy.policy.section import Section
from fupin_policy.problems import InputError, Place, Problem

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["load_rulebook", "rebuild_rulebook", "replace_measure"]

B = TypeVar("B", bound=Rulebook)

_FILE = re.compile(r"[a-z0-9][a-z0-9_-]*\.yaml\Z")


def load_rulebook(folder: Path | str, make: Callable[..., B] = Rulebook) -> B:  # type: ignore[assignment]  # the bound itself
    """Load and check the policy in a folder (``policy.yaml`` and the parts it lists).

    Raises InputError with every problem of every file: bad YAML, unknown keys, malformed figures, rules
    that do not type-check, names that do not exist. Nothing is half loaded. ``make`` builds the result.
    """
    from pathlib import Path

    root = Path(folder)
    problems: list[Problem] = []
    return _assembled(root.name, lambda name: _open(root / name, problems), problems, make)


def rebuild_rulebook(slug: str, content: Mapping[str, Any], make: Callable[..., B] = Rulebook) -> B:  # type: ignore[assignment]  # the bound itself
    """The rulebook whose ``content`` this is, checked again: the same rules, without the lines of their files.

    Raises InputError as :func:`load_rulebook` does.
    """
    return _assembled(
        slug, lambda name: Tree(content[name], file=name) if name in content else None, [], make
    )


def _assembled(
    slug: str, part: Callable[[str], Tree | None], problems: list[Problem], make: Callable[..., B]
) -> B:
    """A rulebook from its parts by name, with every problem of all of them; what a part lacks is among these."""
    head = part("policy.yaml")
    if head is None or not isinstance(head.data, dict):
        raise InputError(
            problems or Problem("no mapping at the top", Place(head.file if head else "policy.yaml"))
        )
    top = Section(head.data, head, "", problems)
    fields = _head(top, slug)
    leads = read_leads(top, None)
    clauses: list[Clause] = []
    measures: list[Measure] = []
    checks: list[Check] = []
    content: dict[str, Any] = {"policy.yaml": head.data}
    for name in _parts(top):
        tree = part(name)
        if tree is None:
            continue
        content[name] = tree.data
        for section in _clauses(tree, problems):
            clause, inside, sums = read_clause(section, fields["readings"], leads or 0)
            clauses.append(clause)
            measures.extend(inside)
            checks.extend(sums)
    top.finish()
    if problems:
        raise InputError(problems)
    book = make(
        **fields, clauses=tuple(clauses), measures=tuple(measures), checks=tuple(checks), content=content
    )
    problems.extend(check_rulebook(book))
    if problems:
        raise InputError(problems)
    return book


def _open(path: Path, problems: list[Problem]) -> Tree | None:
    try:
        return read_prepared(path)
    except InputError as error:
        problems.extend(error.problems)
    except OSError as error:
        problems.append(Problem(f"cannot be read ({error.strerror})", Place(str(path))))
    return None


def _parts(top: Section) -> Iterator[str]:
    for name in top.texts("parts"):
        if _FILE.match(name):
            yield name
        else:
            top.fail(f"'{name}' is no name of a part", "parts", "a plain file name such as general.yaml")


def _clauses(tree: Tree, problems: list[Problem]) -> Iterator[Section]:
    if not isinstance(tree.data, list):
        problems.append(Problem("no list of clauses at the top", Place(tree.file)))
        return
    for index, item in enumerate(tree.data):
        if isinstance(item, dict):
            locator = item.get("clause")
            yield Section(item, tree, f"[{index}]", problems, locator if isinstance(locator, str) else None)
        else:
            problems.append(
                Problem(f"clause {index} is no mapping", Place(tree.file, tree.line(f"[{index}]")))
            )


def _head(top: Section, folder: str) -> dict[str, Any]:
    slug = top.text("policy", required=True)
    if slug is not None and slug != folder:
        top.fail(f"the policy is called '{slug}' but its folder '{folder}'", "policy")
    return {
        "slug": slug or folder,
        "title": top.label("title", required=True),
        "issuer": top.label("issuer", required=True),
        "number": top.text("number"),
        "published": top.day("published"),
        "division": top.text("division", required=True),
        "level": top.choice("level", Level, required=True) or Level.COUNTY,
        "in_force": top.rule("in_force", required=True),
        "outline": top.texts("outline"),
        "actors": {name: read_label(section) for name, section in top.sections("actors")},
        "readings": {name: read_reading(name, section) for name, section in top.sections("readings")},
        "terms": {name: read_term(name, section) for name, section in top.sections("terms")},
        "definitions": {
            name: read_definition(name, section) for name, section in top.sections("definitions")
        },
        "links": tuple(read_link(section) for section in top.items("links")),
        "repairs": tuple(read_repair(section) for section in top.items("repairs")),
        "unclaimed": tuple(read_unclaimed(section) for section in top.items("unclaimed")),
    }


def replace_measure(book: B, measure: Measure) -> B:
    """The same rulebook with one measure changed (found by its id)."""
    measures = tuple(measure if old.id == measure.id else old for old in book.measures)
    return evolve(book, measures=measures)
