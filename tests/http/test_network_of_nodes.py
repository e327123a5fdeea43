"""Three real nodes as processes over TLS: what one says all hold; one stops and comes back."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from overflight.adapters.node.contacts import read_round
from overflight.adapters.store.copies import verify_path, viewed_at
from overflight.assembly import Outside, new_network, open_node
from overflight.desk import Charter, say
from overflight.desk.network.node_status import NodeStatus, node_status
from overflight.missions.said.facts_notice import Acknowledged

PROGRAM = Path(sys.executable).with_name("overflight")
PARTIES = ("DE", "HU", "RO")
PATIENCE_S = 60  # for a machine that does other things, too; it takes a few seconds


def free_ports() -> int:
    """Return the first of three free ports in a row."""
    for first in range(20_000, 60_000, 97):
        with ExitStack() as stack:
            try:
                for port in range(first, first + len(PARTIES)):
                    door = stack.enter_context(socket.socket())
                    door.bind(("127.0.0.1", port))
            except OSError:
                continue
            return first
    pytest.fail("no free ports")


class Running:
    """The nodes of a network, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, party: str) -> None:
        """Start a node; what it tells goes to a file."""
        with (self.folder / f"{party}.log").open("ab") as log:
            words = [
                str(PROGRAM),
                "node",
                "serve",
                str(self.folder / party),
                "--interval",
                "1",
                "--json",
            ]
            self.processes[party] = subprocess.Popen(words, stdout=log, stderr=log)

    def stop(self, party: str) -> int:
        """Ask a node to stop, and return its exit code."""
        process = self.processes.pop(party)
        process.send_signal(signal.SIGTERM)
        return process.wait(15)

    def status(self, party: str) -> NodeStatus:
        """Return how a node stands, as another process of its folder sees it."""
        with open_node(self.folder / party, keys=False) as node:
            return node_status(node.desk, party, read_round(self.folder / party))

    def wait_until_held(self, party: str, entries: int) -> None:
        """Wait until a party's log is held by all others."""
        until = time.monotonic() + PATIENCE_S
        while self.status(party).own.held < entries:
            assert time.monotonic() < until, self.told(party)
            time.sleep(0.2)

    def wait_until_seen(self, party: str, author: str, entries: int) -> None:
        """Wait until a party's own copy shows another one's log held by all."""
        until = time.monotonic() + PATIENCE_S
        log = f"/log/{author.lower()}/"
        while True:
            viewed = [v for v in viewed_at(self.folder / party) if log in v.checked.ref.o]
            levels = [v.reached.level.value for v in viewed]
            if levels == ["held"] * entries:
                return
            assert time.monotonic() < until, (levels, self.told(party))
            time.sleep(0.2)

    def told(self, party: str) -> str:
        """Return what a node told."""
        return (self.folder / f"{party}.log").read_text()

    def close(self) -> None:
        """End every process that still runs."""
        for process in self.processes.values():
            process.kill()
            process.wait(10)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """Return a network of three that runs."""
    charter = Charter("Test", "overflight.example/test", (), "0" * 64)
    folder = tmp_path / "network"
    new_network(folder, charter, PARTIES, free_ports(), Outside(seed="network"))
    nodes = Running(folder)
    try:
        for party in PARTIES:
            nodes.start(party)
        yield nodes
    finally:
        nodes.close()


def speak(nodes: Running, party: str, mission: str) -> int:
    """Let another process say something at a party's node; return how many entries it has then."""
    with open_node(nodes.folder / party) as node:
        now = node.desk.clock.now()
        fact = Acknowledged(mission, now, now)
        return say(node.record.desk, node.record.signers[party], fact).i + 1


def test_what_one_says_all_hold_though_one_was_away(running: Running) -> None:
    """Said at one node, held at all; said while one is away, held when it is back."""
    for party in PARTIES:
        running.wait_until_held(party, 1)
    running.wait_until_held("HU", speak(running, "HU", "2003-OS3001"))
    assert running.stop("RO") == 0
    said = speak(running, "HU", "2003-OS3002")
    until = time.monotonic() + PATIENCE_S
    while running.status("HU").peers[0].holds_ours < said:  # DE
        assert time.monotonic() < until, running.told("DE")
        time.sleep(0.2)
    assert running.status("HU").own.held < said
    running.start("RO")
    running.wait_until_held("HU", said)
    for party in PARTIES:
        running.wait_until_seen(party, "HU", said)
        assert running.status(party).alarms == ()
        assert running.stop(party) == 0
        report = verify_path(running.folder / party)
        assert not report.problems
    events = [json.loads(line)["event"] for line in running.told("HU").splitlines()]
    assert {"serving", "said", "cosigned", "back", "stopped"} <= set(events)
    assert "alarm" not in events
