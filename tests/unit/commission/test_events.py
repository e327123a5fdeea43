"""Events of the chronicle: who may say them, in which order, and what other sources say."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from overflight.commission import Chronicle, EventRecorded, fold_chronicle
from overflight.errors import SourceError
from overflight.record import Reference, Said
from overflight.treaty import DateStatus, EventKind, read_form, write_form

AT = datetime(2020, 1, 1, tzinfo=UTC)


def event(name: str, day: str, topic: str = "") -> EventRecorded:
    """Return an event."""
    status = DateStatus.STATED if len(day) == 10 else DateStatus.DAY_UNKNOWN
    return EventRecorded(name, day, status, EventKind.STATEMENT, f"{name} happened", topic=topic)


def folded(*by: tuple[str, EventRecorded]) -> Chronicle:
    """Fold events said by parties, one after the other."""
    said = [
        Said(fact, party, AT, Reference("x/log", i, "00")) for i, (party, fact) in enumerate(by)
    ]
    return fold_chronicle(said, depositaries=("CA", "HU"))


def names(chronicle: Chronicle, since: date | None = None, until: date | None = None) -> list[str]:
    """Return the events between two days."""
    return [found.fact.id for found in chronicle.events_between(since, until)]


def test_events_stand_by_their_days_not_by_when_they_were_said() -> None:
    """A history is read by day."""
    chronicle = folded(("HU", event("b", "2020-05-22")), ("HU", event("a", "2007")))
    assert names(chronicle) == ["a", "b"]
    assert [found.basis.i for found in chronicle.events] == [1, 0]


def test_a_month_is_wanted_wherever_a_part_of_it_lies() -> None:
    """Its day may be any of them; the range is half open."""
    chronicle = folded(("HU", event("month", "2020-02")))
    assert names(chronicle, date(2020, 2, 29)) == ["month"]
    assert names(chronicle, date(2020, 3, 1)) == []
    assert names(chronicle, None, date(2020, 2, 2)) == ["month"]
    assert names(chronicle, None, date(2020, 2, 1)) == []


def test_only_a_depositary_records_an_event() -> None:
    """Another Party's telling is a statement of that Party, not history."""
    assert names(folded(("AA", event("a", "2007")))) == []


def test_an_event_said_again_is_replaced() -> None:
    """Both Depositaries may load the same history; a correction has the same name."""
    chronicle = folded(("CA", event("a", "2007")), ("HU", event("a", "2007-05-01")))
    (one,) = chronicle.events
    assert one.days == (date(2007, 5, 1), date(2007, 5, 1))


def test_events_of_one_topic_stand_beside_each_other() -> None:
    """Sources that do not agree are shown as such, and none wins."""
    chronicle = folded(
        ("HU", event("a", "2008-07-14", "500th")),
        ("HU", event("b", "2008-08-20", "500th")),
        ("HU", event("c", "2008-08-20")),
    )
    a, b, c = chronicle.events
    assert chronicle.beside(a) == (b,)
    assert chronicle.beside(b) == (a,)
    assert chronicle.beside(c) == ()


def test_an_event_of_no_day_is_refused() -> None:
    """A body whose date is none is not the fact its type names."""
    body = {**write_form(event("a", "2007")), "date": "2020-02-30"}
    with pytest.raises(SourceError, match="E-DAY"):
        read_form(EventRecorded, body, where="commission.event-recorded/1", closed=False)
