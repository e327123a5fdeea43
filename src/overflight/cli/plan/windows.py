"""``overflight plan windows``: the date and hour of a flight, with reasons."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.facts import READING, RECORD, as_of, doubts, number_in
from overflight.cli.output import AS_JSON, say, say_json
from overflight.cli.plan.asking import case_of, lands_of, terrain_of

if TYPE_CHECKING:
    from overflight.deadlines import Instant
    from overflight.desk.planning.windows import DayOfLight, WindowsAnswer, WindowWish
    from overflight.planning.windows import HourOfStart

__all__ = ["register"]

_ALL = 1_000_000


def register(app: typer.Typer) -> None:
    """Add the command to the plan noun."""
    app.command("windows")(windows)


def windows(
    file: Path = typer.Argument(help="A plan or a case as JSON; - reads standard input."),
    since: str = typer.Option("", "--from", help="First commencement, 2003-05-06T14:00Z; the ETA."),
    until: str = typer.Option("", "--to", help="Last one; the end of the 96 hours."),
    clouds: Path | None = typer.Option(None, "--clouds", help="Table of clouds as CSV."),
    least_sun: float = typer.Option(20.0, "--least-sun", help="Least height of the sun, degrees."),
    targets: Path | None = typer.Option(
        None, "--targets", help="What is to be seen, CSV or GeoJSON; else the plan's own points."
    ),
    apart: float = typer.Option(50.0, "--apart", help="Most km beside the path a target is seen."),
    step: float = typer.Option(60.0, "--step", help="Minutes from one commencement to the next."),
    top: int = typer.Option(10, "--top", help="How many hours to show."),
    record: Path | None = RECORD,
    reading: list[str] | None = READING,
    svg: Path | None = typer.Option(None, "--svg", help="Draw the window into this file."),
    as_json: bool = AS_JSON,
) -> None:
    """Rank the hours at which a plan may commence: sun, clouds and clocks, with reasons.

    Exit code 0 where an hour breaks no rule, 1 where every hour does.
    """
    from dataclasses import replace

    from overflight.desk.planning.windows import WindowWish, plan_windows
    from overflight.treaty import write_form

    number_in("--least-sun", least_sun, -90, 90, "degrees")
    number_in("--apart", apart, 0, 1_000, "km")
    number_in("--step", step, 1, 1_440, "minutes")
    number_in("--top", top, 1, 1_000, "hours")
    wish = WindowWish(
        _instant(since, "--from"),
        _instant(until, "--to"),
        timedelta(minutes=step),
        least_sun,
        apart * 1000,
        top=top if svg is None else _ALL,
    )
    case = case_of(file, reading or ())
    lands = lands_of(case, None, terrain_of(case, None, "", 0.0))
    wish = _with(wish, clouds, targets)
    answer = plan_windows(case, as_of(record, None), lands, wish, where=str(file))
    if svg is not None:
        from overflight.adapters.drawing.window_picture import window_picture
        from overflight.adapters.files import write_out

        # The list is cut to the best; the picture shows every hour.
        write_out(svg, window_picture(answer).encode())
        answer = replace(answer, hours=answer.hours[:top])
    if as_json:
        say_json(write_form(answer))
    else:
        _say(answer)
    if not answer.lawful:
        raise typer.Exit(1)


def _instant(text: str, option: str) -> Instant | None:
    from overflight.deadlines import parse_instant

    return parse_instant(text, where=option) if text else None


def _with(wish: WindowWish, clouds: Path | None, targets: Path | None) -> WindowWish:
    """Return a wish with the tables of files in it."""
    from dataclasses import replace

    if clouds is not None:
        from overflight.adapters.handed.cloud_files import read_clouds

        wish = replace(wish, clouds=read_clouds(clouds))
    if targets is not None:
        from overflight.adapters.handed.target_files import read_targets

        wish = replace(wish, targets=read_targets(targets).targets)
    return wish


def _at(at: Instant | None) -> str:
    return at.strftime("%H:%M") if at else "-"


def _say(answer: WindowsAnswer) -> None:
    from overflight.deadlines import show_instant

    say(
        f"Plan {answer.mission} version {answer.version}: commencements from"
        f" {show_instant(answer.since)} to {show_instant(answer.until)} ({answer.facts})"
    )
    say(
        f"{answer.lawful} of {answer.looked} break no rule; the window ends"
        f" {show_instant(answer.window_ends)} (art.VI.I.9)"
    )
    say()
    for number, hour in enumerate(answer.hours, 1):
        _say_hour(number, hour)
    if answer.days:
        at = answer.days[0].at
        say()
        say(
            f"light at {at.lon_deg:.2f} {at.lat_deg:.2f}, UTC: dawn, sunrise, sun from"
            f" {answer.least_sun_deg:g} degrees, to, sunset, dusk"
        )
    for day in answer.days:
        _say_day(day)
    for one in answer.not_seen:
        say(f"  not seen: {one.name}: {one.why}")
    doubts([f"not known: {what}" for what in answer.not_known])


def _say_hour(number: int, hour: HourOfStart) -> None:
    from overflight.deadlines import show_instant

    say(
        f"{number:3}. {show_instant(hour.commences)}  {hour.lawful.value:9}"
        f" {hour.clear:,.6g} of {hour.value:,.6g} in light and clear"
    )
    for reason in (*hour.reasons, *hour.against):
        say(f"{'':6}{reason}")


def _say_day(day: DayOfLight) -> None:
    times = (day.dawn_at, day.sunrise_at, day.enough_at, day.enough_until, day.sunset_at)
    shown = "  ".join(_at(at) for at in (*times, day.dusk_at))
    says = f"  {day.says}" if day.says else ""
    say(f"  {day.on}  {shown}  highest {day.highest_deg:.1f} at {_at(day.noon_at)}{says}")
