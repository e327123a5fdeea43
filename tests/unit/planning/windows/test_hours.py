"""Which hour is best: lawful first, then light, clouds, a high sun."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.plan_cases import AROUND, PLAN, at, camera, point

from overflight.errors import UsageError
from overflight.missions import Observation, Surroundings
from overflight.planning.windows import (
    CloudRow,
    CloudTable,
    HourOfStart,
    WindowAsked,
    passes,
    ranked,
    starts,
)
from overflight.sensors import SensorCategory
from overflight.treaty import Outcome

# The window of the plan: arrival 2008-05-05 08:00, submitted 14:00, so that it may commence from
# 2008-05-06 14:00 to 2008-05-09 08:00 less the flight of 0.45 h. On the equator at 1 E the sun
# rises about 05:50 UTC and stands over 20 degrees from some 07:15 to 16:35.
ROUTE = (point("A", 0.5, 0.0), point("B", 1.5, 0.0))
CAMERA = replace(PLAN, route=ROUTE, observations=(camera("A", "B"),))


def on_day(day: date) -> Surroundings:
    """Return the surroundings of a day."""
    return replace(AROUND, day=day)


def hours(asked: WindowAsked, plan: object = CAMERA) -> tuple[HourOfStart, ...]:
    """Return the hours of the plan, ranked."""
    return ranked(plan, on_day, passes(plan, AROUND), asked)  # type: ignore[arg-type]


def test_the_lawful_hour_in_light_is_best() -> None:
    """Noon of the first day is brighter, and too early by law; the next noon wins."""
    found = hours(WindowAsked(at("2008-05-06 00:00"), at("2008-05-07 23:00")))
    assert found[0].commences in {at("2008-05-07 11:00"), at("2008-05-07 12:00")}
    assert found[0].in_light == found[0].value == 2
    by_hour = {hour.commences: hour for hour in found}
    early = by_hour[at("2008-05-06 12:00")]
    assert early.lawful is Outcome.BROKEN
    assert early.against[0].startswith("MPL-4 art.VI.II.4.E: Commencement lies 22.00 h")
    assert any("MPL-4 art.VI.II.4.E: 2.0 h missing" in reason for reason in early.reasons)
    night = by_hour[at("2008-05-07 02:00")]
    assert night.in_light == 0
    assert any("2 by night" in reason for reason in night.reasons)
    assert found.index(night) < found.index(early)


def test_exactly_24_hours_after_submission_is_lawful() -> None:
    """And one minute earlier is not (MPL-4)."""
    asked = WindowAsked(at("2008-05-06 13:59"), at("2008-05-06 14:00"), timedelta(minutes=1))
    found = {hour.commences: hour.lawful for hour in hours(asked)}
    assert found[at("2008-05-06 13:59")] is Outcome.BROKEN
    assert found[at("2008-05-06 14:00")] is not Outcome.BROKEN


def test_clouds_count_where_they_are_told() -> None:
    """An overcast noon loses against a clear morning, and the reasons say so."""
    rows = [
        CloudRow(0.9, day=date(2008, 5, 7), hour=12),
        CloudRow(0.1, day=date(2008, 5, 7), hour=8),
    ]
    table = CloudTable(rows, "met office")
    asked = WindowAsked(at("2008-05-07 08:00"), at("2008-05-07 12:00"), clouds=table)
    found = hours(asked)
    assert found[0].commences in {at("2008-05-07 08:00"), at("2008-05-07 09:00")}
    assert found[0].clear == pytest.approx(2 * 0.9)
    assert "clouds over 10 % of the sky on average at 2 targets" in found[0].reasons
    assert found[0].places[0].clouds_from.startswith("forecast for 2008-05-07, 08 UTC")


def test_what_the_table_does_not_say_is_its_mean() -> None:
    """Not knowing is neither rewarded nor punished."""
    table = CloudTable([CloudRow(0.5, "A", hour=12), CloudRow(0.3, "X")], "met office")
    (noon,) = hours(WindowAsked(at("2008-05-07 12:00"), at("2008-05-07 12:00"), clouds=table))
    assert noon.clear == pytest.approx(0.5 + 0.6)
    assert any("nothing is said of 1" in reason for reason in noon.reasons)
    empty = WindowAsked(
        at("2008-05-07 12:00"), at("2008-05-07 12:00"), clouds=CloudTable([], "nobody")
    )
    assert hours(empty)[0].clear == 2


def test_a_radar_flies_by_night() -> None:
    """No hour is darker than another for it, so the earliest lawful one is best."""
    radar = Observation("SAR-1", SensorCategory.RADAR, "A", "B", 3000.0)
    plan = replace(CAMERA, observations=(radar,))
    found = hours(WindowAsked(at("2008-05-06 20:00"), at("2008-05-07 12:00")), plan)
    assert found[0].commences == at("2008-05-06 20:00")
    assert found[0].lowest_sun_deg is None
    assert "no sensor at work needs the light of the sun" in found[0].reasons


def test_where_nothing_is_passed_only_the_clocks_speak() -> None:
    """A transit has hours too."""
    empty = replace(PLAN, route=())
    found = hours(WindowAsked(at("2008-05-07 12:00"), at("2008-05-07 12:00")), empty)
    assert found[0].value == 0
    assert all(reason.startswith(("MPL-4", "FLT-1")) for reason in found[0].reasons)


def test_the_sun_at_a_target() -> None:
    """At the equator on a May morning it stands in the east, ahead of an eastbound flight."""
    (hour,) = hours(WindowAsked(at("2008-05-07 08:00"), at("2008-05-07 08:00")))
    light = hour.places[0]
    assert 40 < light.sun_azimuth_deg < 90
    assert light.sun_from_heading_deg == pytest.approx((light.sun_azimuth_deg - 90) % 360, abs=0.1)
    assert light.shadow is not None
    assert light.shadow_deg == pytest.approx(light.sun_azimuth_deg + 180, abs=0.02)
    (night,) = hours(WindowAsked(at("2008-05-07 01:00"), at("2008-05-07 01:00")))
    assert night.places[0].shadow is None


@pytest.mark.parametrize(
    "changes",
    [
        {"until": at("2008-05-04 00:00")},
        {"step": timedelta(seconds=59)},
        {"until": at("2008-09-05 00:00")},
        {"least_sun_deg": 91.0},
        {"least_sun_deg": float("nan")},
        {"most_apart_m": -1.0},
        {"most_apart_m": float("nan")},
    ],
)
def test_spans_and_numbers_that_mean_nothing_are_refused(changes: dict[str, object]) -> None:
    """A reversed span, a step of nothing, a thousand hours, a sun above the zenith."""
    asked = {"since": at("2008-05-05 00:00"), "until": at("2008-05-06 00:00"), **changes}
    with pytest.raises(UsageError, match="E-WINDOW"):
        WindowAsked(**asked)  # type: ignore[arg-type]


def test_both_ends_of_the_span_are_looked_at() -> None:
    """Twenty-five hours from midnight to midnight."""
    assert len(starts(WindowAsked(at("2008-05-05 00:00"), at("2008-05-06 00:00")))) == 25
