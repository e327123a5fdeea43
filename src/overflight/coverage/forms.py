"""What is seen as documents: the JSON that is read and written."""

from __future__ import annotations

from dataclasses import dataclass

from overflight.coverage.exposure import Sees
from overflight.coverage.looks import Look
from overflight.deadlines import Instant
from overflight.geodesy import Position
from overflight.missions import HeightSystem
from overflight.sensors import SegmentAltitude, SensorCategory
from overflight.treaty import Outcome, Quantity

__all__ = [
    "AreaForm",
    "BindingForm",
    "CoverageForm",
    "ExposureForm",
    "GapForm",
    "LookForm",
    "LooksForm",
    "PeriodForm",
    "ProfileForm",
    "SightingForm",
    "StripForm",
    "TerrainForm",
    "UnseenForm",
]


@dataclass(frozen=True, slots=True)
class LookForm:
    """Look angles of one sensor as people write them.

    Args:
        sensor: Id of the sensor in the plan.
        from_deg: Leftmost angle from straight down, left of the flight negative.
        to_deg: Rightmost angle.
        ahead_deg: Half the field of view along the path.

    Raises:
        UsageError: The angles are not a range within 85 degrees to either side.
    """

    sensor: str
    from_deg: float
    to_deg: float
    ahead_deg: float = 0.0

    def __post_init__(self) -> None:
        self.look  # noqa: B018 - refuses angles that are no range

    @property
    def look(self) -> Look:
        """Return the look angles."""
        return Look(self.from_deg, self.to_deg, self.ahead_deg)


@dataclass(frozen=True, slots=True)
class LooksForm:
    """Look angles of the sensors of a plan.

    Args:
        looks: One entry a sensor.
        source: Who stated them.
    """

    looks: tuple[LookForm, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class TerrainForm:
    """The terrain an answer rests on.

    Args:
        source: Who made the heights.
        height_system: The surface they count from.
        error_m: Greatest stated error.
    """

    source: str
    height_system: str
    error_m: float


@dataclass(frozen=True, slots=True)
class UnseenForm:
    """A period that cannot be told.

    Args:
        sensor: The sensor.
        start: Where it is switched on.
        stop: Where it is switched off.
        why: What is missing.
    """

    sensor: str
    start: str
    stop: str
    why: str


@dataclass(frozen=True, slots=True)
class StripForm:
    """What one period sees.

    Args:
        sensor: The sensor.
        category: Its category.
        start: Where it is switched on.
        stop: Where it is switched off.
        height: How high it is flown, and above what.
        area_km2: Area of the strip on the ellipsoid.
        limit_m: Smallest lawful ground resolution of the category.
        provision: Where that is written.
        basis: The formula of the resolution with its status, and where H_min comes from.
        doubts: What the strip does not know.
        from_deg: Leftmost look angle, left negative; none where the plan states kilometres.
        to_deg: Rightmost look angle.
        left_km: Kilometres to the left, where the plan states them.
        right_km: Kilometres to the right.
        finest_m: Finest ground resolution; none where it cannot be told.
        coarsest_m: Coarsest.
    """

    sensor: str
    category: SensorCategory
    start: str
    stop: str
    height: str
    area_km2: float
    limit_m: float
    provision: str
    basis: tuple[str, ...]
    doubts: tuple[str, ...]
    from_deg: float | None = None
    to_deg: float | None = None
    left_km: float | None = None
    right_km: float | None = None
    finest_m: float | None = None
    coarsest_m: float | None = None


@dataclass(frozen=True, slots=True)
class GapForm:
    """An unseen part of an area.

    Args:
        area_km2: Its area on the ellipsoid.
        at: A place inside it.
    """

    area_km2: float
    at: Position


@dataclass(frozen=True, slots=True)
class AreaForm:
    """What is seen of a given area.

    Args:
        area_km2: The area on the ellipsoid.
        seen_km2: What is seen of it.
        share: The share, 0 to 1.
        gaps: How many parts are not seen.
        largest_gaps: The largest of them.
    """

    area_km2: float
    seen_km2: float
    share: float
    gaps: int
    largest_gaps: tuple[GapForm, ...]


@dataclass(frozen=True, slots=True)
class CoverageForm:
    """What a plan sees.

    Args:
        mission: Mission key.
        version: Version of the plan.
        terrain: What it rests on.
        area_km2: Area of the union of all strips on the ellipsoid.
        strips: What each period sees.
        unseen: Periods that cannot be told.
        area: What is seen of an area, where one was given.
    """

    mission: str
    version: int
    terrain: TerrainForm
    area_km2: float
    strips: tuple[StripForm, ...]
    unseen: tuple[UnseenForm, ...] = ()
    area: AreaForm | None = None


@dataclass(frozen=True, slots=True)
class SightingForm:
    """One pass of one sensor by one site.

    Args:
        site: Name of the site.
        sensor: The sensor.
        category: Its category.
        sees: Whether it sees the site.
        at: When the aircraft is abreast of it, by the plan.
        since: When it comes into view.
        until: When it leaves.
        look_deg: Look angle from straight down, left negative.
        slant_m: Distance.
        height_m: Height of the aircraft above the site.
        resolution_m: Finest ground resolution there.
    """

    site: str
    sensor: str
    category: SensorCategory
    sees: Sees
    at: Instant
    since: Instant
    until: Instant
    look_deg: float | None = None
    slant_m: float | None = None
    height_m: float | None = None
    resolution_m: float | None = None


@dataclass(frozen=True, slots=True)
class ExposureForm:
    """What a plan sees of a private list of sites.

    Args:
        mission: Mission key.
        version: Version of the plan.
        terrain: What it rests on.
        sites: How many sites were asked about.
        seen: How many are seen.
        hidden: How many lie within the look angles of some sensor but are hidden from all.
        sightings: Passes within the look angles.
        unseen: Periods that cannot be told: nothing is said about what their sensors see.
    """

    mission: str
    version: int
    terrain: TerrainForm
    sites: int
    seen: int
    hidden: int
    sightings: tuple[SightingForm, ...]
    unseen: tuple[UnseenForm, ...] = ()


@dataclass(frozen=True, slots=True)
class BindingForm:
    """The place that decides.

    Args:
        along_km: Kilometres from the start of the path.
        at: The place.
        across_m: Metres beside the path, right positive.
        ground_m: Height of the ground there.
        above: Height of the aircraft above it.
        outcome: Whether H_min is kept there.
    """

    along_km: float
    at: Position
    across_m: float
    ground_m: float
    above: Quantity
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class PeriodForm:
    """The profile of one period.

    Args:
        sensor: The sensor.
        category: Its category.
        start: Where it is switched on.
        stop: Where it is switched off.
        planned_m: Planned height, in the system of the plan.
        basis: Where the numbers come from.
        h_min_m: Minimum height above ground; none for a radar or where not at hand.
        below: The binding place below the path (GEO-6).
        across: The binding place within the swath.
        lowest_m: Lowest altitude that keeps H_min over all ground seen, from the surface of the
            terrain.
        metric: That altitude with temperature and pressure, in metres.
        feet: The same in feet.
        finest_m: Finest ground resolution anywhere in the swath.
    """

    sensor: str
    category: SensorCategory
    start: str
    stop: str
    planned_m: float
    basis: tuple[str, ...]
    h_min_m: float | None = None
    below: BindingForm | None = None
    across: BindingForm | None = None
    lowest_m: float | None = None
    metric: SegmentAltitude | None = None
    feet: SegmentAltitude | None = None
    finest_m: float | None = None


@dataclass(frozen=True, slots=True)
class ProfileForm:
    """The profile of a plan.

    Args:
        mission: Mission key.
        version: Version of the plan.
        terrain: What it rests on; every ground height and altitude counts from its surface.
        planned_from: What planned heights count from.
        periods: The profile of each period.
        unseen: Periods that cannot be told.
    """

    mission: str
    version: int
    terrain: TerrainForm
    planned_from: HeightSystem
    periods: tuple[PeriodForm, ...]
    unseen: tuple[UnseenForm, ...] = ()
