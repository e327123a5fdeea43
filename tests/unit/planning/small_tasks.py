"""Small tasks of every kind, and their best routes by trying all."""

from __future__ import annotations

import math
import random
from collections.abc import Collection
from dataclasses import replace
from itertools import permutations

import numpy as np

from overflight.planning.schedules import Stops, Times
from overflight.planning.tasks import Order, Task
from overflight.planning.ways import Ways

FEATURES = ("groups", "joined", "stops", "times")


def task_of(count: int, seed: int, share: float = 0.4, *, same_end: bool = True) -> Task:
    """Return places on a square of 1,000 m with values 1 to 9, under a share of a long tour."""
    noise = random.Random(seed)  # noqa: S311 - inputs, not secrets
    spots = np.array([[noise.uniform(0, 1000), noise.uniform(0, 1000)] for _ in range(count)])
    if same_end:
        spots[1] = spots[0]
    apart = np.linalg.norm(spots[:, None] - spots, axis=2)
    metres = np.ceil(apart).astype(np.int64)
    worth = (0.0, 0.0, *(float(noise.randint(1, 9)) for _ in range(count - 2)))
    most = max(share * 700.0 * count**0.5, float(metres[0, 1]))
    return Task(Ways((), metres, {}), worth, most)


def wide_task(count: int, seed: int, features: Collection[str], *, same_end: bool = True) -> Task:
    """Return a task of places on a square that keeps more than its length.

    Args:
        count: Number of places, 8 at least.
        seed: Seed.
        features: Which of ``FEATURES``.
        same_end: Whether it ends where it starts.
    """
    noise = random.Random(1000 + seed)  # noqa: S311 - inputs, not secrets
    task = task_of(count, seed, 0.6, same_end=same_end)
    places = list(range(2, count))
    noise.shuffle(places)
    if "stops" in features:
        lands, places = sorted(places[:2]), places[2:]
        worth = tuple(0.0 if k in lands else value for k, value in enumerate(task.worth))
        least = int(task.ways.metres[0, 1])
        range_m = max(noise.uniform(0.25, 0.7) * task.most_m, float(least))
        task = replace(task, worth=worth, stops=Stops(tuple(lands), range_m))
    if "joined" in features:
        pairs = ((places[0], places[1]), (places[2], places[3]))
        task = replace(task, joined=pairs[: 1 + seed % 2])
    if "groups" in features:
        groups = ((places[0], places[-1]), (places[2], places[-2]))
        task = replace(task, groups=groups[: 1 + (len(places) > 5 and seed % 2)])
    if "times" in features:
        early = [noise.uniform(0, 0.5) if noise.random() < 0.4 else 0.0 for _ in range(count)]
        late = [noise.uniform(0.4, 1.5) if noise.random() < 0.4 else math.inf for _ in range(count)]
        early[0], late[0] = 0.0, (0.2 if seed % 3 == 0 else 0.0)
        early[1], late[1] = 0.0, (1.5 if seed % 2 else math.inf)
        stays = {k: noise.uniform(0, 0.3) for k in (task.stops.places if task.stops else ())}
        unit = task.most_m / 2.5
        times = Times(
            2.5,
            tuple(unit * share for share in early),
            tuple(unit * share for share in late),
            tuple(unit * stays.get(k, 0.0) for k in range(count)),
        )
        task = replace(task, times=times)
    return task


def best_of(task: Task) -> float:
    """Return the value of the best route, by trying all; below zero where there is none."""
    inner = range(2, len(task.worth))
    return max(
        (
            task.value(middle)
            for size in range(len(inner) + 1)
            for middle in permutations(inner, size)
            if task.fits((0, *middle, 1))
        ),
        default=-1.0,
    )


def check(task: Task, order: Order) -> None:
    """Hold a route to what every route is."""
    assert (order[0], order[-1]) == (0, 1)
    assert len(set(order)) == len(order)
    assert task.fits(order)
