"""Airfields and distances: doubts stay with the numbers they belong to."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from overflight.desk import from_package
from overflight.geodesy import Position
from overflight.missions import (
    AirfieldFact,
    Airfields,
    DistanceSet,
    SiteDesignated,
    fold_airfields,
)
from overflight.record import Reference, Said
from overflight.treaty import CoordStatus, DistanceScope, SiteRole

DAY = date(2003, 5, 5)
ENTRY = date(2002, 1, 1)
HELD = from_package().airfields


def folded(*facts: AirfieldFact) -> Airfields:
    """Fold facts said one after the other."""
    at = datetime(2002, 1, 1, tzinfo=UTC)
    said = [Said(f, "HU", at, Reference("x/log/hu/1", i, "00")) for i, f in enumerate(facts)]
    return fold_airfields(reversed(said))


def site(
    role: SiteRole = SiteRole.OPEN_SKIES_AIRFIELD,
    lon: str | None = "8.5",
    status: CoordStatus = CoordStatus.OK,
    **days: date | None,
) -> SiteDesignated:
    """Return one designation."""
    return SiteDesignated(
        "AA-FIELD",
        "AA",
        role,
        "Field",
        days.get("since") or ENTRY,
        status,
        days.get("until"),
        None if lon is None else Decimal(lon),
        None if lon is None else Decimal("45.25"),
    )


def distance(km: str, **days: date | None) -> DistanceSet:
    """Return one distance."""
    return DistanceSet(
        "D",
        "AA",
        "FIELD",
        DistanceScope.AIRFIELD,
        Decimal(km),
        days.get("since") or ENTRY,
        "AA-FIELD",
        days.get("until"),
    )


def test_a_site_with_good_coordinates_has_no_doubt() -> None:
    """Malpensa is printed well: the demo starts there."""
    found = HELD.site("IT-MALPENSA", DAY)
    assert found is not None
    assert found.position == Position(8.73333, 45.63333)
    assert found.doubt == ""
    assert found.name == "Milano-Malpensa"
    assert found.icao == "LIMC"
    assert found.inspection
    assert found.provision == "annex.E-1.II"
    assert found.roles == (
        SiteRole.OPEN_SKIES_AIRFIELD,
        SiteRole.POINT_OF_ENTRY_EXIT,
        SiteRole.REFUELLING,
    )
    assert len(found.basis) == 3


def test_invalid_coordinates_are_read_as_decimal_minutes_and_said_so() -> None:
    """All British sites print seconds above 59; the reading fits the real airfields."""
    found = HELD.site("GB-BRIZENORTON", DAY)
    assert found is not None
    assert found.position == Position(-1.58217, 51.7495)
    assert "read here as degrees and decimal minutes" in found.doubt
    assert "N 51-44-97" in found.doubt


def test_doubtful_coordinates_are_used_as_printed_and_said_so() -> None:
    """Diyarbakir is printed 785 km off; the text is not corrected."""
    found = HELD.site("TR-DIYARBAKIR", DAY)
    assert found is not None
    assert found.position == Position(40.08333, 30.83333)
    assert "doubtful" in found.doubt


def test_a_good_designation_counts_before_a_doubtful_one() -> None:
    """Sofia is right as an airfield and wrong as a point of entry; both are told."""
    found = HELD.site("BG-SOFIA", DAY)
    assert found is not None
    assert found.position == Position(23.40139, 42.68528)
    assert "printed elsewhere for POE_POX" in found.doubt


def test_a_site_to_be_determined_has_no_position() -> None:
    """The calibration target near Ottawa has a name and no place."""
    found = HELD.site("CA-OTTAWAAREA", DAY)
    assert found is not None
    assert found.position is None
    assert "to be determined" in found.doubt


def test_sites_the_text_leaves_empty_are_not_designated() -> None:
    """A line that says "to be determined" for a whole role designates nothing."""
    assert HELD.site("DE-FIX-NIL", DAY) is None
    assert all("-NIL" not in found.site for found in HELD.sites(DAY))


@pytest.mark.parametrize(("airfield", "km"), [("IT-MALPENSA", "1130"), ("BYRU-VORKUTA", "6500")])
def test_distances_are_as_printed_in_english(airfield: str, km: str) -> None:
    """English is authentic (art.XIX)."""
    found = HELD.distance_km(airfield, DAY)
    assert found is not None
    assert (found.km, found.provision) == (Decimal(km), "annex.A.III")


def test_a_distance_that_differs_between_languages_carries_both() -> None:
    """Dulles: 4900 km in English, 4000 in Dutch."""
    found = HELD.distance_km("US-DULLES", DAY)
    assert found is not None
    assert found.other_km == Decimal(4000)
    assert "CONFLICT" in found.doubt


def test_a_distance_for_an_area_says_so() -> None:
    """Denmark's distance is printed for an area, Iceland's for no airfield at all."""
    area = HELD.distance_km("DK-VAERLOESE", DAY)
    nobody = HELD.distance_km("IS-KEFLAVIK", DAY)
    assert area is not None
    assert nobody is not None
    assert (area.scope, nobody.scope) == (DistanceScope.AREA, DistanceScope.UNNAMED)
    assert area.doubt
    assert nobody.doubt
    plain = HELD.distance_km("IT-MALPENSA", DAY)
    assert plain is not None
    assert plain.doubt == ""


def test_distances_without_a_site_are_listed_by_unit() -> None:
    """The lines for islands name no airfield."""
    names = [limit.name for limit in HELD.other_distances("GB", DAY)]
    assert names == ["with SCILLY ISLANDS", "with SHETLAND ISLANDS"]
    assert HELD.other_distances("GB", date(2001, 1, 1)) == ()


def test_an_airfield_without_a_distance_has_none() -> None:
    """Tokol is an Open Skies airfield and has no distance in the text."""
    assert HELD.site("HU-TOKOL", DAY) is not None
    assert HELD.distance_km("HU-TOKOL", DAY) is None


def test_nothing_holds_before_its_first_day_or_from_its_end() -> None:
    """Ranges are half open, as everywhere."""
    end = date(2005, 1, 1)
    fields = folded(site(until=end), distance("1130", until=end))
    for day, there in ((date(2001, 12, 31), False), (ENTRY, True), (end, False)):
        assert (fields.site("AA-FIELD", day) is not None) == there
        assert (fields.distance_km("AA-FIELD", day) is not None) == there
        assert bool(fields.sites(day)) == there


def test_a_later_designation_and_distance_replace_the_first() -> None:
    """A change takes effect on its day (DES-7); the old values stay for the days before."""
    change = date(2004, 1, 1)
    fields = folded(
        site(), distance("1130"), site(lon="9.5", since=change), distance("1300", since=change)
    )
    before, after = (fields.site("AA-FIELD", day) for day in (date(2003, 12, 31), change))
    assert before is not None
    assert after is not None
    assert before.position == Position(8.5, 45.25)
    assert after.position == Position(9.5, 45.25)
    limits = [fields.distance_km("AA-FIELD", day) for day in (date(2003, 12, 31), change)]
    assert [limit.km for limit in limits if limit] == [Decimal(1130), Decimal(1300)]


def test_sites_are_found_by_unit_and_role() -> None:
    """The planner asks for the Open Skies airfields of one unit."""
    fields = folded(site(), site(SiteRole.CALIBRATION, lon=None, status=CoordStatus.TBD))
    assert len(fields.sites(ENTRY, unit="AA", role=SiteRole.CALIBRATION)) == 1
    assert fields.sites(ENTRY, unit="BB") == ()
    assert fields.sites(ENTRY, role=SiteRole.FIX) == ()
    only = folded(site(SiteRole.CALIBRATION, lon=None, status=CoordStatus.INVALID))
    found = only.site("AA-FIELD", ENTRY)
    assert found is not None
    assert found.icao == ""
    assert not found.inspection
    assert found.doubt.endswith("degrees, minutes and seconds")


def test_a_site_without_a_name_is_called_by_its_id() -> None:
    """A blank name cell must not make a site unsayable."""
    blank = SiteDesignated("AA-X", "AA", SiteRole.FIX, "", ENTRY)
    found = folded(blank).site("AA-X", ENTRY)
    assert found is not None
    assert found.name == "AA-X"
    assert found.position is None
