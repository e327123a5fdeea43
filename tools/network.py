"""Start a network of nodes on this machine, let it say something real, and show it to each party.

    python tools/network.py FOLDER [--parties HU,RO,CA,DE,PL] [--port 7443] [--for SECONDS]

Every node is a process of its own, with its own folder, keys and port; they talk over TLS, each
known to the others by its key. A mission is notified at one node and acknowledged at another, by
the commands a duty officer would use. Then each party's own copy is asked how far the entries have
come, and for the docket. Ctrl-C ends it; ``--for`` ends it after so many seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

PROGRAM = Path(sys.executable).with_name("overflight")
INTERVAL_S = 2
PATIENCE_S = 60
PARTIES = "HU,RO,CA,DE,PL"
OBSERVING, OBSERVED = 0, 1


def ask(*words: object, code: int | None = 0) -> str:
    """Run one command and return what it printed; it must leave with the code."""
    done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, check=False)
    if code is not None and done.returncode != code:
        raise SystemExit(f"overflight {' '.join(map(str, words))}\n{done.stdout}{done.stderr}")
    return done.stdout


def told(*words: object) -> None:
    """Print a command, run it, and print what it printed."""
    print(f"\n$ overflight {' '.join(map(str, words))}")
    print(ask(*words, code=None), end="")


def new_folder(folder: Path) -> None:
    """Make room for a new network; only what an earlier run of this tool left is removed."""
    if (folder / "home").is_dir():
        shutil.rmtree(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)


def start(folder: Path, party: str) -> subprocess.Popen[bytes]:
    """Start the node of a party; what it tells goes to ``serve.log`` in its folder."""
    with (folder / party / "serve.log").open("wb") as log:
        words = [PROGRAM, "node", "serve", folder / party, "--interval", str(INTERVAL_S)]
        return subprocess.Popen(words, stdout=log, stderr=log)


def stop(nodes: Sequence[subprocess.Popen[bytes]]) -> None:
    """End the nodes that were started here, and wait for them."""
    for node in nodes:
        node.send_signal(signal.SIGTERM)
    for node in nodes:
        with suppress(subprocess.TimeoutExpired):
            node.wait(10)
        node.kill()


def notice(observing: str, observed: str, key: str, now: datetime) -> dict[str, object]:
    """Return a notification of a flight four days ahead."""
    arrival = now + timedelta(hours=96)
    return {
        "mission": key,
        "at": text(now),
        "observing": observing,
        "observed": observed,
        "received_at": text(now),
        "copied_at": text(now),
        "intention": {
            "estimated_arrival": text(arrival),
            "lodging": "12 persons, four nights",
            "inspection_starts_at": text(arrival + timedelta(hours=2)),
            "transport_mode": "observation aircraft",
            "personnel": 12,
        },
    }


def text(at: datetime) -> str:
    """Return an instant as the record writes it."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def act(folder: Path, party: str, verb: str, fact: dict[str, object]) -> None:
    """Let a party say a fact at its own node, as its duty officer would."""
    file = folder / f"{verb}.json"
    file.write_text(json.dumps(fact, indent=2) + "\n")
    told("mission", "act", verb, file, "--record", folder / party, "--party", party, "--anyway")


def levels(folder: Path, parties: Sequence[str], kind: str) -> dict[str, str]:
    """Return, for each party's own copy, the level of the newest statement of a kind."""
    found = {}
    for party in parties:
        answer = json.loads(ask("record", "list", folder / party, "--type", kind, "--json"))
        found[party] = answer[-1]["level"] if answer else "-"
    return found


def wait_for(folder: Path, parties: Sequence[str], kind: str, level: str) -> float:
    """Wait until every party's copy shows a statement at a level; return the seconds it took."""
    began = time.monotonic()
    order = ["-", "local", "published", "witnessed", "held", "answered"]
    while True:
        found = levels(folder, parties, kind)
        took = time.monotonic() - began
        row = "  ".join(f"{party} {found[party]:9}" for party in parties)
        print(f"  {took:5.1f} s   {row}", flush=True)
        if all(order.index(each) >= order.index(level) for each in found.values()):
            return took
        if took > PATIENCE_S:
            raise SystemExit(f"not {level} everywhere after {PATIENCE_S} s; see serve.log")
        time.sleep(0.2)


def play(folder: Path, parties: Sequence[str]) -> None:
    """Let two parties speak, and show what everybody sees."""
    observing, observed = parties[OBSERVING], parties[OBSERVED]
    now = datetime.now(UTC).replace(microsecond=0)
    key = f"{now.year}-OS3001"
    print("\nEvery node fetches the logs of the others and cosigns what it holds ...")
    wait_for(folder, parties, "record.genesis", "held")
    print(f"\n{observing} notifies a flight over {observed}, at its own node:")
    act(folder, observing, "notify", notice(observing, observed, key, now))
    print("\nHow far it has come, as each party's own copy shows it:")
    wait_for(folder, parties, "missions.notified", "held")
    print(f"\n{observed} acknowledges it, at its own node:")
    later = datetime.now(UTC).replace(microsecond=0)
    fact = {"mission": key, "at": text(later), "received_at": text(now)}
    act(folder, observed, "acknowledge", fact)
    print("\nThe notification is answered once the acknowledgement is here:")
    wait_for(folder, parties, "missions.notified", "answered")
    for party in parties:
        print(f"\nThe docket of {party}, from its own copy:")
        told("mission", "docket", "--record", folder / party, "--party", party)
    told("node", "status", folder / observing)
    told("record", "verify", folder / parties[-1])


def main(arguments: Sequence[str]) -> int:
    """Run the network until it is ended."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--parties", default=PARTIES, help="codes with commas between them")
    parser.add_argument("--port", type=int, default=7443)
    parser.add_argument("--for", dest="span_s", type=float, default=None, metavar="SECONDS")
    asked = parser.parse_args(arguments)
    parties = asked.parties.split(",")
    began = time.monotonic()
    new_folder(asked.folder)
    named = [word for party in parties for word in ("--party", party)]
    told("node", "network", asked.folder, *named, "--port", asked.port)
    nodes = [start(asked.folder, party) for party in parties]
    try:
        play(asked.folder, parties)
        print(f"\nThe network runs: {os.fspath(asked.folder)}/<PARTY>/serve.log tells what it does.")
        if asked.span_s is None:
            print("Ctrl-C ends it.", flush=True)
        while asked.span_s is None or time.monotonic() - began < asked.span_s:
            time.sleep(0.2)
            if any(node.poll() is not None for node in nodes):
                raise SystemExit("a node has ended; its serve.log says why")
    except KeyboardInterrupt:
        print("\nended")
    finally:
        stop(nodes)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
