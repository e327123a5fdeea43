"""The mission plan as the Treaty's document: every item with its provision, for text and PDF.

Treaty: art.II.24, art.VI.II.3, art.VI.II.4 (MPL-3). The format set by the commission (OSCC
decision 3) is not public; order and headings here are ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from overflight.deadlines import show_instant
from overflight.desk.planning.sheet import PlanSheet
from overflight.desk.planning.times import TimedPlace
from overflight.desk.signing.visible import visible
from overflight.geodesy import Position
from overflight.missions import Observation

__all__ = ["DOCUMENT_PRECISION_M", "PlanDocument", "Section", "Table", "plan_document"]

# Half of the last figure of a tenth of a second, in latitude and longitude.
DOCUMENT_PRECISION_M = 2.2
NOT_STATED = "not stated in the plan"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; numbers stand to the right."""

    head: tuple[str, ...]
    right: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One item of the document.

    Args:
        title: Its title.
        provision: Where the Treaty asks for it.
        lines: Names and values.
        table: A table, where there is one.
        note: A sentence below.
    """

    title: str
    provision: str
    lines: tuple[tuple[str, str], ...] = ()
    table: Table | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """A mission plan as people read and sign it.

    Args:
        title: Its title.
        head: Names and values of its head.
        sections: Its items.
        parties: Who signs.
        sha256: Digest of the plan that both sign.
        language: BCP 47 tag of the plan.
    """

    title: str
    head: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    parties: tuple[str, ...]
    sha256: str
    language: str


def plan_document(sheet: PlanSheet) -> PlanDocument:
    """Return a plan as the Treaty's document.

    Accuracy: positions to a tenth of a second, within ``DOCUMENT_PRECISION_M``.
    """
    plan = sheet.plan
    return PlanDocument(
        visible(f"Mission plan {plan.mission}, version {plan.version}"),
        _shown(
            (
                ("Observing Party", plan.observing),
                ("Observed Party", plan.observed),
                ("Language", plan.language),
                ("SHA-256 of the plan", sheet.sha256),
            )
        ),
        tuple(_visible(section) for section in _sections(sheet)),
        (visible(plan.observing), visible(plan.observed)),
        sheet.sha256,
        plan.language,
    )


def _shown(lines: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((name, visible(value)) for name, value in lines)


def _visible(section: Section) -> Section:
    """Return a section in which nothing hides or reorders what is read."""
    table = section.table
    if table is not None:
        rows = tuple(tuple(visible(cell) for cell in row) for row in table.rows)
        table = replace(table, rows=rows)
    return replace(section, lines=_shown(section.lines), table=table)


def _sections(sheet: PlanSheet) -> Iterator[Section]:
    plan = sheet.plan
    times = [
        ("Estimated arrival at the point of entry", show_instant(plan.estimated_arrival)),
        ("Submitted", show_instant(plan.submitted)),
        ("Commencement of the flight", show_instant(plan.commencement)),
        ("Planned completion", show_instant(sheet.completes)),
    ]
    if plan.version > 1:
        times.insert(2, ("First version submitted", show_instant(plan.original_submitted)))
    yield Section("Times, in UTC", "art.VI.II.1, art.VI.II.4.E", tuple(times))
    alternates = ", ".join(sheet.name(site) for site in plan.alternates) or NOT_STATED
    yield Section(
        "Airfields and points",
        "art.VI.II.3",
        (
            ("Point of entry", sheet.name(plan.point_of_entry)),
            ("Open Skies airfield of commencement", sheet.name(plan.start_site)),
            ("Open Skies airfield of the end", sheet.name(plan.end_site)),
            ("Point of exit", sheet.name(plan.point_of_exit)),
            ("Alternate airfields", alternates),
        ),
    )
    yield _route(sheet)
    yield Section("Flight distance", "art.VI.II.4.A", tuple(_distance(sheet)))
    yield _stops(sheet)
    yield _periods(sheet)
    yield Section(
        "Support required",
        "art.II.24",
        (("Support", NOT_STATED),),
        note="The form of a plan here has no field for it; add it by hand where it is needed.",
    )


def _distance(sheet: PlanSheet) -> Iterable[tuple[str, str]]:
    yield "Length of the path", f"{sheet.length_km:,.1f} km"
    if sheet.most_km is None:
        yield "Maximum flight distance", "not at hand"
    else:
        says = f" ({sheet.most_says})" if sheet.most_says else ""
        yield "Maximum flight distance", f"{sheet.most_km:,} km{says}"
    yield "Ground speed", f"{sheet.plan.speed_km_h:g} km/h"


def _route(sheet: PlanSheet) -> Section:
    turns = {point.name: point for point in sheet.plan.route}
    rows = []
    flown = 0.0
    for number, place in enumerate(sheet.places, start=1):
        flown += place.leg_km
        name = place.place.name
        point = turns.get(name)
        kind = "airfield" if place.place.airfield else point.turn.value if point else ""
        kind += ", calibration" if place.place.calibration else ""
        rows.append(
            (
                f"{number}",
                name,
                _position(place.place.at),
                f"{place.leg_km:,.1f}",
                f"{flown:,.1f}",
                show_instant(place.at),
                _height(sheet, place) if number > 1 else "",
                kind,
            )
        )
    return Section(
        "Route, in order of execution",
        "art.VI.II.4.F",
        table=Table(
            ("No", "Place", "Position (WGS 84)", "Leg km", "In all km", "Time", "Height m", "Turn"),
            (True, False, False, True, True, False, True, False),
            tuple(rows),
        ),
        note=f"Legs are direct. Heights are planned for the leg that leads there, counted from"
        f" {_SYSTEMS[sheet.plan.height_system.value]}.",
    )


_SYSTEMS = {
    "agl": "the ground",
    "msl": "mean sea level",
    "wgs84": "the WGS 84 ellipsoid",
    "std": "the 1013.25 hPa surface (pressure altitude)",
}


def _height(sheet: PlanSheet, place: TimedPlace) -> str:
    """Return the planned height of the leg that leads to a place."""
    if place.low == place.high or place.low.system.value != sheet.plan.height_system.value:
        return f"{place.high.height_m:,.0f}"
    low, high = place.low.height_m, place.high.height_m
    return f"{high:,.0f}" if low == 0 else f"{low:,.0f} to {high:,.0f}"


def _position(at: Position) -> str:
    """Return a position in degrees, minutes and seconds to a tenth."""
    lat, lon = (_parts(value) for value in (at.lat_deg, at.lon_deg))
    ns, ew = "S" if at.lat_deg < 0 else "N", "W" if at.lon_deg < 0 else "E"
    return (
        f"{lat[0]:02d}\u00b0{lat[1]:02d}'{lat[2]:04.1f}\"{ns}"
        f" {lon[0]:03d}\u00b0{lon[1]:02d}'{lon[2]:04.1f}\"{ew}"
    )


def _parts(degrees: float) -> tuple[int, int, float]:
    tenths = round(abs(degrees) * 36_000)
    minutes, seconds = divmod(tenths, 600)
    return minutes // 60, minutes % 60, seconds / 10


def _stops(sheet: PlanSheet) -> Section:
    rows = tuple(
        (
            sheet.name(stop.site),
            stop.after,
            show_instant(stop.lands_at),
            show_instant(stop.continues_at),
        )
        for stop in sheet.plan.stops
    )
    return Section(
        "Refuelling and rest stops",
        "art.VI.II.3",
        (() if rows else (("Stops", "none"),)),
        Table(("Airfield", "After", "Lands", "Continues"), (False,) * 4, rows) if rows else None,
    )


def _periods(sheet: PlanSheet) -> Section:
    rows = tuple(
        (
            period.sensor,
            period.category.value,
            period.start,
            period.stop,
            f"{period.height_m:,.0f}",
            "" if period.h_min_m is None else f"{period.h_min_m:,.0f}",
            _looks(period),
        )
        for period in sheet.plan.observations
    )
    head = ("Sensor", "Kind", "On at", "Off at", "Height m", "H min m", "Looks")
    right = (False, False, False, False, True, True, False)
    return Section(
        "Observation periods",
        "art.VI.II.4.D",
        (() if rows else (("Periods", "none"),)),
        Table(head, right, rows) if rows else None,
        note="H min is the certified minimum height above ground, as the plan says it."
        if rows
        else "",
    )


def _looks(period: Observation) -> str:
    """Return where a sensor looks and how far, as far as the plan says."""
    words = [period.side.value] if period.side is not None else []
    for side, km in (("left", period.left_km), ("right", period.right_km)):
        if km is not None:
            words.append(f"{km:g} km {side}")
    return ", ".join(words)
