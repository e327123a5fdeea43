"""A Party's own sites stay with it: nothing is written but what is asked, nothing is sent."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from overflight.desk.kinds import KINDS

CASE = Path(__file__).parents[2] / "docs" / "cases" / "crossing.json"
NAME = "sector-44-bravo"

# Audit hooks see what no test of files could: every file opened to be written, every socket.
WATCHED = """
import sys
seen = []
def hook(event, words):
    if event == "open" and words[1] and any(mode in str(words[1]) for mode in "wax+"):
        seen.append(f"open {words[0]}")
    elif event.startswith(("socket.", "subprocess.", "os.exec", "os.mkdir", "os.rename")):
        seen.append(f"{event} {words}")
sys.addaudithook(hook)
from overflight.cli import main
try:
    main()
except SystemExit as left:
    code = left.code
print("LEFT", code, seen)
"""


def test_exposure_writes_nothing_and_opens_no_socket(tmp_path: Path) -> None:
    """Neither a file nor a cache nor a log holds the list; the answer is on standard output."""
    sites = tmp_path / "sites.csv"
    sites.write_text(f"name,lon,lat\n{NAME},9.4,44.805\n", "utf-8")
    home = tmp_path / "home"
    home.mkdir()
    look = ["--look", "OF-1=-25..25"]
    command = ["plan", "exposure", str(CASE), "--sites", str(sites), *look]

    def asked() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", WATCHED, *command],
            env={**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home / ".cache")},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    asked()  # the first time makes the folder for compiled kernels, which hold no list
    before = sorted(tmp_path.rglob("*"))
    assert not [p for p in before if p.is_file() and p != sites and NAME.encode() in p.read_bytes()]
    done = asked()
    assert NAME in done.stdout, done.stderr
    assert done.stdout.splitlines()[-1] == "LEFT 1 []"
    assert NAME not in done.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_no_fact_of_the_record_holds_such_a_list() -> None:
    """What has no kind of fact cannot be said to the record by any act."""
    assert not [kind for kind in KINDS if kind.startswith("coverage.")]
