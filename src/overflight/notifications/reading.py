"""Read a message back from OS Formats text: what it says, and what is not as the format has it.

One fault of the whole stops the reading; whatever else is out of order is a finding, and what could
be read is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, NoReturn

from overflight.deadlines import Instant, parse_instant
from overflight.errors import SourceError, UsageError
from overflight.notifications.message_forms import (
    EVERYBODY,
    OS_FORMATS,
    Line,
    Message,
    form_of,
    item_at,
    leads_deeper,
    path_order,
    treaty_reference,
)
from overflight.notifications.writing import NOT_STATED
from overflight.treaty import Finding, Outcome, open_skies
from overflight.treaty.notice_forms import NoticeForm, notice_forms

__all__ = ["MOST_BYTES", "ReadMessage", "read_message"]

MOST_BYTES: Final = 1_048_576
_FRAME: Final = (
    "PRECEDENCE",
    "FROM",
    "TO",
    "INFO",
    "SUBJECT",
    "1. OS MESSAGE NUMBER",
    "2. OS MESSAGE DATE AND TIME",
    "3. TREATY REFERENCE",
    "4. MESSAGE REFERENCE",
    "5. CONTENT",
    "6. REMARKS",
    "7. END OF OS MESSAGE NUMBER",
)
_HEADERS: Final = 5
_CONTENT: Final = "5. CONTENT"
_STAMP = re.compile(r"(OS FORMAT \d{1,2}|FORMAT NUMBER NOT SEEN)\b.*", re.IGNORECASE)
_NAMED = re.compile(r"NTF-\d{1,2}")
_LABEL = re.compile(
    "("
    + "|".join(label.replace(". ", r"\.\s*").replace(" ", r"\s+") for label in _FRAME)
    + r")\s*:",
    re.IGNORECASE,
)
_MARKER = re.compile(r"(?:([A-Za-z])\.|\((\d{1,3})\)|\(([A-Za-z])\))(?:\s+|$)", re.ASCII)


@dataclass(frozen=True, slots=True)
class ReadMessage:
    """What a text says, and what is not as the format has it.

    Args:
        message: The message, as far as it could be read.
        findings: What is out of order, twice there, missing, or in no place of the format.
    """

    message: Message
    findings: tuple[Finding, ...]


def _refuse(where: str, expected: str, found: str) -> NoReturn:
    raise SourceError(
        "E-NOTICE-TEXT",
        where=where,
        expected=expected,
        found=found,
        remedy="Ask the sender for the message as it was sent.",
    )


@dataclass(slots=True)
class _Part:
    """One item of the text with the lines it was folded over."""

    number: int
    label: str
    text: str


@dataclass(slots=True)
class _Text:
    """The text in parts, and what was wrong with its shape."""

    parts: list[_Part] = field(default_factory=list)
    items: list[_Part] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    stamps: list[_Part] = field(default_factory=list)

    def first(self, label: str) -> str:
        """Return what stands under a label, empty where nothing was stated."""
        text = next((p.text for p in self.parts if p.label == label), "")
        return "" if text.upper() == NOT_STATED else text


def _decoded(data: bytes, where: str) -> str:
    if len(data) > MOST_BYTES:
        _refuse(where, f"at most {MOST_BYTES} bytes", f"{len(data)} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        _refuse(where, "UTF-8", f"byte 0x{data[fault.start]:02x} at {fault.start}")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    strange = next((c for c in text if not c.isprintable() and c not in "\n\t\f"), "")
    if strange:
        line = text[: text.index(strange)].count("\n") + 1
        _refuse(f"{where} line {line}", "printable text", f"U+{ord(strange):04X}")
    return text


def _label_of(line: str, *, within: str) -> str:
    """Return the label of the frame a line begins with, if it can stand there."""
    found = _LABEL.match(line)
    if not found:
        return ""
    label = " ".join(found[1].upper().split()).replace(".", ". ").replace(".  ", ". ")
    body = within in _FRAME[_FRAME.index(_CONTENT) :]
    return "" if body and label in _FRAME[:_HEADERS] else label


def _parted(text: str) -> _Text:
    """Split a text into the parts of its frame and the items of its content; join folded lines."""
    found = _Text()
    last: _Part | None = None
    within = ""
    for number, raw in enumerate(text.split("\n"), start=1):
        line = " ".join(raw.split())
        label = _label_of(line, within=within)
        if label:
            last = _Part(number, label, line.partition(":")[2].strip())
            found.parts.append(last)
            within = label
        elif _STAMP.fullmatch(line) and within in {"", *_FRAME[:_HEADERS]}:
            last = _Part(number, "", line)
            found.stamps.append(last)
        elif within == _CONTENT and _MARKER.match(line):
            last = _Part(number, "", line)
            found.items.append(last)
        elif line and last is not None and last.label != _CONTENT:
            last.text = f"{last.text} {line}".strip()
        elif line:
            found.faults.append(f"line {number} belongs to no item: {line[:60]}")
    return found


def _frame_faults(found: _Text) -> Iterator[str]:
    order = [_FRAME.index(part.label) for part in found.parts]
    for before, part, at in zip([-1, *order], found.parts, order, strict=False):
        if at < before:
            yield f"line {part.number}: {part.label} stands after {_FRAME[before]}"
    for label in _FRAME:
        times = order.count(_FRAME.index(label))
        if times > 1:
            yield f"{label} stands {times} times; the first is read"
        elif not times:
            yield f"{label} is missing"
    number, end = (found.first(label) for label in (_FRAME[5], _FRAME[-1]))
    if end and number != end:
        yield f"the message ends as number {end}, and begins as {number or 'none'}"


def _which(found: _Text, wanted: str, where: str) -> str:
    """Return which notification a text is: as asked, as stamped, or by its treaty reference."""
    if wanted:
        return form_of(wanted).id
    named = _NAMED.search(" ".join(part.text for part in found.stamps).upper())
    if named and named[0] in notice_forms():
        return named[0]
    reference = _plain(found.first("3. TREATY REFERENCE"))
    fits = [e.id for e in open_skies().notifications if _plain(treaty_reference(e.id)) == reference]
    if len(fits) == 1:
        return fits[0]
    if fits:
        _refuse(where, f"one notification; say which of {', '.join(fits)}", reference)
    _refuse(where, "the treaty reference of a notification", reference or "none")


def _plain(text: str) -> str:
    return " ".join(text.upper().replace(";", " AND ").split())


class _Content:
    """The items of a content, read one after the other."""

    def __init__(self, form: NoticeForm) -> None:
        self._form = form
        self._at: tuple[str, ...] = ()
        self.lines: dict[str, str] = {}
        self.faults: list[str] = []

    def read(self, part: _Part) -> None:
        """Read one item: its place, its heading, what it says."""
        path, rest = self._placed(part.text)
        item = item_at(self._form, path)
        if item is None:
            self._lost(part, path)
            return
        if self._at and path_order(path) < path_order(".".join(self._at)):
            self.faults.append(f"line {part.number}: {path} stands after {'.'.join(self._at)}")
        self._at = tuple(path.split("."))
        says = self._after_heading(part, path, item.heading, rest)
        if item.sort is None:
            if says:
                self.faults.append(f"line {part.number}: {path} is a heading, and says {says[:60]}")
        elif path in self.lines:
            told = f"line {part.number}: {path} stands twice; the second says {says[:60]}"
            self.faults.append(told)
        else:
            self.lines[path] = says

    def _lost(self, part: _Part, path: str) -> None:
        known = leads_deeper(self._form, path) if path else False
        if known:
            self._at = tuple(path.split("."))
        says = part.text[:60]
        self.faults.append(
            f"line {part.number}: {path or 'an item'} is in no place of the form: {says}"
        )

    def _placed(self, text: str) -> tuple[str, str]:
        """Return the place an item's marks name, and what stands behind them."""
        path: tuple[str, ...] = ()
        rest = text
        while (found := _MARKER.match(rest)) and self._deeper(path, found):
            path = self._joined(path, found)
            rest = rest[found.end() :]
            if not leads_deeper(self._form, ".".join(path)):
                break
        return ".".join(path), rest

    def _deeper(self, path: tuple[str, ...], found: re.Match[str]) -> bool:
        return not path or (found[1] is None and len(path) < self._level(found))

    @staticmethod
    def _level(found: re.Match[str]) -> int:
        return 1 if found[1] else 2 if found[2] else 3

    def _joined(self, path: tuple[str, ...], found: re.Match[str]) -> tuple[str, ...]:
        level = self._level(found)
        above = path or self._at
        part = (found[1] or "").upper() or (found[3] or "").lower() or str(int(found[2]))
        return (*above[: level - 1], part)

    def _after_heading(self, part: _Part, path: str, heading: str, rest: str) -> str:
        if not heading:
            return "" if rest.upper() == NOT_STATED else rest
        head, _, says = rest.partition(":")
        if " ".join(head.upper().split()) != heading.upper():
            told = f"line {part.number}: {path} is headed {head[:60]!r}; the form has {heading}"
            self.faults.append(told)
            says = says or rest
        says = says.strip()
        return "" if says.upper() == NOT_STATED else says


def _codes(text: str) -> tuple[str, ...]:
    found: list[str] = []
    for piece in re.split(r"[,;]", text.upper()):
        words = " ".join(piece.split())
        found += [words] if words in EVERYBODY else words.split()
    return tuple(found)


def _sent_at(found: _Text, where: str) -> Instant:
    text = found.first("2. OS MESSAGE DATE AND TIME")
    try:
        return parse_instant(text.upper(), where=f"{where}, 2. OS MESSAGE DATE AND TIME")
    except UsageError as fault:
        _refuse(f"{where}, 2. OS MESSAGE DATE AND TIME", fault.expected, text or "none")


def _findings(which: str, faults: Iterable[str]) -> Iterator[Finding]:
    for says in faults:
        yield Finding(which, OS_FORMATS, Outcome.BROKEN, says, consequence="none stated")


def read_message(data: bytes, *, where: str, notification: str = "") -> ReadMessage:
    """Read a message from its text.

    Args:
        data: The text: UTF-8, lines ended by a line feed, a carriage return, or both; capitals or
            small letters; lines folded anywhere.
        where: Where it comes from, for messages.
        notification: Which notification it is, where the text does not tell.

    Raises:
        SourceError: It is no OS message, or says neither what it is nor when it was sent.
        UsageError: The notification asked for does not exist.

    Treaty: art.XI; OS Formats of 10 December 1992.
    """
    found = _parted(_decoded(data, where))
    if not found.parts:
        _refuse(
            where, "an OS message: PRECEDENCE, FROM, TO, … 1. OS MESSAGE NUMBER", "none of these"
        )
    which = _which(found, notification, where)
    content = _Content(form_of(which))
    for part in found.items:
        content.read(part)
    faults = [*found.faults, *_frame_faults(found), *content.faults]
    reference = found.first("3. TREATY REFERENCE")
    if reference and _plain(reference) != _plain(treaty_reference(which)):
        faults.append(f"the treaty reference is {reference}; {which} has {treaty_reference(which)}")
    references = found.first("4. MESSAGE REFERENCE")
    message = Message(
        notification=which,
        sender="".join(_codes(found.first("FROM"))[:1]),
        to=_codes(found.first("TO")),
        number=found.first("1. OS MESSAGE NUMBER"),
        at=_sent_at(found, where),
        content=tuple(Line(item, says) for item, says in content.lines.items() if says),
        info=_codes(found.first("INFO")),
        subject=found.first("SUBJECT"),
        precedence=found.first("PRECEDENCE"),
        references=tuple(r.strip() for r in references.split(",") if r.strip()),
        remarks=found.first("6. REMARKS"),
    )
    return ReadMessage(message, tuple(_findings(which, faults)))
