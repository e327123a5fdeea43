"""How each notification is written and held to its row: its form, its items, its lead time.

Read from two tables beside those of the regime; which letters of an OS Format were never seen is
said by the status of the form.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from overflight.treaty.asking import MemberSort
from overflight.treaty.decisions import DecisionStatus
from overflight.treaty.tables import Row, read_table

__all__ = [
    "Addressed",
    "ItemStatus",
    "Must",
    "NoticeForm",
    "NoticeItem",
    "Relation",
    "notice_forms",
    "read_notice_forms",
]

_FORM_COLUMNS = (
    "id",
    "to",
    "info",
    "channel",
    "relation",
    "amount",
    "unit",
    "event",
    "event_item",
    "os_format",
    "status",
    "reading",
    "provision",
    "source",
)
_ITEM_COLUMNS = ("id", "item", "heading", "sort", "must", "note", "status", "provision", "source")


class Addressed(StrEnum):
    """To whom a notification goes."""

    ALL = "all"
    ALL_OTHERS = "all-others"
    ALL_OTHERS_AND_COMMISSION = "all-others+oscc"
    COMMISSION = "oscc"
    DEPOSITARY = "depositary"
    DEPOSITARY_AND_ALL_OTHERS = "depositary+all-others"
    ONE = "one"
    CIRCLE = "circle"
    ON_BOARD = "on-board"


class Relation(StrEnum):
    """How the time of a notification hangs on an event."""

    MIN_BEFORE = "min_before"
    MAX_AFTER = "max_after"
    MIN_AFTER = "min_after"
    SAME = "same"
    SAME_DAY = "same_day"
    BY_DATE = "by_date"
    BY_QUARTER = "by_quarter"
    WINDOW = "window"
    PROMPTLY = "promptly"
    ANY = "any"
    NONE = "none"


class Must(StrEnum):
    """Whether an item must stand."""

    YES = "yes"
    NO = "no"
    IF = "if"


class ItemStatus(StrEnum):
    """Where an item comes from."""

    TEXT = "TEXT"
    EXACT = "EXACT"
    ADDED = "ADDED"


class _Group(StrEnum):
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class NoticeItem:
    """One item of the content of a notification.

    Args:
        path: Its place, ``#`` where it repeats (``B#.4.#``).
        heading: Its heading; empty where it only has a number.
        sort: What it holds; none for a heading over other items.
        must: Whether it must stand.
        note: The condition, where it must stand only sometimes.
        status: Where it comes from.
        provision: Where it is asked for.
    """

    path: str
    heading: str
    sort: MemberSort | None
    must: Must
    note: str
    status: ItemStatus
    provision: str

    @classmethod
    def read(cls, row: Row) -> NoticeItem:
        """Read a row of ``items.tsv``."""
        group = row.text("sort") == _Group.GROUP.value
        return cls(
            row.text("item"),
            row.maybe("heading"),
            None if group else row.choice("sort", MemberSort),
            row.choice("must", Must),
            row.maybe("note"),
            row.choice("status", ItemStatus),
            row.provisions()[0],
        )


@dataclass(frozen=True, slots=True)
class NoticeForm:
    """How one notification is written and held to its row.

    Args:
        id: Its id (``NTF-3``).
        to: To whom it goes.
        info: Who gets it for information, in words.
        diplomatic: Only diplomatic channels will do.
        relation: How its time hangs on an event.
        amount: Length of the limit as printed.
        unit: Its unit.
        event: The event, in words.
        event_item: Path of the item that holds the event; empty where it must be told.
        os_format: Number of the OS Format, where it was seen.
        status: How much of that format was read.
        reading: Open point that bears on its time or its addressees.
        provision: Where it is asked for.
        items: Its content, in order.
    """

    id: str
    to: Addressed
    info: str
    diplomatic: bool
    relation: Relation
    amount: str
    unit: str
    event: str
    event_item: str
    os_format: str
    status: DecisionStatus
    reading: str
    provision: str
    items: tuple[NoticeItem, ...]

    @classmethod
    def read(cls, row: Row, items: tuple[NoticeItem, ...]) -> NoticeForm:
        """Read a row of ``forms.tsv``."""
        return cls(
            row.text("id"),
            row.choice("to", Addressed),
            row.maybe("info"),
            row.text("channel") == "diplomatic",
            row.choice("relation", Relation),
            row.maybe("amount"),
            row.maybe("unit"),
            row.maybe("event"),
            row.maybe("event_item"),
            row.maybe("os_format"),
            row.choice("status", DecisionStatus),
            row.maybe("reading"),
            row.provisions()[0],
            items,
        )


def read_notice_forms(table: Callable[[str], bytes]) -> Mapping[str, NoticeForm]:
    """Read the forms of notices from their two tables.

    Args:
        table: Returns the bytes of ``forms.tsv`` and ``items.tsv``.

    Raises:
        SourceError: A table is damaged.
    """
    items: dict[str, list[NoticeItem]] = defaultdict(list)
    for row in read_table(table("items.tsv"), file="items.tsv", columns=_ITEM_COLUMNS):
        items[row.text("id")].append(NoticeItem.read(row))
    forms: dict[str, NoticeForm] = {}
    for row in read_table(table("forms.tsv"), file="forms.tsv", columns=_FORM_COLUMNS):
        if not items[row.text("id")]:
            row.refuse("id", "a notification with items")
        forms[row.text("id")] = NoticeForm.read(row, tuple(items[row.text("id")]))
    return MappingProxyType(forms)


@cache
def notice_forms() -> Mapping[str, NoticeForm]:
    """Return how the notifications of the Treaty on Open Skies are written, by id."""
    folder = files("overflight.treaty").joinpath("regimes", "open_skies", "notices")
    return read_notice_forms(lambda name: folder.joinpath(name).read_bytes())
