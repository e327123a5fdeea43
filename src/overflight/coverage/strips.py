"""The strip of ground that one observation period sees."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overflight.coverage.flown import FlownHeight, flown_height
from overflight.coverage.ground import Ground
from overflight.coverage.looks import Look, Looks, Reach, look_of
from overflight.coverage.resolution import Resolution, resolution_of
from overflight.coverage.sections import Seen, eyes_m, seen_at
from overflight.geodesy import Floats, Stations, Terrain, beside, stations_of
from overflight.missions import MissionPlan, Observation, Surroundings, planned_path

__all__ = ["FINE", "Fineness", "Scene", "Strip", "Unseen", "strip_of"]

Ints = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Fineness:
    """How closely the ground is looked at.

    Args:
        along_m: Greatest distance between stations along the path, in metres.
        across: Places looked at on each side of a station.
    """

    along_m: float = 500.0
    across: int = 96


FINE = Fineness()


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
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unseen:
    """An observation period whose strip cannot be told.

    Args:
        period: The observation period.
        why: What is missing, in words.
    """

    period: Observation
    why: str


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Pieces as corners beside stations: four stations and four offsets each."""

    stations: Ints
    across_m: Floats
    rank: Ints


@dataclass(frozen=True, slots=True)
class Scene:
    """What strips are computed for.

    Args:
        plan: The plan.
        around: What it is judged against.
        terrain: Ground heights.
    """

    plan: MissionPlan
    around: Surroundings
    terrain: Terrain


def strip_of(
    scene: Scene, period: Observation, *, looks: Looks, fine: Fineness = FINE
) -> Strip | Unseen:
    """Return what one observation period sees, or why that cannot be told.

    Args:
        scene: The plan, its surroundings and the terrain.
        period: One of its periods.
        looks: Look angles by sensor id.
        fine: How closely the ground is looked at.

    Treaty: art.IV.2, art.VI.II.4.D; serves GEO-6, GEO-7, MPL-7. Turns are not part of a strip.
    """
    plan, around, terrain = scene.plan, scene.around, scene.terrain
    look = look_of(period, looks)
    if look is None:
        return Unseen(period, "neither look angles nor kilometres to one side or both are given")
    path = planned_path(plan, around)
    found = path.indices(period.start, period.stop)
    stretch = path.stretch(period.start, period.stop)
    if found is None or stretch is None:
        return Unseen(period, f"the path from {period.start} to {period.stop} is not known")
    stations = stations_of(stretch, fine.along_m)
    if not len(stations):
        return Unseen(period, f"{period.start} and {period.stop} are the same place")
    flown = flown_height(plan, period, around, terrain)
    resolution = resolution_of(period, around, look)
    before_m = 1000.0 * (path.length_from_km(0) - path.length_from_km(found[0]))
    ends = _ends(stations)
    few = stations.only(ends)
    seen = seen_at(few, eyes_m(few, flown, terrain), look, terrain, fine.across)
    pieces = _pieces(seen, ends, stations.leg)
    lon, lat = _corners(stations, pieces)
    along = stations.along_m[pieces.stations] + before_m
    return Strip(
        period,
        look,
        flown,
        resolution,
        Ground(lon, lat),
        along.min(axis=1, initial=np.inf),
        along.max(axis=1, initial=-np.inf),
        seen.finest_m[pieces.rank].min(axis=1, initial=np.inf),
        seen.coarsest_m[pieces.rank].max(axis=1, initial=0.0),
        _doubts(seen, look, flown, terrain),
    )


def _ends(stations: Stations) -> Ints:
    """Return the indices of the stations that are not middles."""
    begins = np.flatnonzero(np.diff(stations.leg, prepend=-1))
    within = np.arange(len(stations)) - np.repeat(begins, np.diff(begins, append=len(stations)))
    return np.flatnonzero(within % 2 == 0)


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


def _doubts(
    seen: Seen, look: Look | Reach, flown: FlownHeight, terrain: Terrain
) -> tuple[str, ...]:
    """Return what a strip does not know, in words."""
    said = []
    if seen.unknown:
        said.append(f"{seen.unknown} of {seen.looked} places looked at have no ground height")
    if seen.cut:
        said.append(f"at {seen.cut} stations the outer edge lies beyond the ground looked at")
    if isinstance(look, Look):
        widest = np.radians(max(abs(look.from_deg), abs(look.to_deg)))
        moved = (flown.doubt_m + terrain.error_m) * float(np.tan(widest))
        if moved > 0.0:
            said.append(f"heights off by their bound move the outer edge by up to {moved:,.0f} m")
    else:
        said.append("edges as the plan states them in kilometres; its look angles are not at hand")
    return tuple(said)
