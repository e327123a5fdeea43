"""Come back from a loss without a second head: ask others, rebuild, let an officer confirm.

A node that lost its disk, or was set back to a backup, does not know what it has signed. Others
do: their mirrors hold every entry under a head this party's own key signed, and the cosignatures
it gave. So before it signs again it asks them (trust.md section 16). A quorum of mirrors is asked,
so that of every head a quorum has cosigned an honest one among them tells.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from overflight.desk.network.ports import Peer
from overflight.errors import RecordError, SourceError
from overflight.record import (
    Checkpoint,
    ForkEvidence,
    LogKeys,
    Node,
    faults_of,
    fork_fault,
    origin_hash,
    party_of,
    prove_fork,
    quorum_of,
    read_head,
    tree_root,
)

__all__ = [
    "Asked",
    "Shown",
    "Silent",
    "Source",
    "Start",
    "StartCheck",
    "ask_heads",
    "check_start",
    "mirrors_at_start",
    "mirrors_needed",
]

_LARGEST_NOTE = 262_144


def mirrors_needed(parties: int) -> int:
    """Return from how many other parties a log is fetched before its node may sign again."""
    return min(quorum_of(parties), parties - 1)


def mirrors_at_start(parties: int) -> int:
    """Return how many others are asked at every start: enough that one of them is honest."""
    return min(faults_of(parties) + 1, parties - 1)


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody who is asked, and for which party the answer counts.

    Args:
        party: Code of the party whose mirror it is; empty for a copy that speaks for nobody.
        peer: Its node, its bundle or its folder.
    """

    party: str
    peer: Peer


@dataclass(frozen=True, slots=True)
class Shown:
    """A signed head that a source has shown; its signature is not yet checked."""

    source: Source
    note: bytes
    head: Checkpoint


@dataclass(frozen=True, slots=True)
class Silent:
    """A source that did not answer, or not with a head."""

    name: str
    code: str
    found: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What sources answered about one log.

    Args:
        shown: The heads they hold.
        silent: Those that could not be asked.
        nothing: Names of those that hold nothing of it.
    """

    shown: tuple[Shown, ...] = ()
    silent: tuple[Silent, ...] = ()
    nothing: tuple[str, ...] = ()


def ask_heads(sources: Iterable[Source], origin: str) -> Asked:
    """Ask every source for the newest head it holds of a log.

    Args:
        sources: Whom to ask.
        origin: Name of the log.
    """
    shown: list[Shown] = []
    silent: list[Silent] = []
    nothing: list[str] = []
    for source in sources:
        try:
            found = _head_at(source, origin)
        except (SourceError, RecordError) as fault:
            silent.append(Silent(source.peer.name, fault.code, fault.found))
            continue
        if found is None:
            nothing.append(source.peer.name)
        else:
            shown.append(found)
    return Asked(tuple(shown), tuple(silent), tuple(nothing))


def _head_at(source: Source, origin: str) -> Shown | None:
    """Return the head of a log a source shows: as mirror, or as the log's owner."""
    paths = [f"mirror/{origin_hash(origin)}/checkpoint"]
    if source.party == party_of(origin):
        paths.append("log/checkpoint")
    for path in paths:
        note = source.peer.get(path, _LARGEST_NOTE).data
        if note is not None:
            head, _ = read_head(note)
            if head.origin == origin:
                return Shown(source, note, head)
    return None


class Start(StrEnum):
    """Whether a node that starts may sign."""

    SOUND = "sound"
    WAITING = "waiting"
    RECOVERING = "recovering"


@dataclass(frozen=True, slots=True)
class StartCheck:
    """What a node learnt when it asked for its own newest head before it signed anything.

    Args:
        start: Whether it may sign.
        why: Why not, in words.
        answered: Names of the sources that answered.
        needed: How many must answer.
        evidence: Where its own key signed two heads that no one log can have, the proof of it.
    """

    start: Start
    why: str
    answered: tuple[str, ...]
    needed: int
    evidence: ForkEvidence | None = None


def check_start(
    asked: Asked, own: bytes | None, node: Node, keys: LogKeys, parties: int
) -> StartCheck:
    """Judge what others hold of one's own log, before anything is signed.

    A folder that was set back as a whole, database and ``generation`` alike, looks sound from
    inside; only others can tell.

    Args:
        asked: What they answered.
        own: One's own newest head; nothing where there is none.
        node: Perfect subtrees over one's own entries.
        keys: One's own log keys.
        parties: How many parties there are.
    """
    size = read_head(own)[0].size if own else 0
    answered = (*(shown.source.peer.name for shown in asked.shown), *asked.nothing)
    needed = mirrors_at_start(parties)
    unproven: set[str] = set()
    for shown in asked.shown:
        head, name = shown.head, shown.source.peer.name
        signed = not keys.fault(head, read_head(shown.note)[1])
        if head.size <= size and tree_root(head.size, node) == head.root:
            continue
        if signed and head.size > size:
            why = (
                f"{name} holds {head.size} entries of this log under its own signature, not {size}"
            )
            return StartCheck(Start.RECOVERING, why, answered, needed)
        if signed:
            evidence = prove_fork(own, shown.note, node) if own else None
            why = f"{name} holds another head of {head.size} entries, signed by this log's own key"
            return StartCheck(Start.RECOVERING, why, answered, needed, _proven(evidence, keys))
        unproven.add(shown.source.party)
    if len(unproven - {""}) > faults_of(parties):
        why = f"{', '.join(sorted(unproven))} hold more of this log, under a key not known here"
        return StartCheck(Start.RECOVERING, why, answered, needed)
    if len(set(answered)) < needed:
        why = f"{len(set(answered))} of at least {needed} other parties have answered"
        return StartCheck(Start.WAITING, why, answered, needed)
    return StartCheck(Start.SOUND, "", answered, needed)


def _proven(evidence: ForkEvidence | None, keys: LogKeys) -> ForkEvidence | None:
    return evidence if evidence and not fork_fault(evidence, keys.all()) else None
