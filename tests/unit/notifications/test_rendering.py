"""Notices as text: the envelope of the OS Formats, and no claim to more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.unit.notifications.test_contents import INTENTION, REPORT

from overflight.deadlines import parse_instant
from overflight.notifications import (
    Acknowledgement,
    Content,
    Envelope,
    IntentionToFly,
    MissionReport,
    render_notice,
    render_report,
)

AT = parse_instant("2003-05-05T06:00Z")
ENVELOPE = Envelope("IT", ("BG",), "INTENTION", "2003-OS3001/NTF-3", AT, info=("HU", "RO"))


def test_intention_line_by_line() -> None:
    """Header lines, numbered body, trailer: as decisions.md section 2 describes the envelope."""
    lines = render_notice(ENVELOPE, INTENTION).splitlines()
    assert lines[:5] == [
        "PRECEDENCE: ROUTINE",
        "FROM: IT",
        "TO: BG",
        "INFO: HU, RO",
        "SUBJECT: INTENTION",
    ]
    numbered = [line for line in lines if line[:2] in {f"{n}." for n in range(1, 8)}]
    assert [line.split(":")[0] for line in numbered] == [
        "1. OS MESSAGE NUMBER",
        "2. OS MESSAGE DATE AND TIME",
        "3. TREATY REFERENCE",
        "4. MESSAGE REFERENCE",
        "5. CONTENT",
        "6. REMARKS",
        "7. END OF OS MESSAGE NUMBER",
    ]
    assert numbered[0].endswith("2003-OS3001/NTF-3")
    assert numbered[6].endswith("2003-OS3001/NTF-3")
    assert numbered[2].endswith("ARTICLE VI, SECTION I, PARAGRAPH 5")
    assert "   G. APPROXIMATE FLIGHT DISTANCE: 900 KM" in lines


@pytest.mark.parametrize(
    ("content", "paragraph"),
    [
        (INTENTION, "PARAGRAPH 5"),
        (IntentionToFly(AT), "PARAGRAPH 5"),
        (Acknowledgement(AT, supplies_aircraft=True, aircraft="AN-30"), "PARAGRAPH 6"),
        (REPORT, "PARAGRAPH 21"),
        (MissionReport("2003-OS3001", "IT", "BG", explanation="no show"), "PARAGRAPH 21"),
    ],
)
def test_never_passed_off_as_the_official_form(content: Content, paragraph: str) -> None:
    """Where the number of a format was not seen, the text says so."""
    text = render_notice(ENVELOPE, content)
    assert "FORMAT NUMBER NOT SEEN" in text
    assert paragraph in text


def test_personal_data_stay_out() -> None:
    """People are a count and a hash in a notice, never names."""
    text = render_notice(ENVELOPE, INTENTION)
    assert "H. (1) PERSONNEL: 12" in text
    assert "a" * 64 in text


def test_text_cannot_pose_as_another_item() -> None:
    """A line feed inside an item would let it forge the next one."""
    forged = replace(INTENTION, clearance_number="X\n7. END OF OS MESSAGE NUMBER: FORGED")
    lines = render_notice(ENVELOPE, forged).splitlines()
    assert sum(line.startswith("7. END") for line in lines) == 1


def test_report_as_markdown() -> None:
    """The report shows each part the text asks for, and nothing runs out of its cell."""
    text = render_report(replace(REPORT, weather="a|b"))
    for part in ("Date and time", "Route", "Profile", "Weather", "Observation periods", "covers"):
        assert part in text
    assert "a\\|b" in text
    assert "2003-05-08 08:00Z to 2003-05-08 12:00Z" in text
    assert "## Explanation" not in text
    assert "## Explanation" in render_report(replace(REPORT, explanation="late"))


def test_report_of_no_flight_is_its_explanation() -> None:
    """A flight that was not flown has no route to report."""
    text = render_report(MissionReport("2003-OS3001", "IT", "BG"))
    assert "NOT STATED" in text
    assert "Route" not in text
