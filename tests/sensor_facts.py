"""A certification that keeps every rule, from which tests change one thing at a time.

Notice 2022-08-25, first day 2022-10-24: August has 31 days, so 6 + 30 + 24 = 60 days.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import cast

from overflight.record import Reference, Said
from overflight.sensors import SensorFact, SensorRecord, SensorsAsked, fold_sensors, judge_sensors
from overflight.sensors.facts import (
    Attached,
    CertificationNotified,
    DossierGiven,
    Established,
    NotifiedSensor,
    PapersGiven,
    ParticipantsNamed,
    ParticipationIntended,
    Photograph,
    Reported,
    ReportedSensor,
)
from overflight.sensors.facts_examined import (
    BarGroup,
    FlightLine,
    GroundExamined,
    InFlightExamined,
    TargetDescribed,
    TargetPass,
)
from overflight.sensors.facts_packages import CarriedSensor, PackageCarried
from overflight.treaty import Finding, readings

KEY = "DE-2022"
PACKAGE = "A319-OS"
AIRCRAFT = "A319"
PARTIES = frozenset({"DE", "RO", "HU", "CA"})
D = Decimal


def at(text: str) -> datetime:
    """Return an instant in UTC from ``2022-10-24 08:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


SENSORS = (
    NotifiedSensor("OF-1", "OF", "IGI DigiCAM-OS", "INT1V"),
    NotifiedSensor("IR-1", "IRLS", "IGI DigiTHERM-OS", "INT2V"),
    NotifiedSensor("SAR-1", "SAR", "radar", "INT3L45"),
)
NOTICE = CertificationNotified(
    at("2022-08-25 12:00"),
    KEY,
    PACKAGE,
    AIRCRAFT,
    date(2022, 10, 24),
    date(2022, 10, 30),
    sensors=SENSORS,
)
INTENTION = ParticipationIntended(at("2022-09-04 12:00"), KEY)
NAMES = ParticipantsNamed(at("2022-09-24 12:00"), KEY, 4, listed=True)
DOSSIER = DossierGiven(
    at("2022-10-10 12:00"),
    KEY,
    ("OF-1", "IR-1", "SAR-1"),
    ("OF-1", "IR-1", "SAR-1"),
    tuple(
        Photograph(
            s.sensor, apart=True, fills_percent=D(80), short_cm=D(18), long_cm=D(24), marked=True
        )
        for s in SENSORS
    ),
)
PAPERS = PapersGiven(
    at("2022-10-24 08:00"),
    KEY,
    {
        "OF-1": ("lens-transfer", "film", "processors", "resolution"),
        "IR-1": ("resolution",),
        "SAR-1": ("resolution",),
    },
    ("plan", "aircraft", "safety", "inventory"),
)
GROUND = tuple(
    GroundExamined(at(f"2022-10-{day} 16:00"), KEY, at(f"2022-10-{day} 08:00"), ("RO",))
    for day in (24, 25, 26)
)
TARGET = TargetDescribed(at("2022-10-26 18:00"), KEY, "T-1", D(5), (BarGroup(D("0.30"), 2),))
FLOWN = InFlightExamined(
    at("2022-10-27 14:00"),
    KEY,
    (
        TargetPass("OF-1", "OF", FlightLine.OVER),
        TargetPass("IR-1", "IRLS", FlightLine.OVER),
        TargetPass("SAR-1", "SAR", FlightLine.ARRAY),
    ),
    clear_daytime=True,
    briefed=True,
    targets_open=True,
    weather_given=True,
)
REPORT = Reported(
    at("2022-10-30 12:00"),
    KEY,
    ("DE", "RO"),
    dict.fromkeys(Established, True),
    (
        ReportedSensor("OF-1", "OF", h_min_m=D(1250), resolution_m=D("0.30")),
        ReportedSensor("IR-1", "IRLS", h_min_m=D(900), resolution_m=D("0.50")),
        ReportedSensor("SAR-1", "SAR", resolution_m=D(3)),
    ),
    (Attached.DOSSIER, Attached.PAPERS),
    copied_to=("RO", "HU", "CA"),
)
BASE: tuple[tuple[str, SensorFact], ...] = (
    ("DE", NOTICE),
    ("RO", INTENTION),
    ("RO", NAMES),
    ("DE", DOSSIER),
    ("DE", PAPERS),
    *(("DE", one) for one in GROUND),
    ("DE", TARGET),
    ("DE", FLOWN),
    ("DE", REPORT),
)
CARRIED = PackageCarried(
    at("2022-12-05 06:00"),
    "2022-OS2001",
    PACKAGE,
    AIRCRAFT,
    date(2022, 12, 6),
    (
        CarriedSensor("OF-1", "OF", "BP", h_min_m=D(1250)),
        CarriedSensor("IR-1", "IRLS", "TD", h_min_m=D(900)),
        CarriedSensor("SAR-1", "SAR", "TD"),
    ),
)


def record_of(
    facts: Iterable[tuple[str, SensorFact]], *, depositaries: Iterable[str] = ()
) -> SensorRecord:
    """Return the record of facts, each said by its Party when it happened."""
    said = (
        Said(fact, party, fact.at, Reference("o", n, "")) for n, (party, fact) in enumerate(facts)
    )
    return fold_sensors(said, depositaries=depositaries)


def base_with(
    *more: tuple[str, SensorFact], without: tuple[type, ...] = (), **changed: SensorFact
) -> tuple[tuple[str, SensorFact], ...]:
    """Return the base with facts of one kind replaced (``Reported=...``), left out, and added."""
    kept = []
    for party, fact in BASE:
        if isinstance(fact, without):
            continue
        kept.append((party, changed.get(type(fact).__name__, fact)))
    return (*kept, *more)


def asked_at(text: str = "2023-01-01 00:00", **chosen: str) -> SensorsAsked:
    """Return the question at an instant under readings such as ``AMB_2="dispatch"``."""
    named = {point.replace("_", "-"): option for point, option in chosen.items()}
    return SensorsAsked(at(text), readings(named), PARTIES)


def findings(
    facts: Iterable[tuple[str, SensorFact]], rule: str, asked: SensorsAsked | None = None
) -> tuple[Finding, ...]:
    """Return what one rule answers about facts."""
    judged = judge_sensors(record_of(facts), asked or asked_at())
    return tuple(finding for _, found in judged for finding in found if finding.rule == rule)


def answers(
    facts: Iterable[tuple[str, SensorFact]], rule: str, asked: SensorsAsked | None = None
) -> list[str]:
    """Return the outcomes of one rule."""
    return [finding.outcome.value for finding in findings(facts, rule, asked)]


def whole(asked: SensorsAsked | None = None) -> dict[str, list[str]]:
    """Return the outcomes of the base by rule, with the package carried on a mission."""
    told: dict[str, list[str]] = {}
    facts = (*BASE, ("DE", cast("SensorFact", CARRIED)))
    for _, found in judge_sensors(record_of(facts), asked or asked_at()):
        for finding in found:
            told.setdefault(finding.rule, []).append(finding.outcome.value)
    return told
