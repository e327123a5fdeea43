"""Whether a draft shows what it takes, asked of the chapter of coverage on the terrain at hand.

The search plans over flat ground, with a margin at the edges of what a sensor sees. Ground may
still hide a target, or lift it out of the look angles: that is said, and its value told apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from overflight.coverage import Exposure, Look, Scene, Sees, Sites, exposure_of
from overflight.geodesy import Position, Terrain, azimuth_deg, coordinates_deg, distance_m, travel
from overflight.missions import MissionPlan, Observation, Side, Surroundings
from overflight.planning import Area, Course, Solution, Target, Wanted, looks_for
from overflight.planning import Look as SensorLook

__all__ = ["Unshown", "shown_value", "unshown"]

_MOST_DEG = 85.0  # look angles that coverage takes
_STEP_M = 2_000.0  # along a line
_ACROSS = 12  # places across an area, each way
_SPARE = 0.02  # of an area or a line: what lies on its rim is rounded


@dataclass(frozen=True, slots=True)
class Unshown:
    """Something taken that the draft does not surely show.

    Args:
        wanted: What it is.
        by: Wishes that are not met: an id, a category, ``optical``; ``any sensor`` where none is
            named.
        says: The same in words, with what was compared.
    """

    wanted: Wanted
    by: tuple[str, ...]
    says: str


def unshown(
    found: Solution, looks: Sequence[SensorLook], plan: MissionPlan, around: Surroundings
) -> tuple[Unshown, ...]:
    """Return what a draft takes and does not surely show on the terrain at hand.

    Args:
        found: The route with what it takes.
        looks: Sensors and their look angles.
        plan: The draft.
        around: Its surroundings; nothing is checked without terrain.

    Treaty: serves art.VI.II.4.D; art.IV.2.
    Accuracy: heights as the terrain gives them; its error is said, not added. Lines are looked at
    every 2 km, areas on a grid of 12 by 12.
    """
    if around.terrain is None or not looks:
        return ()
    taken = [(one, tuple(_places(one))) for one in found.taken]
    seen = _seen(Scene(plan, around, around.terrain), looks, [p for _, part in taken for p in part])
    lost, first = [], 0
    for one, places in taken:
        numbers = range(first, first + len(places))
        first += len(places)
        missed = tuple(_missed(one, numbers, seen, looks))
        if missed:
            lost.append(Unshown(one, missed, _words(missed, around.terrain)))
    return tuple(lost)


def shown_value(found: Solution, lost: Sequence[Unshown]) -> float:
    """Return what is taken and shown is worth.

    Args:
        found: The route with what it takes.
        lost: What it does not surely show.
    """
    return found.value - sum(one.wanted.value for one in lost)


def _words(missed: tuple[str, ...], terrain: Terrain) -> str:
    return (
        f"taken, but on this terrain not surely seen by {', '.join(missed)} "
        f"(heights within {terrain.error_m:g} m)"
    )


def _places(wanted: Wanted) -> Iterator[Position]:
    """Yield places that stand for what is wanted."""
    match wanted:
        case Target():
            yield wanted.at
        case Course():
            for here, there in zip(wanted.points, wanted.points[1:], strict=False):
                long, bearing = distance_m(here, there), azimuth_deg(here, there)
                count = max(1, round(long / _STEP_M))
                # Middles of pieces: no place lies on a bend, where a leg has just ended.
                yield from (travel(here, bearing, long * (k + 0.5) / count) for k in range(count))
        case Area():
            yield from _inside(wanted)


def _inside(area: Area) -> Iterator[Position]:
    """Yield places of a grid inside an area; unwrapped about its first corner."""
    first = area.ring[0].lon_deg
    lon = np.array([first + (p.lon_deg - first + 180) % 360 - 180 for p in area.ring])
    lat = np.array([p.lat_deg for p in area.ring])
    middles = (np.arange(_ACROSS) + 0.5) / _ACROSS
    for y in lat.min() + middles * np.ptp(lat):
        up = (lat <= y) != (np.roll(lat, -1) <= y)
        run = np.where(up, np.roll(lat, -1) - lat, 1.0)
        cuts = (lon + (y - lat) * (np.roll(lon, -1) - lon) / run)[up]
        for x in lon.min() + middles * np.ptp(lon):
            if (cuts < x).sum() % 2:
                yield Position(float((x + 180) % 360 - 180), float(y))


def _seen(
    scene: Scene, looks: Sequence[SensorLook], places: Sequence[Position]
) -> Mapping[str, frozenset[int]]:
    """Return by sensor which places it sees; a radar looks to one side in each period."""
    lon, lat = coordinates_deg(places)
    sites = Sites(tuple(map(str, range(len(places)))), lon, lat)
    found: dict[str, frozenset[int]] = {look.sensor: frozenset() for look in looks}
    for look in looks:
        for side in (Side.BELOW, Side.LEFT, Side.RIGHT):
            periods = tuple(p for p in scene.plan.observations if _of(p, look, side))
            if periods:
                part = replace(scene, plan=replace(scene.plan, observations=periods))
                met = exposure_of(part, sites, looks={look.sensor: _angles(look, side)})
                found[look.sensor] |= _met(met)
    return found


def _of(period: Observation, look: SensorLook, side: Side) -> bool:
    return period.sensor == look.sensor and (period.side or Side.BELOW) is side


def _met(exposure: Exposure) -> frozenset[int]:
    return frozenset(one.site for one in exposure.sightings if one.sees is Sees.SEEN)


def _angles(look: SensorLook, side: Side) -> Look:
    """Return the look angles of a sensor on one side."""
    most, least = min(look.to_deg, _MOST_DEG), look.from_deg
    if side is Side.BELOW:
        return Look(-most, most)
    least = min(least, _MOST_DEG - 1.0)
    return Look(least, most) if side is Side.RIGHT else Look(-most, -least)


def _missed(
    wanted: Wanted,
    numbers: range,
    seen: Mapping[str, frozenset[int]],
    looks: Sequence[SensorLook],
) -> Iterator[str]:
    """Yield the wishes that are not met: of a point all count, of an area or a line any is enough.

    An area is met where its share is seen, a line where all of it is.
    """
    every = {wish: looks_for(wish, looks) for wish in wanted.sensors}
    if not isinstance(wanted, Target) or not every:
        by = [look for met in every.values() for look in met] or list(looks)
        every = {" or ".join(wanted.sensors) or "any sensor": tuple(by)}
    asked = wanted.share if isinstance(wanted, Area) else 1.0
    least = asked - (0.0 if isinstance(wanted, Target) else _SPARE)
    for wish, some in every.items():
        met = frozenset[int]().union(*(seen[look.sensor] for look in some))
        if numbers and sum(n in met for n in numbers) / len(numbers) < least:
            yield wish
