"""The words of an answer about a Party that left, asked on the day it is judged."""

from __future__ import annotations

from datetime import date

from overflight.release.conditions import _when


def test_one_day_is_named_once() -> None:
    """Asked and judged on one day, the day is named once; on two, both are."""
    leap, other = date(2020, 2, 29), date(2020, 3, 1)
    assert _when(leap, leap) == "on 2020-02-29"
    assert _when(leap, other) == "on both 2020-02-29 and 2020-03-01"
