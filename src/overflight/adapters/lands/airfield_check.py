"""Compare the designated sites with the positions of the ``airportsdata`` package.

The text prints some coordinates wrongly. A disagreement above five kilometres is told with both
values; it settles nothing: the text stays as printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import airportsdata

from overflight.geodesy import Position, distance_m
from overflight.missions import Designation, Site
from overflight.treaty import Finding, Limit, Outcome, Quantity, Sense

__all__ = ["AGREES_WITHIN_KM", "Reference", "airport", "check_sites"]

AGREES_WITHIN_KM = 5.0
_RULE = "DES-6"


@dataclass(frozen=True, slots=True)
class Reference:
    """An airport of the reference package.

    Args:
        icao: Its code.
        name: Its name.
        at: Its position on WGS 84.
    """

    icao: str
    name: str
    at: Position


@cache
def _airports() -> Mapping[str, Mapping[str, object]]:
    return airportsdata.load("ICAO")


def airport(icao: str) -> Reference | None:
    """Return an airport by its ICAO code, or none if the package does not hold it."""
    row = _airports().get(icao)
    if row is None:
        return None
    at = Position(float(str(row["lon"])), float(str(row["lat"])))
    return Reference(icao, str(row["name"]), at)


def _basis(doubt: str) -> tuple[str, ...]:
    version = f"airportsdata {airportsdata.__version__}"
    return (version, doubt) if doubt else (version,)


def _unchecked(site: Site, why: str) -> Finding:
    says = f"{site.site}: not checked, {why}"
    where = () if site.position is None else (site.position,)
    basis = _basis(site.doubt)
    return Finding(_RULE, site.provision, Outcome.OPEN, says, where=where, basis=basis)


def _reference(site: Site) -> Reference | None:
    """Return the airport a site is compared with: by the code added for it, else the printed one.

    Codes printed in 1992 may name another airport today.
    """
    codes = [d.fact.ref_icao for d in site.designations] + [d.fact.icao for d in site.designations]
    found = (airport(code) for code in codes if code)
    return next((one for one in found if one is not None), None)


def check_sites(sites: Iterable[Site]) -> tuple[Finding, ...]:
    """Return one finding for each position a site is printed with.

    Kept where the positions agree within five kilometres; open, with both values, where they do
    not; open, and named, where there is nothing to compare.

    Args:
        sites: Designated sites.

    Treaty: annex.E-1.I (DES-6).
    Accuracy: distances are geodesics on WGS 84; what is compared is good to the nearest second.
    """
    return tuple(finding for site in sites for finding in _check(site))


def _check(site: Site) -> Iterator[Finding]:
    reference = _reference(site)
    printed: dict[Position, list[Designation]] = {}
    for designation in site.designations:
        if designation.position is not None:
            printed.setdefault(designation.position, []).append(designation)
    if not printed:
        yield _unchecked(site, "the text gives no position")
    elif reference is None:
        yield _unchecked(site, "no airport of the reference package is known for it")
    else:
        for position, designations in printed.items():
            roles = ", ".join(one.fact.role for one in designations)
            yield _compared(f"{site.site} as {roles}", position, reference, designations[0])


def _compared(
    name: str, printed: Position, reference: Reference, designation: Designation
) -> Finding:
    km = distance_m(printed, reference.at) / 1000
    measured = Quantity(km, "km")
    limit = Limit(AGREES_WITHIN_KM, "km", Sense.AT_MOST)
    there = reference.at
    says = (
        f"{name}: printed {printed.lon_deg:.5f} {printed.lat_deg:.5f}, {reference.icao}"
        f" {there.lon_deg:.5f} {there.lat_deg:.5f} (longitude latitude), {km:.1f} km apart"
    )
    return Finding(
        _RULE,
        designation.fact.provision,
        Outcome.KEPT if km <= AGREES_WITHIN_KM else Outcome.OPEN,
        says,
        measured,
        limit,
        "none: the text stands as printed; a change needs notice of 90 days (annex.E.4)",
        (printed, there),
        _basis(designation.doubt),
    )
