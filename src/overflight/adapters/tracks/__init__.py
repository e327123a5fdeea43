"""Readers of flown tracks, one a form; what a source leaves out stays out."""

from overflight.adapters.tracks.bytes import TrackLimits
from overflight.adapters.tracks.csvs import CsvColumns
from overflight.adapters.tracks.reading import parse_track, read_track

__all__ = ["CsvColumns", "TrackLimits", "parse_track", "read_track"]
