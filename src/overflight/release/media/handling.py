"""Data on the aircraft and film in the laboratory: DAT-1, DAT-8, DAT-9; and one cost, CST-2."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from overflight.deadlines import Instant, day_of, show_instant
from overflight.missions import Acceptance, Personnel, Role
from overflight.release.media.exchange import Sides
from overflight.release.media.facts import (
    DevelopmentWatched,
    LeavingWay,
    MediaCostStated,
    OutputLeftAircraft,
    RollDeveloped,
)
from overflight.treaty import (
    Finding,
    Limit,
    Outcome,
    Quantity,
    Readings,
    Sense,
    Value,
    answered,
    measured,
)

__all__ = [
    "OFFICIALS",
    "STRIP_STEPS",
    "cost_findings",
    "roll_findings",
    "stay_aboard_finding",
    "watch_findings",
]

_ENTRY: Final = date(2002, 1, 1)

OFFICIALS: Final = Value(
    "officials who watch film developed", Decimal(2), "people", _ENTRY, "art.IX.II.4"
)
STRIP_STEPS: Final = Value("steps of a test strip", Decimal(21), "steps", _ENTRY, "annex.K.II.3")


def stay_aboard_finding(
    fact: OutputLeftAircraft, taken_off_at: Instant | None, landed_at: Instant | None
) -> Finding:
    """Return whether sensor output stayed on the aircraft until the flight was completed.

    Args:
        fact: When and how it left.
        taken_off_at: When the flight commenced; none if it has not.
        landed_at: When it was completed; none if it is not.

    Treaty: art.IX.I.2 (DAT-1).
    """
    words = f"{fact.sensor}: output {fact.way} {show_instant(fact.at)}"
    if landed_at is not None:
        minutes = Quantity((fact.at - landed_at).total_seconds() / 60, "min")
        limit = Limit(0.0, "min", Sense.AT_LEAST)
        says = f"{words}; flight completed {show_instant(landed_at)}"
        return measured("DAT-1", minutes, limit, says)
    if taken_off_at is None:
        return answered("DAT-1", Outcome.OPEN, f"{words}; no take-off is on record")
    early = fact.at >= taken_off_at or fact.way is LeavingWay.TRANSMITTED
    says = f"{words}; taken off {show_instant(taken_off_at)}, no completion on record"
    return answered("DAT-1", Outcome.BROKEN if early else Outcome.OPEN, says)


_ACCEPTED: Final = {
    Acceptance.ACCEPTED: Outcome.KEPT,
    Acceptance.UNDER_REVIEW: Outcome.OPEN,
    Acceptance.UNLISTED: Outcome.BROKEN,
    Acceptance.OBJECTED: Outcome.BROKEN,
}


def _officials(
    fact: DevelopmentWatched, sides: Sides, personnel: Personnel, chosen: Readings
) -> Iterator[Finding]:
    """Yield whether those who watch are nationals of their Party, and accepted on its list."""
    watching = sides.states[fact.developer.other]
    for official in fact.officials:
        national = official.national_of in watching
        says = f"{official.person} is a national of {official.national_of}; the"
        says += f" {fact.developer.other} watches"
        outcome = Outcome.KEPT if national else Outcome.BROKEN
        yield answered("DAT-8", outcome, says)
        for by in sorted(code for code in sides.states[fact.developer] if len(code) == 2):
            found, _ = personnel.acceptance(official.person, by, day_of(fact.at), chosen)
            yield answered("DAT-8", _ACCEPTED[found], f"{official.person}: {found} by {by}")


def watch_findings(
    fact: DevelopmentWatched, sides: Sides, personnel: Personnel, chosen: Readings
) -> tuple[Finding, ...]:
    """Return whether the officials of the other Party could watch film developed.

    Args:
        fact: Who asked, who was let in, and with what.
        sides: The two Parties.
        personnel: All lists of personnel.
        chosen: Readings.

    Treaty: art.IX.II.4, annex.K.II.1, annex.K.II.2 (DAT-8).
    """
    asked = len(fact.officials)
    due = min(asked, int(OFFICIALS.amount))
    number = Quantity(float(fact.admitted), "people")
    limit = Limit(float(due), "people", Sense.AT_LEAST)
    says = f"{asked} officials asked to watch, {OFFICIALS.amount} may; {fact.admitted} were let in"
    found = [measured("DAT-8", number, limit, says), *_officials(fact, sides, personnel, chosen)]
    if fact.brought:
        told = f"refused: {', '.join(fact.refused)}" if fact.refused else "all could be used"
        outcome = Outcome.BROKEN if fact.refused else Outcome.KEPT
        says = f"brought {', '.join(fact.brought)}; {told}"
        found.append(answered("DAT-8", outcome, says, provision="annex.K.II.1"))
    if fact.disrupted:
        says = "the officials who watched disrupted the work"
        found.append(answered("DAT-8", Outcome.BROKEN, says, provision="annex.K.II.2"))
    return tuple(found)


def _tested_first(fact: RollDeveloped, *, waived: bool) -> Finding:
    """Return whether a test strip was processed before the film of the flight, and matched."""
    where = "annex.K.II.4"
    if waived:
        says = f"{fact.roll}: both Parties agreed otherwise on the test before development"
        return answered("DAT-9", Outcome.KEPT, says, provision=where)
    if fact.tested_at is None or fact.tested_at > fact.at:
        says = f"{fact.roll}: developed {show_instant(fact.at)}, with no test strip before it"
        return answered("DAT-9", Outcome.BROKEN, says, provision=where)
    says = f"{fact.roll}: test strip {show_instant(fact.tested_at)}, film {show_instant(fact.at)}"
    if fact.matched is None:
        return answered("DAT-9", Outcome.OPEN, f"{says}; whether it matched is not stated")
    told = "matched" if fact.matched else "did not match"
    outcome = Outcome.KEPT if fact.matched else Outcome.BROKEN
    return answered("DAT-9", outcome, f"{says}; it {told} the data notified", provision=where)


def roll_findings(fact: RollDeveloped, sides: Sides) -> tuple[Finding, ...]:
    """Return whether a roll was developed with its test strips.

    Args:
        fact: The roll.
        sides: What the two Parties agreed otherwise.

    Treaty: art.IX.II.5, annex.K.II.3, annex.K.II.4 (DAT-9).
    """
    if fact.wedge:
        bears = answered("DAT-9", Outcome.KEPT, f"{fact.roll}: bears an optical wedge")
    else:
        number = Quantity(float(fact.strip_steps), "steps")
        limit = Limit(float(STRIP_STEPS.amount), "steps", Sense.AT_LEAST)
        says = f"{fact.roll}: bears a strip of {fact.strip_steps} steps; 21, or a wedge, are due"
        bears = measured("DAT-9", number, limit, says, provision="annex.K.II.3")
    compared = fact.compared_at
    late = compared is not None and compared < fact.at
    says = f"{fact.roll}: its strip was compared after development"
    outcome = Outcome.KEPT
    if compared is None or late:
        outcome = Outcome.OPEN if compared is None else Outcome.BROKEN
        says = f"{fact.roll}: its strip was not compared after development, as far as stated"
    after = answered("DAT-9", outcome, says, provision="annex.K.II.4")
    return (bears, _tested_first(fact, waived="DAT-9" in sides.agreed), after)


def cost_findings(fact: MediaCostStated, sides: Sides) -> tuple[Finding, ...]:
    """Return whether the observed Party bears the media of its sensor below standard.

    Nothing is asked of other sensors: their cost is shared as the Commission says (CST-1).

    Args:
        fact: Who bears the cost.
        sides: The two Parties, and who supplied the aircraft.

    Treaty: annex.F.III.7.C (CST-2).
    """
    if not fact.below_standard or sides.supplier is not Role.OBSERVED:
        return ()
    right = sides.role_of(fact.borne_by) is Role.OBSERVED
    says = f"{fact.sensor}, below standard and flown: {sides.named(fact.borne_by)} bears its media"
    return (answered("CST-2", Outcome.KEPT if right else Outcome.BROKEN, says),)
