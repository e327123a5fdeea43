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
from overflight.flights.compared.beside import beside_leg
from overflight.flights.compared.heights import Heights, HeightSettings, heights_as
from overflight.flights.compared.matching import parts_flown
from overflight.flights.compared.nearest import nearest_m
from overflight.flights.compared.routes import Route
from overflight.flights.compared.runs import Run, runs_where
from overflight.flights.compared.seen import (
    Flown,
    LegSeen,
    against_m,
    ends_seen_m,
    legs_seen,
    out_of_order,
    step_lengths_m,
)
from overflight.flights.told.cleaning import CleanTrack
from overflight.flights.told.tracks import Track
from overflight.geodesy import Floats, Terrain

__all__ = ["Comparison", "ComparisonSettings", "compare"]


@dataclass(frozen=True, slots=True)
class ComparisonSettings:
    """What the comparison goes by.

    The text has no number for being on the agreed path: every tolerance here is a setting, and is
    named with every finding that rests on it.

    Args:
        tolerance_m: A point farther than this from the path is off it, in metres.
        position_error_m: Greatest error of a position of the source, in metres.
        height_tolerance_m: A height farther than this from the plan is off it, in metres.
        heights: What bringing heights together goes by.
        abreast_m: A point farther than this from its leg shows nothing of that leg, in metres.
        back_m: A flight is taken to go back in the order of legs where that is cheaper than flying
            this far, this far off a leg in order, in metres.

    Raises:
        UsageError: A number is negative or not finite.
    """

    tolerance_m: float = 2_000.0
    position_error_m: float = 100.0
    height_tolerance_m: float = 150.0
    heights: HeightSettings = field(default_factory=HeightSettings)
    abreast_m: float = 20_000.0
    back_m: float = 5_000.0

    def __post_init__(self) -> None:
        numbers = (
            self.tolerance_m,
            self.position_error_m,
            self.height_tolerance_m,
            self.heights.error_m,
            self.heights.geoid_m,
            self.abreast_m,
            self.back_m,
        )
        if not all(math.isfinite(x) and x >= 0 for x in numbers):
            raise UsageError(
                "E-TRACK-SETTING",
                where="comparison settings",
                expected="finite numbers, zero or more",
                found=str(self),
                remedy="Give tolerances and errors in metres.",
            )


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """The flown track beside the agreed plan; arrays have one entry for each point kept.

    Args:
        clean: The points that stand, and the gaps.
        route: The agreed route.
        settings: What the comparison goes by.
        leg: Leg that was being flown at each point.
        along_m: Metres along the path from its start to the nearest position on that leg.
        across_m: Signed distance from the geodesic of that leg, right of the flight positive.
        off_m: Distance to the nearest position on that leg.
        nearest_m: Distance to the nearest position on the whole path, as AMB-20 reads; within the
            tolerance that of the leg stands for it.
        late_s: Seconds after the planned time at that position; negative is early.
        heights: Flown heights in the plan's system, or why they cannot be compared.
        above_m: Flown minus planned height, NaN where not known.
        off_path: Runs farther from the path than the tolerance; the excursion is the distance to
            the nearest position on it.
        out_of_order: Runs on legs out of the declared order; the excursion is the distance to the
            leg.
        off_height: Runs farther from the planned height than the tolerance.
        legs: What was seen of each leg.
        flown_m: Length of the track, gaps left out.
        out_of_order_m: Metres flown out of the declared order.
        against_m: Metres flown against the direction of their legs.
        ends_m: First and last position of the path that was seen, metres from its start.
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
    out_of_order: tuple[Run, ...]
    off_height: tuple[Run, ...]
    legs: tuple[LegSeen, ...]
    flown_m: float
    out_of_order_m: float
    against_m: float
    ends_m: tuple[float, float]

    @property
    def track(self) -> Track:
        """Return the points that stand."""
        return self.clean.track

    @property
    def aside_m(self) -> Floats:
        """Return the distance to the path, positive to the right of the leg being flown."""
        return np.asarray(np.copysign(self.nearest_m, self.across_m))

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
    flown, late, planned_m = _flown(clean, route, asked)
    heights = heights_as(track, route.height_system, asked.heights, terrain)
    above = np.full(len(track), np.nan)
    if heights.height_m is not None:
        above = heights.height_m - planned_m
    astray = out_of_order(route.legs, flown)
    nearest = _nearest(route, track, flown.off_m, asked.tolerance_m)
    ask = partial(runs_where, track=track, pieces=clean.pieces, leg=flown.leg)
    return Comparison(
        clean,
        route,
        asked,
        flown.leg,
        flown.along_m,
        flown.across_m,
        flown.off_m,
        nearest,
        late,
        heights,
        above,
        ask(nearest > asked.tolerance_m, nearest),
        ask(astray, flown.off_m),
        ask(_off_height(above, asked.height_tolerance_m), np.nan_to_num(np.abs(above))),
        legs_seen(clean, route, flown, tolerance_m=asked.tolerance_m, abreast_m=asked.abreast_m),
        float(flown.step_m.sum()),
        float(flown.step_m[astray[:-1] & astray[1:]].sum()),
        against_m(flown, abreast_m=asked.abreast_m),
        ends_seen_m(route, flown, abreast_m=asked.abreast_m),
    )


def _flown(
    clean: CleanTrack, route: Route, asked: ComparisonSettings
) -> tuple[Flown, Floats, Floats]:
    """Return where the points lie, how late they are, and the planned height at each."""
    track = clean.track
    part = parts_flown(route.line, route.leg, track.lon_deg, track.lat_deg, back_m=asked.back_m)
    along, across, off = _beside(route, track, part)
    late = track.time_s - (route.leaves_s[part] + along / route.speed_m_s)
    leg, step_m, seen = route.leg[part], *step_lengths_m(clean)
    abreast = (along > 0) & (along < route.length_m[part])
    flown = Flown(leg, along + route.begins_m[part], across, off, abreast, step_m, seen)
    return flown, late, route.height_m[leg]


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
    order = np.argsort(part, kind="stable")
    bounds = np.searchsorted(part[order], np.arange(len(route.line)))
    for k, (first, past) in enumerate(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)):
        if first < past:
            of = order[first:past]
            lon, lat = track.lon_deg[of], track.lat_deg[of]
            found = beside_leg(route.line[k], route.line[k + 1], lon, lat)
            along[of], across[of], off[of] = found.along_m, found.across_m, found.away_m
    return along, across, off


def _nearest(route: Route, track: Track, off: Floats, tolerance_m: float) -> Floats:
    """Return distances to the nearest leg of all, asked only where the leg being flown is far."""
    nearest = off.copy()
    far = np.flatnonzero(off > tolerance_m)
    if len(far):
        nearest[far] = nearest_m(route.line, track.lon_deg[far], track.lat_deg[far], off[far])
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
