"""``overflight plan export``: a plan as document, flight plan, map or route."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.facts import RECORD, as_of
from overflight.cli.output import AS_JSON, say, say_json
from overflight.cli.plan.asking import case_of
from overflight.cli.plan.ground import DEM, DEM_ERROR, DEM_HEIGHTS, FILE, LOOK, LOOKS, looks_of

if TYPE_CHECKING:
    from overflight.adapters.plan_out.export import PlanForm
    from overflight.desk import Lands

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the plan noun."""
    app.command("export")(export)


def export(
    file: Path = FILE,
    to: str = typer.Option(..., "--to", help="fpl, kml, gpx, geojson, text or pdf."),
    out: Path = typer.Option(..., "--out", help="Write to this file."),
    footprints: bool = typer.Option(
        True, help="Draw the ground that sensors see into kml and geojson."
    ),
    aircraft: str = typer.Option(
        "", "--aircraft", help="Type and wake category for fpl (C130/M); ZZZZ/M with --type-name."
    ),
    callsign: str = typer.Option("", "--callsign", help="For fpl; else the flight reference."),
    equipment: str = typer.Option("S/S", "--equipment", help="Field 10 of fpl."),
    flight_rules: str = typer.Option("IX", "--rules", help="Field 8 of fpl."),
    registration: str = typer.Option("", "--registration", help="REG/ of fpl, without hyphen."),
    type_name: str = typer.Option("", "--type-name", help="TYP/ of fpl, what ZZZZ stands for."),
    look: list[str] = LOOK,
    looks: Path | None = LOOKS,
    dem: Path | None = DEM,
    dem_heights: str | None = DEM_HEIGHTS,
    dem_error: float = DEM_ERROR,
    record: Path | None = RECORD,
    as_json: bool = AS_JSON,
) -> None:
    """Write a plan as the Treaty's document (text, pdf), ICAO flight plan, KML, GPX or GeoJSON.

    The answer says how far positions read back may lie from those of the plan, and what the form
    loses.
    """
    from overflight.adapters.files import write_out
    from overflight.adapters.plan_out.export import ExportAnswer, PlanForm, export_plan
    from overflight.adapters.plan_out.fpl.of_plan import FlightDetails
    from overflight.desk.planning.coverage import case_scene, show_coverage
    from overflight.desk.planning.footprints import footprints_of
    from overflight.desk.planning.sheet import plan_sheet
    from overflight.missions import judge_plan
    from overflight.treaty import write_form

    form = _form(to)
    case, facts = case_of(file), as_of(record, None)
    scene = case_scene(case, facts, _lands(dem, dem_heights, dem_error), where=str(file))
    drawn = footprints and form in {PlanForm.KML, PlanForm.GEOJSON}
    seen = footprints_of(show_coverage(scene, looks_of(look, looks))[0]) if drawn else ()
    sheet = plan_sheet(scene.plan, scene.around, facts, seen)
    details = None
    if aircraft:
        details = FlightDetails(
            aircraft, callsign, equipment, flight_rules, registration, type_name
        )
    judged = (scene.around, judge_plan(scene.plan, scene.around))
    written = export_plan(sheet, form, judged, details)
    write_out(out, written.data)
    answer = ExportAnswer.of(sheet, form, out.name, written)
    if as_json:
        say_json(write_form(answer))
        return
    say(f"{out}: {form.value}, {answer.bytes:,} bytes, sha256 {answer.sha256}")
    say(f"  plan {answer.mission} version {answer.version}, sha256 {answer.plan_sha256}")
    say(f"  positions are kept within {answer.precision_m:g} m")
    for note in answer.notes:
        say(f"  {note}")


def _form(to: str) -> PlanForm:
    from overflight.adapters.plan_out.export import PlanForm
    from overflight.errors import UsageError

    try:
        return PlanForm(to)
    except ValueError as fault:
        raise UsageError(
            "E-OUTPUT",
            where="--to",
            expected=f"one of {', '.join(one.value for one in PlanForm)}",
            found=to,
            remedy="Ask for one of these forms.",
        ) from fault


def _lands(dem: Path | None, heights: str | None, error_m: float) -> Lands:
    from overflight.adapters.lands.terrain import CoarseWorldTerrain, RasterTerrain
    from overflight.desk import Lands

    if dem is None:
        return Lands(terrain=CoarseWorldTerrain())
    return Lands(terrain=RasterTerrain(dem, height_system=heights, error_m=error_m))
