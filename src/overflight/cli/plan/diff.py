"""``overflight plan diff``: what changed from one version of a plan to the next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.facts import READING, RECORD, as_of, number_in
from overflight.cli.output import AS_JSON, say, say_json
from overflight.cli.plan.asking import case_of, lands_of, terrain_of

if TYPE_CHECKING:
    from overflight.desk.planning.versions import Differing, PlanDiff
    from overflight.missions import Change, MissionPlan
    from overflight.planning import Target
    from overflight.planning.negotiation import LegalChange

__all__ = ["register", "say_changes", "write_map"]


def register(app: typer.Typer) -> None:
    """Add the command to the plan noun."""
    app.command("diff")(diff)


def diff(
    before: Path = typer.Argument(help="The earlier version."),
    after: Path = typer.Argument(help="The later version."),
    targets: Path | None = typer.Option(None, "--targets", help="Targets, CSV or GeoJSON."),
    reach: float = typer.Option(
        2.0, "--reach", help="Km to each side a sensor sees of which the plan says nothing."
    ),
    view: list[str] = typer.Option([], "--view", help="Judge as a Party sees it too (IT)."),
    reported: bool = typer.Option(
        False, "--reported", help="Let claims reported of a Party into its view."
    ),
    borders: Path | None = typer.Option(None, "--borders", help="Your own borders as GeoJSON."),
    record: Path | None = RECORD,
    reading: list[str] | None = READING,
    svg: Path | None = typer.Option(None, "--svg", help="Draw both versions into this file."),
    as_json: bool = AS_JSON,
) -> None:
    """Say what changed: in the plan, in what it sees, and in what the rules answer."""
    from overflight.desk import code_of
    from overflight.desk.commission.claim_views import ViewsAsked
    from overflight.desk.planning.versions import DiffAsked, plan_diff
    from overflight.planning.negotiation import Watch
    from overflight.treaty import write_form

    number_in("--reach", reach, 0.01, 50, "km")
    facts = as_of(record, None)
    cases = [case_of(file, reading or ()) for file in (before, after)]
    lands = lands_of(cases[0], borders, terrain_of(cases[0], None, "", 0.0))
    listed = _targets(targets)
    asked = DiffAsked(
        cases[0],
        cases[1],
        Watch(listed, 1000 * reach),
        ViewsAsked(tuple(code_of(one, facts.regime) for one in view), reported),
    )
    found = plan_diff(asked, facts, lands, where=f"{before}, {after}")
    if svg is not None:
        write_map(found, (cases[0].plan, cases[1].plan), svg, targets=listed)
    if as_json:
        say_json(write_form(found.diff))
        return
    say_changes(found.diff.changes)
    _say_law(found.diff)


def _targets(targets: Path | None) -> tuple[Target, ...]:
    if targets is None:
        return ()
    from overflight.adapters.handed.target_files import read_targets

    return read_targets(targets).targets


def write_map(
    found: Differing,
    plans: tuple[MissionPlan, MissionPlan],
    svg: Path,
    *,
    targets: tuple[Target, ...] = (),
    area: object = None,
) -> None:
    """Draw two versions, whole or not at all."""
    from overflight.adapters.drawing.versions_map import versions_map
    from overflight.adapters.files import write_out
    from overflight.adapters.lands.world_map import world_borders
    from overflight.geodesy import Territory

    ground = area if isinstance(area, Territory) else None
    text = versions_map(found, plans, world_borders(), area=ground, targets=targets)
    write_out(svg, text.encode())


def say_changes(changes: tuple[Change, ...]) -> None:
    """Print what differs in the plan."""
    for change in changes:
        moved = "" if change.moved_m is None else f"  ({change.moved_m:,.0f} m)"
        what = f"{change.what} {change.name}".strip()
        say(f"{what:32} {change.before or '-'}  ->  {change.after or '-'}{moved}")
    if not changes:
        say("The two say the same plan.")


def _say_law(diff: PlanDiff) -> None:
    """Print what differs on the ground and in law."""
    was, now = diff.length_km
    say()
    say(f"{'path':32} {was:,.1f} km  ->  {now:,.1f} km")
    if diff.lost_km2 is not None:
        say(f"{'ground no longer swept':32} {diff.lost_km2:,.1f} km2")
    if diff.lost_targets:
        say(f"{'targets no longer seen':32} {', '.join(diff.lost_targets)}")
    if diff.gained_targets:
        say(f"{'targets newly seen':32} {', '.join(diff.gained_targets)}")
    say(f"{'judged by ' + diff.facts}: {diff.outcome[0].value}  ->  {diff.outcome[1].value}")
    for change in diff.legal:
        _say_change(change)
    if not diff.legal:
        say("No finding differs.")


def _say_change(change: LegalChange) -> None:
    was = change.before.value if change.before else "-"
    now = change.after.value if change.after else "-"
    say(f"  {change.turn.value:16} {change.rule:7} {change.provision:16} {was}  ->  {now}")
    if change.margin_before is not None and change.margin_after is not None:
        say(
            f"{'':27}margin {change.margin_before:,.3f}  ->  {change.margin_after:,.3f}"
            f" {change.unit}"
        )
    if change.turn.value != "margin":
        for says in (change.says_before, change.says_after):
            if says:
                say(f"{'':27}{says}")
    if change.view:
        say(f"{'':27}under {change.view}")
