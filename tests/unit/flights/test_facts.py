"""What the record says of a flight is read as it was said."""

from __future__ import annotations

from datetime import timedelta

from tests.flown import COMMENCEMENT, MISSION, at

from overflight.flights import KINDS, AboardTold, FlightSaid, SensorBarred, flight_said
from overflight.missions import Deviated, DeviationCause, Landed, Resumed, TakenOff
from overflight.record import Reference, Said
from overflight.treaty import read_form, write_form

OURS = {"observing": frozenset({"XA"}), "observed": frozenset({"XB"})}


def said(*facts: object, by: str = "XB") -> tuple[Said[object], ...]:
    """Return facts as one Party said them."""
    place = Reference("overflight.example/r1/log/xa/1", 0, "0" * 64)
    return tuple(Said(fact, by, COMMENCEMENT, place) for fact in facts)


def test_the_flight_is_read_from_its_facts() -> None:
    """First take-off, last landing; other missions are not ours."""
    facts = said(
        TakenOff(MISSION, at(10)),
        TakenOff(MISSION, at(5)),
        Deviated(MISSION, at(60), DeviationCause.MEDICAL),
        Resumed(MISSION, at(120)),
        AboardTold(MISSION, at(61), "smoke"),
        SensorBarred(MISSION, "CAM", at(60), at(120)),
        Landed(MISSION, at(3000)),
        Landed(MISSION, at(2900)),
        Landed("2003-OS3002", at(9000)),
    )
    found = flight_said(facts, MISSION, **OURS)
    assert (found.taken_off, found.landed) == (at(5), at(3000))
    assert [d.cause for d in found.deviated] == [DeviationCause.MEDICAL]
    assert (len(found.resumed), len(found.told), len(found.barred)) == (1, 1, 1)


def test_silence_is_an_empty_record() -> None:
    """Nothing is assumed."""
    assert flight_said((), MISSION, **OURS) == FlightSaid()


def test_a_third_party_excuses_nothing() -> None:
    """Only the two Parties can say what happened on their flight."""
    cause = Deviated(MISSION, at(60), DeviationCause.MEDICAL)
    assert flight_said(said(cause, by="XC"), MISSION, **OURS) == FlightSaid()
    assert len(flight_said(said(cause, by="XA"), MISSION, **OURS).deviated) == 1


def test_only_the_observed_party_bars_a_sensor() -> None:
    """The right is its own (art.VIII.II.3)."""
    bar = SensorBarred(MISSION, "CAM", at(0), at(1))
    assert flight_said(said(bar, by="XA"), MISSION, **OURS).barred == ()
    assert flight_said(said(bar, by="XB"), MISSION, **OURS).barred == (bar,)


def test_a_cause_lasts_until_the_flight_plan_is_resumed() -> None:
    """Before the deviation and after its end the cause says nothing."""
    one = Deviated(MISSION, at(60), DeviationCause.MEDICAL)
    record = FlightSaid((one,), (Resumed(MISSION, at(120)), Resumed(MISSION, at(30))))
    assert record.causes(at(100), at(110)) == (DeviationCause.MEDICAL,)
    assert record.causes(at(120), at(130)) == (DeviationCause.MEDICAL,)
    assert record.causes(at(0), at(59)) == ()
    assert record.causes(at(121), at(130)) == ()
    assert FlightSaid((one,)).causes(at(9000), at(9001)) == (DeviationCause.MEDICAL,)


def test_every_kind_writes_and_reads_back_the_same() -> None:
    """Facts live for ever: what is read is what was written."""
    told = AboardTold(MISSION, at(61), "smoke")
    barred = SensorBarred(MISSION, "*", at(0), at(0) + timedelta(hours=1))
    for fact in (told, barred):
        name = next(k for k, kind in KINDS.items() if kind is type(fact))
        assert name.startswith("flights.")
        assert read_form(type(fact), write_form(fact), where=name, closed=False) == fact
