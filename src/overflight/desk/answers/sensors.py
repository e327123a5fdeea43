"""What people ask of sensors: limits, minimum heights, altitudes, certifications on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from overflight.desk.held.as_of import AsOf
from overflight.sensors import (
    HEIGHT_DEPENDENT,
    LIMITS,
    METHODS,
    Certification,
    HeightFound,
    SegmentAltitude,
    SensorCategory,
    Standing,
)
from overflight.treaty import DecisionStatus

__all__ = [
    "AltitudeAnswer",
    "CertificationList",
    "CertificationRow",
    "HeightAnswer",
    "SensorLimitList",
    "SensorLimitRow",
    "altitude_answer",
    "certification_list",
    "height_answer",
    "sensor_limits",
]


@dataclass(frozen=True, slots=True)
class SensorLimitRow:
    """What one category of sensor may do, and how much of its method was read.

    Args:
        category: The category, by its annotation code.
        rule: Rule id.
        provision: Where the limit is written.
        resolution_m: Smallest lawful ground resolution in metres.
        most: Greatest number of devices; none where the text sets none.
        each_side_km: Greatest coverage on each side; none where the text sets none.
        swath_km: Greatest swath; none where the text sets none.
        minimum_height: Whether it has a minimum height above ground.
        method: Decision on how a minimum height or a resolution is found.
        status: How much of that decision was read.
        says: What was read and what is missing.
    """

    category: SensorCategory
    rule: str
    provision: str
    resolution_m: float
    most: int | None
    each_side_km: float | None
    swath_km: float | None
    minimum_height: bool
    method: str
    status: DecisionStatus
    says: str


@dataclass(frozen=True, slots=True)
class SensorLimitList:
    """The limits of every category.

    Args:
        rows: One row for each category.
    """

    rows: tuple[SensorLimitRow, ...]


def sensor_limits() -> SensorLimitList:
    """Return the limits of every category.

    Treaty: art.IV.2.
    """
    rows = []
    for category, limits in LIMITS.items():
        method = METHODS[category]
        rows.append(
            SensorLimitRow(
                category,
                limits.rule,
                limits.resolution.provision,
                float(limits.resolution.amount),
                None if limits.most is None else int(limits.most.amount),
                None if limits.each_side is None else float(limits.each_side.amount),
                None if limits.swath is None else float(limits.swath.amount),
                category in HEIGHT_DEPENDENT,
                method.decision,
                method.status,
                method.says,
            )
        )
    return SensorLimitList(tuple(rows))


@dataclass(frozen=True, slots=True)
class HeightAnswer:
    """A minimum height above ground that was calculated.

    Args:
        category: The category of the sensor.
        h_min_m: Height above ground in whole metres, rounded up.
        formula: How.
        decision: Decision it rests on.
        status: How much of that was read; only what is EXACT is the rule.
        says: What was read and what is missing.
        readings: Readings of open points it used.
    """

    category: SensorCategory
    h_min_m: int
    formula: str
    decision: str
    status: DecisionStatus
    says: str
    readings: tuple[str, ...]


def height_answer(category: SensorCategory, made: HeightFound) -> HeightAnswer:
    """Return a minimum height with everything that is to be said of its method."""
    how = made.method
    return HeightAnswer(
        category, made.h_min_m, how.formula, how.decision, how.status, how.says, made.readings
    )


@dataclass(frozen=True, slots=True)
class AltitudeAnswer:
    """The lowest altitude of a segment.

    Args:
        altitude: The altitude, step by step.
        height_system: What its last step counts from.
    """

    altitude: SegmentAltitude
    height_system: str


def altitude_answer(altitude: SegmentAltitude) -> AltitudeAnswer:
    """Return an altitude that names its height system."""
    return AltitudeAnswer(altitude, "pressure altitude, altimeter set to standard pressure")


@dataclass(frozen=True, slots=True)
class CertificationRow:
    """One certification as it stands.

    Args:
        certification: Its key.
        party: Code of the certifying Party; empty without a notice.
        package: Key of the package.
        aircraft: Type and model.
        standing: Where it stands.
        certified_on: Day from which it is deemed certified.
        objecting: Who does not agree to the report.
        h_min_m: Minimum height above ground by sensor, as ``OF-1 1250``.
    """

    certification: str
    party: str
    package: str
    aircraft: str
    standing: Standing
    certified_on: date | None
    objecting: tuple[str, ...]
    h_min_m: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CertificationList:
    """The certifications of a record.

    Args:
        facts: Where the facts stand.
        rows: One row for each certification.
    """

    facts: str
    rows: tuple[CertificationRow, ...]


def certification_list(facts: AsOf) -> CertificationList:
    """Return every certification on record as it stands.

    Treaty: annex.D.IV.4, annex.D.IV.5.
    """
    rows = tuple(_row(one) for one in facts.sensors.certifications.values())
    return CertificationList(facts.source, rows)


def _row(one: Certification) -> CertificationRow:
    notice, report = one.notice, one.report
    sensors = report.fact.sensors if report else ()
    heights = (f"{s.sensor} {s.h_min_m}" for s in sensors if s.h_min_m is not None)
    return CertificationRow(
        one.key,
        notice.party if notice else "",
        notice.fact.package if notice else "",
        notice.fact.aircraft if notice else "",
        one.standing,
        one.certified_on,
        one.objecting,
        tuple(heights),
    )
