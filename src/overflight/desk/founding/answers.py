"""What the commands of a founding answer, as forms."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CharterAnswer", "NetworkAnswer", "NodeBegun", "NodeOfNetwork", "OfferAnswer"]


@dataclass(frozen=True, slots=True)
class OfferAnswer:
    """An offer that was written: whose, where to, the key its node will be known by."""

    party: str
    file: str
    keys: str
    urls: tuple[str, ...]
    tls: str


@dataclass(frozen=True, slots=True)
class CharterAnswer:
    """A genesis document that was written; compare the regime id on paper."""

    file: str
    regime: str
    document: str
    parties: tuple[str, ...]
    depositaries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NodeBegun:
    """A node's folder that was made; compare the regime id on paper."""

    folder: str
    party: str
    regime: str
    origin: str
    listen: str
    peers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NodeOfNetwork:
    """One node of a network on one machine."""

    party: str
    folder: str
    listen: str


@dataclass(frozen=True, slots=True)
class NetworkAnswer:
    """A network founded on one machine for trying it out."""

    folder: str
    regime: str
    facts: int
    nodes: tuple[NodeOfNetwork, ...]
