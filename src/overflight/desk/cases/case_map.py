"""A map drawn for a case, in the place of the maps at hand: its borders and territories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from overflight.desk.cases.case_files import DrawnLine, DrawnMap
from overflight.errors import SourceError, UsageError
from overflight.geodesy import Lines, Position, Territory
from overflight.missions import BorderLine, Borders

__all__ = ["CaseMap", "border_line"]

_ENDS: Final = 2
_CORNERS: Final = 3


def border_line(drawn: DrawnLine, where: str) -> BorderLine:
    """Return a line as it is drawn in a case.

    Args:
        drawn: The line.
        where: Its place in the case, for the error.

    Raises:
        SourceError: It has fewer than two positions, or one that cannot be.
    """
    positions = _positions(drawn.path, _ENDS, where)
    if drawn.error_m < 0:
        raise _refuse(where, f"error_m {drawn.error_m}")
    return BorderLine(drawn.between, Lines.of(positions), drawn.kind, float(drawn.error_m))


def _positions(
    path: Sequence[tuple[Decimal, Decimal]], least: int, where: str
) -> tuple[Position, ...]:
    inside = all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in path)
    if len(path) < least or not inside:
        raise _refuse(where, f"{len(path)} positions")
    return tuple(Position(float(lon), float(lat)) for lon, lat in path)


def _refuse(where: str, found: str) -> SourceError:
    return SourceError(
        "E-CASE",
        where=where,
        expected="positions enough, longitude before latitude, in degrees, and no negative error",
        found=found,
        remedy="Write [[40.0, 43.39], [40.25, 43.55]]; an area has three corners or more.",
    )


class CaseMap:
    """The map of a case: who drew it, its borders, its territories.

    Args:
        drawn: The map as the case has it.
        where: Name of the case, for the error.

    Raises:
        SourceError: A line or an area of it cannot be.
    """

    def __init__(self, drawn: DrawnMap, where: str) -> None:
        self._drawn = drawn
        self._lines = tuple(
            border_line(line, f"{where}: map.borders[{n}]") for n, line in enumerate(drawn.borders)
        )
        if drawn.error_m < 0:
            raise _refuse(f"{where}: map", f"error_m {drawn.error_m}")
        self._areas: dict[str, Territory] = {}
        for code, rings in drawn.territories.items():
            place = f"{where}: map.territories.{code}"
            parts = [_positions(ring, _CORNERS, f"{place}[{n}]") for n, ring in enumerate(rings)]
            try:
                self._areas[code] = Territory.of(*parts)
            except UsageError as fault:
                raise _refuse(place, fault.found) from fault

    @property
    def source(self) -> str:
        """Return who drew it."""
        return self._drawn.source

    @property
    def error_m(self) -> float:
        """Return how far a true edge may lie from the drawn one, in metres."""
        return float(self._drawn.error_m)

    def borders_of(self, codes: Iterable[str]) -> Borders:
        """Return the outer borders of one or more States."""
        members = frozenset(codes)
        lines = (line for line in self._lines if len(members.intersection(line.between)) == 1)
        return Borders(tuple(lines), self.source)

    def territory(self, codes: Iterable[str]) -> Territory:
        """Return the territory of one or more States; empty where none is drawn."""
        empty = Territory([])
        return sum((self._areas.get(code, empty) for code in sorted(set(codes))), empty)
