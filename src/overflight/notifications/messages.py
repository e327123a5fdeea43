"""Who must be told: sender, addressees, channel and moment of each notification of a mission."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from overflight.deadlines import Instant, show_instant
from overflight.errors import UsageError
from overflight.notifications.contents import Channel
from overflight.treaty import (
    Finding,
    Limit,
    NotificationEntry,
    Outcome,
    Quantity,
    Sense,
    open_skies,
)

__all__ = ["MISSION_NOTICES", "Notice", "addressees", "dispatch_findings", "notice"]

# The messages of one mission; the table holds all 51.
MISSION_NOTICES: Final = (
    "NTF-3",
    "NTF-4",
    "NTF-5",
    "NTF-6",
    "NTF-36",
    "NTF-37",
    "NTF-38",
    "NTF-39",
)


@dataclass(frozen=True, slots=True)
class Notice:
    """One message of a mission, as the text requires it.

    Args:
        entry: Its row in the table of notifications.
        sender: Unit code of who sends it; empty where any State Party may.
        to: Codes addressed.
        info: Codes that get it for information.
        channels: Channels it may travel by.
    """

    entry: NotificationEntry
    sender: str
    to: tuple[str, ...]
    info: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = (Channel.DIPLOMATIC, Channel.OFFICIAL)


def _entry(notice_id: str) -> NotificationEntry:
    if notice_id in MISSION_NOTICES:
        return next(e for e in open_skies().notifications if e.id == notice_id)
    raise UsageError(
        "E-NOTICE",
        where="notification",
        expected=" or ".join(MISSION_NOTICES),
        found=notice_id,
        remedy="Choose a notification of a mission.",
    )


def notice(
    notice_id: str,
    observing: str,
    observed: str,
    parties: Iterable[str],
    *,
    transits: Iterable[str] = (),
) -> Notice:
    """Return who sends one notification of a mission to whom, and how.

    Args:
        notice_id: ``NTF-3``, ``NTF-4``, ``NTF-5``, ``NTF-6``, ``NTF-36`` to ``NTF-39``.
        observing: Code of the observing Party.
        observed: Code of the observed Party.
        parties: Codes of all States Parties on that day.
        transits: Codes of the States Parties whose airspace is crossed.

    Raises:
        UsageError: It is no notification of a mission.

    Treaty: art.VI.I.5, art.VI.I.6, art.VI.I.8, art.VII.2, art.VI.I.21, art.VIII.I.3,
    art.VIII.I.6, art.IX.IV.1, art.XI.
    """
    entry = _entry(notice_id)
    everybody = tuple(sorted(parties))
    others = tuple(p for p in everybody if p != observing)
    diplomatic = (Channel.DIPLOMATIC,)
    cases = {
        "NTF-3": Notice(entry, observing, (observed,)),
        "NTF-4": Notice(entry, observing, tuple(p for p in others if p != observed)),
        "NTF-5": Notice(entry, observing, tuple(sorted(transits))),
        "NTF-6": Notice(entry, observed, (observing,)),
        "NTF-36": Notice(
            entry, observed, tuple(p for p in everybody if p != observed), (), diplomatic
        ),
        "NTF-37": Notice(entry, observing, others, (), diplomatic),
        "NTF-38": Notice(entry, observing, others),
        "NTF-39": Notice(entry, "", (observing,), (observed,)),
    }
    return cases[notice_id]


def addressees(message: Notice) -> tuple[str, ...]:
    """Return everybody who gets a message, addressed or for information."""
    return (*message.to, *message.info)


def _channel(message: Notice, channel: Channel) -> Finding:
    kept = channel in message.channels
    named = " or ".join(c.value for c in message.channels)
    return Finding(
        rule=message.entry.id if len(message.channels) == 1 else "NTF-0",
        provision=message.entry.provisions[0] if len(message.channels) == 1 else "art.XI",
        outcome=Outcome.KEPT if kept else Outcome.BROKEN,
        says=f"{message.entry.name} sent through {channel.value} channels; {named} is asked",
        consequence="" if kept else "not validly given",
    )


def _reached(message: Notice, sent: frozenset[str]) -> Finding:
    wanted = addressees(message)
    missing = tuple(p for p in wanted if p not in sent)
    limit = Limit(float(len(wanted)), "States Parties", Sense.AT_LEAST)
    told = f"{len(wanted) - len(missing)} of {len(wanted)} addressees told"
    return Finding(
        rule=message.entry.id,
        provision=message.entry.provisions[0],
        outcome=Outcome.BROKEN if missing else Outcome.KEPT,
        says=told + (f"; not told: {', '.join(missing)}" if missing else ""),
        measured=Quantity(float(len(wanted) - len(missing)), "States Parties"),
        limit=limit,
        consequence="none stated" if missing else "",
    )


def dispatch_findings(
    message: Notice,
    *,
    sent_to: Iterable[str],
    channel: Channel,
    sent_at: Instant,
    with_notice_at: Instant | None = None,
) -> tuple[Finding, ...]:
    """Return whether a message went to everybody it must go to, by a channel it may go by.

    Args:
        message: The message as the text requires it.
        sent_to: Codes it was sent to.
        channel: How it travelled.
        sent_at: When it was sent.
        with_notice_at: For the copies of NTF-4 and NTF-5: when the intention itself was sent.

    Treaty: art.XI, art.VI.I.8, art.VII.2 (NTF-0, NTF-4, NTF-5).
    """
    found = [_channel(message, channel), _reached(message, frozenset(sent_to))]
    if with_notice_at is not None:
        minutes = (sent_at - with_notice_at).total_seconds() / 60
        found.append(
            Finding(
                rule=message.entry.id,
                provision=message.entry.provisions[0],
                outcome=Outcome.KEPT if minutes == 0 else Outcome.OPEN,
                says=f"sent {show_instant(sent_at)}, {minutes:g} min after the notification; the"
                " text says at the same moment and gives no tolerance",
                measured=Quantity(minutes, "min"),
                limit=Limit(0.0, "min", Sense.AT_MOST),
                consequence="" if minutes == 0 else "none stated",
            )
        )
    return tuple(found)
