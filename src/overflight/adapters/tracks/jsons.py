"""Read tracks kept as JSON: readsb traces, FR24 playback, state vectors of ``traffic``."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from overflight.adapters.tracks.bytes import TrackBytes, TrackLimits
from overflight.adapters.tracks.columns import FOOT_M, Columns, HeightColumn, number, seconds
from overflight.errors import SourceError
from overflight.flights import Track, TrackForm
from overflight.missions import HeightSystem
from overflight.treaty import plain_words

__all__ = ["form_of", "read_fr24", "read_readsb", "read_states"]

_BARO = "Pressure altitude in feet, counted from 1013.25 hPa."
_GEOM = "Geometric altitude in feet, counted from the WGS 84 ellipsoid."
_STATE_NAMES = ("timestamp", "longitude", "latitude")
_GEOMETRIC_FLAG = 8


def form_of(values: object) -> TrackForm | None:
    """Return which of the JSON forms a document has, by its content."""
    if isinstance(values, dict):
        if "trace" in values:
            return TrackForm.READSB
        if "result" in values:
            return TrackForm.FR24
    first = values[0] if isinstance(values, list) and values else values
    if isinstance(first, dict) and all(name in first for name in _STATE_NAMES):
        return TrackForm.STATES
    return None


def _unlike(where: str, expected: str, found: object) -> SourceError:
    return SourceError(
        "E-TRACK-FORM",
        where=where,
        expected=expected,
        found=plain_words(found),
        remedy="Check the form of the file, or name it with --format.",
    )


def _mapping(value: object, where: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise _unlike(where, "a JSON object", value)
    return cast("Mapping[str, object]", value)


def _list(value: object, where: str) -> Sequence[object]:
    if not isinstance(value, list):
        raise _unlike(where, "a list", value)
    return cast("Sequence[object]", value)


def read_readsb(values: object, data: TrackBytes, limits: TrackLimits) -> Track:
    """Read a readsb / tar1090 trace: seconds after ``timestamp``, latitude, longitude, feet.

    Where the flag 8 of a point is set its altitude is geometric, and goes to that column. The
    word *ground* is no height: the aircraft says only that it stands.

    Raises:
        SourceError: The document is no trace.
    """
    document = _mapping(values, data.name)
    start = number(document.get("timestamp"), f"{data.name}, timestamp")
    if math.isnan(start):
        raise _unlike(f"{data.name}, timestamp", "the first time in seconds since 1970", None)
    heights = (
        HeightColumn(HeightSystem.PRESSURE, _BARO, FOOT_M),
        HeightColumn(HeightSystem.ELLIPSOID, _GEOM, FOOT_M),
    )
    columns = Columns(data, TrackForm.READSB, limits, heights, "trace point")
    for row, value in enumerate(_list(document.get("trace"), f"{data.name}, trace"), start=1):
        where = columns.place(row)
        point = _list(value, where)
        if len(point) < 4:
            raise _unlike(where, "at least time, latitude, longitude and altitude", len(point))
        lat, lon = number(point[1], f"{where}, latitude"), number(point[2], f"{where}, longitude")
        time_s = start + number(point[0], f"{where}, time")
        columns.add(row, time_s, lon, lat, _readsb_heights(point, where))
    return columns.track("Automatic dependent surveillance, gathered by ground receivers.")


def _readsb_heights(point: Sequence[object], where: str) -> tuple[float, float]:
    """Return pressure and geometric altitude of a trace point, in feet."""
    shown = math.nan if point[3] == "ground" else number(point[3], f"{where}, altitude")
    flags = number(point[6], f"{where}, flags") if len(point) > 6 else math.nan
    if math.isfinite(flags) and int(flags) & _GEOMETRIC_FLAG:
        return math.nan, shown
    geometric = number(point[10], f"{where}, geometric") if len(point) > 10 else math.nan
    return shown, geometric


def read_fr24(values: object, data: TrackBytes, limits: TrackLimits) -> Track:
    """Read a Flightradar24 playback: Unix seconds, degrees, altitude in feet.

    Raises:
        SourceError: The document is no playback.
    """
    flight: object = values
    for name in ("result", "response", "data", "flight"):
        flight = _mapping(flight, data.name).get(name)
    points = _list(_mapping(flight, f"{data.name}, flight").get("track"), f"{data.name}, track")
    heights = (HeightColumn(HeightSystem.PRESSURE, _BARO, FOOT_M),)
    columns = Columns(data, TrackForm.FR24, limits, heights, "track point")
    for row, value in enumerate(points, start=1):
        where = columns.place(row)
        point = _mapping(value, where)
        altitude = point.get("altitude")
        feet = None if altitude is None else _mapping(altitude, f"{where}, altitude").get("feet")
        columns.add(
            row,
            seconds(point.get("timestamp"), f"{where}, timestamp"),
            number(point.get("longitude"), f"{where}, longitude"),
            number(point.get("latitude"), f"{where}, latitude"),
            (number(feet, f"{where}, altitude"),),
        )
    return columns.track("Playback of a commercial gatherer; points are seconds to minutes apart.")


def read_states(values: object, data: TrackBytes, limits: TrackLimits) -> Track:
    """Read state vectors as the ``traffic`` package keeps them, by rows or by columns.

    Times are milliseconds since 1970 (or ISO 8601), altitudes feet.

    Raises:
        SourceError: The document holds no such rows.
    """
    heights = (
        HeightColumn(HeightSystem.PRESSURE, _BARO, FOOT_M),
        HeightColumn(HeightSystem.ELLIPSOID, _GEOM, FOOT_M),
    )
    columns = Columns(data, TrackForm.STATES, limits, heights, "state")
    for row, state in enumerate(_states(values, data.name), start=1):
        where = columns.place(row)
        for name in _STATE_NAMES:
            if name not in state:
                raise _unlike(where, f"a field {name}", "nothing")
        columns.add(
            row,
            seconds(state["timestamp"], f"{where}, timestamp"),
            number(state["longitude"], f"{where}, longitude"),
            number(state["latitude"], f"{where}, latitude"),
            (
                number(state.get("altitude"), f"{where}, altitude"),
                number(state.get("geoaltitude"), f"{where}, geoaltitude"),
            ),
        )
    return columns.track("Automatic dependent surveillance, gathered by ground receivers.")


def _states(values: object, name: str) -> Iterator[Mapping[str, object]]:
    """Yield rows, whichever way the table lies: a list of rows, or a column a name."""
    if isinstance(values, list):
        for row, value in enumerate(values, start=1):
            yield _mapping(value, f"{name}, state {row}")
        return
    table = {
        key: _column(column, f"{name}, {key}") for key, column in _mapping(values, name).items()
    }
    indices = {tuple(column) for column in table.values()}
    if len(indices) != 1:
        raise _unlike(name, "columns with the same rows", f"{len(indices)} different sets of rows")
    for index in indices.pop():
        yield {key: column[index] for key, column in table.items()}


def _column(column: object, where: str) -> Mapping[str, object]:
    if isinstance(column, list):
        return {str(i): value for i, value in enumerate(column)}
    return _mapping(column, where)
