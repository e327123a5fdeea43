"""Measure imagery: footprints, simulated frames, masters; each against the bare work below it.

Ratios compare with plain Pillow decoding and plain GDAL writing of the same pixels.
Run: ``python bench/bench_imagery.py``
"""

from __future__ import annotations

import io
import platform
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import rasterio.io
import rasterio.shutil
from PIL import Image

from overflight.adapters.frames import CogProfile, pixels_of, write_cog
from overflight.geodesy import FlatTerrain, Position
from overflight.imagery import (
    AircraftAngles,
    Camera,
    CameraSimulator,
    Optics,
    Pose,
    Scene,
    control_points,
    footprint_of,
)

CAMERA = Camera("bench", 152.0, (228.0, 152.0), (1500, 1000))
HERE = Position(8.5, 44.3)
POSE = Pose(HERE, 4500.0, "WGS 84", AircraftAngles(75.0, 0.5, -1.0))
LARGE = (4000, 6000, 3)


def best(work: Callable[[], object], rounds: int = 3) -> float:
    """Return the shortest of some runs, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def plain_cog(path: Path, pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> None:
    """Write a COG with GDAL alone, without ties, tags or rename."""
    rows, columns, bands = pixels.shape
    with rasterio.io.MemoryFile() as memory:
        shape = {"height": rows, "width": columns, "count": bands, "dtype": "uint8"}
        with memory.open(driver="GTiff", photometric="RGB", **shape) as raster:
            raster.write(np.moveaxis(pixels, -1, 0))
        rasterio.shutil.copy(
            memory.name, str(path), driver="COG", BLOCKSIZE="512", COMPRESS="DEFLATE",
            PREDICTOR="YES", LEVEL="6",
        )  # fmt: skip


def main() -> None:
    """Measure and print."""
    print(f"python {platform.python_version()}, {platform.machine()}")
    terrain = FlatTerrain()
    print(f"footprint           {best(lambda: footprint_of(CAMERA, POSE, terrain)) * 1e3:8.1f} ms")
    scene = Scene(terrain, lambda lon, lat: lon + 0 * lat > 8.5, HERE, seed=6)
    for name, optics in (("one band", Optics()), ("colour", Optics(colour=True))):
        camera = CameraSimulator(CAMERA, scene, optics)
        took = best(lambda camera=camera: camera.take(POSE, caption="bench", seed=1))  # type: ignore[misc]
        print(f"simulated, {name:8} {took:8.2f} s  1,500 x 1,000 pixels")
    random = np.random.default_rng(1)
    rough = random.integers(0, 256, (LARGE[0] // 8, LARGE[1] // 8, 3), dtype=np.uint8)
    pixels = np.kron(rough, np.ones((8, 8, 1), np.uint8))
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=92)
    megapixels = LARGE[0] * LARGE[1] / 1e6
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "frame.jpg"
        source.write_bytes(buffer.getvalue())
        bare = best(lambda: np.asarray(Image.open(io.BytesIO(buffer.getvalue()))))
        ours = best(lambda: pixels_of(source))
        print(f"decode JPEG         {ours:8.2f} s  {megapixels / ours:5.0f} MP/s")
        print(f"  against Pillow    {ours / bare:8.2f} x")
        points = control_points(CAMERA, POSE, terrain)
        bare = best(lambda: plain_cog(folder / "plain.tif", pixels))
        ours = best(lambda: write_cog(folder / "ours.tif", pixels, points=points))
        print(f"COG DEFLATE         {ours:8.2f} s  {megapixels / ours:5.0f} MP/s")
        print(f"  against bare GDAL {ours / bare:8.2f} x")
        ours = best(lambda: write_cog(folder / "z.tif", pixels, profile=CogProfile.ZSTD))
        print(f"COG ZSTD            {ours:8.2f} s  {megapixels / ours:5.0f} MP/s")
        ours = best(lambda: write_cog(folder / "j.tif", pixels, profile=CogProfile.PREVIEW))
        print(f"COG JPEG            {ours:8.2f} s  {megapixels / ours:5.0f} MP/s")


if __name__ == "__main__":
    main()
