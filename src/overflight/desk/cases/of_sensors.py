"""What a case says of sensors, judged: certifications, packages, what missions carry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from overflight.deadlines import day_of
from overflight.desk.cases.question import Judged, Question
from overflight.missions import Role
from overflight.record import Said
from overflight.sensors import (
    PackageCarried,
    SensorFact,
    SensorsAsked,
    fold_sensors,
    judge_sensors,
)

__all__ = ["of_sensors"]


def of_sensors(asked: Question) -> Iterator[Judged]:
    """Judge certifications, packages and sensors aboard.

    Whether the observed Party supplies the aircraft of a mission the mission itself says, where it
    is on record.

    Treaty: art.IV, art.IX.I.1, Annex D (SEN, RES, CRT, PFI-5, TAX-3).
    """
    every = cast("list[Said[SensorFact]]", list(asked.facts(SensorFact)))
    if not every:
        return
    day = day_of(asked.at)
    parties = frozenset(asked.as_of.parties.members_on(day))
    depositaries = asked.as_of.regime.depositaries
    supplied = [_supplied(said, asked) for said in every]
    record = fold_sensors(supplied, depositaries=depositaries)
    for subject, findings in judge_sensors(record, SensorsAsked(asked.at, asked.readings, parties)):
        if findings:
            yield Judged(subject, findings)


def _supplied(said: Said[SensorFact], asked: Question) -> Said[SensorFact]:
    fact = said.fact
    if not isinstance(fact, PackageCarried):
        return said
    theirs = any(
        mission.key == fact.mission and mission.supplier is Role.OBSERVED
        for mission in asked.missions
    )
    return replace(said, fact=replace(fact, taxi=fact.taxi or theirs))
