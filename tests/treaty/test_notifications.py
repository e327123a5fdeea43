"""Each notification held to its row: what it says, to whom it goes, when, and who answers it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.treaty.notice_samples import AT, full

from overflight.deadlines import Instant, format_instant, parse_instant
from overflight.notifications import (
    Around,
    Line,
    Message,
    check_message,
    form_of,
    read_message,
    render_message,
    reply_due,
)
from overflight.notifications.message_forms import expected_paths
from overflight.treaty import Finding, Outcome, open_skies
from overflight.treaty.notice_forms import Addressed, Must, NoticeForm, Relation, notice_forms

ROWS = [
    pytest.param(e.id, marks=pytest.mark.rule(e.id), id=e.id) for e in open_skies().notifications
]
PARTIES = ("DE", "IT", "PL", "RU", "UA")
AROUND = Around(members=PARTIES, depositaries=("CA", "HU"), taxi=False)


def says_of(findings: tuple[Finding, ...], word: str) -> list[Finding]:
    """Return the findings whose sentence holds a word."""
    return [finding for finding in findings if word in finding.says]


def put(message: Message, **items: str) -> Message:
    """Return a message with items said otherwise: ``B_1`` for ``B.1``."""
    wanted = {name.replace("_", "."): says for name, says in items.items()}
    kept = tuple(line for line in message.content if line.item not in wanted)
    lines = (*kept, *(Line(path, says) for path, says in wanted.items()))
    return replace(message, content=tuple(sorted(lines, key=lambda line: line.item)))


@pytest.mark.parametrize("notification", ROWS)
def test_row_is_written_and_read_back(notification: str) -> None:
    """Every row has a form; its text names the place of the Treaty and comes back whole."""
    message = full(notification)
    text = render_message(message, width=69)
    assert "3. TREATY REFERENCE: A" in text
    assert notification in text
    back = read_message(text.encode(), where=notification)
    assert back.findings == ()
    assert back.message.content == message.content
    assert back.message.at == AT


@pytest.mark.parametrize("notification", ROWS)
def test_every_item_asked_for_is_missed(notification: str) -> None:
    """An item the text lists is broken when it is missing, and kept when it is there."""
    form = form_of(notification)
    asked = [
        (p, i) for p, i in expected_paths(form, ()) if i.must is Must.YES and i.sort is not None
    ]
    asked = [(path, item) for path, item in asked if item.status.value != "ADDED"]
    assert asked or notification in {"NTF-22", "NTF-38"}
    for path, item in asked:
        there = says_of(check_message(full(notification), AROUND), f"({path})")
        gone = says_of(check_message(full(notification, without=path), AROUND), f"({path})")
        assert Outcome.BROKEN not in [f.outcome for f in there]
        broken = [f for f in gone if f.outcome is Outcome.BROKEN]
        assert [f.provision for f in broken][:1] == [item.provision], path


def _addressed(form: NoticeForm) -> tuple[str, ...]:
    others = ("DE", "PL", "RU", "UA")
    return {
        Addressed.ALL: others,
        Addressed.ALL_OTHERS: others,
        Addressed.ALL_OTHERS_AND_COMMISSION: (*others, "OSCC"),
        Addressed.COMMISSION: ("OSCC",),
        Addressed.DEPOSITARY: ("HU",),
        Addressed.DEPOSITARY_AND_ALL_OTHERS: (*others, "CA"),
        Addressed.ONE: ("RU",),
        Addressed.CIRCLE: ("PL", "UA"),
        Addressed.ON_BOARD: ("RU",),
    }[form.to]


def told(notification: str, to: tuple[str, ...]) -> list[Outcome]:
    """Return what the rules answer about the addressees of a message."""
    form = form_of(notification)
    circle = {Addressed.CIRCLE: ("PL", "UA"), Addressed.ON_BOARD: ("RU",)}.get(form.to)
    message = replace(full(notification), to=to, info=("UA",) if form.info else ())
    found = check_message(message, replace(AROUND, circle=circle))
    spoken = ("addressed", "addressees", "is told", "is not told")
    return [f.outcome for f in found if any(word in f.says for word in spoken)]


@pytest.mark.parametrize("notification", ROWS)
def test_recipients_of_the_row(notification: str) -> None:
    """A message that misses one of those it must reach was not given to all."""
    to = _addressed(form_of(notification))
    assert set(told(notification, to)) == {Outcome.KEPT}
    assert Outcome.BROKEN in told(notification, to[:-1])


# The lead of each row with a number, by hand from the table: event, last good, first bad instant.
SENT = "2004-05-05T06:00:00Z"
TIMES = {
    "NTF-1": ("2004-02-05T00:00:00Z", "2004-02-04T00:00:00Z"),
    "NTF-2": ("2004-02-05T00:00:00Z", "2004-02-04T00:00:00Z"),
    "NTF-3": ("2004-05-08T06:00:00Z", "2004-05-08T05:59:59Z"),
    "NTF-6": ("2004-05-04T06:00:00Z", "2004-05-04T05:59:59Z"),
    "NTF-8": ("2005", "2004"),
    "NTF-9": ("2004-07-01", "2004-04-01"),
    "NTF-10": ("2004-04-28", "2004-04-27"),
    "NTF-11": ("2005", "2004"),
    "NTF-13": ("2004-11-05", "2004-11-04"),
    "NTF-15": ("2004-11-05", "2004-11-04"),
    "NTF-16": ("2004-07-04", "2004-07-03"),
    "NTF-17": ("2004-06-04", "2004-06-03"),
    "NTF-18": ("2004-08-03", "2004-08-02"),
    "NTF-19": ("2004-08-03", "2004-08-02"),
    "NTF-21": ("2004-07-04", "2004-07-03"),
    "NTF-22": ("2004-04-25T23:00:00Z", "2004-04-24T23:00:00Z"),
    "NTF-23": ("2004-06-04", "2004-06-03"),
    "NTF-24": ("2004-05-19", "2004-05-18"),
    "NTF-27": ("2004-08-03", "2004-08-02"),
    "NTF-28": ("2004-04-05T00:00:00Z", "2004-04-04T00:00:00Z"),
    "NTF-30": ("2004-02-05T00:00:00Z", "2004-02-04T00:00:00Z"),
    "NTF-31": ("2004-05-05", "2004-05-04"),
    "NTF-32": ("2004-04-05T00:00:00Z", "2004-04-04T00:00:00Z"),
    "NTF-33": ("2004-05-05", "2004-05-04"),
    "NTF-34": ("2004-04-05T00:00:00Z", "2004-04-04T00:00:00Z"),
    "NTF-36": ("2004-04-28T00:00:00Z", "2004-04-27T00:00:00Z"),
    "NTF-37": ("2004-04-28T00:00:00Z", "2004-04-27T00:00:00Z"),
    "NTF-38": ("2004-04-28T00:00:00Z", "2004-04-27T00:00:00Z"),
    "NTF-41": ("2004-05-05T06:00:00Z", "2004-05-05T05:59:59Z"),
    "NTF-42": ("2004-05-05T06:00:00Z", "2004-05-05T06:00:01Z"),
    "NTF-43": ("2004-11-05", "2004-11-04"),
    "NTF-46": ("2004-02-05", "2004-02-04"),
    "NTF-47": ("2003-11-05T00:00:00Z", "2003-11-04T00:00:00Z"),
}
NUMBERED = [pytest.param(n, marks=pytest.mark.rule(n), id=n) for n in TIMES]


def time_of(message: Message, event: str) -> Finding:
    """Return what the rules answer about the time of a message whose event was then."""
    form = form_of(message.notification)
    at = None
    if form.event_item:
        message = put(message, **{form.event_item.replace(".", "_"): event})
    else:
        at = parse_instant(event)
    found = check_message(message, replace(AROUND, event_at=at, received_at=AT))
    timed = [f for f in found if f.limit is not None and f.limit.unit in {"h", "d"}]
    assert len(timed) == 1
    return timed[0]


@pytest.mark.parametrize("notification", NUMBERED)
def test_lead_of_the_row_to_the_last_moment(notification: str) -> None:
    """Equality passes; a second, a day or a date more does not."""
    good, bad = TIMES[notification]
    assert time_of(full(notification), good).outcome is Outcome.KEPT
    assert time_of(full(notification), bad).outcome is Outcome.BROKEN


@pytest.mark.rule("NTF-8", "NTF-9", "NTF-11")
@pytest.mark.parametrize(
    ("notification", "event", "last"),
    [
        ("NTF-8", "2005", "2004-11-01"),
        ("NTF-11", "2005", "2004-10-01"),
        ("NTF-9", "2005-01-01", "2004-11-15"),
        ("NTF-9", "2005-04-01", "2005-02-15"),
        ("NTF-9", "2005-07-01", "2005-05-15"),
        ("NTF-9", "2005-10-01", "2005-08-15"),
    ],
)
def test_dates_of_the_year(notification: str, event: str, last: str) -> None:
    """On the last day it is in time, the day after it is not."""
    day = parse_instant(f"{last}T23:59:59Z")
    message = replace(full(notification), at=day)
    kept = time_of(message, event)
    assert (kept.outcome, kept.measured and kept.measured.value) == (Outcome.KEPT, 0.0)
    late = replace(message, at=day + timedelta(seconds=1))
    assert time_of(late, event).outcome is Outcome.BROKEN


@pytest.mark.rule("NTF-44")
@pytest.mark.provision("art.XV.3")
@pytest.mark.parametrize(
    ("first", "outcomes"),
    [
        ("2004-06-03", [Outcome.BROKEN, Outcome.KEPT]),
        ("2004-06-04", [Outcome.KEPT, Outcome.KEPT]),
        ("2004-07-04", [Outcome.KEPT, Outcome.KEPT]),
        ("2004-07-05", [Outcome.KEPT, Outcome.BROKEN]),
    ],
)
def test_conference_of_a_withdrawal_is_convened_in_its_window(
    first: str, outcomes: list[Outcome]
) -> None:
    """Day 30 and day 60 are in, day 29 and day 61 are out."""
    found = check_message(put(full("NTF-44"), A="2004-05-05", C=first), AROUND)
    assert [f.outcome for f in found if f.limit and f.limit.unit == "d"] == outcomes


NO_NUMBER = {
    Relation.ANY: Outcome.KEPT,
    Relation.NONE: Outcome.KEPT,
    Relation.PROMPTLY: Outcome.OPEN,
    Relation.SAME: Outcome.KEPT,
}
UNTIMED = [
    pytest.param(n, marks=pytest.mark.rule(n), id=n)
    for n, form in notice_forms().items()
    if form.relation in NO_NUMBER
]


@pytest.mark.parametrize("notification", UNTIMED)
def test_rows_without_a_number(notification: str) -> None:
    """Where the text gives no number, no number is made up; the same moment is the same moment."""
    form = form_of(notification)
    message = full(notification)
    if form.event_item:
        message = put(message, **{form.event_item: SENT})
    found = check_message(message, replace(AROUND, event_at=AT))
    words = ("any time", "states no time", "no number", "same moment")
    timed = [f for f in found if any(word in f.says for word in words)]
    assert [f.outcome for f in timed] == [NO_NUMBER[form.relation]]


@pytest.mark.rule("NTF-4", "NTF-5")
@pytest.mark.provision("art.VI.I.8", "art.VII.2")
@pytest.mark.parametrize("notification", ["NTF-4", "NTF-5"])
def test_a_minute_later_is_not_the_same_moment(notification: str) -> None:
    """The text gives no tolerance; a person must say whether a minute is none."""
    message = put(full(notification), B="2004-05-05T05:59:00Z")
    found = says_of(check_message(message, AROUND), "same moment")
    assert [f.outcome for f in found] == [Outcome.OPEN]


def test_every_row_is_timed_somewhere_here() -> None:
    """A row nobody timed would be a row nobody read."""
    here = {*TIMES, "NTF-44"} | {n for n, f in notice_forms().items() if f.relation in NO_NUMBER}
    assert here == {entry.id for entry in open_skies().notifications}


def _due(notification: str) -> tuple[str, Instant | None]:
    return reply_due(full(notification), AT)


@pytest.mark.parametrize(
    ("notification", "reply", "due"),
    [
        pytest.param("NTF-3", "NTF-6", "2004-05-06T06:00:00Z", marks=pytest.mark.rule("NTF-3")),
        pytest.param("NTF-9", "NTF-10", "2004-05-13T00:00:00Z", marks=pytest.mark.rule("NTF-9")),
        pytest.param("NTF-21", "NTF-22", "2004-05-16T00:00:00Z", marks=pytest.mark.rule("NTF-21")),
        pytest.param("NTF-33", "NTF-34", "2004-06-05T00:00:00Z", marks=pytest.mark.rule("NTF-33")),
        pytest.param("NTF-43", "NTF-44", "2004-07-05T00:00:00Z", marks=pytest.mark.rule("NTF-43")),
    ],
)
def test_reply_of_the_row(notification: str, reply: str, due: str) -> None:
    """Five rows ask for an answer in a time of its own."""
    which, at = _due(notification)
    assert which == reply
    assert at is not None
    assert format_instant(at) == due


@pytest.mark.parametrize("notification", ROWS)
def test_no_other_row_asks_for_a_reply_in_time(notification: str) -> None:
    """Silence means nothing where the text says nothing of a reply (CLK-5)."""
    entry = next(e for e in open_skies().notifications if e.id == notification)
    reply, _ = _due(notification)
    assert (reply in entry.reply) or reply == "NTF-34" or not reply
    if entry.reply == "none":
        assert not reply


@pytest.mark.rule("NTF-3")
@pytest.mark.provision("art.VI.I.5")
def test_lead_counts_from_receipt_or_dispatch() -> None:
    """Whether dispatch or receipt counts is open: the reading is named, and decides (AMB-2)."""
    law = open_skies()
    message, event = full("NTF-3"), "2004-05-08T06:00:00Z"
    late = replace(AROUND, received_at=AT + timedelta(seconds=1))
    message = put(message, B_1=event)
    [receipt] = [f for f in check_message(message, late) if f.readings]
    sent = replace(late, readings=law.readings({"AMB-2": "dispatch"}))
    [dispatch] = [f for f in check_message(message, sent) if f.readings]
    [unknown] = [f for f in check_message(message, AROUND) if f.readings]
    assert (receipt.outcome, receipt.readings) == (Outcome.BROKEN, ("AMB-2=receipt",))
    assert (dispatch.outcome, dispatch.readings) == (Outcome.KEPT, ("AMB-2=dispatch",))
    assert unknown.outcome is Outcome.OPEN


@pytest.mark.rule("NTF-12")
@pytest.mark.provision("art.III.I.9", "dec.unnumbered.os-formats")
def test_sums_of_a_transfer() -> None:
    """Distributed less used less transferred is what remains; what is given is received."""
    items = {"A": "2004", "B": "RU", "B_1": "5", "B_2": "1", "B_3": "2", "B_4_a": "DE 1"}
    whole = put(full("NTF-12"), **items, B_4_b="PL 1", B_5="2", B_6="2004-06-01")
    whole = replace(whole, references=("IT/36", "IT/37"))
    kept = check_message(whole, AROUND)
    assert [f.outcome for f in says_of(kept, "transferred,")] == [Outcome.KEPT]
    assert [f.outcome for f in says_of(kept, "36 and 37")] == [Outcome.KEPT]
    for wrong in (put(whole, B_5="3"), put(whole, B_4_b="PL 2")):
        found = says_of(check_message(wrong, AROUND), "transferred,")
        assert [f.outcome for f in found] == [Outcome.BROKEN]
    [lone] = says_of(check_message(replace(whole, references=("IT/36",)), AROUND), "36 and 37")
    assert lone.outcome is Outcome.BROKEN
    assert says_of(check_message(put(whole, B_2="some"), AROUND), "figure is missing")


@pytest.mark.rule("NTF-36")
@pytest.mark.provision("art.VIII.I.3")
def test_explanation_of_a_prohibition_from_the_report() -> None:
    """Under the other reading the seven days run from the mission report, which must be told."""
    other = replace(AROUND, readings=open_skies().readings({"AMB-31": "from-report"}))
    message = put(full("NTF-36"), B="2004-04-01T00:00:00Z")
    [waits] = says_of(check_message(message, other), "is not known")
    [timed] = says_of(check_message(message, replace(other, event_at=AT)), "is asked")
    assert (waits.outcome, timed.outcome) == (Outcome.OPEN, Outcome.KEPT)


@pytest.mark.rule("NTF-10")
@pytest.mark.provision("annex.H.4", "art.VI.I.3")
def test_who_hears_of_a_taxi_election() -> None:
    """All other States Parties, or only those that plan flights, as the point is read (AMB-44)."""
    message = replace(full("NTF-10"), to=("DE",))
    planning = open_skies().readings({"AMB-44": "planning-states"})
    [all_of_them] = says_of(check_message(message, AROUND), "addressees")
    near = replace(AROUND, readings=planning, circle=("DE",))
    [planners] = says_of(check_message(message, near), "addressees")
    assert (all_of_them.outcome, planners.outcome) == (Outcome.BROKEN, Outcome.KEPT)


@pytest.mark.rule("NTF-3", "NTF-6", "NTF-38")
def test_items_that_depend() -> None:
    """An aircraft, and what was flown, are asked for only where there was one."""
    assert _missing("NTF-3", "F", taxi=True) == []
    assert _missing("NTF-3", "F", taxi=False) == [Outcome.BROKEN]
    assert _missing("NTF-3", "F", taxi=None) == [Outcome.OPEN]
    acknowledged = put(full("NTF-6", without="B.2"), B_1="NO")
    assert says_of(check_message(acknowledged, AROUND), "(B.2)") == []
    supplied = put(full("NTF-6", without="B.2"), B_1="yes")
    assert [f.outcome for f in says_of(check_message(supplied, AROUND), "(B.2)")] == [
        Outcome.BROKEN
    ]
    grounded = Message("NTF-38", "IT", ("RU",), "IT/9", AT, (Line("G", "FOG"),))
    assert Outcome.BROKEN not in [f.outcome for f in says_of(check_message(grounded, AROUND), "(")]
    assert says_of(check_message(replace(grounded, content=()), AROUND), "(A.1)")


def _missing(notification: str, path: str, *, taxi: bool | None) -> list[Outcome]:
    found = check_message(full(notification, without=path), replace(AROUND, taxi=taxi))
    return [f.outcome for f in says_of(found, f"({path})")]


def test_what_is_not_of_its_sort_waits_for_a_person() -> None:
    """A number in words is no number we may guess."""
    found = says_of(check_message(put(full("NTF-3"), H_1="twelve"), AROUND), "a person must")
    assert [f.outcome for f in found] == [Outcome.OPEN]


def test_items_out_of_order_are_told() -> None:
    """The formats have their letters in order, each once."""
    message = full("NTF-7")
    found = check_message(replace(message, content=message.content[::-1]), AROUND)
    assert says_of(found, "in order")[0].outcome is Outcome.BROKEN


def test_what_is_not_known_is_open() -> None:
    """Without the Parties of the day, the event or the year, nothing is judged."""
    bare = Around(depositaries=("CA", "HU"))
    for notification in ("NTF-4", "NTF-7", "NTF-11", "NTF-14", "NTF-44"):
        message = replace(full(notification), content=())
        outcomes = {f.outcome for f in check_message(message, bare)}
        assert Outcome.OPEN in outcomes, notification
    for event in ("2005-02-01", "soon"):
        found = check_message(put(full("NTF-9"), A=event), AROUND)
        assert says_of(found, "no date to be due by")
    stranger = check_message(replace(full("NTF-7"), to=("US",)), AROUND)
    assert says_of(stranger, "no State Party on that day")[0].outcome is Outcome.BROKEN
    nobody = check_message(replace(full("NTF-14"), to=()), AROUND)
    assert says_of(nobody, "nobody")[0].outcome is Outcome.BROKEN
