"""Gather the points of a track and refuse what no track can hold."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

import numpy as np

from overflight.adapters.tracks.bytes import TrackBytes, TrackLimits
from overflight.errors import SourceError
from overflight.flights import Ints, Track, TrackForm, TrackHeights, TrackSource
from overflight.geodesy import Floats
from overflight.missions import HeightSystem
from overflight.treaty import plain_words

__all__ = ["FOOT_M", "KNOWN_SINCE_MS", "Columns", "HeightColumn", "number", "seconds", "text_of"]

FOOT_M = 0.3048
KNOWN_SINCE_MS = 1e11  # as seconds the year 5138, as milliseconds March 1973
_ZONE = re.compile(r"(Z|z|[+-]\d{2}:?\d{2})$")


def text_of(data: TrackBytes) -> str:
    """Return the bytes as text.

    Raises:
        SourceError: They are not UTF-8.
    """
    try:
        return data.opened.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise SourceError(
            "E-TRACK-TEXT",
            where=f"{data.name}, byte {fault.start}",
            expected="text in UTF-8",
            found=data.opened[fault.start : fault.start + 4].hex(" "),
            remedy="Save the file as UTF-8.",
        ) from fault


def number(value: object, where: str) -> float:
    """Return a number of the source, NaN where it is null or empty.

    Raises:
        SourceError: It is not a finite number.
    """
    if value is None or value == "":
        return math.nan
    found = math.inf
    if isinstance(value, int | float | Decimal | str) and not isinstance(value, bool):
        try:
            found = float(value)
        except (ValueError, OverflowError):
            found = math.inf
    if not math.isfinite(found):
        raise SourceError(
            "E-TRACK-NUMBER",
            where=where,
            expected="a finite number, or nothing",
            found=plain_words(value),
            remedy="Correct this row, or leave the field empty.",
        )
    return found


def seconds(value: object, where: str) -> float:
    """Return a time of the source as seconds since 1970, NaN where it is null or empty.

    A number of 1e11 or more is milliseconds, a smaller one seconds; a text is ISO 8601 with its
    time zone.

    Raises:
        SourceError: It is no time, or a local time without zone.
    """
    if isinstance(value, str) and not value.replace(".", "", 1).isdigit() and value:
        return _iso_seconds(value, where)
    found = number(value, where)
    return found / 1000 if found >= KNOWN_SINCE_MS else found


def _iso_seconds(value: str, where: str) -> float:
    if _ZONE.search(value.strip()):
        try:
            return datetime.fromisoformat(value.strip()).timestamp()
        except ValueError:
            pass
    raise SourceError(
        "E-TRACK-TIME",
        where=where,
        expected="a time as YYYY-MM-DDThh:mm:ssZ, or with its offset from UTC",
        found=value,
        remedy="Write the time in UTC with the letter Z.",
    )


@dataclass(slots=True)
class HeightColumn:
    """Heights of one kind while they are gathered.

    Args:
        system: What they are counted from; none where the source does not say.
        says: What the source's own text says about them.
        unit_m: Metres in one unit of the source.
        values: Numbers in the unit of the source.
    """

    system: HeightSystem | None
    says: str
    unit_m: float = 1.0
    values: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Columns:
    """The points of a file while they are gathered, row by row.

    Args:
        data: The file.
        form: Form it is read as.
        limits: How many points are read before the file is refused.
        heights: Columns of heights, first choice first.
        unit: What a row is called in messages.
    """

    data: TrackBytes
    form: TrackForm
    limits: TrackLimits
    heights: tuple[HeightColumn, ...] = ()
    unit: str = "row"
    _time: list[float] = field(default_factory=list)
    _lon: list[float] = field(default_factory=list)
    _lat: list[float] = field(default_factory=list)
    _row: list[int] = field(default_factory=list)
    _whole: tuple[Ints, tuple[Floats, ...]] | None = None

    def place(self, row: int) -> str:
        """Return the name of a row for a message."""
        return f"{self.data.name}, {self.unit} {row}"

    def add(
        self, row: int, time_s: float, lon_deg: float, lat_deg: float, heights: Sequence[float]
    ) -> None:
        """Add one point; heights stand in the order and unit of the height columns.

        Raises:
            SourceError: There are too many points.
        """
        if len(self._row) >= self.limits.points:
            raise self._too_many(row)
        self._row.append(row)
        self._time.append(time_s)
        self._lon.append(lon_deg)
        self._lat.append(lat_deg)
        for column, value in zip(self.heights, heights, strict=True):
            column.values.append(value)

    def take(self, row: Ints, columns: Sequence[Floats]) -> None:
        """Take whole columns at once in place of rows.

        Args:
            row: Numbers of the rows.
            columns: Times, longitudes, latitudes, then heights as the height columns stand.

        Raises:
            SourceError: There are too many points.
        """
        if len(row) > self.limits.points:
            raise self._too_many(int(row[self.limits.points]))
        self._whole = row, tuple(columns)

    def _too_many(self, row: int) -> SourceError:
        return SourceError(
            "E-TRACK-SIZE",
            where=self.place(row),
            expected=f"at most {self.limits.points:,} points",
            found="more",
            remedy="Cut the track to the observation flight.",
        )

    def track(self, *says: str) -> Track:
        """Return the track.

        Args:
            says: Sentences on the source that stand before those on its heights.

        Raises:
            SourceError: There is no point, or one lies outside what a flight on Earth can hold.
        """
        row, columns = self._whole or self._gathered()
        if not len(row):
            raise SourceError(
                "E-TRACK-EMPTY",
                where=self.data.name,
                expected=f"at least one point of the form {self.form.value}",
                found="none",
                remedy="Check that the file holds a track, and its form.",
            )
        time_s, lon, lat = columns[:3]
        heights = tuple(
            TrackHeights(h.system, values * h.unit_m, h.says)
            for h, values in zip(self.heights, columns[3:], strict=True)
            if not np.isnan(values).all()
        )
        self._within("time", row, time_s, 0, 253_402_300_799)
        self._within("longitude", row, lon, -180, 180)
        self._within("latitude", row, lat, -90, 90)
        for column in heights:
            self._within("height in metres", row, column.height_m, -10_000, 100_000)
        source = TrackSource(
            self.data.name, self.form, self.data.sha256, (*says, *(h.says for h in heights))
        )
        return Track(time_s, lon, lat, row, heights, source)

    def _gathered(self) -> tuple[Ints, tuple[Floats, ...]]:
        """Return what was added row by row as columns."""
        heights = (column.values for column in self.heights)
        columns = (self._time, self._lon, self._lat, *heights)
        return np.array(self._row, dtype=np.int64), tuple(
            np.array(c, dtype=np.float64) for c in columns
        )

    def _within(self, name: str, row: Ints, values: Floats, least: float, most: float) -> None:
        outside = np.flatnonzero((values < least) | (values > most))
        if len(outside):
            raise SourceError(
                "E-TRACK-RANGE",
                where=f"{self.place(int(row[outside[0]]))}, {name}",
                expected=f"a number from {least:,} to {most:,}",
                found=float(values[outside[0]]),
                remedy="Correct this row, or ask the sender for a sound file.",
            )
