"""ARR-13: fixes through which observation aircraft come and go.

Treaty: annex.E.2.
"""

from __future__ import annotations

from datetime import date

from overflight.geodesy import distance_m
from overflight.missions.designation.airfields import Airfields, Site
from overflight.treaty import Finding, Outcome, SiteRole

__all__ = ["entry_exit_fixes"]


def entry_exit_fixes(airfields: Airfields, unit: str, on: date) -> tuple[Finding, ...]:
    """Judge whether each fix of a unit serves one of its points of entry and exit.

    A fix without a usable position asks a question; one that serves no point of entry or exit
    eases no flight. How much it eases is for people.

    Args:
        airfields: Sites of any day.
        unit: Unit that designated the fixes.
        on: The day.

    Treaty: annex.E.2 (ARR-13).
    """
    points = airfields.sites(on, unit=unit, role=SiteRole.POINT_OF_ENTRY_EXIT)
    fixes = airfields.sites(on, unit=unit, role=SiteRole.FIX)
    return tuple(_fix(fix, points) for fix in fixes)


def _fix(fix: Site, points: tuple[Site, ...]) -> Finding:
    at = fix.position
    near = [(distance_m(at, p.position), p.site) for p in points if at and p.position]
    if not points:
        outcome, says = Outcome.BROKEN, "no point of entry or exit is designated that it serves"
    elif not near:
        outcome, says = Outcome.OPEN, "its position, or that of the points it serves, is not known"
    else:
        km, site = min(near)
        outcome, says = Outcome.KEPT, f"{km / 1000:.0f} km from {site}, the nearest it serves"
    return Finding(
        "ARR-13",
        "annex.E.2",
        outcome,
        f"Fix {fix.name}: {says}; fixes are to ease the flight to the point of entry.",
        consequence="" if outcome is Outcome.KEPT else "None stated.",
        where=(at,) if at else (),
        basis=(fix.doubt,) if fix.doubt else (),
    )
