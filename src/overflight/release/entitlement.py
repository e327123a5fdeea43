"""Who may have which copy, when: every condition answered, with the statements it rests on.

What the text leaves open is *unsettled* and stays so until a joint decision settles it: a former
Party's request, a flight from before the requester's membership, the data of an uncounted flight,
an assurance demanded about passing data on. Nothing here settles them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from overflight.deadlines import day_of
from overflight.errors import UsageError
from overflight.record import cut_id
from overflight.release.cases import Demand, EntitlementCase, FlightCount
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


@dataclass(frozen=True, slots=True)
class _Said:
    """What a condition found, before it is joined with its place in the rule set."""

    verdict: Verdict
    says: str
    basis: tuple[Place, ...] = ()
    points: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


def _kept(says: str, *basis: Place) -> _Said:
    return _Said(Verdict.KEPT, says, basis)


def _broken(says: str, *basis: Place) -> _Said:
    return _Said(Verdict.BROKEN, says, basis)


def _unsettled(points: tuple[str, ...], says: str, *basis: Place) -> _Said:
    return _Said(Verdict.UNSETTLED, says, basis, points)


def _requester(case: EntitlementCase) -> _Said:
    """Answer DAT-14/requester; a Party that left is AMB-28, open."""
    who = case.request.requester
    asked, judged = case.request.asked_on, day_of(case.at)
    spans = [span for span in case.membership if span.party == who]
    basis = [place for span in spans for place in span.basis]
    if all(any(span.covers(day) for span in spans) for day in (asked, judged)):
        return _kept(f"{who} is a State Party on {asked} and on {judged}.", *basis)
    if any(span.since <= asked for span in spans):
        return _unsettled(
            ("AMB-28",),
            f"{who} has been a State Party but is not one on both {asked} and {judged}; the text "
            "does not say what becomes of its right to copies.",
            *basis,
        )
    return _broken(f"{who} is not a State Party on {asked}, and was not one before.", *basis)


def _at_flight(case: EntitlementCase) -> _Said:
    """Answer DAT-14/membership-at-flight; a flight from before membership is open."""
    who, day = case.request.requester, case.flight.flown_on
    spans = [span for span in case.membership if span.party == who]
    basis = (*case.flight.basis, *(place for span in spans for place in span.basis))
    if any(span.covers(day) for span in spans):
        return _kept(f"{who} was a State Party on {day}, the day of the flight.", *basis)
    return _unsettled(
        ("AMB-24",),
        f"{who} was not a State Party on {day}, the day of the flight; the text gives any State "
        "Party copies of data of a flight and does not say whether earlier flights are meant.",
        *basis,
    )


def _holder(case: EntitlementCase) -> _Said:
    """Answer MEM-9/holder: duties of a Party that left are open."""
    flight, day = case.flight, day_of(case.at)
    holders = {flight.observing, *flight.observing_members}
    spans = [span for span in case.membership if span.party in holders]
    basis = [place for span in spans for place in span.basis]
    if any(span.covers(day) for span in spans):
        return _kept(f"{flight.observing} is a State Party on {day}.", *basis)
    return _unsettled(
        ("AMB-28",),
        f"Nothing shows that {flight.observing}, which holds the data, is a State Party on {day}; "
        "the text does not say what becomes of the data of a Party that left.",
        *basis,
    )


def _fields(case: EntitlementCase) -> _Said:
    """Answer NTF-39/fields: (A) to (F) present and true of the flight."""
    fields, flight = case.request.fields, case.flight
    wrong = {
        "(A) observing Party": fields.observing != flight.observing,
        "(B) observed Party": fields.observed != flight.observed,
        "(C) day of the flight": fields.flown_on != flight.flown_on,
        "(D) sensor": not fields.sensor.strip(),
        "(E) portions": not fields.portions or not all(p.strip() for p in fields.portions),
        "(F) type and format": not fields.form.strip(),
    }
    missing = [name for name, is_wrong in wrong.items() if is_wrong]
    basis = (*case.request.basis, *flight.basis)
    if missing:
        return _broken(
            f"Missing or not those of flight {flight.flight}: {', '.join(missing)}.", *basis
        )
    return _kept("The request names (A) to (F), and they fit the flight.", *basis)


def _told(case: EntitlementCase) -> _Said:
    """Answer NTF-39/told: the observing Party is asked, the observed Party notified."""
    flight, told = case.flight, {*case.request.fields.told, case.request.requester}
    sides = {
        flight.observing: {flight.observing, *flight.observing_members},
        flight.observed: {flight.observed, *flight.observed_members},
    }
    everyone = "*" in told
    missing = [side for side, members in sides.items() if not (everyone or members & told)]
    if missing:
        return _broken(f"The request does not reach {' and '.join(missing)}.", *case.request.basis)
    says = f"{flight.observing} is asked and {flight.observed} is notified."
    return _kept(says, *case.request.basis)


_COUNTS = {
    FlightCount.NOT_COUNTED: (
        ("AMB-21",),
        (
            "The flight is not counted against both quotas, so the observing Party does not keep "
            "the data; the text does not say what becomes of them."
        ),
    ),
    FlightCount.CHOICE_OPEN: (
        ("AMB-32",),
        "The observing Party has not chosen whether the flight counts; no time limit is stated.",
    ),
    FlightCount.NOT_REGULATED: (
        ("AMB-17", "AMB-18", "AMB-19"),
        (
            "The flight ended in a way for which the text has no rule on quotas and data "
            "(QEF-20 to QEF-22)."
        ),
    ),
    FlightCount.EXTRAORDINARY: (
        (),
        (
            "An extraordinary flight: its data go to the organization or to the Commission "
            "(annex.L.III.2, annex.L.III.3); copies from the observing Party are not regulated."
        ),
    ),
    FlightCount.CONTESTED: (
        (),
        (
            "The Parties state different causes for the end of the flight, and the causes differ "
            "in whether it counts."
        ),
    ),
    FlightCount.NOT_STATED: (
        (),
        "Nothing on the record says whether the flight counts against both quotas.",
    ),
}


def _counted(case: EntitlementCase) -> _Said:
    """Answer QEF-0: the data follow the count."""
    count, basis = case.flight.count, case.flight.basis
    if count is FlightCount.COUNTED:
        return _kept("The flight is counted against both quotas.", *basis)
    if count is FlightCount.NOT_FLOWN:
        return _broken("No flight took place, so no data were collected.", *basis)
    points, says = _COUNTS[count]
    return _unsettled(points, says, *basis)


def _sealed(case: EntitlementCase) -> _Said:
    """Answer DAT-2: both sides sealed the same bytes."""
    flight = case.flight
    sides = (
        {flight.observing, *flight.observing_members},
        {flight.observed, *flight.observed_members},
    )
    seals = [seal for seal in case.seals if seal.party in sides[0] | sides[1]]
    basis = tuple(place for seal in seals for place in seal.basis)
    if len({seal.root for seal in seals}) > 1:
        return _unsettled(
            (),
            "The seals of the two sides differ; the text does not say which copy then counts.",
            *basis,
        )
    if all(any(seal.party in side for seal in seals) for side in sides):
        return _kept("Both sides sealed the medium with the same root.", *basis)
    return _broken("The medium is not sealed by both sides.", *basis)


def _demands(case: EntitlementCase) -> list[Demand]:
    """Return the demands on this requester that no assurance in force answers."""
    who = case.request.requester
    return [
        demand
        for demand in case.demands
        if demand.of in {"*", who}
        and demand.by != who
        and not any(answer.party == who and answer.in_force(case.at) for answer in demand.answers)
    ]


def _assurance(case: EntitlementCase) -> _Said:
    """Answer DAT-3/assurance: a demand the text neither grants nor bars stays open."""
    unmet = _demands(case)
    if unmet:
        who = case.request.requester
        return _Said(
            Verdict.UNSETTLED,
            f"{', '.join(sorted({d.by for d in unmet}))} demands an assurance that {who} has not "
            "given; the text names no such condition and limits use to the purposes of the Treaty.",
            tuple(place for demand in unmet for place in demand.basis),
            ("AMB-24",),
            tuple(f"{d.by} claims: {d.scope} (ground: {d.ground})" for d in unmet),
        )
    basis = [
        place
        for demand in case.demands
        for place in (*demand.basis, *(p for answer in demand.answers for p in answer.basis))
    ]
    return _kept("No demand for an assurance is unanswered.", *basis)


def _key(case: EntitlementCase) -> _Said:
    """Answer DAT-14/key: there is a key to seal the copy to."""
    who = case.request.requester
    active = [key for key in case.keys if key.party == who and key.active(case.at)]
    if active:
        return _kept(f"{who} has an active key.", *(p for key in active for p in key.basis))
    return _broken(f"{who} has published no active key; a copy cannot be sealed to it.")


_ASKED: tuple[Callable[[EntitlementCase], _Said], ...] = (
    _requester,
    _at_flight,
    _holder,
    _fields,
    _told,
    _counted,
    _sealed,
    _assurance,
    _key,
)


def _settle(condition: Condition, said: _Said, case: EntitlementCase) -> _Said:
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
    for condition, ask in zip(CONDITIONS, _ASKED, strict=True):
        said = _settle(condition, ask(case), case)
        basis = tuple(sorted(set(said.basis)))
        answers.append(Answer(condition, said.verdict, said.says, basis, said.points, said.claims))
    return Entitlement(tuple(answers), case.cut or _NO_RECORD, ruleset_hash())
