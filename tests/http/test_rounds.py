"""Rounds of whole nodes over real sockets and real TLS, honest ones and others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager

import pytest
from tests.network_world import FOUR, World
from tests.node_samples import QUICK, identity, listening, outlets, pin, url_of
from tests.record_samples import rehearsed

from overflight.adapters.node.http_peer import HttpPeer
from overflight.adapters.node.tls import call_context, listen_context, names_of
from overflight.adapters.node.wire import serve

Lie = Callable[[str, bytes | None], bytes | None]


def honest(path: str, data: bytes | None) -> bytes | None:
    """Answer with what is there."""
    return data


class Web:
    """The nodes of a world, each listening, and what hinted to them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.urls: dict[str, str] = {}
        self.lies: dict[str, Lie] = {}
        self.skew: dict[str, int] = {}
        self.hinted: list[tuple[str, str]] = []
        self._open = ExitStack()

    def serve(self, party: str) -> None:
        """Let one party's node listen."""
        node = self.world.node(party)
        pins = [pin(other) for other in FOUR if other != party]

        def answer(path: str) -> bytes | None:
            return self.lies.get(party, honest)(path, serve(node.store, path))

        listener = self._open.enter_context(
            listening(
                outlets(answer, lambda by: self.hinted.append((by, party))),
                known=names_of(pins),
                guests={},
                context=listen_context(identity(party), pins),
                now=lambda: int(node.clock.now().timestamp()) + self.skew.get(party, 0),
            )
        )
        self.urls[party] = url_of(listener.address)

    def peers(self, party: str) -> list[HttpPeer]:
        """Return all other nodes as one sees them."""
        return [
            self._open.enter_context(
                HttpPeer(
                    other,
                    self.urls[other],
                    call_context(identity(party), [pin(other)]),
                    [pin(other).kid],
                    QUICK,
                )
            )
            for other in FOUR
            if other != party
        ]

    def close(self) -> None:
        """Let nobody listen any more."""
        self._open.close()


@contextmanager
def web_of(world: World) -> Iterator[Web]:
    """Give the nodes of a world, listening."""
    web = Web(world)
    try:
        for party in FOUR:
            web.serve(party)
        yield web
    finally:
        web.close()


@pytest.fixture
def web() -> Iterator[Web]:
    """Yield four nodes that have just been founded, listening."""
    with web_of(World()) as each:
        yield each


def codes(web: Web, party: str = "RO") -> set[tuple[str, str]]:
    """Return who did what in one round of a party."""
    report = web.world.round(party, web.peers(party))
    return {(outcome.peer, outcome.code) for outcome in report.outcomes}


def test_four_nodes_come_to_hold_everything(web: Web) -> None:
    """What each says is held and cosigned by all, and they tell each other that it is there."""
    peers: Mapping[str, list[HttpPeer]] = {party: web.peers(party) for party in FOUR}
    for party in FOUR:
        web.world.say(party, 3)
    for _ in range(2):
        web.world.tick()
        for party in FOUR:
            report = web.world.round(party, peers[party])
            assert report.outcomes == []
    assert web.world.held_everywhere()
    assert ("HU", "RO") in web.hinted


def test_a_peer_of_another_regime(web: Web) -> None:
    """Its genesis document is not ours: nothing of it is taken, and a person is told."""
    other = rehearsed(FOUR, seed="another").genesis
    web.lies["HU"] = lambda path, data: other if path == "genesis.json" else data
    assert ("HU", "E-REGIME") in codes(web)


def test_a_peer_that_serves_another_partys_log_as_its_own(web: Web) -> None:
    """The head says whose log it is; it is not taken for HU's."""
    world = web.world

    def lie(path: str, data: bytes | None) -> bytes | None:
        return serve(world.node("US").store, path) if path.startswith("log/") else data

    web.lies["HU"] = lie
    assert ("HU", "E-ORIGIN") in codes(web)
    assert world.node("RO").held("US") == 1


def test_peers_with_other_clocks(web: Web) -> None:
    """When three peers agree on another time, our own clock is what is doubted."""
    web.skew.update({"CA": 500, "HU": 500, "US": 500})
    assert {code for _, code in codes(web)} == {"E-CLOCK"}
    web.skew.update({"CA": 0, "US": 0})
    assert codes(web) == set()


def test_one_hostile_peer_stops_nobody(web: Web) -> None:
    """It sends more than was asked for; what others serve is taken all the same."""
    web.world.say("US", 2)
    web.lies["HU"] = lambda path, data: bytes(400_000)
    found = codes(web)
    assert {peer for peer, _ in found} == {"HU"}
    assert web.world.node("RO").cosigned("US") == 3
