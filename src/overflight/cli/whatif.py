"""``overflight whatif``: suppose an act, see everything that changes and when; write nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.facts import READING, RECORD, chosen, columns
from overflight.cli.output import AS_JSON, leave, say, say_findings, say_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from overflight.desk.whatif.differences import Facts
    from overflight.desk.whatif.forms import Consequence, WhatIf

app = typer.Typer(no_args_is_help=True, help="Suppose an act, see what changes and when.")

_NOTICE = typer.Option(..., "--notice", help="Day of the notice of withdrawal.")
_EFFECT = typer.Option("", "--effect", help="Day of effect the notice names; else the earliest.")
_DEPOSIT = typer.Option(..., "--deposit", help="Day of the deposit of the instrument.")
_ON = typer.Option("", "--on", help="Day to compare on; the day of effect if not given.")
_CLOSES = typer.Option(..., "--on", help="First day on which it is designated no longer.")
_SITE_NOTICE = typer.Option("", "--notice", help="Day of the notice to all other States Parties.")
_BORDERS = typer.Option(None, "--borders", help="Your own borders as GeoJSON, laid over the map.")
_MOST_BYTES = 1024 * 1024


@app.command()
def withdraw(
    code: str = typer.Argument(help="Code of the State: RU, or RUS."),
    notice: str = _NOTICE,
    effect: str = _EFFECT,
    on: str = _ON,
    borders: Path | None = _BORDERS,
    record: Path | None = RECORD,
    reading: list[str] | None = READING,
    as_json: bool = AS_JSON,
) -> None:
    """Suppose that a State gives notice of withdrawal on a day.

    Exit code 0 where the text decides everything, 1 where a rule is broken, 3 where it is silent.
    """
    from overflight.desk import code_of
    from overflight.desk.whatif.differences import what_if_withdrawn

    facts = _facts(record, reading, borders)
    answer = what_if_withdrawn(
        facts,
        code_of(code),
        _day(notice, "--notice"),
        effect=_day_or_none(effect, "--effect"),
        on=_day_or_none(on, "--on"),
    )
    _give(answer, as_json=as_json)


@app.command()
def accede(
    code: str = typer.Argument(help="Alpha-2 code of the State, of the regime or not: AT."),
    deposit: str = _DEPOSIT,
    on: str = _ON,
    borders: Path | None = _BORDERS,
    record: Path | None = RECORD,
    reading: list[str] | None = READING,
    as_json: bool = AS_JSON,
) -> None:
    """Suppose that a State deposits its instrument on a day."""
    from overflight.desk.whatif.differences import what_if_acceded

    facts = _facts(record, reading, borders)
    state = code.strip().upper()
    answer = what_if_acceded(facts, state, _day(deposit, "--deposit"), on=_day_or_none(on, "--on"))
    _give(answer, as_json=as_json)


@app.command()
def redistribute(
    file: Path = typer.Argument(help="A distribution as JSON; - reads standard input."),
    record: Path | None = RECORD,
    reading: list[str] | None = READING,
    as_json: bool = AS_JSON,
) -> None:
    """Suppose that a distribution of active quotas is adopted."""
    from overflight.adapters.handed.plan_files import read_bounded
    from overflight.desk.whatif.shares import what_if_redistributed
    from overflight.quotas import DistributionAdopted
    from overflight.treaty import read_form, read_json

    where = str(file)
    values = read_json(read_bounded(file, _MOST_BYTES), where=where)
    fact = read_form(DistributionAdopted, values, where=where)
    answer = what_if_redistributed(_facts(record, reading), fact, where=where)
    _give(answer, as_json=as_json)


@app.command()
def group(
    file: Path = typer.Argument(help="A group as it shall be, as JSON; - reads standard input."),
    on: str = _ON,
    record: Path | None = RECORD,
    reading: list[str] | None = READING,
    as_json: bool = AS_JSON,
) -> None:
    """Suppose that a group of States Parties is formed, changed or ended."""
    from overflight.adapters.handed.plan_files import read_bounded
    from overflight.desk.whatif.groups import GroupCase, what_if_grouped
    from overflight.treaty import read_form, read_json

    where = str(file)
    values = read_json(read_bounded(file, _MOST_BYTES), where=where)
    case = read_form(GroupCase, values, where=where)
    answer = what_if_grouped(
        _facts(record, reading), case, where=where, on=_day_or_none(on, "--on")
    )
    _give(answer, as_json=as_json)


@app.command("airfield-closed")
def airfield_closed(
    site: str = typer.Argument(help="Site id: IT-MALPENSA."),
    on: str = _CLOSES,
    notice: str = _SITE_NOTICE,
    record: Path | None = RECORD,
    reading: list[str] | None = READING,
    as_json: bool = AS_JSON,
) -> None:
    """Suppose that an airfield or another site is designated no longer from a day on."""
    from overflight.desk.whatif.sites import what_if_closed

    answer = what_if_closed(
        _facts(record, reading),
        site.strip().upper(),
        _day(on, "--on"),
        notified=_day_or_none(notice, "--notice"),
    )
    _give(answer, as_json=as_json)


def _day(text: str, where: str) -> date:
    from overflight.deadlines import parse_day

    return parse_day(text, where=where)


def _day_or_none(text: str, where: str) -> date | None:
    return _day(text, where) if text else None


def _facts(
    record: Path | None, reading: Sequence[str] | None, borders: Path | None = None
) -> Facts:
    """Return what the question is laid over: a record or the founding facts, with a map."""
    from overflight.adapters.lands.world_map import world_borders
    from overflight.desk import NO_RECORD, founding_said
    from overflight.desk.whatif.differences import Facts

    near = world_borders()
    if borders is not None:
        from overflight.adapters.lands.border_files import load_borders

        near = load_borders(borders).over(near)
    if record is None:
        return Facts(founding_said(), NO_RECORD, chosen(reading), near)
    from overflight.assembly import open_record

    with open_record(record, keys=False) as opened:
        return Facts.of_record(opened.desk.records, record.name, chosen(reading), near)


def _give(answer: WhatIf, *, as_json: bool) -> None:
    """Give the answer and leave with its outcome."""
    from overflight.treaty import write_form

    if as_json:
        say_json(write_form(answer))
        leave(answer.outcome.value)
    say(f"Suppose: {answer.question}.")
    say(f"Compared on {answer.compared_on}, over {answer.facts}; nothing is written.")
    for line in answer.set_aside:
        say(f"Set aside: {line}.")
    if answer.readings:
        say(f"Readings: {', '.join(answer.readings)}.")
    say_findings(answer.findings)
    for topic in dict.fromkeys(change.topic for change in answer.changes):
        say()
        say(topic.value)
        _say_changes([change for change in answer.changes if change.topic is topic])
    leave(answer.outcome.value)


def _say_changes(changes: Sequence[Consequence]) -> None:
    """Print changes of one topic; what they have in common is said once, under them."""
    columns(
        [
            (
                "?" if change.decided == "open" else "+",
                _when(change),
                change.subject,
                f"{change.before} -> {change.after}" if change.before or change.after else "",
                f"{change.rule} {change.provision} {' '.join(change.readings)}".rstrip(),
            )
            for change in changes
        ]
    )
    for says in dict.fromkeys(change.says for change in changes):
        say(f"    {says}")
    for source in dict.fromkeys(change.source for change in changes if change.source):
        say(f"    source: {source}")


def _when(change: Consequence) -> str:
    """Return the day, the days between which, or the last day."""
    if change.until is None:
        return str(change.on or "")
    return f"{change.on} to {change.until}" if change.on else f"by {change.until}"
