"""Frames: pose, footprint, ground sample distance, annotation, catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from overflight.cli.facts import number_in
from overflight.cli.output import AS_JSON, leave, one_form, say, say_findings, say_json

if TYPE_CHECKING:
    from overflight.adapters.frames import FrameCase, Hints
    from overflight.geodesy import Terrain
    from overflight.imagery import CataloguedFrame, Footprint, FrameAnswer
    from overflight.sensors import SensorCategory

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True,
    help="Frames: pose, footprint, ground sample distance, annotation, catalogue.",
)

File = Annotated[Path, typer.Argument(help="Frame: a JPEG or TIFF file; - reads standard input.")]
Files = Annotated[list[Path], typer.Argument(help="Frames: JPEG or TIFF files.")]
Orientation = Annotated[
    Path | None,
    typer.Option(help="Orientation file: OpenSfM, geo.txt, a table, or bare rows."),
]
CameraFile = Annotated[Path | None, typer.Option("--camera", help="Camera file (JSON).")]
Dem = Annotated[Path | None, typer.Option(help="Raster of ground heights.")]
DemHeights = Annotated[
    str,
    typer.Option(
        "--dem-heights", help="Surface the heights of the ground count from; a raster's: EGM96."
    ),
]
DemError = Annotated[
    float, typer.Option("--dem-error", help="Greatest error of the raster, in metres.")
]
Ground = Annotated[
    float | None, typer.Option(help="Without a raster: level ground at this height, in metres.")
]
Angles = Annotated[
    str, typer.Option("--angles", help="Convention: omega-phi-kappa, gimbal, aircraft.")
]
Grid = Annotated[str, typer.Option(help="Projected system of the orientation file: EPSG or PROJ.")]
Heights = Annotated[
    str, typer.Option(help="Surface the camera's height counts from, where no file says.")
]
Mount = Annotated[
    float, typer.Option(help="Top of the picture, degrees clockwise from the aircraft's nose.")
]
AsGeojson = Annotated[bool, typer.Option("--geojson", help="Write GeoJSON.")]


def _hints(angles: str, grid: str, heights: str, mount: float) -> Hints:
    from overflight.adapters.frames import Convention, Hints
    from overflight.errors import UsageError

    if angles and angles not in {c.value for c in Convention}:
        raise UsageError(
            "E-ANGLES",
            where="--angles",
            expected=" or ".join(c.value for c in Convention),
            found=angles,
            remedy="Name the convention the orientation file was written in.",
        )
    return Hints(Convention(angles) if angles else None, grid, heights, mount)


def _terrain(dem: Path | None, heights: str, error_m: float, ground_m: float | None) -> Terrain:
    from overflight.adapters.lands.terrain import RasterTerrain
    from overflight.errors import UsageError
    from overflight.geodesy import FlatTerrain

    if dem is not None:
        return RasterTerrain(dem, height_system=heights or "EGM96", error_m=error_m)
    if ground_m is None:
        raise UsageError(
            "E-TERRAIN",
            where="--dem",
            expected="ground to look at",
            found="neither --dem nor --ground",
            remedy="Give a raster of heights, or level ground in metres.",
        )
    number_in("--ground", ground_m, -1_000, 10_000, "m")
    return FlatTerrain(ground_m, height_system=heights or "unstated")


def _frame_answer(case: FrameCase, covered: Footprint | None) -> FrameAnswer:
    from overflight.imagery import FrameAnswer, ground_answer

    return FrameAnswer(
        file=case.file.mark.name,
        sha256=case.file.mark.sha256,
        pixels=case.file.size,
        simulated=case.file.simulated,
        camera=case.camera,
        pose=case.pose,
        convention=type(case.pose.angles).__name__,
        tilt_deg=round(case.pose.tilt_deg, 4),
        taken_at=case.taken_at,
        ground=ground_answer(covered) if covered is not None else None,
    )


def _plain(value: object) -> str:
    """Return an angle to a hundredth of a degree, any other part as it stands."""
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _say_ground(ground: Footprint) -> None:
    spacing = ground.spacing
    say(
        f"  area        {ground.area_m2 / 1e6:.3f} km2, border points within {ground.error_m:.1f} m"
    )
    if ground.height_above_ground_m is not None:
        say(f"  above       {ground.height_above_ground_m:.1f} m above the ground below the camera")
    say(f"  spacing     {spacing.across_m:.3f} m across, {spacing.along_m:.3f} m along, at centre")
    say(f"              {spacing.finest_m:.3f} m finest, {spacing.coarsest_m:.3f} m coarsest")
    say("              a pixel spacing on level ground, not ground resolution")
    say(f"  terrain     {ground.source}")
    for doubt in ground.doubts:
        say(f"  doubt       {doubt}")


@app.command()
def show(
    file: File,
    orientation: Orientation = None,
    camera: CameraFile = None,
    dem: Dem = None,
    dem_heights: DemHeights = "",
    dem_error: DemError = 16.0,
    ground: Ground = None,
    angles: Angles = "",
    grid: Grid = "",
    heights: Heights = "",
    mount: Mount = 0.0,
    as_json: bool = AS_JSON,
) -> None:
    """Show camera, pose and, over terrain or level ground, what a frame covers."""
    from overflight.adapters.frames import frame_case, told
    from overflight.imagery import footprint_of
    from overflight.treaty import write_form

    case = frame_case(file, told(orientation, camera, _hints(angles, grid, heights, mount)))
    covered = None
    if dem is not None or ground is not None:
        terrain = _terrain(dem, dem_heights, dem_error, ground)
        covered = footprint_of(case.camera, case.pose, terrain)
    if as_json:
        say_json(write_form(_frame_answer(case, covered)))
        return
    pose = case.pose
    say(f"{case.file.mark.name}{'  SIMULATED' if case.file.simulated else ''}")
    columns, rows = case.camera.pixels
    say(f"  camera      {case.camera.name}, {columns} x {rows} pixels")
    nominal = " (nominal: a 36 mm picture)" if case.camera.nominal else ""
    say(f"  focal       {case.camera.focal_mm:.3f} mm{nominal}")
    say(f"  position    {pose.at.lon_deg:.6f} {pose.at.lat_deg:.6f} (longitude, latitude, WGS 84)")
    say(f"  height      {pose.height_m:.2f} m, counted from: {pose.height_system}")
    convention, parts = type(pose.angles).__name__, write_form(pose.angles)
    told_angles = "  ".join(f"{name} {_plain(value)}" for name, value in parts.items())
    say(f"  angles      {convention}: {told_angles}")
    say(f"  tilt        {pose.tilt_deg:.2f} deg from straight down")
    if covered is not None:
        _say_ground(covered)


@app.command()
def footprint(
    file: File,
    orientation: Orientation = None,
    camera: CameraFile = None,
    dem: Dem = None,
    dem_heights: DemHeights = "",
    dem_error: DemError = 16.0,
    ground: Ground = None,
    angles: Angles = "",
    grid: Grid = "",
    heights: Heights = "",
    mount: Mount = 0.0,
    geojson: AsGeojson = False,
    as_json: bool = AS_JSON,
) -> None:
    """Compute the ground a frame shows, on terrain or on level ground."""
    from overflight.adapters.frames import frame_case, told
    from overflight.imagery import feature, footprint_of, ground_answer
    from overflight.treaty import write_form

    one_form(json=as_json, geojson=geojson)
    case = frame_case(file, told(orientation, camera, _hints(angles, grid, heights, mount)))
    covered = footprint_of(case.camera, case.pose, _terrain(dem, dem_heights, dem_error, ground))
    told_of = {"frame": case.file.mark.name, "simulated": case.file.simulated}
    if geojson or as_json:
        say_json(feature(covered.ring, {**told_of, **write_form(ground_answer(covered))}))
        return
    say(case.file.mark.name)
    _say_ground(covered)
    for corner in covered.ring[:: max(1, len(covered.ring) // 4)]:
        say(f"  corner      {corner.lon_deg:.6f} {corner.lat_deg:.6f}")


@app.command()
def annotate(
    file: File,
    number: Annotated[int, typer.Option(help="Number of the frame in its magazine.")],
    category: Annotated[str, typer.Option(help="OP, OF, TV, IRLS or SAR.")] = "OF",
    at: Annotated[str, typer.Option(help="Instant, where the file states none in UTC.")] = "",
    height_agl: Annotated[
        float | None, typer.Option(help="Average height above ground, in metres.")
    ] = None,
    orientation: Orientation = None,
    camera: CameraFile = None,
    angles: Angles = "",
    grid: Grid = "",
    heights: Heights = "",
    mount: Mount = 0.0,
    as_json: bool = AS_JSON,
) -> None:
    """Make the annotation codes of a frame (Annex B, Appendix 1) and check them."""
    from overflight.adapters.frames import frame_case, told
    from overflight.deadlines import parse_instant
    from overflight.imagery import (
        AnnotationAnswer,
        Measured,
        annotate_event,
        annotate_frame,
        check_annotation,
    )
    from overflight.treaty import overall, write_form

    kind = _category(category)
    case = frame_case(file, told(orientation, camera, _hints(angles, grid, heights, mount)))
    instant = parse_instant(at, where="--at") if at else case.taken_at
    heading_deg, roll_deg = case.pose.heading_and_roll
    measured = Measured(instant, case.pose.at, heading_deg)
    made = [annotate_frame(number, kind, instant, roll_deg)]
    if height_agl is not None:
        scan = {"scan_angle": "0"} if kind.value == "OF" else {}
        made.append(annotate_event(f"event at frame {number}", kind, measured, height_agl, scan))
    findings = [f for annotation in made for f in check_annotation(annotation, measured)]
    answer = AnnotationAnswer(overall(findings), tuple(made), tuple(findings))
    if as_json:
        say_json(write_form(answer))
    else:
        for annotation in made:
            say(annotation.subject)
            for field, code in annotation.codes.items():
                say(f"  {field:14}{code}")
        say_findings(findings)
    leave(answer.outcome.value)


def _category(code: str) -> SensorCategory:
    from overflight.errors import UsageError
    from overflight.sensors import SensorCategory

    if code not in {c.value for c in SensorCategory}:
        raise UsageError(
            "E-CATEGORY",
            where="--category",
            expected=", ".join(c.value for c in SensorCategory),
            found=code,
            remedy="Give the code of annex B, appendix 1, paragraph 2.",
        )
    return SensorCategory(code)


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="Annotations: JSON, the form annotation-file.")],
    year: Annotated[
        int | None, typer.Option(help="Calendar year of the quota the flight counts against.")
    ] = None,
    as_json: bool = AS_JSON,
) -> None:
    """Check annotations for completeness and form (ANN-1 to ANN-5, ANN-9 to ANN-12)."""
    from overflight.adapters.frames import read_annotations
    from overflight.imagery import AnnotationAnswer, Measured, check_annotation
    from overflight.treaty import overall, write_form

    known, read = Measured(quota_year=year), read_annotations(file)
    findings = tuple(f for one in read for f in check_annotation(one, known))
    answer = AnnotationAnswer(overall(findings), read, findings)
    if as_json:
        say_json(write_form(answer))
    else:
        say_findings(findings)
    leave(answer.outcome.value)


@app.command()
def catalogue(
    files: Files,
    out: Annotated[Path, typer.Option(help="Folder to make.")],
    mission: Annotated[str, typer.Option(help="Mission key, 2003-OS3001.")],
    sensor: Annotated[str, typer.Option(help="Id of the sensor.")],
    strip: Annotated[str, typer.Option(help="Id of the strip.")] = "strip-1",
    at: Annotated[str, typer.Option(help="Instant, for files that state none in UTC.")] = "",
    orientation: Orientation = None,
    camera: CameraFile = None,
    dem: Dem = None,
    dem_heights: DemHeights = "",
    dem_error: DemError = 16.0,
    ground: Ground = None,
    angles: Angles = "",
    grid: Grid = "",
    heights: Heights = "",
    mount: Mount = 0.0,
    as_json: bool = AS_JSON,
) -> None:
    """Write a STAC catalogue: a COG master, a thumbnail and an item for each frame."""
    from overflight.adapters.frames import (
        FrameToWrite,
        frame_case,
        told,
        write_catalogue,
    )
    from overflight.imagery import CatalogueAnswer, StripAnswer, control_points
    from overflight.treaty import count_of, write_form

    known = told(orientation, camera, _hints(angles, grid, heights, mount))
    terrain = _terrain(dem, dem_heights, dem_error, ground)
    frames = []
    for file in files:
        case = frame_case(file, known)
        frame = _catalogued(case, terrain, (mission, strip, sensor, at))
        points = control_points(case.camera, case.pose, terrain)
        frames.append(FrameToWrite(frame, file, points))
    strips = write_catalogue(out, frames, title=f"Frames of {mission}")
    shown = tuple(
        StripAnswer(one.strip, tuple(f.frame for f in one.frames), one.collection_sha256)
        for one in strips
    )
    if as_json:
        say_json(write_form(CatalogueAnswer(str(out / "catalog.json"), shown)))
    else:
        many = f"{count_of(len(frames), 'frame')} in {count_of(len(strips), 'strip')}"
        say(f"{out / 'catalog.json'}: {many}")


def _catalogued(
    case: FrameCase, terrain: Terrain, told_of: tuple[str, str, str, str]
) -> CataloguedFrame:
    from overflight.deadlines import parse_instant
    from overflight.errors import SourceError
    from overflight.imagery import CataloguedFrame, footprint_of

    mission, strip, sensor, at = told_of
    instant = case.taken_at or (parse_instant(at, where="--at") if at else None)
    if instant is None:
        raise SourceError(
            "E-FRAME-TIME",
            where=case.file.mark.name,
            expected="the instant of the exposure in UTC",
            found=case.file.exif.local_time or "no time",
            remedy="Give --at; a camera's local time is not taken for UTC.",
        )
    return CataloguedFrame(
        frame=case.file.mark.name.rpartition(".")[0],
        mission=mission,
        strip=strip,
        sensor=sensor,
        original=case.file.mark,
        taken_at=instant,
        camera=case.camera,
        pose=case.pose,
        footprint=footprint_of(case.camera, case.pose, terrain),
        simulated=case.file.simulated,
    )
