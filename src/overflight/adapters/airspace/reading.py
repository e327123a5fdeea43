"""Read a file of airspace, whichever of the three forms it has."""

from __future__ import annotations

from pathlib import Path

from overflight.adapters.airspace.openair import parse_openair
from overflight.adapters.airspace.words import fault
from overflight.adapters.files import name_of, read_bounded
from overflight.airspace import Airspace

__all__ = ["read_airspace"]

_MOST_BYTES = 64 * 1024 * 1024


def read_airspace(path: Path) -> Airspace:
    """Return the areas and obstacles of a file: OpenAir, AIXM 5.1 or YAIXM.

    Args:
        path: The file, at most 64 MiB; ``-`` is standard input.

    Raises:
        UsageError: There is no such file, or it cannot be opened.
        SourceError: The file has none of the three forms. One broken area is no reason: it stands
            among what was not read.
    """
    source = name_of(path)
    data = read_bounded(path, _MOST_BYTES, too_large="E-AIRSPACE")
    return parse_openair(text_of(data, source), source=source)


def text_of(data: bytes, source: str) -> str:
    """Return text in UTF-8, or in the Western encoding that older files have.

    Raises:
        SourceError: It is no text.
    """
    if b"\0" in data:
        raise fault(source, "text", "a NUL byte", "Check that this is the right file.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")
