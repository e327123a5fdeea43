"""Write the notices of a mission from what was said, and check them."""

from __future__ import annotations

from overflight.deadlines import Instant, day_of
from overflight.desk.held.as_of import AsOf
from overflight.errors import UsageError
from overflight.missions import Mission, Role
from overflight.missions.said.facts_ending import Explained
from overflight.missions.said.facts_flight import Landed, TakenOff
from overflight.missions.said.facts_ground import CoversChecked
from overflight.missions.said.facts_notice import Acknowledged, Notified
from overflight.notifications import (
    Acknowledgement,
    Content,
    CoverResult,
    Envelope,
    MissionReport,
    check_acknowledgement,
    check_intention,
    notice,
    render_notice,
)
from overflight.record import Said
from overflight.treaty import Finding

__all__ = ["draft_report", "notice_of"]


def _not_said(which: str, mission: Mission) -> UsageError:
    return UsageError(
        "E-NOTICE",
        where=which,
        expected="NTF-3 or NTF-6, after it was said",
        found=f"{mission.key} in {mission.state.label}",
        remedy="Ask for a notice that the mission holds, or a later instant.",
    )


def _intention(
    mission: Mission, said: Said[Notified]
) -> tuple[Content, Instant, tuple[Finding, ...]]:
    taxi = mission.supplier is Role.OBSERVED
    return said.fact.intention, said.fact.at, check_intention(said.fact.intention, taxi=taxi)


def _acknowledgement(said: Said[Acknowledged]) -> tuple[Content, Instant, tuple[Finding, ...]]:
    fact = said.fact
    received = fact.received_at or fact.at
    content = Acknowledgement(received, fact.supplies_aircraft, fact.aircraft)
    return content, fact.at, check_acknowledgement(content)


def notice_of(as_of: AsOf, mission: Mission, which: str) -> tuple[str, tuple[Finding, ...]]:
    """Return a notice of a mission as text, and whether it says what it must.

    Args:
        as_of: What held; it tells who the States Parties are.
        mission: The mission.
        which: ``NTF-3`` or ``NTF-6``.

    Raises:
        UsageError: The mission holds no such notice.

    Treaty: art.VI.I.5, art.VI.I.6.
    """
    notified, answered = mission.first(Notified), mission.first(Acknowledged)
    if which == "NTF-3" and notified:
        content, at, findings = _intention(mission, notified)
        subject = f"INTENTION TO CONDUCT AN OBSERVATION FLIGHT {mission.key}"
    elif which == "NTF-6" and answered:
        content, at, findings = _acknowledgement(answered)
        subject = f"ACKNOWLEDGEMENT {mission.key}"
    else:
        raise _not_said(which, mission)
    parties = as_of.parties.members_on(day_of(at))
    message = notice(which, mission.observing, mission.observed, parties)
    info = tuple(p for p in parties if p not in {message.sender, *message.to})
    references = (f"{mission.key}/NTF-3",) if which == "NTF-6" else ()
    envelope = Envelope(
        sender=message.sender,
        to=message.to,
        info=info if which == "NTF-3" else (),
        subject=subject,
        number=f"{mission.key}/{which}",
        at=at,
        references=references,
    )
    return render_notice(envelope, content), findings


def draft_report(mission: Mission) -> MissionReport:
    """Return the mission report as far as the mission's own facts go.

    Route, profile, weather, observation periods and the amount of data come from the flight: add
    them with ``dataclasses.replace``.

    Treaty: art.VI.I.21 (NTF-38).
    """
    off, down = mission.first(TakenOff), mission.first(Landed)
    explained = mission.first(Explained)
    return MissionReport(
        mission=mission.key,
        observing=mission.observing,
        observed=mission.observed,
        commenced_at=off.fact.at if off else None,
        completed_at=down.fact.at if down else None,
        covers=tuple(
            CoverResult(said.fact.check.value, said.fact.at, said.fact.in_place)
            for said in mission.all(CoversChecked)
        ),
        explanation=explained.fact.text if explained else "",
    )
