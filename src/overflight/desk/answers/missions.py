"""Answers of mission commands as documents: what an act did, a notice with its check."""

from __future__ import annotations

from dataclasses import dataclass

from overflight.desk.missions import Acted
from overflight.missions import FindingForm, finding_forms
from overflight.record import Reference
from overflight.treaty import Finding, Outcome, Refusal, overall

__all__ = ["ActAnswer", "NoticeAnswer", "act_answer", "notice_answer"]


@dataclass(frozen=True, slots=True)
class ActAnswer:
    """What an act did.

    Args:
        stands: The fact was said; otherwise nothing was.
        act: Statement type of the fact.
        findings: What it changed in the judgement of its mission; those that bar it first.
        ref: Where the statement stands.
        mission: Mission key.
        state: State of the mission after it.
    """

    stands: bool
    act: str
    findings: tuple[FindingForm, ...]
    ref: Reference | None = None
    mission: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class NoticeAnswer:
    """A notice or report as text, and whether it says what it must.

    Args:
        notice: Which: ``NTF-3``, ``NTF-6``, ``NTF-38``.
        text: The text.
        outcome: The gravest of the findings.
        findings: Each item the text of the Treaty asks for.
    """

    notice: str
    text: str
    outcome: Outcome
    findings: tuple[FindingForm, ...]


def act_answer(act: str, done: Acted | Refusal) -> ActAnswer:
    """Return what an act did as a document.

    Args:
        act: Statement type of the fact.
        done: What the desk returned.
    """
    findings = finding_forms(done.findings)
    if isinstance(done, Refusal):
        return ActAnswer(False, done.act, findings)
    return ActAnswer(True, act, findings, done.ref, done.mission.key, done.mission.state.label)


def notice_answer(notice: str, text: str, findings: tuple[Finding, ...]) -> NoticeAnswer:
    """Return a notice with its check as a document."""
    return NoticeAnswer(notice, text, overall(findings), finding_forms(findings))
