"""``overflight track show`` and ``clean``: what a file holds, and what stands of it."""

from __future__ import annotations

from pathlib import Path

import typer

from overflight.cli.output import AS_JSON, say, say_json
from overflight.cli.track.asking import (
    COLUMNS,
    FASTEST,
    FILE,
    FORMAT,
    GAP,
    SHIFT,
    SINCE,
    UNTIL,
    clean_track,
    read,
)
from overflight.cli.track.shown import SHOWN, say_track, write

__all__ = ["register"]

_OUT_POINTS = typer.Option(None, "--out", help="Write the points that stand to this file, as CSV.")


def register(app: typer.Typer) -> None:
    """Add the commands to the noun."""
    app.command()(show)
    app.command("clean")(clean)


def show(
    file: Path = FILE,
    form: str = FORMAT,
    columns: str = COLUMNS,
    as_json: bool = AS_JSON,
) -> None:
    """Show what a track file holds: points, time, heights and what they count from."""
    from dataclasses import replace

    from overflight.flights import clean as cleaned
    from overflight.flights import track_report
    from overflight.treaty import write_form

    report = track_report(cleaned(read(file, form, columns)))
    if as_json:
        say_json(write_form(replace(report, dropped=(), set_aside=())))
        return
    say_track(report)


def clean(
    file: Path = FILE,
    form: str = FORMAT,
    columns: str = COLUMNS,
    since: str = SINCE,
    until: str = UNTIL,
    fastest: float = FASTEST,
    gap: float = GAP,
    shift_to: str = SHIFT,
    out: Path | None = _OUT_POINTS,
    as_json: bool = AS_JSON,
) -> None:
    """Clean a track: every row kept, or dropped with its reason; nothing is smoothed.

    With --out the points that stand are written as CSV.
    """
    from overflight.flights import clean_csv, track_report
    from overflight.treaty import write_form

    kept = clean_track(read(file, form, columns), (since, until), fastest, gap, shift_to)
    report = track_report(kept)
    if out is not None:
        write(out, clean_csv(kept))
    if as_json:
        say_json(write_form(report))
        return
    say_track(report)
    for dropped in (*report.dropped[:SHOWN], *report.set_aside[:SHOWN]):
        say(f"  row {dropped.row:<8} {dropped.fate:20} {dropped.because}")
    more = len(report.dropped) + len(report.set_aside) - 2 * SHOWN
    if more > 0:
        say("  all of them: --json")
    if out is not None:
        say(f"Written: {out}")
