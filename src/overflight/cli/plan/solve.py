"""``overflight plan solve``: choose and order targets for one flight."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.facts import READING, RECORD, as_of, day, doubts
from overflight.cli.output import AS_JSON, leave, say, say_findings, say_json
from overflight.cli.plan.means import Engine, Limits, at_most, means_of

if TYPE_CHECKING:
    from overflight.desk.planning.flight import PlannedFlight
    from overflight.desk.planning.plans import Lands

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the plan noun."""
    app.command("solve")(solve)


def solve(
    targets: Path = typer.Argument(
        help="Targets: CSV (name, lon, lat, value) or GeoJSON points; or a plain problem (.oplib)."
    ),
    start: str = typer.Option("", "--start", help="Site id of the airfield of commencement."),
    end: str = typer.Option("", "--end", help="Site id where the flight ends; the start else."),
    observed: str = typer.Option("", "--observed", help="Party observed: IT."),
    observing: str = typer.Option("", "--observing", help="Party observing; for the draft plan."),
    on: str = typer.Option("", "--on", help="Day of commencement as YYYY-MM-DD."),
    max_km: float | None = typer.Option(None, "--max-km", help="Else that of annex.A.III."),
    max_hours: float | None = typer.Option(None, "--max-hours", help="Greatest flying time."),
    speed: float = typer.Option(450.0, "--speed", help="Ground speed in km/h."),
    reach_km: float = typer.Option(1.0, "--reach-km", help="How far beside the path is seen."),
    name_column: str = typer.Option("name", "--name-column", help="Column with the names."),
    value_column: str = typer.Option("value", "--value-column", help="Column with the values."),
    encoding: str = typer.Option("utf-8-sig", "--encoding", help="Encoding of a CSV file."),
    mission: str = typer.Option("", "--mission", help="Mission key for the draft plan."),
    borders: Path | None = typer.Option(None, "--borders", help="Your own borders as GeoJSON."),
    record: Path | None = RECORD,
    reading: list[str] | None = READING,
    seed: int = typer.Option(1, "--seed", help="The same seed gives the same plan."),
    iterations: int | None = typer.Option(None, "--iterations", help="Rounds of search."),
    seconds: float | None = typer.Option(None, "--seconds", help="Time limit; less repeatable."),
    engine: Engine | None = typer.Option(None, "--engine", help="Else own, if numba is there."),
    bound: bool = typer.Option(True, "--bound/--no-bound", help="Prove how good the plan is."),
    svg: Path | None = typer.Option(None, "--svg", help="Draw the plan to this file."),
    out: Path | None = typer.Option(None, "--out", help="Write the draft plan as JSON."),
    as_json: bool = AS_JSON,
) -> None:
    """Plan a flight: take most value under the distance limit, round what may not be flown over.

    Ctrl-C ends the search and gives the best plan so far. Exit code 1 where the draft would be
    judged broken. A plain orienteering problem (.oplib) is solved as it stands, without a treaty.
    """
    limits = Limits(seed, iterations, seconds, engine, bound=bound)
    if targets.suffix.lower() == ".oplib":
        from overflight.cli.plan.plain import solve_file

        solve_file(targets, limits, as_json=as_json)
        return
    _refuse_missing({"--start": start, "--observed": observed, "--on": on})
    from dataclasses import replace

    from overflight.adapters.handed.target_files import TargetColumns, read_targets
    from overflight.desk.planning.flight import FlightAsked, plan_flight

    listed = read_targets(targets, TargetColumns(name_column, value_column, encoding))
    facts, lands = as_of(record, reading), _lands(borders)
    asked = FlightAsked(
        listed.targets,
        observing or observed,
        observed,
        start,
        end or start,
        day(on),
        max_km,
        max_hours,
        speed,
        reach_km * 1000.0,
        mission,
    )
    with means_of(limits) as means:
        planned = plan_flight(asked, facts, lands, means)
    if out is not None:
        _write_plan(planned, out)
    if svg is not None:
        _write_map(planned, svg)
    planned = replace(planned, notes=(*planned.notes, *listed.says))
    if as_json:
        from overflight.desk.planning.answer import planned_answer
        from overflight.treaty import write_form

        say_json(write_form(planned_answer(planned, listed.skipped)))
    else:
        _say(planned, listed.skipped)
    leave("broken" if planned.judgement.outcome.value == "broken" else "kept")


def _lands(borders: Path | None) -> Lands:
    """Return the map of the package, under a party's own borders where given."""
    from overflight.adapters.lands.world_map import world_borders
    from overflight.desk.planning.plans import Lands

    world = world_borders()
    if borders is None:
        return Lands(borders=world)
    from overflight.adapters.lands.border_files import load_borders

    return Lands(borders=load_borders(borders).over(world))


def _refuse_missing(given: Mapping[str, str]) -> None:
    """Refuse a flight without what every flight needs."""
    from overflight.errors import UsageError

    for option, word in given.items():
        if not word:
            raise UsageError(
                "E-PLANNING",
                where=option,
                expected="a word for this option",
                found="nothing",
                remedy="Give it; only a plain problem (.oplib) is solved without.",
            )


def _say(planned: PlannedFlight, skipped: int) -> None:
    """Print a plan for a person."""
    from overflight.desk.planning.answer import bound_says, found_says, left_out_says

    solution, problem = planned.solution, planned.problem
    say(
        f"{len(solution.taken)} of {len(problem.targets)} targets, value {solution.value:,.10g}, "
        f"{solution.distance_m / 1000:,.1f} of {problem.most_m / 1000:,.1f} km; "
        f"always to the nearest: value {planned.nearest.value:,.10g}"
    )
    say(found_says(solution))
    if solution.bound is None or solution.gap is None:
        say("no bound: nothing was proven about how good this is")
    else:
        say(
            f"bound {solution.bound:,.10g}: at most {at_most(solution.gap)} below any plan on "
            "these targets"
        )
        say(f"  {bound_says(solution)}")
    doubts(planned.notes)
    if skipped:
        say(f"  ? {skipped} rows have no position and are no targets")
    say()
    for point in solution.route:
        names = ", ".join(target.name for target in point.targets) or "leads round a stand-off"
        say(f"  {point.name:4} {point.at.lon_deg:11.5f} {point.at.lat_deg:10.5f}  {names}")
    say()
    for line in left_out_says(solution):
        say(f"  {line}")
    say()
    say(f"the draft is judged: {planned.judgement.outcome.value}")
    say_findings(f for f in planned.judgement.findings if f.outcome.value != "kept")


def _write_plan(planned: PlannedFlight, out: Path) -> None:
    """Write the draft plan, whole or not at all."""
    from overflight.adapters.files import write_out
    from overflight.treaty import write_form

    text = json.dumps(write_form(planned.plan), ensure_ascii=False, indent=2) + "\n"
    write_out(out, text.encode())


def _write_map(planned: PlannedFlight, svg: Path) -> None:
    """Draw the plan, whole or not at all."""
    from overflight.adapters.drawing.plan_map import plan_map
    from overflight.adapters.files import write_out
    from overflight.adapters.lands.world_map import world_borders

    write_out(svg, plan_map(planned, world_borders()).encode())
