"""Tell for every entry of a log whether it is valid, contested or void (trust.md section 11).

Inclusion is not validity: a log may hold anything its owner put there. The first code that fails
wins: E-LEAF, E-CANON, E-LOG, E-PARTY, E-DUP, E-KEY, E-SIG, E-SCHEMA, E-REF, E-RULE. The keys in
force for an entry are those of the last valid key set before it in the same log; no clock is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeAlias

from overflight.errors import RecordError
from overflight.record.ed25519 import key_id, verifies
from overflight.record.envelopes import STATEMENT_MEDIA_TYPE, Envelope, pae, read_envelope
from overflight.record.genesis import Founder, document_hash, regime_id
from overflight.record.keysets import (
    ED25519,
    GENESIS,
    KEYS_CONFIRMED,
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
from overflight.record.members import HEX64, Members
from overflight.record.merkle import leaf_hash
from overflight.record.said import Reference
from overflight.record.statements import Statement, read_statement

__all__ = [
    "KEY_KINDS",
    "Checked",
    "Hooks",
    "LogCheck",
    "Standing",
    "check_log",
    "key_set_of",
]


class Standing(StrEnum):
    """What an entry counts for."""

    VALID = "valid"
    CONTESTED = "contested"  # signed by a key said to be stolen, and not confirmed since
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Checked:
    """One entry and what it counts for.

    Args:
        ref: Where it stands.
        standing: What it counts for.
        code: For void entries, the first code that failed.
        expected: For void entries, what would have been right.
        found: For void entries, what stood there.
        statement: What it says; nothing if it could not be read.
    """

    ref: Reference
    standing: Standing
    code: str = ""
    expected: str = ""
    found: str = ""
    statement: Statement | None = None


KEY_KINDS = frozenset({GENESIS, KEYS_SET})
"""Types of statements that hold a key set and are signed by root keys."""

Judge: TypeAlias = Callable[[Statement], str]
"""Returns what is wrong with a statement, or nothing."""


def _nothing_wrong(statement: Statement) -> str:
    del statement
    return ""


@dataclass(frozen=True, slots=True)
class Hooks:
    """What chapters add to the check of a statement; the record itself knows no chapter.

    Args:
        schema: Judges the body against its type (E-SCHEMA).
        rule: Judges what it says (E-RULE).
    """

    schema: Judge = _nothing_wrong
    rule: Judge = _nothing_wrong


class _Void(Exception):  # noqa: N818 - a way out of a check, not an error
    """The entry is void, with the code, what was expected, and what was found."""

    def __init__(self, code: str, expected: str, found: object) -> None:
        super().__init__(code)
        self.code = code
        self.expected = expected
        self.found = str(found)


@dataclass(slots=True)
class _InForce:
    """The keys of a log as its entries have set them so far."""

    keys: KeySet | None = None
    leaf: str = ""
    authors: dict[str, Key] = field(default_factory=dict)
    roots: dict[str, bytes] = field(default_factory=dict)
    gone: dict[str, Why] = field(default_factory=dict)
    # Every valid key set, with the index of its entry.
    named: list[tuple[int, KeySet]] = field(default_factory=list)
    # For each stolen key: its id, the first entry in doubt, the entry that says so.
    stolen: list[tuple[str, int, int]] = field(default_factory=list)

    def put(self, keys: KeySet, ref: Reference) -> None:
        """Let a valid key set take force from the next entry on."""
        self.keys, self.leaf = keys, ref.h
        for gone in keys.gone:
            if gone.kid not in self.gone and gone.why is Why.STOLEN:
                self.stolen.append((gone.kid, gone.since, ref.i))
            self.gone.setdefault(gone.kid, gone.why)
        self.authors = {k.kid: k for k in keys.of_use(KeyUse.AUTHOR) if k.kid not in self.gone}
        self.roots = {key_id(root): root for root in keys.root}
        self.named.append((ref.i, keys))


class LogCheck:
    """The check of one log, entry by entry in order.

    Args:
        origin: Name of the log.
        founder: Whose log it is, as the genesis document says; nothing for a log it does not name.
        document: Bytes of the genesis document.
        leaf_at: Gives the leaf hash, hex, at a place in the cut; nothing where there is none.
        hooks: What chapters add.
    """

    def __init__(
        self,
        origin: str,
        founder: Founder | None,
        document: bytes,
        leaf_at: Callable[[str, int], str | None],
        hooks: Hooks | None = None,
    ) -> None:
        self._origin = origin
        self._founder = founder
        self._document = document_hash(document)
        self._regime = regime_id(document)
        self._leaf_at = leaf_at
        self._hooks = hooks or Hooks()
        self._ids: set[str] = set()
        self._confirmed: set[str] = set()
        self.in_force = _InForce()

    def take(self, index: int, leaf: bytes) -> tuple[Checked, tuple[str, ...]]:
        """Check the next entry.

        Returns:
            The entry, and the ids of the keys that signed it.
        """
        ref = Reference(self._origin, index, leaf_hash(leaf).hex())
        statement = None
        signers: tuple[str, ...] = ()
        try:
            envelope = read_envelope(leaf)
            signers = tuple(s.keyid for s in envelope.signatures)
            statement = read_statement(envelope.payload)
            self._check(statement, envelope, ref)
        except _Void as void:
            fault = (void.code, void.expected, void.found)
        except RecordError as refused:
            fault = (refused.code, refused.expected, refused.found)
        else:
            return Checked(ref, Standing.VALID, statement=statement), signers
        return Checked(ref, Standing.VOID, *fault, statement=statement), signers

    def settle(self, checked: Checked, signers: tuple[str, ...]) -> Checked:
        """Return an entry as all entries of its log leave it: contested where a key was stolen."""
        if checked.standing is Standing.VALID and checked.ref.h not in self._confirmed:
            for kid, since, until in self.in_force.stolen:
                if kid in signers and since <= checked.ref.i < until:
                    return replace(checked, standing=Standing.CONTESTED)
        return checked

    def _check(self, statement: Statement, envelope: Envelope, ref: Reference) -> None:
        party = self._founder.party if self._founder else ""
        first = statement.id not in self._ids
        self._ids.add(statement.id)
        if statement.log != self._origin:
            raise _Void("E-LOG", f"a statement meant for {self._origin}", statement.log)
        if statement.party != party:
            raise _Void("E-PARTY", f"a statement of {party or 'a founder'}", statement.party)
        if not first:
            raise _Void("E-DUP", "an id not used before in this log", statement.id)
        if statement.type in KEY_KINDS:
            self._check_keys(statement, envelope, ref)
            return
        _check_authors(statement, envelope, self.in_force.authors)
        confirmed = _confirmed(statement)
        self._judge(self._hooks.schema, "E-SCHEMA", statement)
        self._check_references(statement)
        self._judge(self._hooks.rule, "E-RULE", statement)
        self._confirmed.update(confirmed)

    def _judge(self, judge: Judge, code: str, statement: Statement) -> None:
        wrong = judge(statement)
        if wrong:
            raise _Void(code, wrong, statement.type)

    def _check_references(self, statement: Statement) -> None:
        for ref in statement.re:
            found = self._leaf_at(ref.o, ref.i)
            if found != ref.h:
                raise _Void("E-REF", f"{ref.o} entry {ref.i} with hash {ref.h}", found or "nothing")

    def _check_keys(self, statement: Statement, envelope: Envelope, ref: Reference) -> None:
        """Check a genesis or key set; a valid one takes force for the entries after it."""
        keys, document = _keys_of(statement)
        groups = [({key_id(root): root for root in keys.root}, keys.threshold)]
        if statement.type == GENESIS and self._founder:
            founder = self._founder
            groups.append(({key_id(root): root for root in founder.root}, founder.threshold))
        elif self.in_force.keys is not None:
            groups.append((self.in_force.roots, self.in_force.keys.threshold))
        else:
            raise _Void("E-KEY", "keys in force before this entry", "none")
        _check_roots(envelope, groups)
        self._check_references(statement)
        wrong = _key_set_wrong(keys, self._regime, statement.party) or (
            self._genesis_wrong(keys, document, ref.i)
            if statement.type == GENESIS
            else self._succession_wrong(keys, ref.i)
        )
        if wrong:
            raise _Void("E-RULE", wrong, f"key set version {keys.version}")
        self.in_force.put(keys, ref)

    def _genesis_wrong(self, keys: KeySet, document: str, index: int) -> str:
        founder = self._founder
        if index:
            return "a genesis at entry 0 only"
        if document != self._document:
            return f"the genesis document {self._document}"
        if (keys.version, keys.prev, keys.gone) != (1, "", ()):
            return "a first key set: version 1, nothing before it, nothing gone"
        if founder is None or (keys.root, keys.threshold) != (founder.root, founder.threshold):
            return "the root keys and threshold of the genesis document"
        mirrors = keys.of_alg(KeyUse.MIRROR, ED25519)
        if keys.log_key != founder.log or mirrors != (founder.mirror,):
            return "the log and mirror key of the genesis document"
        return ""

    def _succession_wrong(self, keys: KeySet, index: int) -> str:
        before, gone = self.in_force.keys, self.in_force.gone
        if before is None or keys.version != before.version + 1:
            return "the version after the one in force"
        if keys.prev != self.in_force.leaf:
            return f"prev {self.in_force.leaf}, the entry with the version before"
        if any(key.use in SIGNING and key.kid in gone for key in keys.keys):
            return "no key that was said to be gone"
        if any(key_id(root) in gone for root in keys.root):
            return "no root key that was said to be gone"
        if any(g.since > index for g in keys.gone):
            return "keys gone since an entry of the past"
        return ""


def _keys_of(statement: Statement) -> tuple[KeySet, str]:
    """Return the key set of a statement, and for a genesis the document it names."""
    try:
        document = read_genesis_body(statement.body)[0] if statement.type == GENESIS else ""
        return key_set_of(statement), document
    except RecordError as fault:
        raise _Void("E-SCHEMA", fault.expected, f"{fault.where}: {fault.found}") from fault


def key_set_of(statement: Statement) -> KeySet:
    """Return the key set that a statement of one of the ``KEY_KINDS`` holds.

    Raises:
        RecordError: ``E-SCHEMA`` or ``E-KEY``: it holds none.
    """
    if statement.type == GENESIS:
        return read_genesis_body(statement.body)[1]
    return read_key_set(dict(statement.body))


def _key_set_wrong(keys: KeySet, regime: str, party: str) -> str:
    try:
        return key_set_fault(keys, regime, party)
    except RecordError as fault:
        return f"{fault.expected} ({fault.where}: {fault.found})"


def _message(envelope: Envelope) -> bytes:
    return pae(STATEMENT_MEDIA_TYPE, envelope.payload)


def _check_authors(statement: Statement, envelope: Envelope, authors: dict[str, Key]) -> None:
    """Refuse a statement unless an author with the role signed it and no signature is bad."""
    signers = [authors.get(s.keyid) for s in envelope.signatures]
    if not any(key is not None and key.may_sign(statement.type) for key in signers):
        found = ", ".join(s.keyid[:16] for s in envelope.signatures)
        raise _Void("E-KEY", f"an author key in force with a role for {statement.type}", found)
    message = _message(envelope)
    for key, signature in zip(signers, envelope.signatures, strict=True):
        if key is None or not verifies(key.public, signature.sig, message):
            raise _Void("E-SIG", "every signature good", f"a bad one by {signature.keyid[:16]}")


def _check_roots(envelope: Envelope, groups: list[tuple[dict[str, bytes], int]]) -> None:
    """Refuse a key set unless each group of root keys reached its threshold, no signature bad."""
    signers = {s.keyid for s in envelope.signatures}
    for roots, threshold in groups:
        count = len(signers & set(roots))
        if count < threshold:
            raise _Void("E-KEY", f"{threshold} root keys of {len(roots)}", count)
    known = {kid: root for roots, _ in groups for kid, root in roots.items()}
    message = _message(envelope)
    for signature in envelope.signatures:
        root = known.get(signature.keyid)
        if root is None or not verifies(root, signature.sig, message):
            raise _Void("E-SIG", "every signature good", f"a bad one by {signature.keyid[:16]}")


def _confirmed(statement: Statement) -> tuple[str, ...]:
    """Return the leaf hashes a confirmation names."""
    if statement.type != KEYS_CONFIRMED:
        return ()
    members = Members(dict(statement.body), KEYS_CONFIRMED, "E-SCHEMA")
    leaves = members.texts("leaves", HEX64, _MOST_CONFIRMED)
    members.end()
    return leaves


_MOST_CONFIRMED = 500


def check_log(check: LogCheck, leaves: Iterable[tuple[int, bytes]]) -> Iterator[Checked]:
    """Yield every entry of a log with what it counts for, in order.

    Args:
        check: A fresh check of this log.
        leaves: Index and bytes of each entry, in order.
    """
    taken = [check.take(index, leaf) for index, leaf in leaves]
    return (check.settle(checked, signers) for checked, signers in taken)
