"""A mission plan as ICAO flight plans: one message for each flight between two landings.

Treaty: art.II.24, art.VI.II.3: the mission plan holds what is needed to file the flight plan.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from overflight.adapters.plan_out.fpl.messages import FplMessage
from overflight.adapters.plan_out.fpl.route import Change, Element, Named, Point, Route
from overflight.adapters.plan_out.fpl.words import Coordinate, FlightLevel, Speed
from overflight.airspace import Level, LevelSystem
from overflight.desk.planning.sheet import PlanSheet
from overflight.desk.planning.times import TimedPlace
from overflight.errors import UsageError
from overflight.geodesy import spaced_deg

__all__ = ["FPL_PRECISION_M", "FlightDetails", "fpl_messages", "fpl_notes"]

# Half a minute of latitude and half a minute of longitude on the equator.
FPL_PRECISION_M = 1_315.0
_GROUND_STEP_M = 500.0
_NOT_PLAIN = re.compile(r"[^A-Z0-9 ]+")


@dataclass(frozen=True, slots=True)
class FlightDetails:
    """What a flight plan needs and a mission plan does not say.

    Args:
        aircraft: Type designator and wake category, as ``C130/M``; ``ZZZZ/M`` with ``type_name``.
        identity: Aircraft identification; the flight reference if empty.
        equipment: Fields 10a and 10b, as ``SDFG/S``.
        rules: Flight rules and type of flight, as ``IX``.
        registration: Registration without hyphen; empty for none.
        type_name: What ``ZZZZ`` stands for.
    """

    aircraft: str
    identity: str = ""
    equipment: str = "S/S"
    rules: str = "IX"
    registration: str = ""
    type_name: str = ""


def fpl_messages(sheet: PlanSheet, details: FlightDetails) -> tuple[FplMessage, ...]:
    """Return the flight plans of a mission plan, one for each flight between two landings.

    Args:
        sheet: The plan.
        details: What the plan does not say.

    Raises:
        UsageError: A detail has not the form of its field, a place is passed later than 99 h 59
            after take-off, or heights above ground are planned and the ground is not known.

    Accuracy: positions to half a minute (``FPL_PRECISION_M``), levels rounded up to ten metres.
    """
    return tuple(_message(sheet, details, flown) for flown in _flights(sheet.places))


def fpl_notes(sheet: PlanSheet) -> tuple[str, ...]:
    """Return what is lost or assumed in the flight plans of a plan, for a person."""
    notes = [f"positions are rounded to minutes of arc: within {FPL_PRECISION_M:,.0f} m"]
    system = sheet.plan.height_system.value
    if system == LevelSystem.GROUND and sheet.terrain is not None:
        notes.append(
            "heights above ground are written as altitudes over the highest ground of each leg"
            f" ({sheet.terrain.source}, within {sheet.terrain.error_m:,.0f} m)"
        )
    if system == LevelSystem.ELLIPSOID:
        notes.append("heights above the ellipsoid are written as altitudes: off by up to 107 m")
    notes.extend(
        f"{place.place.name} has no ICAO code: ZZZZ, named in field 18"
        for place in sheet.places
        if place.place.airfield and not sheet.codes.get(place.place.name)
    )
    return tuple(dict.fromkeys(notes))


def _flights(places: Sequence[TimedPlace]) -> Iterator[tuple[TimedPlace, ...]]:
    """Yield the places between one landing and the next, both ends included."""
    first = 0
    for k, place in enumerate(places):
        if k and place.place.airfield:
            yield tuple(places[first : k + 1])
            first = k


def _message(
    sheet: PlanSheet, details: FlightDetails, places: tuple[TimedPlace, ...]
) -> FplMessage:
    plan, start, end = sheet.plan, places[0], places[-1]
    aircraft, _, wake = details.aircraft.partition("/")
    equipment, _, surveillance = details.equipment.partition("/")
    alternates = tuple(sheet.codes.get(site) or "ZZZZ" for site in plan.alternates[:2])
    return FplMessage(
        identity=details.identity or _plain(plan.mission.partition("-")[2], 7).replace(" ", ""),
        rules=details.rules[:1],
        kind=details.rules[1:],
        aircraft=aircraft,
        wake=wake,
        equipment=equipment,
        surveillance=surveillance,
        departure=sheet.codes.get(start.place.name) or "ZZZZ",
        off_block=f"{start.leaves:%H%M}",
        route=_route(sheet, places),
        destination=sheet.codes.get(end.place.name) or "ZZZZ",
        elapsed=_elapsed(start, end),
        alternates=alternates,
        other=tuple(_other(sheet, details, places, alternates)),
    )


def _plain(text: str, most: int) -> str:
    """Return text in the letters of the telegraph."""
    return " ".join(_NOT_PLAIN.sub(" ", text.upper()).split())[:most].strip()


def _elapsed(start: TimedPlace, place: TimedPlace) -> str:
    """Return hours and minutes from take-off, rounded up."""
    minutes = math.ceil((place.at - start.leaves).total_seconds() / 60)
    if minutes >= 100 * 60:
        raise UsageError(
            "E-FPL",
            where=f"time to {place.place.name}",
            expected="less than 100 h",
            found=f"{minutes // 60} h",
            remedy="Check the speed of the plan.",
        )
    return f"{minutes // 60:02d}{minutes % 60:02d}"


def _other(
    sheet: PlanSheet,
    details: FlightDetails,
    places: tuple[TimedPlace, ...],
    alternates: Iterable[str],
) -> Iterator[tuple[str, str]]:
    """Yield field 18, in the order of Doc 4444."""
    plan, start, end = sheet.plan, places[0], places[-1]
    yield "STS", "STATE"
    for name, place in (("DEP", start), ("DEST", end)):
        if not sheet.codes.get(place.place.name):
            yield name, _located(sheet, place)
    yield "DOF", f"{start.leaves:%y%m%d}"
    if details.registration:
        yield "REG", details.registration
    inner = [place for place in places[1:-1] if not place.place.airfield]
    if inner:
        words = [f"{Coordinate.near(one.place.at)}{_elapsed(start, one)}" for one in inner]
        yield "EET", " ".join(words)
    if details.type_name:
        yield "TYP", _plain(details.type_name, 60)
    yield "OPR", _plain(plan.observing, 40)
    unknown = [
        site for site, code in zip(plan.alternates, alternates, strict=False) if code == "ZZZZ"
    ]
    if unknown:
        yield "ALTN", " ".join(_plain(sheet.names.get(site, site), 40) for site in unknown)
    remark = (
        f"OPEN SKIES OBSERVATION FLIGHT {plan.mission} OF {plan.observing} OVER {plan.observed}"
    )
    yield "RMK", _plain(remark, 120)


def _located(sheet: PlanSheet, place: TimedPlace) -> str:
    name = _plain(sheet.names.get(place.place.name, place.place.name), 40)
    return f"{Coordinate.near(place.place.at)} {name}"


def _route(sheet: PlanSheet, places: tuple[TimedPlace, ...]) -> Route:
    """Return field 15: every turn point as a coordinate, every change of height at its point."""
    speed = Speed("K", max(1, min(9999, round(sheet.plan.speed_km_h))))
    levels = [_level(sheet, *pair) for pair in pairwise(places)]
    elements: list[Element] = [Named("DCT")]
    for k, place in enumerate(places[1:-1], start=1):
        changed = levels[k] != levels[k - 1]
        change = Change(speed, levels[k]) if changed else None
        elements.append(Point(Coordinate.near(place.place.at), change))
    if len(places) > 2:
        elements.append(Named("DCT"))
    return Route(speed, levels[0], tuple(elements))


def _level(sheet: PlanSheet, start: TimedPlace, end: TimedPlace) -> FlightLevel:
    """Return the level of the leg between two places, rounded up to ten metres."""
    high = end.high
    if high.system is LevelSystem.PRESSURE:
        return FlightLevel("S", math.ceil(high.height_m / 10 - 1e-9))
    ground_m = _ground_m(sheet, start, end) if high.system is LevelSystem.GROUND else 0.0
    return FlightLevel("M", math.ceil((ground_m + _metres(high)) / 10 - 1e-9))


def _metres(level: Level) -> float:
    return max(0.0, level.height_m)


def _ground_m(sheet: PlanSheet, start: TimedPlace, end: TimedPlace) -> float:
    """Return the highest ground below a leg."""
    known = float("nan")
    if sheet.terrain is not None:
        lon, lat = spaced_deg((start.place.at, end.place.at), _GROUND_STEP_M)
        heights = sheet.terrain.heights_m(lon, lat)
        known = float(np.nanmax(heights)) if not np.isnan(heights).all() else known
    if math.isnan(known):
        raise UsageError(
            "E-FPL",
            where=f"leg {start.place.name} to {end.place.name}",
            expected="ground heights, for a flight plan knows no height above ground",
            found="none",
            remedy="Give a raster of ground heights with --dem, or plan heights above the sea.",
        )
    return max(0.0, known)
