"""``overflight track compare``: a flown track beside the agreed plan, judged by clause."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.facts import number_in
from overflight.cli.output import AS_JSON, leave, one_form, say_json
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
    evidence,
    read,
    surroundings,
)
from overflight.cli.track.shown import as_text, say_comparison, write

if TYPE_CHECKING:
    from overflight.desk.flights import FlownJudgement

__all__ = ["register"]

_OUT = typer.Option(
    None, "--out", help="Write the report to this file too, as JSON; GeoJSON or CSV if asked."
)


def register(app: typer.Typer) -> None:
    """Add the command to the noun."""
    app.command()(compare)


def compare(
    file: Path = FILE,
    plan: Path = typer.Option(..., "--plan", help="The agreed plan, or a case with it, as JSON."),
    record: Path | None = typer.Option(None, "--record", help="Folder of a record."),
    sensor_log: Path | None = typer.Option(None, "--sensor-log", help="Sensor log as JSON."),
    form: str = FORMAT,
    columns: str = COLUMNS,
    since: str = SINCE,
    until: str = UNTIL,
    fastest: float = FASTEST,
    gap: float = GAP,
    shift_to: str = SHIFT,
    tolerance: float = typer.Option(2000.0, "--tolerance", help="Metres off the path; a setting."),
    abreast: float = typer.Option(
        20_000.0,
        "--abreast",
        help="Metres from which a point shows nothing of its leg; a setting.",
    ),
    back: float = typer.Option(
        5_000.0,
        "--back",
        help="Going back in the order of legs counts as this many metres, this far off; a setting.",
    ),
    error: float = typer.Option(100.0, "--position-error", help="Error of the source, metres."),
    height_error: float = typer.Option(30.0, "--height-error", help="Error of heights, metres."),
    qnh: float | None = typer.Option(None, "--qnh", help="Pressure at sea level, hPa."),
    dem: Path | None = typer.Option(None, "--dem", help="Raster of ground heights."),
    dem_heights: str = typer.Option("EGM96", "--dem-heights", help="What the raster counts from."),
    dem_error: float = typer.Option(16.0, "--dem-error", help="Error of the raster, metres."),
    borders: Path | None = typer.Option(None, "--borders", help="Your own borders as GeoJSON."),
    reading: list[str] = typer.Option([], "--reading", help="A reading, as AMB-20=current-leg."),
    out: Path | None = _OUT,
    as_json: bool = AS_JSON,
    geojson: bool = typer.Option(False, "--geojson", help="Write GeoJSON."),
    as_csv: bool = typer.Option(False, "--csv", help="Write every point with its distances."),
) -> None:
    """Compare a flown track with the agreed plan, and judge it by clause (art. VIII.II).

    Exit code 0 where all is kept, 1 where a finding is broken, 3 where one is open or contested.
    """
    from overflight.desk.flights import compare_flight
    from overflight.flights import ComparisonSettings, HeightSettings

    one_form(json=as_json, geojson=geojson, csv=as_csv)
    for option, metres in (
        ("--tolerance", tolerance),
        ("--abreast", abreast),
        ("--back", back),
        ("--position-error", error),
        ("--height-error", height_error),
    ):
        number_in(option, metres, 0, 1_000_000, "m")
    if qnh is not None:
        number_in("--qnh", qnh, 850, 1100, "hPa")
    cleaned = clean_track(read(file, form, columns), (since, until), fastest, gap, shift_to)
    case, around = surroundings(plan, record, borders, (dem, dem_heights, dem_error), reading)
    heights = HeightSettings(error_m=height_error, qnh_hpa=qnh)
    settings = ComparisonSettings(
        tolerance_m=tolerance,
        position_error_m=error,
        heights=heights,
        abreast_m=abreast,
        back_m=back,
    )
    beside = evidence(record, sensor_log)
    judgement = compare_flight(cleaned, case.plan, around, evidence=beside, settings=settings)
    _give(judgement, out, as_json=as_json, geojson=geojson, as_csv=as_csv)
    leave(judgement.outcome.value)


def _give(
    judgement: FlownJudgement, out: Path | None, *, as_json: bool, geojson: bool, as_csv: bool
) -> None:
    """Give a comparison in the form asked."""
    from overflight.flights import comparison_csv, comparison_geojson
    from overflight.treaty import write_form

    if as_csv:
        text = comparison_csv(judgement.comparison)
        if out is None:
            typer.echo(text, nl=False)
        else:
            write(out, text)
    elif geojson or as_json:
        value = (
            comparison_geojson(judgement.comparison, judgement.findings)
            if geojson
            else write_form(judgement.report)
        )
        if out is None:
            say_json(value)
        else:
            write(out, as_text(value))
    else:
        say_comparison(judgement)
        if out is not None:
            write(out, as_text(write_form(judgement.report)))
