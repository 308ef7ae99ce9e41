"""Reading a recipe, ``policies/<slug>/register.yaml``: everything that is wrong with it is reported at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from attrs import evolve

from fupin_policy.domain import ENTITIES
from fupin_policy.domain.strict_yaml import parse, read
from fupin_policy.domain.tree import Tree
from fupin_policy.policy import Label, Rulebook, folder_of
from fupin_policy.policy.section import Section
from fupin_policy.problems import InputError, Place, Problem, nearest
from fupin_policy.register.synthesis.amounts import EPOCH, laid_down, place_of
from fupin_policy.register.synthesis.drawing import Reader, read_elements, read_group
from fupin_policy.register.synthesis.recipe import (
    Count,
    LaidDown,
    Mark,
    Omitted,
    Option,
    Population,
    Recipe,
    Sizes,
    Split,
    Stratum,
)
from fupin_policy.rules import ELEMENT_UNITS, ancestors
from fupin_policy.values import Quantity, Unit, parse_date

__all__ = ["parse_recipe", "read_recipe", "recipe_path"]

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_RESERVED = ("stratum", "size", "place", "age", "head", "unknown", *ENTITIES)
_MOST_SIZE = 30
_NONE = Label("", "")


def recipe_path(slug: str) -> Path:
    """Where the recipe of a policy stands. Raises InputError where it has none."""
    path = folder_of(slug) / "register.yaml"
    if not path.is_file():
        raise InputError(Problem(f"{slug} has no recipe for a register", Place(file=str(path))))
    return path


def read_recipe(book: Rulebook, path: Path | None = None) -> Recipe:
    """The recipe that comes with a policy, or one of your own.

    Raises InputError with every problem of the file: unknown keys, figures that do not exist, numbers in
    the wrong unit, facts and codes that there are not, parts that exceed their whole.

    >>> import fupin_policy as fp
    >>> recipe = read_recipe(fp.load_policy("ruyuan-2016"))
    >>> recipe.populations[0].root, recipe.populations[0].strata[0].rows.value
    ('household', Fraction(743, 1))
    """
    return _recipe(read(path if path is not None else recipe_path(book.slug)), book)


def parse_recipe(text: str, book: Rulebook, *, file: str | None = None) -> Recipe:
    """A recipe from text."""
    return _recipe(parse(text, file=file), book)


def _recipe(tree: Tree, book: Rulebook) -> Recipe:
    if not isinstance(tree.data, dict):
        raise InputError(Problem("no mapping at the top", Place(tree.file)))
    problems: list[Problem] = []
    top = Section(tree.data, tree, "", problems)
    slug = top.text("register", required=True)
    if slug is not None and slug != book.slug:
        top.fail(f"the recipe is for '{slug}', the policy is '{book.slug}'", "register")
    on = top.convert("facts_on", parse_date, required=True)
    populations = [_population(section, book) for section in top.items("populations")]
    roots = [one.root for one in populations if one is not None]
    for root in {root for root in roots if roots.count(root) > 1}:
        top.fail(f"two populations of {root}", "populations")
    if not populations:
        top.fail("there is no population", "populations")
    top.finish()
    if problems or on is None:
        raise InputError(problems)
    found = tuple(one for one in populations if one is not None)
    return Recipe(book.slug, book.division, (on - EPOCH).days, found)


def _population(section: Section, book: Rulebook) -> Population | None:
    root = section.text("root", required=True)
    roots = [name for name in ELEMENT_UNITS if not ancestors(name)]
    if root not in roots:
        if root is not None:
            section.fail(
                f"no register of '{root}'", "root", f"one of {', '.join(roots)}", nearest(root, roots)
            )
        section.seen.update(section.data)
        return None
    says = section.label("says", required=True) or _NONE
    factor = _factor(section)
    strata = tuple(_stratum(name, inner, book, root) for name, inner in section.sections("strata"))
    if not strata:
        section.fail("there is no stratum", "strata")
    names = [one.name for one in strata]
    sizes, sizes_why = _sizes(section, root, names)
    splits = tuple(_split(name, inner, book, root, names) for name, inner in section.sections("splits"))
    labels = {"stratum": tuple(names)} | {one.name: tuple(o.name for o in one.options) for one in splits}
    marks: list[Mark] = []
    for name, inner in section.sections("marks"):
        marks.append(_mark(name, inner, book, root, labels))
    for name in [*labels, *(mark.name for mark in marks)]:
        if not _NAME.match(name) or (name in _RESERVED and name != "stratum"):
            section.fail(
                f"'{name}' cannot be a label", expected="a name of small letters that means nothing yet"
            )
    twice = {mark.name for mark in marks} & set(labels)
    for name in sorted(twice):
        section.fail(f"'{name}' is a split and a mark")
    reader = Reader(book, root, labels, tuple(mark.name for mark in marks))
    # How many loans or bills there are may hang on facts, so that both stand in one list, read in its order.
    groups = [
        read_elements(inner, reader) if "number" in inner.data else read_group(inner, reader)
        for inner in section.items("facts")
    ]
    printed = tuple(_printed(section, book, reader))
    omitted = tuple(_omitted(section, book))
    section.finish()
    if any(stratum is None for stratum in strata):
        return None
    return Population(
        root=root,
        says=says,
        factor=factor,
        strata=strata,
        sizes=sizes,
        sizes_why=sizes_why,
        splits=splits,
        marks=tuple(marks),
        groups=tuple(one for one in groups if one is not None),
        printed=printed,
        omitted=omitted,
        place=Place(section.tree.file, section.line, section.path or None),
    )


def _factor(section: Section) -> Fraction:
    text = section.text("factor")
    if text is None:
        return Fraction(1)
    try:
        value = Quantity.parse(text)
    except InputError as error:
        section.adopt(error, "factor")
        return Fraction(1)
    if not isinstance(value.value, int | Fraction) or value.value <= 0 or str(value.unit):
        section.fail(f"'{text}' is no factor", "factor", "a number above 0 without unit, such as 1/1000")
        return Fraction(1)
    return Fraction(value.value)


def _total(section: Section, key: str, book: Rulebook, unit: Unit) -> LaidDown | None:
    return laid_down(section, key, book, unit)


def _unit(root: str) -> Unit:
    return ELEMENT_UNITS[root]


_PERSONS = ELEMENT_UNITS["person"]


def _stratum(name: str, section: Section, book: Rulebook, root: str) -> Stratum:
    rows = _total(section, "rows", book, _unit(root))
    members = _total(section, "members", book, _PERSONS)
    if rows is None and "rows" not in section.data:
        section.fail("'rows' is missing")
    if root == "household" and members is None and "members" not in section.data:
        section.fail("'members' is missing")
    if root != "household" and "members" in section.data:
        section.fail(f"a {root} has no members here", "members")
    if rows is not None and rows.value.denominator != 1:
        rows = evolve(rows, value=Fraction(round(rows.value)))
    why = section.label("why")
    section.finish()
    nothing = LaidDown(Fraction(0), _zero(), (), Place())
    return Stratum(name, rows or nothing, members, why)


def _zero() -> Any:
    from fupin_policy.rules import parse as rule

    return rule("0")


def _sizes(section: Section, root: str, strata: list[str]) -> tuple[dict[str, Sizes], Label | None]:
    inner = section.section("sizes", required=root == "household")
    if inner is None:
        return {}, None
    if root != "household":
        section.fail(f"a {root} has no members here", "sizes")
    why = inner.label("why", required=True)
    common = _shape(inner, "shares")
    found = {} if common is None else dict.fromkeys(strata, common)
    special = inner.section("within")
    for name in special.data if special is not None else ():
        shape = _shape(special, name) if special is not None else None
        if name not in strata:
            inner.fail(
                f"'{name}' is no stratum", "within", f"one of {', '.join(strata)}", nearest(name, strata)
            )
        elif shape is not None:
            found[name] = shape
    inner.finish()
    return found, why


def _shape(section: Section, key: str) -> Sizes | None:
    shares = section.raw(key, required=True)
    if (
        isinstance(shares, list)
        and 1 <= len(shares) <= _MOST_SIZE
        and all(isinstance(one, int) and not isinstance(one, bool) and one > 0 for one in shares)
    ):
        return Sizes(tuple(shares))
    if shares is not None:
        section.fail(
            f"{shares!r} are no shares of sizes",
            key,
            f"a list of at most {_MOST_SIZE} whole numbers above 0: how often 1, 2, 3 … members occur",
        )
    return None


def _split(name: str, section: Section, book: Rulebook, root: str, strata: list[str]) -> Split:
    why = section.label("why", required=True) or _NONE
    options = []
    for option, inner in section.sections("options"):
        options.append(_option(option, inner, book, root, strata))
    if len(options) < 2:
        section.fail(f"the split '{name}' has fewer than two options")
    for one in options[:-1]:
        if one.rows is None and one.members is None and not one.whole:
            section.fail(f"the option '{one.name}' has no total", "options", "rows, members or whole")
    if options and (options[-1].rows or options[-1].members or options[-1].whole):
        section.fail(
            f"the last option '{options[-1].name}' has a total",
            "options",
            "a last option that takes the rest",
        )
    section.finish()
    return Split(name, why, tuple(options))


def _option(name: str, section: Section, book: Rulebook, root: str, strata: list[str]) -> Option:
    if not _NAME.match(name):
        section.fail(f"'{name}' cannot be an option", expected="a name of small letters")
    rows, members = (
        _total(section, "rows", book, _unit(root)),
        _total(section, "members", book, _PERSONS),
    )
    if root != "household" and "members" in section.data:
        section.fail(f"a {root} has no members here", "members")
    whole = section.texts("whole")
    for one in whole:
        if one not in strata:
            section.fail(
                f"'{one}' is no stratum", "whole", f"one of {', '.join(strata)}", nearest(one, strata)
            )
    weights = _weights(section, strata)
    if not whole and not weights:
        weights = dict.fromkeys(strata, 1)
    place = place_of(section, "members" if members is not None else "rows")
    section.finish()
    return Option(name, rows, members, frozenset(whole), weights, place)


def _weights(section: Section, strata: list[str]) -> dict[str, int]:
    inner = section.section("weights")
    found = {}
    for name in inner.data if inner is not None else ():
        value = inner.raw(name) if inner is not None else None
        if name not in strata:
            section.fail(
                f"'{name}' is no stratum", "weights", f"one of {', '.join(strata)}", nearest(name, strata)
            )
        elif isinstance(value, bool) or not isinstance(value, int) or value < 0:
            section.fail(f"{value!r} is no weight of {name}", "weights", "a whole number from 0 up")
        else:
            found[name] = value
    return found


def _mark(name: str, section: Section, book: Rulebook, root: str, labels: dict[str, tuple[str, ...]]) -> Mark:
    why = section.label("why", required=True) or _NONE
    rows = _total(section, "rows", book, _unit(root))
    members = _total(section, "members", book, _PERSONS)
    if root != "household" and "members" in section.data:
        section.fail(f"a {root} has no members here", "members")
    inner = section.section("among")
    among: dict[str, frozenset[str]] = {}
    for label in inner.data if inner is not None else ():
        value = inner.raw(label) if inner is not None else None
        options = value if isinstance(value, list) else [value]
        if label not in labels:
            section.fail(f"'{label}' is no label", "among", near=nearest(label, labels))
        elif wrong := [one for one in options if one not in labels[label]]:
            section.fail(
                f"'{wrong[0]}' is no {label}",
                "among",
                f"one of {', '.join(labels[label])}",
                nearest(str(wrong[0]), labels[label]),
            )
        else:
            among[label] = frozenset(options)
    weights = _weights(section, list(labels["stratum"])) or dict.fromkeys(labels["stratum"], 1)
    place = place_of(section, "rows")
    section.finish()
    return Mark(name, why, among, rows, members, weights, place)


def _printed(section: Section, book: Rulebook, reader: Reader) -> Iterator[Count]:
    for inner in section.items("printed"):
        of = inner.text("of", required=True)
        figure = inner.text("figure", required=True)
        units = {reader.root: _unit(reader.root)}
        if reader.root == "household":
            units["person"] = _PERSONS
        if of not in units:
            inner.fail(f"'{of}' cannot be counted", "of", f"one of {', '.join(units)}")
            inner.seen.update(inner.data)
            continue
        value = _total(inner, "figure", book, units[of])
        when = reader.conditions(inner.section("when"), of)
        some, no = (
            reader.conditions(inner.section(key), "person") if reader.root == "household" else ()
            for key in ("any", "none")
        )
        note = inner.label("note")
        inner.finish()
        if value is not None and figure is not None:
            yield Count(of, value, when, some, no, note)


def _omitted(section: Section, book: Rulebook) -> Iterator[Omitted]:
    for inner in section.items("not_reproduced"):
        why = inner.label("why", required=True)
        text = inner.text("figure", required=True)
        if text is not None:
            found = _figure(inner, text, book)
            if found is not None and why is not None:
                yield Omitted(found, why)
        inner.finish()


def _figure(section: Section, text: str, book: Rulebook) -> LaidDown | None:
    """A figure of any unit, for saying that it is left out."""
    from fupin_policy.register.synthesis.amounts import citations_of
    from fupin_policy.rules import check
    from fupin_policy.rules import parse as rule

    try:
        node = rule(text)
    except InputError as error:
        section.adopt(error, "figure")
        return None
    _, problems = check(node, book.scope)
    for problem in problems:
        section.fail(problem.what, "figure", problem.expected, problem.nearest)
    if problems:
        return None
    return LaidDown(Fraction(0), node, citations_of(node, book), place_of(section, "figure"))
