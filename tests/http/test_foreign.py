"""Two regimes witness each other: real nodes from their folders, over TLS."""

from __future__ import annotations

import io
import socket
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from overflight.adapters.keys.pem import load_key
from overflight.adapters.node.folder import KEYS_FOLDER
from overflight.adapters.node.foreign import ForeignWork
from overflight.adapters.node.journal import Journal
from overflight.adapters.node.settings import (
    ForeignLogSettings,
    ForeignWitness,
    NodeSettings,
    read_settings,
    write_settings,
)
from overflight.assembly import Outside, new_network, open_node
from overflight.assembly.serving import ServingNode
from overflight.desk import Charter
from overflight.errors import SourceError
from overflight.record import (
    NoteKey,
    SignatureKind,
    log_origin,
    mirror_name,
    read_note,
    spki_of_public,
)

BASES = {"HU": "overflight.example/r1", "RO": "overflight.example/r2"}


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


class Two:
    """Two nodes of different regimes, in folders."""

    def __init__(self, folder: Path) -> None:
        self.folders: dict[str, Path] = {}
        self.ports = {party: free_port() for party in BASES}
        for party, base in BASES.items():
            charter = Charter("Test", base, (), "0" * 64)
            made = new_network(
                folder / party, charter, (party, "US"), self.ports[party], Outside(seed=party)
            )
            self.folders[party] = made.nodes[party]
            self.set(party, lambda settings: replace(settings, peers={}))

    def set(self, party: str, change: Callable[[NodeSettings], NodeSettings]) -> None:
        """Let a person change the settings of a node."""
        folder = self.folders[party]
        write_settings(folder, change(read_settings(folder)))

    def public(self, party: str, name: str) -> bytes:
        """Return one of a node's public keys."""
        return load_key(self.folders[party] / KEYS_FOLDER / party / f"{name}.pem", party).public

    def tls(self, party: str) -> str:
        """Return a node's TLS key as settings name it."""
        return b64encode(spki_of_public(self.public(party, "tls"))).decode()

    def log(self, party: str) -> NoteKey:
        """Return the log key of a party."""
        origin = log_origin(BASES[party], party)
        return NoteKey(origin, SignatureKind.LOG, self.public(party, "log"))

    def mirror(self, party: str) -> NoteKey:
        """Return the mirror key of a party."""
        name = mirror_name(BASES[party], party)
        return NoteKey(name, SignatureKind.COSIGNATURE, self.public(party, "mirror"))

    def acquaint(self, known: str) -> None:
        """Name HU's log in RO's settings under a TLS key, and RO as a witness in HU's."""
        log = ForeignLogSettings(self.log("HU").vkey, known)
        self.set("RO", lambda settings: replace(settings, logs=(log,)))
        url = f"https://127.0.0.1:{self.ports['RO']}/"
        witness = ForeignWitness(url, self.mirror("RO").vkey, self.tls("RO"))
        self.set("HU", lambda settings: replace(settings, witnesses=(witness,)))

    @contextmanager
    def serving(self) -> Iterator[tuple[ServingNode, io.StringIO]]:
        """Let both listen; give HU's node, and what it tells."""
        told = io.StringIO()
        with ExitStack() as stack:
            nodes = {}
            for party, folder in self.folders.items():
                node = stack.enter_context(open_node(folder))
                journal = Journal(told if party == "HU" else io.StringIO(), node.desk.clock.now)
                nodes[party] = ServingNode(node, journal, 60, seed=1)
                stack.callback(nodes[party].close)
                nodes[party].start()
            yield nodes["HU"], told

    def names(self) -> list[str]:
        """Return who signed HU's newest head."""
        with open_node(self.folders["HU"], keys=False) as node:
            note = node.desk.records.checkpoint(node.desk.own)
        return [line.name for line in read_note(note or b"").signatures]


@pytest.fixture
def two(tmp_path: Path) -> Two:
    """Return two regimes that have just been founded."""
    return Two(tmp_path)


def test_a_node_of_another_regime_witnesses_our_log(two: Two) -> None:
    """Its line stands under our head after one round; a second round asks for nothing."""
    two.acquaint(two.tls("HU"))
    with two.serving() as (node, told):
        node.do_round()
        node.do_round()
    assert two.mirror("RO").name in two.names()
    assert "witness=" not in told.getvalue()


def test_a_witness_that_does_not_know_us(two: Two) -> None:
    """It is told once, not in every round."""
    two.acquaint(two.tls("RO"))
    with two.serving() as (node, told):
        node.do_round()
        node.do_round()
    assert two.mirror("RO").name not in two.names()
    assert told.getvalue().count(f"witness={two.mirror('RO').name}") == 1


def test_logs_of_the_regime_are_never_only_witnessed(two: Two, tmp_path: Path) -> None:
    """A party's line under them says that it holds the bytes: the settings cannot name them."""
    log = ForeignLogSettings(two.log("HU").vkey, two.tls("HU"))
    with pytest.raises(SourceError, match="E-SETTINGS"):
        ForeignWork(tmp_path, [log], BASES["HU"], [], lambda: 0)
    ForeignWork(tmp_path, [log, log], BASES["RO"], [], lambda: 0).close()


@pytest.mark.parametrize(
    ("log", "named"),
    [
        (ForeignLogSettings("no key", ""), "logs.key"),
        (ForeignLogSettings("", ""), "logs.key"),
        (ForeignLogSettings("KEY", ""), "logs.tls"),
        (ForeignLogSettings("KEY", "AAAA"), "logs.tls"),
        (ForeignLogSettings("KEY", "\u00e9"), "logs.tls"),
    ],
)
def test_a_foreign_log_of_another_form(two: Two, log: ForeignLogSettings, named: str) -> None:
    """A person's slip in the settings is one clear fault."""
    log = replace(log, key=log.key.replace("KEY", two.log("HU").vkey))
    with pytest.raises(SourceError, match=f"E-SETTINGS at .*{named}"):
        two.set("RO", lambda settings: replace(settings, logs=(log,)))
