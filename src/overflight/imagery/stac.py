"""Describe frames as STAC 1.1: an item a frame, a collection a strip, one catalogue.

Plain JSON values with relative links, so that a folder can be copied and still opens. Extensions:
perspective-imagery 1.0.0, file 2.1.0, projection 2.0.0. What STAC has no word for stands under
``overflight:``; ``gsd`` there and here is a pixel spacing, not ground resolution.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np
from pyproj import Proj

from overflight.deadlines import format_instant
from overflight.errors import UsageError
from overflight.imagery.camera import Camera, DistortionModel
from overflight.imagery.earth import ecef, enu_axes
from overflight.imagery.frames import CataloguedFrame, FileMark
from overflight.imagery.orientation import OmegaPhiKappa, Pose, rotation
from overflight.imagery.rings import bounding_box, geometry

__all__ = ["Asset", "catalog", "collection", "item", "multihash", "perspective"]

Json = dict[str, object]

_VERSION = "1.1.0"
_PERSPECTIVE = "https://stac-extensions.github.io/perspective-imagery/v1.0.0/schema.json"
_FILE = "https://stac-extensions.github.io/file/v2.1.0/schema.json"
_PROJECTION = "https://stac-extensions.github.io/projection/v2.0.0/schema.json"
_VERTICAL = {"EGM96": 5773, "EGM2008": 3855}  # EPSG codes of the height systems


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that belongs to a frame, beside its item.

    Args:
        key: Name of the asset in the item.
        mark: Name, size and hash of the file.
        media_type: Its media type.
        roles: What it is for (``data``, ``thumbnail``, ``metadata``).
        title: For people.
        shape: Rows and columns of a picture; none for other files.
    """

    key: str
    mark: FileMark
    media_type: str
    roles: tuple[str, ...]
    title: str
    shape: tuple[int, int] | None = None


def multihash(sha256: str) -> str:
    """Return a SHA-256 as a multihash: function 0x12, length 0x20, then the hash, in hex."""
    return f"1220{sha256}"


def _link(rel: str, href: str, *, geojson: bool = False) -> Json:
    return {
        "rel": rel,
        "href": href,
        "type": "application/geo+json" if geojson else "application/json",
    }


def _interior(camera: Camera) -> Json:
    """Return the interior orientation; lengths only where they are real millimetres."""
    values: Json = {
        "camera_id": camera.name,
        "sensor_array_dimensions": list(camera.pixels),
    }
    if not camera.nominal:
        values["pixel_spacing"] = list(camera.pitch_mm)
        values["focal_length"] = camera.focal_mm
        values["principal_point_offset"] = list(camera.offset_mm)
    if camera.distortion.model is DistortionModel.BROWN and camera.distortion.coefficients[3:] == (
        0.0,
        0.0,
    ):
        values["radial_distortion"] = [0.0, *camera.distortion.coefficients[:3]]
    return values


def perspective(camera: Camera, pose: Pose) -> Json:
    """Return the fields of the perspective-imagery extension for a camera and its pose.

    The rotation matrix turns the spatial system into the image system, row by row: the transpose
    of ours. Angles on a grid keep their grid; any other pose is given in ECEF (EPSG:4978), which
    needs heights above the ellipsoid, and where those are not known place and matrix are left out.

    Args:
        camera: The camera.
        pose: Where it stood and how it was turned.
    """
    fields: Json = {"pers:interior_orientation": _interior(camera)}
    at, angles = pose.at, pose.angles
    if isinstance(angles, OmegaPhiKappa) and angles.grid:
        code = angles.grid.upper().removeprefix("EPSG:")
        east, north = Proj(angles.grid)(at.lon_deg, at.lat_deg)
        local = OmegaPhiKappa(angles.omega_deg, angles.phi_deg, angles.kappa_deg)
        fields |= {
            "pers:crs": int(code) if code.isdecimal() else angles.grid,
            "pers:perspective_center": [round(east, 4), round(north, 4), pose.height_m],
            "pers:omega": angles.omega_deg,
            "pers:phi": angles.phi_deg,
            "pers:kappa": angles.kappa_deg,
            "pers:rotation_matrix": _row_major(rotation(local, at)),
        }
        if pose.height_system in _VERTICAL:
            fields["pers:vertical_crs"] = _VERTICAL[pose.height_system]
    elif pose.height_system == "WGS 84":
        eye = ecef(np.array(at.lon_deg), np.array(at.lat_deg), np.array(pose.height_m))
        fields |= {
            "pers:crs": 4978,
            "pers:perspective_center": [round(float(value), 4) for value in eye],
            "pers:rotation_matrix": _row_major(enu_axes(at.lon_deg, at.lat_deg) @ pose.matrix),
        }
    return fields


def _row_major(to_world: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> list[float]:
    return [round(float(value), 12) for value in to_world.T.ravel()]


def _angles(pose: Pose) -> Json:
    """Return the angles as the source gave them, under the name of their convention."""
    angles = pose.angles
    fields: Json = {"convention": type(angles).__name__}
    for name in angles.__slots__:
        value = getattr(angles, name)
        if value != "":
            fields[name] = value
    return fields


def _properties(frame: CataloguedFrame) -> Json:
    ground, spacing = frame.footprint, frame.footprint.spacing
    centre = max(spacing.across_m, spacing.along_m)
    fields: Json = {
        "datetime": format_instant(frame.taken_at),
        "instruments": [frame.sensor],
        "mission": frame.mission,
        "overflight:simulated": frame.simulated,
        "overflight:strip": frame.strip,
        "overflight:original": {"name": frame.original.name, "sha256": frame.original.sha256},
        "overflight:gsd_finest_m": round(spacing.finest_m, 4),
        "overflight:gsd_coarsest_m": round(spacing.coarsest_m, 4),
        "overflight:footprint_error_m": round(ground.error_m, 2),
        "overflight:area_m2": round(ground.area_m2, 1),
        "overflight:tilt_deg": round(ground.tilt_deg, 3),
        "overflight:terrain": ground.source,
        "overflight:height_m": round(frame.pose.height_m, 3),
        "overflight:height_system": frame.pose.height_system,
        "overflight:angles": _angles(frame.pose),
    }
    if frame.simulated:
        fields["title"] = f"SIMULATED {frame.frame}"
        fields["description"] = "SIMULATED: rendered by a program, not taken by a camera."
    if isfinite(centre):
        fields["gsd"] = round(centre, 4)
    if frame.annotation:
        fields["overflight:annotation"] = dict(frame.annotation)
    if ground.doubts:
        fields["overflight:doubts"] = list(ground.doubts)
    return fields | perspective(frame.camera, frame.pose)


def _asset(asset: Asset) -> Json:
    fields: Json = {
        "href": f"./{asset.mark.name}",
        "type": asset.media_type,
        "roles": list(asset.roles),
        "title": asset.title,
        "file:size": asset.mark.size_bytes,
        "file:checksum": multihash(asset.mark.sha256),
    }
    if asset.shape is not None:
        fields["proj:shape"] = list(asset.shape)
        # A frame is seen in perspective: it lies in no map projection, and STAC says that by null.
        fields["proj:code"] = None
    return fields


def item(frame: CataloguedFrame, assets: Sequence[Asset]) -> Json:
    """Return the STAC item of a frame.

    Args:
        frame: The frame.
        assets: Its files, in the same folder as the item.
    """
    ring = frame.footprint.ring
    return {
        "type": "Feature",
        "stac_version": _VERSION,
        "stac_extensions": [_PERSPECTIVE, _FILE, _PROJECTION],
        "id": frame.frame,
        "collection": frame.strip,
        "bbox": bounding_box(ring),
        "geometry": geometry(ring),
        "properties": _properties(frame),
        "links": [
            _link("root", "../../catalog.json"),
            _link("parent", "../collection.json"),
            _link("collection", "../collection.json"),
        ],
        "assets": {asset.key: _asset(asset) for asset in assets},
    }


def collection(frames: Sequence[CataloguedFrame], *, title: str) -> Json:
    """Return the STAC collection of a strip.

    Args:
        frames: Its frames in the order they were taken; at least one.
        title: For people.

    Raises:
        UsageError: There is no frame.
    """
    if not frames:
        raise UsageError(
            "E-STRIP",
            where="strip",
            expected="one frame or more",
            found="none",
            remedy="Leave out strips without frames.",
        )
    first = frames[0]
    boxes = [bounding_box(frame.footprint.ring) for frame in frames]
    whole = boxes[0] if len(boxes) == 1 else _joined(boxes)
    instants = sorted(frame.taken_at for frame in frames)
    simulated = any(frame.simulated for frame in frames)
    word = "SIMULATED frames" if simulated else "Frames"
    return {
        "type": "Collection",
        "stac_version": _VERSION,
        "id": first.strip,
        "title": title,
        "description": f"{word} of sensor {first.sensor}, strip {first.strip}, {first.mission}.",
        "license": "other",
        "keywords": ["overflight", *(["simulated"] if simulated else [])],
        "extent": {
            "spatial": {"bbox": [whole] if len(boxes) == 1 else [whole, *boxes]},
            "temporal": {"interval": [[format_instant(instants[0]), format_instant(instants[-1])]]},
        },
        "summaries": {
            "overflight:simulated": [simulated],
            "instruments": [first.sensor],
            "gsd": {
                "minimum": min(frame.footprint.spacing.finest_m for frame in frames),
                "maximum": max(frame.footprint.spacing.coarsest_m for frame in frames),
            },
        },
        "links": [
            _link("root", "../catalog.json"),
            _link("parent", "../catalog.json"),
            *(_link("item", f"./{f.frame}/{f.frame}.json", geojson=True) for f in frames),
        ],
    }


def _joined(boxes: Sequence[Sequence[float]]) -> list[float]:
    """Return the box round several; one over the antimeridian takes all longitudes."""
    over = any(west > east for west, _, east, _ in boxes)
    west = -180.0 if over else min(b[0] for b in boxes)
    east = 180.0 if over else max(b[2] for b in boxes)
    return [west, min(b[1] for b in boxes), east, max(b[3] for b in boxes)]


def catalog(strips: Mapping[str, str], *, name: str, description: str) -> Json:
    """Return the root catalogue of a folder.

    Args:
        strips: Title by strip id.
        name: Id of the catalogue.
        description: For people.
    """
    return {
        "type": "Catalog",
        "stac_version": _VERSION,
        "id": name,
        "description": description,
        "links": [
            _link("root", "./catalog.json"),
            *(
                {**_link("child", f"./{strip}/collection.json"), "title": title}
                for strip, title in strips.items()
            ),
        ],
    }
