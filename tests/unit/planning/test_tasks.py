"""What a task keeps: groups, joined places, stops, hours; and the first lawful route."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from tests.unit.planning.small_tasks import FEATURES, best_of, check, wide_task

from overflight.errors import UsageError
from overflight.planning import nearest
from overflight.planning.effort import Search
from overflight.planning.engine import Engine, search
from overflight.planning.nearest import lawful_order, nearest_order
from overflight.planning.schedules import Stops, Times
from overflight.planning.tasks import Task
from overflight.planning.ways import Ways


def line(*spots: int, worth: tuple[float, ...] | None = None, most_m: float = 1000.0) -> Task:
    """Return places on a line, by their metres; the first two are start and end."""
    metres = np.abs(np.subtract.outer(spots, spots)).astype(np.int64)
    return Task(Ways((), metres, {}), worth or (0.0, 0.0, *[1.0] * (len(spots) - 2)), most_m)


def test_of_a_group_one_place_is_flown_to() -> None:
    """A target seen from either of two places is not worth twice as much."""
    task = replace(line(0, 0, 10, 20, 30), groups=((2, 3),))
    assert task.fits((0, 2, 4, 1))
    assert not task.fits((0, 2, 3, 1))


def test_joined_places_are_flown_straight_in_either_direction_or_not_at_all() -> None:
    """A line is followed from end to end: not half of it, and nothing between."""
    task = replace(line(0, 0, 10, 20, 30), joined=((2, 3),))
    assert task.fits((0, 2, 3, 4, 1))
    assert task.fits((0, 4, 3, 2, 1))
    assert task.fits((0, 4, 1))
    assert not task.fits((0, 2, 1))
    assert not task.fits((0, 2, 4, 3, 1))


def test_a_group_of_strips_counts_both_their_ends() -> None:
    """Two strips over the same ground: the group names one end of each, and means the strips."""
    task = replace(line(0, 0, 10, 20, 12, 22), joined=((2, 3), (4, 5)), groups=((2, 4),))
    assert task.rivals() == {2: 0, 3: 0, 4: 0, 5: 0}
    assert task.fits((0, 2, 3, 1))
    assert not task.fits((0, 2, 3, 4, 5, 1))


def test_fuel_lasts_from_stop_to_stop_and_the_whole_length_to_the_end() -> None:
    """Landing on the way resets the range, never the flight distance of the treaty."""
    task = replace(line(0, 0, 40, 50, 90), stops=Stops((3,), 100.0))
    assert not task.fits((0, 3, 4, 1))  # 130 m from the stop to the end
    assert task.fits((0, 2, 3, 1))
    assert replace(task, stops=None).fits((0, 4, 1))
    assert not task.fits((0, 4, 1))
    assert not replace(task, most_m=99.0).fits((0, 2, 3, 1))


def times(task: Task, **places: tuple[float, float]) -> Task:
    """Return a task with hours of some places, ``p3=(since, until)``, at one metre a second."""
    count = len(task.worth)
    early, late = [0.0] * count, [0.0, *[math.inf] * (count - 1)]
    for name, (since, until) in places.items():
        early[int(name[1:])], late[int(name[1:])] = since, until
    stay = tuple(5.0 if task.stops and k in task.stops.places else 0.0 for k in range(count))
    return replace(task, times=Times(1.0, tuple(early), tuple(late), stay))


def test_the_aircraft_waits_on_the_ground_only() -> None:
    """Before light it may wait at the start if that is open, or at a stop; not in the air."""
    task = line(0, 0, 10, 30)
    assert not times(task, p2=(20.0, 99.0)).fits((0, 2, 1))
    assert times(task, p0=(0.0, 10.0), p2=(20.0, 99.0)).fits((0, 2, 1))
    assert not times(task, p0=(0.0, 9.0), p2=(20.0, 99.0)).fits((0, 2, 1))
    landing = replace(task, stops=Stops((3,)), worth=(0.0, 0.0, 1.0, 0.0))
    waits = times(landing, p2=(70.0, 99.0))
    assert waits.fits((0, 3, 2, 1))
    assert waits.timetable_s((0, 3, 2, 1)) == ((0, 0), (30, 50), (70, 70), (80, 80))


def test_a_place_is_reached_before_its_light_ends() -> None:
    """The last second counts; the one after does not."""
    assert times(line(0, 0, 10, 30), p3=(0.0, 30.0)).fits((0, 2, 3, 1))
    assert not times(line(0, 0, 10, 30), p3=(0.0, 29.0)).fits((0, 2, 3, 1))


def test_the_hour_of_the_end_limits_the_length() -> None:
    """Nothing is longer than what is flown until the flight must be over."""
    assert times(line(0, 0, 10), p1=(0.0, 25.0)).limit_m == 25
    assert line(0, 0, 10).limit_m == 1000


def test_a_part_of_a_task_keeps_what_belongs_to_its_places() -> None:
    """Groups, joined places, stops and hours follow their places to new numbers."""
    task = wide_task(10, 1, FEATURES)
    assert task.stops is not None
    assert task.times is not None
    lands = task.stops.places
    pairs = {place for pair in task.joined for place in pair}
    kept = [0, 1, *sorted({*lands, *task.joined[0]})]
    part = task.only(kept)
    assert part.stops is not None
    assert part.times is not None
    assert [kept[p] for p in part.stops.places] == list(lands)
    assert [tuple(kept[p] for p in pair) for pair in part.joined] == [task.joined[0]]
    assert part.groups == ()
    assert part.times.latest_s == tuple(task.times.latest_s[k] for k in kept)
    assert pairs


def test_the_first_route_goes_by_the_stops_it_needs() -> None:
    """An end beyond the range is reached by the shortest chain of airfields."""
    task = replace(line(0, 100, 30, 60, 90), stops=Stops((2, 3, 4), 45.0))
    task = replace(task, worth=(0.0,) * 5)
    assert lawful_order(task) == (0, 2, 3, 1)
    assert nearest_order(task) == lawful_order(task)


@pytest.mark.parametrize("range_m", [25.0, 45.0])
def test_where_no_route_is_lawful_the_reason_is_said(range_m: float) -> None:
    """A range too short for any chain, or an hour too early, is told as one error."""
    task = replace(line(0, 100, 30, 60), stops=Stops((2, 3), range_m), worth=(0.0,) * 4)
    late = task if range_m < 30 else times(task, p1=(0.0, 50.0))
    with pytest.raises(UsageError, match="E-REACH"):
        lawful_order(late)


def test_a_search_for_a_lawful_route_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where many chains of stops keep the range and none the hours, not all are tried."""
    monkeypatch.setattr(nearest, "_MOST_ROUTES", 3)
    task = replace(line(0, 40, 10, 20, 30), stops=Stops((2, 3, 4), 45.0), worth=(0.0,) * 5)
    with pytest.raises(UsageError, match="E-REACH"):
        lawful_order(times(task, p1=(900.0, 950.0)))


@pytest.mark.parametrize("seed", range(3))
def test_the_second_opinion_keeps_groups(seed: int) -> None:
    """PyVRP is given the groups too, and finds the best of small tasks."""
    task = wide_task(9, seed, ("groups",))
    found = search(Engine.PYVRP, task, nearest_order(task), Search(200), seed=1)
    check(task, found)
    assert task.value(found) == best_of(task)


@pytest.mark.parametrize("feature", ["joined", "stops", "times"])
def test_the_second_opinion_refuses_what_it_cannot_keep(feature: str) -> None:
    """A route that only looks lawful is worse than none."""
    task = wide_task(9, 1, (feature,))
    with pytest.raises(UsageError, match="E-ENGINE"):
        search(Engine.PYVRP, task, nearest_order(task), Search(10), seed=1)
