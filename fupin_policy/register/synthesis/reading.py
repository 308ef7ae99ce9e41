"""Reading a recipe, ``policies/<slug>/register.yaml``: everything that is wrong with it is reported at once."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from fupin_policy.domain.encodings import unreadable
from fupin_policy.domain.strict_yaml import parse
from fupin_policy.domain.tree import Tree
from fupin_policy.policy import Rulebook, folder_of
from fupin_policy.policy.section import Section
from fupin_policy.problems import InputError, Place, Problem, nearest
from fupin_policy.register.days import counted
from fupin_policy.register.synthesis.amounts import figure_named, laid_down, words
from fupin_policy.register.synthesis.conditions import Reader
from fupin_policy.register.synthesis.drawing import read_elements, read_group
from fupin_policy.register.synthesis.parts import (
    check_label,
    read_mark,
    read_sizes,
    read_split,
    read_stratum,
)
from fupin_policy.register.synthesis.recipe import Count, Mark, Omitted, Population, Recipe
from fupin_policy.rules import ELEMENT_UNITS, ancestors
from fupin_policy.values import Quantity, parse_date

__all__ = ["parse_recipe", "read_recipe", "recipe_path"]

_MOST_BYTES = 1 << 20


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
    path = recipe_path(book.slug) if path is None else path
    try:
        with path.open("rb") as stream:
            data = stream.read(_MOST_BYTES + 1)
    except OSError as error:
        raise InputError(unreadable(error, str(path))) from None
    return parse_recipe(data, book, file=str(path))


def parse_recipe(text: str | bytes, book: Rulebook, *, file: str | None = None) -> Recipe:
    """A recipe from text. Raises InputError like :func:`read_recipe`."""
    tree = parse(text, file=file, max_bytes=_MOST_BYTES)
    return _recipe(tree, book, text if isinstance(text, str) else text.decode("utf-8"))


def _recipe(tree: Tree, book: Rulebook, source: str) -> Recipe:
    if not isinstance(tree.data, dict):
        raise InputError(Problem("no mapping at the top", Place(tree.file)))
    problems: list[Problem] = []
    top = Section(tree.data, tree, "", problems)
    slug = top.text("register", required=True)
    if slug is not None and slug != book.slug:
        top.fail(f"the recipe is for '{slug}', the policy is '{book.slug}'", "register")
    on = top.convert("facts_on", parse_date, required=True)
    found = [_population(section, book) for section in top.items("populations")]
    populations = tuple(one for one in found if one is not None)
    roots = [one.root for one in populations]
    for root in dict.fromkeys(root for root in roots if roots.count(root) > 1):
        top.fail(f"two populations of '{root}'", "populations", "one of each kind")
    if not found:
        top.fail("there is no population", "populations" if "populations" in tree.data else None)
    top.finish()
    if problems or on is None:
        raise InputError(problems)
    return Recipe(book.slug, book.division, counted(on), populations, source)


def _population(section: Section, book: Rulebook) -> Population | None:
    root = section.text("root", required=True)
    roots = [name for name in ELEMENT_UNITS if not ancestors(name)]
    if root not in roots:
        if root is not None:
            near = nearest(root, roots)
            section.fail(f"there is no register of '{root}'", "root", f"one of {', '.join(roots)}", near)
        return None
    says = words(section, "says")
    factor = _factor(section)
    strata = tuple(read_stratum(name, inner, book, root) for name, inner in section.sections("strata"))
    if not strata:
        section.fail("there is no stratum", "strata" if "strata" in section.data else None)
    names = [one.name for one in strata]
    sizes, sizes_why = read_sizes(section, root, names)
    splits = tuple(read_split(name, inner, book, root, names) for name, inner in section.sections("splits"))
    labels = {"stratum": tuple(names)} | {one.name: tuple(o.name for o in one.options) for one in splits}
    marks: list[Mark] = []
    for name, inner in section.sections("marks"):
        check_label(name, inner, (*labels, *(mark.name for mark in marks)))
        marks.append(read_mark(name, inner, book, root, labels))
    reader = Reader(book, root, labels, tuple(mark.name for mark in marks))
    # How many loans or bills there are may hang on facts, so that both stand in one list, read in its order.
    groups = [
        read_elements(inner, reader) if "number" in inner.data else read_group(inner, reader)
        for inner in section.items("facts")
    ]
    printed = tuple(_printed(section, book, reader))
    omitted = tuple(_omitted(section, book))
    section.finish()
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
    value = section.convert("factor", Quantity.parse)
    if value is None:
        return Fraction(1)
    number = value.value
    if not isinstance(number, int | Fraction) or number <= 0 or str(value.unit):
        section.fail(f"'{value}' is no factor", "factor", "a number above 0 without unit, such as 1/1000")
        return Fraction(1)
    return Fraction(number)


def _printed(section: Section, book: Rulebook, reader: Reader) -> Iterator[Count]:
    units = ("household", "person") if reader.root == "household" else (reader.root,)
    for inner in section.items("printed"):
        of = inner.text("of", required=True)
        if of is None:
            continue
        if of not in units:
            inner.fail(f"'{of}' is not counted", "of", f"one of {', '.join(units)}", nearest(of, units))
            continue
        value = laid_down(inner, "figure", book, ELEMENT_UNITS[of], required=True)
        when = reader.conditions(inner.section("when"), of)
        some, no = (
            reader.conditions(inner.section(key), "person") if reader.root == "household" else ()
            for key in ("any", "none")
        )
        note = inner.label("note")
        inner.finish()
        if value is not None:
            yield Count(of, value, when, some, no, note)


def _omitted(section: Section, book: Rulebook) -> Iterator[Omitted]:
    for inner in section.items("not_reproduced"):
        figure = figure_named(inner, "figure", book)
        why = words(inner, "why")
        inner.finish()
        if figure is not None:
            yield Omitted(figure, why)
