"""A message as text, in the manner of the OS Formats of 10 December 1992.

Of those formats the frame is known, and the fields of one. Where the number or the fields of a
format were not seen, the text says so: it is never presented as the official form.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, NoReturn

from overflight.deadlines import format_instant
from overflight.errors import UsageError
from overflight.notifications.message_forms import (
    EVERYBODY,
    Message,
    expected_paths,
    form_of,
    item_at,
    parts_of,
    treaty_reference,
)
from overflight.treaty import DecisionStatus, open_skies
from overflight.treaty.notice_forms import ItemStatus, NoticeForm

__all__ = ["NOT_STATED", "TELEX_WIDTH", "one_line", "render_message", "stamp"]

NOT_STATED: Final = "NOT STATED"
TELEX_WIDTH: Final = 69  # characters of a telex line
_CODE = re.compile(r"[A-Z][A-Z0-9-]{0,11}")
_NOT_TELEX = re.compile(r"[^A-Z0-9 \n\-?:().,'=/+]")  # the international telegraph alphabet no. 2
# A word that would pose as the start of an item if a folded line began with it.
_POSES = re.compile(r"[A-Z]\.|\d\.|\(\w{1,3}\)|.*:|OS|FORMAT", re.IGNORECASE)


def _refuse(where: str, expected: str, found: str) -> NoReturn:
    raise UsageError(
        "E-NOTICE",
        where=where,
        expected=expected,
        found=found,
        remedy="Correct this item; `overflight notice list NTF-n` shows the form.",
    )


def one_line(text: str) -> str:
    """Return text on one line: a line feed inside an item could pose as the next item."""
    return " ".join(text.split()) or NOT_STATED


def stamp(form: NoticeForm) -> str:
    """Return the line that says which OS Format this is, and how much of it was seen."""
    if form.status is DecisionStatus.EXACT:
        return f"OS FORMAT {form.os_format}, 10 DECEMBER 1992 (EXACT, {form.id})"
    if form.status is DecisionStatus.PARTIAL:
        return f"OS FORMAT {form.os_format}, 10 DECEMBER 1992 (PARTIAL, FIELDS NOT SEEN, {form.id})"
    return f"FORMAT NUMBER NOT SEEN (envelope after OS Formats of 10 December 1992, {form.id})"


def _code(where: str, code: str) -> str:
    if not _CODE.fullmatch(code) and (where == "sender" or code not in EVERYBODY):
        _refuse(where, "the code of a State or of the Commission", code)
    return code


def _codes(where: str, codes: tuple[str, ...]) -> str:
    return ", ".join(_code(where, code) for code in codes) or NOT_STATED


def _references(references: tuple[str, ...]) -> str:
    for text in references:
        if "," in text or one_line(text) != text:
            _refuse("references", "message numbers without commas or line feeds", text)
    return ", ".join(references) or NOT_STATED


def _known(message: Message, form: NoticeForm) -> None:
    """Refuse content that has no place in the form, or two items in one place."""
    for path, times in Counter(line.item for line in message.content).items():
        item = item_at(form, path)
        if item is None or item.sort is None:
            _refuse(f"content {path}", f"an item of {form.id}", path)
        if times > 1:
            _refuse(f"content {path}", "one item in one place", f"{times} items")
    for line in message.content:
        if not one_line(line.says).isprintable():
            _refuse(f"content {line.item}", "printable text", line.says)


def _marker(part: str) -> str:
    return f"{part}." if part.isupper() else f"({part})"


def _content(message: Message, form: NoticeForm) -> Iterator[str]:
    before: tuple[str, ...] = ()
    for path, item in expected_paths(form, message.content):
        said, parts = message.says(path), parts_of(path)
        if not said and item.status is ItemStatus.ADDED:
            continue
        same = 0
        while same < min(len(before), len(parts) - 1) and before[same] == parts[same]:
            same += 1
        markers = " ".join(_marker(part) for part in parts[same:])
        heading = f"{item.heading}:" if item.heading else ""
        value = one_line(said) if item.sort is not None else ""
        words = " ".join(word for word in (markers, heading, value) if word)
        yield f"{'   ' * (1 + same)}{words}"
        before = parts


def _folded(line: str, width: int) -> Iterator[str]:
    """Yield a line in pieces; no piece begins with what could pose as an item."""
    if width <= 0 or len(line) <= width:
        yield line
        return
    indent = " " * (len(line) - len(line.lstrip()) + 3)
    now = line[: len(line) - len(line.lstrip())]
    first = True
    for word in line.split(" "):
        if not word:
            continue
        longer = now + word if now.strip() == "" else f"{now} {word}"
        if len(longer) > width and now.strip() and not first and not _POSES.fullmatch(word):
            yield now
            now = indent + word
        else:
            now, first = longer, False
    yield now


def render_message(message: Message, *, width: int = 0, telex: bool = False) -> str:
    """Return a message as text: header lines, numbered body, trailer.

    Args:
        message: The message.
        width: Fold lines longer than this; never if 0.
        telex: Write only what a telex can send; our own setting, no format says so.

    Raises:
        UsageError: The content does not fit the form, a code is none, or a character cannot be
            sent.

    Treaty: art.XI; OS Formats of 10 December 1992.
    """
    form = form_of(message.notification)
    _known(message, form)
    name = next(e.name for e in open_skies().notifications if e.id == form.id)
    number = one_line(message.number)
    lines = [
        f"PRECEDENCE: {one_line(message.precedence)}",
        f"FROM: {_code('sender', message.sender)}",
        f"TO: {_codes('to', message.to)}",
        f"INFO: {_codes('info', message.info)}",
        f"SUBJECT: {one_line(message.subject or name.upper())}",
        stamp(form),
        "",
        f"1. OS MESSAGE NUMBER: {number}",
        f"2. OS MESSAGE DATE AND TIME: {format_instant(message.at)}",
        f"3. TREATY REFERENCE: {treaty_reference(form.id)}",
        f"4. MESSAGE REFERENCE: {_references(message.references)}",
        "5. CONTENT:",
        *_content(message, form),
        f"6. REMARKS: {one_line(message.remarks)}",
        f"7. END OF OS MESSAGE NUMBER: {number}",
    ]
    text = "".join(f"{part}\n" for line in lines for part in _folded(line, width))
    if not text.replace("\n", "").isprintable():
        _refuse("message", "printable text", text)
    return _telex(text) if telex else text


def _telex(text: str) -> str:
    upper = text.upper()
    strange = sorted(set(_NOT_TELEX.findall(upper)))
    if strange:
        _refuse(
            "message",
            "characters a telex can send: A-Z 0-9 - ? : ( ) . , ' = / +",
            "".join(strange),
        )
    return upper
