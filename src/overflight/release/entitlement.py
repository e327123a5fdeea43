"""Who may have which copy, when: every condition answered, with the statements it rests on.

What the text leaves open is *unsettled* and stays so until a joint decision settles it: a former
Party's request, a flight from before the requester's membership, the data of an uncounted flight,
an assurance demanded about passing data on. Nothing here settles them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from overflight.deadlines import day_of
from overflight.errors import UsageError
from overflight.record import cut_id
from overflight.release.cases import EntitlementCase
from overflight.release.conditions import ASKED, Reply
from overflight.release.results import (
    EntitlementOutcome,
    EntitlementResult,
    Place,
    RuleResult,
    Verdict,
)
from overflight.release.ruleset import CONDITIONS, Condition
from overflight.treaty import Finding, Outcome, ruleset_hash

__all__ = ["Answer", "Entitlement", "entitled"]

_NO_RECORD = cut_id(())  # the cut that holds no log


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one condition.

    Args:
        condition: The condition.
        verdict: Kept, broken or unsettled.
        says: One sentence for a person.
        basis: Where the statements stand that it rests on.
        points: The open points that leave it unsettled.
        claims: Views that oppose each other, who holds them and on what ground.
    """

    condition: Condition
    verdict: Verdict
    says: str
    basis: tuple[Place, ...] = ()
    points: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()

    @property
    def finding(self) -> Finding:
        """Return the answer in the form of every judgement."""
        outcome = {
            Verdict.KEPT: Outcome.KEPT,
            Verdict.BROKEN: Outcome.BROKEN,
            Verdict.UNSETTLED: Outcome.CONTESTED if self.claims else Outcome.OPEN,
        }[self.verdict]
        places = tuple(f"{place.o}#{place.i}" for place in self.basis)
        return Finding(
            rule=self.condition.rule,
            provision=self.condition.provision,
            outcome=outcome,
            says=self.says,
            consequence=_consequence(self),
            basis=(*places, *self.claims),
            readings=tuple(f"{point}=unsettled" for point in self.points),
        )


def _consequence(answer: Answer) -> str:
    if answer.verdict is Verdict.UNSETTLED:
        return "None stated; only a joint decision settles it."
    return answer.condition.mends if answer.verdict is Verdict.BROKEN else ""


@dataclass(frozen=True, slots=True)
class Entitlement:
    """The answer to a request, with everything it rests on.

    Args:
        answers: One for each condition, in the order of the rule set.
        cut: Id of the cut of the record.
        ruleset: Hash of the rule set, as the genesis document names it.
    """

    answers: tuple[Answer, ...]
    cut: str
    ruleset: str

    @property
    def barred(self) -> bool:
        """Return whether a condition of the right itself is broken."""
        return any(
            answer.verdict is Verdict.BROKEN and not answer.condition.practical
            for answer in self.answers
        )

    @property
    def outcome(self) -> EntitlementOutcome:
        """Return deny, unsettled or allow.

        Deny where the right itself fails; else unsettled where anything is; else deny, for now,
        where a copy cannot be sent; else allow.
        """
        verdicts = {answer.verdict for answer in self.answers}
        if self.barred:
            return EntitlementOutcome.DENY
        if Verdict.UNSETTLED in verdicts:
            return EntitlementOutcome.UNSETTLED
        if Verdict.BROKEN in verdicts:
            return EntitlementOutcome.DENY
        return EntitlementOutcome.ALLOW

    @property
    def result(self) -> EntitlementResult:
        """Return the form that a decision embeds."""
        rules = tuple(RuleResult(a.condition.id, a.verdict, a.basis) for a in self.answers)
        return EntitlementResult(self.outcome, rules, self.cut, self.ruleset)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return the answers as findings."""
        return tuple(answer.finding for answer in self.answers)


def _settle(condition: Condition, said: Reply, case: EntitlementCase) -> Reply:
    """Apply joint decisions in force to an unsettled answer, and to no other."""
    day = day_of(case.at)
    decisions = [
        decision
        for decision in case.decisions
        if decision.question == condition.id
        and decision.since <= day
        and (decision.until is None or day < decision.until)
    ]
    verdicts = {decision.verdict for decision in decisions}
    if said.verdict is not Verdict.UNSETTLED or len(verdicts) != 1:
        return said
    names = ", ".join(decision.decision for decision in decisions)
    basis = (*said.basis, *(place for decision in decisions for place in decision.basis))
    return replace(
        said,
        verdict=verdicts.pop(),
        says=f"{said.says} Settled by joint decision {names}.",
        basis=basis,
        points=(),
        claims=(),
    )


def _check_decisions(case: EntitlementCase) -> None:
    known = {condition.id for condition in CONDITIONS}
    for decision in case.decisions:
        if decision.question not in known:
            raise UsageError(
                "E-DECISION",
                where=f"joint decision {decision.decision}",
                expected=f"one of {', '.join(sorted(known))}",
                found=decision.question,
                remedy="Name the condition that the decision settles.",
            )


def entitled(case: EntitlementCase) -> Entitlement:
    """Return whether the requester is entitled to the copies it asks for.

    Args:
        case: Everything the answer rests on; nothing else is looked at.

    Raises:
        UsageError: A joint decision names a condition that does not exist.

    Treaty: art.IX.IV.1, art.VIII.II.6, art.IX.I.3, art.IX.I.4; trust.md section 13.
    """
    _check_decisions(case)
    answers: list[Answer] = []
    for condition, ask in zip(CONDITIONS, ASKED, strict=True):
        said = _settle(condition, ask(case), case)
        basis = tuple(sorted(set(said.basis)))
        answers.append(Answer(condition, said.verdict, said.says, basis, said.points, said.claims))
    return Entitlement(tuple(answers), case.cut or _NO_RECORD, ruleset_hash())
