"""Heights that keep a sensor from seeing too well.

The minimum height H_min is certified, above ground (annex.D.I.2). Here is the arithmetic the
commission fixed around it, as far as its text could be read.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from overflight.errors import UsageError
from overflight.treaty import Value

__all__ = ["HeightReading", "minimum_height_m"]


@dataclass(frozen=True, slots=True)
class HeightReading:
    """One image of a bar target and what was read in it, along one direction.

    Args:
        height_m: Height above the target when the image was taken, in metres.
        resolution_m: Ground resolution read, in metres.
    """

    height_m: float
    resolution_m: float


def _positive(name: str, value: float) -> None:
    if not (math.isfinite(value) and value > 0):
        raise UsageError(
            "E-HEIGHT",
            where=name,
            expected="a finite number above zero",
            found=value,
            remedy="Give heights and resolutions in metres.",
        )


def _nothing_read(where: str) -> UsageError:
    return UsageError(
        "E-HEIGHT",
        where=where,
        expected="at least one set, each with at least one reading",
        found="nothing",
        remedy="Give the readings of every direction that was flown.",
    )


def _mean_height_m(readings: tuple[HeightReading, ...], agreed_m: float) -> float:
    if not readings:
        raise _nothing_read("readings")
    for reading in readings:
        _positive("height_m", reading.height_m)
        _positive("resolution_m", reading.resolution_m)
    heights = [r.height_m * agreed_m / r.resolution_m for r in readings]
    return sum(heights) / len(heights)


def minimum_height_m(sets: Iterable[Iterable[HeightReading]], agreed: Value) -> int:
    """Return H_min from readings: the highest of the means of each set, rounded up to 1 m.

    Args:
        sets: One set of readings for each direction (along and across the track).
        agreed: Agreed ground resolution L_a, in metres.

    Raises:
        UsageError: A set is empty, or a number is not above zero.

    Treaty: H_i x L_a / L(i,j) of the decision on video cameras (dec.14); how the results combine
    is not in the text we have, so the strictest is used (AMB-22 default).
    """
    means = [_mean_height_m(tuple(readings), float(agreed.amount)) for readings in sets]
    if not means:
        raise _nothing_read("sets")
    # The ninth decimal is noise of the division; without it 900.0000000001 would become 901.
    return math.ceil(round(max(means), 9))
