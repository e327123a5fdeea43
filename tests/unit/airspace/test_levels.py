"""Levels of different systems are compared only as far as their doubt allows."""

from __future__ import annotations

import pytest

from overflight.airspace import FOOT_M, GROUND_LEVEL, UNLIMITED, Level, LevelSystem, is_above
from overflight.airspace.levels import above_sea
from overflight.geodesy import Gap

SEA, GROUND = LevelSystem.SEA, LevelSystem.GROUND
PRESSURE, ELLIPSOID = LevelSystem.PRESSURE, LevelSystem.ELLIPSOID
PLAIN = Gap(100.0, 300.0)


@pytest.mark.parametrize(
    ("one", "other", "ground", "above"),
    [
        (Level(SEA, 1001), Level(SEA, 1000), None, True),
        (Level(SEA, 1000), Level(SEA, 1000), None, False),
        (Level(GROUND, 500), Level(GROUND, 600), None, False),
        (Level(SEA, 1), GROUND_LEVEL, None, True),
        (GROUND_LEVEL, Level(PRESSURE, 1), None, False),
        (GROUND_LEVEL, GROUND_LEVEL, None, False),
        (UNLIMITED, Level(SEA, 90_000), None, True),
        (Level(SEA, 90_000), UNLIMITED, None, False),
        (UNLIMITED, UNLIMITED, None, False),
        (Level(GROUND, 500), Level(SEA, 600), None, None),
        (Level(GROUND, 504), Level(SEA, 600), PLAIN, True),
        (Level(GROUND, 502), Level(SEA, 600), PLAIN, None),
        (Level(GROUND, 290), Level(SEA, 600), PLAIN, False),
        (Level(PRESSURE, 3000), Level(SEA, 3000), None, None),
        (Level(PRESSURE, 3000), Level(SEA, 2100), None, True),
        (Level(PRESSURE, 3000), Level(SEA, 4000), None, False),
        (Level(ELLIPSOID, 1000), Level(SEA, 889), None, True),
        (Level(ELLIPSOID, 1000), Level(SEA, 895), None, None),
    ],
)
def test_which_is_higher(one: Level, other: Level, ground: Gap | None, above: bool | None) -> None:
    """Where two systems overlap by their doubts, nobody may say that a flight passes above."""
    assert is_above(one, other, ground) is above


def test_the_doubt_of_a_flight_level_is_that_of_the_weather() -> None:
    """FL100 lies between the lowest pressure and the coldest air the rules reckon with."""
    level = Level(PRESSURE, 10_000 * FOOT_M)
    found = above_sea(level, None)
    assert found is not None
    assert found.most_m - level.height_m == pytest.approx(526 + level.height_m * 30 / 288)


def test_a_level_says_itself() -> None:
    """The words of the source come first; without them number and system."""
    assert Level(PRESSURE, 5943.6, "FL195").says == "FL195"
    assert Level(SEA, 1600).says == "1,600 m msl"
    assert Level(LevelSystem.UNLIMITED, 0.0).says == "unlimited"
