"""Whether every point of a territory can be reached from its designated airfields.

Treaty: annex.E.5 (GEO-9, GEO-10).
Accuracy: the territory is asked at points nowhere farther apart than the spacing; how far the
farthest point may lie beyond them is the error of the finding.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from overflight.geodesy import (
    Floats,
    Gap,
    Lines,
    Position,
    Ring,
    Territory,
    closest_approach,
    distances_m,
    spaced_deg,
)
from overflight.missions.designation.airfields import Airfields
from overflight.missions.law.limits import IN_FORCE
from overflight.treaty import (
    Finding,
    Limit,
    Outcome,
    Quantity,
    Readings,
    Sense,
    SiteRole,
    Value,
    judge,
)

__all__ = ["FAR", "SHARE", "Reach", "airfield_coverage", "detached_parts", "reaches"]

SHARE = Value("share of the maximum flight distance", Decimal(35), "%", IN_FORCE, "annex.E.5.A")
FAR = Value("separation of a detached part", Decimal(600), "km", IN_FORCE, "annex.E.5.B")
SPACING_KM = 25.0
_DEGREE_KM = 110.5  # the shortest degree of latitude on WGS 84, rounded down
_OSCC = "None stated; the matter may go to the commission (art.X.4.A)."
_WEST, _EAST = -180.0, 180.0


@dataclass(frozen=True, slots=True)
class Reach:
    """An Open Skies airfield with its maximum flight distance.

    Args:
        site: Site id.
        at: Position.
        km: Maximum flight distance in kilometres.
        doubt: What is doubtful about it.
    """

    site: str
    at: Position
    km: Decimal
    doubt: str = ""


def reaches(airfields: Airfields, unit: str, on: date) -> tuple[Reach, ...]:
    """Return the Open Skies airfields of a unit whose position and distance are known.

    Args:
        airfields: Sites and distances.
        unit: Unit code.
        on: The day.
    """
    found = []
    for site in airfields.sites(on, unit=unit, role=SiteRole.OPEN_SKIES_AIRFIELD):
        limit, at = airfields.distance_km(site.site, on), site.position
        if limit is not None and at is not None:
            found.append(Reach(site.site, at, limit.km, site.doubt))
    return tuple(found)


def _inner(ring: Ring, area: Territory, spacing_km: float) -> tuple[Floats, Floats]:
    """Return points inside an area, on a grid over one of its outer rings."""
    lon, lat = ring
    step = spacing_km / _DEGREE_KM
    widest = max(math.cos(math.radians(float(np.abs(lat).min()))), 0.01)
    across = spacing_km / (widest * (_DEGREE_KM + 1))
    west, east = float(lon.min()), float(lon.max())
    if east - west > _EAST:  # it meets the antimeridian
        west, east = _WEST, _EAST
    lons, lats = np.meshgrid(
        np.arange(west, east + across, across), np.arange(lat.min(), lat.max() + step, step)
    )
    flat = lons.ravel().clip(_WEST, _EAST), lats.ravel().clip(-90.0, 90.0)
    inside = area.contains_all(*flat)
    return flat[0][inside], flat[1][inside]


def _path(ring: Ring) -> tuple[Position, ...]:
    return tuple(Position(float(x), float(y)) for x, y in zip(*ring, strict=True))


def _samples(part: Sequence[Ring], spacing_km: float) -> tuple[Floats, Floats]:
    """Return points on the edge of a polygon and inside it, no farther apart than asked."""
    edges = [spaced_deg(_path(ring), spacing_km * 1000) for ring in part]
    inner = _inner(part[0], Territory([part]), spacing_km)
    every = [*edges, inner]
    return np.concatenate([e[0] for e in every]), np.concatenate([e[1] for e in every])


def _share(
    part: Sequence[Ring], fields: Sequence[Reach], option: str, spacing_km: float
) -> tuple[Quantity, Position]:
    """Return the share of the distance at the farthest point, with its error, and that point."""
    lon, lat = _samples(part, spacing_km)
    largest = float(max(field.km for field in fields))
    least = np.full(lon.shape, np.inf)
    for field in fields:
        km = largest if option == "largest" else float(field.km)
        here = distances_m(
            lon, lat, np.full(lon.shape, field.at.lon_deg), np.full(lat.shape, field.at.lat_deg)
        )
        least = np.minimum(least, here / (10 * km))
    far = int(least.argmax())
    # No point lies farther from a sample than half a cell's diagonal and half an edge's piece.
    doubt = 100 * spacing_km * (math.sqrt(2) + 1) / 2 / float(min(field.km for field in fields))
    most = float(least[far])
    measured = Quantity(most + doubt / 2, "%", doubt / 2)
    return measured, Position(float(lon[far]), float(lat[far]))


def _parts(territory: Territory) -> tuple[tuple[Ring, ...], ...]:
    """Return the polygons of a territory, the largest first."""
    return tuple(sorted(territory.polygons, key=_size, reverse=True))


def _size(part: Sequence[Ring]) -> float:
    """Return how large a polygon is, on a plane that keeps areas."""
    lon, lat = part[0]
    x = np.radians(np.where(lon < lon[0] - _EAST, lon + 360.0, lon))
    y = np.sin(np.radians(lat))
    return float(abs(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2)


def airfield_coverage(
    territory: Territory,
    fields: Sequence[Reach],
    chosen: Readings,
    *,
    spacing_km: float = SPACING_KM,
) -> tuple[Finding, ...]:
    """Judge whether no point of the mainland is farther than 35 % of the distance from a field.

    Args:
        territory: The territory; its largest part is the mainland.
        fields: Open Skies airfields with their maximum distances.
        chosen: Readings of the open points.
        spacing_km: How close the points lie that are asked.

    Treaty: annex.E.5.A (GEO-9, AMB-30).
    """
    tag = f"AMB-30={chosen.of('AMB-30')}"
    if not fields or not territory:
        says = "No Open Skies airfield with position and maximum distance is at hand."
        if fields:
            says = "No territory is at hand."
        return (Finding("GEO-9", "annex.E.5.A", Outcome.OPEN, says, consequence=_OSCC),)
    return (_covered("GEO-9", _parts(territory)[0], fields, (tag, spacing_km)),)


def _covered(
    rule: str, part: Sequence[Ring], fields: Sequence[Reach], how: tuple[str, float]
) -> Finding:
    tag, spacing_km = how
    measured, far = _share(part, fields, tag.partition("=")[2], spacing_km)
    limit = Limit(float(SHARE.amount), "%", Sense.AT_MOST)
    outcome = judge(measured, limit)
    low, high = measured.value - measured.error, measured.value + measured.error
    return Finding(
        rule,
        "annex.E.5.A",
        outcome,
        f"The farthest point lies at {low:.1f} to {high:.1f} % of the maximum distance of an Open"
        f" Skies airfield; {SHARE.amount} % are allowed.",
        measured=measured,
        limit=limit,
        consequence="" if outcome is Outcome.KEPT else _OSCC,
        where=(far,),
        basis=tuple(field.doubt for field in fields if field.doubt),
        readings=(tag,),
    )


def detached_parts(
    territory: Territory,
    fields: Sequence[Reach],
    chosen: Readings,
    *,
    own_distances: Iterable[str] = (),
    spacing_km: float = SPACING_KM,
) -> tuple[Finding, ...]:
    """Judge islands and exclaves: covered, beyond 600 km, or with a distance of their own.

    Args:
        territory: The territory; all but its largest part is detached.
        fields: Open Skies airfields with their maximum distances.
        chosen: Readings of the open points.
        own_distances: Names of areas for which annex.A.III prints a distance without an airfield.
        spacing_km: How close the points lie that are asked.

    Treaty: annex.E.5.B (GEO-10); exactly 600 km is not regulated.
    """
    if not fields or not territory:
        return ()
    main, *others = _parts(territory)
    land = Lines(main)
    tag = f"AMB-30={chosen.of('AMB-30')}"
    named = tuple(own_distances)
    found = []
    for part in others:
        covered = _covered("GEO-10", part, fields, (tag, spacing_km))
        if covered.outcome is not Outcome.KEPT:
            gap = closest_approach(_path(part[0]), land).gap
            own = [f.site for f in fields if Territory([part]).contains(f.at)]
            covered = _apart(gap, (*own, *named), covered)
        found.append(covered)
    return tuple(found)


def _apart(gap: Gap, own: Sequence[str], uncovered: Finding) -> Finding:
    """Return what holds for a detached part that the airfields do not cover."""
    middle = (gap.least_m + gap.most_m) / 2000
    apart = Quantity(middle, "km", (gap.most_m - gap.least_m) / 2000)
    limit = Limit(float(FAR.amount), "km", Sense.AT_LEAST)
    beyond, near = middle - apart.error > limit.value, middle + apart.error < limit.value
    if beyond:
        outcome, says = Outcome.KEPT, "special procedures and refuelling airfields apply"
    elif not near:
        outcome, says = Outcome.OPEN, "exactly 600 km is not regulated"
    elif own:
        outcome, says = Outcome.KEPT, f"it has a distance of its own: {', '.join(own)}"
    else:
        outcome, says = Outcome.BROKEN, "no distance of its own is set"
    return Finding(
        "GEO-10",
        "annex.E.5.B",
        outcome,
        f"A detached part lies {middle:.1f} km away and is not covered from the airfields; {says}.",
        measured=apart,
        limit=limit,
        consequence="" if outcome is Outcome.KEPT else _OSCC,
        where=uncovered.where,
        basis=uncovered.basis,
        readings=uncovered.readings,
    )
