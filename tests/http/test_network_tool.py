"""`make network` as a newcomer runs it, from a notification to its answer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_the_network_tool_shows_what_it_promises(tmp_path: Path) -> None:
    """Five nodes; held by all, then answered, in every party's own copy; every docket."""
    words = [sys.executable, "tools/network.py", str(tmp_path / "network"), "--port", "17443"]
    done = subprocess.run(
        [*words, "--for", "1"], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for party in ("HU", "RO", "CA", "DE", "PL"):
        assert f"{party} answered" in done.stdout
        assert f"The docket of {party}" in done.stdout
    assert "No alarm; nothing to sign." in done.stdout
    assert "broken" not in done.stdout
