"""Every example in a docstring of the installed package does what it shows."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from types import FunctionType, ModuleType

import pytest

import fupin_policy


def module_names() -> list[str]:
    found = pkgutil.walk_packages(fupin_policy.__path__, "fupin_policy.")
    return ["fupin_policy", *(module.name for module in found if not module.name.endswith(".__main__"))]


def public_modules() -> list[str]:
    return [name for name in module_names() if not any(part.startswith("_") for part in name.split("."))]


@pytest.mark.parametrize("name", module_names())
def test_docstring_examples(name: str) -> None:
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False)
    for test in doctest.DocTestFinder(exclude_empty=True).find(importlib.import_module(name)):
        runner.run(test, out=report.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(report)


@pytest.mark.parametrize("name", public_modules())
def test_modules_say_what_they_are_for(name: str) -> None:
    module: ModuleType = importlib.import_module(name)
    assert (module.__doc__ or "").strip(), f"{name} has no docstring"


@pytest.mark.parametrize("name", public_modules())
def test_what_is_offered_exists_and_is_documented(name: str) -> None:
    module = importlib.import_module(name)
    offered = {each: getattr(module, each) for each in getattr(module, "__all__", ())}
    kinds = (type, FunctionType)
    bare = [
        each
        for each, value in offered.items()
        if isinstance(value, kinds) and not (value.__doc__ or "").strip()
    ]
    assert bare == [], f"{name}: without docstring: {', '.join(bare)}"
