"""``overflight track``: read a flown track, clean it, compare it with the agreed plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.facts import number_in
from overflight.cli.output import AS_JSON, leave, one_form, say, say_findings, say_json
from overflight.errors import UsageError

if TYPE_CHECKING:
    from overflight.adapters.tracks import CsvColumns
    from overflight.desk.flights import FlightEvidence, FlownJudgement
    from overflight.flights import CleanTrack, Track, TrackReport
    from overflight.missions import PlanCase, Surroundings

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Flown tracks: show, clean, compare with the plan.")

_FILE = typer.Argument(
    help="A track: readsb, FR24 or traffic JSON, GPX, IGC, KML, CSV; gzip; or -."
)
_FORMAT = typer.Option("", "--format", help="Form of the file; else found by its content.")
_COLUMNS = typer.Option(
    "",
    "--columns",
    help="Columns of a table: time=t,lon=x,lat=y,height=h,unit=m|ft,system=agl|msl|wgs84|std.",
)
_SHIFT = typer.Option("", "--shift-to", help="Move the whole track: its first point to this time.")
_SINCE = typer.Option("", "--since", help="Leave out points before this instant.")
_UNTIL = typer.Option("", "--until", help="Leave out points from this instant on.")
_FASTEST = typer.Option(350.0, "--fastest", help="Faster than this is impossible, m/s.")
_GAP = typer.Option(60.0, "--gap", help="Longer without a point is unseen, seconds.")
_OUT_POINTS = typer.Option(None, "--out", help="Write the points that stand to this file, as CSV.")
_OUT = typer.Option(
    None, "--out", help="Write the report to this file too, as JSON; GeoJSON or CSV if asked."
)
_SHOWN = 12


@app.command()
def show(
    file: Path = _FILE,
    form: str = _FORMAT,
    columns: str = _COLUMNS,
    as_json: bool = AS_JSON,
) -> None:
    """Show what a track file holds: points, time, heights and what they count from."""
    from dataclasses import replace

    from overflight.flights import clean, track_report
    from overflight.treaty import write_form

    report = track_report(clean(_read(file, form, columns)))
    if as_json:
        say_json(write_form(replace(report, dropped=(), set_aside=())))
        return
    _say_track(report)


@app.command("clean")
def clean_track(
    file: Path = _FILE,
    form: str = _FORMAT,
    columns: str = _COLUMNS,
    since: str = _SINCE,
    until: str = _UNTIL,
    fastest: float = _FASTEST,
    gap: float = _GAP,
    shift_to: str = _SHIFT,
    out: Path | None = _OUT_POINTS,
    as_json: bool = AS_JSON,
) -> None:
    """Clean a track: every row kept, or dropped with its reason; nothing is smoothed.

    With --out the points that stand are written as CSV.
    """
    from overflight.flights import clean_csv, track_report
    from overflight.treaty import write_form

    cleaned = _clean(_read(file, form, columns), (since, until), fastest, gap, shift_to)
    report = track_report(cleaned)
    if out is not None:
        _write(out, clean_csv(cleaned))
    if as_json:
        say_json(write_form(report))
        return
    _say_track(report)
    for dropped in (*report.dropped[:_SHOWN], *report.set_aside[:_SHOWN]):
        say(f"  row {dropped.row:<8} {dropped.fate:20} {dropped.because}")
    more = len(report.dropped) + len(report.set_aside) - 2 * _SHOWN
    if more > 0:
        say("  all of them: --json")
    if out is not None:
        say(f"Written: {out}")


@app.command()
def compare(
    file: Path = _FILE,
    plan: Path = typer.Option(..., "--plan", help="The agreed plan, or a case with it, as JSON."),
    record: Path | None = typer.Option(None, "--record", help="Folder of a record."),
    sensor_log: Path | None = typer.Option(None, "--sensor-log", help="Sensor log as JSON."),
    form: str = _FORMAT,
    columns: str = _COLUMNS,
    since: str = _SINCE,
    until: str = _UNTIL,
    fastest: float = _FASTEST,
    gap: float = _GAP,
    shift_to: str = _SHIFT,
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
    cleaned = _clean(_read(file, form, columns), (since, until), fastest, gap, shift_to)
    case, around = _surroundings(plan, record, borders, (dem, dem_heights, dem_error), reading)
    heights = HeightSettings(error_m=height_error, qnh_hpa=qnh)
    settings = ComparisonSettings(
        tolerance_m=tolerance,
        position_error_m=error,
        heights=heights,
        abreast_m=abreast,
        back_m=back,
    )
    evidence = _evidence(record, sensor_log)
    judgement = compare_flight(cleaned, case.plan, around, evidence=evidence, settings=settings)
    _give(judgement, out, as_json=as_json, geojson=geojson, as_csv=as_csv)
    leave(judgement.outcome.value)


def _read(file: Path, form: str, columns: str) -> Track:
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
    named = _columns(columns) if columns else None
    return read_track(file, form=forms.get(form), columns=named)


def _columns(text: str) -> CsvColumns:
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


def _clean(
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


def _surroundings(
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
    from overflight.adapters.terrain import CoarseWorldTerrain, RasterTerrain
    from overflight.adapters.world_map import world_borders
    from overflight.cli.facts import as_of, chosen
    from overflight.desk.plans import Lands, case_surroundings
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
        from overflight.adapters.border_files import load_borders

        lands = replace(lands, borders=load_borders(borders).over(world_borders()))
    return case, case_surroundings(case, as_of(record, []), lands, where=str(plan))


def _evidence(record: Path | None, sensor_log: Path | None) -> FlightEvidence:
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
            _write(out, text)
    elif geojson or as_json:
        value = (
            comparison_geojson(judgement.comparison, judgement.findings)
            if geojson
            else write_form(judgement.report)
        )
        if out is None:
            say_json(value)
        else:
            _write(out, _json(value))
    else:
        _say_comparison(judgement)
        if out is not None:
            _write(out, _json(write_form(judgement.report)))


def _json(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _write(out: Path, text: str) -> None:
    from overflight.adapters.files import write_out

    write_out(out, text.encode())


def _say_track(report: TrackReport) -> None:
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
    for gap in report.unseen[:_SHOWN]:
        say(
            f"  unseen    {format_instant(gap.since)} to {format_instant(gap.until)},"
            f" {gap.seconds:,.0f} s, {gap.distance_m / 1000:,.1f} km apart"
        )
    if len(report.unseen) > _SHOWN:
        say(f"  unseen    {count_of(len(report.unseen) - _SHOWN, 'further gap')}")


def _say_comparison(judgement: FlownJudgement) -> None:
    """Print a comparison for a person: the track, the legs, the findings."""
    from overflight.deadlines import format_instant

    report = judgement.report
    _say_track(report.track)
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
    say()
    say(f"Judged by clause: {judgement.outcome.value}.")
    say_findings(judgement.findings)
