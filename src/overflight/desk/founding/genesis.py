"""Found a record: one genesis document, and entry 0 in the log of every founder.

Founders on one machine do it at once (``found_record``). Founders at home each write the same
document from everybody's public keys, compare its hash on paper, and begin their own log
(``begin_log``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from overflight.desk.held.as_of import code_of
from overflight.desk.ports import Signer
from overflight.desk.record import Desk, attach, signed
from overflight.errors import RecordError, UsageError
from overflight.record import (
    GENESIS,
    Founder,
    Genesis,
    Key,
    KeySet,
    KeyUse,
    Reference,
    Statement,
    document_hash,
    key_id,
    log_origin,
    pop_message,
    read_genesis,
    regime_id,
    spki_of_public,
    write_genesis,
    write_genesis_body,
)
from overflight.treaty import Regime, open_skies

__all__ = [
    "WATCH_ROLE",
    "Charter",
    "Founded",
    "FounderKeys",
    "begin_log",
    "charter_document",
    "found_record",
    "founder_of",
    "founders_of",
]

WATCH_ROLE = "record.fork-proven"
"""The only thing a node's own author key may say: that it holds the proof of a fork."""


@dataclass(frozen=True, slots=True)
class Charter:
    """What the founders agree on beside their keys.

    Args:
        regime: Name of the regime, for people.
        base: Host and path under which the logs are named, without a scheme.
        depositaries: Codes of the depositaries.
        rules: Hex SHA-256 of the rule set.
    """

    regime: str
    base: str
    depositaries: tuple[str, ...]
    rules: str


@dataclass(frozen=True, slots=True)
class FounderKeys:
    """The keys of one founder, each able to sign once.

    Args:
        party: Code of the party.
        roots: At least three root keys.
        threshold: How many of them must sign a key set, at least two.
        log: Signs the heads of its log.
        mirror: Cosigns the heads of others.
        authors: Sign its statements, of every type.
        watch: Held by the node itself, to say only that it holds the proof of a fork; optional.
        tls: Raw Ed25519 public key its node is known by on the network; empty without a network.
        urls: Where its log is served.
    """

    party: str
    roots: tuple[Signer, ...]
    threshold: int
    log: Signer
    mirror: Signer
    authors: tuple[Signer, ...]
    watch: Signer | None = None
    tls: bytes = b""
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Founded:
    """A record that has begun.

    Args:
        document: The genesis document.
        regime: Regime id: its first 16 hex digits, to be compared on paper.
        entries: Entry 0 of every log, in the order of the document.
    """

    document: bytes
    regime: str
    entries: tuple[Reference, ...]


def founders_of(asked: Sequence[str], regime: Regime | None = None) -> tuple[str, ...]:
    """Return the codes of the founders a person named, or of every State that joined.

    Args:
        asked: Codes as a person writes them; none for every State whose instrument was deposited,
            so that one that only signed is not among them unless it is named.
        regime: The regime; the Treaty on Open Skies if not given.

    Raises:
        UsageError: A code is not that of a State, or one stands twice.
    """
    law = regime or open_skies()
    if not asked:
        return tuple(state.code for state in law.parties if state.instrument)
    states = {state.code for state in law.parties}
    founders: list[str] = []
    for text in asked:
        code = code_of(text, law, where="--party")
        if code not in states or code in founders:
            raise UsageError(
                "E-PARTY",
                where="--party",
                expected="States, each of them once",
                found=f"{code} twice" if code in founders else f"{code}, which is a unit",
                remedy="Name each founder once; a unit speaks through its States.",
            )
        founders.append(code)
    return tuple(founders)


def found_record(desk: Desk, charter: Charter, founders: Sequence[FounderKeys]) -> Founded:
    """Write the genesis document and the first entry of every founder's log.

    Args:
        desk: An empty record with the log keys at hand, clock and ids.
        charter: What the founders agree on.
        founders: Their keys.

    Raises:
        RecordError: The document cannot stand: too few root keys, a key used twice, a code twice.
    """
    ordered = sorted(founders, key=lambda keys: keys.party)
    document = charter_document(charter, [founder_of(keys) for keys in ordered])
    entries: list[Reference] = []
    for keys in ordered:
        origin = log_origin(charter.base, keys.party)
        leaf = _first_entry(desk, keys, origin, document)
        entries += desk.records.append(origin, [leaf], [document])
    return Founded(document, regime_id(document), tuple(entries))


def charter_document(charter: Charter, founders: Sequence[Founder]) -> bytes:
    """Write the genesis document of founders whose public keys are known.

    Raises:
        RecordError: The document cannot stand: too few root keys, a key used twice, a code twice.
    """
    ordered = sorted(founders, key=lambda founder: founder.party)
    return write_genesis(
        Genesis(charter.regime, charter.base, tuple(ordered), charter.depositaries, charter.rules)
    )


def begin_log(desk: Desk, document: bytes, keys: FounderKeys) -> Reference:
    """Write entry 0 of one founder's log, signed by its root keys.

    Args:
        desk: A record with the log key at hand, clock and ids.
        document: The genesis document all founders agreed on.
        keys: The keys of this founder.

    Returns:
        Where entry 0 stands.

    Raises:
        UsageError: The document names other keys for this party, or not this party at all.
        RecordError: The document cannot be read, or the log has begun already.
    """
    genesis = read_genesis(document)
    named = {founder.party: founder for founder in genesis.parties}.get(keys.party)
    if named != founder_of(keys):
        raise UsageError(
            "E-FOUNDER",
            where=keys.party,
            expected="the keys of this party as the genesis document names them",
            found="other keys" if named else f"only {', '.join(f.party for f in genesis.parties)}",
            remedy="Compare the document with the offer that was sent; take part with those keys.",
        )
    origin = log_origin(genesis.base, keys.party)
    if desk.records.checkpoint(origin) is not None:
        raise RecordError(
            "E-BEGUN",
            where=origin,
            expected="a log without entries",
            found="a log that has begun",
            remedy="Begin a log once; a lost or forked one is followed by a successor.",
        )
    leaf = _first_entry(desk, keys, origin, document)
    return desk.records.append(origin, [leaf], [document])[0]


def founder_of(keys: FounderKeys) -> Founder:
    """Return the public side of a founder's keys, as the genesis document names it."""
    roots = tuple(root.public for root in keys.roots)
    return Founder(keys.party, roots, keys.threshold, keys.log.public, keys.mirror.public)


def _first_entry(desk: Desk, keys: FounderKeys, origin: str, document: bytes) -> bytes:
    regime = regime_id(document)
    first = KeySet(
        version=1,
        prev="",
        threshold=keys.threshold,
        root=tuple(root.public for root in keys.roots),
        keys=(
            *(_key(regime, KeyUse.AUTHOR, author, ("*",)) for author in keys.authors),
            *(_key(regime, KeyUse.AUTHOR, w, (WATCH_ROLE,)) for w in (keys.watch,) if w),
            _key(regime, KeyUse.LOG, keys.log),
            _key(regime, KeyUse.MIRROR, keys.mirror),
            *(Key(KeyUse.TLS, "ed25519", spki_of_public(tls)) for tls in (keys.tls,) if tls),
        ),
        urls=keys.urls,
    )
    statement = Statement(
        type=GENESIS,
        log=origin,
        id=desk.ids.fresh().hex(),
        party=keys.party,
        time=desk.clock.now(),
        body=write_genesis_body(document_hash(document), first),
        att=(attach(document, "application/json"),),
    )
    return signed(statement, keys.roots)


def _key(regime: str, use: KeyUse, signer: Signer, roles: tuple[str, ...] = ()) -> Key:
    pop = signer.sign(pop_message(regime, signer.party, use, key_id(signer.public)))
    return Key(use, "ed25519", spki_of_public(signer.public), roles, pop)
