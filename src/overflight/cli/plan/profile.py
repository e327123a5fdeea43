"""``overflight plan profile``: ground, planned height and the lowest lawful height along a plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.facts import RECORD
from overflight.cli.output import AS_JSON, leave, say, say_json
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
    from overflight.coverage import ProfileForm
    from overflight.coverage.forms import BindingForm

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the plan noun."""
    app.command("profile")(profile)


def profile(
    file: Path = FILE,
    record: Path | None = RECORD,
    dem: Path | None = DEM,
    dem_heights: str | None = DEM_HEIGHTS,
    dem_error: float = DEM_ERROR,
    look: list[str] = LOOK,
    looks: Path | None = LOOKS,
    svg: Path | None = typer.Option(None, "--svg", help="Draw the profile into this file."),
    as_json: bool = AS_JSON,
) -> None:
    """Show the profile of a plan and, for each period, the place that decides how high it must be.

    Exit code 0 where H_min is kept below the path and over all ground seen, 1 where it is broken
    somewhere, 3 where that is open.
    """
    from overflight.coverage import profile_form
    from overflight.desk.planning.coverage import show_profile
    from overflight.treaty import write_form

    scene = scene_of(file, record, dem, dem_heights, dem_error)
    found = show_profile(scene, looks_of(look, looks))
    form = profile_form(found)
    if svg is not None:
        from overflight.adapters.drawing.profile import draw_profile
        from overflight.adapters.files import write_out

        write_out(svg, draw_profile(found).encode())
    if as_json:
        say_json(write_form(form))
    else:
        _say(form)
    outcomes = {b.outcome.value for one in form.periods for b in (one.below, one.across) if b}
    open_ones = form.unseen or any(one.below is None for one in form.periods)
    leave(
        "broken" if "broken" in outcomes else "open" if open_ones or "open" in outcomes else "kept"
    )


def _say(form: ProfileForm) -> None:
    """Say the profile of a plan, for a person."""
    say(f"Plan {form.mission} version {form.version}: profile")
    say(
        f"  ground and altitudes from {form.terrain.height_system} ({form.terrain.source}, within"
        f" {form.terrain.error_m:g} m), planned heights from {form.planned_from.value}"
    )
    for one in form.periods:
        h_min = "no H_min" if one.h_min_m is None else f"H_min {one.h_min_m:g} m"
        say(f"\n{one.category.value:5} {one.sensor}  {one.start} to {one.stop}")
        say(f"  planned {one.planned_m:,.0f} m {form.planned_from.value}, {h_min}")
        _say_binding("below the path (GEO-6, art.VI.II.4.D)", one.below)
        _say_binding("over all ground seen (SEN-7)", one.across)
        if one.lowest_m is not None:
            say(
                f"  lowest altitude over all ground seen: {one.lowest_m:,.0f} m from"
                f" {form.terrain.height_system}"
            )
        for found in (one.metric, one.feet):
            if found is not None:
                unit = found.unit.value
                say(f"  at least {found.pressure:,.0f} {unit} pressure altitude ({found.label})")
        if one.finest_m is not None:
            say(f"  finest ground resolution {one.finest_m:.2f} m")
        for ground in one.basis:
            say(f"  {ground}")
    for lack in form.unseen:
        say(f"\n?     {lack.sensor}  {lack.start} to {lack.stop}: not told: {lack.why}")


def _say_binding(what: str, one: BindingForm | None) -> None:
    if one is None:
        say(f"  ? {what}: the ground is not known")
        return
    mark = {"kept": "+", "broken": "x"}.get(one.outcome.value, "?")
    beside = f", {abs(one.across_m):,.0f} m beside the path" if one.across_m else ""
    say(
        f"  {mark} {what}: {one.above.value:,.0f} m above ground, within {one.above.error:.0f} m,"
        f" at km {one.along_km:,.1f}{beside} ({one.at.lon_deg:.5f}, {one.at.lat_deg:.5f}, ground"
        f" {one.ground_m:,.0f} m)"
    )
