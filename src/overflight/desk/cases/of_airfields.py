"""Judge designations of sites, distances and fixes that a case states; who may be crossed."""

from __future__ import annotations

from collections.abc import Iterator

from overflight.deadlines import day_of
from overflight.desk.cases.question import Judged, Question
from overflight.missions import (
    DistanceSet,
    Mission,
    SiteDesignated,
    airfield_coverage,
    detached_parts,
    entry_exit_fixes,
    reaches,
)

__all__ = ["of_airfields", "parties_of"]


def parties_of(asked: Question, mission: Mission) -> frozenset[str]:
    """Return the States Parties, and the units, of the day on which a mission was notified."""
    notice, parties = mission.notice, asked.as_of.parties
    day = day_of(notice.at if notice else asked.at)
    return frozenset((*parties.members_on(day), *parties.units_on(day)))


def of_airfields(asked: Question) -> Iterator[Judged]:
    """Judge sites and distances the case itself states: fixes, and how far airfields reach.

    Reach is asked only where borders are at hand.
    """
    day, lands, held = day_of(asked.at), asked.lands, asked.as_of
    stated = [s.fact for s in asked.facts(SiteDesignated, DistanceSet)]
    units = dict.fromkeys(f.unit for f in stated if isinstance(f, SiteDesignated | DistanceSet))
    for unit in units:
        found = entry_exit_fixes(held.airfields, unit, day)
        if lands.borders is not None:
            territory = lands.borders.territory(held.parties.units_on(day).get(unit, (unit,)))
            fields = reaches(held.airfields, unit, day)
            named = [d.name for d in held.airfields.other_distances(unit, day)]
            found += airfield_coverage(territory, fields, asked.readings)
            found += detached_parts(territory, fields, asked.readings, own_distances=named)
        yield Judged(unit, found)
