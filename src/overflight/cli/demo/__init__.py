"""``overflight demo``: play one observation flight from quota to shared imagery."""

from __future__ import annotations

import time
from pathlib import Path

import typer

from overflight.cli.output import AS_JSON, say, say_json

app = typer.Typer(no_args_is_help=True, help="Play one observation flight, end to end.")

_STEPS = 13
_TRACK = Path(".cache/traffic/liguria.json.gz")


class _Voice:
    """Tell the story line by line, with the step and the seconds since the start."""

    def __init__(self, *, silent: bool) -> None:
        self.lines: list[str] = []
        self._silent = silent
        self._since = time.monotonic()

    def __call__(self, line: str) -> None:
        self.lines.append(line)
        if not self._silent:
            spent = time.monotonic() - self._since
            say(f"[{len(self.lines):2}/{_STEPS}] {spent:5.1f} s  {line}")


@app.command()
def play(
    out: Path = typer.Option(Path("demo-output"), "--out", help="Folder to leave everything in."),
    track: Path | None = typer.Option(
        None, "--track", help="Flown track; without one a simulated track is flown, labelled."
    ),
    replace: bool = typer.Option(False, "--replace", help="Remove an earlier demo in the folder."),
    as_json: bool = AS_JSON,
) -> None:
    """Play the flight: found, notify, inspect, plan, agree, fly, compare, seal, release, report."""
    from overflight.cli.demo.playing import play_all

    found = track if track is not None else (_TRACK if _TRACK.is_file() else None)
    voice = _Voice(silent=as_json)
    summary = play_all(out, found, voice, replace=replace)
    if as_json:
        say_json({**summary.as_json(), "story": voice.lines})
        return
    say()
    for line in summary.lines():
        say(line)
