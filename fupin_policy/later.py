"""Names of a package that are imported when they are first asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

__all__ = ["imported_later"]


def imported_later(
    package: str, modules: Mapping[str, Sequence[str]]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """``__getattr__`` and ``__dir__`` of a package: names are looked up in its ``modules``, and kept once found.

    A program that needs one part of the package does not wait for all others. None of the names may be that of a module
    of the package: whoever has imported the module would find it in the place of what it holds.

    >>> import fupin_policy.rules
    >>> "compile_rule" in dir(fupin_policy.rules), fupin_policy.rules.compile_rule.__module__
    (True, 'fupin_policy.rules.exact')
    >>> fupin_policy.rules.compile_rules
    Traceback (most recent call last):
    ...
    AttributeError: module 'fupin_policy.rules' has no attribute 'compile_rules'
    """
    homes = {name: module for module, names in modules.items() for name in names}

    def find(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module '{package}' has no attribute '{name}'")
        found = getattr(import_module(f"{package}.{homes[name]}"), name)
        setattr(sys.modules[package], name, found)
        return found

    def listed() -> list[str]:
        return sorted({*vars(sys.modules[package]), *homes})

    return find, listed
