"""Readers of flown tracks, one a form; what a source leaves out stays out. Live streams too."""

from overflight.adapters.tracks.bytes import TrackLimits
from overflight.adapters.tracks.csvs import CsvColumns
from overflight.adapters.tracks.live_lines import LiveLines
from overflight.adapters.tracks.nmea import NmeaReader
from overflight.adapters.tracks.reading import parse_track, read_track
from overflight.adapters.tracks.streams import KeptLog, stream_lines

__all__ = [
    "CsvColumns",
    "KeptLog",
    "LiveLines",
    "NmeaReader",
    "TrackLimits",
    "parse_track",
    "read_track",
    "stream_lines",
]
