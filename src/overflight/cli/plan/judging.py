"""``overflight plan``: judge a mission plan, show it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.facts import READING, RECORD, as_of
from overflight.cli.output import AS_JSON, leave, say, say_findings, say_json
from overflight.cli.plan.asking import case_of, lands_of, terrain_of, write_json

if TYPE_CHECKING:
    from overflight.desk import AsOf, Lands
    from overflight.desk.commission.claim_views import ViewsAsked
    from overflight.missions import Judgement, MissionPlan, PlanCase, Surroundings, ViewedJudgement

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Mission plans: judge, show, compare, solve.")

_FILE = typer.Argument(help="A plan or a case as JSON; - reads standard input.")
_BORDERS = typer.Option(None, "--borders", help="Your own borders as GeoJSON, laid over the map.")
_DEM = typer.Option(None, "--dem", help="Raster of ground heights (GeoTIFF, SRTM).")
_DEM_HEIGHTS = typer.Option("EGM96", "--dem-heights", help="Surface the raster counts from.")
_DEM_ERROR = typer.Option(16.0, "--dem-error", help="Greatest error of the raster in metres.")
_CONTEST = typer.Option([], "--contest", help="Judge under every reading of a point (AMB-29).")
_VIEWS = typer.Option([], "--view", help="Judge as a Party sees it (IT); all for every Party.")
_REPORTED = typer.Option(False, "--reported", help="Let claims reported of a Party into its view.")
_VIEW_LINES = typer.Option([], "--view-lines", help="Lines as a Party draws them: RU=FILE.")
_GEOJSON = typer.Option(False, "--geojson", help="Write GeoJSON: route, periods, findings.")
_OUT = typer.Option(None, "--out", help="Write to this file instead of standard output.")


@app.command()
def judge(
    file: Path = _FILE,
    record: Path | None = RECORD,
    borders: Path | None = _BORDERS,
    dem: Path | None = _DEM,
    dem_heights: str = _DEM_HEIGHTS,
    dem_error: float = _DEM_ERROR,
    reading: list[str] | None = READING,
    contest: list[str] = _CONTEST,
    view: list[str] = _VIEWS,
    reported: bool = _REPORTED,
    view_lines: list[str] = _VIEW_LINES,
    as_json: bool = AS_JSON,
    geojson: bool = _GEOJSON,
    out: Path | None = _OUT,
) -> None:
    """Judge a plan: every rule with its numbers, margin, provision and consequence.

    Exit code 0 where all is kept, 1 where a finding is broken, 3 where one is open or contested.
    """
    from overflight.desk import case_surroundings, contested_views
    from overflight.desk.commission.claim_views import judge_views
    from overflight.missions import judge_plan

    case, facts = case_of(file, reading or ()), as_of(record, None)
    lands = lands_of(case, borders, terrain_of(case, dem, dem_heights, dem_error))
    around = case_surroundings(case, facts, lands, where=str(file))
    if contest or view:
        views = contested_views(around, facts, points=contest)
        asked = _views_asked(view, view_lines, facts, reported=reported)
        viewed = judge_views(case.plan, views, facts, asked)
        _give_viewed(viewed, case, around, facts, as_json=as_json, geojson=geojson, out=out)
        leave(viewed.outcome.value)
    judgement = judge_plan(case.plan, around)
    _give(judgement, case, around, facts, as_json=as_json, geojson=geojson, out=out)
    leave(judgement.outcome.value)


@app.command()
def show(file: Path = _FILE, as_json: bool = AS_JSON) -> None:
    """Show a plan: times, legs with their lengths, observation periods."""
    from overflight.desk import case_surroundings
    from overflight.missions import plan_digest, planned_completion, planned_path
    from overflight.treaty import write_form

    case = case_of(file)
    around = case_surroundings(case, as_of(None, None), _nolands_of(), where=str(file))
    path = planned_path(case.plan, around)
    ends = planned_completion(case.plan, around)
    if as_json:
        say_json(
            {
                "plan": write_form(case.plan),
                "plan_sha256": plan_digest(case.plan),
                "length_km": round(path.length_km, 3),
                "planned_completion": ends.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "positions_missing": list(path.missing),
            }
        )
        return
    _say_head(case.plan, plan_digest(case.plan))
    _say_times(case.plan, ends.strftime("%Y-%m-%d %H:%M UTC"))
    from overflight.geodesy import distance_m

    before = None
    for place in path.places:
        km = f"{distance_m(before, place.at) / 1000:9.1f} km" if before else " " * 12
        kind = "airfield" if place.airfield else "calibration" if place.calibration else ""
        say(f"  {km}  {place.name:16} {place.at.lon_deg:11.5f} {place.at.lat_deg:10.5f}  {kind}")
        before = place.at
    say(f"  {path.length_km:9.1f} km  in all")
    for name in path.missing:
        say(f"  not counted: {name}, no position at hand")
    for p in case.plan.observations:
        h_min = "none" if p.h_min_m is None else f"{p.h_min_m:g} m"
        say(
            f"  {p.category.value:5} {p.sensor:12} {p.start} to {p.stop},"
            f" {p.height_m:g} m {case.plan.height_system.value}, H_min {h_min}"
        )


def _views_asked(
    views: Sequence[str], lines: Sequence[str], facts: AsOf, *, reported: bool
) -> ViewsAsked:
    """Return whose views are asked for, with the lines some of them draw."""
    from overflight.adapters.lands.border_files import load_borders
    from overflight.desk import code_of
    from overflight.desk.commission.claim_views import ALL, ViewsAsked

    drawn = {}
    for text in lines:
        party, _, file = text.partition("=")
        code = code_of(party, facts.regime)
        drawn[code] = load_borders(Path(file)).borders_of([code])
    parties = tuple(ALL if v == ALL else code_of(v, facts.regime) for v in views)
    return ViewsAsked(parties, reported, drawn)


def _nolands_of() -> Lands:
    from overflight.desk import Lands

    return Lands()


def _give(
    judgement: Judgement,
    case: PlanCase,
    around: Surroundings,
    facts: AsOf,
    *,
    as_json: bool,
    geojson: bool,
    out: Path | None,
) -> None:
    """Give a judgement in the form asked."""
    from overflight.missions import judgement_form, judgement_geojson
    from overflight.treaty import write_form

    if geojson:
        write_json(judgement_geojson(case.plan, around, judgement), out)
    elif as_json or out is not None:
        told = {"facts": facts.source, "cut": facts.cut}
        write_json({**write_form(judgement_form(judgement)), **told}, out)
    else:
        _say_head(case.plan, judgement.plan_sha256)
        say(f"Judged for {judgement.day} by {facts.source}: {judgement.outcome.value}.")
        if judgement.readings:
            say(f"Readings: {', '.join(judgement.readings)}.")
        say()
        _say_grounds(judgement)


def _give_viewed(
    viewed: ViewedJudgement,
    case: PlanCase,
    around: Surroundings,
    facts: AsOf,
    *,
    as_json: bool,
    geojson: bool,
    out: Path | None,
) -> None:
    """Give a judgement under several views in the form asked."""
    from overflight.missions import viewed_form
    from overflight.treaty import write_form

    first = viewed.views[0][1]
    if geojson:
        _give(first, case, around, facts, as_json=False, geojson=True, out=out)
    elif as_json or out is not None:
        told = {"facts": facts.source, "cut": facts.cut}
        write_json({**write_form(viewed_form(viewed)), **told}, out)
    else:
        _say_head(case.plan, first.plan_sha256)
        say(f"Judged for {first.day} by {facts.source}: {viewed.outcome.value}.")
        for name, judgement in viewed.views:
            say(f"  {judgement.outcome.value:9} under {name}")
        say()
        say_findings(viewed.findings)
        for finding in viewed.findings:
            for ground in finding.basis:
                say(f"{'':37}{ground}")
        _say_grounds(first)


def _say_head(plan: MissionPlan, digest: str) -> None:
    say(
        f"Plan {plan.mission} version {plan.version}: {plan.observing} over {plan.observed},"
        f" {plan.start_site} to {plan.end_site}; sha256 {digest[:16]}"
    )


def _say_times(plan: MissionPlan, ends: str) -> None:
    at = "%Y-%m-%d %H:%M UTC"
    say(f"  estimated arrival  {plan.estimated_arrival.strftime(at)}")
    say(f"  submitted          {plan.submitted.strftime(at)}")
    say(f"  commencement       {plan.commencement.strftime(at)}")
    say(f"  completion         {ends}, at {plan.speed_km_h:g} km/h")


def _say_grounds(judgement: Judgement) -> None:
    """Print findings worst first; what is not kept with its margin and what it rests on."""
    for finding in judgement.findings:
        say_findings((finding,))
        if finding.outcome.value == "kept":
            continue
        if finding.margin is not None and finding.limit is not None:
            error = abs(finding.measured.error) if finding.measured else 0.0
            say(f"{'':37}margin: {finding.margin:,.3f} {finding.limit.unit} (+-{error:,.3f})")
        for ground in (*finding.readings, *finding.basis):
            say(f"{'':37}{ground}")
