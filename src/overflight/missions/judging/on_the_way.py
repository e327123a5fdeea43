"""What is said on the way: mismatches, covers, stops, the next member of a group."""

from __future__ import annotations

from overflight.deadlines import show_instant
from overflight.missions.life.mission import Mission
from overflight.missions.life.versions import agreed_version
from overflight.missions.said.event import Role
from overflight.missions.said.facts_ending import ArrivedAtExit
from overflight.missions.said.facts_flight import MemberLeft, Stopped
from overflight.missions.said.facts_ground import CoverCheck, CoversChecked, MismatchTold
from overflight.missions.said.facts_visit import Transferred
from overflight.treaty import Finding, Outcome

__all__ = ["on_the_way"]

_SECONDS_A_MINUTE = 60


def _mismatches(mission: Mission) -> tuple[Finding, ...]:
    """PFI-8: what does not match is told at once; the text gives no number."""
    taxi = mission.supplier is Role.OBSERVED
    found = []
    for said in mission.all(MismatchTold):
        minutes = (said.fact.at - said.fact.found_at).total_seconds() / _SECONDS_A_MINUTE
        says = f"{said.fact.what}: told {minutes:g} min after it was found"
        outcome = Outcome.KEPT
        if minutes:
            outcome = Outcome.OPEN
            says += "; the text says immediately and gives no number, a person must say"
        where = "annex.F.II.8" if taxi else "annex.F.I.9"
        found.append(Finding("PFI-8", where, outcome, says, consequence="none stated"))
    return tuple(found)


def _stops(mission: Mission) -> tuple[Finding, ...]:
    """GEO-11: the aircraft stops where the mission plan has it stop."""
    version = agreed_version(mission)
    plan = version.plan if version else None
    found = []
    for said in mission.all(Stopped):
        head = f"stop at {said.fact.airfield}, {show_instant(said.fact.at)}"
        if plan is None:
            outcome, says = Outcome.OPEN, f"{head}; the mission plan agreed is not at hand"
        elif said.fact.airfield in {stop.site for stop in plan.stops}:
            outcome, says = Outcome.KEPT, f"{head}, as in the mission plan"
        else:
            outcome, says = Outcome.BROKEN, f"{head}; the mission plan has no stop there"
        found.append(Finding("GEO-11", "art.VI.II.3", outcome, says, consequence="art.VIII.I.4"))
    return tuple(found)


def _members(mission: Mission) -> tuple[Finding, ...]:
    """GRP-7: between two members of a group all sensors are off."""
    return tuple(
        Finding(
            "GRP-7",
            "art.III.II.2.E",
            Outcome.KEPT if said.fact.sensors_off else Outcome.BROKEN,
            f"from {said.fact.member} to {said.fact.to}, {show_instant(said.fact.at)}: sensors"
            f" {'off' if said.fact.sensors_off else 'not all off'}",
            consequence="sensor use outside = not in compliance",
        )
        for said in mission.all(MemberLeft)
    )


def _covers(mission: Mission) -> tuple[Finding, ...]:
    """ARR-4: covers are checked before leaving the point of entry, or the last airfield, by air.

    Only where the flight begins or ends at another airfield; how long before, the text does not say
    in numbers.
    """
    version = agreed_version(mission)
    plan = version.plan if version else None
    way, there = mission.first(Transferred), mission.first(ArrivedAtExit)
    asked = []
    if way is not None:
        asked.append((CoverCheck.ENTRY_DEPARTURE, way.fact.left_at))
    if there is not None and plan is not None and plan.end_site != plan.point_of_exit:
        asked.append((CoverCheck.AIRFIELD_DEPARTURE, there.fact.at))
    checks = [said.fact for said in mission.all(CoversChecked)]
    return tuple(
        Finding(
            "ARR-4",
            "annex.E.6",
            Outcome.OPEN,
            f"covers {occasion.value}, {show_instant(left)}: no check is on record",
            consequence="none stated",
        )
        for occasion, left in asked
        if not any(fact.check is occasion and fact.at <= left for fact in checks)
    )


def on_the_way(mission: Mission) -> tuple[Finding, ...]:
    """Return what the rules of the inspection and of the way answer about a mission.

    Args:
        mission: The mission.

    Treaty: annex.F.I.9, annex.F.II.8 (PFI-8), art.VI.II.3 (GEO-11), art.III.II.2.E (GRP-7),
    annex.E.6 (ARR-4).
    """
    return (*_mismatches(mission), *_stops(mission), *_members(mission), *_covers(mission))
