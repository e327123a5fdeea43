"""Plan a flight: gather what it must keep, search, draft the plan, judge it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from overflight.deadlines import Instant
from overflight.desk.held.as_of import AsOf
from overflight.desk.planning.plans import BorderSource, Lands, surroundings_of
from overflight.errors import UsageError
from overflight.geodesy import Lines, Territory, closest_approach, distance_m
from overflight.missions import STAND_OFF, Judgement, MissionPlan, Site, TurnPoint, judge_plan
from overflight.planning import (
    Airfield,
    Means,
    PlanningProblem,
    Solution,
    StandOff,
    Target,
    solve_beside,
)
from overflight.treaty import SiteRole

__all__ = [
    "FlightAsked",
    "PlannedFlight",
    "airfield_of",
    "draft_of",
    "plan_flight",
    "planning_problem",
]

# A draft is submitted so long before commencement, after arriving so long before that: inside what
# MPL-4, PFI-4 and FLT-1 ask. People put in the real times.
_LEAD, _ARRIVED = timedelta(hours=28), timedelta(hours=36)
_COMMENCES = time(8, 0)
# Borders with Parties ask no distance, but a path over them leaves the observed Party; a kilometre
# keeps it on the drawn side.
_OWN_SIDE_M = 1_000.0


@dataclass(frozen=True, slots=True)
class FlightAsked:
    """What a flight is asked to take.

    Args:
        targets: Targets to choose from.
        observing: Unit that observes.
        observed: Unit that is observed.
        start_site: Site id of the airfield of commencement.
        end_site: Site id of the airfield where it ends.
        day: Day of commencement.
        max_km: Greatest distance in kilometres; that of annex.A.III if not given.
        max_hours: Greatest flying time in hours; none for no limit.
        speed_km_h: Ground speed.
        reach_m: How far beside the path a target is still seen.
        mission: Mission key; a draft's if not given.
    """

    targets: tuple[Target, ...]
    observing: str
    observed: str
    start_site: str
    end_site: str
    day: date
    max_km: float | None = None
    max_hours: float | None = None
    speed_km_h: float = 450.0
    reach_m: float = 1_000.0
    mission: str = ""


@dataclass(frozen=True, slots=True)
class PlannedFlight:
    """A planned flight.

    Args:
        problem: What was asked, in numbers.
        solution: The route, what it takes and what it leaves out.
        nearest: The route that always goes to the nearest target, to compare with.
        plan: The draft of the mission plan, with times to be put right by people.
        judgement: The draft judged.
        notes: What a reader must know: doubtful sites, distances taken from elsewhere.
    """

    problem: PlanningProblem
    solution: Solution
    nearest: Solution
    plan: MissionPlan
    judgement: Judgement
    notes: tuple[str, ...]


def plan_flight(
    asked: FlightAsked, facts: AsOf, lands: Lands, means: Means | None = None
) -> PlannedFlight:
    """Return the best route found for a flight, as a draft plan that is judged.

    Args:
        asked: What the flight is asked to take.
        facts: What held on its day.
        lands: Borders and territory.
        means: Engine, seed, and when to stop; those usual, and no bound, if not given.

    Raises:
        UsageError: A site is not known, or no route can keep what is asked.

    Treaty: serves art.VI.II.1.
    """
    problem, notes = planning_problem(asked, facts, lands)
    by = means or Means()
    solution, nearest = solve_beside(problem, by)
    plan = draft_of(asked, facts, solution)
    judgement = judge_plan(plan, surroundings_of(plan, facts, lands))
    return PlannedFlight(problem, solution, nearest, plan, judgement, notes)


def planning_problem(
    asked: FlightAsked, facts: AsOf, lands: Lands
) -> tuple[PlanningProblem, tuple[str, ...]]:
    """Return what a flight must keep on its day, in numbers, and what is doubtful about them.

    Args:
        asked: What the flight is asked to take.
        facts: What held on its day.
        lands: Borders and territory.

    Raises:
        UsageError: A site has no position, or no maximum distance is at hand.
    """
    notes: list[str] = []
    start, end = (
        airfield_of(name, asked, facts, notes) for name in (asked.start_site, asked.end_site)
    )
    max_km = asked.max_km or _max_km(asked, facts, notes)
    stand_offs = _stand_offs(asked, facts, lands.borders, (start, end), notes)
    return (
        PlanningProblem(
            asked.targets,
            start,
            end,
            max_km,
            asked.speed_km_h,
            asked.max_hours,
            stand_offs,
            asked.reach_m,
            *_territories(asked, facts, lands.borders),
        ),
        tuple(dict.fromkeys(notes)),
    )


def airfield_of(site_id: str, asked: FlightAsked, facts: AsOf, notes: list[str]) -> Airfield:
    """Return a site as an airfield with its position; its doubt is added to the notes.

    Raises:
        UsageError: There is no such site on the day, or it has no position.
    """
    site = facts.airfields.site(site_id, asked.day)
    if site is None or site.position is None:
        usable = [s.site for s in facts.airfields.sites(asked.day, unit=asked.observed)]
        raise UsageError(
            "E-SITE",
            where=site_id,
            expected=f"a site designated on {asked.day} that has a position",
            found="no position" if site else "no such site",
            remedy=f"Sites of {asked.observed}: {', '.join(usable) or 'none'}.",
        )
    if site.doubt:
        notes.append(f"{site_id}: {site.doubt}")
    return Airfield(site_id, site.position)


def _max_km(asked: FlightAsked, facts: AsOf, notes: list[str]) -> float:
    """Return the maximum flight distance of the start airfield."""
    limit = facts.airfields.distance_km(asked.start_site, asked.day)
    if limit is None:
        raise UsageError(
            "E-DISTANCE",
            where=asked.start_site,
            expected=f"a maximum flight distance set for it on {asked.day}",
            found="none",
            remedy="Give one with --max-km.",
        )
    notes.append(f"{limit.km} km from {asked.start_site}: {limit.provision}, {facts.source}")
    if limit.doubt:
        notes.append(f"{limit.name}: {limit.doubt}")
    return float(limit.km)


def _stand_offs(
    asked: FlightAsked,
    facts: AsOf,
    borders: BorderSource | None,
    airfields: tuple[Airfield, ...],
    notes: list[str],
) -> tuple[StandOff, ...]:
    """Return what the path keeps from each border of the observed Party on the day."""
    if borders is None:
        notes.append("no borders at hand: no distance is kept from any")
        return ()
    parties = facts.parties.members_on(asked.day)
    states = facts.parties.units_on(asked.day).get(asked.observed, (asked.observed,))
    found = []
    for border in borders.borders_of(states).lines:
        neighbour = next(code for code in border.between if code not in states)
        if neighbour in parties:
            keep_m = _OWN_SIDE_M
        else:
            least_m = float(STAND_OFF.on(asked.day)) * 1000
            keep_m = _kept_m(border.line, least_m, border.error_m, airfields)
            notes.append(
                f"{neighbour} is not a Party on {asked.day}: {keep_m / 1000:.1f} km are kept from "
                f"its border, {least_m / 1000:g} km by art.VI.II.2 and the rest for the doubt of "
                "the line"
            )
        found.append(StandOff(f"border with {neighbour}", border.line, keep_m))
    if found:
        notes.append(f"borders: {borders.source}")
    return tuple(found)


def _territories(
    asked: FlightAsked, facts: AsOf, borders: BorderSource | None
) -> tuple[Territory | None, Territory | None]:
    """Return the territory of the observed Party, and that of its neighbours by land."""
    if borders is None:
        return None, None
    states = facts.parties.units_on(asked.day).get(asked.observed, (asked.observed,))
    around = {code for line in borders.borders_of(states).lines for code in line.between}
    return borders.territory(states), borders.territory(around.difference(states))


def _kept_m(line: Lines, least_m: float, error_m: float, airfields: Iterable[Airfield]) -> float:
    """Return what to keep from a line: the least asked and its doubt, but never the airfield."""
    nearest = min(closest_approach((a.at, a.at), line).gap.least_m for a in airfields)
    # Zones are drawn some hundred metres wider than asked.
    return max(least_m, min(least_m + error_m, nearest - 2_000.0))


def draft_of(asked: FlightAsked, facts: AsOf, solution: Solution) -> MissionPlan:
    """Return the route as a mission plan; its times are a draft's.

    Args:
        asked: What the flight is asked to take.
        facts: What held on its day.
        solution: The route.
    """
    commences: Instant = datetime.combine(asked.day, _COMMENCES, tzinfo=UTC)
    gates = facts.airfields.sites(asked.day, unit=asked.observed, role=SiteRole.POINT_OF_ENTRY_EXIT)
    submitted = commences - _LEAD
    return MissionPlan(
        mission=asked.mission or f"{asked.day.year}-OS{asked.day.year % 10}000",
        version=1,
        observing=asked.observing,
        observed=asked.observed,
        start_site=asked.start_site,
        end_site=asked.end_site,
        point_of_entry=_gate(gates, solution.start),
        point_of_exit=_gate(gates, solution.end),
        estimated_arrival=commences - _ARRIVED,
        submitted=submitted,
        original_submitted=submitted,
        commencement=commences,
        speed_km_h=asked.speed_km_h,
        route=tuple(TurnPoint(point.name, point.at) for point in solution.route),
    )


def _gate(gates: Iterable[Site], airfield: Airfield) -> str:
    """Return the point of entry and exit nearest to an airfield; the airfield where none is."""
    known = [(distance_m(gate.position, airfield.at), gate.site) for gate in gates if gate.position]
    return min(known)[1] if known else airfield.site
