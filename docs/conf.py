"""Sphinx configuration, and the two pages that are generated from the installed package."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from typing import Any

import fupin_policy

project = "fupin_policy"
author = "The fupin_policy authors"
copyright = "the fupin_policy authors"
release = version = fupin_policy.__version__

# Two packages may each have a Kind: the reference page of each shows its own.
suppress_warnings = ["ref.python"]

extensions = ["myst_parser", "sphinx.ext.autodoc"]
myst_enable_extensions = ["deflist", "fieldlist"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "_generated"]
html_theme = "alabaster"
html_static_path = ["_static"]
html_theme_options = {
    "description": "Policy documents as rules",
    "page_width": "1080px",
    "sidebar_width": "240px",
    "fixed_sidebar": True,
}
html_show_sphinx = False
html_copy_source = False

autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_default_options = {"members": True, "show-inheritance": True}

GENERATED = Path(__file__).parent / "_generated"


def write_facts() -> None:
    """The fact dictionary, from the entity classes themselves."""
    dictionary = importlib.import_module("fupin_policy.domain.dictionary")
    text: str = dictionary.to_markdown()
    first, _, rest = text.partition("\n")
    (GENERATED / "facts.md").write_text(rest if first.startswith("# ") else text, encoding="utf-8")


def write_api() -> None:
    """One list of modules per package, so that no module can be missing from the reference."""
    for found in pkgutil.iter_modules(fupin_policy.__path__):
        if found.name.startswith("_"):
            continue
        package = importlib.import_module(f"fupin_policy.{found.name}")
        inner = pkgutil.walk_packages(getattr(package, "__path__", ()), f"{package.__name__}.")
        names = [each.name for each in inner if not each.name.rpartition(".")[2].startswith("_")]
        lines = [*directive(package.__name__, members=not names)]
        for name in names:
            lines += [f"## {name.removeprefix('fupin_policy.')}", "", *directive(name, members=True)]
        (GENERATED / f"api-{found.name}.md").write_text("\n".join(lines), encoding="utf-8")


def directive(name: str, *, members: bool) -> list[str]:
    options = [] if members else [":no-members:"]
    return ["```{eval-rst}", f".. automodule:: {name}", *(f"   {option}" for option in options), "```", ""]


def setup(app: Any) -> None:
    """Write the generated parts before Sphinx reads the pages that include them."""
    GENERATED.mkdir(exist_ok=True)
    write_facts()
    write_api()
