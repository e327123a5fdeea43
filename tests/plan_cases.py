"""A plan on the equator, where distances can be checked by hand, and its surroundings.

One degree of longitude on the equator is a x pi / 180 = 111,319.490793 m with a = 6,378,137 m.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from overflight.geodesy import Lines, Position, Territory
from overflight.missions import (
    BorderLine,
    Borders,
    LineKind,
    MaximumDistance,
    MissionPlan,
    Observation,
    Surroundings,
    TurnPoint,
    UsableSite,
)
from overflight.sensors import SensorCategory
from overflight.treaty import Finding, SiteRole, readings

DEGREE_M = 6_378_137.0 * math.pi / 180
DAY = date(2008, 5, 6)
ALL_ROLES = frozenset(SiteRole)


def at(text: str) -> datetime:
    """Return an instant in UTC from ``2008-05-06 14:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def point(name: str, lon_deg: float, lat_deg: float) -> TurnPoint:
    """Return a turn point."""
    return TurnPoint(name, Position(lon_deg, lat_deg))


def site(site_id: str, lon_deg: float, lat_deg: float) -> UsableSite:
    """Return a site designated for everything."""
    return UsableSite(site_id, ALL_ROLES, Position(lon_deg, lat_deg), inspection=True)


def camera(
    start: str, stop: str, height_m: float = 2000.0, h_min_m: float | None = 1500.0
) -> Observation:
    """Return an observation period of a framing camera."""
    return Observation("OF-1", SensorCategory.OPTICAL_FRAMING, start, stop, height_m, h_min_m)


def box(west: float, south: float, east: float, north: float) -> Territory:
    """Return a territory between two meridians and two parallels, cut finely."""
    steps = 40

    def side(a: Position, b: Position) -> Iterable[Position]:
        for k in range(steps):
            part = k / steps
            yield Position(
                a.lon_deg + part * (b.lon_deg - a.lon_deg),
                a.lat_deg + part * (b.lat_deg - a.lat_deg),
            )

    corners = [
        Position(west, south),
        Position(east, south),
        Position(east, north),
        Position(west, north),
    ]
    ring = [p for k in range(4) for p in side(corners[k], corners[(k + 1) % 4])]
    return Territory.of(ring)


def border(
    other: str,
    *line: tuple[float, float],
    kind: LineKind = LineKind.LAND,
    error_m: float = 0.0,
) -> Borders:
    """Return the border between IT and another State through some positions."""
    positions = tuple(Position(lon, lat) for lon, lat in line)
    drawn = BorderLine(("IT", other), Lines.of(positions), kind, error_m)
    return Borders((drawn,), "drawn by hand for this test")


PLAN = MissionPlan(
    mission="2008-OS8001",
    version=1,
    observing="DE",
    observed="IT",
    start_site="IT-S",
    end_site="IT-E",
    point_of_entry="IT-S",
    point_of_exit="IT-E",
    estimated_arrival=at("2008-05-05 08:00"),
    submitted=at("2008-05-05 14:00"),
    original_submitted=at("2008-05-05 14:00"),
    commencement=at("2008-05-06 14:00"),
    speed_km_h=500.0,
    route=(point("A", 1.0, 0.0),),
)

AROUND = Surroundings(
    day=DAY,
    readings=readings(),
    parties=frozenset({"DE", "IT"}),
    sites={"IT-S": site("IT-S", 0.0, 0.0), "IT-E": site("IT-E", 2.0, 0.0)},
    distance=MaximumDistance(Decimal(1000)),
    borders=Borders((), "drawn by hand for this test"),
    territory=box(-1.0, -1.0, 3.0, 1.0),
    territory_source="drawn by hand for this test",
)


def under(around: Surroundings, **chosen: str) -> Surroundings:
    """Return surroundings under other readings, as ``under(AROUND, AMB_29="none")``."""
    points = {name.replace("_", "-"): option for name, option in chosen.items()}
    return replace(around, readings=readings({**around.readings.chosen, **points}))


def outcomes(findings: Iterable[Finding]) -> list[str]:
    """Return the outcomes of findings as words."""
    return [finding.outcome.value for finding in findings]
