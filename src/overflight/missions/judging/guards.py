"""Whether an act may be done now: what it changes in the judgement of its mission."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from overflight.deadlines import Instant
from overflight.missions.clocks.clock_findings import clock_findings, judge_clocks
from overflight.missions.judging.conduct import conduct
from overflight.missions.judging.on_the_way import on_the_way
from overflight.missions.judging.papers import papers
from overflight.missions.judging.visit import visit
from overflight.missions.life.mission import Mission
from overflight.missions.life.outcomes import quota_entry
from overflight.missions.said.event import MissionFact, Role
from overflight.missions.said.facts_ending import (
    CancelGround,
    Cancelled,
    Declined,
    Prohibited,
    ProhibitGround,
)
from overflight.missions.said.facts_ground import WindowExtended
from overflight.missions.said.facts_notice import Notified
from overflight.missions.said.facts_plan import ChangeProposed, PlanCountered, PlanSubmitted
from overflight.treaty import Finding, Outcome, Readings, overall, readings

__all__ = ["Verdict", "blocking", "changed_findings", "judge_mission", "verdict_on"]

# Conditions of an act: where one is broken the act does not stand. Things that simply happened,
# late or not, are always told.
_CONDITIONS: Final[Mapping[type[MissionFact], frozenset[str]]] = {
    Notified: frozenset({"NTF-3", "QTA-1", "QTA-9"}),
    WindowExtended: frozenset({"DEM-5"}),
    PlanSubmitted: frozenset({"MPL-4", "FLT-2"}),
    PlanCountered: frozenset({"MPL-4", "FLT-2"}),
    ChangeProposed: frozenset({"MPL-6"}),
    Declined: frozenset({"MPL-9"}),
    Prohibited: frozenset({"MPL-14", "ARR-1"}),
    Cancelled: frozenset({"PFI-8"}),
}
_NEVER_STANDS: Final = frozenset({"E-RULE", "E-STATE"})


def _met(effect: str, *, met: bool) -> Outcome:
    """Return the outcome of a ground; open where two effects are possible."""
    if " or " in effect:
        return Outcome.OPEN
    return Outcome.KEPT if met else Outcome.BROKEN


def _ground(mission: Mission) -> tuple[Finding, ...]:
    """Return whether the ground of a prohibition or cancellation has its condition met."""
    prohibited, cancelled = mission.first(Prohibited), mission.first(Cancelled)
    effect = quota_entry(mission).effect
    if prohibited and prohibited.fact.ground is not ProhibitGround.NOT_COMPLIANT:
        ground, met, rule = prohibited.fact.ground.value, effect != "QEF-1", "MPL-14"
    elif cancelled and cancelled.fact.ground is not CancelGround.OWN_REASONS:
        ground, met, rule = cancelled.fact.ground.value, effect != "QEF-20", "PFI-8"
    else:
        return ()
    words = {Outcome.OPEN: "met or not, undecided", Outcome.KEPT: "met"}.get(
        _met(effect, met=met), "not met"
    )
    says = f"the condition of {ground} is {words} by the facts; {effect}"
    supplier = mission.unit_of(mission.supplier)
    role = "taxi" if mission.supplier is Role.OBSERVED else "own or third State's aircraft"
    return (
        Finding(
            rule=rule,
            provision=ground,
            outcome=_met(effect, met=met),
            says=f"{says} (aircraft supplied by {supplier}: {role})",
            consequence="" if met else "the act has no basis in that provision",
        ),
    )


def _beside_clocks(mission: Mission, chosen: Readings | None) -> tuple[Finding, ...]:
    used = chosen or readings()
    beside = (*conduct(mission, used), *visit(mission, used), *papers(mission, used))
    return (*mission.findings, *beside, *on_the_way(mission), *_ground(mission))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules of a mission answer at an instant, and what lies ahead of it.

    Args:
        findings: Everything that can be asked by then: kept, broken, open or contested.
        to_come: What is not yet due: limits that still run, acts whose occasion has not come,
            rights nobody has used. Neither kept nor broken, and no doubt either.
    """

    findings: tuple[Finding, ...]
    to_come: tuple[Finding, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """Return the gravest outcome of what can be asked by then."""
        return overall(self.findings)


def verdict_on(mission: Mission, at: Instant, chosen: Readings | None = None) -> Verdict:
    """Return what the rules of a mission's life answer at an instant, the future apart.

    Args:
        mission: The mission as folded up to ``at``.
        at: Now.
        chosen: Readings of the open points; the defaults if none.
    """
    judged = judge_clocks(mission, at, chosen)
    asked = tuple(each.finding for each in judged if not each.to_come)
    ahead = tuple(each.finding for each in judged if each.to_come)
    return Verdict((*asked, *_beside_clocks(mission, chosen)), ahead)


def judge_mission(
    mission: Mission, at: Instant | None = None, chosen: Readings | None = None
) -> tuple[Finding, ...]:
    """Return everything the rules of a mission's life answer; what is not yet due is *open*.

    Args:
        mission: The mission.
        at: Now; without it what is not done stays open.
        chosen: Readings of the open points; the defaults if none.
    """
    return (*clock_findings(mission, at, chosen), *_beside_clocks(mission, chosen))


def changed_findings(
    before: Mission | None, after: Mission, at: Instant, chosen: Readings | None = None
) -> tuple[Finding, ...]:
    """Return what an act changed in the judgement of its mission.

    Args:
        before: The mission without the act; none if the act begins it.
        after: The mission with it.
        at: Now.
        chosen: Readings of the open points; the defaults if none.
    """

    def running(mission: Mission) -> tuple[Finding, ...]:
        clocks = clock_findings(mission, at, chosen, running=True)
        return (*_beside_clocks(mission, chosen), *clocks)

    known = running(before) if before else ()
    return tuple(f for f in running(after) if f not in known)


def blocking(kind: type[MissionFact], findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return those findings for which an act does not stand.

    Args:
        kind: The kind of fact the act says.
        findings: What the act changed.
    """
    conditions = _CONDITIONS.get(kind, frozenset())
    return tuple(
        f
        for f in findings
        if (f.rule in _NEVER_STANDS and f.outcome is not Outcome.CONTESTED)
        or (f.rule in conditions and f.outcome is Outcome.BROKEN)
    )
