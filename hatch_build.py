"""What a wheel holds besides the files of the tree: the library's own YAML, prepared for loading."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PreparedPolicies(BuildHookInterface[Any]):
    """Prepares every file of the policies (see ``fupin_policy/domain/prepared.py``)."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the prepared files to a wheel that is no editable one."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from fupin_policy.domain.prepared import FOLDER, prepare

        self.folder = tempfile.TemporaryDirectory()
        inside = FOLDER.relative_to(self.root)
        for path in sorted(Path(self.root, "policies").glob("*/*.yaml")):
            if path.name == "register.yaml":  # read when a register is made up
                continue
            name, content = prepare(path.read_bytes())
            prepared = Path(self.folder.name, name)
            prepared.write_text(content, encoding="utf-8")
            build_data["force_include"][str(prepared)] = str(inside / name)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what is in the wheel now."""
        if version != "editable":
            self.folder.cleanup()
