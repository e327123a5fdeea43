"""Answer the conditions of a release one by one, each from the case alone.

None of them raises and all of them answer; ``ruleset.CONDITIONS`` says what each one asks, in the
same order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from overflight.deadlines import day_of
from overflight.release.cases import Demand, EntitlementCase, FlightCount
from overflight.release.results import Place, Verdict

__all__ = ["ASKED", "Reply"]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a condition found, before it is joined with its place in the rule set.

    Args:
        verdict: Kept, broken or unsettled.
        says: One sentence for a person.
        basis: Where the statements stand that it rests on.
        points: The open points that leave it unsettled.
        claims: Views that oppose each other, who holds them and on what ground.
    """

    verdict: Verdict
    says: str
    basis: tuple[Place, ...] = ()
    points: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


def _kept(says: str, *basis: Place) -> Reply:
    return Reply(Verdict.KEPT, says, basis)


def _broken(says: str, *basis: Place) -> Reply:
    return Reply(Verdict.BROKEN, says, basis)


def _unsettled(points: tuple[str, ...], says: str, *basis: Place) -> Reply:
    return Reply(Verdict.UNSETTLED, says, basis, points)


def _when(asked: date, judged: date) -> str:
    return f"on {asked}" if asked == judged else f"on both {asked} and {judged}"


def _requester(case: EntitlementCase) -> Reply:
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
            f"{who} has been a State Party but is not one {_when(asked, judged)}; the text "
            "does not say what becomes of its right to copies.",
            *basis,
        )
    return _broken(f"{who} is not a State Party on {asked}, and was not one before.", *basis)


def _at_flight(case: EntitlementCase) -> Reply:
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


def _holder(case: EntitlementCase) -> Reply:
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


def _fields(case: EntitlementCase) -> Reply:
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


def _told(case: EntitlementCase) -> Reply:
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


def _counted(case: EntitlementCase) -> Reply:
    """Answer QEF-0: the data follow the count."""
    count, basis = case.flight.count, case.flight.basis
    if count is FlightCount.COUNTED:
        return _kept("The flight is counted against both quotas.", *basis)
    if count is FlightCount.NOT_FLOWN:
        return _broken("No flight took place, so no data were collected.", *basis)
    points, says = _COUNTS[count]
    return _unsettled(points, says, *basis)


def _sealed(case: EntitlementCase) -> Reply:
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


def _assurance(case: EntitlementCase) -> Reply:
    """Answer DAT-3/assurance: a demand the text neither grants nor bars stays open."""
    unmet = _demands(case)
    if unmet:
        who = case.request.requester
        return Reply(
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


def _key(case: EntitlementCase) -> Reply:
    """Answer DAT-14/key: there is a key to seal the copy to."""
    who = case.request.requester
    active = [key for key in case.keys if key.party == who and key.active(case.at)]
    if active:
        return _kept(f"{who} has an active key.", *(p for key in active for p in key.basis))
    return _broken(f"{who} has published no active key; a copy cannot be sealed to it.")


ASKED: tuple[Callable[[EntitlementCase], Reply], ...] = (
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
