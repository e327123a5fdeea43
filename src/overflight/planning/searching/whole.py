"""What places are worth in whole numbers, so that a bound can be exact."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

__all__ = ["whole_worth"]

_SCALES = (1, 10, 100, 1_000)
_GRADES = 100_000  # where no scale is exact, the greatest value becomes this many grades


def whole_worth(worth: Sequence[float]) -> tuple[tuple[int, ...], Fraction]:
    """Return values in whole numbers, and how much one of them is worth.

    Values of up to three decimals are exact; others are rounded up, so that what bounds the whole
    numbers bounds the values too.

    Args:
        worth: Values, none below zero.
    """
    parts = [Fraction(repr(float(value))) for value in worth]
    most = max(parts, default=Fraction(0))
    for scale in _SCALES:
        if all((part * scale).denominator == 1 for part in parts) and most * scale < 10**7:
            numbers = [int(part * scale) for part in parts]
            common = math.gcd(*numbers) or 1
            return tuple(number // common for number in numbers), Fraction(common, scale)
    grade = most / _GRADES
    return tuple(math.ceil(part / grade) for part in parts), grade
