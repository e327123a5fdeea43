"""Lay what a case says over the surroundings that the founding facts give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypedDict

from overflight.errors import SourceError, UsageError
from overflight.geodesy import FlatTerrain, Lines, Position, Territory
from overflight.missions.plan.surroundings import (
    BorderLine,
    Borders,
    Certificate,
    MaximumDistance,
    Surroundings,
    UsableSite,
)
from overflight.missions.review.plan_forms import AroundForm, BordersForm, SiteForm, TerritoryForm

__all__ = ["laid_over"]

_CASE = "as the case says"


def _site(site_id: str, form: SiteForm) -> UsableSite:
    at = None
    if form.lon_deg is not None and form.lat_deg is not None:
        at = Position(form.lon_deg, form.lat_deg)
    return UsableSite(
        site_id,
        frozenset(form.roles),
        at,
        form.inspection,
        scheduled_only=form.scheduled_only,
        source=f"{site_id}: {_CASE}",
    )


def _borders(form: BordersForm) -> Borders:
    lines = tuple(
        BorderLine(
            line.between,
            Lines.of(tuple(Position(lon, lat) for lon, lat in line.line)),
            line.kind,
            form.error_m,
        )
        for line in form.lines
    )
    return Borders(lines, form.source)


def _territory(form: TerritoryForm) -> Territory:
    return Territory.of(*(tuple(Position(lon, lat) for lon, lat in ring) for ring in form.rings))


class _Changes(TypedDict, total=False):
    """The fields of surroundings that a case may replace."""

    parties: frozenset[str]
    distance: MaximumDistance
    borders: Borders
    territory: Territory
    territory_source: str
    territory_error_m: float
    terrain: FlatTerrain
    languages: frozenset[str]


def _changes(form: AroundForm) -> _Changes:
    """Return what a case replaces."""
    changes = _Changes()
    if form.parties is not None:
        changes["parties"] = frozenset(form.parties)
    if form.max_distance_km is not None:
        # No provision gives what only the case says, whatever the case says about it.
        changes["distance"] = MaximumDistance(
            form.max_distance_km,
            provision="",
            source=f"{_CASE}, no provision: {form.max_distance_source}",
        )
    if form.borders is not None:
        changes["borders"] = _borders(form.borders)
    if form.territory is not None:
        changes["territory"] = _territory(form.territory)
        changes["territory_source"] = form.territory.source
        changes["territory_error_m"] = form.territory.error_m
    if form.ground is not None:
        ground = form.ground
        changes["terrain"] = FlatTerrain(ground.height_m, height_system=ground.height_system)
    if form.languages is not None:
        changes["languages"] = frozenset(form.languages)
    return changes


def _certificates(form: AroundForm) -> Mapping[str, Certificate]:
    heights = form.certified_h_min_m.items()
    return MappingProxyType({name: Certificate(h_min_m, _CASE) for name, h_min_m in heights})


def laid_over(around: Surroundings, form: AroundForm, *, where: str) -> Surroundings:
    """Return surroundings with everything a case says in the place of what was there.

    Args:
        around: Surroundings as the founding facts or a record give them.
        form: What the case says.
        where: Name of the case, for the error.

    Raises:
        SourceError: A position, line, territory or reading of the case cannot be.
    """
    try:
        sites = {site_id: _site(site_id, site) for site_id, site in form.sites.items()}
        readings = type(around.readings)(
            around.readings.offered, {**around.readings.chosen, **form.readings}
        )
        return replace(
            around,
            readings=readings,
            members=MappingProxyType({**around.members, **form.members}),
            sites=MappingProxyType({**around.sites, **sites}),
            arrived_at=form.arrived_at or around.arrived_at,
            inspection_ended_at=form.inspection_ended_at or around.inspection_ended_at,
            inspection_site=form.inspection_site or around.inspection_site,
            extension_h=form.extension_h or around.extension_h,
            changed_by_observing=form.changed_by_observing
            if form.changed_by_observing is not None
            else around.changed_by_observing,
            certificates=MappingProxyType({**around.certificates, **_certificates(form)}),
            agreements=(*around.agreements, *form.agreements),
            hazards=(*around.hazards, *form.hazards),
            weather=(*around.weather, *form.weather),
            **_changes(form),
        )
    except UsageError as fault:
        raise SourceError(
            fault.code,
            where=f"{where}: around: {fault.where}",
            expected=fault.expected,
            found=fault.found,
            remedy=fault.remedy,
        ) from fault
