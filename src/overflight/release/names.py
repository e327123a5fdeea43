"""Decide which file names a manifest may hold, so that no name can leave its folder.

A name travels from one party's medium to another party's disk. It must mean the same file on both
and nothing else on either.
"""

from __future__ import annotations

import re
import unicodedata

from overflight.errors import SourceError

__all__ = ["MAX_NAME_BYTES", "MAX_PART_BYTES", "check_name"]

# So that "media/" and the name always fit the two name fields of a ustar header (100 and 155).
MAX_NAME_BYTES = 140
MAX_PART_BYTES = 100

_DRIVE = re.compile(r"[A-Za-z]:")


def _parts_fault(parts: list[str]) -> str | None:
    if "" in parts:
        return "an absolute name, or an empty part between two slashes"
    if "." in parts or ".." in parts:
        return "a part that is . or .."
    if any(len(part.encode()) > MAX_PART_BYTES for part in parts):
        return f"a part above {MAX_PART_BYTES} bytes"
    return None


def _name_fault(name: str) -> str | None:
    try:
        size = len(name.encode())
    except UnicodeEncodeError:
        return "a name that is not valid Unicode"
    if not name or size > MAX_NAME_BYTES:
        return f"{size} bytes"
    if "\\" in name or _DRIVE.match(name):
        return "a backslash or a drive letter"
    if any(unicodedata.category(sign) in {"Cc", "Zl", "Zp"} for sign in name):
        return "a control character"
    return _parts_fault(name.split("/"))


def check_name(name: str, *, where: str) -> str:
    """Return the name if a manifest may hold it.

    Args:
        name: Relative name of a file, parts joined by ``/``.
        where: Manifest line or folder it was met in.

    Raises:
        SourceError: The name is absolute, climbs out of its folder, holds a backslash, a drive
            letter, a control character or invalid Unicode, or is too long.
    """
    fault = _name_fault(name)
    if fault is None:
        return name
    raise SourceError(
        "E-NAME",
        where=where,
        expected=f"a relative name of 1 to {MAX_NAME_BYTES} bytes, parts joined by /, none . or ..",
        found=f"{fault}: {name!a}",
        remedy="Refuse this medium or manifest; its maker must name the file otherwise.",
    )
