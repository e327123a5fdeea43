"""Ten kilometres from the border with a State that is no Party: art.VI.II.2 (GEO-4, AMB-16)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.plan_cases import AROUND, DEGREE_M, PLAN, border, box, outcomes, point, site, under

from overflight.missions import Borders, LineKind, MissionPlan
from overflight.missions.rules.ten_kilometres import _without_coast, ten_kilometres
from overflight.treaty import Outcome

pytestmark = [pytest.mark.rule("GEO-4"), pytest.mark.provision("art.VI.II.2")]

BORDER = border("CH", (2.0, -0.5), (2.0, 0.5))


def towards(metres: float) -> MissionPlan:
    """Return a plan whose easternmost point lies so far west of 2 degrees E, on the equator."""
    return replace(PLAN, end_site="IT-S", route=(point("A", 2.0 - metres / DEGREE_M, 0.0),))


@pytest.mark.parametrize(
    ("metres", "outcome"),
    [(25_000, "kept"), (10_000.1, "kept"), (9_999.9, "broken"), (0, "broken")],
)
def test_the_distance_is_kept_from_ten_kilometres_on(metres: float, outcome: str) -> None:
    """Ten centimetres decide: the distance itself is known to four."""
    around = replace(AROUND, borders=BORDER)
    (finding,) = ten_kilometres(towards(metres), around)
    assert finding.outcome.value == outcome
    assert finding.measured is not None
    assert finding.measured.value * 1000 == pytest.approx(metres, abs=0.05)


def test_exactly_ten_kilometres_is_kept_where_the_distance_is_exact() -> None:
    """The text says "not closer than": the limit itself is lawful (judge), computed it is open."""
    from overflight.treaty import Limit, Quantity, Sense, judge

    assert judge(Quantity(10.0, "km"), Limit(10.0, "km", Sense.AT_LEAST)) is Outcome.KEPT
    (finding,) = ten_kilometres(towards(10_000), replace(AROUND, borders=BORDER))
    assert finding.outcome is Outcome.OPEN
    assert finding.measured is not None
    assert finding.measured.error * 1000 < 0.05


def test_the_doubt_of_the_border_decides_nothing_in_secret() -> None:
    """Eleven kilometres from a line known to four kilometres is a question, and says why."""
    doubtful = border("CH", (2.0, -0.5), (2.0, 0.5), error_m=4_000)
    (finding,) = ten_kilometres(towards(11_000), replace(AROUND, borders=doubtful))
    assert finding.outcome is Outcome.OPEN
    assert "7,000 to 15,000 m" in finding.says
    assert any("drawn by hand" in ground for ground in finding.basis)


def test_a_border_with_a_party_asks_no_distance() -> None:
    """The same line asks nothing once the neighbour is a Party on that day."""
    around = replace(AROUND, borders=BORDER, parties=frozenset({"DE", "IT", "CH"}))
    (finding,) = ten_kilometres(towards(0), around)
    assert finding.outcome is Outcome.KEPT


@pytest.mark.provision("art.XV.2")
def test_a_withdrawal_makes_a_border_of_this_kind() -> None:
    """Membership is that of the flight date: RU is a Party on 2021-12-17 and none on the 18th."""
    from tests.plan_cases import at

    from overflight.desk import from_package
    from overflight.desk.planning.plans import Lands, surroundings_of

    facts = from_package()
    answers = []
    for day in ("2021-12-17", "2021-12-18"):
        plan = replace(
            PLAN,
            observed="FI",
            commencement=at(f"{day} 12:00"),
            route=(point("A", 29.9, 62.0), point("B", 30.0, 62.5)),
        )
        around = replace(
            surroundings_of(plan, facts, Lands()),
            borders=Borders(
                tuple(
                    replace(line, between=("FI", "RU"))
                    for line in border("RU", (30.0, 61.0), (30.0, 63.0)).lines
                ),
                "drawn by hand for this test",
            ),
        )
        answers.append(ten_kilometres(plan, around)[0].outcome)
    assert answers == [Outcome.KEPT, Outcome.BROKEN]


def test_every_neighbour_is_answered_by_itself() -> None:
    """Two neighbours that are no Parties give two findings, each with its own distance."""
    both = Borders((*BORDER.lines, *border("AT", (1.0, 0.4), (1.5, 0.4)).lines), "drawn by hand")
    findings = ten_kilometres(towards(5_000), replace(AROUND, borders=both))
    assert [(f.says.count("AT,"), f.outcome.value) for f in findings] == [
        (1, "kept"),
        (0, "broken"),
    ]


def test_borders_between_members_of_the_observed_unit_count_for_nothing() -> None:
    """A unit of several States has outer borders only (art.XIV.1)."""
    around = replace(AROUND, borders=BORDER, members={"IT": ("IT", "CH")})
    assert outcomes(ten_kilometres(towards(0), around)) == ["kept"]


def test_without_lines_or_parties_the_finding_is_open() -> None:
    """What is not at hand is a question, never a permission."""
    assert outcomes(ten_kilometres(PLAN, replace(AROUND, borders=None))) == ["open"]
    assert outcomes(ten_kilometres(PLAN, replace(AROUND, parties=None))) == ["open"]
    bare = replace(AROUND, borders=BORDER, sites={})
    assert outcomes(ten_kilometres(replace(PLAN, route=()), bare)) == ["open"]


def test_a_border_in_the_sea_counts_only_where_the_reading_says_so() -> None:
    """AMB-16: the default reads maritime borders in, land-only leaves them out."""
    sea = border("CH", (2.0, -0.5), (2.0, 0.5), kind=LineKind.MARITIME)
    around = replace(AROUND, borders=sea)
    assert outcomes(ten_kilometres(towards(5_000), around)) == ["broken"]
    assert outcomes(ten_kilometres(towards(5_000), under(around, AMB_16="land-only"))) == ["kept"]


def test_a_path_over_water_near_the_end_of_a_land_border_is_a_question() -> None:
    """The border goes on into the sea, and these data do not say where (AMB-16)."""
    land = border("CH", (1.0, 0.2), (1.0, 0.5))
    around = replace(AROUND, borders=land, territory=box(-1.0, 0.05, 1.0, 1.0))
    plan = replace(PLAN, end_site="IT-S", route=(point("A", 0.8, 0.0),))
    findings = ten_kilometres(plan, around)
    assert outcomes(findings) == ["kept", "open"]
    assert "in the sea" in findings[1].says
    inland = replace(around, territory=box(-1.0, -1.0, 1.0, 1.0))
    assert outcomes(ten_kilometres(plan, inland)) == ["kept"]
    # Farther from that end than territorial waters and ten kilometres reach, it does not matter.
    far = replace(around, borders=border("CH", (1.5, 0.3), (1.5, 0.5)))
    assert outcomes(ten_kilometres(plan, far)) == ["kept"]


def test_water_far_from_the_end_of_the_border_is_no_question() -> None:
    """The path passes the border over land, and leaves the land a degree away from it."""
    land = border("CH", (0.2, 0.15), (0.2, 0.5))
    around = replace(AROUND, borders=land, territory=box(-1.0, -1.0, 1.85, 1.0))
    assert outcomes(ten_kilometres(PLAN, around)) == ["kept"]


def test_a_stretch_across_the_border_itself_asks_no_question_about_the_sea() -> None:
    """Who flies over the land border is broken by that, not in doubt about water."""
    around = replace(
        AROUND, borders=border("CH", (1.0, -0.5), (1.0, 0.5)), territory=box(-1, -1, 1, 1)
    )
    assert outcomes(ten_kilometres(PLAN, around)) == ["broken"]


def test_ferry_legs_count_only_where_the_reading_says_so() -> None:
    """AMB-16: the way from the point of entry passes the border, the flight itself does not."""
    sites = {**AROUND.sites, "IT-P": site("IT-P", 2.0, 0.3)}
    plan = replace(
        PLAN,
        point_of_entry="IT-P",
        end_site="IT-S",
        point_of_exit="IT-S",
        route=(point("A", 0.5, 0.0),),
    )
    around = replace(AROUND, sites=sites, borders=BORDER)
    assert outcomes(ten_kilometres(plan, around)) == ["kept"]
    ferry = under(around, AMB_16="land-and-sea-with-ferry")
    assert outcomes(ten_kilometres(plan, ferry)) == ["broken"]


@pytest.mark.parametrize(("lon", "metres"), [(-180.0, 5_000), (180.0, 5_000)])
def test_the_antimeridian_has_no_other_side(lon: float, metres: float) -> None:
    """A border on 180 degrees is as near from the west as from the east."""
    sites = {"IT-S": site("IT-S", 179.0, 0.0)}
    plan = replace(PLAN, end_site="IT-S", route=(point("A", 180.0 - metres / DEGREE_M, 0.0),))
    line = border("CH", (lon, -0.5), (lon, 0.5))
    (finding,) = ten_kilometres(plan, replace(AROUND, sites=sites, borders=line, territory=None))
    assert finding.outcome is Outcome.BROKEN
    assert finding.measured is not None
    assert finding.measured.value * 1000 == pytest.approx(metres, abs=0.05)


def test_a_border_across_the_pole_is_measured_there() -> None:
    """The path ends 20 km short of a border that runs over the pole: 20 km it is."""
    from geographiclib.geodesic import Geodesic

    spot = Geodesic.WGS84.Direct(90.0, 0.0, 0.0, 20_000)
    near = point("A", 45.0, spot["lat2"])
    sites = {"IT-S": site("IT-S", 45.0, 80.0)}
    line = border("CH", (135.0, 85.0), (-45.0, 85.0))
    plan = replace(PLAN, end_site="IT-S", route=(near,))
    (finding,) = ten_kilometres(plan, replace(AROUND, sites=sites, borders=line, territory=None))
    assert finding.outcome is Outcome.KEPT
    assert finding.measured is not None
    assert finding.measured.value * 1000 == pytest.approx(20_000, abs=0.05)


def test_an_enclave_without_a_coast_asks_nothing_about_the_sea() -> None:
    """A border that closes on itself ends nowhere at the sea, however it is cut into lines."""
    ring = border("SM", (2.0, -0.1), (2.2, -0.1), (2.2, 0.1), (2.0, 0.1), (2.0, -0.1))
    assert _without_coast(list(ring.lines))
    assert not _without_coast(list(BORDER.lines))
