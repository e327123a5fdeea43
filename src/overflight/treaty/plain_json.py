"""Read one JSON document strictly; whatever is wrong is told with its place in the document."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from overflight.errors import SourceError
from overflight.treaty.form_places import place_of

__all__ = ["read_plain_json"]

_MARK = "\ufeff"
_HALF = re.compile("[\ud800-\udfff]")
_MAY_HOLD_HALF = re.compile(r"\\u[dD][89a-fA-F]|[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class _Refused:
    """What stands in a document and must not; its place is looked for when all is read."""

    expected: str
    found: str
    remedy: str


def _constant(text: str) -> _Refused:
    return _Refused("a finite number", text, "Write a number, or leave the field out.")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object] | _Refused:
    read = dict(pairs)
    if len(read) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        said = f"{twice!r} written twice"
        return _Refused("every name once in an object", said, "Remove one of the two.")
    return read


def read_plain_json(text: str | bytes, *, where: str) -> object:
    """Read one JSON document; see ``overflight.treaty.read_json``.

    Raises:
        SourceError: It is none, or holds what JSON or this program does not admit.
    """
    written = text if isinstance(text, str) else _decoded(text, where)
    written = written.removeprefix(_MARK)
    if not written.strip():
        raise _unlike(where, "nothing: the file is empty")
    faulty: list[_Refused] = []
    try:
        values = _loaded(written, faulty)
    except json.JSONDecodeError as fault:
        found = f"{fault.msg}, line {fault.lineno} column {fault.colno}"
        raise _unlike(where, found) from fault
    except RecursionError as fault:
        raise _unlike(where, "lists or objects nested too deeply") from fault
    except ValueError as fault:  # a whole number of more digits than Python reads
        raise _unlike(where, "a number of too many digits") from fault
    if faulty or _MAY_HOLD_HALF.search(written):
        _refuse_first(values, where)
    return values


def _loaded(written: str, faulty: list[_Refused]) -> object:
    """Return the values of a document; what must not stand in it is noted and left in its place."""

    def noted(made: object) -> object:
        if isinstance(made, _Refused):
            faulty.append(made)
        return made

    return cast(
        "object",
        json.loads(
            written,
            parse_float=Decimal,
            parse_constant=lambda word: noted(_constant(word)),
            object_pairs_hook=lambda pairs: noted(_object(pairs)),
        ),
    )


def _decoded(data: bytes, where: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as fault:
        found = f"byte 0x{data[fault.start]:02x} at {fault.start}: not UTF-8 text"
        raise _unlike(where, found) from fault


def _unlike(where: str, found: str) -> SourceError:
    return SourceError(
        "E-JSON",
        where=where,
        expected="one JSON document in UTF-8",
        found=found,
        remedy="Check that the file is whole and was saved as UTF-8 JSON.",
    )


def _refuse_first(values: object, where: str) -> None:
    """Raise the fault that stands first in a document, if there is one, with its place."""
    waiting: list[tuple[tuple[int | str, ...], object]] = [((), values)]
    while waiting:
        steps, value = waiting.pop()
        refused = value if isinstance(value, _Refused) else _half(value)
        if refused is not None:
            place = place_of(steps)
            raise SourceError(
                "E-JSON",
                where=f"{where}: {place}" if place else where,
                expected=refused.expected,
                found=refused.found,
                remedy=refused.remedy,
            )
        inside: list[tuple[int | str, object]] = []
        if isinstance(value, dict):
            inside = [pair for name, item in value.items() for pair in ((name, name), (name, item))]
        elif isinstance(value, list):
            inside = list(enumerate(value))
        waiting.extend(((*steps, step), item) for step, item in reversed(inside))


def _half(value: object) -> _Refused | None:
    """Return the fault of a string that holds half a character, which no UTF-8 can carry."""
    if isinstance(value, str) and (half := _HALF.search(value)):
        return _Refused(
            "whole characters", f"half a character, \\u{ord(half[0]):04x}", "Write the text again."
        )
    return None
