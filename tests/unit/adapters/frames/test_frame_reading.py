"""Frames and the files beside them: what is read, in which order, under which name."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.shared_data import shared

from overflight.adapters.frames import (
    Convention,
    Hints,
    PoseParts,
    camera_of,
    frame_case,
    instant_of,
    open_frame,
    parts_of,
    pixels_of,
    read_annotations,
    read_camera,
    read_orientations,
    told,
)
from overflight.adapters.frames.exif import read_exif
from overflight.adapters.frames.xmp import read_gdal_items, read_xmp, write_xmp
from overflight.errors import SourceError
from overflight.geodesy import Position
from overflight.imagery import (
    UNSTATED,
    AircraftAngles,
    Angles,
    Camera,
    DistortionModel,
    GimbalAngles,
    OmegaPhiKappa,
)
from overflight.treaty import write_form

DJI = (
    '<x xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:d="http://www.dji.com/drone-dji/1.0/"><rdf:Description '
    'd:GimbalYawDegree="+45.00" d:GimbalPitchDegree="-89.90" d:GimbalRollDegree="+0.00" '
    'd:AbsoluteAltitude="+198.31" d:GpsLatitude="46.8" d:GpsLongtitude="-91.9"/></x>'
)


def save(
    folder: Path,
    name: str,
    tiffinfo: dict[int, bytes] | None = None,
    exif: Image.Exif | None = None,
) -> Path:
    """Write a small grey picture, with tags if there are any."""
    path = folder / name
    picture = Image.fromarray(np.arange(48, dtype=np.uint8).reshape(6, 8))
    if tiffinfo is not None:
        picture.save(path, tiffinfo=tiffinfo)
    elif exif is not None:
        picture.save(path, exif=exif)
    else:
        picture.save(path)
    return path


def test_xmp_is_read_whatever_prefix_and_form_it_has() -> None:
    """Attributes and elements, any prefix, padding and the packet wrapper of TIFF tools."""
    packet = b"xml:XMP=" + DJI.encode() + b" \n\x00\x00"
    assert read_xmp(packet, where="x")["dji:GimbalPitchDegree"] == "-89.90"
    elements = (
        b'\xef\xbb\xbf<y xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        b'xmlns:q="http://ns.sensefly.com/sensefly/1.0/"><r:Description>'
        b"<q:Heading> 71.2 </q:Heading><q:Empty/><z/></r:Description></y>"
    )
    assert read_xmp(elements, where="x") == {"sensefly:Heading": "71.2"}


def test_our_own_packet_reads_back() -> None:
    """What is written is read, quotes and angle brackets included."""
    values = {"Simulated": "true", "Pose": '{"a": "<&>"}'}
    read = read_xmp(write_xmp(values), where="x")
    assert read == {f"overflight:{name}": text for name, text in values.items()}


def test_gdal_items_are_read() -> None:
    """GDAL keeps EXIF as text items in a tag of its own."""
    text = '<GDALMetadata><Item name="EXIF_FocalLength">(8.8)</Item><Item>x</Item></GDALMetadata>'
    assert read_gdal_items(text, where="x") == {"EXIF_FocalLength": "(8.8)"}


def test_exif_times_need_a_zone() -> None:
    """A local time is not taken for UTC; with an offset or a GPS time it is one."""
    local = {36867: "2003:05:08 11:12:30"}
    assert read_exif({}, dict(local), {}).taken_at is None
    assert read_exif({}, dict(local), {}).local_time == "2003:05:08 11:12:30"
    at = datetime(2003, 5, 8, 9, 12, 30, tzinfo=UTC)
    assert read_exif({}, {**local, 36881: "+02:00"}, {}).taken_at == at
    assert read_exif({}, {36868: "2003:05:08 07:42:30", 36880: "-01:30"}, {}).taken_at == at
    gps = {29: "2003:05:08", 7: (9.0, 12.0, 30.5)}
    assert read_exif({}, {}, dict(gps)).taken_at == at


def test_exif_below_the_sea_and_in_the_west() -> None:
    """Reference tags turn signs: south, west, below sea level."""
    gps = {1: "S", 2: (33.0, 30.0, 0.0), 3: "W", 4: (18.0, 0.0, 36.0), 5: b"\x01", 6: 12.0}
    found = read_exif({}, {}, dict(gps))
    assert (found.lat_deg, found.lon_deg, found.height_m) == (-33.5, -18.01, -12.0)


def test_the_sensor_is_that_of_the_whole_picture() -> None:
    """A resampled file keeps the sensor of the camera: 4,000 pixels at 16,393 an inch, 6.2 mm."""
    tags = {41486: 16393.4426, 41487: 16393.4426, 41488: 2, 40962: 4000, 40963: 3000}
    found = read_exif({}, dict(tags), {})
    assert found.sensor_mm == pytest.approx((6.1976, 4.6482), abs=1e-3)
    assert read_exif({}, {**tags, 41488: 9}, {}).sensor_mm is None


def test_dji_and_sensefly_and_nothing(tmp_path: Path) -> None:
    """The gimbal's angles, the aircraft's, or none; places of zero are no fix."""
    path = save(tmp_path, "dji.tif", tiffinfo={700: DJI.encode()})
    parts = parts_of(open_frame(path))
    assert parts.angles == GimbalAngles(45.0, -89.9, 0.0)
    assert parts.at == Position(-91.9, 46.8)
    assert parts.height_system == UNSTATED
    body = DJI.replace("http://www.dji.com/drone-dji/1.0/", "http://ns.sensefly.com/sensefly/1.0/")
    for old, new in (
        ("GimbalYawDegree", "Heading"),
        ("GimbalPitchDegree", "PitchAngle"),
        ("GimbalRollDegree", "RollAngle"),
        ("GpsLatitude", "Latitude"),
        ("GpsLongtitude", "Longitude"),
        ("AbsoluteAltitude", "AltitudeWGS84"),
    ):
        body = body.replace(old, new)
    found = parts_of(open_frame(save(tmp_path, "fly.tif", tiffinfo={700: body.encode()})))
    assert found.angles == AircraftAngles(45.0, -89.9, 0.0)
    assert found.height_system == "WGS 84"
    zeros = DJI.replace('"46.8"', '"0"').replace('"-91.9"', '"0.0"')
    torn = DJI.replace('"+45.00"', '"x"')
    no_fix = parts_of(open_frame(save(tmp_path, "zeros.tif", tiffinfo={700: zeros.encode()})))
    no_yaw = parts_of(open_frame(save(tmp_path, "torn.tif", tiffinfo={700: torn.encode()})))
    assert no_fix.at is None
    assert no_yaw.angles is None
    assert parts_of(open_frame(save(tmp_path, "none.jpg"))) == PoseParts()


_LENS = {
    "focal": 37386,
    "film": 41989,
    "x": 41486,
    "y": 41487,
    "unit": 41488,
    "w": 40962,
    "h": 40963,
}


def exif_of(**tags: float) -> Image.Exif:
    """Return EXIF with lens tags."""
    exif = Image.Exif()
    names = {
        "focal": 37386,
        "film": 41989,
        "x": 41486,
        "y": 41487,
        "unit": 41488,
        "w": 40962,
        "h": 40963,
    }
    exif.get_ifd(34665).update({names[name]: value for name, value in tags.items()})
    return exif


def test_cameras_from_tags_in_their_order(tmp_path: Path) -> None:
    """Calibrated focal length, then focal plane, then the rounded one of 35 mm film, then none."""
    plane = exif_of(focal=4.3, x=16393.44, y=16393.44, unit=2, w=4000, h=3000)
    camera = camera_of(open_frame(save(tmp_path, "plane.jpg", exif=plane)))
    assert camera is not None
    assert camera.sensor_mm[0] == pytest.approx(6.1976, abs=1e-3)
    film = camera_of(open_frame(save(tmp_path, "film.jpg", exif=exif_of(film=20))))
    assert film is not None
    assert film.nominal
    assert camera_of(open_frame(save(tmp_path, "none.jpg"))) is None


def test_a_calibrated_focal_length_in_pixels(tmp_path: Path) -> None:
    """3,666.7 pixels of a picture 5,472 wide are 8.8 mm; the file at hand is 1,368 wide."""
    shown = camera_of(open_frame(shared("data", "frames", "odm_toufeng", "100_0005_0018.tif")))
    assert shown is not None
    assert shown.sensor_mm[0] == pytest.approx(8.8 / 3666.667 * 5472, rel=1e-5)
    # The middle is said to be at 2736: without it the file's own width is taken.
    assert shown.pixels == (1368, 912)


def test_pixels_are_decoded_to_grey_or_colour(tmp_path: Path) -> None:
    """One band stays one; palettes, CMYK and alpha become three bands."""
    assert pixels_of(save(tmp_path, "grey.tif")).shape == (6, 8)
    for mode in ("RGBA", "CMYK", "P"):
        path = tmp_path / f"{mode}.tif"
        Image.new(mode, (8, 6)).save(path)
        assert pixels_of(path).shape == (6, 8, 3)


def test_geo_txt_gives_places_and_angles_only_under_a_name(tmp_path: Path) -> None:
    """Grids, UTM names and degrees; three angles count only if the user names them."""
    rows = "a.JPG 500000 5000000 120 45 -90 0\nb.jpg 500010 5000000\n"
    path = tmp_path / "geo.txt"
    for head in ("EPSG:32632", "WGS84 UTM 32N", "+proj=utm +zone=32 +datum=WGS84"):
        path.write_text(f"{head}\n{rows}", encoding="utf-8")
        known = read_orientations(path)
        assert known.of("a.jpg").at is not None
        assert known.of("a.tif").angles is None
        assert known.of("b.JPG").height_m is None
        assert known.of("c.jpg") == PoseParts()
    named = read_orientations(path, Hints(Convention.GIMBAL, "", "WGS 84"))
    assert named.of("a.jpg").angles == GimbalAngles(45.0, -90.0, 0.0)
    assert named.convention == "gimbal"
    south = tmp_path / "south.txt"
    south.write_text("WGS84 UTM 33S\na 500000 6000000 1\n", encoding="utf-8")
    at = read_orientations(south).of("a").at
    assert at is not None
    assert at.lat_deg < -30
    plain = tmp_path / "plain.txt"
    plain.write_text("EPSG:4326\na 9 45 1\n", encoding="utf-8")
    assert read_orientations(plain).of("a").at == Position(9.0, 45.0)


def test_tables_name_their_convention_by_their_columns(tmp_path: Path) -> None:
    """omega, phi, kappa; heading, pitch, roll; gimbal columns; or a user who says which."""
    path = tmp_path / "table.csv"
    fly = "file;lon;lat;alt_wgs84_m;heading_deg;pitch_deg;roll_deg\na.jpg;9;45;9;1;2;3\n"
    held = "image\tlon\tlat\theight\tgimbal_yaw\tgimbal_pitch\tgimbal_roll\na\t9\t45\t9\t1\t2\t3\n"
    cases: list[tuple[str, Angles | None]] = [
        (
            "name,x,y,z,omega,phi,kappa\na,500000,5000000,9,1,2,3\n",
            OmegaPhiKappa(1, 2, 3, "EPSG:32632"),
        ),
        (fly, AircraftAngles(1, 2, 3)),
        (held, GimbalAngles(1, 2, 3)),
        ("frame,lon,lat,z\na,9,45,9\n", None),
    ]
    for text, angles in cases:
        path.write_text(text, encoding="utf-8")
        found = read_orientations(path, Hints(grid="EPSG:32632")).of("a")
        assert found.angles == angles
        assert found.height_m == 9.0
    path.write_text("name,lon,lat,z,yaw,pitch,roll\na,9,45,9,1,2,3\n", encoding="utf-8")
    named = read_orientations(path, Hints(Convention.AIRCRAFT, mount_deg=90.0))
    assert named.of("a").angles == AircraftAngles(1, 2, 3, 90.0)


def test_bare_rows_in_degrees(tmp_path: Path) -> None:
    """Without a grid the place is longitude and latitude."""
    path = tmp_path / "rows.txt"
    path.write_text("dir/a.tif 9 45 100 1 2 3\n", encoding="utf-8")
    found = read_orientations(path, Hints(Convention.GIMBAL, "", "EGM96")).of("a.tif")
    assert found.at == Position(9.0, 45.0)
    assert found.height_system == "EGM96"


def reconstruction(kind: str, **more: float) -> str:
    """Return a reconstruction of one shot that looks down from 100 m."""
    lens = {"projection_type": kind, "width": 400, "height": 300, "focal": 0.8, **more}
    shot = {"rotation": [3.141592653589793, 0.0, 0.0], "translation": [0.0, 0.0, 100.0]}
    return json.dumps(
        {
            "cameras": {"c": lens},
            "shots": {"a.jpg": {**shot, "camera": "c"}},
            "reference_lla": {"latitude": 45.0, "longitude": 9.3, "altitude": 20.0},
        }
    )


def test_reconstructions_of_opensfm_and_opendronemap(tmp_path: Path) -> None:
    """Whole metres of UTM mean OpenDroneMap; a grid the user names wins; cameras are nominal."""
    path = tmp_path / "reconstruction.json"
    path.write_text(reconstruction("perspective", k1=-0.1), encoding="utf-8")
    own = read_orientations(path)
    assert "OpenSfM" in own.convention
    assert own.of("a.jpg").height_m == pytest.approx(120.0)
    assert own.cameras["c"].nominal
    assert own.cameras["c"].distortion.coefficients[0] == -0.1
    told_grid = read_orientations(path, Hints(grid="EPSG:32632", height_system="EGM96"))
    assert "EPSG:32632" in told_grid.convention
    path.write_text(reconstruction("fisheye"), encoding="utf-8")
    lens = read_orientations(path).cameras["c"].distortion
    assert lens.model is DistortionModel.FISHEYE
    real = read_orientations(shared("data", "frames", "odm_toufeng", "reconstruction.json"))
    assert "EPSG:32651" in real.convention


def test_a_case_takes_files_beside_the_frame_before_its_own_tags(tmp_path: Path) -> None:
    """Pose from the orientation file, height surface from the user, camera from its file."""
    path = save(tmp_path, "dji.tif", tiffinfo={700: DJI.encode()})
    camera = Camera("cal", 50.0, (36.0, 27.0), (800, 600))
    camera_file = tmp_path / "camera.json"
    camera_file.write_text(json.dumps(write_form(camera)), encoding="utf-8")
    assert read_camera(camera_file) == camera
    rows = tmp_path / "geo.txt"
    rows.write_text("EPSG:4326\ndji.tif 9 45\n", encoding="utf-8")
    case = frame_case(path, told(rows, camera_file, Hints(height_system="EGM96")))
    assert case.pose.at == Position(9.0, 45.0)
    assert case.pose.height_m == 198.31
    assert case.pose.height_system == "EGM96"
    assert case.pose.angles == GimbalAngles(45.0, -89.9, 0.0)
    assert case.camera.pixels == (8, 6)
    assert case.taken_at is None
    with pytest.raises(SourceError, match="E-FRAME-CAMERA"):
        frame_case(path, told(None, None, Hints()))


def test_sensefly_times_are_utc() -> None:
    """The autopilot writes UTC without the letter Z."""
    file = open_frame(shared("data", "frames", "seneca", "IMG_0462.jpg"))
    assert instant_of(file) == datetime(2013, 6, 4, 17, 39, 43, tzinfo=UTC)


def test_annotations_are_read(tmp_path: Path) -> None:
    """A file as people write it."""
    path = tmp_path / "annotations.json"
    one = {"subject": "frame 1", "occasion": "frame", "category": "OF", "codes": {"frame_no": "1"}}
    path.write_text(json.dumps({"annotations": [one]}), encoding="utf-8")
    assert read_annotations(path)[0].codes == {"frame_no": "1"}


def test_a_kite_frame_is_no_frame_of_known_pose() -> None:
    """The picture of copr has lens and sensor in EXIF, but neither place nor angles."""
    file = open_frame(shared("data", "frames", "copr", "IMG_0031.jpg"))
    camera = camera_of(file)
    assert camera is not None
    assert camera.sensor_mm == pytest.approx((22.3, 14.83), abs=0.01)
    with pytest.raises(SourceError, match=r"no position.*no height, no angles"):
        parts_of(file).complete(file.mark.name)


def test_a_drone_frame_looks_straight_down_from_forty_metres() -> None:
    """Brighton: DJI says 39.8 m above take-off, gimbal at -89.9: 1.9 cm a pixel."""
    file = open_frame(shared("data", "frames", "brighton", "DJI_0018.JPG"))
    pose = parts_of(file).complete("DJI_0018.JPG")
    assert pose.tilt_deg == pytest.approx(0.1, abs=1e-6)
    assert pose.heading_and_roll[0] == pytest.approx(45.0, abs=0.1)
