"""Observation periods: where each sensor is switched on and off for what a route takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from overflight.geodesy import Position, Territory, azimuth_deg, distance_m, travel
from overflight.missions import Observation, Side
from overflight.planning.asked.looks import Look
from overflight.planning.solutions import RoutePoint, Sight, Solution
from overflight.sensors import SensorCategory

__all__ = ["Observed", "observed"]

_LONGEST_M = 150_000.0  # of a leg on which a sensor is left on from end to end
_INSIDE_M = 1.0


@dataclass(frozen=True, slots=True)
class Observed:
    """A route with the points at which sensors are switched, and the periods between them.

    Args:
        points: Route points in order, airfields of start and end left out.
        periods: Observation periods by the names of points.
    """

    points: tuple[RoutePoint, ...]
    periods: tuple[Observation, ...]


@dataclass(frozen=True, slots=True)
class _Span:
    """A sensor at work from one place along the path to another: leg and metres on it."""

    look: Look
    side: Side
    since: tuple[int, float]
    until: tuple[int, float]


def observed(solution: Solution, territory: Territory | None, lead_m: float) -> Observed:
    """Return the observation periods of a route.

    A sensor that looks at a turn point is on along the legs before and after it; where a leg is
    long or leaves the territory, from so long before to so long after, by points of their own.

    Args:
        solution: The route with what each sensor is to see.
        territory: Territory of the observed Party; sensors work inside it only (GEO-8).
        lead_m: How long before and after a point a sensor is on at least.

    Treaty: serves art.II.15, art.VII.3.
    """
    if not solution.sights:
        return Observed(solution.route, ())
    path = solution.path
    whole = [_whole(path[k], path[k + 1], territory) for k in range(len(path) - 1)]
    spans = _merged(_span(path, sight, whole, lead_m) for sight in solution.sights)
    cuts = sorted({at for span in spans for at in (span.since, span.until)})
    names, points = _named(solution, cuts)
    periods = tuple(_period(span, names) for span in spans)
    return Observed(points, periods)


def _whole(here: Position, there: Position, territory: Territory | None) -> bool:
    """Tell whether a sensor may be on along a whole leg."""
    length = distance_m(here, there)
    if territory is None:
        return length <= _LONGEST_M
    return (
        _INSIDE_M < length <= _LONGEST_M
        and territory.length_inside((here, there)).least_m >= length - _INSIDE_M
    )


def _span(path: Sequence[Position], sight: Sight, whole: Sequence[bool], lead_m: float) -> _Span:
    """Return where a sensor is on and off: leg and metres along it."""
    first, last = sight.first + 1, sight.last + 1  # of the path
    if first < last:  # a pass has its lead already
        return _Span(sight.look, sight.side, (first, 0.0), (last, 0.0))
    before, after = (
        distance_m(path[first - 1], path[first]),
        distance_m(path[first], path[first + 1]),
    )
    since = (first - 1, 0.0) if whole[first - 1] else (first - 1, max(0.0, before - lead_m))
    until = (first + 1, 0.0) if whole[first] else (first, min(lead_m, after))
    if not whole[first] and until[1] >= after:
        until = (first + 1, 0.0)
    return _Span(sight.look, sight.side, since, until)


def _merged(spans: Iterator[_Span]) -> list[_Span]:
    """Return spans, those of one sensor and side that touch as one, in order."""
    found: list[_Span] = []
    ordered = sorted(spans, key=lambda one: (one.look.sensor, one.side, one.since, one.until))
    for span in ordered:
        last = found[-1] if found else None
        if last and (last.look, last.side) == (span.look, span.side) and span.since <= last.until:
            found[-1] = _Span(last.look, last.side, last.since, max(last.until, span.until))
        else:
            found.append(span)
    return sorted(found, key=lambda one: (one.since, one.look.sensor))


def _named(
    solution: Solution, cuts: Sequence[tuple[int, float]]
) -> tuple[dict[tuple[int, float], str], tuple[RoutePoint, ...]]:
    """Return the name of each place where a sensor is switched, and the points with new ones."""
    path = solution.path
    names: dict[tuple[int, float], str] = {}
    points: list[RoutePoint] = []
    ends = {0: solution.start.site, len(path) - 1: solution.end.site}
    for number in range(len(path)):
        if number in ends:
            names[number, 0.0] = ends[number]
        else:
            point = solution.route[number - 1]
            names[number, 0.0] = point.name
            points.append(point)
        for leg, along in cuts:
            if leg == number and along > 0:
                heading = azimuth_deg(path[number], path[number + 1])
                name = f"S{len(points) + 1:02}"
                points.append(RoutePoint(name, travel(path[number], heading, along)))
                names[leg, along] = name
    return names, tuple(points)


def _period(span: _Span, names: dict[tuple[int, float], str]) -> Observation:
    """Return a span as a period of the plan."""
    look, side = span.look, span.side
    radar = look.category is SensorCategory.RADAR
    wide = round((look.far_m - look.near_m if radar else look.far_m) / 1000, 3)
    return Observation(
        look.sensor,
        look.category,
        names[span.since],
        names[span.until],
        look.height_m,
        look.h_min_m if look.needs_height else None,
        side,
        wide if side in {Side.LEFT, Side.BELOW} else None,
        wide if side in {Side.RIGHT, Side.BELOW} else None,
    )
