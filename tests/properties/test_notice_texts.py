"""Laws of the OS text: what is written is read back, folded or not, in any case of letters."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.treaty.notice_samples import AT

from overflight.notifications import Line, Message, form_of, read_message, render_message
from overflight.notifications.message_forms import EVERYBODY, item_at, path_order
from overflight.treaty.notice_forms import NoticeForm, notice_forms

# Words a hostile sender would choose: they pose as frame, item, trailer or emptiness.
POSING = ["A.", "B. X:", "(1)", "(a)", "7. END OF OS MESSAGE NUMBER: X", "TO:", "6.", "5. CONTENT:"]
WORD = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)
SAID = (
    st.lists(WORD | st.sampled_from(POSING), min_size=1, max_size=12)
    .map(" ".join)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: text.upper() != "NOT STATED")
)
CODES = st.lists(st.sampled_from(["DE", "RU", "OSCC", "US", *EVERYBODY]), max_size=5).map(tuple)
ENDS = ["\n", "\r\n", "\r"]
NUMBERS = st.from_regex(r"[A-Z]{2}/\d{4}/\d{1,3}", fullmatch=True)


def _places(form: NoticeForm) -> list[str]:
    heads = [chr(letter) for letter in range(ord("A"), ord("Z") + 1)]
    below = [f"{head}.{n}" for head in heads for n in range(1, 12)]
    lower = [f"{two}.{c}" for two in below for c in "abc"]
    stated = [(path, item_at(form, path)) for path in (*heads, *below, *lower)]
    found = [path for path, item in stated if item is not None and item.sort is not None]
    return sorted(found, key=path_order)


PLACES = {name: _places(form) for name, form in notice_forms().items()}


@st.composite
def messages(draw: st.DrawFn, notification: str) -> Message:
    """Draw any message of a notification whose form can write it."""
    paths = draw(st.sets(st.sampled_from(PLACES[notification]), max_size=8))
    content = tuple(Line(path, draw(SAID)) for path in sorted(paths, key=path_order))
    return Message(
        notification=notification,
        sender=draw(st.sampled_from(["DE", "RU", "OSCC"])),
        to=draw(CODES),
        number=draw(NUMBERS),
        at=AT,
        content=content,
        info=draw(CODES),
        subject=draw(SAID),
        precedence="PRIORITY",
        references=tuple(draw(st.lists(NUMBERS, max_size=3))),
        remarks=draw(SAID | st.just("")),
    )


@pytest.mark.parametrize("notification", notice_forms())
@given(
    data=st.data(), width=st.sampled_from([0, 40, 69]), end=st.sampled_from(["\n", "\r\n", "\r"])
)
def test_what_is_written_is_read_back(
    notification: str, data: st.DataObject, width: int, end: str
) -> None:
    """A message that changes on its way through its own text could not be relied on."""
    message = data.draw(messages(notification))
    text = render_message(message, width=width).replace("\n", end)
    read = read_message(text.encode(), where="text")
    assert read.message == message
    assert read.findings == ()


@pytest.mark.parametrize("notification", notice_forms())
def test_a_telex_in_small_letters_is_the_same_message(notification: str) -> None:
    """Some machines write small letters; what is said does not change by it."""
    form = form_of(notification)
    paths = PLACES[notification][:6]
    message = Message(
        notification,
        "DE",
        ("RU",),
        "DE/2004/1",
        AT,
        tuple(Line(path, "AS TOLD") for path in paths),
        subject="NOTICE",
    )
    text = render_message(message, width=69, telex=True)
    read = read_message(text.lower().encode(), where="text").message
    assert [line.item for line in read.content] == paths
    lower = tuple(Line(line.item, line.says.upper()) for line in read.content)
    assert replace(read, content=lower, subject="NOTICE", number="DE/2004/1") == replace(
        message, precedence=read.precedence
    )
    assert form.id in text
