"""The command line answers at once, in one shape, with stable exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("overflight")


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *words], capture_output=True, text=True, check=False, timeout=60
    )


def test_help_names_every_noun() -> None:
    """A newcomer finds every noun from the first help text."""
    from overflight.cli import NOUNS

    shown = _run("--help")
    assert shown.returncode == 0
    assert all(noun in shown.stdout for noun in NOUNS)


def test_help_loads_no_chapter() -> None:
    """Help must answer on a slow machine, so no chapter or numeric library is imported for it."""
    code = (
        "import sys; sys.argv = ['overflight', '--help']\n"
        "from overflight.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = ('numpy', 'pydantic', 'pyproj', 'overflight.treaty')\n"
        "print([m for m in heavy if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("words", [["nonsense"], ["party", "nonsense"], ["party", "list", "--no"]])
def test_a_wrong_call_is_usage(words: list[str]) -> None:
    """Exit code 2 is kept for calls that cannot be understood."""
    done = _run(*words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_fault_as_json_has_its_four_fields() -> None:
    """A program that asked for JSON gets the fault as JSON too."""
    done = _run("party", "list", "--on", "2021-13-01", "--json")
    assert done.returncode == 2
    error = json.loads(done.stderr)["error"]
    assert set(error) == {"code", "where", "expected", "found", "remedy"}


def test_version_is_printed() -> None:
    """Reports of faults begin with the version."""
    from overflight import __version__

    assert _run("--version").stdout.strip() == __version__
