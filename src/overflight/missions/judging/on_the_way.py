"""What is said of the inspection and on the way: mismatches, stops, the next member of a group."""

from __future__ import annotations

from overflight.deadlines import show_instant
from overflight.missions.life.mission import Mission
from overflight.missions.life.versions import agreed_version
from overflight.missions.said.event import Role
from overflight.missions.said.facts_flight import MemberLeft, Stopped
from overflight.missions.said.facts_ground import MismatchTold
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


def on_the_way(mission: Mission) -> tuple[Finding, ...]:
    """Return what the rules of the inspection and of the way answer about a mission.

    Args:
        mission: The mission.

    Treaty: annex.F.I.9, annex.F.II.8 (PFI-8), art.VI.II.3 (GEO-11), art.III.II.2.E (GRP-7).
    """
    return (*_mismatches(mission), *_stops(mission), *_members(mission))
