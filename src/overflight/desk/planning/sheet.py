"""A plan made ready to leave the program: places with times, periods, ground seen, who is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from overflight.deadlines import Instant
from overflight.desk.held.as_of import AsOf
from overflight.desk.planning.footprints import Footprint
from overflight.desk.planning.times import TimedPlace, timed_places
from overflight.errors import UsageError
from overflight.geodesy import Path, Terrain
from overflight.missions import (
    MissionPlan,
    Observation,
    Surroundings,
    plan_digest,
    planned_completion,
    planned_path,
)

__all__ = ["PeriodLine", "PlanSheet", "plan_sheet"]


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """An observation period and the line along which its sensor runs.

    Args:
        period: The period.
        line: The positions in order of flight; empty where the path has no such stretch.
    """

    period: Observation
    line: Path


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """Everything that a written plan shows.

    Args:
        plan: The plan.
        sha256: Digest that both Parties sign (MPL-10).
        places: Places in order of flight, with times.
        line: Positions of the path, joined by geodesics.
        periods: Observation periods.
        names: Names of sites by site id.
        codes: ICAO codes of sites by site id; empty where none is known.
        facts: Where the facts stand.
        terrain: Ground heights; none where nothing is at hand.
        footprints: Ground seen, where it was asked for.
        length_km: Length of the path.
        completes: Planned completion.
        most_km: Maximum flight distance from the airfield of commencement; none where not known.
        most_says: Where that is written.
    """

    plan: MissionPlan
    sha256: str
    places: tuple[TimedPlace, ...]
    line: Path
    periods: tuple[PeriodLine, ...]
    names: Mapping[str, str]
    codes: Mapping[str, str]
    facts: str
    terrain: Terrain | None
    footprints: tuple[Footprint, ...]
    length_km: float
    completes: Instant
    most_km: Decimal | None = None
    most_says: str = ""

    def name(self, site: str) -> str:
        """Return a site for a person: its name and id."""
        name = self.names.get(site, "")
        return f"{name} ({site})" if name else site


def plan_sheet(
    plan: MissionPlan,
    around: Surroundings,
    facts: AsOf,
    footprints: tuple[Footprint, ...] = (),
) -> PlanSheet:
    """Return a plan made ready to be written.

    Args:
        plan: The plan.
        around: What it is judged against.
        facts: What held on its day, for names and codes of airfields.
        footprints: Ground seen by its sensors.

    Raises:
        UsageError: An airfield has no position, so that the path cannot be written whole.
    """
    path = planned_path(plan, around)
    if path.missing:
        raise UsageError(
            "E-PLAN",
            where=", ".join(path.missing),
            expected="airfields with a position",
            found="none known",
            remedy="Give their positions in a case (around.sites), or a record that has them.",
        )
    asked = {plan.start_site, plan.end_site, plan.point_of_entry, plan.point_of_exit}
    asked |= {*plan.alternates, *(stop.site for stop in plan.stops)}
    known = {site.site: site for site in facts.airfields.sites(around.day) if site.site in asked}
    return PlanSheet(
        plan,
        plan_digest(plan),
        timed_places(plan, around),
        path.line,
        tuple(
            PeriodLine(one, path.stretch(one.start, one.stop) or ()) for one in plan.observations
        ),
        MappingProxyType({site: one.name for site, one in known.items()}),
        MappingProxyType({site: one.icao for site, one in known.items()}),
        facts.source,
        around.terrain,
        footprints,
        path.length_km,
        planned_completion(plan, around),
        around.distance.km if around.distance else None,
        around.distance.provision if around.distance else "",
    )
