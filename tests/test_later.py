"""Names of a package that are imported when they are first asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

import fupin_policy.testing
from fupin_policy.testing import mutant, mutation


@pytest.mark.parametrize("name", fupin_policy.testing.__all__)
def test_a_name_is_what_its_module_says_however_often_it_is_asked(name: str) -> None:
    found = getattr(fupin_policy.testing, name)
    assert found is getattr(fupin_policy.testing, name)
    assert getattr(sys.modules[found.__module__], name) is found


def test_no_name_is_that_of_a_module() -> None:
    """Also where all modules have been imported, which then stand in their packages under their own names."""
    code = """
import importlib, pkgutil, types
for part in ("assess", "domain", "monitor", "policy", "rules", "testing", "values", "verify"):
    package = importlib.import_module(f"fupin_policy.{part}")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"fupin_policy.{part}.{module.name}")
    print(*(name for name in package.__all__ if isinstance(getattr(package, name), types.ModuleType)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_modules_are_still_found() -> None:
    assert (mutant.__name__, mutation.__name__) == (
        "fupin_policy.testing.mutant",
        "fupin_policy.testing.mutation",
    )


def test_a_name_that_no_module_has_is_refused() -> None:
    with pytest.raises(AttributeError, match=r"module 'fupin_policy\.testing' has no attribute 'boundary'"):
        fupin_policy.testing.boundary  # noqa: B018  # to ask for it is what fails


def test_only_what_is_asked_for_is_imported() -> None:
    code = (
        "import sys, fupin_policy.rules as rules; before = 'fupin_policy.rules.exact' in sys.modules; "
        "rules.compile_rule; print(before, 'fupin_policy.rules.exact' in sys.modules, 'compile_rule' in vars(rules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True", "True"]
