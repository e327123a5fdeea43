"""Mission case files: what was said about missions, as plain JSON, without a record.

A case is a list of statements. Anyone with a text editor can put one to the program; its
statements are unsigned and numbered in the order of the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from overflight.deadlines import Instant
from overflight.errors import SourceError
from overflight.missions.said.event import MissionFact, UnitCode
from overflight.missions.said.facts import KINDS
from overflight.record import Reference, Said
from overflight.treaty import read_form, read_json

__all__ = ["CASE_ORIGIN", "CaseStatement", "MissionCase", "read_mission_case"]

CASE_ORIGIN: Final = "case"
MOST_BYTES: Final = 5_000_000
MOST_STATEMENTS: Final = 2_000


@dataclass(frozen=True, slots=True)
class CaseStatement:
    """One statement of a case.

    Args:
        type: Statement type, ``missions.arrived/1``.
        party: Code of the Party that says it.
        body: The fact; each type has its own schema.
        time: When it was said; the instant of the event if left out.
    """

    type: str
    party: UnitCode
    body: dict[str, object]
    time: Instant | None = None


MissionCase = tuple[CaseStatement, ...]


def _refuse(where: str, expected: str, found: object, remedy: str) -> SourceError:
    return SourceError("E-CASE", where=where, expected=expected, found=found, remedy=remedy)


def _said(statement: CaseStatement, number: int, where: str) -> Said[MissionFact]:
    place = f"{where}: [{number}]"
    kind = KINDS.get(statement.type)
    if kind is None:
        raise _refuse(
            f"{place}.type",
            "a statement type of a mission",
            statement.type,
            "Use one of: " + ", ".join(KINDS),
        )
    fact = read_form(kind, statement.body, where=f"{place}.body")
    ref = Reference(CASE_ORIGIN, number, "")
    return Said(fact, statement.party, statement.time or fact.at, ref)


def read_mission_case(data: bytes, *, where: str) -> tuple[Said[MissionFact], ...]:
    """Read a case: a JSON list of statements.

    Args:
        data: UTF-8 bytes, at most 5 MB and 2,000 statements.
        where: Name of the file, for the error.

    Raises:
        SourceError: It is too large, no JSON, or a statement is not what its type says; the error
            names its number, counted from 0.
    """
    if len(data) > MOST_BYTES:
        raise _refuse(where, "at most 5 MB", f"{len(data)} bytes", "Leave out what is not asked.")
    values = read_json(data, where=where)
    if not isinstance(values, list) or not values:
        raise _refuse(
            where,
            "a JSON list of statements",
            type(values).__name__ if values else "nothing in it",
            'Write [{"type": ..., "party": ..., "body": {...}}, ...].',
        )
    if len(values) > MOST_STATEMENTS:
        raise _refuse(
            where,
            f"at most {MOST_STATEMENTS} statements",
            len(values),
            "Split the case by mission, or keep it in a record.",
        )
    statements = (
        read_form(CaseStatement, value, where=f"{where}: [{n}]") for n, value in enumerate(values)
    )
    return tuple(_said(statement, n, where) for n, statement in enumerate(statements))
