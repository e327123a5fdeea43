"""``overflight frame`` from the command line: what it says, writes, and leaves with."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from tests.shared_data import shared
from typer.testing import CliRunner, Result

from overflight.adapters.frames import write_simulated
from overflight.cli import frame as commands
from overflight.errors import SourceError, UsageError
from overflight.geodesy import FlatTerrain, Position
from overflight.imagery import AircraftAngles, Camera, CameraSimulator, Optics, Pose, Scene

CAMERA = Camera("sim", 150.0, (60.0, 40.0), (300, 200))
AT = datetime(2003, 5, 8, 9, 12, tzinfo=UTC)
LEVEL = ("--ground", "0", "--dem-heights", "WGS 84")


def ask(*words: object) -> Result:
    """Run one command of the noun in this process."""
    return CliRunner().invoke(commands.app, [str(word) for word in words])


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """Return a simulated frame taken from 3,000 m."""
    origin = Position(8.5, 44.3)
    scene = Scene(FlatTerrain(), lambda lon, lat: np.isfinite(lon + lat), origin, seed=6)
    pose = Pose(origin, 3000.0, "WGS 84", AircraftAngles(75.0, 0.5, -1.0))
    made = CameraSimulator(CAMERA, scene, Optics()).take(pose, caption="0012", seed=1)
    path = tmp_path / "0012.tif"
    write_simulated(path, made, CAMERA, pose, AT)
    return path


def test_show_names_camera_pose_and_spacing(picture: Path) -> None:
    """People see SIMULATED, the convention, the spacing and that it is no ground resolution."""
    said = ask("show", picture, *LEVEL)
    assert said.exit_code == 0
    for part in ("SIMULATED", "AircraftAngles", "counted from: WGS 84", "not ground resolution"):
        assert part in said.output
    short = ask("show", picture)
    assert "spacing" not in short.output


def test_show_as_json(picture: Path) -> None:
    """Programs get numbers: 4 m a pixel from 3,000 m."""
    shown = json.loads(ask("show", picture, *LEVEL, "--json").output)
    assert shown["simulated"] is True
    assert shown["taken_at"] == "2003-05-08T09:12:00Z"
    assert shown["ground"]["gsd_across_m"] == pytest.approx(4.0, rel=0.01)
    assert "ground" not in json.loads(ask("show", picture, "--json").output)


def test_footprint_as_text_and_geojson(picture: Path) -> None:
    """The ring as GeoJSON; four corners for people."""
    drawn = json.loads(ask("footprint", picture, *LEVEL, "--geojson").output)
    assert drawn["geometry"]["type"] == "Polygon"
    assert drawn["properties"]["simulated"] is True
    assert ask("footprint", picture, *LEVEL).output.count("corner") == 4
    told = ask("footprint", picture)
    assert isinstance(told.exception, UsageError)
    assert told.exception.code == "E-TERRAIN"


def test_footprint_on_a_raster() -> None:
    """A survey frame with its orientation file, camera file and heights."""
    folder = shared("data", "frames", "odm_toufeng")
    said = ask(
        "footprint",
        folder / "100_0005_0018.tif",
        "--orientation",
        folder / "reconstruction.json",
        "--heights",
        "WGS 84",
        "--dem",
        folder / "dsm.tif",
        "--dem-heights",
        "WGS 84",
        "--json",
    )
    properties = json.loads(said.output)["properties"]
    assert 0.05 < properties["gsd_finest_m"] < properties["gsd_coarsest_m"] < 0.6
    assert any("not known" in doubt for doubt in properties["doubts"])


def test_annotate_makes_codes_and_checks_them(picture: Path) -> None:
    """Frame and event codes, kept; without a height only the frame."""
    said = ask("annotate", picture, "--number", 12, "--height-agl", 3000)
    assert said.exit_code == 0
    for code in ("03000M", "44.30N 008.50E", "075", "2003-05-08T09:12Z", "1.0L"):
        assert code in said.output
    made = json.loads(ask("annotate", picture, "--number", 12, "--json").output)
    assert [one["occasion"] for one in made["annotations"]] == ["frame"]
    assert {finding["outcome"] for finding in made["findings"]} == {"kept"}


def test_annotate_without_a_time_is_broken_unless_it_is_given() -> None:
    """A camera's local time is not taken for UTC: the item is missing until somebody says it."""
    frame = shared("data", "frames", "brighton", "DJI_0018.JPG")
    said = ask("annotate", frame, "--number", 1)
    assert said.exit_code == 1
    assert "datetime" in said.output
    assert ask("annotate", frame, "--number", 1, "--at", "2016-06-23T21:31:59Z").exit_code == 0


def test_check_leaves_with_its_outcome(tmp_path: Path) -> None:
    """0 kept, 1 broken, 3 open where the year of the quota is not given."""
    leader = {
        "flight_ref": "OS3001",
        "datetime": "2003-05-08",
        "sensor_desc": "OFBP",
        "sensor_config": "INT1V",
        "focal_length": "152.4",
    }
    path = tmp_path / "annotations.json"
    one = {"subject": "leader", "occasion": "medium", "category": "OF", "codes": leader}
    path.write_text(json.dumps({"annotations": [one]}), encoding="utf-8")
    assert ask("check", path, "--year", 2003).exit_code == 0
    assert ask("check", path).exit_code == 3
    del leader["focal_length"]
    path.write_text(json.dumps({"annotations": [one]}), encoding="utf-8")
    broken = ask("check", path, "--year", 2003, "--json")
    assert broken.exit_code == 1
    assert json.loads(broken.output)["outcome"] == "broken"


def test_catalogue_writes_a_folder(picture: Path, tmp_path: Path) -> None:
    """A catalogue of one frame, said in one line or as JSON."""
    words = ("--mission", "2003-OS3001", "--sensor", "OF-1", *LEVEL)
    said = ask("catalogue", picture, "--out", tmp_path / "one", *words)
    assert said.exit_code == 0
    assert "1 frame in 1 strip" in said.output
    made = json.loads(ask("catalogue", picture, "--out", tmp_path / "two", *words, "--json").output)
    assert made["strips"][0]["frames"] == ["0012"]
    assert Path(made["catalogue"]).exists()


def test_catalogue_needs_the_instant(tmp_path: Path) -> None:
    """A frame without a time in UTC is refused, with the local time it does state."""
    frame = shared("data", "frames", "brighton", "DJI_0018.JPG")
    words = ("--mission", "2003-OS3001", "--sensor", "OF-1", "--ground", "158.5")
    said = ask("catalogue", frame, "--out", tmp_path / "one", *words)
    assert isinstance(said.exception, SourceError)
    assert said.exception.code == "E-FRAME-TIME"
    assert "2016:06:23" in said.exception.found


@pytest.mark.parametrize(
    ("words", "code"), [(("--angles", "euler"), "E-ANGLES"), (("--category", "XX"), "E-CATEGORY")]
)
def test_unknown_names_are_refused(picture: Path, words: tuple[str, str], code: str) -> None:
    """Conventions and categories come from closed lists, and the error lists them."""
    said = ask("annotate", picture, "--number", 1, *words)
    assert isinstance(said.exception, UsageError)
    assert said.exception.code == code
