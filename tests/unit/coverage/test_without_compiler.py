"""The kernels again as plain Python, so that what the compiler hides is seen and counted."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import coverage

ROOT = Path(__file__).resolve().parents[3]


def test_kernels_hold_without_the_compiler() -> None:
    """Out-of-range indices and overflows that compiled code passes over are faults in Python."""
    measured = coverage.Coverage.current() is not None
    with_coverage = ["-m", "coverage", "run"] if measured else []
    tests = str(Path(__file__).with_name("test_kernels.py"))
    done = subprocess.run(
        [sys.executable, *with_coverage, "-m", "pytest", "-q", "-p", "no:xdist", tests],
        cwd=ROOT,
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
