"""What if an airfield or another site is designated no longer from a day on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from overflight.desk.whatif.data import open_missions
from overflight.desk.whatif.differences import Facts, refuse_question
from overflight.desk.whatif.forms import Compared, Consequence, Decided, Topic, WhatIf
from overflight.missions import (
    SITE_NOTICE,
    Mission,
    Site,
    SiteDesignated,
    current_version,
    notice_finding,
    sites_finding,
)
from overflight.missions.said.facts_notice import Notified
from overflight.record import Said
from overflight.treaty import Finding, SiteRole

__all__ = ["SITE_NOTICE", "what_if_closed"]

_NEEDED = {
    SiteRole.POINT_OF_ENTRY_EXIT: "point of entry and exit",
    SiteRole.OPEN_SKIES_AIRFIELD: "Open Skies airfield",
}


def what_if_closed(facts: Facts, site_id: str, on: date, *, notified: date | None = None) -> WhatIf:
    """Return what changes if a site is designated no longer from a day on.

    Args:
        facts: What it is laid over.
        site_id: Site id (``IT-MALPENSA``).
        on: First day on which it is designated no longer.
        notified: Day of the notice to all other States Parties; none to ask for the last lawful.

    Raises:
        UsageError: The site is not designated on the day before.

    Treaty: annex.E.1 (DES-5), annex.E.4 (DES-7), annex.A.III (AMB-26).
    """
    before = facts.fold()
    site = before.airfields.site(site_id, on - timedelta(days=1))
    if site is None:
        raise refuse_question(
            "SITE",
            f"a site that is designated on {on - timedelta(days=1)}",
            site_id,
            "`overflight airfield list` shows the sites of a day.",
        )
    after = facts.fold(tuple(_closed(said, site_id, on) for said in facts.said))
    compared = Compared(before, after, on, facts.said, facts.borders)
    findings = [*_notice(site_id, on, notified), _still_designated(compared, site)]
    changes = [
        *_dates(compared, site, on),
        *_site(compared, site),
        *_missions(compared, site_id),
    ]
    named = f", notice of {notified}" if notified else ""
    question = f"{site_id} is designated no longer from {on}{named}"
    return compared.answer(question, ((question,), ()), findings, changes)


def _closed(said: Said[object], site_id: str, on: date) -> Said[object]:
    """Return a statement whose designation of the site ends on the day."""
    fact = said.fact
    if not isinstance(fact, SiteDesignated) or fact.site != site_id or fact.since >= on:
        return said
    until = on if fact.until is None else min(fact.until, on)
    return replace(said, fact=replace(fact, until=until))


def _notice(site_id: str, on: date, notified: date | None) -> Iterator[Finding]:
    """Yield whether the notice is early enough: ninety days, equality passes (CLK-4)."""
    if notified is None:
        return
    yield notice_finding(site_id, on, notified)


def _still_designated(compared: Compared, site: Site) -> Finding:
    """Return whether the unit still has a way in and out and an Open Skies airfield."""
    left = compared.after.airfields.sites(compared.on, unit=site.unit)
    roles = {role for one in left for role in one.roles}
    return sites_finding(site.unit, roles, would=True)


def _dates(compared: Compared, site: Site, on: date) -> Iterator[Consequence]:
    days = int(SITE_NOTICE.amount)
    last = on - timedelta(days=days)
    yield Consequence(
        Topic.DATE,
        site.unit,
        f"Last day for the notice to all other States Parties: {on} - {days} d = {last}.",
        "DES-7",
        "annex.E.4",
        until=last,
        readings=(compared.reading("AMB-2"),),
    )


def _site(compared: Compared, site: Site) -> Iterator[Consequence]:
    yield Consequence(
        Topic.SITE,
        site.site,
        f"{site.name} is designated no longer.",
        "DES-7",
        "annex.E.4",
        compared.on,
        before=", ".join(_NEEDED.get(role, role.value) for role in site.roles),
        after="not designated",
        source=site.provision,
    )
    limit = compared.before.airfields.distance_km(site.site, compared.on)
    if limit is not None:
        yield Consequence(
            Topic.SITE,
            site.site,
            f"{limit.km} km stand against {limit.name} in another place than the sites; by what"
            " procedure that number ends or moves to another airfield is not said.",
            "DES-7",
            limit.provision,
            compared.on,
            before=f"{limit.km} km",
            after="no flight begins there",
            decided=Decided.OPEN,
            readings=(compared.reading("AMB-26"),),
            source=limit.source,
        )


def _missions(compared: Compared, site_id: str) -> Iterator[Consequence]:
    """Yield the open missions whose notice or plan names the site."""
    at = datetime.combine(compared.on, time(0), tzinfo=UTC)
    for mission in open_missions(compared.before, at):
        uses = _uses(mission, site_id)
        if uses:
            yield Consequence(
                Topic.MISSION,
                mission.key,
                f"{mission.observing} over {mission.observed}: {uses} names {site_id}; the text"
                " does not say what becomes of it.",
                "DES-7",
                "annex.E.4",
                compared.on,
                before=mission.state.label,
                decided=Decided.OPEN,
                source=mission.steps[0].said.ref.o,
            )


def _uses(mission: Mission, site_id: str) -> str:
    """Return which paper of a mission names a site: its notice or its newest plan."""
    newest = current_version(mission)
    plan = newest.plan if newest else None
    if plan is not None:
        named = (plan.start_site, plan.end_site, plan.point_of_entry, plan.point_of_exit)
        if site_id in {*named, *(stop.site for stop in plan.stops)}:
            return f"its plan, version {plan.version},"
    for said in mission.all(Notified):
        asked = said.fact.intention
        if site_id in {asked.point_of_entry, asked.airfield, asked.inspection_site}:
            return "its notice"
    return ""
