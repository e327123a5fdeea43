"""Ground resolution at a place, from the certified minimum height and the slant range.

At H_min straight down (or at its nearest look angle) a sensor resolves just what its category may:
L_a. The commission's H_min = H x L_a / L (RES-7) is linear in the height; we take it along the line
of sight: L = L_a x slant range / slant range at H_min. Only straight down is that written anywhere:
elsewhere it is derived, and it is the finest the sensor may show there; across the line of sight on
level ground things are coarser.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from overflight.coverage.looks import Look, Reach
from overflight.geodesy import Floats
from overflight.missions import Observation, Surroundings, floor_of
from overflight.sensors import HEIGHT_DEPENDENT, limits_of

__all__ = ["DERIVED", "Resolution", "resolution_of"]

DERIVED = (
    "L = L_a x slant range / slant range at H_min: dec.14 (H_min = H x L_a / L) straight down,"
    " derived elsewhere"
)
_OF_RADAR = (
    "a radar's resolution does not depend on height (annex.D.I.2.E): no finer than its limit"
)


@dataclass(frozen=True, slots=True)
class Resolution:
    """Ground resolution of one sensor, by slant range.

    Args:
        limit_m: Smallest lawful ground resolution of its category, in metres.
        provision: Where that is written.
        reach_m: Slant range in metres at which it resolves that; none where H_min is not at hand
            or the sensor does not depend on height.
        basis: The formula and its status, and where H_min comes from.
        fixed: The resolution does not depend on the slant range.
    """

    limit_m: float
    provision: str
    reach_m: float | None
    basis: tuple[str, ...]
    fixed: bool = False

    def at_m(self, slant_m: Floats) -> Floats | None:
        """Return ground resolutions in metres at slant ranges; none where they cannot be told.

        Args:
            slant_m: Slant ranges in metres, any shape.
        """
        if self.fixed:
            made: Floats = 0.0 * slant_m + self.limit_m
            return made
        return None if self.reach_m is None else self.limit_m * slant_m / self.reach_m

    def at_one_m(self, slant_m: float) -> float | None:
        """Return the ground resolution in metres at one slant range; none where not known."""
        if self.fixed:
            return self.limit_m
        return None if self.reach_m is None else self.limit_m * slant_m / self.reach_m


def resolution_of(period: Observation, around: Surroundings, look: Look | Reach) -> Resolution:
    """Return the ground resolution of the sensor of a period, by slant range.

    Args:
        period: The observation period.
        around: What the plan is judged against: the day, certificates.
        look: Where the sensor looks.

    Treaty: art.IV.2, annex.D.I.2; RES-7 (derived off straight down).
    """
    limit = limits_of(period.category).resolution
    amount = float(limit.on(around.day))
    if period.category not in HEIGHT_DEPENDENT:
        return Resolution(amount, limit.provision, None, (_OF_RADAR,), fixed=True)
    h_min, grounds = floor_of(period, around)
    if h_min is None or h_min <= 0.0:
        lacks = "no certified minimum height: no ground resolution can be told"
        return Resolution(amount, limit.provision, None, (lacks,))
    reach = h_min / math.cos(math.radians(look.nearest_deg))
    return Resolution(amount, limit.provision, reach, (DERIVED, *grounds))
