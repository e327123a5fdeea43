"""Everything the rules answer about the Commission's work, by session, year and proposal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from overflight.commission.proceedings import Proceedings
from overflight.commission.rules import (
    chair_findings,
    consensus_finding,
    extraordinary_finding,
    length_finding,
    subject_finding,
    year_findings,
)
from overflight.deadlines import Instant, day_of
from overflight.treaty import Finding, Readings

__all__ = ["judge_commission"]


def judge_commission(
    proceedings: Proceedings,
    at: Instant,
    readings: Readings,
    members_on: Callable[[date], tuple[str, ...]],
) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """Yield a subject and what the rules answer about it.

    Args:
        proceedings: The proceedings.
        at: The instant it is judged at.
        readings: Readings of open points.
        members_on: Returns the States Parties on a day.

    Treaty: art.X.2 (OSC-2), art.X.5 (OSC-5), annex.L.I.3 to annex.L.I.5 (OSC-6, OSC-7, OSC-8).
    """
    day = day_of(at)
    for session in proceedings.sessions:
        told = (length_finding(session), extraordinary_finding(session, day))
        found = tuple(finding for finding in told if finding is not None)
        if found:
            yield f"session {session.name}", found
    for subject, findings in (
        ("sessions", tuple(year_findings(proceedings, day))),
        ("chair", tuple(chair_findings(proceedings, members_on, readings))),
    ):
        if findings:
            yield subject, findings
    for proposal in proceedings.proposals:
        consensus = consensus_finding(proposal, at, members_on)
        yield proposal.fact.proposal, (consensus, subject_finding(proposal))
