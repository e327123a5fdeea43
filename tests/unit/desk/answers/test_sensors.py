"""Certifications on record, as people ask for them."""

from __future__ import annotations

from tests.sensor_facts import BASE, KEY, at, base_with

from overflight.desk import fold_as_of
from overflight.desk.answers.sensors import CertificationRow, certification_list
from overflight.record import Reference, Said
from overflight.sensors import SensorFact, Standing
from overflight.sensors.facts import CertificationNotified, ReportAnswered


def rows(*facts: tuple[str, SensorFact]) -> tuple[CertificationRow, ...]:
    """Return the rows of a record."""
    said = [Said(f, p, f.at, Reference("o", n, "")) for n, (p, f) in enumerate(facts)]
    return certification_list(fold_as_of(said, source="a case")).rows


def test_a_certification_tells_its_standing_and_heights() -> None:
    """Deemed certified with the report; heights above ground by sensor."""
    (row,) = rows(*BASE)
    assert (row.certification, row.party, row.standing) == (KEY, "DE", Standing.CERTIFIED)
    assert row.certified_on is not None
    assert row.h_min_m == ("OF-1 1250", "IR-1 900")


def test_who_does_not_agree_is_named() -> None:
    """And nothing is certified until that is settled."""
    no = ReportAnswered(at("2022-11-02 12:00"), KEY, agrees=False)
    (row,) = rows(*BASE, ("RO", no))
    assert (row.standing, row.objecting, row.certified_on) == (Standing.DISPUTED, ("RO",), None)


def test_without_notice_or_report_little_is_known() -> None:
    """What is on record is shown all the same."""
    (row,) = rows(*base_with(without=(CertificationNotified,)))
    assert (row.party, row.aircraft) == ("", "")
    (row,) = rows(BASE[0])
    assert (row.standing, row.h_min_m) == (Standing.UNDER_WAY, ())
