"""Registers to work on: made-up cases that count to every total a document prints.

Real registers are private. A recipe (``policies/<slug>/register.yaml``) says which figures of the document
the cases must count to, and what had to be assumed where nothing is printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from attrs import field, frozen

from fupin_policy.policy import Rulebook
from fupin_policy.register.synthesis.blocks import BLOCK, Register, Synthesis, plan
from fupin_policy.register.synthesis.reading import parse_recipe, read_recipe, recipe_path
from fupin_policy.register.synthesis.recipe import Population, Recipe
from fupin_policy.register.synthesis.report import assumptions
from fupin_policy.register.synthesis.writers import FORMATS, Format, TableWriter
from fupin_policy.rules import Lang
from fupin_policy.values import frozen_map

__all__ = [
    "BLOCK",
    "FORMATS",
    "Format",
    "Made",
    "Population",
    "Recipe",
    "Register",
    "Synthesis",
    "parse_recipe",
    "plan",
    "read_recipe",
    "recipe_path",
    "synthesize",
    "tables",
]


@frozen(eq=False)
class Made:
    """What was written: the tables' files with their rows, the text beside them, and the day that the facts are of.

    ``counts`` are for each register what was counted of each printed figure.
    """

    files: Mapping[Path, int] = field(converter=frozen_map)
    text_path: Path
    on: date
    counts: tuple[tuple[int, ...], ...]


def synthesize(
    book: Rulebook,
    folder: Path | str,
    *,
    seed: int = 0,
    scale: Fraction | int = 1,
    households: int | None = None,
    unknown: Fraction | int = 0,
    on: date | None = None,
    format: Format = "parquet",
    lang: Lang = "en",
    recipe: Recipe | None = None,
) -> Made:
    """Write the registers of a document into a folder, with ``assumptions.md`` and the recipe beside them.

    Block by block: memory does not grow with the number of rows. Raises InputError for what cannot be met,
    and where the rows do not count to the printed figures after all.

    >>> import tempfile
    >>> import fupin_policy as fp
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     made = synthesize(fp.load_policy("ruyuan-2016"), folder, seed=1)
    >>> {path.name: rows for path, rows in made.files.items()}["households.parquet"]
    2944
    """
    register = plan(
        book, seed=seed, scale=scale, households=households, unknown=unknown, on=on, recipe=recipe
    )
    root = Path(folder)
    root.mkdir(parents=True, exist_ok=True)
    files: dict[Path, int] = {}
    counted = []
    for part in register.parts:
        counts = [0] * len(part.population.printed)
        with ExitStack() as stack:
            writers = {
                name: stack.enter_context(TableWriter(root / f"{name}.{format}", format))
                for name in part.tables
            }
            for block in part.blocks():
                counts = [a + b for a, b in zip(counts, block.counts, strict=True)]
                for name, table in block.tables.items():
                    writers[name].write(table)
                    files[writers[name].path] = files.get(writers[name].path, 0) + table.num_rows
        part.refuse(counts)
        counted.append(tuple(counts))
    text_path = root / "assumptions.md"
    text = assumptions(book, register, counted, lang)
    text_path.write_text(text, encoding="utf-8", newline="\n")
    (root / "recipe.yaml").write_text(register.recipe.source, encoding="utf-8", newline="\n")
    return Made(files, text_path, register.on, tuple(counted))


def tables(register: Register) -> dict[str, Any]:
    """All tables of the registers in memory, by name.

    >>> import fupin_policy as fp
    >>> tables(plan(fp.load_policy("ruyuan-2016")))["persons"].num_rows
    7508
    """
    import pyarrow as pa

    found = {}
    for part in register.parts:
        blocks = list(part.blocks())
        part.refuse([sum(column) for column in zip(*(block.counts for block in blocks), strict=True)])
        for name in part.tables:
            found[name] = pa.concat_tables([block.tables[name] for block in blocks])
    return found
