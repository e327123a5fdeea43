"""Read plain orienteering problems as OPLib writes them (TSPLIB with scores and a limit)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from overflight.adapters.handed.plan_files import read_bounded
from overflight.errors import SourceError
from overflight.planning import PlainProblem

__all__ = ["MOST_PLACES", "read_oplib"]

MOST_PLACES = 2_000
_MOST_BYTES = 4 * 1024 * 1024
_MOST_LENGTH = 2**28  # the search counts lengths in 32 bits
_MOST_SCORE = 10**7
_PI = 3.141592  # TSPLIB rounds it so
_RADIUS_KM = 6378.388
_COORDS, _SCORES, _DEPOTS = "NODE_COORD_SECTION", "NODE_SCORE_SECTION", "DEPOT_SECTION"
_HEADS = {"NAME", "COMMENT", "TYPE", "DIMENSION", "COST_LIMIT", "EDGE_WEIGHT_TYPE"}
_HEADS |= {"DISPLAY_DATA_TYPE", "EDGE_WEIGHT_FORMAT", "NODE_COORD_TYPE"}

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


@dataclass(slots=True)
class _File:
    """What a file says, as its words."""

    heads: dict[str, str] = field(default_factory=dict)
    sections: dict[str, list[tuple[int, list[str]]]] = field(default_factory=dict)


def read_oplib(path: Path) -> PlainProblem:
    """Return the problem of an OPLib file.

    Lengths are those TSPLIB defines for EUC_2D, CEIL_2D, ATT and GEO. The tour begins at place 1,
    as in every file of OPLib.

    Args:
        path: The file, at most 4 MiB and 2,000 places.

    Raises:
        SourceError: The file cannot be read or is no such problem.
    """
    try:
        text = read_bounded(path, _MOST_BYTES).decode("ascii")
    except UnicodeDecodeError as fault:
        raise _unlike(str(path), "text in ASCII", str(fault)) from fault
    said = _split(path, text)
    if said.heads.get("TYPE") != "OP":
        raise _unlike(f"{path}: TYPE", "OP", said.heads.get("TYPE"))
    count = _whole(said.heads.get("DIMENSION"), f"{path}: DIMENSION", (1, MOST_PLACES))
    limit = _whole(said.heads.get("COST_LIMIT"), f"{path}: COST_LIMIT", (0, _MOST_LENGTH))
    kind = said.heads.get("EDGE_WEIGHT_TYPE", "")
    if kind not in _LENGTHS:
        raise _unlike(f"{path}: EDGE_WEIGHT_TYPE", " or ".join(_LENGTHS), kind)
    spots = np.array([_spot(row, path) for row in _rows(said, _COORDS, count, path)])
    scores = [
        float(_whole(words[1], f"{path}: line {line}", (0, _MOST_SCORE)))
        for line, words in _rows(said, _SCORES, count, path)
    ]
    depots = [words for _, words in said.sections.get(_DEPOTS, [])]
    if depots not in ([["1"], ["-1"]], [["1"]]):
        raise _unlike(f"{path}: {_DEPOTS}", "place 1, then -1", depots)
    lengths = _LENGTHS[kind](spots)
    np.fill_diagonal(lengths, 0)
    return PlainProblem(said.heads.get("NAME", path.stem), lengths, tuple(scores), limit)


def _unlike(where: str, expected: str, found: object) -> SourceError:
    return SourceError(
        "E-OPLIB",
        where=where,
        expected=expected,
        found="nothing" if found is None else found,
        remedy="Give an orienteering problem as OPLib writes it, places numbered from 1.",
    )


def _split(path: Path, text: str) -> _File:
    """Return the heads and sections of a file."""
    said = _File()
    section: list[tuple[int, list[str]]] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        words, where = line.split(), f"{path}: line {number}"
        if words == ["EOF"]:
            return said
        if words and words[0] in {_COORDS, _SCORES, _DEPOTS}:
            if len(words) > 1 or words[0] in said.sections:
                raise _unlike(where, "each section once, on a line of its own", line)
            section = said.sections[words[0]] = []
        elif words and section is not None:
            section.append((number, words))
        elif words:
            name, colon, value = line.partition(":")
            if not colon or name.strip() not in _HEADS or name.strip() in said.heads:
                raise _unlike(where, "each head of OPLib once, as NAME : value", line)
            said.heads[name.strip()] = value.strip()
    raise _unlike(str(path), "a last line EOF", "the end of the file")


def _whole(word: str | None, where: str, span: tuple[int, int]) -> int:
    """Return a whole number from one to another."""
    least, most = span
    if word is None or not word.isdecimal() or len(word) > 12 or not least <= int(word) <= most:
        raise _unlike(where, f"a whole number from {least} to {most}", word)
    return int(word)


def _rows(said: _File, section: str, count: int, path: Path) -> list[tuple[int, list[str]]]:
    """Return the rows of a section: every place once, in order."""
    rows = said.sections.get(section, [])
    wide = 3 if section == _COORDS else 2
    for place, (line, words) in enumerate(rows, start=1):
        if len(words) != wide or words[0] != str(place) or place > count:
            raise _unlike(f"{path}: line {line}", f"{wide} words for place {place}", words)
    if len(rows) != count:
        raise _unlike(f"{path}: {section}", f"{count} rows", f"{len(rows)} rows")
    return rows


def _spot(row: tuple[int, list[str]], path: Path) -> tuple[float, float]:
    """Return the two coordinates of a row."""
    line, words = row
    try:
        one, other = (float(word) for word in words[1:])
    except ValueError as fault:
        raise _unlike(f"{path}: line {line}", "two numbers", words[1:]) from fault
    if not (abs(one) <= 1e7 and abs(other) <= 1e7):
        raise _unlike(f"{path}: line {line}", "numbers up to ten million", words[1:])
    return one, other


def _apart(spots: Floats) -> Floats:
    """Return distances on the plane, not rounded, shape (n, n)."""
    across, along = (spots[:, None, k] - spots[None, :, k] for k in (0, 1))
    return np.sqrt(across * across + along * along)


def _euclid(spots: Floats) -> Numbers:
    """Return EUC_2D: rounded to the nearest."""
    return np.floor(_apart(spots) + 0.5).astype(np.int64)


def _ceiling(spots: Floats) -> Numbers:
    """Return CEIL_2D: rounded up."""
    return np.ceil(_apart(spots)).astype(np.int64)


def _att(spots: Floats) -> Numbers:
    """Return ATT, a distance that is rounded up by its own rule."""
    across, along = (spots[:, None, k] - spots[None, :, k] for k in (0, 1))
    exact = np.sqrt((across * across + along * along) / 10.0)
    near = np.floor(exact + 0.5)
    return np.where(near < exact, near + 1.0, near).astype(np.int64)


def _geo(spots: Floats) -> Numbers:
    """Return GEO: kilometres on a sphere, from degrees with minutes as decimals."""
    whole = np.trunc(spots)
    turn = _PI * (whole + 5.0 * (spots - whole) / 3.0) / 180.0
    lat, lon = turn[:, 0], turn[:, 1]
    east = np.cos(lon[:, None] - lon)
    apart, added = np.cos(lat[:, None] - lat), np.cos(lat[:, None] + lat)
    cosine = np.clip(0.5 * ((1.0 + east) * apart - (1.0 - east) * added), -1.0, 1.0)
    return np.floor(_RADIUS_KM * np.arccos(cosine) + 1.0).astype(np.int64)


_LENGTHS: Mapping[str, Callable[[Floats], Numbers]] = {
    "EUC_2D": _euclid,
    "CEIL_2D": _ceiling,
    "ATT": _att,
    "GEO": _geo,
}
