"""Plan real decks under the limits of Annex A: problem, search, bound, draft and rules.

python bench/bench_decks.py FOLDER [--seconds 9] [--airspace FILE] [--only Germany]

FOLDER holds the power plants of the World Resources Institute as wri_<country>.csv; FILE is
airspace of Germany (OpenAir), laid over the last deck. The clock runs from the lists in memory to
the judged draft; compiling, done once and kept, is not on it. The load of the machine is printed,
since half of the time is search and proof until they are stopped.
"""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from overflight.adapters.airspace.reading import read_airspace
from overflight.adapters.compile_cache import keep_compiled
from overflight.adapters.handed.target_files import TargetColumns, read_targets
from overflight.adapters.lands.terrain import CoarseWorldTerrain
from overflight.adapters.lands.world_map import world_borders
from overflight.airspace import Airspace
from overflight.desk import AsOf, from_package
from overflight.desk.planning.asked import WholeAsked
from overflight.desk.planning.plans import Lands
from overflight.desk.planning.whole import WholePlan, plan_whole
from overflight.planning import Engine, Means, PlanProblem, Proving, Search, Target, make_ready

DAY = date(2010, 6, 1)
COLUMNS = {"Germany": TargetColumns("Name", "Capacity (MW)", "latin-1")}
USUAL = TargetColumns("Name", "Capacity (MW)")
DECKS = {
    "Romania": ("RO", "RO-OTOPENI"),
    "Norway": ("NO", "NO-GARDERMOEN"),
    "Canada": ("CA", "CA-OTTAWA"),
    "Russia": ("BYRU", "BYRU-KUBINKA"),
    "Germany": ("DE", "DE-WUNSTORF"),
}
MOST = 1_000


@dataclass(frozen=True)
class Ground:
    """What every deck is planned on."""

    facts: AsOf
    lands: Lands
    seconds: float


def targets_of(folder: Path, country: str) -> tuple[Target, ...]:
    """Return the most valuable plants of a country."""
    columns = COLUMNS.get(country, USUAL)
    listed = read_targets(folder / f"wri_{country}.csv", columns).targets
    return tuple(sorted(listed, key=lambda one: (-one.value, one.name))[:MOST])


def planned(
    country: str, targets: tuple[Target, ...], ground: Ground, airspace: Airspace | None
) -> tuple[WholePlan, float, float]:
    """Return a planned flight, how long it took by the clock, and of both processors."""
    unit, start = DECKS[country]
    asked = WholeAsked(PlanProblem(unit, DAY, start, observing="FR"), targets, airspace)
    begun, used = time.perf_counter(), time.process_time()

    def spent(share: float) -> float:
        return (time.perf_counter() - begun) / (ground.seconds * share)

    means = Means(
        1,
        Search(10**9, lambda: spent(0.6)),
        Engine.OWN,
        Proving(10**9, lambda: spent(1.0)),
    )
    found = plan_whole(asked, ground.facts, ground.lands, means)
    return found, time.perf_counter() - begun, time.process_time() - used


def main() -> None:
    """Print one line for each deck."""
    words = argparse.ArgumentParser()
    words.add_argument("folder", type=Path)
    words.add_argument("--seconds", type=float, default=9.0)
    words.add_argument("--airspace", type=Path)
    words.add_argument("--only", default="")
    asked = words.parse_args()
    keep_compiled()
    make_ready(Engine.OWN, proves=True)
    ground = Ground(from_package(), Lands(world_borders(), CoarseWorldTerrain()), asked.seconds)
    decks: list[tuple[str, Airspace | None]] = [(country, None) for country in DECKS]
    if asked.airspace:
        decks.append(("Germany", read_airspace(asked.airspace)))
    planned("Romania", targets_of(asked.folder, "Romania"), ground, None)  # compiles the rest
    for country, airspace in decks:
        if asked.only in country:
            targets = targets_of(asked.folder, country)
            found, taken, used = planned(country, targets, ground, airspace)
            solution, bound = found.solution, found.solution.bound or 0.0
            kept_out = len(found.problem.keep_outs)
            print(
                f"{country}: {len(targets)} targets, {kept_out} areas kept out of, "
                f"{found.problem.most_m / 1000:,.0f} km: {taken:.1f} s "
                f"({used:.1f} s of processors); takes "
                f"{len(solution.taken)}, value {solution.value:,.0f} (nearest "
                f"{found.nearest.value:,.0f}), bound {bound:,.0f} "
                f"(gap {100 * (solution.gap or 0):.2f} %); judged {found.judgement.outcome.value}; "
                f"load {os.getloadavg()[0]:.1f}"
            )


if __name__ == "__main__":
    main()
