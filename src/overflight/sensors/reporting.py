"""What a certification establishes and how it is reported: CRT-2, CRT-18, CRT-19, RES-5, RES-6."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from overflight.deadlines import day_of
from overflight.record import Said
from overflight.sensors.answers import ENTRY
from overflight.sensors.categories import SensorCategory
from overflight.sensors.certifications import Certification, Standing
from overflight.sensors.examining import category_named
from overflight.sensors.facts import (
    Attached,
    DossierGiven,
    Established,
    PapersGiven,
    ReportAnswered,
    Reported,
    ReportedSensor,
)
from overflight.sensors.limits import HEIGHT_DEPENDENT, judge_resolution
from overflight.treaty import Finding, Outcome, Quantity, answered

__all__ = ["deemed_certified", "established", "report_whole", "reported_sensors"]

_POINTS = {
    Established.TYPE: "(A) type and model designated",
    Established.SENSORS: "(B) categories and limits of Article IV",
    Established.DATA: "(C) technical information given",
    Established.HEIGHTS: "(D) minimum heights",
    Established.RESOLUTION: "(E) resolution where it does not depend on height",
    Established.COVERS: "(F) covers",
}


def established(certification: Certification) -> tuple[Finding, ...]:
    """Judge whether the six points of a certification are established.

    A point that can have no object is left out: (D) without sensors that depend on height, (E)
    without a radar.

    Treaty: annex.D.I.2; CRT-2.
    """
    report = certification.report
    if report is None:
        return ()
    fact = report.fact
    kinds = {category_named(one.category) for one in fact.sensors}
    wanted = set(Established)
    if not kinds & HEIGHT_DEPENDENT:
        wanted.discard(Established.HEIGHTS)
    if SensorCategory.RADAR not in kinds:
        wanted.discard(Established.RESOLUTION)
    lacking = [words for point, words in _POINTS.items() if point in wanted - set(fact.established)]
    refused = [words for point, words in _POINTS.items() if fact.established.get(point) is False]
    head = f"{certification.key}: of {len(wanted)} points"
    if refused or lacking:
        parts = [f"not established: {', '.join(refused)}"] if refused else []
        parts += [f"not said: {', '.join(lacking)}"] if lacking else []
        return (answered("CRT-2", Outcome.BROKEN, f"{head}, {'; '.join(parts)}."),)
    return (answered("CRT-2", Outcome.KEPT, f"{head}, all are established."),)


def reported_sensors(certification: Certification) -> tuple[Finding, ...]:
    """Judge what a report says of each sensor: a minimum height, or a resolution within the limit.

    Treaty: annex.D.I.2.D, annex.D.IV.1.D, annex.D.I.2.E; RES-5, RES-6; SEN-3 to SEN-6.
    """
    report = certification.report
    if report is None:
        return ()
    on = max(ENTRY, day_of(report.fact.at))
    told: list[Finding] = []
    for one in report.fact.sensors:
        told += _of_sensor(certification.key, one, on)
    return tuple(told)


def _of_sensor(key: str, one: ReportedSensor, on: date) -> Iterator[Finding]:
    category = category_named(one.category)
    what = f"{key}: {one.sensor}"
    if category is None:
        return
    if category is SensorCategory.RADAR:
        yield _radar(what, one)
    elif one.h_min_m is None:
        says = f"{what}: the report states no minimum height above ground."
        yield answered("RES-5", Outcome.BROKEN, says)
    else:
        says = f"{what}: minimum height {one.h_min_m} m above ground."
        yield answered("RES-5", Outcome.KEPT if one.h_min_m > 0 else Outcome.BROKEN, says)
    if one.resolution_m is not None:
        number = Quantity(float(one.resolution_m), "m", float(one.error_m))
        yield judge_resolution(category, number, on=on)


def _radar(what: str, one: ReportedSensor) -> Finding:
    if one.h_min_m is not None:
        says = f"{what}: the report states a minimum height; its resolution depends on none."
        return answered("RES-6", Outcome.BROKEN, says)
    if one.resolution_m is None:
        return answered("RES-6", Outcome.BROKEN, f"{what}: the report states no ground resolution.")
    says = f"{what}: ground resolution {one.resolution_m} m, at any height."
    return answered("RES-6", Outcome.KEPT, says)


def report_whole(certification: Certification, parties: frozenset[str]) -> tuple[Finding, ...]:
    """Judge how a report was made, what is attached, who was given it.

    Args:
        certification: The certification.
        parties: States Parties on the day of the report, or units of them.

    Treaty: annex.D.IV.1 to annex.D.IV.3; CRT-18.
    """
    report = certification.report
    if report is None:
        return ()
    fact, key = report.fact, certification.key
    wanted = {report.party, *certification.participants}
    absent = sorted(wanted - set(fact.by))
    wrong = [f"not prepared by {', '.join(absent)}"] if absent else []
    lacking = [a.value for a in _asked_to_attach(certification, fact) if a not in fact.attached]
    if lacking:
        wrong.append(f"not attached: {', '.join(lacking)}")
    points = sorted(p.value for p in set(Established) - set(fact.established))
    basis = (f"points not spoken of: {', '.join(points)}",) if points else ()
    says = f"{key}: report of {', '.join(sorted(fact.by))}"
    told = answered(
        "CRT-18",
        Outcome.BROKEN if wrong else Outcome.KEPT,
        f"{says}; {'; '.join(wrong)}." if wrong else f"{says}, with all attachments.",
        basis=basis,
    )
    return (told, _copies(certification, report, parties), *_rejections(certification))


def _asked_to_attach(certification: Certification, fact: Reported) -> Iterator[Attached]:
    if certification.participants or certification.last(DossierGiven):
        yield Attached.DOSSIER
    if certification.participants or certification.last(PapersGiven):
        yield Attached.PAPERS
    if fact.photographs_asked:
        yield Attached.PHOTOGRAPHS


def _copies(
    certification: Certification, report: Said[Reported], parties: frozenset[str]
) -> Finding:
    # The text sets no time for the copies: what is not yet sent is asked, not broken.
    key, given = certification.key, set(report.fact.copied_to)
    lacking = sorted(parties - given - {report.party})
    if lacking:
        says = f"{key}: no copy of the report is recorded for {', '.join(lacking)}."
        return answered("CRT-18", Outcome.OPEN, says, provision="annex.D.IV.3")
    says = f"{key}: all States Parties were given the report."
    return answered("CRT-18", Outcome.KEPT, says, provision="annex.D.IV.3")


def _rejections(certification: Certification) -> Iterator[Finding]:
    """Yield what is to be said of those who reject a report they had no part in."""
    may = certification.concerned
    for party, said in sorted(certification.by_party(ReportAnswered).items()):
        if party not in may and not said.fact.agrees:
            says = f"{certification.key}: {party} took no part and cannot reject the report."
            yield answered("CRT-18", Outcome.BROKEN, says, provision="annex.D.IV.3")


def deemed_certified(certification: Certification) -> tuple[Finding, ...]:
    """Judge whether aircraft and sensors are deemed certified.

    Treaty: annex.D.IV.4, annex.D.IV.5; CRT-19: certified unless the participants fail to agree on
    the contents of the report; then no observation flights until that is settled.
    """
    standing, key = certification.standing, certification.key
    says = f"{key}: {standing.value}"
    if standing is Standing.UNDER_WAY:
        return ()
    if standing is Standing.CERTIFIED:
        return (answered("CRT-19", Outcome.KEPT, f"{says} from {certification.certified_on}."),)
    if standing is Standing.DISPUTED:
        who = ", ".join(certification.objecting)
        says += f" ({who}); no observation flights until that is settled."
        return (answered("CRT-19", Outcome.OPEN, says),)
    return (answered("CRT-19", Outcome.BROKEN, f"{says}; no observation flights."),)
