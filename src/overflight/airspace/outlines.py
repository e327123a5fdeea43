"""Outlines: arcs and circles by corners with a stated error, and rings that bound no area."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import shapely

from overflight.errors import SourceError
from overflight.geodesy import (
    Path,
    Plane,
    Position,
    azimuth_deg,
    coordinates_deg,
    degrees,
    distance_m,
    travels,
    unit_vectors,
)

__all__ = [
    "ARC_ERROR_M",
    "NAUTICAL_MILE_M",
    "arc",
    "arc_between",
    "circle",
    "closed_outline",
    "side_doubt_m",
]

NAUTICAL_MILE_M = 1852.0
ARC_ERROR_M = 10.0  # how far a side may lie inside the arc it stands for
_LEAST_SIDES = 36  # of a whole circle
_MOST_RADIUS_M = 2_000_000.0
_EARTH_M = 6_371_000.0
_SHORT_M = 100.0  # sides of arcs, and others whose doubt is below a millimetre
_SAME_M = 0.5  # corners nearer than this are one: two hundredths of a second of arc


def _refused(where: str, expected: str, found: str, remedy: str) -> SourceError:
    return SourceError("E-AIRSPACE", where=where, expected=expected, found=found, remedy=remedy)


def arc(
    centre: Position, radius_m: tuple[float, float], starts_deg: float, sweep_deg: float
) -> Path:
    """Return corners on an arc, its ends included.

    Args:
        centre: Its centre.
        radius_m: Radius at the start and at the end; the published ends of an arc seldom lie
            equally far from its published centre, and the radius goes evenly from one to the other.
        starts_deg: Direction of the start from the centre, degrees clockwise from true north.
        sweep_deg: Degrees to turn, clockwise above zero; at most 360 either way.

    Raises:
        SourceError: A radius is not above zero or above 2,000 km.

    Accuracy: the sides lie inside the arc by at most ``ARC_ERROR_M``.
    """
    least, most = min(radius_m), max(radius_m)
    if not 0 < least <= most <= _MOST_RADIUS_M:
        raise _refused(
            "arc",
            "a radius above zero, at most 2,000 km",
            f"{least:g} to {most:g} m",
            "Correct the radius or the centre.",
        )
    step = 2 * math.degrees(math.acos(max(0.0, 1 - ARC_ERROR_M / most)))
    sides = max(2, math.ceil(abs(sweep_deg) / min(step, 360 / _LEAST_SIDES)))
    part = np.linspace(0.0, 1.0, sides + 1)
    lon, lat, _ = travels(
        np.full(sides + 1, centre.lon_deg),
        np.full(sides + 1, centre.lat_deg),
        starts_deg + part * sweep_deg,
        radius_m[0] + part * (radius_m[1] - radius_m[0]),
    )
    return tuple(
        Position(math.remainder(x, 360.0) if abs(x) > 180 else x, y)
        for x, y in zip(lon.tolist(), lat.tolist(), strict=True)
    )


def circle(centre: Position, radius_m: float) -> Path:
    """Return corners on a circle, the first not repeated.

    Raises:
        SourceError: The radius is not above zero or above 2,000 km.

    Accuracy: as for an arc.
    """
    return arc(centre, (radius_m, radius_m), 0.0, 360.0)[:-1]


def arc_between(centre: Position, start: Position, end: Position, *, clockwise: bool) -> Path:
    """Return corners of an arc from one position to another, both kept as given.

    Args:
        centre: Its centre.
        start: Where it starts; the radius there is the distance from the centre.
        end: Where it ends; as published it may lie on another radius.
        clockwise: The way it turns.

    Raises:
        SourceError: The centre is one of the ends, or farther away than 2,000 km.
    """
    radius = (distance_m(centre, start), distance_m(centre, end))
    if min(radius) < _SAME_M:
        raise _refused(
            "arc", "a centre beside the arc", "a centre on it", "Correct the centre of the arc."
        )
    starts = azimuth_deg(centre, start)
    sweep = (azimuth_deg(centre, end) - starts) % 360.0 or 360.0
    inner = arc(centre, radius, starts, sweep if clockwise else sweep - 360.0 or -360.0)
    return (start, *inner[1:-1], end)


def side_doubt_m(outline: Path) -> float:
    """Return how far a side may lie from the geodesic where it is meant as a line on a chart.

    Formats that only list corners do not say how sides run. Between a geodesic and the line of
    constant heading, which a parallel is, lie at most L^2 tan(latitude) sin^2(heading) / 8R.

    Args:
        outline: Corners of a closed outline.

    Accuracy: within a hundredth up to sides of 300 km and 70 degrees of latitude.
    """
    doubt = 0.0
    for start, end in pairwise((*outline, *outline[:1])):
        length = distance_m(start, end)
        if length > _SHORT_M:
            middle = math.radians(min(89.0, abs(start.lat_deg + end.lat_deg) / 2))
            across = math.sin(math.radians(azimuth_deg(start, end)))
            side = length * length * math.tan(middle) * across * across / (8 * _EARTH_M)
            doubt = max(doubt, min(side, length / 2))
    return doubt


def closed_outline(corners: Sequence[Position], where: str) -> Path:
    """Return the corners of an area without repetitions, or refuse what bounds none.

    Args:
        corners: Corners in order; the first may be repeated at the end.
        where: File and line, for the message.

    Raises:
        SourceError: Fewer than three corners, an outline that crosses or touches itself, or one
            that reaches round the Earth.
    """
    ring = [
        at for at, after in pairwise([*corners, *corners[:1]]) if distance_m(at, after) > _SAME_M
    ]
    if len(ring) < 3:
        raise _refused(
            where,
            "an outline of three or more different corners",
            f"{len(ring)}",
            "Ask the publisher for the whole outline.",
        )
    vectors = unit_vectors(*coordinates_deg(ring))
    plane = Plane.over(vectors)
    if plane is None:
        raise _refused(
            where,
            "an outline that fits into a hemisphere",
            "one that reaches round the Earth",
            "Correct the corners; the sign of a longitude may be wrong.",
        )
    spots, _ = plane.project(vectors)
    polygon = shapely.Polygon(spots)
    if polygon.is_valid:
        return tuple(ring)
    raise _refused(
        where,
        "an outline that does not cross or touch itself",
        _fault_of(polygon, plane),
        "Ask the publisher which corner is wrong; until then ask the State what is meant.",
    )


def _fault_of(polygon: shapely.Polygon, plane: Plane) -> str:
    """Return where an outline crosses or touches itself, in words."""
    reason = str(shapely.is_valid_reason(polygon))
    x, y = (float(word) for word in reason.partition("[")[2].rstrip("]").split())
    lon, lat = degrees(plane.unproject(np.array([[x, y]])))
    return f"it meets itself at longitude {lon[0]:.5f}, latitude {lat[0]:.5f}"
