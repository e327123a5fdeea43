"""Read tracks kept as tables of text, with named columns and a delimiter that is plain to see."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from overflight.adapters.tracks.bytes import TrackBytes, TrackLimits
from overflight.adapters.tracks.columns import (
    FOOT_M,
    Columns,
    HeightColumn,
    number,
    seconds,
    text_of,
)
from overflight.adapters.tracks.plain_tables import plain_table
from overflight.errors import SourceError, UsageError
from overflight.flights import Track, TrackForm
from overflight.missions import HeightSystem

__all__ = ["DELIMITERS", "OWN_COLUMNS", "TRAFFIC_COLUMNS", "UNITS", "CsvColumns", "read_csv"]

DELIMITERS = ",;\t|"
_HEAD = 65_536
UNITS = {"m": 1.0, "ft": FOOT_M}


@dataclass(frozen=True, slots=True)
class CsvColumns:
    """Which column of a table holds what.

    Args:
        time: Column of times: ISO 8601 with zone, Unix seconds, or milliseconds from 1e11 on.
        lon: Column of longitudes in degrees.
        lat: Column of latitudes in degrees.
        height: Column of heights; none where the table holds none.
        height_unit: ``m`` or ``ft``.
        height_system: What the heights are counted from; none where it is not known.

    Raises:
        UsageError: The unit is neither metres nor feet.
    """

    time: str
    lon: str
    lat: str
    height: str | None = None
    height_unit: str = "m"
    height_system: HeightSystem | None = None

    def __post_init__(self) -> None:
        if self.height_unit not in UNITS:
            raise UsageError(
                "E-TRACK-COLUMNS",
                where="height_unit",
                expected="m or ft",
                found=self.height_unit,
                remedy="Say in which unit the heights stand.",
            )


TRAFFIC_COLUMNS = CsvColumns(
    "timestamp", "longitude", "latitude", "altitude", "ft", HeightSystem.PRESSURE
)
OWN_COLUMNS = CsvColumns("time", "lon_deg", "lat_deg", "height_m", "m", None)


def read_csv(data: TrackBytes, limits: TrackLimits, asked: CsvColumns | None = None) -> Track:
    """Read a table: ``traffic``'s column names, this program's own, or those asked for.

    Raises:
        SourceError: No delimiter parts the first line into the columns, or more than one does; a
            row has too few or too many fields.
    """
    text = text_of(data)
    if "\0" in text:
        raise _unlike(data.name, "text without NUL characters", "a NUL character")
    header = re.split(r"[\r\n]", text, maxsplit=1)[0]
    offered = (asked,) if asked else (TRAFFIC_COLUMNS, OWN_COLUMNS)
    named, delimiter = _parted(header, offered, data.name)
    names = _fields(header, delimiter)
    if named.height is not None and named.height not in names and asked is None:
        named = replace(named, height=None)
    if named is OWN_COLUMNS and "height_system" in names:
        return _own(text, data, limits, delimiter)
    return _table(text, data, limits, named, delimiter)


def _fields(line: str, delimiter: str) -> list[str]:
    return [name.strip().strip('"') for name in line.split(delimiter)]


def _parted(header: str, offered: tuple[CsvColumns, ...], name: str) -> tuple[CsvColumns, str]:
    """Return the columns found and the one delimiter that parts them."""
    found = [
        (columns, delimiter)
        for columns in offered
        for delimiter in DELIMITERS
        if {columns.time, columns.lon, columns.lat} <= set(_fields(header, delimiter))
    ]
    if len(found) != 1:
        wanted = " or ".join(f"{c.time}, {c.lon}, {c.lat}" for c in offered)
        raise _unlike(
            f"{name}, line 1",
            f"column names {wanted}, parted by a comma, semicolon, tab or bar",
            header[:80] if not found else "two readings of the first line",
        )
    return found[0]


def _unlike(where: str, expected: str, found: str) -> SourceError:
    return SourceError(
        "E-TRACK-FORM",
        where=where,
        expected=expected,
        found=found,
        remedy="Name the columns (--columns), or export the table again.",
    )


def _says(named: CsvColumns) -> str:
    if named.height_system is None:
        return f"Heights in {named.height_unit}; what they are counted from is not said."
    return f"Heights in {named.height_unit}, counted from {named.height_system.value}."


def _rows(text: str, delimiter: str, name: str) -> csv.DictReader[str]:
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        reader.fieldnames = [n.strip() for n in reader.fieldnames or ()]
    except csv.Error as fault:
        raise _unlike(name, "a table of text", str(fault)) from fault
    return reader


def _table(
    text: str, data: TrackBytes, limits: TrackLimits, named: CsvColumns, delimiter: str
) -> Track:
    heights = (
        (HeightColumn(named.height_system, _says(named), UNITS[named.height_unit]),)
        if named.height
        else ()
    )
    columns = Columns(data, TrackForm.CSV, limits, heights, "line")
    if _took_plainly(columns, text, delimiter, named):
        return columns.track()
    reader = _rows(text, delimiter, data.name)
    while (row := _next(reader, columns)) is not None:
        where = columns.place(reader.line_num)
        columns.add(
            reader.line_num,
            seconds(_cell(row, named.time, where), f"{where}, {named.time}"),
            number(_cell(row, named.lon, where), f"{where}, {named.lon}"),
            number(_cell(row, named.lat, where), f"{where}, {named.lat}"),
            [number(_cell(row, named.height, where), f"{where}, {named.height}")]
            if named.height
            else (),
        )
    return columns.track()


def _took_plainly(columns: Columns, text: str, delimiter: str, named: CsvColumns) -> bool:
    """Tell whether the table is plain, its columns taken whole; else nothing was taken."""
    names = [named.lon, named.lat, *([named.height] if named.height else [])]
    found = plain_table(text, delimiter, named.time, names)
    if found is None:
        return False
    columns.take(np.arange(2, len(found[0]) + 2, dtype=np.int64), found)
    return True


def _next(reader: csv.DictReader[str], columns: Columns) -> Mapping[str, str | None] | None:
    """Return the next row, none at the end; a row that does not fit its header is refused."""
    try:
        row = next(reader, None)
    except csv.Error as fault:
        raise _unlike(columns.place(reader.line_num), "a whole row", str(fault)) from fault
    if row is not None and (None in row or None in row.values()):
        raise _unlike(
            columns.place(reader.line_num),
            f"{len(reader.fieldnames or ())} fields",
            "more" if None in row else "fewer",
        )
    return row


def _cell(row: Mapping[str, str | None], name: str, where: str) -> str:
    value = row.get(name)
    if value is None:
        raise _unlike(where, f"a column {name}", "none")
    return value.strip()


def _own(text: str, data: TrackBytes, limits: TrackLimits, delimiter: str) -> Track:
    """Read what ``overflight track clean --out`` wrote: heights and labels stand in the table."""
    first = next(iter(_rows(text[:_HEAD], delimiter, data.name)), None) or {}
    told = first.get("height_system") or ""
    system = next((s for s in HeightSystem if s.value == told), None)
    named = replace(OWN_COLUMNS, height_system=system)
    track = _table(text, data, limits, named, delimiter)
    moved = number(first.get("moved_s") or "0", f"{data.name}, line 2, moved_s")
    source = replace(track.source, moved_s=moved, simulated=first.get("simulated") == "yes")
    return replace(track, source=source)
