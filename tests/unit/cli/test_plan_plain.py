"""``overflight plan solve FILE.oplib`` from the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

OVERFLIGHT = Path(sys.executable).with_name("overflight")
FILE = """NAME : square
TYPE : OP
DIMENSION : 5
COST_LIMIT : 32
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 10 0
3 10 6
4 0 6
5 50 50
NODE_SCORE_SECTION
1 1
2 4
3 4
4 4
5 100
DEPOT_SECTION
1
-1
EOF
"""


def run(folder: Path, *words: str, text: str = FILE) -> subprocess.CompletedProcess[str]:
    """Run the command on a file in a folder of its own."""
    (folder / "square.oplib").write_text(text)
    command = [str(OVERFLIGHT), "plan", "solve", "square.oplib", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_value_bound_gap_and_tour_are_told(tmp_path: Path) -> None:
    """The square is the best tour by hand: 13 in a length of 32; the far place is out of reach."""
    words = ("--iterations", "50", "--seed", "2", "--json")
    one, other = run(tmp_path, *words), run(tmp_path, *words)
    assert one.returncode == 0, one.stderr
    assert one.stdout == other.stdout
    told = json.loads(one.stdout)
    assert (told["value"], told["bound"], told["gap"]) == (13, 13, 0)
    assert (told["length"], told["limit"], told["seed"]) == (32, 32, 2)
    assert told["tour"] in ([1, 2, 3, 4], [1, 4, 3, 2])
    assert told["engine"].startswith("own search")


def test_the_same_for_people(tmp_path: Path) -> None:
    """One line for the value, one for the engine, one for the bound, one for the tour."""
    said = run(tmp_path, "--seconds", "1").stdout
    assert "square: value 13, length 32 of 32" in said
    assert "bound 13: no tour is better" in said


def test_the_second_opinion_without_a_bound(tmp_path: Path) -> None:
    """PyVRP answers behind the same command, and says that nothing was proven."""
    said = run(tmp_path, "--engine", "pyvrp", "--no-bound", "--iterations", "50").stdout
    assert "found by PyVRP" in said
    assert "no bound: nothing was proven" in said


@pytest.mark.parametrize(
    ("text", "words", "status", "code"),
    [
        (FILE.replace("TYPE : OP\n", ""), (), 4, "E-OPLIB"),
        (FILE, ("--engine", "cplex"), 2, "cplex"),
    ],
)
def test_faults_leave_with_their_code(
    tmp_path: Path, text: str, words: tuple[str, ...], status: int, code: str
) -> None:
    """A bad file is 4, a wrong call 2."""
    done = run(tmp_path, *words, text=text)
    assert done.returncode == status
    assert code in done.stderr
