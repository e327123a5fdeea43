"""A node as its acts see it: what it keeps, what it signs with, what it remembers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from overflight.desk.network.keyring import KeyRing
from overflight.desk.network.mirroring import Cosignatures, Mirrors
from overflight.desk.network.ports import Arrivals
from overflight.desk.ports import Clock, Ids, Records, Signer
from overflight.record import NoteKey, NoteSigner, Policy, Round, regime_policies

__all__ = ["Memory", "NodeDesk"]


@dataclass(slots=True)
class Memory:
    """What a node remembers between rounds; all of it may be lost at any time.

    Args:
        keys: The keys the entries held here have named.
        met: Peers whose genesis document was compared.
        read: For each log, how many of its statements of forks were looked at.
        notes: For each place at a peer, the hash of the note whose lines were kept last.
        judged: For the texts of heads seen last, the lines over them that were judged, as written.
        cosigners: The mirror keys they were judged by.
        ahead: How many seconds ahead of ours the clock of each peer of the last round was: what is
            cosigned between two rounds is held to them, too.
        fresh: For each log, until when its newest head need not be cosigned again.
    """

    keys: KeyRing
    met: set[str] = field(default_factory=set)
    read: dict[str, int] = field(default_factory=dict)
    notes: dict[tuple[str, str], bytes] = field(default_factory=dict)
    judged: dict[bytes, set[bytes]] = field(default_factory=dict)
    cosigners: Mapping[tuple[str, bytes], NoteKey] | None = None
    ahead: dict[str, int] = field(default_factory=dict)
    fresh: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NodeDesk:
    """What every act of a node needs from outside.

    Args:
        party: Code of the party whose node it is.
        document: The genesis document.
        records: Entries and attachments of all logs; the party's own can be appended to.
        mirrors: What is kept of other parties' logs.
        lines: Cosignature lines.
        arrivals: What came when.
        by: The party's mirror keys, all under one name.
        clock: The time.
        ids: Fresh statement ids.
        watch: An author key for ``record.fork-proven`` alone; nothing where people sign that.
        policies: What the party asks of cosigners; the regime's quorum and its own mirror if none.
        memory: What it remembers between rounds.
    """

    party: str
    document: bytes
    records: Records
    mirrors: Mirrors
    lines: Cosignatures
    arrivals: Arrivals
    by: tuple[NoteSigner, ...]
    clock: Clock
    ids: Ids
    watch: Signer | None = None
    policies: Sequence[Policy] = ()
    memory: Memory = field(init=False)

    def __post_init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Drop what was remembered; everything is found out anew from what is kept."""
        ring = KeyRing(self.document, self.records, self.mirrors, self.lines)
        object.__setattr__(self, "memory", Memory(ring))

    @property
    def keys(self) -> KeyRing:
        """Return the keys the entries held here have named."""
        return self.memory.keys

    @property
    def own(self) -> str:
        """Return the origin of the party's own newest log."""
        return self.keys.newest(self.party)

    def now(self) -> int:
        """Return the time of its clock, in seconds since 1970."""
        return int(self.clock.now().timestamp())

    def during(self, ahead: Mapping[str, int]) -> Round:
        """Return this moment by one's own clock and those of peers.

        Args:
            ahead: How many seconds ahead of ours each peer's clock is.
        """
        now = self.now()
        return Round(now, dates=tuple(now + each for each in ahead.values()))

    @property
    def asked(self) -> Sequence[Policy]:
        """Return the policies a head has to meet to count as witnessed."""
        return self.policies or regime_policies(self.keys.roster(), self.party)
