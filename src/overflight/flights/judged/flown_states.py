"""Sub-states of a flight (timeline, region M80), as track, sensor log and statements show them.

A sub-state is a description, not a judgement: F30 says that the aircraft was seen off the agreed
path or profile, or that a Party says so; whether it may have been there is for the rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from overflight.deadlines import Instant
from overflight.flights.compared.heights import above_ground
from overflight.flights.compared.seen import step_lengths_m
from overflight.flights.judged.cases import FlownCase
from overflight.flights.judged.rights import FAR
from overflight.flights.judged.sensing import points_with
from overflight.flights.judged.sensor_rules import least_heights
from overflight.flights.judged.substates import FlownState
from overflight.flights.told.tracks import instant_of, seconds_of
from overflight.geodesy import distances_m
from overflight.missions import CurtailCause

__all__ = ["Spell", "spells_of"]

Bools = NDArray[np.bool_]

_STANDS_M_S = 1.0
_NEAR_STOP_M = 5_000.0


@dataclass(frozen=True, slots=True)
class Spell:
    """A time in one sub-state.

    Args:
        state: The sub-state.
        since: Since when.
        until: Until when.
        says: From what it follows.
    """

    state: FlownState
    since: Instant
    until: Instant
    says: str


@dataclass(frozen=True, slots=True)
class _Mark:
    """Points in a sub-state, and from what that follows."""

    state: FlownState
    mask: Bools
    says: str


def spells_of(case: FlownCase) -> tuple[Spell, ...]:
    """Return the sub-states of a flight in order of time; gaps are named unseen.

    Args:
        case: The track beside its plan, with what the record says.

    Treaty: art.VIII.II.1 to art.VIII.II.4, art.VI.II.3, art.III.II.2.E.
    """
    track, pieces = case.comparison.track, case.comparison.clean.pieces
    state = np.zeros(len(track), dtype=np.intp)
    marks = _marks(case)
    for number, mark in enumerate(marks):
        state[mark.mask] = number
    found: list[Spell] = []
    edges = np.flatnonzero(np.diff(state)) + 1
    for first, past in pieces:
        inner = edges[(edges > first) & (edges < past)].tolist()
        for a, b in pairwise((first, *inner, past)):
            mark = marks[int(state[a])]
            until = b if b < past else b - 1
            found.append(_spell(mark.state, track.time_s[a], track.time_s[until], mark.says))
        if past < len(track):
            since, until_s = track.time_s[past - 1], track.time_s[past]
            found.append(_spell(FlownState.UNSEEN, since, until_s, "No point was seen."))
    return tuple(found)


def _spell(state: FlownState, since: float, until: float, says: str) -> Spell:
    return Spell(state, instant_of(float(since)), instant_of(float(until)), says)


def _marks(case: FlownCase) -> tuple[_Mark, ...]:
    """Return the sub-states, the ones that go before others last."""
    compared, tolerance = case.comparison, case.comparison.settings.tolerance_m
    everywhere = np.ones(len(compared.track), dtype=np.bool_)
    off = (compared.nearest_m > tolerance) | _surely_off_height(case)
    said = _said_off(case)
    away = off | said
    far = compared.nearest_m > float(FAR.on(case.around.day)) * 1000
    return (
        _Mark(FlownState.ON_PLAN, everywhere, "Seen inside the agreed route and profile."),
        _Mark(
            FlownState.GROUP_TRANSFER,
            _between_members(case),
            "A flight over a group: sensors off between two agreed stretches (art.III.II.2.E).",
        ),
        _Mark(FlownState.STOP, _at_stops(case), "Seen standing at a stop of the plan."),
        _Mark(FlownState.DEVIATING, said & ~off, "A Party says that the path was left."),
        _Mark(FlownState.DEVIATING, off, "Seen off the agreed route or profile."),
        _Mark(FlownState.BELOW_MINIMUM, away & _below(case), "Below a sensor's minimum height."),
        _Mark(FlownState.BEYOND_FIFTY, far, "Seen beyond fifty kilometres from the path."),
        _Mark(
            FlownState.CURTAILED, _after(case, emergency=False), "A Party says it was cut short."
        ),
        _Mark(FlownState.EMERGENCY, _after(case, emergency=True), "A Party says: an emergency."),
    )


def _surely_off_height(case: FlownCase) -> Bools:
    """Tell which points lie off the agreed profile whatever the error of their height."""
    compared = case.comparison
    off = np.zeros(len(compared.track), dtype=np.bool_)
    if compared.heights.error_m is None:
        return off
    for run in compared.off_height:
        off[run.first : run.past] = True
    sure = np.abs(np.nan_to_num(compared.above_m)) - compared.heights.error_m
    return np.asarray(off & (sure > compared.settings.height_tolerance_m))


def _said_off(case: FlownCase) -> Bools:
    """Tell which points lie between a deviation said and the next resumption."""
    time = case.comparison.track.time_s
    mask = np.zeros(len(time), dtype=np.bool_)
    for deviation in case.said.deviated:
        ends = [seconds_of(r.at) for r in case.said.resumed if r.at >= deviation.at]
        mask |= (time >= seconds_of(deviation.at)) & (time <= min(ends, default=np.inf))
    return mask


def _at_stops(case: FlownCase) -> Bools:
    """Tell at which points the aircraft stands at a refuelling or rest stop of the plan."""
    compared, route = case.comparison, case.comparison.route
    track = compared.track
    stops = {stop.site for stop in route.plan.stops}
    near = np.zeros(len(track), dtype=np.bool_)
    if not stops:
        return near
    for name, at in zip(route.places, route.corners, strict=True):
        if name in stops:
            lon, lat = np.full(len(track), at.lon_deg), np.full(len(track), at.lat_deg)
            near |= distances_m(lon, lat, track.lon_deg, track.lat_deg) <= _NEAR_STOP_M
    steps, seen = step_lengths_m(compared.clean)
    still = seen & (steps <= _STANDS_M_S * np.diff(track.time_s))
    stands = np.concatenate([[False], still]) | np.concatenate([still, [False]])
    return np.asarray(near & stands)


def _between_members(case: FlownCase) -> Bools:
    """Tell where all sensors are off between agreed stretches of a flight over several States."""
    compared, plan = case.comparison, case.comparison.route.plan
    nothing = np.zeros(len(compared.track), dtype=np.bool_)
    if case.log is None or len(case.around.states_of(plan.observed)) < 2:
        return nothing
    ends = [compared.route.stretch_m(o.start, o.stop) for o in plan.observations]
    agreed = sorted(pair for pair in ends if pair is not None)
    between, reach = nothing.copy(), -np.inf
    for start, stop in agreed:
        if reach < start:
            between |= (compared.along_m > reach) & (compared.along_m < start) & np.isfinite(reach)
        reach = max(reach, stop)
    on = nothing.copy()
    for sensor in {period.sensor for period in case.log.periods}:
        on |= points_with(compared, case.log, sensor)
    return np.asarray(between & ~on)


def _below(case: FlownCase) -> Bools:
    """Tell which points lie below the minimum height of any sensor of the plan."""
    compared = case.comparison
    least = least_heights(compared.route.plan, case.around)
    heights = above_ground(compared.track, compared.settings.heights, case.around.terrain)
    if heights.height_m is None or not least:
        return np.zeros(len(compared.track), dtype=np.bool_)
    return np.asarray(heights.height_m < max(least.values()))


def _after(case: FlownCase, *, emergency: bool) -> Bools:
    """Tell which points lie after the flight was said to be cut short."""
    time = case.comparison.track.time_s
    said = [
        seconds_of(cut.at)
        for cut in case.said.curtailed
        if (cut.cause is CurtailCause.EMERGENCY) is emergency
    ]
    return np.asarray(time >= min(said, default=np.inf))
