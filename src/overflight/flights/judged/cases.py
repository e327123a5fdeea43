"""What the rules of a flown track are given, and the words they share."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from overflight.deadlines import Instant, format_instant
from overflight.flights.compared.comparison import Comparison
from overflight.flights.compared.runs import Run
from overflight.flights.facts import FlightSaid
from overflight.flights.judged.sensing import SensorLog
from overflight.flights.told.tracks import instant_of
from overflight.geodesy import Path, Position
from overflight.missions import DeviationCause, Surroundings

__all__ = ["ALLOWED", "BAR", "NO_EFFECT", "OSCC", "FlownCase", "at_text", "at_times"]

NO_EFFECT = (
    "None stated on quota or data: art.VIII.II.5 and art.VIII.II.6 speak of flights that are cut"
    " short."
)
OSCC = "None stated; the matter may go to the commission (art.X.4.A)."
BAR = (
    "The observed Party may forbid the use of the sensor meanwhile (art.VIII.II.3); on quota and"
    " data none is stated unless the flight is cut short (art.VIII.II.5, art.VIII.II.6)."
)

# The causes for which a deviation is allowed (art.VIII.II.1); weather that only hinders the sensors
# stands by itself in art.VIII.II.2, with conditions of its own.
ALLOWED = frozenset(
    {
        DeviationCause.WEATHER_SAFETY,
        DeviationCause.AIRCRAFT,
        DeviationCause.MEDICAL,
        DeviationCause.FORCE_MAJEURE,
    }
)


@dataclass(frozen=True, slots=True)
class FlownCase:
    """A flown track beside its plan, with everything the rules may ask for.

    Args:
        comparison: The track beside the plan.
        around: What the plan was judged against: borders, territory, terrain, readings.
        said: What the record says of the flight.
        log: The sensor log; none where there is none.
    """

    comparison: Comparison
    around: Surroundings
    said: FlightSaid = field(default_factory=FlightSaid)
    log: SensorLog | None = None

    @property
    def basis(self) -> tuple[str, ...]:
        """Return the sources and settings every finding of this flight rests on."""
        settings, source = self.comparison.settings, self.comparison.track.source
        gaps = len(self.comparison.clean.unseen)
        doubts = sorted({doubt.kind.value for doubt in self.comparison.clean.doubts})
        return (
            f"track: {source.label}, sha256 {source.sha256[:16]}",
            f"position error of the source: {settings.position_error_m:g} m (a setting)",
            f"{gaps} gaps, in which nothing can be said" if gaps else "no gap between points",
            *([f"traces of doubt in the source: {', '.join(doubts)}"] if doubts else ()),
        )

    def line(self, first: int, past: int) -> Path:
        """Return the positions of some points that follow each other, repeated ones once.

        Args:
            first: Index of the first point.
            past: Index after the last.
        """
        lon = self.comparison.track.lon_deg[first:past]
        lat = self.comparison.track.lat_deg[first:past]
        new = np.concatenate([[True], (np.diff(lon) != 0) | (np.diff(lat) != 0)])
        spots = zip(lon[new].tolist(), lat[new].tolist(), strict=True)
        return tuple(Position(x, y) for x, y in spots)

    def paths(self) -> tuple[Path, ...]:
        """Return the flown path of each stretch seen without a gap; single points left out."""
        lines = (self.line(first, past) for first, past in self.comparison.clean.pieces)
        return tuple(line for line in lines if len(line) > 1)

    def instants(self, run: Run) -> tuple[Instant, Instant]:
        """Return when a run was first and last seen."""
        return instant_of(run.since_s), instant_of(run.until_s)


def at_text(seconds: float) -> str:
    """Return a time as a person reads it, in UTC."""
    return format_instant(instant_of(seconds))


def at_times(run: Run) -> str:
    """Return since when and until when a run was seen."""
    return f"from {at_text(run.since_s)} to {at_text(run.until_s)}"
