"""JSON tracks keep what their sources say: units, nulls, and what heights count from."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence

import numpy as np
import pytest

from overflight.adapters.tracks import parse_track
from overflight.errors import SourceError
from overflight.flights import Track, TrackForm
from overflight.missions import HeightSystem

FOOT = 0.3048


def read(document: object, form: TrackForm | None = None) -> Track:
    """Return a track from a JSON document."""
    return parse_track(json.dumps(document).encode(), name="t.json", form=form)


def trace(*points: Sequence[object]) -> dict[str, object]:
    """Return a readsb trace that begins at 1,000,000,000 s."""
    return {"icao": "abc123", "timestamp": 1_000_000_000.5, "trace": [list(p) for p in points]}


def test_a_readsb_trace_counts_seconds_from_its_timestamp() -> None:
    """Its points say only how long after the first time they were seen."""
    track = read(trace([0.25, 45.5, 8.25, 1000], [10.0, 45.6, 8.35, 1100]))
    assert track.time_s.tolist() == [1_000_000_000.75, 1_000_000_010.5]
    assert (track.lat_deg.tolist(), track.lon_deg.tolist()) == ([45.5, 45.6], [8.25, 8.35])
    assert track.row.tolist() == [1, 2]


def test_a_readsb_trace_tells_both_heights_apart() -> None:
    """Pressure altitude and geometric altitude count from different surfaces."""
    point = [0, 45, 8, 1000, 0, 0, 0, 0, None, "adsb_icao", 1200, 0, 0, 0]
    track = read(trace(point))
    assert [h.system for h in track.heights] == [HeightSystem.PRESSURE, HeightSystem.ELLIPSOID]
    assert track.heights[0].height_m[0] == pytest.approx(1000 * FOOT)
    assert track.heights[1].height_m[0] == pytest.approx(1200 * FOOT)


def test_a_readsb_point_may_say_that_its_altitude_is_geometric() -> None:
    """Flag 8 moves the altitude to the other column; it is not a pressure altitude then."""
    track = read(trace([0, 45, 8, 1000, 0, 0, 8], [9, 45, 8.01, 2000, 0, 0, 0]))
    pressure, geometric = track.heights
    assert np.isnan(pressure.height_m[0])
    assert geometric.height_m[0] == pytest.approx(1000 * FOOT)
    assert pressure.height_m[1] == pytest.approx(2000 * FOOT)


def test_an_aircraft_on_the_ground_has_no_height() -> None:
    """The word ground is not the number zero: airfields lie above the sea."""
    track = read(trace([0, 45, 8, "ground"], [1, 45, 8, None]))
    assert track.heights == ()
    assert np.isnan(track.height_m).all()
    assert track.height_system is None


def test_a_playback_gives_feet_and_unix_seconds() -> None:
    """FR24 writes both feet and metres; the feet are what the aircraft sent."""
    point = {
        "timestamp": 1_500_000_000,
        "latitude": 45.0,
        "longitude": 8.0,
        "altitude": {"feet": 3000, "meters": 914},
    }
    bare = {"timestamp": 1_500_000_060, "latitude": 45.1, "longitude": 8.1, "altitude": None}
    document = {"result": {"response": {"data": {"flight": {"track": [point, bare]}}}}}
    track = read(document)
    assert track.source.form is TrackForm.FR24
    assert track.time_s.tolist() == [1_500_000_000.0, 1_500_000_060.0]
    assert track.height_m[0] == pytest.approx(914.4)
    assert np.isnan(track.height_m[1])


ROW = {"timestamp": 1_500_000_000_500, "latitude": 45.0, "longitude": 8.0, "altitude": 1000}


def test_states_lie_by_rows_or_by_columns() -> None:
    """The same table reads the same, whichever way pandas wrote it."""
    rows: list[dict[str, object]] = [
        dict(ROW),
        {**ROW, "timestamp": 1_500_000_001_500, "altitude": None},
    ]
    columns = {name: {str(i): row[name] for i, row in enumerate(rows)} for name in ROW}
    lists = {name: [row[name] for row in rows] for name in ROW}
    for document in (rows, columns, lists):
        track = read(document)
        assert track.source.form is TrackForm.STATES
        assert track.time_s.tolist() == [1_500_000_000.5, 1_500_000_001.5]
        assert track.height_m[0] == pytest.approx(304.8)
        assert np.isnan(track.height_m[1])
        assert track.height_system is HeightSystem.PRESSURE


def test_states_may_carry_a_geometric_height_and_iso_times() -> None:
    """Newer files of traffic write times as text with their offset."""
    row = {**ROW, "timestamp": "2017-07-14T04:40:00+02:00", "geoaltitude": 1100}
    track = read([row])
    assert track.time_s[0] == 1_500_000_000.0
    assert [h.system for h in track.heights] == [HeightSystem.PRESSURE, HeightSystem.ELLIPSOID]


def test_the_hash_is_that_of_the_file_on_disk() -> None:
    """Whoever holds the packed file must find the same hash with sha256sum."""
    import hashlib

    packed = gzip.compress(json.dumps([ROW]).encode())
    track = parse_track(packed, name="t.json.gz")
    assert track.source.sha256 == hashlib.sha256(packed).hexdigest()


@pytest.mark.parametrize(
    "document",
    [
        {"nothing": 1},
        [],
        [{"latitude": 1, "longitude": 1}],
        {"trace": []},
        {"timestamp": 1, "trace": 5},
        {"timestamp": 1, "trace": [[0, 1, 2]]},
        {"timestamp": 1, "trace": [7]},
        {"result": 5},
        {"result": {"response": {"data": {"flight": {}}}}},
        {"result": {"response": {"data": {"flight": {"track": [1]}}}}},
        {"timestamp": {"0": 1}, "latitude": {"1": 1}, "longitude": {"0": 1}},
        {"timestamp": 5, "latitude": 5, "longitude": 5},
        [ROW, {"timestamp": 1}],
        [ROW, 5],
        {"timestamp": 1, "trace": []},
    ],
)
def test_a_document_of_another_shape_is_refused(document: object) -> None:
    """One clear error, whatever else the JSON may be."""
    with pytest.raises(SourceError) as refused:
        read(document)
    assert refused.value.code in {"E-TRACK-FORM", "E-TRACK-EMPTY"}


def test_a_named_form_is_not_guessed_again() -> None:
    """Who names the form gets an error about that form."""
    with pytest.raises(SourceError, match="a JSON object"):
        read([ROW], TrackForm.READSB)
