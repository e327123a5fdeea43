"""Measure the geodesy a plan is judged with, and the planner against nearest neighbour.

The deck is made here, so that the figures can be taken anywhere: 300 places of Italy with a few
large values, from Milano-Malpensa under its 1,130 km. The plan is held to its limits here too.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from overflight.adapters.lands.world_map import world_borders
from overflight.geodesy import (
    Lines,
    Path,
    Position,
    along_across,
    closest_approach,
    crossings,
    distance_m,
)
from overflight.planning import (
    Airfield,
    PlanningProblem,
    Search,
    StandOff,
    Target,
    nearest_neighbour,
    solve,
)

MALPENSA = Airfield("IT-MALPENSA", Position(8.73333, 45.63333))


def best_s(what: Callable[[], object], rounds: int = 5) -> float:
    """Return the best time of some rounds, in seconds."""
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        what()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def zigzag(seed: int, legs: int) -> Path:
    """Return a path of legs all over northern Italy."""
    noise = random.Random(seed)
    return tuple(Position(noise.uniform(8, 13), noise.uniform(43, 45.5)) for _ in range(legs + 1))


def wavy(count: int) -> Lines:
    """Return a line of many corners 150 km north of the path, as a finer border would be."""
    noise, lon, lat, corners = random.Random(3), 7.0, 46.5, []
    for _ in range(count):
        lon += 7.0 / count
        lat += noise.uniform(-0.003, 0.003)
        corners.append(Position(lon, lat))
    return Lines.of(tuple(corners))


def geodesy() -> None:
    """Print how long the measurements take."""
    world, path = world_borders(), zigzag(1, 30)
    alps = sum((world.lines_between("IT", c) for c in ("CH", "AT", "SI")), Lines(()))
    corners = sum(len(lon) for lon, _ in alps.parts)
    first = best_s(lambda: closest_approach(path, Lines(alps.parts)))
    again = best_s(lambda: closest_approach(path, alps))
    print(f"closest approach, 30 legs x {corners:,} corners (CH, AT, SI): {first * 1e3:.1f} ms,")
    print(f"  {again * 1e3:.1f} ms once the line is cut into pieces")
    fine = wavy(20_000)
    cut = best_s(lambda: Lines(fine.parts).pieces)
    found = closest_approach(path, fine)
    dense = best_s(lambda: closest_approach(path, fine))
    print(
        f"closest approach, 30 legs x 20,000 corners: {dense * 1e3:.1f} ms, after {cut * 1e3:.1f}"
    )
    print(f"  ms of cutting; most - least {found.gap.most_m - found.gap.least_m:.3f} m")
    assert abs(distance_m(found.at, found.near) - found.gap.most_m) < 0.01
    print(f"crossings of a path of 30 legs: {best_s(lambda: crossings(path)) * 1e3:.1f} ms")
    noise = random.Random(4)
    lon = [noise.uniform(8, 13) for _ in range(7_200)]
    lat = [noise.uniform(43, 45.5) for _ in range(7_200)]
    taken = best_s(lambda: along_across(path, lon, lat))
    print(f"along and across, 7,200 points x 30 legs: {taken * 1e3:.0f} ms")
    italy = world.territory(["IT"])
    built = best_s(lambda: world.territory(["IT"]).length_inside(path))
    held = best_s(lambda: italy.length_inside(path))
    print(f"length inside Italy: {built * 1e3:.0f} ms, {held * 1e3:.0f} ms once it is at hand")


def planner() -> None:
    """Print what the planner finds in how long, beside the nearest-neighbour route."""
    world, noise = world_borders(), random.Random(7)
    inside = world.territory(["IT"])
    targets: list[Target] = []
    while len(targets) < 300:
        at = Position(noise.uniform(7, 16), noise.uniform(41, 46.5))
        if inside.contains(at):
            targets.append(Target(f"T{len(targets)}", at, noise.choice((1, 1, 2, 5, 20))))
    kept = tuple(
        StandOff(f"border with {c}", world.lines_between("IT", c), 14_000 if c != "FR" else 1_000)
        for c in world.neighbours("IT")
    )
    problem = PlanningProblem(tuple(targets), MALPENSA, MALPENSA, 1_130.0, stand_offs=kept)
    begun = time.perf_counter()
    nearest = nearest_neighbour(problem)
    ready = time.perf_counter() - begun
    print(
        f"300 targets, 1,130 km: nearest neighbour {nearest.value:g} in {ready:.2f} s (deck, zones,"
    )
    print("  ways of all pairs)")
    for rounds in (500, 2_000, 5_000, 20_000):
        begun = time.perf_counter()
        plan = solve(problem, until=Search(rounds))
        taken = time.perf_counter() - begun
        ratio = plan.value / nearest.value
        print(f"  {rounds:6,} rounds: value {plan.value:g} ({ratio:.2f} x) in {taken:.2f} s")
        assert plan.distance_m <= problem.most_m
        assert all(closest_approach(plan.path, z.line).gap.least_m > z.keep_m for z in kept)


if __name__ == "__main__":
    geodesy()
    planner()
