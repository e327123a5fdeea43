"""GPX and KML: namespaces of either version, times where there are any, heights as told."""

from __future__ import annotations

import numpy as np
import pytest

from overflight.adapters.tracks import parse_track
from overflight.errors import SourceError
from overflight.flights import Track, TrackForm
from overflight.missions import HeightSystem

GPX = """<?xml version="1.0" encoding="UTF-8"?>
<gpx xmlns="http://www.topografix.com/GPX/1/{v}" version="1.{v}"><trk><trkseg>
<trkpt lat="45.5" lon="8.25"><ele>300.5</ele><time>2003-05-10T10:00:00Z</time></trkpt>
<trkpt lat="45.6" lon="8.35"><time>2003-05-10T10:00:01.5Z</time></trkpt>
</trkseg><trkseg><trkpt lat="45.7" lon="8.45"><ele>310</ele></trkpt></trkseg></trk></gpx>"""

KML = """<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2">
<Document>{0}</Document></kml>"""
WHENS = "<when>2003-05-10T10:00:00Z</when><when>2003-05-10T10:00:10Z</when>"
TRACK = (
    "<Placemark><gx:Track><altitudeMode>absolute</altitudeMode>"
    + WHENS
    + "<gx:coord>8.25 45.5 300</gx:coord><gx:coord>8.35 45.6 310</gx:coord></gx:Track></Placemark>"
)


def read(text: str, form: TrackForm | None = None) -> Track:
    """Return a track from XML."""
    return parse_track(text.encode(), name="t.xml", form=form)


@pytest.mark.parametrize("version", [0, 1])
def test_gpx_of_both_versions_reads(version: int) -> None:
    """Old receivers write 1.0; the points look the same."""
    track = read(GPX.format(v=version))
    assert track.source.form is TrackForm.GPX
    assert track.lon_deg.tolist() == [8.25, 8.35, 8.45]
    assert track.lat_deg.tolist() == [45.5, 45.6, 45.7]
    assert track.time_s[1] - track.time_s[0] == 1.5
    assert np.isnan(track.time_s[2])
    assert track.height_m[0] == 300.5
    assert track.height_system is None, "GPX does not say what ele counts from"


def test_a_gpx_point_without_a_coordinate_is_refused() -> None:
    """A point is a place; without one the file is broken."""
    with pytest.raises(SourceError, match="trkpt 1, lat"):
        read(GPX.format(v=1).replace('lat="45.5" ', ""))


def test_a_gx_track_reads_with_heights_above_the_sea() -> None:
    """The altitude mode absolute counts from mean sea level."""
    track = read(KML.format(TRACK))
    assert track.source.form is TrackForm.KML
    assert track.lon_deg.tolist() == [8.25, 8.35]
    assert track.height_m.tolist() == [300.0, 310.0]
    assert track.height_system is HeightSystem.MSL


def test_a_line_with_as_many_times_as_positions_reads() -> None:
    """Times in the placemark belong to the positions in their order; an onlooker's do not."""
    line = (
        "<Placemark><LookAt><gx:TimeStamp><when>2000-01-01T00:00:00Z</when></gx:TimeStamp></LookAt>"
        f"<ExtendedData>{WHENS}</ExtendedData><LineString>"
        "<altitudeMode>relativeToGround</altitudeMode><coordinates>8.25,45.5,300 8.35,45.6,310"
        "</coordinates></LineString></Placemark>"
    )
    track = read(KML.format(line))
    assert len(track) == 2
    assert track.height_system is HeightSystem.AGL


def test_a_line_on_the_ground_holds_no_heights() -> None:
    """Without an altitude mode KML lays the line on the ground: its numbers mean nothing."""
    track = read(KML.format(TRACK.replace("absolute", "clampToGround")))
    assert track.heights == ()
    assert any("no heights" in sentence for sentence in track.source.says)


def test_what_has_no_time_is_left_out_and_said() -> None:
    """Exports put a marker at start and end; it is no point of the flight."""
    marker = "<Placemark><Point><coordinates>8,45</coordinates></Point></Placemark>"
    track = read(KML.format(marker + TRACK))
    assert len(track) == 2
    assert any("1 lines or points without any time" in s for s in track.source.says)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (TRACK.replace("<when>2003-05-10T10:00:10Z</when>", ""), "E-TRACK-TIME"),
        (TRACK + TRACK.replace("absolute", "relativeToGround"), "E-TRACK-HEIGHTS"),
        (TRACK.replace("8.25 45.5 300", "8.25"), "E-TRACK-NUMBER"),
        (TRACK.replace("8.25 45.5", "east north"), "E-TRACK-NUMBER"),
        ("", "E-TRACK-EMPTY"),
    ],
)
def test_a_kml_that_does_not_hold_together_is_refused(body: str, code: str) -> None:
    """Times and places must belong to each other."""
    with pytest.raises(SourceError) as refused:
        read(KML.format(body))
    assert refused.value.code == code


def test_two_coordinates_are_a_position_without_height() -> None:
    """A height that is not there is not zero."""
    track = read(KML.format(TRACK.replace(" 300<", "<")))
    assert np.isnan(track.height_m[0])


def test_other_xml_is_refused() -> None:
    """XML is no form by itself."""
    with pytest.raises(SourceError, match="root svg"):
        read("<svg/>")
    with pytest.raises(SourceError, match="root gpx"):
        read(GPX.format(v=1), TrackForm.KML)
