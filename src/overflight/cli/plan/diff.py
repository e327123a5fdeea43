"""``overflight plan diff``: what changed from one version of a plan to the next."""

from __future__ import annotations

from pathlib import Path

import typer

from overflight.cli.output import AS_JSON, say, say_json
from overflight.cli.plan.asking import case_of

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the plan noun."""
    app.command("diff")(diff)


def diff(
    before: Path = typer.Argument(help="The earlier version."),
    after: Path = typer.Argument(help="The later version."),
    as_json: bool = AS_JSON,
) -> None:
    """Say what changed from one version of a plan to the next."""
    from overflight.missions import plan_changes
    from overflight.treaty import write_form

    changes = plan_changes(case_of(before).plan, case_of(after).plan)
    if as_json:
        say_json({"changes": [write_form(change) for change in changes]})
        return
    for change in changes:
        moved = "" if change.moved_m is None else f"  ({change.moved_m:,.0f} m)"
        what = f"{change.what} {change.name}".strip()
        say(f"{what:32} {change.before or '-'}  ->  {change.after or '-'}{moved}")
    if not changes:
        say("The two say the same plan.")
