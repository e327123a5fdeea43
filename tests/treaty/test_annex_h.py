"""Annex H by paragraph: plans by quarter, sixteen flights, sequences, lots, taxi, other flights."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from hashlib import sha256

import pytest

from overflight.deadlines import parse_instant
from overflight.quotas import (
    FlightUse,
    PlannedFlights,
    QuarterPlan,
    QuartersPlanned,
    SequenceNotified,
    TaxiElected,
    YearFact,
    acknowledged_election,
    closing_day,
    draw_lots,
    drawn_from,
    election_findings,
    quarter_of,
    quarters,
    recipients_findings,
    schedule_findings,
    sequence_findings,
    unplanned_use,
)
from overflight.treaty import Finding, Outcome, readings

KEPT, BROKEN, OPEN = Outcome.KEPT, Outcome.BROKEN, Outcome.OPEN


def planned(unit: str, flights: int, quarter: int = 1, year: int = 2005) -> QuartersPlanned:
    """Return a plan over Ukraine, told on 1 November."""
    rows = (PlannedFlights("UA", quarter, flights),)
    return QuartersPlanned(unit, year, date(year - 1, 11, 1), rows)


def sequence(*units: str, on: date = date(2004, 11, 15), seed: str = "") -> SequenceNotified:
    """Return the sequence over Ukraine in the first quarter of 2005."""
    return SequenceNotified("UA", 2005, 1, units, on, seed)


def elected(on: date) -> TaxiElected:
    """Return an election for the first flight of that quarter."""
    return TaxiElected("UA", 2005, 1, (1,), on)


def plan(*facts: YearFact) -> QuarterPlan:
    """Return the only plan of 2005."""
    (found,) = quarters(facts, 2005)
    return found


def of(rule: str, found: tuple[Finding, ...]) -> tuple[Outcome, ...]:
    """Return what one rule answered."""
    return tuple(finding.outcome for finding in found if finding.rule == rule)


@pytest.mark.provision("annex.H.1", "annex.H.2")
@pytest.mark.rule("FLT-4")
@pytest.mark.parametrize(("last", "outcome"), [(2, KEPT), (3, KEPT), (4, BROKEN)])
def test_sixteen_flights_in_a_quarter(last: int, outcome: Outcome) -> None:
    """8 + 5 and two, three or four more: fifteen, sixteen, seventeen."""
    found = plan(planned("US", 8), planned("DE", 5), planned("FR", last))
    assert of("FLT-4", schedule_findings(found, readings=readings())) == (outcome,)


@pytest.mark.provision("annex.H.2")
@pytest.mark.rule("FLT-4")
def test_quarters_and_years_are_counted_apart() -> None:
    """Plans of another quarter or year do not add; a unit's last announcement stands."""
    facts = [planned("US", 16), planned("DE", 16, 2), planned("FR", 16, year=2006)]
    found = quarters([*facts, planned("US", 9)], 2005)
    assert [(p.name, sum(p.planned.values())) for p in found] == [
        ("UA 2005-Q1", 9),
        ("UA 2005-Q2", 16),
    ]


@pytest.mark.provision("annex.H.2", "annex.H.3")
@pytest.mark.rule("FLT-4")
def test_what_was_cut_is_kept() -> None:
    """Seventeen planned and sixteen in the sequence: the plans have been cut (AMB-41)."""
    units = ("US",) * 8 + ("DE",) * 8
    found = plan(planned("US", 9), planned("DE", 8), sequence(*units))
    assert of("FLT-4", schedule_findings(found, readings=readings())) == (KEPT,)
    by_observed = readings({"AMB-41": "observed-party"})
    over = plan(planned("US", 9), planned("DE", 8))
    assert "cut by UA" in schedule_findings(over, readings=by_observed)[0].says


@pytest.mark.provision("annex.H.3")
@pytest.mark.rule("FLT-5")
@pytest.mark.parametrize(
    ("quarter", "closes"),
    [(1, "2004-11-15"), (2, "2005-02-15"), (3, "2005-05-15"), (4, "2005-08-15")],
)
def test_sequences_close(quarter: int, closes: str) -> None:
    """15 November of the year before, then 15 February, May and August; the day itself is kept."""
    last = date.fromisoformat(closes)
    assert closing_day(2005, quarter) == last
    for on, outcome in ((last, KEPT), (last + timedelta(days=1), BROKEN)):
        told = SequenceNotified("UA", 2005, quarter, ("DE",), on)
        assert of("FLT-5", sequence_findings(plan(told))) == (outcome,)


def test_quarters_of_the_year() -> None:
    """January to March is the first quarter; 31 December is in the fourth."""
    days = ("2004-01-01", "2004-02-29", "2004-03-31", "2004-04-01", "2004-12-31")
    assert [quarter_of(date.fromisoformat(day)) for day in days] == [1, 1, 1, 2, 4]


@pytest.mark.provision("annex.H.3")
@pytest.mark.rule("FLT-5")
def test_anybody_can_draw_the_lots_again() -> None:
    """The order is SHA-256 of a line anybody can write; the order of the entries is nothing."""
    order = draw_lots(("US", "DE", "US"), seed="ab12", observed="UA", year=2005, quarter=1)
    names = {
        sha256(f"annex.H.3 lots 1|ab12|UA|2005-Q1|{unit}|{n}".encode()).hexdigest(): unit
        for unit, n in (("DE", 1), ("US", 1), ("US", 2))
    }
    assert order == tuple(names[digest] for digest in sorted(names))
    again = draw_lots(("DE", "US", "US"), seed="ab12", observed="UA", year=2005, quarter=1)
    assert again == order
    assert drawn_from({"US": 2, "DE": 1}) == ("DE", "US", "US")


@pytest.mark.provision("annex.H.3")
@pytest.mark.rule("FLT-5")
def test_every_seed_gives_everybody_a_chance() -> None:
    """Over many seeds each of four units comes first about as often as another."""
    units = ("DE", "FR", "GB", "US")
    first = Counter(
        draw_lots(units, seed=str(n), observed="UA", year=2005, quarter=1)[0] for n in range(400)
    )
    assert all(70 <= first[unit] <= 130 for unit in units)


@pytest.mark.provision("annex.H.3")
@pytest.mark.rule("FLT-5")
def test_a_draw_is_checked() -> None:
    """The sequence told is the one its seed draws, cut at sixteen; another one is told apart."""
    facts = [planned("US", 9), planned("DE", 8)]
    drawn = draw_lots(drawn_from({"US": 9, "DE": 8}), seed="s", observed="UA", year=2005, quarter=1)
    for told, outcome in ((drawn[:16], KEPT), (drawn[1:], BROKEN)):
        found = plan(*facts, sequence(*told, seed="s"))
        assert of("FLT-5", sequence_findings(found)) == (KEPT, outcome)
    alone = draw_lots(("DE", "US"), seed="s", observed="UA", year=2005, quarter=1)
    assert of("FLT-5", sequence_findings(plan(sequence(*alone, seed="s")))) == (KEPT, KEPT)
    assert sequence_findings(plan(*facts)) == ()


@pytest.mark.provision("annex.H.4", "art.VI.I.3")
@pytest.mark.rule("TAX-2")
@pytest.mark.parametrize(
    ("on", "outcome"),
    [("2004-11-15", KEPT), ("2004-11-22", KEPT), ("2004-11-23", BROKEN)],
)
@pytest.mark.parametrize("reading", ["acknowledgement", "seven-days-only"])
def test_the_taxi_option_is_elected_in_seven_days(on: str, outcome: Outcome, reading: str) -> None:
    """15 November + 7 days = 22 November; later only with the acknowledgement (AMB-9)."""
    found = plan(sequence("DE"), elected(date.fromisoformat(on)))
    (judged,) = election_findings(found, readings=readings({"AMB-9": reading}))
    assert judged.outcome is outcome
    late = outcome is BROKEN and reading == "acknowledgement"
    assert ("with the acknowledgement" in judged.says) is late


@pytest.mark.provision("annex.H.4")
@pytest.mark.rule("TAX-2")
def test_an_election_without_a_sequence_is_open() -> None:
    """There is nothing to count seven days from."""
    (judged,) = election_findings(plan(elected(date(2004, 11, 22))), readings=readings())
    assert judged.outcome is OPEN


UNITS = {"BNL": ("BE", "LU", "NL")}
PARTIES = ("BE", "DE", "LU", "NL", "UA", "US")


@pytest.mark.provision("annex.H.4", "art.VI.I.3")
@pytest.mark.rule("TAX-2")
@pytest.mark.parametrize(
    ("told", "reading", "outcome", "number"),
    [
        (("BNL", "DE", "US"), "all", KEPT, 5),
        (("DE", "US"), "all", BROKEN, 2),
        (("DE", "US"), "planning-states", KEPT, 2),
        (("DE",), "planning-states", BROKEN, 1),
        (("BNL", "DE", "US"), "planning-states", KEPT, 2),
    ],
)
def test_whom_an_election_must_reach(
    told: tuple[str, ...], reading: str, outcome: Outcome, number: int
) -> None:
    """All others, or those that plan flights in the quarter (AMB-44); a unit is its States."""
    fact = TaxiElected("UA", 2005, 1, (1,), date(2004, 11, 22), told)
    found = plan(sequence("DE", "US"), fact)
    chosen = readings({"AMB-44": reading})
    (judged,) = recipients_findings(found, PARTIES, UNITS, readings=chosen)
    assert (judged.outcome, judged.readings) == (outcome, (f"AMB-44={reading}",))
    assert judged.measured is not None
    assert judged.measured.value == number


@pytest.mark.rule("TAX-2")
def test_an_election_without_names_went_to_all() -> None:
    """Nobody has to list all Parties to have told them."""
    found = plan(sequence("DE"), elected(date(2004, 11, 22)))
    assert recipients_findings(found, PARTIES, UNITS, readings=readings()) == ()


@pytest.mark.provision("annex.H.4", "art.VI.I.6")
@pytest.mark.rule("TAX-2")
@pytest.mark.parametrize(
    ("on", "unit", "reading", "outcome"),
    [
        ("2004-11-22", "DE", "seven-days-only", KEPT),
        ("2004-11-23", "DE", "seven-days-only", BROKEN),
        ("2004-11-23", "DE", "acknowledgement", KEPT),
        ("2004-11-22", "US", "seven-days-only", BROKEN),  # elected for another's flight
    ],
)
def test_a_taxi_named_with_the_acknowledgement(
    on: str, unit: str, reading: str, outcome: Outcome
) -> None:
    """Elected within seven days it stands; named only when acknowledging it is AMB-9."""
    found = plan(sequence("DE", "US"), elected(date.fromisoformat(on)))
    chosen = readings({"AMB-9": reading})
    judged = acknowledged_election(found, unit, date(2005, 2, 5), readings=chosen)
    assert judged is not None
    assert judged.outcome is outcome
    unknown = plan(elected(date(2004, 11, 22)))
    assert acknowledged_election(unknown, unit, date(2005, 2, 5), readings=chosen) is None


def use(mission: int, unit: str, opens: str, hours: float = 96, over: str = "UA") -> FlightUse:
    """Return a flight and its window."""
    start: datetime = parse_instant(f"2005-{opens}Z")
    closes = start + timedelta(hours=hours)
    return FlightUse(f"2005-OS500{mission}", unit, over, start, closes)


PLANNED = use(1, "DE", "02-07T08:00")


@pytest.mark.provision("annex.H.5")
@pytest.mark.rule("QTA-15")
@pytest.mark.parametrize(
    ("opens", "outcome", "hours"),
    [
        ("02-03T08:00", KEPT, 0),  # closes at the instant the other opens
        ("02-03T08:01", BROKEN, 1 / 60),
        ("02-07T08:00", BROKEN, 96),
        ("02-11T07:00", BROKEN, 1),
        ("02-11T08:00", KEPT, 0),
    ],
)
def test_an_unplanned_flight_fits_beside_the_planned(
    opens: str, outcome: Outcome, hours: float
) -> None:
    """Quota that was not announced may be used where it meets no flight of the sequence."""
    mine = use(2, "FR", opens)
    found = unplanned_use(mine, (sequence("DE"),), (PLANNED, mine))
    assert found.outcome is outcome
    assert found.measured is not None
    assert found.measured.value == pytest.approx(hours)


@pytest.mark.provision("annex.H.5")
@pytest.mark.rule("QTA-15")
def test_a_planned_flight_fits() -> None:
    """The first flight of a unit is the one in the sequence; its second is not."""
    second = use(3, "DE", "02-08T08:00")
    assert unplanned_use(PLANNED, (sequence("DE"),), (PLANNED, second)).outcome is KEPT
    assert unplanned_use(second, (sequence("DE"),), (PLANNED, second)).outcome is BROKEN
    both = (sequence("DE"), sequence("DE", "DE"))
    assert unplanned_use(second, both, (PLANNED, second)).outcome is KEPT


@pytest.mark.provision("annex.H.5")
@pytest.mark.rule("QTA-15")
def test_nothing_is_asked_where_nothing_was_agreed() -> None:
    """No sequence of that quarter, or no planned flight notified: nothing to clash with."""
    mine = use(2, "FR", "04-01T08:00")
    assert unplanned_use(mine, (sequence("DE"),), (PLANNED, mine)).outcome is KEPT
    alone = use(2, "FR", "02-07T08:00")
    assert unplanned_use(alone, (sequence("DE"),), (alone,)).outcome is KEPT
    elsewhere = use(4, "DE", "05-07T08:00")
    assert unplanned_use(alone, (sequence("DE"),), (alone, elsewhere)).outcome is KEPT
