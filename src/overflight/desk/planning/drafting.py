"""The draft of a mission plan from a route: periods, turns, stops, heights, requests."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from overflight.airspace import FlightLeg, Level, LevelSystem, Meeting, meet
from overflight.deadlines import Instant
from overflight.desk.held.as_of import AsOf
from overflight.desk.planning.asked import Asked, WholeAsked
from overflight.desk.planning.flight import draft_of
from overflight.desk.planning.plans import Lands, surroundings_of
from overflight.geodesy import distance_m
from overflight.missions import (
    STAND_OFF,
    HeightSystem,
    MissionPlan,
    Observation,
    TurnPoint,
    period_altitudes,
)
from overflight.planning import (
    RoutePoint,
    Solution,
    StandOff,
    Timed,
    Turn,
    hours_of,
    led,
    observed,
    stops_of,
    turns_of,
)

__all__ = ["Drafted", "Request", "drafted", "requests_of"]

_HEIGHT_M = 3_000.0  # where no sensor runs
_ROUND_M, _SPARE_M = 10.0, 10.0
_TURN_M = 10.0  # of a change of length that is worth a word


@dataclass(frozen=True, slots=True)
class Request:
    """An area that the draft crosses, to be asked for (art.VI.II.5).

    Args:
        name: Its name.
        kind: Prohibited, restricted or danger area, or what a person called it.
        says: Where it is met, how long, at which height and when.
    """

    name: str
    kind: str
    says: str


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft and what belongs to it.

    Args:
        plan: The draft.
        turns: How each turn point is flown.
        timed: When the flight is where, airfields included.
        notes: What a reader must know.
    """

    plan: MissionPlan
    turns: tuple[Turn, ...]
    timed: tuple[Timed, ...]
    notes: tuple[str, ...]


def drafted(whole: WholeAsked, asked: Asked, found: Solution, facts: AsOf, lands: Lands) -> Drafted:
    """Return the draft of a route.

    Args:
        whole: The problem as a person wrote it.
        asked: The same in numbers.
        found: The route.
        facts: What held on its day.
        lands: Borders, territory, terrain.

    Treaty: art.VI.II.3, art.VI.II.4; GEO-6, GEO-8, GEO-11.
    """
    form, problem = whole.problem, asked.problem
    seen = observed(found, problem.territory, problem.lead_m)
    points = led(seen.points, problem.start.at)
    commences = problem.window.commences if problem.window else None
    base = draft_of(asked.flight, facts, found)
    base = replace(base, commencement=commences or base.commencement)
    ends = (_field(found.start.site, found), _field(found.end.site, found))
    timed = hours_of(ends, points, base.commencement, problem.speed_km_h)
    turns = _turns(whole, asked, found, points)
    arrives, submitted = _times(whole, base)
    plan = replace(
        base,
        estimated_arrival=arrives,
        submitted=submitted,
        original_submitted=submitted,
        route=tuple(
            TurnPoint(point.name, point.at, turn.turn)
            for point, turn in zip(points, turns, strict=True)
            if not point.lands
        ),
        observations=seen.periods,
        stops=stops_of(timed, points),
        height_system=form.heights,
        height_m=max([look.height_m for look in problem.looks], default=_HEIGHT_M),
    )
    notes = [*_turn_notes(points, turns, form.aircraft.turn_radius_m)]
    if form.heights is not HeightSystem.AGL:
        plan = _over_terrain(plan, facts, lands, notes)
    return Drafted(plan, turns, timed, tuple(notes))


def _field(site: str, found: Solution) -> RoutePoint:
    at = found.start.at if site == found.start.site else found.end.at
    return RoutePoint(site, at)


def _times(whole: WholeAsked, base: MissionPlan) -> tuple[Instant, Instant]:
    """Return arrival and submission: 36 and 28 h before commencement, or as asked and after it."""
    arrival = whole.problem.estimated_arrival
    lead = base.commencement - base.commencement.replace(hour=8, minute=0, second=0)
    submitted = base.submitted + lead
    arrives = base.estimated_arrival + lead if arrival is None else arrival
    return arrives, max(submitted, arrives)


def _turns(
    whole: WholeAsked, asked: Asked, found: Solution, points: Sequence[RoutePoint]
) -> tuple[Turn, ...]:
    """Return how each point is flown; a landing is no turn and flown over."""
    problem = asked.problem
    least_m = float(STAND_OFF.on(asked.flight.day)) * 1000
    kept = [
        StandOff(zone.name, zone.line, least_m)
        for zone in problem.stand_offs
        if zone.keep_m >= least_m
    ]
    far = {found.route[sight.first].name: sight.look.sure_m for sight in found.sights}
    reach = {point.name: far.get(point.name, problem.reach_m) for point in points}
    seen = [reach[point.name] - _beside_m(point) if point.targets else None for point in points]
    path = (found.start.at, *(point.at for point in points), found.end.at)
    radius = whole.problem.aircraft.turn_radius_m
    return turns_of(path, whole.problem.turns, radius, seen, kept)


def _beside_m(point: RoutePoint) -> float:
    """Return how far from a turn point its farthest target lies."""
    return max(distance_m(point.at, target.at) for target in point.targets)


def _turn_notes(
    points: Sequence[RoutePoint], turns: Sequence[Turn], radius_m: float | None
) -> Iterator[str]:
    """Yield where a turn does not fit, and what turns do to the length."""
    if radius_m is None:
        return
    tight = [p.name for p, turn in zip(points, turns, strict=True) if not turn.fits]
    if tight:
        yield (
            f"turns of {radius_m / 1000:g} km radius leave no room on the legs at "
            f"{', '.join(tight)}"
        )
    longer = sum(turn.longer_m for turn in turns)
    if abs(longer) > _TURN_M:
        yield (
            f"turns as flown make the path {abs(longer) / 1000:.1f} km "
            f"{'longer' if longer > 0 else 'shorter'}; the treaty sums straight legs (GEO-2)"
        )


def _over_terrain(plan: MissionPlan, facts: AsOf, lands: Lands, notes: list[str]) -> MissionPlan:
    """Return a plan whose heights count from the sea: the highest ground of each period and more.

    Treaty: art.VI.II.4.D; GEO-6.
    """
    rows = period_altitudes(plan, surroundings_of(plan, facts, lands)).periods
    periods: list[Observation] = []
    for period, row in zip(plan.observations, rows, strict=True):
        if row.ground_m is None:
            notes.append(f"{period.sensor} from {period.start}: no ground height is at hand")
            periods.append(period)
            continue
        least = row.ground_m + row.ground_error_m + period.height_m + _SPARE_M
        periods.append(replace(period, height_m=math.ceil(least / _ROUND_M) * _ROUND_M))
    highest = max([p.height_m for p in periods], default=plan.height_m)
    return replace(plan, observations=tuple(periods), height_m=highest)


def requests_of(drafted_plan: Drafted, asked: Asked, lands: Lands) -> tuple[Request, ...]:
    """Return the areas that a draft crosses and that are to be asked for.

    Args:
        drafted_plan: The draft.
        asked: What was asked, with the areas not kept out of.
        lands: Terrain, to compare heights.

    Treaty: art.VI.II.5, art.VI.II.4.C; MPL-8, MPL-5.
    """
    legs = tuple(_legs(drafted_plan))
    met = [one for one in meet(legs, asked.areas, lands.terrain) if one.bears]
    own = []
    path = tuple(timed.at for timed in drafted_plan.timed)
    for area in asked.requests:
        inside = area.territory.length_inside(path)
        if inside.most_m > 0:
            says = f"{inside.most_m / 1000:.1f} km of the path lie inside"
            own.append(Request(area.name, area.why, says))
    return (*map(_request, met), *own)


def _request(one: Meeting) -> Request:
    kind = one.area.hazard.value if one.area.hazard else one.area.category
    says = (
        f"{one.length.most_m / 1000:.1f} km from {one.since:%H:%M} to {one.until:%H:%M} UTC, "
        f"{one.area.lower.says} to {one.area.upper.says}; planned height {one.standing.value}, "
        f"activity {one.activity.value}"
    )
    return Request(one.area.name, kind, says)


def _legs(draft: Drafted) -> Iterator[FlightLeg]:
    """Yield the legs of a draft with their times; it climbs and descends on legs at airfields."""
    plan = draft.plan
    high = Level(LevelSystem(plan.height_system.value), plan.height_m)
    low = min([p.height_m for p in plan.observations], default=plan.height_m)
    level = Level(LevelSystem(plan.height_system.value), low)
    fields = {plan.start_site, plan.end_site, *(stop.site for stop in plan.stops)}
    surface = Level(LevelSystem.GROUND, 0.0)
    for here, there in pairwise(draft.timed):
        if distance_m(here.at, there.at) > 0:
            ends = {here.name, there.name}
            bottom = surface if ends & fields else level
            yield FlightLeg(here.at, there.at, here.left, there.reached, bottom, high)
