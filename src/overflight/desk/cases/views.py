"""A case as Parties see it: each with its readings, its claims, the airfields it contests.

Parties that see a case alike share one view. A claim that bears on a plan and cannot be applied
exactly is named in an *open* finding of its view and makes no rule contested.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from overflight.commission import Claim
from overflight.deadlines import day_of
from overflight.desk.cases.case_files import Case, DrawnLine
from overflight.desk.cases.case_map import border_line
from overflight.desk.cases.chapters import (
    Ground,
    Judgements,
    answered,
    findings_of,
    judged_by_all,
    question_of,
)
from overflight.desk.cases.judges import JUDGES, Judged, Question
from overflight.desk.commission.claim_views import ALL, Laid, ViewsAsked, view_name
from overflight.desk.held.as_of import AsOf, code_of
from overflight.desk.held.own_regimes import tongue_of
from overflight.missions import Borders
from overflight.treaty import Outcome, Readings, Regime, overall

__all__ = ["ALL", "View", "ViewsWanted", "views_of"]

_PLANS = "plans"
_CLAIMS = "claims"
_POINTS = 2  # that make a line
_READINGS = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class View:
    """A case under one view.

    Args:
        name: Whose view, and the claims that make it.
        judged: What the chapters answer.
        unapplied: Open findings for claims that cannot be applied exactly.
    """

    name: str
    judged: Judgements
    unapplied: Judgements = ()

    @property
    def outcome(self) -> Outcome:
        """Return the gravest outcome."""
        return overall(findings_of((*self.judged, *self.unapplied)))


@dataclass(frozen=True, slots=True)
class ViewsWanted:
    """Whose views are asked.

    Args:
        parties: Codes of Parties, or ``all`` for every Party of the day.
        reported: Let what is reported of a Party, and not said by it, into its view.
    """

    parties: Sequence[str]
    reported: bool = False


def views_of(
    case: Case, asked: tuple[Question, Judgements], wanted: ViewsWanted, on: Ground
) -> tuple[View, ...]:
    """Return what the views asked for answer.

    Args:
        case: The case.
        asked: It under the readings asked, nobody's claims, and what the chapters answer to that.
        wanted: Whose views.
        on: What all views share.

    Raises:
        UsageError: A code is not of the regime.
        SourceError: A line that the case draws is none.
    """
    question, judged = asked
    day, held = day_of(question.at), question.as_of
    named = wanted.parties
    everybody = held.parties.members_on(day) if ALL in named else _codes(named, held.regime)
    lines = _lines(case.head.lines or {}, held.source)
    claims = ViewsAsked(everybody, wanted.reported, lines)
    alike: dict[tuple[_READINGS, tuple[str, ...]], list[str]] = {}
    seen: dict[tuple[_READINGS, tuple[str, ...]], _Seen] = {}
    known: dict[_READINGS, tuple[Question, Judgements]] = {
        tuple(sorted(question.readings.chosen.items())): (question, judged)
    }
    for party in everybody:
        readings = tuple(sorted(_readings_of(held, party, question).items()))
        if readings not in known:
            chosen = Readings(held.readings.offered, dict(readings))
            other = question_of(case, chosen, on)
            known[readings] = other, judged_by_all(other)
        found = _seen(known[readings][0].seen_by(party, claims))
        alike.setdefault((readings, found.names), []).append(party)
        seen.setdefault((readings, found.names), found)
    return tuple(_view(seen[key], known[key[0]][1], parties) for key, parties in alike.items())


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one Party sees: the question with its claims, and each plan as they lay it."""

    question: Question
    laid: tuple[tuple[str, Laid], ...]

    @property
    def applied(self) -> tuple[Claim, ...]:
        return tuple(claim for _, laid in self.laid for claim in laid.applied)

    @property
    def names(self) -> tuple[str, ...]:
        """Return what tells this view from others: claims applied, and claims only named."""
        unapplied = (f.basis[0] for _, laid in self.laid for f in laid.findings)
        return (*(name for _, laid in self.laid for name in laid.names), *unapplied)


def _seen(question: Question) -> _Seen:
    laid = ((subject, question.laid(plan, around)) for subject, plan, around in question.plans)
    return _Seen(question, tuple(laid))


def _view(seen: _Seen, judged: Judgements, parties: Iterable[str]) -> View:
    """Return a view; the plans are judged anew where claims bear on them."""
    name = view_name(parties, tuple(dict.fromkeys(seen.applied)))
    unapplied = tuple(
        (_CLAIMS, Judged(subject, laid.findings)) for subject, laid in seen.laid if laid.findings
    )
    if not seen.applied:
        return View(name, judged, unapplied)
    anew = {r.subject: r for r in answered(_PLANS, JUDGES[_PLANS], seen.question)}
    rows = tuple((ch, anew[r.subject] if ch == _PLANS else r) for ch, r in judged)
    return View(name, rows, unapplied)


def _readings_of(held: AsOf, party: str, question: Question) -> Mapping[str, str]:
    """Return the readings of a Party: those it has stated, over those asked."""
    day, tongue = day_of(question.at), tongue_of(held.regime)
    if tongue is None:
        return {**question.readings.chosen, **held.view_of(party, day).readings.chosen}
    offered = {point: entry.reading for point, entry in held.regime.open_points.items()}
    view = held.chronicle.view_of(party, day, offered)
    return {**question.readings.chosen, **tongue.stated(view.readings.chosen)}


def _codes(wanted: Sequence[str], law: Regime) -> tuple[str, ...]:
    return tuple(code_of(text, law, where="view") for text in wanted)


def _lines(drawn: Mapping[str, tuple[DrawnLine, ...]], source: str) -> Mapping[str, Borders]:
    return {
        party: Borders(
            tuple(
                border_line(line, f"{source}: lines.{party}[{n}]") for n, line in enumerate(lines)
            ),
            "; ".join(dict.fromkeys(line.source for line in lines if line.source)) or source,
        )
        for party, lines in drawn.items()
    }
