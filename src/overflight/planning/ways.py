"""How far it is from place to place, round what may not be flown over."""

from __future__ import annotations

import math
from collections import ChainMap
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

import numpy as np
from numpy.typing import NDArray

from overflight.errors import UsageError
from overflight.geodesy import (
    Floats,
    Path,
    Position,
    azimuth_deg,
    coordinates_deg,
    distance_m,
    distances_m,
    travel,
)
from overflight.planning.problems import PlanningProblem
from overflight.planning.zones import Zones, zones_of

__all__ = ["NO_WAY_M", "Ways", "ways_of"]

NO_WAY_M = 10**9
_AT_ONCE = 100_000
_ASIDE, _ASIDE_M = 0.03, 3_000.0  # how far aside a leg bends, of its length and at least

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ways:
    """Lengths of the ways between places, and where they bend.

    Args:
        places: The places; the first two are the airfields of start and end.
        metres: Lengths in whole metres, rounded up for each leg, shape (n, n); ``NO_WAY_M`` where
            no way was found.
        around: Positions between two places, by the numbers of the places, for ways that bend.
    """

    places: tuple[Position, ...]
    metres: Ints
    around: Mapping[tuple[int, int], tuple[Position, ...]]

    def between(self, one: int, other: int) -> tuple[Position, ...]:
        """Return where the way from one place to another bends."""
        return self.around.get((one, other), ())

    def bent(self, one: int, other: int) -> Ways:
        """Return ways of which one bends a little aside, so as not to lie on another.

        A straight way bends to the right; one that passes corners passes them farther out.

        Args:
            one: Number of the place it leaves; the way back is not changed.
            other: Number of the place it leads to, not at the same place.
        """
        start, end = self.places[one], self.places[other]
        bends = self.between(one, other)
        if bends:
            line = (start, *bends, end)
            aside = tuple(_outwards(*line[k - 1 : k + 2]) for k in range(1, len(line) - 1))
        else:
            length, azimuth = distance_m(start, end), azimuth_deg(start, end)
            middle = travel(start, azimuth, length / 2)
            aside = (travel(middle, azimuth + 90.0, max(_ASIDE_M, _ASIDE * length)),)
        metres = self.metres.copy()
        metres[one, other] = sum(
            math.ceil(distance_m(a, b)) for a, b in pairwise((start, *aside, end))
        )
        return Ways(self.places, metres, self.bends_with({(one, other): aside}))

    def bends_with(
        self, own: Mapping[tuple[int, int], tuple[Position, ...]]
    ) -> Mapping[tuple[int, int], tuple[Position, ...]]:
        """Return where the ways bend, some of them otherwise.

        Args:
            own: Bends of these, by their places.
        """
        if isinstance(self.around, ChainMap):
            return ChainMap({**self.around.maps[0], **own}, *self.around.maps[1:])
        return ChainMap(dict(own), cast("MutableMapping[tuple[int, int], Path]", self.around))

    def length_m(self, order: Sequence[int]) -> int:
        """Return the length of a route through places, start and end included."""
        return int(self.metres[list(order[:-1]), list(order[1:])].sum())


def _outwards(before: Position, here: Position, after: Position) -> Position:
    """Return a corner moved away from what it leads round, which lies inside its bend."""
    inside = travel(before, azimuth_deg(before, after), distance_m(before, after) / 2)
    return travel(here, azimuth_deg(inside, here), _ASIDE_M)


def ways_of(
    places: Sequence[Position],
    problem: PlanningProblem,
    *,
    spare_m: float = 100.0,
    zones: Zones | None = None,
) -> Ways:
    """Return the ways between places that keep every stand-off.

    Args:
        places: Start airfield, end airfield, then where a route may turn.
        problem: What the path must keep.
        spare_m: How much wider than asked the zones are drawn.
        zones: The zones, where they are drawn already.

    Raises:
        UsageError: An airfield itself lies in a stand-off.
    """
    zones = zones or zones_of(places, problem, spare_m)
    spots = zones.on_plane(places)
    _refuse_airfields(problem, zones, spots)
    one, other = np.triu_indices(len(places), 1)
    metres = _all_metres(places, one, other)
    blocked = _blocked(zones, spots, spots, one, other)
    around: Mapping[tuple[int, int], tuple[Position, ...]] = {}
    if blocked.any():
        around = _lead_round(zones, places, metres, np.stack([one, other])[:, blocked])
    return Ways(tuple(places), metres, around)


def _refuse_airfields(problem: PlanningProblem, zones: Zones, spots: Floats) -> None:
    """Refuse a flight that begins or ends where none may fly."""
    for number, airfield in enumerate((problem.start, problem.end)):
        at = airfield.at
        if zones.inside(spots[number : number + 1])[0]:
            raise UsageError(
                "E-STAND-OFF",
                where=airfield.site,
                expected="an airfield outside every stand-off",
                found=", ".join(
                    [f"{z.name}: {z.keep_m / 1000:g} km" for z in problem.stand_offs]
                    + [f"inside {k.name}" for k in problem.keep_outs if k.territory.contains(at)]
                ),
                remedy="Choose another airfield, ask for the area, or draw borders more exactly.",
            )


def _all_metres(places: Sequence[Position], one: NDArray[np.intp], other: NDArray[np.intp]) -> Ints:
    """Return distances between all pairs in whole metres, rounded up, each measured once."""
    lon, lat = coordinates_deg(places)
    metres = np.zeros((len(lon), len(lon)), dtype=np.int64)
    metres[one, other] = np.ceil(distances_m(lon[one], lat[one], lon[other], lat[other]))
    return metres + metres.T


def _metres(ones: Sequence[Position], others: Sequence[Position]) -> Ints:
    """Return distances between places in whole metres, rounded up."""
    lon, lat = coordinates_deg(ones)
    other_lon, other_lat = coordinates_deg(others)
    count = len(others)
    apart = distances_m(
        np.repeat(lon, count),
        np.repeat(lat, count),
        np.tile(other_lon, len(lon)),
        np.tile(other_lat, len(lon)),
    )
    return np.ceil(apart).astype(np.int64).reshape(len(lon), count)


def _blocked(
    zones: Zones, ones: Floats, others: Floats, one: NDArray[np.intp], other: NDArray[np.intp]
) -> NDArray[np.bool_]:
    """Tell of pairs of places on the plane whether the straight leg meets a zone."""
    in_one, in_other = zones.inside(ones), zones.inside(others)
    parts = [
        zones.blocked(ones[one[k : k + _AT_ONCE]], others[other[k : k + _AT_ONCE]])
        for k in range(0, len(one), _AT_ONCE)
    ]
    met = np.concatenate([np.zeros(0, dtype=np.bool_), *parts])
    return met | in_one[one] | in_other[other]


def _lead_round(
    zones: Zones,
    places: Sequence[Position],
    metres: Ints,
    pairs: NDArray[np.intp],
) -> Mapping[tuple[int, int], tuple[Position, ...]]:
    """Give blocked pairs the shortest way by corners, or none; return where these bend."""
    metres[pairs[0], pairs[1]] = metres[pairs[1], pairs[0]] = NO_WAY_M
    corners = zones.corners
    if not corners:
        return {}
    to_corner = _seen(zones, places, corners)
    between, following = _shortest(_seen(zones, corners, corners))
    led = LedRound(corners, following, *_leaving(to_corner, between), {})
    for place in np.unique(pairs[0]).tolist():
        others = pairs[1][pairs[0] == place]
        whole = led.reach[place] + to_corner[others]
        last = whole.argmin(axis=1)
        length = whole[np.arange(len(last)), last]
        good = length < NO_WAY_M
        metres[place, others[good]] = metres[others[good], place] = length[good]
        led.last.update(
            ((place, other), corner)
            for other, corner in zip(others[good].tolist(), last[good].tolist(), strict=True)
        )
    return led


def _leaving(to_corner: Ints, between: Ints) -> tuple[NDArray[np.intp], Ints]:
    """Return for each place and last corner the corner to leave by, and how far that one is."""
    first = np.empty(to_corner.shape, dtype=np.intp)
    reach = np.empty_like(to_corner)
    for place, lengths in enumerate(to_corner):
        onward = lengths[:, None] + between
        first[place] = onward.argmin(axis=0)
        reach[place] = onward[first[place], np.arange(len(between))]
    return first, reach


@dataclass(frozen=True, slots=True)
class LedRound(Mapping[tuple[int, int], tuple[Position, ...]]):
    """Where ways bend, written out when asked: of many thousands few are flown.

    Args:
        corners: The corners.
        following: The next corner on the way from one to another, shape (c, c).
        first: The corner by which a place is left for each last corner, shape (n, c).
        reach: How far the last corner is from a place, shape (n, c).
        last: The last corner of each way that bends, by its places, the lower number first.
    """

    corners: tuple[Position, ...]
    following: NDArray[np.intp]
    first: NDArray[np.intp]
    reach: Ints
    last: dict[tuple[int, int], int]

    def __getitem__(self, ends: tuple[int, int]) -> tuple[Position, ...]:
        one, other = ends
        if one > other:
            return self[other, one][::-1]
        last = self.last[one, other]
        numbers = [int(self.first[one, last])]
        while numbers[-1] != last:
            numbers.append(int(self.following[numbers[-1], last]))
        return tuple(self.corners[n] for n in numbers)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        for one, other in self.last:
            yield one, other
            yield other, one

    def __len__(self) -> int:
        return 2 * len(self.last)


def _seen(zones: Zones, ones: Sequence[Position], others: Sequence[Position]) -> Ints:
    """Return distances between places that see each other past the zones, else ``NO_WAY_M``."""
    metres = _metres(ones, others)
    one, other = np.indices(metres.shape).reshape(2, -1)
    hidden = _blocked(zones, zones.on_plane(ones), zones.on_plane(others), one, other)
    metres[hidden.reshape(metres.shape)] = NO_WAY_M
    return metres


def _shortest(metres: Ints) -> tuple[Ints, NDArray[np.intp]]:
    """Return the shortest lengths between corners, and the next corner on each way (Floyd)."""
    length = metres.copy()
    following = np.tile(np.arange(len(length)), (len(length), 1))
    for k in range(len(length)):
        by = length[:, k, None] + length[k]
        shorter = by < length
        length = np.where(shorter, by, length)
        following = np.where(shorter, following[:, k, None], following)
    return length, following
