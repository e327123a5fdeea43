"""Heights as airspace is published: above sea, above ground, flight levels, without limit.

Heights of different systems are compared as intervals above mean sea level. Where the intervals
overlap, which of the two is higher is not known, and the answer is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from overflight.geodesy import Gap

__all__ = ["FOOT_M", "GROUND_LEVEL", "UNLIMITED", "Level", "LevelSystem", "is_above"]

FOOT_M = 0.3048

# Sea-level pressure 950 to 1050 hPa and air up to 30 degrees C off the standard: how far a flight
# level may lie from the same number of metres above the sea.
_PRESSURE_M = 526.0
_TEMPERATURE = 30.0 / 288.0
# Zero heights of States and geoid models differ by up to this much; the geoid lies between 107 m
# below and 86 m above the ellipsoid (EGM96).
_LEVELS_M = 3.0
_GEOID_M = 107.0


class LevelSystem(StrEnum):
    """What a height of airspace is counted from; the first four are those of plans."""

    GROUND = "agl"
    SEA = "msl"
    ELLIPSOID = "wgs84"
    PRESSURE = "std"
    UNLIMITED = "unlimited"


@dataclass(frozen=True, slots=True)
class Level:
    """A lower or upper limit, or the height of an obstacle.

    Args:
        system: What it is counted from.
        height_m: Metres above that; zero metres above ground is the surface. Without meaning where
            there is no limit.
        written: The words of the source (``FL195``, ``1500 ft``).
    """

    system: LevelSystem
    height_m: float
    written: str = ""

    @property
    def says(self) -> str:
        """Return the level for a person: the words of the source, else number and system."""
        if self.written:
            return self.written
        return (
            "unlimited"
            if self.system is LevelSystem.UNLIMITED
            else f"{self.height_m:,.0f} m {self.system.value}"
        )


GROUND_LEVEL = Level(LevelSystem.GROUND, 0.0, "SFC")
_SURFACE = (LevelSystem.GROUND, 0.0)
UNLIMITED = Level(LevelSystem.UNLIMITED, 0.0, "UNL")


def above_sea(level: Level, ground: Gap | None) -> Gap | None:
    """Return where a level lies above mean sea level, as an interval in metres.

    Args:
        level: The level; one without limit has no such height.
        ground: Least and most height of the ground above the sea, its own error included; none
            where it is not known.

    Returns:
        The interval; none for a height above ground where the ground is not known.
    """
    match level.system:
        case LevelSystem.GROUND:
            if ground is None:
                return None
            return Gap(ground.least_m + level.height_m, ground.most_m + level.height_m)
        case LevelSystem.ELLIPSOID:
            doubt = _GEOID_M
        case LevelSystem.PRESSURE:
            doubt = _PRESSURE_M + _TEMPERATURE * abs(level.height_m)
        case _:
            doubt = 0.0
    return Gap(level.height_m - doubt, level.height_m + doubt)


def is_above(one: Level, other: Level, ground: Gap | None) -> bool | None:
    """Tell whether one level lies above another; one on the other does not.

    Args:
        one: A level.
        other: Another.
        ground: Heights of the ground there above the sea, in metres; none where not known.

    Returns:
        Yes, no, or none where their systems differ too much to say.
    """
    if LevelSystem.UNLIMITED in {one.system, other.system}:
        return one.system is LevelSystem.UNLIMITED and other.system is not LevelSystem.UNLIMITED
    if one.system is other.system:
        return one.height_m > other.height_m
    if _SURFACE in {(level.system, level.height_m) for level in (one, other)}:
        # Whatever flies is above the ground.
        return (other.system, other.height_m) == _SURFACE
    mine, theirs = above_sea(one, ground), above_sea(other, ground)
    if mine is None or theirs is None:
        return None
    if mine.least_m - _LEVELS_M > theirs.most_m:
        return True
    return False if mine.most_m + _LEVELS_M < theirs.least_m else None
