"""Any notification as a message: its frame, and its content item by item.

A message is what a person writes as JSON and what the OS text says; the places of its items are
written ``A``, ``A.1``, ``A.1.a``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from overflight.deadlines import Instant
from overflight.errors import UsageError
from overflight.treaty import open_skies
from overflight.treaty.notice_forms import NoticeForm, NoticeItem, notice_forms

__all__ = [
    "EVERYBODY",
    "OS_FORMATS",
    "Line",
    "Message",
    "answered_by",
    "expected_paths",
    "form_of",
    "item_at",
    "leads_deeper",
    "parts_of",
    "path_order",
    "treaty_reference",
]

EVERYBODY: Final = ("ALL STATES PARTIES", "ALL OTHER STATES PARTIES")
OS_FORMATS: Final = "dec.unnumbered.os-formats"
_PATH = re.compile(r"[A-Z](\.[1-9]\d{0,2}(\.[a-z])?)?")
_LETTERS = 26
# Which notification answers which; the reply's own row has its time.
_ANSWERED_BY: Final[Mapping[str, str]] = {
    "NTF-3": "NTF-6",
    "NTF-9": "NTF-10",
    "NTF-21": "NTF-22",
    "NTF-33": "NTF-34",
    "NTF-43": "NTF-44",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the content.

    Args:
        item: Its place (``A.1``).
        says: What it says, on one line.
    """

    item: str
    says: str


@dataclass(frozen=True, slots=True)
class Message:
    """A notification as it was, or will be, sent.

    Args:
        notification: Its id in the table of notifications (``NTF-3``).
        sender: Code of who sends it.
        to: Codes it is addressed to; ``OSCC`` is the chair of the Commission, ``ALL
            OTHER STATES PARTIES`` everybody else.
        number: OS message number.
        at: OS message date and time.
        content: Its items.
        info: Codes that get it for information.
        subject: Its subject; the name of the notification if not given.
        precedence: Its precedence.
        references: Numbers of earlier messages it follows.
        remarks: Remarks.

    Treaty: art.XI; OS Formats of 10 December 1992 for the frame.
    """

    notification: str
    sender: str
    to: tuple[str, ...]
    number: str
    at: Instant
    content: tuple[Line, ...]
    info: tuple[str, ...] = ()
    subject: str = ""
    precedence: str = "ROUTINE"
    references: tuple[str, ...] = ()
    remarks: str = ""

    def says(self, item: str) -> str:
        """Return what an item says; empty where it is not stated."""
        return next((line.says for line in self.content if line.item == item), "")


def form_of(notification: str) -> NoticeForm:
    """Return how a notification is written.

    Raises:
        UsageError: There is no such notification.
    """
    forms = notice_forms()
    if notification not in forms:
        raise UsageError(
            "E-NOTICE",
            where="notification",
            expected="NTF-1 to NTF-51",
            found=notification,
            remedy="List the notifications with `overflight notice list`.",
        )
    return forms[notification]


def answered_by(notification: str) -> str:
    """Return the notification that answers one; empty where the text asks for none."""
    return _ANSWERED_BY.get(notification, "")


def parts_of(path: str) -> tuple[str, ...]:
    """Return the letters and numbers of a place, outermost first."""
    return tuple(path.split("."))


def path_order(path: str) -> tuple[int, ...]:
    """Return the order of a place among others: ``A``, ``A.1``, ``A.2``, ``B``."""
    return tuple(int(part) if part.isdigit() else ord(part) for part in parts_of(path))


def _part_fits(pattern: str, part: str) -> bool:
    if pattern == "#":
        return part.isdigit() or part.islower()
    if pattern.endswith("#"):
        return part.isupper() and part >= pattern[0]
    return part == pattern


def _fits(pattern: str, path: str) -> bool:
    patterns, parts = parts_of(pattern), parts_of(path)
    return len(patterns) == len(parts) and all(map(_part_fits, patterns, parts))


def item_at(form: NoticeForm, path: str) -> NoticeItem | None:
    """Return the item of a form that stands at a place; none where there is no such place."""
    if not _PATH.fullmatch(path):
        return None
    return next((item for item in form.items if _fits(item.path, path)), None)


def leads_deeper(form: NoticeForm, path: str) -> bool:
    """Return whether items stand below a place."""
    depth = len(parts_of(path))
    heads = (parts_of(i.path)[:depth] for i in form.items if len(parts_of(i.path)) > depth)
    return any(_fits(".".join(head), path) for head in heads)


def _instances(pattern: str, stated: frozenset[str]) -> Iterator[str]:
    """Yield the places of a pattern: those stated, else the first of them."""
    patterns = parts_of(pattern)
    found = {""}
    for depth, part in enumerate(patterns):
        above, found = found, set()
        for head in above:
            found |= {f"{head}.{p}".lstrip(".") for p in _parts_at(part, head, depth, stated)}
    yield from sorted(found, key=path_order)


def _parts_at(pattern: str, head: str, depth: int, stated: frozenset[str]) -> set[str]:
    if "#" not in pattern:
        return {pattern}
    paths = (parts_of(path) for path in stated)
    there = {
        parts[depth]
        for parts in paths
        if len(parts) > depth
        and ".".join(parts[:depth]) == head
        and _part_fits(pattern, parts[depth])
    }
    first = pattern.removesuffix("#") or ("1" if depth == 1 else "a")
    return there or {first}


def expected_paths(
    form: NoticeForm, content: tuple[Line, ...]
) -> tuple[tuple[str, NoticeItem], ...]:
    """Return every place a message has or should have, in order, with its item.

    Of what repeats, the places the message has; the first where it has none.
    """
    stated = frozenset(line.item for line in content)
    rows = [(path, item) for item in form.items for path in _instances(item.path, stated)]
    return tuple(sorted(rows, key=lambda row: path_order(row[0])))


def _words(provision: str) -> str:
    kind, name, *rest = provision.split(".")
    if kind == "art":
        words = [f"ARTICLE {name}"]
    else:
        annex, _, appendix = name.partition("-")
        words = [f"APPENDIX {appendix} TO ANNEX {annex}" if appendix else f"ANNEX {annex}"]
    for part in rest:
        if part.isdigit():
            words.append(f"PARAGRAPH {part}")
        elif part in "IVX" or len(part) > 1:
            words.append(f"SECTION {part}")
        else:
            words.append(f"SUBPARAGRAPH ({part})")
    return ", ".join(words)


def treaty_reference(notification: str) -> str:
    """Return the treaty reference of a notification as the OS Formats write it."""
    entry = next(e for e in open_skies().notifications if e.id == notification)
    return " AND ".join(_words(place) for place in entry.provisions)
