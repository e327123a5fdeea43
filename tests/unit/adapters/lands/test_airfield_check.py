"""The cross-check of printed positions: told with both values, settled by nobody."""

from __future__ import annotations

import math
from datetime import date

import pytest

from overflight.adapters.lands.airfield_check import AGREES_WITHIN_KM, airport, check_sites
from overflight.desk import from_package
from overflight.treaty import Finding, Outcome

DAY = date(2003, 5, 5)
FOUND = check_sites(from_package().airfields.sites(DAY))


def about(site: str) -> list[Finding]:
    """Return the findings about one site."""
    return [f for f in FOUND if f.says.startswith((f"{site} ", f"{site}:"))]


def test_well_printed_sites_agree() -> None:
    """Malpensa is within a kilometre of its modern position."""
    (finding,) = about("IT-MALPENSA")
    assert finding.outcome is Outcome.KEPT
    assert finding.measured is not None
    assert finding.measured.value < 1.0


@pytest.mark.parametrize(
    ("site", "km"),
    [
        ("BYRU-MAGADAN", 37.4),
        ("GB-LEUCHARS", 166.8),
        ("GR-THESSALONIKI", 7.2),
        ("PL-OKECIE", 7.0),
        ("CSFR-BRATISLAVA", 111.1),
        ("TR-DIYARBAKIR", 785.2),
    ],
)
def test_each_site_the_working_table_calls_doubtful_is_told_with_both_values(
    site: str, km: float
) -> None:
    """The working table measured these on a sphere; half a percent is the difference to WGS 84."""
    (finding,) = about(site)
    assert finding.outcome is Outcome.OPEN
    assert finding.measured is not None
    assert math.isclose(finding.measured.value, km, rel_tol=0.005, abs_tol=0.1)
    assert len(finding.where) == 2
    assert any(site in line for line in finding.basis)


def test_sofia_is_checked_in_each_place_it_is_printed() -> None:
    """Right as an airfield, 1500 km off as a point of entry."""
    right, wrong = sorted(about("BG-SOFIA"), key=lambda f: f.outcome is Outcome.OPEN)
    assert right.outcome is Outcome.KEPT
    assert wrong.measured is not None
    assert wrong.measured.value > 1500


def test_the_british_sites_agree_when_read_as_decimal_minutes() -> None:
    """The doubt stays in the basis although the reading fits."""
    (finding,) = about("GB-BRIZENORTON")
    assert finding.outcome is Outcome.KEPT
    assert "decimal minutes" in finding.basis[-1]


def test_sites_that_cannot_be_checked_are_named() -> None:
    """A closed airfield, a fix, a target without a place: told, not left out."""
    unchecked = [f.says.split(":")[0] for f in FOUND if f.measured is None]
    assert set(unchecked) >= {"BYRU-KUBINKA", "DK-VAERLOESE", "CA-OTTAWAAREA", "GR-CHOUCHOULIGOVO"}
    assert all(f.outcome is Outcome.OPEN for f in FOUND if f.measured is None)


def test_nothing_beyond_five_kilometres_is_called_kept() -> None:
    """The bound is the issue's: a disagreement above 5 km is a warning."""
    for finding in FOUND:
        if finding.measured is not None:
            kept = finding.measured.value <= AGREES_WITHIN_KM
            assert (finding.outcome is Outcome.KEPT) == kept


def test_an_airport_nobody_knows_is_none() -> None:
    """A wrong code compares with nothing."""
    assert airport("ZZZZ") is None
    malpensa = airport("LIMC")
    assert malpensa is not None
    assert malpensa.name == "Malpensa International Airport"
