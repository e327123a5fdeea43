"""The rules that judge a plan: one module for each requirement, all of one shape.

A rule takes the plan and its surroundings and returns findings. It never raises, and what it
cannot know it answers with *open* and the question.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from overflight.missions.plan.plans import MissionPlan
from overflight.missions.plan.surroundings import Surroundings
from overflight.missions.rules.circling import no_circling
from overflight.missions.rules.content import complete_and_consistent, language_asked
from overflight.missions.rules.distance import maximum_distance
from overflight.missions.rules.height_floor import height_floor
from overflight.missions.rules.lead import day_of_lead, handed_over_after_arrival
from overflight.missions.rules.legs import direct_legs
from overflight.missions.rules.parties import between_parties
from overflight.missions.rules.people import hazardous_airspace, nothing_off_limits
from overflight.missions.rules.repeats import no_repeat
from overflight.missions.rules.sensing import sensors_only_inside
from overflight.missions.rules.sensors import (
    category_allowed,
    numbers_of_sensors,
    radar_on_one_side,
)
from overflight.missions.rules.sites import (
    site_limits,
    start_and_end,
    stops_at_designated_airfields,
)
from overflight.missions.rules.swath import swath
from overflight.missions.rules.ten_kilometres import ten_kilometres
from overflight.missions.rules.window import (
    feasible,
    five_hour_airfield,
    inspection_ends_in_time,
    window,
)
from overflight.treaty import Finding

__all__ = ["RULES", "Rule"]

Rule: TypeAlias = Callable[[MissionPlan, Surroundings], tuple[Finding, ...]]

RULES: tuple[Rule, ...] = (
    between_parties,
    complete_and_consistent,
    language_asked,
    handed_over_after_arrival,
    day_of_lead,
    nothing_off_limits,
    hazardous_airspace,
    window,
    feasible,
    inspection_ends_in_time,
    five_hour_airfield,
    maximum_distance,
    direct_legs,
    ten_kilometres,
    no_repeat,
    no_circling,
    height_floor,
    swath,
    sensors_only_inside,
    stops_at_designated_airfields,
    start_and_end,
    category_allowed,
    numbers_of_sensors,
    radar_on_one_side,
    site_limits,
)
