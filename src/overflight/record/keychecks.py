"""Check which keys speak for a party, and follow its keys from entry to entry.

Entry 0 of a founding log is a genesis; later sets follow one another; entry 0 of a later epoch is a
succession or a re-enrolment. A set that cannot stand moves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from overflight.errors import RecordError
from overflight.record.ed25519 import key_id, verifies
from overflight.record.envelopes import STATEMENT_MEDIA_TYPE, Envelope, pae
from overflight.record.genesis import Founder, document_hash, regime_id
from overflight.record.keysets import (
    ED25519,
    GENESIS,
    KEYS_SET,
    SIGNING,
    Key,
    KeySet,
    KeyUse,
    Why,
    key_set_fault,
    read_genesis_body,
    read_key_set,
)
from overflight.record.said import Reference
from overflight.record.statements import Statement
from overflight.record.successions import (
    LOG_SUCCEEDED,
    RE_ENROLLED,
    RE_ENROLMENT_STATED,
    Assent,
    Succession,
    epoch_of,
    key_set_hash,
    log_before,
    read_assent,
    read_succession,
)

__all__ = ["KEY_KINDS", "Before", "InForce", "KeyCheck", "Void", "bad_signature", "key_set_of"]

KEY_KINDS = frozenset({GENESIS, KEYS_SET, LOG_SUCCEEDED, RE_ENROLLED})
"""Types of statements that hold a key set and are signed by root keys."""

_FOLLOWING = frozenset({LOG_SUCCEEDED, RE_ENROLLED})

Group: TypeAlias = tuple[dict[str, bytes], int]
"""Root keys by id, and how many of them must have signed."""


class Void(Exception):  # noqa: N818 - a way out of a check, not an error
    """The entry is void, with the code, what was expected, and what was found."""

    def __init__(self, code: str, expected: str, found: object) -> None:
        super().__init__(code)
        self.code = code
        self.expected = expected
        self.found = str(found)


@dataclass(slots=True)
class InForce:
    """The keys of a log as its entries have set them so far."""

    keys: KeySet | None = None
    leaf: str = ""
    authors: dict[str, Key] = field(default_factory=dict)
    roots: dict[str, bytes] = field(default_factory=dict)
    gone: dict[str, Why] = field(default_factory=dict)
    # Keys that were gone before this log began: in the logs it follows.
    inherited: dict[str, Why] = field(default_factory=dict)
    # Every valid key set, with the place of its entry.
    rows: list[tuple[Reference, KeySet]] = field(default_factory=list)
    # For each stolen key: its id, the first entry in doubt, the entry that says so.
    stolen: list[tuple[str, int, int]] = field(default_factory=list)

    @property
    def named(self) -> tuple[tuple[int, KeySet], ...]:
        """Return every valid key set with the index of its entry."""
        return tuple((ref.i, keys) for ref, keys in self.rows)

    def put(self, keys: KeySet, ref: Reference) -> None:
        """Let a valid key set take force from the next entry on."""
        self.keys, self.leaf = keys, ref.h
        for gone in keys.gone:
            if gone.kid not in self.gone and gone.why is Why.STOLEN:
                self.stolen.append((gone.kid, gone.since, ref.i))
            self.gone.setdefault(gone.kid, gone.why)
        self.authors = {k.kid: k for k in keys.of_use(KeyUse.AUTHOR) if k.kid not in self.gone}
        self.roots = {key_id(root): root for root in keys.root}
        self.rows.append((ref, keys))

    def until(self, size: int) -> InForce:
        """Return the keys as the first entries had set them."""
        past = InForce(gone=dict(self.inherited), inherited=dict(self.inherited))
        for ref, keys in self.rows:
            if ref.i < size:
                past.put(keys, ref)
        return past


@dataclass(frozen=True, slots=True)
class Before:
    """What a log that follows another one rests on.

    Args:
        in_force: The keys of the log before, as all its entries set them.
        size: Entries of the largest head of it that a quorum of mirrors cosigned.
        root: Root of that head, hex.
        parties: Codes of all parties of the regime.
        depositaries: Codes of the depositaries.
        said: Gives a valid statement about a re-enrolment by its place.
    """

    in_force: InForce
    size: int
    root: str
    parties: frozenset[str]
    depositaries: frozenset[str]
    said: Callable[[Reference], Statement | None]


class KeyCheck:
    """The check of one log's key sets, in order.

    Args:
        origin: Name of the log.
        founder: Whose log it is; nothing for a log the genesis document does not name.
        document: Bytes of the genesis document.
    """

    def __init__(self, origin: str, founder: Founder | None, document: bytes) -> None:
        self._origin = origin
        self._founder = founder
        self._document = document_hash(document)
        self._regime = regime_id(document)
        self.in_force = InForce()
        self.before: Before | None = None
        self.followed: Succession | None = None

    def check(
        self, statement: Statement, envelope: Envelope, ref: Reference, refer: Callable[[], None]
    ) -> None:
        """Check a statement of one of the ``KEY_KINDS``; a valid one takes force.

        Args:
            statement: The statement.
            envelope: Its envelope.
            ref: Where it stands.
            refer: Checks its references; called when signatures are good.

        Raises:
            Void: With the first code that fails.
        """
        keys, claim = _claim_of(statement)
        past = self._past(statement, claim)
        groups = [_group(keys.root, keys.threshold), *self._groups(statement, past)]
        _check_roots(envelope, groups)
        refer()
        wrong = _key_set_wrong(keys, self._regime, statement.party)
        if not wrong and statement.type == GENESIS:
            wrong = self._genesis_wrong(keys, claim, ref.i)
        elif not wrong:
            wrong = _succession_wrong(keys, past, self._latest(claim, ref.i))
        if not wrong and isinstance(claim, Succession):
            wrong = self._follow_wrong(statement, claim, ref)
        if wrong:
            raise Void("E-RULE", wrong, f"key set version {keys.version}")
        if isinstance(claim, Succession):
            self.followed = claim
            self.in_force.inherited = dict(past.gone)
            self.in_force.gone = dict(past.gone) | {gone.kid: gone.why for gone in keys.gone}
        self.in_force.put(keys, ref)

    def _past(self, statement: Statement, claim: str | Succession) -> InForce:
        """Return the keys a set follows: of this log, or of the log before at its last head."""
        if isinstance(claim, Succession) and self.before:
            return self.before.in_force.until(claim.size)
        return InForce() if statement.type in _FOLLOWING else self.in_force

    def _groups(self, statement: Statement, past: InForce) -> list[Group]:
        """Return who must sign beside the new root keys themselves."""
        founder = self._founder
        if statement.type == GENESIS and founder:
            return [_group(founder.root, founder.threshold)]
        if past.keys is None:
            raise Void("E-KEY", "keys in force before this entry", "none")
        return [] if statement.type == RE_ENROLLED else [(past.roots, past.keys.threshold)]

    def _latest(self, claim: str | Succession, index: int) -> int:
        return claim.size if isinstance(claim, Succession) else index

    def _genesis_wrong(self, keys: KeySet, claim: str | Succession, index: int) -> str:
        founder = self._founder
        if index or epoch_of(self._origin) > 1:
            return "a genesis at entry 0 of a founding log only"
        if claim != self._document:
            return f"the genesis document {self._document}"
        if (keys.version, keys.prev, keys.gone) != (1, "", ()):
            return "a first key set: version 1, nothing before it, nothing gone"
        if founder is None or (keys.root, keys.threshold) != (founder.root, founder.threshold):
            return "the root keys and threshold of the genesis document"
        mirrors = keys.of_alg(KeyUse.MIRROR, ED25519)
        if keys.log_key != founder.log or mirrors != (founder.mirror,):
            return "the log and mirror key of the genesis document"
        return ""

    def _follow_wrong(self, statement: Statement, claim: Succession, ref: Reference) -> str:
        before = self.before
        if ref.i or before is None or claim.origin != log_before(self._origin):
            return "a succession at entry 0 of the log that follows the one it names"
        if (claim.size, claim.root) != (before.size, before.root):
            return f"the largest head a quorum cosigned: {before.size} entries, root {before.root}"
        if statement.type == RE_ENROLLED:
            return self._assents_wrong(statement, claim, before)
        return ""

    def _assents_wrong(self, statement: Statement, claim: Succession, before: Before) -> str:
        wanted = Assent(statement.party, self._origin, key_set_hash(claim.keys))
        stated: set[str] = set()
        assented: set[str] = set()
        for ref in statement.re:
            said = before.said(ref)
            if said is not None and read_assent(said.body) == wanted:
                (stated if said.type == RE_ENROLMENT_STATED else assented).add(said.party)
        if not stated & (before.depositaries - {statement.party}):
            return "a statement by a depositary that names these keys"
        lacking = before.parties - {statement.party} - assented
        return (
            f"assents by all other parties; none by {' '.join(sorted(lacking))}" if lacking else ""
        )


def _claim_of(statement: Statement) -> tuple[KeySet, str | Succession]:
    """Return the key set of a statement, and for a first entry what it says it begins."""
    try:
        if statement.type in _FOLLOWING:
            succession = read_succession(statement.body)
            return succession.keys, succession
        document = read_genesis_body(statement.body)[0] if statement.type == GENESIS else ""
        return key_set_of(statement), document
    except RecordError as fault:
        raise Void("E-SCHEMA", fault.expected, f"{fault.where}: {fault.found}") from fault


def key_set_of(statement: Statement) -> KeySet:
    """Return the key set that a statement of one of the ``KEY_KINDS`` holds.

    Raises:
        RecordError: ``E-SCHEMA`` or ``E-KEY``: it holds none.
    """
    if statement.type == GENESIS:
        return read_genesis_body(statement.body)[1]
    if statement.type in _FOLLOWING:
        return read_succession(statement.body).keys
    return read_key_set(dict(statement.body))


def _succession_wrong(keys: KeySet, past: InForce, latest: int) -> str:
    before, gone = past.keys, past.gone
    if before is None or keys.version != before.version + 1:
        return "the version after the one in force"
    if keys.prev != past.leaf:
        return f"prev {past.leaf}, the entry with the version before"
    if any(key.use in SIGNING and key.kid in gone for key in keys.keys):
        return "no key that was said to be gone"
    if any(key_id(root) in gone for root in keys.root):
        return "no root key that was said to be gone"
    if any(g.since > latest for g in keys.gone):
        return "keys gone since an entry of the past"
    return ""


def _key_set_wrong(keys: KeySet, regime: str, party: str) -> str:
    try:
        return key_set_fault(keys, regime, party)
    except RecordError as fault:
        return f"{fault.expected} ({fault.where}: {fault.found})"


def _group(roots: Iterable[bytes], threshold: int) -> Group:
    return {key_id(root): root for root in roots}, threshold


def _check_roots(envelope: Envelope, groups: list[Group]) -> None:
    """Refuse a key set unless each group of root keys reached its threshold, no signature bad."""
    signers = {s.keyid for s in envelope.signatures}
    for roots, threshold in groups:
        count = len(signers & set(roots))
        if count < threshold:
            raise Void("E-KEY", f"{threshold} root keys of {len(roots)}", count)
    known = {kid: root for roots, _ in groups for kid, root in roots.items()}
    message = pae(STATEMENT_MEDIA_TYPE, envelope.payload)
    for signature in envelope.signatures:
        root = known.get(signature.keyid)
        if root is None or not verifies(root, signature.sig, message):
            raise bad_signature(signature.keyid)


def bad_signature(keyid: str) -> Void:
    """Return the way out for an envelope one of whose signatures is bad or by nobody known."""
    return Void("E-SIG", "every signature good", f"a bad one by {keyid[:16]}")
