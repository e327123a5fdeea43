"""Keep what a verified record says beside it, and read it back without verifying it anew.

What is kept is bound to everything it was made from: the cut of the record, the state of its
files, the program. It holds facts, not answers: whoever reads it folds them by the same functions.
What was said about missions is packed by mission, so that asking for one reads one.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final, TypeAlias, cast, overload

from overflight.desk.kinds import KINDS, kind_of
from overflight.desk.ports import Kept
from overflight.desk.record import Reading
from overflight.missions import MissionFact, Quiet
from overflight.record import Dated, Json, Line, NoteKey, Reference, Said, SignatureKind
from overflight.treaty import read_form

__all__ = ["FACTS", "MissionFacts", "ToldFacts", "keep_facts", "kept_facts"]

FACTS: Final = "facts"
"""Name under which facts are kept."""

_Row: TypeAlias = list[Any]


def _in_order(said: Said[object]) -> tuple[datetime, str, int]:
    """Return what facts of a record are sorted by, as ``read_record`` gives them."""
    return said.time, said.ref.o, said.ref.i


class _Packer:
    """Writes statements as plain rows, their bodies as they stand; origins stand in a table."""

    def __init__(self, bodies: Mapping[Reference, Mapping[str, Json]]) -> None:
        self._bodies = bodies
        self.origins: dict[str, int] = {}

    def row(self, said: Said[object]) -> _Row:
        dated, re = said.dated, [self._ref(ref) for ref in said.re]
        bounds = None
        if dated is not None:
            ends = [each.isoformat() if each else None for each in (dated.after, dated.before)]
            bounds = [*ends, dated.faults, dated.parties]
        place = self._ref(said.ref)
        kind, body = kind_of(said.fact), self._bodies[said.ref]
        return [kind, body, said.party, said.time.isoformat(), place, re, bounds]

    def _ref(self, ref: Reference) -> _Row:
        return [self.origins.setdefault(ref.o, len(self.origins)), ref.i, ref.h]


@dataclass(frozen=True, slots=True)
class _Unpacker:
    """Reads such rows back."""

    origins: tuple[str, ...]

    def said(self, row: _Row) -> Said[object]:
        kind, body, party, time, place, re, bounds = row
        return Said(
            fact=read_form(KINDS[kind], body, where=kind, closed=False),
            party=party,
            time=datetime.fromisoformat(time),
            ref=self._ref(place),
            re=tuple(self._ref(ref) for ref in re),
            dated=_dated(bounds) if bounds else None,
        )

    def _ref(self, row: _Row) -> Reference:
        return Reference(self.origins[row[0]], row[1], row[2])


def _dated(row: _Row) -> Dated:
    after, before = (datetime.fromisoformat(end) if end else None for end in row[:2])
    return Dated(after, before, row[2], row[3])


class MissionFacts(Sequence[Said[MissionFact]]):
    """What was said about missions, in the order of the record; read when it is asked for.

    Args:
        packed: The rows of each mission, packed, by key.
        origins: Table of origins the rows refer to.
        count: How many statements there are.
    """

    def __init__(
        self, packed: Mapping[str, memoryview], origins: tuple[str, ...], count: int
    ) -> None:
        self._packed = packed
        self._unpacker = _Unpacker(origins)
        self._count = count

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of the missions, sorted."""
        return tuple(sorted(self._packed))

    def of(self, key: str) -> tuple[Said[MissionFact], ...]:
        """Return what was said about one mission, in the order of the record."""
        data = self._packed.get(key)
        rows = json.loads(zlib.decompress(data)) if data else ()
        return tuple(cast("Said[MissionFact]", self._unpacker.said(row)) for row in rows)

    @cached_property
    def _every(self) -> tuple[Said[MissionFact], ...]:
        return tuple(sorted((s for key in self._packed for s in self.of(key)), key=_in_order))

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Said[MissionFact]]:
        return iter(self._every)

    @overload
    def __getitem__(self, index: int) -> Said[MissionFact]: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Said[MissionFact], ...]: ...
    def __getitem__(self, index: int | slice) -> Said[MissionFact] | tuple[Said[MissionFact], ...]:
        """Return one statement or several by their place in the order of the record."""
        return self._every[index]


class _Lines(Mapping[str, tuple[Line, ...]]):
    """Cosignatures over each log, read when they are asked for."""

    def __init__(self, packed: bytes) -> None:
        self._packed = packed

    @cached_property
    def _read(self) -> dict[str, tuple[Line, ...]]:
        held = json.loads(zlib.decompress(self._packed))
        keys = [
            (party, NoteKey(name, SignatureKind(kind), b64decode(public)))
            for party, name, kind, public in held["keys"]
        ]
        return {
            origin: tuple(Line(*keys[int(number)], n, time) for number, n, time in rows)
            for origin, rows in held["lines"]
        }

    def __getitem__(self, origin: str) -> tuple[Line, ...]:
        return self._read[origin]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


def _pack_lines(lines: Mapping[str, Iterable[Line]]) -> bytes:
    keys: dict[tuple[str, NoteKey], int] = {}
    rows = [
        (
            origin,
            [(keys.setdefault((n.party, n.key), len(keys)), n.size, n.time) for n in own],
        )
        for origin, own in lines.items()
    ]
    named = [(p, k.name, int(k.kind), b64encode(k.public).decode()) for p, k in keys]
    return _packed({"keys": named, "lines": rows})


def _packed(value: object) -> bytes:
    return zlib.compress(json.dumps(value, separators=(",", ":")).encode(), 1)


@dataclass(frozen=True, slots=True)
class ToldFacts:
    """What a verified record says, as a fold takes it.

    Args:
        others: What was said about anything but missions, in the order of the record.
        missions: What was said about missions, in the order of the record.
        quiet: What mirrors prove of who had said nothing; nothing without cosignatures.
        cut: Id of the cut of the record.
        key: Name of everything it was made from; empty where it is not to be kept.
    """

    others: tuple[Said[object], ...]
    missions: Sequence[Said[MissionFact]]
    quiet: Quiet | None
    cut: str = ""
    key: str = ""


def _bytes_of(reading: Reading, key: str, cut: str) -> bytes:
    """Write what a record says: a head in plain JSON, then the packed parts one after another."""
    packer, by_mission = _Packer(reading.bodies), dict[str, list[_Row]]()
    others: list[_Row] = []
    for said in reading.facts:
        if isinstance(said.fact, MissionFact):
            by_mission.setdefault(said.fact.mission, []).append(packer.row(said))
        else:
            others.append(packer.row(said))
    times = reading.times
    parts = [_packed(rows) for rows in by_mission.values()]
    lines = _pack_lines(times.lines) if times else b""
    head = {
        "key": key,
        "cut": cut,
        "origins": list(packer.origins),
        "others": others,
        "missions": list(by_mission),
        "sizes": [len(part) for part in parts],
        "count": sum(len(rows) for rows in by_mission.values()),
        "parties": times.parties if times else None,
    }
    first = json.dumps(head, separators=(",", ":")).encode()
    return b"".join([len(first).to_bytes(8, "big"), first, *parts, lines])


def keep_facts(kept: Kept, reading: Reading, key: str, cut: str) -> bool:
    """Keep what a record says; tell whether it is kept.

    Args:
        kept: Where.
        reading: What the record says, with the mirrors' times and the body of every fact.
        key: Name of everything it was made from.
        cut: Id of the cut of the record.
    """
    return kept.put(FACTS, _bytes_of(reading, key, cut))


def kept_facts(kept: Kept, key: str) -> ToldFacts | None:
    """Return what was kept of a record; nothing unless it was made from exactly what is there now.

    Args:
        kept: Where it was kept.
        key: Name of everything it must have been made from.
    """
    data = kept.get(FACTS)
    if data is None:
        return None
    end = 8 + int.from_bytes(data[:8], "big")
    head = json.loads(data[8:end])
    if head["key"] != key:
        return None
    origins, packed = tuple(head["origins"]), dict[str, memoryview]()
    parts = memoryview(data)  # nothing is copied before it is asked for
    for mission, size in zip(head["missions"], head["sizes"], strict=True):
        packed[mission] = parts[end : end + size]
        end += size
    unpacker = _Unpacker(origins)
    parties = head["parties"]
    return ToldFacts(
        tuple(unpacker.said(row) for row in head["others"]),
        MissionFacts(packed, origins, head["count"]),
        None if parties is None else Quiet(_Lines(data[end:]), parties),
        head["cut"],
        key,
    )
