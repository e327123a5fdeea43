"""Answers about airfields, other sites and distances as of a day, each doubt in its row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from overflight.desk.held.as_of import AsOf
from overflight.missions import DistanceLimit, Site
from overflight.treaty import DistanceScope, SiteRole

__all__ = ["AirfieldList", "AirfieldRow", "DistanceRow", "airfield_list", "airfield_row"]


@dataclass(frozen=True, slots=True)
class DistanceRow:
    """A maximum flight distance.

    Args:
        km: Kilometres.
        name: Airfield or area as printed.
        scope: What it is given for.
        other_km: Kilometres in another language of the text, where they differ.
        provision: Where it is printed.
        source: Keys of the sources.
        doubt: What is doubtful about it.
    """

    km: Decimal
    name: str
    scope: DistanceScope
    other_km: Decimal | None = field(default=None, kw_only=True)
    provision: str
    source: str
    doubt: str


@dataclass(frozen=True, slots=True)
class AirfieldRow:
    """One site on one day.

    Args:
        site: Site id.
        unit: Unit that designates it.
        name: Name.
        roles: What it is designated for.
        icao: ICAO code, printed or added for checking.
        lon_deg: Longitude in degrees; none where no position can be read.
        lat_deg: Latitude in degrees.
        inspection: Whether a pre-flight inspection is possible.
        distance: Maximum flight distance from it; none if none is set.
        provision: Where it is printed.
        source: Keys of the sources.
        doubt: What is doubtful about the position.
    """

    site: str
    unit: str
    name: str
    roles: tuple[SiteRole, ...]
    icao: str
    lon_deg: float | None = field(default=None, kw_only=True)
    lat_deg: float | None = field(default=None, kw_only=True)
    inspection: bool
    distance: DistanceRow | None = field(default=None, kw_only=True)
    provision: str
    source: str
    doubt: str


@dataclass(frozen=True, slots=True)
class AirfieldList:
    """The sites of one day, and the distances no site of the text corresponds to."""

    on: date
    facts: str
    ruleset: str
    cut: str = field(default="", kw_only=True)
    sites: tuple[AirfieldRow, ...]
    other_distances: tuple[DistanceRow, ...]


def _distance(limit: DistanceLimit) -> DistanceRow:
    return DistanceRow(
        limit.km,
        limit.name,
        limit.scope,
        limit.provision,
        limit.source,
        limit.doubt,
        other_km=limit.other_km,
    )


def airfield_row(as_of: AsOf, site: Site, on: date) -> AirfieldRow:
    """Return one site on one day."""
    limit = as_of.airfields.distance_km(site.site, on)
    position = site.position
    return AirfieldRow(
        site.site,
        site.unit,
        site.name,
        site.roles,
        site.icao,
        site.inspection,
        site.provision,
        site.designations[0].fact.source,
        site.doubt,
        lon_deg=None if position is None else position.lon_deg,
        lat_deg=None if position is None else position.lat_deg,
        distance=None if limit is None else _distance(limit),
    )


def _units(as_of: AsOf, unit: str, on: date) -> Iterator[str]:
    """Yield the units asked for, or those behind which a State Party stands on a day."""
    every = dict.fromkeys(s.fact.unit for s in as_of.airfields.designated)
    for one in every:
        if unit in {"", one} and (unit or as_of.parties.states_of(one, on)):
            yield one


def airfield_list(as_of: AsOf, on: date, *, unit: str = "") -> AirfieldList:
    """Return the designated sites of a day, of units that are Parties on it.

    Args:
        as_of: What held.
        on: The day.
        unit: Only this unit, a Party or not.

    Treaty: annex.A.III, annex.E-1.II.
    """
    units = tuple(_units(as_of, unit, on))
    sites = (s for one in units for s in as_of.airfields.sites(on, unit=one))
    others = (d for one in units for d in as_of.airfields.other_distances(one, on))
    return AirfieldList(
        on,
        as_of.source,
        as_of.regime.ruleset,
        tuple(airfield_row(as_of, site, on) for site in sites),
        tuple(_distance(limit) for limit in others),
        cut=as_of.cut,
    )
