"""What if a group of States Parties is formed, changed or ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from overflight.desk.held.as_of import AsOf
from overflight.desk.whatif.differences import Facts, compare, refuse_file
from overflight.desk.whatif.forms import Compared, Consequence, Decided, Topic, WhatIf
from overflight.membership import (
    Group,
    GroupEnded,
    GroupFormed,
    group_change_from,
    group_quotas_from,
    single_party_end,
)
from overflight.treaty import Finding, GroupKind, Outcome, rule

__all__ = ["GroupCase", "what_if_grouped"]

_QUOTAS = "art.III.I.4"
_REGIMES = (GroupKind.SHARED_ACTIVE, GroupKind.COMMON_QUOTAS)


@dataclass(frozen=True, slots=True)
class GroupCase:
    """A group as it shall be, for a what-if.

    Args:
        notice: Day of the notice to all other States Parties.
        group: Unit code, of a group that stands or a new one.
        members: Codes of the members as they shall be; empty where the group shall end.
        kind: What the group shall be to the others: ``common-quotas`` or ``shared-active``.
        name: Its name.
        reviews: Days on which annual reviews began, as far as they are known.
    """

    notice: date
    group: str
    members: tuple[str, ...] = ()
    kind: GroupKind = GroupKind.COMMON_QUOTAS
    name: str = ""
    reviews: tuple[date, ...] = ()


def what_if_grouped(facts: Facts, case: GroupCase, *, where: str, on: date | None = None) -> WhatIf:
    """Return what changes if a group is formed, changed or ended.

    Args:
        facts: What it is laid over.
        case: The group as it shall be.
        where: Name of the file, for the error.
        on: Day on which before and after are compared; the day of effect if not given.

    Raises:
        SourceError: The case cannot be: nothing to end, one member only, a kind that is none.

    Treaty: art.III.II.1 (GRP-1, GRP-2), art.III.II.6 (GRP-10), art.III.II.7 (GRP-11), art.XIV.2
    (GRP-14).
    """
    before = facts.fold()
    standing = _standing(before, case)
    _check(before, case, standing, where)
    single = standing is not None and standing.kind is GroupKind.SINGLE_PARTY
    effect = single_party_end(case.notice) if single else group_change_from(case.notice)
    speaker = before.regime.depositaries[-1]
    added: list[tuple[str, object]] = []
    if standing is not None:
        place = "art.XIV.2" if single else "art.III.II.6"
        added.append((speaker, GroupEnded(case.group, effect, place)))
    if case.members:
        added.append((speaker, _formed(before, case, effect)))
    compared = compare(facts, facts.said, tuple(added), on or effect)
    changes = [
        *_dates(case, standing, effect),
        *_members(compared, case, standing),
    ]
    return compared.answer(
        f"{_shall(case)}, notice of {case.notice}",
        (tuple(_says(fact) for _, fact in added), ()),
        _findings(compared, case, effect),
        changes,
    )


def _standing(before: AsOf, case: GroupCase) -> Group | None:
    """Return the group of this code if it stands on the day of the notice."""
    group = before.parties.groups.named(case.group, case.notice)
    members = before.parties.members_on(case.notice)
    return group if group is not None and group.stands(case.notice, members) else None


def _check(before: AsOf, case: GroupCase, standing: Group | None, where: str) -> None:
    if standing is None and not case.members:
        raise refuse_file(f"{where}: group", f"a group on {case.notice} that can end", case.group)
    if len(set(case.members)) != len(case.members) or len(case.members) == 1:
        found = " ".join(case.members)
        raise refuse_file(f"{where}: members", "two different States or more, or none", found)
    known = {row.code for row in before.regime.parties}
    for code in case.members:
        if code not in known | before.parties.states.keys():
            raise refuse_file(f"{where}: members", "codes of States of the regime", code)
    if case.group in known:
        raise refuse_file(f"{where}: group", "a code that is no State's", case.group)
    if case.kind not in _REGIMES:
        raise refuse_file(f"{where}: kind", " or ".join(_REGIMES), case.kind)
    if standing is not None and standing.kind not in _REGIMES and case.members:
        raise refuse_file(
            f"{where}: members", f"none: {case.group} can only end (art.XIV.2)", len(case.members)
        )


def _formed(before: AsOf, case: GroupCase, effect: date) -> GroupFormed:
    """Return the founding of the group; with common quotas it is one where the printed one is."""
    scope: tuple[str, ...] = ("art.III.II.2",)
    if case.kind is GroupKind.COMMON_QUOTAS:
        printed = (g.scope for g in before.regime.groups if g.kind is GroupKind.COMMON_QUOTAS)
        scope = next(printed, ("art.III",))
    name = case.name or f"group of {' '.join(case.members)}"
    return GroupFormed(case.group, name, case.kind, case.members, effect, scope, "art.III.II.1.A")


def _shall(case: GroupCase) -> str:
    if not case.members:
        return f"{case.group} ends"
    return f"{case.group} is {' '.join(case.members)}, {case.kind}"


def _says(fact: object) -> str:
    if isinstance(fact, GroupFormed):
        return f"{fact.group} formed of {' '.join(fact.members)} on {fact.on}"
    return f"{fact.group} ended on {fact.on}" if isinstance(fact, GroupEnded) else ""


def _findings(compared: Compared, case: GroupCase, effect: date) -> Iterator[Finding]:
    """Yield whether each member is a Party that holds quotas on the day of effect."""
    entry = rule("GRP-1")
    for code in case.members:
        party = compared.before.parties.is_party(code, effect)
        unit = compared.before.parties.unit_of(code, _QUOTAS, effect)
        quota = compared.before.quotas.passive_on(unit, effect)
        outcome, words = Outcome.KEPT, f"a Party on {effect} that holds quotas"
        if not party:
            outcome, words = Outcome.BROKEN, f"not a Party on {effect}"
        elif quota is None:
            outcome, words = Outcome.OPEN, f"a Party on {effect}; no passive quota of it is known"
        yield Finding(
            "GRP-1",
            entry.provision,
            outcome,
            f"{code} is {words}",
            consequence=entry.consequence,
            basis=() if quota is None else (quota.provision,),
        )


def _dates(case: GroupCase, standing: Group | None, effect: date) -> Iterator[Consequence]:
    single = standing is not None and standing.kind is GroupKind.SINGLE_PARTY
    if single:
        sums = f"notice {case.notice} + 60 d, then the next 31 December; no longer from {effect}."
    else:
        sums = f"notice {case.notice} + 6 months = {effect}, the earliest day."
    yield Consequence(
        Topic.DATE,
        case.group,
        f"The change takes effect: {sums}",
        "GRP-14" if single else "GRP-10" if standing else "GRP-1",
        "art.XIV.2" if single else "art.III.II.6" if standing else "art.III.II.1.A",
        effect,
    )
    kinds = {case.kind if case.members else None, standing.kind if standing else None}
    if GroupKind.COMMON_QUOTAS in kinds:
        change = group_quotas_from(case.notice, case.reviews)
        sure = change.earliest == change.latest
        yield Consequence(
            Topic.DATE,
            case.group,
            f"Quotas follow: {change.arithmetic} = {change.earliest}"
            + ("." if sure else f" or {change.latest}."),
            "GRP-11",
            "art.III.II.7",
            change.earliest,
            None if sure else change.latest,
            decided=Decided.TEXT if sure else Decided.OPEN,
        )


def _members(compared: Compared, case: GroupCase, standing: Group | None) -> Iterator[Consequence]:
    single = standing is not None and standing.kind is GroupKind.SINGLE_PARTY
    ends = ("GRP-14", "art.XIV.2") if single else ("GRP-10", "art.III.II.6")
    before = compared.before.parties.units_on(compared.on).get(case.group, ())
    after = compared.after.parties.units_on(compared.on).get(case.group, ())
    yield Consequence(
        Topic.GROUP,
        case.group,
        "The group as it stands.",
        *(("GRP-2", "art.III.II.1.B") if case.members else ends),
        compared.on,
        before=_group(before, standing.kind if standing else None),
        after=_group(after, case.kind if case.members else None),
    )
    yield Consequence(
        Topic.COMMISSION,
        case.group,
        "Each State keeps its own say in the Commission; no group counts as one there.",
        "OSC-2",
        "art.X.2",
        compared.on,
        before=f"{len(compared.members_before)} may object",
        after=f"{len(compared.members_after)} may object",
    )
    states = dict.fromkeys((*before, *after, *case.members))
    for code in states:
        yield from _unit(compared, code, ends)


def _group(members: tuple[str, ...], kind: GroupKind | None) -> str:
    return f"{' '.join(members)}, {kind}" if members and kind else "no group"


def _unit(compared: Compared, code: str, ends: tuple[str, str]) -> Iterator[Consequence]:
    """Yield under which unit the quotas of a State stand, and what is not known of them."""
    old = compared.before.parties.unit_of(code, _QUOTAS, compared.on)
    new = compared.after.parties.unit_of(code, _QUOTAS, compared.on)
    keeps = old == new
    quota = compared.before.quotas.passive_on(old, compared.on)
    number = "a number not known" if quota is None else f"{quota.flights} flights"
    if keeps:
        place = ("GRP-3", "art.III.II.2.A")
    else:
        place = ends if new == code else ("GRP-8", "art.III.II.3.A")
    yield Consequence(
        Topic.QUOTA,
        code,
        "Its passive quota stays its own; active quotas may be shared among the members."
        if keeps
        else "Passive and active quotas of the new unit are for the annual review; the text fixes"
        " no number.",
        *place,
        compared.on,
        before=f"{old}: {number} to accept",
        after=f"{new}: {number} to accept" if keeps else f"{new}: to be entered",
        decided=Decided.TEXT if keeps else Decided.OPEN,
        source="" if quota is None else quota.provision,
    )
