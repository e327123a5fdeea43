"""``overflight track live``: on board, without network: what is next, and what is left."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.facts import number_in
from overflight.cli.output import AS_JSON, say
from overflight.cli.track.asking import COLUMNS, columns_named, surroundings

if TYPE_CHECKING:
    from overflight.adapters.tracks import KeptLog, LiveLines
    from overflight.flights import Course, LiveAction, LiveState, LiveStatus

__all__ = ["register"]

_FROM = typer.Option(
    Path("-"), "--from", help="A pipe, a serial line or a file of NMEA 0183 or CSV; - for input."
)
_LOG = typer.Option(None, "--log", help="Keep every line here; at a restart it is read first.")
_CHECK_S = 1.0
_SOON_S = 6 * 3600.0


def register(app: typer.Typer) -> None:
    """Add the command to the noun."""
    app.command()(live)


def live(
    plan: Path = typer.Argument(help="The agreed plan, or a case with it, as JSON."),
    source: Path = _FROM,
    log: Path | None = _LOG,
    follow: bool = typer.Option(False, "--follow", help="Look at a file again as it grows."),
    baud: int | None = typer.Option(None, "--baud", help="Speed of a serial line."),
    every: float = typer.Option(10.0, "--every", help="Seconds of flight between two answers."),
    columns: str = COLUMNS,
    tolerance: float = typer.Option(2000.0, "--tolerance", help="Metres off the path; a setting."),
    gap: float = typer.Option(60.0, "--gap", help="Longer without a position is unseen, seconds."),
    record: Path | None = typer.Option(None, "--record", help="Folder of a record."),
    dem: Path | None = typer.Option(None, "--dem", help="Raster of ground heights."),
    dem_heights: str = typer.Option("EGM96", "--dem-heights", help="What the raster counts from."),
    dem_error: float = typer.Option(16.0, "--dem-error", help="Error of the raster, metres."),
    borders: Path | None = typer.Option(None, "--borders", help="Your own borders as GeoJSON."),
    reading: list[str] = typer.Option([], "--reading", help="A reading, as AMB-16=land-only."),
    as_json: bool = AS_JSON,
) -> None:
    """Watch a flight on board: the next acts, the margins, and what asks for attention.

    Lines of the crew may stand in the stream: SENSOR,CAM,ON - SENSOR,CAM,OFF -
    DEVIATED,art.VIII.II.1.A - RESUMED - TOLD. With --json every answer is one line.

    Exit code 3 where anything asked for attention, else 0.
    """
    from overflight.adapters.tracks import KeptLog, LiveLines, stream_lines
    from overflight.flights import LiveSettings, course_of, route_of
    from overflight.missions import planned_path

    number_in("--every", every, 0, 86_400, "s")
    number_in("--tolerance", tolerance, 0, 1_000_000, "m")
    number_in("--gap", gap, 1, 86_400, "s")
    case, around = surroundings(plan, record, borders, (dem, dem_heights, dem_error), reading)
    route = route_of(case.plan, planned_path(case.plan, around))
    course = course_of(route, around, LiveSettings(tolerance_m=tolerance, gap_s=gap))
    kept = KeptLog(log) if log is not None else None
    reader = LiveLines(columns_named(columns) if columns else None)
    watch = _Watch(course, reader, kept, every, as_json=as_json)
    try:
        watch.begin()
        for line in stream_lines(source, follow=follow, quiet_s=min(gap, 5.0), baud=baud):
            watch.heard(line)
    except KeyboardInterrupt:
        pass
    finally:
        if kept is not None:
            kept.close()
    watch.end()
    raise typer.Exit(3 if watch.alarmed else 0)


class _Watch:
    """Prints what changes, and an answer now and then; everything it knows is in the state."""

    def __init__(
        self,
        course: Course,
        reader: LiveLines,
        kept: KeptLog | None,
        every: float,
        *,
        as_json: bool,
    ) -> None:
        from overflight.flights import LiveState

        self._course, self._reader, self._kept = course, reader, kept
        self._every, self._as_json = every, as_json
        self._state: LiveState = LiveState()
        self._shown: dict[str, str] = {}
        self._last_shown = self._last_asked = -1e18
        self._heard = time.monotonic()
        self._waits = False
        self.alarmed = False

    def begin(self) -> None:
        """Read what was kept before, silently: the state is computed from it again."""
        from overflight.flights import taken

        count = 0
        for line in self._kept.before() if self._kept is not None else ():
            item = self._reader.item(line)
            if item is not None:
                self._state, count = taken(self._course, self._state, item), count + 1
        if count and not self._as_json:
            say(f"Taken up again from {count:,} lines that were kept.")

    def heard(self, line: bytes | None) -> None:
        """Take one line, or the silence of a source."""
        from overflight.flights import Fix, taken

        if line is None:
            self._silent()
            return
        if self._kept is not None:
            self._kept.keep(line)
        item = self._reader.item(line)
        if item is None:
            return
        self._heard = time.monotonic()
        if isinstance(item, Fix) and self._waits and item.time_s != self._time:
            self._ask()
        self._state = taken(self._course, self._state, item)
        fix = self._state.fix
        # A sentence without a height may be followed by that of the same moment that has one.
        self._waits = fix is not None and not fix.heights
        if fix is not None and not self._waits:
            self._ask()

    @property
    def _time(self) -> float:
        return self._state.fix.time_s if self._state.fix is not None else -1e18

    def _ask(self) -> None:
        """Look at the state, once a second of flight at most."""
        self._waits = False
        if self._time - self._last_asked >= _CHECK_S:
            self._last_asked = self._time
            self._answer(due=self._time - self._last_shown >= self._every)

    def end(self) -> None:
        """Give the last answer, and count what was passed over."""
        self._answer(due=True)
        passed = self._reader.passed
        if not self._as_json and (passed or self._state.set_aside):
            told = ", ".join(f"{count:,} {why}" for why, count in sorted(passed.items()))
            say(
                f"Passed over: {told or 'no line'}; set aside: {self._state.set_aside:,} positions."
            )

    def _silent(self) -> None:
        """Say that nothing was heard; nothing is filled in."""
        seconds = time.monotonic() - self._heard
        if seconds < self._course.settings.gap_s or "silence" in self._shown:
            return
        self.alarmed = True
        self._shown["silence"] = ""
        says = f"Nothing has been heard for {seconds:,.0f} s: unseen."
        if self._as_json:
            _say_line({"silent_s": round(seconds, 1)})
        else:
            say(f"         ! {says}")

    def _answer(self, *, due: bool) -> None:
        """Print alarms that came and went, and the whole answer where it is due."""
        from overflight.flights import status_of
        from overflight.treaty import write_form

        status = status_of(self._course, self._state)
        if status is None:
            return
        now = {alarm.key: alarm.says for alarm in status.alarms}
        changed = now.keys() != self._shown.keys()
        self.alarmed = self.alarmed or bool(now)
        if self._as_json:
            if due or changed:
                _say_line(write_form(status))
        else:
            for text in _changes(status, self._shown):
                say(text)
            if due:
                say(_line(status))
        self._shown = now
        if due:
            self._last_shown = status.at.timestamp()


def _say_line(value: object) -> None:
    import json
    import sys

    typer.echo(json.dumps(value, ensure_ascii=False))
    sys.stdout.flush()


def _changes(status: LiveStatus, shown: dict[str, str]) -> Iterator[str]:
    """Yield a line for every alarm that came, and for every one that went."""
    at = f"{status.at:%H:%M:%S}"
    for alarm in status.alarms:
        if alarm.key not in shown:
            provision = f"{alarm.rule} {alarm.provision}  " if alarm.rule else ""
            yield f"{at} ! {provision}{alarm.says}"
    keys = {alarm.key for alarm in status.alarms}
    for key in shown:
        if key not in keys:
            yield f"{at} . over: {key}"


def _line(status: LiveStatus) -> str:
    """Return an answer as one line for people."""
    margins = status.margins
    parts = [f"{status.at:%H:%M:%S}", status.state, status.leg]
    parts += [_act(action) for action in status.next[:2]]
    side = "right" if margins.across_m >= 0 else "left"
    parts.append(f"{abs(margins.across_m):,.0f} m {side}, {margins.path_m:,.0f} m to tolerance")
    if margins.above_ground_m is not None:
        high = f"{margins.above_ground_m:,.0f} m above ground"
        if margins.height_m is not None:
            high += f", {margins.height_m:+,.0f} m for {margins.height_of}"
        parts.append(high)
    if margins.border_m is not None:
        parts.append(f"{margins.border_m / 1000:,.1f} km to the 10 km line ({margins.border_with})")
    if margins.window_s is not None and margins.window_s < _SOON_S:
        parts.append(f"window ends {margins.window_s / 60:,.0f} min after the flight")
    distance = f"{margins.flown_m / 1000:,.0f} km flown, {margins.left_m / 1000:,.0f} left"
    if margins.distance_m is not None:
        distance += f", {margins.distance_m / 1000:,.0f} spare"
    parts.append(distance)
    return " | ".join(parts)


def _act(action: LiveAction) -> str:
    """Return an act that is due, as people say it."""
    said = f"{action.act.value} {action.name} in {action.in_m / 1000:,.1f} km"
    if action.in_s is not None:
        said += f" ({int(action.in_s) // 60}:{int(action.in_s) % 60:02})"
    if action.course_deg is not None and action.turn_deg is not None:
        way = "right" if action.turn_deg >= 0 else "left"
        said += f", {abs(action.turn_deg):.0f} {way} to {action.course_deg:03.0f}"
    return said
