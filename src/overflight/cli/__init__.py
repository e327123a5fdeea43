"""The command line: noun, then verb; ``--json`` on everything; stable exit codes.

0 done or kept, 1 broken or refused, 2 usage, 3 open or contested, 4 data or record fault,
70 a fault of this program, 130 interrupted.
"""

from __future__ import annotations

import importlib
import os
import sys

__all__ = ["NOUNS", "main"]

# One line of help for each noun; the module of the noun is imported only when it is used, so that
# help answers at once on a slow machine.
NOUNS: dict[str, str] = {
    "airfield": "Airfields, sites and maximum flight distances as of a day.",
    "airspace": "Hazardous areas and obstacles: show a file, check a plan against it.",
    "case": "Put any case to the program: statements in, findings out.",
    "chronicle": "What happened, on which day as far as it is known, by which source.",
    "claim": "Contested claims: who makes them, on which ground, who contests them.",
    "commission": "The Commission: sessions, agenda, decisions, what waits for it.",
    "demo": "Play one observation flight from quota to shared imagery.",
    "frame": "Frames: pose, footprint, ground sample distance, annotation, catalogue.",
    "key": "Keys of people and machines.",
    "mission": "Missions: notices, clocks, what is due, by whom, until when.",
    "node": "The node a party runs: found, serve, watch, recover.",
    "notice": "Notices: every notification of the Treaty as OS text, and back.",
    "party": "Who is a State Party, as of a day.",
    "plan": "Mission plans: judge, solve, show.",
    "quota": "Passive and active quotas as of a day.",
    "record": "The record: found, append, read, verify.",
    "release": "Seal, decide, package, receive.",
    "rules": "The rules, the provisions they come from, the readings they leave open.",
    "schema": "JSON Schemas of every input and output.",
    "sensor": "Sensors: limits, minimum heights, altitudes, certifications.",
    "serve": "Serve the pages of a record to a browser on this machine.",
    "track": "Flown tracks: read, clean, compare with the agreed plan.",
    "whatif": "Suppose an act, see everything that changes and when; nothing is written.",
}


def _asked() -> str:
    """Return the noun of the call, or of the line that a shell asks us to complete."""
    if "_OVERFLIGHT_COMPLETE" not in os.environ:
        words = sys.argv[1:]
    else:
        line = os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS", "")
        words = line.split()[1:]
    return next((word for word in words if not word.startswith("-")), "")


def _work() -> None:
    """Build the command line for the noun that is asked, and run it."""
    import typer

    app = typer.Typer(
        name="overflight",
        help="Cooperative aerial observation on a record that nobody can rewrite.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )

    @app.callback(invoke_without_command=True)
    def root(version: bool = typer.Option(False, "--version", help="Print the version.")) -> None:
        if version:
            from overflight import __version__

            typer.echo(__version__)

    asked = _asked()
    for noun, line in NOUNS.items():
        if noun == asked:
            module = importlib.import_module(f"overflight.cli.{noun}")
            app.add_typer(module.app, name=noun, help=line)
        else:
            app.add_typer(typer.Typer(), name=noun, help=line)
    app()


def main() -> None:
    """Run the command line and leave the process with its exit code."""
    from overflight.cli.output import run

    run(_work)
