"""Fly a plan on paper, for when no real track is at hand; the track says that it is simulated.

The aircraft wobbles about its path, climbs and descends, turns short, and is once out of sight. The
same seed gives the same track.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass

import numpy as np

from overflight.errors import UsageError
from overflight.flights.compared.routes import Route
from overflight.flights.told.tracks import Track, TrackForm, TrackHeights, TrackSource
from overflight.geodesy import Floats, azimuth_deg, travel
from overflight.missions import HeightSystem

__all__ = ["Simulation", "simulated_track"]

_MOST_POINTS = 500_000


@dataclass(frozen=True, slots=True)
class Simulation:
    """How a simulated flight is flown.

    Args:
        seed: Seed of the wobble.
        every_s: Seconds between points.
        wobble_m: Size of the slow wobble across the path, in metres (standard deviation).
        noise_m: Size of the error of each position, in metres.
        height_m: Height held between climb and descent, in metres.
        climb_m_s: Climb and descent, in metres a second.
        gap: Where the aircraft is out of sight: shares of the flight, from and to; none for never.
        off: Where the aircraft leaves its path, shares of the flight; none for never.
        off_m: How far it goes, to the right, in metres.
    """

    seed: int = 1
    every_s: float = 5.0
    wobble_m: float = 150.0
    noise_m: float = 10.0
    height_m: float = 3_000.0
    climb_m_s: float = 8.0
    gap: tuple[float, float] | None = (0.55, 0.58)
    off: tuple[float, float] | None = (0.30, 0.36)
    off_m: float = 6_000.0


def simulated_track(route: Route, asked: Simulation | None = None) -> Track:
    """Return a track along the agreed route.

    Args:
        route: The route; stops are flown through at their planned times.
        asked: How to fly; none takes the stated values.

    Raises:
        UsageError: The flight would have more than 500,000 points, or a number is not sound.
    """
    how = asked or Simulation()
    ends = route.leaves_s + route.length_m / route.speed_m_s
    since, until = float(route.leaves_s[0]), float(ends[-1])
    if not (how.every_s > 0 and how.climb_m_s > 0 and (until - since) / how.every_s < _MOST_POINTS):
        raise UsageError(
            "E-SIMULATION",
            where="simulation",
            expected=f"fewer than {_MOST_POINTS:,} points and a climb above zero",
            found=f"a point every {how.every_s:g} s, {how.climb_m_s:g} m/s",
            remedy="Ask for points farther apart.",
        )
    time = since + np.arange(0.0, until - since, how.every_s)
    share = (time - since) / (until - since)
    part = np.searchsorted(route.leaves_s, time, side="right") - 1
    along = np.minimum((time - route.leaves_s[part]) * route.speed_m_s, route.length_m[part])
    random = np.random.default_rng(how.seed)
    across = _across(share, how, random)
    lon, lat = _places(route, part, along, across)
    height = np.minimum(
        how.height_m, how.climb_m_s * np.minimum(time - since, np.maximum(0.0, until - time))
    )
    height += random.normal(0.0, how.noise_m, len(time))
    seen = np.ones(len(time), dtype=np.bool_)
    if how.gap is not None:
        seen = (share < how.gap[0]) | (share > how.gap[1])
    return _track(route, how, (time[seen], lon[seen], lat[seen], height[seen]))


def _across(share: Floats, how: Simulation, random: np.random.Generator) -> Floats:
    """Return metres to the right of the path: a slow wobble, errors, and the way off it."""
    wave = np.zeros(len(share))
    for waves in (3, 7, 17):
        turn = random.uniform(0.0, 2 * math.pi)
        wave += np.sin(2 * math.pi * waves * share + turn) * how.wobble_m * math.sqrt(2 / 3)
    # The path is left and met again at the airfields, where the aircraft stands on the ground.
    wave *= np.minimum(1.0, 20 * np.minimum(share, 1 - share))
    if how.off is not None:
        first, last = how.off
        inside = np.clip((share - first) / (last - first), 0.0, 1.0)
        wave += how.off_m * np.sin(math.pi * inside) ** 2
    return np.asarray(wave + random.normal(0.0, how.noise_m, len(share)))


def _places(
    route: Route, part: np.typing.NDArray[np.intp], along: Floats, across: Floats
) -> tuple[Floats, Floats]:
    headings = [
        azimuth_deg(a, b) if a != b else 0.0
        for a, b in zip(route.line[:-1], route.line[1:], strict=True)
    ]
    lon, lat = np.zeros(len(part)), np.zeros(len(part))
    for i, (k, x, y) in enumerate(zip(part.tolist(), along.tolist(), across.tolist(), strict=True)):
        foot = travel(route.line[k], headings[k], x)
        end = route.line[k + 1]
        # Seen from the foot the leg's heading is that towards its end, or its own at the end.
        ahead = azimuth_deg(foot, end) if route.length_m[k] - x > 1 else headings[k]
        spot = travel(foot, ahead + 90.0, y)
        lon[i], lat[i] = spot.lon_deg, spot.lat_deg
    return lon, lat


def _track(route: Route, how: Simulation, columns: tuple[Floats, Floats, Floats, Floats]) -> Track:
    time, lon, lat, height = columns
    digest = hashlib.sha256(np.stack(columns).astype("<f8").tobytes()).hexdigest()
    says = (
        f"Simulated along the plan {route.plan.mission} version {route.plan.version},"
        f" seed {how.seed}: nobody flew this."
    )
    source = TrackSource(
        f"simulated-{route.plan.mission}", TrackForm.SIMULATED, digest, (says,), simulated=True
    )
    heights = (TrackHeights(HeightSystem.MSL, height, "Simulated height above mean sea level."),)
    row = np.arange(1, len(time) + 1, dtype=np.int64)
    return Track(time, lon, lat, row, heights, source)
