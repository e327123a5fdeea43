"""Time the judging of one plan, with the borders, territory and coarse terrain of the package.

    python bench/bench_judge.py

Two plans: 716 km over Italy, and 6,300 km over Russia under the longest distance of the Treaty.
What is timed is `judge_plan` after start; maps are loaded once before. Aim: at most 0.2 s.
"""

from __future__ import annotations

import platform
import resource
import statistics
import time
from dataclasses import replace
from datetime import UTC, datetime

from overflight.adapters.lands.terrain import CoarseWorldTerrain
from overflight.adapters.lands.world_map import world_borders
from overflight.desk import from_package
from overflight.desk.planning.plans import Lands, surroundings_of
from overflight.geodesy import Position
from overflight.missions import (
    HeightSystem,
    MissionPlan,
    Observation,
    TurnPoint,
    judge_plan,
    planned_path,
)
from overflight.sensors import SensorCategory

ROUNDS = 15


def _plan(observed: str, site: str, places: tuple[tuple[float, float], ...]) -> MissionPlan:
    """Return a plan from an airfield over some places and back, cameras on all the way."""
    day = datetime(2008, 5, 5, 8, tzinfo=UTC)
    route = tuple(TurnPoint(f"P{k}", Position(*place)) for k, place in enumerate(places))
    periods = tuple(
        Observation("OF-1", SensorCategory.OPTICAL_FRAMING, a.name, b.name, 6000.0, 1500.0)
        for a, b in zip(route[::2], route[1::2], strict=False)
    )
    return MissionPlan(
        mission="2008-OS8001",
        version=1,
        observing="DE",
        observed=observed,
        start_site=site,
        end_site=site,
        point_of_entry=site,
        point_of_exit=site,
        estimated_arrival=day,
        submitted=day.replace(hour=14),
        original_submitted=day.replace(hour=14),
        commencement=day.replace(day=6, hour=14),
        speed_km_h=700.0,
        route=route,
        observations=periods,
        height_system=HeightSystem.MSL,
    )


PLANS = {
    "Italy": _plan("IT", "IT-MALPENSA", ((9.2, 44.4), (10.3, 43.5), (11.5, 43.7), (11.0, 45.0))),
    "Russia": _plan(
        "BYRU",
        "BYRU-MAGADAN",
        ((142.0, 62.0), (130.0, 60.0), (120.0, 64.0), (135.0, 68.0), (150.0, 66.0), (165.0, 67.0)),
    ),
}


def main() -> None:
    """Print what was measured, and on what."""
    facts, lands = from_package(), Lands(world_borders(), CoarseWorldTerrain())
    print(f"{platform.machine()}, Python {platform.python_version()}, {ROUNDS} rounds")
    for name, plan in PLANS.items():
        around = surroundings_of(plan, facts, lands)
        km = planned_path(plan, around).length_km
        begun = time.perf_counter()
        first = judge_plan(plan, around)
        cold = time.perf_counter() - begun
        assert first.findings
        times = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            again = judge_plan(plan, around)
            times.append(time.perf_counter() - begun)
            assert again == first
        # Another plan over the same country, so that nothing is answered from memory.
        moved = replace(plan, route=(*plan.route[:-1], replace(plan.route[-1], name="Q")))
        assert judge_plan(moved, around).plan_sha256 != first.plan_sha256
        print(
            f"{name:8} {km:7.0f} km {len(first.findings):3} findings: first {cold * 1e3:6.1f} ms,"
            f" then median {statistics.median(times) * 1e3:6.1f} ms,"
            f" worst {max(times) * 1e3:.1f} ms"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MiB")


if __name__ == "__main__":
    main()
