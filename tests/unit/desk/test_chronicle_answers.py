"""The chronicle as an answer: events, instruments and decisions by day, disagreement shown."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from overflight.adapters.clock import SetClock
from overflight.assembly import rehearsal
from overflight.desk import fold_as_of, founding_said, from_package, from_record, load_founding
from overflight.desk.commission.chronicle import chronicle_list, chronicle_show
from overflight.errors import UsageError
from overflight.membership import InstrumentDeposited
from overflight.record import Reference, Said
from overflight.treaty import DateStatus, EventKind

HELD = from_package()


def test_rows_stand_by_day() -> None:
    """What cannot be ordered by day stands at the first day it can have been."""
    rows = chronicle_list(HELD).rows
    assert rows[0].date == "1955-07-21"
    assert [row.date[:4] for row in rows] == sorted(row.date[:4] for row in rows)
    assert len({row.id for row in rows}) == len(rows)


def test_kind_party_and_days_choose() -> None:
    """A unit's row is a row of its members; the last day is not included."""
    since, until = date(2020, 5, 22), date(2020, 11, 22)
    notices = chronicle_list(HELD, since=since, until=until, kind=EventKind.WITHDRAWAL)
    assert [row.actors for row in notices.rows] == [("US",)]
    assert (notices.since, notices.until) == (since, until)
    bosnia = chronicle_list(HELD, party="NL", kind=EventKind.MILESTONE)
    assert [row.actors for row in bosnia.rows] == [("BNL",)]


def test_withdrawals_are_those_of_the_notices() -> None:
    """The computed effect stands beside what was reported, with its sum."""
    shown = chronicle_show(HELD, "RU.withdrawal.1")
    assert shown.row.date == "2021-12-18"
    assert "2021-06-18 + 6 months" in shown.row.says
    assert shown.parties == 32


def test_a_registry_that_prints_another_day_is_shown_beside() -> None:
    """Slovenia: the deposit gives one day, a registry prints another; neither is settled."""
    shown = chronicle_show(HELD, "SI.force.1")
    assert shown.row.date_status is DateStatus.SOURCES_DISAGREE
    assert [other.date for other in shown.beside] == ["2004-11-24"]
    (other,) = shown.beside
    assert other.disagrees == ("SI.force.1",)


def test_sources_that_disagree_name_each_other() -> None:
    """The 500th flight was counted twice."""
    rows = [row for row in chronicle_list(HELD).rows if row.kind is EventKind.MILESTONE]
    first, second = (row for row in rows if "500th" in row.says)
    assert first.disagrees == (second.id,)
    assert second.disagrees == (first.id,)


def test_a_decision_is_listed_once() -> None:
    """Its event tells it; one that no event tells stands by its own day."""
    decisions = chronicle_list(HELD, kind=EventKind.DECISION).rows
    assert [row.provision for row in decisions].count("dec.16/02") == 1
    without = fold_as_of(
        [s for s in founding_said() if getattr(s.fact, "id", "") != "EV-025"], source="test"
    )
    (found,) = [
        row
        for row in chronicle_list(without, kind=EventKind.DECISION).rows
        if row.provision == "dec.16/02"
    ]
    assert (found.id, found.date) == ("dec.16/02", "2002-07-22")


def test_a_day_that_is_not_known_has_no_count_of_parties() -> None:
    """Nothing is made up for a month or a year."""
    row = next(r for r in chronicle_list(HELD).rows if r.date == "2007")
    assert chronicle_show(HELD, row.id).parties is None


def test_a_state_that_comes_back_has_two_spells() -> None:
    """Each spell has its own rows."""
    back = InstrumentDeposited("US", "accession", "HU", date(2026, 1, 1), "art.XVII.6")
    said = Said(back, "HU", datetime(2026, 1, 1, tzinfo=UTC), Reference("~", 0, ""))
    held = fold_as_of([*founding_said(), said], source="test")
    assert chronicle_show(held, "US.force.2").row.date == "2026-03-02"


def test_an_unknown_row_is_refused() -> None:
    """With the way to the list."""
    with pytest.raises(UsageError, match="chronicle list"):
        chronicle_show(HELD, "EV-999")


def test_a_record_tells_the_same_history() -> None:
    """Loaded once by a Depositary, it is part of the record."""
    opened = rehearsal(("CA", "HU"), SetClock(datetime(2026, 1, 1, tzinfo=UTC)))
    load_founding(opened.desk, opened.signers["HU"])
    held = from_record(opened.desk.records, source="record")
    assert chronicle_list(held).rows == chronicle_list(HELD).rows
