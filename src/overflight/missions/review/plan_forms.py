"""Plans and cases as people write them: read once, strictly, with one clear error.

A case is a plan together with what it is to be judged against, so that anyone can put any case
without a record. What a case leaves out comes from the founding facts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import TypeVar

from overflight.deadlines import Instant
from overflight.errors import SourceError
from overflight.missions.plan.plans import MissionPlan
from overflight.missions.plan.surroundings import Agreement, LineKind, SegmentWeather
from overflight.missions.said.event import is_mission_key
from overflight.treaty import SiteRole, read_form, read_json

__all__ = [
    "MOST_BYTES",
    "MOST_POINTS",
    "AroundForm",
    "BorderForm",
    "BordersForm",
    "FlatGround",
    "PlanCase",
    "SiteForm",
    "TerritoryForm",
    "read_case",
    "read_plan",
]

MOST_BYTES = 5_000_000
MOST_POINTS = 2_000
_MOST_TEXT = 500
_KEY_FORM = "full year, OS, last digit of that year and three digits (2003-OS3001)"
_MOST_PERIODS = 500
_MOST_SIDE_KM = 1_000.0
_YEARS = (datetime(1992, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC))
_SPEEDS_KM_H = (50.0, 4_000.0)
_HEIGHTS_M = (-500.0, 40_000.0)

# A longitude and a latitude in degrees.
LonLat = tuple[float, float]
Form = TypeVar("Form")


@dataclass(frozen=True, slots=True)
class SiteForm:
    """A site as a case gives it.

    Args:
        roles: What it is designated for: ``OSA``, ``POE_POX``, ``REFUEL``, ``CAL``, ``FIX``.
        lon_deg: Longitude in degrees.
        lat_deg: Latitude in degrees.
        inspection: Whether a pre-flight inspection is possible there.
        scheduled_only: For personnel on scheduled services only.
    """

    roles: tuple[SiteRole, ...]
    lon_deg: float | None = None
    lat_deg: float | None = None
    inspection: bool | None = None
    scheduled_only: bool = False


@dataclass(frozen=True, slots=True)
class BorderForm:
    """A border line as a case gives it.

    Args:
        between: Codes of the two States.
        line: Positions, longitude before latitude, in degrees.
        kind: ``land`` or ``maritime``.
    """

    between: tuple[str, str]
    line: tuple[LonLat, ...]
    kind: LineKind = LineKind.LAND


@dataclass(frozen=True, slots=True)
class BordersForm:
    """The border lines of a case.

    Args:
        source: Who drew them, of which day.
        lines: The lines.
        error_m: How far the true lines may lie from these, in metres.
    """

    source: str
    lines: tuple[BorderForm, ...]
    error_m: float = 0.0


@dataclass(frozen=True, slots=True)
class TerritoryForm:
    """The territory of the observed Party in a case.

    Args:
        source: Who drew it, of which day.
        rings: Outer rings, one for each part: positions, longitude before latitude, in degrees.
        error_m: How far the true edge may lie from this one, in metres.
    """

    source: str
    rings: tuple[tuple[LonLat, ...], ...]
    error_m: float = 0.0


@dataclass(frozen=True, slots=True)
class FlatGround:
    """Ground at one height everywhere, for a check by hand.

    Args:
        height_m: Its height in metres.
        height_system: The surface it counts from: ``EGM96``, ``WGS 84``.
    """

    height_m: float
    height_system: str = "EGM96"


@dataclass(frozen=True, slots=True)
class AroundForm:
    """What a case says about the surroundings; what it leaves out comes from founding facts.

    Args:
        parties: Codes of the States Parties on the flight date.
        members: States of each unit, by its code.
        max_distance_km: Maximum flight distance from the start airfield.
        max_distance_source: Where that is taken from.
        sites: Sites by id, beside those of the founding facts.
        borders: Border lines.
        territory: Territory of the observed Party.
        ground: Flat ground instead of a terrain model.
        languages: Languages the observed Party notified.
        arrived_at: Arrival of the observing Party at the airfield.
        inspection_ended_at: End of the pre-flight inspection.
        inspection_site: Site of the pre-flight inspection.
        extension_h: Hours added to the window for a demonstration flight.
        changed_by_observing: Whether the changed plan was the observing Party's own change.
        certified_h_min_m: Certified minimum height in metres by sensor id.
        agreements: What the Parties agreed otherwise.
        hazards: Names of hazardous airspace the path crosses.
        readings: Chosen readings by open point.
        weather: Forecasts for segments, where planned heights are pressure altitudes.
    """

    parties: tuple[str, ...] | None = None
    members: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    max_distance_km: Decimal | None = None
    max_distance_source: str = "the case"
    sites: Mapping[str, SiteForm] = field(default_factory=lambda: MappingProxyType({}))
    borders: BordersForm | None = None
    territory: TerritoryForm | None = None
    ground: FlatGround | None = None
    languages: tuple[str, ...] | None = None
    arrived_at: Instant | None = None
    inspection_ended_at: Instant | None = None
    inspection_site: str | None = None
    extension_h: Decimal = Decimal(0)
    changed_by_observing: bool | None = None
    certified_h_min_m: Mapping[str, Decimal] = field(default_factory=lambda: MappingProxyType({}))
    agreements: tuple[Agreement, ...] = ()
    hazards: tuple[str, ...] = ()
    readings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    weather: tuple[SegmentWeather, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanCase:
    """A plan and what it is to be judged against.

    Args:
        plan: The plan.
        around: Overrides of the surroundings.
    """

    plan: MissionPlan
    around: AroundForm = field(default_factory=AroundForm)


def _refuse(where: str, expected: str, found: object) -> SourceError:
    return SourceError(
        "E-PLAN",
        where=where,
        expected=expected,
        found=found,
        remedy="Correct the plan; its form is described in docs/reference.",
    )


def _texts(value: object, where: str) -> Iterator[tuple[str, str]]:
    """Yield every text of plain JSON values with its place."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield where, key
            yield from _texts(item, f"{where}.{key}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _texts(item, f"{where}[{number}]")


def _values(data: bytes, where: str) -> object:
    """Return the plain values of a document of bearable size, all its texts printable."""
    if len(data) > MOST_BYTES:
        raise _refuse(where, f"at most {MOST_BYTES} bytes", len(data))
    values = read_json(data, where=where)
    for place, text in _texts(values, where):
        if len(text) > _MOST_TEXT or not text.isprintable():
            raise _refuse(place, f"printable text of at most {_MOST_TEXT} characters", text)
    return values


def _read(kind: type[Form], data: bytes, where: str) -> Form:
    return read_form(kind, _values(data, where), where=where)


def _wrong(plan: MissionPlan) -> Iterator[tuple[str, str, object]]:
    """Yield field, expectation and finding of what no plan can mean."""
    for name, most in (("route", MOST_POINTS), ("observations", _MOST_PERIODS), ("stops", 50)):
        count = len(getattr(plan, name))
        if count > most:
            yield name, f"at most {most} entries", count
    names = Counter(point.name for point in plan.route)
    for name, count in names.items():
        if not name.strip():
            yield "route", "points with a name", repr(name)
        if count > 1:
            yield "route", "every point named once", f"{name} {count} times"
    if not is_mission_key(plan.mission):
        yield "mission", _KEY_FORM, plan.mission
    if plan.version < 1:
        yield "version", "1 or more", plan.version
    yield from _out_of_range(plan)


def _out_of_range(plan: MissionPlan) -> Iterator[tuple[str, str, object]]:
    """Yield numbers and instants that no flight can have."""
    low, high = _SPEEDS_KM_H
    if not low <= plan.speed_km_h <= high:
        yield "speed_km_h", f"{low:g} to {high:g}", plan.speed_km_h
    low, high = _HEIGHTS_M
    heights = [plan.height_m, *(period.height_m for period in plan.observations)]
    heights += [p.h_min_m for p in plan.observations if p.h_min_m is not None]
    for metres in heights:
        if not low <= metres <= high:
            yield "height_m", f"{low:g} to {high:g}", metres
    sides = [km for p in plan.observations for km in (p.left_km, p.right_km) if km is not None]
    for km in sides:
        if not 0 <= km <= _MOST_SIDE_KM:
            yield "observations", f"coverage of 0 to {_MOST_SIDE_KM:g} km", km
    first, last = _YEARS
    times = [plan.estimated_arrival, plan.submitted, plan.original_submitted, plan.commencement]
    times += [at for stop in plan.stops for at in (stop.lands_at, stop.continues_at)]
    for at in times:
        if not first <= at <= last:
            yield "instant", f"{first.year} to {last.year}", at.isoformat()


def _plausible(plan: MissionPlan, where: str) -> None:
    """Refuse a plan with the first thing that no plan can mean."""
    for name, expected, found in _wrong(plan):
        raise _refuse(f"{where}: {name}", expected, found)


def read_plan(data: bytes, *, where: str) -> MissionPlan:
    """Read a plan from its JSON document.

    Args:
        data: UTF-8 bytes, at most 5 MB.
        where: Name of the file, for the error.

    Raises:
        SourceError: It is not JSON, not a plan, names a point twice, has more than 2,000 points,
            or holds a number or an instant that no flight can have.
    """
    plan = _read(MissionPlan, data, where)
    _plausible(plan, where)
    return plan


def read_case(data: bytes, *, where: str) -> PlanCase:
    """Read a case: ``{"plan": ..., "around": ...}``, or a plan alone.

    Args:
        data: UTF-8 bytes, at most 5 MB.
        where: Name of the file, for the error.

    Raises:
        SourceError: As for a plan.
    """
    values = _values(data, where)
    if not (isinstance(values, dict) and "plan" in values):
        return PlanCase(read_plan(data, where=where))
    case = _read(PlanCase, data, where)
    _plausible(case.plan, where)
    if case.around.extension_h < 0 or not case.around.extension_h.is_finite():
        raise _refuse(f"{where}: around.extension_h", "0 or more", case.around.extension_h)
    return case
