"""A case as its judges see it: what was said, what held, at which instant; and what they answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeAlias

from overflight.deadlines import Instant, day_of
from overflight.desk.commission.claim_views import Laid, ViewsAsked, seen_by
from overflight.desk.held.as_of import AsOf
from overflight.desk.held.own_regimes import under_law
from overflight.desk.held.quota_left import use_of
from overflight.desk.planning.plans import Lands, surroundings_of
from overflight.missions import Mission, MissionPlan, Surroundings, fold_missions, plan_versions
from overflight.record import Said
from overflight.treaty import Finding, Readings

__all__ = ["Judge", "Judged", "Question"]


@dataclass(frozen=True)
class Question:
    """A case at an instant, under one set of readings.

    Args:
        said: The statements of the case, those after the instant left out.
        as_of: What held, founding facts and case together.
        at: The instant.
        lands: Maps at hand.
        viewer: Code of the Party whose view is asked, with its claims; empty for none.
        claims: What enters that view: reports too, lines as Parties draw them.
    """

    said: tuple[Said[object], ...]
    as_of: AsOf
    at: Instant
    lands: Lands = field(default_factory=Lands)
    viewer: str = ""
    claims: ViewsAsked = field(default_factory=lambda: ViewsAsked(()))

    @property
    def readings(self) -> Readings:
        """Return the readings it is judged under."""
        return self.as_of.readings

    @cached_property
    def missions(self) -> tuple[Mission, ...]:
        """Return the missions as they stand."""
        units = self.as_of.parties.units_on
        missions = fold_missions(
            self.as_of.mission_facts, at=self.at, units=units, quiet=self.as_of.quiet
        )
        return under_law(missions, self.as_of.regime)

    @cached_property
    def by_notice(self) -> Mapping[tuple[str, str, int], Sequence[tuple[Instant, Mission]]]:
        """Return who uses each quota of a year, by when its notice was made."""
        found: dict[tuple[str, str, int], list[tuple[Instant, Mission]]] = {}
        for mission in self.missions:
            if mission.notice is not None:
                found.setdefault(use_of(mission), []).append((mission.notice.at, mission))
        for row in found.values():
            row.sort(key=lambda each: (each[0], each[1].key))
        return found

    @cached_property
    def plans(self) -> tuple[tuple[str, MissionPlan, Surroundings], ...]:
        """Return the newest plan of every mission that said one, with what it is judged against.

        Each with its subject. A plan of a day without Parties is left out.
        """
        found = []
        for mission in self.missions:
            plans = [v.plan for v in plan_versions(mission) if v.plan is not None]
            if plans and self.as_of.parties.members_on(day_of(plans[-1].commencement)):
                around = surroundings_of(plans[-1], self.as_of, self.lands)
                found.append((f"{mission.key} plan {plans[-1].version}", plans[-1], around))
        return tuple(found)

    def seen_by(self, viewer: str, claims: ViewsAsked) -> Question:
        """Return the question as one Party sees it; a view changes neither missions nor plans."""
        other = replace(self, viewer=viewer, claims=claims)
        vars(other).update(missions=self.missions, plans=self.plans)
        return other

    def laid(self, plan: MissionPlan, around: Surroundings) -> Laid:
        """Return a plan's surroundings as the viewer sees them."""
        if not self.viewer:
            return Laid(around)
        return seen_by(self.viewer, plan, around, self.as_of, self.claims)

    def facts(self, *kinds: type) -> Iterator[Said[object]]:
        """Yield what the case says of some kinds."""
        return (s for s in self.said if isinstance(s.fact, kinds))


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules answer about one subject.

    Args:
        subject: Mission key, code of a State, or what else it is about.
        findings: What has been asked by the instant.
        to_come: What is not yet due.
    """

    subject: str
    findings: tuple[Finding, ...]
    to_come: tuple[Finding, ...] = ()


Judge: TypeAlias = Callable[[Question], Iterator[Judged]]
