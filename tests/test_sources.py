"""The rules against the texts of the documents; skipped where the texts are not at hand."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import fupin_policy as fp
from fupin_policy.policy import policies_root
from fupin_policy.verify import provisions, split

pytestmark = pytest.mark.sources

POLICIES = policies_root()
SLUGS = sorted(path.parent.name for path in POLICIES.glob("*/policy.yaml"))

# Names, titles and figure phrases are facts and stand as printed; everything else is our own wording.
AS_PRINTED = {"as_written", "heading", "name", "title", "issuer", "actors", "number", "unclaimed"}
TOO_LONG = 15


@pytest.mark.parametrize("slug", SLUGS)
def test_every_figure_stands_in_its_clause(slug: str, sources: dict[str, Path]) -> None:
    fupin = shutil.which("fupin", path=str(Path(sys.executable).parent)) or "fupin"
    command = [fupin, "check-source", "--policy", slug, "--text", str(sources[slug])]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("slug", SLUGS)
def test_the_export_has_every_clause_of_the_text_in_its_order(slug: str, sources: dict[str, Path]) -> None:
    policy = fp.load_policy(slug)
    exported = list(dict.fromkeys(record["locator"] for record in provisions(policy)))
    printed = [one.locator for one in split(sources[slug].read_text(encoding="utf-8"), policy.outline)]
    # A heading that only holds numbered clauses, and what a lost line break hides, have no place of their own.
    assert [locator for locator in printed if locator in exported] == [
        one for one in exported if one in printed
    ]
    repaired = {repair.clause for repair in policy.repairs if "\n" in repair.meant}
    assert [one for one in exported if one not in printed and not repaired] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_no_sentence_of_a_source_is_copied(slug: str, sources: dict[str, Path]) -> None:
    source = squeezed(sources[slug].read_text(encoding="utf-8"))
    runs = {source[start : start + TOO_LONG] for start in range(len(source) - TOO_LONG + 1)}
    copied = [
        f"{path.name}: {text}"
        for path in sorted((POLICIES / slug).rglob("*.yaml"))
        for text in own_words(yaml.safe_load(path.read_text(encoding="utf-8")))
        for flat in [squeezed(text)]
        if any(flat[start : start + TOO_LONG] in runs for start in range(len(flat) - TOO_LONG + 1))
    ]
    assert copied == []


def squeezed(text: str) -> str:
    """Chinese characters and figures alone: punctuation and spaces do not make a sentence one's own."""
    return "".join(re.findall(r"[\u4e00-\u9fff0-9]+", text))


def own_words(data: object, key: str = "") -> list[str]:
    if key in AS_PRINTED:
        return []
    if isinstance(data, dict):
        return [text for name, value in data.items() for text in own_words(value, str(name))]
    if isinstance(data, list):
        return [text for value in data for text in own_words(value)]
    return [data] if isinstance(data, str) else []
