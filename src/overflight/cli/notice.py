"""``overflight notice``: the notifications of the Treaty, written as OS text and read back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.facts import RECORD, as_of
from overflight.cli.output import AS_JSON, leave, say, say_findings, say_json

if TYPE_CHECKING:
    from overflight.notifications import Message, NoticeGiven

app = typer.Typer(no_args_is_help=True, help="Notices: every notification as OS text, and back.")

_STATUS = {
    "EXACT": "number and fields as the Commission approved them",
    "PARTIAL": "number and use known; fields not seen, letters are ours",
    "CONJECTURE": "format not seen; letters are ours, content is the text's",
}


@app.callback()
def notices() -> None:
    """Notices: every notification of the Treaty as OS text, and back."""


@app.command("list")
def list_(
    notification: str = typer.Argument("", help="NTF-n: its form, item by item."),
    as_json: bool = AS_JSON,
) -> None:
    """List the notifications: who to whom, when, with what content; the form of one."""
    from overflight.desk.notice_texts import notice_list
    from overflight.treaty import write_form

    listed = notice_list(notification)
    if as_json:
        say_json(write_form(listed))
        return
    for row in listed.notices:
        number = f"OS Format {row.os_format}" if row.os_format else "format not seen"
        say(f"{row.notification:7} {row.provision:14} {row.name}   ({number}, {row.status})")
        if notification:
            say(f"        {_STATUS[row.status]}")
            say(f"        {row.sender} -> {row.recipients}; {row.lead_time}")
            say(f"        reply: {row.reply}")
            for item in row.items:
                sort = item.sort or "heading"
                say(
                    f"  {item.item:8} {item.heading or '-':48} {sort:9} {item.must:3} {item.status}"
                )


@app.command()
def render(
    file: Path = typer.Argument(help="The message as JSON; - reads it in."),
    width: int = typer.Option(0, "--width", min=0, help="Fold longer lines; 69 is a telex line."),
    telex: bool = typer.Option(False, "--telex", help="Only what a telex can send; our setting."),
) -> None:
    """Write a message as OS text: header lines, numbered body, trailer."""
    from overflight.notifications import render_message

    say(render_message(_message(file), width=width, telex=telex).removesuffix("\n"))


@app.command()
def read(
    file: Path = typer.Argument(help="The text of a message; - reads it in."),
    notification: str = typer.Option("", "--as", help="NTF-n, where the text does not tell."),
    received: str = typer.Option("", "--received", help="When it was received."),
    event: str = typer.Option("", "--event", help="When the event was that its time hangs on."),
    reading: list[str] = typer.Option([], "--reading", help="As AMB-2=dispatch; repeat it."),
    record: Path | None = RECORD,
    as_json: bool = AS_JSON,
) -> None:
    """Read OS text: the message as JSON, what is out of order, what is missing, whether in time.

    With --record the Parties of that record, and the notices in it that this one answers or that
    answer it, tell what the text does not. Exit code 0 kept, 1 broken, 3 open.
    """
    from overflight.deadlines import parse_instant
    from overflight.desk.notice_texts import NoticeAsked, read_notice
    from overflight.treaty import point_name, write_form

    pairs = (text.partition("=") for text in reading)
    asked = NoticeAsked(
        notification=notification.upper(),
        received_at=parse_instant(received, where="--received") if received else None,
        event_at=parse_instant(event, where="--event") if event else None,
        readings={point_name(point): option for point, _, option in pairs},
    )
    held = None if record is None else as_of(record, reading)
    said = () if record is None else _said(record)
    answer = read_notice(_bytes(file), asked, where=_name(file), held=held, said=said)
    if as_json:
        say_json(write_form(answer.form()))
    else:
        message = answer.message
        say(f"{message.notification} {message.number} of {message.sender}: {answer.outcome.value}")
        say(f"form: {answer.status}, {_STATUS[answer.status]}")
        for line in message.content:
            say(f"  {line.item:8} {line.says}")
        say_findings(f for f in answer.findings if f.outcome.value != "kept")
        say(f"{sum(f.outcome.value == 'kept' for f in answer.findings)} findings kept")
        if answer.reply:
            say(f"reply: {answer.reply}")
    leave(answer.outcome.value)


def _said(record: Path) -> tuple[NoticeGiven, ...]:
    from overflight.assembly import open_record
    from overflight.desk.notice_texts import notices_said

    with open_record(record, keys=False) as opened:
        return notices_said(opened.desk.records)


def _name(file: Path) -> str:
    return "standard input" if str(file) == "-" else str(file)


def _bytes(file: Path) -> bytes:
    from overflight.adapters.handed.case_input import case_bytes

    return case_bytes(file)


def _message(file: Path) -> Message:
    from overflight.notifications import Message
    from overflight.treaty import read_form, read_json

    return read_form(Message, read_json(_bytes(file), where=_name(file)), where=_name(file))
