"""What a planned flight says of itself."""

from __future__ import annotations

from overflight.desk.planning.answer import found_says, left_out_says
from overflight.geodesy import Position
from overflight.planning import Airfield, LeftOut, Reason, Solution, Target

FIELD = Airfield("IT-MALPENSA", Position(8.73, 45.63))
NEAR = LeftOut(Target("Como", Position(9.08, 45.81)), Reason.STAND_OFF, "2.0 km from the border")


def solution(rounds: int, *left: LeftOut) -> Solution:
    """Return a flight that takes nothing."""
    return Solution(FIELD, FIELD, (), left, 0.0, 0.0, "own search", 1, rounds)


def test_a_search_that_did_not_run_says_so() -> None:
    """A value near that of going to the nearest is no answer of a search."""
    assert "the search did not run" in found_says(solution(0))
    assert found_says(solution(7)) == "found by own search, seed 1, 7 rounds"


def test_what_is_left_out_names_line_and_provision() -> None:
    """Blocked by which rule, near which border (GEO-4)."""
    (line,) = left_out_says(solution(1, NEAR))
    assert "(GEO-4 art.VI.II.2)" in line
    assert "Como (2.0 km from the border)" in line
    (many,) = left_out_says(solution(1, *[NEAR] * 6))
    assert many.endswith(", ...")
