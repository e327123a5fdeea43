"""NMEA 0183: checksums hold, dates and midnight, two sentences of one moment are one position."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from tests.nmea_samples import gga, nmea_of, rmc, sentence
from tests.shared_data import shared

from overflight.adapters.tracks import NmeaReader, parse_track, read_track
from overflight.errors import SourceError
from overflight.flights import TrackForm, clean
from overflight.missions import HeightSystem

# The sentences every manual of a receiver prints, with their checksums.
GGA = "$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47"
RMC = "$GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W*6A"


def test_the_sentences_of_the_manuals_are_read() -> None:
    """48 07.038 N, 11 31.000 E, 545.4 m above the sea, 22.4 knots, 23 March 1994."""
    reader = NmeaReader()
    fix = reader.fix(RMC)
    assert fix is not None
    assert fix.time_s == datetime(1994, 3, 23, 12, 35, 19, tzinfo=UTC).timestamp()
    assert (fix.at.lat_deg, fix.at.lon_deg) == pytest.approx((48.1173, 11.516667), abs=1e-6)
    assert fix.speed_m_s == pytest.approx(22.4 * 1852 / 3600)
    with_height = reader.fix(GGA)
    assert with_height is not None
    assert with_height.time_s == fix.time_s
    assert with_height.height_in(HeightSystem.MSL) == 545.4
    assert with_height.height_in(HeightSystem.ELLIPSOID) == pytest.approx(592.3)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (RMC.replace("*6A", "*6B"), "checksum"),
        (RMC.replace("084.4", "084.5"), "checksum"),
        (RMC[:40], "garbage"),
        ("", "garbage"),
        ("$GPRMC", "garbage"),
        ("\x00\x7f\xff$$$", "garbage"),
        (GGA, "no date yet"),
        (sentence("GPGSV,1,1,00"), "other sentence"),
        (sentence("GPRMC,123519,V,4807.038,N,01131.000,E,,,230394,,"), "no position"),
        (sentence("GPRMC,123519,A"), "no position"),
        (sentence("GPGGA,123519,4807.038,N,01131.000,E,0,08,0.9,,M,,M,,"), "no position"),
        (sentence("GPRMC,123519,A,9907.038,N,01131.000,E,,,230394,,"), "garbage"),
        (sentence("GPRMC,123519,A,4860.000,N,01131.000,E,,,230394,,"), "garbage"),
        (sentence("GPRMC,123519,A,4807.038,X,01131.000,E,,,230394,,"), "garbage"),
        (sentence("GPRMC,126019,A,4807.038,N,01131.000,E,,,230394,,"), "garbage"),
        (sentence("GPRMC,12351,A,4807.038,N,01131.000,E,,,230394,,"), "garbage"),
        (sentence("GPRMC,123519,A,4807.038,N,01131.000,E,fast,,230394,,"), "garbage"),
        (sentence("GPRMC,123519,A,4807.038,N,01131.000,E,,,320394,,"), "garbage"),
        (sentence("GPZDA,123519,32,03,1994,00,00"), "garbage"),
        (sentence("GPZDA,123519"), "garbage"),
    ],
)
def test_what_is_no_position_gives_none_and_says_why(line: str, why: str) -> None:
    """A receiver that starts up, a line cut off, a bit flipped: nothing is guessed."""
    reader = NmeaReader()
    assert reader.fix(line) is None
    assert reader.why == why


def test_south_and_west_are_negative() -> None:
    """The letters decide."""
    fix = NmeaReader().fix(rmc(1e9, -70.25, -33.5))
    assert fix is not None
    assert (fix.at.lon_deg, fix.at.lat_deg) == pytest.approx((-70.25, -33.5), abs=1e-9)


def test_a_time_of_day_runs_on_over_midnight() -> None:
    """GGA has no date: after 23:59:59 comes the next day, and a late sentence the day before."""
    reader = NmeaReader()
    midnight = datetime(2003, 5, 11, tzinfo=UTC).timestamp()
    assert reader.fix(rmc(midnight - 1, 8.0, 45.0)) is not None
    after = reader.fix(gga(midnight + 1, 8.0, 45.0, 100.0))
    assert after is not None
    assert after.time_s == midnight + 1
    assert reader.fix(rmc(midnight + 2, 8.0, 45.0)) is not None
    late = reader.fix(gga(midnight - 2, 8.0, 45.0, 100.0))
    assert late is not None
    assert late.time_s == midnight - 2


def test_the_date_of_zda_is_enough() -> None:
    """A receiver that sends GGA and ZDA alone is read too."""
    reader = NmeaReader()
    assert reader.fix(sentence("GPZDA,100000,10,05,2003,00,00")) is None
    fix = reader.fix(gga(datetime(2003, 5, 10, 10, 0, 1, tzinfo=UTC).timestamp(), 8.0, 45.0, 9.0))
    assert fix is not None
    assert fix.time_s == datetime(2003, 5, 10, 10, 0, 1, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("height", "separation", "heights"),
    [("", "", 0), ("high", "40.0", 0), ("100.0", "", 1), ("1e9", "40", 0), ("100", "999", 1)],
)
def test_heights_a_sentence_does_not_tell_are_left_out(
    height: str, separation: str, heights: int
) -> None:
    """Neither zero nor the last one stands for what is not told."""
    reader = NmeaReader()
    reader.fix(RMC)
    body = f"GPGGA,123520,4807.038,N,01131.000,E,1,08,0.9,{height},M,{separation},M,,"
    fix = reader.fix(sentence(body))
    assert fix is not None
    assert len(fix.heights) == heights


def test_a_log_is_read_as_a_track_and_says_what_it_left_out() -> None:
    """Noise before, a broken sentence between, two sentences of one moment: one row each."""
    lines = [
        "\xfe\xff starting",
        gga(1e9, 8.0, 45.0, 100.0),
        rmc(1e9 + 1, 8.01, 45.0, 10.0),
        gga(1e9 + 1, 8.01, 45.0, 110.0),
        rmc(1e9 + 2, 8.02, 45.0)[:30],
        rmc(1e9 + 3, 8.03, 45.0),
    ]
    raw = "\r\n".join(line.strip() for line in lines).encode("latin-1")
    track = parse_track(raw, name="kept.nmea")
    assert track.source.form is TrackForm.NMEA
    assert track.time_s.tolist() == [1e9 + 1, 1e9 + 3]
    assert track.row.tolist() == [3, 6]
    assert track.height_m[0] == 110.0
    assert np.isnan(track.height_m[1])
    assert any("2 lines broken" in says for says in track.source.says)
    assert any("1 position before the first date" in says for says in track.source.says)


def test_a_log_without_positions_is_refused() -> None:
    """Named as NMEA, but nothing in it."""
    with pytest.raises(SourceError) as refused:
        parse_track(sentence("GPGSV,1,1,00").encode(), name="kept.nmea", form=TrackForm.NMEA)
    assert refused.value.code == "E-TRACK-EMPTY"


@pytest.mark.parametrize("name", ["liguria.json.gz", "setnjica.gpx", "01lz1hq1.igc"])
def test_real_tracks_sent_as_nmea_come_back(name: str) -> None:
    """Written by the tests' encoder, to a millionth of a minute and a hundredth of a second."""
    track = clean(read_track(shared("data", "tracks", name))).track
    back = parse_track(nmea_of(track), name="sent.nmea")
    assert len(back) == len(track)
    assert back.time_s == pytest.approx(track.time_s, abs=0.006)
    assert back.lon_deg == pytest.approx(track.lon_deg, abs=1e-8)
    assert back.lat_deg == pytest.approx(track.lat_deg, abs=1e-8)
