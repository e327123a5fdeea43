"""Where a sensor looks, across the path: look angles, or the kilometres a plan states.

Angles count from straight down, negative to the left of the direction of flight, positive to the
right. A camera that looks down has them on both sides; a radar looks to one side, from a near angle
to a far one (art.IV.2.D).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from overflight.errors import UsageError
from overflight.missions import Observation, Side
from overflight.sensors import SensorCategory

__all__ = ["Look", "Looks", "Reach", "look_of"]

_MOST_DEG = 85.0


@dataclass(frozen=True, slots=True)
class Look:
    """The look angles of a sensor, across the path.

    Args:
        from_deg: The leftmost, in degrees from straight down, left negative.
        to_deg: The rightmost, above the leftmost; both within 85 degrees.
        ahead_deg: Half the field of view along the path: a place is seen while it lies so far
            ahead to so far behind; zero for a line scanner.

    Raises:
        UsageError: The angles are not a range within 85 degrees to either side.
    """

    from_deg: float
    to_deg: float
    ahead_deg: float = 0.0

    def __post_init__(self) -> None:
        across = -_MOST_DEG <= self.from_deg < self.to_deg <= _MOST_DEG
        if not (across and 0.0 <= self.ahead_deg <= _MOST_DEG):
            raise UsageError(
                "E-LOOK",
                where="look angles",
                expected=f"two angles from -{_MOST_DEG:g} to {_MOST_DEG:g}, the left one first,"
                f" and 0 to {_MOST_DEG:g} ahead",
                found=f"{self.from_deg} to {self.to_deg}, {self.ahead_deg} ahead",
                remedy="Give degrees from straight down, left of the flight negative: -20 and 20.",
            )

    @property
    def nearest_deg(self) -> float:
        """Return the smallest angle from straight down that the sensor sees."""
        if self.from_deg <= 0.0 <= self.to_deg:
            return 0.0
        return min(abs(self.from_deg), abs(self.to_deg))


@dataclass(frozen=True, slots=True)
class Reach:
    """The ground a plan says a sensor covers, across the path.

    Args:
        from_m: Its left edge in metres beside the path, left negative.
        to_m: Its right edge, above the left one.
    """

    from_m: float
    to_m: float

    @property
    def nearest_deg(self) -> float:
        """Return zero: a plan that states kilometres says nothing about angles."""
        return 0.0

    @property
    def ahead_deg(self) -> float:
        """Return zero, for the same reason."""
        return 0.0


Looks: TypeAlias = Mapping[str, Look]


def look_of(period: Observation, looks: Looks) -> Look | Reach | None:
    """Return where the sensor of a period looks; none where neither angles nor coverage are given.

    Args:
        period: The observation period.
        looks: Look angles by sensor id; they go before the kilometres of the plan.

    Treaty: art.IV.2; a radar covers one side only (art.IV.2.D).
    """
    if period.sensor in looks:
        return looks[period.sensor]
    left_m = 1000.0 * (period.left_km or 0.0) if period.side is not Side.RIGHT else 0.0
    right_m = 1000.0 * (period.right_km or 0.0) if period.side is not Side.LEFT else 0.0
    both_of_radar = period.category is SensorCategory.RADAR and left_m > 0.0 and right_m > 0.0
    if both_of_radar or left_m + right_m <= 0.0:
        return None
    return Reach(-left_m, right_m)
