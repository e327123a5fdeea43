"""Damaged, huge and hostile frames and orientation files: one clear error, nothing half-written."""

from __future__ import annotations

import io
import json
import math
import struct
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from overflight.adapters.frames import (
    Convention,
    FrameLimits,
    Hints,
    camera_of,
    fit,
    instant_of,
    open_frame,
    parts_of,
    pixels_of,
    read_annotations,
    read_camera,
    read_orientations,
)
from overflight.adapters.frames.exif import Exif, read_exif
from overflight.adapters.frames.xmp import OURS, read_xmp
from overflight.errors import OverflightError, SourceError, UsageError
from overflight.imagery import Camera

OPK = Hints(Convention.OMEGA_PHI_KAPPA, "EPSG:32632", "EGM96")


def write(folder: Path, name: str, data: bytes | str) -> Path:
    """Write a file of a test."""
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def jpeg(width: int = 64, height: int = 48, **extra: object) -> bytes:
    """Return a small sound JPEG."""
    buffer = io.BytesIO()
    noise = np.random.default_rng(1).integers(0, 255, (height, width, 3), dtype=np.uint8)
    Image.fromarray(noise).save(buffer, "JPEG", **extra)
    return buffer.getvalue()


def tiff(mode: str = "L", **extra: object) -> bytes:
    """Return a small sound TIFF."""
    buffer = io.BytesIO()
    Image.new(mode, (32, 24)).save(buffer, "TIFF", **extra)
    return buffer.getvalue()


def refused(read: Callable[[], object], code: str) -> SourceError:
    """Run a reader and return its one error, which names its code and says what to do."""
    with pytest.raises(OverflightError) as caught:
        read()
    assert isinstance(caught.value, (SourceError, UsageError))
    assert caught.value.code == code
    assert caught.value.remedy
    assert "\n" not in str(caught.value)
    return SourceError(code, where="", expected="", found=caught.value.found, remedy="")


@pytest.mark.parametrize("keep", [0, 1, 2, 10, 100, 400])
def test_a_jpeg_cut_short_is_one_error(tmp_path: Path, keep: int) -> None:
    """Wherever the copy stopped, the frame is refused with one code."""
    path = write(tmp_path, "cut.jpg", jpeg()[:keep])
    refused(lambda: pixels_of(path), "E-FRAME")


def test_a_jpeg_whose_picture_is_cut_keeps_its_tags_but_not_its_pixels(tmp_path: Path) -> None:
    """Tags stand before the picture: they are read, the pixels are refused."""
    data = jpeg(256, 256)
    path = write(tmp_path, "half.jpg", data[: len(data) // 2])
    assert open_frame(path).size == (256, 256)
    refused(lambda: pixels_of(path), "E-FRAME")


@pytest.mark.parametrize("cut", range(4, 200, 28))
def test_a_tiff_cut_short_is_one_error(tmp_path: Path, cut: int) -> None:
    """A TIFF keeps its directory anywhere: each cut is an error, never a crash."""
    path = write(tmp_path, "cut.tif", tiff()[:cut])
    refused(lambda: pixels_of(path), "E-FRAME")


def test_other_files_are_no_frames(tmp_path: Path) -> None:
    """PNG, text and nothing are not frames, whatever their names."""
    buffer = io.BytesIO()
    Image.new("L", (4, 4)).save(buffer, "PNG")
    for name, data in (("a.jpg", buffer.getvalue()), ("b.jpg", b"hello"), ("c.tif", b"")):
        refused(partial(open_frame, write(tmp_path, name, data)), "E-FRAME")


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    """A header that claims 60,000 x 60,000 pixels reserves no memory."""
    bomb = bytearray(jpeg())
    start = bomb.index(b"\xff\xc0") + 5
    bomb[start : start + 4] = struct.pack(">HH", 60_000, 60_000)
    path = write(tmp_path, "bomb.jpg", bytes(bomb))
    with pytest.raises(SourceError) as caught:
        pixels_of(path)
    assert caught.value.code in {"E-FRAME", "E-FRAME-SIZE"}


def test_limits_hold(tmp_path: Path) -> None:
    """A file larger than the limit, or with more pixels, is refused."""
    path = write(tmp_path, "large.jpg", jpeg())
    refused(lambda: open_frame(path, limits=FrameLimits(file_bytes=100)), "E-FRAME-SIZE")
    refused(lambda: open_frame(path, limits=FrameLimits(pixels=100)), "E-FRAME-SIZE")
    with pytest.raises(UsageError, match="E-FILE"):
        open_frame(tmp_path / "none.jpg")


def test_what_is_no_picture_is_told_in_plain_words(tmp_path: Path) -> None:
    """No name of a library's fault, and no address in memory."""
    for data in (b"no picture", b"", jpeg()[:20], b"II*\0" + b"\xff" * 40):
        with pytest.raises(SourceError, match="E-FRAME") as told:
            pixels_of(write(tmp_path, "x.jpg", data))
        assert "picture" in told.value.found
        assert "Error" not in told.value.found
        assert "0x" not in told.value.found


def test_sixteen_bits_are_said_to_be_too_many(tmp_path: Path) -> None:
    """Masters of 16 bits would lose half of them: they are refused, not cut."""
    path = write(tmp_path, "deep.tif", tiff("I;16"))
    refused(lambda: pixels_of(path), "E-FRAME")


BILLION = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    b"<x>&b;</x>"
)
OUTSIDE = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><x>&f;</x>'


@pytest.mark.parametrize(
    "packet", [BILLION, OUTSIDE, b"<x", b"\xff\xfe\x00", b"<x>" + b"a" * (1 << 20) + b"</x>"]
)
def test_hostile_xmp_is_one_error(packet: bytes) -> None:
    """Entities, outside documents, torn and huge packets are refused unread."""
    refused(lambda: read_xmp(packet, where="frame"), "E-XMP")


def with_xmp(tmp_path: Path, **values: str) -> Path:
    """Write a TIFF with our own tags."""
    inner = " ".join(f'o:{name}="{text}"' for name, text in values.items())
    packet = (
        f'<x xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:o="{OURS}">'
        f"<rdf:Description {inner}/></x>"
    )
    return write(tmp_path, "own.tif", tiff(tiffinfo={700: packet.encode()}))


def test_our_own_damaged_tags_are_one_error(tmp_path: Path) -> None:
    """A pose, camera or time that is not what our writer writes is refused."""
    frame = open_frame(with_xmp(tmp_path, Pose="{}", Camera="[", TakenAt="yesterday"))
    refused(lambda: parts_of(frame), "E-FORM")
    refused(lambda: camera_of(frame), "E-JSON")
    refused(lambda: instant_of(frame), "E-INSTANT")


def test_content_rows_that_cannot_be_are_ignored(tmp_path: Path) -> None:
    """A margin larger than the picture is no margin."""
    assert open_frame(with_xmp(tmp_path, ContentRows="9999")).content_rows == 24
    assert open_frame(with_xmp(tmp_path, ContentRows="-1")).content_rows == 24
    assert open_frame(with_xmp(tmp_path, ContentRows="20")).content_rows == 20


def test_a_frame_without_place_or_angles_names_what_is_missing(tmp_path: Path) -> None:
    """The refusal lists each missing part."""
    frame = open_frame(write(tmp_path, "bare.jpg", jpeg()))
    said = refused(lambda: parts_of(frame).complete("bare.jpg"), "E-FRAME-POSE")
    for part in ("position", "height", "angles"):
        assert part in said.found


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("empty.txt", "", "E-ORIENTATION"),
        ("one.txt", "frame 1 2 3 4 5 6\n", "E-ORIENTATION"),
        ("geo.txt", "EPSG:32632\nframe 1\n", "E-ORIENTATION"),
        ("nan.txt", "EPSG:32632\nframe nan 5000000 3\n", "E-ORIENTATION"),
        ("far.txt", "EPSG:4326\nframe 200 100 3\n", "E-ORIENTATION"),
        ("twice.txt", "EPSG:4326\na.jpg 9 45 1\na.jpg 9 46 1\n", "E-ORIENTATION"),
        ("ypr.csv", "name,lon,lat,z,yaw,pitch,roll\na,9,45,1,0,-90,0\n", "E-ORIENTATION"),
        ("xy.csv", "name,x,y,z\na,500000,5000000,1\n", "E-ORIENTATION"),
        ("none.csv", "this,that\n1,2\n", "E-ORIENTATION"),
        ("inf.csv", "name,lon,lat,z\na,9,45,inf\n", "E-ORIENTATION"),
        ("short.csv", "name,lon,lat,z\na,9\n", "E-ORIENTATION"),
        ("torn.json", '[{"cameras":', "E-JSON"),
        ("list.json", "[1]", "E-OPENSFM"),
        ("bare.json", "{}", "E-OPENSFM"),
        ("deep.json", "[" * 100_000, "E-JSON"),
        ("nan.json", '[{"cameras": {}, "shots": {}, "reference_lla": NaN}]', "E-JSON"),
    ],
)
def test_orientation_files_that_are_not_whole_are_one_error(
    tmp_path: Path, name: str, text: str, code: str
) -> None:
    """Torn, unnamed, out of range: one error that names the file and what to say."""
    path = write(tmp_path, name, text)
    refused(lambda: read_orientations(path), code)


@pytest.mark.parametrize(
    "text",
    ["frame 1 2 3 4 5\n", "frame 1 2 3 4 5 x\n", "f 500000 5000000 3 0 0 0\nf 500001 5 3 0 0 0\n"],
)
def test_bare_rows_are_checked_row_by_row(tmp_path: Path, text: str) -> None:
    """With convention, grid and heights named, a bad row is still refused with its line."""
    path = write(tmp_path, "rows.txt", text)
    refused(lambda: read_orientations(path, OPK), "E-ORIENTATION")


def test_texts_in_another_encoding_or_too_large_are_refused(tmp_path: Path) -> None:
    """UTF-16 is named as what it is not; a limit holds."""
    path = write(tmp_path, "wide.txt", "EPSG:4326\nä 9 45 1\n".encode("utf-16"))
    refused(lambda: read_orientations(path), "E-FRAME-TEXT")
    large = write(tmp_path, "large.txt", "EPSG:4326\n" + "a 9 45 1\n" * 100)
    refused(lambda: read_orientations(large, limits=FrameLimits(text_bytes=99)), "E-FRAME-SIZE")
    unknown = Hints(Convention.OMEGA_PHI_KAPPA, "EPSG:0", "EGM96")
    rows = write(tmp_path, "rows.txt", "frame 1 2 3 4 5 6\n")
    refused(lambda: read_orientations(rows, unknown), "E-GRID")


SHOT = {"rotation": [0.0, 0.0, 0.0], "translation": [0.0, 0.0, 0.0], "camera": "c"}
LENS = {"projection_type": "brown", "width": 10, "height": 10, "focal_x": 1.0}
PLACE = {"latitude": 45.0, "longitude": 9.0, "altitude": 0.0}


@pytest.mark.parametrize(
    ("shot", "lens", "place"),
    [
        ({**SHOT, "rotation": [0.0, 0.0]}, LENS, PLACE),
        ({**SHOT, "rotation": [0.0, 0.0, "x"]}, LENS, PLACE),
        ({**SHOT, "translation": [1e12, 0.0, 0.0]}, LENS, PLACE),
        (SHOT, {**LENS, "projection_type": "spherical"}, PLACE),
        (SHOT, {**LENS, "width": 0}, PLACE),
        (SHOT, {**LENS, "width": True}, PLACE),
        (SHOT, {**LENS, "width": 1e9}, PLACE),
        (SHOT, LENS, {**PLACE, "latitude": 95.0}),
        (SHOT, LENS, {}),
    ],
)
def test_reconstructions_out_of_range_are_one_error(
    tmp_path: Path, shot: object, lens: object, place: object
) -> None:
    """Each number of a reconstruction is looked at before it is used."""
    document = [{"cameras": {"c": lens}, "shots": {"s": shot}, "reference_lla": place}]
    path = write(tmp_path, "reconstruction.json", json.dumps(document))
    refused(lambda: read_orientations(path), "E-OPENSFM")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{}", "E-FORM"),
        ('{"name":"c","focal_mm":-1,"sensor_mm":[36,24],"pixels":[10,10]}', "E-CAMERA"),
        ('{"name":"c","focal_mm":50,"sensor_mm":[36,24],"pixels":[10,10],"iso":1}', "E-FORM"),
        ('{"name":"c","focal_mm":NaN}', "E-JSON"),
    ],
)
def test_camera_files_are_checked(tmp_path: Path, text: str, code: str) -> None:
    """A camera file holds the fields of the form and no others, within range."""
    path = write(tmp_path, "camera.json", text)
    refused(lambda: read_camera(path), code)


def test_a_cropped_picture_does_not_fit_its_camera() -> None:
    """A picture of another shape was cropped or turned: its own camera is asked for."""
    camera = Camera("c", 50.0, (36.0, 24.0), (3600, 2400))
    assert fit(camera, (900, 600), "frame").pixels == (900, 600)
    refused(lambda: fit(camera, (600, 900), "frame"), "E-CAMERA-SIZE")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"annotations":[{"subject":"x"}]}', "E-FORM"),
        ('{"a":1}', "E-FORM"),
        (
            '{"annotations":[{"subject":"x","occasion":"never","category":"OF","codes":{}}]}',
            "E-FORM",
        ),
        ("[]", "E-FORM"),
    ],
)
def test_annotation_files_are_checked(tmp_path: Path, text: str, code: str) -> None:
    """A list of annotations, each with its place, category and codes."""
    path = write(tmp_path, "annotations.json", text)
    refused(lambda: read_annotations(path), code)


def test_exif_of_nonsense_is_nothing() -> None:
    """Wrong types, impossible times and infinite numbers are left out, not believed."""
    base: dict[int, object] = {271: "Maker\x00junk", 306: "2003:02:31 25:61:00"}
    lens: dict[int, object] = {37386: math.nan, 41989: -5, 41486: "x", 36867: None}
    gps: dict[int, object] = {1: "N", 2: (1.0, 2.0), 3: "E", 4: "x", 6: math.inf, 29: "x", 7: 3}
    assert read_exif(base, lens, gps) == Exif(camera="Maker")
    late = {7: (25.0, 0.0, 0.0), 29: "2003:05:08"}
    torn = {7: (1.0, "x", 0.0), 29: "2003:05:08", 2: (1.0, "x", 3.0)}
    never = {7: (1.0, 1.0, 0.0), 29: "2003:02:31"}
    for tags in (late, torn, never):
        assert read_exif({}, {}, dict(tags)) == Exif()
