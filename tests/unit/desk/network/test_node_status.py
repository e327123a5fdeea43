"""How a node stands: levels, peers, a frozen log, what a person has to sign."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from overflight.adapters.keys.pem import LOG, seeded_key
from overflight.adapters.node.simulated import BASE, SimulatedRegime
from overflight.adapters.node.weather import EPOCH, Load, Weather
from overflight.adapters.store.heads import sign_head
from overflight.desk.network.node import NodeDesk
from overflight.desk.network.node_status import AlarmSeen, LastRound, PeerContact, node_status
from overflight.desk.network.own import cosign_own
from overflight.missions.said.facts_notice import Acknowledged
from overflight.record import Checkpoint, ForkEvidence, log_origin, write_fork


def fact(number: int, party: str) -> Acknowledged:
    """Return something to say."""
    return Acknowledged(f"2003-OS300{number}", EPOCH, EPOCH)


@pytest.fixture(scope="module")
def desk() -> NodeDesk:
    """Return the node of HU in a regime of four that has held eight statements."""
    regime = SimulatedRegime(("CA", "DE", "HU", "RO"), 1, Weather())
    regime.run(Load(8, 8, 0.0, fact), 3600)
    return regime.nodes["HU"].desk


def test_a_node_that_holds_everything(desk: NodeDesk) -> None:
    """All published, witnessed, held; every peer's log held and cosigned."""
    found = node_status(desk, "folder")
    assert (found.own.published, found.own.witnessed, found.own.held) == (3, 3, 3)
    assert [entry.level for entry in found.own.newest] == ["held"] * 3
    assert found.own.newest[0].held_by == ("CA", "DE", "HU", "RO")
    assert [(p.party, p.size, p.cosigned, p.holds_ours) for p in found.peers] == [
        ("CA", 3, 3, 3),
        ("DE", 3, 3, 3),
        ("RO", 3, 3, 3),
    ]
    assert all(peer.cosigned_at is not None for peer in found.peers)
    assert (found.quorum, found.alarms, found.to_sign, found.last_round) == (3, (), (), None)


def test_what_the_serving_node_left_behind_is_shown(desk: NodeDesk) -> None:
    """Whom it reached, and its alarms."""
    at = EPOCH + timedelta(minutes=5)
    contact = PeerContact("RO", "https://ro.example/", at, at, 3)
    alarm = AlarmSeen("E-FLOOD", "RO", "too much", at, at)
    left = LastRound(1, "HU", at, at, 9, Decimal("0.1"), 60, (contact,), (alarm,))
    found = node_status(desk, "folder", left)
    assert [peer.contact for peer in found.peers] == [None, None, contact]
    assert (found.alarms, found.last_round) == ((alarm,), left)


def test_a_proof_that_nobody_has_said_waits_for_a_person(desk: NodeDesk) -> None:
    """Without a key that may say it, the node shows what a person has to sign."""
    origin = log_origin(BASE, "RO")
    key = seeded_key("RO", LOG, "simulated 1")
    one, two = (sign_head(Checkpoint(origin, 3, bytes([n]) * 32), key) for n in (1, 2))
    desk.mirrors.put_evidence(write_fork(ForkEvidence(origin, one, two)))
    found = node_status(replace(desk, watch=None), "folder")
    assert [peer.party for peer in found.peers if peer.frozen] == ["RO"]
    (line,) = found.to_sign
    assert line.startswith("record.fork-proven/1")
    assert origin in line


def test_a_log_that_has_not_begun_is_not_cosigned(desk: NodeDesk) -> None:
    """Nothing is signed for that is not there, and nothing without a key."""
    assert cosign_own(replace(desk, by=())) is None
    assert cosign_own(desk) is not None
