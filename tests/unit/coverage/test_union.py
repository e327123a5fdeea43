"""Areas of as many footprints as a plan has, held to GEOS within what the chapter promises."""

from __future__ import annotations

import pytest
import shapely
from tests.footprints import boxes, meander

from overflight.coverage.union import plane_areas
from overflight.geodesy import Floats


@pytest.mark.parametrize(
    "quads",
    [boxes(1, 1000, 30_000.0), boxes(2, 1500, 200_000.0), meander(5000, 3_000_000.0)],
    ids=["heap", "apart", "meander"],
)
def test_the_area_is_within_1e_5(quads: Floats) -> None:
    """What the figures of the benchmarks rest on."""
    truth = shapely.union_all(shapely.polygons(quads)).area / 1e6
    assert plane_areas(quads).union_km2 == pytest.approx(truth, rel=1e-5)
