"""The quota matrix: who may fly how often over whom, as rows and columns."""

from __future__ import annotations

from dataclasses import dataclass

from overflight.desk.answers.on_a_day import ActiveList, PassiveList

__all__ = ["Heat", "HeatCell", "heat_of"]


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One cell: flights of one unit over another.

    Args:
        flights: Flights distributed; none where nothing is.
        shared_with: Units that share them.
    """

    flights: int | None = None
    shared_with: str = ""


@dataclass(frozen=True, slots=True)
class Heat:
    """The matrix of a distribution.

    Args:
        observing: Units that fly, in order of rows.
        observed: Units flown over, in order of columns.
        cells: Cells, row by row.
        most: The greatest number in it.
    """

    observing: tuple[str, ...]
    observed: tuple[str, ...]
    cells: tuple[tuple[HeatCell, ...], ...]
    most: int


def heat_of(passive: PassiveList, active: ActiveList) -> Heat:
    """Return the matrix of a distribution.

    Args:
        passive: Units and their passive quotas: its units are the columns.
        active: The distribution in force.
    """
    shares = {(share.observing, share.observed): share for share in active.shares}
    observed = tuple(sorted({row.unit for row in passive.quotas} | {o for _, o in shares}))
    observing = tuple(sorted({o for o, _ in shares}))
    cells = tuple(
        tuple(
            HeatCell(share.flights, share.shared_with)
            if (share := shares.get((flies, over)))
            else HeatCell()
            for over in observed
        )
        for flies in observing
    )
    most = max((share.flights for share in active.shares), default=0)
    return Heat(observing, observed, cells, most)
