"""What all tests share: the tree beside them, the installed package, the source texts where present."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import fupin_policy
from fupin_policy.policy import load_rulebook

ROOT = Path(__file__).resolve().parent.parent
"""Top of the tree the tests stand in (README, docs, examples); the code comes from the installed package."""

SOURCE_FILES = {
    "jiangxi-2014": "000_ae6aeb10f7c741f1.txt",
    "ruyuan-2016": "001_dbc23d4dacfb3138.txt",
    "national-2016": "002_0f9b2a6942e318df.txt",
    "xianning-2020": "003_e228211b3ecafd96.txt",
    "zhejiang-2013": "004_451e03164c8ceff7.txt",
}
"""Source text of each document, in the folder that FUPIN_SOURCES names."""

# No clock and no luck in the tests: the same examples in every run, however slow the machine.
settings.register_profile(
    "fupin", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("fupin")


def pytest_report_header() -> list[str]:
    sources = source_folder()
    return [
        f"fupin_policy: {Path(fupin_policy.__file__).parent}",
        f"source texts: {sources or 'absent (FUPIN_SOURCES is not set)'}",
    ]


def source_folder() -> Path | None:
    named = os.environ.get("FUPIN_SOURCES")
    folder = Path(named) if named else ROOT.parent / "shared" / "seeds"
    return folder if folder.is_dir() else None


@pytest.fixture(scope="session")
def root() -> Path:
    """Top of the tree the tests stand in."""
    return ROOT


@pytest.fixture(scope="session")
def sources() -> dict[str, Path]:
    """Path of the source text by policy; skips where the texts are not at hand."""
    folder = source_folder()
    if folder is None:
        pytest.skip("the source texts are not at hand: FUPIN_SOURCES names no folder")
    return {slug: folder / name for slug, name in SOURCE_FILES.items() if (folder / name).is_file()}


@pytest.fixture(scope="session")
def qinghe() -> fupin_policy.Policy:
    """The policy of a county that does not exist; its text is ``tests/fictional/qinghe-2020.txt``."""
    return load_rulebook(ROOT / "tests" / "fictional" / "qinghe-2020", fupin_policy.Policy)


@pytest.fixture(scope="session")
def qinghe_text() -> str:
    """The text that the fictional policy was made from."""
    return (ROOT / "tests" / "fictional" / "qinghe-2020.txt").read_text(encoding="utf-8")
