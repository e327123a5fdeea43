"""Hold a message to its row: its items, its addressees, its time.

What a message does not tell by itself (when it was received, whom a circle holds) is asked of the
caller; without it the finding is *open* and says what is missing.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from overflight.deadlines import Instant
from overflight.notifications.message_forms import (
    EVERYBODY,
    OS_FORMATS,
    Message,
    expected_paths,
    form_of,
    path_order,
)
from overflight.notifications.timing import timing_findings
from overflight.treaty import (
    Finding,
    Limit,
    Outcome,
    Quantity,
    Readings,
    Sense,
    judge,
    open_skies,
)
from overflight.treaty.asking import Member, MemberSort
from overflight.treaty.notice_forms import Addressed, ItemStatus, Must, NoticeForm, NoticeItem

__all__ = ["COMMISSION", "Around", "check_message"]

COMMISSION = "OSCC"
_FORMATS_BEFORE_A_TRANSFER = 2  # OS Formats 36 and 37


@dataclass(frozen=True, slots=True)
class Around:
    """What a message does not tell by itself.

    Args:
        members: Codes of the States Parties on its day; none where they are not known.
        depositaries: Codes of the Depositaries.
        circle: Whom it must reach where the text names a circle; none where not known.
        event_at: When the event was that its time hangs on, where the message does not hold it.
        received_at: When it was received; none where not known.
        taxi: Whether the observed Party supplies the aircraft; none where not known.
        readings: Readings of open points.
    """

    members: tuple[str, ...] = ()
    depositaries: tuple[str, ...] = ()
    circle: tuple[str, ...] | None = None
    event_at: Instant | None = None
    received_at: Instant | None = None
    taxi: bool | None = None
    readings: Readings = field(default_factory=lambda: open_skies().readings())


def _finding(form: NoticeForm, outcome: Outcome, says: str, provision: str = "") -> Finding:
    consequence = "" if outcome is Outcome.KEPT else "none stated"
    return Finding(form.id, provision or form.provision, outcome, says, consequence=consequence)


def _needed(item: NoticeItem, message: Message, around: Around) -> bool | None:
    """Return whether an item must stand; none where that is not known."""
    if item.must is not Must.IF:
        return item.must is Must.YES
    if message.notification == "NTF-38":  # a flight that was not flown has its explanation instead
        return bool(message.says("A.1")) or not message.says("G")
    if message.notification == "NTF-6":
        return message.says("B.1").upper() == "YES"
    return None if around.taxi is None else not around.taxi


def _items(message: Message, form: NoticeForm, around: Around) -> Iterator[Finding]:
    for path, item in expected_paths(form, message.content):
        if item.sort is None:
            continue
        said, name = message.says(path), f"({path}) {item.heading.lower()}".rstrip()
        if said and item.sort is not MemberSort.TEXT:
            yield from _sort(form, item, Member(path, item.sort, must=True), said, name)
        needed = False if item.status is ItemStatus.ADDED else _needed(item, message, around)
        if said and needed is not False:
            yield _finding(form, Outcome.KEPT, f"{name}: given", item.provision)
        elif not said and needed:
            yield _finding(form, Outcome.BROKEN, f"{name}: missing", item.provision)
        elif not said and needed is None:
            says = f"{name}: missing; it must stand {item.note}"
            yield _finding(form, Outcome.OPEN, says, item.provision)


def _sort(
    form: NoticeForm, item: NoticeItem, member: Member, said: str, name: str
) -> Iterator[Finding]:
    if not member.fits(said) and not member.fits(said.upper()) and not member.fits(said.lower()):
        says = f"{name}: {said} is not {member.looks}; a person must read it"
        yield _finding(form, Outcome.OPEN, says, item.provision)


def _wanted(message: Message, form: NoticeForm, around: Around) -> tuple[str, ...] | None:
    """Return whom a message must reach; none where the text's circle is not known."""
    others = tuple(code for code in around.members if code != message.sender)
    if form.id == "NTF-10" and around.readings.of("AMB-44") == "planning-states":
        return around.circle
    if form.to in {Addressed.CIRCLE, Addressed.ON_BOARD}:
        return around.circle
    if form.to is Addressed.COMMISSION:
        return (COMMISSION,)
    if not around.members:
        return None
    extra = (COMMISSION,) if form.to is Addressed.ALL_OTHERS_AND_COMMISSION else ()
    return (*others, *extra)


def _told(message: Message, form: NoticeForm, around: Around) -> Finding:
    told = {*message.to, *message.info}
    wanted = _wanted(message, form, around)
    used = (f"AMB-44={around.readings.of('AMB-44')}",) if form.reading == "AMB-44" else ()
    if wanted is None:
        outcome = Outcome.OPEN if message.to else Outcome.BROKEN
        says = f"addressed to {', '.join(message.to) or 'nobody'}; whom it must reach is not known"
        return _finding(form, outcome, says)
    everybody = frozenset(around.members) if told & set(EVERYBODY) else frozenset()
    missing = tuple(code for code in wanted if code not in told | everybody)
    number = Quantity(float(len(wanted) - len(missing)), "addressees")
    limit = Limit(float(len(wanted)), "addressees", Sense.AT_LEAST)
    says = f"{number.value:g} of {limit.value:g} addressees told"
    if missing:
        says += f"; not told: {', '.join(missing)}"
    outcome, breach = judge(number, limit), "none stated" if missing else ""
    return Finding(form.id, form.provision, outcome, says, number, limit, breach, readings=used)


def _one(message: Message, form: NoticeForm, around: Around) -> Finding:
    """Return whether a message to one State Party goes to one."""
    to = ", ".join(message.to) or "nobody"
    if len(message.to) != 1:
        return _finding(form, Outcome.BROKEN, f"addressed to {to}; it goes to one State Party")
    if not around.members:
        return _finding(form, Outcome.OPEN, f"addressed to {to}; who is a Party is not known")
    party = message.to[0] in around.members
    says = f"addressed to {to}" + ("" if party else ", which is no State Party on that day")
    return _finding(form, Outcome.KEPT if party else Outcome.BROKEN, says)


def _depositary(message: Message, form: NoticeForm, around: Around) -> Finding:
    named = " or ".join(around.depositaries)
    there = set(message.to) & set(around.depositaries)
    says = f"addressed to {', '.join(message.to) or 'nobody'}; a Depositary is {named}"
    return _finding(form, Outcome.KEPT if there else Outcome.BROKEN, says)


def _addressees(message: Message, form: NoticeForm, around: Around) -> Iterator[Finding]:
    if form.to is Addressed.ONE:
        yield _one(message, form, around)
        if form.info:  # the observed Party hears of a request for copies
            observed = message.says("B").upper()
            there = observed in {*message.info, *message.to}
            says = f"{observed or 'the observed Party'} {'is' if there else 'is not'} told"
            yield _finding(form, Outcome.KEPT if there else Outcome.BROKEN, says)
        return
    if form.to in {Addressed.DEPOSITARY, Addressed.DEPOSITARY_AND_ALL_OTHERS}:
        yield _depositary(message, form, around)
    if form.to is not Addressed.DEPOSITARY:
        yield _told(message, form, around)


def _count(text: str) -> int | None:
    return int(text) if text.isdigit() and len(text) < 10 else None


def _transfer(message: Message, form: NoticeForm) -> Iterator[Finding]:
    """Yield whether the sums of OS Format 1 are right, for each State to be overflown (DERIVED)."""
    heads = sorted({line.item[0] for line in message.content if line.item[0] != "A"})
    for head in heads:
        given, used, moved, left = (_count(message.says(f"{head}.{n}")) for n in "1235")
        named = [line for line in message.content if line.item.startswith(f"{head}.4.")]
        parts = [_count(line.says.split()[-1]) for line in named if line.says.split()]
        if given is None or used is None or moved is None or left is None or None in parts:
            yield _finding(form, Outcome.OPEN, f"({head}) a figure is missing", OS_FORMATS)
            continue
        got = sum(part for part in parts if part is not None)
        right = given - used - moved == left and moved == got
        says = f"({head}) {given} - {used} - {moved} = {given - used - moved}, {left} stated;"
        says += f" {moved} transferred, {got} received"
        yield _finding(form, Outcome.KEPT if right else Outcome.BROKEN, says, OS_FORMATS)
    before = len(message.references)
    says = f"follows {before} messages; OS Formats 36 and 37 come before"
    outcome = Outcome.KEPT if before >= _FORMATS_BEFORE_A_TRANSFER else Outcome.BROKEN
    yield _finding(form, outcome, says, OS_FORMATS)


def _ordered(message: Message, form: NoticeForm) -> Iterator[Finding]:
    paths = [line.item for line in message.content]
    if any(path_order(a) >= path_order(b) for a, b in itertools.pairwise(paths)):
        says = f"items stand as {', '.join(paths)}; the form has them in order, each once"
        yield _finding(form, Outcome.BROKEN, says, OS_FORMATS)


def check_message(message: Message, around: Around) -> tuple[Finding, ...]:
    """Return whether a message says what it must, to whom it must, when it must.

    Args:
        message: The message.
        around: What the message does not tell by itself.

    Treaty: the provision of each notification (NTF-1 to NTF-51).
    """
    form = form_of(message.notification)
    found = [
        *_ordered(message, form),
        *_items(message, form, around),
        *_addressees(message, form, around),
        *timing_findings(message, form, around.event_at, around.received_at, around.readings),
    ]
    if form.id == "NTF-12":
        found += _transfer(message, form)
    return tuple(found)
