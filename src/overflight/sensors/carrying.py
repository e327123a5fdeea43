"""What an aircraft carries against its certificate and its duty: SEN-15, RES-10, TAX-3."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from overflight.record import Said
from overflight.sensors.answers import ENTRY, limit_of
from overflight.sensors.categories import SensorCategory
from overflight.sensors.certifications import Certification, SensorRecord, Standing
from overflight.sensors.examining import category_named
from overflight.sensors.facts_packages import (
    CarriedSensor,
    ConcernNotified,
    HeightReplaced,
    PackageCarried,
)
from overflight.sensors.limits import HEIGHT_DEPENDENT, in_phase_in
from overflight.sensors.packages import numbers_aboard
from overflight.treaty import (
    Finding,
    Limit,
    Outcome,
    Quantity,
    Readings,
    Sense,
    Value,
    answered,
    judge,
    measured,
)

__all__ = ["certified_first", "height_in_force", "height_used", "taxi_package"]

LEAST_SEPARATION_M = Value("radar, object separation", Decimal(5), "m", ENTRY, "art.IV.2.D")
MOST_SEPARATION_M = Value("radar, object separation", Decimal(6), "m", ENTRY, "art.IV.9")
EACH_SIDE_KM = Value("optical coverage on each side", Decimal(50), "km", ENTRY, "art.IV.2.A")
_PROHIBIT = "The observed Party may prohibit the flight (art.VIII.I.1)."
_OPTICAL = ("OP", "OF")
# What a full set has, in the numbers of art.IV.2; the text gives video no number.
_FULL = {"OP": 1, "OF": 3, "TV": 1, "IRLS": 1, "SAR": 1}


def certified_first(carried: Said[PackageCarried], record: SensorRecord) -> tuple[Finding, ...]:
    """Judge whether aircraft and sensors were certified before the observation flight.

    Treaty: art.IV.11, annex.D.IV.5; SEN-15, CRT-19.
    """
    fact = carried.fact
    what = f"{fact.mission}: {fact.package} on {fact.on}"
    held = record.certificate(fact.package, fact.on)
    concerns = tuple(
        f"{s.party} doubts {s.fact.sensor} (art.IV.13): {s.fact.text}"
        for s in record.every(ConcernNotified)
        if s.fact.package == fact.package
    )
    if held is not None:
        says = f"{what}: deemed certified on {held.certified_on} by {held.key}."
        return (answered("SEN-15", Outcome.KEPT, says, basis=concerns),)
    known = record.of_package(fact.package)
    if not known:
        says = f"{what}: no certification of it is on record."
        return (answered("SEN-15", Outcome.OPEN, says, basis=concerns),)
    latest = known[-1]
    says = f"{what}: not certified; {latest.key}: {latest.standing.value}."
    refused = answered("SEN-15", Outcome.BROKEN, says, basis=concerns)
    told = [replace(refused, consequence=_PROHIBIT)]
    if latest.standing is Standing.DISPUTED:
        says = f"{what}: {', '.join(latest.objecting)} did not agree to the report;"
        says += " not to be used until that is settled."
        told.append(answered("CRT-19", Outcome.BROKEN, says, provision="annex.D.IV.5"))
    return tuple(told)


def height_in_force(
    mission: str, sensor: str, certified: Certification | None, record: SensorRecord
) -> tuple[Decimal | None, str]:
    """Return the minimum height of a sensor on a mission, and where it comes from.

    Who supplies the aircraft does not give it another height by its own word.

    Treaty: annex.D.I.2.D, annex.F.III.6; RES-10: a demonstration replaces it for one mission.
    """
    own = {s.party for s in record.of_mission(mission, PackageCarried)}
    for said in reversed(record.of_mission(mission, HeightReplaced)):
        if said.party not in own and said.fact.sensor == sensor:
            return said.fact.h_min_m, f"demonstration flight of {mission} (annex.F.III.6)"
    one = certified.reported(sensor) if certified else None
    if certified is None or one is None:
        return None, ""
    return one.h_min_m, f"certification report {certified.key}"


def height_used(carried: Said[PackageCarried], record: SensorRecord) -> tuple[Finding, ...]:
    """Judge the minimum heights a mission uses against those in force for the very package.

    Treaty: annex.D.I.2.D; RES-10: for that type and model with the identical set of sensors, not
    for one aircraft.
    """
    fact = carried.fact
    held = record.certificate(fact.package, fact.on)
    told: list[Finding] = []
    if held is not None and held.notice is not None:
        told += _same_set(carried, held)
    for one in fact.sensors:
        category = category_named(one.category)
        if one.h_min_m is None or category not in HEIGHT_DEPENDENT:
            continue
        what = f"{fact.mission}: {one.sensor} from {one.h_min_m} m above ground"
        least, source = height_in_force(fact.mission, one.sensor, held, record)
        if least is None:
            says = f"{what}: no minimum height of it is on record."
            told.append(answered("RES-10", Outcome.OPEN, says))
            continue
        limit = Limit(float(least), "m", Sense.AT_LEAST)
        says = f"{what}; in force: {least} m above ground ({source})."
        told.append(measured("RES-10", Quantity(float(one.h_min_m), "m"), limit, says))
    return tuple(told)


def _same_set(carried: Said[PackageCarried], held: Certification) -> Iterator[Finding]:
    notice = held.notice
    if notice is None or not notice.fact.sensors:
        return
    fact = carried.fact
    early = in_phase_in(fact.on)  # then no infra-red line scanner is certified (art.XVIII.II.2)
    asked = [s for s in fact.sensors if not (early and s.category == SensorCategory.INFRA_RED)]
    mine = sorted((one.sensor, one.category) for one in asked)
    certified = sorted((one.sensor, one.category) for one in notice.fact.sensors)
    differ = [f"{s} ({c})" for s, c in mine if (s, c) not in certified]
    what = f"{fact.mission}: {fact.aircraft} with {len(mine)} sensors"
    if fact.aircraft != notice.fact.aircraft:
        says = f"{what}: certified was {notice.fact.aircraft} ({held.key})."
        yield answered("RES-10", Outcome.BROKEN, says)
    elif differ:
        says = f"{what}: not in the certified set of {held.key}: {', '.join(differ)}."
        yield answered("RES-10", Outcome.BROKEN, says)
    else:
        says = f"{what}: of the certified type, model and set ({held.key})."
        yield answered("RES-10", Outcome.KEPT, says)


def taxi_package(carried: Said[PackageCarried], readings: Readings) -> tuple[Finding, ...]:
    """Judge the sensors of an aircraft the observed Party supplies.

    Treaty: art.IV.9, art.XVIII.II.3; TAX-3: every category, at the greatest capability allowed, in
    the numbers of art.IV.2, unless otherwise agreed; AMB-34 for the coverage. Until 31 December
    2005 one panoramic or two framing cameras are enough.
    """
    fact = carried.fact
    if not fact.taxi:
        return ()
    if fact.agreed:
        says = f"{fact.mission}: sensors of the observed Party's aircraft as agreed."
        return (answered("TAX-3", Outcome.KEPT, says, basis=(f"agreed otherwise: {fact.agreed}",)),)
    if in_phase_in(fact.on):
        return (_phase_in(fact),)
    had = {code: sum(one.category == code for one in fact.sensors) for code in _FULL}
    lacking = [f"{_FULL[code] - had[code]} {code}" for code in _FULL if had[code] < _FULL[code]]
    over = [
        name
        for name, count, limit in numbers_aboard(fact.sensors)
        if judge(count, limit) is Outcome.BROKEN
    ]
    says = f"{fact.mission}: full set of sensors"
    if lacking or over:
        says += f"; lacking: {', '.join(lacking) or 'nothing'}; too many: {', '.join(over) or '0'}"
    outcome = Outcome.BROKEN if lacking or over else Outcome.KEPT
    told = [answered("TAX-3", outcome, f"{says}.")]
    for one in fact.sensors:
        told += _capability(fact.mission, one, readings)
    return tuple(told)


def _phase_in(fact: PackageCarried) -> Finding:
    panoramic = sum(one.category == "OP" for one in fact.sensors)
    framing = sum(one.category == "OF" for one in fact.sensors)
    enough = panoramic >= 1 or framing >= 2
    says = f"{fact.mission}: {panoramic} panoramic, {framing} framing cameras; until 2005 one"
    says += " panoramic or two framing cameras are enough."
    outcome = Outcome.KEPT if enough else Outcome.BROKEN
    return answered("TAX-3", outcome, says, provision="art.XVIII.II.3")


def _capability(mission: str, one: CarriedSensor, readings: Readings) -> Iterator[Finding]:
    what = f"{mission}: {one.sensor}"
    if one.category == SensorCategory.RADAR and one.separation_m is not None:
        number = Quantity(float(one.separation_m), "m")
        low = one.separation_m <= LEAST_SEPARATION_M.amount
        value, sense = (
            (LEAST_SEPARATION_M, Sense.AT_LEAST) if low else (MOST_SEPARATION_M, Sense.AT_MOST)
        )
        says = f"{what}: {one.separation_m} m by object separation; 5 m to 6 m."
        yield measured("TAX-3", number, limit_of(value, sense), says)
    elif one.category == SensorCategory.RADAR:
        yield answered("TAX-3", Outcome.OPEN, f"{what}: its object separation is not stated.")
    reading = f"AMB-34={readings.of('AMB-34')}"
    if one.category in _OPTICAL and one.each_side_km is not None and reading.endswith("both"):
        says = f"{what}: covers {one.each_side_km} km to each side; 50 km is the capability asked."
        number = Quantity(float(one.each_side_km), "km")
        limit = limit_of(EACH_SIDE_KM, Sense.AT_LEAST)
        yield measured("TAX-3", number, limit, says, readings=(reading,))
