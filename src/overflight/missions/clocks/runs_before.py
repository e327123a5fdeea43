"""The clocks before a flight as the facts of a mission run them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from overflight.deadlines import show_instant
from overflight.missions.clocks.run import (
    Gather,
    Run,
    agreed_limit,
    arrival_estimated,
    both_stated,
    plan_base,
    receipts,
    scheduled,
    stated,
    window_end,
    window_moves,
)
from overflight.missions.law.limits import INSPECTION_GAP, LATE_ARRIVAL
from overflight.missions.life.mission import Mission
from overflight.missions.life.versions import agreed_version
from overflight.missions.said.dating import When, act_of, last_act
from overflight.missions.said.event import Role
from overflight.missions.said.facts_ending import Declined, Prohibited, ProhibitGround
from overflight.missions.said.facts_flight import TakenOff
from overflight.missions.said.facts_ground import (
    Arrived,
    CoverCheck,
    CoversChecked,
    DemonstrationFlown,
    InspectionReported,
    InspectionStarted,
    InspectionWaived,
)
from overflight.missions.said.facts_notice import Acknowledged, Confirmed, Notified
from overflight.missions.said.facts_plan import (
    ChangeProposed,
    FlightPlanFiled,
    PlanAccepted,
    PlanSigned,
    PlanSubmitted,
)
from overflight.treaty import Readings

__all__ = ["RUNS_BEFORE"]


def _notice(mission: Mission, chosen: Readings) -> Run:
    received, assumed = receipts(mission, chosen)
    return Run(started=arrival_estimated(mission), done=received, moved=assumed)


def _copies(mission: Mission, _: Readings) -> Run:
    notified = mission.all(Notified)
    return Run(started=stated(notified), done=stated(notified, lambda f: f.copied_at))


def _transits(mission: Mission, _: Readings) -> Run | None:
    notified = mission.first(Notified)
    if notified is None or not notified.fact.transits:
        return None
    last = max(notified.fact.transits, key=lambda t: t.sent_at)
    return Run(
        started=stated([notified]),
        done=(When(last.sent_at, notified.party, notified.ref),),
        to=", ".join(t.party for t in notified.fact.transits),
    )


def _acknowledge(mission: Mission, chosen: Readings) -> Run:
    received, assumed = receipts(mission, chosen)
    return Run(started=received, done=stated(mission.all(Acknowledged)), moved=assumed)


def _confirm(mission: Mission, chosen: Readings) -> Run:
    received, _ = receipts(mission, chosen)
    return Run(started=received, done=stated(mission.all(Confirmed)[:1]))


def _arrive(mission: Mission, _: Readings) -> Run:
    limit, moved = agreed_limit(mission, "ARR-1")
    return Run(arrival_estimated(mission), stated(mission.all(Arrived)), limit, moved=moved)


def _no_show(mission: Mission, _: Readings) -> Run:
    """The right exists once nobody came in time; a timely arrival closes it."""
    limit, moved = agreed_limit(mission, "ARR-1")
    own = int(mission.limit_of("K3", LATE_ARRIVAL))
    hours = timedelta(hours=own if limit is None else limit)
    started, arrived = arrival_estimated(mission), mission.first(Arrived)
    off = ""
    if arrived and started and arrived.fact.at <= started[0].at + hours:
        off = f"the observing Party arrived in time, {show_instant(arrived.fact.at)}"
    used = [s for s in mission.all(Prohibited) if s.fact.ground is ProhibitGround.NO_SHOW]
    return Run(started, stated(used), limit, moved=moved, off=off)


def _covers_on_arrival(mission: Mission, _: Readings) -> Run:
    checks = [s for s in mission.all(CoversChecked) if s.fact.check is CoverCheck.ENTRY_ARRIVAL]
    return Run(stated(mission.all(Arrived)[:1]), stated(checks[:1]))


def _inspection_ended(mission: Mission) -> tuple[When, ...]:
    return stated(mission.all(InspectionReported), lambda f: f.ended_at)


def _inspect(mission: Mission, _: Readings) -> Run | None:
    if mission.first(InspectionWaived):
        return None
    return Run(stated(mission.all(InspectionStarted)), _inspection_ended(mission))


def _inspection_gap(mission: Mission, _: Readings) -> Run | None:
    if mission.first(InspectionStarted) is None:
        return None
    limit, moved = agreed_limit(mission, "PFI-4")
    return Run(_commencement(mission), _inspection_ended(mission), limit, moved=moved)


def _commencement(mission: Mission) -> tuple[When, ...]:
    """Return C: the scheduled commencement of the version that counts."""
    version = scheduled(mission)
    if version is None:
        return ()
    return (When(version.commencement, version.submitted.party, version.submitted.ref),)


def _inspection_report(mission: Mission, _: Readings) -> Run | None:
    if mission.first(InspectionWaived):
        return None
    return Run(_inspection_ended(mission), both_stated(mission, InspectionReported))


def _demonstration(mission: Mission, _: Readings) -> Run | None:
    flown = mission.all(DemonstrationFlown)
    if mission.demonstration_asked_by is None:
        return None
    free = timedelta(minutes=max((s.fact.uncounted_minutes for s in flown), default=0))
    minutes = int(free.total_seconds()) // 60
    moved = (f"{minutes} min do not count (annex.F.III.3.D)",) if free else ()
    started = stated(flown, lambda f: f.started_at)
    return Run(started, stated(flown), added=free, moved=moved)


def _submit_in_window(mission: Mission, _: Readings) -> Run:
    version = scheduled(mission)
    length = version.completion - version.commencement if version else timedelta(0)
    moved = window_moves(mission)[1]
    if version is None:
        moved += ("the length of the flight is not known yet, none is taken off",)
    done = stated(mission.all(PlanSubmitted))
    return Run(window_end(mission), done, added=length, moved=moved)


def _submit(mission: Mission, chosen: Readings) -> Run:
    limit, moved = agreed_limit(mission, "MPL-4")
    base, restarted = plan_base(mission, chosen)
    return Run(_commencement(mission), base, limit, moved=moved + restarted)


def _answer(mission: Mission, _: Readings) -> Run:
    signed = mission.by(PlanSigned, Role.OBSERVED)
    answers = (
        *stated(mission.all(PlanAccepted)[:1]),
        *stated(mission.all(ChangeProposed)[:1]),
        *(stated([signed]) if signed else ()),
    )
    # Its own log tells what the observed Party answered first, whatever a later answer claims.
    leading = [
        w for w in answers if not any(o.ref.o == w.ref.o and o.ref.i < w.ref.i for o in answers)
    ]
    first = min(leading, key=lambda w: w.at, default=None)
    return Run(stated(mission.all(PlanSubmitted)), (first,) if first else ())


def _signed(mission: Mission) -> tuple[When, ...]:
    """Return S: when the second Party signed the version that both signed."""
    agreed = agreed_version(mission)
    if agreed is None:
        return ()
    said = [s for s in mission.all(PlanSigned) if s.fact.version == agreed.version]
    return (last_act([act_of(s) for s in said]),)


def _decline(mission: Mission, _: Readings) -> Run:
    signed = _signed(mission)
    off = f"both Parties signed the plan, {show_instant(signed[0].at)}" if signed else ""
    return Run(stated(mission.all(PlanSubmitted)), stated(mission.all(Declined)), off=off)


def _sign(mission: Mission, _: Readings) -> Run:
    return Run(stated(mission.all(PlanSubmitted)), _signed(mission))


def _file(mission: Mission, _: Readings) -> Run:
    return Run(_signed(mission), stated(mission.all(FlightPlanFiled)[:1]))


def _commence(mission: Mission, chosen: Readings) -> Run:
    base, restarted = plan_base(mission, chosen)
    limit, moved = agreed_limit(mission, "MPL-4")
    gap, gap_moved = agreed_limit(mission, "PFI-4")
    hours = int(mission.limit_of("K5", INSPECTION_GAP)) if gap is None else gap
    ended = _inspection_ended(mission)
    later = None
    if ended:
        end = ended[0].at
        at = end + timedelta(hours=hours)
        words = f"end of the inspection {show_instant(end)} + {hours} h = {show_instant(at)}"
        later = (at, words)
    done = stated(mission.all(TakenOff)[:1])
    return Run(base, done, limit, later=later, moved=moved + gap_moved + restarted)


RUNS_BEFORE: Final[Mapping[str, Gather]] = {
    "K1": _notice,
    "NTF-4": _copies,
    "NTF-5": _transits,
    "K2": _acknowledge,
    "NTF-7": _confirm,
    "K3": _arrive,
    "K3-right": _no_show,
    "ARR-4.1": _covers_on_arrival,
    "K4": _inspect,
    "K5": _inspection_gap,
    "PFI-9": _inspection_report,
    "DEM-2": _demonstration,
    "FLT-2": _submit_in_window,
    "K6": _submit,
    "K7": _answer,
    "K8": _decline,
    "MPL-10": _sign,
    "MPL-11": _file,
    "commence": _commence,
}
