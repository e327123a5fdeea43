"""One flight over several members of a group: whose distance counts where (GRP-7, GRP-9, GEO-14).

With shared active quotas each member has its own distance: after it is used up, all sensors are off
until the planned start point over the next member, where the distance of the airfield nearest to
that point counts (art.III.II.2.E). With common quotas the distance of the airfield of commencement
counts for the whole flight (art.III.II.3.E, art.III.II.5).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from overflight.geodesy import Position, distance_m
from overflight.missions.designation.airfields import Airfields, DistanceLimit
from overflight.quotas import MembersOverflown, MemberStretch
from overflight.treaty import (
    Finding,
    GroupKind,
    Limit,
    Outcome,
    Quantity,
    Sense,
    SiteRole,
    judge,
    overall,
    rule,
)

__all__ = ["group_distance", "member_distances", "member_routes", "nearest_airfield"]


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The airfield whose distance counts over a member, and what is doubtful about it."""

    site: str
    limit: DistanceLimit | None
    doubts: tuple[str, ...] = ()


def nearest_airfield(
    airfields: Airfields, member: str, start: Position, on: date
) -> tuple[str, tuple[str, ...]]:
    """Return the Open Skies airfield of a member nearest to a point, and what is doubtful.

    Args:
        airfields: Airfields of any day.
        member: Code of the member.
        start: The planned start point over it.
        on: The day.

    Returns:
        Its site id, empty where the member has none with a position; and the doubts of positions.

    Treaty: art.III.II.2.E (GRP-7).
    """
    sites = airfields.sites(on, unit=member, role=SiteRole.OPEN_SKIES_AIRFIELD)
    placed = [(distance_m(start, at), site) for site in sites if (at := site.position)]
    doubts = tuple(site.doubt for site in sites if site.doubt)
    if not placed:
        return "", doubts
    return min(placed, key=lambda row: row[0])[1].site, doubts


def _airfield(stretch: MemberStretch, airfields: Airfields, on: date) -> _Chosen:
    if stretch.from_airfield:
        site = stretch.from_airfield
        return _Chosen(site, airfields.distance_km(site, on))
    if stretch.lon_deg is None or stretch.lat_deg is None:
        return _Chosen("", None, ("neither airfield nor start point is stated",))
    start = Position(float(stretch.lon_deg), float(stretch.lat_deg))
    site, doubts = nearest_airfield(airfields, stretch.member, start, on)
    return _Chosen(site, airfields.distance_km(site, on) if site else None, doubts)


def _measured(rule_id: str, km: Decimal, chosen: _Chosen, says: str) -> Finding:
    entry = rule(rule_id)
    if chosen.limit is None:
        where = chosen.site or "the airfield that counts"
        says += f"; no maximum flight distance of {where} is at hand"
        return Finding(
            rule_id,
            entry.provision,
            Outcome.OPEN,
            says,
            consequence=entry.consequence,
            basis=chosen.doubts,
        )
    number = Quantity(float(km), "km")
    limit = Limit(float(chosen.limit.km), "km", Sense.AT_MOST)
    return Finding(
        rule_id,
        entry.provision,
        judge(number, limit),
        f"{says}; {chosen.site} allows {chosen.limit.km} km",
        number,
        limit,
        entry.consequence,
        basis=(chosen.limit.provision, *chosen.doubts),
    )


def _of_members(fact: MembersOverflown, airfields: Airfields, on: date) -> Iterator[Finding]:
    for member in fact.members:
        mine = [stretch for stretch in fact.stretches if stretch.member == member]
        km = sum((stretch.sensing_km for stretch in mine), Decimal(0))
        says = f"{fact.mission}: sensors may work on {km} km over {member}"
        yield _measured("GRP-7", km, _airfield(mine[0], airfields, on), says)


def member_distances(fact: MembersOverflown, airfields: Airfields, on: date) -> tuple[Finding, ...]:
    """Return whether each member's own distance is kept, with shared active quotas.

    Args:
        fact: The flight and its parts.
        airfields: Airfields of any day.
        on: Day of the flight.

    Treaty: art.III.II.2.E (GRP-7).
    """
    return tuple(_of_members(fact, airfields, on))


def group_distance(fact: MembersOverflown, airfields: Airfields, on: date) -> tuple[Finding, ...]:
    """Return whether the distance of the airfield of commencement is kept, with common quotas.

    Every kilometre of the flight counts, over whichever member.

    Args:
        fact: The flight and its parts.
        airfields: Airfields of any day.
        on: Day of the flight.

    Treaty: art.III.II.3.E, art.III.II.5 (GRP-9).
    """
    km = sum((s.sensing_km + s.dark_km for s in fact.stretches), Decimal(0))
    first = fact.stretches[0] if fact.stretches else MemberStretch("", Decimal(0))
    site = first.from_airfield
    limit = airfields.distance_km(site, on) if site else None
    says = f"{fact.mission}: {km} km over {' '.join(fact.members)} in one go"
    found = _measured("GRP-9", km, _Chosen(site, limit), says)
    designated = airfields.site(site, on) if site else None
    if designated is None or designated.unit == fact.group:
        return (found,)
    entry = rule("GRP-9")
    says = f"{site} is designated by {designated.unit}, not by {fact.group}"
    foreign = Finding("GRP-9", entry.provision, Outcome.BROKEN, says, consequence=entry.consequence)
    return (found, foreign)


def member_routes(
    fact: MembersOverflown, kind: GroupKind, airfields: Airfields, on: date
) -> tuple[Finding, ...]:
    """Return what the rules answer about a flight over several members of a group.

    Args:
        fact: The flight and its parts.
        kind: What the group is to the others.
        airfields: Airfields of any day.
        on: Day of the flight.

    Treaty: art.III.II.2.E, art.III.II.3.E, art.III.II.5 (GEO-14, by GRP-7 or GRP-9).
    """
    own = kind is GroupKind.SHARED_ACTIVE
    found = (member_distances if own else group_distance)(fact, airfields, on)
    entry, by = rule("GEO-14"), "GRP-7" if own else "GRP-9"
    says = f"{fact.mission} over {' '.join(fact.members)} of {fact.group}: {by} decides"
    joined = Finding("GEO-14", entry.provision, overall(found), says, consequence=entry.consequence)
    return (joined, *found)
