"""Write a catalogue folder: a COG master, a thumbnail and a STAC item for each frame.

The folder is made beside its place and renamed when it is whole. Links are relative, so it can be
copied anywhere and still opens.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from overflight.adapters.frames.masters import CogProfile, write_cog, write_thumbnail
from overflight.adapters.frames.pictures import pixels_of
from overflight.errors import StoreError, UsageError
from overflight.imagery import (
    Asset,
    CataloguedFrame,
    ControlPoint,
    catalog,
    collection,
    item,
)

__all__ = ["FrameToWrite", "WrittenStrip", "write_catalogue"]

_COG = "image/tiff; application=geotiff; profile=cloud-optimized"


@dataclass(frozen=True, slots=True)
class FrameToWrite:
    """A frame of the catalogue and the file its pixels come from.

    Args:
        frame: The frame.
        path: Its original file.
        points: Control points that tie it to the ground.
    """

    frame: CataloguedFrame
    path: Path
    points: tuple[ControlPoint, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class WrittenStrip:
    """A strip as it was written.

    Args:
        strip: Its id.
        frames: Its frames, in order.
        collection_sha256: SHA-256 of its ``collection.json``, lower-case hex.
    """

    strip: str
    frames: tuple[CataloguedFrame, ...]
    collection_sha256: str


def _write_json(path: Path, value: Mapping[str, object]) -> str:
    data = (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def _tags(frame: CataloguedFrame) -> dict[str, str]:
    tags = {
        "OVERFLIGHT_FRAME": frame.frame,
        "OVERFLIGHT_MISSION": frame.mission,
        "OVERFLIGHT_ORIGINAL_SHA256": frame.original.sha256,
        "OVERFLIGHT_SIMULATED": "YES" if frame.simulated else "NO",
    }
    if frame.simulated:
        tags["TIFFTAG_IMAGEDESCRIPTION"] = "SIMULATED: rendered by a program, not a camera"
    return tags


def _write_frame(folder: Path, one: FrameToWrite, profile: CogProfile) -> None:
    frame = one.frame
    pixels = pixels_of(one.path)
    place = folder / frame.strip / frame.frame
    master = write_cog(
        place / f"{frame.frame}.tif", pixels, profile=profile, points=one.points, tags=_tags(frame)
    )
    thumbnail = write_thumbnail(place / f"{frame.frame}-thumbnail.jpg", pixels)
    word = "SIMULATED " if frame.simulated else ""
    tied = "tied to the ground by control points" if one.points else "not tied to the ground"
    shape = (pixels.shape[0], pixels.shape[1])
    roles = ("data",) if profile is not CogProfile.PREVIEW else ("visual",)
    assets = (
        Asset("image", master, _COG, roles, f"{word}Frame {frame.frame}, {tied}", shape),
        Asset("thumbnail", thumbnail, "image/jpeg", ("thumbnail",), f"{word}Thumbnail"),
    )
    _write_json(place / f"{frame.frame}.json", item(frame, assets))


def write_catalogue(
    out: Path,
    frames: Sequence[FrameToWrite],
    *,
    title: str,
    profile: CogProfile = CogProfile.DEFLATE,
) -> tuple[WrittenStrip, ...]:
    """Write frames as a STAC catalogue: one collection a strip.

    Args:
        out: Folder to make; it must not exist, or be empty.
        frames: Frames in the order they were taken; one pixel array is in memory at a time.
        title: Title of the catalogue.
        profile: How the pixels of the masters are packed.

    Returns:
        The strips, in the order of their first frame.

    Raises:
        UsageError: The folder holds something, there is no frame, or two frames share an id.
        SourceError: A frame file is damaged; nothing is left behind.
        StoreError: The disk failed; nothing is left behind.
    """
    _check(out, frames)
    waiting: Path | None = None
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        waiting = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}-new-"))
        strips = _write_all(waiting, frames, title, profile)
        waiting.chmod(0o755)
        if out.exists():
            out.rmdir()
        waiting.rename(out)
    except OSError as fault:
        raise StoreError(
            "E-CATALOGUE-WRITE",
            where=str(out),
            expected="a disk that takes the folder",
            found=fault.strerror or fault,
            remedy="Check free space and rights, then run the command again.",
        ) from fault
    finally:
        if waiting is not None:
            shutil.rmtree(waiting, ignore_errors=True)
    return strips


def _check(out: Path, frames: Sequence[FrameToWrite]) -> None:
    ids = [one.frame.frame for one in frames]
    found = ""
    if not ids:
        found = "no frame"
    elif len(set(ids)) != len(ids):
        found = f"{next(i for i in ids if ids.count(i) > 1)} twice"
    elif out.exists() and (not out.is_dir() or any(out.iterdir())):
        found = f"{out} holds something"
    if found:
        raise UsageError(
            "E-CATALOGUE",
            where=str(out),
            expected="a new folder, and frames with ids of their own",
            found=found,
            remedy="Name a folder that does not exist yet; give each frame its own id.",
        )


def _write_all(
    folder: Path, frames: Sequence[FrameToWrite], title: str, profile: CogProfile
) -> tuple[WrittenStrip, ...]:
    for one in frames:
        _write_frame(folder, one, profile)
    order = {one.frame.strip: None for one in frames}
    sorted_by_strip = sorted(frames, key=lambda one: list(order).index(one.frame.strip))
    strips = []
    for strip, group in groupby(sorted_by_strip, key=lambda one: one.frame.strip):
        members = tuple(one.frame for one in group)
        word = "SIMULATED strip" if any(f.simulated for f in members) else "Strip"
        described = collection(members, title=f"{word} {strip}")
        digest = _write_json(folder / strip / "collection.json", described)
        strips.append(WrittenStrip(strip, members, digest))
    simulated = any(one.frame.simulated for one in frames)
    described = catalog(
        {one.strip: f"Strip {one.strip}" for one in strips},
        name=frames[0].frame.mission,
        description=f"{title}. SIMULATED frames." if simulated else f"{title}.",
    )
    _write_json(folder / "catalog.json", described)
    return tuple(strips)
