"""Get at the facts a command is asked about: a record, or the founding facts of this package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.output import say

if TYPE_CHECKING:
    from overflight.desk import AsOf
    from overflight.treaty import Readings

__all__ = [
    "ON",
    "READING",
    "RECORD",
    "as_of",
    "before_force",
    "chosen",
    "columns",
    "day",
    "doubts",
    "number_in",
]

ON = typer.Option("", "--on", help="Day as YYYY-MM-DD; today if not given.")
RECORD = typer.Option(
    None, "--record", help="Folder of a record; else the founding facts of this package."
)
READING = typer.Option(None, "--reading", help="Reading of an open point, as AMB-4=same-year.")


def day(text: str) -> date:
    """Return the day asked for, or today."""
    from overflight.adapters.clock import SystemClock
    from overflight.deadlines import day_of, parse_day

    return parse_day(text, where="--on") if text else day_of(SystemClock().now())


def chosen(settings: Sequence[str] | None) -> Readings:
    """Return the readings in force with those chosen on the command line."""
    from overflight.errors import UsageError
    from overflight.treaty import readings

    taken: Mapping[str, str] = {
        point: option for point, _, option in (text.partition("=") for text in settings or ())
    }
    for text in settings or ():
        if "=" not in text:
            raise UsageError(
                "E-READING",
                where="--reading",
                expected="an open point and its reading, as AMB-4=same-year",
                found=text,
                remedy="`overflight rules readings` lists the open points and their readings.",
            )
    return readings(taken)


def as_of(record: Path | None, settings: Sequence[str] | None) -> AsOf:
    """Return what held on any day, by a record or by the founding facts of this package."""
    from overflight.desk import from_package, from_record

    if record is None:
        return from_package(readings=chosen(settings))
    from overflight.assembly import open_record

    with open_record(record, keys=False) as opened:
        return from_record(
            opened.desk.records,
            source=f"record {record.name}",
            readings=chosen(settings),
            kept=opened.kept,
        )


def before_force(held: AsOf, on: date) -> str:
    """Return why a list of that day is empty: the Treaty was not in force; else nothing."""
    since = held.parties.in_force
    if since is not None and on >= since:
        return ""
    return f"the Treaty enters into force on {since or 'no day known'} (art.XVII.2)"


def number_in(option: str, value: float, least: float, most: float, unit: str) -> float:
    """Return a number of the command line that lies within its range.

    Args:
        option: The option, for the error.
        value: What was given.
        least: Least number that can be meant.
        most: Greatest number that can be meant.
        unit: Its unit, for the error.

    Raises:
        UsageError: It lies outside, or is none.
    """
    from overflight.errors import UsageError

    if not least <= value <= most:
        raise UsageError(
            "E-RANGE",
            where=option,
            expected=f"a number from {least:,g} to {most:,g} {unit}".rstrip(),
            found=str(value),
            remedy="Give a number in this range, in this unit.",
        )
    return value


def columns(rows: Sequence[Sequence[str]]) -> None:
    """Print rows in aligned columns; the last column is not padded."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]) - 1)] if rows else []
    for row in rows:
        padded = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        say("  ".join([*padded, row[-1]]).rstrip())


def doubts(lines: Sequence[str]) -> None:
    """Print what is doubtful, one line each, marked."""
    for line in lines:
        say(f"  ? {line}")
