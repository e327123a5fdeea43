"""Where a sensor sees the ground beside the path, at the height it is flown."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from overflight.errors import UsageError
from overflight.missions import Side
from overflight.sensors import HEIGHT_DEPENDENT, SensorCategory, limits_of

__all__ = ["MARGIN", "Band", "Look", "looks_for"]

MARGIN = 0.1  # of half a band, kept free at each edge: ground and hand are never quite as planned

_RADIUS_M = 6_371_000.0
_MOST_DEG = 89.0


@dataclass(frozen=True, slots=True)
class Band:
    """Where the ground is planned to be seen beside the path, right of it positive.

    It lies inside what the angles give, by ``MARGIN`` of half the width at each edge.

    Args:
        look: The sensor.
        side: Where it looks; none for straight below.
        least_m: Nearest to the left end of the band, in metres.
        most_m: Its right end.
    """

    look: Look
    side: Side
    least_m: float
    most_m: float


@dataclass(frozen=True, slots=True)
class Look:
    """A sensor and the angles at which it looks.

    Args:
        sensor: Its id.
        category: Its category.
        height_m: Height above ground at which it is flown, in metres.
        h_min_m: Certified minimum height; none for a radar, or where not at hand.
        side: Where it looks: below the aircraft to both sides, left, or right; none for a radar
            that is turned to one side at a time.
        from_deg: Least look angle from straight below, in degrees.
        to_deg: Greatest look angle, below 89 degrees.

    Raises:
        UsageError: A number cannot be: angles, heights, a radar that looks below.

    Treaty: serves art.IV.2, art.VI.II.4.D.
    """

    sensor: str
    category: SensorCategory
    height_m: float
    h_min_m: float | None = None
    side: Side | None = None
    from_deg: float = 0.0
    to_deg: float = 45.0

    def __post_init__(self) -> None:
        radar = self.category is SensorCategory.RADAR
        if not (math.isfinite(self.height_m) and 0 < self.height_m <= 40_000):
            raise _refused(self.sensor, "a height above ground from 1 to 40,000 m", self.height_m)
        if not 0 <= self.from_deg < self.to_deg <= _MOST_DEG:
            found = f"{self.from_deg:g} to {self.to_deg:g}"
            raise _refused(self.sensor, "look angles from 0 up to 89 degrees, growing", found)
        if radar and self.side is Side.BELOW:
            raise _refused(self.sensor, "a radar that looks left or right (art.IV.2.D)", "below")
        if radar and self.from_deg <= 0:
            raise _refused(self.sensor, "a radar that looks aside, from_deg above 0", self.from_deg)
        if self.h_min_m is not None and self.height_m < self.h_min_m and self.needs_height:
            expected = f"a height of at least H_min, {self.h_min_m:g} m (art.VI.II.4.D)"
            raise _refused(self.sensor, expected, f"{self.height_m:g} m")
        if not math.isfinite(self._ground_m(self.to_deg)):
            raise _refused(self.sensor, "a look angle that meets the ground", self.to_deg)

    @property
    def needs_height(self) -> bool:
        """Return whether it has a minimum height at all (annex.D.I.2.E)."""
        return self.category in HEIGHT_DEPENDENT

    def _ground_m(self, angle_deg: float) -> float:
        """Return how far aside a look angle meets a round Earth; not finite beyond the horizon."""
        angle = math.radians(angle_deg)
        sine = math.sin(angle) * (_RADIUS_M + self.height_m) / _RADIUS_M
        return _RADIUS_M * (math.asin(sine) - angle) if sine < 1 else math.inf

    @property
    def near_m(self) -> float:
        """Return how far beside the path it begins to see, in metres."""
        return self._ground_m(self.from_deg)

    @property
    def far_m(self) -> float:
        """Return how far beside the path it sees: what the angle gives, and the text allows.

        Treaty: art.IV.2.A (50 km on each side), art.IV.2.D (a swath of 25 km); GEO-7.
        """
        far, limits = self._ground_m(self.to_deg), limits_of(self.category)
        if limits.each_side is not None:
            far = min(far, float(limits.each_side.amount) * 1000)
        if limits.swath is not None:
            far = min(far, self.near_m + float(limits.swath.amount) * 1000)
        return far

    @property
    def sure_m(self) -> float:
        """Return how far beside the path something is planned to be: within the far edge."""
        below = self.category is not SensorCategory.RADAR and self.side in {None, Side.BELOW}
        wide = self.far_m if below else (self.far_m - self.near_m) / 2
        return self.far_m - MARGIN * wide

    @property
    def bands(self) -> tuple[Band, ...]:
        """Return where it is planned to see the ground, one band for each way it can look."""
        far = self.sure_m
        near = self.near_m + (self.far_m - far)
        if self.category is not SensorCategory.RADAR and self.side in {None, Side.BELOW}:
            return (Band(self, Side.BELOW, -far, far),)
        right, left = Band(self, Side.RIGHT, near, far), Band(self, Side.LEFT, -far, -near)
        return tuple(band for band in (right, left) if self.side in {None, band.side})


def looks_for(wanted: str, looks: Iterable[Look]) -> tuple[Look, ...]:
    """Return the sensors that meet a wish.

    Args:
        wanted: Id of a sensor, code of a category (``SAR``), or ``optical``.
        looks: Sensors at hand.
    """
    optical = {SensorCategory.OPTICAL_FRAMING, SensorCategory.OPTICAL_PANORAMIC}
    return tuple(
        look
        for look in looks
        if wanted in {look.sensor, look.category.value}
        or (wanted == "optical" and look.category in optical)
    )


def _refused(where: str, expected: str, found: object) -> UsageError:
    return UsageError(
        "E-SENSOR",
        where=f"sensor {where}",
        expected=expected,
        found=found,
        remedy="Correct this sensor.",
    )
