"""The import order is decided by a tool, and the tool must be able to say no."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Copy the sources, so that a breach can be planted."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("module", "line", "told"),
    [
        ("geodesy/planted.py", "import overflight.missions", "overflight.geodesy"),
        ("record/planted.py", "import overflight.treaty", "overflight.record"),
        ("membership/planted.py", "import os", "membership"),
        ("desk/planted.py", "import overflight.adapters", "overflight.desk"),
        ("quotas/planted.py", "import overflight.sensors", "overflight.quotas"),
    ],
)
def test_a_planted_breach_is_told(house: Path, module: str, line: str, told: str) -> None:
    """Each kind of breach fails the check and names the package, else the rule is only a wish."""
    (house / "src" / "overflight" / module).write_text(f'"""Planted."""\n\n{line}\n')
    result = _lint(house)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "BROKEN" in result.stdout
    assert told in result.stdout


def test_a_new_folder_is_told(house: Path) -> None:
    """A package outside the list of the house needs a decision first, so the check refuses it."""
    stranger = house / "src" / "overflight" / "helpers"
    stranger.mkdir()
    (stranger / "__init__.py").write_text('"""Planted."""\n')
    result = _lint(house)
    assert result.returncode == 1
    assert "helpers" in result.stdout + result.stderr
