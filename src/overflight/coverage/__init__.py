"""Coverage: the ground that the sensors of a plan see, how finely, and what stays unseen."""

from overflight.coverage.areas import AreaSeen, Gap, area_seen
from overflight.coverage.exposure import Exposure, Sees, Sighting, Sites, exposure_of
from overflight.coverage.forms import (
    CoverageForm,
    ExposureForm,
    LookForm,
    LooksForm,
    ProfileForm,
)
from overflight.coverage.geojson import coverage_geojson, cut_polygons
from overflight.coverage.ground import Ground, Rings
from overflight.coverage.looks import Look, Looks, Reach
from overflight.coverage.passing import Passing, passing_of
from overflight.coverage.profile import Binding, PeriodProfile, Profile, profile_of
from overflight.coverage.resolution import Resolution
from overflight.coverage.seen import Coverage, Lost, coverage_of, lost
from overflight.coverage.strips import Strip
from overflight.coverage.swaths import Fineness, Scene, Unseen
from overflight.coverage.union import Areas, areas_of, union_km2
from overflight.coverage.written import coverage_form, exposure_form, profile_form, read_looks

__all__ = [
    "AreaSeen",
    "Areas",
    "Binding",
    "Coverage",
    "CoverageForm",
    "Exposure",
    "ExposureForm",
    "Fineness",
    "Gap",
    "Ground",
    "Look",
    "LookForm",
    "Looks",
    "LooksForm",
    "Lost",
    "Passing",
    "PeriodProfile",
    "Profile",
    "ProfileForm",
    "Reach",
    "Resolution",
    "Rings",
    "Scene",
    "Sees",
    "Sighting",
    "Sites",
    "Strip",
    "Unseen",
    "area_seen",
    "areas_of",
    "coverage_form",
    "coverage_geojson",
    "coverage_of",
    "cut_polygons",
    "exposure_form",
    "exposure_of",
    "lost",
    "passing_of",
    "profile_form",
    "profile_of",
    "read_looks",
    "union_km2",
]
