"""A mission while it is being folded: it changes with every fact, and is made a value at the end.

A fold of a large record would spend its time on a new value for each statement. Only the modules
that fold see a course; everybody else gets the frozen mission.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, cast

from overflight.missions.life.mission import Mission, Step
from overflight.missions.life.states import FlightState, MissionState
from overflight.missions.said.event import MissionFact, Role
from overflight.missions.said.facts_notice import Acknowledged
from overflight.record import Said
from overflight.treaty import Finding

__all__ = ["Course"]

F = TypeVar("F", bound=MissionFact)


@dataclass(slots=True)
class Course:
    """What a mission has come to so far; the members are those of ``Mission``."""

    key: str
    observing: str = ""
    observed: str = ""
    state: MissionState = MissionState.PLANNED
    inspection: MissionState = MissionState.ARRIVED
    plan: MissionState = MissionState.ARRIVED
    flight: FlightState | None = None
    filed: bool = False
    steps: list[Step] = field(default_factory=list)
    misfits: list[Said[MissionFact]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    _of_kind: dict[type[MissionFact], list[Said[MissionFact]]] = field(default_factory=dict)
    _of_side: dict[tuple[type[MissionFact], Role], Said[MissionFact]] = field(default_factory=dict)

    def take(self, said: Said[MissionFact], role: Role) -> None:
        """Add a fact that fits, as a step that has not moved anything yet."""
        kind = type(said.fact)
        self.steps.append(Step(said, role, self.state, self.state))
        self._of_kind.setdefault(kind, []).append(said)
        self._of_side.setdefault((kind, role), said)

    def moved(self) -> None:
        """Note the state after the last step, where it moved the mission."""
        last = self.steps[-1]
        if last.before is not self.state:
            self.steps[-1] = Step(last.said, last.role, last.before, self.state)

    def all(self, kind: type[F]) -> list[Said[F]]:
        """Return every fact of one kind that fits, in order."""
        return cast("list[Said[F]]", self._of_kind.get(kind, []))

    def first(self, kind: type[F]) -> Said[F] | None:
        """Return the first fact of one kind that fits."""
        found = self.all(kind)
        return found[0] if found else None

    def by(self, kind: type[F], role: Role) -> Said[F] | None:
        """Return the first fact of one kind said for one Party."""
        return cast("Said[F] | None", self._of_side.get((kind, role)))

    def both(self, kind: type[MissionFact]) -> bool:
        """Return whether both Parties have said a kind."""
        sides = self._of_side
        return (kind, Role.OBSERVING) in sides and (kind, Role.OBSERVED) in sides

    @property
    def supplier(self) -> Role:
        """Return who supplies the aircraft; a third State's counts as the observing Party's."""
        taxi = any(s.fact.supplies_aircraft for s in self.all(Acknowledged))
        return Role.OBSERVED if taxi else Role.OBSERVING

    def mission(self) -> Mission:
        """Return the mission as it stands."""
        return Mission(
            key=self.key,
            observing=self.observing,
            observed=self.observed,
            state=self.state,
            inspection=self.inspection,
            plan=self.plan,
            flight=self.flight,
            filed=self.filed,
            steps=tuple(self.steps),
            misfits=tuple(self.misfits),
            findings=tuple(self.findings),
        )
