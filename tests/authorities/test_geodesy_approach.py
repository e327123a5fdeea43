"""Nearest approach against a brute force search with geographiclib."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from geographiclib.geodesic import Geodesic

from overflight.geodesy import Path, Position, closest_approach, distance_m, travel

WGS84 = Geodesic.WGS84
GOLDEN = 0.6180339887498949


def least(value: Callable[[float], float], length_m: float) -> float:
    """Return the least value over a stretch on which it falls and then rises."""
    low, high = 0.0, length_m
    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_left, at_right = value(left), value(right)
    while high - low > 2e-3:
        if at_left <= at_right:
            high, right, at_right = right, left, at_left
            left = high - GOLDEN * (high - low)
            at_left = value(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + GOLDEN * (high - low)
            at_right = value(right)
    return min(at_left, at_right, value(0.0), value(length_m))


def brute_force_m(leg: Path, edge: Path) -> float:
    """Return the nearest distance of two geodesics by search on both, one inside the other."""
    one, other = (
        WGS84.InverseLine(a.lat_deg, a.lon_deg, b.lat_deg, b.lon_deg) for a, b in (leg, edge)
    )

    def from_edge(metres: float) -> float:
        near = other.Position(metres)

        def to_leg(along: float) -> float:
            at = one.Position(along)
            apart: float = WGS84.Inverse(at["lat2"], at["lon2"], near["lat2"], near["lon2"])["s12"]
            return apart

        return least(to_leg, one.s13)

    return least(from_edge, other.s13)


def cases(count: int, reach_m: float, edge_m: float, seed: int) -> list[tuple[Path, Path]]:
    """Return legs of up to 600 km, and edges that begin about a distance from each."""
    noise = random.Random(seed)  # noqa: S311 - inputs, not secrets
    found: list[tuple[Path, Path]] = []
    for _ in range(count):
        start = Position(noise.uniform(-180, 180), noise.uniform(-89.9, 89.9))
        length, azimuth = noise.uniform(1e3, 6e5), noise.uniform(0, 360)
        end = travel(start, azimuth, length)
        beside = travel(start, azimuth, length * noise.random())
        first = travel(beside, azimuth + noise.choice((-90, 90)), reach_m * noise.uniform(0.5, 1.5))
        last = travel(first, noise.uniform(0, 360), noise.uniform(0.1, 1.0) * edge_m)
        found.append(((start, end), (first, last)))
    return found


@pytest.mark.parametrize(
    ("reach_m", "edge_m", "seed"),
    [(50, 30, 1), (10_000, 3_000, 2), (10_000, 200_000, 3), (300_000, 50_000, 4)],
)
def test_nearest_approach_holds_the_truth(reach_m: float, edge_m: float, seed: int) -> None:
    """The interval is at most 1 m wide and holds what brute force finds, at any distance."""
    for leg, edge in cases(5, reach_m, edge_m, seed):
        truth, found = brute_force_m(leg, edge), closest_approach(leg, edge)
        assert found.gap.most_m - found.gap.least_m <= 1.0
        assert found.gap.least_m - 1e-3 <= truth <= found.gap.most_m + 1e-3
        assert distance_m(found.at, found.near) == pytest.approx(truth, abs=0.005)


def test_far_away_the_bound_still_holds() -> None:
    """Across an ocean the answer is as good: a line in Greenland, a path over the Caucasus."""
    leg = (Position(43, 41), Position(47, 42))
    edge = (Position(-40, 65), Position(-45, 70))
    truth, found = brute_force_m(leg, edge), closest_approach(leg, edge)
    assert found.gap.least_m <= truth <= found.gap.most_m


@pytest.mark.parametrize(
    ("leg", "edge"),
    [
        (((0, 89.5), (180, 89.5)), ((90, 89.9), (100, 89.8))),
        (((179.5, 60), (-179.0, 60.2)), ((179.9, 60.4), (-179.9, 60.3))),
        (((-179.9, -17), (179.9, -17)), ((180, -18), (-179.95, -17.2))),
        (((10, -89.99), (-170, -89.99)), ((100, -89.95), (110, -89.9))),
    ],
)
def test_poles_and_antimeridian(
    leg: tuple[tuple[float, float], ...], edge: tuple[tuple[float, float], ...]
) -> None:
    """Beside a pole and across the antimeridian the answer is as good as anywhere."""
    one = tuple(Position(*p) for p in leg)
    other = tuple(Position(*p) for p in edge)
    truth, found = brute_force_m(one, other), closest_approach(one, other)
    assert found.gap.least_m <= truth <= found.gap.most_m
