"""Play a recovery through: lose a node's disk, come back with every entry and no second head.

``make drill``, or ``python tools/drill.py [FOLDER]``. A network of five nodes is founded in that
folder (a temporary one if none is named), with keys made for the drill alone. Each step says what
a person would type. Leaves with 0 where everything came back, else with 1.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from overflight.adapters.clock import RandomIds, SystemClock
from overflight.adapters.node.asking import named_sources
from overflight.assembly import open_node
from overflight.desk.network.rounds import run_round
from overflight.record import log_origin, read_genesis

_PARTIES = ("DE", "FR", "HU", "PL", "RO")
_LOST = "HU"
_OTHERS = tuple(party for party in _PARTIES if party != _LOST)


def overflight(*words: str, leaves: tuple[int, ...] = (0,)) -> str:
    """Run a command as a person would, show it, and return what it printed.

    Raises:
        SystemExit: It left with another exit code than it should.
    """
    print("\n$ overflight " + " ".join(words), flush=True)
    done = subprocess.run(
        [Path(sys.executable).with_name("overflight"), *words],
        capture_output=True,
        text=True,
        check=False,
    )
    print(done.stdout + done.stderr, end="", flush=True)
    if done.returncode not in leaves:
        raise SystemExit(f"left with {done.returncode}, not {leaves}: the drill has failed")
    return done.stdout


def mirror(net: Path, parties: tuple[str, ...] = _PARTIES) -> None:
    """Let nodes pull from each other, twice: what each holds, and the lines over it."""
    for party in (*parties, *parties):
        others = [net / other for other in parties if other != party]
        with open_node(net / party) as node, named_sources(others) as sources:
            run_round(node.desk, [source.peer for source in sources])


def log(net: Path, holder: str) -> list[bytes]:
    """Return the lost party's log as another one, or it itself, holds it."""
    with open_node(net / holder, keys=False) as node:
        base = read_genesis(node.record.genesis).base
        return list(node.record.desk.records.entries(log_origin(base, _LOST)))


def drill(net: Path) -> None:
    """Found, back up, go on, lose the disk, restore, rebuild, confirm, go on."""
    node = net / _LOST
    parties = [word for party in _PARTIES for word in ("--party", party)]
    overflight("node", "network", str(net), "--no-facts", *parties)
    mirror(net)
    overflight("node", "backup", str(node), "--out", str(net / "old.backup"))
    speak(node)
    mirror(net)
    before = log(net, _LOST)

    print(f"\n--- the disk of {_LOST} dies; the keys lie in a safe")
    shutil.move(node / "keys", net / "safe")
    shutil.rmtree(node)
    overflight("node", "restore", str(node), "--from", str(net / "old.backup"))
    shutil.move(net / "safe", node / "keys")
    two = [word for party in _OTHERS[:2] for word in ("--from", str(net / party))]
    overflight("node", "rebuild", str(node), "--no-network", *two, leaves=(3,))
    all_ = [word for party in _OTHERS for word in ("--from", str(net / party))]
    overflight("node", "rebuild", str(node), "--no-network", *all_)
    key = net / "home" / _LOST / "author-1.pem"
    overflight("node", "confirm", str(node), "--key", str(key))
    speak(node)
    mirror(net)

    now = [log(net, party) for party in _PARTIES]
    held = all(each == now[0] for each in now)
    back = now[0][: len(before)] == before
    overflight("record", "verify", str(node), leaves=(0, 3))
    print(f"\n--- {len(before)} entries before, {len(now[0])} now;", end=" ")
    print("every one came back" if back else "ENTRIES ARE LOST", end="; ")
    print("one history on all five nodes" if held else "THE NODES HOLD DIFFERENT HISTORIES")
    if not (back and held):
        raise SystemExit(1)


def speak(node: Path) -> None:
    """Let the party say something, in a statement of a type no chapter knows."""
    from overflight.desk.record import signed  # noqa: PLC0415 - beside its one use
    from overflight.record import Statement  # noqa: PLC0415

    with open_node(node) as opened:
        record = opened.record
        origin = log_origin(read_genesis(record.genesis).base, _LOST)
        said = Statement(
            type="of/drill/1",
            log=origin,
            id=RandomIds().fresh().hex(),
            party=_LOST,
            time=SystemClock().now(),
            body={"n": 1},
        )
        record.desk.records.append(origin, [signed(said, [record.signers[_LOST]])])


def main() -> None:
    """Run the drill in the folder that is named, or in a temporary one."""
    if len(sys.argv) > 1:
        drill(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory(prefix="overflight-drill-") as folder:
        drill(Path(folder) / "net")


if __name__ == "__main__":
    main()
