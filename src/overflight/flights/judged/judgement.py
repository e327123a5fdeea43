"""Judge a flown track: every rule that bears on it, in the order of the rule table."""

from __future__ import annotations

from collections.abc import Callable

from overflight.flights.judged.account import declared_order, unseen
from overflight.flights.judged.cases import FlownCase
from overflight.flights.judged.deviations import allowed_causes
from overflight.flights.judged.ending import cut_short, resumed
from overflight.flights.judged.flown_crossings import crossings_flown
from overflight.flights.judged.flown_distance import distance_flown, maximum_flown
from overflight.flights.judged.flown_path import stand_off_flown, window_flown
from overflight.flights.judged.only_inside import only_inside
from overflight.flights.judged.rights import beyond_fifty_km, tell_those_aboard
from overflight.flights.judged.sensor_rules import below_minimum, not_in_transit, planned_stretches
from overflight.treaty import Finding

__all__ = ["FLOWN_RULES", "judge_flight"]

FLOWN_RULES: tuple[Callable[[FlownCase], tuple[Finding, ...]], ...] = (
    window_flown,
    declared_order,
    stand_off_flown,
    crossings_flown,
    only_inside,
    not_in_transit,
    distance_flown,
    maximum_flown,
    allowed_causes,
    planned_stretches,
    unseen,
    below_minimum,
    beyond_fifty_km,
    cut_short,
    resumed,
    tell_those_aboard,
)


def judge_flight(case: FlownCase) -> tuple[Finding, ...]:
    """Return what every rule says of a flown track; none raises and all of them answer.

    Args:
        case: The track beside its plan, with what the record says.

    Treaty: art.VIII.II; the limits of the plan (art.VI.I.9, art.VI.II) on the flown path.
    """
    return tuple(finding for rule in FLOWN_RULES for finding in rule(case))
