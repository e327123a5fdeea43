"""What a notice must say is checked item by item."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import pytest

from overflight.deadlines import parse_instant
from overflight.notifications import (
    Acknowledgement,
    CopyRequest,
    CoverResult,
    IntentionToFly,
    MissionReport,
    Period,
    check_acknowledgement,
    check_copy_request,
    check_intention,
    check_report,
)
from overflight.treaty import Finding, Outcome

E = parse_instant("2003-05-08T08:00Z")
INTENTION = IntentionToFly(
    estimated_arrival=E,
    point_of_entry="BG-SOFIA",
    airfield="BG-SOFIA",
    inspection_site="BG-SOFIA",
    inspection_starts_at=E,
    transport_mode="observation aircraft",
    clearance_number="IT-OS-1",
    aircraft="P-3 I-0001",
    flight_distance_km=Decimal(900),
    personnel=12,
    personnel_attachment="a" * 64,
)
REPORT = MissionReport(
    mission="2003-OS3001",
    observing="IT",
    observed="BG",
    commenced_at=E,
    completed_at=parse_instant("2003-05-08T12:00Z"),
    route=("BG-SOFIA", "TP1", "BG-SOFIA"),
    profile="3000 m above ground",
    weather="clear",
    periods=(Period("OF1", E, parse_instant("2003-05-08T09:00Z"), "TP1 to TP2"),),
    data_amount="two rolls",
    covers=(CoverResult("on arrival", E, in_place=True),),
)


def missing(found: tuple[Finding, ...]) -> list[str]:
    """Return the provisions of what is missing."""
    return [f.provision for f in found if f.outcome is Outcome.BROKEN]


@pytest.mark.rule("NTF-3")
@pytest.mark.provision("art.VI.I.5")
def test_whole_intention() -> None:
    """A notification with items (A) to (H) keeps all eight."""
    found = check_intention(INTENTION)
    assert len(found) == 8
    assert not missing(found)


@pytest.mark.rule("NTF-3")
@pytest.mark.provision("art.VI.I.5.A", "art.VI.I.5.B", "art.VI.I.5.C", "art.VI.I.5.D",
                       "art.VI.I.5.E", "art.VI.I.5.F", "art.VI.I.5.G", "art.VI.I.5.H")  # fmt: skip
@pytest.mark.parametrize(
    ("change", "item"),
    [
        ({"point_of_entry": "", "airfield": ""}, "A"),
        ({"airfield": "BG-BURGAS"}, "B"),
        ({"inspection_starts_at": None}, "C"),
        ({"transport_mode": ""}, "D"),
        ({"clearance_number": ""}, "E"),
        ({"aircraft": ""}, "F"),
        ({"flight_distance_km": None}, "G"),
        ({"personnel_attachment": ""}, "H"),
    ],
)
def test_missing_item_is_named(change: dict[str, object], item: str) -> None:
    """Each item that is missing is named by its letter, and only it."""
    broken = replace(INTENTION, **change)  # type: ignore[arg-type]
    assert missing(check_intention(broken)) == [f"art.VI.I.5.{item}"]


@pytest.mark.rule("NTF-3", "NTF-6")
def test_taxi_moves_item_f() -> None:
    """Where the observed Party supplies the aircraft, item (F) is in its acknowledgement."""
    assert not missing(check_intention(replace(INTENTION, aircraft=""), taxi=True))
    assert missing(check_acknowledgement(Acknowledgement(E, supplies_aircraft=True)))
    assert not missing(check_acknowledgement(Acknowledgement(E, True, "AN-30")))
    assert not missing(check_acknowledgement(Acknowledgement(E)))


@pytest.mark.rule("NTF-38", "REP-1")
@pytest.mark.provision("art.VI.I.21")
def test_report_content() -> None:
    """A report holds exactly what the text asks for; each hole is told."""
    assert not missing(check_report(REPORT))
    for name in ("completed_at", "route", "profile", "weather", "periods", "data_amount", "covers"):
        default = next(f.default for f in fields(MissionReport) if f.name == name)
        change: dict[str, Any] = {name: default}
        hole = replace(REPORT, **change)
        assert missing(check_report(hole)) == ["art.VI.I.21"], name
    unplaced = replace(REPORT, periods=(replace(REPORT.periods[0], place=""),))
    assert missing(check_report(unplaced))


@pytest.mark.rule("NTF-38")
@pytest.mark.provision("art.VIII.I.3")
def test_report_of_no_flight() -> None:
    """A flight that was not flown is reported by its explanation."""
    bare = MissionReport("2003-OS3001", "IT", "BG")
    assert missing(check_report(bare)) == ["art.VIII.I.3"]
    assert not missing(check_report(replace(bare, explanation="no show")))


@pytest.mark.rule("NTF-39")
@pytest.mark.provision("art.IX.IV.1")
def test_copy_request() -> None:
    """A request for copies names items (A) to (F)."""
    whole = CopyRequest("IT", "BG", "2003-05-08", "OF1", "09:00 to 09:10", "film")
    assert not missing(check_copy_request(whole))
    assert missing(check_copy_request(replace(whole, sensor=""))) == ["art.IX.IV.1.D"]
