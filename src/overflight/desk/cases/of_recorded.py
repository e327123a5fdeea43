"""What a case records for rules that only record: held to its form, and to its time."""

from __future__ import annotations

from collections.abc import Iterator

from overflight.commission import first_session_finding
from overflight.deadlines import parse_day
from overflight.desk.asking import recorded_facts
from overflight.desk.cases.question import Judged, Question
from overflight.membership import provisional_end, provisional_finding
from overflight.treaty import FactRecorded, Finding, Outcome

__all__ = ["of_recorded"]


def of_recorded(asked: Question) -> Iterator[Judged]:
    """Hold the facts that rules only record to their forms, and those with a time to it.

    Treaty: annex.L.I.2 (OSC-11), art.XVIII.I.2 (MEM-14).
    """
    own = asked.as_of.regime.own
    for row in recorded_facts(asked.said, asked.as_of.regime):
        timed = row.finding.outcome is Outcome.KEPT and not own
        found = tuple(_timed(asked, row.fact)) if timed else ()
        yield Judged(row.fact.mission or row.party, (row.finding, *found))


def _timed(asked: Question, fact: FactRecorded) -> Iterator[Finding]:
    if fact.rule == "OSC-11":
        yield first_session_finding(parse_day(fact.stated["opened_on"]))
    elif fact.rule == "MEM-14":
        parties = asked.as_of.parties
        ends, states = provisional_end(), parties.states.values()
        by_then = [s.code for s in states if s.signed is not None and s.signed <= ends]
        yield provisional_finding(fact, by_then, parties.in_force)
