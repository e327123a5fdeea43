"""Say how much of the agreed path was seen, leg by leg, and in which order it was flown.

A stretch of a leg is seen where the aircraft came past it: between two points that follow each
other without a gap, that belong to the leg (or to the leg beside it, at the turn), and that lie no
farther from it than a setting. A leg without a point of its own was not seen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overflight.flights.compared.routes import Route
from overflight.flights.compared.runs import covered_m
from overflight.flights.told.cleaning import CleanTrack
from overflight.geodesy import Floats, distances_m, to_space

__all__ = [
    "Flown",
    "LegSeen",
    "against_m",
    "ends_seen_m",
    "legs_seen",
    "out_of_order",
    "step_lengths_m",
]

Bools = NDArray[np.bool_]
Indices = NDArray[np.intp]

_SHORT_M = 5_000.0
_RADIUS_M = 6_371_000.0


@dataclass(frozen=True, slots=True)
class LegSeen:
    """One leg of the plan, and what was seen of it.

    Args:
        leg: Its number, from 0.
        name: Its places.
        length_m: Its length.
        seen_m: How much of it the aircraft was seen to come past.
        kept_m: How much of that was flown within the tolerance.
        points: Points that belong to it.
        since_s: Time of the first of them, seconds since 1970; none where there is none.
        until_s: Time of the last.
        most_right_m: Farthest to the right of it, of points abreast of it, in metres; none where
            there is no such point.
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
class Flown:
    """Where each point lies beside its leg, and how far the steps between points reach.

    Args:
        leg: Leg of each point.
        along_m: Metres along the path from its start.
        across_m: Signed distance from the geodesic of the leg, right of the flight positive.
        off_m: Distance to the leg itself.
        abreast: The nearest position of the leg is none of its ends.
        step_m: Length of each step from one point to the next, zero over a gap.
        seen: Which steps were seen: those that reach over no gap.
    """

    leg: Indices
    along_m: Floats
    across_m: Floats
    off_m: Floats
    abreast: Bools
    step_m: Floats
    seen: Bools


def step_lengths_m(clean: CleanTrack) -> tuple[Floats, Bools]:
    """Return the length of each step, zero over gaps, and which were seen.

    Accuracy: the arc over a chord of 5 km is known to a micrometre from the Earth's mean radius;
    longer steps are measured on the ellipsoid.
    """
    lon, lat = clean.track.lon_deg, clean.track.lat_deg
    steps = np.linalg.norm(np.diff(to_space(lon, lat), axis=0), axis=1)
    steps += steps**3 / (24 * _RADIUS_M**2)
    long = np.flatnonzero(steps > _SHORT_M)
    steps[long] = distances_m(lon[long], lat[long], lon[long + 1], lat[long + 1])
    seen = np.ones(len(steps), dtype=np.bool_)
    seen[[past - 1 for _, past in clean.pieces[:-1]]] = False
    steps[~seen] = 0.0
    return steps, seen


def legs_seen(
    clean: CleanTrack, route: Route, flown: Flown, *, tolerance_m: float, abreast_m: float
) -> tuple[LegSeen, ...]:
    """Return what was seen of each leg.

    Args:
        clean: The points that stand.
        route: The agreed route.
        flown: Where they lie.
        tolerance_m: Farther than this from its leg, a point is off it.
        abreast_m: Farther than this from its leg, a point shows nothing of it.
    """
    lengths = route.leg_lengths_m()
    begins = np.concatenate([[0.0], np.cumsum(lengths)])
    near, kept = flown.off_m <= abreast_m, flown.off_m <= tolerance_m
    seen = flown.seen & near[:-1] & near[1:]
    kept_steps = seen & kept[:-1] & kept[1:]
    order = np.argsort(flown.leg, kind="stable")
    bounds = np.searchsorted(flown.leg[order], np.arange(route.legs + 1))
    found = []
    for k in range(route.legs):
        of = order[bounds[k] : bounds[k + 1]]
        one = LegSeen(
            k,
            route.name_of(k),
            float(lengths[k]),
            _on_leg(of, flown, begins[k : k + 2], seen),
            _on_leg(of, flown, begins[k : k + 2], kept_steps),
            len(of),
            *_times_sides(clean, flown, of),
        )
        found.append(one)
    return tuple(found)


def _times_sides(
    clean: CleanTrack, flown: Flown, of: Indices
) -> tuple[float | None, float | None, float | None, float | None]:
    """Return first and last time of some points, and how far right and left they lie."""
    if not len(of):
        return None, None, None, None
    time, abreast = clean.track.time_s, of[flown.abreast[of]]
    since, until = float(time[of[0]]), float(time[of[-1]])
    if not len(abreast):
        return since, until, None, None
    across = flown.across_m[abreast]
    return since, until, max(0.0, float(across.max())), max(0.0, float(-across.min()))


def _on_leg(of: Indices, flown: Flown, ends: Floats, steps: Bools) -> float:
    """Return how much of a leg lies beside steps from and to its own points.

    A step that turns onto the leg before or the leg after comes past the leg up to that end.

    Args:
        of: The points that belong to the leg.
        flown: Where all points lie.
        ends: Where the leg begins and ends, metres along the path.
        steps: Which steps count.
    """
    if not len(of):
        return 0.0
    leg, along, k = flown.leg, flown.along_m, int(flown.leg[of[0]])
    start, end = float(ends[0]), float(ends[1])
    out, back = of[of < len(steps)], of[of > 0]
    out, back = out[steps[out]], back[steps[back - 1]]
    same = out[leg[out + 1] == k]
    covered = [(along[same], along[same + 1])]
    for mine, other in ((out, out + 1), (back, back - 1)):
        for neighbour, edge in ((k - 1, start), (k + 1, end)):
            turns = mine[leg[other] == neighbour]
            covered.append((along[turns], np.full(len(turns), edge)))
    return min(end - start, covered_m(covered))


def ends_seen_m(route: Route, flown: Flown, *, abreast_m: float) -> tuple[float, float]:
    """Return the first and the last position of the path that was seen, metres from its start.

    Where no point lies near its leg nothing was seen: both are the end of the path.

    Args:
        route: The agreed route.
        flown: Where the points lie.
        abreast_m: Farther than this from its leg, a point shows nothing of it.
    """
    near = flown.along_m[flown.off_m <= abreast_m]
    if not len(near):
        whole = float(route.length_m.sum())
        return whole, whole
    return float(near.min()), float(near.max())


def out_of_order(legs: int, flown: Flown) -> Bools:
    """Tell which points were flown out of the declared order of legs.

    The longest part of the flight that follows the order stands as flown in order; the rest is out
    of it. So one leg flown too early does not put the whole flight out of order.

    Args:
        legs: How many legs there are.
        flown: Where the points lie.
    """
    leg = flown.leg
    begins = np.concatenate([[0], np.flatnonzero(np.diff(leg)) + 1])
    # Points without a step count a little, so that none of them is worth nothing.
    length = np.add.reduceat(np.append(flown.step_m, 0.0) + 1e-3, begins)
    best, head = np.zeros(legs), np.full(legs, -1)
    before: list[int] = []
    for run, (k, metres) in enumerate(zip(leg[begins].tolist(), length.tolist(), strict=True)):
        j = int(np.argmax(best[: k + 1]))
        before.append(int(head[j]))
        best[k], head[k] = best[j] + metres, run
    outside = np.ones(len(begins), dtype=np.bool_)
    run = int(head[np.argmax(best)])
    while run >= 0:
        outside[run], run = False, before[run]
    past = np.append(begins[1:], len(leg))
    return np.repeat(outside, past - begins)


def against_m(flown: Flown, *, abreast_m: float) -> float:
    """Return how many metres were flown against the direction of a leg, near it.

    A step counts where it leads back along the leg by more than half of its length.

    Args:
        flown: Where the points lie.
        abreast_m: Farther than this from its leg, a point shows nothing of it.
    """
    leg, near = flown.leg, flown.off_m <= abreast_m
    back = -np.diff(flown.along_m)
    counts = (leg[:-1] == leg[1:]) & near[:-1] & near[1:] & (back > flown.step_m / 2)
    return float(back[counts & flown.seen].sum())
