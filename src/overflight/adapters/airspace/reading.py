"""Read a file of airspace, whichever of the three forms it has."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from pathlib import Path

from overflight.adapters.airspace.aixm import parse_aixm
from overflight.adapters.airspace.openair import parse_openair
from overflight.adapters.airspace.words import fault
from overflight.adapters.airspace.yaixm import parse_yaixm
from overflight.adapters.files import name_of, read_bounded
from overflight.airspace import Airspace

__all__ = ["parse_airspace", "read_airspace"]

_MOST_BYTES = 64 * 1024 * 1024
_YAIXM = re.compile(r"^(airspace|obstacle|rat)\s*:", re.MULTILINE)


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
    return parse_airspace(data, source)


def parse_airspace(data: bytes, source: str) -> Airspace:
    """Return the areas and obstacles of a file that was read already; see ``read_airspace``.

    The form is told by the content: XML is AIXM, a first word before a colon is YAIXM, everything
    else is OpenAir.

    Raises:
        SourceError: The file has none of the three forms.
    """
    if data.removeprefix(BOM_UTF8).lstrip().startswith(b"<"):
        return parse_aixm(data, source=source)
    text = text_of(data, source)
    if _YAIXM.search(text):
        return parse_yaixm(text, source=source)
    return parse_openair(text, source=source)


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
