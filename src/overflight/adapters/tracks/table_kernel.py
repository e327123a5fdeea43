"""Read the cells of a plain table of text by bytes (compiled by numba).

Numbers come out as Python would read them, to the last bit; where that is not certain, the whole
table is left to the slower reader.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from overflight.geodesy import Floats, compiled

__all__ = ["NUMBER", "POWERS", "SKIPPED", "TIME", "cells"]

Bytes = NDArray[np.uint8]
Kinds = NDArray[np.int64]

SKIPPED, NUMBER, TIME = -1, 0, 1  # what a column holds
POWERS = 10.0 ** np.arange(20, dtype=np.float64)


@compiled
def _whole(raw: Bytes, first: int, past: int) -> int:
    """Return the number some digits make, -1 where one is no digit."""
    found = np.int64(0)
    for k in range(first, past):
        digit = np.int64(raw[k]) - 48
        if digit < 0 or digit > 9:
            return -1
        found = found * 10 + digit
    return int(found)


@compiled
def _divided(whole: int, power: float) -> float:
    """Return a whole number over a power of ten, rounded once; infinity where that is not sure."""
    near = float(whole)
    if near < 9007199254740992.0:
        return near / power
    # Beyond 53 bits: what rounding lost, and what the division left over, are put back.
    lost = float(whole - int(near))
    value = near / power
    high = value * 134217729.0
    high -= high - value
    low = value - high
    top = power * 134217729.0
    top -= top - power
    rest = power - top
    product = value * power
    error = ((high * top - product) + high * rest + low * top) + low * rest
    left = ((near - product) - error + lost) / power
    found = value + left
    # Halfway between two doubles the last bit is not certain.
    if value + left * 1.000000001 != found or value + left * 0.999999999 != found:
        return np.inf
    return found


@compiled
def _number(raw: Bytes, first: int, past: int, powers: Floats) -> float:
    """Return the number in some bytes, NaN where there are none, infinity where it is not plain."""
    if first == past:
        return np.nan
    begin = first + 1 if raw[first] == 45 else first
    point = begin
    while point < past and raw[point] != 46:
        point += 1
    parts = max(0, past - point - 1)
    # Eighteen digits fit into a whole number; no digit is no number.
    if point - begin + parts > 18 or point - begin + parts == 0:
        return np.inf
    ahead, behind = _whole(raw, begin, point), _whole(raw, min(point + 1, past), past)
    if ahead < 0 or behind < 0:
        return np.inf
    value = _divided(ahead * int(powers[parts]) + behind, powers[parts])
    return value if begin == first else -value


@compiled
def _days(year: int, month: int, day: int) -> int:
    """Return days since 1970-01-01, negative where there is no such day."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    longest = 31
    if month == 2:
        longest = 29 if leap else 28
    elif month in {4, 6, 9, 11}:
        longest = 30
    if year < 1970 or month < 1 or month > 12 or day < 1 or day > longest:
        return -1
    # Counted in years that begin in March, so that the leap day is their last.
    shifted = year - 1 if month <= 2 else year
    months = month + 9 if month <= 2 else month - 3
    of_year = (153 * months + 2) // 5 + day - 1
    return shifted * 365 + shifted // 4 - shifted // 100 + shifted // 400 + of_year - 719_468


@compiled
def _stamped(raw: Bytes, first: int, size: int) -> bool:
    """Tell whether the marks between digits are those of ISO 8601 in UTC."""
    if size < 20 or size == 21 or size > 27 or raw[first + size - 1] != 90:
        return False
    if raw[first + 10] != 84 and raw[first + 10] != 32:
        return False
    if size > 20 and raw[first + 19] != 46:
        return False
    dashes = raw[first + 4] == 45 and raw[first + 7] == 45
    return bool(dashes and raw[first + 13] == 58 and raw[first + 16] == 58)


@compiled
def _time(raw: Bytes, first: int, past: int) -> float:
    """Return seconds since 1970 of an ISO 8601 time in UTC, infinity where it is not plain."""
    if not _stamped(raw, first, past - first):
        return np.inf
    hour, minute = _whole(raw, first + 11, first + 13), _whole(raw, first + 14, first + 16)
    second = _whole(raw, first + 17, first + 19)
    year, month = _whole(raw, first, first + 4), _whole(raw, first + 5, first + 7)
    days = _days(year, month, _whole(raw, first + 8, first + 10))
    micro = _whole(raw, min(first + 20, past - 1), past - 1)
    if days < 0 or micro < 0 or min(hour, minute, second) < 0:
        return np.inf
    if hour > 23 or minute > 59 or second > 59:
        return np.inf
    for _ in range(past - first - 21 if past - first > 20 else 6, 6):
        micro *= 10
    seconds = ((days * 24 + hour) * 60 + minute) * 60 + second
    return _divided(seconds * 1_000_000 + micro, 1_000_000.0)


@compiled
def _end(raw: Bytes, begin: int, delimiter: int) -> int:
    """Return where a cell ends, -1 where it holds what asks for care."""
    end = begin
    while end < len(raw) and raw[end] != delimiter and raw[end] != 10:
        if raw[end] == 34 or raw[end] == 13:
            return -1
        end += 1
    return end


@compiled
def _cell(raw: Bytes, span: tuple[int, int], kind: int, powers: Floats) -> float:
    """Return what a cell of a column asked for holds."""
    if kind == 1:
        return _time(raw, span[0], span[1])
    return _number(raw, span[0], span[1], powers)


@compiled
def cells(raw: Bytes, delimiter: int, kinds: Kinds, powers: Floats, out: Floats) -> int:
    """Put the cells of the columns asked for into an array; return how many rows, -1 if not plain.

    Args:
        raw: The lines after the header, in ASCII.
        delimiter: The character that parts cells.
        kinds: What each column holds.
        powers: Powers of ten from 0 to 19.
        out: Where the numbers are put, shape (columns asked for, rows).
    """
    size, begin, row, last = len(raw), 0, 0, len(kinds) - 1
    while begin < size:
        place = 0
        for column in range(len(kinds)):
            end = _end(raw, begin, delimiter)
            ends_line = end == size or raw[end] == 10
            if end < 0 or ends_line != (column == last):
                return -1
            if kinds[column] >= 0:
                value = _cell(raw, (begin, end), kinds[column], powers)
                if value == np.inf:
                    return -1
                out[place, row] = value
                place += 1
            begin = end + 1
        row += 1
    return row
