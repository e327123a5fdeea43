"""When a draft is where: by its ground speed, its stops, and the window of its 96 hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from overflight.deadlines import Instant
from overflight.geodesy import Position, azimuth_deg, distance_m, travel
from overflight.missions import Stop
from overflight.planning.solutions import RoutePoint

__all__ = ["Timed", "hours_of", "led", "stops_of"]


@dataclass(frozen=True, slots=True)
class Timed:
    """When the flight is at a place.

    Args:
        name: Name of the point, or site id.
        at: Position.
        reached: When it comes there.
        left: When it goes on.
    """

    name: str
    at: Position
    reached: Instant
    left: Instant


def hours_of(
    ends: tuple[RoutePoint, RoutePoint],
    points: Sequence[RoutePoint],
    commences: Instant,
    speed_km_h: float,
) -> tuple[Timed, ...]:
    """Return when a flight is at each place, airfields included.

    Args:
        ends: The airfields of start and end as route points.
        points: Route points in order.
        commences: When it commences.
        speed_km_h: Ground speed.
    """
    places = (ends[0], *points, ends[1])
    now = commences
    found = [Timed(places[0].name, places[0].at, now, now)]
    for here, there in pairwise(places):
        hours = distance_m(here.at, there.at) / 1000 / speed_km_h
        reached = now + timedelta(seconds=round(hours * 3600))
        now = reached + timedelta(seconds=round(there.stay_h * 3600))
        found.append(Timed(there.name, there.at, reached, now))
    return tuple(found)


def stops_of(timed: Sequence[Timed], points: Sequence[RoutePoint]) -> tuple[Stop, ...]:
    """Return the stops of a flight.

    Args:
        timed: When it is where, airfields included.
        points: Route points in order, each landing after a turn point.

    Treaty: art.VI.II.3; GEO-11.
    """
    found = []
    for number, point in enumerate(points):
        if point.lands:
            when = timed[number + 1]
            found.append(Stop(point.name, points[number - 1].name, when.reached, when.left))
    return tuple(found)


def led(points: Sequence[RoutePoint], start: Position) -> tuple[RoutePoint, ...]:
    """Return route points with a turn point before each landing, by which the plan names it.

    Args:
        points: Route points in order.
        start: Where the flight commences.
    """
    found: list[RoutePoint] = []
    before = RoutePoint("", start, stay_h=1.0)
    for point in points:
        if point.lands and before.lands:
            metres = distance_m(before.at, point.at)
            heading = azimuth_deg(before.at, point.at)
            middle = travel(before.at, heading, metres / 2)
            found.append(RoutePoint(f"L{len(found) + 1:02}", middle))
        found.append(point)
        before = point
    return tuple(found)
