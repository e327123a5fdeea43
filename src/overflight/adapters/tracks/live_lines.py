"""Read a live stream line by line: NMEA 0183, a table, or words of the crew; garbage is counted."""

from __future__ import annotations

import math
from collections import Counter

from overflight.adapters.tracks.columns import number, seconds
from overflight.adapters.tracks.csvs import (
    DELIMITERS,
    OWN_COLUMNS,
    TRAFFIC_COLUMNS,
    UNITS,
    CsvColumns,
)
from overflight.adapters.tracks.nmea import NmeaReader
from overflight.errors import SourceError, UsageError
from overflight.flights import CrewSaid, Fix, Item, SensorSwitched, Word
from overflight.geodesy import Position
from overflight.missions import DeviationCause, HeightSystem

__all__ = ["LiveLines"]

_CAUSES = {cause.value: cause for cause in DeviationCause}
_WORDS = {word.value.upper(): word for word in Word}
_LAST_S = 253_402_300_799.0


class LiveLines:
    """Turns lines into items; what is none is counted by its reason, and passed over.

    Args:
        columns: Names of the columns of a table; none takes the known ones.
    """

    def __init__(self, columns: CsvColumns | None = None) -> None:
        self._asked = (columns,) if columns else (TRAFFIC_COLUMNS, OWN_COLUMNS)
        self._nmea = NmeaReader()
        self._table: tuple[CsvColumns, str, list[str]] | None = None
        self.passed: Counter[str] = Counter()

    def item(self, raw: bytes) -> Item | None:
        """Return what a line tells; none where it tells nothing.

        Args:
            raw: The line, with or without its end.
        """
        line = raw.decode("utf-8", "replace").strip("\ufeff \r\n\t\0")
        if not line:
            return None
        if line.startswith("$"):
            fix = self._nmea.fix(line)
            if fix is None and self._nmea.why != "other sentence":
                self.passed[self._nmea.why] += 1
            return fix
        said = _said(line)
        if said is not None:
            return said
        if self._is_header(line):
            return None
        fix = self._row(line)
        if fix is None:
            self.passed["garbage"] += 1
        return fix

    def _is_header(self, line: str) -> bool:
        """Tell whether a line names the columns; a stream that begins anew names them again."""
        for named in self._asked:
            for delimiter in DELIMITERS:
                names = [name.strip().strip('"') for name in line.split(delimiter)]
                if {named.time, named.lon, named.lat} <= set(names):
                    self._table = named, delimiter, names
                    return True
        return False

    def _row(self, line: str) -> Fix | None:
        if self._table is None:
            return None
        named, delimiter, names = self._table
        values = [value.strip().strip('"') for value in line.split(delimiter)]
        if len(values) != len(names):
            return None
        row = dict(zip(names, values, strict=True))
        try:
            time_s = seconds(row[named.time], "time")
            lon, lat = number(row[named.lon], "lon"), number(row[named.lat], "lat")
            height = number(row.get(named.height or "", ""), "height") * UNITS[named.height_unit]
            # Not a number, and what no position can be, is refused with it.
            if not 0 <= time_s <= _LAST_S or math.isnan(lon + lat):
                return None
            at = Position(lon, lat)
        except (SourceError, UsageError):
            return None
        system = named.height_system or _system(row.get("height_system", ""))
        sound = system is not None and -10_000 < height < 100_000
        return Fix(time_s, at, ((system, height),) if sound and system is not None else ())


def _system(name: str) -> HeightSystem | None:
    return next((system for system in HeightSystem if system.value == name), None)


def _said(line: str) -> Item | None:
    """Return what the crew says: SENSOR,id,ON or OFF; DEVIATED,cause; RESUMED; TOLD."""
    parts = [part.strip() for part in line.split(",")]
    head = parts[0].upper()
    if head == "SENSOR" and len(parts) == 3 and parts[2].upper() in {"ON", "OFF"} and parts[1]:
        return SensorSwitched(parts[1], parts[2].upper() == "ON")
    word = _WORDS.get(head)
    if word is Word.DEVIATED and len(parts) <= 2:
        return CrewSaid(word, _CAUSES.get(parts[1]) if len(parts) == 2 else None)
    return CrewSaid(word) if word is not None and len(parts) == 1 else None
