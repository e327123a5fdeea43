"""Any notification as text and back: its form, what it says, and whether it keeps its row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from overflight.deadlines import Instant, day_of, format_instant
from overflight.desk.held.as_of import AsOf, from_package
from overflight.desk.ports import Records
from overflight.desk.record import read_facts
from overflight.missions import FindingForm, finding_forms
from overflight.notifications import (
    Message,
    NoticeGiven,
    around_of,
    check_message,
    form_of,
    read_message,
    reply_due,
    treaty_reference,
)
from overflight.treaty import Finding, NotificationEntry, Outcome, open_skies, overall
from overflight.treaty.notice_forms import NoticeForm, notice_forms

__all__ = [
    "NoticeAnswer",
    "NoticeAsked",
    "NoticeItemRow",
    "NoticeList",
    "NoticeRead",
    "NoticeRow",
    "notice_list",
    "notices_said",
    "read_notice",
]


@dataclass(frozen=True, slots=True)
class NoticeItemRow:
    """One item of a form.

    Args:
        item: Its place; ``#`` where it repeats.
        heading: Its heading.
        sort: What it holds; empty for a heading over other items.
        must: ``yes``, ``no`` or ``if``.
        note: The condition.
        status: ``TEXT``, ``EXACT`` (as OS Format 1) or ``ADDED`` (ours).
        provision: Where it is asked for.
    """

    item: str
    heading: str
    sort: str
    must: str
    note: str
    status: str
    provision: str


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notification: who to whom, when, what, and how much of its format was seen."""

    notification: str
    name: str
    sender: str
    recipients: str
    lead_time: str
    content: str
    reply: str
    provision: str
    reference: str
    os_format: str
    status: str
    items: tuple[NoticeItemRow, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeList:
    """The notifications of a rule set."""

    ruleset: str
    notices: tuple[NoticeRow, ...]


@dataclass(frozen=True, slots=True)
class NoticeAsked:
    """What a text does not tell by itself.

    Args:
        notification: Which notification it is; empty where the text tells.
        received_at: When it was received.
        event_at: When the event was that its time hangs on.
        readings: Readings of open points.
    """

    notification: str = ""
    received_at: Instant | None = None
    event_at: Instant | None = None
    readings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NoticeRead:
    """A text read back, as it is written.

    Args:
        message: What it says.
        outcome: The gravest finding.
        status: How much of its format was seen.
        findings: What is out of order, missing or late, and what is kept.
        reply: What the text asks of a reply.
        ruleset: Hash of the rule set.
    """

    message: Message
    outcome: Outcome
    status: str
    findings: tuple[FindingForm, ...]
    reply: str
    ruleset: str


@dataclass(frozen=True, slots=True)
class NoticeAnswer:
    """A text read back: the message, and every finding."""

    message: Message
    status: str
    findings: tuple[Finding, ...]
    reply: str
    ruleset: str

    @property
    def outcome(self) -> Outcome:
        """Return the gravest outcome."""
        return overall(self.findings)

    def form(self) -> NoticeRead:
        """Return the answer as it is written."""
        forms = finding_forms(self.findings)
        return NoticeRead(self.message, self.outcome, self.status, forms, self.reply, self.ruleset)


def _row(entry: NotificationEntry, form: NoticeForm, *, items: bool) -> NoticeRow:
    rows = (
        NoticeItemRow(
            i.path,
            i.heading,
            "" if i.sort is None else i.sort.value,
            i.must.value,
            i.note,
            i.status.value,
            i.provision,
        )
        for i in form.items
    )
    return NoticeRow(
        notification=entry.id,
        name=entry.name,
        sender=entry.sender,
        recipients=entry.recipients,
        lead_time=entry.lead_time,
        content=entry.content,
        reply=entry.reply,
        provision=form.provision,
        reference=treaty_reference(entry.id),
        os_format=form.os_format,
        status=form.status.value,
        items=tuple(rows) if items else (),
    )


def notice_list(notification: str = "") -> NoticeList:
    """Return all notifications, or the form of one, item by item.

    Args:
        notification: Its id; empty for all.

    Raises:
        UsageError: There is no such notification.
    """
    law, forms = open_skies(), notice_forms()
    wanted = form_of(notification.upper()).id if notification else ""
    rows = (
        _row(entry, forms[entry.id], items=bool(wanted))
        for entry in law.notifications
        if not wanted or entry.id == wanted
    )
    return NoticeList(law.ruleset, tuple(rows))


def _reply(message: Message, received_at: Instant | None) -> str:
    entry = next(e for e in open_skies().notifications if e.id == message.notification)
    _, due = reply_due(message, received_at)
    return entry.reply + (f": until {format_instant(due)}" if due else "")


def notices_said(records: Records) -> tuple[NoticeGiven, ...]:
    """Return the notifications that a record holds, in its order."""
    facts = (said.fact for said in read_facts(records))
    return tuple(fact for fact in facts if isinstance(fact, NoticeGiven))


def read_notice(
    data: bytes,
    asked: NoticeAsked,
    *,
    where: str,
    held: AsOf | None = None,
    said: tuple[NoticeGiven, ...] = (),
) -> NoticeAnswer:
    """Read a text back and hold it to its row.

    Args:
        data: The text.
        asked: What it does not tell by itself.
        where: Where it comes from.
        held: What held by a record; the founding facts of this package if not given.
        said: Notifications of that record: what one of them answers, or is answered by, tells when
            its time began, and who supplies the aircraft.

    Raises:
        SourceError: It is no OS message.
        UsageError: The notification or a reading does not exist.
    """
    read = read_message(data, where=where, notification=asked.notification)
    message = read.message
    held = held or from_package(readings=open_skies().readings(asked.readings))
    given = NoticeGiven(message, received_at=asked.received_at, event_at=asked.event_at)
    around = around_of(
        given,
        said,
        held.readings,
        members=held.parties.members_on(day_of(message.at)),
        depositaries=held.regime.depositaries,
    )
    return NoticeAnswer(
        message,
        form_of(message.notification).status.value,
        (*read.findings, *check_message(message, around)),
        _reply(message, asked.received_at),
        held.regime.ruleset,
    )
