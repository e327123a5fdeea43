"""A small network that lives through everything that writes, until its disk fails or it is killed.

It stands in a module of its own so that a fork server can load it once. What leaves the process is
written to a file: every acknowledged statement, and every head that was served.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from overflight.adapters.node.backup_files import read_backup
from overflight.adapters.node.backups import back_up, restore
from overflight.adapters.node.confirming import Officer, confirm, start_check
from overflight.adapters.node.recovery import rebuild
from overflight.adapters.store.generation import mark_recovering
from overflight.adapters.store.heads import sign_head
from overflight.adapters.store.sqlite_mirror import SqliteMirror
from overflight.desk.network.recovery import Start
from overflight.errors import OverflightError, StoreError
from overflight.record import Checkpoint, log_origin, prove_fork, write_fork
from tests.failing_disk import Disk, How
from tests.recovery_world import BASE, World, world_in

PARTIES = ("DE", "HU", "PL", "RO")
OTHERS = ("DE", "PL", "RO")
FAILED = 3


def reopened(path: Path, run: str) -> World:
    """Return the world in a folder, with ids and times not used before."""
    return world_in(path, run, PARTIES)


def live(path: Path, how: str, point: int, *, alone: bool = False) -> None:
    """Live; leaves with 0 when all is done, with 3 when the disk failed.

    Args:
        path: The network's folder.
        how: What happens at the point.
        point: At which write; -1 for none, then the number of points is written down.
        alone: Only one node works; the others stand still and are only read.
    """
    disk = Disk(How(how), point)
    told = os.open(path / "told", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        world = reopened(path, "live")
        world.tell = lambda line: os.write(told, line.encode() + b"\n")
        (_alone if alone else _steps)(world)
    except StoreError:
        sys.exit(FAILED)
    except OverflightError as fault:
        os.write(told, f"fault {fault}\n".encode())
        raise
    os.write(told, f"points {disk.count}\n".encode())


def _steps(world: World) -> None:
    hu = world.folder("HU")
    with world.store("HU") as records, world.sources(*OTHERS) as sources:
        check = start_check(records, hu, "HU", sources, world.fresh())
        assert check.start is Start.SOUND
    world.say("HU", 1)
    world.say("HU", 3)
    world.say("RO", 2)
    world.round()
    with world.store("HU") as records:
        SqliteMirror(records).put_evidence(_fork(world))
    out = hu / "backup"
    back_up(hu, out, "2026-11-21T23:00:00Z", world.fresh())
    read_backup(out)
    out = out.rename(world.path / "backup")
    world.say("HU", 2)
    world.round()
    world.lose("HU")
    recover(world, out)
    world.say("HU", 1)
    world.round()


def _alone(world: World) -> None:
    """Do everything one node writes, but for the loss of its disk."""
    hu = world.folder("HU")
    with world.store("HU") as records, world.sources(*OTHERS) as sources:
        check = start_check(records, hu, "HU", sources, world.fresh())
        assert check.start is Start.SOUND
    world.say("HU", 1)
    world.say("HU", 3)
    world.visit("HU", OTHERS)
    with world.store("HU") as records:
        SqliteMirror(records).put_evidence(_fork(world))
    back_up(hu, world.path / "backup", "2026-11-21T23:00:00Z", world.fresh())
    read_backup(world.path / "backup")
    with world.store("HU") as records:
        mark_recovering(records, "its keeper had a doubt")
    recover(world, None)
    world.say("HU", 2)


def _fork(world: World) -> bytes:
    origin = log_origin(BASE, "PL")
    heads = [
        sign_head(Checkpoint(origin, 9, bytes([n]) * 32), world.key("PL", "log")) for n in (1, 2)
    ]
    evidence = prove_fork(heads[0], heads[1])
    assert evidence is not None
    return write_fork(evidence)


def recover(world: World, backup: Path | None) -> None:
    """Do what the person on duty does, wherever it stopped the last time."""
    hu = world.folder("HU")
    if not list(hu.glob("record.sqlite*")) and backup is not None:
        restore(hu, backup, world.fresh())
    with world.sources(*OTHERS) as sources:
        rebuild(hu, sources, world.fresh())
    with world.store("HU") as records:
        officer = Officer(world.author("HU"), world.clock, world.ids, world.fresh())
        confirm(records, hu, officer)
