"""Whose aircraft flies: designated, supplied by the right Party, far enough, with seats enough."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.mission_script import KEY, acknowledged, arrived, at, mission, notified, said

from overflight.missions import (
    AircraftDesignated,
    AircraftRemoved,
    AircraftSupplied,
    Role,
    from_register,
    quota_year,
    supply_findings,
)
from overflight.treaty import Finding, Outcome, readings

KEPT, BROKEN, OPEN = Outcome.KEPT, Outcome.BROKEN, Outcome.OPEN
PAIR = {Role.OBSERVING: "IT", Role.OBSERVED: "BG"}
DAY = date(2006, 5, 8)
PLANE = AircraftSupplied(
    KEY,
    "IT",
    "I-TEST",
    "IT",
    date(2003, 1, 1),
    range_km=Decimal(330),
    seats=20,
    people=20,
)


def judged(
    fact: AircraftSupplied,
    taken: Role = Role.OBSERVING,
    km: Decimal | None = Decimal(660),
    on: date = DAY,
) -> tuple[Finding, ...]:
    """Return what the rules answer about an aircraft."""
    return supply_findings(fact, PAIR, taken, distance_km=km, on=on)


@pytest.mark.provision("art.VI.I.1", "art.VI.I.2")
@pytest.mark.rule("TAX-1")
@pytest.mark.parametrize(
    ("since", "until", "outcome"),
    [
        ("2006-05-08", "", KEPT),
        ("2006-05-09", "", BROKEN),
        ("2003-01-01", "2006-05-08", BROKEN),
        ("2003-01-01", "2006-05-09", KEPT),
        ("", "", OPEN),
    ],
)
def test_only_a_designated_aircraft_flies(since: str, until: str, outcome: Outcome) -> None:
    """Designated on the day of the flight: from its first day, and no longer from its last."""
    days = [date.fromisoformat(text) if text else None for text in (since, until)]
    fact = replace(PLANE, designated_since=days[0], designated_until=days[1])
    assert judged(fact)[0].outcome is outcome


@pytest.mark.provision("art.VI.I.1", "art.VI.I.2")
@pytest.mark.rule("TAX-1")
@pytest.mark.parametrize(
    ("supplier", "owner", "agreed", "taken", "outcome"),
    [
        ("IT", "IT", None, Role.OBSERVING, KEPT),
        ("IT", "", None, Role.OBSERVING, KEPT),
        ("IT", "HU", True, Role.OBSERVING, KEPT),
        ("IT", "HU", False, Role.OBSERVING, BROKEN),
        ("IT", "HU", None, Role.OBSERVING, OPEN),
        ("BG", "BG", None, Role.OBSERVING, BROKEN),  # not elected
        ("BG", "BG", None, Role.OBSERVED, KEPT),
        ("BG", "HU", True, Role.OBSERVED, BROKEN),  # must be its own
        ("BG", "", None, Role.OBSERVED, OPEN),
        ("IT", "IT", None, Role.OBSERVED, BROKEN),  # the taxi option was taken
    ],
)
def test_who_may_supply(
    supplier: str, owner: str, agreed: bool | None, taken: Role, outcome: Outcome
) -> None:
    """The observed Party with its own if it says so; else the observing Party with any agreed."""
    fact = replace(PLANE, supplier=supplier, designated_by=owner, owner_agreed=agreed)
    assert judged(fact, taken)[1].outcome is outcome


@pytest.mark.provision("art.VI.I.1")
@pytest.mark.rule("TAX-4")
@pytest.mark.parametrize(
    ("range_km", "km", "on", "outcome"),
    [
        ("329.9", "660", DAY, BROKEN),
        ("330", "660", DAY, KEPT),
        ("331", "660", DAY, KEPT),
        ("1", "660", date(2005, 12, 31), KEPT),  # suspended in the phase-in
        ("1", "660", date(2006, 1, 1), BROKEN),
        ("", "660", DAY, OPEN),
        ("330", "", DAY, OPEN),
    ],
)
def test_a_taxi_flies_half_the_distance(range_km: str, km: str, on: date, outcome: Outcome) -> None:
    """Half of the 660 km notified, from the first day after the phase-in."""
    fact = replace(
        PLANE,
        supplier="BG",
        designated_by="BG",
        range_km=Decimal(range_km) if range_km else None,
    )
    found = judged(fact, Role.OBSERVED, Decimal(km) if km else None, on)
    assert [f.outcome for f in found if f.rule == "TAX-4"] == [outcome]
    assert not [f for f in judged(fact) if f.rule == "TAX-4"]


@pytest.mark.provision("art.VI.I.1", "art.V.2", "art.V.3")
@pytest.mark.rule("TAX-1")
@pytest.mark.parametrize(
    ("told", "removed", "outcome"),
    [
        ("2006-04-08", "", KEPT),  # + 30 days = 8 May, the day of the flight
        ("2006-04-09", "", BROKEN),
        ("2005-01-01", "2006-02-07", BROKEN),  # + 90 days = 8 May
        ("2005-01-01", "2006-02-08", KEPT),
        ("", "", OPEN),
    ],
)
def test_what_the_register_says(told: str, removed: str, outcome: Outcome) -> None:
    """Notices of designation and removal say from when, and the seats, where nobody else does."""
    register: list[AircraftDesignated | AircraftRemoved] = []
    if told:
        on = date.fromisoformat(told)
        register.append(AircraftDesignated("IT", "A 1", on, identification="I-TEST", seats=25))
    if removed:
        register.append(AircraftRemoved("IT", "A 1", date.fromisoformat(removed)))
        register.append(AircraftRemoved("IT", "B 2", date(2006, 1, 1)))
    bare = replace(PLANE, designated_by="", designated_since=None, seats=None)
    found = judged(from_register(bare, register))
    assert found[0].outcome is outcome
    assert found[-1].outcome is (KEPT if told else OPEN)
    assert from_register(PLANE, register) is PLANE


@pytest.mark.provision("art.V.5")
@pytest.mark.rule("TAX-6")
@pytest.mark.parametrize(
    ("seats", "people", "outcome"),
    [(19, 20, BROKEN), (20, 20, KEPT), (21, 20, KEPT), (None, 20, OPEN), (20, None, OPEN)],
)
def test_it_carries_everybody(seats: int | None, people: int | None, outcome: Outcome) -> None:
    """Crew and the people of both Parties."""
    found = judged(replace(PLANE, seats=seats, people=people))
    assert [f.outcome for f in found if f.rule == "TAX-6"] == [outcome]


def year(
    eta: str, *more: object, quota: int | None = None, reading: str = "declared"
) -> tuple[Outcome, ...]:
    """Return what QTA-14 answers about a mission referenced 2003-OS3001."""
    notice = notified(eta, eta, quota_year=quota) if quota else notified(eta, eta)
    script = (notice, *more)
    found = quota_year(mission(*script), readings({"AMB-8": reading}))  # type: ignore[arg-type]
    return tuple(f.outcome for f in found)


PLAN = (
    acknowledged(when="12-27 20:00"),
    arrived("12-30 08:00"),
)


@pytest.mark.provision("art.III.I.5", "annex.B-1.1.B")
@pytest.mark.rule("QTA-14")
def test_the_year_of_a_flight() -> None:
    """The year declared, in which the window lies at least in part, as the reference says."""
    assert year("12-27 08:00") == (KEPT,)
    assert year("12-31 23:59:59") == (KEPT,)
    assert year("12-27 08:00", quota=2004) == (BROKEN,)  # OS3 is no flight of 2004
    assert year("12-27 08:00", quota=2013) == (BROKEN,)  # ten years on: nothing of it lies there
    assert quota_year(mission(arrived()), readings()) == ()


@pytest.mark.provision("art.III.I.5")
@pytest.mark.rule("QTA-14")
@pytest.mark.parametrize(
    ("commencement", "outcome"),
    [("2003-12-31T23:00:00Z", KEPT), ("2004-01-01T08:00:00Z", BROKEN)],
)
def test_the_year_by_commencement(commencement: str, outcome: Outcome) -> None:
    """By the other reading the year in which the flight commences (AMB-8)."""
    planned = said(
        "plan-submitted",
        "IT",
        "12-30 20:00",
        commencement=commencement,
        completion="2004-01-01T12:00:00Z",
    )
    script = (notified("12-27 08:00", "12-30 08:00"), *PLAN, planned)
    by_start = readings({"AMB-8": "commencement"})
    assert [f.outcome for f in quota_year(mission(*script), by_start)] == [outcome]
    assert [f.outcome for f in quota_year(mission(*script), readings())] == [KEPT]
    flown = (
        *script,
        *(said("plan-signed", party, "12-30 21:00") for party in ("IT", "BG")),
        said("flight-plan-filed", "IT", "12-30 21:00"),
        said("taken-off", "IT", "12-31 21:00"),
    )
    assert [f.outcome for f in quota_year(mission(*flown), by_start)] == [KEPT]


@pytest.mark.provision("art.III.I.5")
@pytest.mark.rule("QTA-14")
def test_commencement_that_is_not_known_is_open() -> None:
    """A window over New Year and no plan yet: the year is not known; within a year it is."""
    assert year("12-30 08:00", reading="commencement") == (OPEN,)
    assert year("05-08 08:00", reading="commencement") == (KEPT,)
    assert at("12-30 08:00").year == 2003
