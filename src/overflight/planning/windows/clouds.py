"""Clouds as a table that people hand in: a forecast, or what a month is like. None is bundled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from overflight.geodesy import Position, coordinates_deg, distances_m

__all__ = ["CELL_M", "CloudRow", "CloudSaid", "CloudTable"]

CELL_M = 50_000.0
_HOURS = 24
_MOST_HOURS_OFF = 3.0
_WHOLE_DAY = 10.0  # counts as farther off than any hour that still holds

_Key = date | int | None


@dataclass(frozen=True, slots=True)
class CloudRow:
    """One line of a cloud table.

    Args:
        share: Share of the sky that clouds cover, 0 to 1.
        place: Name of the target it is for; empty where it is for a cell.
        at: Middle of the cell; none where it is for a named target, or for everywhere.
        day: Day it forecasts, in UTC; none for a month or for any day.
        month: Month it describes, 1 to 12; none for a day or for any.
        hour: Hour of the day in UTC; none for the whole day.
    """

    share: float
    place: str = ""
    at: Position | None = None
    day: date | None = None
    month: int | None = None
    hour: int | None = None


@dataclass(frozen=True, slots=True)
class CloudSaid:
    """What the table says of a place and hour.

    Args:
        share: Share of the sky that clouds cover, 0 to 1.
        says: Which line it is from: a day or a month, an hour, how far its cell.
    """

    share: float
    says: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that holds at a target: for it by name 0, for its cell 1, for everywhere 2."""

    rank: int
    apart_m: float
    row: CloudRow


class CloudTable:
    """A table of clouds.

    A forecast of the day goes before a month, a month before any day; then a line for the very
    target before a cell, a nearer cell before a farther one, a cell before everywhere; then the
    nearest hour, at most three hours off, before a line for the whole day.

    Args:
        rows: Its lines.
        source: Who says so, of which day.
        cell_m: How far from the middle of a cell it still holds, in metres.
    """

    def __init__(self, rows: Iterable[CloudRow], source: str, *, cell_m: float = CELL_M) -> None:
        self.rows = tuple(rows)
        self.source = source
        self.cell_m = cell_m
        self._cells = tuple(row for row in self.rows if row.at is not None)
        self._middles = coordinates_deg([row.at for row in self._cells if row.at is not None])
        self._known: dict[tuple[str, Position], Mapping[_Key, list[_Line]]] = {}

    @property
    def mean(self) -> float | None:
        """Return the mean of all its shares; none for a table without lines."""
        return sum(row.share for row in self.rows) / len(self.rows) if self.rows else None

    def said(self, name: str, at: Position, when: datetime) -> CloudSaid | None:
        """Return what the table says of a target at an instant, or nothing.

        Args:
            name: Name of the target.
            at: Where it lies.
            when: When it is passed, in UTC.
        """
        if (name, at) not in self._known:
            self._known[name, at] = self._lines(name, at)
        lines, today = self._known[name, at], when.date()
        days = [today + timedelta(days=k) for k in (-1, 0, 1)]
        for keys in (days, [when.month], [None]):
            some = [line for key in keys for line in lines.get(key, [])]
            fitting = [(line, off) for line in some if (off := _off_h(line.row, when)) is not None]
            if fitting:
                line, off = min(fitting, key=lambda one: (one[0].rank, one[0].apart_m, one[1]))
                return CloudSaid(line.row.share, _says(line, off))
        return None

    def _lines(self, name: str, at: Position) -> Mapping[_Key, list[_Line]]:
        """Return the lines that hold at a target, by day, month or neither."""
        found: dict[_Key, list[_Line]] = defaultdict(list)
        for line in self._holding(name, at):
            found[line.row.day or line.row.month].append(line)
        return found

    def _holding(self, name: str, at: Position) -> Iterator[_Line]:
        """Yield the lines that hold at a target."""
        for row in self.rows:
            if row.place == name and row.place:
                yield _Line(0, 0.0, row)
            elif not row.place and row.at is None:
                yield _Line(2, 0.0, row)
        lon, lat = self._middles
        if len(lon):
            here = np.full(len(lon), at.lon_deg), np.full(len(lat), at.lat_deg)
            apart = distances_m(lon, lat, *here)
            for k in np.flatnonzero(apart <= self.cell_m).tolist():
                yield _Line(1, float(apart[k]), self._cells[k])


def _off_h(row: CloudRow, when: datetime) -> float | None:
    """Return how many hours a line is off; none where it does not hold then."""
    if row.hour is None:
        return _WHOLE_DAY if row.day in {None, when.date()} else None
    hour = when.hour + when.minute / 60
    if row.day is not None:
        off = abs((when.date() - row.day).days * _HOURS + hour - row.hour)
    else:
        off = abs((hour - row.hour + _HOURS / 2) % _HOURS - _HOURS / 2)
    return off if off <= _MOST_HOURS_OFF else None


def _says(line: _Line, off_h: float) -> str:
    """Return where a share is from, for a person."""
    row, when = line.row, "any day"
    if row.day is not None:
        when = f"forecast for {row.day}"
    elif row.month is not None:
        when = f"month {row.month}"
    at = "the whole day" if row.hour is None else f"{row.hour:02d} UTC, {off_h:.1f} h off"
    where = ("for it by name", f"cell {line.apart_m / 1000:.0f} km off", "for everywhere")
    return f"{when}, {at}, {where[line.rank]}"
