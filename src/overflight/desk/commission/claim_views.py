"""Plans judged as the Parties see them: each with its readings and its contested claims.

A claim enters the view of its claimant. What is only reported of a Party enters it when asked for,
and the name of the view says so. A claim that bears on a plan and cannot be applied exactly is
named in an *open* finding. Parties that see a plan alike share one view.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from types import MappingProxyType

from overflight.commission import Claim, ClaimMade
from overflight.desk.commission.claims import AIRFIELDS, claims_of, contested_by
from overflight.desk.held.as_of import AsOf
from overflight.geodesy import Position, Territory, closest_approach
from overflight.missions import (
    STAND_OFF,
    Borders,
    MaximumDistance,
    MissionPlan,
    Surroundings,
    ViewedJudgement,
    judge_under,
    planned_path,
)
from overflight.treaty import Finding, Outcome

__all__ = ["ALL", "Laid", "ViewsAsked", "judge_views", "seen_by", "view_name"]

ALL = "all"


@dataclass(frozen=True, slots=True)
class ViewsAsked:
    """Whose views a plan is judged under.

    Args:
        parties: Codes of the Parties, or ``all`` for every Party of the day.
        reported: Let what is reported of a Party, and not said by it, into its view.
        lines: Border lines by Party, as it draws them.
    """

    parties: tuple[str, ...]
    reported: bool = False
    lines: Mapping[str, Borders] = field(default_factory=lambda: MappingProxyType({}))


def judge_views(
    plan: MissionPlan, views: Mapping[str, Surroundings], facts: AsOf, asked: ViewsAsked
) -> ViewedJudgement:
    """Judge a plan under views and under those of Parties, with their claims.

    Args:
        plan: The plan.
        views: Surroundings by name of the view; the first is the one asked.
        facts: What held on the day.
        asked: Whose views, and what enters them.

    Returns:
        The judgement of each view; contested findings; and an open one for each claim that bears on
        the plan and cannot be applied exactly.

    Raises:
        UsageError: No view was given.

    Treaty: art.X.4 (OSC-4): what is contested is for the Commission.
    """
    around = next(iter(views.values()))
    everybody = sorted(around.parties or ()) if ALL in asked.parties else asked.parties
    every, unapplied = dict(views), list[Finding]()
    alike: dict[tuple[object, ...], list[str]] = {}
    seen: dict[tuple[object, ...], Laid] = {}
    for party in everybody:
        own = replace(around, readings=facts.view_of(party, around.day).readings)
        laid = seen_by(party, plan, own, facts, asked)
        key: tuple[object, ...] = (*sorted(own.readings.chosen.items()), *laid.names)
        alike.setdefault(key, []).append(party)
        seen.setdefault(key, laid)
        unapplied += laid.findings
    for key, parties in alike.items():
        every[view_name(parties, seen[key].applied)] = seen[key].around
    viewed = judge_under(plan, every)
    outcome = viewed.outcome
    if unapplied and outcome is Outcome.KEPT:
        outcome = Outcome.OPEN
    return replace(viewed, findings=(*viewed.findings, *unapplied), outcome=outcome)


def seen_by(
    party: str, plan: MissionPlan, around: Surroundings, facts: AsOf, asked: ViewsAsked
) -> Laid:
    """Return a plan's surroundings as one Party sees them: its claims, the airfields it contests.

    Args:
        party: Code of the Party.
        plan: The plan.
        around: What it is judged against, with the Party's readings.
        facts: What held on the day.
        asked: Whether reports enter, and the lines Parties draw.
    """
    claims = claims_of(party, facts, around.day, reported=asked.reported)
    laid = _laid(plan, around, claims, asked.lines.get(party))
    others = contested_by(party, facts, around.day, reported=asked.reported)
    return _without_sites(laid, others)


def _without_sites(laid: Laid, claims: Iterable[Claim]) -> Laid:
    """Return surroundings in which the airfields a Party contests are designated for nothing.

    Where they lie is no matter of views (DES-7).
    """
    for claim in claims:
        gone = laid.around.sites.keys() & set(claim.fact.sites)
        if claim.fact.scope == AIRFIELDS and gone:
            plain = {name: replace(laid.around.sites[name], roles=frozenset()) for name in gone}
            sites = MappingProxyType({**laid.around.sites, **plain})
            around = replace(laid.around, sites=sites)
            laid = replace(laid, around=around, applied=(*laid.applied, claim))
    return laid


def view_name(parties: Iterable[str], applied: tuple[Claim, ...]) -> str:
    """Return the name of a view: whose it is, and the claims that make it."""
    who = ", ".join(parties)
    if not applied:
        return f"the readings of {who}"
    names = ", ".join(map(_named, applied))
    return f"the view of {who} with {names}"


def _named(claim: Claim) -> str:
    return claim.fact.id + ("" if claim.own else " as reported")


@dataclass(frozen=True, slots=True)
class Laid:
    """Surroundings with claims laid in.

    Args:
        around: The surroundings.
        applied: The claims that were applied.
        findings: One for each that bears on the plan and was not.
    """

    around: Surroundings
    applied: tuple[Claim, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return the claims that were applied, by name: who has the same sees the plan alike."""
        return tuple(claim.fact.id for claim in self.applied)


def _laid(
    plan: MissionPlan, around: Surroundings, claims: Iterable[Claim], lines: Borders | None
) -> Laid:
    """Return surroundings as their claimant sees them."""
    laid = Laid(around)
    for claim in claims:
        if claim.fact.claimant not in around.states_of(plan.observed):
            continue  # what a Party claims about flights over it bears on no other flight
        found = _with_claim(plan, laid.around, claim, lines)
        if isinstance(found, Surroundings):
            laid = replace(laid, around=found, applied=(*laid.applied, claim))
        elif isinstance(found, Finding):
            laid = replace(laid, findings=(*laid.findings, found))
    return laid


def _with_claim(
    plan: MissionPlan, around: Surroundings, claim: Claim, lines: Borders | None
) -> Surroundings | Finding | None:
    """Return surroundings with a claim in them, a question where it cannot be, or nothing.

    Nothing is returned where the claim cannot bear on the path.
    """
    fact = claim.fact
    if fact.limit_km is not None and fact.sites:
        return _distance(plan, around, claim, fact.limit_km)
    if fact.neighbours:
        return _stand_off(plan, around, claim, lines)
    if fact.scope == AIRFIELDS and fact.sites:
        return None  # its own airfields are designated on record; others take them out of theirs
    return _question(plan, claim, "it is not given as a number or a line that can be applied")


def _source(claim: Claim) -> str:
    fact = claim.fact
    said = "" if claim.own else "as reported, "
    by = f"; contested by {', '.join(fact.contested_by)}" if fact.contested_by else ""
    ground = f"ground: {fact.ground}" if fact.ground else "no ground given"
    return f"claim {fact.id} of {fact.claimant}, {said}{ground}{by}"


def _question(plan: MissionPlan, claim: Claim, why: str) -> Finding:
    fact = claim.fact
    return Finding(
        fact.rule or "OSC-4",
        fact.provision,
        Outcome.OPEN,
        f"{fact.claimant} claims: {fact.value}. Whether it bears on this plan of {plan.observing}"
        f" over {plan.observed} is for people: {why}.",
        consequence="None stated; what is contested may go to the Commission (art.X.4.A).",
        basis=(_source(claim),),
    )


def _distance(
    plan: MissionPlan, around: Surroundings, claim: Claim, km: Decimal
) -> Surroundings | Finding | None:
    """Return surroundings with the claimed distance, for a flight from one of its airfields."""
    fact = claim.fact
    if plan.start_site in fact.sites:
        if around.distance is not None and around.distance.km <= km:
            return None
        return replace(around, distance=MaximumDistance(km, fact.provision, _source(claim)))
    if _stays_out(plan, around, fact):
        return None
    return _question(plan, claim, f"it begins at {plan.start_site}, not at {fact.sites[0]}")


def _stays_out(plan: MissionPlan, around: Surroundings, fact: ClaimMade) -> bool:
    """Return whether a path stays out of the area a claim is about, as it is drawn."""
    path = planned_path(plan, around)
    known = around.territory is not None and len(path.places) > 1 and not path.missing
    if not known or fact.at_lon_deg is None or fact.at_lat_deg is None or not around.territory:
        return False
    place = Position(float(fact.at_lon_deg), float(fact.at_lat_deg))
    areas = [Territory([polygon]) for polygon in around.territory.polygons]
    area = next((one for one in areas if one.contains(place)), None)
    if area is None or area.length_inside(path.line).most_m > 0:
        return False
    return closest_approach(path.line, area.boundary).gap.least_m > around.territory_error_m


def _stand_off(
    plan: MissionPlan, around: Surroundings, claim: Claim, lines: Borders | None
) -> Surroundings | Finding | None:
    """Return surroundings with the lines the claimant draws, or whether they can matter."""
    fact = claim.fact
    named = frozenset(fact.neighbours)
    drawn = tuple(line for line in lines.lines if named & set(line.between)) if lines else ()
    if drawn and lines is not None:
        before = around.borders
        source = f"{lines.source}, {_source(claim)}"
        if before is not None:
            source = f"{before.source}; and {source}"
        every = (*(before.lines if before else ()), *drawn)
        return replace(around, borders=Borders(every, source))
    if _far_from(plan, around, fact):
        return None
    return _question(plan, claim, f"no line with {' or '.join(fact.neighbours)} is at hand")


def _far_from(plan: MissionPlan, around: Surroundings, fact: ClaimMade) -> bool:
    """Return whether a path keeps ten kilometres from the whole border the lines are part of."""
    path = planned_path(plan, around)
    if around.borders is None or len(path.places) < 2 or path.missing:
        return False
    whole = [line for line in around.borders.lines if fact.part_of in line.between]
    least_m = float(STAND_OFF.on(around.day)) * 1000
    return bool(whole) and all(
        closest_approach(path.line, line.line).gap.least_m - line.error_m > least_m
        for line in whole
    )
