"""Take a stick into a node: the round it does with any peer, and a look at the older heads."""

from __future__ import annotations

from overflight.adapters.sticks.peer import CarriedPeer
from overflight.desk.network import (
    LogSource,
    NodeDesk,
    Outcome,
    RoundReport,
    mirrored,
    run_round,
)
from overflight.desk.network.alarms import check_own, compare_log
from overflight.desk.network.mirroring import Mirrored
from overflight.errors import RecordError, SourceError
from overflight.record import Declined, PackingList, Round

__all__ = ["packed_by", "take_carried"]

_MOST_ROUNDS = 3


def take_carried(desk: NodeDesk, peer: CarriedPeer) -> RoundReport:
    """Pull, compare, cosign and collect from a stick, as from a peer on the network.

    Keys that one log names may be what another one is judged by, so the round is done again while
    it brings something new. Older heads on the stick bring the lines of mirrors that have not come
    further yet.

    Args:
        desk: The node.
        peer: The stick.

    Returns:
        What it brought: what went wrong is what the last round found wrong.

    Raises:
        RecordError: ``E-REGIME``: the stick belongs to another regime; nothing was taken.
        UsageError: A statement is due and the key of the party's log is not at hand.
        StoreError: The disk failed.
    """
    _check_regime(desk, peer)
    report = run_round(desk, [peer])
    for number in range(1, _MOST_ROUNDS):
        if not report.grown:
            break
        desk.forget()
        again = run_round(desk, [peer], number)
        report.cosigned += [origin for origin in again.cosigned if origin not in report.cosigned]
        report.said += again.said
        report.outcomes = again.outcomes
        if not again.grown:
            break
        report.grown += [origin for origin in again.grown if origin not in report.grown]
    for origin in peer.places:
        report.outcomes += _look_at_older(desk, peer, origin)
    return report


def packed_by(desk: NodeDesk, listed: PackingList) -> bool:
    """Tell whether a log key of the party named, of any time, signed a packing list."""
    logs = desk.keys.logs_of(listed.packer)
    return listed.signed_by(key for origin in logs for key in desk.keys.log_keys(origin).all())


def _check_regime(desk: NodeDesk, peer: CarriedPeer) -> None:
    base = desk.keys.genesis.base
    strange = [origin for origin in peer.places if not origin.startswith(f"{base}/log/")]
    if strange or not peer.places:
        raise RecordError(
            "E-REGIME",
            where=peer.name,
            expected=f"logs of {base}",
            found=", ".join(sorted(strange)) or "no log",
            remedy="This stick is not for this node; nothing was taken.",
        )


def _held_against(desk: NodeDesk, source: LogSource, note: bytes) -> Mirrored | None:
    if source.origin == desk.own:
        return check_own(desk, source, note)
    return compare_log(desk, source, note, Round(desk.now()))


def _look_at_older(desk: NodeDesk, peer: CarriedPeer, origin: str) -> list[Outcome]:
    """Hold each older head of a log against what is held here, and keep the lines over it."""
    source = mirrored(peer, origin)
    told: list[Outcome] = []
    for size in peer.older.get(origin, ()):
        try:
            found = source.older(size - 1)
            if found is None:
                continue
            answer = _held_against(desk, source, found[1])
        except (RecordError, SourceError) as fault:
            told.append(Outcome(peer.name, origin, fault.code, fault.expected, fault.found))
            continue
        if isinstance(answer, Declined):
            told.append(Outcome(peer.name, origin, answer.code, answer.expected, answer.found))
    return told
