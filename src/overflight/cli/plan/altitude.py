"""``overflight plan altitude``: the lowest altitude of every observation period."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.facts import RECORD, as_of
from overflight.cli.output import AS_JSON, say, say_json

if TYPE_CHECKING:
    from overflight.missions import PeriodAltitude, PlanCase

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the plan noun."""
    app.command("altitude")(altitude)


def altitude(
    file: Path = typer.Argument(help="A plan or a case as JSON; - reads standard input."),
    warmer: float | None = typer.Option(
        None, "--warmer", help="Forecast minus standard temperature, degrees C, for every segment."
    ),
    qnh: float | None = typer.Option(None, "--qnh", help="Forecast QNH in hPa."),
    qnh_inhg: float | None = typer.Option(
        None, "--qnh-inhg", help="The same in inches of mercury."
    ),
    dem: Path | None = typer.Option(None, "--dem", help="Raster of ground heights."),
    dem_heights: str = typer.Option("EGM96", "--dem-heights", help="Surface it counts from."),
    dem_error: float = typer.Option(16.0, "--dem-error", help="Its greatest error in metres."),
    record: Path | None = RECORD,
    as_json: bool = AS_JSON,
) -> None:
    """Give the lowest altitude of each period: terrain + H_min, temperature, pressure.

    A forecast stands in the case (around.weather) or is given here for every segment. Exit code 0
    where every height-dependent period has its altitude, 3 where something is missing.
    """
    from overflight.adapters.handed.plan_files import read_bounded
    from overflight.desk import Lands, case_surroundings
    from overflight.missions import MOST_BYTES, period_altitudes, read_case
    from overflight.treaty import write_form

    case = _with_weather(
        read_case(read_bounded(file, MOST_BYTES), where=str(file)), warmer, qnh, qnh_inhg
    )
    if dem is not None:
        from overflight.adapters.lands.terrain import RasterTerrain

        lands = Lands(terrain=RasterTerrain(dem, height_system=dem_heights, error_m=dem_error))
    else:
        from overflight.adapters.lands.terrain import CoarseWorldTerrain

        lands = Lands(terrain=CoarseWorldTerrain())
    around = case_surroundings(case, as_of(record, None), lands, where=str(file))
    told = period_altitudes(case.plan, around)
    if as_json:
        say_json(write_form(told))
    else:
        say(f"Plan {told.mission} version {told.version}: lowest altitude of each period")
        for row in told.periods:
            _say(row)
    if any(row.metric is None and row.h_min_m is not None for row in told.periods):
        raise typer.Exit(3)


def _with_weather(
    case: PlanCase, warmer: float | None, qnh: float | None, qnh_inhg: float | None
) -> PlanCase:
    """Return a case with the forecast of the command line in the place of its own."""
    from dataclasses import replace

    from overflight.missions import SegmentWeather

    if warmer is None and qnh is None and qnh_inhg is None:
        return case
    weather = SegmentWeather(warmer or 0.0, qnh, qnh_inhg, source="the command line")
    return replace(case, around=replace(case.around, weather=(weather,)))


def _say(row: PeriodAltitude) -> None:
    say(
        f"\n{row.sensor}  {row.start} to {row.stop}: planned {row.planned_m:,.0f} m"
        f" {row.height_system.value}"
    )
    for found in (row.metric, row.feet):
        for step in found.steps if found else ():
            say(f"  {step}")
    if row.metric is not None and row.feet is not None:
        say(
            f"  at least {row.metric.pressure:,.0f} m or {row.feet.pressure:,.0f} ft pressure"
            f" altitude (ground within {row.ground_error_m:,.0f} m)"
        )
        say(f"  {row.metric.label}")
    for lack in row.missing:
        say(f"  missing: {lack}")
    for ground in row.basis:
        say(f"  {ground}")
