"""The path of a plan: from the start airfield through every declared point to the end airfield."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from overflight.geodesy import Path, Position, length_m, rhumb_line
from overflight.missions.plan.plans import MissionPlan
from overflight.missions.plan.surroundings import Surroundings

__all__ = ["PlannedPath", "Waypoint", "planned_path"]


_RHUMB_STEP_M = 5_000.0
# Step squared x tan(latitude) / 50,000 km, up to 84 degrees.
_RHUMB_ERROR_M = 5.0


@dataclass(frozen=True, slots=True)
class Waypoint:
    """One place of the path.

    Args:
        name: Name of the turn point, or site id of the airfield.
        at: Position.
        airfield: The aircraft takes off or lands here.
        calibration: The aircraft passes a calibration target here.
    """

    name: str
    at: Position
    airfield: bool = False
    calibration: bool = False


@dataclass(frozen=True, slots=True)
class PlannedPath:
    """The path of a plan, as far as its places have positions.

    Args:
        places: Airfields and turn points in order of flight.
        missing: Site ids of airfields that belong to it but have no usable position.
        rhumb: Legs are lines of constant heading instead of geodesics (AMB-33).
    """

    places: tuple[Waypoint, ...]
    missing: tuple[str, ...] = ()
    rhumb: bool = False

    @property
    def line(self) -> Path:
        """Return the positions in order of flight, joined by geodesics.

        A rhumb line is given by positions 5 km apart.
        """
        return self._between(0, len(self.places) - 1)

    @property
    def error_m(self) -> float:
        """Return how far the line may lie from the legs as read, in metres."""
        return _RHUMB_ERROR_M if self.rhumb else 0.0

    @property
    def leg_of_edges(self) -> tuple[int, ...]:
        """Return for each edge of the line the leg it belongs to: leg k leads from place k."""
        legs = self._legs(0, len(self.places) - 1)
        return tuple(k for k, leg in enumerate(legs) for _ in leg[1:])

    def _legs(self, first: int, last: int) -> tuple[Path, ...]:
        ends = [place.at for place in self.places[first : last + 1]]
        pairs = pairwise(ends)
        if not self.rhumb:
            return tuple((a, b) for a, b in pairs)
        return tuple(rhumb_line(a, b, _RHUMB_STEP_M) for a, b in pairs)

    def _between(self, first: int, last: int) -> Path:
        legs = self._legs(first, last)
        end = tuple(place.at for place in self.places[last : last + 1])
        return (*(at for leg in legs for at in leg[:-1]), *end)

    @property
    def length_km(self) -> float:
        """Return the sum of the legs in kilometres; zero where there is no leg."""
        return self.length_from_km(0)

    def length_from_km(self, place: int) -> float:
        """Return the sum of the legs from a place on, in kilometres.

        Args:
            place: Index of the place.
        """
        rest = self._between(place, len(self.places) - 1)
        return length_m(rest) / 1000 if len(rest) > 1 else 0.0

    def indices(self, start: str, stop: str) -> tuple[int, int] | None:
        """Return where a stretch begins and ends, or none where the path has no such stretch.

        A name that stands more than once (an airfield of departure and return) means its first
        place for the start and its last for the stop.

        Args:
            start: Name of a turn point or site id.
            stop: The same.
        """
        names = [place.name for place in self.places]
        if start not in names or stop not in names:
            return None
        first, last = names.index(start), len(names) - 1 - names[::-1].index(stop)
        return (first, last) if first < last else None

    def stretch(self, start: str, stop: str) -> Path | None:
        """Return the positions from one place to another, or none where there is no such stretch.

        Args:
            start: Name of a turn point or site id.
            stop: The same.
        """
        found = self.indices(start, stop)
        return None if found is None else self._between(*found)


def planned_path(plan: MissionPlan, around: Surroundings) -> PlannedPath:
    """Return the path of a plan: take-off, turn points, stops, landing.

    Treaty: art.VI.II.4.F; legs are geodesics, or rhumb lines under that reading of AMB-33.
    """
    places: list[Waypoint] = []
    missing: list[str] = []

    def add_site(site_id: str) -> None:
        site = around.sites.get(site_id)
        if site is None or site.at is None:
            missing.append(site_id)
        else:
            places.append(Waypoint(site_id, site.at, airfield=True))

    add_site(plan.start_site)
    for point in plan.route:
        places.append(Waypoint(point.name, point.at, calibration=point.calibration))
        for stop in plan.stops:
            if stop.after == point.name:
                add_site(stop.site)
    add_site(plan.end_site)
    rhumb = around.readings.of("AMB-33") == "rhumb-line"
    return PlannedPath(tuple(places), tuple(missing), rhumb)
