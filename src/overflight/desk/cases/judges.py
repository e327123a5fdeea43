"""Everything that judges a case: each chapter answers for what was said of its matters.

A judge takes the case as it stands at an instant and returns findings by subject (a mission, a
State, a quota); what it has nothing to say of, it leaves out. Judges never raise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from overflight.deadlines import day_of
from overflight.desk.cases.of_airfields import of_airfields, parties_of
from overflight.desk.cases.of_commission import of_commission, of_membership, of_notices
from overflight.desk.cases.of_data import of_data
from overflight.desk.cases.of_designations import of_designations
from overflight.desk.cases.of_people import of_people
from overflight.desk.cases.of_quotas_groups import (
    of_aircraft,
    of_groups,
    of_one_party,
    of_silence,
    of_use,
)
from overflight.desk.cases.of_recorded import of_recorded
from overflight.desk.cases.of_sensors import of_sensors
from overflight.desk.cases.of_year import arrives_in, of_year, quarters_told
from overflight.desk.cases.question import Judge, Judged, Question
from overflight.desk.held.quota_left import is_waiting, quota_left
from overflight.missions import (
    Mission,
    beside_earlier,
    judge_plan,
    quota_entry,
    transit_start,
    verdict_on,
)
from overflight.quotas import Balance
from overflight.treaty import Finding, GroupKind

__all__ = ["JUDGES", "Judge", "Judged", "Question", "balances_asked"]


def of_missions(asked: Question) -> Iterator[Judged]:
    """Judge the life of every mission: its clocks, its conduct, its grounds, others beside it."""
    told = quarters_told(asked)
    for mission in asked.missions:
        verdict = verdict_on(mission, asked.at, asked.readings)
        start = transit_start(mission, parties_of(asked, mission))
        found: tuple[Finding, ...] = (*verdict.findings, *start)
        if arrives_in(mission, told):  # the yearly cycle says whether it was elected in time
            found = tuple(finding for finding in found if finding.rule != "TAX-2")
        yield Judged(mission.key, found, verdict.to_come)
    for mission, overlap in beside_earlier(asked.missions):
        yield Judged(mission.key, (overlap,))


def of_plans(asked: Question) -> Iterator[Judged]:
    """Judge the newest mission plan of every mission, where the plan itself was said."""
    for subject, plan, around in asked.plans:
        laid = asked.laid(plan, around)  # claims it cannot apply are told by the view
        yield Judged(subject, judge_plan(plan, laid.around).findings)


def of_quotas(asked: Question) -> Iterator[Judged]:
    """Judge what missions take from the quotas of the two units, in the year of the flight."""
    for left in balances_asked(asked):
        if left.findings:
            yield Judged(f"{left.observing} over {left.observed} {left.year}", left.findings)
        for mission, found in _waiting(left, asked):
            yield Judged(mission.key, (found,))


def _waiting(left: Balance, asked: Question) -> Iterator[tuple[Mission, Finding]]:
    """Yield for each mission that waits for a flight of a quota whether one is left for it.

    Those notified before it come first. What is flown outside the quotas, or over several members
    of a group, takes nothing from this one.
    """
    uses, groups = asked.as_of.uses, asked.as_of.parties.groups
    beside = {said.fact.mission for said in uses.outside}
    beside |= {said.fact.mission for said in uses.overflown}
    reserved: list[str] = []
    for made, mission in asked.by_notice.get((left.observing, left.observed, left.year), ()):
        group = groups.named(mission.observed, day_of(made))
        own = group is not None and group.kind is GroupKind.SHARED_ACTIVE
        if own or mission.key in beside or not is_waiting(mission):
            continue
        yield mission, quota_left(left, reserved)
        reserved.append(mission.key)


def balances_asked(asked: Question) -> Iterator[Balance]:
    """Yield what is left of the quotas that the missions of a case use, each year by itself."""
    years: dict[int, dict[tuple[str, str], None]] = {}
    for mission in asked.missions:
        if mission.notice is not None:
            pairs = years.setdefault(quota_entry(mission).year, {})
            pairs[mission.observing, mission.observed] = None
    for year, pairs in years.items():
        yield from asked.as_of.balances_on(pairs, day_of(asked.at), year=year)


JUDGES: Mapping[str, Judge] = MappingProxyType(
    {
        "missions": of_missions,
        "plans": of_plans,
        "airfields": of_airfields,
        "quotas": of_quotas,
        "membership": of_membership,
        "commission": of_commission,
        "notices": of_notices,
        "recorded": of_recorded,
        "sensors": of_sensors,
        "use of quotas": of_use,
        "groups": of_groups,
        "one Party": of_one_party,
        "yearly cycle": of_year,
        "aircraft": of_aircraft,
        "silence": of_silence,
        "people": of_people,
        "designation": of_designations,
        "data": of_data,
    }
)
