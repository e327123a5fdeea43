"""Airfields: all within 35 % of a distance, detached parts, fixes (annex.E.2, annex.E.5)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests.plan_cases import DEGREE_M, box

from overflight.geodesy import Position, Territory
from overflight.missions import (
    Airfields,
    DistanceSet,
    Reach,
    SiteDesignated,
    airfield_coverage,
    detached_parts,
    entry_exit_fixes,
    fold_airfields,
    reaches,
)
from overflight.record import Reference, Said
from overflight.treaty import DistanceScope, Finding, Outcome, SiteRole, readings

KEPT, BROKEN, OPEN = Outcome.KEPT, Outcome.BROKEN, Outcome.OPEN
DAY = date(2008, 5, 6)
# Two degrees wide: from the middle to a corner it is about 157 km.
LAND = box(0, -1, 2, 1)
MIDDLE = Position(1.0, 0.0)


def field(km: float, at: Position = MIDDLE, site: str = "A") -> Reach:
    """Return an airfield with its maximum distance."""
    return Reach(site, at, Decimal(str(km)))


def coverage(*fields: Reach, land: Territory = LAND, **chosen: str) -> Finding:
    """Return what is found of the mainland, points asked every 5 km."""
    asked = readings({k.replace("_", "-"): v for k, v in chosen.items()})
    (found,) = airfield_coverage(land, fields, asked, spacing_km=5.0)
    return found


@pytest.mark.rule("GEO-9")
@pytest.mark.provision("annex.E.5.A")
class TestCoverage:
    """No point of the mainland is farther than 35 % of the maximum distance from an airfield."""

    @pytest.mark.parametrize(("km", "outcome"), [(500, KEPT), (400, BROKEN)])
    def test_corners_count(self, km: float, outcome: Outcome) -> None:
        """157 km to the corner: 35 % of 500 km is 175 km, of 400 km only 140 km."""
        found = coverage(field(km))
        assert found.outcome is outcome
        assert found.measured is not None
        low = found.measured.value - found.measured.error
        assert low == pytest.approx(100 * 156.9 / km, abs=0.2)

    def test_exactly_at_the_limit_is_open_within_the_error(self) -> None:
        """Where the farthest point may lie on either side, nobody is told that it is kept."""
        found = coverage(field(449.0))
        assert found.outcome is OPEN

    def test_each_airfield_has_its_own_circle(self) -> None:
        """A long distance of one airfield lends nothing to the other, unless so read (AMB-30)."""
        west, east = field(200, Position(0.5, 0.0), "W"), field(900, Position(40.0, 0.0), "E")
        assert coverage(west, east).outcome is BROKEN
        largest = coverage(west, east, AMB_30="largest")
        assert largest.outcome is KEPT
        assert largest.readings == ("AMB-30=largest",)

    def test_two_airfields_cover_together(self) -> None:
        """The union of the circles counts."""
        halves = [field(420, Position(x, 0.0), f"{x}") for x in (0.5, 1.5)]
        assert coverage(halves[0]).outcome is BROKEN
        assert coverage(*halves).outcome is KEPT

    def test_nothing_at_hand_is_open(self) -> None:
        """Without airfields or territory there is no answer, and that is said."""
        assert coverage().outcome is OPEN
        assert coverage(field(500), land=Territory([])).outcome is OPEN

    def test_a_land_across_the_antimeridian(self) -> None:
        """A territory that meets the antimeridian is asked on both of its sides."""
        across = Territory.of(
            [Position(179, -1), Position(-179, -1), Position(-179, 1), Position(179, 1)]
        )
        assert coverage(field(500, Position(180.0, 0.0)), land=across).outcome is KEPT
        assert coverage(field(300, Position(180.0, 0.0)), land=across).outcome is BROKEN


def detached(
    degrees: float, *fields: Reach, named: tuple[str, ...] = (), spacing_km: float = 5.0
) -> list[Finding]:
    """Return what is found of an island so far east of the land, its tip on the equator."""
    tip, east = Position(2 + degrees, 0.0), 2.5 + degrees
    land = LAND + Territory.of([tip, Position(east, -0.25), Position(east, 0.25)])
    every = (field(500), *fields)
    return list(detached_parts(land, every, readings(), own_distances=named, spacing_km=spacing_km))


@pytest.mark.rule("GEO-10")
@pytest.mark.provision("annex.E.5.B")
class TestDetachedParts:
    """Islands and exclaves: covered, beyond 600 km, or with a distance of their own."""

    def test_covered_from_the_mainland(self) -> None:
        """An island near by needs nothing of its own."""
        near = field(1000, Position(2.0, 0.0), "E")
        assert [f.outcome for f in detached(0.2, near)] == [KEPT]

    @pytest.mark.parametrize(("km", "outcome"), [(599.9, BROKEN), (600.1, KEPT), (600.0, OPEN)])
    def test_six_hundred_kilometres(self, km: float, outcome: Outcome) -> None:
        """Beyond 600 km special procedures apply; nearer a distance of its own; 600 km is open."""
        (found,) = detached(km * 1000 / DEGREE_M)
        assert found.outcome is outcome
        assert found.measured is not None
        assert found.measured.value == pytest.approx(km, abs=0.001)

    def test_a_distance_of_its_own(self) -> None:
        """An airfield on it, or a line of annex A for it, will do."""
        own = field(1, Position(5.4, 0.0), "I")
        assert [f.outcome for f in detached(3.0, own)] == [KEPT]
        assert [f.outcome for f in detached(3.0, named=("with islands",))] == [KEPT]
        assert [f.outcome for f in detached(3.0)] == [BROKEN]

    def test_no_airfields_no_answer(self) -> None:
        """What GEO-9 already asks is not asked again."""
        assert detached_parts(LAND, (), readings()) == ()


def airfields(*facts: SiteDesignated | DistanceSet) -> Airfields:
    """Return the airfields some facts make."""
    at = datetime(2002, 1, 1, tzinfo=UTC)
    return fold_airfields(
        Said(fact, "IT", at, Reference("log/it/1", n, "00")) for n, fact in enumerate(facts)
    )


def site(site_id: str, role: SiteRole, lon: str | None = "1.0") -> SiteDesignated:
    """Return a designation on the equator."""
    lat = None if lon is None else Decimal(0)
    east = None if lon is None else Decimal(lon)
    return SiteDesignated(site_id, "IT", role, site_id, date(2002, 1, 1), lon_deg=east, lat_deg=lat)


@pytest.mark.rule("ARR-13")
@pytest.mark.provision("annex.E.2")
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((site("F", SiteRole.FIX), site("P", SiteRole.POINT_OF_ENTRY_EXIT, "2.0")), [KEPT]),
        ((site("F", SiteRole.FIX),), [BROKEN]),
        ((site("F", SiteRole.FIX, None), site("P", SiteRole.POINT_OF_ENTRY_EXIT)), [OPEN]),
        ((site("P", SiteRole.POINT_OF_ENTRY_EXIT),), []),
    ],
)
def test_fixes(facts: tuple[SiteDesignated, ...], expected: list[Outcome]) -> None:
    """A fix eases the way to a point of entry; where there is none it eases nothing."""
    found = entry_exit_fixes(airfields(*facts), "IT", DAY)
    assert [f.outcome for f in found] == expected


def test_reaches_need_position_and_distance() -> None:
    """An airfield without a printed distance or position reaches nobody knows how far."""
    known = airfields(
        site("A", SiteRole.OPEN_SKIES_AIRFIELD),
        site("B", SiteRole.OPEN_SKIES_AIRFIELD, None),
        site("C", SiteRole.OPEN_SKIES_AIRFIELD),
        DistanceSet("1", "IT", "A", DistanceScope.AIRFIELD, Decimal(2130), DAY, site="A"),
        DistanceSet("2", "IT", "B", DistanceScope.AIRFIELD, Decimal(2130), DAY, site="B"),
    )
    assert [r.site for r in reaches(known, "IT", DAY)] == ["A"]
