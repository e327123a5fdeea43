"""The clocks of a flight, and of what comes after or instead of it, as the facts run them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from overflight.deadlines import Instant, show_instant
from overflight.missions.clocks.run import (
    Gather,
    Run,
    agreed_limit,
    arrival_estimated,
    both_stated,
    stated,
    window_end,
    window_moves,
)
from overflight.missions.life.mission import Mission
from overflight.missions.life.outcomes import choices_open
from overflight.missions.said.event import MissionFact, Role
from overflight.missions.said.facts_ending import (
    ArrivedAtExit,
    CancelGround,
    Cancelled,
    CountChosen,
    Declined,
    Departed,
    Explained,
    FilmArranged,
    FilmDeveloped,
    Prohibited,
    ProhibitGround,
    ReportSent,
    ReportSigned,
)
from overflight.missions.said.facts_flight import Landed
from overflight.missions.said.facts_ground import CoverCheck, CoversChecked
from overflight.missions.said.facts_visit import MatterBrought
from overflight.treaty import Readings

__all__ = ["RUNS_AFTER"]


def _complete(mission: Mission, _: Readings) -> Run:
    limit, moved = window_moves(mission)
    return Run(
        arrival_estimated(mission),
        stated(mission.all(Landed)),
        limit,
        added=mission.hours_added,
        moved=moved,
    )


def _next_flight(mission: Mission, _: Readings) -> Run:
    """The overlap of 24 hours is open only where the observed Party asked to demonstrate."""
    asked = mission.demonstration_asked_by is Role.OBSERVED
    moved = ("the observed Party asked for a demonstration flight: overlap up to 24 h",)
    left = mission.first(Departed)
    off = f"the aircraft left the point of exit, {show_instant(left.fact.at)}" if left else ""
    return Run(
        window_end(mission), limit=None if asked else 0, moved=moved if asked else (), off=off
    )


def _covers_at_exit(mission: Mission, _: Readings) -> Run:
    checks = [s for s in mission.all(CoversChecked) if s.fact.check is CoverCheck.EXIT_DEPARTURE]
    return Run(stated(mission.all(Landed)[:1]), stated(checks[:1]))


def _sign_report(mission: Mission, _: Readings) -> Run:
    return Run(stated(mission.all(Landed)[:1]), both_stated(mission, ReportSigned))


def _leave(mission: Mission, _: Readings) -> Run:
    limit, moved = agreed_limit(mission, "ARR-12")
    departed = mission.all(Departed)
    excuse = next((s.fact.delay for s in departed if s.fact.delay), "")
    return Run(stated(mission.all(Landed)), stated(departed), limit, moved=moved, excuse=excuse)


def _send_report(mission: Mission, _: Readings) -> Run:
    return Run(stated(mission.all(Departed)), stated(mission.all(ReportSent)))


def _film(role: Role) -> Gather:
    def gather(mission: Mission, _: Readings) -> Run | None:
        arranged = mission.first(FilmArranged)
        if arranged is None or arranged.fact.facility_of is not role:
            return None
        done = stated(mission.all(FilmDeveloped))
        if role is Role.OBSERVED:
            limit, moved = agreed_limit(mission, "DAT-7")
            return Run(stated(mission.all(ArrivedAtExit)), done, limit, moved=moved)
        return Run(stated(mission.all(Departed), lambda f: f.left_territory_at), done)

    return gather


def _choose(mission: Mission, chosen: Readings) -> Run | None:
    if not choices_open(mission):
        return None
    if chosen.of("AMB-32") == "no-limit":
        return Run(done=stated(mission.all(CountChosen)), moved=("no limit (AMB-32)",))
    return Run(stated(mission.all(Departed)), stated(mission.all(CountChosen)))


def _in_plan(fact: Explained) -> Instant | None:
    return fact.in_plan_at


def _into_plan(kind: type[MissionFact]) -> Gather:
    def gather(mission: Mission, _: Readings) -> Run | None:
        ended = mission.all(kind)
        if not ended:
            return None
        return Run(stated(ended), stated(mission.all(Explained), _in_plan))

    return gather


def _explain_prohibition(mission: Mission, chosen: Readings) -> Run | None:
    prohibited = mission.all(Prohibited)
    if not prohibited:
        return None
    explained = stated(mission.all(Explained))
    if chosen.of("AMB-31") == "from-report":
        return Run(stated(mission.all(ReportSent)), explained, moved=("from the mission report",))
    return Run(stated(prohibited), explained)


def _explain_decline(mission: Mission, _: Readings) -> Run | None:
    cancelled = [s for s in mission.all(Cancelled) if s.fact.ground is not CancelGround.OWN_REASONS]
    if not mission.all(Declined) and not cancelled:
        return None
    return Run(stated(mission.all(Departed)), stated(mission.all(Explained)))


def _leave_promptly(mission: Mission, _: Readings) -> Run | None:
    ended = [s for s in mission.all(Prohibited) if s.fact.ground is ProhibitGround.NOT_AS_CERTIFIED]
    return Run(stated(ended), stated(mission.all(Departed))) if ended else None


def _to_commission(mission: Mission, _: Readings) -> Run | None:
    prohibited = [
        s for s in mission.all(Prohibited) if s.fact.ground is ProhibitGround.DEMONSTRATION
    ]
    cancelled = [s for s in mission.all(Cancelled) if s.fact.ground is CancelGround.DEMONSTRATION]
    started = stated(prohibited) + stated(cancelled)
    brought = [s for s in mission.all(MatterBrought) if s.fact.brought]
    return Run(started, stated(brought)) if started else None


RUNS_AFTER: Final[Mapping[str, Gather]] = {
    "K9": _complete,
    "K13": _next_flight,
    "ARR-4.4": _covers_at_exit,
    "REP-1.sign": _sign_report,
    "K10": _leave,
    "K11": _send_report,
    "K12-observed": _film(Role.OBSERVED),
    "K12-observing": _film(Role.OBSERVING),
    "QTA-9": _choose,
    "NTF-36.plan": _into_plan(Prohibited),
    "NTF-36": _explain_prohibition,
    "PFI-8": _leave_promptly,
    "NTF-37.plan": _into_plan(Declined),
    "NTF-37": _explain_decline,
    "DEM-8": _to_commission,
}
