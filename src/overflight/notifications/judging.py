"""Every notification that was given, held to its row; and whether it was answered in time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from overflight.deadlines import Instant, day_of, format_instant
from overflight.notifications.checking import Around, check_message
from overflight.notifications.contents import Channel
from overflight.notifications.facts import NoticeGiven
from overflight.notifications.message_forms import form_of
from overflight.notifications.timing import reply_due
from overflight.treaty import Finding, Outcome, Readings, rule

__all__ = ["around_of", "judge_notices"]


def _channel(given: NoticeGiven) -> Finding:
    """Return whether a notification went through channels that will do (NTF-0)."""
    form, entry = form_of(given.message.notification), rule("NTF-0")
    kept = given.channel is Channel.DIPLOMATIC or not form.diplomatic
    asked = "diplomatic channels" if form.diplomatic else "diplomatic or other official channels"
    says = f"{form.id} sent through {given.channel.value} channels; {asked} are asked"
    outcome = Outcome.KEPT if kept else Outcome.BROKEN
    where = form.provision if form.diplomatic else entry.provision
    return Finding("NTF-0", where, outcome, says, consequence="" if kept else entry.consequence)


def _answers(given: NoticeGiven, notices: tuple[NoticeGiven, ...]) -> Iterator[NoticeGiven]:
    reply, _ = reply_due(given.message, None)
    for other in notices:
        if other.message.notification == reply and given.message.number in other.message.references:
            yield other


def _event_of(given: NoticeGiven, notices: tuple[NoticeGiven, ...]) -> Instant | None:
    """Return when the event was: as told, or the receipt of the notice this one answers."""
    asked = (n.received_at for n in notices if given in _answers(n, notices))
    return given.event_at or next((at for at in asked if at is not None), None)


def _waiting(
    given: NoticeGiven, notices: tuple[NoticeGiven, ...], at: Instant
) -> Iterator[Finding]:
    """Yield that an answer is due, or overdue, where none is on record."""
    reply, due = reply_due(given.message, given.received_at)
    if not reply or any(_answers(given, notices)):
        return
    form = form_of(reply)
    if due is None:
        says = f"{reply} answers {given.message.number}; when that was received is not known"
        yield Finding(reply, form.provision, Outcome.OPEN, says)
        return
    late = at > due
    says = f"{reply} answers {given.message.number}, due {format_instant(due)}; none is on record"
    outcome = Outcome.BROKEN if late and reply == "NTF-6" else Outcome.OPEN
    yield Finding(reply, form.provision, outcome, says, consequence="none stated")


def around_of(
    given: NoticeGiven,
    notices: tuple[NoticeGiven, ...],
    readings: Readings,
    *,
    members: tuple[str, ...],
    depositaries: tuple[str, ...],
) -> Around:
    """Return what a notification does not tell by itself and the others of a record do.

    Args:
        given: The notification.
        notices: The notifications of the record.
        readings: Readings of open points.
        members: Codes of the States Parties on its day.
        depositaries: Codes of the Depositaries.
    """
    return Around(
        members=members,
        depositaries=depositaries,
        circle=given.circle or None,
        event_at=_event_of(given, notices),
        received_at=given.received_at,
        taxi=_taxi(given, notices),
        readings=readings,
    )


def judge_notices(
    given: Iterable[NoticeGiven],
    at: Instant,
    readings: Readings,
    *,
    members_on: Callable[[date], tuple[str, ...]],
    depositaries: tuple[str, ...],
) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """Yield, for every notification, its number and what the rules answer.

    Args:
        given: The notifications, in the order of the record.
        at: The instant it is judged at.
        readings: Readings of open points.
        members_on: Returns the States Parties on a day.
        depositaries: Codes of the Depositaries.

    Treaty: art.XI (NTF-0), NTF-1 to NTF-51.
    """
    notices = tuple(given)
    for one in notices:
        members = members_on(day_of(one.message.at))
        around = around_of(one, notices, readings, members=members, depositaries=depositaries)
        found = (_channel(one), *check_message(one.message, around), *_waiting(one, notices, at))
        yield f"{one.message.notification} {one.message.number}".strip(), found


def _taxi(given: NoticeGiven, notices: tuple[NoticeGiven, ...]) -> bool | None:
    """Return whether the observed Party supplies the aircraft, if its answer says so."""
    answers = (n.message.says("B.1").upper() for n in _answers(given, notices))
    return next((said == "YES" for said in answers if said in {"YES", "NO"}), None)
