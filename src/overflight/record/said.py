"""What a fold is given: a fact, who said it, when, and where in the record it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

__all__ = ["Dated", "Reference", "Said", "facts_of", "in_order_made", "made_at"]

F_co = TypeVar("F_co", covariant=True)


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """The place of one statement in the record (trust.md section 3, ``re``).

    Args:
        o: Origin of the log.
        i: Index of the entry in that log.
        h: Leaf hash, lower-case hex.
    """

    o: str
    i: int
    h: str


@dataclass(frozen=True, slots=True)
class Dated:
    """Between which instants the mirrors of a network place a statement (trust.md section 9).

    Args:
        after: NB, in UTC: it was made after this; nothing where too few saw what it names.
        before: NA, in UTC: it existed before this; nothing where too few have cosigned it.
        faults: How many lying clocks the two stand against (f).
        parties: How many parties the regime has.
    """

    after: datetime | None
    before: datetime | None
    faults: int
    parties: int


@dataclass(frozen=True, slots=True)
class Said(Generic[F_co]):
    """One valid statement as a chapter sees it.

    Args:
        fact: The body, read by the chapter that owns the statement type.
        party: Party whose log holds it: who said it.
        time: When the party claims to have said it, in UTC; a claim, not a proof.
        ref: Where it stands in the record.
        re: The statements it answers.
        dated: Between which instants mirrors place it; nothing where no mirror's times are at hand.
    """

    fact: F_co
    party: str
    time: datetime
    ref: Reference
    re: tuple[Reference, ...] = ()
    dated: Dated | None = None


def facts_of(said: Iterable[Said[object]], kind: type[F_co]) -> tuple[Said[F_co], ...]:
    """Return those whose fact is of one kind, order kept."""
    return tuple(s for s in said if isinstance(s.fact, kind))  # type: ignore[misc]


def made_at(said: Said[object]) -> datetime:
    """Return when a statement was made: the instant it claims, moved to where mirrors place it.

    Where their times contradict each other, or there are none, the claim is all there is.
    """
    dated, at = said.dated, said.time
    if dated is None:
        return at
    after, before = dated.after, dated.before
    if after is not None and before is not None and after > before:
        return at
    if before is not None and at > before:
        return before
    return after if after is not None and at < after else at


def in_order_made(said: Iterable[Said[F_co]]) -> tuple[Said[F_co], ...]:
    """Return statements in the order in which they were made, none before what its log said first.

    A claimed time cannot put a statement before an earlier one of the same log, nor out of what
    mirrors prove.
    """
    latest: dict[str, datetime] = {}
    placed: list[tuple[datetime, str, int, Said[F_co]]] = []
    for one in sorted(said, key=lambda s: (s.ref.o, s.ref.i)):
        at = latest[one.ref.o] = max(made_at(one), latest.get(one.ref.o, made_at(one)))
        placed.append((at, one.ref.o, one.ref.i, one))
    return tuple(row[3] for row in sorted(placed, key=lambda row: row[:3]))
