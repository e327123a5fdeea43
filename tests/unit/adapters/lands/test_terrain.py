"""Ground heights: between cells, at edges, round the Earth, and what is no raster."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from pyproj import Transformer
from tests.shared_data import shared

from overflight.adapters.lands.terrain import CoarseWorldTerrain, RasterTerrain
from overflight.errors import SourceError


def raster(
    folder: Path, heights: list[list[float]], west: float, north: float, crs: str = "EPSG:4326"
) -> Path:
    """Write heights as GeoTIFF with cells of one unit; -32768 is not known."""
    path = folder / "heights.tif"
    data = np.array(heights, dtype=np.float32)
    size = 1.0 if crs == "EPSG:4326" else 100.0
    with rasterio.open(
        path, "w", driver="GTiff", height=data.shape[0], width=data.shape[1], count=1,
        dtype="float32", crs=crs, transform=Affine(size, 0, west, 0, -size, north), nodata=-32768,
    ) as file:  # fmt: skip
        file.write(data, 1)
    return path


def at(terrain: RasterTerrain | CoarseWorldTerrain, *places: tuple[float, float]) -> list[float]:
    """Return heights of places."""
    lon, lat = np.array(places).T
    found: list[float] = terrain.heights_m(lon, lat).tolist()
    return found


def test_heights_between_cells_are_between_their_heights(tmp_path: Path) -> None:
    """Bilinear: exact in the middle of cells, halfway between two, the mean of four."""
    terrain = RasterTerrain(
        raster(tmp_path, [[0, 100], [200, 300]], 10, 50), height_system="EGM96", error_m=1.0
    )
    assert at(terrain, (10.5, 49.5), (11.5, 48.5), (11, 49.5), (11, 49)) == [0, 300, 50, 150]
    assert terrain.source == "heights.tif"
    assert (terrain.height_system, terrain.error_m) == ("EGM96", 1.0)


def test_outside_and_unknown_are_not_numbers(tmp_path: Path) -> None:
    """A height that is not known must not become sea level."""
    terrain = RasterTerrain(
        raster(tmp_path, [[1, -32768], [1, 1]], 10, 50), height_system="EGM96", error_m=1.0
    )
    assert np.isnan(at(terrain, (11.5, 49.5), (9.9, 49), (10.5, 50.1))).all()
    assert at(terrain, (10.0, 50.0)) == [1]  # the outer half of an edge cell


def test_a_raster_may_cross_the_antimeridian(tmp_path: Path) -> None:
    """Longitudes beyond 180 in the file are found from both sides."""
    terrain = RasterTerrain(
        raster(tmp_path, [[0, 10, 20, 30]], 178, 1), height_system="EGM96", error_m=1.0
    )
    assert at(terrain, (178.5, 0.5), (-179.5, 0.5), (180, 0.5), (-180, 0.5)) == [0, 20, 15, 15]


def test_a_raster_in_metres_is_found_from_degrees(tmp_path: Path) -> None:
    """A national grid is as good as degrees."""
    path = raster(tmp_path, [[5, 6], [5, 6]], 500_000, 5_000_000, "EPSG:32632")
    terrain = RasterTerrain(path, height_system="EGM96", error_m=1.0, source="Survey 2003")
    lon, lat = Transformer.from_crs(32632, 4326, always_xy=True).transform(500_120, 4_999_900)
    assert at(terrain, (lon, lat)) == pytest.approx([5.7], abs=1e-3)
    assert terrain.source == "Survey 2003"


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"II*\x00" + b"\xff" * 200])
def test_what_is_no_raster_is_refused(tmp_path: Path, content: bytes) -> None:
    """Empty, of another kind or broken: one clear error."""
    path = tmp_path / "bad.tif"
    path.write_bytes(content)
    with pytest.raises(SourceError, match="E-TERRAIN"):
        RasterTerrain(path, height_system="EGM96", error_m=1.0)


def test_a_raster_that_lies_nowhere_is_refused(tmp_path: Path) -> None:
    """A picture without a place has no heights of the Earth."""
    path = tmp_path / "plain.png"
    with rasterio.open(
        path, "w", driver="PNG", height=2, width=2, count=1, dtype="uint8",
        transform=Affine(1, 0, 0, 0, -1, 2),
    ) as file:  # fmt: skip
        file.write(np.zeros((1, 2, 2), dtype=np.uint8))
    with pytest.raises(SourceError, match="known map"):
        RasterTerrain(path, height_system="EGM96", error_m=1.0)


def test_the_coarse_world_is_seas_mountains_and_one_gap() -> None:
    """Seas stand at zero, mountains do not, the antimeridian is no edge, the far south unknown."""
    world = CoarseWorldTerrain()
    assert at(world, (-30, 40), (180, 0), (-180, 0)) == [0, 0, 0]
    assert at(world, (7.9, 46.0))[0] > 2_000
    assert at(world, (35.45, 31.5))[0] < -100
    assert np.isnan(at(world, (0, -89)))[0]
    assert "first look" in world.source
    assert world.height_system == "mean sea level"


@pytest.mark.parametrize("tile", ["N43E006.hgt", "N43E007.hgt"])
def test_the_coarse_world_is_as_wrong_as_it_says(tile: str) -> None:
    """Against SRTM over the Maritime Alps: within the stated error, and some 130 m rms."""
    fine = RasterTerrain(shared("data", "dem", tile), height_system="EGM96", error_m=16.0)
    world, noise = CoarseWorldTerrain(), np.random.default_rng(1)
    lon, lat = noise.uniform(0, 1, 20_000) + float(tile[4:7]), noise.uniform(43, 44, 20_000)
    off = world.heights_m(lon, lat) - fine.heights_m(lon, lat)
    assert np.abs(off).max() <= world.error_m
    assert np.sqrt((off**2).mean()) < 200


def compound(folder: Path, crs: str, heights: list[list[float]]) -> Path:
    """Write heights on a map that names what they count from."""
    return raster(folder, heights, 10, 50, crs)


def test_a_file_that_names_its_surface_is_held_to_it(tmp_path: Path) -> None:
    """What is stated and what the file says must agree; unstated, the file decides."""
    path = compound(tmp_path, "EPSG:4326+5773", [[1, 2], [3, 4]])  # EGM96 height
    assert RasterTerrain(path, height_system=None, error_m=1.0).height_system == "EGM96"
    assert RasterTerrain(path, height_system="EGM96", error_m=1.0).height_system == "EGM96"
    with pytest.raises(SourceError) as told:
        RasterTerrain(path, height_system="EGM2008", error_m=1.0)
    assert "EGM96" in told.value.found
    plain = raster(tmp_path, [[1, 2], [3, 4]], 10, 50)
    assert RasterTerrain(plain, height_system=None, error_m=1.0).height_system == "EGM96"


@pytest.mark.parametrize("vertical", ["6360", "5831"])  # NAVD88 in feet; a depth
def test_heights_in_feet_or_downwards_are_refused(tmp_path: Path, vertical: str) -> None:
    """A number read as metres that is none would move every floor by a factor of three."""
    path = compound(tmp_path, f"EPSG:4326+{vertical}", [[1, 2], [3, 4]])
    with pytest.raises(SourceError) as told:
        RasterTerrain(path, height_system=None, error_m=1.0)
    assert told.value.code == "E-TERRAIN"


def test_voids_are_told_and_never_heights(tmp_path: Path) -> None:
    """Marks of voids that no mask names, and numbers no ground has."""
    path = raster(tmp_path, [[1, -9999, 32767], [99_999, 5, 6]], 10, 50)
    terrain = RasterTerrain(path, height_system="EGM96", error_m=1.0)
    assert terrain.source == "heights.tif (50 % of it voids)"
    assert np.isnan(at(terrain, (11.5, 49.5), (12.5, 49.5), (10.5, 48.5))).all()
    assert at(terrain, (11.5, 48.5), (12.0, 48.5)) == [5, 5.5]


def test_a_raster_without_a_height_is_refused(tmp_path: Path) -> None:
    """Nothing but voids is no terrain."""
    path = raster(tmp_path, [[-32768, -9999], [-32768, 32767]], 10, 50)
    with pytest.raises(SourceError) as told:
        RasterTerrain(path, height_system="EGM96", error_m=1.0)
    assert "no cell with a height" in told.value.found
