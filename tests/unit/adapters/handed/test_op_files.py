"""OPLib files: lengths as TSPLIB defines them, published tours reproduced, bad files told once."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.shared_data import shared

from overflight.adapters.handed.op_files import read_oplib
from overflight.errors import OverflightError, SourceError

FILE = """NAME : five
COMMENT : made by hand
TYPE : OP
DIMENSION : 4
COST_LIMIT : 20
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 3 4
3 1.5 0
4 0 -1e1
NODE_SCORE_SECTION
1 0
2 7
3 2
4 9
DEPOT_SECTION
1
-1
EOF
"""
# Their scores were corrected after the tours were published.
CORRECTED = {
    f"{graph}-gen3-50" for graph in ("a280", "tsp225", "rat195", "rat575", "rat783", "nrw1379")
}


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    """Write the file with some of its words changed."""
    text = FILE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "five.oplib"
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("kind", "apart"),
    [("EUC_2D", [5, 2, 10]), ("CEIL_2D", [5, 2, 10]), ("ATT", [2, 1, 4])],
)
def test_lengths_are_those_of_tsplib(tmp_path: Path, kind: str, apart: list[int]) -> None:
    """From place 1: 5, 1.5 and 10 apart; ATT divides by the root of ten and rounds up."""
    problem = read_oplib(written(tmp_path, ("EUC_2D", kind)))
    assert problem.lengths[0, 1:].tolist() == apart
    assert (problem.lengths == problem.lengths.T).all()
    assert problem.lengths.diagonal().tolist() == [0, 0, 0, 0]
    assert (problem.name, problem.limit, problem.worth) == ("five", 20, (0.0, 7.0, 2.0, 9.0))


def test_rounding_up_and_to_the_nearest_differ(tmp_path: Path) -> None:
    """A length of 1.2 is 1 to the nearest and 2 rounded up."""
    shorter = ("3 1.5 0", "3 1.2 0")
    assert read_oplib(written(tmp_path, shorter)).lengths[0, 2] == 1
    assert read_oplib(written(tmp_path, shorter, ("EUC_2D", "CEIL_2D"))).lengths[0, 2] == 2


def test_geographic_lengths_read_minutes(tmp_path: Path) -> None:
    """0.30 is thirty minutes: half a degree of a sphere of 6,378.388 km is 55.66 km, and one up."""
    changes = (("EUC_2D", "GEO"), ("3 1.5 0", "3 0.30 0"), ("4 0 -1e1", "4 0 -0.30"))
    lengths = read_oplib(written(tmp_path, *changes)).lengths
    assert lengths[0, 2] == lengths[0, 3] == 56


def test_published_tours_have_the_published_value_and_length() -> None:
    """Every shipped EA4OP tour is reproduced, but for the six files corrected later."""
    folder = shared("data", "op", "oplib")
    paths = sorted((folder / "instances").rglob("*.oplib"))
    checked = 0
    for path in paths:
        tour = folder / "ea4op" / path.parent.name / f"{path.stem}.sol"
        if path.stem in CORRECTED or not tour.exists():
            continue
        problem, words = read_oplib(path), tour.read_text().replace(":", " ").split()
        begin = words.index("NODE_SEQUENCE_SECTION") + 1
        order = [int(word) - 1 for word in words[begin : words.index("-1")]]
        length = sum(int(problem.lengths[order[k - 1], order[k]]) for k in range(len(order)))
        assert length == int(words[words.index("ROUTE_COST") + 1]), path.stem
        value = sum(problem.worth[place] for place in order)
        assert value == int(words[words.index("ROUTE_SCORE") + 1]), path.stem
        assert length <= problem.limit
        checked += 1
    assert checked >= 50


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("TYPE : OP\n", "TYPE : TSP\n"),
        ("TYPE : OP\n", ""),
        ("DIMENSION : 4", "DIMENSION : 5"),
        ("DIMENSION : 4", "DIMENSION : 3"),
        ("DIMENSION : 4", "DIMENSION : 0"),
        ("DIMENSION : 4", "DIMENSION : four"),
        ("DIMENSION : 4", "DIMENSION : 999999999999999"),
        ("DIMENSION : 4", "DIMENSION 4"),
        ("COST_LIMIT : 20", "COST_LIMIT : -20"),
        ("COST_LIMIT : 20", "COST_LIMIT : 1e3"),
        ("COST_LIMIT : 20", "COST_LIMIT : 20\nCOST_LIMIT : 30"),
        ("COST_LIMIT : 20", "COST_LIMIT : 999999999"),
        ("EUC_2D", "EXPLICIT"),
        ("EUC_2D", "MAN_2D"),
        ("COMMENT", "REMARK"),
        ("2 3 4", "2 3"),
        ("2 3 4", "2 3 north"),
        ("2 3 4", "2 nan 4"),
        ("2 3 4", "2 inf 4"),
        ("2 3 4", "2 1e300 4"),
        ("2 3 4", "3 3 4"),
        ("2 3 4\n", ""),
        ("4 9", "4 9.5"),
        ("4 9", "4 -9"),
        ("4 9", "4 9\n5 1"),
        ("DEPOT_SECTION\n1", "DEPOT_SECTION\n2"),
        ("DEPOT_SECTION\n1\n-1\n", ""),
        ("DEPOT_SECTION", "NODE_SCORE_SECTION"),
        ("EOF\n", ""),
        ("made by hand", "made by h\u00e4nd"),
    ],
)
def test_a_bad_file_is_one_clear_error(tmp_path: Path, old: str, new: str) -> None:
    """Cut off, out of range, of another kind: one message, never a stack of Python."""
    with pytest.raises(SourceError, match="E-OPLIB"):
        read_oplib(written(tmp_path, (old, new)))


def test_a_file_that_is_not_there_or_too_large_is_told(tmp_path: Path) -> None:
    """The same faults as for every other file."""
    with pytest.raises(OverflightError):
        read_oplib(tmp_path / "none.oplib")
    large = tmp_path / "large.oplib"
    large.write_bytes(b" " * (4 * 1024 * 1024 + 1))
    with pytest.raises(OverflightError):
        read_oplib(large)
