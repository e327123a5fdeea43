"""When an act of a mission was done: as stated, as claimed, or as the mirrors date it.

Some acts are done by saying them: a plan is submitted, a change proposed, a flight prohibited by
the statement itself. When they were done is when the statement was made, and mirrors prove between
which instants that was; what the Party claims counts only where no mirror's times are at hand.
Other facts tell of what happened outside the record: an arrival, a landing. Mirrors prove when it
was told, not when it was; the instant stays the one the Parties state.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from overflight.deadlines import Instant, Moment, exactly, last_of
from overflight.missions.said.event import MissionFact
from overflight.missions.said.facts_ending import (
    Cancelled,
    CountChosen,
    Declined,
    Prohibited,
    ReportSigned,
)
from overflight.missions.said.facts_ground import (
    DemonstrationRequested,
    InspectionReported,
    InspectionWaived,
    WindowExtended,
)
from overflight.missions.said.facts_notice import Acknowledged, AgreedOtherwise, Confirmed, Notified
from overflight.missions.said.facts_plan import (
    ChangeProposed,
    PlanAccepted,
    PlanCountered,
    PlanSigned,
    PlanSubmitted,
)
from overflight.missions.said.facts_visit import OperationNotified, PlacesRefused
from overflight.record import Dated, Reference, Said

__all__ = [
    "CLAIMED",
    "SAID_ACTS",
    "SKEW",
    "Basis",
    "When",
    "act_of",
    "basis_of",
    "last_act",
    "told_of",
]

# Done by saying them. A report or an explanation goes by other channels; the record only tells it.
SAID_ACTS: Final[frozenset[type[MissionFact]]] = frozenset(
    {
        Acknowledged,
        AgreedOtherwise,
        Cancelled,
        ChangeProposed,
        Confirmed,
        CountChosen,
        Declined,
        DemonstrationRequested,
        InspectionReported,
        InspectionWaived,
        Notified,
        OperationNotified,
        PlacesRefused,
        PlanAccepted,
        PlanCountered,
        PlanSigned,
        PlanSubmitted,
        Prohibited,
        ReportSigned,
        WindowExtended,
    }
)

# How far an honest clock may lie beside those of the others (trust.md section 6).
SKEW: Final = timedelta(seconds=120)
CLAIMED: Final = "by the claimed time, no mirror's times at hand"
_STATED: Final = "as the Parties state what happened outside the record"


class Basis(StrEnum):
    """What an instant rests on."""

    STATED = "stated"  # it happened outside the record
    CLAIMED = "claimed"  # no mirror's times are at hand
    TOO_FEW = "too few mirrors"  # fewer than f + 1 dated it: the claimed time is used
    AT_ODDS = "mirrors at odds"  # more than f of their clocks are wrong: the claimed time is used
    MIRRORS = "mirrors"


@dataclass(frozen=True, slots=True)
class When:
    """An instant somebody stated, and between which instants mirrors place it.

    Args:
        at: The instant as stated or claimed.
        party: Who stated it.
        ref: The statement.
        basis: What it rests on.
        proven: Between which instants mirrors place it, where they do.
        faults: How many lying clocks the mirrors' times stand against (f).
        parties: How many parties the regime has.
    """

    at: Instant
    party: str
    ref: Reference
    basis: Basis = Basis.STATED
    proven: Moment | None = None
    faults: int = 0
    parties: int = 0

    @property
    def moment(self) -> Moment:
        """Return between which instants it lies; one instant where it is only stated."""
        return self.proven or exactly(self.at)

    @property
    def words(self) -> str:
        """Return what it rests on, in words."""
        if self.basis is Basis.MIRRORS:
            return f"by the mirrors' times (f = {self.faults} of {self.parties})"
        if self.basis is Basis.TOO_FEW:
            return (
                f"by the claimed time, fewer than {self.faults + 1} of {self.parties} mirrors"
                " have dated it"
            )
        if self.basis is Basis.AT_ODDS:
            return (
                "by the claimed time, the mirrors' times contradict each other: more than"
                f" {self.faults} of {self.parties} clocks are wrong"
            )
        return CLAIMED if self.basis is Basis.CLAIMED else _STATED


def _proven(dated: Dated | None) -> tuple[Basis, Moment | None]:
    if dated is None:
        return Basis.CLAIMED, None
    if dated.after is None and dated.before is None:
        return Basis.TOO_FEW, None
    if dated.after is None or dated.before is None or dated.after <= dated.before:
        return Basis.MIRRORS, Moment(dated.after, dated.before)
    if dated.after - dated.before <= SKEW:
        return Basis.MIRRORS, Moment(dated.before, dated.after)
    return Basis.AT_ODDS, None


def act_of(said: Said[MissionFact]) -> When:
    """Return when a fact was done: by the mirrors' times where saying it is doing it."""
    at, party, ref = said.fact.at, said.party, said.ref
    if type(said.fact) not in SAID_ACTS:
        return When(at, party, ref)
    basis, proven = _proven(said.dated)
    dated = said.dated
    return When(
        proven.nearest(at) if proven else at,
        party,
        ref,
        basis,
        proven,
        dated.faults if dated else 0,
        dated.parties if dated else 0,
    )


def told_of(said: Said[MissionFact], at: Instant, *, after: When | None = None) -> When:
    """Return an instant that a statement tells of.

    Args:
        said: The statement.
        at: The instant it states.
        after: An act it cannot lie before: nothing is received before it was made.
    """
    known = after.proven.earliest if after and after.proven else None
    if after is None or known is None or at >= known:
        return When(at, said.party, said.ref)
    between = Moment(known, said.dated.before if said.dated else None)
    return When(known, said.party, said.ref, after.basis, between, after.faults, after.parties)


def last_act(acts: Sequence[When]) -> When:
    """Return when the last of several acts was done, whichever it is."""
    last = max(acts, key=lambda when: when.at)
    proven = next((when for when in acts if when.proven), None)
    if proven is None:
        return last
    moment = last_of(when.moment for when in acts)
    return When(
        moment.nearest(last.at),
        last.party,
        last.ref,
        proven.basis,
        moment,
        proven.faults,
        proven.parties,
    )


def basis_of(whens: Iterable[When]) -> str:
    """Return what some instants rest on, in words, each once."""
    return "; ".join(dict.fromkeys(when.words for when in whens))
