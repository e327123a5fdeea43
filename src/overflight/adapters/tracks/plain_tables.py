"""Read plain tables column by column: the same numbers as row by row, ten times as soon.

A table is plain where nothing in it asks for care: no quotation mark, as many fields in every line
as in the first, numbers in every cell of a number, and times that are all numbers, or all ISO 8601
of one length with the letter Z. Anything else is left to the reader that goes row by row and says
which row is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from overflight.adapters.tracks.columns import KNOWN_SINCE_MS
from overflight.geodesy import Floats, can_compile

__all__ = ["plain_table"]

_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,6})?Z")
_ODD = re.compile(r"[^0-9eE.+\-]")
_SHOWN = 64
_FIRST = 4_096
_WORTH_COMPILING = 16 << 20  # loading numba takes longer than reading less than that
_ENDINGS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"  # ends of lines for Python, not for a table


def plain_table(
    text: str, delimiter: str, time: str, numbers: Sequence[str]
) -> list[Floats] | None:
    """Return columns of a plain table, times first; none where it is not plain.

    Args:
        text: The whole table.
        delimiter: What parts its fields.
        time: Name of the column of times.
        numbers: Names of the columns of numbers.
    """
    if len(text) >= _WORTH_COMPILING and can_compile():
        found = _compiled(text, delimiter, time, numbers)
        if found is not None:
            return found
    table = _columns(text, delimiter)
    if table is None:
        return None
    cells = dict(zip(*table, strict=True))
    if time not in cells or not set(numbers) <= set(cells):
        return None
    columns = [_times(cells[time]), *(_numbers(cells[name]) for name in numbers)]
    return None if any(c is None for c in columns) else [c for c in columns if c is not None]


def _compiled(text: str, delimiter: str, time: str, numbers: Sequence[str]) -> list[Floats] | None:
    """Return the same by bytes; none where that is not certain."""
    from overflight.adapters.tracks.table_kernel import (  # noqa: PLC0415 - an extra
        NUMBER,
        POWERS,
        SKIPPED,
        TIME,
        cells,
    )

    head, _, body = text.partition("\n")
    names = [name.strip() for name in head.split(delimiter)]
    if len(set(names)) != len(names) or not {time, *numbers} <= set(names) or not body.isascii():
        return None
    first = [*body[:_FIRST].split("\n", 1)[0].split(delimiter), *names]
    iso = _ISO.match(first[names.index(time)]) is not None
    asked = {time: TIME if iso else NUMBER} | dict.fromkeys(numbers, NUMBER)
    kinds = np.array([asked.get(name, SKIPPED) for name in names], dtype=np.int64)
    raw = np.frombuffer(body.encode("ascii"), dtype=np.uint8)
    lines = body.count("\n") + (not body.endswith("\n"))
    out = np.empty((len(asked), lines), dtype=np.float64)
    if not body or cells(raw, ord(delimiter), kinds, POWERS, out) != lines:
        return None
    order = [name for name in names if name in asked]
    found = [np.ascontiguousarray(out[order.index(name)]) for name in (time, *numbers)]
    if not iso:
        if not bool((found[0] >= 0).all()):
            return None
        found[0] = np.where(found[0] >= KNOWN_SINCE_MS, found[0] / 1000, found[0])
    return found


def _columns(text: str, delimiter: str) -> tuple[list[str], list[list[str]]] | None:
    """Return the names and the columns of a plain table; none where it is not plain.

    Args:
        text: The whole table.
        delimiter: What parts its fields.
    """
    if '"' in text or any(mark in text for mark in _ENDINGS):
        return None
    whole = text.replace("\r\n", "\n")
    if "\r" in whole:
        return None
    lines = whole.removesuffix("\n").count("\n") + 1
    head, _, body = whole.removesuffix("\n").partition("\n")
    names = [name.strip() for name in head.split(delimiter)]
    wide = len(names)
    if lines < 2 or wide < 2 or len(set(names)) != wide or not _even(body, delimiter, wide):
        return None
    cells = body.replace("\n", delimiter).split(delimiter)
    return names, [cells[k::wide] for k in range(wide)]


def _even(body: str, delimiter: str, wide: int) -> bool:
    """Tell whether every line has as many fields as the first one says."""
    raw = np.frombuffer(body.encode(), dtype=np.uint8)
    marks = raw[(raw == ord("\n")) | (raw == ord(delimiter))]
    if (len(marks) + 1) % wide:
        return False
    table = np.append(marks, ord("\n")).reshape(-1, wide)
    return bool((table[:, :-1] == ord(delimiter)).all() and (table[:, -1] == ord("\n")).all())


def _numbers(cells: Sequence[str]) -> Floats | None:
    """Return a column of finite numbers, NaN where a cell is empty; none where one is neither.

    Args:
        cells: The cells of the column.
    """
    try:
        found = np.array([float(cell) if cell else np.nan for cell in cells], dtype=np.float64)
    except ValueError:
        return None
    # What is NaN must have been empty: the word nan is no number of a track.
    empty = sum(1 for cell in cells if not cell)
    sound = not np.isinf(found).any() and int(np.isnan(found).sum()) == empty
    return found if sound else None


def _times(cells: Sequence[str]) -> Floats | None:
    """Return a column of times as seconds since 1970; none where it is not plain.

    Args:
        cells: The cells of the column.
    """
    if _ISO.fullmatch(cells[0]):
        return _iso(cells)
    found = None if any(_ODD.search(cell) for cell in cells[:_SHOWN]) else _numbers(cells)
    if found is None or np.isnan(found).any():
        return None
    if not all(cell.replace(".", "", 1).isdigit() for cell in cells):
        return None
    return np.where(found >= KNOWN_SINCE_MS, found / 1000, found)


def _iso(cells: Sequence[str]) -> Floats | None:
    """Return times that are all written as the first one is, to the microsecond."""
    width = len(cells[0])
    joined = "".join(cells)
    if len(joined) != width * len(cells) or not joined.isascii():
        return None
    digits = np.frombuffer(joined.encode(), dtype=np.uint8).reshape(-1, width)
    pattern = digits[0]
    fixed = ~((pattern >= ord("0")) & (pattern <= ord("9")))
    number = digits[:, ~fixed]
    if (digits[:, fixed] != pattern[fixed]).any() or ((number < 48) | (number > 57)).any():
        return None
    value = number.astype(np.int64) - 48
    year, month, day, hour, minute, second = (
        _number(value, first, size)
        for first, size in ((0, 4), (4, 2), (6, 2), (8, 2), (10, 2), (12, 2))
    )
    if ((month < 1) | (month > 12) | (day < 1) | (year < 1)).any():
        return None
    begins = (((year - 1970) * 12 + month - 1).astype("M8[M]")).astype("M8[D]")
    ends = (((year - 1970) * 12 + month).astype("M8[M]")).astype("M8[D]")
    days = begins.astype(np.int64) + day - 1
    if (days >= ends.astype(np.int64)).any() or (hour > 23).any() or (minute > 59).any():
        return None
    if (second > 59).any():
        return None
    parts = value.shape[1] - 14
    micro = _number(value, 14, parts) * 10 ** (6 - parts) if parts else 0
    whole = ((days * 24 + hour) * 60 + minute) * 60 + second
    total = whole * 1_000_000 + micro
    # Beyond 53 bits a division of doubles rounds twice.
    return None if total.max() >= 1 << 53 else np.asarray(total / 1_000_000)


def _number(
    value: np.typing.NDArray[np.int64], first: int, size: int
) -> np.typing.NDArray[np.int64]:
    """Return the whole number some digits make."""
    found = np.zeros(len(value), dtype=np.int64)
    for k in range(first, first + size):
        found = found * 10 + value[:, k]
    return found
