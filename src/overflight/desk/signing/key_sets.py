"""Draft the next key set of a party: a key comes, a key goes, a key is said to be stolen.

The server proposes, the roots decide: a draft counts for nothing until enough root keys, kept
apart, have signed it (trust.md section 8).
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from overflight.desk.founding.genesis import WATCH_ROLE
from overflight.desk.ports import Records, Signer
from overflight.desk.record import origin_of
from overflight.errors import RecordError, SourceError, UsageError
from overflight.record import (
    ED25519,
    KEY_KINDS,
    ML_DSA_44,
    Gone,
    Key,
    KeySet,
    KeyUse,
    Standing,
    Why,
    check_public,
    check_record,
    find_genesis,
    key_id,
    key_set_fault,
    key_set_of,
    pop_message,
    public_of_spki,
    regime_id,
    spki_of_mldsa,
    spki_of_public,
)

__all__ = [
    "ROOT",
    "InForceNow",
    "Possession",
    "Retired",
    "encryption_key",
    "enrolled",
    "key_offered",
    "keys_now",
    "possession_of",
    "read_use",
    "read_why",
    "retired",
    "roles_of",
    "rotated",
    "use_of",
]

ROOT = "root"
_RECIPIENT = re.compile(r"age1[a-z0-9]{58}")
_RAW_BYTES = 32
_SIGNING = frozenset({KeyUse.AUTHOR, KeyUse.LOG, KeyUse.MIRROR})
_LEAST_PREFIX = 8


@dataclass(frozen=True, slots=True)
class Possession:
    """A new key as its holder sends it to be enrolled: public half and proof, no secret.

    Args:
        v: Version of this form.
        regime: Regime id the proof is made for.
        party: Code of the party.
        use: ``author``, ``log``, ``mirror``, ``tls`` or ``root``.
        alg: ``ed25519`` or ``ml-dsa-44``.
        pub: Base64 of its SubjectPublicKeyInfo.
        pop: Base64 of the proof that the holder has the private key; empty for uses without one.
    """

    v: Literal[1]
    regime: str
    party: str
    use: str
    alg: str
    pub: str
    pop: str = ""


@dataclass(frozen=True, slots=True)
class InForceNow:
    """The keys that speak for a party after the last entry of its newest log.

    Args:
        origin: The log.
        size: How many entries it has.
        regime: Regime id.
        party: Code of the party.
        keys: The key set in force.
        leaf: Leaf hash, hex, of the entry that holds it.
    """

    origin: str
    size: int
    regime: str
    party: str
    keys: KeySet
    leaf: str


@dataclass(frozen=True, slots=True)
class Retired:
    """A key that goes.

    Args:
        kid: Its hex id, or at least the first 8 digits of it.
        why: Why it goes.
        since: For a stolen key, the first entry in doubt; nothing for the next entry.
    """

    kid: str
    why: Why
    since: int | None = None


def keys_now(records: Records, party: str) -> InForceNow:
    """Return the keys in force for a party.

    Raises:
        UsageError: The record holds no log of the party.
        RecordError: The log names no keys, or the record cannot be read.
    """
    origin = origin_of(records, party)
    leaves = {o: tuple(records.entries(o)) for o in records.origins()}
    document = find_genesis(leaves, records.blob)
    heads = {o: [note] if (note := records.checkpoint(o)) else [] for o in leaves}
    sets = [
        (c.ref, key_set_of(c.statement))
        for c in check_record(document, leaves, heads=heads)
        if c.ref.o == origin
        and c.standing is Standing.VALID
        and c.statement is not None
        and c.statement.type in KEY_KINDS
    ]
    if not sets:
        raise RecordError(
            "E-KEYSET",
            where=origin,
            expected="a valid key set in this log",
            found="none",
            remedy="`overflight record verify` shows why its first entry does not count.",
        )
    ref, keys = sets[-1]
    return InForceNow(origin, len(leaves[origin]), regime_id(document), party, keys, ref.h)


def possession_of(signer: Signer, regime: str, use: str) -> Possession:
    """Return a new key as it is sent to be enrolled, with the proof its use wants.

    Args:
        signer: The new key.
        regime: Regime id.
        use: What it shall do.
    """
    second = len(signer.public) > _RAW_BYTES
    spki = spki_of_mldsa(signer.public) if second else spki_of_public(signer.public)
    alg = ML_DSA_44 if second else ED25519
    key = Key(KeyUse.AUTHOR, alg, spki)
    proof = b""
    if use in _SIGNING:
        proof = signer.sign(pop_message(regime, signer.party, use, key.kid))
    pub, pop = b64encode(spki).decode(), b64encode(proof).decode()
    return Possession(1, regime, signer.party, use, alg, pub, pop)


def key_offered(offer: Possession, now: InForceNow, use: str, roles: tuple[str, ...]) -> Key:
    """Return the key somebody offers, for a use of this party in this regime.

    Args:
        offer: What its holder sent.
        now: The keys in force.
        use: What it shall do.
        roles: For authors, the statement types it may sign.

    Raises:
        SourceError: ``E-NEWKEY``: it is for another party, regime or use, or holds no key.
    """
    plain = read_use(use)
    roles = roles or ((WATCH_ROLE,) if use == "watch" else ())
    for name, wanted in (("party", now.party), ("regime", now.regime), ("use", plain)):
        found = str(getattr(offer, name))
        if found != wanted:
            raise _wrong_offer(name, wanted, found)
    try:
        pub, pop = b64decode(offer.pub, validate=True), b64decode(offer.pop, validate=True)
        if offer.alg == ED25519:
            check_public(public_of_spki(pub))
    except ValueError as fault:
        raise _wrong_offer("pub and pop", "base64", str(fault)) from fault
    except RecordError as fault:
        raise _wrong_offer("pub", fault.expected, fault.found) from fault
    if plain == KeyUse.AUTHOR and not roles:
        raise _wrong_offer("roles", "what this author may sign: --roles '*', or less", "nothing")
    return Key(KeyUse.AUTHOR if plain == ROOT else KeyUse(plain), offer.alg, pub, roles, pop)


def read_use(text: str) -> str:
    """Return the use of a key as a person names it; ``watch`` is an author with one role.

    Raises:
        UsageError: ``E-KEYSET``: there is no such use.
    """
    named = {"watch": KeyUse.AUTHOR.value, ROOT: ROOT} | {use.value: use.value for use in KeyUse}
    if text not in named:
        raise UsageError(
            "E-KEYSET",
            where="--use",
            expected=", ".join(sorted(named)),
            found=text,
            remedy="One key, one use.",
        )
    return named[text]


def read_why(text: str) -> Why:
    """Return why a key goes, as a person names it.

    Raises:
        UsageError: ``E-KEYSET``: there is no such reason.
    """
    if text not in set(Why):
        raise UsageError(
            "E-KEYSET",
            where="--why",
            expected="rotated, lost or stolen",
            found=text,
            remedy="Say stolen whenever somebody else may have it.",
        )
    return Why(text)


def use_of(now: InForceNow, kid: str) -> str:
    """Return the use of a key in force.

    Raises:
        UsageError: ``E-KEYSET``: no key in force has this id.
    """
    found = _kid(now.keys, kid)
    return next((key.use.value for key in now.keys.keys if key.kid == found), ROOT)


def roles_of(now: InForceNow, kid: str) -> tuple[str, ...]:
    """Return what a key in force may sign; nothing for one that is no author.

    Raises:
        UsageError: ``E-KEYSET``: no key in force has this id.
    """
    found = _kid(now.keys, kid)
    return next((key.roles for key in now.keys.keys if key.kid == found), ())


def encryption_key(data: bytes) -> Key:
    """Return an age recipient as a key of use ``enc``.

    Raises:
        SourceError: ``E-NEWKEY``: it is none.
    """
    text = data.decode("ascii", "replace").strip()
    if not _RECIPIENT.fullmatch(text):
        raise _wrong_offer("recipient", "age1 and 58 small letters and digits", text)
    return Key(KeyUse.ENC, "x25519", text.encode())


def enrolled(now: InForceNow, key: Key) -> KeySet:
    """Return the next key set with one key more.

    Raises:
        UsageError: ``E-KEYSET``: it cannot stand so.
    """
    return _next(now, replace(now.keys, keys=(*now.keys.keys, key)))


def retired(now: InForceNow, gone: Sequence[Retired]) -> KeySet:
    """Return the next key set without some keys.

    Raises:
        UsageError: ``E-KEYSET``: a key is not in force, or the rest cannot stand.
    """
    keys, marks = now.keys, []
    for each in gone:
        kid = _kid(keys, each.kid)
        keys = _without(keys, kid)
        marks.append(_mark(now, kid, each))
    return _next(now, replace(keys, gone=tuple(marks)))


def rotated(now: InForceNow, gone: Retired, key: Key) -> KeySet:
    """Return the next key set with one key in the place of another.

    A new root key takes the place of a root key.

    Raises:
        UsageError: ``E-KEYSET``: the old key is not in force, or the set cannot stand.
    """
    kid = _kid(now.keys, gone.kid)
    old = next((k for k in now.keys.keys if k.kid == kid), None)
    left = _without(now.keys, kid)
    if old is None:
        keys = replace(left, root=(*left.root, key.public))
    else:
        keys = replace(left, keys=(*left.keys, key))
    return _next(now, replace(keys, gone=(_mark(now, kid, gone),)))


def _kid(keys: KeySet, asked: str) -> str:
    """Return the one key in force whose id begins as somebody wrote it."""
    text = asked.strip().lower()
    every = [*(k.kid for k in keys.keys), *(key_id(root) for root in keys.root)]
    found = [kid for kid in every if len(text) >= _LEAST_PREFIX and kid.startswith(text)]
    if len(found) != 1:
        raise UsageError(
            "E-KEYSET",
            where="key id",
            expected=f"the id of a key in force, {_LEAST_PREFIX} digits of it or more",
            found=f"{asked}, which fits {len(found)} keys",
            remedy="`overflight key list` shows the keys in force and their ids.",
        )
    return found[0]


def _without(keys: KeySet, kid: str) -> KeySet:
    return replace(
        keys,
        keys=tuple(key for key in keys.keys if key.kid != kid),
        root=tuple(root for root in keys.root if key_id(root) != kid),
    )


def _mark(now: InForceNow, kid: str, gone: Retired) -> Gone:
    since = now.size if gone.since is None else gone.since
    if since > now.size:
        raise UsageError(
            "E-KEYSET",
            where="--since",
            expected=f"an entry of the past, or the next one, {now.size}",
            found=str(since),
            remedy="Name the first entry the thief may have signed.",
        )
    return Gone(kid, gone.why, since)


def _next(now: InForceNow, keys: KeySet) -> KeySet:
    """Return a key set as the one after the one in force, judged as every reader will."""
    following = replace(
        keys,
        version=now.keys.version + 1,
        prev=now.leaf,
        gone=keys.gone if keys.gone is not now.keys.gone else (),
    )
    try:
        wrong = key_set_fault(following, now.regime, now.party)
    except RecordError as fault:
        wrong = f"{fault.expected}; found {fault.found}"
    if wrong:
        raise UsageError(
            "E-KEYSET",
            where=f"key set version {following.version} of {now.party}",
            expected=wrong,
            found="a set without that",
            remedy="Replace a log, mirror or root key by `overflight key rotate`; a party keeps"
            " one log key and three root keys at least.",
        )
    return following


def _wrong_offer(name: str, expected: str, found: str) -> SourceError:
    return SourceError(
        "E-NEWKEY",
        where=f"offered key, {name}",
        expected=expected,
        found=found[:80],
        remedy="Let the holder of the new key run `overflight key possess` for this use.",
    )
