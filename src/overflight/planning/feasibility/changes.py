"""What another setting changes: which part of a territory falls out of reach, which comes in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overflight.planning.feasibility.field import ReachField
from overflight.treaty import Quantity

__all__ = ["ReachChange", "reach_change"]

_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class ReachChange:
    """What changes from one setting to another, in percent of the territory's area.

    Args:
        newly_beyond: What lies beyond the limit and did not.
        newly_within: What lies within it and did not.
    """

    newly_beyond: Quantity
    newly_within: Quantity


def reach_change(before: ReachField, after: ReachField, limit: float) -> ReachChange:
    """Return what changes between two settings over the same cells.

    Args:
        before: The one.
        after: The other.
        limit: Share in percent beyond which a point lies too far.
    """
    # Where the share stays as it was nothing changes, however near the limit lies.
    steady = np.isclose(before.share, after.share, rtol=0.0, atol=_SAME)
    out, back = ~steady & (after.share > before.share), ~steady & (after.share < before.share)
    return ReachChange(
        _part(before, out & _turned(before, after, limit), out & _may_turn(before, after, limit)),
        _part(before, back & _turned(after, before, limit), back & _may_turn(after, before, limit)),
    )


def _turned(one: ReachField, other: ReachField, limit: float) -> NDArray[np.bool_]:
    """Tell of each cell whether all of it is within by the one and beyond by the other."""
    return (one.share + one.doubt <= limit) & (other.share - other.doubt > limit)


def _may_turn(one: ReachField, other: ReachField, limit: float) -> NDArray[np.bool_]:
    """Tell of each cell whether some of it may be within by the one and beyond by the other."""
    return (one.share - one.doubt <= limit) & (other.share + other.doubt > limit)


def _part(field: ReachField, surely: NDArray[np.bool_], maybe: NDArray[np.bool_]) -> Quantity:
    area, whole = field.cells.km2, field.cells.area_km2
    least, most = float(area[surely].sum()), float(area[maybe].sum())
    return Quantity(50 * (least + most) / whole, "%", 50 * (most - least) / whole)
