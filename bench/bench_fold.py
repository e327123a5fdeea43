"""Measure folding: a record of 100,000 statements to a day, and one plan under thirty-four views.

First without a record: the signatures are checked before, once for each statement, and counted
apart in `bench_record`. Bodies are read into facts (as a program does that opens a verified
record), facts are folded to what held, missions to states. Then a signed record on disk: asked the
first time, from what was kept beside it, and after one more statement, beside the bare SHA-256 of
the bytes that are kept. Last a plan that leaves the land for the Arctic.
Numbers depend on the machine; the ratios of one run do not: the same at a tenth of the size, and
the share of each step.
Run: ``python bench/bench_fold.py [STATEMENTS]``
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from hashlib import sha256
from itertools import product
from pathlib import Path
from typing import TypeVar

from overflight.adapters.clock import SeededIds, SetClock
from overflight.adapters.lands.world_map import world_borders
from overflight.adapters.store.kept_folder import FOLDED
from overflight.assembly import OpenRecord, Outside, new_record, open_record
from overflight.deadlines import Instant, parse_instant
from overflight.desk import (
    Charter,
    Lands,
    fold_as_of,
    from_record,
    load_founding,
    origin_of,
    signed,
)
from overflight.desk.cases import CaseAsked, judge_case, read_case
from overflight.desk.founding.facts import founding_said
from overflight.desk.kinds import KINDS
from overflight.geodesy import Position, Territory
from overflight.missions import Surroundings
from overflight.missions.plan.outside import outside_stretches
from overflight.record import Reference, Said, Statement
from overflight.treaty import open_skies, read_form, readings

T = TypeVar("T")
STATEMENTS = 100_000
ROOT = Path(__file__).parents[1]
MISSION = ROOT / "tests" / "golden" / "missions" / "worked-example.json"
PLAN = ROOT / "tests" / "golden" / "cases" / "views" / "moscow-height.json"
DAY = date(2003, 12, 31)
DAYS = (date(2003, 5, 6), date(2003, 5, 9), date(2013, 5, 8), date(2033, 1, 1), date(2003, 5, 7))
PARTIES = ("BG", "CA", "HU", "IT")
MOST_IN_COMMIT = 2_000
ARCTIC = ((-68.5, 63.8), (-75, 83), (-100, 89.5), (60, 86), (-62, 83), (-68.5, 63.8))


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


def recorded(path: Path, count: int) -> Outside:
    """Make a record of signed statements of whole missions."""
    outside = Outside(SetClock(datetime(2003, 1, 1, tzinfo=UTC)), SeededIds("fold"), seed="fold")
    charter = Charter("Fold", "overflight.example/fold", ("HU",), "0" * 64)
    with new_record(path, charter, PARTIES, outside) as record:
        load_founding(record.desk, record.signers["HU"])
        add(record, bodies(count))
    return outside


def add(record: OpenRecord, made: list[tuple[str, str, dict[str, object], Instant]]) -> None:
    """Sign statements and append them, each Party's in its own log."""
    waiting: dict[str, list[bytes]] = {party: [] for party in PARTIES}
    for number, (kind, party, body, at) in enumerate(made):
        log = origin_of(record.desk.records, party)
        name = sha256(f"{len(made)} {number}".encode()).hexdigest()[:32]
        statement = Statement(kind, log, name, party, at, body, to=("*",))  # type: ignore[arg-type]
        waiting[party].append(signed(statement, [record.signers[party]]))
    for party, leaves in waiting.items():
        for start in range(0, len(leaves), MOST_IN_COMMIT):
            origin = origin_of(record.desk.records, party)
            record.desk.records.append(origin, leaves[start : start + MOST_IN_COMMIT])


def ask(path: Path, day: date) -> int:
    """Open a record and return how many missions it knows on a day, with a balance of that day."""
    with open_record(path, keys=False) as record:
        held = from_record(record.desk.records, source="bench", kept=record.kept)
    held.balance_on("IT", "BG", day)
    return sum(1 for _ in held.standings_on(day))


def kept(count: int) -> None:
    """Print what asking a record costs: the first time, from what is kept, after an append."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = folder
        path = Path(folder) / "record"
        outside = recorded(path, count)
        time.sleep(0.1)
        _, first = timed(lambda: ask(path, DAY))
        again = [timed(partial(ask, path, day)) for day in DAYS]
        size = sum(file.stat().st_size for file in (path / FOLDED).iterdir())
        data = b"".join(f.read_bytes() for f in (path / FOLDED).glob("[fs]*s*.kept"))
        _, hashed = timed(lambda: sha256(data).digest())
        with open_record(path, outside) as record:
            add(record, [(k, p, {**b, "mission": "2043-OS3000"}, t) for k, p, b, t in bodies(1)])
        time.sleep(0.1)
        with open_record(path, keys=False) as record:
            asked = partial(from_record, record.desk.records, source="bench", kept=record.kept)
            _, more = timed(asked)
        _, deleted = timed(lambda: record.kept.delete() if record.kept else 0)
        with open_record(path, keys=False) as record:
            _, cold = timed(partial(from_record, record.desk.records, source="bench"))
        spent = [seconds.cpu * 1000 for _, seconds in again]
        print(f"{count:7,} signed statements on disk, ms of a core:")
        print(f"  verified and folded {cold.cpu * 1000:,.0f}, and kept {first.cpu * 1000:,.0f}")
        print(
            f"  from what is kept, {len(DAYS)} days: first {spent[0]:.0f}, median"
            f" {statistics.median(spent):.0f}; by the clock {min(s for _, s in again) * 1000:.0f}"
        )
        print(
            f"  after one more statement {more.cpu * 1000:,.0f}; {size / 1e6:.1f} MB kept, of them"
            f" SHA-256 {hashed.cpu * 1000:.0f}; deleting {deleted.cpu * 1000:.0f}"
        )


def arctic() -> None:
    """Print what a plan costs that leaves the land of Canada for the Arctic and comes back."""
    territory: Territory = world_borders().territory(("CA",))
    around = Surroundings(day=date(2015, 6, 1), readings=readings(), territory=territory)
    path = tuple(Position(*place) for place in ARCTIC)
    outside_stretches(path, around)  # the border cut into pieces once
    found, seconds = timed(lambda: outside_stretches(path, around))
    pieces = len(territory.boundary.pieces.start)
    print(
        f"a path over the Arctic: {len(found)} stretches outside {pieces:,} pieces of border,"
        f" {seconds.cpu:.2f} s of a core"
    )


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
    count = int(sys.argv[1]) if len(sys.argv) > 1 else STATEMENTS
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    small, large = fold(count // 10), fold(count)
    for step in small:
        print(f"  {step}: {large[step] / small[step]:.1f} times as long for 10 times as many")
    kept(count // 10)
    kept(count)
    arctic()
    views()


if __name__ == "__main__":
    main()
