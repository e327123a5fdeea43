"""Ask what a plan meets of published airspace, and put the questions that the treaty puts.

Hazardous airspace is no ground for refusing observation (art.VI.II.2). The observing Party takes
the published information into account (MPL-5); the observed Party names the hazard and coordinates
or suppresses the activity, or offers another altitude, route or time (MPL-8). People answer both:
nothing here is ever broken.
"""

from __future__ import annotations

from collections.abc import Iterable

from overflight.airspace import (
    Activity,
    Airspace,
    AirspaceArea,
    Hazard,
    Meeting,
    NearObstacle,
    Unread,
    meet,
    near_obstacles,
)
from overflight.deadlines import show_instant
from overflight.desk.planning.airspace_forms import (
    AirspaceAnswer,
    AirspaceList,
    AreaRow,
    MeetingRow,
    ObstacleRow,
)
from overflight.desk.planning.times import flight_legs
from overflight.missions import (
    MissionPlan,
    Surroundings,
    finding_forms,
    planned_path,
)
from overflight.treaty import Finding, Outcome, Quantity, count_of, overall

__all__ = [
    "airspace_list",
    "check_airspace",
]

_PROPOSE = (
    "The observed Party may propose changes (art.VIII.I.4.C); it may not make a point"
    " unobservable (art.VI.II.6)."
)
_DECLINE = (
    "None stated; without agreement within 8 h of the original submission the observing Party may"
    " decline the flight (art.VI.II.6, art.VIII.I.5)."
)
_KINDS = {
    Hazard.PROHIBITED: "prohibited area (DEF-33)",
    Hazard.RESTRICTED: "restricted area (DEF-34)",
    Hazard.DANGER: "danger area (DEF-35)",
}


def airspace_list(airspace: Airspace, *, hazardous: bool = False) -> AirspaceList:
    """Return what a file of airspace holds.

    Args:
        airspace: What was read.
        hazardous: Only prohibited, restricted and danger areas.
    """
    areas = airspace.hazardous if hazardous else airspace.areas
    return AirspaceList(
        airspace.source,
        tuple(_area_row(area) for area in areas),
        airspace.obstacles,
        airspace.unread,
        on=airspace.day,
    )


def _area_row(area: AirspaceArea) -> AreaRow:
    lons, lats = zip(*((at.lon_deg, at.lat_deg) for at in area.outline), strict=True)
    west, east = min(lons), max(lons)
    if east - west > 180:
        west, east = min(x for x in lons if x > 0), max(x for x in lons if x <= 0)
    return AreaRow(
        area.name,
        area.category,
        area.lower.says,
        area.upper.says,
        area.times,
        len(area.outline),
        area.error_m,
        round(west, 6),
        round(min(lats), 6),
        round(east, 6),
        round(max(lats), 6),
        area.where,
        hazard=area.hazard,
    )


def check_airspace(plan: MissionPlan, around: Surroundings, airspace: Airspace) -> AirspaceAnswer:
    """Return what a plan meets of hazardous areas and obstacles, and the questions that follow.

    Args:
        plan: The plan.
        around: What it is judged against: airfields, terrain, readings.
        airspace: What States publish.

    Treaty: art.VI.II.4.B, art.VI.II.4.C (MPL-5), art.VI.II.5 (MPL-8).
    """
    legs = flight_legs(plan, around)
    met = meet(legs, airspace.hazardous, around.terrain)
    near = near_obstacles(legs, airspace.obstacles, around.terrain)
    lost = tuple(one for one in airspace.unread if one.hazard is not None)
    missing = planned_path(plan, around).missing
    bearing = tuple(one for one in met if one.bears)
    findings = (
        *_answered(plan, airspace, met, bearing),
        *_of_observing(bearing, near, lost, missing),
        *(_of_observed(plan, around, one, airspace) for one in bearing),
    )
    return AirspaceAnswer(
        plan.mission,
        plan.version,
        airspace.source,
        len(airspace.hazardous),
        overall(findings),
        tuple(dict.fromkeys(one.area.name for one in bearing)),
        tuple(_row(one) for one in met),
        tuple(_obstacle_row(one) for one in near),
        lost,
        missing,
        finding_forms(findings),
        on=airspace.day,
    )


def _answered(
    plan: MissionPlan, airspace: Airspace, met: Iterable[Meeting], bearing: tuple[Meeting, ...]
) -> Iterable[Finding]:
    """Say that hazardous airspace closes nothing, and what was surely not met."""
    yield Finding(
        "MPL-2",
        "art.VI.II.2",
        Outcome.KEPT,
        f"Any part of {plan.observed} may be observed, hazardous airspace included.",
    )
    passed = [one for one in met if not one.bears]
    if not bearing:
        known = count_of(len(airspace.hazardous), "hazardous area")
        says = f"The path meets none of {known}"
        if passed:
            says += f" that it does not pass above, below or outside their times ({len(passed)})"
        yield Finding(
            "MPL-8",
            "art.VI.II.5",
            Outcome.KEPT,
            f"{says}.",
            basis=(f"airspace: {_dated(airspace)}",),
        )


def _dated(airspace: Airspace) -> str:
    day = "no day stated" if airspace.day is None else f"of {airspace.day}"
    return f"{airspace.source}, {day}"


def _of_observing(
    bearing: tuple[Meeting, ...],
    near: tuple[NearObstacle, ...],
    lost: tuple[Unread, ...],
    missing: tuple[str, ...],
) -> Iterable[Finding]:
    """Put the questions to the observing Party."""
    if bearing:
        names = ", ".join(dict.fromkeys(one.area.name for one in bearing))
        yield _open(
            "MPL-5",
            "art.VI.II.4.C",
            f"Was the published information on {names} taken into account in the plan?",
        )
    if lost:
        yield _open(
            "MPL-5",
            "art.VI.II.4.C",
            f"{count_of(len(lost), 'hazardous area')} could not be read: whether the path meets"
            f" any of that is not known ({', '.join(one.where for one in lost)}).",
        )
    if missing:
        yield _open(
            "MPL-5",
            "art.VI.II.4.C",
            f"No position of {', '.join(missing)}: the path is not known there.",
        )
    if near:
        names = ", ".join(one.obstacle.name for one in near)
        yield _open(
            "MPL-5",
            "art.VI.II.4.B",
            f"Within 8 km of the path the planned height does not surely clear by 300 m: {names}.",
            basis=("ICAO Annex 2, 5.1.2 b: 300 m above the highest obstacle within 8 km",),
        )


def _open(rule: str, provision: str, says: str, basis: tuple[str, ...] = ()) -> Finding:
    return Finding(rule, provision, Outcome.OPEN, says, consequence=_PROPOSE, basis=basis)


def _of_observed(
    plan: MissionPlan, around: Surroundings, one: Meeting, airspace: Airspace
) -> Finding:
    """Put the question of one area to the observed Party.

    Treaty: art.VI.II.5 (A) to (C); what "or" joins is AMB-14.
    """
    area = one.area
    kind = _KINDS[area.hazard] if area.hazard is not None else area.category
    middle = (one.length.least_m + one.length.most_m) / 2000
    doubt = (one.length.most_m - one.length.least_m) / 2000
    says = (
        f"{area.name}, {kind} from {area.lower.says} to {area.upper.says}: the path crosses it for"
        f" {middle:.1f} km from {show_instant(one.since)} to {show_instant(one.until)} at"
        f" {_planned(one)} (height {one.standing.value}, {_active(one)}). Does {plan.observed} name"
        " the hazard, and coordinate or suppress the activity, or offer another altitude, route or"
        " time?"
    )
    basis = [f"airspace: {_dated(airspace)}", f"{area.where}, outline within {area.error_m:g} m"]
    basis += [f"times as published: {area.times}"] if area.times else []
    return Finding(
        "MPL-8",
        "art.VI.II.5",
        Outcome.OPEN,
        says,
        measured=Quantity(middle, "km", doubt),
        consequence=_DECLINE,
        where=(one.enters, one.leaves),
        basis=tuple(basis),
        readings=(f"AMB-14={around.readings.of('AMB-14')}",),
    )


def _active(one: Meeting) -> str:
    return "activity not known" if one.activity is Activity.UNKNOWN else "active then"


def _planned(one: Meeting) -> str:
    if one.low == one.high:
        return one.low.says
    return f"{one.low.says} to {one.high.says}"


def _row(one: Meeting) -> MeetingRow:
    return MeetingRow(
        one.area.name,
        one.area.lower.says,
        one.area.upper.says,
        one.enters,
        one.leaves,
        one.length,
        one.since,
        one.until,
        _planned(one),
        one.standing,
        one.activity,
        one.area.times,
        one.bears,
        one.area.where,
        hazard=one.area.hazard,
    )


def _obstacle_row(one: NearObstacle) -> ObstacleRow:
    return ObstacleRow(
        one.obstacle.name,
        one.obstacle.at,
        one.obstacle.top.says,
        round(one.distance_m),
        one.low.says,
        one.clear_m,
    )
