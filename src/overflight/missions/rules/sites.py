"""GEO-11, GEO-12 and ARR-11: where the flight starts, stops and ends, and who may use the sites.

Treaty: art.II.5, art.II.27, art.II.30, art.VI.II.3, annex.E-1.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from overflight.missions.law.limits import WINDOW
from overflight.missions.plan.plans import MissionPlan, Stop
from overflight.missions.plan.surroundings import Surroundings, UsableSite
from overflight.missions.rules.answers import (
    NONE_STATED,
    PROPOSE,
    agreed_limit,
    hours_between,
    instants,
)
from overflight.treaty import Finding, Outcome, Sense, SiteRole

__all__ = ["site_limits", "start_and_end", "stops_at_designated_airfields"]

_NAMES = {
    SiteRole.OPEN_SKIES_AIRFIELD: "an Open Skies airfield",
    SiteRole.REFUELLING: "a refuelling airfield",
    SiteRole.POINT_OF_ENTRY_EXIT: "a point of entry and exit",
}


def _basis(site: UsableSite | None) -> tuple[str, ...]:
    """Return the source and the doubts of a site."""
    return () if site is None else tuple(b for b in (site.source, *site.doubts) if b)


def _role(
    rule: str, what: str, site_id: str, asked: Iterable[SiteRole], around: Surroundings
) -> Finding:
    """Return whether a site is designated for what the plan uses it for."""
    site = around.sites.get(site_id)
    roles = tuple(asked)
    names = " or ".join(_NAMES[role] for role in roles)
    if not around.sites:
        outcome, says = Outcome.OPEN, f"Which sites are designated is not at hand ({site_id})."
    elif site is None:
        outcome = Outcome.BROKEN
        says = f"{site_id}, {what}, is not a designated site on {around.day}; it must be {names}."
    elif site.roles.isdisjoint(roles):
        outcome = Outcome.BROKEN
        says = f"{site_id}, {what}, is not designated as {names}."
    else:
        outcome, says = Outcome.KEPT, f"{site_id}, {what}, is {names}."
    return Finding(
        rule,
        "art.VI.II.3",
        outcome,
        says,
        consequence="" if outcome is Outcome.KEPT else PROPOSE,
        where=() if site is None or site.at is None else (site.at,),
        basis=_basis(site),
    )


def start_and_end(plan: MissionPlan, around: Surroundings) -> tuple[Finding, ...]:
    """Judge whether the flight starts and ends at Open Skies airfields, entry and exit likewise.

    Treaty: art.II.5, art.II.27, art.VI.II.3; GEO-12: they may differ from each other.
    """
    airfield, border = (SiteRole.OPEN_SKIES_AIRFIELD,), (SiteRole.POINT_OF_ENTRY_EXIT,)
    return (
        _role("GEO-12", "where it commences", plan.start_site, airfield, around),
        _role("GEO-12", "where it ends", plan.end_site, airfield, around),
        _role("GEO-12", "the point of entry", plan.point_of_entry, border, around),
        _role("GEO-12", "the point of exit", plan.point_of_exit, border, around),
    )


def _in_window(plan: MissionPlan, stop: Stop, around: Surroundings) -> tuple[Finding, ...]:
    """Return whether a stop lies inside the window; nothing where the window was waived."""
    limit = agreed_limit(around, "FLT-1", WINDOW, Sense.AT_MOST)
    if limit is None:
        return ()
    window = timedelta(hours=limit.value + float(around.extension_h))
    ends: datetime = plan.estimated_arrival + window
    kept = plan.commencement <= stop.lands_at <= stop.continues_at <= ends
    hours = hours_between(stop.lands_at, stop.continues_at).value
    says = (
        f"The stop at {stop.site} lasts {hours:.2f} h,"
        f" {'inside' if kept else 'not inside'} the time from commencement to the end of the"
        " window."
    )
    basis = instants(lands=stop.lands_at, continues=stop.continues_at, window_ends=ends)
    outcome = Outcome.KEPT if kept else Outcome.BROKEN
    consequence = "" if kept else PROPOSE
    return (Finding("GEO-11", "art.VI.II.3", outcome, says, consequence=consequence, basis=basis),)


def stops_at_designated_airfields(plan: MissionPlan, around: Surroundings) -> tuple[Finding, ...]:
    """Judge every stop: at a designated airfield, inside the 96 hours.

    Treaty: art.VI.II.3, art.II.30; GEO-11.
    """
    roles = (SiteRole.REFUELLING, SiteRole.OPEN_SKIES_AIRFIELD)
    found: list[Finding] = []
    for stop in plan.stops:
        found.append(_role("GEO-11", "where it stops", stop.site, roles, around))
        found.extend(_in_window(plan, stop, around))
    return tuple(found)


def site_limits(plan: MissionPlan, around: Surroundings) -> tuple[Finding, ...]:
    """Judge limits that a site itself carries: inspection possible or not, who may use it.

    Treaty: annex.E-1; ARR-11. Answered only where it bears: an inspection site is named, or a site
    is for personnel on scheduled services only.
    """
    found: list[Finding] = []
    site = around.sites.get(around.inspection_site or "")
    if site is not None:
        outcome = {True: Outcome.KEPT, False: Outcome.BROKEN, None: Outcome.OPEN}[site.inspection]
        able = {True: "is possible", False: "is not possible", None: "is not said to be possible"}
        says = f"Pre-flight inspection at {site.id} {able[site.inspection]} there."
        found.append(_limit(site, outcome, says))
    for site_id in dict.fromkeys((plan.point_of_entry, plan.point_of_exit)):
        site = around.sites.get(site_id)
        if site is not None and site.scheduled_only:
            says = (
                f"{site_id} is for personnel on scheduled services only."
                " Does the observing Party come by such a service?"
            )
            found.append(_limit(site, Outcome.OPEN, says))
    return tuple(found)


def _limit(site: UsableSite, outcome: Outcome, says: str) -> Finding:
    return Finding(
        "ARR-11",
        "annex.E-1",
        outcome,
        says,
        consequence="" if outcome is Outcome.KEPT else NONE_STATED,
        where=() if site.at is None else (site.at,),
        basis=_basis(site),
    )
