"""The strip of ground that one observation period sees."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overflight.coverage.flown import FlownHeight
from overflight.coverage.ground import Ground
from overflight.coverage.looks import Look, Reach
from overflight.coverage.resolution import Resolution
from overflight.coverage.sections import Seen
from overflight.coverage.swaths import Swath
from overflight.coverage.union import union_km2
from overflight.geodesy import Floats, Stations, Terrain, beside
from overflight.missions import Observation

__all__ = ["Strip", "strip_of"]

Ints = NDArray[np.intp]

_STRAIGHT_DEG = 0.5


@dataclass(frozen=True, slots=True)
class Strip:
    """What one observation period sees.

    Args:
        period: The observation period.
        look: Where its sensor looks.
        flown: How high it is flown.
        resolution: Ground resolution by slant range.
        ground: The ground seen, in pieces; none where nothing is seen.
        since_m: Where along the path of the plan each piece begins, in metres from its start.
        until_m: Where it ends.
        finest_m: Shortest slant range to each piece in metres.
        coarsest_m: Longest.
        area_km2: Area of the strip on the ellipsoid.
        doubts: What the strip does not know, in words.
    """

    period: Observation
    look: Look | Reach
    flown: FlownHeight
    resolution: Resolution
    ground: Ground
    since_m: Floats
    until_m: Floats
    finest_m: Floats
    coarsest_m: Floats
    area_km2: float
    doubts: tuple[str, ...]

    def resolutions_m(self) -> tuple[float | None, float | None]:
        """Return the finest and the coarsest ground resolution; none where they cannot be told."""
        if not len(self.ground):
            return None, None
        ends = float(self.finest_m.min()), float(self.coarsest_m.max())
        return self.resolution.at_one_m(ends[0]), self.resolution.at_one_m(ends[1])


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Pieces as corners beside stations: four stations and four offsets each."""

    stations: Ints
    across_m: Floats
    rank: Ints


def strip_of(swath: Swath, terrain: Terrain) -> Strip:
    """Return the strip of ground of a swath.

    Args:
        swath: The swath.
        terrain: The ground heights it was computed with.
    """
    seen, stations = swath.seen, swath.stations
    pieces = _pieces(seen, swath.ends, stations.leg)
    lon, lat = _corners(stations, pieces)
    ground = Ground(lon, lat)
    along = stations.along_m[pieces.stations] + swath.before_m
    return Strip(
        swath.period,
        swath.look,
        swath.flown,
        swath.resolution,
        ground,
        along.min(axis=1, initial=np.inf),
        along.max(axis=1, initial=-np.inf),
        seen.finest_m[pieces.rank].min(axis=1, initial=np.inf),
        seen.coarsest_m[pieces.rank].max(axis=1, initial=0.0),
        union_km2(ground),
        _doubts(swath, terrain),
    )


def _pieces(seen: Seen, ends: Ints, leg: Ints) -> _Pieces:
    """Return the pieces between stations: stretches joined in order where both have as many.

    Where one has more than the other, each stretch reaches to the middle between the stations.
    """
    count = np.bincount(seen.station, minlength=len(ends))
    first = np.cumsum(count) - count
    here = np.flatnonzero(leg[ends[:-1]] == leg[ends[1:]])
    there = here + 1
    alike = count[here] == count[there]
    whole = here[alike]
    one = _each(first[whole], count[whole])
    other = _each(first[whole + 1], count[whole])
    joined = _corner(seen, (ends[seen.station[one]], ends[seen.station[other]]), (one, other))
    odd, even = here[~alike], there[~alike]
    ahead, behind = _each(first[odd], count[odd]), _each(first[even], count[even])
    ahead_at, behind_at = ends[seen.station[ahead]], ends[seen.station[behind]]
    halves = [
        _corner(seen, (ahead_at, ahead_at + 1), (ahead, ahead)),
        _corner(seen, (behind_at - 1, behind_at), (behind, behind)),
    ]
    parts = [joined, *halves]
    return _Pieces(
        np.concatenate([part.stations for part in parts]),
        np.concatenate([part.across_m for part in parts]),
        np.concatenate([part.rank for part in parts]),
    )


def _each(first: Ints, count: Ints) -> Ints:
    """Return first, first + 1 and so on, as many as the count says, one after the other."""
    starts = np.cumsum(count) - count
    return np.arange(int(count.sum())) - np.repeat(starts - first, count)


def _corner(seen: Seen, stations: tuple[Ints, Ints], rank: tuple[Ints, Ints]) -> _Pieces:
    """Return pieces between two stations each: left and right here, right and left there."""
    (a, b), (one, other) = stations, rank
    across = [seen.from_m[one], seen.to_m[one], seen.to_m[other], seen.from_m[other]]
    return _Pieces(
        np.stack([a, a, b, b], axis=1),
        np.stack(across, axis=1),
        np.stack([one, one, other, other], axis=1),
    )


def _corners(stations: Stations, pieces: _Pieces) -> tuple[Floats, Floats]:
    """Return longitudes and latitudes of the corners of pieces, shape (n, 4) each."""
    lon, lat = beside(stations.only(pieces.stations.ravel()), pieces.across_m.ravel())
    return lon.reshape(-1, 4), lat.reshape(-1, 4)


def _doubts(swath: Swath, terrain: Terrain) -> tuple[str, ...]:
    """Return what a strip does not know, in words."""
    seen, look, said = swath.seen, swath.look, []
    if seen.unknown:
        share = 100.0 * seen.unknown / seen.looked
        said.append(
            f"{seen.unknown} of {seen.looked} places looked at ({share:.1f} %)"
            " have no ground height"
        )
    if seen.cut:
        said.append(f"at {seen.cut} stations the outer edge lies beyond the ground looked at")
    if isinstance(look, Look):
        widest = np.radians(max(abs(look.from_deg), abs(look.to_deg)))
        moved = (swath.flown.doubt_m + terrain.error_m) * float(np.tan(widest))
        if moved > 0.0:
            said.append(f"heights off by their bound move the outer edge by up to {moved:,.0f} m")
    else:
        said.append("edges as the plan states them in kilometres; its look angles are not at hand")
    turns = _turns(swath.stations)
    if turns:
        at = "1 turn point" if turns == 1 else f"{turns} turn points"
        said.append(f"legs are straight: what is seen in the turn at {at} is not told")
    return tuple(said)


def _turns(stations: Stations) -> int:
    """Return how often the path changes its direction from one leg to the next."""
    here = np.flatnonzero(np.diff(stations.leg))
    turned = stations.heading_deg[here + 1] - stations.heading_deg[here]
    return int((np.abs((turned + 180.0) % 360.0 - 180.0) > _STRAIGHT_DEG).sum())
