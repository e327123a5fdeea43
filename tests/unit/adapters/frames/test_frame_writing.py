"""Masters, thumbnails, simulated frames and catalogues on disk."""

from __future__ import annotations

import hashlib
import json
import socket
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pystac
import pytest
import rasterio
from PIL import Image
from rio_cogeo.cogeo import cog_validate

from overflight.adapters.frames import (
    CogProfile,
    FrameToWrite,
    Hints,
    frame_case,
    open_frame,
    pixels_of,
    told,
    write_catalogue,
    write_cog,
    write_simulated,
    write_thumbnail,
)
from overflight.errors import SourceError, StoreError, UsageError
from overflight.geodesy import FlatTerrain, Position
from overflight.imagery import (
    AircraftAngles,
    Camera,
    CameraSimulator,
    CataloguedFrame,
    ControlPoint,
    Optics,
    Pose,
    Scene,
    control_points,
    footprint_of,
)

CAMERA = Camera("sim", 150.0, (60.0, 40.0), (600, 400))
AT = datetime(2003, 5, 8, 9, 12, tzinfo=UTC)
POINTS = (
    ControlPoint(0.0, 0.0, 8.0, 45.0, 1.0),
    ControlPoint(600.0, 0.0, 8.1, 45.0, 2.0),
    ControlPoint(600.0, 400.0, 8.1, 44.9, 3.0),
)


def noise(*shape: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Return pixels that no compression can hide errors in."""
    return np.random.default_rng(1).integers(0, 256, shape, dtype=np.uint8)


@pytest.mark.parametrize("profile", list(CogProfile))
@pytest.mark.parametrize("shape", [(700, 900), (700, 900, 3)])
def test_masters_are_valid_and_whole(
    tmp_path: Path, profile: CogProfile, shape: tuple[int, ...]
) -> None:
    """rio-cogeo finds no fault; lossless profiles give every pixel back; tags and ties stay."""
    pixels = noise(*shape)
    path = tmp_path / "deep" / "master.tif"
    mark = write_cog(path, pixels, profile=profile, points=POINTS, tags={"OVERFLIGHT_FRAME": "1"})
    assert cog_validate(str(path)) == (True, [], [])
    assert mark.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    with rasterio.open(path) as raster:
        back = raster.read()
        ties, system = raster.gcps
        assert raster.tags()["OVERFLIGHT_FRAME"] == "1"
    expected = pixels[np.newaxis] if pixels.ndim == 2 else np.moveaxis(pixels, -1, 0)
    if profile is not CogProfile.PREVIEW:
        assert (back == expected).all()
    assert [(p.col, p.row, p.x, p.y, p.z) for p in ties] == [
        (p.column, p.row, p.lon_deg, p.lat_deg, p.height_m) for p in POINTS
    ]
    assert system.to_epsg() == 4326
    assert [file.name for file in path.parent.iterdir()] == ["master.tif"]


def test_unreferenced_pictures_are_written_without_warning(tmp_path: Path) -> None:
    """Without control points the file lies nowhere, and nothing complains."""
    mark = write_cog(tmp_path / "plain.tif", noise(64, 64))
    assert (tmp_path / mark.name).stat().st_size == mark.size_bytes


@pytest.mark.parametrize("shape", [(2, 2, 2, 2), (0, 4), (5,)])
def test_other_pixels_are_refused(tmp_path: Path, shape: tuple[int, ...]) -> None:
    """8 bits, one or three bands, at least one pixel."""
    with pytest.raises(UsageError, match="E-PIXELS"):
        write_cog(tmp_path / "no.tif", np.zeros(shape, np.uint8))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """A file where a folder should be: one store error, nothing left."""
    blocked = tmp_path / "file"
    blocked.write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="E-FRAME-WRITE"):
        write_cog(blocked / "a.tif", noise(8, 8))
    with pytest.raises(StoreError, match="E-FRAME-WRITE"):
        write_thumbnail(blocked / "a.jpg", noise(8, 8))


def test_thumbnails_are_small(tmp_path: Path) -> None:
    """At most 512 pixels a side, shape kept."""
    write_thumbnail(tmp_path / "t.jpg", noise(1000, 2000, 3))
    with Image.open(tmp_path / "t.jpg") as small:
        assert small.size == (512, 256)


def simulated(folder: Path, name: str, lon_deg: float = 8.5) -> Path:
    """Render and write one simulated frame."""
    scene = Scene(
        FlatTerrain(), lambda lon, lat: np.isfinite(lon + lat), Position(8.5, 44.3), seed=6
    )
    pose = Pose(Position(lon_deg, 44.3), 3000.0, "WGS 84", AircraftAngles(75.0, 0.5, -1.0))
    picture = CameraSimulator(CAMERA, scene, Optics()).take(pose, caption=name, seed=1)
    path = folder / f"{name}.tif"
    write_simulated(path, picture, CAMERA, pose, AT)
    return path


def entry(path: Path, strip: str = "S1") -> FrameToWrite:
    """Return a frame ready for the catalogue."""
    case = frame_case(path, told(None, None, Hints()))
    assert case.taken_at is not None
    frame = CataloguedFrame(
        frame=path.stem,
        mission="2003-OS3001",
        strip=strip,
        sensor="OF-1",
        original=case.file.mark,
        taken_at=case.taken_at,
        camera=case.camera,
        pose=case.pose,
        footprint=footprint_of(case.camera, case.pose, FlatTerrain()),
        simulated=case.file.simulated,
    )
    return FrameToWrite(frame, path, control_points(case.camera, case.pose, FlatTerrain()))


def test_a_simulated_frame_says_so_in_every_layer(tmp_path: Path) -> None:
    """Margin, description tag, XMP; camera, pose and time read back as they were."""
    path = simulated(tmp_path, "0012")
    file = open_frame(path)
    assert file.simulated
    assert (file.size, file.content_rows) == ((600, 424), 400)
    with Image.open(path) as picture:
        assert "SIMULATED" in str(picture.getexif()[270])
    case = frame_case(path, told(None, None, Hints()))
    assert case.camera == CAMERA
    assert case.pose.angles == AircraftAngles(75.0, 0.5, -1.0)
    assert case.taken_at == AT
    assert (pixels_of(path)[400:] > 0).any()


def test_a_catalogue_opens_with_pystac_and_no_net(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root, strips and frames are found by relative links; every asset is there, hashed."""
    paths = [simulated(tmp_path, name, lon) for name, lon in (("0012", 8.5), ("0013", 8.51))]
    frames = [entry(paths[0]), entry(paths[1]), entry(simulated(tmp_path, "0020"), "S2")]
    out = tmp_path / "catalogue"
    strips = write_catalogue(out, frames, title="Frames of the case")
    assert [(s.strip, len(s.frames)) for s in strips] == [("S1", 2), ("S2", 1)]
    out = out.rename(tmp_path / "moved")

    def refuse(*_: object) -> socket.socket:
        raise AssertionError("a catalogue must open without the net")

    monkeypatch.setattr(socket, "socket", refuse)
    root = pystac.Catalog.from_file(str(out / "catalog.json"))
    items = list(root.get_items(recursive=True))
    assert sorted(one.id for one in items) == ["0012", "0013", "0020"]
    for one in items:
        assert one.properties["overflight:simulated"] is True
        for asset in one.assets.values():
            file = Path(str(asset.get_absolute_href()))
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            assert asset.extra_fields["file:checksum"] == f"1220{digest}"
            assert asset.extra_fields["file:size"] == file.stat().st_size
            assert "SIMULATED" in str(asset.title)
    data = (out / "S1" / "collection.json").read_bytes()
    assert hashlib.sha256(data).hexdigest() == strips[0].collection_sha256
    with rasterio.open(out / "S1" / "0012" / "0012.tif") as raster:
        assert raster.tags()["OVERFLIGHT_SIMULATED"] == "YES"
        assert len(raster.gcps[0]) == 25
    assert "SIMULATED" in json.loads((out / "catalog.json").read_text("utf-8"))["description"]


def test_a_damaged_frame_leaves_no_half_catalogue(tmp_path: Path) -> None:
    """The second of two frames is torn after it was looked at: no folder appears."""
    good, torn = simulated(tmp_path, "0012"), simulated(tmp_path, "0013")
    frames = [entry(good), entry(torn)]
    torn.write_bytes(torn.read_bytes()[:2000])
    out = tmp_path / "catalogue"
    with pytest.raises(SourceError, match="E-FRAME"):
        write_catalogue(out, frames, title="torn")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["0012.tif", "0013.tif"]


def test_folders_in_use_and_ids_used_twice_are_refused(tmp_path: Path) -> None:
    """Nothing is overwritten, and each frame has a place of its own."""
    one = entry(simulated(tmp_path, "0012"))
    with pytest.raises(UsageError, match="0012 twice"):
        write_catalogue(tmp_path / "out", [one, one], title="twice")
    with pytest.raises(UsageError, match="no frame"):
        write_catalogue(tmp_path / "out", [], title="none")
    with pytest.raises(UsageError, match="holds something"):
        write_catalogue(tmp_path, [one], title="used")
    empty = tmp_path / "empty"
    empty.mkdir()
    write_catalogue(empty, [one], title="fine")
    assert (empty / "catalog.json").exists()


def test_a_blocked_place_is_said(tmp_path: Path) -> None:
    """A parent that is a file: a store error."""
    one = entry(simulated(tmp_path, "0012"))
    with pytest.raises(StoreError, match="E-CATALOGUE-WRITE"):
        write_catalogue(tmp_path / "0012.tif" / "out", [one], title="blocked")
