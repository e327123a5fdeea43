"""The mission as its facts tell it: state, regions, steps, and what did not fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, TypeVar, cast

from overflight.missions.law.duties import DUTIES
from overflight.missions.law.duty import Duty
from overflight.missions.life.states import FlightState, MissionState
from overflight.missions.said.event import MissionFact, Role
from overflight.missions.said.facts_ground import DemonstrationRequested, WindowExtended
from overflight.missions.said.facts_notice import Acknowledged, AgreedOtherwise, Notified
from overflight.missions.said.quiet import Quiet
from overflight.record import Reference, Said
from overflight.treaty import Finding, Value

__all__ = ["NO_UNITS", "Mission", "Step", "Units", "UnitsOn", "speaks_for"]

# Members of each treaty unit (BNL: BE, LU, NL). Who they are is membership's business.
Units = Mapping[str, tuple[str, ...]]
UnitsOn = Callable[[date], Units]
NO_UNITS: Final[Units] = {}

F = TypeVar("F", bound=MissionFact)


def speaks_for(party: str, unit: str, units: Units) -> bool:
    """Return whether a Party may speak for a unit: it is the unit, or one of its members."""
    return party == unit or party in units.get(unit, ())


@dataclass(frozen=True, slots=True)
class Step:
    """One fact that fits, with what it did.

    Args:
        said: The fact as it was said.
        role: For which Party it was said.
        before: State before.
        after: State after; the same where the fact informs without moving.
    """

    said: Said[MissionFact]
    role: Role
    before: MissionState
    after: MissionState


@dataclass(frozen=True, slots=True)
class Mission:
    """One mission, folded from everything said about it.

    The inspection and the plan run side by side: each has its own sub-state, and ``state`` is the
    one farther along. They join when the flight plan is filed and the inspection is over.

    Args:
        key: Mission key.
        observing: Unit code of the observing Party; empty while nobody notified.
        observed: Unit code of the observed Party.
        state: State of the mission.
        inspection: ``ARRIVED`` before it, ``INSPECTING``, ``DEMONSTRATING`` or ``CLEARED``.
        plan: ``ARRIVED`` before it, ``PLAN_OPEN``, ``PLAN_CHANGES`` or ``PLAN_AGREED``.
        flight: Sub-state of the flight while it is under way.
        filed: The flight plan has been filed.
        steps: Facts that fit, in order of their instants.
        misfits: Facts that were void or did not fit: kept, moving nothing.
        findings: Why, for each of them; and statements that contradict each other.
        quiet: What the mirrors prove of the silence of the Parties; none without mirrors.
        duties: The law of its clocks by name; a regime of its own has its own.
    """

    key: str
    observing: str = ""
    observed: str = ""
    state: MissionState = MissionState.PLANNED
    inspection: MissionState = MissionState.ARRIVED
    plan: MissionState = MissionState.ARRIVED
    flight: FlightState | None = None
    filed: bool = False
    steps: tuple[Step, ...] = ()
    misfits: tuple[Said[MissionFact], ...] = ()
    findings: tuple[Finding, ...] = ()
    quiet: Quiet | None = None
    duties: Mapping[str, Duty] = field(default_factory=lambda: DUTIES)

    def limit_of(self, clock: str, value: Value) -> Decimal:
        """Return the limit of a clock as the law of this mission has it.

        Args:
            clock: Name of the clock, ``K9``.
            value: The limit where this law does not have the clock.
        """
        duty = self.duties.get(clock)
        own = duty.value if duty is not None else None
        return (own or value).amount

    def all(self, kind: type[F]) -> tuple[Said[F], ...]:
        """Return every fact of one kind that fits, in order."""
        return tuple(cast("Said[F]", s.said) for s in self.steps if isinstance(s.said.fact, kind))

    def first(self, kind: type[F]) -> Said[F] | None:
        """Return the first fact of one kind that fits."""
        found = self.all(kind)
        return found[0] if found else None

    def by(self, kind: type[F], role: Role) -> Said[F] | None:
        """Return the first fact of one kind said for one Party."""
        for step in self.steps:
            if step.role is role and isinstance(step.said.fact, kind):
                return cast("Said[F]", step.said)
        return None

    def both(self, kind: type[F]) -> Said[F] | None:
        """Return the fact by which the second of both Parties said a kind; none before that."""
        pair = [self.by(kind, role) for role in Role]
        if None in pair:
            return None
        return max((s for s in pair if s is not None), key=lambda s: s.fact.at)

    def unit_of(self, role: Role) -> str:
        """Return the unit code of one side."""
        return self.observing if role is Role.OBSERVING else self.observed

    @property
    def notice(self) -> Notified | None:
        """Return the notification."""
        said = self.first(Notified)
        return said.fact if said else None

    @property
    def supplier(self) -> Role:
        """Return who supplies the aircraft; a third State's counts as the observing Party's."""
        taxi = any(s.fact.supplies_aircraft for s in self.all(Acknowledged))
        return Role.OBSERVED if taxi else Role.OBSERVING

    @property
    def states(self) -> tuple[MissionState, ...]:
        """Return the state, or both sub-states where inspection and plan run side by side."""
        running = {MissionState.INSPECTING, MissionState.DEMONSTRATING}
        if self.state is self.plan and self.inspection in running:
            return (self.inspection, self.state)
        return (self.state,)

    def agreed(self, rule: str) -> tuple[int, tuple[Reference, ...]] | None:
        """Return the limit both Parties agreed instead of a rule's own, and their statements."""
        latest: dict[Role, tuple[int, Reference]] = {}
        for step in self.steps:
            fact = step.said.fact
            if isinstance(fact, AgreedOtherwise) and fact.rule == rule:
                latest[step.role] = (fact.amount, step.said.ref)
        said = tuple(latest.values())
        if len(said) == len(Role) and said[0][0] == said[1][0]:
            return said[0][0], tuple(ref for _, ref in said)
        return None

    @property
    def demonstration_asked_by(self) -> Role | None:
        """Return who asked for a demonstration flight."""
        for step in self.steps:
            if isinstance(step.said.fact, DemonstrationRequested):
                return step.role
        return None

    @property
    def hours_added(self) -> timedelta:
        """Return what the observing Party added to the 96 hours: up to 24, nothing without cause.

        Treaty: art.VI.I.9, annex.F.III.4 (DEM-5).
        """
        if self.demonstration_asked_by is not Role.OBSERVED:
            return timedelta(0)
        hours = max((s.fact.hours for s in self.all(WindowExtended)), default=Decimal(0))
        return timedelta(seconds=int(min(hours, Decimal(24)) * 3600))
