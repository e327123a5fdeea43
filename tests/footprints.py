"""Footprints on a plane, as tests and benches draw them."""

from __future__ import annotations

import math

import numpy as np

from overflight.geodesy import Floats

__all__ = ["boxes", "meander", "strip"]


def boxes(seed: int, count: int, spread_m: float, turned: float | None = None) -> Floats:
    """Return quadrangles of some 2 by 3 km, anywhere and any way round."""
    rng = np.random.default_rng(seed)
    corners = np.array([[-1.0, -1.5], [1.0, -1.5], [1.0, 1.5], [-1.0, 1.5]]) * 1000.0
    quads = corners * rng.uniform(0.8, 1.2, (count, 4, 1))
    angle = np.full(count, turned) if turned is not None else rng.uniform(0, math.tau, count)
    turn = np.stack([np.cos(angle), np.sin(angle), -np.sin(angle), np.cos(angle)], axis=-1)
    quads = quads @ turn.reshape(count, 2, 2) + rng.uniform(-spread_m, spread_m, (count, 1, 2))
    flipped = rng.random(count) < 0.5
    quads[flipped] = quads[flipped][:, ::-1]
    return np.ascontiguousarray(quads)


def strip(count: int, step_m: float) -> Floats:
    """Return pieces one behind the other along an axis, sides shared: the worst of rows."""
    x = np.arange(count) * step_m
    low, high = np.full(count, -4000.0), np.full(count, 5000.0)
    return np.stack(
        [np.stack([a, b], axis=-1) for a, b in
         ((x, low), (x, high), (x + step_m, high), (x + step_m, low))], axis=1,
    )  # fmt: skip


def meander(count: int, length_m: float, legs: int = 10, apart_m: float = 100_000.0) -> Floats:
    """Return footprints of some 3 by 2 km along a route that goes to and fro.

    Args:
        count: How many.
        length_m: Length of the route in metres.
        legs: How many legs it has.
        apart_m: How far they lie apart.
    """
    rng = np.random.default_rng(1)
    each = count // legs
    along = (np.arange(count) % each - each / 2) * length_m / count
    leg = np.arange(count) // each
    heading = 0.3 + rng.normal(0.0, 0.1, legs)[leg]
    side = np.where(leg % 2 == 0, 1.0, -1.0)
    middle = np.stack([side * along, (leg - legs / 2) * apart_m], axis=-1)
    corners = np.array([[-1000.0, -1500.0], [1000.0, -1500.0], [1000.0, 1500.0], [-1000.0, 1500.0]])
    quads = corners * rng.uniform(0.95, 1.05, (count, 4, 2))
    turn = np.stack([np.cos(heading), np.sin(heading), -np.sin(heading), np.cos(heading)], axis=-1)
    return np.ascontiguousarray(quads @ turn.reshape(count, 2, 2) + middle[:, None])
