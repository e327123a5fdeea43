"""Who gets which original, and who chooses: DAT-5, DAT-10 to DAT-13 and DAT-15.

The Party that did not supply the aircraft chooses; the aircraft of a third State Party counts as
supplied by the observing Party.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from overflight.missions import Mission, Role
from overflight.record import Said
from overflight.release.media.facts import (
    Carrier,
    ChoiceOf,
    OriginalsRecorded,
    OutputChosen,
    OutputHandedOver,
)
from overflight.treaty import (
    Finding,
    Limit,
    Outcome,
    Quantity,
    Sense,
    Value,
    answered,
    measured,
)

__all__ = ["FIRST_GENERATION", "ORIGINALS_LEAST", "Sides", "exchange_findings", "sides_of"]

_ENTRY: Final = date(2002, 1, 1)

ORIGINALS_LEAST: Final = Value(
    "originals of other media", Decimal(1), "originals", _ENTRY, "art.IX.III.1"
)
FIRST_GENERATION: Final = Value(
    "generation of a copy", Decimal(1), "generation", _ENTRY, "art.IX.II.6"
)


@dataclass(frozen=True, slots=True)
class Sides:
    """The two Parties of a flight and who supplied the aircraft.

    Args:
        states: Codes of each Party: its unit and the States behind it.
        supplier: Who supplied the aircraft; a third State's counts as the observing Party's.
        third_state: Unit that designated the aircraft, where that is neither Party; else empty.
        agreed: Rules for which both Parties agreed otherwise.
    """

    states: Mapping[Role, frozenset[str]]
    supplier: Role
    third_state: str = ""
    agreed: frozenset[str] = frozenset()

    @property
    def chooser(self) -> Role:
        """Return who chooses: the Party that did not supply the aircraft."""
        return self.supplier.other

    def role_of(self, code: str) -> Role | None:
        """Return for which Party a code stands; none for neither."""
        return next((role for role, codes in self.states.items() if code in codes), None)

    def named(self, code: str) -> str:
        """Return a code with the role it has on this flight."""
        role = self.role_of(code)
        return f"{code} ({role})" if role else f"{code} (neither Party)"


def sides_of(
    mission: Mission, units: Mapping[str, tuple[str, ...]], designated_by: str = ""
) -> Sides:
    """Return the two Parties of a mission.

    Args:
        mission: The mission.
        units: Members of each treaty unit on the day.
        designated_by: Unit that designated the aircraft; empty where that is not known.
    """
    states = {
        role: frozenset({mission.unit_of(role), *units.get(mission.unit_of(role), ())})
        for role in Role
    }
    known = any(designated_by in codes for codes in states.values())
    waivable = {"DAT-9", "DAT-10"}
    agreed = frozenset(rule for rule in waivable if mission.agreed(rule) is not None)
    return Sides(states, mission.supplier, "" if known else designated_by, agreed)


@dataclass(frozen=True, slots=True)
class _Output:
    """Everything said of the output of one sensor on one flight."""

    originals: OriginalsRecorded
    choices: tuple[Said[OutputChosen], ...]
    given: tuple[OutputHandedOver, ...]
    sides: Sides

    def chosen(self, what: ChoiceOf) -> Said[OutputChosen] | None:
        """Return the last choice of one thing."""
        return next((c for c in reversed(self.choices) if c.fact.what is what), None)


def _same_type(output: _Output) -> Iterator[Finding]:
    """Yield whether duplicate cameras are alike (DAT-5)."""
    rows = [(o.camera, o.film, o.processing) for o in output.originals.originals]
    sensor = output.originals.sensor
    if not all(all(row) for row in rows):
        says = f"{sensor}: camera, film or processing of its duplicate originals is not stated"
        yield answered("DAT-5", Outcome.OPEN, says)
        return
    kinds = [" / ".join(row) for row in dict.fromkeys(rows)]
    outcome = Outcome.KEPT if len(kinds) == 1 else Outcome.BROKEN
    yield answered("DAT-5", outcome, f"{sensor}: duplicate originals by {'; '.join(kinds)}")


def _to_observing(rule: str, output: _Output, provision: str) -> Finding:
    """Return whether the observing Party has the one original."""
    sensor = output.originals.sensor
    given = [g for g in output.given if g.generation == 0]
    if not given:
        says = f"{sensor}: to whom its one original went is not on record"
        return answered(rule, Outcome.OPEN, says, provision=provision)
    right = output.sides.role_of(given[-1].to) is Role.OBSERVING
    says = f"{sensor}: {given[-1].to} has the one original; it is the observing Party's"
    outcome = Outcome.KEPT if right else Outcome.BROKEN
    return answered(rule, outcome, says, provision=provision)


def _copy(rule: str, output: _Output, provision: str) -> Iterator[Finding]:
    """Yield whether the observed Party has its copy: first-generation, in the same format."""
    sensor = output.originals.sensor
    copies = [
        g for g in output.given if g.generation and output.sides.role_of(g.to) is Role.OBSERVED
    ]
    if not copies:
        says = f"{sensor}: no copy for the observed Party is on record"
        yield answered(rule, Outcome.OPEN, says, provision=provision)
        return
    last = copies[-1]
    number = Quantity(float(last.generation), "generation")
    limit = Limit(float(FIRST_GENERATION.amount), "generation", Sense.AT_MOST)
    says = f"{sensor}: the copy of {last.to} is of generation {last.generation}"
    yield measured(rule, number, limit, says, provision=provision)
    if last.same_format is False:
        kept = "DAT-10" in output.sides.agreed
        says = f"{sensor}: the copy of {last.to} has not the format and size of the original"
        says += "; both Parties agreed so" if kept else ""
        outcome = Outcome.KEPT if kept else Outcome.BROKEN
        yield answered(rule, outcome, says, provision=provision)


def _chooses(
    rule: str, choice: Said[OutputChosen], role: Role, sides: Sides, provision: str
) -> Finding:
    """Return whether the Party that may choose has chosen."""
    right = sides.role_of(choice.party) is role
    says = f"{choice.fact.sensor}: {sides.named(choice.party)} chose {choice.fact.what},"
    says += f" {choice.fact.chosen}; the choice is the {role}'s"
    outcome = Outcome.KEPT if right else Outcome.BROKEN
    return answered(rule, outcome, says, provision=provision)


def _one(rule: str, output: _Output, provision: str) -> Iterator[Finding]:
    """Yield who gets the one original and the copy (DAT-10, DAT-12)."""
    yield _to_observing(rule, output, provision)
    choice = output.chosen(ChoiceOf.COPY)
    if choice is not None:
        yield _chooses(rule, choice, Role.OBSERVED, output.sides, provision)
    if choice is not None or rule == "DAT-12":
        yield from _copy(rule, output, provision)


def _two(rule: str, output: _Output, provision: str) -> Iterator[Finding]:
    """Yield who chooses between two originals, and who has which (DAT-11, DAT-12)."""
    sides, sensor = output.sides, output.originals.sensor
    choice = output.chosen(ChoiceOf.ORIGINAL)
    if choice is None:
        says = f"{sensor}: the {sides.chooser} has not chosen between its originals"
        yield answered(rule, Outcome.OPEN, says, provision=provision)
        return
    yield _chooses(rule, choice, sides.chooser, sides, provision)
    names = {original.medium for original in output.originals.originals}
    if choice.fact.chosen not in names:
        says = f"{sensor}: {choice.fact.chosen} is none of {', '.join(sorted(names))}"
        yield answered(rule, Outcome.OPEN, says, provision=provision)
        return
    for given in output.given:
        if given.generation == 0:
            due = sides.chooser if given.medium == choice.fact.chosen else sides.supplier
            outcome = Outcome.KEPT if sides.role_of(given.to) is due else Outcome.BROKEN
            says = f"{sensor}: {sides.named(given.to)} has {given.medium}; it is the {due}'s"
            yield answered(rule, outcome, says, provision=provision)


def _other(output: _Output) -> Iterator[Finding]:
    """Yield whether other media were recorded and go to whom they shall (DAT-12)."""
    count = len(output.originals.originals)
    number = Quantity(float(count), "originals")
    limit = Limit(float(ORIGINALS_LEAST.amount), "originals", Sense.AT_LEAST)
    says = f"{output.originals.sensor}: {count} originals were recorded; at least one is due"
    yield measured("DAT-12", number, limit, says, provision="art.IX.III.1")
    if count == 1:
        yield from _one("DAT-12", output, "art.IX.III.2")
    elif count:
        yield from _two("DAT-12", output, "art.IX.III.3")


def _radar(output: _Output) -> Iterator[Finding]:
    """Yield whether the output of a radar has the form that was rightly chosen (DAT-13)."""
    form, sides = output.originals.radar_form, output.sides
    if form is None:
        return
    choice = output.chosen(ChoiceOf.RADAR_FORM)
    sensor = output.originals.sensor
    if choice is None:
        says = f"{sensor}: {form}; the {sides.chooser} has not chosen the form"
        yield answered("DAT-13", Outcome.OPEN, says)
        return
    yield _chooses("DAT-13", choice, sides.chooser, sides, "art.IX.III.4")
    same = choice.fact.chosen == form.value
    says = f"{sensor}: {choice.fact.chosen} was chosen, {form} was recorded"
    outcome = Outcome.KEPT if same else Outcome.BROKEN
    yield answered("DAT-13", outcome, says, provision="art.IX.III.5")


def _third(output: _Output) -> Iterator[Finding]:
    """Yield whether a third State's aircraft is treated as the observing Party's (DAT-15)."""
    sides = output.sides
    if not sides.third_state:
        return
    for choice in output.choices:
        if choice.fact.what is not ChoiceOf.COPY:
            right = sides.role_of(choice.party) is Role.OBSERVED
            says = f"{choice.fact.sensor}: aircraft designated by {sides.third_state}, treated as"
            says += " supplied by the observing Party: the observed Party chooses;"
            says += f" {sides.named(choice.party)} chose {choice.fact.what}"
            yield answered("DAT-15", Outcome.KEPT if right else Outcome.BROKEN, says)


def exchange_findings(
    originals: OriginalsRecorded,
    choices: tuple[Said[OutputChosen], ...],
    given: tuple[OutputHandedOver, ...],
    sides: Sides,
) -> tuple[Finding, ...]:
    """Return what the rules answer about the originals of one sensor on one flight.

    Args:
        originals: The originals.
        choices: Choices about this sensor, in the order of the record.
        given: What of this sensor was handed over, in the order of the record.
        sides: The two Parties.

    Treaty: art.IX.II.1 (DAT-5), art.IX.II.6 (DAT-10), art.IX.II.7 (DAT-11), art.IX.III.1 to 3
    (DAT-12, DAT-15), art.IX.III.4, art.IX.III.5 (DAT-13).
    """
    output = _Output(originals, choices, given, sides)
    found: list[Finding] = []
    if originals.carrier is Carrier.OTHER:
        found += _other(output)
    elif len(originals.originals) == 1:
        found += _one("DAT-10", output, "art.IX.II.6")
    elif originals.originals:
        found += _same_type(output)
        found += _two("DAT-11", output, "art.IX.II.7")
    else:
        says = f"{originals.sensor}: no original of its film is stated"
        found.append(answered("DAT-10", Outcome.OPEN, says))
    return (*found, *_radar(output), *_third(output))
