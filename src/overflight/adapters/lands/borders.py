"""Borders and territories: one shape for the map of the package and for a party's own lines.

Whose border a line is, is a political fact. A map says who drew it, of which day, and how far it
may be off; a party may lay its own lines over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from overflight.geodesy import Lines, Ring, Territory
from overflight.missions import BorderLine, Borders

__all__ = ["BorderMap", "Polygons"]

Polygons: TypeAlias = tuple[tuple[Ring, ...], ...]


@dataclass(frozen=True, slots=True)
class BorderMap:
    """Border lines between pairs of units, and territories of units.

    Args:
        lines: Lines by pair of codes, each pair in alphabetical order.
        polygons: Polygons by code: rings in degrees, the outer one first.
        source: Who drew them, of which day, with what standing.
        error_m: How far the true line may lie from the drawn one, in metres.
    """

    lines: Mapping[tuple[str, str], Lines]
    polygons: Mapping[str, Polygons]
    source: str
    error_m: float

    def neighbours(self, code: str) -> tuple[str, ...]:
        """Return the units that share a land border with a unit."""
        return tuple(sorted({c for pair in self.lines if code in pair for c in pair} - {code}))

    def lines_between(self, one: str, other: str) -> Lines:
        """Return the land border of two units; no line where they share none."""
        return self.lines.get((min(one, other), max(one, other)), Lines(()))

    def borders_of(self, codes: Iterable[str]) -> Borders:
        """Return the outer land borders of one or more States, for judging a plan.

        Args:
            codes: Codes of the members of a unit; borders between members are left out.
        """
        members = frozenset(codes)
        found = tuple(
            BorderLine(pair, lines, error_m=self.error_m)
            for pair, lines in sorted(self.lines.items())
            if len(members.intersection(pair)) == 1
        )
        return Borders(found, self.source)

    def territory(self, codes: Iterable[str]) -> Territory:
        """Return the territory of one or more States as drawn; empty where none is drawn."""
        return Territory(p for code in sorted(set(codes)) for p in self.polygons.get(code, ()))

    def over(self, below: BorderMap) -> BorderMap:
        """Return this map laid over another, which answers where this one has nothing.

        Args:
            below: The other map. Its error counts for every line if it is the greater one.
        """
        return BorderMap(
            MappingProxyType({**below.lines, **self.lines}),
            MappingProxyType({**below.polygons, **self.polygons}),
            f"{self.source}; elsewhere {below.source}",
            max(self.error_m, below.error_m),
        )
