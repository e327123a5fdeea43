"""Canonical JSON: the one byte form a signed object may have (RFC 8785, trust.md section 3).

Statements hold objects, arrays, strings, integers, true, false and null; keys are plain ASCII. On
that ground the standard library's encoder writes exactly RFC 8785, and a test holds it to the
``rfc8785`` package.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import NoReturn, TypeAlias, cast

from overflight.record.faults import refusal

__all__ = ["Json", "canonical_bytes", "read_canonical", "write_canonical"]

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"

LARGEST_INTEGER = 2**53 - 1
GREATEST_DEPTH = 12
_KEY = re.compile(r"[a-z0-9_]{1,40}")
# No control character but the line feed, and no half of a surrogate pair.
_FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_INTEGER_DIGITS = 17


def _refuse(where: str, expected: str, found: object) -> NoReturn:
    raise refusal("E-CANON", where=where, expected=expected, found=found)


def _no_float(text: str) -> NoReturn:
    _refuse("number", "an integer; other numbers are decimal strings", text)


def _integer(text: str) -> int:
    if len(text) > _INTEGER_DIGITS or abs(int(text)) > LARGEST_INTEGER:
        _refuse("number", "an integer of at most 2^53-1 in size", text)
    return int(text)


_DECODER = json.JSONDecoder(parse_float=_no_float, parse_int=_integer, parse_constant=_no_float)
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False, check_circular=False
)


def _check_text(text: str, where: str) -> None:
    if _FORBIDDEN.search(text):
        _refuse(where, "text without control characters or half surrogates", text)


def _check(value: object, where: str, depth: int) -> None:
    """Refuse what may not stand in a signed object, at any depth."""
    if isinstance(value, str):
        _check_text(value, where)
    elif isinstance(value, dict | list):
        _check_items(value, where, depth)
    elif isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            _refuse(where, "an integer of at most 2^53-1 in size", str(value))
    elif value is not None:
        _refuse(where, "text, an integer, true, false, null, an array or an object", value)


def _check_items(value: dict[object, object] | list[object], where: str, depth: int) -> None:
    if depth > GREATEST_DEPTH:
        _refuse(where, f"nesting of at most {GREATEST_DEPTH}", "deeper nesting")
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str) or not _KEY.fullmatch(key):
                _refuse(where, "keys of 1 to 40 characters a-z, 0-9 and _", key)
    for item in value.values() if isinstance(value, dict) else value:
        _check(item, where, depth + 1)


def canonical_bytes(value: Mapping[str, Json]) -> bytes:
    """Write an object whose keys are ASCII as RFC 8785 bytes, without the limits of statements."""
    return _ENCODER.encode(value).encode()


def write_canonical(value: Mapping[str, Json], *, where: str = "statement") -> bytes:
    """Write an object that may be signed.

    Args:
        value: Plain JSON values; no floats.
        where: What it is, for the error.

    Raises:
        RecordError: ``E-CANON``: a value that has no place in a signed object.
    """
    _check(dict(value), where, 1)
    return canonical_bytes(value)


def read_canonical(data: bytes, *, where: str = "statement") -> dict[str, Json]:
    """Read an object and refuse it unless these are exactly the bytes that would be written.

    A key written twice, a space, an escape that is not needed, ``1.0``, ``-0``: each writes back
    to other bytes or is no value of ours, so each is refused.

    Raises:
        RecordError: ``E-CANON``.
    """
    try:
        text = data.decode()
        value = _DECODER.decode(text)
    except (ValueError, RecursionError) as fault:
        raise refusal(
            "E-CANON", where=where, expected="one JSON object in UTF-8", found=str(fault)
        ) from fault
    if not isinstance(value, dict):
        _refuse(where, "a JSON object", type(value).__name__)
    _check(value, where, 1)
    if _ENCODER.encode(value) != text:
        _refuse(where, "canonical JSON (RFC 8785)", "other bytes for the same values")
    return cast("dict[str, Json]", value)
