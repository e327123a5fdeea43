"""One round of a node: ask every peer, pull, cosign, compare, collect lines, say what is wrong.

One bad peer never stops a round: what it did is told with its code, and the next one is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from overflight.desk.network.alarms import (
    adopt_forks,
    check_own,
    compare_log,
    is_text_of,
    keep_lines,
    say_forks,
)
from overflight.desk.network.asking import AskedPeer, Question, Together, ask_all, in_turn
from overflight.desk.network.meeting import (
    COMPARED,
    Met,
    grown,
    head_of,
    next_log,
    others_of,
    party_at,
    wanted,
)
from overflight.desk.network.mirroring import Cosigned, Fresh, Mirrored, Served, mirror_head
from overflight.desk.network.node import NodeDesk
from overflight.desk.network.ports import Peer
from overflight.desk.network.pulling import pull_log
from overflight.desk.network.sources import (
    LARGEST_NOTE,
    LogSource,
    claimed_head,
    mirrored,
    own_log,
    refused,
)
from overflight.errors import RecordError, SourceError
from overflight.record import (
    HEARTBEAT_S,
    Declined,
    Offer,
    Reference,
    Round,
    log_before,
    party_of,
    read_head,
    regime_id,
)

__all__ = ["ALARMS", "Outcome", "RoundReport", "run_round", "visit"]

ALARMS = frozenset({"E-FORK", "E-ROLLBACK", "E-FLOOD", "E-CLOCK", "E-REGIME"})
"""Codes a person should look at; others only mean that something is asked for again."""

T = TypeVar("T")

_BEHIND = frozenset({"E-ROLLBACK", "E-FORK"})
_LARGEST_GENESIS = 2**20


@dataclass(frozen=True, slots=True)
class Outcome:
    """What went wrong with one log at one peer.

    Args:
        peer: Who served it.
        origin: The log; empty where it was about the peer itself.
        code: What went wrong.
        expected: What would have been right.
        found: What stood there.
    """

    peer: str
    origin: str
    code: str
    expected: str
    found: str

    @property
    def alarm(self) -> bool:
        """Tell whether a person should look at it."""
        return self.code in ALARMS


@dataclass(slots=True)
class RoundReport:
    """What a round brought.

    Args:
        at: When it began, in seconds since 1970.
        reached: Peers that answered.
        cosigned: Origins of which a head was cosigned.
        grown: Origins of which the head cosigned was a new one.
        outcomes: What went wrong.
        fine: Peer and origin of each log that was in order there; no origin for a peer itself.
        said: Statements this node made.
    """

    at: int
    reached: list[str] = field(default_factory=list)
    cosigned: list[str] = field(default_factory=list)
    grown: list[str] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    fine: list[tuple[str, str]] = field(default_factory=list)
    said: tuple[Reference, ...] = ()

    @property
    def alarms(self) -> tuple[Outcome, ...]:
        """Return what a person should look at."""
        return tuple(outcome for outcome in self.outcomes if outcome.alarm)


def run_round(
    desk: NodeDesk, peers: Sequence[Peer], number: int = 0, together: Together = in_turn
) -> RoundReport:
    """Do one round with all peers.

    Args:
        desk: The node.
        peers: The peers; those of parties bear the party's code as their name.
        number: Number of the round; it decides which peers' mirrors are compared this time.
        together: How peers are asked at the same time; one after the other if not given.

    Returns:
        What it brought.

    Raises:
        UsageError: A statement is due and the key of the party's log is not at hand.
        StoreError: The disk failed.
    """
    report = RoundReport(desk.now())
    met = _meet_all(desk, peers, report, together)
    desk.memory.ahead = _ahead(met)
    parties = [p.party for p in desk.keys.genesis.parties if p.party != desk.party]
    ask_all([each.peer for each in met], wanted(desk, parties, met, number), together)
    for party in parties:
        _party(desk, party, met, (number, report))
    for each in met:
        _own(desk, each, report)
    _self(desk, report)
    report.said = say_forks(desk)
    _hint(desk, met, report)
    return report


def visit(desk: NodeDesk, peers: Sequence[Peer], together: Together = in_turn) -> RoundReport:
    """Pull the logs of some peers and look at what they mirror of one's own: after hints.

    Args:
        desk: The node.
        peers: Those that hinted.
        together: How peers are asked at the same time; one after the other if not given.

    Raises:
        UsageError: A statement is due and the key of the party's log is not at hand.
        StoreError: The disk failed.
    """
    report = RoundReport(desk.now())
    met = _meet_all(desk, peers, report, together)
    ask_all([each.peer for each in met], grown(desk, met), together)
    desk.memory.ahead |= _ahead(met)
    for each in met:
        during = desk.during(desk.memory.ahead)
        _owner(desk, party_at(desk, each), each, (during, report))
        _own(desk, each, report)
    if met:
        _self(desk, report)
        report.said = say_forks(desk)
        _hint(desk, met, report)
    return report


def _meet_all(
    desk: NodeDesk, peers: Sequence[Peer], report: RoundReport, together: Together
) -> list[Met]:
    """Ask all peers for their newest heads, and for what they mirror of the party's own log."""
    asked = [AskedPeer(peer, desk.now) for peer in peers]
    own = desk.own
    genesis = [("genesis.json", _LARGEST_GENESIS)]
    new = {peer.name: genesis for peer in asked if peer.name not in desk.memory.met}
    ask_all(asked, new, together)
    heads: dict[str, list[Question]] = {}
    for peer in asked:
        if peer.name not in new or peer.waiting("genesis.json") == desk.document:
            heads[peer.name] = [("log/checkpoint", LARGEST_NOTE), head_of(mirrored(peer, own))]
    ask_all(asked, heads, together)
    return [each for peer in asked if (each := _meet(desk, peer, report)) is not None]


def _meet(desk: NodeDesk, peer: AskedPeer, report: RoundReport) -> Met | None:
    """Ask a peer for its newest head; its regime is compared when it is met first."""

    def ask() -> Met:
        if peer.name not in desk.memory.met:
            document = peer.get("genesis.json", _LARGEST_GENESIS).data
            if document is not None and document != desk.document:
                ours, found = regime_id(desk.document), regime_id(document)
                raise refused("E-REGIME", peer.name, "genesis.json", f"regime {ours}", found)
            desk.memory.met.add(peer.name)
        got = peer.get("log/checkpoint", LARGEST_NOTE)
        report.reached.append(peer.name)
        report.fine.append((peer.name, ""))
        return Met(peer, got.data, None if got.date is None else got.date - desk.now())

    return _tried(report, peer, "", ask)


def _tried(report: RoundReport, peer: Peer, origin: str, act: Callable[[], T]) -> T | None:
    """Do something with a peer; a fault of the peer is told and ends nothing else."""
    try:
        return act()
    except (SourceError, RecordError) as fault:
        report.outcomes.append(Outcome(peer.name, origin, fault.code, fault.expected, fault.found))
        return None


def _ahead(met: Sequence[Met]) -> dict[str, int]:
    return {each.peer.name: each.ahead for each in met if each.ahead is not None}


def _party(desk: NodeDesk, party: str, met: Sequence[Met], told: tuple[int, RoundReport]) -> None:
    """Bring the logs of one party up to date, from their owner and from others."""
    number, report = told
    during = desk.during(desk.memory.ahead)
    whole = False
    for owner in met:
        if party_at(desk, owner) == party:
            whole = _owner(desk, party, owner, (during, report)) or whole
    others = others_of(party, met, number)
    for origin in _to_compare(desk, party, whole=whole):
        # Two mirrors are compared in each round; more are asked where these cannot answer.
        left = COMPARED
        for other in others:
            left -= _mirror(desk, origin, other, (during, report))
            if not left:
                break


def _to_compare(desk: NodeDesk, party: str, *, whole: bool) -> tuple[str, ...]:
    """Return the logs of a party that mirrors are asked for; also a next one its owner hides."""
    logs = desk.keys.logs_of(party)
    return logs if whole else (*logs, next_log(logs[-1]))


def _owner(desk: NodeDesk, party: str, met: Met, told: tuple[Round, RoundReport]) -> bool:
    """Pull the log a peer serves as its own; return whether it could be taken."""
    during, report = told
    if met.note is None or party == desk.party:
        return False

    def pull() -> Mirrored:
        note = met.note or b""
        origin = _fitting(desk, party, claimed_head(note).origin)
        source = own_log(met.peer, origin)
        if _is_fresh(desk, source, note):
            keep_lines(desk, source, note)
            return Fresh()
        answer = pull_log(desk, source, note, during)
        if isinstance(answer, Declined) and answer.code == "E-ROLLBACK":
            if met.ahead is None:
                return Fresh()  # what was carried here is late, and that is no crime
            # Another pull may have come between; only what the owner says now counts.
            note = source.checkpoint() or note
            answer = pull_log(desk, source, note, during)
        if not isinstance(answer, Declined):
            keep_lines(desk, source, note)
        if isinstance(answer, Cosigned):
            desk.memory.fresh[origin] = desk.now() + HEARTBEAT_S
        return answer

    return _noted(desk, desk.keys.newest(party), met, report, pull)


def _is_fresh(desk: NodeDesk, source: LogSource, note: bytes) -> bool:
    """Tell whether this very head was cosigned here less than an hour ago."""
    if desk.now() >= desk.memory.fresh.get(source.origin, 0):
        return False
    held = desk.mirrors.held(source.origin)
    return held.last is not None and not held.frozen and is_text_of(held.last, note)


def _fitting(desk: NodeDesk, party: str, origin: str) -> str:
    """Return which log of a party a head is pulled as: its newest one, or the one that follows."""
    newest = desk.keys.newest(party)
    return origin if log_before(origin) == newest and desk.keys.is_log(origin) else newest


def _mirror(desk: NodeDesk, origin: str, met: Met, told: tuple[Round, RoundReport]) -> bool:
    """Compare a log as a peer mirrors it; return whether the peer had it and it fits."""
    during, report = told
    source = mirrored(met.peer, origin)
    note = _tried(report, met.peer, origin, source.checkpoint)
    if note is None:
        return False
    return _noted(desk, origin, met, report, lambda: compare_log(desk, source, note, during))


def _noted(
    desk: NodeDesk, origin: str, met: Met, report: RoundReport, act: Callable[[], Mirrored]
) -> bool:
    """Note what became of a log, and keep the proofs of forks it brought."""
    answer = _tried(report, met.peer, origin, act)
    if isinstance(answer, Cosigned):
        head, _ = read_head(answer.note)
        report.cosigned.append(head.origin)
        if answer.grown:
            report.grown.append(head.origin)
        adopt_forks(desk, head.origin)
    if isinstance(answer, Declined):
        report.outcomes.append(
            Outcome(met.peer.name, origin, answer.code, answer.expected, answer.found)
        )
    elif answer is not None:
        report.fine.append((met.peer.name, origin))
    return answer is not None and not isinstance(answer, Declined)


def _own(desk: NodeDesk, met: Met, report: RoundReport) -> None:
    """Look at what a peer mirrors of the party's own log."""
    source = mirrored(met.peer, desk.own)

    def look() -> Declined | Fresh:
        note = source.checkpoint()
        return (check_own(desk, source, note) if note is not None else None) or Fresh()

    answer = _tried(report, met.peer, desk.own, look)
    if isinstance(answer, Fresh):
        report.fine.append((met.peer.name, desk.own))
    if isinstance(answer, Declined):
        report.outcomes.append(
            Outcome(met.peer.name, desk.own, answer.code, answer.expected, answer.found)
        )


def _self(desk: NodeDesk, report: RoundReport) -> None:
    """Cosign the party's own newest head, unless a peer knows more of this log than is here.

    The line says of the log what every mirror's line says: this party holds the bytes. Evidence
    against a party carries it, and its own policy asks for it.
    """
    own = desk.own
    note = desk.records.checkpoint(own)
    if note is None or any(o.origin == own and o.code in _BEHIND for o in report.outcomes):
        return
    offer = Offer(note, desk.keys.log_keys(own))
    answer = mirror_head(desk.mirrors, desk.by, own, Served(offer), desk.during(desk.memory.ahead))
    if isinstance(answer, Cosigned):
        report.cosigned.append(own)
    if isinstance(answer, Declined):
        report.outcomes.append(Outcome(desk.party, own, answer.code, answer.expected, answer.found))
    else:
        report.fine.append((desk.party, own))


def _hint(desk: NodeDesk, met: Sequence[Met], report: RoundReport) -> None:
    """Tell the owners of logs of which a new head was cosigned, so that they fetch the line."""
    owners = {party_of(origin) for origin in report.grown}
    for each in met:
        if party_at(desk, each) in owners:
            _tried(report, each.peer, "", each.peer.hint)
