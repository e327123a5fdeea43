"""Rounds of whole regimes: everything comes to everybody, and one bad peer stops nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.network_world import Between, World, origin, unreachable

from overflight.adapters.node.near_peer import NearPeer
from overflight.desk.network import Got
from overflight.errors import SourceError
from overflight.record import origin_hash, read_head

HU, RO = origin("HU"), origin("RO")


@pytest.fixture
def world() -> World:
    """Return four parties that have just been founded."""
    return World()


def codes(world: World, party: str, *peers: Between) -> list[tuple[str, str]]:
    """Return who did what wrong in a round of one party."""
    report = world.round(party, peers or None)
    return [(o.peer, o.code) for o in report.outcomes]


def lying(
    world: World, party: str, lie: Callable[[str, bytes | None], bytes | None]
) -> list[Between]:
    """Return RO's peers, one of which lies."""
    peers = [world.between("RO", other) for other in ("CA", "HU", "US")]
    for peer in peers:
        if peer.name == party:
            peer.lie = lie
    return peers


def test_everything_comes_to_everybody(world: World) -> None:
    """One round later every mirror holds it, two rounds later its owner has all lines."""
    world.say("HU", 3)
    assert all(not report.outcomes for report in world.rounds(2))
    assert world.held_everywhere()
    names = {
        line.name
        for line in read_head(world.node("HU").records.checkpoint(HU) or b"")[1].signatures
    }
    assert len(names) == 1 + 4


def test_nothing_new_is_quiet(world: World) -> None:
    """A round without news cosigns nothing, until an hour has passed; then it is a heartbeat."""
    world.rounds(1)
    report = world.round("RO")
    assert (report.cosigned, report.grown, report.outcomes) == ([], [], [])
    world.tick(3600)
    report = world.round("RO")
    assert len(report.cosigned) == 4
    assert report.grown == []


def test_a_new_head_is_hinted_to_its_owner(world: World) -> None:
    """So that it fetches the line at once; a hint that is lost does no harm."""
    peers = lying(world, "", lambda _, data: data)
    world.round("RO", peers)
    assert [peer.hints for peer in peers] == [1, 1, 1]
    world.say("HU")
    deaf = [_Ahead(peer, 0) for peer in peers]
    report = world.round("RO", deaf)
    assert report.grown == [HU]
    assert [(o.peer, o.code, o.alarm) for o in report.outcomes] == [("HU", "E-PEER", False)]


def test_a_hint_is_followed_at_once(world: World) -> None:
    """One visit takes the peer's log and its lines over one's own."""
    world.rounds(1)
    world.say("HU", 2)
    report = world.visit("RO", "HU")
    assert report.grown == [HU]
    world.say("RO")
    world.visit("HU", "RO")
    world.visit("RO", "HU")
    lines = world.node("RO").mirror.lines(RO)
    assert {(size, line.name.rpartition("/")[2]) for size, line in lines} >= {(2, "hu")}
    world.cut.add("HU")
    assert [o.code for o in world.visit("RO", "HU").outcomes] == ["E-PEER"]


def test_an_owner_that_cannot_be_reached(world: World) -> None:
    """Any mirror may serve any log: bytes prove themselves."""
    world.say("HU", 5)
    world.round("CA")
    peers = [world.between("RO", other) for other in ("CA", "US")]
    world.round("RO", peers)
    assert world.node("RO").cosigned("HU") == 6


def test_lines_over_other_heads_are_kept(world: World) -> None:
    """Mirrors cosign different heads of a busy log; an older one is kept with its line."""
    for party in ("CA", "US", "RO"):
        world.say("HU")
        world.round(party)
    node = world.node("RO")
    world.round("RO")
    sizes = {size for size, _ in node.mirror.lines(HU)}
    assert sizes == {2, 3, 4}
    assert [read_head(note)[0].size for note in node.records.heads(HU)] == [2, 3, 4]


def test_a_peer_that_is_down_stops_nothing(world: World) -> None:
    """It is told, and its log comes from another mirror in the next round."""
    world.say("CA")
    world.round("US")
    peers = lying(world, "", lambda _, data: data)
    peers[0].is_cut = lambda: True
    assert codes(world, "RO", *peers) == [("CA", "E-PEER")]
    assert world.node("RO").cosigned("CA") == 2


def test_a_peer_that_goes_down_half_way(world: World) -> None:
    """Whatever it does at whatever request, the others' logs are pulled."""

    def breaks(path: str, data: bytes | None) -> bytes | None:
        if "tile" in path:
            raise unreachable("HU")
        return data

    assert codes(world, "RO", *lying(world, "HU", breaks)) == [("HU", "E-PEER")]
    assert world.node("RO").cosigned("US") == 1


def test_another_regime(world: World) -> None:
    """A peer of another regime is not asked for anything more, and a person is told."""
    peers = lying(world, "HU", lambda path, data: b"{}" if path == "genesis.json" else data)
    report = world.round("RO", peers)
    assert [(o.peer, o.code) for o in report.alarms] == [("HU", "E-REGIME")]
    assert peers[1].asked == ["genesis.json"]


def test_a_peer_without_a_genesis_document(world: World) -> None:
    """A folder may lack it; the bytes prove themselves all the same."""
    lie = lambda path, data: None if path == "genesis.json" else data  # noqa: E731 - one line
    assert codes(world, "RO", *lying(world, "HU", lie)) == []
    assert world.node("RO").cosigned("HU") == 1


@pytest.mark.parametrize("what", ["log/checkpoint", "mirror"])
def test_the_head_of_another_log(world: World, what: str) -> None:
    """Under the path of one log no head of another one is taken."""
    world.rounds(1)
    us = world.node("US").records.checkpoint(origin("US"))

    def other(path: str, data: bytes | None) -> bytes | None:
        return us if path.startswith(what) and path.endswith("checkpoint") else data

    found = codes(world, "RO", *lying(world, "HU", other))
    assert ("HU", "E-ORIGIN") in found
    assert {code for _, code in found} == {"E-ORIGIN"}


@pytest.mark.parametrize(
    ("noise", "code"),
    [
        (b"", "E-NOTE"),
        (b"\xff", "E-NOTE"),
        (b"a\n\n", "E-NOTE"),
        (b"a\n\n\xe2\x80\x94 a AAAAAAA=\n", "E-HEAD"),
    ],
)
def test_noise_for_a_head(world: World, noise: bytes, code: str) -> None:
    """What is no head is refused by its form, wherever it is served."""
    world.rounds(1)
    lie = lambda path, data: noise if path.endswith("checkpoint") else data  # noqa: E731
    found = codes(world, "RO", *lying(world, "HU", lie))
    assert ("HU", code) in found
    assert {peer for peer, _ in found} == {"HU"}


def test_a_replayed_head_of_the_owner(world: World) -> None:
    """A log smaller than a head it signed is an alarm, if its owner says so twice."""
    world.say("HU", 2)
    old = world.node("HU").records.checkpoint(HU)
    world.say("HU", 2)
    world.round("RO")
    lie = lambda path, data: old if path == "log/checkpoint" else data  # noqa: E731
    report = world.round("RO", lying(world, "HU", lie))
    assert [(o.peer, o.origin, o.code) for o in report.alarms] == [("HU", HU, "E-ROLLBACK")]
    assert world.node("RO").cosigned("HU") == 5


def test_an_answer_that_was_overtaken_is_no_rollback(world: World) -> None:
    """The owner is asked again: another pull may have come between."""
    old = world.node("HU").records.checkpoint(HU)
    world.say("HU", 2)
    world.round("RO")
    answers = iter([old])
    lie = lambda path, data: next(answers, data) if path == "log/checkpoint" else data  # noqa: E731
    assert world.round("RO", lying(world, "HU", lie)).outcomes == []


def test_a_carried_copy_may_be_old(world: World) -> None:
    """A bundle has no clock and took its time; its old heads are no alarm."""
    store = dict[str, bytes | None]()
    peer = world.between("RO", "HU")
    for path in (
        "log/checkpoint",
        "log/tile/entries/000.p/1",
        f"mirror/{origin_hash(HU)}/checkpoint",
    ):
        store[path] = peer.get(path, 10**6).data
    carried = NearPeer("HU.ofb", store.get)
    assert world.round("RO", [carried]).grown == [HU]
    world.say("HU")
    world.round("RO")
    assert world.round("RO", [carried]).outcomes == []


def test_a_carried_head_that_cannot_be_read(world: World) -> None:
    """Nobody knows whose it is; nothing is pulled from it."""
    carried = NearPeer("x.ofb", {"log/checkpoint": b"noise"}.get)
    assert world.round("RO", [carried]).outcomes == []


def test_a_clock_far_from_all_others(world: World) -> None:
    """With three peers answering, a clock off by more than two minutes cosigns nothing."""
    peers = lying(world, "", lambda _, data: data)
    ahead = [_Ahead(peer, 121) for peer in peers]
    report = world.round("RO", ahead)
    assert {o.code for o in report.alarms} == {"E-CLOCK"}
    assert not report.cosigned
    assert world.round("RO", [_Ahead(peer, 120) for peer in peers]).cosigned
    world.say("HU")
    assert world.round("RO", [*ahead[:1], *peers[1:]]).outcomes == []


def test_a_long_round_is_not_taken_for_a_wrong_clock() -> None:
    """Dates are compared with our own clock when they come, however long the pulling takes."""
    world = World(step=timedelta(seconds=5))
    assert world.round("RO").outcomes == []


class _Ahead:
    """A peer whose clock is ahead."""

    def __init__(self, peer: Between, seconds: int) -> None:
        self._peer = peer
        self._seconds = seconds
        self.name = peer.name

    def get(self, path: str, most: int) -> Got:
        """Ask, and change the date."""
        got = self._peer.get(path, most)
        return Got(got.data, (got.date or 0) + self._seconds)

    def hint(self) -> None:
        """Hear nothing."""
        raise SourceError("E-PEER", where="x", expected="x", found="x", remedy="x")
