"""What the tests of assessing share: cases of the fictional policy, known to any degree."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import reject
from hypothesis.strategies import SearchStrategy

import fupin_policy as fp
from fupin_policy.testing.strategies import households, open_terms

DAY = date(2021, 6, 1)

Ask = Callable[..., fp.Assessment]


@pytest.fixture(scope="session")
def day() -> date:
    """A day on which the fictional policy is in force."""
    return DAY


@pytest.fixture(scope="session")
def homes(qinghe: fp.Policy) -> SearchStrategy[fp.Household]:
    """Households as the fictional policy sees them, each known to some degree."""
    return households(qinghe, on=DAY)


@pytest.fixture(scope="session")
def terms(qinghe: fp.Policy) -> SearchStrategy[dict[str, Any]]:
    """Some of the fictional policy's open terms, filled."""
    return open_terms(qinghe)


@pytest.fixture(scope="session")
def ask(qinghe: fp.Policy) -> Ask:
    """The fictional policy on a case; a case in which two of its grants exclude each other is not drawn."""

    def asked(home: fp.Household, terms: Mapping[str, Any] | None = None, **readings: str) -> fp.Assessment:
        try:
            return qinghe.assess(home, on=DAY, terms=terms, readings=readings)
        except fp.ConflictError:
            reject()

    return asked


@pytest.fixture
def registry(root: Path, tmp_path: Path) -> fp.Registry:
    """A registry of the fictional policy alone, moved to a county whose code exists."""
    folder = tmp_path / "qinghe-2020"
    shutil.copytree(root / "tests" / "fictional" / "qinghe-2020", folder)
    head = folder / "policy.yaml"
    text = re.sub('division: "\\d+"', 'division: "440232"', head.read_text(encoding="utf-8"))
    head.write_text(text, encoding="utf-8")
    return fp.load_policies(tmp_path)
