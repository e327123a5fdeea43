"""Ways off the agreed path and back: what they added to the distance, and what the record says.

Distance is credited only for what was seen: over a gap nothing is added, and nothing is credited.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from overflight.deadlines import Instant
from overflight.flights.compared.comparison import Comparison
from overflight.flights.compared.runs import Run
from overflight.flights.compared.seen import step_lengths_m
from overflight.flights.facts import FlightSaid
from overflight.flights.told.tracks import instant_of
from overflight.geodesy import Floats
from overflight.missions import DeviationCause

__all__ = ["Detour", "detours_of"]


@dataclass(frozen=True, slots=True)
class Detour:
    """A run off the path, with the steps that lead out of it and back.

    Args:
        run: The run.
        flown_m: Flown from the last point on the path before it to the first after it, in metres.
        instead_m: Length of the agreed path between those two points.
        causes: Causes the record names for its time.
        rejoined: A point on the path was seen after it, without a gap between.
    """

    run: Run
    flown_m: float
    instead_m: float
    causes: tuple[DeviationCause, ...]
    rejoined: bool

    @property
    def extra_m(self) -> float:
        """Return what it added to the distance, zero where it was a short cut.

        Treaty: art.VIII.II.7.
        """
        return max(0.0, self.flown_m - self.instead_m)

    @property
    def times(self) -> tuple[Instant, Instant]:
        """Return when it was first and last seen."""
        return instant_of(self.run.since_s), instant_of(self.run.until_s)


def detours_of(compared: Comparison, said: FlightSaid) -> tuple[Detour, ...]:
    """Return the ways off the agreed path, in order of time.

    Args:
        compared: The track beside the plan.
        said: What the record says of the flight.

    Treaty: art.VIII.II.1, art.VIII.II.7; GEO-13.
    """
    if not compared.off_path:
        return ()
    steps, _ = step_lengths_m(compared.clean)
    flown = np.concatenate([[0.0], np.cumsum(steps)])
    begins = np.array([first for first, _ in compared.clean.pieces], dtype=np.float64)
    return tuple(_detour(compared, said, run, (flown, begins)) for run in compared.off_path)


def _detour(
    compared: Comparison, said: FlightSaid, run: Run, lengths: tuple[Floats, Floats]
) -> Detour:
    flown, begins = lengths
    piece = int(np.searchsorted(begins, run.first, side="right")) - 1
    ends = int(begins[piece + 1]) if piece + 1 < len(begins) else len(compared.track)
    first = max(run.first - 1, int(begins[piece]))
    last = min(run.past, ends - 1)
    # Along the path the aircraft may have gone back: what lies between counts in either way.
    instead = abs(float(compared.along_m[last] - compared.along_m[first]))
    causes = said.causes(instant_of(run.since_s), instant_of(run.until_s))
    return Detour(
        run, float(flown[last] - flown[first]), instead, causes, rejoined=last == run.past
    )
