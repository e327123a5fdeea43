"""The plan a person would draw first: always to the nearest target, until the distance is used."""

from __future__ import annotations

import numpy as np

from overflight.planning.tasks import END, START, Order, Task

__all__ = ["nearest_order"]


def nearest_order(task: Task) -> Order:
    """Return the route that goes to the nearest place from which the end can still be reached.

    Args:
        task: Places, ways and worth; equally near places are taken by their numbers.
    """
    metres = task.ways.metres
    order, left = [START], int(task.most_m)
    free = np.ones(len(task.worth), dtype=np.bool_)
    free[[START, END]] = False
    while True:
        onward = metres[order[-1]]
        possible = np.flatnonzero(free & (onward + metres[:, END] <= left))
        if not len(possible):
            return (*order, END)
        chosen = int(possible[onward[possible].argmin()])
        left -= int(onward[chosen])
        free[chosen] = False
        order.append(chosen)
