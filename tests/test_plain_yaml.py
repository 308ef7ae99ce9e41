"""Rule files and examples mean the same to every YAML reader, with or without the C library."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from fupin_policy.policy import policies_root

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted([*policies_root().rglob("*.yaml"), *(ROOT / "examples").glob("*.yaml")])


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_both_readers_agree(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    plain = yaml.load(text, Loader=yaml.SafeLoader)
    if hasattr(yaml, "CSafeLoader"):
        assert plain == yaml.load(text, Loader=yaml.CSafeLoader)
