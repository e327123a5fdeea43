"""Judge a plan against what held on its day: gather the surroundings, let the rules answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Protocol

from overflight.deadlines import day_of
from overflight.desk.held.as_of import AsOf, code_of
from overflight.desk.held.own_regimes import tongue_of
from overflight.geodesy import Terrain, Territory
from overflight.missions import (
    Agreement,
    Airfields,
    Borders,
    Certificate,
    MaximumDistance,
    Mission,
    MissionPlan,
    PlanCase,
    Site,
    Surroundings,
    UsableSite,
    laid_over,
)
from overflight.missions.said.facts_ground import Arrived, InspectionReported
from overflight.sensors import PackageCarried, height_in_force
from overflight.treaty import Readings, point_name

__all__ = ["BorderSource", "Lands", "case_surroundings", "contested_views", "surroundings_of"]

# The limits of a plan that Parties of a mission may replace, with the unit of what they agree.
_AGREED: Mapping[str, str] = MappingProxyType(
    {"FLT-1": "h", "MPL-4": "h", "PFI-4": "h", "MPL-1": "", "GEO-5": "visits", "SEN-17": ""}
)


class BorderSource(Protocol):
    """Borders and territories, wherever they come from."""

    @property
    def source(self) -> str:
        """Return who drew them, of which day, with what standing."""
        ...

    @property
    def error_m(self) -> float:
        """Return how far the true line may lie from the drawn one, in metres."""
        ...

    def borders_of(self, codes: Iterable[str]) -> Borders:
        """Return the outer borders of one or more States."""
        ...

    def territory(self, codes: Iterable[str]) -> Territory:
        """Return the territory of one or more States."""
        ...


class KeptBorders:
    """Borders that are drawn once and asked often, as for the views of a case.

    Args:
        borders: Where they come from.
    """

    def __init__(self, borders: BorderSource) -> None:
        self._borders = borders
        self._lines: dict[tuple[str, ...], Borders] = {}
        self._lands: dict[tuple[str, ...], Territory] = {}

    @property
    def source(self) -> str:
        """Return who drew them, of which day, with what standing."""
        return self._borders.source

    @property
    def error_m(self) -> float:
        """Return how far the true line may lie from the drawn one, in metres."""
        return self._borders.error_m

    def borders_of(self, codes: Iterable[str]) -> Borders:
        """Return the outer borders of one or more States."""
        key = tuple(codes)
        if key not in self._lines:
            self._lines[key] = self._borders.borders_of(key)
        return self._lines[key]

    def territory(self, codes: Iterable[str]) -> Territory:
        """Return the territory of one or more States."""
        key = tuple(codes)
        if key not in self._lands:
            self._lands[key] = self._borders.territory(key)
        return self._lands[key]


@dataclass(frozen=True, slots=True)
class Lands:
    """The maps a plan is judged on.

    Args:
        borders: Borders and territories; none where nothing is at hand.
        terrain: Ground heights.
    """

    borders: BorderSource | None = None
    terrain: Terrain | None = None

    def kept(self) -> Lands:
        """Return the same maps, each part drawn once."""
        borders = None if self.borders is None else KeptBorders(self.borders)
        return Lands(borders, self.terrain)


def _site(site: Site, source: str) -> UsableSite:
    stated = {d.fact.inspection for d in site.designations} & {"yes", "no"}
    scheduled = any("scheduled" in d.fact.note for d in site.designations)
    return UsableSite(
        site.site,
        frozenset(site.roles),
        site.position,
        site.inspection if stated else None,
        tuple(doubt for doubt in (site.doubt,) if doubt),
        scheduled,
        f"{site.site}: {site.provision}, {source}",
    )


def _distance(airfields: Airfields, site_id: str, on: date, source: str) -> MaximumDistance | None:
    limit = airfields.distance_km(site_id, on)
    if limit is None:
        return None
    other = f"another language of the text prints {limit.other_km} km" if limit.other_km else ""
    doubts = tuple(doubt for doubt in (other, limit.doubt) if doubt)
    return MaximumDistance(limit.km, limit.provision, f"{limit.name}, {source}", doubts)


def _agreements(mission: Mission) -> tuple[Agreement, ...]:
    found = []
    for rule, unit in _AGREED.items():
        agreed = mission.agreed(rule)
        if agreed is not None:
            source = ", ".join(f"{ref.o}:{ref.i}" for ref in agreed[1])
            waived = not unit or (unit == "visits" and not agreed[0])
            says = "agreed by both Parties" if waived else f"{agreed[0]} {unit}"
            both = (mission.observing, mission.observed)
            amount = None if waived else Decimal(agreed[0])
            found.append(Agreement(rule, both, says, amount, source))
    return tuple(found)


def _with_mission(around: Surroundings, mission: Mission | None) -> Surroundings:
    """Return surroundings with what the record says about the mission so far."""
    if mission is None:
        return around
    arrived, inspected = mission.first(Arrived), mission.both(InspectionReported)
    notice = mission.notice
    return replace(
        around,
        arrived_at=arrived.fact.at if arrived else None,
        inspection_ended_at=inspected.fact.ended_at if inspected else None,
        inspection_site=(notice.intention.inspection_site or None) if notice else None,
        extension_h=Decimal(int(mission.hours_added.total_seconds())) / 3600,
        agreements=_agreements(mission),
    )


def _certificates(plan: MissionPlan, facts: AsOf, day: date) -> Mapping[str, Certificate]:
    """Return the minimum heights in force for the package the record has the mission carry.

    Treaty: annex.D.I.2.D, annex.F.III.6; RES-10.
    """
    carried = facts.sensors.of_mission(plan.mission, PackageCarried)
    held = facts.sensors.certificate(carried[-1].fact.package, day) if carried else None
    found = {}
    for period in plan.observations:
        height = height_in_force(plan.mission, period.sensor, held, facts.sensors)
        if height[0] is not None:
            found[period.sensor] = Certificate(*height)
    return MappingProxyType(found)


def surroundings_of(
    plan: MissionPlan, facts: AsOf, lands: Lands, readings: Readings | None = None
) -> Surroundings:
    """Return everything a plan is judged against on the day of its commencement.

    Args:
        plan: The plan.
        facts: What held on that day.
        lands: Borders, territory, terrain.
        readings: Readings to judge under; those of the facts if not given.

    Raises:
        UsageError: The flight lies before the treaty entered into force.
    """
    day = day_of(plan.commencement)
    members = facts.parties.units_on(day)
    states = members.get(plan.observed, (plan.observed,))
    tongue = tongue_of(facts.regime)
    around = Surroundings(
        day=day,
        readings=readings or facts.readings,
        parties=frozenset(facts.parties.members_on(day)),
        members=members,
        sites=MappingProxyType(
            {site.site: _site(site, facts.source) for site in facts.airfields.sites(day)}
        ),
        distance=_distance(facts.airfields, plan.start_site, day, facts.source),
        terrain=lands.terrain,
        certificates=_certificates(plan, facts, day),
        limits=tongue.limits if tongue is not None else MappingProxyType({}),
    )
    if lands.borders is not None:
        territory = lands.borders.territory(states)
        around = replace(
            around,
            borders=lands.borders.borders_of(states),
            territory=territory or None,
            territory_source=lands.borders.source,
            territory_error_m=lands.borders.error_m,
        )
    known = {mission.key: mission for mission in facts.missions_on(day)}
    return _with_mission(around, known.get(plan.mission))


def case_surroundings(case: PlanCase, facts: AsOf, lands: Lands, *, where: str) -> Surroundings:
    """Return the surroundings of a case: what held on its day, and over it what the case says.

    Args:
        case: The plan and what it overrides.
        facts: What held on its day.
        lands: Borders, territory, terrain.
        where: Name of the case, for the error.

    Raises:
        SourceError: Something in the case cannot be.
        UsageError: The flight lies before the treaty entered into force.
    """
    return laid_over(surroundings_of(case.plan, facts, lands), case.around, where=where)


def contested_views(
    around: Surroundings, facts: AsOf, *, points: Iterable[str] = (), parties: Iterable[str] = ()
) -> Mapping[str, Surroundings]:
    """Return views to set side by side: as asked, each other reading of a point, each Party's own.

    Args:
        around: The surroundings as asked.
        facts: What held on the day, with the readings that Parties have stated.
        points: Open points, each to be read in every way it admits.
        parties: Codes of Parties whose own readings are to be used.

    Raises:
        UsageError: A point or a code is not known.
    """
    views = {"the readings asked": around}
    for point in map(point_name, points):
        asked = around.readings.of(point)
        for option in around.readings.offered[point].options:
            if option != asked:
                chosen = {**around.readings.chosen, point: option}
                other = Readings(around.readings.offered, chosen)
                views[f"{point}={option}"] = replace(around, readings=other)
    for party in parties:
        code = code_of(party, facts.regime)
        view = facts.view_of(code, around.day)
        stated = f"the readings of {code}"
        name = stated if view.readings.chosen else f"the defaults: {code} has stated no reading"
        views[name] = replace(around, readings=view.readings)
    return MappingProxyType(views)
