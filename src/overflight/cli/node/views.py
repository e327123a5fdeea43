"""How a node is shown in the terminal."""

from __future__ import annotations

from datetime import timedelta

from overflight.cli.facts import columns
from overflight.cli.output import say
from overflight.deadlines import Instant, format_instant
from overflight.desk.network.node_status import NodeStatus, PeerContact, PeerStatus, Simulated

__all__ = ["say_simulation", "say_status"]

_NEWS = timedelta(minutes=5)


def say_status(status: NodeStatus) -> None:
    """Print how a node stands; what a person has to do stands last."""
    own = status.own
    say(f"Node of {status.party} in {status.folder}   regime {status.regime}")
    say(
        f"  own log    {own.published} published, {own.witnessed} witnessed "
        f"({status.quorum} of {len(status.peers) + 1} parties asked for), {own.held} held by all"
    )
    for entry in own.newest:
        by = " ".join(entry.held_by) or "nobody yet"
        say(f"    {status.party}:{entry.index:<6} {entry.level:9} {entry.type:32} held by {by}")
    _say_round(status)
    say()
    say("Other parties")
    head = ("", "reached", "clock", "entries", "cosigned", "holds ours", "")
    columns([head, *(_row(peer, status) for peer in status.peers)])
    say()
    for alarm in status.alarms:
        say(f"! {alarm.code:11} {alarm.log:3} since {format_instant(alarm.since)}  {alarm.says}")
    for line in status.to_sign:
        say(f"! to sign     {line}")
    if not status.alarms and not status.to_sign:
        say("No alarm; nothing to sign.")


def _say_round(status: NodeStatus) -> None:
    done = status.last_round
    if done is None:
        say(f"  last round none yet; `overflight node serve {status.folder}` starts the node")
        return
    late = status.at - done.ended_at > timedelta(seconds=max(3 * done.interval_s, 60))
    mark = "   NOT SERVING?" if late else ""
    say(
        f"  last round {_ago(done.ended_at, status.at)}, took {done.took_s} s, "
        f"every {done.interval_s} s; {done.rounds} since {format_instant(done.started_at)}{mark}"
    )


def _row(peer: PeerStatus, status: NodeStatus) -> tuple[str, ...]:
    contact = peer.contact or PeerContact(peer.party)
    clock = "" if contact.clock_s is None else f"{contact.clock_s:+d} s"
    faults = [f"{contact.code} {contact.says}".strip()] if contact.code else []
    faults += ["FROZEN: a fork is proven"] if peer.frozen else []
    reached = _ago(contact.reached_at, status.at) if contact.reached_at else "never"
    holds = f"{peer.holds_ours} of {status.own.published}"
    cosigned = f"{peer.cosigned} of {peer.size}"
    mark = "! " if faults else "  "
    row = (mark + peer.party, reached, clock, str(peer.size), cosigned, holds)
    return (*row, "; ".join(faults))


def _ago(then: Instant, now: Instant) -> str:
    """Return how long ago an instant was; the instant itself where that was long ago."""
    span = now - then
    if span >= _NEWS:
        return format_instant(then)
    return f"{max(0, int(span.total_seconds()))} s ago"


def say_simulation(found: Simulated) -> None:
    """Print what a simulation measured."""
    rate = f"{found.per_minute} a minute" if found.per_minute else "at once"
    say(f"{found.parties} nodes, {found.statements} statements {rate}, seed {found.seed}")
    say(f"  held by all     {found.held} of {found.statements}")
    say(f"  until held      p50 {found.p50_s} s, p99 {found.p99_s} s, most {found.most_s} s")
    say("                  simulated, from submit until its own node has the lines of all others")
    say(f"  on the network  {found.bytes_per_statement} B a statement, {found.questions} questions")
    say(f"  CPU             {found.cpu_ms_per_statement} ms a statement, all nodes together")
    say(f"  rounds          {found.rounds} in {found.span_s} s of simulated time")
    for code, times in found.codes.items():
        say(f"  {code:15} {times} times")
    for alarm in found.alarms:
        say(f"! {alarm}")
    if not found.alarms:
        say("No alarm.")
