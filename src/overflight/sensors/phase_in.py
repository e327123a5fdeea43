"""Infra-red line scanners until the end of the phase-in: SEN-17.

Until 31 December 2005 none is used unless both Parties agreed, none is certified, and one that is
hard to remove stays covered.
"""

from __future__ import annotations

from collections.abc import Iterator

from overflight.record import Said
from overflight.sensors.categories import SensorCategory
from overflight.sensors.certifications import Certification
from overflight.sensors.facts_packages import CarriedSensor, PackageCarried
from overflight.sensors.limits import in_phase_in
from overflight.treaty import Finding, Outcome, answered

__all__ = ["infra_red_aboard", "infra_red_certified"]

_WHERE = "art.XVIII.II.2"


def infra_red_aboard(carried: Said[PackageCarried]) -> Iterator[Finding]:
    """Yield whether infra-red line scanners aboard in the phase-in are agreed to, or covered.

    Args:
        carried: What an aircraft carries for a mission.

    Treaty: art.XVIII.II.2 (SEN-17).
    """
    fact = carried.fact
    if not in_phase_in(fact.on):
        return
    for one in fact.sensors:
        if one.category == SensorCategory.INFRA_RED:
            head = f"{fact.mission}: infra-red line scanner {one.sensor} aboard on {fact.on}"
            outcome, why = _standing(one, fact)
            basis = (f"agreed otherwise: {fact.infra_red}",) if fact.infra_red else ()
            yield answered("SEN-17", outcome, f"{head}; {why}.", provision=_WHERE, basis=basis)


def _standing(one: CarriedSensor, fact: PackageCarried) -> tuple[Outcome, str]:
    if fact.infra_red:
        return Outcome.KEPT, "both Parties agreed to it"
    if one.covered is None:
        return Outcome.OPEN, "whether it is covered is not stated, and nobody agreed to its use"
    if one.covered:
        return Outcome.KEPT, "covered, being hard to remove"
    return Outcome.BROKEN, "not covered, and nobody agreed to its use"


def infra_red_certified(certification: Certification) -> Iterator[Finding]:
    """Yield that an infra-red line scanner was put to certification in the phase-in.

    Args:
        certification: A certification.

    Treaty: art.XVIII.II.2 (SEN-17).
    """
    notice = certification.notice
    if notice is None or not in_phase_in(notice.fact.begins):
        return
    scanners = [s.sensor for s in notice.fact.sensors if s.category == SensorCategory.INFRA_RED]
    says = f"{certification.key} from {notice.fact.begins}: no infra-red line scanner is certified"
    says += " before 2006"
    if scanners:
        says += f"; named: {', '.join(scanners)}"
    outcome = Outcome.BROKEN if scanners else Outcome.KEPT
    yield answered("SEN-17", outcome, f"{says}.", provision=_WHERE)
