"""The notices of a mission as text, from what the mission holds; the report as Markdown too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from overflight.deadlines import Instant, format_instant, show_instant
from overflight.notifications.contents import Acknowledgement, IntentionToFly, MissionReport
from overflight.notifications.message_forms import Line, Message
from overflight.notifications.writing import NOT_STATED, one_line, render_message

__all__ = ["Content", "Envelope", "as_message", "render_notice", "render_report"]

Content = IntentionToFly | Acknowledgement | MissionReport


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
    return format_instant(at) if at else ""


def _intention(item: IntentionToFly) -> dict[str, str]:
    distance = f"{item.flight_distance_km} KM" if item.flight_distance_km is not None else ""
    return {
        "A.1": item.point_of_entry,
        "A.2": item.airfield,
        "B.1": _when(item.estimated_arrival),
        "B.2": _when(item.departure_to_airfield),
        "B.3": item.lodging,
        "C.1": item.inspection_site,
        "C.2": _when(item.inspection_starts_at),
        "D.1": item.transport_mode,
        "D.2": item.transport_aircraft,
        "E": item.clearance_number,
        "F": item.aircraft,
        "G": distance,
        "H.1": str(item.personnel),
        "H.2": item.personnel_attachment,
    }


def _acknowledgement(item: Acknowledgement) -> dict[str, str]:
    supplied = "YES" if item.supplies_aircraft else "NO"
    return {"A": _when(item.received_at), "B.1": supplied, "B.2": item.aircraft}


def _report(item: MissionReport) -> dict[str, str]:
    periods = {
        f"D.{n}": f"{p.sensor} {_when(p.since)} TO {_when(p.until)} {p.place}"
        for n, p in enumerate(item.periods, start=1)
    }
    covers = {
        f"F.{n}": f"{c.place} {_when(c.checked_at)} {'IN PLACE' if c.in_place else 'NOT IN PLACE'}"
        for n, c in enumerate(item.covers, start=1)
    }
    return {
        "A.1": _when(item.commenced_at),
        "A.2": _when(item.completed_at),
        "B.1": " - ".join(item.route),
        "B.2": item.profile,
        "C": item.weather,
        **periods,
        "E": item.data_amount,
        **covers,
        "G": item.explanation,
    }


def _content(content: Content) -> tuple[str, dict[str, str]]:
    """Return which notification a content is, and its items."""
    match content:
        case IntentionToFly():
            return "NTF-3", _intention(content)
        case Acknowledgement():
            return "NTF-6", _acknowledgement(content)
        case MissionReport():
            return "NTF-38", _report(content)
        case _:
            assert_never(content)


def as_message(envelope: Envelope, content: Content) -> Message:
    """Return a notice of a mission as a message like any other.

    Args:
        envelope: From whom, to whom, which message.
        content: What it says.
    """
    which, items = _content(content)
    return Message(
        notification=which,
        sender=envelope.sender,
        to=envelope.to,
        number=envelope.number,
        at=envelope.at,
        content=tuple(Line(path, " ".join(says.split())) for path, says in items.items() if says),
        info=envelope.info,
        subject=envelope.subject,
        precedence=envelope.precedence,
        references=envelope.references,
        remarks=envelope.remarks,
    )


def render_notice(envelope: Envelope, content: Content) -> str:
    """Return a notice of a mission as text: header lines, numbered body, trailer.

    Args:
        envelope: From whom, to whom, which message.
        content: What it says.

    Raises:
        UsageError: A code is none, or a character cannot be printed.

    Treaty: art.XI; OS Formats of 10 December 1992 for the envelope.
    """
    return render_message(as_message(envelope, content))


def _cell(text: str) -> str:
    return one_line(text).replace("|", "\\|")


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
        return "\n".join([*head, "## Explanation", "", report.explanation or NOT_STATED, ""])
    span = " to ".join(show_instant(t) if t else NOT_STATED for t in _span(report))
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
