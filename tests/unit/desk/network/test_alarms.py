"""Forks between mirrors, of one's own log, said to everybody; and what is no crime."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.mirror_samples import head_over
from tests.network_world import Between, Node, World, origin
from tests.record_samples import key, statement

from overflight.adapters.node.wire import Store
from overflight.adapters.store.memory_mirror import MemoryMirror
from overflight.adapters.store.memory_record import MemoryRecords
from overflight.desk import signed
from overflight.desk.network import forks_unsaid, say_forks
from overflight.record import (
    FORK_PROVEN,
    ForkEvidence,
    ForkProven,
    Json,
    origin_hash,
    read_envelope,
    read_fork,
    read_head,
    read_statement,
    write_fork,
)
from overflight.record.forks import read_fork_proven, write_fork_proven

HU, RO = origin("HU"), origin("RO")


@pytest.fixture
def world() -> World:
    """Return four parties that hold each other's logs."""
    world = World()
    world.say("HU", 3)
    world.say("RO", 3)
    world.rounds(2)
    return world


def second_face(world: World, kept: int, more: int) -> Node:
    """Return a node of HU with another history: some entries kept, others in their place."""
    node = world.node("HU")
    leaves = list(node.records.entries(HU))[:kept]
    other = Node("HU", world.parties, world.clock)
    other.records = MemoryRecords({HU: key("HU", "log")})
    other.count = 700
    other.records.append(HU, [*leaves, *(other.leaf() for _ in range(more))])
    other.mirror = MemoryMirror(other.records)
    other.store = Store.over(other.records, other.document, "HU", other.mirror)
    other.open()
    return other


def shown(world: World, party: str, face: Node) -> list[Between]:
    """Return a node's peers, where HU shows it another face."""
    peers = [world.between(party, other) for other in world.parties if other != party]
    for peer in peers:
        if peer.name == "HU":
            peer.near = face.peer()
    return peers


@pytest.mark.parametrize(("kept", "more"), [(4, 2), (2, 1), (2, 9), (4, 600)])
def test_two_faces_meet(kept: int, more: int) -> None:
    """An owner that shows two mirrors two histories is caught by whoever compares, with proof."""
    world = World()
    world.say("HU", 3)
    face = second_face(world, kept, more)
    world.say("HU", 3)
    world.round("CA", shown(world, "CA", face))
    world.round("RO", [world.between("RO", "HU")])
    report = world.round("US", [world.between("US", "HU")])
    assert not report.alarms
    report = world.round("US", [world.between("US", "CA")])
    assert [(o.peer, o.origin, o.code) for o in report.alarms] == [("CA", HU, "E-FORK")]
    (evidence,) = world.node("US").mirror.proofs()
    assert read_fork(evidence).origin == HU
    again = world.round("US", [world.between("US", "CA")])
    assert [(o.code, o.alarm) for o in again.outcomes] == [("E-FROZEN", False)]
    assert not again.alarms


def watching(world: World, party: str) -> None:
    """Give a node a key with which it may say what it found."""
    world.node(party).open(key(party, "author-1"))


def test_what_one_proved_freezes_the_log_everywhere(world: World) -> None:
    """A node says it in its own log; whoever pulls that checks the evidence and freezes the log."""
    watching(world, "US")
    evidence = ForkEvidence(HU, head_over(HU, [b"a"]), head_over(HU, [b"b"]))
    world.node("US").mirror.put_evidence(write_fork(evidence))
    report = world.round("US")
    assert [ref.o for ref in report.said] == [origin("US")]
    leaf = list(world.node("US").records.entries(origin("US")))[-1]
    said = read_statement(read_envelope(leaf).payload)
    assert said.type == FORK_PROVEN
    assert read_fork_proven(said.body).origin == HU
    assert [a.h for a in said.att] == [read_fork_proven(said.body).h]
    world.rounds(1)
    assert all(world.node(p).mirror.held(HU).frozen for p in ("CA", "RO", "US"))
    assert forks_unsaid(world.node("US").desk) == ()
    assert say_forks(world.node("US").desk) == ()
    assert forks_unsaid(world.node("RO").desk) == (write_fork(evidence),)
    assert say_forks(world.node("RO").desk) == ()
    world.node("RO").open()
    assert forks_unsaid(world.node("RO").desk) == (write_fork(evidence),)


def test_a_fork_is_said_once_whatever_the_number_of_proofs(world: World) -> None:
    """A log is frozen once; a second proof adds nothing."""
    watching(world, "US")
    for other in (b"b", b"c"):
        evidence = ForkEvidence(HU, head_over(HU, [b"a"]), head_over(HU, [other]))
        world.node("US").mirror.put_evidence(write_fork(evidence))
    assert len(world.round("US").said) == 1
    assert world.round("US").said == ()


def accuse(world: World, body: dict[str, Json], blob: bytes) -> None:
    """Let US say of a log that it showed two faces."""
    from overflight.desk import attach

    node = world.node("US")
    node.count += 1
    said = replace(statement("US", node.count, body), type=FORK_PROVEN, att=(attach(blob, "a/b"),))
    node.records.append(node.origin, [signed(said, [key("US", "author-1")])], [blob])


def test_false_accusations_change_nothing(world: World) -> None:
    """Evidence is believed, never a party: what a stranger refuses freezes nothing."""
    from hashlib import sha256

    good = head_over(HU, [b"a"])
    lies = [
        b"noise",
        write_fork(ForkEvidence(HU, good, head_over(HU, [b"b"], by=key("RO", "log")))),
        write_fork(ForkEvidence("elsewhere/log/x/1", good, head_over(HU, [b"b"]))),
    ]
    for lie in lies:
        digest = sha256(lie).hexdigest()
        for log in (HU, "elsewhere/log/x/1"):
            accuse(world, write_fork_proven(ForkProven(log, digest)), lie)
    accuse(world, {"n": 1}, b"noise")
    accuse(world, write_fork_proven(ForkProven(HU, "0" * 64)), b"noise")
    world.rounds(2)
    for node in world.nodes.values():
        assert node.mirror.proofs() == ()


def test_evidence_that_comes_later(world: World) -> None:
    """A statement is looked at again until its evidence is there."""
    from hashlib import sha256

    proof = write_fork(ForkEvidence(HU, head_over(HU, [b"a"]), head_over(HU, [b"b"])))
    accuse(world, write_fork_proven(ForkProven(HU, sha256(proof).hexdigest())), proof)
    peer = world.between("RO", "US")
    peer.lie = lambda path, data: None if path.startswith("blob/") else data
    assert [o.code for o in world.round("RO", [peer]).outcomes] == ["E-BLOB"]
    assert not world.node("RO").mirror.held(HU).frozen
    world.round("RO", [world.between("RO", "US")])
    assert world.node("RO").mirror.held(HU).frozen


def test_an_own_log_that_went_back(world: World) -> None:
    """A node put back from a backup sees that others hold more; it cosigns nothing of its own."""
    behind = World()
    node = world.node("HU")
    old = behind.node("HU")
    old.say(1)
    behind.tick(120)
    report = behind.round("HU", [world.between("HU", p) for p in ("CA", "RO", "US")])
    assert {(o.origin, o.code) for o in report.alarms} == {(HU, "E-ROLLBACK")}
    assert HU not in report.cosigned
    assert node.mirror.proofs() == ()


@pytest.mark.parametrize("more", [1, 2, 9])
def test_an_own_log_that_was_forked(world: World, more: int) -> None:
    """Somebody with this log's key speaks elsewhere, or a backup went on: the proof is kept."""
    face = second_face(world, 2, more)
    report = world.round("HU")
    assert not report.alarms
    face_peers = [world.between("HU", p) for p in ("CA", "RO", "US")]
    from overflight.desk.network import run_round

    found = run_round(face.desk, face_peers)
    assert {(o.origin, o.code) for o in found.alarms} == {(HU, "E-FORK")}
    assert {read_fork(e).origin for e in face.mirror.proofs()} == {HU}
    assert HU not in found.cosigned


def own_shown(world: World, lie: Callable[[bytes], bytes]) -> list[str]:
    """Return what HU makes of a lie about its own log."""
    path = f"mirror/{origin_hash(HU)}/checkpoint"
    peer = world.between("HU", "RO")
    peer.lie = lambda asked, data: lie(data) if data and asked == path else data
    return [o.code for o in world.round("HU", [peer]).outcomes]


def test_lies_about_the_own_log(world: World) -> None:
    """What this log did not sign is nobody's word."""
    us = world.node("US").records.checkpoint(origin("US")) or b""
    assert own_shown(world, lambda _: us) == ["E-ORIGIN"]
    assert own_shown(world, lambda _: b"noise") == ["E-NOTE"]
    forged = head_over(HU, [b"x"] * 4, by=key("RO", "log"))
    assert own_shown(world, lambda _: forged) == ["E-ROOT"]
    larger = head_over(HU, [b"x"] * 9, by=key("RO", "log"))
    assert own_shown(world, lambda _: larger) == ["E-TILE"]
    unsigned = head_over(HU, list(world.node("HU").records.entries(HU)), by=key("RO", "log"))
    # The very head that was cosigned here, badly signed by a mirror: the text is the log's own.
    assert own_shown(world, lambda _: unsigned) == []
    assert world.node("HU").mirror.proofs() == ()


def test_lies_about_another_log(world: World) -> None:
    """A mirror that shows a head its log never signed is told, and the log is not frozen."""
    path = f"mirror/{origin_hash(HU)}/checkpoint"

    def shown_by_us(note: bytes) -> list[str]:
        peer = world.between("RO", "US")
        peer.lie = lambda asked, data: note if asked == path else data
        return [o.code for o in world.round("RO", [peer]).outcomes]

    leaves = list(world.node("HU").records.entries(HU))
    assert shown_by_us(head_over(HU, leaves, by=key("RO", "log"))) == []
    assert shown_by_us(head_over(HU, leaves[:2], by=key("RO", "log"))) == ["E-HEADSIG"]
    assert shown_by_us(head_over(HU, [b"x"], by=key("RO", "log"))) == ["E-ROOT"]
    assert shown_by_us(world.node("RO").records.checkpoint(RO) or b"") == ["E-ORIGIN"]
    assert world.node("RO").mirror.proofs() == ()


def test_a_log_that_has_not_begun(world: World) -> None:
    """A node without entries of its own compares nothing and cosigns nothing of its own."""
    node = world.node("RO")
    node.records = MemoryRecords({})
    node.mirror = MemoryMirror(node.records)
    node.open()
    report = world.round("RO")
    assert RO not in report.cosigned
    assert report.outcomes == []


def test_bad_lines_are_not_kept(world: World) -> None:
    """A line by nobody known, or a bad one, is left out; the head's own signature stays."""
    world.say("HU")
    peer = world.between("RO", "HU")

    def spoil(path: str, data: bytes | None) -> bytes | None:
        if path != "log/checkpoint" or data is None:
            return data
        forged = b"\xe2\x80\x94 " + b"x/mirror/zz AAAAAAA=\n"
        return data + forged

    peer.lie = spoil
    assert world.round("RO", [peer]).outcomes == []
    head = world.node("RO").records.checkpoint(HU) or b""
    assert {line.name.rpartition("/")[2] for line in read_head(head)[1].signatures} <= {
        "1",
        "ro",
        "hu",
    }
