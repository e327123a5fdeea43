"""The catalogue fold: what the record says of frames and strips."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from overflight.imagery import (
    KINDS,
    Corner,
    Fact,
    FrameCatalogued,
    StripCatalogued,
    catalogue,
)
from overflight.record import Reference, Said
from overflight.treaty import read_form, write_form

FRAME = FrameCatalogued(
    mission="2003-OS3001",
    strip="S1",
    frame="0012",
    sensor="OF-1",
    sha256="ab" * 32,
    name="0012.tif",
    footprint=(Corner(Decimal("8.5000000"), Decimal("44.3000000")),),
    finest_gsd_m=Decimal("0.2990"),
    coarsest_gsd_m=Decimal("0.3100"),
    footprint_error_m=Decimal("4.00"),
    terrain="a cliff",
    simulated=True,
)
STRIP = StripCatalogued("2003-OS3001", "S1", "OF-1", ("0012", "0013"), "cd" * 32, simulated=True)


def said(fact: Fact, index: int) -> Said[Fact]:
    """Return a fact as the observing Party said it."""
    at = datetime(2003, 5, 9, tzinfo=UTC)
    return Said(fact, "DE", at, Reference("of/log/de/1", index, "00" * 32))


def test_frames_and_strips_are_found_by_mission_and_id() -> None:
    """A strip names its frames; those not entered yet are named."""
    state = catalogue([said(FRAME, 0), said(STRIP, 1)])
    assert state.frames["2003-OS3001", "0012"].fact == FRAME
    assert [s.fact.frame for s in state.of_strip("2003-OS3001", "S1")] == ["0012"]
    assert state.missing("2003-OS3001", "S1") == ("0013",)
    assert state.missing("2003-OS3001", "S9") == ()
    assert state.disputed == ()


def test_saying_the_same_twice_changes_nothing() -> None:
    """Both Parties may enter the same frame."""
    state = catalogue([said(FRAME, 0), said(FRAME, 1), said(STRIP, 2), said(STRIP, 3)])
    assert state.disputed == ()
    assert state.frames["2003-OS3001", "0012"].ref.i == 0


def test_saying_otherwise_is_a_dispute_and_overwrites_nothing() -> None:
    """The first word stands, the second is shown as a dispute."""
    other = replace(FRAME, sha256="ef" * 32)
    shorter = replace(STRIP, frames=("0012",))
    state = catalogue([said(FRAME, 0), said(other, 1), said(STRIP, 2), said(shorter, 3)])
    assert state.frames["2003-OS3001", "0012"].fact == FRAME
    assert state.disputed == (("2003-OS3001", "0012"), ("2003-OS3001", "S1"))


def test_facts_are_read_back_as_they_were_written() -> None:
    """Digits stay as written: 44.3000000 does not become 44.3."""
    timed = replace(FRAME, taken_at=datetime(2003, 5, 8, 9, 12, tzinfo=UTC))
    for fact in (FRAME, timed):
        body = write_form(fact)
        assert read_form(FrameCatalogued, body, where="fact", closed=False) == fact
    assert read_form(StripCatalogued, write_form(STRIP), where="fact", closed=False) == STRIP
    assert set(KINDS.values()) == {FrameCatalogued, StripCatalogued}


def test_a_backdated_entry_does_not_come_first() -> None:
    """What a Party entered first in its log stands, whatever time it claims for another entry."""
    other = replace(FRAME, sha256="ef" * 32)
    backdated = replace(said(other, 1), time=datetime(2003, 5, 1, tzinfo=UTC))
    state = catalogue([backdated, said(FRAME, 0)])
    assert state.frames["2003-OS3001", "0012"].fact == FRAME
    assert state.disputed == (("2003-OS3001", "0012"),)
