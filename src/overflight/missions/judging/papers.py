"""Rules of papers and signatures: channels, what is signed before take-off, what goes on after.

Treaty: art.XI, art.VI.II.6, art.VI.II.8, annex.F.III.8, annex.G.I.8.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from overflight.deadlines import show_instant
from overflight.missions.life.mission import Mission
from overflight.missions.life.outcomes import quota_entry
from overflight.missions.life.versions import agreed_version
from overflight.missions.said.facts_ending import ReportSent
from overflight.missions.said.facts_flight import TakenOff
from overflight.missions.said.facts_notice import Notified
from overflight.missions.said.facts_plan import FlightPlanFiled
from overflight.missions.said.facts_visit import MatterBrought, OperationNotified
from overflight.notifications import Channel
from overflight.record import Said
from overflight.treaty import Finding, Outcome, Readings

__all__ = ["aftermath", "channels", "filed_before", "operation", "papers", "signed_before"]

_KEPT, _BROKEN = Outcome.KEPT, Outcome.BROKEN
_NONE: Final = "none stated"


def channels(mission: Mission, _: Readings) -> tuple[Finding, ...]:
    """Judge how notification and mission report travelled: diplomatic or other official channels.

    Treaty: art.XI (NTF-0); an explanation goes by diplomatic channels only (NTF-36, NTF-37).
    """
    sent: tuple[Said[Notified] | Said[ReportSent], ...] = (
        *mission.all(Notified),
        *mission.all(ReportSent),
    )
    facts = [said.fact for said in sent]
    return tuple(
        Finding(
            rule="NTF-0",
            provision="art.XI",
            outcome=_BROKEN if fact.channel is Channel.NEITHER else _KEPT,
            says=f"sent {show_instant(fact.at)} through {fact.channel.value} channels;"
            " diplomatic or other official channels are asked",
            consequence="not validly given" if fact.channel is Channel.NEITHER else "",
        )
        for fact in facts
    )


def signed_before(mission: Mission, _: Readings) -> tuple[Finding, ...]:
    """Tell of a flight plan or a take-off for which no mission plan was signed by both.

    Treaty: art.VI.II.6 (MPL-10).
    """
    agreed = agreed_version(mission)
    acts = [s for s in mission.misfits if isinstance(s.fact, FlightPlanFiled | TakenOff)]
    unsigned = [s for s in acts if agreed is None]
    return tuple(
        Finding(
            rule="MPL-10",
            provision="art.VI.II.6",
            outcome=_BROKEN,
            says=f"{'take-off' if isinstance(s.fact, TakenOff) else 'a flight plan filed'}"
            f" {show_instant(s.fact.at)}, and no mission plan is signed by both",
            consequence="no flight plan without it",
            basis=(f"{s.ref.o} {s.ref.i}",),
        )
        for s in unsigned
    )


def filed_before(mission: Mission, _: Readings) -> tuple[Finding, ...]:
    """Judge whether the flight plan was filed when the aircraft took off.

    Treaty: art.VI.II.8 (MPL-11).
    """
    fit = mission.first(TakenOff)
    took_off = [fit] if fit else [s for s in mission.misfits if isinstance(s.fact, TakenOff)]
    return tuple(
        Finding(
            rule="MPL-11",
            provision="art.VI.II.8",
            outcome=_KEPT if mission.filed else _BROKEN,
            says=f"At take-off {show_instant(s.fact.at)} the flight plan was"
            f" {'' if mission.filed else 'not '}filed",
            consequence="" if mission.filed else _NONE,
        )
        for s in took_off[:1]
    )


def aftermath(mission: Mission, _: Readings) -> tuple[Finding, ...]:
    """Judge whether a failed demonstration went to the Commission.

    Treaty: annex.F.III.8 (DEM-8); no limit is stated, so that silence breaks nothing.
    """
    effect = quota_entry(mission).effect
    return tuple(
        Finding(
            rule="DEM-8",
            provision="annex.F.III.8",
            outcome=_KEPT if said.fact.brought else _BROKEN,
            says=f"{said.party} {'brought' if said.fact.brought else 'will not bring'} the failed"
            f" demonstration to the Commission; quota effect {effect or 'not decided'}",
            consequence="" if said.fact.brought else _NONE,
        )
        for said in mission.all(MatterBrought)
    )


def operation(mission: Mission, _: Readings) -> tuple[Finding, ...]:
    """Judge whether hands-on operation of sensors was told before the commencement.

    Treaty: annex.G.I.8 (NTF-41).
    """
    told, took_off = mission.first(OperationNotified), mission.first(TakenOff)
    if told is None:
        return ()
    early = took_off is None or told.fact.at < took_off.fact.at
    return (
        Finding(
            rule="NTF-41",
            provision="annex.G.I.8",
            outcome=_KEPT if early else _BROKEN,
            says=f"told {show_instant(told.fact.at)}"
            f" {'before' if early else 'not before'} the commencement that the flight"
            " representatives operate sensors",
            consequence="" if early else "no right to operate the sensors",
        ),
    )


_RULES: Final[tuple[Callable[[Mission, Readings], tuple[Finding, ...]], ...]] = (
    channels,
    signed_before,
    filed_before,
    aftermath,
    operation,
)


def papers(mission: Mission, chosen: Readings) -> tuple[Finding, ...]:
    """Return what the rules of papers and signatures answer about a mission.

    Args:
        mission: The mission.
        chosen: Readings of the open points.

    Treaty: NTF-0, NTF-41, MPL-10, MPL-11, DEM-8.
    """
    return tuple(finding for rule in _RULES for finding in rule(mission, chosen))
