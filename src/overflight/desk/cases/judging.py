"""Judge a case: everything every chapter has to say of it, at an instant, under each view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from overflight.deadlines import Instant
from overflight.desk.asking import asked_of_people
from overflight.desk.cases.case_files import Case
from overflight.desk.cases.case_forms import (
    CaseAnswer,
    CaseSubject,
    MissionState,
    QuotaRow,
    ViewAnswer,
)
from overflight.desk.cases.case_map import CaseMap
from overflight.desk.cases.chapters import (
    Ground,
    Judgements,
    findings_of,
    judged_by_all,
    question_of,
    unbound_by,
)
from overflight.desk.cases.judges import Question, balances_asked
from overflight.desk.cases.views import ALL, View, ViewsWanted, views_of
from overflight.desk.founding.facts import founding_said
from overflight.desk.held.own_regimes import tongue_of
from overflight.desk.planning.plans import Lands
from overflight.errors import UsageError
from overflight.missions import docket, finding_forms, quota_entry
from overflight.treaty import (
    Outcome,
    Regime,
    contested_findings,
    overall,
    regime_named,
    worst_first,
)

__all__ = ["ALL", "CaseAsked", "judge_case"]


@dataclass(frozen=True, slots=True)
class CaseAsked:
    """How a case is to be judged; what is not given is taken from the case itself.

    Args:
        at: The instant.
        readings: Readings of open points.
        views: Codes of Parties, or ``all``.
        reported: Let what is reported of a Party, and not said by it, into its view.
        lands: Maps at hand; a map drawn in the case stands in their place.
        law: The regime.
    """

    at: Instant | None = None
    readings: Mapping[str, str] | None = None
    views: tuple[str, ...] = ()
    reported: bool = False
    lands: Lands = field(default_factory=Lands)
    law: Regime | None = None


def judge_case(case: Case, asked: CaseAsked, *, source: str) -> CaseAnswer:
    """Judge a case.

    Args:
        case: The case.
        asked: At which instant, under which readings and views.
        source: Where its statements stand, for the answer.

    Raises:
        SourceError: The map drawn in it cannot be.
        UsageError: It asks for no instant and says nothing, or names an unknown reading or Party.
    """
    law = asked.law or regime_named(case.head.regime, where=f"{source}: regime")
    tongue = tongue_of(law)
    at = asked.at or case.at
    if at is None:
        raise UsageError(
            "E-CASE",
            where=source,
            expected="an instant, or a statement with one",
            found="neither",
            remedy='Add "at" to the case, or give --at.',
        )
    own = law.readings({**(case.head.readings or {}), **(asked.readings or {})})
    chosen = own if tongue is None else tongue.readings(own)
    founding = founding_said(law) if case.head.founding else ()
    lands = asked.lands
    if case.head.map is not None:
        lands = replace(lands, borders=CaseMap(case.head.map, source))
    on = Ground(at, lands.kept(), law, source, founding)
    question = question_of(case, chosen, on)
    judged = judged_by_all(question)
    wanted = asked.views or case.head.views
    seen = ViewsWanted(wanted, reported=asked.reported or case.head.reported)
    views = views_of(case, (question, judged), seen, on) if wanted else ()
    told = {"the readings asked": judged, **{view.name: view.judged for view in views}}
    named = {name: findings_of(each) for name, each in told.items()}
    due = docket(question.missions, at, chosen)
    return CaseAnswer(
        case=case.head.case,
        facts=source,
        ruleset=law.ruleset,
        at=at,
        readings=tuple(f"{p}={own.chosen[p]}" for p in sorted(own.chosen)),
        statements=len(question.said),
        unread=case.unread,
        not_counted=case.not_counted,
        unbound=unbound_by(question),
        missions=_missions(question),
        docket=due if tongue is None else tongue.docket(due),
        quotas=tuple(_quotas(question)),
        subjects=_subjects(judged),
        asked=asked_of_people(question.said, law),
        views=tuple(
            ViewAnswer(view.name, view.outcome, _subjects((*view.judged, *view.unapplied)))
            for view in views
        ),
        contested=finding_forms(contested_findings(named) if views else ()),
        outcome=_outcome({overall(findings) for findings in named.values()}, views),
    )


def _outcome(outcomes: set[Outcome], views: tuple[View, ...]) -> Outcome:
    """Return the outcome of all views, or that they differ; a claim not applied leaves it open."""
    if len(outcomes) > 1:
        return Outcome.CONTESTED
    (outcome,) = outcomes
    unapplied = any(view.unapplied for view in views)
    return Outcome.OPEN if unapplied and outcome is Outcome.KEPT else outcome


def _subjects(judged: Judgements) -> tuple[CaseSubject, ...]:
    return tuple(
        CaseSubject(
            chapter,
            row.subject,
            overall(row.findings),
            finding_forms(worst_first(row.findings)),
            finding_forms(row.to_come),
        )
        for chapter, row in judged
    )


def _missions(question: Question) -> tuple[MissionState, ...]:
    rows = []
    for mission in question.missions:
        entry = quota_entry(mission, question.readings)
        effect = "" if question.as_of.regime.own else entry.effect
        words = f"{entry.state.value} {effect}".strip()
        rows.append(
            MissionState(
                mission.key, mission.observing, mission.observed, mission.state.label, words
            )
        )
    return tuple(rows)


def _quotas(question: Question) -> Iterable[QuotaRow]:
    for left in balances_asked(question):
        pair = (left.observing, left.observed)
        yield QuotaRow(*pair, left.year, left.distributed, left.used, left.remaining)
