"""How a flight follows a line: over it, or beside it at the distance a sensor looks."""

from __future__ import annotations

import math
from collections.abc import Sequence

from overflight.geodesy import Path, Position, azimuth_deg, travel
from overflight.missions import Side
from overflight.planning.asked.looks import Look
from overflight.planning.passes.ways_past import Pass, Run

__all__ = ["passes_of_line"]

_LEAST_COSINE = 0.35  # a sharper bend is not passed any farther out


def passes_of_line(
    points: Path, looks: Sequence[Look], lead_m: float = 2_000.0
) -> tuple[Pass, ...]:
    """Return the ways to follow a line with one of some sensors.

    Args:
        points: Two or more positions that differ, joined by straight legs.
        looks: Sensors of which one suffices; without any the line itself is flown.
        lead_m: How long before and after the line the pass is straight.

    Returns:
        Passes of which one suffices, each flown in either direction where the sensor allows it.
    """
    if not looks:
        return (Pass(_led(points, lead_m)),)
    found = []
    for look in looks:
        for band in look.bands:
            path = _led(_beside(points, (band.least_m + band.most_m) / 2), lead_m)
            both = len(look.bands) > 1 or band.side is Side.BELOW
            run = Run(look, band.side, 0, len(path) - 1)
            found.append(Pass(path, (run,), both))
            if not both:  # the other way on the other side
                back = _led(_beside(points[::-1], (band.least_m + band.most_m) / 2), lead_m)
                found.append(Pass(back, (run,), both))
    return tuple(found)


def _led(points: Path, lead_m: float) -> Path:
    """Return a line made longer at both ends, so that sensors are on before it begins."""
    first = travel(points[0], azimuth_deg(points[1], points[0]), lead_m)
    last = travel(points[-1], azimuth_deg(points[-2], points[-1]), lead_m)
    return (first, *points[1:-1], last)


def _beside(points: Path, across_m: float) -> Path:
    """Return the path that has a line so far to its right, bend by bend."""
    if across_m == 0:
        return points
    found: list[Position] = []
    for number, here in enumerate(points):
        before = points[max(0, number - 1)]
        after = points[min(len(points) - 1, number + 1)]
        came = azimuth_deg(here, before) + 180.0 if number else azimuth_deg(here, after)
        goes = azimuth_deg(here, after) if number < len(points) - 1 else came
        bend = math.remainder(goes - came, 360.0) / 2
        reach = across_m / max(_LEAST_COSINE, math.cos(math.radians(bend)))
        found.append(travel(here, came + bend + 270.0, reach))
    return tuple(found)
