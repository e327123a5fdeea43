"""Answers written as forms, and look angles read from one."""

from __future__ import annotations

import math
from collections.abc import Iterable
from types import MappingProxyType

from overflight.coverage.areas import AreaSeen
from overflight.coverage.exposure import Exposure, Sighting, Sites
from overflight.coverage.forms import (
    AreaForm,
    BindingForm,
    CoverageForm,
    ExposureForm,
    GapForm,
    LooksForm,
    PeriodForm,
    ProfileForm,
    SightingForm,
    StripForm,
    TerrainForm,
    UnseenForm,
)
from overflight.coverage.looks import Look, Looks
from overflight.coverage.profile import Binding, PeriodProfile, Profile
from overflight.coverage.seen import Coverage
from overflight.coverage.strips import Strip
from overflight.coverage.swaths import Unseen
from overflight.errors import SourceError
from overflight.geodesy import Position, Terrain
from overflight.treaty import read_form, read_json

__all__ = ["coverage_form", "exposure_form", "profile_form", "read_looks"]


def read_looks(data: bytes, *, where: str) -> Looks:
    """Return look angles by sensor id from JSON; see ``LooksForm``.

    Raises:
        SourceError: It is not such JSON, angles are not a range, or a sensor is named twice.
    """
    form = read_form(LooksForm, read_json(data, where=where), where=where)
    found: dict[str, Look] = {}
    for one in form.looks:
        if one.sensor in found:
            raise SourceError(
                "E-LOOK",
                where=where,
                expected="each sensor once",
                found=f"{one.sensor} twice",
                remedy="Give one range of look angles for each sensor.",
            )
        found[one.sensor] = one.look
    return MappingProxyType(found)


def coverage_form(
    coverage: Coverage,
    terrain: Terrain,
    seen: AreaSeen | None = None,
    *,
    most_gaps: int = 20,
) -> CoverageForm:
    """Return what a plan sees as it is written.

    Args:
        coverage: What the plan sees.
        terrain: The ground heights it was computed with.
        seen: What it sees of an area, where one was given.
        most_gaps: How many gaps are listed at most.
    """
    area = None
    if seen is not None:
        gaps = tuple(GapForm(round(gap.area_km2, 6), gap.at) for gap in seen.gaps[:most_gaps])
        area = AreaForm(
            round(seen.area_km2, 6),
            round(seen.seen_km2, 6),
            round(seen.share, 6),
            len(seen.gaps),
            gaps,
        )
    return CoverageForm(
        coverage.mission,
        coverage.version,
        _terrain(terrain),
        round(coverage.area_km2, 6),
        tuple(_strip(part) for part in coverage.parts),
        _unseen(coverage.unseen),
        area,
    )


def exposure_form(
    exposure: Exposure, sites: Sites, plan: tuple[str, int], terrain: Terrain
) -> ExposureForm:
    """Return what a plan sees of sites as it is written.

    Args:
        exposure: What it sees.
        sites: The sites asked about.
        plan: Mission key and version.
        terrain: The ground heights it was computed with.
    """
    return ExposureForm(
        *plan,
        _terrain(terrain),
        exposure.sites,
        len(exposure.seen()),
        len(exposure.hidden()),
        tuple(_sighting(one, sites.names[one.site]) for one in exposure.sightings),
        _unseen(exposure.unseen),
    )


def profile_form(profile: Profile) -> ProfileForm:
    """Return the profile of a plan as it is written."""
    return ProfileForm(
        profile.mission,
        profile.version,
        TerrainForm(profile.source, profile.height_system, profile.error_m),
        profile.planned_from,
        tuple(_period(one) for one in profile.periods),
        _unseen(profile.unseen),
    )


def _terrain(terrain: Terrain) -> TerrainForm:
    return TerrainForm(terrain.source, terrain.height_system, terrain.error_m)


def _unseen(periods: Iterable[Unseen]) -> tuple[UnseenForm, ...]:
    return tuple(
        UnseenForm(one.period.sensor, one.period.start, one.period.stop, one.why) for one in periods
    )


def _rounded(value: float | None, digits: int) -> float | None:
    """Return a number with as many digits as mean something; none where it is not known."""
    return None if value is None or math.isnan(value) else round(value, digits)


def _strip(part: Strip) -> StripForm:
    finest, coarsest = part.resolutions_m()
    angles = part.look if isinstance(part.look, Look) else None
    reach = None if isinstance(part.look, Look) else part.look
    return StripForm(
        part.period.sensor,
        part.period.category,
        part.period.start,
        part.period.stop,
        part.flown.basis,
        round(part.area_km2, 6),
        part.resolution.limit_m,
        part.resolution.provision,
        part.resolution.basis,
        part.doubts,
        angles.from_deg if angles else None,
        angles.to_deg if angles else None,
        -reach.from_m / 1000.0 if reach else None,
        reach.to_m / 1000.0 if reach else None,
        _rounded(finest, 4),
        _rounded(coarsest, 4),
    )


def _sighting(one: Sighting, site: str) -> SightingForm:
    return SightingForm(
        site,
        one.sensor,
        one.category,
        one.sees,
        one.at,
        one.since,
        one.until,
        _rounded(one.look_deg, 3),
        _rounded(one.slant_m, 1),
        _rounded(one.height_m, 1),
        _rounded(one.resolution_m, 4),
    )


def _binding(one: Binding | None) -> BindingForm | None:
    if one is None:
        return None
    return BindingForm(
        round(one.along_m / 1000.0, 3),
        Position(round(one.at.lon_deg, 7), round(one.at.lat_deg, 7)),
        round(one.across_m, 1),
        round(one.ground_m, 1),
        one.above,
        one.outcome,
    )


def _period(one: PeriodProfile) -> PeriodForm:
    return PeriodForm(
        one.period.sensor,
        one.period.category,
        one.period.start,
        one.period.stop,
        one.period.height_m,
        one.basis,
        one.h_min_m,
        _binding(one.below),
        _binding(one.across),
        _rounded(one.lowest_m, 1),
        one.metric,
        one.feet,
        _rounded(one.finest_m, 4),
    )
