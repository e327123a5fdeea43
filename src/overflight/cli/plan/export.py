"""``overflight plan export``: a plan as document, flight plan, map or route."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.facts import RECORD, as_of
from overflight.cli.output import AS_JSON, say, say_json

if TYPE_CHECKING:
    from overflight.adapters.plan_out.export import PlanForm
    from overflight.desk import Lands
    from overflight.desk.footprints import Footprint
    from overflight.missions import PlanCase, Surroundings

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the plan noun."""
    app.command("export")(export)


def export(
    file: Path = typer.Argument(help="A plan or a case as JSON; - reads standard input."),
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
    dem: Path | None = typer.Option(None, "--dem", help="Raster of ground heights."),
    dem_heights: str = typer.Option("EGM96", "--dem-heights", help="Surface it counts from."),
    dem_error: float = typer.Option(16.0, "--dem-error", help="Its greatest error in metres."),
    record: Path | None = RECORD,
    as_json: bool = AS_JSON,
) -> None:
    """Write a plan as the Treaty's document (text, pdf), ICAO flight plan, KML, GPX or GeoJSON.

    The answer says how far positions read back may lie from those of the plan, and what the form
    loses.
    """
    from overflight.adapters.files import write_out
    from overflight.adapters.plan_files import read_bounded
    from overflight.adapters.plan_out.export import ExportAnswer, PlanForm, export_plan
    from overflight.adapters.plan_out.fpl.of_plan import FlightDetails
    from overflight.desk import case_surroundings
    from overflight.desk.plan_sheet import plan_sheet
    from overflight.missions import MOST_BYTES, judge_plan, read_case
    from overflight.treaty import write_form

    form = _form(to)
    case = read_case(read_bounded(file, MOST_BYTES), where=str(file))
    facts = as_of(record, None)
    around = case_surroundings(case, facts, _lands(dem, dem_heights, dem_error), where=str(file))
    drawn = footprints and form in {PlanForm.KML, PlanForm.GEOJSON}
    sheet = plan_sheet(case.plan, around, facts, _footprints(case, around) if drawn else ())
    details = None
    if aircraft:
        details = FlightDetails(
            aircraft, callsign, equipment, flight_rules, registration, type_name
        )
    judged = (around, judge_plan(case.plan, around))
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


def _lands(dem: Path | None, heights: str, error_m: float) -> Lands:
    from overflight.adapters.terrain import CoarseWorldTerrain, RasterTerrain
    from overflight.desk import Lands

    if dem is None:
        return Lands(terrain=CoarseWorldTerrain())
    return Lands(terrain=RasterTerrain(dem, height_system=heights, error_m=error_m))


def _footprints(case: PlanCase, around: Surroundings) -> tuple[Footprint, ...]:
    from overflight.coverage import coverage_of
    from overflight.desk.footprints import footprints_of

    return footprints_of(coverage_of(case.plan, around))
