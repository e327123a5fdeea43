"""Measure folding: a record of 100,000 statements to a day, and one plan under thirty-four views.

The signatures are checked before, once for each statement, and counted apart in `bench_record`:
what is measured here is what an answer costs after that. Bodies are read into facts (as a
program does that opens a verified record), facts are folded to what held, missions to states.
Numbers depend on the machine; the ratios of one run do not: the same at a tenth of the size, and
the share of each step.
Run: ``python bench/bench_fold.py``
"""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import product
from pathlib import Path
from typing import TypeVar

from overflight.adapters.world_map import world_borders
from overflight.deadlines import Instant, parse_instant
from overflight.desk import Lands, fold_as_of
from overflight.desk.cases import CaseAsked, judge_case, read_case
from overflight.desk.founding_facts import founding_said
from overflight.desk.kinds import KINDS
from overflight.record import Reference, Said
from overflight.treaty import open_skies, read_form

T = TypeVar("T")
STATEMENTS = 100_000
ROOT = Path(__file__).parents[1]
MISSION = ROOT / "tests" / "golden" / "missions" / "worked-example.json"
PLAN = ROOT / "tests" / "golden" / "cases" / "views" / "moscow-height.json"
DAY = date(2003, 12, 31)


def bodies(count: int) -> list[tuple[str, str, dict[str, object], Instant]]:
    """Return statements of whole missions, each flown as the worked example is."""
    rows = json.loads(MISSION.read_text("utf-8"))["case"]
    made = []
    for number in range(count):
        row = rows[number % len(rows)]
        key = f"{2003 + number // len(rows) // 1000 * 10}-OS3{number // len(rows) % 1000:03}"
        body = {**row["body"], "mission": key}
        at = parse_instant(body["at"], where="bench")
        made.append((row["type"], row["party"], body, at))
    return made


def read(made: list[tuple[str, str, dict[str, object], Instant]]) -> list[Said[object]]:
    """Return the facts of statements, as the reader of a record makes them."""
    return [
        Said(
            read_form(KINDS[kind], body, where=kind, closed=False),
            party,
            at,
            Reference(f"bench/log/{party.lower()}/1", number, ""),
        )
        for number, (kind, party, body, at) in enumerate(made)
    ]


class Seconds(float):
    """Seconds by the clock on the wall, and those of this core: they differ on a busy machine."""

    cpu: float


def timed(act: Callable[[], T]) -> tuple[T, Seconds]:
    """Return what an act gives and how many seconds it took."""
    began, cpu = time.perf_counter(), time.process_time()
    made = act()
    seconds = Seconds(time.perf_counter() - began)
    seconds.cpu = time.process_time() - cpu
    return made, seconds


def fold(count: int) -> dict[str, float]:
    """Return the seconds of each step for a number of statements."""
    made = bodies(count)
    founding = founding_said()
    said, reading = timed(lambda: read(made))
    held, folding = timed(lambda: fold_as_of((*founding, *said), source="bench"))
    missions, states = timed(lambda: held.missions_on(DAY))
    _, balance = timed(lambda: held.balance_on("IT", "BG", DAY))
    print(
        f"{count:7,} statements, {len(missions):5,} missions, seconds of a core: bodies"
        f" {reading.cpu:.2f}, parties, quotas, airfields {folding.cpu:.2f}, missions"
        f" {states.cpu:.2f}, a balance after that {balance.cpu:.2f}"
    )
    steps = {"bodies": reading, "facts": folding, "missions": states, "balance": balance}
    return {name: seconds.cpu for name, seconds in steps.items()}


def views() -> None:
    """Print what one plan under the views of all Parties costs beside one."""
    plain = json.loads(PLAN.read_text("utf-8"))
    plain.pop("expect")
    lands = Lands(borders=world_borders())
    parties = fold_as_of(founding_said(), source="bench").parties.members_on(date(2015, 6, 1))
    for name, stated in (("as they are", []), ("each another", different(parties))):
        data = json.dumps({**plain, "statements": [*stated, *plain["statements"]]}).encode()
        case = read_case(data, where="bench")
        judge_case(case, CaseAsked(views=("DE",), lands=lands), source="bench")  # compiled, loaded
        for wanted in (("DE",), ("all",)):
            asked = CaseAsked(views=wanted, reported=True, lands=lands)
            answer, seconds = timed(partial(judge_case, case, asked, source="bench"))
            print(
                f"one plan, readings {name:12}, views {wanted[0]:3}: {len(answer.views):2}"
                f" different, {seconds:5.2f} s, {seconds.cpu:5.2f} s of a core"
            )


def different(parties: tuple[str, ...]) -> list[dict[str, object]]:
    """Return readings of the Parties, no two alike: the worst case of views."""
    points = [
        (point, entry.reading.options)
        for point, entry in open_skies().open_points.items()
        if point in {"AMB-10", "AMB-12", "AMB-16", "AMB-29", "AMB-2", "AMB-5"}
    ]
    every = product(*(options for _, options in points))
    return [
        {
            "type": "commission.reading-chosen/1",
            "party": party,
            "time": "2014-01-01T00:00:00Z",
            "body": {"point": point, "option": option, "since": "2014-01-01"},
        }
        for party, chosen in zip(parties, every, strict=False)
        for (point, _), option in zip(points, chosen, strict=True)
    ]


def main() -> None:
    """Run all of it and print it."""
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}")
    small, large = fold(STATEMENTS // 10), fold(STATEMENTS)
    for step in small:
        print(f"  {step}: {large[step] / small[step]:.1f} times as long for 10 times as many")
    views()


if __name__ == "__main__":
    main()
