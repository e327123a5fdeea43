"""Compare the flown track with the agreed plan: where, how far, how long, how much was seen.

The comparison states distances and times; it judges nothing. What a distance means is for the rules
(deviations.py), and what was not seen is said, never filled in.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from numpy.typing import NDArray

from overflight.errors import UsageError
from overflight.flights.beside import beside_leg
from overflight.flights.cleaning import CleanTrack
from overflight.flights.heights import Heights, HeightSettings, heights_as
from overflight.flights.matching import legs_in_order
from overflight.flights.routes import Route
from overflight.flights.runs import Run, covered_m, runs_where
from overflight.flights.tracks import Track
from overflight.geodesy import Floats, Terrain, along_across, distances_m, to_space

__all__ = ["Comparison", "ComparisonSettings", "LegSeen", "compare"]

# So many points are measured against every leg; of more, the leg in order stands.
_MOST_FAR = 200_000
_SHORT_M = 5_000.0
_RADIUS_M = 6_371_000.0


@dataclass(frozen=True, slots=True)
class ComparisonSettings:
    """What the comparison goes by.

    The text has no number for being on the agreed path: every tolerance here is a setting, and is
    named with every finding that rests on it.

    Args:
        tolerance_m: A point farther than this from its leg is off the path, in metres.
        position_error_m: Greatest error of a position of the source, in metres.
        height_tolerance_m: A height farther than this from the plan is off it, in metres.
        heights: What bringing heights together goes by.

    Raises:
        UsageError: A number is negative or not finite.
    """

    tolerance_m: float = 2_000.0
    position_error_m: float = 100.0
    height_tolerance_m: float = 150.0
    heights: HeightSettings = field(default_factory=HeightSettings)

    def __post_init__(self) -> None:
        numbers = (
            self.tolerance_m,
            self.position_error_m,
            self.height_tolerance_m,
            self.heights.error_m,
            self.heights.geoid_m,
        )
        if not all(math.isfinite(x) and x >= 0 for x in numbers):
            raise UsageError(
                "E-TRACK-SETTING",
                where="comparison settings",
                expected="finite numbers, zero or more",
                found=str(self),
                remedy="Give tolerances and errors in metres.",
            )


@dataclass(frozen=True, slots=True)
class LegSeen:
    """One leg of the plan, and what was seen of it.

    Args:
        leg: Its number, from 0.
        name: Its places.
        length_m: Its length.
        seen_m: How much of it lies beside steps of the track that were seen without a gap.
        kept_m: How much of that was flown within the tolerance.
        points: Points that belong to it.
        since_s: Time of the first of them, seconds since 1970; none where there is none.
        until_s: Time of the last.
        most_right_m: Farthest to the right of it, in metres; none where there is no point.
        most_left_m: Farthest to the left of it, in metres.
    """

    leg: int
    name: str
    length_m: float
    seen_m: float
    kept_m: float
    points: int
    since_s: float | None = None
    until_s: float | None = None
    most_right_m: float | None = None
    most_left_m: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """The flown track beside the agreed plan; arrays have one entry for each point kept.

    Args:
        clean: The points that stand, and the gaps.
        route: The agreed route.
        settings: What the comparison goes by.
        leg: Leg each point belongs to, in the order of the plan.
        along_m: Metres along the path from its start to the nearest position on that leg.
        across_m: Signed distance from the geodesic of that leg, right of the flight positive.
        off_m: Distance to the nearest position on that leg.
        nearest_m: Distance to the nearest position on the whole path; within the tolerance that of
            the leg stands for it.
        late_s: Seconds after the planned time at that position; negative is early.
        heights: Flown heights in the plan's system, or why they cannot be compared.
        above_m: Flown minus planned height, NaN where not known.
        off_path: Runs farther from their leg than the tolerance.
        off_height: Runs farther from the planned height than the tolerance.
        legs: What was seen of each leg.
        flown_m: Length of the track, gaps left out.
    """

    clean: CleanTrack
    route: Route
    settings: ComparisonSettings
    leg: NDArray[np.intp]
    along_m: Floats
    across_m: Floats
    off_m: Floats
    nearest_m: Floats
    late_s: Floats
    heights: Heights
    above_m: Floats
    off_path: tuple[Run, ...]
    off_height: tuple[Run, ...]
    legs: tuple[LegSeen, ...]
    flown_m: float

    @property
    def track(self) -> Track:
        """Return the points that stand."""
        return self.clean.track

    def runs(self, mask: NDArray[np.bool_], size: Floats) -> tuple[Run, ...]:
        """Return the runs of marked points, none over a gap."""
        return runs_where(mask, size, track=self.track, pieces=self.clean.pieces, leg=self.leg)


def compare(
    clean: CleanTrack,
    route: Route,
    settings: ComparisonSettings | None = None,
    *,
    terrain: Terrain | None = None,
) -> Comparison:
    """Compare a flown track with an agreed plan.

    Args:
        clean: The cleaned track; at least one point.
        route: The agreed route.
        settings: What to go by; none takes the stated values.
        terrain: Ground heights, for heights above ground.

    Raises:
        UsageError: The track has no point.

    Treaty: serves art.VIII.II.
    Accuracy: distances 0.02 m on the ellipsoid (0.001 m beyond 50 km); see
    tests/authorities/test_tracks_beside.py. The error of the source is a setting.
    """
    asked = settings or ComparisonSettings()
    track = clean.track
    _refuse_empty(track)
    part = legs_in_order(route.line, track.lon_deg, track.lat_deg)
    along, across, off = _beside(route, track, part)
    late = track.time_s - (route.leaves_s[part] + along / route.speed_m_s)
    heights = heights_as(track, route.height_system, asked.heights, terrain)
    leg = route.leg[part]
    above = np.full(len(track), np.nan)
    if heights.height_m is not None:
        above = heights.height_m - route.height_m[leg]
    along = along + route.begins_m[part]

    ask = partial(runs_where, track=track, pieces=clean.pieces, leg=leg)
    away = np.nan_to_num(np.abs(above))
    return Comparison(
        clean,
        route,
        asked,
        leg,
        along,
        across,
        off,
        _nearest(route, track, off, asked.tolerance_m),
        late,
        heights,
        above,
        ask(off > asked.tolerance_m, off),
        ask(_off_height(above, asked.height_tolerance_m), away),
        _legs_seen(clean, route, (leg, along, across, off), asked.tolerance_m),
        _flown_m(clean),
    )


def _refuse_empty(track: Track) -> None:
    if not len(track):
        raise UsageError(
            "E-TRACK",
            where=track.source.name,
            expected="at least one point that stands",
            found="none after cleaning",
            remedy="Look at why the points were dropped (overflight track clean).",
        )


def _beside(route: Route, track: Track, part: NDArray[np.intp]) -> tuple[Floats, Floats, Floats]:
    """Return metres along the part of each point, across it and away from it."""
    along, across, off = (np.zeros(len(track)) for _ in range(3))
    # Parts never fall, so that the points of each stand together.
    bounds = np.searchsorted(part, np.arange(len(route.line)))
    for k, (first, past) in enumerate(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)):
        if first < past:
            lon, lat = track.lon_deg[first:past], track.lat_deg[first:past]
            found = beside_leg(route.line[k], route.line[k + 1], lon, lat)
            along[first:past] = found.along_m
            across[first:past], off[first:past] = found.across_m, found.away_m
    return along, across, off


def _nearest(route: Route, track: Track, off: Floats, tolerance_m: float) -> Floats:
    """Return distances to the nearest leg of all, asked only where the leg in order is far."""
    nearest = off.copy()
    far = np.flatnonzero(off > tolerance_m)[:_MOST_FAR]
    if len(far):
        found = along_across(route.line, track.lon_deg[far], track.lat_deg[far])
        nearest[far] = np.minimum(off[far], found.distance_m)
    return nearest


def _off_height(above: Floats, tolerance_m: float) -> NDArray[np.bool_]:
    """Tell which points lie off the planned height, climb and descent left out.

    The climb ends where the aircraft first comes to the planned height, the descent begins where it
    last leaves it.
    """
    near = np.flatnonzero(np.abs(above) <= tolerance_m)
    off = np.nan_to_num(np.abs(above)) > tolerance_m
    if len(near):
        off[: near[0]] = False
        off[near[-1] + 1 :] = False
    return np.asarray(off)


def _flown_m(clean: CleanTrack) -> float:
    """Return the length of the steps that were seen.

    Accuracy: the arc over a chord of 5 km is known to a micrometre from the Earth's mean radius;
    longer steps are measured on the ellipsoid.
    """
    lon, lat = clean.track.lon_deg, clean.track.lat_deg
    steps = np.linalg.norm(np.diff(to_space(lon, lat), axis=0), axis=1)
    steps += steps**3 / (24 * _RADIUS_M**2)
    long = np.flatnonzero(steps > _SHORT_M)
    steps[long] = distances_m(lon[long], lat[long], lon[long + 1], lat[long + 1])
    return float(steps[_seen_steps(clean)].sum())


def _seen_steps(clean: CleanTrack) -> NDArray[np.bool_]:
    """Tell which steps between neighbours were seen: those that reach over no gap."""
    seen = np.ones(max(0, len(clean.track) - 1), dtype=np.bool_)
    seen[[past - 1 for _, past in clean.pieces[:-1]]] = False
    return seen


def _legs_seen(
    clean: CleanTrack,
    route: Route,
    beside: tuple[NDArray[np.intp], Floats, Floats, Floats],
    tolerance_m: float,
) -> tuple[LegSeen, ...]:
    leg, along, across, off = beside
    time, lengths = clean.track.time_s, route.leg_lengths_m()
    begins = np.concatenate([[0.0], np.cumsum(lengths)])
    seen, kept = _seen_steps(clean), off <= tolerance_m
    kept_steps = seen & kept[:-1] & kept[1:]
    found = []
    for k in range(route.legs):
        of = np.flatnonzero(leg == k)
        start, end = float(begins[k]), float(begins[k + 1])
        one = LegSeen(
            k,
            route.name_of(k),
            float(lengths[k]),
            _on_leg(k, leg, along, (start, end), seen),
            _on_leg(k, leg, along, (start, end), kept_steps),
            len(of),
        )
        if len(of):
            right, left = float(across[of].max()), float(-across[of].min())
            since, until = float(time[of[0]]), float(time[of[-1]])
            one = LegSeen(
                one.leg,
                one.name,
                one.length_m,
                one.seen_m,
                one.kept_m,
                one.points,
                since,
                until,
                max(0.0, right),
                max(0.0, left),
            )
        found.append(one)
    return tuple(found)


def _on_leg(
    k: int,
    leg: NDArray[np.intp],
    along: Floats,
    ends: tuple[float, float],
    steps: NDArray[np.bool_],
) -> float:
    """Return how much of a leg lies beside steps, those that turn onto or off it included."""
    of = np.flatnonzero(steps & (leg[:-1] <= k) & (leg[1:] >= k))
    if not len(of):
        return 0.0
    start, end = ends
    begin = np.where(leg[of] == k, along[of], start)
    past = np.where(leg[of + 1] == k, along[of + 1], end)
    return min(end - start, covered_m([(begin, past)]))
