"""Cases put to the program: statements of any kind, as a person with a text editor writes them.

A case is JSON Lines (one statement a line, the first line may be its head), or one JSON document
with the head's members and ``statements``. Statements are unsigned and numbered in their order; one
may name another by its ``id`` or its number, from 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from overflight.deadlines import Instant
from overflight.desk.kinds import KINDS
from overflight.errors import OverflightError, SourceError
from overflight.missions import LineKind, Quiet
from overflight.record import Reference, Said
from overflight.treaty import read_form, read_json

__all__ = [
    "CASE_ORIGIN",
    "Case",
    "CaseHead",
    "CaseLine",
    "DrawnLine",
    "DrawnMap",
    "NotCounted",
    "Unread",
    "case_lines",
    "read_case",
]

CASE_ORIGIN: Final = "case"
MOST_BYTES: Final = 64 * 2**20
MOST_STATEMENTS: Final = 200_000


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line as a Party draws it.

    Args:
        between: The two it divides, by code, or by name where one is no Party.
        path: Positions, longitude before latitude, in degrees on WGS 84.
        source: Who drew it.
        error_m: How far the true line may lie from it, in metres.
        kind: ``land`` or ``maritime``.
    """

    between: tuple[str, str]
    path: tuple[tuple[Decimal, Decimal], ...]
    source: str = ""
    error_m: Decimal = Decimal(0)
    kind: LineKind = LineKind.LAND


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """A map drawn for a case, in the place of the maps at hand.

    Args:
        source: Who drew it.
        borders: Its border lines.
        territories: Outer rings of territories by code of the State, one for each part: positions,
            longitude before latitude, in degrees on WGS 84.
        error_m: How far the true edge of a territory may lie from it, in metres.
    """

    source: str
    borders: tuple[DrawnLine, ...] = ()
    territories: Mapping[str, tuple[tuple[tuple[Decimal, Decimal], ...], ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    error_m: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class CaseHead:
    """What a case asks beside its statements; every member may be left out.

    Args:
        case: Its name.
        why: Why it is put, in a sentence.
        provisions: Places of the text it is about.
        regime: Name of the regime it is judged by.
        founding: Take the founding facts of the regime (parties, quotas, sites) as said.
        at: The instant it is judged at; the last statement's if neither it nor the caller says.
        readings: Readings of open points, ``{"AMB-2": "dispatch"}``.
        views: Codes of Parties whose views are asked; ``["all"]`` for every Party.
        reported: Let what is reported of a Party, and not said by it, into its view.
        lines: Lines with what a Party holds to be States that are not Parties, as it draws them,
            by its code.
        map: Borders and territories drawn for the case, in the place of the maps at hand.
    """

    case: str = ""
    why: str = ""
    provisions: tuple[str, ...] = ()
    regime: str = "open_skies"
    founding: bool = True
    at: Instant | None = None
    readings: Mapping[str, str] | None = None
    views: tuple[str, ...] = ()
    reported: bool = False
    lines: Mapping[str, tuple[DrawnLine, ...]] | None = None
    map: DrawnMap | None = None


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One statement of a case.

    Args:
        type: Statement type, ``missions.arrived/1``.
        party: Code of the Party that says it.
        body: The fact; each type has its own schema.
        time: When it was said; the fact's own instant if left out.
        id: A name other statements may use for it.
        re: Names or numbers of the statements it answers.
    """

    type: str
    party: str
    body: Mapping[str, object]
    time: Instant | None = None
    id: str = ""
    re: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseDocument(CaseHead):
    """A case as one document.

    Args:
        statements: Its statements.
    """

    statements: tuple[Mapping[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """A statement of a type this version does not know: kept, and not judged.

    Args:
        number: Its number.
        type: Its type.
        party: Who says it.
    """

    number: int
    type: str
    party: str


@dataclass(frozen=True, slots=True)
class NotCounted:
    """A signed entry that counts for nothing, or only under protest: kept, told, not judged.

    Args:
        origin: Origin of its log.
        index: Its place there.
        standing: ``void``, or ``contested`` where its key is said to be stolen.
        code: The first check that failed.
        why: What would have been right, and what stood there.
    """

    origin: str
    index: int
    standing: str
    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Case:
    """A case that was read.

    Args:
        head: What it asks.
        said: Its statements of known types.
        unread: The others.
        not_counted: Signed entries that do not count.
        quiet: What mirrors prove of who had said nothing; nothing without cosignatures.
        signed: Somebody has signed its statements.
    """

    head: CaseHead
    said: tuple[Said[object], ...]
    unread: tuple[Unread, ...] = ()
    not_counted: tuple[NotCounted, ...] = ()
    quiet: Quiet | None = None
    signed: bool = False

    @property
    def at(self) -> Instant | None:
        """Return the instant it asks for, or the last one said."""
        return self.head.at or max((s.time for s in self.said), default=None)


def read_case(data: bytes, *, where: str) -> Case:
    """Read a case.

    Args:
        data: UTF-8 bytes: JSON Lines, a JSON list of statements, or one document.
        where: Name of the file, for the error.

    Raises:
        SourceError: It is too large, or a line or member is not what it must be; the error names
            the line, or the number of the statement, and the member.
    """
    if len(data) > MOST_BYTES:
        raise _refuse(where, f"at most {MOST_BYTES} bytes", f"{len(data)} bytes", "Split the case.")
    head, rows = _parts(data, where)
    if len(rows) > MOST_STATEMENTS:
        raise _refuse(
            where, f"at most {MOST_STATEMENTS} statements", len(rows), "Keep it in a record."
        )
    lines = [read_form(CaseLine, row, where=place) for place, row in rows]
    names = _names(lines, [place for place, _ in rows])
    said: list[Said[object]] = []
    unread: list[Unread] = []
    for number, (line, (place, _)) in enumerate(zip(lines, rows, strict=True)):
        kind = KINDS.get(line.type)
        if kind is None:
            unread.append(Unread(number, line.type, line.party))
        else:
            said.append(_said(line, kind, number, names, place))
    return Case(head, tuple(said), tuple(unread))


def _refuse(where: str, expected: str, found: object, remedy: str) -> SourceError:
    return SourceError("E-CASE", where=where, expected=expected, found=found, remedy=remedy)


Rows = list[tuple[str, object]]


def _parts(data: bytes, where: str) -> tuple[CaseHead, Rows]:
    """Return the head and the statements, each with the place it stands in."""
    try:
        whole = read_json(data, where=where)
    except OverflightError:
        if _begins_with_a_line(data, where):
            return _lines(data, where)
        raise  # one document over several lines, and the fault has its place in it
    if isinstance(whole, list):
        return CaseHead(), [(f"{where}: [{n}]", row) for n, row in enumerate(whole)]
    if isinstance(whole, dict) and "type" in whole and "statements" not in whole:
        return CaseHead(), [(f"{where} line 1", whole)]
    document = read_form(CaseDocument, whole, where=where)
    head = CaseHead(**{name: getattr(document, name) for name in CaseHead.__dataclass_fields__})
    rows = [(f"{where}: statements[{n}]", row) for n, row in enumerate(document.statements)]
    return head, [(place, row) for place, row in rows]


def _begins_with_a_line(data: bytes, where: str) -> bool:
    """Return whether the first line stands for itself, or is the only one."""
    lines = [line for _, line in case_lines(data, where)]
    try:
        read_json(lines[0] if lines else b"0", where=where)
    except OverflightError:
        return len(lines) == 1
    return True


def _lines(data: bytes, where: str) -> tuple[CaseHead, Rows]:
    head, rows = CaseHead(), Rows()
    for place, line in case_lines(data, where):
        value = read_json(line, where=place)
        if not rows and isinstance(value, dict) and "type" not in value:
            head = read_form(CaseHead, value, where=place)
        else:
            rows.append((place, value))
    if not rows:
        raise _refuse(
            where,
            "statements, one a line",
            "none",
            'Write {"type": …, "party": …, "body": {…}} on a line.',
        )
    return head, rows


def case_lines(data: bytes, where: str) -> Iterator[tuple[str, bytes]]:
    """Yield the lines that say something, each with its place.

    Raises:
        SourceError: The file is too large.
    """
    if len(data) > MOST_BYTES:
        raise _refuse(where, f"at most {MOST_BYTES} bytes", f"{len(data)} bytes", "Split the case.")
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            yield f"{where} line {number}", line.removesuffix(b"\r")


def _names(lines: Sequence[CaseLine], places: Sequence[str]) -> dict[str | int, int]:
    names: dict[str | int, int] = {number: number for number in range(len(lines))}
    for number, (line, place) in enumerate(zip(lines, places, strict=True)):
        if line.id and line.id in names:
            raise _refuse(f"{place}.id", "a name not used before", line.id, "Name it otherwise.")
        if line.id:
            names[line.id] = number
    return names


def _said(
    line: CaseLine, kind: type, number: int, names: Mapping[str | int, int], place: str
) -> Said[object]:
    fact: object = read_form(kind, line.body, where=f"{place}.body")
    time = line.time or _own_instant(fact)
    if time is None:
        raise _refuse(
            f"{place}.time",
            f"when it was said: {line.type} holds no instant of its own",
            "nothing",
            'Add "time": "YYYY-MM-DDThh:mm:ssZ".',
        )
    return Said(fact, line.party, time, Reference(CASE_ORIGIN, number, ""), _re(line, names, place))


def _re(line: CaseLine, names: Mapping[str | int, int], place: str) -> tuple[Reference, ...]:
    for name in line.re:
        if name not in names:
            raise _refuse(
                f"{place}.re",
                "the id or number of a statement of this case",
                name,
                "Number statements from 0, or give the one meant an id.",
            )
    return tuple(Reference(CASE_ORIGIN, names[name], "") for name in line.re)


def _own_instant(fact: object) -> Instant | None:
    found: Instant | None = getattr(fact, "at", None)
    return found
