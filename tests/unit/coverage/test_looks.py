"""Where a sensor looks: angles first, kilometres where they lack, nothing made up."""

from __future__ import annotations

import math

import pytest
from tests.coverage_cases import OPTICAL, RADAR, sees

from overflight.coverage import Look, Reach
from overflight.coverage.looks import look_of
from overflight.errors import UsageError
from overflight.missions import Side


@pytest.mark.parametrize(
    ("low", "high", "ahead"),
    [
        (20.0, -20.0, 0.0),
        (5.0, 5.0, 0.0),
        (-86.0, 0.0, 0.0),
        (0.0, 86.0, 0.0),
        (math.nan, 5.0, 0.0),
        (0.0, math.inf, 0.0),
        (-5.0, 5.0, -1.0),
        (-5.0, 5.0, 86.0),
        (-5.0, 5.0, math.nan),
    ],
)
def test_angles_that_are_no_range_are_refused(low: float, high: float, ahead: float) -> None:
    """An angle of 90 degrees never meets the ground; a number that is none meets nothing."""
    with pytest.raises(UsageError) as told:
        Look(low, high, ahead)
    assert told.value.code == "E-LOOK"


@pytest.mark.parametrize(
    ("look", "nearest"),
    [
        (Look(-20, 20), 0.0),
        (Look(0, 20), 0.0),
        (Look(30, 40), 30.0),
        (Look(-70, -45), 45.0),
        (Reach(-1.0, 2.0), 0.0),
    ],
)
def test_the_nearest_angle_is_the_finest(look: Look | Reach, nearest: float) -> None:
    """H_min is that of the finest place seen."""
    assert look.nearest_deg == nearest
    assert look.ahead_deg == 0.0


def test_angles_go_before_kilometres() -> None:
    """A plan's kilometres are what it promises; angles are what the sensor does."""
    period = sees(km=(5.0, 4.0))
    assert look_of(period, {"S": Look(-1, 2)}) == Look(-1, 2)
    assert look_of(period, {}) == Reach(-5000.0, 4000.0)


@pytest.mark.parametrize(
    ("side", "km", "found"),
    [
        (Side.LEFT, (5.0, 4.0), Reach(-5000.0, 0.0)),
        (Side.RIGHT, (5.0, 4.0), Reach(0.0, 4000.0)),
        (Side.BELOW, (5.0, None), Reach(-5000.0, 0.0)),
        (None, (None, 4.0), Reach(0.0, 4000.0)),
        (Side.RIGHT, (5.0, None), None),
        (None, (None, None), None),
        (None, (0.0, 0.0), None),
    ],
)
def test_kilometres_count_on_the_side_that_is_looked_at(
    side: Side | None, km: tuple[float | None, float | None], found: Reach | None
) -> None:
    """What lies on the other side is not seen, whatever number stands there."""
    assert look_of(sees(OPTICAL, side=side, km=km), {}) == found


@pytest.mark.provision("art.IV.2.D")
def test_a_radar_never_looks_to_both_sides() -> None:
    """Art.IV.2.D: left or right, never both together; which of the two is not for us to guess."""
    assert look_of(sees(RADAR, km=(20.0, 20.0)), {}) is None
    assert look_of(sees(RADAR, side=Side.LEFT, km=(20.0, 20.0)), {}) == Reach(-20000.0, 0.0)
