"""Tell for every entry of a log whether it is valid, contested or void (trust.md section 11).

Inclusion is not validity: a log may hold anything its owner put there. The first code that fails
wins: E-LEAF, E-CANON, E-LOG, E-PARTY, E-DUP, E-KEY, E-SIG, E-SCHEMA, E-REF, E-RULE. The keys in
force for an entry are those of the last valid key set before it in the same log; no clock is used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from overflight.errors import RecordError
from overflight.record.ed25519 import verifies
from overflight.record.envelopes import STATEMENT_MEDIA_TYPE, Envelope, pae, read_envelope
from overflight.record.genesis import Founder
from overflight.record.keychecks import (
    KEY_KINDS,
    Before,
    InForce,
    KeyCheck,
    Void,
    bad_signature,
    key_set_of,
)
from overflight.record.keysets import KEYS_CONFIRMED, Key, Why
from overflight.record.members import HEX64, Members
from overflight.record.merkle import leaf_hash
from overflight.record.said import Reference
from overflight.record.signature_memory import SignatureMemory
from overflight.record.statements import Statement, read_statement
from overflight.record.successions import ASSENTS, Succession, read_assent

__all__ = [
    "KEY_KINDS",
    "Checked",
    "Hooks",
    "LogCheck",
    "Standing",
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
        memory: Signatures found good before; each is checked where there is none.
    """

    schema: Judge = _nothing_wrong
    rule: Judge = _nothing_wrong
    memory: SignatureMemory | None = None


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
        self._leaf_at = leaf_at
        self._hooks = hooks or Hooks()
        self._memory = self._hooks.memory or SignatureMemory()
        self._ids: set[str] = set()
        self._confirmed: set[str] = set()
        self._ended: int | None = None
        self._keys = KeyCheck(origin, founder, document)
        self.assents: dict[Reference, Statement] = {}

    @property
    def in_force(self) -> InForce:
        """Return the keys as the entries taken so far have set them."""
        return self._keys.in_force

    def follow(self, before: Before) -> None:
        """Let entry 0 of this log follow another log; called before any entry is taken."""
        self._keys.before = before

    @property
    def followed(self) -> Succession | None:
        """Return which head of which log a valid entry 0 has followed."""
        return self._keys.followed

    def end(self, succession: Succession) -> None:
        """Let this log end where a valid succession says; what stands after that is void."""
        self._ended = succession.size
        for gone in succession.keys.gone:
            if gone.why is Why.STOLEN:
                self.in_force.stolen.append((gone.kid, gone.since, succession.size))

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
        except Void as void:
            fault = (void.code, void.expected, void.found)
        except RecordError as refused:
            fault = (refused.code, refused.expected, refused.found)
        else:
            return Checked(ref, Standing.VALID, statement=statement), signers
        return Checked(ref, Standing.VOID, *fault, statement=statement), signers

    def settle(self, checked: Checked, signers: tuple[str, ...]) -> Checked:
        """Return an entry as all logs leave it: contested by a theft, void past an end."""
        if self._ended is not None and checked.ref.i >= self._ended:
            if checked.standing is Standing.VALID:
                expected = f"an entry below {self._ended}, where another log followed this one"
                found = str(checked.ref.i)
                return replace(
                    checked, standing=Standing.VOID, code="E-RULE", expected=expected, found=found
                )
            return checked
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
            raise Void("E-LOG", f"a statement meant for {self._origin}", statement.log)
        if statement.party != party:
            raise Void("E-PARTY", f"a statement of {party or 'a founder'}", statement.party)
        if not first:
            raise Void("E-DUP", "an id not used before in this log", statement.id)
        if statement.type in KEY_KINDS:
            self._keys.check(statement, envelope, ref, lambda: self._check_references(statement))
            return
        _check_authors(statement, envelope, self.in_force.authors, self._memory)
        confirmed = _confirmed(statement)
        if statement.type in ASSENTS:
            read_assent(statement.body)
        self._judge(self._hooks.schema, "E-SCHEMA", statement)
        self._check_references(statement)
        self._judge(self._hooks.rule, "E-RULE", statement)
        self._confirmed.update(confirmed)
        if statement.type in ASSENTS:
            self.assents[ref] = statement

    def _judge(self, judge: Judge, code: str, statement: Statement) -> None:
        wrong = judge(statement)
        if wrong:
            raise Void(code, wrong, statement.type)

    def _check_references(self, statement: Statement) -> None:
        for ref in statement.re:
            found = self._leaf_at(ref.o, ref.i)
            if found != ref.h:
                raise Void("E-REF", f"{ref.o} entry {ref.i} with hash {ref.h}", found or "nothing")


def _check_authors(
    statement: Statement, envelope: Envelope, authors: dict[str, Key], memory: SignatureMemory
) -> None:
    """Refuse a statement unless an author with the role signed it and no signature is bad."""
    signers = [authors.get(s.keyid) for s in envelope.signatures]
    if not any(key is not None and key.may_sign(statement.type) for key in signers):
        found = ", ".join(s.keyid[:16] for s in envelope.signatures)
        raise Void("E-KEY", f"an author key in force with a role for {statement.type}", found)
    message = pae(STATEMENT_MEDIA_TYPE, envelope.payload)
    for key, signature in zip(signers, envelope.signatures, strict=True):
        if key is None or not memory.verifies(verifies, key.public, signature.sig, message):
            raise bad_signature(signature.keyid)


def _confirmed(statement: Statement) -> tuple[str, ...]:
    """Return the leaf hashes a confirmation names."""
    if statement.type != KEYS_CONFIRMED:
        return ()
    members = Members(dict(statement.body), KEYS_CONFIRMED, "E-SCHEMA")
    leaves = members.texts("leaves", HEX64, _MOST_CONFIRMED)
    members.end()
    return leaves


_MOST_CONFIRMED = 500
