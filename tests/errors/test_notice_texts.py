"""Hostile notices: what is no message is one clear error, what is out of order a finding each."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.treaty.notice_samples import full

from overflight.errors import SourceError, UsageError
from overflight.notifications import Line, Message, read_message, render_message
from overflight.notifications.reading import MOST_BYTES
from overflight.treaty.notice_forms import read_notice_forms

TEXT = render_message(full("NTF-3"))
TRANSFER = render_message(full("NTF-12"))


def read(text: str) -> tuple[Message, list[str]]:
    """Return a message and the sentences of its findings."""
    got = read_message(text.encode(), where="telex")
    return got.message, [finding.says for finding in got.findings]


def without(label: str, text: str = TEXT) -> str:
    """Return the text without the lines that hold a word."""
    return "".join(line for line in text.splitlines(keepends=True) if label not in line)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "an OS message"),
        (b"We shall come on Thursday.\n", "an OS message"),
        (b"\xff\xfe\x00P", "UTF-8"),
        (TEXT.encode()[:200], "the treaty reference of a notification"),
        (TEXT.replace("POINT OF ENTRY: AS", "POINT OF ENTRY: \x1b[2J").encode(), "printable text"),
        (without("2. OS MESSAGE DATE").encode(), "an instant in UTC"),
        (TEXT.replace("2004-05-05T06:00:00Z", "05 MAY 04").encode(), "an instant in UTC"),
        (b"A" * (MOST_BYTES + 1), "at most"),
    ],
)
def test_what_is_no_message_is_one_error(data: bytes, expected: str) -> None:
    """Nobody may take half a telegram, or a letter, for a notification."""
    cut = data if b"NTF-3" not in data or b"3. TREATY" in data else data.replace(b"NTF-3", b"")
    with pytest.raises(SourceError, match="E-NOTICE-TEXT") as told:
        read_message(cut, where="telex")
    assert expected in told.value.expected


def test_a_reference_two_notifications_share_must_be_told_apart() -> None:
    """NTF-6 and NTF-7 have one paragraph; the text is not guessed, the reader is asked."""
    text = without("FORMAT NUMBER", render_message(full("NTF-7")))
    with pytest.raises(SourceError, match="NTF-6, NTF-7"):
        read_message(text.encode(), where="telex")
    assert read_message(text.encode(), where="x", notification="NTF-7").findings == ()
    with pytest.raises(UsageError, match="E-NOTICE"):
        read_message(text.encode(), where="x", notification="NTF-77")


def test_a_text_without_its_stamp_is_known_by_its_reference() -> None:
    """The treaty reference alone names the notification where only one has it."""
    message, faults = read(without("FORMAT NUMBER"))
    assert (message.notification, faults) == ("NTF-3", [])


E = "   E. DIPLOMATIC CLEARANCE NUMBER: AS TOLD\n"
F = "   F. OBSERVATION AIRCRAFT: AS TOLD\n"
# What is changed, what it becomes, and what is told of it.
CHANGES = {
    "a letter twice": (E, E + E, "E stands twice"),
    "letters swapped": (E + F, F + E, "E stands after F"),
    "a strange letter": (F, F + "   Q. GIFTS: YES\n", "Q is in no place of the form"),
    "a strange number": ("   C. (1)", "      (9) GIFTS: YES\n   C. (1)", "B.9 is in no place"),
    "a bare letter": ("   A. (1)", "   A. ALL: X\n      (1)", "A is in no place of the form"),
    "number nought": ("   C. (1)", "      (0) GIFTS: YES\n   C. (1)", "B.0 is in no place"),
    "a wrong heading": ("LODGING", "BREAKFAST", "the form has LODGING"),
    "no heading": (E, "   E. 17\n", "the form has DIPLOMATIC"),
    "another end": ("7. END OF OS MESSAGE NUMBER: IT", "7. END OF OS MESSAGE NUMBER: X", "ends as"),
    "no end": ("7. END OF OS MESSAGE NUMBER: IT/NTF-3\n", "", "NUMBER is missing"),
    "no sender": ("FROM: IT\n", "", "FROM is missing"),
    "two senders": ("FROM: IT", "FROM: IT\nFROM: FR", "FROM stands 2 times"),
    "header order": ("FROM: IT\nTO: RU\n", "TO: RU\nFROM: IT\n", "FROM stands after TO"),
    "another place": ("PARAGRAPH 5", "PARAGRAPH 6", "the treaty reference is"),
    "words between": ("5. CONTENT:\n", "5. CONTENT:\nPLEASE NOTE\n", "belongs to no item"),
}


@pytest.mark.parametrize(("old", "new", "says"), CHANGES.values(), ids=CHANGES)
def test_what_is_out_of_order_is_one_finding(old: str, new: str, says: str) -> None:
    """Each fault is told once, with its line where it has one, and the rest is read."""
    text = TEXT.replace(old, new)
    assert text != TEXT
    message, faults = read(text)
    assert len(faults) == 1, faults
    assert says in faults[0]
    assert message.says("A.1") == "AS TOLD"


def test_the_second_word_is_told_and_not_believed() -> None:
    """A copied paragraph with another number must not win because it came last."""
    text = TEXT.replace("   F. OB", "   E. DIPLOMATIC CLEARANCE NUMBER: FORGED\n   F. OB")
    message, [fault] = read(text)
    assert message.says("E") == "AS TOLD"
    assert "FORGED" in fault


def test_a_heading_over_others_says_nothing_itself() -> None:
    """What stands behind a heading belongs to no item, and is told."""
    message, faults = read(TRANSFER.replace("RECEIVING STATES:", "RECEIVING STATES: ALL"))
    assert message.says("B.4.a") == "AS TOLD"
    assert faults == ["line 18: B.4 is a heading, and says ALL"]


def test_lines_that_lost_their_indent_and_case() -> None:
    """A telex folds anywhere, ends lines its own way and knows no small letters."""
    flat = "\r\r\n".join(
        line.strip() for line in TEXT.replace("OBSERVATION ", "OBSERVATION\n").splitlines()
    )
    message, faults = read(flat.lower())
    assert faults == []
    assert message.says("E") == "as told"
    assert (message.sender, message.to) == ("IT", ("RU",))
    assert read("\ufeff" + TEXT)[1] == []


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"sender": "it"}, "sender"),
        ({"sender": "ALL STATES PARTIES"}, "sender"),
        ({"to": ("RU\nFROM: US",)}, "to"),
        ({"info": ("everybody",)}, "info"),
        ({"references": ("A, B",)}, "references"),
        ({"references": ("A\nB",)}, "references"),
        ({"content": (Line("Z", "x"),)}, "content Z"),
        ({"content": (Line("A", "x"),)}, "content A"),
        ({"content": (Line("a.b", "x"),)}, "content a.b"),
        ({"content": (Line("E", "x"), Line("E", "y"))}, "content E"),
        ({"content": (Line("E", "x\x07"),)}, "content E"),
        ({"remarks": "x\x07"}, "message"),
        ({"notification": "NTF-52"}, "notification"),
    ],
)
def test_a_message_no_form_can_hold_is_not_written(wrong: dict[str, object], where: str) -> None:
    """What cannot be read back is refused before it is sent."""
    message = replace(full("NTF-3"), **wrong)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="E-NOTICE") as told:
        render_message(message)
    assert told.value.where == where


def test_a_telex_sends_what_it_can() -> None:
    """A character outside the telegraph alphabet is told, not dropped."""
    plain = full("NTF-7")
    assert render_message(plain, telex=True).isupper()
    strange = replace(plain, remarks="Zürich; 5 % & more")
    with pytest.raises(UsageError, match="%&;Ü"):
        render_message(strange, telex=True)


def test_long_words_are_not_cut() -> None:
    """A hash in two pieces would be no hash."""
    sealed = replace(full("NTF-33"), content=(Line("A.2", "a" * 64),))
    assert "a" * 64 in render_message(sealed, width=40)


FORMS = (
    b"id\tto\tinfo\tchannel\trelation\tamount\tunit\tevent\tevent_item\tos_format\tstatus\treading"
    b"\tprovision\tsource\n"
)
ITEMS = b"id\titem\theading\tsort\tmust\tnote\tstatus\tprovision\tsource\n"


def test_a_form_without_items_is_refused() -> None:
    """A notification that can say nothing is a damaged table."""
    row = b"NTF-1\tone\t\tany\tany\t\t\t\t\t\tCONJECTURE\t\tart.XI\ttreaty-en\n"
    tables = {"forms.tsv": FORMS + row, "items.tsv": ITEMS}
    with pytest.raises(SourceError, match="a notification with items"):
        read_notice_forms(tables.__getitem__)
