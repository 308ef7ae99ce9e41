"""The package as it is installed: what it carries, what it needs, what it never imports."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest

import fupin_policy

PACKAGE = Path(fupin_policy.__file__).parent
CORE = {"attrs", "cattrs", "python-dateutil", "pyyaml"}
# Extras are imported by the one module that serves them, when it is asked to.
EXTRAS = {"calendar.py": {"icalendar"}}
CORE_IMPORTS = {"attr", "attrs", "cattrs", "dateutil", "yaml", "fupin_policy"}


def imported_by(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add((node.module or "").partition(".")[0])
    return names


def test_core_imports_nothing_but_its_four_dependencies() -> None:
    allowed = CORE_IMPORTS | sys.stdlib_module_names
    strangers = {
        str(path.relative_to(PACKAGE)): names
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.relative_to(PACKAGE).parts[0] not in ("register", "testing")
        and (names := imported_by(path) - allowed - EXTRAS.get(path.name, set()))
    }
    assert strangers == {}


def printed(code: str) -> str:
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_import_brings_no_test_tool_along() -> None:
    code = (
        "import sys; from fupin_policy import *; import fupin_policy.monitor; load_policy('ruyuan-2016'); "
        "print(sorted({'hypothesis', 'pytest', 'numpy'} & set(sys.modules)))"
    )
    assert printed(code) == "[]"


def test_import_waits_for_what_is_asked_for() -> None:
    loaded = "print(sorted(name for name in sys.modules if name.startswith('fupin_policy')))"
    assert printed(f"import sys, fupin_policy; {loaded}") == "['fupin_policy', 'fupin_policy.later']"
    code = f"import sys, fupin_policy; fupin_policy.Quantity; {loaded}"
    assert "values" in printed(code) and "domain" not in printed(code)
    assert "yaml" not in printed("import sys, fupin_policy.library; print('yaml' in sys.modules or '')")


def test_every_name_is_there_when_asked_for() -> None:
    assert all(getattr(fupin_policy, name) is not None for name in fupin_policy.__all__)
    assert fupin_policy.Household is fupin_policy.domain.Household
    assert fupin_policy.day is fupin_policy.values.parse_date
    for package in (fupin_policy, fupin_policy.assess, fupin_policy.domain, fupin_policy.rules):
        assert all(hasattr(package, name) for name in package.__all__)
        assert {*package.__all__} <= {*dir(package)}
        with pytest.raises(AttributeError, match=f"module '{package.__name__}' has no attribute 'Hosehold'"):
            _ = package.Hosehold


def test_stored_cases_run_without_test_tools() -> None:
    code = (
        "import sys; sys.modules.update(hypothesis=None, pytest=None); from fupin_policy.cli import main; "
        "sys.exit(main(['check', '--policy', 'ruyuan-2016', '--cases']))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_requirements_are_the_core_and_extras() -> None:
    required = distribution("fupin-policy").requires or []
    core = {re.split(r"[^\w.-]", line, maxsplit=1)[0].lower() for line in required if "extra ==" not in line}
    assert core == CORE


def test_licence_version_and_command() -> None:
    installed = distribution("fupin-policy")
    assert installed.metadata["License-Expression"] == "Apache-2.0"
    assert installed.metadata["Requires-Python"] == ">=3.11"
    assert fupin_policy.__version__ == installed.version
    (command,) = (entry for entry in installed.entry_points if entry.group == "console_scripts")
    assert (command.name, command.value) == ("fupin", "fupin_policy.cli:main")


def test_changelog_names_the_version(root: Path) -> None:
    assert f"## [{fupin_policy.__version__}]" in (root / "CHANGELOG.md").read_text(encoding="utf-8")


def test_package_is_typed() -> None:
    assert (PACKAGE / "py.typed").is_file()


def test_policies_are_found_from_anywhere(tmp_path: Path) -> None:
    code = "import fupin_policy; print(fupin_policy.load_policy('ruyuan-2016').slug)"
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert done.stdout.strip() == "ruyuan-2016"
