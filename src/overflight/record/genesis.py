"""The genesis document: what the founders agree on before the first entry (trust.md section 8)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from overflight.record.base64s import read_base64, write_base64
from overflight.record.canonical import read_canonical, write_canonical
from overflight.record.ed25519 import check_public, public_of_spki, spki_of_public
from overflight.record.faults import refusal
from overflight.record.keysets import LEAST_ROOTS, LEAST_THRESHOLD
from overflight.record.members import HEX64, PARTY, Members

__all__ = [
    "Founder",
    "Genesis",
    "document_hash",
    "log_origin",
    "mirror_name",
    "read_genesis",
    "regime_id",
    "write_genesis",
]

_VERSION = 1
_MOST = 100
_NAME = re.compile(r"\S(?:.{0,198}\S)?")
_BASE = re.compile(r"[a-z0-9][a-z0-9.-]{0,80}(?:/[a-z0-9][a-z0-9._-]{0,40}){1,4}")
_EPOCH = re.compile(r"[1-9][0-9]{0,5}")
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")


@dataclass(frozen=True, slots=True)
class Founder:
    """One founding party and the keys it starts with.

    Args:
        party: Its code.
        root: Raw public root keys, at least three.
        threshold: How many of them must sign, at least two.
        log: Raw public key that signs the heads of its log.
        mirror: Raw public key that cosigns the heads of others.
    """

    party: str
    root: tuple[bytes, ...]
    threshold: int
    log: bytes
    mirror: bytes


@dataclass(frozen=True, slots=True)
class Genesis:
    """The document every founder's first entry names by its hash.

    Args:
        regime: Name of the regime, for people.
        base: Host and path under which the logs are named, without a scheme.
        parties: The founders, sorted by code.
        depositaries: Codes of the depositaries; each is a founder.
        rules: Hex SHA-256 of the rule set agreed on.
    """

    regime: str
    base: str
    parties: tuple[Founder, ...]
    depositaries: tuple[str, ...]
    rules: str

    def founder_of(self, origin: str) -> Founder | None:
        """Return whose log an origin names, in whatever epoch."""
        stem, _, epoch = origin.rpartition("/")
        if not _EPOCH.fullmatch(epoch):
            return None
        named = (p for p in self.parties if log_origin(self.base, p.party) == f"{stem}/1")
        return next(named, None)


def log_origin(base: str, party: str, epoch: int = 1) -> str:
    """Return the origin of a party's log: ``BASE/log/<party>/<epoch>``."""
    return f"{base}/log/{party.lower()}/{epoch}"


def mirror_name(base: str, party: str) -> str:
    """Return the name under which a party cosigns: ``BASE/mirror/<party>``."""
    return f"{base}/mirror/{party.lower()}"


def document_hash(document: bytes) -> str:
    """Return the hex SHA-256 of a genesis document."""
    return sha256(document).hexdigest()


def regime_id(document: bytes) -> str:
    """Return the first 16 hex digits of the document's hash: what people compare on paper."""
    return document_hash(document)[:16]


def _public(members: Members, name: str) -> bytes:
    data = read_base64(members.text(name, _BASE64), code="E-GENESIS", where=name)
    public = public_of_spki(data)
    check_public(public, where=name)
    return public


def _roots(members: Members) -> tuple[bytes, ...]:
    texts = members.texts("root", _BASE64, _MOST)
    roots = tuple(public_of_spki(read_base64(t, code="E-GENESIS", where="root")) for t in texts)
    for root in roots:
        check_public(root, where="root")
    return roots


def _founder(members: Members) -> Founder:
    founder = Founder(
        members.text("party", PARTY),
        _roots(members),
        members.count("threshold"),
        _public(members, "log"),
        _public(members, "mirror"),
    )
    if len(founder.root) < LEAST_ROOTS:
        members.wrong("root", f"at least {LEAST_ROOTS} root keys", len(founder.root))
    if not LEAST_THRESHOLD <= founder.threshold <= len(founder.root):
        members.wrong("threshold", "2 or more, and no more than root keys", founder.threshold)
    return founder


def _check_whole(genesis: Genesis) -> None:
    codes = [founder.party for founder in genesis.parties]
    keys = [k for f in genesis.parties for k in (*f.root, f.log, f.mirror)]
    if not codes or codes != sorted(set(codes)):
        wrong, found = "parties sorted by code, none twice", " ".join(codes)
    elif not set(genesis.depositaries) <= set(codes):
        wrong, found = "depositaries that are parties", " ".join(genesis.depositaries)
    elif len(set(keys)) != len(keys):
        wrong, found = "every key once: one key, one use", "a key named twice"
    else:
        return
    raise refusal("E-GENESIS", where="genesis document", expected=wrong, found=found)


def read_genesis(document: bytes) -> Genesis:
    """Read a genesis document.

    Raises:
        RecordError: ``E-CANON`` or ``E-GENESIS``: not canonical, or not a genesis document.
    """
    members = Members(
        read_canonical(document, where="genesis document"), "genesis document", "E-GENESIS"
    )
    if members.count("v") != _VERSION:
        members.wrong("v", str(_VERSION), "another version")
    genesis = Genesis(
        members.text("regime", _NAME),
        members.text("base", _BASE),
        members.each("parties", _MOST, _founder),
        members.texts("depositaries", PARTY, _MOST),
        members.text("rules", HEX64),
    )
    members.end()
    _check_whole(genesis)
    return genesis


def write_genesis(genesis: Genesis) -> bytes:
    """Write a genesis document and read it back.

    Raises:
        RecordError: ``E-CANON`` or ``E-GENESIS``: it cannot stand.
    """
    document = write_canonical(
        {
            "v": _VERSION,
            "regime": genesis.regime,
            "base": genesis.base,
            "parties": [
                {
                    "party": founder.party,
                    "root": [write_base64(spki_of_public(root)) for root in founder.root],
                    "threshold": founder.threshold,
                    "log": write_base64(spki_of_public(founder.log)),
                    "mirror": write_base64(spki_of_public(founder.mirror)),
                }
                for founder in genesis.parties
            ],
            "depositaries": list(genesis.depositaries),
            "rules": genesis.rules,
        },
        where="genesis document",
    )
    read_genesis(document)
    return document
