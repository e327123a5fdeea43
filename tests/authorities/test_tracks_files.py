"""Real track files, held to what stock tools count and compute in them."""

from __future__ import annotations

import gzip
import hashlib
import re
from pathlib import Path

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from tests.shared_data import shared

from overflight.adapters.tracks import read_track
from overflight.flights import Fate, TrackForm, clean
from overflight.missions import HeightSystem

# File, form, and a pattern that stands once in every point of it.
FILES = [
    ("01lz1hq1.igc", TrackForm.IGC, r"^B\d{6}"),
    ("3376ab31.json", TrackForm.FR24, r'"heading"'),
    ("belevingsvlucht.json.gz", TrackForm.STATES, r'"timestamp"'),
    ("brussels_ils.json.gz", TrackForm.STATES, r'"timestamp"'),
    ("georeal_fyn_island.json.gz", TrackForm.STATES, r'"timestamp"'),
    ("ign_fontainebleau.json.gz", TrackForm.STATES, r'"timestamp"'),
    ("ign_mercantour.json.gz", TrackForm.STATES, r'"timestamp"'),
    ("liguria.json.gz", TrackForm.STATES, r'"timestamp"'),
    ("munich.json.gz", TrackForm.STATES, r'"timestamp"'),
    ("noisy_takeoff.json.gz", TrackForm.STATES, r'"AFR181L"'),
    ("noisy_time_issue.json.gz", TrackForm.STATES, r'"timestamp"'),
    ("pixair_toulouse.json.gz", TrackForm.STATES, r'"timestamp"'),
    ("setnjica.gpx", TrackForm.GPX, r"<trkpt "),
    ("trace_full_ac671b.json", TrackForm.READSB, r'(?<!"type":)(?<!"type": )"adsb_icao"'),
]


def opened(path: Path) -> str:
    """Return the content of a file, unpacked."""
    raw = path.read_bytes()
    return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()


@pytest.mark.parametrize(("name", "form", "point"), FILES, ids=[f[0] for f in FILES])
def test_every_file_reads_with_as_many_points_as_it_has(
    name: str, form: TrackForm, point: str
) -> None:
    """Counted with a pattern, as grep does; the hash is that of sha256sum."""
    path = shared("data", "tracks", name)
    track = read_track(path)
    assert track.source.form is form
    assert len(track) == len(re.findall(point, opened(path), re.MULTILINE))
    assert track.source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("name", [f[0] for f in FILES])
def test_every_file_cleans_and_every_row_is_accounted_for(name: str) -> None:
    """The noisy ones lose many points, each with its reason; cleaning again changes nothing."""
    track = read_track(shared("data", "tracks", name))
    once = clean(track)
    assert len(once.track) + len(once.dropped) == len(track)
    assert len(once.track) > len(track) / 2
    assert clean(once.track).dropped == ()


def test_the_igc_file_has_both_heights_of_its_first_fix() -> None:
    """B0026053559520S14621495EV0016600000: 35 59.520 S, 146 21.495 E, 166 m, no GNSS height."""
    track = read_track(shared("data", "tracks", "01lz1hq1.igc"))
    assert track.lat_deg[0] == pytest.approx(-(35 + 59.520 / 60), abs=1e-9)
    assert track.lon_deg[0] == pytest.approx(146 + 21.495 / 60, abs=1e-9)
    assert track.time_s[0] == 1_264_033_565.0  # date -u -d 2010-01-21T00:26:05Z +%s
    gnss, pressure = track.heights
    assert np.isnan(gnss.height_m[0])
    assert pressure.height_m[0] == 166.0


def test_the_survey_over_liguria_is_a_sound_flight() -> None:
    """Every tenth second, no gap; its length agrees with geographiclib to a metre."""
    found = clean(read_track(shared("data", "tracks", "liguria.json.gz")))
    assert found.dropped == ()
    assert found.unseen == ()
    assert found.track.height_system is HeightSystem.PRESSURE
    lon, lat = found.track.lon_deg.tolist(), found.track.lat_deg.tolist()
    length = sum(
        Geodesic.WGS84.Inverse(lat[i], lon[i], lat[i + 1], lon[i + 1])["s12"]
        for i in range(len(lon) - 1)
    )
    from overflight.geodesy import Position, length_m

    path = tuple(Position(x, y) for x, y in zip(lon, lat, strict=True))
    assert length_m(path) == pytest.approx(length, abs=1.0)


def test_the_noisy_files_lose_what_is_broken_in_them() -> None:
    """Jumps of tens of kilometres a second, and positions repeated in flight."""
    found = clean(read_track(shared("data", "tracks", "noisy_time_issue.json.gz")))
    fates = {d.fate for d in found.dropped}
    assert {Fate.JUMP, Fate.FROZEN} <= fates
    assert found.unseen


def test_a_file_told_backwards_is_put_in_order() -> None:
    """The Toulouse survey lists its newest point first."""
    track = read_track(shared("data", "tracks", "pixair_toulouse.json.gz"))
    assert (np.diff(track.time_s) < 0).all()
    found = clean(track)
    assert found.dropped == ()
    assert found.track.row[0] == len(track)
