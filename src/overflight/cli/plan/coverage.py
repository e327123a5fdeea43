"""``overflight plan coverage``: what the sensors of a plan see."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.facts import RECORD
from overflight.cli.output import AS_JSON, one_form, say, say_json
from overflight.cli.plan.ground import (
    DEM,
    DEM_ERROR,
    DEM_HEIGHTS,
    FILE,
    LOOK,
    LOOKS,
    looks_of,
    scene_of,
)

if TYPE_CHECKING:
    from overflight.coverage import CoverageForm

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the plan noun."""
    app.command("coverage")(coverage)


def coverage(
    file: Path = FILE,
    record: Path | None = RECORD,
    dem: Path | None = DEM,
    dem_heights: str | None = DEM_HEIGHTS,
    dem_error: float = DEM_ERROR,
    look: list[str] = LOOK,
    looks: Path | None = LOOKS,
    area: str | None = typer.Option(
        None, "--area", help="Share and gaps of polygons (GeoJSON) or of a circle (LON,LAT,KM)."
    ),
    geojson: bool = typer.Option(False, "--geojson", help="Write strips and gaps as GeoJSON."),
    svg: Path | None = typer.Option(
        None, "--svg", help="Draw the map of strips and gaps into this file."
    ),
    out: Path | None = typer.Option(None, "--out", help="Write the GeoJSON to this file."),
    as_json: bool = AS_JSON,
) -> None:
    """Show what the sensors of a plan see: strips on terrain, their area, resolution, gaps.

    Exit code 0 where every period has its strip, 3 where one cannot be told.
    """
    from overflight.adapters.compile_cache import keep_compiled
    from overflight.adapters.handed.area_files import read_area
    from overflight.coverage import coverage_form, coverage_geojson
    from overflight.desk.planning.coverage import show_coverage
    from overflight.treaty import write_form

    one_form(json=as_json, geojson=geojson)
    keep_compiled()
    scene = scene_of(file, record, dem, dem_heights, dem_error)
    territory = None if area is None else read_area(area)
    seen, of_area = show_coverage(scene, looks_of(look, looks), territory)
    form = coverage_form(seen, scene.terrain, of_area)
    if svg is not None:
        from overflight.adapters.drawing.coverage_map import draw_coverage
        from overflight.adapters.files import write_out
        from overflight.adapters.lands.world_map import world_borders

        write_out(svg, draw_coverage(scene, seen, of_area, world_borders()).encode())
    if geojson:
        _write(json.dumps(coverage_geojson(seen, of_area), ensure_ascii=False) + "\n", out)
    elif as_json:
        say_json(write_form(form))
    else:
        _say(form)
    if form.unseen or any(one.area_km2 == 0.0 for one in form.strips):
        raise typer.Exit(3)


def _write(text: str, out: Path | None) -> None:
    """Write a document to a file or to standard output."""
    if out is None:
        say(text)
        return
    from overflight.adapters.files import write_out

    write_out(out, text.encode())


def _say(form: CoverageForm) -> None:
    """Say what a plan sees, for a person."""
    say(f"Plan {form.mission} version {form.version}: what its sensors see")
    say(
        f"  terrain: {form.terrain.source}, heights from {form.terrain.height_system},"
        f" within {form.terrain.error_m:g} m"
    )
    for one in form.strips:
        finest = _metres(one.finest_m, one.coarsest_m)
        say(f"\n{one.category.value:5} {one.sensor}  {one.start} to {one.stop}")
        say(f"  {one.area_km2:,.1f} km2, ground resolution {finest}")
        finer = one.finest_m is not None and one.finest_m < one.limit_m
        mark = "x finer than allowed: " if finer else ""
        say(f"  {mark}no better than {one.limit_m:g} m is allowed ({one.provision})")
        for ground in (one.height, *one.basis):
            say(f"  {ground}")
        for doubt in one.doubts:
            say(f"  doubt: {doubt}")
    for lack in form.unseen:
        say(f"\n?     {lack.sensor}  {lack.start} to {lack.stop}: not told: {lack.why}")
    say(f"\n{form.area_km2:,.1f} km2 in all, each place once")
    if form.area is not None:
        say(
            f"{100 * form.area.share:.2f} % of the area is seen:"
            f" {form.area.seen_km2:,.1f} of {form.area.area_km2:,.1f} km2, {form.area.gaps} gaps"
        )
        for gap in form.area.largest_gaps:
            say(f"  gap {gap.area_km2:,.2f} km2 at {gap.at.lon_deg:.5f}, {gap.at.lat_deg:.5f}")


def _metres(finest: float | None, coarsest: float | None) -> str:
    """Return a range of metres: one number where both ends are printed alike."""
    ends = list(dict.fromkeys(f"{end:.2f}" for end in (finest, coarsest) if end is not None))
    return f"{' to '.join(ends)} m" if ends else "not known"
