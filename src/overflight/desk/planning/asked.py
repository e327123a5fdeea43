"""A problem as a person wrote it, with what held on its day: what the search is given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

import numpy as np

from overflight.airspace import (
    Activity,
    Airspace,
    AirspaceArea,
    Level,
    LevelSystem,
    activity,
    is_above,
)
from overflight.desk.held.as_of import AsOf
from overflight.desk.planning.flight import FlightAsked, airfield_of, planning_problem
from overflight.desk.planning.plans import Lands
from overflight.errors import UsageError
from overflight.geodesy import Gap, Terrain, coordinates_deg
from overflight.missions import WINDOW
from overflight.planning import (
    Airfield,
    Area,
    Course,
    HazardWay,
    KeepOut,
    Landing,
    PlanningProblem,
    PlanProblem,
    Target,
    Wanted,
    Window,
    keep_out_of,
)
from overflight.treaty import SiteRole

__all__ = ["Asked", "WholeAsked", "whole_problem"]

_COMMENCES = time(8, 0)
_ARRIVED = timedelta(hours=36)
_LEAST_LEAD_M = 2_000.0
_KNOTS = 1.0 / 3.6


@dataclass(frozen=True, slots=True)
class WholeAsked:
    """A problem and how it is to be planned.

    Args:
        problem: The problem as a person wrote it.
        more: Points, areas and lines from lists beside it.
        airspace: Published airspace; none where nothing is at hand.
        hazards: What is done about hazardous airspace.
        strict: Plan so that the draft stands under every reading.
        notes: What is to be said about the lists.
    """

    problem: PlanProblem
    more: tuple[Wanted, ...] = ()
    airspace: Airspace | None = None
    hazards: HazardWay = HazardWay.AVOID
    strict: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What the search is given.

    Args:
        flight: What the flight is asked, as for a list of targets.
        problem: The problem in numbers.
        areas: Hazardous airspace that is not kept out of, to be asked for where it is met.
        requests: Other areas to be asked for where they are met.
        notes: What a reader must know.
    """

    flight: FlightAsked
    problem: PlanningProblem
    areas: tuple[AirspaceArea, ...]
    requests: tuple[KeepOut, ...]
    notes: tuple[str, ...]


def whole_problem(asked: WholeAsked, facts: AsOf, lands: Lands) -> Asked:
    """Return what a flight must keep on its day, in numbers.

    Args:
        asked: The problem and how it is to be planned.
        facts: What held on its day.
        lands: Borders, territory, terrain.

    Raises:
        UsageError: A site, a sensor, an area or a number cannot be.

    Treaty: art.VI.II.2, art.VI.II.4, art.VI.II.5, art.VI.I.9.
    """
    form, notes = asked.problem, list[str]()
    flight = FlightAsked(
        (*form.points, *(one for one in asked.more if isinstance(one, Target))),
        form.observing or form.observed,
        form.observed,
        form.start,
        form.end or form.start,
        form.on,
        form.max_km,
        form.max_hours,
        form.aircraft.speed_km_h,
        form.reach_km * 1000.0,
        form.mission,
    )
    base, said = planning_problem(flight, facts, lands)
    window = _window(form)
    whole = replace(
        base,
        areas=(*form.grounds, *(one for one in asked.more if isinstance(one, Area))),
        courses=(*form.courses, *(one for one in asked.more if isinstance(one, Course))),
        looks=form.looks,
        landings=tuple(_landings(form, flight, facts, notes)),
        range_km=_range_km(form),
        climb_km=_climb_km(form),
        window=window,
        lead_m=max(_LEAST_LEAD_M, form.aircraft.turn_radius_m or 0.0),
        may_cross=_may_cross(asked, facts, notes),
    )
    kept, open_areas = _areas(asked, whole, lands.terrain, notes)
    own = [(one.treat, keep_out_of(one)) for one in form.keep_outs]
    kept += [area for way, area in own if way is HazardWay.AVOID]
    _refuse_nothing(whole)
    return Asked(
        flight,
        replace(whole, keep_outs=tuple(kept)),
        tuple(open_areas),
        tuple(area for way, area in own if way is HazardWay.ASK),
        tuple(dict.fromkeys((*asked.notes, *said, *notes))),
    )


def _refuse_nothing(problem: PlanningProblem) -> None:
    """Refuse a problem without anything to see."""
    if not problem.wanted:
        raise UsageError(
            "E-PROBLEM",
            where="targets, areas, lines",
            expected="at least one thing to see",
            found="nothing",
            remedy="Name a target, an area or a line, or give a list with --targets.",
        )


def _window(form: PlanProblem) -> Window:
    """Return when the flight may be flown: to the end of the 96 hours."""
    commences = form.commencement or datetime.combine(form.on, _COMMENCES, tzinfo=UTC)
    if commences.date() != form.on:
        raise UsageError(
            "E-HOURS",
            where="commencement",
            expected=f"an instant on {form.on}, the day of the flight",
            found=f"{commences:%Y-%m-%d %H:%M} UTC",
            remedy="Give the day of commencement as on.",
        )
    arrival = form.estimated_arrival or commences - _ARRIVED
    if arrival > commences:
        raise UsageError(
            "E-HOURS",
            where="estimated_arrival",
            expected="an arrival before commencement",
            found=f"{arrival:%Y-%m-%d %H:%M} UTC",
            remedy="Give the notified arrival at the point of entry.",
        )
    return Window(commences, arrival + timedelta(hours=float(WINDOW.on(form.on))))


def _landings(
    form: PlanProblem, flight: FlightAsked, facts: AsOf, notes: list[str]
) -> Iterable[Landing]:
    """Yield the airfields where it may land on the way, each designated for it."""
    roles = {SiteRole.REFUELLING, SiteRole.OPEN_SKIES_AIRFIELD}
    for stop in form.stops:
        field = airfield_of(stop.site, flight, facts, notes)
        site = facts.airfields.site(stop.site, flight.day)
        if site is None or roles.isdisjoint(site.roles):
            raise UsageError(
                "E-SITE",
                where=stop.site,
                expected="a refuelling airfield or an Open Skies airfield (art.VI.II.3)",
                found="a site designated for something else",
                remedy="Choose one that is; `overflight airfields list` shows roles.",
            )
        if not 0 < stop.hours <= 96:
            raise UsageError(
                "E-PLANNING",
                where=f"stop at {stop.site}",
                expected="hours above 0 and up to 96",
                found=stop.hours,
                remedy="Correct this number.",
            )
        yield Landing(stop.site, field.at, stop.hours)


def _range_km(form: PlanProblem) -> float | None:
    """Return how far the aircraft flies from one landing to the next, by fuel and by crew."""
    craft = form.aircraft
    by_hours = None if craft.leg_hours is None else craft.leg_hours * craft.speed_km_h
    given = [km for km in (craft.range_km, by_hours) if km is not None]
    return min(given) if given else None


def _climb_km(form: PlanProblem) -> float:
    """Return how far the climb to the height of observation leads; nothing without a rate."""
    craft, looks = form.aircraft, form.looks
    if craft.climb_m_s is None or not looks:
        return 0.0
    if not craft.climb_m_s > 0:
        raise UsageError(
            "E-PLANNING",
            where="climb_m_s",
            expected="a rate above zero",
            found=craft.climb_m_s,
            remedy="Correct this number.",
        )
    seconds = max(look.height_m for look in looks) / craft.climb_m_s
    return seconds * craft.speed_km_h * _KNOTS / 1000.0


def _may_cross(asked: WholeAsked, facts: AsOf, notes: list[str]) -> bool:
    """Return whether a path may come to a point a second time (AMB-29)."""
    if asked.strict:
        notes.append("the path crosses itself nowhere, so that it stands under AMB-29=none too")
        return False
    reading = facts.readings.of("AMB-29")
    if reading == "none":
        notes.append("the path crosses itself nowhere: AMB-29=none")
    return reading != "none"


def _areas(
    asked: WholeAsked, problem: PlanningProblem, terrain: Terrain | None, notes: list[str]
) -> tuple[list[KeepOut], list[AirspaceArea]]:
    """Return the hazardous airspace that is kept out of, and what is asked for where met."""
    if asked.airspace is None:
        return [], []
    notes.extend(
        f"{one.where}: {one.name} could not be read and is not kept out of"
        for one in asked.airspace.unread
        if one.hazard is not None
    )
    at_height = [
        area for area in asked.airspace.hazardous if _bears(area, problem, terrain, asked.problem)
    ]
    notes.append(
        f"{len(at_height)} of {len(asked.airspace.hazardous)} hazardous areas of "
        f"{asked.airspace.source} may be met at the planned height and time"
    )
    if asked.hazards is HazardWay.ASK:
        return [], at_height
    kept, left = [], []
    for area in at_height:
        territory = area.territory
        fields: list[Airfield | Landing] = [problem.start, problem.end, *problem.landings]
        inside = [field.site for field in fields if territory.contains(field.at)]
        if inside:
            notes.append(f"{area.name} holds {', '.join(inside)}: it is asked for, not avoided")
            left.append(area)
        else:
            kind = area.hazard.value if area.hazard else ""
            says = f"{kind} area, {area.lower.says} to {area.upper.says}"
            kept.append(KeepOut(area.name, territory, says))
    return kept, left


def _bears(
    area: AirspaceArea, problem: PlanningProblem, terrain: Terrain | None, form: PlanProblem
) -> bool:
    """Tell whether an area may be met: not surely above or below it, not surely inactive."""
    heights = [look.height_m for look in problem.looks] or [3_000.0]
    low, high = (Level(LevelSystem.GROUND, pick(heights)) for pick in (min, max))
    ground = _ground(area, terrain)
    if is_above(area.lower, high, ground) is True or is_above(low, area.upper, ground) is True:
        return False
    window = problem.window
    if window is None:
        return True
    hours = problem.most_m / 1000 / form.aircraft.speed_km_h
    hours += sum(landing.hours for landing in problem.landings)
    until = min(window.ends, window.commences + timedelta(hours=hours))
    return activity(area.active, window.commences, until) is not Activity.INACTIVE


def _ground(area: AirspaceArea, terrain: Terrain | None) -> Gap | None:
    """Return the heights of the ground round an area, as far as its corners tell."""
    if terrain is None:
        return None
    heights = terrain.heights_m(*coordinates_deg(area.outline))
    if bool(np.isnan(heights).any()):
        return None
    return Gap(float(heights.min()) - terrain.error_m, float(heights.max()) + terrain.error_m)
