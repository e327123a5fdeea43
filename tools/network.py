"""Start a network of nodes on this machine, let it say something real, and show it to each party.

    python tools/network.py FOLDER [--port 7443] [--for SECONDS]

Every node is a process of its own, with its own folder, keys and port; they talk over TLS, each
known to the others by its key. A mission is notified at one node and acknowledged at another, by
the commands a duty officer would use. Then each party's own copy is asked how far the entries have
come, and for the docket. Ctrl-C ends it; ``--for`` ends it after so many seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from overflight.adapters.store.copies import viewed_at
from overflight.assembly import open_node
from overflight.desk.network.node_status import node_status

PROGRAM = Path(sys.executable).with_name("overflight")
INTERVAL_S = 2
PATIENCE_S = 180
PARTIES = ("HU", "RO", "CA", "DE", "PL")
SITE = "RO-OTOPENI"
OBSERVING, OBSERVED = 0, 1
ORDER = ["-", "local", "published", "witnessed", "held", "answered"]


def told(*words: object) -> int:
    """Print a command, let it print, and return its exit code."""
    print(f"\n$ overflight {' '.join(map(str, words))}", flush=True)
    return subprocess.run([PROGRAM, *map(str, words)], check=False).returncode


def new_folder(folder: Path) -> None:
    """Make room for a new network; only what an earlier run of this tool left is removed."""
    if (folder / "home").is_dir():
        shutil.rmtree(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)


def start(folder: Path, party: str) -> subprocess.Popen[bytes]:
    """Start the node of a party; what it tells goes to ``serve.log`` in its folder."""
    with (folder / party / "serve.log").open("wb") as log:
        words = [str(PROGRAM), "node", "serve", str(folder / party), "--interval", str(INTERVAL_S)]
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
            "point_of_entry": SITE,
            "airfield": SITE,
            "lodging": "12 persons, four nights",
            "inspection_site": SITE,
            "inspection_starts_at": text(arrival + timedelta(hours=2)),
            "transport_mode": "observation aircraft",
            "clearance_number": "specimen 001",
            "aircraft": "AN-30, specimen",
            "flight_distance_km": "890",
            "personnel": 12,
            "personnel_attachment": sha256(b"a specimen: nobody is named").hexdigest(),
        },
    }


def text(at: datetime) -> str:
    """Return an instant as the record writes it."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def act(folder: Path, party: str, verb: str, fact: Mapping[str, object]) -> None:
    """Let a party say a fact at its own node, as its duty officer would."""
    file = folder / f"{verb}.json"
    file.write_text(json.dumps(fact, indent=2) + "\n")
    words = ("mission", "act", verb, file, "--record", folder / party, "--party", party, "--anyway")
    if told(*words):
        raise SystemExit("the act does not stand")


def level_in(folder: Path, kind: str) -> str:
    """Return the level of the newest statement of a kind, as one party's own copy shows it."""
    said = [(v.checked.statement, v.reached.level.value) for v in viewed_at(folder)]
    levels = [level for statement, level in said if statement and statement.type.startswith(kind)]
    return levels[-1] if levels else "-"


def wait_for_own(folder: Path, party: str, entries: int) -> float:
    """Wait until a party's own node shows its log held by all; return the seconds it took."""
    began = time.monotonic()
    shown = ""
    while True:
        with open_node(folder / party, keys=False) as node:
            own = node_status(node.desk, party).own
        took = time.monotonic() - began
        row = f"{own.published} published, {own.witnessed} witnessed, {own.held} held by all"
        if row != shown:
            print(f"  {took:5.1f} s   log of {party}: {row}", flush=True)
        shown = row
        if own.held >= entries:
            return took
        if took > PATIENCE_S:
            raise SystemExit(f"not held by all after {PATIENCE_S} s; see serve.log")
        time.sleep(0.05)


def wait_for(folder: Path, parties: Sequence[str], kind: str, level: str) -> None:
    """Wait until every party's own copy shows a statement at a level, and print the table."""
    began = time.monotonic()
    waiting, found = list(parties), dict.fromkeys(parties, "-")
    while waiting:
        for party in tuple(waiting):
            found[party] = level_in(folder / party, kind)
            if ORDER.index(found[party]) >= ORDER.index(level):
                waiting.remove(party)
        if time.monotonic() - began > PATIENCE_S:
            raise SystemExit(f"not {level} at {waiting} after {PATIENCE_S} s; see serve.log")
    print(f"  {kind:22}" + "".join(f"  {party} {found[party]:9}" for party in parties))


def play(folder: Path, parties: Sequence[str]) -> None:
    """Let two parties speak, and show what everybody sees."""
    observing, observed = parties[OBSERVING], parties[OBSERVED]
    now = datetime.now(UTC).replace(microsecond=0)
    key = f"{now.year}-OS{now.year % 10}001"
    print("Every node fetches the logs of the others and cosigns what it holds ...", flush=True)
    wait_for_own(folder, observing, 1)
    print(f"\n{observing} notifies a flight over {observed}, at its own node:")
    act(folder, observing, "notify", notice(observing, observed, key, now))
    took = wait_for_own(folder, observing, 2)
    print(
        f"\nheld by all {len(parties)} parties {took:.1f} s after the act; in each one's own copy:"
    )
    wait_for(folder, parties, "missions.notified", "held")
    print(f"\n{observed} acknowledges it, at its own node, where the notification has come in:")
    later = datetime.now(UTC).replace(microsecond=0)
    fact = {"mission": key, "at": text(later), "received_at": text(now)}
    act(folder, observed, "acknowledge", fact)
    took = wait_for_own(folder, observed, 2)
    print(f"\nheld by all {took:.1f} s after the act; with it the notification is answered:")
    wait_for(folder, parties, "missions.notified", "answered")
    wait_for(folder, parties, "missions.acknowledged", "held")
    for party in parties:
        print(f"\nThe docket of {party}, from its own copy:")
        told("mission", "docket", "--record", folder / party, "--party", party)
    told("node", "status", folder / observing)
    told("record", "verify", folder / parties[-1])


def main(arguments: Sequence[str]) -> int:
    """Run the network until it is ended."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, default=7443)
    parser.add_argument("--for", dest="span_s", type=float, default=None, metavar="SECONDS")
    asked = parser.parse_args(arguments)
    parties = PARTIES
    began = time.monotonic()
    new_folder(asked.folder)
    named = [word for party in parties for word in ("--party", party)]
    told("node", "network", asked.folder, *named, "--port", asked.port)
    print("\nStarting all five here; what each tells goes to serve.log in its folder.", flush=True)
    nodes = [start(asked.folder, party) for party in parties]
    try:
        play(asked.folder, parties)
        print(
            f"\nThe network runs: {os.fspath(asked.folder)}/<PARTY>/serve.log tells what it does."
        )
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
