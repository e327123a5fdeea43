"""Read a table of clouds: CSV with a header, a forecast or what a month is like."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

from overflight.adapters.files import read_bounded
from overflight.errors import SourceError
from overflight.geodesy import Position
from overflight.planning.windows import CELL_M, CloudRow, CloudTable
from overflight.treaty import plain_words

__all__ = ["read_clouds"]

_MOST_BYTES = 32 * 1024 * 1024
_COLUMNS = frozenset({"place", "lon", "lat", "day", "month", "hour", "cloud", "source"})


def read_clouds(path: Path, *, cell_m: float = CELL_M) -> CloudTable:
    """Return the table of clouds of a file.

    Columns, in any order: ``cloud`` (share of the sky, 0 to 1), and as wanted ``place`` (name of a
    target) or ``lon`` and ``lat`` (middle of a cell, degrees), ``day`` (YYYY-MM-DD, UTC) or
    ``month`` (1 to 12), ``hour`` (0 to 23, UTC), ``source``.

    Args:
        path: The file, UTF-8, at most 32 MiB.
        cell_m: How far from the middle of a cell it still holds, in metres.

    Raises:
        UsageError: There is no such file, or it cannot be opened.
        SourceError: It is not CSV, a column is missing or unknown, or a value is out of range.
    """
    data = read_bounded(path, _MOST_BYTES)
    try:
        lines = csv.DictReader(StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        header = [str(name).strip().lower() for name in lines.fieldnames or ()]
        _check_header(header, str(path))
        lines.fieldnames = header
        sources: dict[str, None] = {}
        rows = tuple(_rows(lines, str(path), sources))
    except UnicodeDecodeError as fault:
        raise _unlike(str(path), "text in UTF-8", f"byte {fault.start}") from fault
    except csv.Error as fault:
        raise _unlike(str(path), "CSV with a header", str(fault)) from fault
    return CloudTable(rows, "; ".join(sources) or path.name, cell_m=cell_m)


def _unlike(where: str, expected: str, found: object) -> SourceError:
    return SourceError(
        "E-CLOUDS",
        where=where,
        expected=expected,
        found=plain_words(found),
        remedy="Give cloud from 0 to 1, with place or lon and lat, day or month, and hour in UTC.",
    )


def _check_header(header: list[str], where: str) -> None:
    wrong = set(header) - _COLUMNS
    if "cloud" not in header or wrong or len(set(header)) != len(header):
        found = ", ".join(header) or "nothing"
        raise _unlike(f"{where}: line 1", f"columns of {', '.join(sorted(_COLUMNS))}", found)
    if ("lon" in header) != ("lat" in header):
        raise _unlike(f"{where}: line 1", "lon and lat, or neither", ", ".join(header))


def _rows(lines: csv.DictReader[str], where: str, sources: dict[str, None]) -> Iterator[CloudRow]:
    for cells in lines:
        here = f"{where}: line {lines.line_num}"
        if None in cells or None in cells.values():
            raise _unlike(here, "as many cells as the header has", "more or fewer")
        row = {name: text.strip() for name, text in cells.items()}
        if row.get("source"):
            sources[plain_words(row["source"])] = None
        yield _row(row, here)


def _row(row: dict[str, str], where: str) -> CloudRow:
    day, month = row.get("day", ""), row.get("month", "")
    if day and month:
        raise _unlike(where, "a day or a month", f"{day} and {month}")
    lon, lat, place = row.get("lon", ""), row.get("lat", ""), row.get("place", "")
    if bool(lon) != bool(lat) or (lon and place):
        raise _unlike(where, "a place, or lon and lat, or none of them", f"{place} {lon} {lat}")
    at = None
    if lon:
        at = Position(_number(lon, -180, 180, where), _number(lat, -90, 90, where))
    return CloudRow(
        _number(row["cloud"], 0, 1, where),
        place,
        at,
        _day(day, where) if day else None,
        _whole(month, 1, 12, where) if month else None,
        _whole(row["hour"], 0, 23, where) if row.get("hour") else None,
    )


def _number(text: str, least: float, most: float, where: str) -> float:
    """Return a number in its range."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not least <= number <= most:
        raise _unlike(where, f"a number from {least:g} to {most:g}", text)
    return number


def _whole(text: str, least: int, most: int, where: str) -> int:
    number = _number(text, least, most, where)
    if number != int(number):
        raise _unlike(where, "a whole number", text)
    return int(number)


def _day(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise _unlike(where, "a day as YYYY-MM-DD", text) from fault
