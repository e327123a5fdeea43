"""How the Parties conducted a mission, beside its clocks: papers, grounds, channels, window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from overflight.deadlines import show_instant
from overflight.missions.clocks.run import agreed_limit, scheduled, window_end
from overflight.missions.law.limits import EXTENSION, INSPECTORS, INSPECTORS_TAXI
from overflight.missions.life.mission import Mission
from overflight.missions.life.versions import agreed_version
from overflight.missions.said.event import Role
from overflight.missions.said.facts_ending import Declined, Explained, Prohibited
from overflight.missions.said.facts_flight import Deviated, DeviationCause, TakenOff
from overflight.missions.said.facts_ground import (
    CoversChecked,
    InspectionReported,
    InspectionStarted,
    InspectionWaived,
    WindowExtended,
)
from overflight.missions.said.facts_notice import Acknowledged
from overflight.missions.said.facts_plan import ChangeGround, ChangeProposed
from overflight.notifications import Channel
from overflight.treaty import (
    Finding,
    Limit,
    Outcome,
    Quantity,
    Readings,
    Sense,
    judge,
    readings,
)

__all__ = ["conduct"]

_HOUR: Final = 3600


def _inspectors(mission: Mission, _: Readings) -> tuple[Finding, ...]:
    """PFI-1, PFI-2: at most 10 inspectors of the observing Party's aircraft, 5 of a taxi."""
    taxi = mission.supplier is Role.OBSERVED
    value, rule = (INSPECTORS_TAXI, "PFI-2") if taxi else (INSPECTORS, "PFI-1")
    other, moved = agreed_limit(mission, rule)
    most = value.amount if other is None else other
    limit = Limit(float(most), "people", Sense.AT_MOST)
    stated = (said.fact.inspectors for said in mission.all(InspectionStarted)[:1])
    return tuple(
        Finding(
            rule=rule,
            provision=value.provision,
            outcome=judge(Quantity(float(number), "people"), limit),
            says="; ".join((f"{number} inspectors, at most {most}", *moved)),
            measured=Quantity(float(number), "people"),
            limit=limit,
            consequence="excess inspectors may be refused",
        )
        for number in stated
        if number is not None
    )


def _extension(mission: Mission, chosen: Readings) -> tuple[Finding, ...]:
    """DEM-5: the window grows only if the observed Party asked, and by at most 24 hours."""
    found: list[Finding] = []
    reading = chosen.of("AMB-11")
    limit = Limit(float(EXTENSION.amount), "h", Sense.AT_MOST)
    for said in mission.all(WindowExtended):
        hours = Quantity(float(said.fact.hours), "h")
        asked = mission.demonstration_asked_by is Role.OBSERVED
        outcome = judge(hours, limit) if asked else Outcome.BROKEN
        if outcome is Outcome.KEPT and reading == "necessity":
            outcome = Outcome.OPEN
        why = "" if asked else "; the observed Party did not ask for a demonstration flight"
        found.append(
            Finding(
                rule="DEM-5",
                provision="annex.F.III.4",
                outcome=outcome,
                says=f"{said.fact.hours} h added to the window, at most {EXTENSION.amount} h{why}",
                measured=hours,
                limit=limit,
                consequence=""
                if outcome is Outcome.KEPT
                else "the window does not grow beyond what the text allows",
                readings=(f"AMB-11={reading}",),
            )
        )
    return tuple(found)


def _grounds(mission: Mission, _: Readings) -> tuple[Finding, ...]:
    """MPL-6: changes may be proposed on the grounds of the text only."""
    return tuple(
        Finding(
            rule="MPL-6",
            provision="art.VI.II.6",
            outcome=Outcome.BROKEN if said.fact.ground is ChangeGround.NONE else Outcome.KEPT,
            says=f"changes to version {said.fact.version} proposed on the ground"
            f" {said.fact.ground.value}",
            consequence="a change outside the grounds has no basis; the observing Party may"
            " decline after 8 hours (art.VIII.I.5)",
        )
        for said in mission.all(ChangeProposed)
    )


def _causes(mission: Mission, _: Readings) -> tuple[Finding, ...]:
    """DEV-1, DEV-2: deviations are allowed for the causes of the text only."""
    return tuple(
        Finding(
            rule="DEV-2" if said.fact.cause is DeviationCause.WEATHER_SENSORS else "DEV-1",
            provision="art.VIII.II.1"
            if said.fact.cause is DeviationCause.NONE
            else said.fact.cause.value,
            outcome=Outcome.BROKEN if said.fact.cause is DeviationCause.NONE else Outcome.KEPT,
            says=f"deviation at {show_instant(said.fact.at)}, cause {said.fact.cause.value}",
            consequence="other deviations are not in compliance (art.VIII.I.1)",
        )
        for said in mission.all(Deviated)
    )


def _feasible(mission: Mission, _: Readings) -> tuple[Finding, ...]:
    """FLT-2: the planned completion lies inside the window."""
    version, ends = scheduled(mission), window_end(mission)
    if version is None or not ends:
        return ()
    spare = Quantity((ends[0].at - version.completion).total_seconds() / _HOUR, "h")
    limit = Limit(0.0, "h", Sense.AT_LEAST)
    return (
        Finding(
            rule="FLT-2",
            provision="art.VI.I.9",
            outcome=judge(spare, limit),
            says=f"version {version.version} ends {show_instant(version.completion)}, the window"
            f" {show_instant(ends[0].at)}",
            measured=spare,
            limit=limit,
            consequence="the plan cannot be flown inside the window (art.VI.I.9)",
        ),
    )


def _consent(mission: Mission, _: Readings) -> tuple[Finding, ...]:
    """PFI-9, MPL-10: what must be signed before take-off."""
    if mission.first(TakenOff) is None:
        return ()
    started = mission.first(InspectionStarted) is not None
    signed = mission.both(InspectionReported) is not None
    waived = mission.first(InspectionWaived) is not None
    said = "waived" if waived else "its right was not used"
    says = "the report of the inspection was signed" if signed else f"the inspection: {said}"
    if started and not signed:
        says = "the inspection was started and its report is not signed by both"
    agreed = agreed_version(mission)
    return (
        Finding(
            rule="PFI-9",
            provision="annex.F.I.11",
            outcome=Outcome.BROKEN if started and not signed else Outcome.KEPT,
            says=f"At take-off {says}",
            consequence="no consent to the aircraft, no flight",
        ),
        Finding(
            rule="MPL-10",
            provision="art.VI.II.6",
            outcome=Outcome.KEPT if agreed else Outcome.OPEN,
            says=f"At take-off both had signed version {agreed.version if agreed else '-'}",
            consequence="no flight plan without it",
        ),
    )


def _covers(mission: Mission, chosen: Readings) -> tuple[Finding, ...]:
    """ARR-4: what the checks of the sensor covers found."""
    return tuple(
        Finding(
            rule="ARR-4",
            provision=said.fact.provision,
            outcome=Outcome.KEPT if said.fact.in_place else Outcome.BROKEN,
            says=f"covers {'' if said.fact.in_place else 'not '}in place"
            f" {said.fact.check.value}, {show_instant(said.fact.at)}, stated by {said.party}",
            consequence="people judge; the result goes into the mission report (art.VI.I.21)",
            readings=(f"AMB-45={chosen.of('AMB-45')}",),
        )
        for said in mission.all(CoversChecked)
    )


def _channels(mission: Mission, _: Readings) -> tuple[Finding, ...]:
    """NTF-36, NTF-37: the written explanation goes by diplomatic channels only."""
    prohibited = mission.first(Prohibited) is not None
    return tuple(
        Finding(
            rule="NTF-36" if prohibited else "NTF-37",
            provision="art.VIII.I.3" if prohibited else "art.VIII.I.6",
            outcome=Outcome.KEPT if said.fact.channel is Channel.DIPLOMATIC else Outcome.BROKEN,
            says=f"explained through {said.fact.channel.value} channels; the text names"
            " diplomatic channels",
            consequence="not validly given (art.XI)",
        )
        for said in mission.all(Explained)
    )


def _statement(mission: Mission, chosen: Readings) -> tuple[Finding, ...]:
    """MPL-9: the observing Party says why it declines; nobody tests it (AMB-15)."""
    reading = chosen.of("AMB-15")
    return tuple(
        Finding(
            rule="MPL-9",
            provision="art.VIII.I.5",
            outcome=Outcome.KEPT if said.fact.reason or reading == "no-ground" else Outcome.OPEN,
            says="declined" + (f": {said.fact.reason}" if said.fact.reason else ", without a word"),
            consequence="the text speaks of changes deemed prejudicial; who judges is not stated",
            readings=(f"AMB-15={reading}",),
        )
        for said in mission.all(Declined)
    )


def _taxi(mission: Mission, chosen: Readings) -> tuple[Finding, ...]:
    """TAX-2: the taxi option is elected within 7 days of the sequence, or when acknowledging."""
    reading = chosen.of("AMB-9")
    late = reading == "acknowledgement"
    return tuple(
        Finding(
            rule="TAX-2",
            provision="annex.H.4",
            outcome=Outcome.KEPT if late else Outcome.OPEN,
            says=f"the observed Party supplies the aircraft, {show_instant(said.fact.at)}; whether"
            " it said so within 7 days of the sequence is not on record",
            consequence="none stated",
            readings=(f"AMB-9={reading}",),
        )
        for said in mission.all(Acknowledged)[:1]
        if said.fact.supplies_aircraft
    )


_RULES: Final[tuple[Callable[[Mission, Readings], tuple[Finding, ...]], ...]] = (
    _inspectors,
    _extension,
    _grounds,
    _feasible,
    _consent,
    _covers,
    _causes,
    _channels,
    _statement,
    _taxi,
)


def conduct(mission: Mission, chosen: Readings | None = None) -> tuple[Finding, ...]:
    """Return what the rules beside the clocks answer about a mission.

    Args:
        mission: The mission.
        chosen: Readings of the open points; the defaults if none.

    Treaty: PFI-1, PFI-2, PFI-9, DEM-5, FLT-2, MPL-6, MPL-9, MPL-10, ARR-4, DEV-1, DEV-2, NTF-36,
    NTF-37, TAX-2.
    """
    used = chosen or readings()
    return tuple(finding for answer in _RULES for finding in answer(mission, used))
