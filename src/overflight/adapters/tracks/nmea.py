"""Read NMEA 0183: positions of RMC and GGA sentences, each held to its checksum.

A sentence that fails its checksum, or whose receiver says that it has no position, gives none.
RMC gives the date, so that GGA, which has only a time of day, counts from the first RMC (or ZDA)
on. Both sentences of one moment are one position.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from operator import xor

from overflight.adapters.tracks.bytes import TrackBytes, TrackLimits
from overflight.adapters.tracks.columns import Columns, HeightColumn
from overflight.flights import Fix, Track, TrackForm
from overflight.geodesy import Position
from overflight.missions import HeightSystem
from overflight.treaty import count_of

__all__ = ["NmeaReader", "looks_like_nmea", "read_nmea"]

_SENTENCE = re.compile(r"\$([A-Z]{2})([A-Z]{3}),([^*$\r\n]*)\*([0-9A-Fa-f]{2})\s*")
_ANGLE = re.compile(r"(\d{2,3})(\d\d(?:\.\d+)?)")
_CLOCK = re.compile(r"(\d\d)(\d\d)(\d\d)(\.\d+)?")
_KNOT_M_S = 1852 / 3600
_HALF_DAY = timedelta(hours=12)
_FIRST_CENTURY = 80  # GPS began in 1980: years 80 to 99 are of the last century

_MSL = "Antenna height in metres above mean sea level, by the receiver's geoid (GGA)."
_WGS84 = "The same above the WGS 84 ellipsoid: with the geoid separation the sentence names (GGA)."


def looks_like_nmea(text: str) -> bool:
    """Tell whether a text holds NMEA 0183: a sentence with a position among its first lines."""
    return any(
        (found := _SENTENCE.match(line)) is not None and found[2] in {"RMC", "GGA"}
        for line in text[:8192].splitlines()
    )


class NmeaReader:
    """Reads sentences one by one and remembers the date."""

    def __init__(self) -> None:
        self._day: date | None = None
        self._last: datetime | None = None
        self.why = ""

    def fix(self, line: str) -> Fix | None:
        """Return the position of a sentence; none where it gives none, ``why`` says the reason.

        Args:
            line: One line of the stream.
        """
        found = _SENTENCE.match(line.strip())
        if found is None:
            self.why = "garbage"
            return None
        body = found[0][1 : found[0].index("*")]
        if reduce(xor, body.encode("ascii", "replace"), 0) != int(found[4], 16):
            self.why = "checksum"
            return None
        fields = found[3].split(",")
        self.why = "other sentence"
        if found[2] == "ZDA":
            self._dated(fields)
        elif found[2] == "RMC":
            return self._rmc(fields)
        elif found[2] == "GGA":
            return self._gga(fields)
        return None

    def _dated(self, fields: list[str]) -> None:
        try:
            self._day = date(int(fields[3]), int(fields[2]), int(fields[1]))
        except (ValueError, IndexError):
            self.why = "garbage"

    def _rmc(self, fields: list[str]) -> Fix | None:
        """Return the position of an RMC sentence: time, status, place, speed, course, date."""
        self.why = "no position"
        if len(fields) < 9 or fields[1] != "A":
            return None
        stamp = re.fullmatch(r"(\d\d)(\d\d)(\d\d)", fields[8])
        at = _place(fields[2:6])
        try:
            if stamp is not None:
                year = int(stamp[3]) + (1900 if int(stamp[3]) >= _FIRST_CENTURY else 2000)
                self._day = date(year, int(stamp[2]), int(stamp[1]))
            speed = float(fields[6]) * _KNOT_M_S if fields[6] else math.nan
        except ValueError:
            self.why = "garbage"
            return None
        time = self._time(fields[0], rolls=False)
        if at is None or time is None:
            self.why = "garbage"
            return None
        return Fix(time, at, (), speed if math.isfinite(speed) and speed >= 0 else None)

    def _gga(self, fields: list[str]) -> Fix | None:
        """Return the position of a GGA sentence: time, place, quality, height, separation."""
        self.why = "no position"
        if len(fields) < 11 or fields[5] in {"", "0"}:
            return None
        at, time = _place(fields[1:5]), self._time(fields[0], rolls=True)
        if at is None or time is None:
            self.why = "no date yet" if self._day is None else "garbage"
            return None
        return Fix(time, at, tuple(_heights(fields[8], fields[10])))

    def _time(self, text: str, *, rolls: bool) -> float | None:
        """Return seconds since 1970; a time of day alone runs on over midnight."""
        clock = _CLOCK.fullmatch(text)
        if clock is None or self._day is None:
            return None
        try:
            at = datetime(
                self._day.year,
                self._day.month,
                self._day.day,
                int(clock[1]),
                int(clock[2]),
                int(clock[3]),
                round(float(clock[4] or 0) * 1e6) % 1_000_000,
                tzinfo=UTC,
            )
        except ValueError:
            return None
        if rolls and self._last is not None:
            if self._last - at > _HALF_DAY:
                at += timedelta(days=1)
            elif at - self._last > _HALF_DAY:
                at -= timedelta(days=1)
        self._last = at
        return at.timestamp()


def _place(fields: list[str]) -> Position | None:
    """Return a place from latitude, N or S, longitude, E or W."""
    lat, north, lon, east = fields
    if north not in {"N", "S"} or east not in {"E", "W"}:
        return None
    y, x = _angle(lat), _angle(lon)
    if y is None or x is None or y > 90 or x > 180:
        return None
    return Position(-x if east == "W" else x, -y if north == "S" else y)


def _angle(text: str) -> float | None:
    found = _ANGLE.fullmatch(text)
    if found is None or float(found[2]) >= 60:
        return None
    return int(found[1]) + float(found[2]) / 60


def _heights(height: str, separation: str) -> list[tuple[HeightSystem, float]]:
    """Return the heights of a sentence, those it does not tell left out."""
    try:
        above_sea = float(height)
    except ValueError:
        return []
    if not -10_000 < above_sea < 100_000:
        return []
    found = [(HeightSystem.MSL, above_sea)]
    try:
        between = float(separation)
    except ValueError:
        return found
    if -200 < between < 200:
        found.append((HeightSystem.ELLIPSOID, above_sea + between))
    return found


def read_nmea(data: TrackBytes, limits: TrackLimits) -> Track:
    """Read the positions of a log of NMEA 0183 sentences.

    What is no position, or fails its checksum, is left out; the source text says how many lines.

    Raises:
        SourceError: Not one sentence gives a position.
    """
    heights = (HeightColumn(HeightSystem.MSL, _MSL), HeightColumn(HeightSystem.ELLIPSOID, _WGS84))
    columns = Columns(data, TrackForm.NMEA, limits, heights, "line")
    reader, broken, undated = NmeaReader(), 0, 0
    pending: tuple[int, Fix] | None = None
    for row, line in enumerate(data.opened.decode("ascii", "replace").splitlines(), start=1):
        fix = reader.fix(line)
        if fix is None:
            broken += reader.why in {"checksum", "garbage"} and bool(line.strip())
            undated += reader.why == "no date yet"
            continue
        if pending is not None and pending[1].time_s == fix.time_s:
            pending = (pending[0], _joined(pending[1], fix))
            continue
        if pending is not None:
            _add(columns, pending)
        pending = (row, fix)
    if pending is not None:
        _add(columns, pending)
    says = ["Sentences of a satellite receiver (NMEA 0183); each stands by its checksum."]
    if broken:
        says.append(f"Left out: {count_of(broken, 'line')} broken, or no sentence.")
    if undated:
        says.append(f"Left out: {count_of(undated, 'position')} before the first date.")
    return columns.track(*says)


def _joined(first: Fix, second: Fix) -> Fix:
    """Return two sentences of one moment as one position: that of the one with a height."""
    if second.heights and not first.heights:
        return replace(first, at=second.at, heights=second.heights)
    return first


def _add(columns: Columns, pending: tuple[int, Fix]) -> None:
    row, fix = pending
    heights = [fix.height_in(s) for s in (HeightSystem.MSL, HeightSystem.ELLIPSOID)]
    columns.add(
        row,
        fix.time_s,
        fix.at.lon_deg,
        fix.at.lat_deg,
        [math.nan if height is None else height for height in heights],
    )
