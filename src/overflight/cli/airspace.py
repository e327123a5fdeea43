"""``overflight airspace``: hazardous areas and obstacles as States publish them."""

from __future__ import annotations

from functools import reduce
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.facts import RECORD
from overflight.cli.output import AS_JSON, leave, say, say_findings, say_json
from overflight.cli.plan.ground import DEM, DEM_ERROR, DEM_HEIGHTS, FILE, scene_of

if TYPE_CHECKING:
    from overflight.airspace import Airspace
    from overflight.desk.planning.airspace_forms import AirspaceAnswer, AirspaceList, MeetingRow

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Hazardous areas and obstacles: show, check a plan.")

_FILES = typer.Option(
    ..., "--airspace", help="OpenAir, AIXM 5.1 or YAIXM; may be given several times."
)


@app.command()
def show(
    file: Path = typer.Argument(help="OpenAir, AIXM 5.1 or YAIXM; - reads standard input."),
    hazardous: bool = typer.Option(
        False, "--hazardous", help="Only prohibited, restricted and danger areas."
    ),
    as_json: bool = AS_JSON,
) -> None:
    """Show the areas and obstacles of a file, and what of it could not be read.

    Exit code 0 where everything was read, 4 where an area was not.
    """
    from overflight.adapters.airspace.reading import read_airspace
    from overflight.desk.planning.airspace import airspace_list
    from overflight.treaty import write_form

    told = airspace_list(read_airspace(file), hazardous=hazardous)
    if as_json:
        say_json(write_form(told))
    else:
        _say_list(told)
    if told.unread:
        raise typer.Exit(4)


@app.command()
def check(
    plan: Path = FILE,
    airspace: list[Path] = _FILES,
    dem: Path | None = DEM,
    dem_heights: str | None = DEM_HEIGHTS,
    dem_error: float = DEM_ERROR,
    record: Path | None = RECORD,
    as_json: bool = AS_JSON,
) -> None:
    """Tell what a plan meets of hazardous areas: where, how long, how high, active then?

    Exit code 0 where nothing has to be spoken of, 3 where a question is open. Hazardous airspace
    is no ground for refusing observation (art.VI.II.2).
    """
    from overflight.adapters.airspace.reading import read_airspace
    from overflight.desk.planning.airspace import check_airspace
    from overflight.treaty import write_form

    found: Airspace = reduce(add, (read_airspace(one) for one in airspace))
    scene = scene_of(plan, record, dem, dem_heights, dem_error)
    told = check_airspace(scene.plan, scene.around, found)
    if as_json:
        say_json(write_form(told))
    else:
        _say_answer(told)
    leave(told.outcome.value)


def _say_list(told: AirspaceList) -> None:
    from overflight.treaty import count_of

    day = "no day stated" if told.on is None else f"of {told.on}"
    held = (count_of(len(told.areas), "area"), count_of(len(told.obstacles), "obstacle"))
    say(f"{told.source}, {day}: {held[0]}, {held[1]}")
    for row in told.areas:
        kind = row.hazard.value if row.hazard else row.category
        say(f"  {kind:11} {row.lower:>12} to {row.upper:12} {row.name}")
    for one in told.obstacles:
        at = f"{one.at.lon_deg:.5f} {one.at.lat_deg:.5f}"
        say(f"  {'obstacle':11} {'':>12}    {one.top.says:12} {one.name} ({one.kind}) at {at}")
    for lost in told.unread:
        say(f"  not read: {lost.name or 'an area'}, {lost.where}")
        say(f"    expected {lost.expected}; found {lost.found}. {lost.remedy}")


def _say_answer(told: AirspaceAnswer) -> None:
    from overflight.treaty import Finding, count_of

    say(
        f"Plan {told.mission} version {told.version} against"
        f" {count_of(told.hazardous, 'hazardous area')} of {told.source}: {told.outcome.value}."
    )
    for row in told.meetings:
        _say_meeting(row)
    for near in told.obstacles:
        clear = "cannot be said" if near.clear_m is None else f"{near.clear_m.least_m:,.0f} m"
        say(
            f"  obstacle   {near.name}: top {near.top}, {near.distance_m:,.0f} m from the path;"
            f" planned {near.planned}, clears it by {clear}"
        )
    say()
    for form in told.findings:
        finding = Finding(form.rule, form.provision, form.outcome, form.says)
        say_findings((finding,))
        if form.consequence:
            say(f"{'':37}consequence: {form.consequence}")
        for ground in (*form.readings, *form.basis):
            say(f"{'':37}{ground}")


def _say_meeting(row: MeetingRow) -> None:
    mark = "?" if row.bears else " "
    kind = row.hazard.value if row.hazard else ""
    least, most = row.length_m.least_m / 1000, row.length_m.most_m / 1000
    say(
        f"{mark} {kind:10} {row.area}: {row.lower} to {row.upper};"
        f" {least:.1f} to {most:.1f} km inside, {row.since:%Y-%m-%d %H:%MZ} to {row.until:%H:%MZ},"
        f" planned {row.planned}: {row.standing.value}, {row.activity.value}"
    )
