"""Measure our own search against its peers and the best values known, and the proof, on OPLib.

    python bench/bench_orienteering.py [--seconds 10] [--least 0] [--most 400] [--part 1/2]
        [--peers pyvrp,ortools] [--bound] [--clock cpu]

Every engine gets the same time: our own on two cores, as it searches with two hands, the peers on
one, as they have no threads. ``--clock cpu`` counts processor time instead of time on the wall (our
own then gets it twice, once a hand), for machines that others use too; the load is printed either
way. No engine sees the best-known values. With ``--bound`` a twentieth of the time goes to the
search, the rest to the proof. Compiling is not counted. OR-Tools is no dependency: ``pip install
ortools`` for it. The data set is not part of the package: without it nothing is measured.
"""

from __future__ import annotations

import argparse
import csv
import os
import time
from collections.abc import Callable
from pathlib import Path

from overflight.adapters.handed.op_files import read_oplib
from overflight.planning import Engine, PlainProblem, Proving, Search, solve_plain

BESIDE = Path(__file__).resolve().parents[2] / "shared"
DATA = Path(os.environ.get("OVERFLIGHT_SHARED", BESIDE)) / "data" / "op"
# Their scores were corrected after the values were published.
CORRECTED = {
    f"{graph}-gen3-50" for graph in ("a280", "tsp225", "rat195", "rat575", "rat783", "nrw1379")
}
NO_LIMIT = 10**9
HANDS = 2

Clock = Callable[[], float]
CLOCKS: dict[str, Clock] = {"wall": time.perf_counter, "cpu": time.process_time}


def share_of(seconds: float, clock: Clock) -> Clock:
    """Return a function that tells the share of a time that is used up."""
    begun = clock()
    return lambda: (clock() - begun) / seconds


def gap(value: float, best: float) -> float:
    """Return how far below the best a value is, in per cent."""
    return 100.0 * (best - value) / best


def cases(least: int, most: int, part: str) -> list[tuple[str, PlainProblem, float]]:
    """Return the problems of a part with their best values, smaller ones first."""
    number, parts = (int(word) for word in part.split("/"))
    with (DATA / "best_known.csv").open(newline="") as lines:
        best = {row["instance"]: float(row["best_known_2019"]) for row in csv.DictReader(lines)}
    found = [
        (path.stem, read_oplib(path), best[path.stem])
        for path in sorted((DATA / "oplib" / "instances").rglob("*.oplib"))
        if path.stem in best and path.stem not in CORRECTED
    ]
    found = [case for case in found if least < len(case[1].worth) <= most]
    found.sort(key=lambda case: len(case[1].worth))
    return found[number - 1 :: parts]


def own(problem: PlainProblem, seconds: float, seed: int, clock: str) -> float:
    """Return the value our own search finds."""
    counted = seconds * (HANDS if clock == "cpu" else 1)
    until = Search(NO_LIMIT, share_of(counted, CLOCKS[clock]))
    return solve_plain(problem, seed=seed, until=until, engine=Engine.OWN).value


def pyvrp(problem: PlainProblem, seconds: float, seed: int, clock: str) -> float:
    """Return the value PyVRP finds."""
    until = Search(NO_LIMIT, share_of(seconds, CLOCKS[clock]))
    return solve_plain(problem, seed=seed, until=until, engine=Engine.PYVRP).value


def ortools(problem: PlainProblem, seconds: float, seed: int, clock: str) -> float:
    """Return the value of OR-Tools' routing engine: optional places, guided local search."""
    del seed, clock  # it has neither a seed nor a clock of the processor
    from ortools.constraint_solver import (  # noqa: PLC0415 - not a dependency
        pywrapcp,
        routing_enums_pb2,
    )

    lengths, worth = problem.lengths.tolist(), problem.worth
    manager = pywrapcp.RoutingIndexManager(len(worth), 1, 0)
    routing = pywrapcp.RoutingModel(manager)

    def length(one: int, other: int) -> int:
        return int(lengths[manager.IndexToNode(one)][manager.IndexToNode(other)])

    metre = routing.RegisterTransitCallback(length)
    routing.SetArcCostEvaluatorOfAllVehicles(metre)
    routing.AddDimension(metre, 0, problem.limit, True, "length")
    mean = problem.lengths.mean() / 10.0
    for place in range(1, len(worth)):
        routing.AddDisjunction([manager.NodeToIndex(place)], int(worth[place] * mean))
    how = pywrapcp.DefaultRoutingSearchParameters()
    how.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    how.time_limit.FromMilliseconds(int(seconds * 1000))
    found = routing.SolveWithParameters(how)
    value, index = worth[0], routing.Start(0)
    while found and not routing.IsEnd(index):
        index = found.Value(routing.NextVar(index))
        place = manager.IndexToNode(index)
        value += worth[place] if place else 0.0
    return float(value)


ENGINES = {"own": own, "pyvrp": pyvrp, "ortools": ortools}


def compare(asked: argparse.Namespace, found: list[tuple[str, PlainProblem, float]]) -> None:
    """Print the gaps of the engines at equal time."""
    engines = ["own", *[peer for peer in asked.peers.split(",") if peer]]
    print(f"| problem | n | best known | {' | '.join(f'{name}, %' for name in engines)} | load |")
    print("|---" * (len(engines) + 4) + "|")
    gaps: dict[str, list[float]] = {name: [] for name in engines}
    for stem, problem, best in found:
        for name in engines:
            value = ENGINES[name](problem, asked.seconds, asked.seed, asked.clock)
            gaps[name].append(gap(value, best))
        cells = " | ".join(f"{gaps[name][-1]:.2f}" for name in engines)
        load = f"{os.getloadavg()[0]:.1f}"
        print(f"| {stem} | {len(problem.worth)} | {best:g} | {cells} | {load} |", flush=True)
    print()
    for name in engines:
        mean = sum(gaps[name]) / len(found)
        below = sum(a > b + 1e-9 for a, b in zip(gaps["own"], gaps[name], strict=True))
        said = f"{name}: mean {mean:.3f} %, worst {max(gaps[name]):.2f} % of {len(found)}"
        print(f"{said}; own is below it on {below}")


def bounds(asked: argparse.Namespace, found: list[tuple[str, PlainProblem, float]]) -> None:
    """Print value and bound, and how long the proof took."""
    print("| problem | n | best known | value | bound | gap, % | s | load |\n" + "|---" * 8 + "|")
    closed, clock = 0, CLOCKS[asked.clock]
    for stem, problem, best in found:
        begun, spent = clock(), share_of(asked.seconds, clock)
        until = Search(NO_LIMIT, share_of(asked.seconds / 20, clock))
        told = solve_plain(problem, seed=asked.seed, until=until, proving=Proving(NO_LIMIT, spent))
        assert told.bound is not None
        assert told.bound >= best, "a bound below a known value would be false"
        closed += told.bound == told.value
        says = f"| {stem} | {len(problem.worth)} | {best:g} | {told.value:g} | {told.bound:g} |"
        percent, load = 100 * (told.gap or 0.0), os.getloadavg()[0]
        print(f"{says} {percent:.2f} | {clock() - begun:.1f} | {load:.1f} |", flush=True)
    print(f"\nproven: {closed} of {len(found)}")


def main() -> None:
    """Read the options and measure."""
    options = argparse.ArgumentParser()
    options.add_argument("--seconds", type=float, default=10.0)
    options.add_argument("--most", type=int, default=400)
    options.add_argument("--least", type=int, default=0)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--part", default="1/1")
    options.add_argument("--peers", default="pyvrp")
    options.add_argument("--clock", choices=list(CLOCKS), default="wall")
    options.add_argument("--bound", action="store_true")
    asked = options.parse_args()
    if not DATA.exists():
        print("OPLib is not at hand; nothing measured")
        return
    found = cases(asked.least, asked.most, asked.part)
    solve_plain(found[0][1], until=Search(2_000), proving=Proving(10))  # compiles
    (bounds if asked.bound else compare)(asked, found)


if __name__ == "__main__":
    main()
