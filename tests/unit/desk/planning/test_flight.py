"""Planned flights on real decks: worth more than the nearest-neighbour ones, and nothing broken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from types import MappingProxyType

import pytest
from tests.shared_data import shared

from overflight.adapters.drawing.plan_map import plan_map
from overflight.adapters.handed.target_files import TargetColumns, read_targets
from overflight.adapters.lands.borders import BorderMap
from overflight.adapters.lands.world_map import world_borders
from overflight.desk import AsOf, from_package
from overflight.desk.planning.answer import planned_answer
from overflight.desk.planning.flight import (
    FlightAsked,
    PlannedFlight,
    plan_flight,
    planning_problem,
)
from overflight.desk.planning.plans import Lands
from overflight.errors import UsageError
from overflight.geodesy import Lines, Position, closest_approach, length_m, travel
from overflight.planning import Means, Reason, Search, Target
from overflight.treaty import Outcome

DAY = date(2010, 6, 1)
MALPENSA = Position(8.73333, 45.63333)


@cache
def facts() -> AsOf:
    """Return the founding facts."""
    return from_package()


@cache
def lands() -> Lands:
    """Return the map of the package."""
    return Lands(borders=world_borders())


def deck(name: str, value: str, encoding: str = "utf-8-sig") -> tuple[Target, ...]:
    """Return the 300 most valuable targets of a real list."""
    columns = TargetColumns("Name" if name.endswith("csv") else "name", value, encoding)
    listed = read_targets(shared("data", "sites", name), columns).targets
    return tuple(sorted(listed, key=lambda t: (-t.value, t.name))[:300])


def planned(asked: FlightAsked, rounds: int = 400) -> PlannedFlight:
    """Return a flight planned with a few rounds of search."""
    return plan_flight(asked, facts(), lands(), Means(until=Search(rounds)))


DECKS = {
    "power of Norway": ("wri_Norway.csv", "Capacity (MW)", "NO", "NO-TROMSOE", "NO-GARDERMOEN"),
    "power of Romania": ("wri_Romania.csv", "Capacity (MW)", "RO", "RO-OTOPENI", "RO-TIMISOARA"),
    "power of Canada": ("wri_Canada.csv", "Capacity (MW)", "CA", "CA-OTTAWA", "CA-OTTAWA"),
    "power of Germany": ("wri_Germany.csv", "Capacity (MW)", "DE", "DE-WUNSTORF", "DE-LANDSBERG"),
    "ports of the world": ("ne_10m_ports.json", "value", "IT", "IT-MALPENSA", "IT-PALERMO"),
    "airports of the world": ("ne_10m_airports.json", "value", "UA", "UA-BORISPOL", "UA-BORISPOL"),
    "reactors of the world": ("nuclear_power_plants.csv", "Capacity", "UA", "UA-BORISPOL", ""),
}


@pytest.mark.parametrize("name", DECKS)
@pytest.mark.rule("GEO-1", "GEO-4", "GEO-5")
def test_real_decks_are_planned_with_nothing_broken(name: str) -> None:
    """More value than going to the nearest, within the distance, and lawful when judged."""
    file, value, unit, start, end = DECKS[name]
    encoding = "latin-1" if "Germany" in file else "utf-8-sig"
    targets = deck(file, value, encoding)
    found = planned(FlightAsked(targets, "FR", unit, start, end or start, DAY))
    assert found.solution.taken
    assert found.solution.value >= found.nearest.value
    assert length_m(found.solution.path) <= found.problem.max_distance_km * 1000
    broken = [f for f in found.judgement.findings if f.outcome is Outcome.BROKEN]
    assert broken == []
    geometry = [f for f in found.judgement.findings if f.rule in {"GEO-1", "GEO-4", "GEO-5"}]
    # Where a border runs in the sea the map does not say; the judge asks.
    asked = [f for f in geometry if f.says.startswith("Over water the path comes within")]
    assert {f.outcome for f in geometry if f not in asked} == {Outcome.KEPT}


def test_the_power_plants_of_germany_are_worth_the_search() -> None:
    """On a crowded deck the search takes far more than a person going to the nearest."""
    targets = deck("wri_Germany.csv", "Capacity (MW)", "latin-1")
    asked = FlightAsked(targets, "FR", "DE", "DE-WUNSTORF", "DE-WUNSTORF", DAY)
    found, again = planned(asked), planned(asked)
    assert found.solution.value > 1.2 * found.nearest.value
    assert found.plan == again.plan
    assert found.judgement == again.judgement


def near_milan(*places: tuple[float, float]) -> FlightAsked:
    """Return a flight over targets some kilometres north and east of Malpensa."""
    targets = tuple(
        Target(f"T{k}", travel(travel(MALPENSA, 0, n * 1000), 90, e * 1000), 1.0 + k)
        for k, (n, e) in enumerate(places)
    )
    return FlightAsked(targets, "FR", "IT", "IT-MALPENSA", "IT-MALPENSA", date(2003, 6, 2))


def test_switzerland_is_kept_from_and_france_only_not_crossed() -> None:
    """Ten kilometres are kept from a State that is no Party, plus the doubt of the map's line."""
    problem, notes = planning_problem(near_milan((0, 50)), facts(), lands())
    kept = {zone.name: zone.keep_m for zone in problem.stand_offs}
    assert kept["border with CH"] == pytest.approx(14_000)
    assert kept["border with FR"] == 1_000
    assert kept["border with SM"] == pytest.approx(14_000)
    assert any("CH is not a Party on 2003-06-02" in note for note in notes)
    assert any("1130 km from IT-MALPENSA" in note for note in notes)
    assert any("Natural Earth" in note for note in notes)
    assert problem.max_distance_km == 1130


def test_a_withdrawal_makes_a_new_border() -> None:
    """Poland's observer kept nothing from Russia in 2021, and ten kilometres in 2022."""
    asked = FlightAsked((), "FR", "PL", "PL-OKECIE", "PL-OKECIE", date(2021, 12, 17))
    before, _ = planning_problem(asked, facts(), lands())
    after, _ = planning_problem(replace(asked, day=date(2021, 12, 18)), facts(), lands())
    assert {z.name: z.keep_m for z in before.stand_offs}["border with RU"] == 1_000
    assert {z.name: z.keep_m for z in after.stand_offs}["border with RU"] == pytest.approx(14_000)


def test_an_airfield_near_a_border_gives_up_the_doubt_but_not_the_ten_kilometres() -> None:
    """Where the airfield itself lies within the doubt of the line, ten kilometres remain."""
    near = travel(MALPENSA, 0, 13_000)
    line = Lines.of((travel(near, 270, 50_000), near, travel(near, 90, 50_000)))
    own = BorderMap(MappingProxyType({("CH", "IT"): line}), {}, "own lines, 2003", 4_000.0)
    asked = near_milan((-50, 0), (-50, 50))
    problem, _ = planning_problem(asked, facts(), Lands(borders=own))
    (zone,) = problem.stand_offs
    assert 10_000 <= zone.keep_m < 11_000
    found = plan_flight(asked, facts(), Lands(borders=own), Means(until=Search(50)))
    assert closest_approach(found.solution.path, line).gap.least_m > 10_000
    assert not [f for f in found.judgement.findings if f.outcome is Outcome.BROKEN]


def test_without_borders_the_planner_says_so() -> None:
    """Nothing kept is a thing to know."""
    found = plan_flight(near_milan((-50, 0), (-20, 90)), facts(), Lands(), Means(until=Search(20)))
    assert "no borders at hand: no distance is kept from any" in found.notes
    assert found.problem.territory is None


def test_targets_of_a_neighbour_are_left_out() -> None:
    """Lugano lies over the border; Como within the stand-off."""
    targets = (
        Target("Lugano", Position(8.96, 46.01)),
        Target("Como", Position(9.08, 45.81)),
        Target("Piacenza", Position(9.70, 45.05)),
        Target("Bastia", Position(9.45, 42.70)),
    )
    found = planned(replace(near_milan(), targets=targets), 20)
    reasons = {left.target.name: left.reason for left in found.solution.left_out}
    assert reasons == {
        "Lugano": Reason.OUTSIDE,
        "Como": Reason.STAND_OFF,
        "Bastia": Reason.OUTSIDE,
    }
    assert [target.name for target in found.solution.taken] == ["Piacenza"]


def test_the_draft_can_be_submitted() -> None:
    """The draft has times that can be kept, and every other part a plan has (MPL-3)."""
    plan = planned(near_milan((-50, 0), (-50, 60), (-20, 90)), 50).plan
    assert plan.mission == "2003-OS3000"
    assert plan.point_of_entry == plan.point_of_exit == "IT-MALPENSA"
    assert (plan.commencement - plan.original_submitted).total_seconds() >= 24 * 3600
    assert len({point.name for point in plan.route}) == len(plan.route)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"start_site": "IT-NOWHERE"}, "E-SITE"),
        ({"end_site": "XX"}, "E-SITE"),
        ({"max_km": -5.0}, "E-PLANNING"),
    ],
)
def test_what_cannot_be_flown_is_refused(changes: dict[str, object], code: str) -> None:
    """A site that is none, or a distance of nothing: one clear error."""
    with pytest.raises(UsageError, match=code):
        planned(replace(near_milan((0, 50)), **changes))  # type: ignore[arg-type]


def test_an_airfield_without_a_distance_asks_for_one() -> None:
    """Where the text sets no maximum distance, a person has to."""
    day = date(2003, 6, 2)
    known = facts().airfields
    site = next(
        s
        for s in known.sites(day)
        if s.position is not None and known.distance_km(s.site, day) is None
    )
    asked = FlightAsked((), "FR", site.unit, site.site, site.site, day)
    with pytest.raises(UsageError, match="--max-km"):
        planning_problem(asked, facts(), lands())
    assert (
        planning_problem(replace(asked, max_km=500.0), facts(), lands())[0].max_distance_km == 500
    )


def test_a_doubtful_distance_or_site_is_said() -> None:
    """Positions and distances that the text leaves doubtful are named with the plan."""
    asked = FlightAsked((), "FR", "GB", "GB-BRIZENORTON", "GB-BRIZENORTON", DAY)
    _, notes = planning_problem(asked, facts(), lands())
    assert any("GB-BRIZENORTON" in note and "minutes" in note for note in notes)


def test_a_distance_that_two_languages_print_differently_is_said() -> None:
    """Where the authentic texts differ, the planner says which number it took."""
    known = facts().airfields
    limited = [(s, known.distance_km(s.site, DAY)) for s in known.sites(DAY) if s.position]
    site, limit = next((s, one) for s, one in limited if one is not None and one.doubt)
    asked = FlightAsked((), "FR", site.unit, site.site, site.site, DAY)
    _, notes = planning_problem(asked, facts(), lands())
    assert f"{limit.name}: {limit.doubt}" in notes


def test_an_island_keeps_from_nothing() -> None:
    """Iceland has no border by land, so nothing is kept, and no border source is named."""
    site = facts().airfields.sites(DAY, unit="IS")[0].site
    asked = FlightAsked((), "FR", "IS", site, site, DAY, max_km=1_000.0)
    problem, notes = planning_problem(asked, facts(), lands())
    assert problem.stand_offs == ()
    assert not any("borders" in note for note in notes)


def test_the_answer_is_the_plan_in_words() -> None:
    """The document says what was taken, what was not and why, and carries draft and judgement."""
    found = planned(near_milan((-50, 0), (-50, 60), (900, 0)), 50)
    answer = planned_answer(found, 3)
    assert answer.plan == found.plan
    assert [left.reason for left in answer.left_out] == [Reason.OUTSIDE]
    assert answer.rows_without_position == 3
    assert {name for point in answer.route for name in point.targets} == {"T0", "T1"}


def test_the_picture_shows_the_plan() -> None:
    """Route, targets, stand-offs and the numbers are on the map."""
    found = planned(near_milan((-50, 0), (-50, 60), (-20, 90)), 50)
    svg = plan_map(found, world_borders())
    assert "IT-MALPENSA" in svg
    assert "14.0 km kept from border with AT" in svg
    assert "Draft plan 2003-OS3000: IT, 2003-06-02" in svg
