"""The keys that the logs held here have named, followed as the logs grow.

Keys are set by entries of a few ``record.*`` kinds, so only these are read whole, and each entry is
looked at once. A keyring is a memory of what the entries say: it may be dropped at any time.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from overflight.desk.network.mirroring import Cosignatures, Mirrors
from overflight.desk.ports import Records
from overflight.errors import RecordError
from overflight.record import (
    FORK_PROVEN,
    KEY_KINDS,
    RE_ENROLMENT_ASSENTED,
    RE_ENROLMENT_STATED,
    STATEMENT_MEDIA_TYPE,
    Before,
    Checkpoint,
    Envelope,
    KeySet,
    LogCheck,
    LogKeys,
    Note,
    NoteKey,
    Reference,
    Roster,
    Statement,
    epoch_of,
    extent,
    first_log_keys,
    key_id,
    leaf_hash,
    lines_over,
    log_before,
    log_keys_of,
    log_origin,
    mirror_roster,
    pae,
    read_envelope,
    read_genesis,
    read_statement,
    regime_policies,
    tree_root,
    verifies,
    write_checkpoint,
)

__all__ = ["KeyRing"]

_ASSENTS = frozenset({RE_ENROLMENT_STATED, RE_ENROLMENT_ASSENTED})
_PAYLOAD = re.compile(rb'\{"payload":"([A-Za-z0-9+/=]+)"')
_OURS = b'"type":"record.'


@dataclass(slots=True)
class _Followed:
    """One log as far as its entries were looked at."""

    check: LogCheck
    seen: int = 0
    forks: list[tuple[Reference, Statement]] = field(default_factory=list)


class KeyRing:
    """The keys of all parties, as the entries held here name them.

    Args:
        document: The genesis document.
        records: Entries of all logs.
        mirrors: How far each log is held, and its tree.
        lines: Cosignature lines, which decide where a log that another follows has ended.
    """

    def __init__(
        self, document: bytes, records: Records, mirrors: Mirrors, lines: Cosignatures
    ) -> None:
        self.genesis = read_genesis(document)
        self._document = document
        self._records = records
        self._mirrors = mirrors
        self._lines = lines
        self._logs: dict[str, _Followed] = {}
        self._sizes: Mapping[str, int] = {}
        self._counted: Mapping[str, int] | None = None
        self._rows: tuple[int, ...] = ()
        self._roster: Roster = mirror_roster(self.genesis, {})
        self._cosigners = _cosigners(self._roster)

    def is_log(self, origin: str) -> bool:
        """Tell whether an origin names a log of a founder, in whatever epoch."""
        return self.genesis.founder_of(origin) is not None

    @property
    def parties(self) -> frozenset[str]:
        """Codes of all parties."""
        return frozenset(founder.party for founder in self.genesis.parties)

    def newest(self, party: str) -> str:
        """Return the origin of a party's newest log of which entries are held; else its first."""
        self._sizes = self._mirrors.sizes()
        return self._newest(party)

    def _newest(self, party: str) -> str:
        epoch = 1
        while self._size(log_origin(self.genesis.base, party, epoch + 1)):
            epoch += 1
        return log_origin(self.genesis.base, party, epoch)

    def logs_of(self, party: str) -> tuple[str, ...]:
        """Return the origins of a party's logs that are to be kept, the newest last."""
        self._sizes = self._mirrors.sizes()
        return self._logs_of(party)

    def _logs_of(self, party: str) -> tuple[str, ...]:
        last = int(self._newest(party).rpartition("/")[2])
        return tuple(log_origin(self.genesis.base, party, n) for n in range(1, last + 1))

    def log_keys(self, origin: str) -> LogKeys:
        """Return the log keys as the entries held name them; before any, those of its founder."""
        self._sizes = self._mirrors.sizes()
        named = self._follow(origin).check.in_force.named
        founder = self.genesis.founder_of(origin)
        if named or founder is None or log_before(origin):
            return log_keys_of(origin, named)
        return first_log_keys(origin, founder)

    def keys_begun(self, origin: str, leaf: bytes) -> LogKeys:
        """Return the log keys that the first entry of a log not yet held would name.

        Args:
            origin: Name of the log.
            leaf: Its entry 0.

        Returns:
            None in it where the entry is no valid beginning of this log.
        """
        self._sizes = self._mirrors.sizes()
        check = self._start(origin)
        check.take(0, leaf)
        return log_keys_of(origin, check.in_force.named)

    def roster(self) -> Roster:
        """Return the mirror keys that count, by party."""
        self._sizes = self._mirrors.sizes()
        if self._counted is not self._sizes:
            named = self._named(())
            rows = tuple(len(sets) for sets in named.values())
            if rows != self._rows:
                self._rows, self._roster = rows, mirror_roster(self.genesis, named)
                self._cosigners = _cosigners(self._roster)
            self._counted = self._sizes
        return self._roster

    def cosigners(self) -> Mapping[tuple[str, bytes], NoteKey]:
        """Return the mirror keys that count, by what a line says of its key: name and id."""
        self.roster()
        return self._cosigners

    def _named(self, below: tuple[int, str] | tuple[()]) -> dict[str, list[KeySet]]:
        """Return the key sets each party has named; only in logs that stand before one, if asked.

        A log that follows another rests on the rosters of those before it, never on its own.
        """
        named: dict[str, list[KeySet]] = {}
        for founder in self.genesis.parties:
            logs = self._logs_of(founder.party)
            counted = [o for o in logs if not below or (epoch_of(o), o) < below]
            rows = (self._follow(o).check.in_force.named for o in counted)
            named[founder.party] = [keys for row in rows for _, keys in row]
        return named

    def key_set(self, party: str) -> KeySet | None:
        """Return the key set a party has in force; nothing while no entry of its log is held."""
        named = self._follow(self.newest(party)).check.in_force.named
        return named[-1][1] if named else None

    def forks(self, origin: str) -> tuple[tuple[Reference, Statement], ...]:
        """Return the statements in a log that say of a log that it showed two faces."""
        self._sizes = self._mirrors.sizes()
        return tuple(self._follow(origin).forks)

    def _size(self, origin: str) -> int:
        return self._sizes.get(origin, 0)

    def _start(self, origin: str) -> LogCheck:
        """Return a fresh check of a log, resting on the log before it where there is one."""
        founder = self.genesis.founder_of(origin)
        check = LogCheck(origin, founder, self._document, self._leaf_at)
        before = log_before(origin)
        if before and self._size(before):
            check.follow(self._before(before, (epoch_of(origin), origin)))
        return check

    def _leaf_at(self, origin: str, index: int) -> str | None:
        held = self._mirrors.held(origin)
        return held.node(0, index).hex() if index < held.size else None

    def _before(self, origin: str, place: tuple[int, str]) -> Before:
        """Return what a log in a place of the order of logs, which follows this one, rests on."""
        held = self._mirrors.held(origin)
        roster = mirror_roster(self.genesis, self._named(place))
        (quorum,) = regime_policies(roster)
        heads: list[tuple[Checkpoint, Note]] = []
        for size, line in self._lines.lines(origin):
            if size <= held.size:
                head = Checkpoint(origin, size, tree_root(size, held.node))
                heads.append((head, Note(write_checkpoint(head), (line,))))
        lines = lines_over(heads, roster)
        size = extent(lines, lambda n: quorum.met_by({line.key for line in n}))
        return Before(
            self._follow(origin).check.in_force,
            size,
            tree_root(size, held.node).hex(),
            frozenset(founder.party for founder in self.genesis.parties),
            frozenset(self.genesis.depositaries),
            self._assent,
        )

    def _assent(self, ref: Reference) -> Statement | None:
        if not self.is_log(ref.o):
            return None
        said = self._follow(ref.o).check.assents.get(ref)
        return None if said is None or self._used_before(ref.o, ref.i, said.id) else said

    def _follow(self, origin: str) -> _Followed:
        """Look at the entries of a log that came since it was looked at last."""
        log = self._logs.get(origin)
        if log is None:
            log = _Followed(self._start(origin))
        size = self._size(origin)
        if size:
            self._logs[origin] = log
        if log.seen < size:
            start, log.seen = log.seen, size
            for index, leaf in self._of_record(origin, start, size):
                self._take(origin, log, index, leaf)
        return log

    def _of_record(self, origin: str, start: int, size: int) -> Iterator[tuple[int, bytes]]:
        """Yield the entries that may hold a statement of the record's own kinds."""
        leaves = self._records.entries(origin, start)
        for index, leaf in zip(range(start, size), leaves, strict=False):
            if _OURS in _payload(leaf):
                yield index, leaf

    def _take(self, origin: str, log: _Followed, index: int, leaf: bytes) -> None:
        try:
            envelope = read_envelope(leaf)
            statement = read_statement(envelope.payload)
        except RecordError:
            return
        kind = statement.type
        if kind == FORK_PROVEN:
            log.forks.append((Reference(origin, index, leaf_hash(leaf).hex()), statement))
        elif kind in _ASSENTS or (
            kind in KEY_KINDS
            and self._by_root(origin, log, envelope)
            and not self._used_before(origin, index, statement.id)
        ):
            log.check.take(index, leaf)

    def _by_root(self, origin: str, log: _Followed, envelope: Envelope) -> bool:
        """Tell whether a root key in force signed: only then is it worth to look for its id."""
        force = log.check.in_force
        founder = self.genesis.founder_of(origin)
        roots = dict(force.roots)
        if not roots and founder is not None:
            roots = {key_id(root): root for root in founder.root}
        if not force.rows and log_before(origin):
            return True  # entry 0 of a log that follows another one; no id stands before it
        message = pae(STATEMENT_MEDIA_TYPE, envelope.payload)
        signed = ((roots.get(s.keyid), s.sig) for s in envelope.signatures)
        return any(root is not None and verifies(root, sig, message) for root, sig in signed)

    def _used_before(self, origin: str, index: int, statement_id: str) -> bool:
        """Tell whether an earlier entry of a log has this id, which makes the later one void."""
        wanted = f'"id":"{statement_id}"'.encode()
        leaves = self._records.entries(origin)
        return any(
            wanted in _payload(leaf) and _id_of(leaf) == statement_id
            for _, leaf in zip(range(index), leaves, strict=False)
        )


def _cosigners(roster: Roster) -> Mapping[tuple[str, bytes], NoteKey]:
    return {(key.name, key.id): key for keys in roster.values() for key in keys}


def _payload(leaf: bytes) -> bytes:
    """Return the payload of an entry, not yet checked; nothing where it holds none."""
    found = _PAYLOAD.match(leaf)
    try:
        return base64.b64decode(found[1]) if found else b""
    except binascii.Error:
        return b""


def _id_of(leaf: bytes) -> str:
    try:
        return read_statement(read_envelope(leaf).payload).id
    except RecordError:
        return ""
