"""How aircraft and sensors are examined: CRT-10 to CRT-12, CRT-15, CRT-16, PFI-5, RES-4."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from overflight.deadlines import format_instant
from overflight.record import Said
from overflight.sensors.answers import ENTRY, limit_of
from overflight.sensors.categories import SensorCategory
from overflight.sensors.certifications import Certification
from overflight.sensors.facts import PapersGiven
from overflight.sensors.facts_examined import (
    Brought,
    EquipmentListed,
    FlightLine,
    GroundExamined,
    InFlightExamined,
    Inspecting,
    TargetPass,
)
from overflight.treaty import Finding, Limit, Outcome, Quantity, Sense, Value, answered, measured

__all__ = [
    "equipment_allowed",
    "flight_lines",
    "ground_examination",
    "in_flight_examination",
    "papers_before",
    "participants_equipment",
]

PERIODS = Value("ground examination", Decimal(3), "periods", ENTRY, "annex.D.II.2")
PERIOD_H = Value("period of ground examination", Decimal(8), "h", ENTRY, "annex.D.II.2")
# The Commission's decision on video cameras (dec.14), both numbers read in full.
AXIS_DEG = Value("axis of the target to the screen", Decimal(20), "degrees", ENTRY, "dec.14")
CENTRE = Value("target off the centre of the view", Decimal(25), "%", ENTRY, "dec.14")

FREE: Final = frozenset({"video-camera", "audio-recorder", "computer"})
# Non-destructive tools of an observed Party that inspects the observing Party's aircraft.
TOOLS: Final = frozenset(
    {
        "borescope",
        "x-ray",
        "backscatter",
        "ultrasonic-imager",
        "logic-analyser",
        "passive-infra-red",
        "camera-35mm",
    }
)
TOPICS: Final = ("plan", "aircraft", "safety", "inventory")
_OPTICAL: Final = ("lens-transfer", "film", "processors", "resolution")
PAPERS: Final[Mapping[SensorCategory, tuple[str, ...]]] = MappingProxyType(
    {
        SensorCategory.OPTICAL_PANORAMIC: _OPTICAL,
        SensorCategory.OPTICAL_FRAMING: _OPTICAL,
        SensorCategory.VIDEO: ("resolution",),
        SensorCategory.INFRA_RED: ("resolution",),
        SensorCategory.RADAR: ("resolution",),
    }
)


def category_named(code: str) -> SensorCategory | None:
    """Return the category of a code, or nothing where the closed list has none."""
    return next((category for category in SensorCategory if category.value == code), None)


def ground_examination(certification: Certification) -> tuple[Finding, ...]:
    """Judge how long the ground examination of each aircraft lasted, and who examined together.

    Treaty: annex.D.II.1, annex.D.II.2; CRT-10: three periods of eight hours, unless otherwise
    agreed.
    """
    periods = certification.every(GroundExamined)
    agreed = certification.agreed("CRT-10")
    basis = (f"agreed otherwise: {agreed.fact.text}",) if agreed else ()
    if agreed is not None and agreed.fact.amount is None and periods:
        says = f"{certification.key}: the length of the ground examination was agreed otherwise."
        kept = answered("CRT-10", Outcome.KEPT, says, basis=basis)
        return (kept, *_people_at_once(certification), *_separate(certification))
    told = []
    amount = agreed.fact.amount if agreed else None
    for aircraft in sorted({s.fact.aircraft for s in periods}):
        mine = [s.fact for s in periods if s.fact.aircraft == aircraft]
        what = f"{certification.key} {aircraft}".strip()
        count = Quantity(float(len(mine)), "periods")
        says = f"{what}: {len(mine)} periods of ground examination; no more than {amount or 3}."
        told.append(
            measured("CRT-10", count, limit_of(PERIODS, Sense.AT_MOST, amount), says, basis=basis)
        )
        if any(fact.at < fact.started_at for fact in mine):
            says = f"{what}: a period ends before it starts."
            told.append(answered("CRT-10", Outcome.OPEN, says))
        longest = max(mine, key=lambda fact: fact.at - fact.started_at)
        hours = Quantity((longest.at - longest.started_at).total_seconds() / 3600, "h")
        says = f"{what}: the longest period lasted {hours.value:g} h; no more than 8 h."
        told.append(measured("CRT-10", hours, limit_of(PERIOD_H, Sense.AT_MOST), says))
    return (*told, *_people_at_once(certification), *_separate(certification))


def _separate(certification: Certification) -> Iterator[Finding]:
    """Yield what is to be said of examinations side by side, each Party by itself."""
    for said in certification.every(GroundExamined):
        if not said.fact.jointly and len(said.fact.by) > 1:
            kept = said.fact.approved
            says = f"{certification.key}: {', '.join(said.fact.by)} examined separately at one time"
            says += f", {'with' if kept else 'without'} approval of the certifying Party."
            outcome = Outcome.KEPT if kept else Outcome.BROKEN
            yield answered("CRT-10", outcome, says, provision="annex.D.II.1")


def _people_at_once(certification: Certification) -> Iterator[Finding]:
    """Yield whether no more people examined at one time than the certifying Party set (PLM-16)."""
    for said in certification.every(GroundExamined):
        fact = said.fact
        if fact.people is not None and fact.people_set is not None:
            says = f"{certification.key}: {fact.people} people examined at one time;"
            says += f" the certifying Party set {fact.people_set}."
            limit = Limit(float(fact.people_set), "people", Sense.AT_MOST)
            number = Quantity(float(fact.people), "people")
            yield measured("CRT-10", number, limit, says, provision="annex.D.II.1")


def _first_ground(certification: Certification) -> Said[GroundExamined] | None:
    return min(certification.every(GroundExamined), key=lambda s: s.fact.started_at, default=None)


def papers_before(certification: Certification) -> tuple[Finding, ...]:
    """Judge the papers and the briefing that participants have before the ground examination.

    Nothing is said before it has started.

    Treaty: annex.D.II.3, annex.D.II.4; CRT-11.
    """
    notice, first = certification.notice, _first_ground(certification)
    if notice is None or first is None or not certification.participants:
        return ()
    begins = first.fact.started_at
    early = [s.fact for s in certification.every(PapersGiven) if s.fact.at <= begins]
    had = {sensor: set[str]() for sensor in (s.sensor for s in notice.fact.sensors)}
    for fact in early:
        for sensor, papers in fact.papers.items():
            had.setdefault(sensor, set()).update(papers)
    lacking = []
    for one in notice.fact.sensors:
        category = category_named(one.category)
        wanted = PAPERS.get(category, ("resolution",)) if category else ("resolution",)
        lacking += [f"{one.sensor} {paper}" for paper in wanted if paper not in had[one.sensor]]
    briefed = {topic for fact in early for topic in fact.briefed}
    lacking += [f"briefing on {topic}" for topic in TOPICS if topic not in briefed]
    head = f"{certification.key}: before {format_instant(begins)}, start of the ground examination"
    says = f"{head}, not given: {', '.join(lacking)}." if lacking else f"{head}, all was given."
    return (answered("CRT-11", Outcome.BROKEN if lacking else Outcome.KEPT, says),)


def _not_free(items: tuple[Brought, ...], free: frozenset[str]) -> list[str]:
    return [item.name for item in items if item.kind not in free and not item.approved]


def participants_equipment(
    certification: Certification, lists: tuple[Said[EquipmentListed], ...]
) -> tuple[Finding, ...]:
    """Judge what participants bring to an examination: listed before, free or approved, counted.

    Treaty: annex.D.II.5, annex.D.II.6, annex.D.II.14; CRT-12.
    """
    mine = [s for s in lists if s.fact.certification == certification.key]
    first = _first_ground(certification)
    told = []
    for said in mine:
        fact, wrong = said.fact, []
        refused = _not_free(fact.items, FREE)
        if refused:
            wrong.append(f"without approval: {', '.join(refused)}")
        if first is not None and fact.at > first.fact.started_at:
            wrong.append("the list came after the examination had started")
        if fact.inventory_before is False:
            wrong.append("no joint inventory before")
        if fact.inventory_after is False:
            wrong.append("the inventory after did not find everything gone")
        says = f"{certification.key}: equipment of {said.party}: {len(fact.items)} items"
        says += f"; {'; '.join(wrong)}." if wrong else ", free or approved."
        told.append(answered("CRT-12", Outcome.BROKEN if wrong else Outcome.KEPT, says))
    return tuple(told)


def equipment_allowed(listed: Said[EquipmentListed]) -> tuple[Finding, ...]:
    """Judge the equipment of a pre-flight inspection.

    Treaty: annex.D.II.5, annex.F.I.6, annex.F.I.7, annex.F.II.6; PFI-5. Only an observed Party
    that inspects the observing Party's aircraft may bring non-destructive tools.
    """
    fact = listed.fact
    tools = fact.inspecting is Inspecting.OBSERVED
    refused = _not_free(fact.items, FREE | TOOLS if tools else FREE)
    who = fact.inspecting.value
    head = f"{fact.mission}: inspection by the {who}: {len(fact.items)} items"
    if refused:
        says = f"{head}; not allowed without approval: {', '.join(refused)}."
        return (answered("PFI-5", Outcome.BROKEN, says),)
    return (answered("PFI-5", Outcome.KEPT, f"{head}, all allowed or approved."),)


def in_flight_examination(certification: Certification) -> tuple[Finding, ...]:
    """Judge the in-flight examination: flown, every sensor seen at work, in clear daytime.

    Nothing is said before there is a flight or a report.

    Treaty: annex.D.III.1 to annex.D.III.6; CRT-15, CRT-16.
    """
    flights, notice = certification.every(InFlightExamined), certification.notice
    key = certification.key
    if not flights:
        if certification.report is None:
            return ()
        says = f"{key}: a report, and no in-flight examination on record."
        return (answered("CRT-15", Outcome.BROKEN, says),)
    fact = flights[-1].fact
    seen = {one.sensor for one in fact.passes}
    wanted = [one.sensor for one in notice.fact.sensors] if notice else []
    wrong = [f"{sensor} was not seen at work" for sensor in wanted if sensor not in seen]
    agreed = certification.agreed("CRT-15")
    if not fact.clear_daytime and agreed is None:
        wrong.append("not in clear atmosphere by day, and not agreed otherwise")
    checks = {
        "no briefing before": fact.briefed,
        "targets could not be visited": fact.targets_open,
        "weather data were not given": fact.weather_given,
    }
    wrong += [words for words, kept in checks.items() if not kept]
    basis = (f"agreed otherwise: {agreed.fact.text}",) if agreed else ()
    says = f"{key}: in-flight examination with {len(fact.passes)} passes"
    says += f"; {'; '.join(wrong)}." if wrong else " of all sensors."
    flown = answered("CRT-15", Outcome.BROKEN if wrong else Outcome.KEPT, says, basis=basis)
    return (flown, *_seats(key, fact))


def _seats(key: str, fact: InFlightExamined) -> Iterator[Finding]:
    """Yield whether no more people were aboard than the aircraft can carry (CRT-16, PLM-17)."""
    if fact.aboard is not None and fact.seats is not None:
        says = f"{key}: {fact.aboard} people aboard the in-flight examination; {fact.seats} seats."
        number = Quantity(float(fact.aboard), "people")
        limit = Limit(float(fact.seats), "people", Sense.AT_MOST)
        yield measured("CRT-16", number, limit, says, provision="annex.D.III.6")


def flight_lines(certification: Certification) -> tuple[Finding, ...]:
    """Judge how each pass lay to its target.

    Treaty: annex.D-1.II.1 to annex.D-1.II.3, for video dec.14; RES-4. The text gives no tolerance
    for "directly over and parallel": who flew it states it.
    """
    told: list[Finding] = []
    for said in certification.every(InFlightExamined):
        for number, one in enumerate(said.fact.passes, 1):
            what = f"{certification.key}: pass {number}, {one.sensor}"
            told += _video(what, one) if one.category == SensorCategory.VIDEO else _line(what, one)
    return tuple(told)


def _line(what: str, flown: TargetPass) -> Iterator[Finding]:
    wanted = FlightLine.BESIDE if flown.oblique else FlightLine.OVER
    provision = "annex.D-1.II.1"
    if flown.category == SensorCategory.INFRA_RED:
        wanted, provision = FlightLine.OVER, "annex.D-1.II.2"
    elif flown.category == SensorCategory.RADAR:
        wanted, provision = FlightLine.ARRAY, "annex.D-1.II.3"
    says = f"{what}: flown {flown.line.value}; asked: {wanted.value}"
    outcome = Outcome.KEPT if flown.line is wanted else Outcome.BROKEN
    if wanted is FlightLine.BESIDE and outcome is Outcome.KEPT and not flown.greatest_angle:
        outcome = Outcome.OPEN if flown.greatest_angle is None else Outcome.BROKEN
        says += ", the camera at its greatest angle from the horizontal"
    yield answered("RES-4", outcome, f"{says}.", provision=provision)


def _video(what: str, flown: TargetPass) -> Iterator[Finding]:
    basis = ("Decision Fourteen, EXACT as far as it was read",)
    pairs = (
        ("target axis to screen axis", flown.axis_deg, AXIS_DEG),
        ("target off the centre of the view", flown.off_centre_percent, CENTRE),
    )
    for name, value, most in pairs:
        if value is not None:
            number = Quantity(float(value), most.unit)
            says = f"{what}: {name} {value} {most.unit}; at most {most.amount}."
            limit = limit_of(most, Sense.AT_MOST)
            yield measured("RES-4", number, limit, says, provision="dec.14", basis=basis)
