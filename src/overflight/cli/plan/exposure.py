"""``overflight plan exposure``: what a plan sees of the observed Party's own sites."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.facts import RECORD
from overflight.cli.output import AS_JSON, say, say_json
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
    from overflight.coverage import ExposureForm, Sites

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the plan noun."""
    app.command("exposure")(exposure)


def exposure(
    file: Path = FILE,
    sites: Path = typer.Option(..., "--sites", help="Your sites: CSV, GeoJSON, KML or GPX."),
    record: Path | None = RECORD,
    dem: Path | None = DEM,
    dem_heights: str | None = DEM_HEIGHTS,
    dem_error: float = DEM_ERROR,
    look: list[str] = LOOK,
    looks: Path | None = LOOKS,
    as_json: bool = AS_JSON,
) -> None:
    """Show which of your own sites a plan sees: by which sensor, when, how finely.

    The list stays here: it is read, answered on standard output, and written or sent nowhere.
    Exit code 0 where no site is seen, 1 where one is, 3 where a period cannot be told or a height
    is not known.
    """
    from overflight.adapters.compile_cache import keep_compiled
    from overflight.desk.planning.coverage import show_exposure
    from overflight.treaty import write_form

    keep_compiled()
    scene = scene_of(file, record, dem, dem_heights, dem_error)
    asked, faults = _sites(sites)
    form = show_exposure(scene, looks_of(look, looks), asked)
    if as_json:
        say_json(write_form(form))
    else:
        _say(form, faults)
    unknown = form.unseen or any(one.sees.value == "unknown" for one in form.sightings)
    if form.seen or unknown:
        raise typer.Exit(1 if form.seen else 3)


def _sites(path: Path) -> tuple[Sites, tuple[str, ...]]:
    """Return the sites of a file, and which rows are none: unsaid, they would pass for unseen."""
    from overflight.adapters.handed.target_files import read_targets
    from overflight.coverage import Sites
    from overflight.geodesy import coordinates_deg

    listed = read_targets(path)
    lon, lat = coordinates_deg([one.at for one in listed.targets])
    count = listed.skipped
    bare = (f"{count} rows have no position and were left out",) if count else ()
    faults = (*bare, *(line.replace("target", "site", 1) for line in listed.says))
    return Sites(tuple(one.name for one in listed.targets), lon, lat), faults


def _say(form: ExposureForm, faults: tuple[str, ...]) -> None:
    """Say what a plan sees of sites, for a person."""
    say(
        f"Plan {form.mission} version {form.version}: {form.seen} of {form.sites} sites are seen,"
        f" {form.hidden} more lie in view but are hidden by terrain"
    )
    say(
        f"  terrain: {form.terrain.source}, heights from {form.terrain.height_system},"
        f" within {form.terrain.error_m:g} m"
    )
    for fault in faults:
        say(f"  ? {fault}")
    for one in form.sightings:
        finest = "" if one.resolution_m is None else f"  {one.resolution_m:.2f} m"
        angle = "" if one.look_deg is None else f"  {one.look_deg:+.1f} deg"
        far = "" if one.slant_m is None else f"  {one.slant_m / 1000:.2f} km"
        when = f"{one.at:%Y-%m-%d %H:%M:%S}"
        say(f"  {one.sees.value:7}  {when}  {one.sensor:12} {one.site}{angle}{far}{finest}")
    for lack in form.unseen:
        say(f"  not told: {lack.sensor}  {lack.start} to {lack.stop}: {lack.why}")
    say("Times by the planned speed. The list of sites was not written or sent anywhere.")
