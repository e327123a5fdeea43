"""Groups of States Parties as rules: founding, choice of regime, change, end (GRP-1, 2, 10, 14).

A notice announces; the founding and the end are facts of their own. A change takes effect no
earlier than the text allows, whatever the notice names.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from overflight.membership.changes import (
    DAYS_TO_END_SINGLE,
    MONTHS_TO_CHANGE_GROUP,
    group_change_from,
    single_party_end,
)
from overflight.membership.facts import GroupChange, GroupChangeNotified
from overflight.membership.groups import Group
from overflight.membership.parties import Parties
from overflight.treaty import Finding, GroupKind, Limit, Outcome, Quantity, Sense, judge, rule

__all__ = ["REGIMES", "formed_findings", "group_notice_findings", "one_party_findings"]

# The two regimes a group of States Parties may choose (art.III.II.1.B).
REGIMES = (GroupKind.SHARED_ACTIVE, GroupKind.COMMON_QUOTAS)

_LEAST_MEMBERS = 2


def _lead(rule_id: str, provision: str, notice: GroupChangeNotified, earliest: date) -> Finding:
    """Return whether the effect a notice names is late enough; without one, the earliest stands."""
    effect = notice.effect or earliest
    measured = Quantity(float((effect - notice.on).days), "d")
    limit = Limit(float((earliest - notice.on).days), "d", Sense.AT_LEAST)
    named = f"effect named for {effect}" if notice.effect else "no effect named"
    months = int(MONTHS_TO_CHANGE_GROUP.amount)
    says = f"{notice.group}: notice {notice.on} + {months} months = {earliest}; {named}"
    return Finding(
        rule_id,
        provision,
        judge(measured, limit),
        says,
        measured,
        limit,
        rule(rule_id).consequence,
    )


def _members(notice: GroupChangeNotified, effect: date, parties: Parties) -> Finding:
    """Return whether a group would have two States Parties or more (art.II.3).

    Treaty: art.II.3, art.III.II.1.A (GRP-1).
    """
    there = [code for code in notice.members if parties.is_party(code, effect)]
    count = Quantity(float(len(set(there))), "States Parties")
    limit = Limit(float(_LEAST_MEMBERS), "States Parties", Sense.AT_LEAST)
    says = f"{notice.group} would be {' '.join(there) or 'nobody'} on {effect}; a group needs two"
    return Finding(
        "GRP-1", "art.II.3", judge(count, limit), says, count, limit, rule("GRP-1").consequence
    )


def _regime(group: str, kind: GroupKind | None) -> Finding:
    """Return whether a group is of one of the two regimes (GRP-2)."""
    entry = rule("GRP-2")
    chosen = kind.value if kind else "none"
    kept = kind in REGIMES
    says = f"{group}: {chosen}; a group shares active quotas (art.III.II.2) or has common quotas"
    return Finding(
        "GRP-2",
        entry.provision,
        Outcome.KEPT if kept else Outcome.BROKEN,
        f"{says} (art.III.II.3)",
        consequence=entry.consequence,
    )


def _end_of_single(notice: GroupChangeNotified) -> Finding:
    """Return whether States deemed one State Party end so on the day the text fixes (GRP-14)."""
    entry, end = rule("GRP-14"), single_party_end(notice.on)
    effect = notice.effect or end
    measured = Quantity(float((effect - notice.on).days), "d")
    days = float((end - notice.on).days)
    sense = Sense.AT_LEAST if effect < end else Sense.AT_MOST
    limit = Limit(days, "d", sense)
    wait = int(DAYS_TO_END_SINGLE.amount)
    named = f"first day apart named: {effect}" if notice.effect else "no day named"
    says = (
        f"{notice.group}: notice {notice.on} + {wait} d, then the next 31 December:"
        f" one State Party until {end.year - 1}-12-31; {named}"
    )
    return Finding(
        "GRP-14", entry.provision, judge(measured, limit), says, measured, limit, entry.consequence
    )


def group_notice_findings(notice: GroupChangeNotified, parties: Parties) -> tuple[Finding, ...]:
    """Return what the rules answer about a notice of a change of a group.

    Args:
        notice: The notice.
        parties: Who is a Party, and which groups stand.

    Treaty: art.III.II.1 (GRP-1, GRP-2), art.III.II.6 (GRP-10), art.XIV.2 (GRP-14).
    """
    standing = parties.groups.named(notice.group, notice.on)
    if standing is not None and standing.kind is GroupKind.SINGLE_PARTY:
        return (_end_of_single(notice),)
    earliest = group_change_from(notice.on)
    forms = notice.change is GroupChange.FORM
    lead = _lead("GRP-1", "art.III.II.1.A", notice, earliest)
    if not forms:
        lead = _lead("GRP-10", "art.III.II.6", notice, earliest)
    if notice.change is GroupChange.END:
        return (lead,)
    effect = max(notice.effect or earliest, earliest)
    return (lead, _members(notice, effect, parties), _regime(notice.group, notice.kind))


def formed_findings(
    group: Group, notices: Sequence[GroupChangeNotified], signed: date
) -> tuple[Finding, ...]:
    """Return whether a group that was formed rests on a notice given in time (GRP-1, GRP-2).

    Args:
        group: The group as it was formed.
        notices: Every notice about groups.
        signed: Day of signature of the Treaty; groups formed on it need no notice.

    Treaty: art.III.II.1.A (GRP-1), art.III.II.1.B (GRP-2).
    """
    entry, regime = rule("GRP-1"), _regime(group.code, group.kind)
    if group.formed <= signed:
        says = f"{group.code} was formed at signature, {signed}: no notice is asked"
        return (Finding("GRP-1", entry.provision, Outcome.KEPT, says), regime)
    mine = [n.on for n in notices if n.group == group.code and n.on <= group.formed]
    if not mine:
        says = f"{group.code} is formed from {group.formed}; no notice of it is on record"
        lacks = Finding("GRP-1", entry.provision, Outcome.OPEN, says, consequence=entry.consequence)
        return (lacks, regime)
    notice = GroupChangeNotified(group.code, GroupChange.FORM, min(mine), effect=group.formed)
    lead = _lead("GRP-1", "art.III.II.1.A", notice, group_change_from(notice.on))
    return (lead, regime)


def one_party_findings(
    code: str, provision: str, day: date, parties: Parties
) -> tuple[Finding, ...]:
    """Return whether a State or a unit acts where the text has it act (GRP-13).

    Benelux is one State Party for some Articles and Annexes, and three for the others.

    Args:
        code: Code of the State or unit that acts, or is acted on.
        provision: The provision it acts under.
        day: The day.
        parties: Who is a Party, and which groups stand.

    Returns:
        One finding where States deemed one State Party are concerned; else none.

    Treaty: art.XIV.1 (GRP-13).
    """
    entry = rule("GRP-13")
    group = parties.groups.named(code, day)
    if group is not None and group.kind is not GroupKind.SINGLE_PARTY:
        return ()
    if group is None:
        group = next(
            (
                one
                for one in parties.groups.every
                if one.kind is GroupKind.SINGLE_PARTY and code in one.members
            ),
            None,
        )
    if group is None:
        return ()
    one = group.covers(provision) and group.stands(day, parties.members_on(day))
    kept = (code == group.code) is one
    who = group.code if one else ", ".join(group.members)
    says = f"{code} acts under {provision} on {day}: {who} is" if one else ""
    says = says or f"{code} acts under {provision} on {day}: {who} are"
    says += " the State Party there" if one else " States Parties of their own there"
    return (
        Finding(
            "GRP-13",
            entry.provision,
            Outcome.KEPT if kept else Outcome.BROKEN,
            says,
            consequence=entry.consequence,
        ),
    )
