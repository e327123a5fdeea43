"""How long negotiation takes: windows, feasibility, counter-proposals on the map of the package.

    python bench/bench_counter.py

Each is run three times; the least processor seconds are told, with what was answered.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from overflight.adapters.handed.area_files import read_area
from overflight.adapters.lands.world_map import world_borders
from overflight.desk import Lands, from_package
from overflight.desk.planning.feasibility import FeasibilityAsked, feasibility
from overflight.desk.planning.negotiation import CounterAsked, counter_proposals
from overflight.desk.planning.windows import WindowWish, plan_windows
from overflight.missions import PlanCase, read_plan
from overflight.missions.said.facts_plan import ChangeGround
from overflight.planning.negotiation import AreaGround, RuleGround

PLAN = Path(__file__).parents[1] / "docs" / "cases" / "border-plan.json"
RUNS = 3
Answer = TypeVar("Answer")


def best(work: Callable[[], Answer]) -> tuple[float, Answer]:
    """Return the least processor seconds of some runs, and the answer."""
    told: list[tuple[float, Answer]] = []
    for _ in range(RUNS):
        begun = time.process_time()
        answer = work()
        told.append((time.process_time() - begun, answer))
    return min(told, key=lambda run: run[0])


def main() -> None:
    """Run every case and print one line each."""
    facts, lands = from_package(), Lands(world_borders()).kept()
    case = PlanCase(read_plan(PLAN.read_bytes(), where=PLAN.name))
    storm = AreaGround(
        ChangeGround.WEATHER,
        "weather",
        read_area("9.5,45.0,10"),
        datetime(2003, 5, 6, 14, tzinfo=UTC),
        datetime(2003, 5, 6, 16, tzinfo=UTC),
    )
    rows = []
    for name, ground in (("ten kilometres", RuleGround("art.VI.II.2")), ("weather", storm)):
        asked = CounterAsked(ground)
        seconds, answer = best(partial(counter_proposals, case, asked, facts, lands, where="bench"))
        tried = len(answer.proposals) + len(answer.dropped)
        rows.append((f"counter, {name}", seconds, f"{tried} changes judged"))
    seconds, hours = best(lambda: plan_windows(case, facts, lands, WindowWish(), where="bench"))
    rows.append(("windows of 96 h", seconds, f"{hours.looked} hours"))
    for unit, without in (("DE", "DE-LANDSBERG"), ("BYRU", "BYRU-MAGADAN")):
        asked_reach = FeasibilityAsked(unit, date(2003, 5, 1), without=(without,))
        seconds, found = best(partial(feasibility, asked_reach, facts, world_borders()))
        cells = len(found.fields[0].cells.lon)
        rows.append((f"feasibility of {unit}, two settings", seconds, f"{cells} cells"))
    for name, seconds, words in rows:
        print(json.dumps({"case": name, "seconds": round(seconds, 2), "answer": words}))


if __name__ == "__main__":
    main()
