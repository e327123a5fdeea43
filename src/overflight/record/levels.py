"""How far an entry has come: local, published, witnessed, held, answered (trust.md section 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from overflight.record.policies import Policy
from overflight.record.rosters import Line

__all__ = ["EntryView", "Level", "LogView", "Reached", "level_of"]


class Level(StrEnum):
    """How far an entry has come; each level takes in those before it."""

    LOCAL = "local"  # on the author's disk, under no signed head
    PUBLISHED = "published"  # a signed head of the log covers it
    WITNESSED = "witnessed"  # the cosignatures one's policies ask for cover it
    HELD = "held"  # every addressee's mirror holds its bytes
    ANSWERED = "answered"  # an addressee has answered it


@dataclass(frozen=True, slots=True)
class LogView:
    """What is known of a log: how far its good heads reach, and who cosigned them.

    Args:
        party: Whose log it is.
        size: Entries under the largest head that is signed and fits the entries.
        lines: Good cosignatures over heads that fit the entries.
    """

    party: str
    size: int
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryView:
    """What of an entry its level rests on.

    Args:
        index: Index in its log.
        to: Codes of the parties addressed; ``*`` stands for all.
        answered_by: Codes of the parties with a valid statement that answers it.
    """

    index: int
    to: tuple[str, ...] = ()
    answered_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reached:
    """How far an entry has come, and by whom.

    Args:
        level: The highest level that, with all before it, is reached.
        held_by: Parties whose cosignature proves that they hold its bytes, sorted.
        answered_by: Addressees that have answered it, sorted; true also below *answered*.
    """

    level: Level
    held_by: tuple[str, ...] = ()
    answered_by: tuple[str, ...] = ()


def level_of(
    entry: EntryView, log: LogView, policies: Sequence[Policy], parties: Sequence[str]
) -> Reached:
    """Return how far an entry has come.

    Cosignatures over different heads count together: each proves that its party held this entry at
    this place, since every head was found to fit the entries held here.

    Args:
        entry: The entry.
        log: Its log.
        policies: What this reader asks of cosigners; with none, nothing counts as witnessed.
        parties: Codes of all parties of the regime.
    """
    covering = [line for line in log.lines if line.size > entry.index]
    keys = {line.key for line in covering}
    held_by = {line.party for line in covering}
    named = set(parties) if "*" in entry.to else set(entry.to)
    addressed = named - {log.party}
    answered = addressed & set(entry.answered_by)
    steps = (
        (Level.PUBLISHED, log.size > entry.index),
        (Level.WITNESSED, bool(policies) and all(p.met_by(keys) for p in policies)),
        (Level.HELD, addressed <= held_by),
        (Level.ANSWERED, bool(answered)),
    )
    level = Level.LOCAL
    for step, reached in steps:
        if not reached:
            break
        level = step
    return Reached(level, tuple(sorted(held_by)), tuple(sorted(answered)))
