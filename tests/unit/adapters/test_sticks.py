"""Islands without a network: what they hold comes and goes by stick, and is proven all the same."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest
from tests.network_world import Node, World, origin
from tests.record_samples import key

from overflight.adapters.sticks.files import BundleCopy, pack_files
from overflight.adapters.sticks.giving import Given, known_to
from overflight.adapters.sticks.peer import bundle_peer, folder_peer
from overflight.adapters.sticks.taking import take_carried
from overflight.adapters.store.copies import verify_path
from overflight.adapters.store.record_folder import export_log
from overflight.assembly import REHEARSAL_BASE
from overflight.desk.network import RoundReport
from overflight.errors import RecordError
from overflight.record import (
    carried_files,
    check_record,
    read_genesis,
    read_head,
    regime_policies,
    view_record,
)

HU, RO, DE = origin("HU"), origin("RO"), origin("DE")


def give(world: World, giver: str, to: str, file: Path) -> Path:
    """Pack what a party lacks, as one node gives it."""
    node = world.node(giver)
    given, known = Given(node.desk, node.store), known_to(node.desk, to)
    files = carried_files(given, REHEARSAL_BASE, lambda o: known.get(o, 0))
    pack_files(chain(files, given.older_files()), REHEARSAL_BASE, file, key(giver, "log"))
    return file


def take(world: World, taker: str, file: Path) -> RoundReport:
    """Take a stick into a node."""
    with BundleCopy(file) as bundle:
        return take_carried(world.node(taker).desk, bundle_peer(bundle, file.name))


def signers(world: World, party: str, log: str, size: int) -> set[str]:
    """Return whose mirrors have signed so many entries of a log, as one node knows it."""
    lines = world.node(party).mirror.lines(log)
    return {line.name.rpartition("/")[2].upper() for n, line in lines if n >= size}


def levels(world: World, party: str, log: str) -> list[str]:
    """Return how far each entry of a log has come, as one node can show it to anybody."""
    node = world.node(party)
    checked = check_record(
        node.document, {o: list(node.records.entries(o)) for o in node.records.origins()}
    )
    heads = {o: [serve_head(node, o, n) for n in sizes(node, o)] for o in node.records.origins()}
    view = view_record(read_genesis(node.document), checked, heads)
    policies = regime_policies(view.roster)
    return [view.reached(c, policies).level.value for c in checked if c.ref.o == log]


def sizes(node: Node, log: str) -> list[int]:
    """Return the sizes of the heads a node keeps of a log."""
    return [read_head(note)[0].size for note in node.records.heads(log)]


def serve_head(node: Node, log: str, size: int) -> bytes:
    """Return a head with all lines over it, as the node serves it."""
    return node.store.shelf.head(log, size, own=node.store.is_own(log)) or b""


def test_two_islands(tmp_path: Path) -> None:
    """Two sticks each way: both hold the other's log and know that the other holds theirs."""
    world = World(("HU", "RO"))
    world.say("HU", 2)
    world.say("RO", 1)
    one = give(world, "HU", "RO", tmp_path / "1.ofb")
    assert take(world, "RO", one).grown == [HU]
    two = give(world, "RO", "HU", tmp_path / "2.ofb")
    assert take(world, "HU", two).grown == [RO]
    assert "RO" in signers(world, "HU", HU, 3)
    three = give(world, "HU", "RO", tmp_path / "3.ofb")
    assert three.stat().st_size < one.stat().st_size
    assert take(world, "RO", three).outcomes == []
    assert "HU" in signers(world, "RO", RO, 2)
    assert take(world, "HU", give(world, "RO", "HU", tmp_path / "4.ofb")).outcomes == []
    assert world.held_everywhere()
    for party in ("HU", "RO"):
        for log in (HU, RO):
            assert set(levels(world, party, log)) == {"held"}


def test_a_third_party_reached_through_another(tmp_path: Path) -> None:
    """What goes from DE to HU only by RO's stick is held by HU, and DE has HU's line by RO."""
    world = World(("DE", "HU", "RO"))
    world.say("DE", 3)
    take(world, "RO", give(world, "DE", "RO", tmp_path / "1.ofb"))
    assert DE in take(world, "HU", give(world, "RO", "HU", tmp_path / "2.ofb")).grown
    world.say("DE")  # DE goes on meanwhile: the line comes back over an older head
    take(world, "RO", give(world, "DE", "RO", tmp_path / "3.ofb"))
    take(world, "RO", give(world, "HU", "RO", tmp_path / "4.ofb"))
    take(world, "DE", give(world, "RO", "DE", tmp_path / "5.ofb"))
    assert signers(world, "DE", DE, 4) >= {"RO", "HU"}
    assert "HU" not in signers(world, "DE", DE, 5)
    assert levels(world, "DE", DE)[:4] == ["held"] * 4


def test_a_stick_that_is_lost(tmp_path: Path) -> None:
    """The next one carries what no mirror has signed for yet."""
    world = World(("HU", "RO"))
    world.say("HU", 2)
    give(world, "HU", "RO", tmp_path / "lost.ofb")
    world.say("HU", 2)
    assert take(world, "RO", give(world, "HU", "RO", tmp_path / "2.ofb")).grown == [HU]
    assert world.node("RO").held("HU") == 5


def test_sticks_read_twice_and_in_the_wrong_order(tmp_path: Path) -> None:
    """A late stick is no rollback, and a second reading changes nothing."""
    world = World(("HU", "RO"))
    world.say("HU", 2)
    old = give(world, "HU", "RO", tmp_path / "1.ofb")
    world.say("HU", 300)
    new = give(world, "HU", "RO", tmp_path / "2.ofb")
    assert take(world, "RO", new).grown == [HU]
    for file in (old, new, old):
        report = take(world, "RO", file)
        assert (report.grown, report.alarms) == ([], ())
    assert world.node("RO").cosigned("HU") == 303


def test_a_stick_that_goes_on_from_what_is_not_there(tmp_path: Path) -> None:
    """A stick for somebody who holds more says what is lacking, and takes nothing."""
    world = World(("CA", "HU", "RO"))
    world.say("HU", 300)
    take(world, "RO", give(world, "HU", "RO", tmp_path / "1.ofb"))
    take(world, "HU", give(world, "RO", "HU", tmp_path / "2.ofb"))
    world.say("HU", 300)
    report = take(world, "CA", give(world, "HU", "RO", tmp_path / "3.ofb"))
    assert HU not in report.grown
    assert any(outcome.origin == HU for outcome in report.outcomes)
    assert not report.alarms


def test_a_long_log_goes_on_by_its_edge(tmp_path: Path) -> None:
    """Many new entries are held to the head by the hashes on the stick, not by all of them."""
    world = World(("HU", "RO"))
    world.say("HU", 600)
    take(world, "RO", give(world, "HU", "RO", tmp_path / "1.ofb"))
    take(world, "HU", give(world, "RO", "HU", tmp_path / "2.ofb"))
    world.say("HU", 900)
    assert take(world, "RO", give(world, "HU", "RO", tmp_path / "3.ofb")).grown == [HU]
    assert world.node("RO").cosigned("HU") == 1501


def test_a_stick_of_another_regime(tmp_path: Path) -> None:
    """It is told apart before anything is read into the node."""
    world = World(("HU", "RO"))
    file = give(world, "HU", "RO", tmp_path / "1.ofb")
    with BundleCopy(file) as bundle:
        peer = bundle_peer(bundle, file.name)
        peer.places = {"other.example/r1/log/hu/1": "log/hu/1"}
        with pytest.raises(RecordError, match="E-REGIME"):
            take_carried(world.node("RO").desk, peer)


def test_a_stick_that_was_half_copied(tmp_path: Path) -> None:
    """Wherever the copying stopped it is refused as a whole."""
    world = World(("HU", "RO"))
    world.say("HU", 3)
    data = give(world, "HU", "RO", tmp_path / "1.ofb").read_bytes()
    half = tmp_path / "half.ofb"
    for cut in range(0, len(data), 512):
        half.write_bytes(data[:cut])
        with pytest.raises(RecordError):
            take(world, "RO", half)
    assert world.node("RO").held("HU") == 0


def test_a_fork_that_comes_by_stick(tmp_path: Path) -> None:
    """Two histories under one key, each on its own stick: proven, frozen, and said."""
    world, other = World(("HU", "RO")), World(("HU", "RO"))
    world.say("HU", 2)
    other.node("HU").count = 10
    other.say("HU", 2)
    take(world, "RO", give(world, "HU", "RO", tmp_path / "1.ofb"))
    report = take(world, "RO", give(other, "HU", "RO", tmp_path / "2.ofb"))
    assert "E-FORK" in {alarm.code for alarm in report.alarms}
    assert world.node("RO").mirror.held(HU).frozen


def test_an_exported_folder_is_a_peer(tmp_path: Path) -> None:
    """A folder in wire layout serves as a stick does; nobody packed it, so it is only a mirror."""
    world = World(("HU", "RO"))
    world.say("HU", 4)
    node = world.node("HU")
    (tmp_path / "genesis.json").write_bytes(node.document)
    given = Given(node.desk, node.store)
    for log in given.origins():
        export_log(given, log, REHEARSAL_BASE, tmp_path)
    assert take_carried(world.node("RO").desk, folder_peer(tmp_path)).grown == [HU]


def test_a_stick_is_a_copy_too(tmp_path: Path) -> None:
    """Whoever gets one whole can verify it as it is."""
    world = World(("HU", "RO"))
    world.rounds(2)
    file = tmp_path / "1.ofb"
    node = world.node("HU")
    given = Given(node.desk, node.store)
    files = chain(carried_files(given, REHEARSAL_BASE), given.older_files())
    pack_files(files, REHEARSAL_BASE, file, key("HU", "log"))
    assert not verify_path(file).problems
