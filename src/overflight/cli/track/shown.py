"""How tracks and comparisons are shown to people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from overflight.cli.output import say, say_findings

if TYPE_CHECKING:
    from overflight.desk.flights import FlownJudgement
    from overflight.flights import TrackReport

__all__ = ["SHOWN", "as_text", "say_comparison", "say_track", "write"]

SHOWN = 12


def as_text(value: object) -> str:
    """Return JSON as it stands in files."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def write(out: Path, text: str) -> None:
    """Write a text so that no half of it is ever left."""
    from overflight.adapters.files import write_out

    write_out(out, text.encode())


def say_track(report: TrackReport) -> None:
    """Print a track for a person."""
    from overflight.deadlines import format_instant
    from overflight.treaty import count_of

    say(f"Track {report.label}")
    say(f"  sha256    {report.sha256}")
    say(f"  rows      {report.rows:,}")
    for fate, count in report.counts.items():
        say(f"  {count:>9,} {fate}")
    if report.set_aside:
        say(f"  {len(report.set_aside):>9,} kept without a height that can be")
    if report.since is not None and report.until is not None:
        say(f"  seen      {format_instant(report.since)} to {format_instant(report.until)}")
    for sentence in report.says:
        say(f"  source    {sentence}")
    for gap in report.unseen[:SHOWN]:
        stood = ", it may have stood" if gap.stood else ""
        say(
            f"  unseen    {format_instant(gap.since)} to {format_instant(gap.until)},"
            f" {gap.seconds:,.0f} s, {gap.distance_m / 1000:,.1f} km apart{stood}"
        )
    if len(report.unseen) > SHOWN:
        say(f"  unseen    {count_of(len(report.unseen) - SHOWN, 'further gap')}")
    for doubt in report.doubts:
        rows = f"row {doubt.first_row}" if doubt.rows == 1 else f"from row {doubt.first_row} on"
        say(f"  doubt     {doubt.says} ({doubt.kind.value}; {rows})")


def say_comparison(judgement: FlownJudgement) -> None:
    """Print a comparison for a person: the track, the legs, the findings."""
    from overflight.deadlines import format_instant

    report = judgement.report
    say_track(report.track)
    say()
    say(
        f"Beside plan {report.mission} version {report.version}:"
        f" {report.flown_m / 1000:,.1f} km seen, {report.planned_m / 1000:,.1f} km agreed;"
        f" tolerance {report.settings.tolerance_m:,.0f} m (a setting)"
    )
    say(f"  {'leg':32} {'km':>8} {'seen':>6} {'kept':>6} {'right m':>9} {'left m':>9}")
    for leg in report.legs:
        share = 100 / leg.length_m if leg.length_m else 0.0
        right = "-" if leg.most_right_m is None else f"{leg.most_right_m:,.0f}"
        left = "-" if leg.most_left_m is None else f"{leg.most_left_m:,.0f}"
        say(
            f"  {leg.name[:32]:32} {leg.length_m / 1000:8.1f} {leg.seen_m * share:5.0f}%"
            f" {leg.kept_m * share:5.0f}% {right:>9} {left:>9}"
        )
    for missed in report.unseen:
        say(
            f"  unseen    {missed.when.value} ({format_instant(missed.at)}):"
            f" {missed.path_m / 1000:,.1f} km of the agreed path"
        )
    say(
        f"  up to {report.most_off_m / 1000:,.1f} km off the agreed path;"
        f" {report.out_of_order_m / 1000:,.1f} km out of the declared order"
    )
    for sensor in report.sensors:
        say(
            f"  {sensor.sensor:16} on {format_instant(sensor.on_at)} to"
            f" {format_instant(sensor.off_at)}: {sensor.planned_m / 1000:,.1f} km as agreed,"
            f" {sensor.other_m / 1000:,.1f} km elsewhere, {sensor.unseen_s:,.0f} s unseen"
        )
    for spell in report.states if len(report.states) <= SHOWN else ():
        say(
            f"  {spell.state.value:9} {format_instant(spell.since)} to"
            f" {format_instant(spell.until)}  {spell.says}"
        )
    if len(report.states) > SHOWN:
        say(f"  sub-states change {len(report.states) - 1} times; all of them: --json")
    say()
    say(f"Judged by clause: {judgement.outcome.value}.")
    say_findings(judgement.findings)
