"""What a plan sees, asked of a case: gather the surroundings, let the chapter of coverage answer.

Nothing is said to the record here. The sites of an exposure are the asking Party's own: they come
in as an argument and leave in the answer, and nowhere else.
"""

from __future__ import annotations

from overflight.coverage import (
    AreaSeen,
    Coverage,
    ExposureForm,
    Looks,
    Profile,
    Scene,
    Sites,
    area_seen,
    coverage_of,
    exposure_form,
    exposure_of,
    profile_of,
)
from overflight.desk.held.as_of import AsOf
from overflight.desk.planning.plans import Lands, case_surroundings
from overflight.errors import UsageError
from overflight.geodesy import Territory
from overflight.missions import PlanCase

__all__ = ["case_scene", "show_coverage", "show_exposure", "show_profile"]


def case_scene(case: PlanCase, facts: AsOf, lands: Lands, *, where: str) -> Scene:
    """Return the plan of a case with its surroundings and its terrain.

    Args:
        case: The plan and what it overrides.
        facts: What held on its day.
        lands: Borders, territory, terrain.
        where: Name of the case, for the error.

    Raises:
        SourceError: Something in the case cannot be.
        UsageError: There is no terrain, or the flight lies before the treaty entered into force.
    """
    around = case_surroundings(case, facts, lands, where=where)
    if around.terrain is None:
        raise UsageError(
            "E-TERRAIN",
            where=where,
            expected="ground heights",
            found="none",
            remedy="Give a raster of ground heights, or flat ground in the case (around.ground).",
        )
    return Scene(case.plan, around, around.terrain)


def show_coverage(
    scene: Scene, looks: Looks, area: Territory | None = None
) -> tuple[Coverage, AreaSeen | None]:
    """Return what a plan sees, and what of an area.

    Args:
        scene: The plan, its surroundings and the terrain.
        looks: Look angles by sensor id, each of a sensor of the plan.
        area: An area to be set against it; none asks for none.

    Raises:
        UsageError: An angle is given for a sensor that the plan does not use.
    """
    _check(scene, looks)
    coverage = coverage_of(scene.plan, scene.around, scene.terrain, looks=looks)
    return coverage, None if area is None else area_seen(coverage, area)


def show_exposure(scene: Scene, looks: Looks, sites: Sites) -> ExposureForm:
    """Return what a plan sees of a Party's own sites; nothing is written anywhere.

    Args:
        scene: The plan, its surroundings and the terrain.
        looks: Look angles by sensor id, each of a sensor of the plan.
        sites: The sites.

    Raises:
        UsageError: An angle is given for a sensor that the plan does not use.
    """
    _check(scene, looks)
    exposure = exposure_of(scene, sites, looks=looks)
    return exposure_form(exposure, sites, (scene.plan.mission, scene.plan.version), scene.terrain)


def show_profile(scene: Scene, looks: Looks) -> Profile:
    """Return the profile of a plan.

    Args:
        scene: The plan, its surroundings and the terrain.
        looks: Look angles by sensor id, each of a sensor of the plan.

    Raises:
        UsageError: An angle is given for a sensor that the plan does not use.
    """
    _check(scene, looks)
    return profile_of(scene, looks=looks)


def _check(scene: Scene, looks: Looks) -> None:
    """Refuse look angles of a sensor that the plan does not use."""
    used = {period.sensor for period in scene.plan.observations}
    strange = sorted(set(looks) - used)
    if strange:
        raise UsageError(
            "E-LOOK",
            where=strange[0],
            expected=f"a sensor of the plan: {', '.join(sorted(used)) or 'it has none'}",
            found=strange[0],
            remedy="Name sensors as the plan does.",
        )
