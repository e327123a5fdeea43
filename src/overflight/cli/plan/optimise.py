"""``overflight plan optimise``: a whole problem in, a draft plan with its proof out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.facts import READING, RECORD, as_of, doubts
from overflight.cli.output import AS_JSON, leave, say, say_findings, say_json
from overflight.cli.plan.means import Engine, Limits, at_most, means_of

if TYPE_CHECKING:
    from overflight.airspace import Airspace
    from overflight.desk.commission.claim_views import ViewsAsked
    from overflight.desk.planning.asked import WholeAsked
    from overflight.desk.planning.plans import Lands
    from overflight.desk.planning.whole import WholePlan
    from overflight.geodesy import Terrain
    from overflight.planning import Wanted
    from overflight.treaty import Regime

__all__ = ["register"]

_READINGS = "readings"


def register(app: typer.Typer) -> None:
    """Add the command to the plan noun."""
    app.command("optimise")(optimise)


def optimise(
    problem: Path = typer.Argument(help="The problem as JSON; - reads standard input."),
    targets: list[Path] = typer.Option(
        [], "--targets", help="Lists of points, lines, areas beside it."
    ),
    name_column: str = typer.Option("name", "--name-column", help="Column with the names."),
    value_column: str = typer.Option("value", "--value-column", help="Column with the values."),
    encoding: str = typer.Option("utf-8-sig", "--encoding", help="Encoding of CSV files."),
    airspace: list[Path] = typer.Option(
        [], "--airspace", help="Airspace as OpenAir, AIXM or YAIXM."
    ),
    hazard: str = typer.Option("avoid", "--hazard", help="avoid hazardous airspace, or ask."),
    strict: bool = typer.Option(False, "--strict", help="Plan to stand under every reading."),
    views: list[str] = typer.Option(
        [], "--views", help="Judge under every reading (readings) and Party (IT); all for both."
    ),
    borders: Path | None = typer.Option(None, "--borders", help="Your own borders as GeoJSON."),
    dem: Path | None = typer.Option(None, "--dem", help="Raster of ground heights."),
    dem_heights: str = typer.Option("EGM96", "--dem-heights", help="Surface it counts from."),
    dem_error: float = typer.Option(16.0, "--dem-error", help="Its greatest error in metres."),
    record: Path | None = RECORD,
    reading: list[str] | None = READING,
    seed: int = typer.Option(1, "--seed", help="The same seed gives the same plan."),
    iterations: int | None = typer.Option(None, "--iterations", help="Rounds of search."),
    seconds: float | None = typer.Option(None, "--seconds", help="Time limit; less repeatable."),
    engine: Engine | None = typer.Option(None, "--engine", help="Else own, if numba is there."),
    bound: bool = typer.Option(True, "--bound/--no-bound", help="Prove how good the plan is."),
    svg: Path | None = typer.Option(None, "--svg", help="Draw the map to this file."),
    png: Path | None = typer.Option(None, "--png", help="The same map as PNG."),
    gantt: Path | None = typer.Option(None, "--gantt", help="Draw the 96 hours to this file."),
    out: Path | None = typer.Option(None, "--out", help="Write the draft plan as JSON."),
    as_json: bool = AS_JSON,
) -> None:
    """Plan a flight for points, areas and lines: value, bound, what was left out and why.

    Ctrl-C ends the search and gives the best plan so far. Exit code 0 where the draft is judged
    kept, 1 where it is broken, 3 where it is open or stands under some readings only.
    """
    from overflight.desk.planning.whole import plan_whole

    asked, skipped = _asked(problem, targets, (name_column, value_column, encoding))
    asked = _with_airspace(asked, airspace, hazard, strict=strict)
    lands = _lands(borders, (dem, dem_heights, dem_error), asked)
    facts = as_of(record, reading)
    wanted = _views(views, facts.regime)
    with means_of(Limits(seed, iterations, seconds, engine, bound=bound)) as means:
        whole = plan_whole(asked, facts, lands, means, wanted)
    _write(whole, out=out, svg=svg, png=png, gantt=gantt)
    if as_json:
        from overflight.desk.planning.whole_answer import whole_answer
        from overflight.treaty import write_form

        say_json(write_form(whole_answer(whole, skipped)))
    else:
        _say(whole, skipped)
    leave(whole.views.outcome.value if whole.views else whole.judgement.outcome.value)


def _asked(file: Path, lists: list[Path], columns: tuple[str, str, str]) -> tuple[WholeAsked, int]:
    """Return the problem of a file with the points of lists, and how many rows are none."""
    from overflight.adapters.files import read_bounded
    from overflight.adapters.handed.target_files import TargetColumns, read_targets
    from overflight.desk.planning.asked import WholeAsked
    from overflight.planning import MOST_BYTES, read_problem

    form = read_problem(read_bounded(file, MOST_BYTES, too_large="E-PROBLEM"), where=str(file))
    read = [read_targets(path, TargetColumns(*columns), shapes=True) for path in lists]
    more: list[Wanted] = []
    for one in read:
        more += [*one.targets, *one.areas, *one.courses]
    notes = tuple(note for one in read for note in one.says)
    return WholeAsked(form, tuple(more), notes=notes), sum(one.skipped for one in read)


def _with_airspace(
    asked: WholeAsked, files: list[Path], hazard: str, *, strict: bool
) -> WholeAsked:
    """Return a problem with published airspace and what is done about it."""
    from dataclasses import replace

    from overflight.errors import UsageError
    from overflight.planning import HazardWay

    if hazard not in set(HazardWay):
        raise UsageError(
            "E-PLANNING",
            where="--hazard",
            expected="avoid or ask",
            found=hazard,
            remedy="avoid keeps out of hazardous airspace; ask plans through it (art.VI.II.5).",
        )
    return replace(asked, airspace=_airspace(files), hazards=HazardWay(hazard), strict=strict)


def _airspace(files: list[Path]) -> Airspace | None:
    """Return the airspace of some files as one."""
    from overflight.adapters.airspace.reading import read_airspace

    found: Airspace | None = None
    for path in files:
        read = read_airspace(path)
        found = read if found is None else found + read
    return found


def _lands(borders: Path | None, dem: tuple[Path | None, str, float], asked: WholeAsked) -> Lands:
    """Return borders, territory, and ground heights where something is compared with them."""
    from overflight.adapters.lands.world_map import world_borders
    from overflight.desk.planning.plans import Lands

    world = world_borders()
    terrain = _terrain(dem, asked)
    if borders is None:
        return Lands(world, terrain)
    from overflight.adapters.lands.border_files import load_borders

    return Lands(load_borders(borders).over(world), terrain)


def _terrain(dem: tuple[Path | None, str, float], asked: WholeAsked) -> Terrain | None:
    """Return ground heights: a raster, or the coarse ones where a sensor is checked."""
    from overflight.adapters.lands.terrain import CoarseWorldTerrain, RasterTerrain
    from overflight.missions import HeightSystem

    path, heights, error_m = dem
    if path is not None:
        return RasterTerrain(path, height_system=heights, error_m=error_m)
    problem = asked.problem
    if problem.sensors or problem.heights is not HeightSystem.AGL or asked.airspace is not None:
        return CoarseWorldTerrain()
    return None


def _views(views: list[str], regime: Regime) -> ViewsAsked | None:
    """Return under which views the draft is judged; none where not asked for."""
    from overflight.desk import code_of
    from overflight.desk.commission.claim_views import ALL, ViewsAsked

    if not views:
        return None
    parties = [view for view in views if view != _READINGS]
    return ViewsAsked(tuple(ALL if v == ALL else code_of(v, regime) for v in parties))


def _write(
    whole: WholePlan,
    *,
    out: Path | None,
    svg: Path | None,
    png: Path | None,
    gantt: Path | None,
) -> None:
    """Write the draft and its pictures, each whole or not at all."""
    from overflight.adapters.files import write_out

    if out is not None:
        from overflight.treaty import write_form

        text = json.dumps(write_form(whole.plan), ensure_ascii=False, indent=2) + "\n"
        write_out(out, text.encode())
    if svg is not None or png is not None:
        from overflight.adapters.drawing.plan_pictures import whole_map
        from overflight.adapters.lands.world_map import world_borders

        drawn = whole_map(whole, world_borders())
        if svg is not None:
            write_out(svg, drawn.encode())
        if png is not None:
            from overflight.adapters.drawing.png_file import png_of

            write_out(png, png_of(drawn))
    if gantt is not None:
        from overflight.adapters.drawing.plan_gantt import gantt_of

        write_out(gantt, gantt_of(whole).encode())


def _say(whole: WholePlan, skipped: int) -> None:
    """Print a plan for a person."""
    solution, problem = whole.solution, whole.problem
    say(
        f"{len(solution.taken)} of {len(problem.wanted)} taken, value {solution.value:,.10g}, "
        f"{solution.distance_m / 1000:,.1f} of {problem.most_m / 1000:,.1f} km; "
        f"always to the nearest: value {whole.nearest.value:,.10g}"
    )
    if whole.unshown:
        say(f"seen on this terrain: value {whole.shown_value:,.10g}")
    for one in whole.unshown:
        say(f"  ? {one.wanted.name}: {one.says}")
    _say_bound(whole)
    doubts(whole.notes)
    if skipped:
        say(f"  ? {skipped} rows have no position and are no targets")
    _say_path(whole)
    _say_left(whole)
    _say_requests(whole)
    say()
    say(f"the draft is judged: {whole.judgement.outcome.value}")
    say_findings(f for f in whole.judgement.findings if f.outcome.value != "kept")
    if whole.views is not None:
        say(f"under {len(whole.views.views)} views: {whole.views.outcome.value}")
        for name, judgement in whole.views.views:
            if judgement.outcome is not whole.judgement.outcome:
                say(f"  {judgement.outcome.value:9} under {name}")
        say_findings(whole.views.findings)


def _say_bound(whole: WholePlan) -> None:
    from overflight.desk.planning.answer import bound_says, found_says

    solution = whole.solution
    say(found_says(solution))
    if solution.bound is None or solution.gap is None:
        say("no bound: nothing was proven about how good this is")
        return
    says = "no plan on these places is worth more"
    if solution.gap:
        says = f"at most {at_most(solution.gap)} below any plan on these places"
    say(f"bound {solution.bound:,.10g}: {says}")
    say(f"  {bound_says(solution)}")


def _say_path(whole: WholePlan) -> None:
    """Print the places of the flight with their hours, and the periods of the sensors."""
    from overflight.desk.planning.whole_answer import whole_answer

    answer = whole_answer(whole)
    say()
    for place in answer.path:
        how = f"  ({place.turn.value})" if place.turn else ""
        stays = f"  on the ground until {place.left:%H:%M}" if place.left > place.reached else ""
        takes = ", ".join(place.takes)
        line = (
            f"  {place.reached:%H:%M} {place.name:14} {place.lon_deg:11.5f} {place.lat_deg:10.5f}"
        )
        say(f"{line}  {takes}{how}{stays}".rstrip())
    for p in whole.plan.observations:
        side = p.side.value if p.side else ""
        height = f"{p.height_m:,.0f} m {whole.plan.height_system.value}"
        say(f"  {p.category.value:5} {p.sensor:12} {p.start} to {p.stop}, {side}, {height}")
    say(
        f"  {answer.hours:.2f} h from commencement to the end, {answer.completes:%Y-%m-%d %H:%M}"
        f" UTC; the 96 hours end {answer.window_ends:%Y-%m-%d %H:%M} UTC"
    )


def _say_left(whole: WholePlan) -> None:
    """Print what is left out: counted by reason, each named with its rule where a rule blocks."""
    from overflight.desk.planning.answer import left_out_says

    say()
    for line in left_out_says(whole.solution):
        say(f"  {line}")


def _say_requests(whole: WholePlan) -> None:
    """Print the areas to be asked for."""
    if whole.requests:
        say()
        say("to be asked for: the observed Party suppresses, coordinates or offers another way")
        say("(art.VI.II.5); no ground to refuse observation (art.VI.II.2)")
    for request in whole.requests:
        say(f"  {request.kind} {request.name}: {request.says}")
