"""How a node stands: what it keeps, whom it reached, what it found, what a person has to do.

The forms are what ``node status --json`` writes and what a serving node leaves behind after each
round, so that another process of the same folder can tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Literal

from overflight.deadlines import Instant
from overflight.desk.network.alarms import forks_unsaid
from overflight.desk.network.node import NodeDesk
from overflight.record import (
    FORK_PROVEN,
    Checkpoint,
    EntryView,
    Line,
    LogView,
    Note,
    NoteKey,
    NoteSignature,
    extent,
    level_of,
    line_claim,
    lines_over,
    mirror_name,
    quorum_of,
    read_envelope,
    read_fork,
    read_head,
    read_statement,
    regime_id,
    tree_root,
    write_checkpoint,
)

__all__ = [
    "AlarmSeen",
    "EntryLevel",
    "LastRound",
    "NodeStatus",
    "OwnLog",
    "PeerContact",
    "PeerStatus",
    "Simulated",
    "node_status",
]

NEWEST = 5


@dataclass(frozen=True, slots=True)
class PeerContact:
    """When another party's node was reached, and what kept it from answering.

    Args:
        party: Code of the party.
        url: Where it is called; empty where no address or key of it is known.
        tried_at: When it was asked last.
        reached_at: When it answered last.
        clock_s: How many seconds its clock was ahead of ours then; negative if it was behind.
        code: Why it did not answer last; empty if it did.
        says: The same in words.
    """

    party: str
    url: str = ""
    tried_at: Instant | None = None
    reached_at: Instant | None = None
    clock_s: int | None = None
    code: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class AlarmSeen:
    """Something a person has to look at.

    Args:
        code: What it is.
        log: Code of the party whose log or node it concerns.
        says: What was found.
        since: When it was found first.
        at: When it was found last.
    """

    code: str
    log: str
    says: str
    since: Instant
    at: Instant


@dataclass(frozen=True, slots=True)
class LastRound:
    """What a serving node leaves behind after each round.

    Args:
        v: Version of this form.
        party: Code of the party.
        started_at: When the node was started.
        ended_at: When the last round ended.
        rounds: How many rounds it has done.
        took_s: How long the last one took.
        interval_s: Seconds from one round to the next.
        contacts: Other parties' nodes.
        alarms: What a person has to look at.
    """

    v: Literal[1]
    party: str
    started_at: Instant
    ended_at: Instant
    rounds: int
    took_s: Decimal
    interval_s: int
    contacts: tuple[PeerContact, ...] = ()
    alarms: tuple[AlarmSeen, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryLevel:
    """One of the party's newest entries and how far it has come, answers left out."""

    index: int
    type: str
    level: Literal["local", "published", "witnessed", "held", "answered"]
    held_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnLog:
    """The party's own log: entries that are signed for, witnessed, and held by all others."""

    origin: str
    published: int
    witnessed: int
    held: int
    newest: tuple[EntryLevel, ...]


@dataclass(frozen=True, slots=True)
class PeerStatus:
    """Another party as this node sees it.

    Args:
        party: Its code.
        origin: Its newest log held here.
        size: How many entries of it are held.
        cosigned: How many of them this node has cosigned.
        cosigned_at: When.
        holds_ours: How many entries of this node's log that party has cosigned.
        frozen: A fork of its log was proven.
        contact: When its node was reached; nothing where no node serves this folder.
    """

    party: str
    origin: str
    size: int
    cosigned: int
    cosigned_at: Instant | None
    holds_ours: int
    frozen: bool
    contact: PeerContact | None = None


@dataclass(frozen=True, slots=True)
class NodeStatus:
    """How a node stands.

    Args:
        party: Code of the party.
        regime: Regime id.
        folder: Its folder.
        at: When this was asked.
        own: The party's own log.
        peers: The other parties.
        quorum: How many parties' cosignatures the regime asks for.
        alarms: What a person has to look at.
        to_sign: What a person has to sign, one line each.
        last_round: What the serving node left behind; nothing where none has served yet.
    """

    party: str
    regime: str
    folder: str
    at: Instant
    own: OwnLog
    peers: tuple[PeerStatus, ...]
    quorum: int
    alarms: tuple[AlarmSeen, ...] = ()
    to_sign: tuple[str, ...] = ()
    last_round: LastRound | None = None


@dataclass(frozen=True, slots=True)
class Simulated:
    """What a simulated regime measured; every time in it but CPU is simulated.

    Args:
        parties: How many nodes.
        statements: How many statements.
        per_minute: How many a minute; 0 for all at once.
        seed: The number the run followed from.
        held: How many were held by all.
        p50_s: Half of them were held by all after so many seconds.
        p99_s: The same for 99 of 100.
        most_s: The same for the last one.
        bytes_per_statement: Bytes on the network, of all nodes together.
        questions: How many questions were asked of peers.
        cpu_ms_per_statement: CPU of all nodes together.
        rounds: How many rounds were done.
        span_s: From the first statement to the end.
        codes: What went wrong, by code, and how often.
        alarms: What a person would have to look at.
    """

    parties: int
    statements: int
    per_minute: Decimal
    seed: int
    held: int
    p50_s: Decimal
    p99_s: Decimal
    most_s: Decimal
    bytes_per_statement: int
    questions: int
    cpu_ms_per_statement: Decimal
    rounds: int
    span_s: Decimal
    codes: dict[str, int]
    alarms: tuple[str, ...] = ()


def node_status(desk: NodeDesk, folder: str, last_round: LastRound | None = None) -> NodeStatus:
    """Return how a node stands, from what it keeps.

    Args:
        desk: The node; its keys need not be at hand.
        folder: Name of its folder, to be shown.
        last_round: What the serving node left behind.

    Raises:
        StoreError: The disk failed.
    """
    lines = _best_lines(desk, desk.own)
    contacts = {c.party: c for c in last_round.contacts} if last_round else {}
    parties = sorted(desk.keys.roster())
    peers = tuple(_peer(desk, p, lines, contacts.get(p)) for p in parties if p != desk.party)
    return NodeStatus(
        party=desk.party,
        regime=regime_id(desk.document),
        folder=folder,
        at=desk.clock.now(),
        own=_own_log(desk, lines, parties),
        peers=peers,
        quorum=quorum_of(len(parties)),
        alarms=last_round.alarms if last_round else (),
        to_sign=_to_sign(desk),
        last_round=last_round,
    )


def _best_lines(desk: NodeDesk, origin: str) -> tuple[Line, ...]:
    """Return, of each mirror key, the good cosignature over the largest head of a log."""
    held, roster = desk.mirrors.held(origin), desk.keys.roster()
    by_size: dict[int, list[NoteSignature]] = {}
    for size, line in desk.lines.lines(origin):
        by_size.setdefault(size, []).append(line)
    found: dict[NoteKey, Line] = {}
    for size in sorted((size for size in by_size if size <= held.size), reverse=True):
        done = {(key.name, key.id) for key in found}
        rest = tuple(line for line in by_size[size] if (line.name, line.key) not in done)
        if rest:
            head = Checkpoint(origin, size, tree_root(size, held.node))
            good = lines_over([(head, Note(write_checkpoint(head), rest))], roster)
            found |= {each.key: each for each in good if each.key not in found}
    return tuple(found.values())


def _own_log(desk: NodeDesk, lines: tuple[Line, ...], parties: list[str]) -> OwnLog:
    note = desk.records.checkpoint(desk.own)
    size = read_head(note)[0].size if note else 0
    asked = desk.asked
    others = set(parties) - {desk.party}
    view = LogView(desk.party, size, lines)
    start = max(0, size - NEWEST)
    newest = []
    for index, leaf in zip(range(start, size), desk.records.entries(desk.own, start), strict=False):
        statement = read_statement(read_envelope(leaf).payload)
        reached = level_of(EntryView(index, statement.to), view, asked, parties)
        newest.append(EntryLevel(index, statement.type, reached.level.value, reached.held_by))
    return OwnLog(
        desk.own,
        size,
        extent(lines, lambda found: all(p.met_by({n.key for n in found}) for p in asked)),
        extent(lines, lambda found: others <= {n.party for n in found}),
        tuple(newest),
    )


def _peer(
    desk: NodeDesk, party: str, lines: tuple[Line, ...], contact: PeerContact | None
) -> PeerStatus:
    origin = desk.keys.newest(party)
    held = desk.mirrors.held(origin)
    cosigned = read_head(held.last)[0].size if held.last else 0
    own = mirror_name(desk.keys.genesis.base, desk.party)
    times = [line_claim(n)[1] for size, n in desk.lines.lines(origin) if n.name == own]
    return PeerStatus(
        party=party,
        origin=origin,
        size=held.size,
        cosigned=cosigned,
        cosigned_at=datetime.fromtimestamp(max(times), UTC) if times else None,
        holds_ours=max((line.size for line in lines if line.party == party), default=0),
        frozen=held.frozen,
        contact=contact,
    )


def _to_sign(desk: NodeDesk) -> tuple[str, ...]:
    """Return the faults that nobody of this party has said yet."""
    origins = [read_fork(data).origin for data in forks_unsaid(desk)]
    return tuple(f"{FORK_PROVEN}: the proof that {o} showed two faces" for o in origins)
