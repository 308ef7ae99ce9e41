"""Where the policies that come with the library are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupin_policy.problems import UnknownNameError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["available", "folder_of", "policies_root"]


def policies_root() -> Path:
    """The folder with one folder a policy: inside an installed package, beside it in a checkout."""
    from pathlib import Path

    package = Path(__file__).resolve().parent.parent
    inside = package / "policies"
    return inside if inside.is_dir() else package.parent / "policies"


def available() -> tuple[str, ...]:
    """The slugs of the policies that come with the library."""
    root = policies_root()
    return tuple(sorted(path.parent.name for path in root.glob("*/policy.yaml"))) if root.is_dir() else ()


def folder_of(slug: str) -> Path:
    """The folder of a policy. Raises UnknownNameError with the nearest slug."""
    if slug not in available():
        raise UnknownNameError("policy", slug, list(available()))
    return policies_root() / slug
