"""Certifications and packages as they stand: a fold over what was said of them.

Nothing is dropped: of two statements of one kind by one Party the later stands for its answer, and
both are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from overflight.deadlines import day_of
from overflight.record import Said
from overflight.sensors.facts import (
    CertificationAgreed,
    CertificationFact,
    CertificationNotified,
    DisagreementSettled,
    NumbersDecided,
    ParticipantsNamed,
    PeriodDecided,
    ReportAnswered,
    Reported,
    ReportedSensor,
    SensorFact,
)
from overflight.sensors.facts_examined import MethodAdopted
from overflight.sensors.facts_packages import CategoryAdded

__all__ = ["Certification", "SensorRecord", "Standing", "fold_sensors"]

Fact = TypeVar("Fact", bound=SensorFact)


class Standing(StrEnum):
    """Where a certification stands."""

    UNDER_WAY = "under way"
    CERTIFIED = "deemed certified"
    NOT_ESTABLISHED = "a point is not established"
    DISPUTED = "participants do not agree on the report"
    REFUSED = "settled: not certified"


def _only(said: Iterable[Said[SensorFact]], kind: type[Fact]) -> tuple[Said[Fact], ...]:
    return tuple(s for s in said if isinstance(s.fact, kind))  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class Certification:
    """What was said of one certification.

    Args:
        key: Its key.
        said: Everything said of it, in order of time.
    """

    key: str
    said: tuple[Said[CertificationFact], ...]

    def every(self, kind: type[Fact]) -> tuple[Said[Fact], ...]:
        """Return all facts of a kind."""
        return _only(self.said, kind)

    def last(self, kind: type[Fact]) -> Said[Fact] | None:
        """Return the latest fact of a kind."""
        return next(iter(reversed(self.every(kind))), None)

    def by_party(self, kind: type[Fact]) -> Mapping[str, Said[Fact]]:
        """Return the latest fact of a kind of each Party."""
        return MappingProxyType({s.party: s for s in self.every(kind)})

    @property
    def certifying(self) -> str:
        """Return the certifying Party: who notified it first; empty without a notice."""
        return next((s.party for s in self.every(CertificationNotified)), "")

    @property
    def notice(self) -> Said[CertificationNotified] | None:
        """Return the notice it stands on: the latest of the certifying Party."""
        return self.by_party(CertificationNotified).get(self.certifying)

    @property
    def report(self) -> Said[Reported] | None:
        """Return its report: the latest of the certifying Party, or any where none is known."""
        if not self.certifying:
            return self.last(Reported)
        return self.by_party(Reported).get(self.certifying)

    @property
    def participants(self) -> Mapping[str, Said[ParticipantsNamed]]:
        """Return the States Parties that take part: those that named individuals."""
        named = self.by_party(ParticipantsNamed)
        return MappingProxyType({c: s for c, s in named.items() if s.fact.individuals > 0})

    @property
    def concerned(self) -> frozenset[str]:
        """Return the certifying Party and those that take part."""
        return frozenset({*self.participants, *((self.certifying,) if self.certifying else ())})

    def agreed(self, rule: str) -> Said[CertificationAgreed] | None:
        """Return the agreement that bears on a rule; each Party concerned says the same."""
        latest = {s.party: s for s in self.every(CertificationAgreed) if s.fact.rule == rule}
        amounts = {s.fact.amount for s in latest.values()}
        if not latest or len(amounts) > 1 or not self.concerned <= set(latest):
            return None
        return max(latest.values(), key=lambda s: s.fact.at)

    @property
    def settled(self) -> Said[DisagreementSettled] | None:
        """Return how a disagreement was settled: certifying and objecting Parties say the same.

        Treaty: annex.D.IV.5.
        """
        latest = self.by_party(DisagreementSettled)
        must = {*self.objecting, *((self.certifying,) if self.certifying else ())}
        same = {s.fact.certified for s in latest.values() if s.party in must}
        if not latest or len(same) != 1 or not must <= set(latest):
            return None
        return max((latest[party] for party in must), key=lambda s: s.fact.at)

    @property
    def objecting(self) -> tuple[str, ...]:
        """Return who does not agree to the report: participants and the certifying Party only.

        Treaty: annex.D.IV.3, annex.D.IV.5.
        """
        may = self.concerned
        answers = self.by_party(ReportAnswered).items()
        return tuple(sorted(c for c, s in answers if c in may and not s.fact.agrees))

    @property
    def standing(self) -> Standing:
        """Return where it stands.

        Treaty: annex.D.IV.4, annex.D.IV.5; CRT-19.
        """
        settled = self.settled
        if settled is not None:
            return Standing.CERTIFIED if settled.fact.certified else Standing.REFUSED
        if self.report is None:
            return Standing.UNDER_WAY
        if self.objecting:
            return Standing.DISPUTED
        whole = all(self.report.fact.established.values())
        return Standing.CERTIFIED if whole else Standing.NOT_ESTABLISHED

    @property
    def certified_on(self) -> date | None:
        """Return the day from which it is deemed certified."""
        if self.standing is not Standing.CERTIFIED:
            return None
        settled, report = self.settled, self.report
        done = settled or report
        return day_of(done.fact.at) if done else None

    def reported(self, sensor: str) -> ReportedSensor | None:
        """Return what its report says of a sensor."""
        every = self.report.fact.sensors if self.report else ()
        return next((one for one in every if one.sensor == sensor), None)


@dataclass(frozen=True, slots=True)
class SensorRecord:
    """Everything said of sensors.

    Args:
        said: Every fact of this chapter, in order of time.
        certifications: The certifications by key.
        unheard: What others than a Depositary say the Commission decided; kept, and not heeded.
        kinds: The same facts by kind.
        missions: Those that name a mission, by its key.
    """

    said: tuple[Said[SensorFact], ...]
    certifications: Mapping[str, Certification]
    unheard: tuple[Said[SensorFact], ...] = ()
    kinds: Mapping[type, tuple[Said[SensorFact], ...]] = field(default_factory=dict)
    missions: Mapping[str, tuple[Said[SensorFact], ...]] = field(default_factory=dict)

    def every(self, kind: type[Fact]) -> tuple[Said[Fact], ...]:
        """Return all facts of a kind."""
        return _only(self.kinds.get(kind, ()), kind)

    def of_mission(self, mission: str, kind: type[Fact]) -> tuple[Said[Fact], ...]:
        """Return all facts of a kind that name a mission."""
        return _only(self.missions.get(mission, ()), kind)

    def of_package(self, package: str) -> tuple[Certification, ...]:
        """Return the certifications of a package, the latest last."""
        return tuple(
            c for c in self.certifications.values() if c.notice and c.notice.fact.package == package
        )

    def certificate(self, package: str, on: date) -> Certification | None:
        """Return the certification a package rests on by a day: the latest deemed certified."""
        held = [c for c in self.of_package(package) if c.certified_on and c.certified_on <= on]
        return max(held, key=lambda c: c.certified_on or on) if held else None


# What the Commission decides; a Depositary puts it on record, as it does its other decisions.
_DECIDED = (NumbersDecided, PeriodDecided, CategoryAdded, MethodAdopted)


def fold_sensors(
    said: Iterable[Said[SensorFact]], *, depositaries: Iterable[str] = ()
) -> SensorRecord:
    """Return certifications and packages as they stand.

    Args:
        said: Facts of this chapter, in any order.
        depositaries: Codes of those whose word on the Commission's decisions counts; everybody's
            if not given.

    Treaty: Annex D; art.IV.
    """
    trusted = frozenset(depositaries)
    every = tuple(sorted(said, key=lambda s: (s.fact.at, s.time, s.ref)))
    heard: list[Said[SensorFact]] = []
    unheard: list[Said[SensorFact]] = []
    for one in every:
        strange = trusted and isinstance(one.fact, _DECIDED) and one.party not in trusted
        (unheard if strange else heard).append(one)
    by_key: dict[str, list[Said[CertificationFact]]] = {}
    for said_of in _only(heard, CertificationFact):
        by_key.setdefault(said_of.fact.certification, []).append(said_of)
    certifications = {key: Certification(key, tuple(facts)) for key, facts in by_key.items()}
    kinds: dict[type, list[Said[SensorFact]]] = {}
    missions: dict[str, list[Said[SensorFact]]] = {}
    for one in heard:
        kinds.setdefault(type(one.fact), []).append(one)
        mission = getattr(one.fact, "mission", "")
        if mission:
            missions.setdefault(mission, []).append(one)
    return SensorRecord(
        tuple(heard),
        MappingProxyType(certifications),
        tuple(unheard),
        MappingProxyType({kind: tuple(facts) for kind, facts in kinds.items()}),
        MappingProxyType({key: tuple(facts) for key, facts in missions.items()}),
    )
