"""A node killed, or its disk failing, at any write of its life loses nothing and forks nothing.

Its life is in ``live_until_killed``: start, append, mirror, cosign, collect, evidence, backup,
loss, restore, rebuild, confirmation, and the same on the disks of three peers. After every fault a
person does what docs/recovery.md says. Then every statement that was acknowledged stands where it
stood, every head that was ever served is a prefix of one history, and all four stores verify.
"""

from __future__ import annotations

import multiprocessing
import random
import shutil
import signal
from collections.abc import Iterable
from pathlib import Path

import pytest
from tests import live_until_killed
from tests.failing_disk import How
from tests.live_until_killed import FAILED, PARTIES, recover, reopened
from tests.recovery_world import BASE, World, new_world

from overflight.adapters.store.copies import RECORD_FILE, verify_path
from overflight.adapters.store.generation import why_silent
from overflight.adapters.store.sqlite_record import SqliteRecords
from overflight.record import leaf_hash, log_origin, nodes_of, tree_root

FORKS = multiprocessing.get_context("forkserver")
HOWS = (How.KILL, How.TORN, How.FAIL, How.FULL)


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a network of which the processes live copies."""
    FORKS.set_forkserver_preload(["tests.live_until_killed"])
    path = tmp_path_factory.mktemp("killed") / "net"
    world = new_world(path, PARTIES)
    world.say("HU", 3)
    world.round()
    world.round()
    return path


def run(folder: Path, how: How, point: int, *, alone: bool = False) -> int:
    """Live in a process of its own, and return how it ended."""
    args, named = (folder, how.value, point), {"alone": alone}
    process = FORKS.Process(target=live_until_killed.live, args=args, kwargs=named)
    process.start()
    process.join(120)
    code = process.exitcode
    process.close()
    assert code in {0, FAILED, -signal.SIGKILL}
    return code or 0


def points(start: Path, tmp_path: Path, *, alone: bool = False) -> int:
    """Return how many writes a whole life has."""
    folder = tmp_path / "count"
    shutil.copytree(start, folder)
    assert run(folder, How.COUNT, -1, alone=alone) == 0
    last = (folder / "told").read_text().splitlines()[-1]
    shutil.rmtree(folder)
    return int(last.removeprefix("points "))


def check(folder: Path) -> None:
    """Go on as a person does, and hold everything that was told to what is there in the end."""
    world = reopened(folder, "after")
    backup = folder / "backup"
    _repair(world, backup if backup.exists() else None)
    world.say("HU", 1)
    world.round()
    world.round()
    _hold(folder, _histories(world, {"DE", "RO"}))
    for party in PARTIES:
        assert verify_path(world.folder(party)).problems == ()


def check_alone(folder: Path) -> None:
    """Go on with the one node that worked, and hold everything that was told to what it has."""
    world = reopened(folder, "after")
    _repair(world, None)
    world.say("HU", 1)
    _hold(folder, _histories(world, {"HU"}, "HU"))
    assert verify_path(world.folder("HU")).problems == ()


def _hold(folder: Path, logs: dict[str, list[tuple[bytes, ...]]]) -> None:
    told = folder / "told"
    for line in told.read_text().splitlines() if told.exists() else ():
        kind, *words = line.split(" ")
        if kind == "said":
            origin, index, digest = words
            assert all(leaf_hash(log[int(index)]).hex() == digest for log in logs[origin])
        elif kind == "head":
            origin, size, root = words
            for log in logs[origin]:
                node = nodes_of([leaf_hash(leaf) for leaf in log[: int(size)]])
                assert len(log) >= int(size)
                assert tree_root(int(size), node).hex() == root


def _repair(world: World, backup: Path | None) -> None:
    """Recover the node if it may not sign; leave it alone if it may."""
    path = world.folder("HU") / RECORD_FILE
    silent = "lost"
    if path.exists():
        with SqliteRecords(path, write=True) as records, records.transaction():
            silent = why_silent(records.db, path.parent)
    if silent:
        recover(world, backup)


def _histories(world: World, holders: set[str], *only: str) -> dict[str, list[tuple[bytes, ...]]]:
    """Return each log as its owner holds it, and as all do who must hold as much of it."""
    logs: dict[str, list[tuple[bytes, ...]]] = {}
    for party in PARTIES:
        origin = log_origin(BASE, party)
        for holder in only or PARTIES:
            with world.store(holder, keys=False) as records:
                held = tuple(records.entries(origin))
            if holder == party or holder in holders:
                logs.setdefault(origin, []).append(held)
    sizes = {origin: {len(log) for log in held} for origin, held in logs.items()}
    assert all(len(size) == 1 for size in sizes.values()), sizes
    return logs


def _fail_at(start: Path, tmp_path: Path, cases: Iterable[tuple[How, int]]) -> int:
    """Live and fail once at each point; return how many points really failed."""
    failed = 0
    for how, point in cases:
        folder = tmp_path / f"{how.value}-{point}"
        shutil.copytree(start, folder)
        failed += run(folder, how, point) != 0
        check(folder)
        shutil.rmtree(folder)
    return failed


def test_a_life_without_faults_has_many_writes(start: Path, tmp_path: Path) -> None:
    """There are at least 500 points at which the disk can fail."""
    assert points(start, tmp_path) >= 500


def test_fails_at_some_writes(start: Path, tmp_path: Path) -> None:
    """The short form: a few points of each kind, others in every release."""
    last = points(start, tmp_path)
    chance = random.Random(20030508)  # noqa: S311 - points, not secrets
    cases = [(how, chance.randrange(last)) for how in HOWS for _ in range(2)]
    assert _fail_at(start, tmp_path, cases) > 0


@pytest.mark.slow
def test_one_node_fails_at_every_write(start: Path, tmp_path: Path) -> None:
    """One node alone: every write it makes, killed, torn, failing and full in turn."""
    failed = 0
    for point in range(points(start, tmp_path, alone=True)):
        folder = tmp_path / str(point)
        shutil.copytree(start, folder)
        failed += run(folder, HOWS[point % len(HOWS)], point, alone=True) != 0
        check_alone(folder)
        shutil.rmtree(folder)
    assert failed >= 100


@pytest.mark.slow
def test_fails_at_every_third_write(start: Path, tmp_path: Path) -> None:
    """The long form: every third write, killed, torn, failing and full in turn."""
    last = points(start, tmp_path)
    cases = [(HOWS[n % len(HOWS)], point) for n, point in enumerate(range(0, last, 3))]
    assert _fail_at(start, tmp_path, cases) >= min(500, len(cases) * 3 // 4)
