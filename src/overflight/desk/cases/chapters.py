"""Put a case to every chapter: the question under one set of readings, and what each answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from overflight.commission import SessionFact
from overflight.deadlines import Instant
from overflight.desk.cases.case_files import Case
from overflight.desk.cases.judges import JUDGES, Judge, Judged, Question
from overflight.desk.held.as_of import fold_as_of
from overflight.desk.held.own_regimes import tongue_of
from overflight.desk.planning.plans import Lands
from overflight.membership import GroupChangeNotified, GroupFormed
from overflight.missions import DESIGNATION_KINDS, PEOPLE_KINDS, SUPPLY_KINDS
from overflight.notifications import NoticeGiven
from overflight.quotas import MembersOverflown, SharesRedistributed, YearFact
from overflight.record import Said
from overflight.sensors import KINDS as SENSOR_KINDS
from overflight.treaty import Finding, Readings, Regime

__all__ = [
    "Ground",
    "Judgements",
    "answered",
    "findings_of",
    "judged_by_all",
    "question_of",
    "unbound_by",
]

Judgements = tuple[tuple[str, Judged], ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """What all views of a case share: the instant, the maps, the regime, founding facts, source."""

    at: Instant
    lands: Lands
    law: Regime
    source: str
    founding: tuple[Said[object], ...] = ()


def question_of(case: Case, chosen: Readings, on: Ground) -> Question:
    """Return a case as it stands at an instant, under some readings."""
    said = tuple(s for s in case.said if s.time <= on.at)
    held = fold_as_of((*on.founding, *said), source=on.source, regime=on.law, readings=chosen)
    return Question(said, replace(held, quiet=case.quiet), on.at, on.lands)


def judged_by_all(question: Question) -> Judgements:
    """Return what every chapter answers, once for each of its subjects."""
    merged: dict[tuple[str, str], Judged] = {}
    for chapter, judge in JUDGES.items():
        for row in answered(chapter, judge, question):
            known = merged.get((chapter, row.subject), Judged(row.subject, ()))
            findings = tuple(dict.fromkeys((*known.findings, *row.findings)))
            to_come = (*known.to_come, *row.to_come)
            merged[chapter, row.subject] = Judged(row.subject, findings, to_come)
    return tuple((chapter, row) for (chapter, _), row in merged.items())


# What the engine judges by the Treaty on Open Skies alone: facts of these kinds a regime of its own
# may hold, and no rule of it can be bound to.
_BY_THE_TREATY: Mapping[str, tuple[type, ...]] = MappingProxyType(
    {
        "certification and sensors": tuple(SENSOR_KINDS.values()),
        "personnel": tuple(PEOPLE_KINDS.values()),
        "groups": (GroupFormed, GroupChangeNotified, MembersOverflown, SharesRedistributed),
        "yearly cycle": YearFact.__args__,
        "designations": tuple(DESIGNATION_KINDS.values()),
        "aircraft supplied": tuple(SUPPLY_KINDS.values()),
        "Commission": SessionFact.__args__,
        "notices": (NoticeGiven,),
    }
)


def unbound_by(question: Question) -> tuple[str, ...]:
    """Return of what a case has facts that its regime, one of its own, cannot judge.

    They are kept and not judged, and that is said.
    """
    if not question.as_of.regime.own:
        return ()
    kinds = {type(said.fact) for said in question.said}
    return tuple(name for name, of in _BY_THE_TREATY.items() if kinds.intersection(of))


def answered(chapter: str, judge: Judge, question: Question) -> Iterator[Judged]:
    """Yield what a chapter answers; for a regime of its own what it binds, in its words."""
    tongue = tongue_of(question.as_of.regime)
    if tongue is None:
        yield from judge(question)
    elif chapter in tongue.chapters:
        for row in judge(question):
            findings = tongue.findings(chapter, row.findings)
            to_come = tongue.findings(chapter, row.to_come)
            if findings or to_come:
                yield Judged(row.subject, findings, to_come)


def findings_of(judged: Iterable[tuple[str, Judged]]) -> tuple[Finding, ...]:
    """Return the findings of all chapters."""
    return tuple(finding for _, row in judged for finding in row.findings)
