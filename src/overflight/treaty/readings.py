"""Readings of what the text leaves open: settings with their status, never settled by us."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from overflight.errors import UsageError

__all__ = ["Reading", "Readings", "point_name"]

_REMEDY = "`overflight rules readings` lists the open points and their readings."


def point_name(text: str) -> str:
    """Return the id of an open point as we spell it, however a person wrote it: amb-29, AMB-29."""
    return text.strip().upper()


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
        chosen: Chosen option by id of the open point, in letters of any case.

    Raises:
        UsageError: A choice names an unknown point or an option the point does not have.
    """

    offered: Mapping[str, Reading]
    chosen: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        spelled = {point_name(p): option.strip().lower() for p, option in self.chosen.items()}
        for point, option in spelled.items():
            known = self.offered.get(point)
            if known is None or option not in known.options:
                raise UsageError(
                    "E-READING",
                    where=point,
                    expected=" or ".join(known.options) if known else "a known open point (AMB-n)",
                    found=option,
                    remedy=_REMEDY,
                )
        object.__setattr__(self, "chosen", spelled)

    def of(self, point: str) -> str:
        """Return the reading in force for an open point.

        Raises:
            UsageError: The point is not one of those offered.
        """
        asked = point_name(point)
        if asked not in self.offered:
            raise UsageError(
                "E-READING",
                where=point,
                expected="a known open point (AMB-n)",
                found=point,
                remedy=_REMEDY,
            )
        return self.chosen.get(asked, self.offered[asked].default)
