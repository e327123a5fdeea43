"""Areas of several sources, taken together."""

from __future__ import annotations

from datetime import date

from overflight.airspace import (
    GROUND_LEVEL,
    UNLIMITED,
    Airspace,
    AirspaceArea,
    Hazard,
    Unread,
)
from overflight.geodesy import Position

RING = (Position(0, 0), Position(1, 0), Position(1, 1))


def area(name: str, hazard: Hazard | None) -> AirspaceArea:
    """Return a triangle."""
    return AirspaceArea(name, hazard, "X", RING, GROUND_LEVEL, UNLIMITED)


def test_only_three_kinds_are_hazardous() -> None:
    """Other classes are kept and bind nothing (DEF-32)."""
    airspace = Airspace("a", (area("P", Hazard.PROHIBITED), area("TMA", None)))
    assert [one.name for one in airspace.hazardous] == ["P"]


def test_sources_are_added() -> None:
    """The oldest day is the one to look at; what was not read stays told."""
    lost = Unread("x", "a: line 1", "e", "f", "r")
    first = Airspace("a", (area("1", None),), unread=(lost,), day=date(2026, 3, 1))
    second = Airspace("b", (area("2", None),), day=date(2026, 2, 1))
    both = first + second + Airspace("c", ())
    assert (both.source, both.day, len(both.areas), both.unread) == (
        "a; b; c",
        date(2026, 2, 1),
        2,
        (lost,),
    )
    assert (Airspace("a", ()) + Airspace("b", ())).day is None


def test_the_ground_below() -> None:
    """An area is a territory to whoever plans around it."""
    assert area("1", None).territory.contains(Position(0.9, 0.5))
    assert not area("1", None).territory.contains(Position(0.5, 0.9))
