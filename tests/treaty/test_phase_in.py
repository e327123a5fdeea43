"""The phase-in of article XVIII, section II: SEN-17 on its last day and after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.sensor_facts import CARRIED, KEY, NOTICE, SENSORS, answers, record_of

from overflight.imagery import Annotation, Measured, Occasion, check_annotation
from overflight.record import Reference, Said
from overflight.sensors import SensorCategory
from overflight.sensors.carrying import _same_set
from overflight.sensors.facts import SensorFact
from overflight.sensors.facts_packages import CarriedSensor
from overflight.treaty import Outcome

LAST, AFTER = date(2005, 12, 31), date(2006, 1, 1)
IR = CarriedSensor("IR-1", "IRLS", "TD")


def carried(
    on: date, one: CarriedSensor = IR, agreed: str = ""
) -> tuple[tuple[str, SensorFact], ...]:
    """Return a camera and an infra-red line scanner aboard on a day."""
    camera = CarriedSensor("OF-1", "OF", "BP")
    return (("DE", replace(CARRIED, on=on, sensors=(camera, one), infra_red=agreed)),)


@pytest.mark.rule("SEN-17")
@pytest.mark.provision("art.XVIII.II.2")
@pytest.mark.parametrize(
    ("on", "covered", "agreed", "told"),
    [
        (LAST, None, "", ["open"]),
        (LAST, True, "", ["kept"]),
        (LAST, False, "", ["broken"]),
        (LAST, False, "both agreed on 2005-11-02", ["kept"]),
        (AFTER, False, "", []),
    ],
)
def test_a_scanner_aboard_is_agreed_to_or_covered(
    on: date, covered: bool | None, agreed: str, told: list[str]
) -> None:
    """On 31 December 2005 it is asked, on 1 January 2006 it is a sensor like the others."""
    assert answers(carried(on, replace(IR, covered=covered), agreed), "SEN-17") == told


@pytest.mark.rule("SEN-17")
@pytest.mark.provision("art.XVIII.II.2")
@pytest.mark.parametrize(("begins", "told"), [(LAST, ["broken"]), (AFTER, [])])
def test_no_scanner_is_certified_before_2006(begins: date, told: list[str]) -> None:
    """The seven days that begin on the last day of the phase-in may not hold one."""
    notice = replace(NOTICE, begins=begins)
    assert answers([("DE", notice)], "SEN-17") == told
    without = replace(notice, sensors=(SENSORS[0], SENSORS[2]))
    assert answers([("DE", without)], "SEN-17") == (["kept"] if told else [])


@pytest.mark.rule("RES-10", "SEN-17")
@pytest.mark.provision("annex.D.I.2.D", "art.XVIII.II.2")
@pytest.mark.parametrize(("on", "told"), [(LAST, "kept"), (AFTER, "broken")])
def test_the_certified_set_has_no_scanner_in_the_phase_in(on: date, told: str) -> None:
    """What cannot be certified cannot be missed in the certified set; from 2006 on it is."""
    held = record_of([("DE", replace(NOTICE, sensors=(SENSORS[0], SENSORS[2])))])
    aboard = Said(replace(CARRIED, on=on), "DE", CARRIED.at, Reference("o", 1, ""))
    (found,) = _same_set(aboard, held.certifications[KEY])
    assert found.outcome.value == told


EVENT = {"height_agl": "03000M", "location": "44.29N 008.47E", "true_heading": "075"}


@pytest.mark.rule("SEN-17", "ANN-2", "ANN-4")
@pytest.mark.provision("art.XVIII.II.4")
@pytest.mark.parametrize(
    ("category", "at", "rule", "outcome"),
    [
        (SensorCategory.OPTICAL_FRAMING, "2005-12-31T23:59Z", "SEN-17", Outcome.KEPT),
        (SensorCategory.OPTICAL_FRAMING, "2006-01-01T00:00Z", "ANN-2", Outcome.BROKEN),
        (SensorCategory.VIDEO, "2005-12-31T23:59Z", "ANN-4", Outcome.BROKEN),
    ],
)
def test_optical_cameras_are_annotated_by_national_practice(
    category: SensorCategory, at: str, rule: str, outcome: Outcome
) -> None:
    """An item less is no breach for an optical camera until 2005; of no other sensor."""
    annotation = Annotation("event", Occasion.EVENT, category, {**EVENT, "datetime": at})
    found = check_annotation(annotation, Measured())[0]
    assert (found.rule, found.outcome) == (rule, outcome)
    assert "scan_angle" in found.says
