"""Read a track file, whatever its form: by its content, or as the user says."""

from __future__ import annotations

from pathlib import Path

from overflight.adapters.tracks.bytes import TrackBytes, TrackLimits, open_bytes, read_bytes
from overflight.adapters.tracks.columns import text_of
from overflight.adapters.tracks.csvs import CsvColumns, read_csv
from overflight.adapters.tracks.igc import looks_like_igc, read_igc
from overflight.adapters.tracks.jsons import form_of, read_fr24, read_readsb, read_states
from overflight.adapters.tracks.nmea import looks_like_nmea, read_nmea
from overflight.adapters.tracks.xmls import parse_xml, read_gpx, read_kml, root_name
from overflight.errors import SourceError
from overflight.flights import Track, TrackForm
from overflight.treaty import read_json

__all__ = ["parse_track", "read_track"]

_JSON = {
    TrackForm.READSB: read_readsb,
    TrackForm.FR24: read_fr24,
    TrackForm.STATES: read_states,
}
_XML = {"gpx": read_gpx, "kml": read_kml}
_HEAD = 4096


def read_track(
    path: Path,
    *,
    form: TrackForm | None = None,
    columns: CsvColumns | None = None,
    limits: TrackLimits | None = None,
) -> Track:
    """Read a track file.

    Args:
        path: The file; gzip is opened by content, not by name.
        form: Form to read it as; none finds the form in the content.
        columns: Names of the columns of a table; naming them says that it is one.
        limits: How much is read before the file is refused.

    Raises:
        SourceError: The file is no sound track; nothing of it is used.
    """
    bounds = limits or TrackLimits()
    return _parse(read_bytes(path, bounds), form, columns, bounds)


def parse_track(
    raw: bytes,
    *,
    name: str,
    form: TrackForm | None = None,
    columns: CsvColumns | None = None,
    limits: TrackLimits | None = None,
) -> Track:
    """Read a track from bytes; see ``read_track``.

    Raises:
        SourceError: The bytes are no sound track; nothing of them is used.
    """
    bounds = limits or TrackLimits()
    return _parse(open_bytes(raw, name, bounds), form, columns, bounds)


def _parse(
    data: TrackBytes, form: TrackForm | None, columns: CsvColumns | None, limits: TrackLimits
) -> Track:
    wanted = TrackForm.CSV if columns is not None and form is None else form
    shape = _shape(data) if wanted is None else _SHAPES[wanted]
    if shape == "json":
        return _parse_json(data, wanted, limits)
    if shape == "xml":
        return _parse_xml(data, wanted, limits)
    if shape == "nmea":
        return read_nmea(data, limits)
    return read_igc(data, limits) if shape == "igc" else read_csv(data, limits, columns)


_SHAPES = {
    TrackForm.READSB: "json",
    TrackForm.FR24: "json",
    TrackForm.STATES: "json",
    TrackForm.GPX: "xml",
    TrackForm.KML: "xml",
    TrackForm.IGC: "igc",
    TrackForm.NMEA: "nmea",
    TrackForm.CSV: "csv",
    TrackForm.SIMULATED: "csv",
}


def _shape(data: TrackBytes) -> str:
    """Return what the first bytes say the file is."""
    head = data.opened[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith((b"{", b"[")):
        return "json"
    if head.startswith(b"<"):
        return "xml"
    # A receiver that starts up sends noise: its log need not be text throughout.
    if b"$" in data.opened[:_HEAD] and looks_like_nmea(
        data.opened[:_HEAD].decode("ascii", "replace")
    ):
        return "nmea"
    return "igc" if looks_like_igc(text_of(data)) else "csv"


def _unknown(data: TrackBytes, found: str) -> SourceError:
    return SourceError(
        "E-TRACK-FORM",
        where=data.name,
        expected="a readsb trace, FR24 playback, state vectors, GPX, IGC, KML, NMEA or CSV",
        found=found,
        remedy="Check the file, or name its form with --format.",
    )


def _parse_json(data: TrackBytes, wanted: TrackForm | None, limits: TrackLimits) -> Track:
    values = read_json(text_of(data), where=data.name)
    reader = _JSON.get(wanted or form_of(values) or TrackForm.CSV)
    if reader is None:
        raise _unknown(data, "JSON of another kind")
    return reader(values, data, limits)


def _parse_xml(data: TrackBytes, wanted: TrackForm | None, limits: TrackLimits) -> Track:
    root = parse_xml(data)
    reader = _XML.get(root_name(root))
    if reader is None or (wanted is not None and wanted.value != root_name(root)):
        raise _unknown(data, f"XML with the root {root_name(root)}")
    return reader(root, data, limits)
