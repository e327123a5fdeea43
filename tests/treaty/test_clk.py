"""How time counts: hours exactly, days and months by the calendar, silence for nothing (CLK)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from tests.mission_script import acknowledged, arrived, at, mission, notified

from overflight.deadlines import Unit, after, before, parse_instant
from overflight.membership.clocks import day_after
from overflight.missions import window_end
from overflight.treaty import SILENCE, DefaultClaimed, Outcome, open_skies, silence_finding


def instant(text: str) -> datetime:
    """Return an instant written short."""
    return parse_instant(text + "Z")


@pytest.mark.provision("treaty")
@pytest.mark.rule("CLK-1")
@pytest.mark.case("kept", "broken", "boundary")
@pytest.mark.parametrize(
    ("start", "hours", "ends"),
    [
        ("2003-05-05T08:00", 72, "2003-05-08T08:00"),
        ("2003-03-28T06:00", 72, "2003-03-31T06:00"),  # summer time began on 30 March
        ("2003-10-24T06:00", 72, "2003-10-27T06:00"),  # and ended on 26 October
        ("2004-02-27T08:00", 72, "2004-03-01T08:00"),  # over a leap day
        ("2003-12-30T00:00", 96, "2004-01-03T00:00"),  # over New Year
        ("2016-12-31T23:00", 24, "2017-01-01T23:00"),  # over a leap second, which UTC hides
    ],
)
def test_hours_run_exactly_in_utc(start: str, hours: int, ends: str) -> None:
    """No wall clock moves a limit in hours; one second more is late."""
    due = after(instant(start), hours, Unit.HOURS)
    assert due == instant(ends)
    assert before(instant(ends), hours, Unit.HOURS) == instant(start)
    assert due + timedelta(seconds=1) > instant(ends)


@pytest.mark.provision("treaty")
@pytest.mark.rule("CLK-1")
@pytest.mark.case("kept", "broken", "boundary")
def test_days_run_to_the_end_of_the_last_one() -> None:
    """Seven days after any instant of 28 December end with the last second of 4 January."""
    for hour in ("00:00:00", "12:30:00", "23:59:59"):
        due = after(instant(f"2003-12-28T{hour}"), 7, Unit.DAYS)
        assert due == instant("2004-01-05T00:00")


@pytest.mark.provision("art.XVII.2", "art.XVII.6")
@pytest.mark.rule("CLK-2")
@pytest.mark.case("kept", "broken", "boundary")
@pytest.mark.parametrize(
    ("deposit", "in_force"),
    [
        ("2001-11-02", "2002-01-01"),
        ("2002-12-12", "2003-02-10"),
        ("2004-11-02", "2005-01-01"),
        ("2004-01-01", "2004-03-01"),  # 60 days with a leap day; 2 March without one
        ("2003-01-01", "2003-03-02"),
    ],
)
def test_the_day_of_the_event_does_not_count(deposit: str, in_force: str) -> None:
    """As the Depositaries counted it: date of deposit and sixty days."""
    assert day_after(date.fromisoformat(deposit), 60, Unit.DAYS) == date.fromisoformat(in_force)
    due = after(instant(f"{deposit}T15:00"), 60, Unit.DAYS)
    assert due - timedelta(seconds=1) < instant(f"{in_force}T00:00") + timedelta(days=1) == due


@pytest.mark.provision("art.XV.2")
@pytest.mark.rule("CLK-3")
@pytest.mark.case("kept", "broken", "boundary")
@pytest.mark.parametrize(
    ("notice", "effect"),
    [
        ("2020-05-22", "2020-11-22"),
        ("2021-06-18", "2021-12-18"),
        ("2003-08-31", "2004-02-29"),  # clipped to the leap day
        ("2004-08-31", "2005-02-28"),  # clipped to the end of February
        ("2004-08-29", "2005-02-28"),
        ("2003-06-30", "2003-12-30"),  # not the end of the month, the same day number
    ],
)
def test_months_keep_the_day_number(notice: str, effect: str) -> None:
    """The same day number months later, clipped to the end of the month."""
    start, ends = date.fromisoformat(notice), date.fromisoformat(effect)
    assert day_after(start, 6, Unit.MONTHS) == ends
    last = after(instant(f"{notice}T00:00"), 6, Unit.MONTHS)
    assert last == instant(f"{effect}T00:00") + timedelta(days=1)


@pytest.mark.provision("art.VI.I.5", "art.V.2", "annex.D.I.6")
@pytest.mark.rule("CLK-4")
@pytest.mark.case("kept", "broken", "boundary")
@pytest.mark.parametrize(
    ("event", "amount", "unit", "latest"),
    [
        ("2003-05-08T08:00", 72, Unit.HOURS, "2003-05-05T08:00"),
        ("2004-03-01T08:00", 72, Unit.HOURS, "2004-02-27T08:00"),
        ("2004-03-30T12:00", 30, Unit.DAYS, "2004-03-01T00:00"),  # 29 February is the last day
        ("2003-03-15T12:00", 14, Unit.DAYS, "2003-03-02T00:00"),  # 1 March is the last day
        ("2003-03-31T12:00", 1, Unit.MONTHS, "2003-03-01T00:00"),  # 28 February is the last day
    ],
)
def test_a_lead_met_exactly_is_met(event: str, amount: int, unit: Unit, latest: str) -> None:
    """The last instant before the lead is in time, and nothing after it."""
    assert before(instant(event), amount, unit) == instant(latest)


@pytest.mark.provision("treaty", "art.XIII.I.2", "art.III.I.7")
@pytest.mark.rule("CLK-5")
def test_silence_does_what_the_text_says_and_nothing_else() -> None:
    """Five replies have a stated default; every other rule of the table has none."""
    law = open_skies()
    stated = {"PER-2", "QTA-8", "CRT-19", "CRT-8", "FLT-5"}
    assert SILENCE.keys() == stated
    for rule in law.rules:
        found = silence_finding(DefaultClaimed(rule, "it is so"))
        assert found.outcome is (Outcome.KEPT if rule in stated else Outcome.BROKEN)
        assert ("expiry by itself changes nothing" in found.says) is (rule not in stated)


@pytest.mark.provision("art.VI.I.9")
@pytest.mark.rule("CLK-6")
@pytest.mark.case("kept", "broken", "boundary")
@pytest.mark.parametrize("came", ["05-08 07:00", "05-08 08:00", "05-09 08:00"])
def test_the_window_runs_from_the_estimate(came: str) -> None:
    """Early, in time or a day late: the 96 hours run from the arrival estimated."""
    m = mission(notified(), acknowledged(), arrived(came))
    assert [when.at for when in window_end(m)] == [at("05-12 08:00")]
