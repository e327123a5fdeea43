"""Everything that can be said about sensors: the kinds of fact, by statement type."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from overflight.sensors.facts import (
    CertificationAgreed,
    CertificationNotified,
    DisagreementSettled,
    DossierGiven,
    NumbersDecided,
    PapersGiven,
    ParticipantsNamed,
    ParticipationIntended,
    PeriodDecided,
    ReportAnswered,
    Reported,
    SensorFact,
)
from overflight.sensors.facts_examined import (
    EquipmentListed,
    GroundExamined,
    InFlightExamined,
    MethodAdopted,
    ResolutionRead,
    TargetDescribed,
)
from overflight.sensors.facts_packages import (
    CategoryAdded,
    ChangeNotified,
    ConcernNotified,
    HeightReplaced,
    PackageCarried,
    SensorDescribed,
)

__all__ = ["KINDS"]

KINDS: Mapping[str, type[SensorFact]] = MappingProxyType(
    {
        "sensors.described/1": SensorDescribed,
        "sensors.change-notified/1": ChangeNotified,
        "sensors.concern-notified/1": ConcernNotified,
        "sensors.category-added/1": CategoryAdded,
        "sensors.method-adopted/1": MethodAdopted,
        "sensors.certification-notified/1": CertificationNotified,
        "sensors.participation-intended/1": ParticipationIntended,
        "sensors.numbers-decided/1": NumbersDecided,
        "sensors.period-decided/1": PeriodDecided,
        "sensors.participants-named/1": ParticipantsNamed,
        "sensors.dossier-given/1": DossierGiven,
        "sensors.papers-given/1": PapersGiven,
        "sensors.equipment-listed/1": EquipmentListed,
        "sensors.certification-agreed/1": CertificationAgreed,
        "sensors.target-described/1": TargetDescribed,
        "sensors.ground-examined/1": GroundExamined,
        "sensors.examined-in-flight/1": InFlightExamined,
        "sensors.resolution-read/1": ResolutionRead,
        "sensors.certification-reported/1": Reported,
        "sensors.report-answered/1": ReportAnswered,
        "sensors.disagreement-settled/1": DisagreementSettled,
        "sensors.package-carried/1": PackageCarried,
        "sensors.height-replaced/1": HeightReplaced,
    }
)
