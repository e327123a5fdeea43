"""A peer that answers each question just in time must not make a round last for hours."""

from __future__ import annotations

from itertools import count

import pytest
from tests.record_samples import AT

from overflight.adapters.node.contacts import Contacts, NotedPeer
from overflight.desk.network import Got
from overflight.errors import SourceError


class Slow:
    """A peer that answers whatever it is asked."""

    name = "US"
    asked = 0

    def get(self, path: str, most: int) -> Got:
        """Answer."""
        self.asked += 1
        return Got(path.encode()[:most], 0)

    def hint(self) -> None:
        """Hear nothing."""


def test_the_answers_of_one_peer_end_with_the_round() -> None:
    """At 29 s each, 120 s are over after five answers; it is told as a peer that is too slow."""
    ticks, slow, contacts = count(step=29), Slow(), Contacts(lambda: AT)
    peer = NotedPeer(slow, contacts, 120.0, lambda: float(next(ticks)))
    for _ in range(5):
        assert peer.get("log/head/1", 100).data
    with pytest.raises(SourceError, match="E-PEER"):
        peer.get("log/head/1", 100)
    assert slow.asked == 5
    assert [contact.code for contact in contacts.all()] == ["E-PEER"]
    assert NotedPeer(slow, contacts).get("log/checkpoint", 100).data
