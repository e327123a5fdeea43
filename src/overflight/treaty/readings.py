"""Readings of what the text leaves open: settings with their status, never settled by us."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from overflight.errors import UsageError

__all__ = ["Reading", "Readings"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One open point of the text and the readings it admits.

    Args:
        point: Id of the open point, ``AMB-29``.
        question: What the text leaves open.
        options: Names of the readings it admits, each a short word.
        default: The reading used where nobody chose.
    """

    point: str
    question: str
    options: tuple[str, ...]
    default: str


@dataclass(frozen=True, slots=True)
class Readings:
    """The readings chosen for a judgement; a point nobody chose keeps its default.

    Args:
        offered: The open points by id.
        chosen: Chosen option by id of the open point.

    Raises:
        UsageError: A choice names an unknown point or an option the point does not have.
    """

    offered: Mapping[str, Reading]
    chosen: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for point, option in self.chosen.items():
            known = self.offered.get(point)
            if known is None or option not in known.options:
                raise UsageError(
                    "E-READING",
                    where=point,
                    expected=" or ".join(known.options) if known else "a known open point (AMB-n)",
                    found=option,
                    remedy="List the open points and their readings, and choose one of them.",
                )

    def of(self, point: str) -> str:
        """Return the reading in force for an open point.

        Raises:
            UsageError: The point is not one of those offered.
        """
        if point not in self.offered:
            raise UsageError(
                "E-READING",
                where=point,
                expected="a known open point (AMB-n)",
                found=point,
                remedy="List the open points and choose one of them.",
            )
        return self.chosen.get(point, self.offered[point].default)
