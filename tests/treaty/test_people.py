"""People: lists, objections and silence, visas, numbers aboard, chiefs (PER-1 to 3, PER-5 to 9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import count

import pytest
from tests import mission_script as script
from tests.mirror_samples import mirror_key

from overflight.deadlines import parse_instant
from overflight.missions import (
    AboardRole,
    Acceptance,
    Chief,
    FlightOf,
    ListItem,
    ListTerms,
    MissionStay,
    PeopleAboard,
    PeopleFact,
    Personnel,
    PersonnelListAnswered,
    PersonnelListReceived,
    PersonnelListSent,
    Quiet,
    Role,
    TeamNamed,
    VisaIssued,
    VisaWay,
    aboard_findings,
    answer_findings,
    chief_findings,
    fold_personnel,
    judge_mission,
    list_findings,
    list_silence,
    team_findings,
    visa_findings,
)
from overflight.missions.law.limits import INSPECTORS, INSPECTORS_TAXI
from overflight.missions.people.aboard import ABOARD, ABOARD_LIGHT, people_aboard
from overflight.missions.people.lists import LISTED_MOST
from overflight.missions.people.teams import CHIEFS
from overflight.record import Line, Reference, Said
from overflight.release.media.handling import OFFICIALS
from overflight.sensors.announcing import FROM_EACH, IN_ALL
from overflight.treaty import Finding, Outcome, open_skies, readings

KEPT, BROKEN, OPEN = Outcome.KEPT, Outcome.BROKEN, Outcome.OPEN
HASH = "ab" * 32
KEY = "2003-OS3001"
LAW = open_skies()
_number = count()


def day(text: str) -> date:
    """Return a day."""
    return date.fromisoformat(text)


def noon(on: date) -> datetime:
    """Return noon of a day."""
    return datetime.combine(on, time(12), tzinfo=UTC)


def said(fact: PeopleFact, party: str) -> Said[PeopleFact]:
    """Return a fact as a Party says it, in the order of the calls."""
    number = next(_number)
    return Said(fact, party, noon(day("2003-01-01")), Reference("case", number, ""))


def sent(
    version: int = 2,
    on: str = "2003-06-01",
    people: int = 40,
    added: tuple[str, ...] = ("IT-1", "IT-2"),
    removed: tuple[str, ...] = (),
) -> PersonnelListSent:
    """Return a version of the Italian list."""
    return PersonnelListSent("IT", version, day(on), people, HASH, added=added, removed=removed)


def received(on: str = "2003-06-03", party: str = "BG", version: int = 2) -> Said[PeopleFact]:
    """Return the receipt of a version of the Italian list."""
    return said(PersonnelListReceived("IT", version, day(on)), party)


def answered(
    on: str, *objected: str, party: str = "BG", subsequently: bool = False, version: int = 2
) -> Said[PeopleFact]:
    """Return an answer to a version of the Italian list."""
    return said(PersonnelListAnswered("IT", version, day(on), objected, subsequently), party)


def terms(in_force: str | None = "2002-01-01", **chosen: str) -> ListTerms:
    """Return what lists are held against; Italy deposited on 1994-10-28."""
    picked = readings({name.replace("_", "-"): option for name, option in chosen.items()})
    entry = day(in_force) if in_force else None
    return ListTerms(entry, {"IT": day("1994-10-28")}, picked)


def of(rule: str, findings: tuple[Finding, ...]) -> list[Outcome]:
    """Return what a rule answers, in order."""
    return [f.outcome for f in findings if f.rule == rule]


@pytest.mark.provision("art.XIII.I.1")
@pytest.mark.rule("PER-1")
@pytest.mark.parametrize(("people", "outcome"), [(399, KEPT), (400, KEPT), (401, BROKEN)])
def test_a_list_names_400_people_at_most(people: int, outcome: Outcome) -> None:
    """Four hundred at any time; the names beyond them are surplus."""
    own = sent(people=people)
    found = list_findings(own, fold_personnel([said(own, "IT")]), terms())
    assert found[0].outcome is outcome
    assert found[0].provision == "art.XIII.I.1"


@pytest.mark.provision("art.XIII.I.1")
@pytest.mark.rule("PER-1")
def test_a_list_states_six_items_of_each_person() -> None:
    """Name, sex, date and place of birth, passport number, function: none may be missing."""
    assert len(ListItem) == 6
    short = PersonnelListSent(
        "IT", 2, day("2003-06-01"), 40, HASH, tuple(i for i in ListItem if i != ListItem.PASSPORT)
    )
    found = list_findings(short, fold_personnel([said(short, "IT")]), terms())
    assert found[1].outcome is BROKEN
    assert "without passport number" in found[1].says
    assert list_findings(sent(), fold_personnel([]), terms())[1].outcome is KEPT


@pytest.mark.provision("art.XIII.I.1")
@pytest.mark.rule("PER-1")
@pytest.mark.parametrize(
    ("on", "outcome"), [("1994-10-27", KEPT), ("1994-10-28", KEPT), ("1994-10-29", BROKEN)]
)
def test_the_first_list_comes_with_the_instrument(on: str, outcome: Outcome) -> None:
    """The State gives it when it deposits its instrument of ratification, 28 October 1994."""
    first = sent(version=1, on=on)
    found = list_findings(first, fold_personnel([said(first, "IT")]), terms())
    assert found[2].outcome is outcome


@pytest.mark.rule("PER-1")
def test_a_first_list_of_a_state_without_a_deposit_is_open() -> None:
    """No day is made up where none is on record."""
    first = PersonnelListSent("XX", 1, day("2003-06-01"), 4, HASH)
    assert list_findings(first, fold_personnel([]), terms())[2].outcome is OPEN


@pytest.mark.provision("art.XIII.I.1")
@pytest.mark.rule("PER-1")
@pytest.mark.parametrize(
    ("before", "on", "outcome"),
    [
        ("2002-01-20", "2002-01-31", KEPT),  # entry into force 1 January + 30 d: still free
        ("2002-01-31", "2002-02-01", BROKEN),
        ("2003-01-31", "2003-07-30", BROKEN),
        ("2003-01-31", "2003-07-31", KEPT),  # six months to the day
        ("2003-08-31", "2004-02-28", BROKEN),
        ("2003-08-31", "2004-02-29", KEPT),  # clipped to the end of a leap February
    ],
)
def test_a_list_is_changed_once_in_six_months(before: str, on: str, outcome: Outcome) -> None:
    """Freely to thirty days after entry into force, then six months after the last change."""
    last, new = sent(version=2, on=before), sent(version=3, on=on)
    personnel = fold_personnel([said(last, "IT"), said(new, "IT")])
    assert list_findings(new, personnel, terms())[2].outcome is outcome


@pytest.mark.rule("PER-1")
@pytest.mark.parametrize(
    ("before", "on", "outcome"),
    [("2003-06-30", "2003-07-01", KEPT), ("2003-01-01", "2003-06-30", BROKEN)],
)
def test_fixed_halves_allow_one_change_each(before: str, on: str, outcome: Outcome) -> None:
    """AMB-25, the other reading: a change on 1 July follows one of 30 June; not two in a half."""
    last, new = sent(version=2, on=before), sent(version=3, on=on)
    personnel = fold_personnel([said(last, "IT"), said(new, "IT")])
    found = list_findings(new, personnel, terms(AMB_25="fixed-halves"))[2]
    assert found.outcome is outcome
    assert found.readings == ("AMB-25=fixed-halves",)


@pytest.mark.rule("PER-1")
def test_a_change_without_the_version_before_is_open_and_before_force_it_is_free() -> None:
    """Nothing can be counted from a change nobody stated; before entry into force nothing is."""
    new = sent(version=3)
    assert list_findings(new, fold_personnel([said(new, "IT")]), terms())[2].outcome is OPEN
    found = list_findings(new, fold_personnel([said(new, "IT")]), terms(in_force=None))[2]
    assert found.outcome is KEPT


@pytest.mark.rule("PER-1")
def test_only_the_state_itself_gives_its_list() -> None:
    """What another says under that name is kept apart and moves nothing."""
    personnel = fold_personnel([said(sent(), "BG")])
    assert not personnel.lists
    assert len(personnel.unheard) == 1


@pytest.mark.provision("art.XIII.I.2")
@pytest.mark.rule("PER-2")
@pytest.mark.parametrize(
    ("on", "outcome"),
    [("2003-07-02", KEPT), ("2003-07-03", KEPT), ("2003-07-04", BROKEN)],
)
def test_an_objection_comes_within_thirty_days_of_receipt(on: str, outcome: Outcome) -> None:
    """Receipt on 3 June + 30 d is 3 July; on the 4th silence has accepted."""
    answer = answered(on, "IT-1")
    personnel = fold_personnel([said(sent(), "IT"), received(), answer])
    assert isinstance(answer.fact, PersonnelListAnswered)
    found = answer_findings(answer.fact, "BG", personnel, terms())
    assert found[0].outcome is outcome
    assert "2003-06-03 + 30 d = 2003-07-03" in found[0].says


@pytest.mark.rule("PER-2")
def test_an_objection_may_come_at_any_time_if_found_out_afterwards() -> None:
    """The second sentence of the paragraph has no limit."""
    answer = answered("2005-01-01", "IT-1", subsequently=True)
    personnel = fold_personnel([said(sent(), "IT"), received(), answer])
    assert isinstance(answer.fact, PersonnelListAnswered)
    assert of("PER-2", answer_findings(answer.fact, "BG", personnel, terms())) == [KEPT]


@pytest.mark.rule("PER-2")
def test_an_objection_without_receipt_or_to_a_stranger_is_open() -> None:
    """The days have no start; and who is on no list can be no subject of an objection."""
    answer = answered("2003-06-05", "IT-9")
    personnel = fold_personnel([said(sent(), "IT"), answer])
    assert isinstance(answer.fact, PersonnelListAnswered)
    assert of("PER-2", answer_findings(answer.fact, "BG", personnel, terms())) == [OPEN, OPEN]
    dispatch = answer_findings(answer.fact, "BG", personnel, terms(AMB_2="dispatch"))
    assert of("PER-2", dispatch) == [KEPT, OPEN]
    accepts = PersonnelListAnswered("IT", 2, day("2003-06-05"))
    assert of("PER-2", answer_findings(accepts, "BG", personnel, terms())) == [KEPT]


@pytest.mark.rule("PER-2")
@pytest.mark.parametrize(
    ("extra", "on", "status"),
    [
        ((), "2003-07-03", Acceptance.UNDER_REVIEW),  # the thirtieth day still allows an objection
        ((), "2003-07-04", Acceptance.ACCEPTED),
        (("accept",), "2003-06-10", Acceptance.ACCEPTED),
        (("object",), "2003-06-20", Acceptance.OBJECTED),
        (("object",), "2003-06-09", Acceptance.UNDER_REVIEW),
        ((), "2003-05-31", Acceptance.UNLISTED),
    ],
)
def test_silence_accepts_and_an_objection_removes(
    extra: tuple[str, ...], on: str, status: Acceptance
) -> None:
    """What a person is to Bulgaria on a day: receipt on 3 June, an answer on the 10th."""
    facts = [said(sent(), "IT"), received()]
    facts += [answered("2003-06-10")] * ("accept" in extra)
    facts += [answered("2003-06-10", "IT-1")] * ("object" in extra)
    personnel = fold_personnel(facts)
    assert personnel.acceptance("IT-1", "BG", day(on), readings())[0] is status


@pytest.mark.rule("PER-2")
def test_an_objection_counts_for_the_state_that_makes_it() -> None:
    """Bulgaria does not accept the person; Romania has, by its silence."""
    personnel = fold_personnel(
        [said(sent(), "IT"), received(), received(party="RO"), answered("2003-06-10", "IT-1")]
    )
    on = day("2003-08-01")
    assert personnel.acceptance("IT-1", "BG", on, readings())[0] is Acceptance.OBJECTED
    assert personnel.acceptance("IT-1", "RO", on, readings())[0] is Acceptance.ACCEPTED
    assert personnel.acceptance("IT-2", "BG", on, readings())[0] is Acceptance.ACCEPTED


@pytest.mark.rule("PER-2")
def test_a_person_taken_off_the_list_is_listed_no_more() -> None:
    """A later version removes; a version after that starts a new review."""
    facts = [
        said(sent(), "IT"),
        said(sent(version=3, on="2003-12-01", added=(), removed=("IT-1",)), "IT"),
        said(sent(version=4, on="2004-06-01", added=("IT-1",)), "IT"),
        received(),
    ]
    personnel = fold_personnel(facts)
    told = [
        personnel.acceptance("IT-1", "BG", day(on), readings())[0]
        for on in ("2003-11-30", "2003-12-01", "2004-06-01")
    ]
    assert told == [Acceptance.ACCEPTED, Acceptance.UNLISTED, Acceptance.UNDER_REVIEW]


def silent(at: str, quiet: Quiet | None = None, *extra: Said[PeopleFact]) -> object:
    """Return what is answered about Bulgaria's silence at an instant."""
    personnel = fold_personnel([said(sent(), "IT"), received(), *extra])
    held = replace(terms(), quiet=quiet)
    return list_silence(sent(), "BG", personnel, held, parse_instant(at))


@pytest.mark.rule("PER-2")
def test_silence_accepts_when_the_thirtieth_day_is_over() -> None:
    """To 24:00 UTC of 3 July it may object; an instant later it has accepted."""
    before, after = silent("2003-07-03T23:59:59Z"), silent("2003-07-04T00:00:00Z")
    assert isinstance(before, tuple)
    assert isinstance(after, tuple)
    assert (before[0].outcome, before[1]) == (OPEN, False)
    assert (after[0].outcome, after[1]) == (KEPT, True)
    assert silent("2003-07-04T00:00:00Z", None, answered("2003-06-10")) is None
    personnel = fold_personnel([said(sent(), "IT")])
    assert list_silence(sent(), "BG", personnel, terms(), noon(day("2003-08-01"))) is None
    sooner = list_silence(
        sent(), "BG", personnel, terms(AMB_2="dispatch"), parse_instant("2003-07-02T00:00:00Z")
    )
    assert sooner is not None
    assert (sooner[0].outcome, sooner[0].readings) == (KEPT, ("AMB-2=dispatch",))


@pytest.mark.rule("PER-2")
@pytest.mark.parametrize(("mirrors", "outcome"), [(3, KEPT), (2, OPEN)])
def test_silence_is_proven_by_a_quorum_of_mirrors(mirrors: int, outcome: Outcome) -> None:
    """Three of four dated Bulgaria's log after the thirty days without an objection in it."""
    due = int(parse_instant("2003-07-04T00:00:00Z").timestamp())
    lines = tuple(Line(party, mirror_key(party), 5, due) for party in "ABC"[:mirrors])
    quiet = Quiet({"net/log/bg/1": lines}, 4)
    found = silent("2003-07-05T00:00:00Z", quiet)
    assert isinstance(found, tuple)
    assert found[0].outcome is outcome


def team(
    *people: str,
    role: AboardRole = AboardRole.FLIGHT_REPRESENTATIVE,
    chiefs: tuple[Chief, ...] = (),
    on: str = "2003-08-01",
) -> TeamNamed:
    """Return a team."""
    return TeamNamed(KEY, noon(day(on)), role, chiefs, people)


@pytest.mark.rule("PER-2")
@pytest.mark.parametrize(
    ("people", "outcomes"),
    [
        (("IT-2",), [KEPT]),
        (("IT-1",), [BROKEN]),  # not accepted
        (("IT-2", "IT-7"), [BROKEN, KEPT]),  # IT-7 is on no list
        (("BG-1",), []),  # its own person: nobody to object
    ],
)
def test_a_team_holds_people_on_lists_whom_the_other_side_accepts(
    people: tuple[str, ...], outcomes: list[Outcome]
) -> None:
    """Who may be aboard: listed, and not objected to by the Party that may object."""
    personnel = fold_personnel([said(sent(), "IT"), received(), answered("2003-06-10", "IT-1")])
    found = team_findings(team(*people), ["BG"], personnel, readings())
    assert of("PER-2", found) == outcomes


@pytest.mark.rule("PER-2")
def test_a_team_with_people_under_review_is_open() -> None:
    """The thirty days run; nothing is accepted yet."""
    personnel = fold_personnel([said(sent(), "IT"), received()])
    found = team_findings(team("IT-1", on="2003-07-03"), ["BG"], personnel, readings())
    assert of("PER-2", found) == [OPEN]


def visa(way: VisaWay, at: str, until: str | None = None, agreement: str = "") -> VisaIssued:
    """Return a visa for IT-1."""
    valid = day(until) if until else None
    return VisaIssued("IT-1", parse_instant(at), way, valid, KEY, agreement)


def visas(
    fact: VisaIssued, stay: MissionStay | None = None, facts: tuple[Said[PeopleFact], ...] = ()
) -> list[Outcome]:
    """Return what PER-3 answers; the list was accepted on 10 June unless facts say otherwise."""
    personnel = fold_personnel(facts or (said(sent(), "IT"), received(), answered("2003-06-10")))
    found = visa_findings(fact, "BG", personnel, terms(), stay or MissionStay())
    return of("PER-3", found)


@pytest.mark.provision("art.XIII.I.3.A")
@pytest.mark.rule("PER-3")
@pytest.mark.parametrize(
    ("at", "until", "outcomes"),
    [
        ("2003-07-10T23:00:00Z", "2005-07-10", [KEPT, KEPT]),  # day 30; 24 months to the day
        ("2003-07-11T00:00:00Z", "2005-07-11", [BROKEN, KEPT]),
        ("2003-07-10T12:00:00Z", "2005-07-09", [KEPT, BROKEN]),
        ("2003-07-10T12:00:00Z", None, [KEPT, OPEN]),
    ],
)
def test_a_visa_comes_within_thirty_days_for_two_years(
    at: str, until: str | None, outcomes: list[Outcome]
) -> None:
    """Accepted on 10 June: by 10 July, and valid for 24 months or more."""
    assert visas(visa(VisaWay.IN_ADVANCE, at, until)) == outcomes


@pytest.mark.rule("PER-3")
def test_a_visa_before_acceptance_is_open() -> None:
    """Thirty days run from an acceptance there has not been."""
    listed = (said(sent(), "IT"), received())
    early = visa(VisaWay.IN_ADVANCE, "2003-06-20T12:00:00Z", "2005-06-20")
    assert visas(early, facts=listed) == [OPEN, KEPT]


@pytest.mark.provision("art.XIII.I.3.B")
@pytest.mark.rule("PER-3")
@pytest.mark.parametrize(
    ("at", "outcome"), [("2003-08-01T09:00:00Z", KEPT), ("2003-08-01T09:00:01Z", BROKEN)]
)
def test_a_visa_on_arrival_comes_within_an_hour(at: str, outcome: Outcome) -> None:
    """Arrived at 08:00: at 09:00 exactly is in time."""
    stay = MissionStay(parse_instant("2003-08-01T08:00:00Z"))
    assert visas(visa(VisaWay.ON_ARRIVAL, at), stay) == [outcome]
    assert visas(visa(VisaWay.ON_ARRIVAL, at)) == [OPEN]


@pytest.mark.rule("PER-3")
def test_a_visa_on_arrival_holds_for_the_task() -> None:
    """One that ends before they leave does not."""
    came = parse_instant("2003-08-01T08:00:00Z")
    stay = MissionStay(came, came + timedelta(days=4))
    short = visa(VisaWay.ON_ARRIVAL, "2003-08-01T08:30:00Z", "2003-08-04")
    long = visa(VisaWay.ON_ARRIVAL, "2003-08-01T08:30:00Z", "2003-08-05")
    assert visas(short, stay) == [KEPT, BROKEN]
    assert visas(long, stay) == [KEPT]


@pytest.mark.provision("art.XIII.I.3.C")
@pytest.mark.rule("PER-3")
def test_a_visa_as_agreed_needs_the_agreement() -> None:
    """The third way is whatever the two States agreed, if they did."""
    at = "2003-08-01T12:00:00Z"
    assert visas(visa(VisaWay.AS_AGREED, at, agreement="no visas, note of 5 May")) == [KEPT]
    assert visas(visa(VisaWay.AS_AGREED, at)) == [OPEN]


def aboard(
    role: AboardRole,
    asked: int,
    carried: int | None = None,
    *,
    stations: int = 3,
    mass: str | None = None,
    interpreters: tuple[int, int | None] = (0, None),
) -> PeopleAboard:
    """Return how many were asked for and taken."""
    return PeopleAboard(
        KEY,
        noon(day("2003-08-01")),
        role,
        stations,
        asked,
        carried,
        *interpreters,
        Decimal(mass) if mass else None,
    )


def numbers(
    fact: PeopleAboard,
    supplier: Role = Role.OBSERVING,
    third: str = "",
    km: str | None = None,
    chosen: Mapping[str, str] | None = None,
) -> tuple[Finding, ...]:
    """Return what is answered about numbers aboard."""
    flight = FlightOf(supplier, third, Decimal(km) if km else None)
    return aboard_findings(fact, flight, readings(chosen))


@pytest.mark.provision("art.VI.III.1")
@pytest.mark.rule("PER-5")
@pytest.mark.parametrize(
    ("asked", "carried", "outcomes"),
    [
        (5, 5, [KEPT, KEPT]),
        (6, 5, [BROKEN, KEPT]),
        (5, 4, [KEPT, BROKEN]),
        (4, 4, [KEPT, KEPT]),
        (5, None, [KEPT]),
    ],
)
def test_two_monitors_and_one_for_each_station(
    asked: int, carried: int | None, outcomes: list[Outcome]
) -> None:
    """Three stations: five may be asked for, and whoever was rightly asked for is taken."""
    fact = aboard(AboardRole.MONITOR, asked, carried, mass="60000")
    assert of("PER-5", numbers(fact)) == outcomes


@pytest.mark.provision("art.VI.III.1")
@pytest.mark.rule("PER-5")
@pytest.mark.parametrize(
    ("pair", "outcomes"),
    [((1, 1), [KEPT, KEPT]), ((2, 1), [BROKEN, KEPT]), ((1, 0), [KEPT, BROKEN])],
)
def test_one_interpreter_beside_them(pair: tuple[int, int], outcomes: list[Outcome]) -> None:
    """The interpreter comes on top of the monitors."""
    fact = aboard(AboardRole.MONITOR, 5, mass="60000", interpreters=pair)
    assert of("PER-5", numbers(fact))[1:] == outcomes


@pytest.mark.provision("art.VI.III.2")
@pytest.mark.rule("PER-6", "PER-5")
@pytest.mark.parametrize(
    ("mass", "km", "rule", "outcome"),
    [
        ("35000", "1500", "PER-6", BROKEN),  # both on the limit: light and short, two monitors
        ("35001", "1500", "PER-5", KEPT),
        ("35000", "1500.1", "PER-5", KEPT),
        ("35001", None, "PER-5", KEPT),  # heavy, whatever the distance
        (None, "1501", "PER-5", KEPT),  # far, whatever the mass
        ("35000", None, "PER-6", OPEN),
        (None, "1500", "PER-6", OPEN),
    ],
)
def test_a_light_aircraft_on_a_short_flight_takes_two(
    mass: str | None, km: str | None, rule: str, outcome: Outcome
) -> None:
    """35,000 kg and 1,500 km, both together; three were asked for."""
    found = numbers(aboard(AboardRole.MONITOR, 3, mass=mass), km=km)
    assert [(f.rule, f.outcome) for f in found] == [(rule, outcome)]


@pytest.mark.rule("PER-6", "PER-5")
def test_two_on_a_light_aircraft_are_right_and_two_are_taken() -> None:
    """Exactly two; with mass or distance unknown two are right either way."""
    fact = aboard(AboardRole.MONITOR, 2, 2, mass="30000")
    assert of("PER-6", numbers(fact, km="1200")) == [KEPT, KEPT]
    assert of("PER-6", numbers(aboard(AboardRole.MONITOR, 2, 1, mass="30000"), km="1200")) == [
        KEPT,
        BROKEN,
    ]
    assert of("PER-5", numbers(fact)) == [KEPT, KEPT]


@pytest.mark.provision("art.VI.III.4")
@pytest.mark.rule("PER-7")
@pytest.mark.parametrize(
    ("asked", "carried", "outcomes"),
    [(5, 5, [KEPT, KEPT]), (6, 6, [BROKEN, KEPT]), (5, 2, [KEPT, BROKEN])],
)
def test_flight_representatives_on_a_taxi_know_no_light_aircraft(
    asked: int, carried: int, outcomes: list[Outcome]
) -> None:
    """Two and one a station, however light the aircraft of the observed Party is."""
    fact = aboard(AboardRole.FLIGHT_REPRESENTATIVE, asked, carried, mass="20000")
    assert of("PER-7", numbers(fact, Role.OBSERVED, km="800")) == outcomes
    assert of("PER-7", numbers(fact, Role.OBSERVING)) == [OPEN]


@pytest.mark.provision("art.VI.III.5")
@pytest.mark.rule("PER-8")
@pytest.mark.parametrize(
    ("asked", "carried", "outcomes"),
    [(5, 5, [KEPT, KEPT]), (6, 5, [BROKEN, KEPT]), (4, 3, [KEPT, BROKEN])],
)
def test_representatives_on_the_aircraft_of_a_third_state(
    asked: int, carried: int, outcomes: list[Outcome]
) -> None:
    """The observing Party has them beside the monitors of the observed Party."""
    fact = aboard(AboardRole.REPRESENTATIVE, asked, carried)
    assert of("PER-8", numbers(fact, third="HU")) == outcomes
    assert of("PER-8", numbers(fact)) == [OPEN]


@pytest.mark.rule("PER-6", "PER-5", "PER-8")
def test_whether_a_third_states_aircraft_may_be_light_is_a_reading() -> None:
    """AMB-38: the exception applies to monitors, or it does not."""
    fact = aboard(AboardRole.MONITOR, 5, mass="30000")
    light = numbers(fact, third="HU", km="1000")
    heavy = numbers(fact, third="HU", km="1000", chosen={"AMB-38": "does-not-apply"})
    assert of("PER-6", light) == [BROKEN]
    assert light[0].readings == ("AMB-38=applies",)
    assert heavy[0].readings == ("AMB-38=does-not-apply",)
    assert of("PER-5", heavy) == [KEPT]


@pytest.mark.rule("PER-5", "PER-6")
@pytest.mark.parametrize(("rule", "mass"), [("PER-5", "60000"), ("PER-6", "30000")])
def test_both_parties_may_agree_on_another_number(rule: str, mass: str) -> None:
    """Unless otherwise agreed: seven were agreed, and the eighth is too many."""
    flight = FlightOf(Role.OBSERVING, "", Decimal(1000), {rule: 7})
    seven = aboard(AboardRole.MONITOR, 7, mass=mass)
    eight = aboard(AboardRole.MONITOR, 8, mass=mass)
    assert of(rule, aboard_findings(seven, flight, readings())) == [KEPT]
    assert of(rule, aboard_findings(eight, flight, readings())) == [BROKEN]


@pytest.mark.provision("annex.G.I.2")
@pytest.mark.rule("PER-9")
@pytest.mark.parametrize(
    ("role", "national", "outcomes"),
    [
        (AboardRole.MONITOR, "BG", [KEPT, KEPT]),
        (AboardRole.MONITOR, "IT", [KEPT, BROKEN]),
        (AboardRole.FLIGHT_REPRESENTATIVE, "IT", [KEPT, KEPT]),
        (AboardRole.FLIGHT_REPRESENTATIVE, "BG", [KEPT, BROKEN]),
        (AboardRole.REPRESENTATIVE, "TR", [KEPT]),  # no rule on nationality
    ],
)
def test_a_chief_is_a_national_of_the_party_it_speaks_for(
    role: AboardRole, national: str, outcomes: list[Outcome]
) -> None:
    """Chief flight monitor: observed Party; chief flight representative: observing Party."""
    states = {Role.OBSERVING: ["IT"], Role.OBSERVED: ["BG"]}
    found = chief_findings(team(role=role, chiefs=(Chief("IT-1", national),)), states)
    assert of("PER-9", found) == outcomes


@pytest.mark.rule("PER-9")
@pytest.mark.parametrize("role", list(AboardRole))
def test_a_team_has_exactly_one_chief(role: AboardRole) -> None:
    """None and two break it alike."""
    states = {Role.OBSERVING: ["IT"], Role.OBSERVED: ["IT"]}
    two = (Chief("IT-1", "IT"), Chief("IT-2", "IT"))
    assert chief_findings(team(role=role), states)[0].outcome is BROKEN
    assert chief_findings(team(role=role, chiefs=two), states)[0].outcome is BROKEN


def test_numbers_are_those_of_the_table_of_people() -> None:
    """Row by row: the numbers beside the rules are the numbers the table prints."""
    table = {row.id: row for row in LAW.personnel_limits}
    own = {
        "PLM-1": LISTED_MOST,
        "PLM-2": IN_ALL,
        "PLM-3": FROM_EACH,
        "PLM-4": INSPECTORS,
        "PLM-5": INSPECTORS_TAXI,
        "PLM-7": ABOARD_LIGHT,
        "PLM-10": CHIEFS,
        "PLM-11": CHIEFS,
        "PLM-12": CHIEFS,
        "PLM-13": OFFICIALS,
    }
    for row, value in own.items():
        assert table[row].number == str(value.amount), row
    for row in ("PLM-6", "PLM-8", "PLM-9"):
        assert table[row].number == f"{ABOARD.amount} + 1 per sensor control station", row
        assert [people_aboard(stations) for stations in (0, 1, 4)] == [2, 3, 6], row


def test_every_row_of_the_table_of_people_is_run() -> None:
    """Nineteen rows: a number of ours, a least of one, a number somebody sets, or no limit."""
    of_numbers = {*range(1, 14)}
    least_one = {14: "ARR-10", 15: "ARR-5"}
    set_by_others = {16: "CRT-10", 17: "CRT-16"}
    no_limit = {18: "annex.F.I.5", 19: "annex.D.II.9"}
    rows = {f"PLM-{n}" for n in (*of_numbers, *least_one, *set_by_others, *no_limit)}
    table = {row.id: row for row in LAW.personnel_limits}
    assert rows == set(table)
    for n in least_one:
        assert (table[f"PLM-{n}"].relation, table[f"PLM-{n}"].number) == ("min", "1")
    for n in no_limit:
        assert (table[f"PLM-{n}"].relation, table[f"PLM-{n}"].number) == ("no limit", "")
    assert {*least_one.values(), "CRT-10"} <= set(LAW.executed)
    assert "CRT-16" in LAW.record_forms


@pytest.mark.rule("ARR-5")
@pytest.mark.provision("annex.E.7.B")
@pytest.mark.parametrize(("people", "outcome"), [(0, BROKEN), (1, KEPT), (2, KEPT)])
def test_one_person_of_the_other_party_is_there_at_an_inventory(
    people: int, outcome: Outcome
) -> None:
    """PLM-15: at least one."""
    times = {"items_arrived_at": script.at("05-08 08:30"), "started_at": script.at("05-08 09:00")}
    taken = script.said("items-inventoried", "BG", "05-08 09:30", **times, witnesses=people)
    m = script.mission(script.notified(), script.acknowledged(), script.arrived(), taken)
    found = [f for f in judge_mission(m) if f.rule == "ARR-5" and "present" in f.says]
    assert [f.outcome for f in found] == [outcome]


@pytest.mark.rule("ARR-10")
@pytest.mark.provision("art.VI.I.12")
@pytest.mark.parametrize(
    ("spoken", "outcome"),
    [(["bg"], KEPT), (["it", "bg"], KEPT), (["it"], BROKEN), ([], BROKEN)],
)
def test_one_of_the_crew_speaks_the_notified_language(spoken: list[str], outcome: Outcome) -> None:
    """PLM-14: at least one member."""
    crew = script.said("crew-spoken", "IT", "05-07 08:00", languages=spoken, notified=["bg"])
    found = [
        f for f in judge_mission(script.mission(script.notified(), crew)) if f.rule == "ARR-10"
    ]
    assert [f.outcome for f in found] == [outcome]


def test_personnel_of_nobody_is_empty() -> None:
    """A fold of nothing knows nobody."""
    assert fold_personnel([]) == Personnel({}, {}, ())
