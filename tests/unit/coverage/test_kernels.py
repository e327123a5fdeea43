"""Areas of unions and places in pieces, held to GEOS; run again without the compiler."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from pyproj import Geod
from tests.footprints import boxes, strip

from overflight.coverage import Ground, areas_of
from overflight.coverage import places as places_module
from overflight.coverage import union as union_module
from overflight.coverage.places import held, pieces_at
from overflight.coverage.union import plane_areas
from overflight.geodesy import Floats, Position, travel

GEOD = Geod(ellps="WGS84")


@pytest.fixture(autouse=True)
def always_swept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few pieces are given to GEOS otherwise: here the kernels are asked."""
    monkeypatch.setattr(union_module, "_FEW", 0)
    monkeypatch.setattr(places_module, "_MANY", 0)


@pytest.mark.parametrize(
    "quads",
    [boxes(1, 30, 3_000.0), boxes(2, 60, 20_000.0), boxes(3, 20, 5_000.0, 0.0), strip(40, 500.0),
     strip(40, 500.0)[:, :, ::-1], boxes(4, 1, 10.0), np.repeat(boxes(5, 3, 3e3), 4, axis=0)],
    ids=["heap", "apart", "square", "strip", "strip upright", "one", "the same again"],
)  # fmt: skip
def test_the_area_of_a_union_is_that_of_geos(quads: Floats) -> None:
    """Whatever lies on whatever, shared and level sides; few pieces even out less."""
    truth = shapely.union_all(shapely.polygons(quads)).area / 1e6
    assert plane_areas(quads).union_km2 == pytest.approx(truth, rel=3e-4)


def test_what_a_union_shares_with_an_area_is_that_of_geos() -> None:
    """A country with a lake, and islands: rows meet edges in pairs."""
    quads = boxes(6, 80, 12_000.0)
    land = shapely.MultiPolygon(
        [
            shapely.Polygon(
                [(-9e3, -8e3), (9e3, -7e3), (8e3, 9e3), (-7e3, 9e3)],
                [[(-2e3, -2e3), (-2e3, 3e3), (3e3, 3e3), (3e3, -2e3)]],
            ),
            shapely.box(9.5e3, -3e3, 11e3, 4e3),
        ]
    )
    truth = shapely.union_all(shapely.polygons(quads)).intersection(land).area / 1e6
    found = plane_areas(quads, land)
    assert found.shared_km2 == pytest.approx(truth, rel=5e-5)
    assert found.area_km2 == pytest.approx(land.area / 1e6, rel=1e-5)


def test_an_area_beside_the_pieces_shares_nothing() -> None:
    """Rows without pieces and pieces without rows of the area."""
    found = plane_areas(boxes(7, 5, 1_000.0), shapely.box(50e3, 50e3, 60e3, 60e3))
    assert found.shared_km2 == 0.0
    assert found.area_km2 == pytest.approx(100.0, rel=1e-5)


def test_very_many_pieces_on_one_heap_share_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory has a limit; the area is still near."""
    monkeypatch.setattr(union_module, "_MOST_SPANS", 2_000)
    quads = boxes(8, 60, 2_000.0)
    truth = shapely.union_all(shapely.polygons(quads)).area / 1e6
    assert plane_areas(quads).union_km2 == pytest.approx(truth, rel=2e-3)


def test_areas_are_those_of_the_ellipsoid() -> None:
    """A quadrangle far from the equator, held to Karney's polygon area."""
    corners = [travel(Position(25.0, 68.0), azimuth, 2_000.0) for azimuth in (10, 100, 190, 280)]
    lon, lat = ([getattr(c, n) for c in corners] for n in ("lon_deg", "lat_deg"))
    area, _ = GEOD.polygon_area_perimeter(lon, lat)
    found = areas_of(Ground(np.array([lon]), np.array([lat])))
    assert found.union_km2 == pytest.approx(abs(area) / 1e6, rel=1e-6)


def truth_of(spots: Floats, quads: Floats) -> NDArray[np.intp]:
    """Return the pairs GEOS finds, by place, then piece."""
    tree = shapely.STRtree(shapely.polygons(quads))
    pairs: NDArray[np.intp] = tree.query(shapely.points(spots), predicate="intersects")
    return pairs[:, np.lexsort((pairs[1], pairs[0]))]


@pytest.mark.parametrize("seed", range(4))
def test_places_lie_on_the_pieces_that_geos_says(seed: int) -> None:
    """Edges, corners, far outside: the same pairs, to the last one."""
    quads = boxes(seed, 40, 6_000.0)
    rng = np.random.default_rng(seed)
    spots = np.concatenate(
        [
            rng.uniform(-9e3, 9e3, (2000, 2)),
            quads[:, 0],
            (quads[:, 1] + quads[:, 2]) / 2,
            quads[:, 3] + 1e-7,
            [[1e9, 1e9], [-1e9, 0.0], [np.inf, np.inf]],
        ]
    )
    place, piece = held(spots, quads)
    truth = truth_of(spots[:-1], quads)
    assert place.tolist() == truth[0].tolist()
    assert piece.tolist() == truth[1].tolist()
    assert len(place) > 1024  # more than the first list of pairs holds


def test_no_place_or_no_piece_gives_no_pair() -> None:
    """An empty list is an answer."""
    assert held(np.zeros((0, 2)), boxes(1, 2, 1e3))[0].size == 0
    assert held(np.zeros((3, 2)), np.zeros((0, 4, 2)))[0].size == 0
    assert pieces_at(Ground.joined([]), np.zeros(1), np.zeros(1))[0].size == 0


@pytest.mark.parametrize(
    "middle", [(10.0, 50.0), (180.0, 0.0), (-179.99, 70.0), (0.0, 90.0), (30.0, -89.9)]
)
def test_places_are_found_wherever_on_the_earth(middle: tuple[float, float]) -> None:
    """The antimeridian and the poles are not edges."""
    at = Position(*middle)
    corners = [travel(at, azimuth, 5_000.0) for azimuth in (0, 90, 180, 270)]
    ground = Ground(
        np.array([[c.lon_deg for c in corners]]), np.array([[c.lat_deg for c in corners]])
    )
    inside = [travel(at, azimuth, 3_000.0) for azimuth in range(0, 360, 30)]
    outside = [travel(at, azimuth, 5_100.0) for azimuth in range(0, 360, 30)]
    lon = np.array([p.lon_deg for p in (*inside, *outside)])
    lat = np.array([p.lat_deg for p in (*inside, *outside)])
    place, piece = pieces_at(ground, lon, lat)
    assert place.tolist() == list(range(12))
    assert set(piece.tolist()) == {0}


def test_a_piece_of_no_size_has_no_row_and_no_area() -> None:
    """Stations may fall together: a piece is then a point or a line."""
    point = np.full((1, 4, 2), 700.0)
    quads = np.concatenate([point, boxes(9, 3, 4_000.0)])
    assert plane_areas(quads).union_km2 == pytest.approx(plane_areas(quads[1:]).union_km2, rel=1e-4)
