"""``overflight plan import``: the route of a plan from KML or GPX, as a draft."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from overflight.cli.facts import RECORD, as_of
from overflight.cli.output import AS_JSON, say, say_json

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the plan noun."""
    app.command("import")(import_route)


def import_route(
    route: Path = typer.Argument(help="KML or GPX: points in order, or one line."),
    into: Path = typer.Option(..., "--into", help="The plan or case whose route is replaced."),
    out: Path = typer.Option(..., "--out", help="Write the draft to this file."),
    record: Path | None = RECORD,
    as_json: bool = AS_JSON,
) -> None:
    """Take the route of a plan from a file that somebody drew; nothing is judged or submitted.

    Turn points are the points of the file in order, or the corners of its one line.
    """
    from overflight.adapters.files import write_out
    from overflight.adapters.handed.plan_files import read_bounded
    from overflight.adapters.handed.target_shapes import read_shapes, route_points
    from overflight.desk import Lands, case_surroundings
    from overflight.desk.plan_import import with_route
    from overflight.missions import MOST_BYTES, read_case
    from overflight.treaty import count_of, write_form

    case = read_case(read_bounded(into, MOST_BYTES), where=str(into))
    around = case_surroundings(case, as_of(record, None), Lands(), where=str(into))
    draft = with_route(case.plan, around, route_points(read_shapes(route), str(route)))
    form = write_form(draft.plan)
    write_out(out, (json.dumps(form, ensure_ascii=False, indent=2) + "\n").encode())
    if as_json:
        say_json(write_form(draft))
        return
    say(f"{out}: plan {draft.plan.mission} version {draft.plan.version}, a draft")
    turns = count_of(len(draft.plan.route), "turn point")
    periods = count_of(len(draft.plan.observations), "observation period")
    say(f"  {turns}, {periods}")
    for note in draft.notes:
        say(f"  {note}")
    say("  times are those of the version before; judge it before it is submitted")
