"""Everything the rules say of sensors, subject by subject."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from overflight.deadlines import Instant
from overflight.record import Said
from overflight.sensors.announcing import (
    clash,
    dossier,
    intentions,
    names_in_time,
    nobody_comes,
    notice_in_time,
    numbers,
    photographs,
)
from overflight.sensors.carrying import certified_first, height_used, taxi_package
from overflight.sensors.certifications import Certification, SensorRecord
from overflight.sensors.examining import (
    equipment_allowed,
    flight_lines,
    ground_examination,
    in_flight_examination,
    papers_before,
    participants_equipment,
)
from overflight.sensors.facts import CertificationFact, SensorFact
from overflight.sensors.facts_examined import EquipmentListed, Inspecting, MethodAdopted
from overflight.sensors.facts_packages import ChangeNotified, PackageCarried, SensorDescribed
from overflight.sensors.measuring import (
    bar_target,
    contrast_of_method,
    height_by_readings,
    resolution_read,
)
from overflight.sensors.packages import (
    change_notified,
    closed_list,
    covers,
    data_given,
    media,
    no_interception,
    own_package,
)
from overflight.sensors.phase_in import infra_red_aboard, infra_red_certified
from overflight.sensors.reporting import (
    deemed_certified,
    established,
    report_whole,
    reported_sensors,
)
from overflight.treaty import Finding, Outcome, Readings, answered

__all__ = ["SensorsAsked", "judge_sensors"]


@dataclass(frozen=True, slots=True)
class SensorsAsked:
    """When and how sensors are judged.

    Args:
        at: The instant.
        readings: Readings of open points.
        parties: Codes of the States Parties on that day.
    """

    at: Instant
    readings: Readings
    parties: frozenset[str] = frozenset()


def judge_sensors(
    record: SensorRecord, asked: SensorsAsked
) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """Yield the findings about certifications, packages and missions, by their keys.

    Args:
        record: What was said.
        asked: When, under which readings.

    Treaty: art.IV, Annex D, Annex B, Section I.
    """
    for certification in record.certifications.values():
        yield certification.key, _of_certification(certification, record, asked)
    for unheard in record.unheard:
        yield _unheard(unheard)
    for adopted in record.every(MethodAdopted):
        yield adopted.fact.decision, contrast_of_method(adopted)
    for described in record.every(SensorDescribed):
        yield described.fact.package, (*data_given(described), *covers(described))
    for changed in record.every(ChangeNotified):
        yield changed.fact.package, change_notified(changed, record, asked.readings)
    yield from _of_missions(record, asked)


def _of_missions(
    record: SensorRecord, asked: SensorsAsked
) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """Yield the findings about what missions carry and inspectors bring."""
    for carried in record.every(PackageCarried):
        yield (
            carried.fact.mission,
            (
                *closed_list(carried, record),
                *infra_red_aboard(carried),
                *certified_first(carried, record),
                *height_used(carried, record),
                *own_package(carried),
                *taxi_package(carried, asked.readings),
                *no_interception(carried),
                *media(carried, record),
            ),
        )
    for listed in record.every(EquipmentListed):
        if listed.fact.inspecting is not Inspecting.PARTICIPANT:
            yield listed.fact.mission, equipment_allowed(listed)


def _of_certification(
    certification: Certification, record: SensorRecord, asked: SensorsAsked
) -> tuple[Finding, ...]:
    readings = asked.readings
    return (
        *notice_in_time(certification, readings),
        *intentions(certification, readings),
        *clash(certification, record),
        *numbers(certification),
        *names_in_time(certification, readings),
        *dossier(certification, asked.at, readings),
        *photographs(certification),
        *nobody_comes(certification, asked.at),
        *papers_before(certification),
        *participants_equipment(certification, record.every(EquipmentListed)),
        *ground_examination(certification),
        *bar_target(certification),
        *in_flight_examination(certification),
        *flight_lines(certification),
        *resolution_read(certification),
        *established(certification),
        *reported_sensors(certification),
        *height_by_readings(certification, readings),
        *report_whole(certification, asked.parties),
        *deemed_certified(certification),
        *infra_red_certified(certification),
    )


def _unheard(said: Said[SensorFact]) -> tuple[str, tuple[Finding, ...]]:
    """Return what is to be said of a decision that no Depositary has put on record."""
    fact = said.fact
    says = f"{said.party} says what the Commission decided; no Depositary has put it on record."
    if isinstance(fact, CertificationFact):
        return fact.certification, (answered("CRT-4", Outcome.OPEN, says),)
    rule_id = "RES-3" if isinstance(fact, MethodAdopted) else "SEN-1"
    return said.party, (answered(rule_id, Outcome.OPEN, says),)
