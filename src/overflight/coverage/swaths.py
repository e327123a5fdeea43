"""The swath of one observation period: where it is flown, how high, and what is seen across it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overflight.coverage.flown import FlownHeight, flown_height
from overflight.coverage.looks import Look, Looks, Reach, look_of
from overflight.coverage.passing import places_m
from overflight.coverage.resolution import Resolution, resolution_of
from overflight.coverage.sections import Seen, eyes_m, seen_at
from overflight.geodesy import Floats, Path, Stations, Terrain, stations_of
from overflight.missions import MissionPlan, Observation, Surroundings, planned_path

__all__ = ["FINE", "Fineness", "Scene", "Swath", "Unseen", "swath_of"]

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
class Scene:
    """What swaths are computed for.

    Args:
        plan: The plan.
        around: What it is judged against.
        terrain: Ground heights.
    """

    plan: MissionPlan
    around: Surroundings
    terrain: Terrain


@dataclass(frozen=True, slots=True)
class Unseen:
    """An observation period whose swath cannot be told.

    Args:
        period: The observation period.
        why: What is missing, in words.
    """

    period: Observation
    why: str


@dataclass(frozen=True, slots=True)
class Swath:
    """Where a period is flown and what is seen across it.

    Args:
        period: The observation period.
        look: Where its sensor looks.
        flown: How high it is flown.
        resolution: Ground resolution by slant range.
        stretch: The positions of the path from start to stop.
        before_m: Length of the path before it, in metres.
        stations: Stations along the stretch, with the middles between.
        ends: Indices of those that are not middles: where the ground was looked at.
        eye_m: Height of the aircraft there, from the surface of the terrain.
        seen: What is seen there; its stations count among the ends.
    """

    period: Observation
    look: Look | Reach
    flown: FlownHeight
    resolution: Resolution
    stretch: Path
    before_m: float
    stations: Stations
    ends: Ints
    eye_m: Floats
    seen: Seen


def swath_of(
    scene: Scene, period: Observation, *, looks: Looks, fine: Fineness = FINE
) -> Swath | Unseen:
    """Return the swath of one observation period, or why it cannot be told.

    Args:
        scene: The plan, its surroundings and the terrain.
        period: One of its periods.
        looks: Look angles by sensor id.
        fine: How closely the ground is looked at.

    Treaty: art.IV.2, art.VI.II.4.D; serves GEO-6, GEO-7, MPL-7. Turns are not part of a swath.
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
    ends = _ends(stations)
    few = stations.only(ends)
    eye_m = eyes_m(few, flown, terrain)
    return Swath(
        period,
        look,
        flown,
        resolution_of(period, around, look),
        stretch,
        float(places_m(path)[found[0]]),
        stations,
        ends,
        eye_m,
        seen_at(few, eye_m, look, terrain, fine.across),
    )


def _ends(stations: Stations) -> Ints:
    """Return the indices of the stations that are not middles."""
    begins = np.flatnonzero(np.diff(stations.leg, prepend=-1))
    within = np.arange(len(stations)) - np.repeat(begins, np.diff(begins, append=len(stations)))
    return np.flatnonzero(within % 2 == 0)
