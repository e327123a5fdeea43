"""Which keys stand behind which party, as the logs themselves have named them.

A mirror key counts for what it cosigned while it was a party's, also after it was rotated or lost.
A key that was stolen counts for nothing: no line tells whether the thief wrote it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from overflight.record.checkpoints import Checkpoint, line_time
from overflight.record.genesis import Founder, Genesis, mirror_name
from overflight.record.keysets import ED25519, KeySet, KeyUse, Why, kid_of
from overflight.record.logkeys import LogKeys
from overflight.record.notes import Note, NoteKey, SignatureKind
from overflight.record.signature_memory import SignatureMemory

__all__ = [
    "Line",
    "Roster",
    "extent",
    "first_log_keys",
    "lines_over",
    "log_keys_of",
    "mirror_roster",
    "party_of",
]

Roster: TypeAlias = Mapping[str, tuple[NoteKey, ...]]
"""Mirror keys that count, by party; the newest ones last."""

Named: TypeAlias = Sequence[tuple[int, KeySet]]
"""The valid key sets of one log, each with the index of its entry, in order."""


def log_keys_of(origin: str, named: Named) -> LogKeys:
    """Return the log keys that key sets have named, one row for each change."""
    rows: list[tuple[int, bytes, bytes]] = []
    for index, keys in named:
        row = (index, keys.log_key, keys.second_log_key)
        if not rows or rows[-1][1:] != row[1:]:
            rows.append(row)
    return LogKeys(origin, tuple(rows))


def first_log_keys(origin: str, founder: Founder) -> LogKeys:
    """Return the log key of a founder, before any entry of its log is held."""
    return LogKeys(origin, ((0, founder.log, b""),))


def mirror_roster(genesis: Genesis, named: Mapping[str, Iterable[KeySet]]) -> Roster:
    """Return the mirror keys of every party.

    Args:
        genesis: The genesis document; it names the first key of every founder.
        named: Valid key sets of each party, in order.
    """
    roster: dict[str, tuple[NoteKey, ...]] = {}
    for founder in genesis.parties:
        name = mirror_name(genesis.base, founder.party)
        keys = {NoteKey(name, SignatureKind.COSIGNATURE, founder.mirror): None}
        stolen: set[NoteKey] = set()
        for key_set in named.get(founder.party, ()):
            kids = {gone.kid for gone in key_set.gone if gone.why is Why.STOLEN}
            stolen |= {key for key in keys if kid_of(key.public) in kids}
            keys |= dict.fromkeys(_mirror_keys(name, key_set))
        roster[founder.party] = tuple(key for key in keys if key not in stolen)
    return roster


def _mirror_keys(name: str, keys: KeySet) -> list[NoteKey]:
    kinds = {True: SignatureKind.COSIGNATURE, False: SignatureKind.ML_DSA}
    return [NoteKey(name, kinds[k.alg == ED25519], k.public) for k in keys.of_use(KeyUse.MIRROR)]


@dataclass(frozen=True, slots=True)
class Line:
    """One good cosignature: a party held so many entries of a log at a time.

    Args:
        party: Code of the party whose mirror signed.
        key: The key it signed with.
        size: How many entries the head covers.
        time: When, as that party's clock said, in seconds since 1970.
    """

    party: str
    key: NoteKey
    size: int
    time: int


def lines_over(
    heads: Iterable[tuple[Checkpoint, Note]],
    roster: Roster,
    memory: SignatureMemory | None = None,
) -> tuple[Line, ...]:
    """Return the good cosignatures over heads, by whoever in the roster signed them.

    Args:
        heads: Heads whose signature and root were checked.
        roster: Mirror keys that count.
        memory: Signatures found good before.
    """
    keys = {(key.name, key.id): (party, key) for party, own in roster.items() for key in own}
    found: list[Line] = []
    for head, note in heads:
        for line in note.signatures:
            party, key = keys.get((line.name, line.key), ("", None))
            time = line_time(note.text, line, key, memory) if key else None
            if key is not None and time is not None:
                found.append(Line(party, key, head.size, time))
    return tuple(found)


def party_of(origin: str) -> str:
    """Return the code of the party whose log an origin names: its last part but one."""
    return origin.rpartition("/")[0].rpartition("/")[2].upper()


def extent(lines: Sequence[Line], met: Callable[[Sequence[Line]], bool]) -> int:
    """Return how many entries of a log, from its first, cosignatures of a kind cover.

    Args:
        lines: Good cosignatures over heads of the log.
        met: Tells whether lines are enough.
    """
    for size in sorted({line.size for line in lines}, reverse=True):
        if met([line for line in lines if line.size >= size]):
            return size
    return 0
