"""Judge a case: everything every chapter has to say of it, at an instant, under each view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from overflight.deadlines import Instant, day_of
from overflight.desk.as_of import AsOf, code_of, fold_as_of
from overflight.desk.asking import asked_of_people
from overflight.desk.cases.case_files import Case
from overflight.desk.cases.case_forms import (
    CaseAnswer,
    CaseSubject,
    MissionState,
    QuotaRow,
    ViewAnswer,
)
from overflight.desk.cases.judges import JUDGES, Judge, Judged, Question
from overflight.desk.founding_facts import founding_said
from overflight.desk.own_regimes import tongue_of
from overflight.desk.plans import Lands
from overflight.errors import UsageError
from overflight.missions import docket, finding_forms, quota_entry
from overflight.treaty import (
    Finding,
    Outcome,
    Readings,
    Regime,
    contested_findings,
    overall,
    regime_named,
    worst_first,
)

__all__ = ["ALL", "CaseAsked", "judge_case"]

ALL = "all"


@dataclass(frozen=True, slots=True)
class CaseAsked:
    """How a case is to be judged; what is not given is taken from the case itself.

    Args:
        at: The instant.
        readings: Readings of open points.
        views: Codes of Parties, or ``all``.
        lands: Maps at hand.
        law: The regime.
    """

    at: Instant | None = None
    readings: Mapping[str, str] | None = None
    views: tuple[str, ...] = ()
    lands: Lands = field(default_factory=Lands)
    law: Regime | None = None


Judgements = tuple[tuple[str, Judged], ...]


def judge_case(case: Case, asked: CaseAsked, *, source: str) -> CaseAnswer:
    """Judge a case.

    Args:
        case: The case.
        asked: At which instant, under which readings and views.
        source: Where its statements stand, for the answer.

    Raises:
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
    question = _question(case, chosen, _Ground(at, asked.lands, law, source))
    judged = _judged(question)
    views = tuple(_views(case, asked, question))
    named = {view: _findings(seen) for view, (seen, _) in views}
    told = {"the readings asked": _findings(judged), **named}
    contested = contested_findings(told) if views else ()
    outcomes = [overall(_findings(judged)), *(overall(f) for f in named.values())]
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
        missions=_missions(question),
        docket=due if tongue is None else tongue.docket(due),
        quotas=tuple(_quotas(question)),
        subjects=_subjects(judged),
        asked=asked_of_people(question.said, law),
        views=tuple(
            ViewAnswer(view, overall(_findings(seen)), _subjects(seen)) for view, (seen, _) in views
        ),
        contested=finding_forms(contested),
        outcome=Outcome.CONTESTED if len(set(outcomes)) > 1 else outcomes[0],
    )


@dataclass(frozen=True, slots=True)
class _Ground:
    """What all views of a case share: the instant, the maps, the regime, the source."""

    at: Instant
    lands: Lands
    law: Regime
    source: str


def _question(case: Case, chosen: Readings, on: _Ground) -> Question:
    said = tuple(s for s in case.said if s.time <= on.at)
    founding = founding_said(on.law) if case.head.founding else ()
    held = fold_as_of((*founding, *said), source=on.source, regime=on.law, readings=chosen)
    return Question(said, replace(held, quiet=case.quiet), on.at, on.lands)


def _judged(question: Question) -> Judgements:
    """Return what every chapter answers, once for each of its subjects."""
    merged: dict[tuple[str, str], Judged] = {}
    for chapter, judge in JUDGES.items():
        for row in _answered(chapter, judge, question):
            known = merged.get((chapter, row.subject), Judged(row.subject, ()))
            findings = tuple(dict.fromkeys((*known.findings, *row.findings)))
            to_come = (*known.to_come, *row.to_come)
            merged[chapter, row.subject] = Judged(row.subject, findings, to_come)
    return tuple((chapter, row) for (chapter, _), row in merged.items())


def _answered(chapter: str, judge: Judge, question: Question) -> Iterable[Judged]:
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


def _findings(judged: Judgements) -> tuple[Finding, ...]:
    return tuple(finding for _, row in judged for finding in row.findings)


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


def _views(
    case: Case, asked: CaseAsked, question: Question
) -> Iterable[tuple[str, tuple[Judgements, Readings]]]:
    """Yield what each view answers; Parties that read the text alike share one."""
    wanted = asked.views or case.head.views
    if not wanted:
        return
    day = day_of(question.at)
    held = question.as_of
    everybody = held.parties.members_on(day) if ALL in wanted else _codes(wanted, held.regime)
    alike: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for party in everybody:
        readings = _readings_of(held, party, question)
        alike.setdefault(tuple(sorted(readings.items())), []).append(party)
    for key, parties in alike.items():
        chosen = Readings(held.readings.offered, dict(key))
        ground = _Ground(question.at, question.lands, held.regime, held.source)
        seen = _question(case, chosen, ground)
        yield f"the readings of {', '.join(parties)}", (_judged(seen), chosen)


def _readings_of(held: AsOf, party: str, question: Question) -> Mapping[str, str]:
    """Return the readings of a Party: those it has stated, over those asked."""
    day, tongue = day_of(question.at), tongue_of(held.regime)
    if tongue is None:
        return {**question.readings.chosen, **held.view_of(party, day).readings.chosen}
    offered = {point: entry.reading for point, entry in held.regime.open_points.items()}
    view = held.chronicle.view_of(party, day, offered)
    stated = tongue.stated(view.readings.chosen)
    return {**question.readings.chosen, **stated}


def _codes(wanted: Sequence[str], law: Regime) -> tuple[str, ...]:
    return tuple(code_of(text, law, where="view") for text in wanted)


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
    day = day_of(question.at)
    pairs: Sequence[tuple[str, str]] = tuple(
        dict.fromkeys((m.observing, m.observed) for m in question.missions)
    )
    for pair in pairs:
        left = question.as_of.balance_on(*pair, day)
        yield QuotaRow(*pair, left.year, left.distributed, left.used, left.remaining)
