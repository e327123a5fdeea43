"""Read orientation files of other programs; each names its angle convention or is refused.

Four forms: OpenSfM ``reconstruction.json``; OpenDroneMap ``geo.txt``; tables with named columns;
and bare rows ``name x y z omega phi kappa``, which say nothing of themselves, so that grid, heights
and convention must come from the user.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from overflight.adapters.frames.opensfm import read_reconstruction
from overflight.adapters.frames.poses import PoseParts
from overflight.adapters.frames.sources import FrameLimits, read_text
from overflight.errors import SourceError, UsageError
from overflight.geodesy import Position
from overflight.imagery import (
    UNSTATED,
    AircraftAngles,
    Angles,
    Camera,
    GimbalAngles,
    OmegaPhiKappa,
)
from overflight.treaty import read_json

__all__ = ["Convention", "Hints", "Orientations", "read_orientations"]

_MOST_ROWS = 1_000_000


class Convention(StrEnum):
    """Names of angle conventions, as the user gives them."""

    OMEGA_PHI_KAPPA = "omega-phi-kappa"
    GIMBAL = "gimbal"  # yaw, pitch, roll of the camera; pitch -90 looks straight down
    AIRCRAFT = "aircraft"  # heading, pitch, roll of the aircraft; camera through the floor


@dataclass(frozen=True, slots=True)
class Hints:
    """What the user knows and a file does not say.

    Args:
        convention: Convention of the angles.
        grid: Projected system of easting, northing and omega, phi, kappa.
        height_system: Surface the heights count from (``WGS 84``, ``EGM96``).
        mount_deg: Where the top of the picture points in the aircraft, clockwise from the nose.
    """

    convention: Convention | None = None
    grid: str = ""
    height_system: str = ""
    mount_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class Orientations:
    """The poses of many frames.

    Args:
        frames: What is known of each pose, by frame name without extension.
        convention: The convention the angles were read in; empty where there are none.
        cameras: Cameras the file describes, by name.
    """

    frames: Mapping[str, PoseParts]
    convention: str
    cameras: Mapping[str, Camera] = field(default_factory=dict)

    def of(self, name: str) -> PoseParts:
        """Return the parts of a frame, by file name; none of them where it is not in the file."""
        return self.frames.get(_stem(name), PoseParts())


def _stem(name: str) -> str:
    stem = name.rsplit("/", 1)[-1].rsplit("\\", 1)[-1]
    base, dot, ending = stem.rpartition(".")
    return base if dot and ending.lower() in {"jpg", "jpeg", "tif", "tiff"} else stem


def _refuse(where: str, expected: str, found: object, remedy: str) -> SourceError:
    return SourceError("E-ORIENTATION", where=where, expected=expected, found=found, remedy=remedy)


def _number(text: str | None, where: str) -> float:
    try:
        number = float(text or "")
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise _refuse(where, "a finite number", text, "Correct the value, or leave the row out.")
    return number


def _to_position(crs: CRS) -> Transformer:
    return Transformer.from_crs(crs, CRS.from_epsg(4326), always_xy=True)


def _position(to_lonlat: Transformer | None, x: float, y: float, where: str) -> Position:
    lon, lat = to_lonlat.transform(x, y) if to_lonlat else (x, y)
    if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
        raise _refuse(
            where,
            "a place on the Earth, longitude before latitude",
            f"{x}, {y}",
            "Check the columns and the system they belong to.",
        )
    return Position(lon, lat)


def _angles(values: tuple[float, float, float], hints: Hints, where: str) -> Angles:
    """Return angles in the convention the user or the column names named."""
    match hints.convention:
        case Convention.OMEGA_PHI_KAPPA:
            return OmegaPhiKappa(*values, hints.grid)
        case Convention.GIMBAL:
            return GimbalAngles(*values)
        case Convention.AIRCRAFT:
            return AircraftAngles(*values, hints.mount_deg)
        case None:
            raise _refuse(
                where,
                "angles with their convention named",
                "three angles and no convention",
                "Say --angles omega-phi-kappa, gimbal or aircraft.",
            )


def read_orientations(
    path: Path, hints: Hints | None = None, *, limits: FrameLimits | None = None
) -> Orientations:
    """Read an orientation file, by its content.

    Args:
        path: The file.
        hints: What the user knows and the file does not say.
        limits: How much is read before the file is refused.

    Raises:
        SourceError: The file is none of the four forms, names no convention, or holds a bad value.
    """
    text = read_text(path, limits or FrameLimits())
    known = hints or Hints()
    head = text.lstrip()[:1]
    if head in {"[", "{"}:
        read = read_reconstruction(
            read_json(text, where=path.name),
            where=path.name,
            height_system=known.height_system or UNSTATED,
            grid=known.grid,
        )
        by_stem = {_stem(name): parts for name, parts in read.frames.items()}
        return Orientations(by_stem, f"rotation vectors: {read.world}", read.cameras)
    lines = [(n, line.strip()) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines or len(lines) > _MOST_ROWS:
        raise _refuse(path.name, "one row for each frame", f"{len(lines)} rows", "Check the file.")
    crs = _geo_header(lines[0][1])
    if crs is not None:
        return _geo(lines[1:], crs, known, path.name)
    if any(sign in lines[0][1] for sign in ",;\t"):
        return _table(text, known, path.name)
    return _rows(lines, known, path.name)


def _geo_header(line: str) -> CRS | None:
    """Return the system a geo.txt names in its first line; none if it names none."""
    words = line.split()
    text = line
    if len(words) == 3 and words[:2] == ["WGS84", "UTM"] and words[2][:-1].isdecimal():
        south = " +south" if words[2][-1].upper() == "S" else ""
        text = f"+proj=utm +zone={words[2][:-1]}{south} +datum=WGS84"
    elif not line.upper().startswith(("EPSG:", "+PROJ=")):
        return None
    try:
        return CRS.from_user_input(text)
    except CRSError:
        return None


def _geo(lines: list[tuple[int, str]], crs: CRS, hints: Hints, name: str) -> Orientations:
    """Read OpenDroneMap's geo.txt: places, and angles only under a convention the user names."""
    to_lonlat = None if crs.is_geographic else _to_position(crs)
    frames: dict[str, PoseParts] = {}
    for number, line in lines:
        where = f"{name}: line {number}"
        words = line.split()
        if len(words) < 3:
            raise _refuse(where, "name, x and y", line, "Write at least three columns.")
        values = [_number(word, where) for word in words[1:7]]
        parts = PoseParts(
            at=_position(to_lonlat, values[0], values[1], where),
            height_m=values[2] if len(values) > 2 else None,
            height_system=hints.height_system or UNSTATED,
        )
        if len(values) == 6 and hints.convention is not None and any(values[3:]):
            angles = _angles((values[3], values[4], values[5]), hints, where)
            parts = replace(parts, angles=angles)
        _add(frames, words[0], parts, where)
    return Orientations(frames, hints.convention.value if hints.convention else "")


def _add(frames: dict[str, PoseParts], name: str, parts: PoseParts, where: str) -> None:
    stem = _stem(name)
    if stem in frames and frames[stem] != parts:
        raise _refuse(where, "each frame once", f"{stem} twice", "Remove one of the rows.")
    frames[stem] = parts


def _rows(lines: list[tuple[int, str]], hints: Hints, name: str) -> Orientations:
    """Read bare rows ``name x y z a b c``."""
    if hints.convention is None or not hints.height_system:
        raise _refuse(
            name,
            "a file that names its angles, grid and heights, or a user who does",
            f"bare rows: {lines[0][1]}",
            "Say --angles omega-phi-kappa, --grid and --heights as the maker of the file states.",
        )
    grid = _grid(hints.grid, name) if hints.grid else None
    frames: dict[str, PoseParts] = {}
    for number, line in lines:
        where, words = f"{name}: line {number}", line.split()
        if len(words) != 7:
            raise _refuse(where, "name x y z and three angles", line, "Write seven columns.")
        x, y, z, *turned = (_number(word, where) for word in words[1:])
        angles = _angles((turned[0], turned[1], turned[2]), hints, where)
        at = _position(grid, x, y, where)
        _add(frames, words[0], PoseParts(at, z, hints.height_system, angles), where)
    return Orientations(frames, hints.convention.value)


def _grid(text: str, name: str) -> Transformer:
    try:
        return _to_position(CRS.from_user_input(text))
    except CRSError as fault:
        raise UsageError(
            "E-GRID",
            where=name,
            expected="an EPSG code or a PROJ string",
            found=text,
            remedy="Name the system the orientation file was made in, for example EPSG:32633.",
        ) from fault


_NAME = ("name", "file", "filename", "image", "frame")
_HEIGHTS = {"alt_wgs84": "WGS 84", "height_wgs84": "WGS 84", "alt_egm96": "EGM96", "z": "",
            "height": "", "alt": "", "altitude": ""}  # fmt: skip
_TURNS = {
    Convention.OMEGA_PHI_KAPPA: ("omega", "phi", "kappa"),
    Convention.AIRCRAFT: ("heading", "pitch", "roll"),
    Convention.GIMBAL: ("gimbal_yaw", "gimbal_pitch", "gimbal_roll"),
}


def _plain(heading: str) -> str:
    """Return a column heading without its unit."""
    plain = heading.strip().lower()
    for unit in ("_deg", "_m"):
        plain = plain.removesuffix(unit)
    return plain


def _table(text: str, hints: Hints, name: str) -> Orientations:
    """Read a table whose columns are named."""
    first = text.splitlines()[0]
    sign = max(",;\t", key=first.count)
    try:
        rows = list(csv.DictReader(io.StringIO(text), delimiter=sign))
    except csv.Error as fault:
        raise _refuse(name, "a table", fault, "Save it as CSV again.") from fault
    columns = {_plain(heading): heading for heading in (rows[0] if rows else {}) if heading}
    frame = next((columns[c] for c in _NAME if c in columns), None)
    place = next((p for p in (("lon", "lat"), ("x", "y")) if set(p) <= set(columns)), None)
    height = next((h for h in _HEIGHTS if h in columns), None)
    if frame is None or place is None or height is None:
        raise _refuse(
            name,
            f"columns {'/'.join(_NAME)}, lon and lat (or x and y), {'/'.join(_HEIGHTS)}",
            first,
            "Name the columns so.",
        )
    known = _told(columns, hints, height, name)
    turns = _turn_columns(columns, known)
    on_grid = place == ("x", "y")
    grid = _grid(known.grid, name) if on_grid else None
    frames: dict[str, PoseParts] = {}
    for number, row in enumerate(rows, 2):
        where = f"{name}: line {number}"
        x, y = (_number(row[columns[c]], where) for c in place)
        parts = PoseParts(
            _position(grid, x, y, where), _number(row[columns[height]], where), known.height_system
        )
        if turns:
            a, b, c = (_number(row[columns[t]], where) for t in turns)
            parts = replace(parts, angles=_angles((a, b, c), known, where))
        _add(frames, row[frame] or "", parts, where)
    return Orientations(frames, known.convention.value if known.convention and turns else "")


def _turn_columns(columns: Mapping[str, str], hints: Hints) -> tuple[str, ...]:
    if hints.convention is None:
        return ()
    named = _TURNS[hints.convention]
    if set(named) <= set(columns):
        return named
    plain = ("yaw", "pitch", "roll")
    return plain if set(plain) <= set(columns) else ()


def _told(columns: Mapping[str, str], hints: Hints, height: str, name: str) -> Hints:
    """Return the hints with what the column names say; refuse angles of unknown convention."""
    convention = hints.convention or next(
        (c for c, turns in _TURNS.items() if set(turns) <= set(columns)), None
    )
    if convention is None and {"yaw", "pitch", "roll"} <= set(columns):
        raise _refuse(
            name,
            "angles with their convention named",
            "columns yaw, pitch, roll",
            "Say --angles gimbal (of the camera, -90 down) or aircraft (camera through the floor).",
        )
    if {"x", "y"} <= set(columns) and "lon" not in columns and not hints.grid:
        raise _refuse(
            name, "the system of x and y", "columns x, y", "Say --grid, for example EPSG:32633."
        )
    system = _HEIGHTS[height] or hints.height_system or UNSTATED
    return replace(hints, convention=convention, height_system=system)
