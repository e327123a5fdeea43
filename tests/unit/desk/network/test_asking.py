"""Asking ahead: who is silent at the first question is spared the others."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.network_world import FOUR, World
from tests.record_samples import key, statement

from overflight.desk import attach, signed
from overflight.desk.network.asking import AskedPeer
from overflight.desk.network.own import cosign_own
from overflight.desk.network.ports import Got
from overflight.errors import SourceError


class Answering:
    """A peer that answers some paths."""

    name = "HU"

    def __init__(self, *known: str) -> None:
        self.known = known
        self.asked: list[str] = []

    def get(self, path: str, most: int) -> Got:
        """Answer, or fail as a peer that is away."""
        del most
        self.asked.append(path)
        if path not in self.known:
            raise SourceError("E-PEER", where=path, expected="an answer", found="none", remedy="-")
        return Got(path.encode(), None)

    def hint(self) -> None:
        """Take no notice."""


def test_a_silent_peer_is_asked_once() -> None:
    """Nobody waits for the second answer of a peer that did not give the first."""
    near = Answering("b")
    AskedPeer(near, lambda: 0).ahead([("a", 9), ("b", 9)])
    assert near.asked == ["a"]


def test_one_answer_that_does_not_come() -> None:
    """A later question without an answer leaves the others; each answer is used once."""
    near = Answering("a", "c")
    peer = AskedPeer(near, lambda: 0)
    peer.ahead([("a", 9), ("b", 9), ("c", 9)])
    assert near.asked == ["a", "b", "c"]
    assert (peer.waiting("a"), peer.waiting("b")) == (b"a", None)
    with pytest.raises(SourceError):
        peer.get("b", 9)
    assert (peer.get("a", 9).data, peer.get("c", 9).data) == (b"a", b"c")
    assert len(near.asked) == 3
    peer.get("a", 9)
    assert near.asked[3:] == ["a"]


def test_a_node_without_mirror_keys_cosigns_nothing_of_its_own() -> None:
    """A node that only looks has no key to cosign with."""
    node = World().node("HU")
    assert cosign_own(node.desk) is not None
    object.__setattr__(node.desk, "by", ())
    assert cosign_own(node.desk) is None


def test_without_policies_the_regimes_quorum_and_the_own_mirror_are_asked() -> None:
    """A node whose officers wrote no policy asks for what the regime names."""
    node = World().node("HU")
    asked = node.desk.asked
    assert asked
    object.__setattr__(node.desk, "policies", tuple(asked)[:1])
    assert node.desk.asked == tuple(asked)[:1]


def test_whose_keys_a_node_knows() -> None:
    """Every founder is a party; a key set is known as soon as an entry of its log is held."""
    world = World()
    keys = world.node("RO").desk.keys
    assert keys.parties == set(FOUR)
    assert keys.key_set("HU") is None
    world.rounds(1)
    found = keys.key_set("HU")
    assert found is not None
    assert found.version == 1


def test_few_texts_of_heads_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A node that runs for years forgets which lines over old heads it judged."""
    monkeypatch.setattr("overflight.desk.network.alarms._MOST_TEXTS", 1)
    world = World()
    for _ in range(3):
        world.say("HU")
        world.rounds(1)
        assert all(len(world.node(party).desk.memory.judged) <= 1 for party in FOUR)
    assert world.held_everywhere()


def test_large_entries_are_kept_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept at once is bounded in bytes; a flood among it ends the pulling there."""
    monkeypatch.setattr("overflight.desk.network.pulling._MOST_TOGETHER", 1)
    world = World()
    world.say("HU", 700)
    world.round("RO", [world.between("RO", "HU")])
    assert world.node("RO").cosigned("HU") == 701
    monkeypatch.setattr("overflight.desk.network.flood.MOST_BYTES", 150_000)
    report = world.round("CA", [world.between("CA", "HU")])
    assert [o.code for o in report.outcomes] == ["E-FLOOD"]
    assert 0 < world.node("CA").held("HU") < 701


def test_an_attachment_beyond_a_days_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Attachments count as entries do; the head that names one too many is not cosigned."""
    world = World()
    world.rounds(1)
    node, large = world.node("HU"), b"x" * 5_000
    node.count += 1
    said = replace(statement("HU", node.count), att=(attach(large, "a/b"),))
    node.records.append(node.origin, [signed(said, [key("HU", "author-1")])], [large])
    monkeypatch.setattr("overflight.desk.network.flood.MOST_BYTES", 5_000)
    for _ in range(2):  # when it comes, and when it is asked for again
        report = world.round("RO", [world.between("RO", "HU")])
        assert [o.code for o in report.outcomes] == ["E-FLOOD"]
    assert world.node("RO").cosigned("HU") == 1
