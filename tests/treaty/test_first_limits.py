"""The limits of the first years: provisional application, the first session, the phase-in.

Each on its last day, the day before and the day after; the days are worked out by hand.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest

from overflight.commission import first_session_finding
from overflight.desk import from_package
from overflight.desk.cases import CaseAsked, judge_case, read_case
from overflight.membership import entry_terms, force_for_state, provisional_finding
from overflight.quotas import distribution_in_force, first_distribution_until
from overflight.sensors import in_phase_in
from overflight.treaty import FactRecorded, Finding, Outcome, open_skies, readings, write_form

KEPT, BROKEN, OPEN = Outcome.KEPT, Outcome.BROKEN, Outcome.OPEN
DAY = timedelta(days=1)
ENTRY = date(2002, 1, 1)
SIGNED = ("CA", "HU", "KG")


@pytest.mark.rule("OSC-11")
@pytest.mark.provision("annex.L.I.2")
@pytest.mark.parametrize(
    ("opened", "outcome"),
    [("1992-05-22", KEPT), ("1992-05-23", KEPT), ("1992-05-24", BROKEN)],
)
def test_first_session_within_sixty_days_of_signature(opened: str, outcome: Outcome) -> None:
    """Signed 1992-03-24; day sixty is 23 May, as the note to the time limit says."""
    assert first_session_finding(date.fromisoformat(opened)).outcome is outcome


def provisional(until: str, by: str = "", in_force: date | None = ENTRY) -> Finding:
    """Return what is answered to a provisional application until a day."""
    stated = {"since": "1992-03-24", "until": until, "extended_by": by}
    return provisional_finding(FactRecorded("MEM-14", stated), SIGNED, in_force)


@pytest.mark.rule("MEM-14")
@pytest.mark.provision("art.XVIII.I.2")
@pytest.mark.parametrize(
    ("until", "outcome"),
    [("1993-03-23", KEPT), ("1993-03-24", KEPT), ("1993-03-25", BROKEN)],
)
def test_provisional_application_of_twelve_months(until: str, outcome: Outcome) -> None:
    """Opened for signature 1992-03-24: twelve months end on 1993-03-24."""
    assert provisional(until).outcome is outcome
    assert provisional(until).provision == "art.XVIII.I.2"


@pytest.mark.rule("MEM-14")
@pytest.mark.provision("art.XVIII.I.2")
def test_provisional_application_extended_by_all_signatories_only() -> None:
    """One signatory that did not decide so is enough to end it."""
    assert provisional("1995-01-01", "CA HU KG").outcome is KEPT
    two = provisional("1995-01-01", "CA HU")
    assert two.outcome is BROKEN
    assert "not extended by KG" in two.says


@pytest.mark.rule("MEM-14")
@pytest.mark.provision("art.XVIII.I.2")
def test_provisional_application_ends_with_entry_into_force() -> None:
    """Whoever extended it: on 2002-01-01 the Treaty itself is in force."""
    everybody = " ".join(SIGNED)
    assert provisional("2002-01-01", everybody).outcome is KEPT
    assert provisional("2002-01-02", everybody).outcome is BROKEN
    assert provisional("2002-01-02", everybody, None).outcome is KEPT


def judged(rule: str, stated: dict[str, str]) -> list[str]:
    """Return what a case answers to a fact recorded for a rule."""
    body = {"rule": rule, "stated": stated}
    said = {"type": "treaty.fact-recorded/1", "party": "CA", "time": "1993-06-01T00:00:00Z"}
    case = {"case": "c", "at": "2003-01-01T00:00:00Z", "statements": [{**said, "body": body}]}
    read = read_case(json.dumps(case).encode(), where="c")
    answer = write_form(judge_case(read, CaseAsked(), source="c"))
    rows = [f for s in answer["subjects"] for f in s["findings"]]
    return [f["outcome"] for f in rows if f["rule"] == rule]


@pytest.mark.rule("OSC-11", "MEM-14")
def test_a_case_holds_recorded_facts_to_their_time() -> None:
    """What is recorded in its form is judged; what is not, is only said to be incomplete."""
    assert judged("OSC-11", {"opened_on": "1992-05-24"}) == ["broken", "kept"]
    assert judged("OSC-11", {"opened_on": "in May"}) == ["open"]
    brief = {"at": "1993-05-01T10:00:00Z", "inventory_joint": "yes", "safety_brief": "yes"}
    assert judged("PFI-6", brief) == ["kept"]
    until = {"since": "1992-03-24", "until": "1994-03-24"}
    assert judged("MEM-14", until) == ["broken", "kept"]
    signed = [row.code for row in open_skies().parties if row.signed is not None]
    assert judged("MEM-14", {**until, "extended_by": " ".join(signed)}) == ["kept", "kept"]


@pytest.mark.rule("SEN-17")
@pytest.mark.provision("art.XVIII.II.1")
def test_phase_in_ends_on_31_december_of_the_third_year() -> None:
    """In force in 2002: 2005-12-31 is its last day."""
    assert in_phase_in(date(2005, 12, 31))
    assert not in_phase_in(date(2006, 1, 1))
    last = next(row.last_day for row in open_skies().phases if row.id == "PHS-1")
    assert last == date(2005, 12, 31)


@pytest.mark.rule("QTA-5")
@pytest.mark.provision("annex.A.II.1")
@pytest.mark.parametrize(
    ("on", "outcome"),
    [(date(2003, 12, 30), KEPT), (date(2003, 12, 31), KEPT), (date(2004, 1, 1), BROKEN)],
)
def test_first_distribution_until_the_end_of_the_next_year(on: date, outcome: Outcome) -> None:
    """31 December following the year of entry into force is 2003-12-31 by its letter."""
    first = from_package().quotas.distributions[0]
    assert distribution_in_force(first, on).outcome is outcome


@pytest.mark.rule("QTA-5")
@pytest.mark.provision("annex.A.II.1")
def test_first_distribution_by_the_other_reading() -> None:
    """Read as the year of entry into force itself it ends a year earlier (AMB-4)."""
    assert first_distribution_until(ENTRY) == (date(2004, 1, 1), date(2003, 1, 1))
    held = from_package(readings=readings({"AMB-4": "same-year"}))
    first = held.quotas.distributions[0]
    assert distribution_in_force(first, date(2002, 12, 31)).outcome is KEPT
    assert distribution_in_force(first, date(2003, 1, 1)).outcome is BROKEN


@pytest.mark.rule("MEM-3")
@pytest.mark.provision("art.XVII.6")
def test_in_force_for_a_state_on_day_sixty_exactly() -> None:
    """Not before and not after: the day of the deposit does not count."""
    terms = entry_terms(open_skies())
    force = force_for_state(date(2002, 12, 12), ENTRY, terms)
    assert force == date(2003, 2, 10)
    assert Decimal((force - date(2002, 12, 12)).days) == Decimal(60)
    assert force_for_state(ENTRY, ENTRY, terms) == ENTRY
    assert force_for_state(ENTRY + DAY, ENTRY, terms) == date(2002, 3, 3)
