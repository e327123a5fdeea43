"""Answers of the commands about keys, drafts and signatures."""

from __future__ import annotations

from dataclasses import dataclass

from overflight.desk.signing.key_sets import ROOT, InForceNow
from overflight.record import key_id

__all__ = [
    "DraftAnswer",
    "KeyInForce",
    "KeysAnswer",
    "SignedAnswer",
    "SubmittedAnswer",
    "keys_answer",
]


@dataclass(frozen=True, slots=True)
class KeyInForce:
    """One key that speaks for a party: id, use, algorithm, and what an author may sign."""

    kid: str
    use: str
    alg: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeysAnswer:
    """The keys that speak for a party, and how many root keys change them."""

    party: str
    log: str
    version: int
    threshold: int
    keys: tuple[KeyInForce, ...]


@dataclass(frozen=True, slots=True)
class DraftAnswer:
    """A draft that was written: its file, what it is, and how many heads go with it."""

    file: str
    type: str
    party: str
    log: str
    id: str
    sha256: str
    heads: int


@dataclass(frozen=True, slots=True)
class SignedAnswer:
    """A signature that was given: file, key, all key ids so far, and what was doubtful."""

    file: str
    keyid: str
    keyids: tuple[str, ...]
    sha256: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SubmittedAnswer:
    """A statement that was appended: where it stands and what it counts for."""

    log: str
    index: int
    hash: str
    standing: str
    handed_over: bool
    renamed: tuple[str, ...] = ()


def keys_answer(now: InForceNow) -> KeysAnswer:
    """Return the keys in force as an answer, root keys first."""
    roots = (KeyInForce(key_id(root), ROOT, "ed25519") for root in now.keys.root)
    others = (KeyInForce(k.kid, k.use.value, k.alg, k.roles) for k in now.keys.keys)
    keys = (*roots, *others)
    return KeysAnswer(now.party, now.origin, now.keys.version, now.keys.threshold, keys)
