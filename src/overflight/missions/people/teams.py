"""Silence about a list, the people of a mission, their visas and their chiefs: PER-2, 3 and 9."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from overflight.deadlines import Instant, day_of, end_of_day, show_instant
from overflight.missions.people.facts import (
    AboardRole,
    PersonnelListSent,
    TeamNamed,
    VisaIssued,
    VisaWay,
)
from overflight.missions.people.lists import (
    REVIEW,
    Acceptance,
    ListTerms,
    Personnel,
    months_after,
)
from overflight.missions.said.event import Role
from overflight.record import Silence
from overflight.treaty import (
    Finding,
    Limit,
    Outcome,
    Quantity,
    Readings,
    Sense,
    Value,
    answered,
    measured,
)

__all__ = [
    "CHIEFS",
    "VISA_AFTER_ACCEPTANCE",
    "VISA_AFTER_ARRIVAL",
    "VISA_VALID",
    "MissionStay",
    "chief_findings",
    "list_silence",
    "team_findings",
    "visa_findings",
]

_ENTRY: Final = date(2002, 1, 1)

VISA_AFTER_ACCEPTANCE: Final = Value(
    "visa after acceptance", Decimal(30), "d", _ENTRY, "art.XIII.I.3.A"
)
VISA_VALID: Final = Value("validity of a visa", Decimal(24), "months", _ENTRY, "art.XIII.I.3.A")
VISA_AFTER_ARRIVAL: Final = Value("visa after arrival", Decimal(1), "h", _ENTRY, "art.XIII.I.3.B")
CHIEFS: Final = Value("chiefs of a team", Decimal(1), "people", _ENTRY, "annex.G.I.2")


def list_silence(
    sent: PersonnelListSent, by: str, personnel: Personnel, terms: ListTerms, at: Instant
) -> tuple[Finding, bool] | None:
    """Return whether a State Party that answered nothing has accepted a list.

    Args:
        sent: The version of the list.
        by: Code of the State Party that has received it and may object.
        personnel: All lists.
        terms: Readings, and what mirrors prove of its silence.
        at: The instant asked for.

    Returns:
        The finding, and whether its limit has passed; nothing where the State has answered, or
        its receipt is not on record.

    Treaty: art.XIII.I.2 (PER-2), CLK-5.
    """
    start, quiet = personnel.starts(sent, by, terms.readings), terms.quiet
    spoken = [
        s
        for s in personnel.answers
        if s.party == by and s.fact.of == sent.state and s.fact.version == sent.version
    ]
    if start is None or spoken:
        return None
    last = start + timedelta(days=int(REVIEW.amount))
    due = end_of_day(last)
    reading = (f"AMB-2={terms.readings.of('AMB-2')}",)
    words = f"{by}, version {sent.version} of {sent.state}: {start} + {REVIEW.amount} d = {last}"
    if at < due:
        says = f"{words}; it may object until then"
        return answered("PER-2", Outcome.OPEN, says, readings=reading), False
    says = f"{words}; no objection stated: its silence accepts the list"
    outcome = Outcome.KEPT
    if quiet is not None:
        found = quiet.of(by, due)
        outcome = Outcome.KEPT if found is Silence.PROVEN else Outcome.OPEN
        says = f"{says}; {quiet.words(found, by)}"
    return answered("PER-2", outcome, says, readings=reading), True


def _reviewed(
    team: TeamNamed, reviewers: Iterable[str], personnel: Personnel, readings: Readings
) -> Iterator[tuple[Acceptance, str]]:
    """Yield what each person is to each State that may object to it."""
    day = day_of(team.at)
    for person in team.people:
        for by in reviewers:
            if person[:2] != by:
                found, since = personnel.acceptance(person, by, day, readings)
                when = f" since {since}" if since and found is not Acceptance.UNDER_REVIEW else ""
                yield found, f"{person}: {found} by {by}{when}"


_TEAM: Final[Mapping[Acceptance, Outcome]] = MappingProxyType(
    {
        Acceptance.UNLISTED: Outcome.BROKEN,
        Acceptance.OBJECTED: Outcome.BROKEN,
        Acceptance.UNDER_REVIEW: Outcome.OPEN,
        Acceptance.ACCEPTED: Outcome.KEPT,
    }
)


def team_findings(
    team: TeamNamed, reviewers: Iterable[str], personnel: Personnel, readings: Readings
) -> tuple[Finding, ...]:
    """Return whether the people of a mission were accepted by the States that may object.

    Args:
        team: The team.
        reviewers: Codes of the States of the other Party of the mission.
        personnel: All lists.
        readings: ``AMB-2`` decides from when the thirty days run.

    Returns:
        One finding for each answer there is: people on no list and people not accepted break it,
        people under review leave it open.

    Treaty: art.XIII.I.2 (PER-2), annex.G.I.1.
    """
    rows = tuple(_reviewed(team, reviewers, personnel, readings))
    found: list[Finding] = []
    for kind, outcome in _TEAM.items():
        told = [words for each, words in rows if each is kind]
        if told:
            says = f"{team.role}s of {team.mission}: {'; '.join(told)}"
            reading = (f"AMB-2={readings.of('AMB-2')}",)
            found.append(answered("PER-2", outcome, says, readings=reading))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class MissionStay:
    """When the people of a mission came and left.

    Args:
        arrived_at: Arrival at the point of entry; none where not stated.
        departed_at: Departure from the point of exit; none where not stated.
    """

    arrived_at: Instant | None = None
    departed_at: Instant | None = None


def _in_advance(
    visa: VisaIssued, by: str, personnel: Personnel, terms: ListTerms
) -> Iterator[Finding]:
    day = day_of(visa.at)
    provision = VisaWay.IN_ADVANCE.value
    found, since = personnel.acceptance(visa.person, by, day, terms.readings)
    if found is not Acceptance.ACCEPTED or since is None:
        says = f"{by} issued a visa to {visa.person} on {day}: {found}"
        yield answered("PER-3", Outcome.OPEN, says, provision=provision)
    else:
        # Silence accepts at the end of its thirtieth day; the days after it count from there.
        accepted = since
        days = Quantity(float((day - accepted).days), "d")
        limit = Limit(float(VISA_AFTER_ACCEPTANCE.amount), "d", Sense.AT_MOST)
        last = accepted + timedelta(days=int(VISA_AFTER_ACCEPTANCE.amount))
        says = (
            f"{visa.person}: accepted by {by} {accepted} + {limit.value:g} d = {last}; visa {day}"
        )
        yield measured("PER-3", days, limit, says, provision=provision)
    until = visa.valid_until
    if until is None:
        says = f"{visa.person}: no validity of the visa of {by} stated"
        yield answered("PER-3", Outcome.OPEN, says, provision=provision)
        return
    least = months_after(day, int(VISA_VALID.amount))
    valid = Quantity(float((until - day).days), "d")
    floor = Limit(float((least - day).days), "d", Sense.AT_LEAST)
    says = f"{visa.person}: visa of {day} + {VISA_VALID.amount} months = {least}; valid to {until}"
    yield measured("PER-3", valid, floor, says, provision=provision)


def _on_arrival(visa: VisaIssued, stay: MissionStay) -> Iterator[Finding]:
    provision = VisaWay.ON_ARRIVAL.value
    if stay.arrived_at is None:
        says = f"{visa.person}: visa {show_instant(visa.at)}; arrival at the point of entry"
        yield answered("PER-3", Outcome.OPEN, f"{says} is not on record", provision=provision)
    else:
        hours = Quantity((visa.at - stay.arrived_at).total_seconds() / 3600, "h")
        limit = Limit(float(VISA_AFTER_ARRIVAL.amount), "h", Sense.AT_MOST)
        came = show_instant(stay.arrived_at)
        says = f"{visa.person}: arrived {came}; visa {show_instant(visa.at)}"
        yield measured("PER-3", hours, limit, says, provision=provision)
    left = stay.departed_at
    if visa.valid_until is not None and left is not None and day_of(left) > visa.valid_until:
        says = f"{visa.person}: visa valid to {visa.valid_until}, the task to {day_of(left)}"
        yield answered("PER-3", Outcome.BROKEN, says, provision=provision)


def visa_findings(
    visa: VisaIssued, by: str, personnel: Personnel, terms: ListTerms, stay: MissionStay
) -> tuple[Finding, ...]:
    """Return whether a visa was issued in one of the three ways.

    Args:
        visa: The visa.
        by: Code of the State Party that issued it.
        personnel: All lists: acceptance starts the thirty days.
        terms: Readings.
        stay: When the people of the mission came and left.

    Treaty: art.XIII.I.3 (PER-3).
    """
    if visa.way is VisaWay.IN_ADVANCE:
        return tuple(_in_advance(visa, by, personnel, terms))
    if visa.way is VisaWay.ON_ARRIVAL:
        return tuple(_on_arrival(visa, stay))
    outcome = Outcome.KEPT if visa.agreement else Outcome.OPEN
    says = f"{visa.person}: visa of {by} as agreed: {visa.agreement or 'no agreement stated'}"
    return (answered("PER-3", outcome, says, provision=VisaWay.AS_AGREED.value),)


_CHIEF: Final[Mapping[AboardRole, tuple[str, Role | None]]] = MappingProxyType(
    {
        AboardRole.MONITOR: ("annex.G.I.2", Role.OBSERVED),
        AboardRole.FLIGHT_REPRESENTATIVE: ("annex.G.I.2", Role.OBSERVING),
        AboardRole.REPRESENTATIVE: ("annex.G.II.2", None),
    }
)


def chief_findings(team: TeamNamed, states: Mapping[Role, Iterable[str]]) -> tuple[Finding, ...]:
    """Return whether a team has one chief, of the nationality the text asks for.

    Args:
        team: The team.
        states: Codes of the States of each Party of the mission.

    Treaty: annex.G.I.2, annex.G.II.2 (PER-9).
    """
    provision, role = _CHIEF[team.role]
    number = Quantity(float(len(team.chiefs)), "people")
    sense = Sense.AT_LEAST if not team.chiefs else Sense.AT_MOST
    limit = Limit(float(CHIEFS.amount), "people", sense)
    says = f"{team.mission}: {len(team.chiefs)} named chief {team.role}; one is asked"
    found = [measured("PER-9", number, limit, says, provision=provision)]
    if role is None:
        return tuple(found)
    own = set(states.get(role, ()))
    for chief in team.chiefs:
        kept = chief.national_of in own
        says = f"{team.mission}: chief {team.role} {chief.person} is a national of"
        says += f" {chief.national_of}; the {role} is {', '.join(sorted(own))}"
        outcome = Outcome.KEPT if kept else Outcome.BROKEN
        found.append(answered("PER-9", outcome, says, provision=provision))
    return tuple(found)
