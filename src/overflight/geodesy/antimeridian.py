"""Lines cut at the antimeridian, as RFC 7946 section 3.1.9 asks."""

from __future__ import annotations

from overflight.geodesy.geodesics import Path, azimuth_deg, densify, distance_m, travel
from overflight.geodesy.positions import Position

__all__ = ["split_antimeridian"]

_STEP_M = 50_000.0
_CLOSE_M = 1e-3


def split_antimeridian(path: Path, step_m: float = _STEP_M) -> tuple[Path, ...]:
    """Return a path as lines none of which crosses the antimeridian.

    Args:
        path: Two or more positions, joined by geodesics.
        step_m: Further positions are put on legs at least this often, so that a map that draws
            straight lines between positions shows the geodesics.

    Returns:
        Lines of two or more positions; each ends at 180 or -180 where the next begins.

    Raises:
        UsageError: The path is too short or the step makes too many positions.
    """
    lines: list[list[Position]] = [[]]
    for here in densify(path, step_m):
        last = lines[-1][-1] if lines[-1] else here
        if abs(here.lon_deg - last.lon_deg) > 180.0:
            meet = _meeting(last, here)
            lines[-1].append(Position(180.0 if last.lon_deg > 0 else -180.0, meet))
            lines.append([Position(180.0 if here.lon_deg > 0 else -180.0, meet)])
        lines[-1].append(here)
    return tuple(tuple(line) for line in (_plain(line) for line in lines) if len(line) > 1)


def _plain(line: list[Position]) -> list[Position]:
    """Return a line without positions that repeat the one before."""
    return [p for k, p in enumerate(line) if k == 0 or p != line[k - 1]]


def _meeting(west: Position, east: Position) -> float:
    """Return the latitude at which a short leg crosses the antimeridian, by halving."""
    if abs(west.lon_deg) == 180.0:
        return west.lat_deg
    if abs(east.lon_deg) == 180.0:
        return east.lat_deg
    azimuth, low, high = azimuth_deg(west, east), 0.0, distance_m(west, east)
    while high - low > _CLOSE_M:
        middle = (low + high) / 2
        if travel(west, azimuth, middle).lon_deg * west.lon_deg > 0:
            low = middle
        else:
            high = middle
    return travel(west, azimuth, high).lat_deg
