"""Where the flown path crosses itself, without what the text exempts.

Exempt are take-off and landing, and passes over a calibration target (art.VI.II.4.G). What belongs
to take-off and landing has no number in the text: it is taken as within a distance of the airfields
of the plan, a setting that is named with the finding.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from overflight.flights.judged.cases import FlownCase
from overflight.geodesy import Floats, Position, distances_m, to_space
from overflight.treaty import Finding, Outcome, Quantity, count_of

__all__ = ["crossings_flown"]

Indices = NDArray[np.intp]

_MOST_STEPS = 200_000
_AROUND_AIRFIELD_M = 15_000.0
_SHOWN = 5


@dataclass(frozen=True, slots=True, eq=False)
class _Crossings:
    """Pairs of steps that cross: the earlier and the later step of each, by its first point."""

    one: Indices
    other: Indices

    def only(self, mask: NDArray[np.bool_]) -> _Crossings:
        return _Crossings(self.one[mask], self.other[mask])

    def __len__(self) -> int:
        return len(self.one)


def crossings_flown(case: FlownCase) -> tuple[Finding, ...]:
    """Count how often the flown path crosses itself; steps of standing and taxiing are left out.

    Treaty: art.VI.II.4.G; GEO-5. The duty is on the mission plan.
    """
    found = _own_crossings(case)
    if found is None:
        says = f"Own crossings of the flown path were not counted: over {_MOST_STEPS:,} steps."
        return (Finding("GEO-5", "art.VI.II.4.G", Outcome.OPEN, says, basis=case.basis),)
    airfields, calibrations = _at_airfields(case, found), _on_calibration(case, found)
    counted = found.only(~airfields & ~calibrations)
    exempt = (
        f" Left out: {count_of(int(airfields.sum()), 'crossing')} within"
        f" {_AROUND_AIRFIELD_M / 1000:g} km of an airfield of the plan (take-off and landing; the"
        f" distance is a setting), {int((calibrations & ~airfields).sum())} on passes over a"
        " calibration target."
    )
    track = case.comparison.track
    where = tuple(
        Position(float(track.lon_deg[i]), float(track.lat_deg[i]))
        for i in counted.one[:_SHOWN].tolist()
    )
    return (
        Finding(
            "GEO-5",
            "art.VI.II.4.G",
            Outcome.KEPT,
            f"The flown path crosses itself {len(counted)} times as far as it was seen. The duty"
            f" not to cross is on the mission plan.{exempt}",
            measured=Quantity(len(counted), "crossings", 0.0),
            where=where,
            basis=case.basis,
        ),
    )


def _at_airfields(case: FlownCase, found: _Crossings) -> NDArray[np.bool_]:
    """Tell which crossings lie so near an airfield that they are take-off or landing."""
    track, route = case.comparison.track, case.comparison.route
    lon, lat = track.lon_deg[found.one], track.lat_deg[found.one]
    near = np.zeros(len(found), dtype=np.bool_)
    for at, airfield in zip(route.corners, route.airfields, strict=True):
        if airfield and len(found):
            here = np.full(len(found), at.lon_deg), np.full(len(found), at.lat_deg)
            near |= distances_m(*here, lon, lat) <= _AROUND_AIRFIELD_M
    return near


def _on_calibration(case: FlownCase, found: _Crossings) -> NDArray[np.bool_]:
    """Tell which crossings have a step on a leg that leads to or from a calibration target."""
    route, leg = case.comparison.route, case.comparison.leg
    marked = np.array(route.calibrations, dtype=np.bool_)
    passes = marked[:-1] | marked[1:]
    return np.asarray(passes[leg[found.one]] | passes[leg[found.other]])


def _own_crossings(case: FlownCase) -> _Crossings | None:
    """Return the pairs of steps that cross, neighbours left out; none where there are too many."""
    track = case.comparison.track
    slowest = case.comparison.clean.settings.frozen_m_s
    chords = np.linalg.norm(np.diff(to_space(track.lon_deg, track.lat_deg), axis=0), axis=1)
    moving = chords > slowest * np.diff(track.time_s)
    moving[[past - 1 for _, past in case.comparison.clean.pieces[:-1]]] = False
    start = np.flatnonzero(moving)
    if len(start) > _MOST_STEPS:
        return None
    spots = np.stack(_plane(track.lon_deg, track.lat_deg), axis=1)
    ends = np.stack([spots[start], spots[start + 1]], axis=1)
    lines = shapely.linestrings(ends)
    one, other = shapely.STRtree(lines).query(lines, predicate="crosses")
    apart = start[other] > start[one] + 1
    return _Crossings(start[one[apart]], start[other[apart]])


def _plane(lon_deg: Floats, lat_deg: Floats) -> tuple[Floats, Floats]:
    """Return positions in a plane: seen from the far side of the Earth (stereographic).

    Every place but one has its own point there, so that lines cross where they cross on Earth.
    """
    space = to_space(lon_deg, lat_deg)
    unit = space / np.linalg.norm(space, axis=1, keepdims=True)
    middle = unit.mean(axis=0)
    middle /= np.linalg.norm(middle)
    side = np.cross(middle, np.eye(3)[int(np.argmin(np.abs(middle)))])
    side /= np.linalg.norm(side)
    scale = 1.0 + unit @ middle
    return (unit @ side) / scale, (unit @ np.cross(middle, side)) / scale
