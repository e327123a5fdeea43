"""Key sets: which keys speak for a party, and the genesis document that starts it all.

A key set is the body of ``record.keys-set/1``; the first one stands inside ``record.genesis/1``
(trust.md section 8). People sign with Ed25519; logs and mirrors may add a second key, ML-DSA-44.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from overflight.record.base64s import read_base64, write_base64
from overflight.record.canonical import Json
from overflight.record.ed25519 import check_public, key_id, public_of_spki, spki_of_public, verifies
from overflight.record.envelopes import pae
from overflight.record.members import HEX64, Members
from overflight.record.mldsa import mldsa_of_spki, mldsa_verifies, spki_of_mldsa

__all__ = [
    "ED25519",
    "GENESIS",
    "KEYS_CONFIRMED",
    "KEYS_SET",
    "ML_DSA_44",
    "Gone",
    "Key",
    "KeySet",
    "KeyUse",
    "Why",
    "key_set_fault",
    "kid_of",
    "pop_message",
    "read_genesis_body",
    "read_key_set",
    "write_genesis_body",
    "write_key_set",
]

GENESIS = "record.genesis/1"
KEYS_SET = "record.keys-set/1"
KEYS_CONFIRMED = "record.keys-confirmed/1"

ED25519 = "ed25519"
ML_DSA_44 = "ml-dsa-44"

POP_MEDIA_TYPE = "application/vnd.overflight.pop.v1"
LEAST_ROOTS = 3
LEAST_THRESHOLD = 2
_MOST_KEYS = 100
_TEXT = re.compile(r"[!-~]{0,4000}")
_WORD = re.compile(r"[a-z0-9*][a-z0-9./*-]{0,79}")
_OR_NOTHING = re.compile(r"(?:[0-9a-f]{64})?")
_HOST = re.compile(r"(?:[A-Z]{2,4})?")


class KeyUse(StrEnum):
    """What a key may do; one key, one use."""

    AUTHOR = "author"
    LOG = "log"
    MIRROR = "mirror"
    ENC = "enc"
    TLS = "tls"


SIGNING = frozenset({KeyUse.AUTHOR, KeyUse.LOG, KeyUse.MIRROR})
_USE = re.compile("|".join(KeyUse))


class Why(StrEnum):
    """Why a key is gone."""

    ROTATED = "rotated"
    LOST = "lost"
    STOLEN = "stolen"


_WHY = re.compile("|".join(Why))


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a party.

    Args:
        use: What it may do.
        alg: ``ed25519`` for keys that sign; ``ml-dsa-44`` for a second log or mirror key.
        pub: The public key: SubjectPublicKeyInfo for keys that sign, else as its use writes it.
        roles: For authors, the statement types it may sign: ``*``, a chapter, or chapter.fact.
        pop: Proof that its holder has the private key; empty for keys that do not sign.
    """

    use: KeyUse
    alg: str
    pub: bytes
    roles: tuple[str, ...] = ()
    pop: bytes = b""

    @property
    def public(self) -> bytes:
        """Return the raw public key of a signing key."""
        return mldsa_of_spki(self.pub) if self.alg == ML_DSA_44 else public_of_spki(self.pub)

    @property
    def kid(self) -> str:
        """Return the hex id by which statements and key sets name it."""
        return sha256(self.pub).hexdigest()

    def may_sign(self, kind: str) -> bool:
        """Tell whether its roles cover a statement type."""
        fact = kind.partition("/")[0]
        return not {"*", fact, fact.partition(".")[0]}.isdisjoint(self.roles)


@dataclass(frozen=True, slots=True)
class Gone:
    """A key that must no longer be used.

    Args:
        kid: Hex id of the key.
        why: Why; entries by a stolen key are contested back to ``since``.
        since: Index of the first entry in doubt.
    """

    kid: str
    why: Why
    since: int


@dataclass(frozen=True, slots=True)
class KeySet:
    """The keys of a party from one entry of its log on.

    Args:
        version: 1, 2, and so on.
        prev: Leaf hash, hex, of the entry with the version before; empty for the first.
        threshold: How many root keys must sign.
        root: Raw public root keys, at least three.
        keys: The other keys in force.
        urls: Where the log is served.
        host: Party that hosts the log and mirror; empty if the party does.
        gone: Keys no longer in force, and why.
    """

    version: int
    prev: str
    threshold: int
    root: tuple[bytes, ...]
    keys: tuple[Key, ...]
    urls: tuple[str, ...] = ()
    host: str = ""
    gone: tuple[Gone, ...] = ()

    def of_use(self, use: KeyUse) -> tuple[Key, ...]:
        """Return the keys in force for one use."""
        return tuple(key for key in self.keys if key.use is use)

    @property
    def log_key(self) -> bytes:
        """Return the raw Ed25519 key of the log; a set that was judged has exactly one."""
        return self.of_alg(KeyUse.LOG, ED25519)[0]

    @property
    def second_log_key(self) -> bytes:
        """Return the raw ML-DSA-44 key of the log, or nothing."""
        return b"".join(self.of_alg(KeyUse.LOG, ML_DSA_44))

    def of_alg(self, use: KeyUse, alg: str) -> tuple[bytes, ...]:
        """Return the raw public keys in force for one use, of one algorithm."""
        return tuple(key.public for key in self.of_use(use) if key.alg == alg)


def kid_of(public: bytes) -> str:
    """Return the hex id of a raw signing key of either algorithm, told by its length."""
    return sha256(spki_of_mldsa(public)).hexdigest() if len(public) > 32 else key_id(public)


def pop_message(regime: str, party: str, use: str, kid: str) -> bytes:
    """Return what a new signing key signs to prove that its holder has it.

    Args:
        regime: Regime id: the first 16 hex digits of the genesis document's SHA-256.
        party: Code of the party.
        use: Use of the key.
        kid: Hex id of the key.
    """
    return pae(POP_MEDIA_TYPE, f"{regime}\n{party}\n{use}\n{kid}".encode())


def _bytes(members: Members, name: str) -> bytes:
    text = members.text(name, _TEXT)
    return read_base64(text, code="E-SCHEMA", where=name)


def _key(members: Members) -> Key:
    return Key(
        use=KeyUse(members.text("use", _USE)),
        alg=members.text("alg", _WORD),
        pub=_bytes(members, "pub"),
        roles=members.texts("roles", _WORD, _MOST_KEYS),
        pop=_bytes(members, "pop"),
    )


def _gone(members: Members) -> Gone:
    return Gone(members.text("kid", HEX64), Why(members.text("why", _WHY)), members.count("since"))


def _roots(members: Members) -> tuple[bytes, ...]:
    texts = members.texts("root", _TEXT, _MOST_KEYS)
    return tuple(public_of_spki(read_base64(t, code="E-SCHEMA", where="root")) for t in texts)


def read_key_set(body: Json) -> KeySet:
    """Read the body of a key set, its form only; ``key_set_fault`` judges what it says.

    Raises:
        RecordError: ``E-SCHEMA`` or ``E-KEY``: a member is missing or not of its form.
    """
    members = Members(body, "key set", "E-SCHEMA")
    keys = KeySet(
        version=members.count("version"),
        prev=members.text("prev", _OR_NOTHING),
        threshold=members.count("threshold"),
        root=_roots(members),
        keys=members.each("keys", _MOST_KEYS, _key),
        urls=members.texts("urls", _TEXT, _MOST_KEYS),
        host=members.text("host", _HOST),
        gone=members.each("gone", _MOST_KEYS, _gone),
    )
    members.end()
    return keys


def write_key_set(keys: KeySet) -> dict[str, Json]:
    """Write a key set as the body of a statement."""
    return {
        "version": keys.version,
        "prev": keys.prev,
        "threshold": keys.threshold,
        "root": [write_base64(spki_of_public(root)) for root in keys.root],
        "keys": [
            {
                "use": key.use.value,
                "alg": key.alg,
                "pub": write_base64(key.pub),
                "roles": list(key.roles),
                "pop": write_base64(key.pop),
            }
            for key in keys.keys
        ],
        "urls": list(keys.urls),
        "host": keys.host,
        "gone": [{"kid": g.kid, "why": g.why.value, "since": g.since} for g in keys.gone],
    }


def read_genesis_body(body: Mapping[str, Json]) -> tuple[str, KeySet]:
    """Read the body of ``record.genesis/1``: the document's hash and the first key set.

    Raises:
        RecordError: ``E-SCHEMA`` or ``E-KEY``.
    """
    members = Members(dict(body), "genesis", "E-SCHEMA")
    document = members.text("document", HEX64)
    keys = read_key_set(members.take("keys"))
    members.end()
    return document, keys


def write_genesis_body(document: str, keys: KeySet) -> dict[str, Json]:
    """Write the body of ``record.genesis/1``."""
    return {"document": document, "keys": write_key_set(keys)}


def key_set_fault(keys: KeySet, regime: str, party: str) -> str:
    """Return what is wrong with a key set on its own, or nothing.

    Args:
        keys: The key set.
        regime: Regime id.
        party: The party whose log it stands in.
    """
    for root in keys.root:
        check_public(root, where="root")
    signing = [key for key in keys.keys if key.use in SIGNING]
    for key in signing:
        wrong = _key_fault(key, regime, party)
        if wrong:
            return wrong
    kids = [*(key_id(root) for root in keys.root), *(key.kid for key in signing)]
    if len(keys.root) < LEAST_ROOTS or not LEAST_THRESHOLD <= keys.threshold <= len(keys.root):
        wrong = f"at least {LEAST_ROOTS} root keys and a threshold of {LEAST_THRESHOLD} or more"
    elif len(set(kids)) != len(kids):
        wrong = "one use for each key"
    elif not {gone.kid for gone in keys.gone}.isdisjoint(kids):
        wrong = "no key both in force and gone"
    else:
        wrong = _log_keys_fault(keys)
    return wrong


def _log_keys_fault(keys: KeySet) -> str:
    if len(keys.of_alg(KeyUse.LOG, ED25519)) != 1:
        return "exactly one Ed25519 log key"
    return "at most one ML-DSA-44 log key" if len(keys.of_alg(KeyUse.LOG, ML_DSA_44)) > 1 else ""


def _key_fault(key: Key, regime: str, party: str) -> str:
    second = key.alg == ML_DSA_44 and key.use is not KeyUse.AUTHOR
    if key.alg != ED25519 and not second:
        return f"alg ed25519 for keys that sign, not {key.alg} for {key.use}"
    if not second:
        check_public(key.public, where=key.use.value)
    message = pop_message(regime, party, key.use, key.kid)
    check = mldsa_verifies if second else verifies
    if not check(key.public, key.pop, message):
        return f"a proof of possession by the {key.use} key {key.kid[:16]}"
    return ""
