"""How every mission stood at the end of any day, as far as lists and quotas ask.

A mission changes only on the days on which something said of it comes to be known. So its standing
on those days is its standing on every day; kept beside a record, that answers for any day without
folding a mission anew.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from hashlib import sha256
from typing import Any, TypeAlias

from overflight.deadlines import Instant, day_of
from overflight.desk.ports import Kept
from overflight.missions import (
    Mission,
    MissionFact,
    MissionState,
    QuotaEntry,
    known_since,
    quota_entry,
)
from overflight.record import Said
from overflight.treaty import Readings, read_form, write_form

__all__ = [
    "KeptStandings",
    "Standing",
    "Standings",
    "end_of",
    "fold_standings",
    "standing_of",
]

FoldAt: TypeAlias = Callable[[Sequence[Said[MissionFact]], Instant], Iterable[Mission]]
"""Folds what was said to the missions known at an instant."""


def end_of(day: date) -> Instant:
    """Return the last second of a day."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a mission stood, whichever it is.

    Args:
        observing: Unit code of the observing Party; empty while nobody notified.
        observed: Unit code of the observed Party.
        states: Its state, or both where inspection and plan run side by side.
        entry: What it does to the quotas.
    """

    observing: str
    observed: str
    states: tuple[MissionState, ...]
    entry: QuotaEntry


def standing_of(mission: Mission, readings: Readings) -> Standing:
    """Return how a mission stands.

    Args:
        mission: The mission.
        readings: Readings of the open points.
    """
    entry = quota_entry(mission, readings)
    return Standing(mission.observing, mission.observed, mission.states, entry)


class Standings:
    """How every mission stood on any day.

    Args:
        stood: Each way in which a mission stood, once, as plain JSON.
        groups: Which of them stood together under one key: two where two Parties used it.
        keys: Mission keys, sorted.
        days: For each key the days on which something changed, as ordinals, ascending.
        held: For each of those days the group that held from then on.
    """

    def __init__(
        self,
        stood: Sequence[object],
        groups: Sequence[Sequence[int]],
        keys: Sequence[str],
        days: Sequence[Sequence[int]],
        held: Sequence[Sequence[int]],
    ) -> None:
        self._plain = stood
        self._read: dict[int, tuple[Standing, ...]] = {}
        self._groups = groups
        self._rows = (keys, days, held)

    def on(self, day: date) -> list[tuple[str, Standing]]:
        """Return each mission known by the end of a day and how it stood then, by key."""
        wanted = day.toordinal()
        found: list[tuple[str, Standing]] = []
        for key, days, held in zip(*self._rows, strict=True):
            place = bisect_right(days, wanted)
            if place:
                found += [(key, one) for one in self._group(held[place - 1])]
        return found

    def _group(self, number: int) -> tuple[Standing, ...]:
        """Return how the missions of one key stood: two where two Parties used it."""
        found = self._read.get(number)
        if found is None:
            plain = [self._plain[one] for one in self._groups[number]]
            found = tuple(
                read_form(Standing, one, where="standings", closed=False) for one in plain
            )
            self._read[number] = found
        return found

    def write(self, key: str) -> bytes:
        """Write them as bytes.

        Args:
            key: Name of everything they were made from.
        """
        keys, days, held = self._rows
        rows = {"keys": keys, "days": days, "held": held}
        whole = {"key": key, "stood": self._plain, "groups": self._groups, **rows}
        return json.dumps(whole, separators=(",", ":")).encode()


def fold_standings(
    said: Mapping[str, Sequence[Said[MissionFact]]], fold: FoldAt, readings: Readings
) -> Standings:
    """Return how every mission stood on any day.

    Args:
        said: What was said of each mission, by key.
        fold: Folds what was said of one key to its missions at an instant.
        readings: Readings of the open points.
    """
    stood: dict[Standing, int] = {}
    groups: dict[tuple[int, ...], int] = {}
    days: list[list[int]] = []
    held: list[list[int]] = []
    for key in sorted(said):
        days.append([])
        held.append([])
        for day in sorted({day_of(at) for at in known_since(said[key])}):
            found = (standing_of(mission, readings) for mission in fold(said[key], end_of(day)))
            group = tuple(stood.setdefault(one, len(stood)) for one in found)
            days[-1].append(day.toordinal())
            held[-1].append(groups.setdefault(group, len(groups)))
    plain = [write_form(one) for one in stood]
    return Standings(plain, [list(group) for group in groups], sorted(said), days, held)


class KeptStandings:
    """Standings kept beside a record: read where they are there, else folded once and put there.

    Args:
        kept: Where.
        facts_key: Name of the facts they are folded from.
        readings: Readings of the open points.
    """

    def __init__(self, kept: Kept, facts_key: str, readings: Readings) -> None:
        chosen = json.dumps(sorted(readings.chosen.items()))
        self._kept = kept
        self._name = f"standings-{sha256(chosen.encode()).hexdigest()[:16]}"
        self._key = sha256(f"{facts_key} {chosen}".encode()).hexdigest()
        self._held: Standings | None = None

    def standings(self, fold: Callable[[], Standings]) -> Standings:
        """Return them.

        Args:
            fold: Folds them, where they are not kept.
        """
        if self._held is None:
            data = self._kept.get(self._name)
            self._held = read_standings(data, self._key) if data is not None else None
        if self._held is None:
            self._held = fold()
            self._kept.put(self._name, self._held.write(self._key))
        return self._held


def read_standings(data: bytes, key: str) -> Standings | None:
    """Read standings back; nothing unless they were made from exactly this.

    Args:
        data: Bytes that this program wrote.
        key: Name of everything they must have been made from.
    """
    held: dict[str, Any] = json.loads(data)
    if held["key"] != key:
        return None
    return Standings(held["stood"], held["groups"], held["keys"], held["days"], held["held"])
