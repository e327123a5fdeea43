"""What findings and dockets cite besides rules: notifications, quota effects, definitions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from overflight.treaty import DefinitionEntry, NotificationEntry, QuotaEffect, Regime

__all__ = ["Cited", "cited"]

Entry: TypeAlias = NotificationEntry | QuotaEffect | DefinitionEntry


@dataclass(frozen=True, slots=True)
class Cited:
    """A row of a treaty table that is no rule.

    Args:
        id: Its id.
        title: Its name.
        provisions: Where it is written.
        rows: What it says, by the names of its columns.
    """

    id: str
    title: str
    provisions: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]


def cited(law: Regime, name: str) -> Cited | None:
    """Return a notification, quota effect or definition by its id, or nothing.

    Args:
        law: The regime.
        name: The id.
    """
    found = next((entry for entry in _entries(law) if entry.id == name), None)
    return None if found is None else _shown(found)


def _entries(law: Regime) -> Iterator[Entry]:
    yield from law.notifications
    yield from law.quota_effects
    yield from law.definitions


def _shown(entry: Entry) -> Cited:
    match entry:
        case NotificationEntry():
            return _made(
                entry,
                entry.name,
                ("From", entry.sender),
                ("To", entry.recipients),
                ("When", entry.lead_time),
                ("Content", entry.content),
                ("Reply", entry.reply),
            )
        case QuotaEffect():
            return _made(
                entry,
                entry.outcome,
                ("Active quota", entry.active),
                ("Passive quota", entry.passive),
                ("Data", entry.sensor_data),
            )
        case DefinitionEntry():
            return _made(entry, entry.term, ("Meaning", entry.meaning), ("Mind", entry.trap))
        case _:
            assert_never(entry)


def _made(entry: Entry, title: str, *rows: tuple[str, str]) -> Cited:
    said = tuple((name, text) for name, text in rows if text)
    return Cited(entry.id, title, entry.provisions, said)
