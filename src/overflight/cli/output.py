"""Say results and faults the same way in every command."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import NoReturn

import typer

from overflight.errors import OverflightError

__all__ = ["AS_JSON", "fault", "leave", "run", "say", "say_findings", "say_json"]

AS_JSON = typer.Option(False, "--json", help="Write JSON to standard output.")

# Outcome of a judgement to exit code (product.md, fixed decisions).
_STATUS = {"kept": 0, "allow": 0, "broken": 1, "deny": 1, "open": 3, "contested": 3, "unsettled": 3}
_MARK = {"kept": "+", "broken": "x", "open": "?", "contested": "!"}


def say(text: str = "") -> None:
    """Print one line for a person."""
    typer.echo(text)


def say_json(value: object) -> None:
    """Print plain JSON values, readable, in UTF-8."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def say_findings(findings: Iterable[object]) -> None:
    """Print findings one under the other: mark, outcome, rule, provision, sentence."""
    from overflight.treaty import Finding

    for finding in findings:
        if isinstance(finding, Finding):
            head = f"{_MARK[finding.outcome]} {finding.outcome.value:9} {finding.rule:7}"
            say(f"{head} {finding.provision:16} {finding.says}")
            if finding.outcome.value != "kept" and finding.consequence:
                say(f"{'':37}consequence: {finding.consequence}")


def leave(outcome: str) -> NoReturn:
    """Leave with the exit code of an outcome: kept, broken, open, contested, allow and so on."""
    raise typer.Exit(_STATUS[outcome])


def fault(error: OverflightError, *, as_json: bool = False) -> int:
    """Print a fault on standard error and return its exit code."""
    if as_json:
        typer.echo(json.dumps({"error": error.as_json()}, ensure_ascii=False), err=True)
    else:
        typer.echo(
            f"overflight: {error.code}\n"
            f"  where     {error.where}\n"
            f"  expected  {error.expected}\n"
            f"  found     {error.found}\n"
            f"  to do     {error.remedy}",
            err=True,
        )
    return error.exit_status


def run(app: typer.Typer) -> NoReturn:
    """Run an application; a fault becomes one message and its exit code, never a traceback."""
    try:
        app()
    except OverflightError as error:
        sys.exit(fault(error, as_json="--json" in sys.argv))
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    sys.exit(0)
