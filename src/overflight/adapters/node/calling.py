"""How other parties' nodes are reached and known: by their key sets, at first by their offers.

The key set a party has in force names its TLS keys and addresses. Before an entry of its log is
held, what its offer named stands in for it. A person may set another address, never another key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from overflight.adapters.node.http_peer import HttpPeer, PeerLimits
from overflight.adapters.node.settings import NodeSettings, PeerSettings
from overflight.adapters.node.tls import Pin, TlsIdentity, call_context
from overflight.desk.network.keyring import KeyRing
from overflight.errors import OverflightError
from overflight.record import KeyUse, spki_of_public

__all__ = ["Address", "Callers", "addresses_of", "pins_of"]


@dataclass(frozen=True, slots=True)
class Address:
    """How a party's node is reached and known.

    Args:
        url: Where it is called; empty for a party without a network, or not yet known.
        pins: The keys it may show.
    """

    url: str
    pins: tuple[Pin, ...]


def addresses_of(ring: KeyRing, settings: NodeSettings) -> dict[str, Address]:
    """Return how every other party's node is reached and known, by code.

    Args:
        ring: The keys the entries held here have named.
        settings: What a person decided about the node.
    """
    others = [f.party for f in ring.genesis.parties if f.party != settings.party]
    return {party: _address(ring, settings, party) for party in others}


def pins_of(ring: KeyRing, settings: NodeSettings, party: str) -> tuple[Pin, ...]:
    """Return the TLS keys a party's node may show; its host's where another party hosts it."""
    keys = ring.key_set(party)
    if keys is None:
        first = settings.peers.get(party, PeerSettings()).offer_public
        return (Pin(party, spki_of_public(first)),) if first else ()
    own = tuple(Pin(party, key.pub) for key in keys.of_use(KeyUse.TLS))
    hosted = not own and keys.host not in {"", party}
    host = ring.key_set(keys.host) if hosted else None
    return own if host is None else tuple(Pin(party, k.pub) for k in host.of_use(KeyUse.TLS))


def _address(ring: KeyRing, settings: NodeSettings, party: str) -> Address:
    peer = settings.peers.get(party, PeerSettings())
    keys = ring.key_set(party)
    named = (keys.urls[0] if keys.urls else "") if keys else peer.offer_url
    return Address(peer.url or named, pins_of(ring, settings, party))


class Callers:
    """The peers of a node, made anew where an address or a key has changed.

    Args:
        party: Code of the party that calls.
        key: Its TLS key.
        now: The time, for the certificate it shows.
        limits: How long one waits.
    """

    def __init__(
        self,
        party: str,
        key: Ed25519PrivateKey,
        now: Callable[[], datetime],
        limits: PeerLimits | None = None,
    ) -> None:
        self._party = party
        self._key = key
        self._now = now
        self._limits = limits
        self._known: dict[str, Address] = {}
        self._peers: dict[str, HttpPeer] = {}
        self.faults: dict[str, OverflightError] = {}

    def peers(self, addresses: Mapping[str, Address]) -> Mapping[str, HttpPeer]:
        """Return the peers at these addresses, by code; those without address or key are left out.

        An address or key that is none is told in ``faults`` and bars nobody else.
        """
        for party, address in addresses.items():
            if self._known.get(party) != address:
                self._known[party] = address
                self._drop(party)
                self._make(party, address)
        return dict(self._peers)

    def renew(self, key: Ed25519PrivateKey) -> None:
        """Show a new certificate from the next call on, of the same TLS key or of another one."""
        self._key = key
        self._known.clear()

    def close(self) -> None:
        """Close all connections."""
        for party in tuple(self._peers):
            self._drop(party)

    def _make(self, party: str, address: Address) -> None:
        self.faults.pop(party, None)
        if not address.url or not address.pins:
            return
        try:
            context = call_context(TlsIdentity(self._party, self._key, self._now()), address.pins)
            kids = [pin.kid for pin in address.pins]
            self._peers[party] = HttpPeer(party, address.url, context, kids, self._limits)
        except OverflightError as fault:
            self.faults[party] = fault

    def _drop(self, party: str) -> None:
        peer = self._peers.pop(party, None)
        if peer is not None:
            peer.close()
