"""Say results and faults the same way in every command."""

from __future__ import annotations

import errno
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterable
from typing import ClassVar, NoReturn

import typer

from overflight.errors import OverflightError, StoreError, UsageError

__all__ = [
    "AS_JSON",
    "fault",
    "leave",
    "one_form",
    "run",
    "say",
    "say_findings",
    "say_json",
]

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


def one_form(**asked: bool) -> None:
    """Refuse several forms of output at once: ``one_form(json=as_json, csv=as_csv)``.

    Raises:
        UsageError: More than one is asked for; none is chosen for the caller.
    """
    named = [f"--{name}" for name, wanted in asked.items() if wanted]
    if len(named) > 1:
        raise UsageError(
            "E-OUTPUT",
            where=named[-1],
            expected="one form of output",
            found=" and ".join(named),
            remedy="Ask once for each form.",
        )


class _BugError(OverflightError):
    """This program did what nobody foresaw; not the caller, we have to act."""

    exit_status: ClassVar[int] = 70


def _bug(bug: Exception) -> OverflightError:
    """Return the message of what nobody foresaw; the traceback only where it is asked for."""
    from overflight import __version__

    if os.environ.get("OVERFLIGHT_TRACEBACK"):
        typer.echo("".join(traceback.format_exception(bug)), err=True, nl=False)
    command = " ".join(word for word in sys.argv[1:3] if not word.startswith("-"))
    return _BugError(
        "E-BUG",
        where=f"overflight {__version__}, {command or 'start'}",
        expected="a fault of our own does not come this far",
        found=f"{type(bug).__name__}: {bug}",
        remedy="Please report this message with the whole command;"
        " OVERFLIGHT_TRACEBACK=1 shows where it happened.",
    )


def _full(fault: Exception) -> OverflightError:
    return StoreError(
        "E-STORE",
        where="output",
        expected="a place that takes what is written",
        found=os.strerror(getattr(fault, "errno", 0)),
        remedy="Make room, then run the command again.",
    )


def run(work: Callable[[], object]) -> NoReturn:
    """Do the work of a command line and leave with its exit code.

    A fault becomes one message and its exit code, never a traceback. What nobody foresaw leaves
    with 70, so that no script takes a crash for a judgement; an interruption leaves with 130.
    """
    as_json = "--json" in sys.argv
    try:
        status = _status(work)
        sys.stdout.flush()
    except OverflightError as error:
        status = fault(error, as_json=as_json)
    except KeyboardInterrupt:
        status = 130
    except BrokenPipeError:
        _drop_output()
        status = 0
    except Exception as bug:  # noqa: BLE001 - the last resort, and the only one
        full = isinstance(bug, OSError) and bug.errno in {errno.ENOSPC, errno.EDQUOT}
        if full:
            _drop_output()
        status = fault(_full(bug) if full else _bug(bug), as_json=as_json)
    sys.exit(status)


def _status(work: Callable[[], object]) -> int:
    """Return the exit code of a command line that may leave by itself."""
    try:
        work()
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else int(left.code is not None)
    return 0


def _drop_output() -> None:
    """Send what still waits to be written nowhere, so that leaving does not fail once more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = None
    os.close(nowhere)
