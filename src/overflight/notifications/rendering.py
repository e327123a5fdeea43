"""Notices as text, in the manner of the OS Formats of 10 December 1992.

Of those formats the envelope is known, and the fields of one. Where the number or the fields of a
format were not seen, the text says so: it is never presented as the official form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from overflight.deadlines import Instant, format_instant, show_instant
from overflight.notifications.contents import Acknowledgement, IntentionToFly, MissionReport

__all__ = ["Content", "Envelope", "render_notice", "render_report"]

Content = IntentionToFly | Acknowledgement | MissionReport
_UNSEEN: Final = "FORMAT NUMBER NOT SEEN (envelope after OS Formats of 10 December 1992)"
_NONE: Final = "NOT STATED"


@dataclass(frozen=True, slots=True)
class Envelope:
    """The frame every OS format shares.

    Args:
        sender: FROM.
        to: TO.
        subject: SUBJECT.
        number: OS message number, repeated as the trailer.
        at: OS message date and time.
        info: INFO.
        precedence: PRECEDENCE.
        references: Earlier messages this one follows.
        remarks: Remarks.
    """

    sender: str
    to: tuple[str, ...]
    subject: str
    number: str
    at: Instant
    info: tuple[str, ...] = ()
    precedence: str = "ROUTINE"
    references: tuple[str, ...] = ()
    remarks: str = ""


def _when(at: Instant | None) -> str:
    return format_instant(at) if at else _NONE


def _line(text: str) -> str:
    """Return text on one line: a line feed inside an item could pose as the next item."""
    return " ".join(text.split()) or _NONE


def _intention(item: IntentionToFly) -> list[str]:
    distance = f"{item.flight_distance_km} KM" if item.flight_distance_km is not None else _NONE
    sealed = item.personnel_attachment or _NONE
    return [
        f"A. (1) POINT OF ENTRY: {_line(item.point_of_entry)}",
        f"   (2) OPEN SKIES AIRFIELD OF COMMENCEMENT: {_line(item.airfield)}",
        f"B. (1) ESTIMATED ARRIVAL AT POINT OF ENTRY: {_when(item.estimated_arrival)}",
        f"   (2) ESTIMATED DEPARTURE TO AIRFIELD: {_when(item.departure_to_airfield)}",
        f"   (3) LODGING: {_line(item.lodging)}",
        f"C. (1) PLACE OF PRE-FLIGHT INSPECTION: {_line(item.inspection_site)}",
        f"   (2) START: {_when(item.inspection_starts_at)}",
        f"D. (1) MODE OF TRANSPORT: {_line(item.transport_mode)}",
        f"   (2) TRANSPORT AIRCRAFT: {_line(item.transport_aircraft)}",
        f"E. DIPLOMATIC CLEARANCE NUMBER: {_line(item.clearance_number)}",
        f"F. OBSERVATION AIRCRAFT: {_line(item.aircraft)}",
        f"G. APPROXIMATE FLIGHT DISTANCE: {distance}",
        f"H. (1) PERSONNEL: {item.personnel}",
        f"   (2) SEALED LIST, SHA-256: {sealed}",
    ]


def _acknowledgement(item: Acknowledgement) -> list[str]:
    supplied = "YES" if item.supplies_aircraft else "NO"
    return [
        f"A. NOTIFICATION RECEIVED: {_when(item.received_at)}",
        f"B. (1) OBSERVATION AIRCRAFT SUPPLIED BY OBSERVED PARTY: {supplied}",
        f"   (2) AIRCRAFT: {_line(item.aircraft)}",
    ]


def _report(item: MissionReport) -> list[str]:
    periods = [
        f"   ({n}) {_line(p.sensor)} {_when(p.since)} TO {_when(p.until)} {_line(p.place)}"
        for n, p in enumerate(item.periods, start=1)
    ]
    covers = [
        f"   ({n}) {_line(c.place)} {_when(c.checked_at)}"
        f" {'IN PLACE' if c.in_place else 'NOT IN PLACE'}"
        for n, c in enumerate(item.covers, start=1)
    ]
    return [
        f"A. (1) COMMENCEMENT: {_when(item.commenced_at)}",
        f"   (2) COMPLETION: {_when(item.completed_at)}",
        f"B. (1) ROUTE: {_line(' - '.join(item.route))}",
        f"   (2) PROFILE: {_line(item.profile)}",
        f"C. WEATHER: {_line(item.weather)}",
        "D. OBSERVATION PERIODS:",
        *(periods or [f"   {_NONE}"]),
        f"E. APPROXIMATE AMOUNT OF DATA: {_line(item.data_amount)}",
        "F. INSPECTION OF SENSOR COVERS:",
        *(covers or [f"   {_NONE}"]),
        f"G. WRITTEN EXPLANATION: {_line(item.explanation)}",
    ]


def _content(content: Content) -> tuple[str, list[str]]:
    """Return the treaty reference and the content lines of a notice."""
    match content:
        case IntentionToFly():
            return "ARTICLE VI, SECTION I, PARAGRAPH 5", _intention(content)
        case Acknowledgement():
            return "ARTICLE VI, SECTION I, PARAGRAPH 6", _acknowledgement(content)
        case MissionReport():
            return "ARTICLE VI, SECTION I, PARAGRAPH 21", _report(content)
        case _:
            assert_never(content)


def _listed(codes: Sequence[str]) -> str:
    return _line(", ".join(codes))


def render_notice(envelope: Envelope, content: Content) -> str:
    """Return a notice as text: header lines, numbered body, trailer.

    Args:
        envelope: From whom, to whom, which message.
        content: What it says.

    Treaty: art.XI; OS Formats of 10 December 1992 for the envelope.
    """
    reference, lines = _content(content)
    body = "\n".join(f"   {line}" for line in lines)
    number = _line(envelope.number)
    return (
        f"PRECEDENCE: {_line(envelope.precedence)}\n"
        f"FROM: {_line(envelope.sender)}\n"
        f"TO: {_listed(envelope.to)}\n"
        f"INFO: {_listed(envelope.info)}\n"
        f"SUBJECT: {_line(envelope.subject)}\n"
        f"{_UNSEEN}\n\n"
        f"1. OS MESSAGE NUMBER: {number}\n"
        f"2. OS MESSAGE DATE AND TIME: {format_instant(envelope.at)}\n"
        f"3. TREATY REFERENCE: {reference}\n"
        f"4. MESSAGE REFERENCE: {_listed(envelope.references)}\n"
        f"5. CONTENT:\n{body}\n"
        f"6. REMARKS: {_line(envelope.remarks)}\n"
        f"7. END OF OS MESSAGE NUMBER: {number}\n"
    )


def _cell(text: str) -> str:
    return _line(text).replace("|", "\\|")


def render_report(report: MissionReport) -> str:
    """Return a mission report as Markdown, with exactly what the text asks for.

    Treaty: art.VI.I.21.
    """
    flown = report.commenced_at is not None
    head = [
        f"# Mission report {_cell(report.mission)}",
        "",
        f"Observing Party {_cell(report.observing)}, observed Party {_cell(report.observed)}.",
        "Content of art.VI.I.21; format number not seen.",
        "",
    ]
    if not flown:
        return "\n".join([*head, "## Explanation", "", report.explanation or _NONE, ""])
    span = " to ".join(show_instant(t) if t else _NONE for t in _span(report))
    periods = [
        f"| {_cell(p.sensor)} | {show_instant(p.since)} | {show_instant(p.until)}"
        f" | {_cell(p.place)} |"
        for p in report.periods
    ]
    covers = [
        f"| {_cell(c.place)} | {show_instant(c.checked_at)}"
        f" | {'in place' if c.in_place else 'not in place'} |"
        for c in report.covers
    ]
    return "\n".join(
        [
            *head,
            f"- **Date and time**: {span}",
            f"- **Route**: {_cell(' - '.join(report.route))}",
            f"- **Profile**: {_cell(report.profile)}",
            f"- **Weather**: {_cell(report.weather)}",
            f"- **Approximate amount of data**: {_cell(report.data_amount)}",
            "",
            "## Observation periods",
            "",
            "| sensor | since | until | place |",
            "|---|---|---|---|",
            *periods,
            "",
            "## Inspection of sensor covers",
            "",
            "| check | at | result |",
            "|---|---|---|",
            *covers,
            *(["", "## Explanation", "", report.explanation] if report.explanation else []),
            "",
        ]
    )


def _span(report: MissionReport) -> tuple[Instant | None, Instant | None]:
    return report.commenced_at, report.completed_at
