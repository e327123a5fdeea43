"""STAC: what the folder's descriptions hold, and that pystac and the schemas accept them."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7
from tests.shared_data import shared

from overflight.errors import UsageError
from overflight.geodesy import FlatTerrain, Position
from overflight.imagery import (
    AircraftAngles,
    Asset,
    Camera,
    CataloguedFrame,
    Distortion,
    DistortionModel,
    FileMark,
    GimbalAngles,
    OmegaPhiKappa,
    Pose,
    as_fact,
    catalog,
    collection,
    footprint_of,
    item,
    multihash,
)
from overflight.imagery.stac import perspective
from overflight.treaty import write_form

CAMERA = Camera("mapper", 100.0, (60.0, 40.0), (600, 400))
AT = datetime(2003, 5, 8, 9, 12, tzinfo=UTC)
MARK = FileMark("0012.tif", "ab" * 32, 1234)


def frame(
    name: str = "0012",
    *,
    at: Position | None = None,
    simulated: bool = True,
    angles: AircraftAngles | OmegaPhiKappa | None = None,
) -> CataloguedFrame:
    """Return a frame over level ground."""
    turned = angles or AircraftAngles(75.0, 0.5, -1.0)
    pose = Pose(at or Position(8.5, 44.3), 3000.0, "WGS 84", turned)
    return CataloguedFrame(
        frame=name,
        mission="2003-OS3001",
        strip="S1",
        sensor="OF-1",
        original=MARK,
        taken_at=AT,
        camera=CAMERA,
        pose=pose,
        footprint=footprint_of(CAMERA, pose, FlatTerrain()),
        simulated=simulated,
        annotation={"frame_no": "12"} if simulated else {},
    )


FILE = FileMark("0012.tif", "cd" * 32, 99)
ASSET = Asset("image", FILE, "image/tiff", ("data",), "Frame", (424, 600))


def validator(path: Path) -> jsonschema.Draft7Validator:
    """Return a validator that finds every schema in the folder of this one, never on the net."""
    root = shared("data", "schemas")
    resources = []
    for file in root.rglob("*.json"):
        schema = json.loads(file.read_text("utf-8"))
        resource = Resource.from_contents(schema, default_specification=DRAFT7)
        address = f"https://{file.relative_to(root)}"
        resources += [(address, resource), (str(schema.get("$id", address)).rstrip("#"), resource)]
    registry: Registry[Any] = Registry().with_resources(resources)
    return jsonschema.Draft7Validator(json.loads(path.read_text("utf-8")), registry=registry)


def schema(*parts: str) -> Path:
    """Return a schema file."""
    return shared("data", "schemas", *parts)


ITEM = ("schemas.stacspec.org", "v1.1.0", "item-spec", "json-schema", "item.json")
COLLECTION = ("schemas.stacspec.org", "v1.1.0", "collection-spec", "json-schema", "collection.json")
CATALOG = ("schemas.stacspec.org", "v1.1.0", "catalog-spec", "json-schema", "catalog.json")
EXTENSIONS = [
    ("stac-extensions.github.io", "perspective-imagery", "v1.0.0", "schema.json"),
    ("stac-extensions.github.io", "file", "v2.1.0", "schema.json"),
    ("stac-extensions.github.io", "projection", "v2.0.0", "schema.json"),
]


@pytest.mark.parametrize("parts", [ITEM, *EXTENSIONS])
@pytest.mark.parametrize(
    "angles", [None, OmegaPhiKappa(0.5, 0.2, -75.0, "EPSG:32632")], ids=["aircraft", "grid"]
)
def test_an_item_is_valid(parts: tuple[str, ...], angles: OmegaPhiKappa | None) -> None:
    """STAC 1.1 and the three extensions accept a frame, whatever its angles."""
    validator(schema(*parts)).validate(item(frame(angles=angles), [ASSET]))


def test_collection_and_catalogue_are_valid() -> None:
    """STAC 1.1 accepts the strip and the root."""
    described = collection([frame(), frame("0013")], title="Strip S1")
    validator(schema(*COLLECTION)).validate(described)
    validator(schema(*CATALOG)).validate(catalog({"S1": "one"}, name="x", description="y"))


def test_simulated_frames_say_so_in_the_item_and_the_collection() -> None:
    """SIMULATED stands in title, description, property, keyword and summary."""
    made = json.dumps(item(frame(), [ASSET]))
    assert '"overflight:simulated": true' in made
    assert "SIMULATED" in made
    strip = collection([frame()], title="Strip")
    assert "SIMULATED" in str(strip["description"])
    assert strip["keywords"] == ["overflight", "simulated"]
    real = item(frame(simulated=False), [ASSET])
    assert "SIMULATED" not in json.dumps(real)


def test_links_are_relative() -> None:
    """A catalogue that is copied anywhere still opens: no link names a host or a folder above."""
    made = [
        item(frame(), [ASSET]),
        collection([frame()], title="Strip"),
        catalog({"S1": "one"}, name="x", description="y"),
    ]
    for document in made:
        links = document["links"]
        assert isinstance(links, list)
        assert all(link["href"].startswith(("./", "../")) for link in links)
        assert all(link["rel"] != "self" for link in links)


def test_a_checksum_is_a_multihash() -> None:
    """SHA-256 is function 0x12 with 0x20 bytes."""
    assert multihash("ab" * 32) == "1220" + "ab" * 32


def test_nominal_millimetres_are_not_published() -> None:
    """A camera known only in units of its picture publishes no focal length."""
    camera = Camera("phone", 24.0, (36.0, 24.0), (600, 400), nominal=True)
    pose = Pose(Position(8.5, 44.3), 100.0, "WGS 84", GimbalAngles(0, -90, 0))
    interior = perspective(camera, pose)["pers:interior_orientation"]
    assert isinstance(interior, dict)
    assert "focal_length" not in interior


def test_radial_distortion_is_published_where_the_extension_can_hold_it() -> None:
    """The extension knows radial terms only; with tangential ones nothing half-true is given."""
    pose = Pose(Position(8.5, 44.3), 100.0, "WGS 84", GimbalAngles(0, -90, 0))
    radial = Distortion(DistortionModel.BROWN, (-0.1, 0.02, 0.0, 0.0, 0.0))
    both = Distortion(DistortionModel.BROWN, (-0.1, 0.02, 0.0, 0.001, 0.0))
    for distortion, known in ((radial, True), (both, False)):
        camera = Camera("bent", 24.0, (36.0, 24.0), (600, 400), distortion=distortion)
        interior = perspective(camera, pose)["pers:interior_orientation"]
        assert isinstance(interior, dict)
        assert ("radial_distortion" in interior) is known


def test_heights_of_an_unknown_surface_give_no_perspective_centre() -> None:
    """ECEF needs heights above the ellipsoid: where they are not known the centre is left out."""
    pose = Pose(Position(8.5, 44.3), 100.0, "EGM96", GimbalAngles(0, -90, 0))
    assert "pers:perspective_center" not in perspective(CAMERA, pose)
    grid = Pose(Position(8.5, 44.3), 100.0, "EGM96", OmegaPhiKappa(0, 0, 0, "EPSG:32632"))
    assert perspective(CAMERA, grid)["pers:vertical_crs"] == 5773
    assert perspective(CAMERA, grid)["pers:crs"] == 32632


def test_grids_without_code_and_unknown_heights_are_given_as_they_are() -> None:
    """A PROJ string stays a string, and an unknown surface gets no vertical system."""
    angles = OmegaPhiKappa(0, 0, 0, "+proj=tmerc +lon_0=9 +ellps=WGS84")
    fields = perspective(CAMERA, Pose(Position(8.5, 44.3), 100.0, "unstated", angles))
    assert fields["pers:crs"] == angles.grid
    assert "pers:vertical_crs" not in fields


def test_what_is_not_known_is_left_out() -> None:
    """No centre, no ``gsd``; no doubts, no list of doubts."""
    whole = frame()
    ground = whole.footprint
    blind = replace(ground.spacing, across_m=math.nan)
    bare = replace(whole, footprint=replace(ground, spacing=blind, doubts=()))
    properties = item(bare, [replace(ASSET, shape=None)])["properties"]
    assert isinstance(properties, dict)
    assert "gsd" not in properties
    assert "overflight:doubts" not in properties
    assert properties["overflight:angles"]["convention"] == "AircraftAngles"
    turned = replace(whole.pose, angles=OmegaPhiKappa(0.0, 0.0, 0.0))
    plain = item(replace(whole, pose=turned), [ASSET])["properties"]
    assert isinstance(plain, dict)
    assert "grid" not in plain["overflight:angles"]


def test_a_collection_over_the_antimeridian_takes_all_longitudes() -> None:
    """Boxes on both sides have no smaller common one in STAC."""
    far = [frame("a", at=Position(179.999, 60.0)), frame("b", at=Position(179.9, 60.0))]
    extent = collection(far, title="Strip")["extent"]
    assert isinstance(extent, dict)
    assert extent["spatial"]["bbox"][0][0::2] == [-180.0, 180.0]


def test_a_strip_without_frames_is_refused() -> None:
    """There is nothing to describe."""
    with pytest.raises(UsageError, match="E-STRIP"):
        collection([], title="empty")


@pytest.mark.parametrize("name", ["", "../up", "a/b", "-x", "a" * 101, "ä"])
def test_ids_that_are_no_file_names_are_refused(name: str) -> None:
    """A frame id becomes a file name: no path may hide in it."""
    with pytest.raises(UsageError, match="E-FRAME-ID"):
        frame(name)


def test_a_fact_holds_no_floats() -> None:
    """Statement bodies hold decimal strings: degrees to 1 cm, metres to 0.1 mm."""

    def floats(value: object) -> bool:
        if isinstance(value, dict):
            return any(floats(v) for v in value.values())
        if isinstance(value, list):
            return any(floats(v) for v in value)
        return isinstance(value, float)

    body = write_form(as_fact(frame()))
    assert not floats(body)
    assert body["simulated"] is True
    assert body["footprint"][0]["lon_deg"].startswith("8.")
