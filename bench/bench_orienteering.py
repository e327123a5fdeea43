"""Measure our own search against PyVRP and against the best values known, on OPLib.

    python bench/bench_orienteering.py [--seconds 10] [--most 400] [--part 1/2] [--bound]

Both engines get the same wall time, one after the other on the same core; compiling is not counted.
No engine sees the best-known values. Run one part a core to halve the wait. With ``--bound`` a
fifth of the time goes to the search and the rest to the proof. The data set is not part of the
package: without it nothing is measured.
"""

from __future__ import annotations

import argparse
import csv
import os
import time
from collections.abc import Callable
from pathlib import Path

from overflight.adapters.op_files import read_oplib
from overflight.planning import Engine, PlainProblem, Proving, Search, solve_plain

BESIDE = Path(__file__).resolve().parents[2] / "shared"
DATA = Path(os.environ.get("OVERFLIGHT_SHARED", BESIDE)) / "data" / "op"
# Their scores were corrected after the values were published.
CORRECTED = {
    f"{graph}-gen3-50" for graph in ("a280", "tsp225", "rat195", "rat575", "rat783", "nrw1379")
}
NO_LIMIT = 10**9


def clock(seconds: float) -> Callable[[], float]:
    """Return a function that tells the share of a time that is used up."""
    begun = time.perf_counter()
    return lambda: (time.perf_counter() - begun) / seconds


def gap(value: float, best: float) -> float:
    """Return how far below the best a value is, in per cent."""
    return 100.0 * (best - value) / best


def cases(most: int, part: str) -> list[tuple[PlainProblem, float]]:
    """Return the problems of a part with their best values, smaller ones first."""
    number, parts = (int(word) for word in part.split("/"))
    with (DATA / "best_known.csv").open(newline="") as lines:
        best = {row["instance"]: float(row["best_known_2019"]) for row in csv.DictReader(lines)}
    found = [
        (read_oplib(path), best[path.stem])
        for path in sorted((DATA / "oplib" / "instances").rglob("*.oplib"))
        if path.stem in best and path.stem not in CORRECTED
    ]
    found = [case for case in found if len(case[0].worth) <= most]
    found.sort(key=lambda case: len(case[0].worth))
    return found[number - 1 :: parts]


def compare(found: list[tuple[PlainProblem, float]], seconds: float, seed: int) -> None:
    """Print the gaps of both engines at equal time."""
    print("| graph, limit | n | best known | own, % | PyVRP, % |\n|---|---|---|---|---|")
    ours, theirs = [], []
    for problem, best in found:
        gaps = [
            gap(
                solve_plain(
                    problem, seed=seed, until=Search(NO_LIMIT, clock(seconds)), engine=engine
                ).value,
                best,
            )
            for engine in (Engine.OWN, Engine.PYVRP)
        ]
        ours.append(gaps[0])
        theirs.append(gaps[1])
        says = f"| {problem.name}, {problem.limit} | {len(problem.worth)} | {best:g} |"
        print(f"{says} {gaps[0]:.2f} | {gaps[1]:.2f} |", flush=True)
    count = len(ours)
    mean, other = sum(ours) / count, sum(theirs) / count
    below = sum(1 for one, two in zip(ours, theirs, strict=True) if one > two + 1e-9)
    print(f"\nmean gap over {count}: own {mean:.3f} %, PyVRP {other:.3f} %: {mean / other:.3f} x;")
    print(f"worst: own {max(ours):.2f} %, PyVRP {max(theirs):.2f} %; below PyVRP on {below}")


def bounds(found: list[tuple[PlainProblem, float]], seconds: float, seed: int) -> None:
    """Print value and bound, and how long the proof took."""
    print("| graph, limit | n | best known | value | bound | gap, % | s |")
    print("|---|---|---|---|---|---|---|")
    closed = 0
    for problem, best in found:
        begun, spent = time.perf_counter(), clock(seconds)
        until = Search(NO_LIMIT, clock(seconds / 5))
        told = solve_plain(problem, seed=seed, until=until, proving=Proving(NO_LIMIT, spent))
        taken = time.perf_counter() - begun
        assert told.bound is not None
        assert told.bound >= best, "a bound below a known value would be false"
        closed += told.bound == told.value
        says = f"| {problem.name}, {problem.limit} | {len(problem.worth)} | {best:g} |"
        percent = 100 * (told.gap or 0.0)
        print(f"{says} {told.value:g} | {told.bound:g} | {percent:.2f} | {taken:.1f} |", flush=True)
    print(f"\nproven: {closed} of {len(found)}")


def main() -> None:
    """Read the options and measure."""
    options = argparse.ArgumentParser()
    options.add_argument("--seconds", type=float, default=10.0)
    options.add_argument("--most", type=int, default=400)
    options.add_argument("--least", type=int, default=0)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--part", default="1/1")
    options.add_argument("--bound", action="store_true")
    asked = options.parse_args()
    if not DATA.exists():
        print("OPLib is not at hand; nothing measured")
        return
    found = [case for case in cases(asked.most, asked.part) if len(case[0].worth) > asked.least]
    solve_plain(found[0][0], until=Search(10), proving=Proving(10))  # compiles
    (bounds if asked.bound else compare)(found, asked.seconds, asked.seed)


if __name__ == "__main__":
    main()
