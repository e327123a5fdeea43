"""``kill -9`` at any point of an append loses no acknowledged statement and leaves a whole record.

The process dies before each statement of SQL in turn, and at random moments inside them.
"""

from __future__ import annotations

import multiprocessing
import random
import shutil
import signal
import time
from pathlib import Path

import pytest
from tests import append_until_killed
from tests.record_samples import HU, RO, key, rehearsed, statement

from overflight.adapters.store.copies import verify_path
from overflight.adapters.store.sqlite_record import SqliteRecords
from overflight.desk import signed
from overflight.record import leaf_hash

# From 254 entries on, the batches fill a tile, so that its partial tiles are removed on the way.
FIRST, BATCHES = 254, [1, 3, 2]
FORKS = multiprocessing.get_context("forkserver")


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a record of which the processes append copies."""
    FORKS.set_forkserver_preload(["tests.append_until_killed"])
    folder = tmp_path_factory.mktemp("killed")
    record = rehearsed()
    (folder / "genesis.json").write_bytes(record.genesis)
    keys = {HU: key("HU", "log"), RO: key("RO", "log")}
    with SqliteRecords(folder / "record.sqlite", keys) as records:
        for origin in (HU, RO):
            records.append(origin, list(record.desk.records.entries(origin)), [record.genesis])
        author = key("HU", "author-1")
        more = [signed(statement("HU", k), [author]) for k in range(FIRST - 1)]
        records.append(HU, more)
    return folder


def run(folder: Path, batches: list[int], *, before: int = -1, after_s: float = -1) -> int:
    """Append in a process that is killed, and return how it ended."""
    args = (folder / "record.sqlite", folder / "told", batches, before)
    process = FORKS.Process(target=append_until_killed.append, args=args)
    process.start()
    if after_s >= 0:
        until = time.monotonic() + 30
        while not (folder / "told").exists() and time.monotonic() < until:
            time.sleep(0.001)
        time.sleep(after_s)
        process.kill()
    process.join(60)
    code = process.exitcode
    process.close()
    assert code in {0, -signal.SIGKILL}
    return code or 0


def check(folder: Path) -> None:
    """Hold the record that is left to everything that was acknowledged, and append to it."""
    told = (folder / "told").read_text().split("\n")[:-1] if (folder / "told").exists() else []
    report = verify_path(folder)
    assert report.problems == ()
    keys = {HU: key("HU", "log")}
    with SqliteRecords(folder / "record.sqlite", keys) as records:
        hashes = [leaf_hash(leaf).hex() for leaf in records.entries(HU)]
        for line in told:
            index, _, digest = line.partition(" ")
            assert hashes[int(index)] == digest
        records.append(HU, [signed(statement("HU", 10**6), [key("HU", "author-1")])])


def test_killed_before_every_statement(start: Path, tmp_path: Path) -> None:
    """No point between two statements of SQL, from opening to the last commit, loses anything."""
    point = 0
    while True:
        folder = tmp_path / str(point)
        shutil.copytree(start, folder)
        ended = run(folder, BATCHES, before=point)
        check(folder)
        shutil.rmtree(folder)
        if ended == 0:
            break
        point += 1
    assert point >= 40


def _at_random(start: Path, tmp_path: Path, count: int) -> None:
    chance = random.Random(20030508)  # noqa: S311 - moments, not secrets
    for point in range(count):
        folder = tmp_path / str(point)
        shutil.copytree(start, folder)
        run(folder, [1, 2, 40] * 400, after_s=chance.uniform(0, 0.03))
        check(folder)
        shutil.rmtree(folder)


def test_killed_at_random(start: Path, tmp_path: Path) -> None:
    """Nor does any moment inside a statement, a write or a sync."""
    _at_random(start, tmp_path, 10)


@pytest.mark.slow
def test_killed_at_random_for_long(start: Path, tmp_path: Path) -> None:
    """The long form: two hundred moments."""
    _at_random(start, tmp_path, 200)


def test_killed_while_the_file_is_made(start: Path, tmp_path: Path) -> None:
    """A record whose making was killed is made by the next try, or is already whole."""
    for point in range(60):
        folder = tmp_path / str(point)
        folder.mkdir()
        ended = run(folder, [1], before=point)
        with SqliteRecords(folder / "record.sqlite", {HU: key("HU", "log")}) as records:
            told = folder / "told"
            acknowledged = len(told.read_text().split()) // 2 if told.exists() else 0
            assert acknowledged <= len(list(records.entries(HU))) <= 1
        if ended == 0:
            break
    else:
        pytest.fail("making the file took more than 60 statements")
