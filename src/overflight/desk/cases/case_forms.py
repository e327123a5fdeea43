"""The answer to a case as a document: states, docket, quotas, findings, and where views differ."""

from __future__ import annotations

from dataclasses import dataclass

from overflight.deadlines import Instant
from overflight.desk.asking import Asked
from overflight.desk.cases.case_files import NotCounted, Unread
from overflight.missions import DocketItem, FindingForm
from overflight.treaty import Outcome

__all__ = ["CaseAnswer", "CaseSubject", "MissionState", "QuotaRow", "ViewAnswer"]


@dataclass(frozen=True, slots=True)
class MissionState:
    """Where a mission stands.

    Args:
        mission: Mission key.
        observing: Unit of the observing Party.
        observed: Unit of the observed Party.
        state: State, code and word.
        quota: What it does to the quotas, as far as that is decided.
    """

    mission: str
    observing: str
    observed: str
    state: str
    quota: str


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """What is left of one unit's quota over another in the year of the instant.

    Args:
        observing: Unit that flies.
        observed: Unit flown over.
        year: Calendar year.
        distributed: Flights distributed to it; none where that is not known.
        used: Flights used.
        remaining: Flights left; none where that is not known.
    """

    observing: str
    observed: str
    year: int
    distributed: int
    used: int
    remaining: int


@dataclass(frozen=True, slots=True)
class CaseSubject:
    """What one chapter answers about one subject.

    Args:
        chapter: The chapter that judged.
        subject: Mission key, code of a State, or what else it is about.
        outcome: The gravest of the findings.
        findings: The findings, those broken first.
        to_come: What is not yet due: neither kept nor broken, and no part of the outcome.
    """

    chapter: str
    subject: str
    outcome: Outcome
    findings: tuple[FindingForm, ...]
    to_come: tuple[FindingForm, ...] = ()


@dataclass(frozen=True, slots=True)
class ViewAnswer:
    """The case under one view.

    Args:
        view: The Parties that see it so.
        outcome: Its gravest outcome.
        subjects: What the chapters answer under it.
    """

    view: str
    outcome: Outcome
    subjects: tuple[CaseSubject, ...]


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    """The answer to a case.

    Args:
        case: Its name.
        facts: Where the facts stand.
        ruleset: Hash of the rule set.
        at: The instant it was judged at.
        readings: Readings chosen against the default.
        statements: How many statements were judged; what lies after the instant is left out.
        unread: Statements of types this version does not know: kept, and not judged.
        not_counted: Signed entries that do not count: void, or contested by whose key signed them.
        unbound: Of what the case has facts that only the Treaty's own regime judges, where it asks
            another: kept, and not judged.
        missions: The missions.
        docket: What is due, the most urgent first.
        quotas: Quotas of the units concerned.
        subjects: What each chapter answers.
        asked: What rules leave to people, with the answers given; no part of the outcome.
        views: The same under the views asked for.
        contested: One finding for each rule that views answer differently.
        outcome: The gravest outcome.
    """

    case: str
    facts: str
    ruleset: str
    at: Instant
    readings: tuple[str, ...]
    statements: int
    unread: tuple[Unread, ...]
    not_counted: tuple[NotCounted, ...]
    unbound: tuple[str, ...]
    missions: tuple[MissionState, ...]
    docket: tuple[DocketItem, ...]
    quotas: tuple[QuotaRow, ...]
    subjects: tuple[CaseSubject, ...]
    asked: tuple[Asked, ...]
    views: tuple[ViewAnswer, ...]
    contested: tuple[FindingForm, ...]
    outcome: Outcome
