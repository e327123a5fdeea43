"""Height floor: art.VI.II.4.D, annex.D.I.2 (GEO-6); swath: art.IV.2 (GEO-7)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from tests.plan_cases import AROUND, DEGREE_M, PLAN, camera, outcomes

from overflight.geodesy import FlatTerrain, Floats
from overflight.missions import Certificate, HeightSystem, Observation
from overflight.missions.rules.height_floor import height_doubt_m, height_floor
from overflight.missions.rules.swath import swath
from overflight.sensors import SensorCategory
from overflight.treaty import Outcome

pytestmark = [pytest.mark.rule("GEO-6"), pytest.mark.provision("art.VI.II.4.D", "annex.D.I.2")]


class Hill:
    """Ground that rises by 1,000 m per degree of longitude; nothing known beyond 1.5 degrees."""

    source = "a hill drawn by hand"
    height_system = "EGM96"
    error_m = 10.0

    def __init__(self, known_to_deg: float = 10.0) -> None:
        self._known_to_deg = known_to_deg

    def heights_m(self, lon_deg: Floats, lat_deg: Floats) -> Floats:
        """Return the slope."""
        return np.where(lon_deg <= self._known_to_deg, 1_000.0 * lon_deg, np.nan)


MSL = replace(PLAN, height_system=HeightSystem.MSL)
ON_HILL = replace(AROUND, terrain=Hill())


@pytest.mark.parametrize(
    ("height_m", "outcome"), [(1501.0, "kept"), (1500.0, "kept"), (1499.0, "broken")]
)
def test_heights_above_ground_meet_the_floor_exactly(height_m: float, outcome: str) -> None:
    """A height above ground is compared as planned; the floor itself is lawful."""
    plan = replace(PLAN, observations=(camera("IT-S", "A", height_m),))
    assert outcomes(height_floor(plan, AROUND)) == [outcome]


@pytest.mark.parametrize(
    ("height_m", "outcome"),
    [(2514.0, "kept"), (2512.0, "open"), (2488.0, "open"), (2486.0, "broken")],
)
def test_rising_ground_breaks_a_leg_of_constant_altitude(height_m: float, outcome: str) -> None:
    """The ground reaches 1,000 m at the end: 2,500 m leave 1,500 m, known to 13.9 m."""
    plan = replace(MSL, observations=(camera("IT-S", "A", height_m),))
    (finding,) = height_floor(plan, ON_HILL)
    assert finding.outcome.value == outcome
    assert finding.measured is not None
    assert finding.measured.value == pytest.approx(height_m - 1000, abs=0.01)
    # 10 m of terrain, 3 m of zero heights, and what 1,000 m a degree rise in 100 m.
    assert finding.measured.error == pytest.approx(13.0 + 1000 * 100 / DEGREE_M, abs=0.001)
    assert finding.where[0].lon_deg == pytest.approx(1.0)
    assert any("a hill drawn by hand" in ground for ground in finding.basis)


def test_a_radar_has_no_floor() -> None:
    """A radar sees alike from every height: it is left out, and that is said."""
    radar = Observation("S-1", SensorCategory.RADAR, "IT-S", "A", 100.0)
    (finding,) = height_floor(replace(MSL, observations=(radar,)), ON_HILL)
    assert finding.outcome is Outcome.KEPT
    assert "annex.D.I.2.E" in finding.says


def test_the_certificate_counts_above_what_the_plan_says() -> None:
    """A plan that claims a lower floor than the certificate is judged by the certificate."""
    plan = replace(PLAN, observations=(camera("IT-S", "A", 1600, 1500),))
    around = replace(AROUND, certificates={"OF-1": Certificate(Decimal(1700), "report 4")})
    (finding,) = height_floor(plan, around)
    assert finding.outcome is Outcome.BROKEN
    assert "the certificate is used" in finding.basis[1]
    agreeing = replace(AROUND, certificates={"OF-1": Certificate(Decimal(1500), "report 4")})
    assert outcomes(height_floor(plan, agreeing)) == ["kept"]
    empty = replace(AROUND, certificates={"OF-1": Certificate(None, "report 4")})
    assert outcomes(height_floor(plan, empty)) == ["kept"]


@pytest.mark.parametrize("missing", ["floor", "terrain", "place", "ground", "some ground"])
def test_what_is_not_at_hand_leaves_the_height_open(missing: str) -> None:
    """No certificate, no terrain, no place on the path, no ground height: each is a question."""
    plan, around = replace(MSL, observations=(camera("IT-S", "IT-E", 9000),)), ON_HILL
    if missing == "floor":
        plan = replace(MSL, observations=(camera("IT-S", "A", 9000, None),))
    elif missing == "terrain":
        around = AROUND
    elif missing == "place":
        plan = replace(MSL, observations=(camera("IT-S", "NOWHERE", 9000),))
    elif missing == "ground":
        around = replace(AROUND, terrain=Hill(-1.0))
    else:
        around = replace(AROUND, terrain=Hill(1.5))
    (finding,) = height_floor(plan, around)
    assert finding.outcome is Outcome.OPEN


def test_unknown_ground_excuses_no_breach() -> None:
    """Where the known ground alone breaks the floor, holes elsewhere change nothing."""
    plan = replace(MSL, observations=(camera("IT-S", "IT-E", 1000),))
    assert outcomes(height_floor(plan, replace(AROUND, terrain=Hill(1.5)))) == ["broken"]


@pytest.mark.parametrize(
    ("system", "surface", "doubt_m"),
    [
        (HeightSystem.AGL, "EGM96", 0.0),
        (HeightSystem.MSL, "EGM96", 3.0),
        (HeightSystem.MSL, "WGS 84", 107.0),
        (HeightSystem.ELLIPSOID, "EGM96", 107.0),
        (HeightSystem.ELLIPSOID, "WGS 84", 0.0),
        (HeightSystem.PRESSURE, "EGM96", 3.0 + 526.0 + 312.5),
    ],
)
def test_heights_of_different_surfaces_carry_their_doubt(
    system: HeightSystem, surface: str, doubt_m: float
) -> None:
    """No geoid is at hand, so up to 107 m stand in the bound; pressure adds the weather."""
    terrain = FlatTerrain(0.0, height_system=surface)
    assert height_doubt_m(system, terrain, 3000.0) == pytest.approx(doubt_m)


@pytest.mark.rule("GEO-7")
@pytest.mark.provision("art.IV.2.A")
@pytest.mark.parametrize(("km", "outcome"), [(49.0, "kept"), (50.0, "kept"), (50.1, "broken")])
def test_optical_coverage_reaches_fifty_kilometres_to_each_side(km: float, outcome: str) -> None:
    """The wider side counts, the limit is lawful."""
    period = replace(camera("IT-S", "A"), left_km=10.0, right_km=km)
    (finding,) = swath(replace(PLAN, observations=(period,)), AROUND)
    assert finding.outcome.value == outcome
    assert finding.readings == ("AMB-34=both",)


@pytest.mark.rule("GEO-7")
@pytest.mark.provision("art.IV.2.D")
@pytest.mark.parametrize(("km", "outcome"), [(24.0, "kept"), (25.0, "kept"), (25.1, "broken")])
def test_a_radar_swath_is_twenty_five_kilometres_across(km: float, outcome: str) -> None:
    """Both sides add up to the swath."""
    radar = Observation("S-1", SensorCategory.RADAR, "IT-S", "A", 6000, right_km=km)
    (finding,) = swath(replace(PLAN, observations=(radar,)), AROUND)
    assert finding.outcome.value == outcome


@pytest.mark.rule("GEO-7")
def test_coverage_that_is_not_given_or_not_limited_is_not_judged() -> None:
    """A plan need not give coverage, and video has no limit of it (art.IV.2.B)."""
    video = Observation("TV", SensorCategory.VIDEO, "IT-S", "A", 900, left_km=70.0)
    assert swath(replace(PLAN, observations=(camera("IT-S", "A"), video)), AROUND) == ()
