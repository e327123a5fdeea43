"""Minimum heights of a plan come from the certificate on record, or from a demonstration."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.plan_cases import PLAN, camera
from tests.sensor_facts import BASE, CARRIED, at

from overflight.desk import fold_as_of, founding_said
from overflight.desk.planning.plans import Lands, surroundings_of
from overflight.missions import Certificate
from overflight.record import Reference, Said
from overflight.sensors import SensorFact
from overflight.sensors.facts_packages import HeightReplaced

FLOWN = replace(
    PLAN,
    mission=CARRIED.mission,
    commencement=at("2022-12-06 12:00"),
    observations=(camera("IT-S", "A"),),
)
ABOARD = replace(CARRIED, on=date(2022, 12, 6))


def certificates(*facts: tuple[str, SensorFact]) -> dict[str, Certificate]:
    """Return the certificates a plan is judged by."""
    said = [Said(f, p, f.at, Reference("o", n, "")) for n, (p, f) in enumerate(facts)]
    held = fold_as_of((*founding_said(), *said), source="a case")
    return dict(surroundings_of(FLOWN, held, Lands()).certificates)


def test_the_certificate_of_the_package_aboard_counts() -> None:
    """1,250 m above ground, whatever the plan says."""
    found = certificates(*BASE, ("DE", ABOARD))
    assert found["OF-1"].h_min_m == Decimal(1250)
    assert "DE-2022" in found["OF-1"].source


def test_a_demonstration_goes_before_it() -> None:
    """For this mission only (annex.F.III.6)."""
    shown = HeightReplaced(at("2022-12-05 12:00"), CARRIED.mission, "OF-1", Decimal(1400))
    assert certificates(*BASE, ("DE", ABOARD), ("RO", shown))["OF-1"].h_min_m == Decimal(1400)


def test_without_a_package_on_record_the_plan_speaks_for_itself() -> None:
    """No certificate is taken for another aircraft."""
    assert certificates(*BASE) == {}
