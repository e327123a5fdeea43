"""``overflight track check``: where tracks leave the corridor of a plan, however long they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.facts import number_in
from overflight.cli.output import AS_JSON, say, say_json
from overflight.cli.track.asking import (
    COLUMNS,
    FASTEST,
    FORMAT,
    GAP,
    clean_track,
    read,
    surroundings,
)

if TYPE_CHECKING:
    from overflight.desk.flights import CheckForm

__all__ = ["register"]

_SHOWN = 12


def register(app: typer.Typer) -> None:
    """Add the command to the noun."""
    app.command()(check)


def check(
    files: list[Path] = typer.Argument(help="Tracks, of any form that is read."),
    plan: Path = typer.Option(..., "--plan", help="The agreed plan, or a case with it, as JSON."),
    within: float = typer.Option(
        50.0, "--within", help="Kilometres from the path; 50 is art.VIII.II.3."
    ),
    form: str = FORMAT,
    columns: str = COLUMNS,
    fastest: float = FASTEST,
    gap: float = GAP,
    record: Path | None = typer.Option(None, "--record", help="Folder of a record."),
    as_json: bool = AS_JSON,
) -> None:
    """Find where tracks lie farther from the agreed path than a limit: exactly, and fast.

    Legs, order, heights and sensors are for ``track compare``. Exit code 0 where nothing lies
    beyond, 3 where something does: whether it may is for people.
    """
    from overflight.desk.flights import check_flight
    from overflight.treaty import write_form

    number_in("--within", within, 0.01, 500, "km")
    case, around = surroundings(plan, record, None, (None, "", 0.0), [])
    found = []
    for file in files:
        cleaned = clean_track(read(file, form, columns), ("", ""), fastest, gap, "")
        found.append(check_flight(cleaned, case.plan, around, within_m=within * 1000))
    if as_json:
        say_json([write_form(one) for one in found])
    else:
        for one in found:
            _say(one, within)
    raise typer.Exit(3 if any(one.beyond for one in found) else 0)


def _say(found: CheckForm, within: float) -> None:
    from overflight.deadlines import format_instant
    from overflight.treaty import count_of

    say(
        f"{found.label}: {found.beyond:,} of {found.points:,} points farther than {within:g} km,"
        f" {count_of(len(found.runs), 'run')}; {count_of(found.not_used, 'row')} not used,"
        f" {count_of(found.unseen, 'gap')}"
    )
    for run in sorted(found.runs, key=lambda run: -run.most_m)[:_SHOWN]:
        say(
            f"  {format_instant(run.since)} to {format_instant(run.until)}"
            f"  {run.most_m / 1000:,.3f} km at the most, rows {run.since_row} to {run.until_row}"
        )
    if len(found.runs) > _SHOWN:
        say(f"  {len(found.runs) - _SHOWN} smaller ones: --json")
