"""Acts on a flown track: what goes on the record is what was computed, and can be read again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from tests.flown import COMMENCEMENT, MISSION, PLACES, along, around, at, log_of, plan, track
from tests.record_samples import rehearsed

from overflight.desk import read_record
from overflight.desk.flights import (
    FlightEvidence,
    FlownJudgement,
    compare_flight,
    compared_fact,
    read_sensor_log,
    record_comparison,
    register_sensor_log,
    register_track,
    track_fact,
)
from overflight.errors import SourceError, UsageError
from overflight.flights import (
    AboardTold,
    SensorLogRegistered,
    TrackCompared,
    TrackRegistered,
    clean,
    report_digest,
)
from overflight.geodesy import Position
from overflight.missions import Surroundings, UsableSite
from overflight.record import Reference, Said
from overflight.treaty import Outcome

LOG = json.dumps(
    {
        "mission": MISSION,
        "source": "recorder",
        "periods": [
            {"sensor": "CAM", "on_at": "2003-05-10T10:17:00Z", "off_at": "2003-05-10T10:33:00Z"}
        ],
    }
).encode()


def world() -> Surroundings:
    """Return surroundings that know the two airfields."""
    sites = {n: UsableSite(n, frozenset(), Position(x, y)) for n, x, y in PLACES if "XX" in n}
    return around(sites=sites)


def judged(evidence: FlightEvidence | None = None, lat_deg: float = 0.0) -> FlownJudgement:
    """Return a comparison, judged."""
    return compare_flight(clean(along(lat_deg=lat_deg)), plan(), world(), evidence=evidence)


def test_a_comparison_is_judged_and_reported() -> None:
    """The gravest outcome is the answer; the report repeats it."""
    found = judged()
    assert found.outcome is Outcome.OPEN
    assert found.report.outcome is Outcome.OPEN
    assert len(found.report.legs) == 3


def test_what_the_record_says_is_used() -> None:
    """Those aboard were told, by a statement of the record."""
    told = AboardTold(MISSION, at(30))
    said: Said[object] = Said(told, "XA", COMMENCEMENT, Reference("o", 0, "0" * 64))
    found = judged(FlightEvidence((said,)), lat_deg=0.1)
    dev7 = [f for f in found.findings if f.rule == "DEV-7"]
    assert [f.outcome for f in dev7] == [Outcome.KEPT]


def test_a_sensor_log_reads_and_stands_in_the_report() -> None:
    """Where the sensor was on, in metres of the path."""
    found = judged(FlightEvidence(log=read_sensor_log(LOG, where="log.json")))
    (sensor,) = found.report.sensors
    assert (sensor.sensor, sensor.other_m) == ("CAM", 0.0)


def test_a_log_of_another_mission_is_refused() -> None:
    """Two flights of one aircraft are not one flight."""
    other = replace(log_of((0, 1)), mission="2003-OS3002")
    with pytest.raises(UsageError, match="2003-OS3002"):
        judged(FlightEvidence(log=other))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'{"periods": 5}',
        b'{"periods": [{"sensor": "CAM", "on_at": "2003-05-10T10:00:00", "off_at": 1}]}',
        b'{"periods": [], "extra": 1}',
        LOG.replace(b"10:33", b"10:03"),
    ],
)
def test_a_broken_log_is_refused(data: bytes) -> None:
    """One clear error, as for every file."""
    with pytest.raises(SourceError):
        read_sensor_log(data, where="log.json")


def test_a_track_is_registered_by_its_hash() -> None:
    """The file stays with its holder; the record holds the hash and the labels."""
    record = rehearsed()
    moved = clean(along().moved(60.4))
    place = register_track(record.desk, record.signers["HU"], MISSION, moved)
    (said,) = [s for s in read_record(record.desk.records).facts if s.ref == place]
    fact = said.fact
    assert isinstance(fact, TrackRegistered)
    assert (fact.rows, fact.points, fact.height_system) == (301, 301, "wgs84")
    assert (fact.moved_s, fact.simulated) == (60, False)
    assert "moved in time" in fact.source


def test_a_track_without_points_is_not_registered() -> None:
    """There is nothing to stand for."""
    with pytest.raises(UsageError):
        track_fact(MISSION, clean(track([float("nan")])))


def test_a_track_without_heights_says_none() -> None:
    """The word none is not the word unknown."""
    assert track_fact(MISSION, clean(replace(along(), heights=()))).height_system == "none"


def test_a_sensor_log_is_registered_by_its_hash() -> None:
    """Anybody with the file finds the same hash."""
    record = rehearsed()
    place = register_sensor_log(record.desk, record.signers["HU"], MISSION, LOG, where="log.json")
    (said,) = [s for s in read_record(record.desk.records).facts if s.ref == place]
    fact = said.fact
    assert isinstance(fact, SensorLogRegistered)
    assert (fact.sha256, fact.periods) == (hashlib.sha256(LOG).hexdigest(), 1)
    assert fact.source == "recorder"


def test_a_comparison_is_recorded_with_numbers_and_digest() -> None:
    """Numbers are decimal strings; the digest is that of the whole answer."""
    record = rehearsed()
    judgement = judged(FlightEvidence(log=read_sensor_log(LOG, where="log.json")))
    place = record_comparison(record.desk, record.signers["HU"], judgement, sensor_log=LOG)
    (said,) = [s for s in read_record(record.desk.records).facts if s.ref == place]
    fact = said.fact
    assert isinstance(fact, TrackCompared)
    assert fact == compared_fact(judgement, sensor_log=LOG)
    assert fact.result == report_digest(judgement.report)
    assert fact.planned_m == Decimal("333958.472")
    assert fact.sensor_log == hashlib.sha256(LOG).hexdigest()
    assert fact.outcome == "open"


def test_a_leg_nobody_saw_has_no_numbers_on_the_record() -> None:
    """What is not known is left out, not zero."""
    flown = along()
    short = flown.only((flown.lon_deg < 1.5).nonzero()[0])
    fact = compared_fact(compare_flight(clean(short), plan(), world()))
    assert fact.legs[2].most_right_m is None
    assert fact.sensor_log is None
