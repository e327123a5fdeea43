"""Airfields, other sites and maximum flight distances as of any day.

What the text prints is kept as printed. Coordinates that are invalid, doubtful or missing carry a
doubt that whoever uses them must show; distances that the text gives for an area, or for a State
without naming an airfield, say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from overflight.geodesy import Position
from overflight.missions.designation.facts import SiteChange, SiteChangeNotified
from overflight.missions.designation.sites import effect_of
from overflight.record import Reference, Said, facts_of
from overflight.treaty import CoordStatus, DistanceScope, SiteRole

__all__ = [
    "KINDS",
    "AirfieldFact",
    "Airfields",
    "Designation",
    "DistanceLimit",
    "DistanceSet",
    "Site",
    "SiteDesignated",
    "fold_airfields",
]


@dataclass(frozen=True, slots=True)
class SiteDesignated:
    """A unit designated a site in one role (annex.E.1, annex.E-1.II).

    Args:
        site: Site id.
        unit: Unit that designates it.
        role: What it is designated for.
        name: Name; empty where the text leaves it blank.
        since: First day; a change takes effect 90 days after its notice at the earliest (DES-7).
        coord_status: How far the coordinates can be used.
        until: First day on which it is no longer designated; none while it is.
        lon_deg: Longitude in degrees on WGS 84.
        lat_deg: Latitude in degrees.
        alt_lon_deg: Longitude under the reading as degrees and decimal minutes.
        alt_lat_deg: Latitude under that reading.
        as_printed: Coordinates as printed.
        icao: ICAO code where the text prints one.
        inspection: Whether a pre-flight inspection is possible: ``yes``, ``no``, or empty.
        ref_icao: Code of the airport the position can be checked against; not in the text.
        provision: Where it is printed.
        source: Keys of the sources.
        note: Doubts and details.
    """

    site: str
    unit: str
    role: SiteRole
    name: str
    since: date
    coord_status: CoordStatus = CoordStatus.OK
    until: date | None = None
    lon_deg: Decimal | None = None
    lat_deg: Decimal | None = None
    alt_lon_deg: Decimal | None = None
    alt_lat_deg: Decimal | None = None
    as_printed: str = ""
    icao: str = ""
    inspection: str = ""
    ref_icao: str = ""
    provision: str = "annex.E-1.II"
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class DistanceSet:
    """A maximum flight distance was set (annex.A.III).

    Args:
        id: Id of the line.
        unit: Unit of the observed Party.
        name: Airfield or area as printed.
        scope: What the distance is given for.
        km: Kilometres.
        since: First day.
        site: Site id where one corresponds; empty if none does.
        until: First day on which it no longer holds; none while it stands.
        other_km: Kilometres in another language of the text where they differ.
        provision: Where it is printed.
        source: Keys of the sources.
        note: Doubts and details.
    """

    id: str
    unit: str
    name: str
    scope: DistanceScope
    km: Decimal
    since: date
    site: str = ""
    until: date | None = None
    other_km: Decimal | None = None
    provision: str = "annex.A.III"
    source: str = ""
    note: str = ""


AirfieldFact = SiteDesignated | DistanceSet | SiteChangeNotified

KINDS: Mapping[str, type] = MappingProxyType(
    {
        "missions.site-designated/1": SiteDesignated,
        "missions.distance-set/1": DistanceSet,
    }
)

_EXPLAINED = {
    CoordStatus.SUSPECT: "the printed coordinates are doubtful",
    CoordStatus.INVALID: "the printed coordinates are not valid degrees, minutes and seconds",
    CoordStatus.TBD: "the text says: to be determined",
    CoordStatus.NONE: "the text says that there is none",
    CoordStatus.BLANK: "the table of the text is empty here",
    CoordStatus.SEE_NOTE: "the text gives no place of its own",
}


@dataclass(frozen=True, slots=True)
class Designation:
    """A site in one role, and the statement it rests on."""

    fact: SiteDesignated
    basis: Reference

    @property
    def position(self) -> Position | None:
        """Return the position: as printed, or as degrees and decimal minutes, or none."""
        fact = self.fact
        lon, lat = fact.lon_deg, fact.lat_deg
        if lon is None or lat is None:
            lon, lat = fact.alt_lon_deg, fact.alt_lat_deg
        return None if lon is None or lat is None else Position(float(lon), float(lat))

    @property
    def doubt(self) -> str:
        """Return what is doubtful about the position; empty if nothing is."""
        fact = self.fact
        if fact.coord_status is CoordStatus.OK:
            return ""
        parts = [_EXPLAINED[fact.coord_status]]
        if fact.coord_status is CoordStatus.INVALID and self.position is not None:
            parts.append("read here as degrees and decimal minutes")
        printed = f" ({fact.as_printed})" if fact.as_printed else ""
        note = f": {fact.note}" if fact.note else ""
        return f"{fact.site} as {fact.role}: {', '.join(parts)}{printed}{note}"


# An airfield's own designation counts before that of the same place as point of entry.
_ORDER = {role: place for place, role in enumerate(SiteRole)}


@dataclass(frozen=True, slots=True)
class Site:
    """A site with all its roles on one day.

    Args:
        site: Site id.
        unit: Unit that designates it.
        designations: Its roles, the one whose position counts first.
    """

    site: str
    unit: str
    designations: tuple[Designation, ...]

    @property
    def name(self) -> str:
        """Return its name."""
        return next((d.fact.name for d in self.designations if d.fact.name), self.site)

    @property
    def roles(self) -> tuple[SiteRole, ...]:
        """Return its roles, in the order of the Annex."""
        roles = {d.fact.role for d in self.designations}
        return tuple(sorted(roles, key=_ORDER.__getitem__))

    @property
    def icao(self) -> str:
        """Return the ICAO code the text prints, or that of the airport it is checked against."""
        printed = next((d.fact.icao for d in self.designations if d.fact.icao), "")
        return printed or next((d.fact.ref_icao for d in self.designations if d.fact.ref_icao), "")

    @property
    def inspection(self) -> bool:
        """Return whether a pre-flight inspection is possible here (ARR-11)."""
        return any(d.fact.inspection == "yes" for d in self.designations)

    @property
    def position(self) -> Position | None:
        """Return the position of the first role that has one."""
        return next((p for d in self.designations if (p := d.position) is not None), None)

    @property
    def doubt(self) -> str:
        """Return what is doubtful about the position: show it wherever the position is used."""
        used = next((d for d in self.designations if d.position is not None), self.designations[0])
        others = [
            f"{self.site} is printed elsewhere for {d.fact.role}: {d.fact.as_printed}"
            for d in self.designations
            if d is not used and d.position not in {None, used.position}
        ]
        return "; ".join(part for part in (used.doubt, *others) if part)

    @property
    def basis(self) -> tuple[Reference, ...]:
        """Return the statements it rests on."""
        return tuple(d.basis for d in self.designations)

    @property
    def provision(self) -> str:
        """Return where it is printed."""
        return self.designations[0].fact.provision


@dataclass(frozen=True, slots=True)
class DistanceLimit:
    """A maximum flight distance on one day.

    Args:
        km: Kilometres, digits as written.
        provision: Where it is printed.
        scope: What it is given for.
        name: Airfield or area as printed.
        other_km: Kilometres in another language of the text, where they differ.
        doubt: What is doubtful about it; empty if nothing is.
        basis: The statement it rests on.
        source: Keys of the sources.
    """

    km: Decimal
    provision: str
    scope: DistanceScope
    name: str
    other_km: Decimal | None
    doubt: str
    basis: Reference
    source: str


def _limit(said: Said[DistanceSet]) -> DistanceLimit:
    fact = said.fact
    return DistanceLimit(
        fact.km,
        fact.provision,
        fact.scope,
        fact.name,
        fact.other_km,
        "" if fact.scope is DistanceScope.AIRFIELD and fact.other_km is None else fact.note,
        said.ref,
        fact.source,
    )


def _holds(fact: SiteDesignated | DistanceSet, on: date) -> bool:
    return fact.since <= on and (fact.until is None or on < fact.until)


@dataclass(frozen=True, slots=True)
class Airfields:
    """Every designation and distance ever said, in the order of the record."""

    designated: tuple[Said[SiteDesignated], ...]
    distances: tuple[Said[DistanceSet], ...]

    def site(self, site_id: str, on: date) -> Site | None:
        """Return a site with its roles on a day; none if it is not designated then.

        Where a role was designated again, the last designation stands.
        """
        latest: dict[SiteRole, Said[SiteDesignated]] = {}
        for said in self.designated:
            if said.fact.site == site_id and _holds(said.fact, on):
                latest[said.fact.role] = said
        if not latest:
            return None
        found = sorted(latest.values(), key=lambda said: _ORDER[said.fact.role])
        ok = sorted(found, key=lambda said: said.fact.coord_status is not CoordStatus.OK)
        return Site(
            site_id, ok[0].fact.unit, tuple(Designation(said.fact, said.ref) for said in ok)
        )

    def sites(self, on: date, *, unit: str = "", role: SiteRole | None = None) -> tuple[Site, ...]:
        """Return the sites of a day, in the order of the record.

        Args:
            on: The day.
            unit: Only those of this unit.
            role: Only those in this role.
        """
        ids = dict.fromkeys(said.fact.site for said in self.designated)
        found = (self.site(site_id, on) for site_id in ids)
        return tuple(
            site
            for site in found
            if site is not None and unit in {"", site.unit} and (role is None or role in site.roles)
        )

    def distance_km(self, site_id: str, on: date) -> DistanceLimit | None:
        """Return the maximum flight distance from an airfield on a day; none if none is set.

        Treaty: annex.A.III (GEO-1).
        """
        found = [
            said for said in self.distances if said.fact.site == site_id and _holds(said.fact, on)
        ]
        return _limit(found[-1]) if found else None

    def other_distances(self, unit: str, on: date) -> tuple[DistanceLimit, ...]:
        """Return the distances of a unit that no site of the text corresponds to, on a day."""
        return tuple(
            _limit(said)
            for said in self.distances
            if said.fact.unit == unit and not said.fact.site and _holds(said.fact, on)
        )


def _until_removed(fact: SiteDesignated, notices: Iterable[SiteChangeNotified]) -> SiteDesignated:
    """Return a designation as it ends by the notices of removal, none earlier than it may."""
    ends = [
        effect_of(n)
        for n in notices
        if n.change is SiteChange.REMOVE
        and n.site == fact.site
        and fact.role in (n.roles or tuple(SiteRole))
        and n.on >= fact.since
    ]
    if not ends or (fact.until is not None and fact.until <= min(ends)):
        return fact
    return replace(fact, until=min(ends))


def fold_airfields(said: Iterable[Said[AirfieldFact]]) -> Airfields:
    """Fold what was said into the airfields of any day.

    Args:
        said: Statements of the kinds of this module, in any order.

    Treaty: annex.A.III, annex.E.1, annex.E.4 (DES-7), annex.E-1.II.
    """
    ordered = sorted(said, key=lambda s: s.ref)
    removed = [n.fact for n in facts_of(ordered, SiteChangeNotified)]
    return Airfields(
        tuple(
            replace(s, fact=_until_removed(s.fact, removed), dated=None)
            for s in facts_of(ordered, SiteDesignated)
        ),
        tuple(replace(s, dated=None) for s in facts_of(ordered, DistanceSet)),
    )
