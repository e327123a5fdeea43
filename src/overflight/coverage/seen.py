"""What a plan sees in all, and what of it another plan does not see."""

from __future__ import annotations

from dataclasses import dataclass

import shapely

from overflight.coverage.ground import Ground, Rings, rings_of
from overflight.coverage.looks import Looks
from overflight.coverage.strips import Strip, strip_of
from overflight.coverage.swaths import FINE, Fineness, Scene, Unseen, swath_of
from overflight.coverage.union import shape_of, union_km2
from overflight.errors import UsageError
from overflight.geodesy import Terrain
from overflight.missions import MissionPlan, Surroundings
from overflight.sensors import SensorCategory

__all__ = ["Coverage", "Lost", "coverage_of", "lost"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the sensors of a plan see.

    Args:
        mission: Mission key.
        version: Version of the plan.
        parts: The strip of each observation period, in the order of the plan.
        unseen: Periods whose strip cannot be told, each with the reason.
        area_km2: Area of the union of all strips, on the ellipsoid.
        source: Who made the terrain.
        height_system: Surface its heights count from.
    """

    mission: str
    version: int
    parts: tuple[Strip, ...]
    unseen: tuple[Unseen, ...]
    area_km2: float
    source: str
    height_system: str

    def ground(self, category: SensorCategory | None = None) -> Ground:
        """Return the ground seen, by sensors of one category where one is named."""
        return Ground.joined(
            [part.ground for part in self.parts if category in {None, part.period.category}]
        )


@dataclass(frozen=True, slots=True)
class Lost:
    """Ground that was seen before and is not seen after.

    Args:
        area_km2: Its area on the ellipsoid; zero where every point stays seen.
        parts: Its parts in degrees: of each the outer ring, then its holes.
    """

    area_km2: float
    parts: tuple[Rings, ...]

    def __bool__(self) -> bool:
        return bool(self.parts)


def coverage_of(
    plan: MissionPlan,
    around: Surroundings,
    terrain: Terrain | None = None,
    *,
    looks: Looks | None = None,
    fine: Fineness = FINE,
) -> Coverage:
    """Return what the sensors of a plan see.

    Args:
        plan: The plan.
        around: What it is judged against: airfields, certificates, forecast.
        terrain: Ground heights; those of the surroundings if not given.
        looks: Look angles by sensor id; without them the kilometres of the plan are used.
        fine: How closely the ground is looked at.

    Raises:
        UsageError: There is no terrain. Flat ground is a terrain too: ``FlatTerrain``.

    Treaty: serves art.VI.II.6 (MPL-7), GEO-6, GEO-7.
    """
    land = terrain or around.terrain
    if land is None:
        raise UsageError(
            "E-TERRAIN",
            where="coverage",
            expected="ground heights",
            found="none",
            remedy="Give a raster of ground heights, or flat ground for a check by hand.",
        )
    scene = Scene(plan, around, land)
    found = [swath_of(scene, period, looks=looks or {}, fine=fine) for period in plan.observations]
    parts = tuple(strip_of(one, land) for one in found if not isinstance(one, Unseen))
    return Coverage(
        plan.mission,
        plan.version,
        parts,
        tuple(one for one in found if isinstance(one, Unseen)),
        union_km2(Ground.joined([part.ground for part in parts])),
        land.source,
        land.height_system,
    )


def lost(
    before: Coverage,
    after: Coverage,
    *,
    category: SensorCategory | None = None,
    slack_m: float = 25.0,
) -> Lost:
    """Return the ground that one plan sees and another does not.

    Args:
        before: Coverage of the plan as it was.
        after: Coverage of the plan as it shall be.
        category: Only by sensors of this category; by any sensor if not given.
        slack_m: Edges that differ by no more than this are the same edge: strips are made of
            pieces, and the same leg cut at other stations has other pieces.

    Treaty: art.VI.II.6; MPL-7: no point may become unobservable.
    """
    was = before.ground(category)
    if not len(was):
        return Lost(0.0, ())
    plane = was.plane()
    kept = shape_of(after.ground(category), plane).buffer(slack_m)
    gone = shape_of(was, plane).difference(kept)
    # What is narrower than the slack is an edge, not ground.
    gone = gone.buffer(-slack_m / 2).buffer(slack_m / 2).intersection(gone)
    parts = [one for one in shapely.get_parts(gone) if one.geom_type == "Polygon" and one.area > 0]
    area = sum(float(one.area) for one in parts) / 1e6
    return Lost(area, tuple(rings_of(one, plane) for one in parts))
