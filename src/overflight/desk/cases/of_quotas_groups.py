"""What a case says of quotas, groups of States Parties, the yearly cycle and aircraft, judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Final, TypeVar, cast

from overflight.deadlines import day_of
from overflight.desk.cases.question import Judged, Question
from overflight.membership import (
    Group,
    GroupChangeNotified,
    GroupFormed,
    InstrumentDeposited,
    WithdrawalNotified,
    formed_findings,
    group_notice_findings,
    one_party_findings,
)
from overflight.missions import (
    AircraftDesignated,
    AircraftRemoved,
    AircraftSupplied,
    Mission,
    Role,
    from_register,
    member_routes,
    quota_year,
    supply_findings,
)
from overflight.quotas import (
    CAP_SHARE,
    ActiveTransferred,
    ChangeRequested,
    Distribution,
    DistributionAdopted,
    MembersOverflown,
    PassiveAllocated,
    QuartersPlanned,
    ReviewOpened,
    SharesRedistributed,
    TaxiElected,
    active_ceiling,
    common_quotas,
    full_quota,
    half_rule,
    members_counted,
    mirror_right,
    not_counted,
    phase_in_cap,
    proportional,
    quotas_follow,
    split_findings,
    third_state,
    transfer_findings,
)
from overflight.record import Said
from overflight.treaty import DefaultClaimed, Finding, GroupKind, silence_finding

__all__ = ["of_aircraft", "of_groups", "of_one_party", "of_silence", "of_use"]

F = TypeVar("F")
# The Articles of the facts by which a unit acts in the yearly cycle, a transfer or a notice.
_ACTS: Final = (
    (ActiveTransferred, ("giver", "receiver", "observed"), "art.III.I.9"),
    (ChangeRequested, ("unit",), "annex.L.II.1"),
    (QuartersPlanned, ("unit",), "annex.H.1"),
    (TaxiElected, ("observed",), "annex.H.4"),
    (InstrumentDeposited, ("state",), "art.XVII.1"),
    (WithdrawalNotified, ("state",), "art.XV.2"),
)


def said_of(asked: Question, kind: type[F]) -> tuple[Said[F], ...]:
    """Return what the case says of one kind."""
    return cast("tuple[Said[F], ...]", tuple(asked.facts(kind)))


def day_of_flight(mission: Mission, asked: Question) -> date:
    """Return the day a mission arrives by its notice; the day asked where nobody notified."""
    notice = mission.notice
    return day_of(notice.intention.estimated_arrival if notice else asked.at)


def of_use(asked: Question) -> Iterator[Judged]:
    """Judge distributions, transfers, new splits, and what each mission uses.

    Treaty: art.III.I (QTA-2, QTA-4, QTA-6, QTA-7, QTA-10, QTA-11, QTA-12, QTA-14).
    """
    held, readings = asked.as_of, asked.readings
    for adopted in said_of(asked, DistributionAdopted):
        named = (d for d in held.quotas.distributions if d.basis == adopted.ref)
        for distribution in named:
            yield Judged(distribution.name, tuple(_distributed(asked, distribution)))
    for transfer in said_of(asked, ActiveTransferred):
        fact = transfer.fact
        units = held.parties.units_on(date(fact.year, 1, 1))
        found = transfer_findings(transfer, held.quotas, held.uses, units, readings=readings)
        yield Judged(f"{fact.giver} to {fact.receiver} over {fact.observed} {fact.year}", found)
    for split in said_of(asked, SharesRedistributed):
        units = held.parties.units_on(day_of(split.time))
        found = split_findings(split, held.quotas, units)
        yield Judged(f"{split.fact.group} {split.fact.year}", found)
    for mission in asked.missions:
        if mission.notice is not None:
            yield Judged(mission.key, tuple(_of_mission(asked, mission)))


def _distributed(asked: Question, one: Distribution) -> Iterator[Finding]:
    quotas, readings = asked.as_of.quotas, asked.readings
    ended = CAP_SHARE.until is not None and one.since >= CAP_SHARE.until
    for unit in one.units:
        yield active_ceiling(quotas, one, unit)
        if one.over(unit) and ended:
            yield full_quota(quotas, unit, one.since, one.over(unit))
            scaled = proportional(quotas, one, unit)
            if scaled is not None:
                yield scaled
        elif one.over(unit):
            yield phase_in_cap(quotas, one, unit, readings=readings)
    for pair in dict.fromkeys((s.observing, s.observed) for s in one.shares):
        yield half_rule(quotas, one, pair, one.flights(*pair), readings=readings)
        yield mirror_right(one, pair, readings=readings)


def _of_mission(asked: Question, mission: Mission) -> Iterator[Finding]:
    held, day, pair = asked.as_of, day_of(asked.at), (mission.observing, mission.observed)
    yield from quota_year(mission, asked.readings)
    flown = day_of_flight(mission, asked)
    distribution = held.quotas_in(flown).distribution_on(flown)
    if distribution is not None:
        yield mirror_right(distribution, pair, readings=asked.readings)
    if any(one.fact.mission == mission.key for one in held.uses.outside):
        said = held.uses.outside_kinds(mission.key, pair, held.parties.units_on(day))
        yield not_counted(mission.key, said, held.debits_on(day), pair)


def of_groups(asked: Question) -> Iterator[Judged]:
    """Judge notices about groups, groups formed, flights over several members, and their quotas.

    Treaty: art.III.II, art.XIV (GRP-1, GRP-2, GRP-4 to GRP-11, GRP-14, GEO-14).
    """
    parties = asked.as_of.parties
    notices = [said.fact for said in said_of(asked, GroupChangeNotified)]
    for notice in notices:
        yield Judged(notice.group, group_notice_findings(notice, parties))
    signed = min(row.formed for row in asked.as_of.regime.groups)
    for formed in said_of(asked, GroupFormed):
        group = parties.groups.named(formed.fact.group, formed.fact.on)
        if group is not None:
            yield Judged(group.code, formed_findings(group, notices, signed))
    yield from _quotas_of_groups(asked, notices)
    yield from _over_members(asked)
    for group in parties.groups.every:
        if group.stands(day_of(asked.at), parties.members_on(day_of(asked.at))):
            yield from _of_group(asked, group)


def _quotas_of_groups(asked: Question, notices: list[GroupChangeNotified]) -> Iterator[Judged]:
    """Judge from when quotas said for a group with common quotas hold (GRP-11)."""
    reviews = tuple(said.fact.on for said in said_of(asked, ReviewOpened))
    since = [(said.fact.unit, said.fact.since) for said in said_of(asked, PassiveAllocated)]
    for adopted in said_of(asked, DistributionAdopted):
        units = dict.fromkeys(s.observing for s in adopted.fact.shares)
        since += [(unit, adopted.fact.since) for unit in units]
    common = GroupKind.COMMON_QUOTAS
    for notice in notices:
        before = asked.as_of.parties.groups.named(notice.group, notice.on)
        if common not in {notice.kind, before.kind if before else None}:
            continue
        days = sorted({day for unit, day in since if unit == notice.group and day >= notice.on})
        if found := tuple(quotas_follow(notice, day, reviews) for day in days):
            yield Judged(notice.group, found)


def _over_members(asked: Question) -> Iterator[Judged]:
    held = asked.as_of
    days = {mission.key: day_of_flight(mission, asked) for mission in asked.missions}
    for said in said_of(asked, MembersOverflown):
        fact = said.fact
        day = days.get(fact.mission, day_of(said.time))
        group = held.parties.groups.named(fact.group, day)
        if group is None or not group.stands(day, held.parties.members_on(day)):
            continue
        found = member_routes(fact, group.kind, held.airfields, day)
        if group.kind is GroupKind.SHARED_ACTIVE:
            found = (members_counted(fact), *found)
        yield Judged(fact.mission, found)


def _of_group(asked: Question, group: Group) -> Iterator[Judged]:
    """Judge third States over a group with shared quotas, or the quotas it has in common.

    Only where the case itself has to do with the group.
    """
    held, day = asked.as_of, day_of(asked.at)
    quotas = held.quotas_in(day)
    distribution = quotas.distribution_on(day)
    if distribution is None:
        return
    if group.kind is GroupKind.COMMON_QUOTAS:
        adopted = [s for s in asked.facts(DistributionAdopted, GroupFormed) if s.time <= asked.at]
        if adopted:
            members = held.parties.states_of(group.code, day)
            yield Judged(group.code, common_quotas(quotas, distribution, group.code, members))
    elif group.kind is GroupKind.SHARED_ACTIVE:
        debits = [d for d in held.debits_on(day) if d.year == day.year]
        flown = Counter((d.observing, d.observed) for d in debits for _ in range(d.active))
        thirds = {one for one, other in flown if other in group.members} - {*group.members}
        for third in sorted(thirds):
            over = {member: flown[third, member] for member in group.members}
            found = third_state(quotas, distribution, third, over, readings=asked.readings)
            yield Judged(f"{third} over {group.code} {day.year}", found)


def of_one_party(asked: Question) -> Iterator[Judged]:
    """Judge whether States deemed one State Party act as one where the text has them do so.

    Treaty: art.XIV.1 (GRP-13).
    """
    parties = asked.as_of.parties
    for mission in asked.missions:
        for unit in (mission.observing, mission.observed):
            day = day_of_flight(mission, asked)
            if found := one_party_findings(unit, "art.VI.I.5", day, parties):
                yield Judged(mission.key, found)
    for kind, members, provision in _ACTS:
        for said in asked.facts(kind):
            for member in members:
                unit, day = getattr(said.fact, member), day_of(said.time)
                if found := one_party_findings(unit, provision, day, parties):
                    yield Judged(unit, found)


def of_aircraft(asked: Question) -> Iterator[Judged]:
    """Judge the aircraft named for a mission: who may supply it, its range, whom it carries.

    Treaty: art.VI.I.1, art.VI.I.2, art.V.5 (TAX-1, TAX-4, TAX-6).
    """
    missions = {mission.key: mission for mission in asked.missions}
    register: list[AircraftDesignated | AircraftRemoved] = []
    register += [said.fact for said in said_of(asked, AircraftDesignated)]
    register += [said.fact for said in said_of(asked, AircraftRemoved)]
    for said in said_of(asked, AircraftSupplied):
        mission = missions.get(said.fact.mission)
        if mission is None or mission.notice is None:
            continue
        pair = {Role.OBSERVING: mission.observing, Role.OBSERVED: mission.observed}
        found = supply_findings(
            from_register(said.fact, register),
            pair,
            mission.supplier,
            distance_km=mission.notice.intention.flight_distance_km,
            on=day_of_flight(mission, asked),
        )
        yield Judged(mission.key, found)


def of_silence(asked: Question) -> Iterator[Judged]:
    """Judge what Parties draw from silence (CLK-5)."""
    for said in said_of(asked, DefaultClaimed):
        yield Judged(said.fact.mission or said.party, (silence_finding(said.fact),))
