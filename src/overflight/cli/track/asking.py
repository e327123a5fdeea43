"""What the commands of ``overflight track`` ask alike: a track, a plan and what it lies in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.facts import number_in
from overflight.errors import UsageError

if TYPE_CHECKING:
    from overflight.adapters.tracks import CsvColumns
    from overflight.desk.flights import FlightEvidence
    from overflight.flights import CleanTrack, Track
    from overflight.missions import PlanCase, Surroundings

__all__ = [
    "COLUMNS",
    "FASTEST",
    "FILE",
    "FORMAT",
    "GAP",
    "SHIFT",
    "SINCE",
    "UNTIL",
    "clean_track",
    "columns_named",
    "evidence",
    "read",
    "surroundings",
]

FILE = typer.Argument(help="A track: readsb, FR24 or traffic JSON, GPX, IGC, KML, CSV; gzip; or -.")
FORMAT = typer.Option("", "--format", help="Form of the file; else found by its content.")
COLUMNS = typer.Option(
    "",
    "--columns",
    help="Columns of a table: time=t,lon=x,lat=y,height=h,unit=m|ft,system=agl|msl|wgs84|std.",
)
SHIFT = typer.Option("", "--shift-to", help="Move the whole track: its first point to this time.")
SINCE = typer.Option("", "--since", help="Leave out points before this instant.")
UNTIL = typer.Option("", "--until", help="Leave out points from this instant on.")
FASTEST = typer.Option(350.0, "--fastest", help="Faster than this is impossible, m/s.")
GAP = typer.Option(60.0, "--gap", help="Longer without a point is unseen, seconds.")
OUT_POINTS_ = typer.Option(None, "--out", help="Write the points that stand to this file, as CSV.")


def read(file: Path, form: str, columns: str) -> Track:
    """Read a track in the form asked, with the columns asked."""
    from overflight.adapters.tracks import read_track
    from overflight.flights import TrackForm

    forms = {f.value: f for f in TrackForm if f is not TrackForm.SIMULATED}
    if form and form not in forms:
        raise UsageError(
            "E-TRACK-FORM",
            where="--format",
            expected=", ".join(forms),
            found=form,
            remedy="Name one of these forms, or leave the option out.",
        )
    named = columns_named(columns) if columns else None
    return read_track(file, form=forms.get(form), columns=named)


def columns_named(text: str) -> CsvColumns:
    """Return the columns named on the command line."""
    from overflight.adapters.tracks import CsvColumns
    from overflight.missions import HeightSystem

    said = dict(part.partition("=")[::2] for part in text.split(","))
    systems = {system.value: system for system in HeightSystem}
    known = {"time", "lon", "lat", "height", "unit", "system"}
    system = said.get("system", "")
    if not {"time", "lon", "lat"} <= set(said) <= known or (system and system not in systems):
        raise UsageError(
            "E-TRACK-COLUMNS",
            where="--columns",
            expected="time=,lon=,lat= and perhaps height=,unit=m|ft,system=agl|msl|wgs84|std",
            found=text,
            remedy="Name the columns as the first line of the table does.",
        )
    return CsvColumns(
        said["time"],
        said["lon"],
        said["lat"],
        said.get("height"),
        said.get("unit", "m"),
        systems.get(system),
    )


def clean_track(
    track: Track, window: tuple[str, str], fastest: float, gap: float, shift_to: str
) -> CleanTrack:
    """Clean a track, then move it in time if that was asked."""
    from dataclasses import replace

    from overflight.deadlines import parse_instant
    from overflight.flights import CleaningSettings, clean, seconds_of

    since, until = (
        seconds_of(parse_instant(text, where=name)) if text else None
        for name, text in zip(("--since", "--until"), window, strict=True)
    )
    number_in("--fastest", fastest, 1, 10_000, "m/s")
    number_in("--gap", gap, 1, 86_400, "s")
    settings = CleaningSettings(fastest_m_s=fastest, gap_s=gap, since_s=since, until_s=until)
    cleaned = clean(track, settings)
    if not shift_to or not len(cleaned.track):
        return cleaned
    to = seconds_of(parse_instant(shift_to, where="--shift-to"))
    later = to - float(cleaned.track.time_s[0])
    free = replace(settings, since_s=None, until_s=None)
    moved = clean(cleaned.track.moved(later), free)
    return replace(moved, dropped=cleaned.dropped, set_aside=cleaned.set_aside)


def surroundings(
    plan: Path,
    record: Path | None,
    borders: Path | None,
    dem: tuple[Path | None, str, float],
    readings: list[str],
) -> tuple[PlanCase, Surroundings]:
    """Return the plan and what it was judged against, by the same ways as ``plan judge``."""
    from dataclasses import replace
    from types import MappingProxyType

    from overflight.adapters.files import read_bounded
    from overflight.adapters.lands.terrain import CoarseWorldTerrain, RasterTerrain
    from overflight.adapters.lands.world_map import world_borders
    from overflight.cli.facts import as_of, chosen
    from overflight.desk.planning.plans import Lands, case_surroundings
    from overflight.missions import read_case

    case = read_case(read_bounded(plan, 5_000_000), where=str(plan))
    picked = {**case.around.readings, **chosen(readings).chosen}
    case = replace(case, around=replace(case.around, readings=MappingProxyType(picked)))
    raster, system, error_m = dem
    terrain = (
        CoarseWorldTerrain()
        if raster is None
        else RasterTerrain(raster, height_system=system, error_m=error_m)
    )
    lands = Lands(borders=world_borders(), terrain=terrain)
    if borders is not None:
        from overflight.adapters.lands.border_files import load_borders

        lands = replace(lands, borders=load_borders(borders).over(world_borders()))
    return case, case_surroundings(case, as_of(record, []), lands, where=str(plan))


def evidence(record: Path | None, sensor_log: Path | None) -> FlightEvidence:
    """Return what stands beside a track: a record and a sensor log."""
    from overflight.adapters.files import read_bounded
    from overflight.desk.flights import FlightEvidence, read_sensor_log

    log = None
    if sensor_log is not None:
        log = read_sensor_log(read_bounded(sensor_log, 5_000_000), where=str(sensor_log))
    if record is None:
        return FlightEvidence((), log)
    from overflight.assembly import open_record
    from overflight.desk import read_record

    with open_record(record, keys=False) as opened:
        return FlightEvidence(read_record(opened.desk.records).facts, log)
