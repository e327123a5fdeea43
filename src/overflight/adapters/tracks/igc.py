"""Read IGC flight recorder files: the B records, with both altitudes.

Record layout: FAI, Technical Specification for IGC-approved GNSS Flight Recorders, Appendix A.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, time, timedelta

from overflight.adapters.tracks.bytes import TrackBytes, TrackLimits
from overflight.adapters.tracks.columns import Columns, HeightColumn, text_of
from overflight.errors import SourceError
from overflight.flights import Track, TrackForm
from overflight.missions import HeightSystem

__all__ = ["looks_like_igc", "read_igc"]

_FIX = re.compile(
    r"B(\d{2})(\d{2})(\d{2})(\d{2})(\d{5})([NS])(\d{3})(\d{5})([EW])([AV])(-\d{4}|\d{5})(-\d{4}|\d{5})"
)
_DATE = re.compile(r"HFDTE(?:DATE:)?\s*(\d{2})(\d{2})(\d{2})", re.IGNORECASE)
_GNSS_HEIGHT = re.compile(r"HFALG[^:]*:?\s*(ELL|GEO|NIL|NKN)", re.IGNORECASE)
_FIRST_CENTURY = 80  # years 80 to 99 are of the last century: recorders began in 1995
_MIDNIGHT = timedelta(hours=12)

_PRESSURE = "Pressure altitude in metres, counted from 1013.25 hPa."
_ELLIPSOID = "GNSS altitude in metres, counted from the WGS 84 ellipsoid"
_GNSS = {
    "": (HeightSystem.ELLIPSOID, f"{_ELLIPSOID} (by the IGC specification; the file is silent)."),
    "ELL": (HeightSystem.ELLIPSOID, f"{_ELLIPSOID} (the file says so)."),
    "GEO": (HeightSystem.MSL, "GNSS altitude in metres, counted from the geoid (HFALG)."),
    "NIL": (None, "The file says that it records no GNSS altitude (HFALG)."),
    "NKN": (None, "GNSS altitude in metres; what it is counted from is not known (HFALG)."),
}


def looks_like_igc(text: str) -> bool:
    """Tell whether a text is an IGC file: a recorder's name first, and fixes."""
    return text.startswith("A") and re.search(r"^B\d{6}\d{7}[NS]", text, re.MULTILINE) is not None


def read_igc(data: TrackBytes, limits: TrackLimits) -> Track:
    """Read the fixes of an IGC file.

    A fix marked V carries no GNSS altitude. Times run on over midnight.

    Raises:
        SourceError: There is no date, or a B record is broken.
    """
    text = text_of(data)
    told = _GNSS_HEIGHT.search(text)
    system, says = _GNSS[told.group(1).upper() if told else ""]
    heights = (HeightColumn(system, says), HeightColumn(HeightSystem.PRESSURE, _PRESSURE))
    columns = Columns(data, TrackForm.IGC, limits, heights, "line")
    midnight: datetime | None = None
    last: datetime | None = None
    for row, line in enumerate(text.splitlines(), start=1):
        if line.startswith("HFDTE") and (found := _DATE.match(line)):
            midnight, last = _midnight(found, columns.place(row)), None
        if not line.startswith("B"):
            continue
        fix = _FIX.match(line)
        if fix is None or midnight is None:
            raise _broken(columns.place(row), line, dated=midnight is not None)
        at = _at(midnight, fix, columns.place(row))
        if last is not None and last - at > _MIDNIGHT:
            midnight, at = midnight + timedelta(days=1), at + timedelta(days=1)
        last = at
        lon, lat = _degrees(fix[7], fix[8], fix[9]), _degrees(fix[4], fix[5], fix[6])
        silent = fix[10] == "V" or says == _GNSS["NIL"][1]
        gnss = math.nan if silent else float(fix[12])
        columns.add(row, at.timestamp(), lon, lat, (gnss, float(fix[11])))
    return columns.track("Fixes of a flight recorder; its signature (G records) is not checked.")


def _broken(where: str, line: str, *, dated: bool) -> SourceError:
    return SourceError(
        "E-TRACK-IGC",
        where=where,
        expected="a whole B record" if dated else "the date of the flight (HFDTE) before the fixes",
        found=line[:40],
        remedy="Ask the sender for the whole file from the recorder.",
    )


def _midnight(found: re.Match[str], where: str) -> datetime:
    day, month, year = (int(group) for group in found.groups())
    year += 1900 if year >= _FIRST_CENTURY else 2000
    try:
        return datetime.combine(date(year, month, day), time(0), tzinfo=UTC)
    except ValueError as fault:
        raise _broken(where, found[0], dated=False) from fault


def _at(midnight: datetime, fix: re.Match[str], where: str) -> datetime:
    hour, minute, second = int(fix[1]), int(fix[2]), int(fix[3])
    if hour > 23 or minute > 59 or second > 60:
        raise _broken(where, fix[0], dated=True)
    return midnight + timedelta(hours=hour, minutes=minute, seconds=second)


def _degrees(whole: str, thousandths: str, side: str) -> float:
    """Return degrees from whole degrees and thousandths of minutes."""
    value = int(whole) + int(thousandths) / 60_000
    return -value if side in "SW" else value
