"""GEO-4: the path keeps ten kilometres from the border with an adjacent State that is no Party.

Treaty: art.VI.II.2. Membership is that of the flight date: a withdrawal makes new borders of this
kind. No distance is asked from borders with Parties, and none from coasts.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from overflight.geodesy import Approach, Path, closest_approach
from overflight.missions.law.limits import IN_FORCE
from overflight.missions.plan.outside import outside_stretches
from overflight.missions.plan.paths import planned_path
from overflight.missions.plan.plans import MissionPlan
from overflight.missions.plan.surroundings import (
    BorderLine,
    LineKind,
    Surroundings,
)
from overflight.missions.rules.answers import PROPOSE, interval, reading_in_force
from overflight.treaty import Finding, Limit, Outcome, Quantity, Sense, Value, judge

__all__ = ["SEA_REACH_M", "STAND_OFF", "ten_kilometres"]

STAND_OFF = Value(
    "distance from the border with a State not a Party",
    Decimal(10),
    "km",
    IN_FORCE,
    "art.VI.II.2",
)
# A border in the sea starts where the land border ends and runs out to 12 nautical miles. Only a
# path within that reach and the ten kilometres of the land border can come too near to it.
SEA_REACH_M = 12 * 1852.0 + 10_000.0


def _open(says: str, where: Path, around: Surroundings) -> Finding:
    return Finding(
        "GEO-4",
        "art.VI.II.2",
        Outcome.OPEN,
        says,
        consequence=PROPOSE,
        where=where,
        basis=(f"border: {around.borders.source}",) if around.borders else (),
        readings=(reading_in_force(around, "AMB-16")[1],),
    )


def _neighbours(plan: MissionPlan, around: Surroundings) -> dict[str, list[BorderLine]]:
    """Return the lines with each neighbour that is not a Party on the flight date, by its code."""
    observed = around.states_of(plan.observed)
    parties = around.parties or frozenset()
    found: dict[str, list[BorderLine]] = {}
    for line in around.borders.lines if around.borders else ():
        a, b = line.between
        neighbour = b if a in observed else a
        if (a in observed) != (b in observed) and neighbour not in parties:
            found.setdefault(neighbour, []).append(line)
    return found


def _paths(plan: MissionPlan, around: Surroundings, *, ferry: bool) -> tuple[Path, ...]:
    """Return the path of the flight, with the ways from and to the border points if asked."""
    paths = [planned_path(plan, around).line]
    if ferry:
        for pair in ((plan.point_of_entry, plan.start_site), (plan.end_site, plan.point_of_exit)):
            ends = [around.sites[s].at for s in pair if s in around.sites]
            places = tuple(at for at in ends if at is not None)
            if len(places) == 2 and places[0] != places[1]:
                paths.append(places)
    return tuple(path for path in paths if len(path) > 1)


def _nearest(paths: tuple[Path, ...], lines: list[BorderLine]) -> tuple[Approach, BorderLine]:
    """Return the nearest approach of any of the paths to any of the lines."""
    found = [(closest_approach(path, line.line), line) for path in paths for line in lines]
    return min(found, key=lambda pair: pair[0].gap.least_m - pair[1].error_m)


def _judged(
    neighbour: str, nearest: tuple[Approach, BorderLine], around: Surroundings, path_error_m: float
) -> Finding:
    """Return the finding for one neighbour, from the nearest approach to its border."""
    approach, line = nearest
    doubt = line.error_m + path_error_m
    least = max(0.0, approach.gap.least_m - doubt)
    most = approach.gap.most_m + doubt
    limit = Limit(float(around.limit_of("GEO-4", STAND_OFF)), "km", Sense.AT_LEAST)
    measured: Quantity = interval(approach.gap, "km", per=1000, doubt=doubt)
    outcome = judge(measured, limit)
    source = around.borders.source if around.borders else ""
    metres = ",.2f" if abs(least - limit.value * 1000) < 1 else ",.0f"  # centimetres decide there
    return Finding(
        "GEO-4",
        "art.VI.II.2",
        outcome,
        f"The path comes within {least:{metres}} to {most:{metres}} m of the {line.kind.value}"
        f" border with {neighbour}, not a Party on {around.day}; {limit.value:g} km are asked.",
        measured=measured,
        limit=limit,
        consequence="" if outcome is Outcome.KEPT else PROPOSE,
        where=(approach.at, approach.near),
        basis=(f"border: {source}", f"position of the line within {line.error_m:g} m"),
        readings=(reading_in_force(around, "AMB-16")[1],),
    )


def _without_coast(land: list[BorderLine]) -> bool:
    """Tell whether land borders close on themselves, so that the neighbour meets no sea (SM)."""
    ends: set[tuple[float, float]] = set()
    for line in land:
        for lon, lat in line.line.parts:
            for place in (0, -1):
                ends ^= {(round(float(lon[place]), 6), round(float(lat[place]), 6))}
    return not ends


def _at_sea(
    neighbour: str, land: list[BorderLine], path: Path, around: Surroundings
) -> Iterator[Finding]:
    """Yield a question where a border in the sea could matter and is not in the data."""
    if _without_coast(land) or _nearest((path,), land)[0].gap.least_m > SEA_REACH_M:
        return
    for stretch in outside_stretches(path, around):
        if stretch.over_border or not stretch.may_be_waters:
            continue
        approach = min(
            (closest_approach(stretch.line, line.line) for line in land),
            key=lambda a: a.gap.least_m,
        )
        if approach.gap.least_m <= SEA_REACH_M:
            km = approach.gap.least_m / 1000
            yield _open(
                f"Over water the path comes within {km:.1f} km of the end of the land border with"
                f" {neighbour}. Where does the border run in the sea, and is it 10 km away?",
                (approach.at, approach.near),
                around,
            )
            return


def ten_kilometres(plan: MissionPlan, around: Surroundings) -> tuple[Finding, ...]:
    """Judge the distance from every border with a neighbour that is not a Party that day.

    Returns:
        One finding for each such neighbour, least and most metres said; exactly 10 km is kept.

    Treaty: art.VI.II.2; GEO-4. Borders in the sea and ferry legs are AMB-16.
    """
    reading, tag = reading_in_force(around, "AMB-16")
    if around.parties is None or around.borders is None:
        missing = "border lines" if around.borders is None else "the States Parties of that day"
        says = f"How near the path comes to borders is not known: no {missing} at hand."
        return (_open(says, (), around),)
    paths = _paths(plan, around, ferry=reading == "land-and-sea-with-ferry")
    if not paths:
        says = "The path has no leg with known ends; distances cannot be measured."
        return (_open(says, (), around),)
    found: list[Finding] = []
    for neighbour, lines in sorted(_neighbours(plan, around).items()):
        land = [line for line in lines if line.kind is LineKind.LAND]
        asked = land if reading == "land-only" else lines
        if asked:
            nearest = _nearest(paths, asked)
            found.append(_judged(neighbour, nearest, around, planned_path(plan, around).error_m))
        if land == lines and reading != "land-only":
            found.extend(_at_sea(neighbour, land, paths[0], around))
    if found:
        return tuple(found)
    says = f"{plan.observed} has no border in these data with a State that is not a Party."
    basis = (f"border: {around.borders.source}", f"States Parties on {around.day}")
    return (Finding("GEO-4", "art.VI.II.2", Outcome.KEPT, says, basis=basis, readings=(tag,)),)
