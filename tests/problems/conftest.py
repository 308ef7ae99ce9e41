"""The texts of problems that are written in the source."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

import fupin_policy


@pytest.fixture(scope="session")
def written() -> Mapping[str, Sequence[str]]:
    """Where each text of a problem is told, by its template (see ``written.py`` beside this file)."""
    spec = importlib.util.spec_from_file_location("written", Path(__file__).with_name("written.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Mapping[str, Sequence[str]] = module.Texts(Path(fupin_policy.__file__).parent).found
    return found
