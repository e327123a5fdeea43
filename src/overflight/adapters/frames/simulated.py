"""Write simulated frames as TIFF that say in every layer that they are simulated."""

from __future__ import annotations

import io
import json
from pathlib import Path

from overflight.adapters.files import write_whole
from overflight.adapters.frames.masters import picture_mark
from overflight.adapters.frames.pictures import pillow
from overflight.adapters.frames.xmp import write_xmp
from overflight.deadlines import Instant, format_instant
from overflight.imagery import Camera, FileMark, Pose, SimulatedPicture
from overflight.treaty import write_form

__all__ = ["write_simulated"]


def write_simulated(
    path: Path, picture: SimulatedPicture, camera: Camera, pose: Pose, taken_at: Instant
) -> FileMark:
    """Write a simulated frame with its camera, pose and time in its tags.

    Args:
        path: The TIFF file; its folder is made.
        picture: What the simulator rendered, margin included.
        camera: The camera.
        pose: Where it stood.
        taken_at: Instant of the exposure.

    Raises:
        StoreError: The disk failed.
    """
    packet = write_xmp(
        {
            "Simulated": "true",
            "ContentRows": str(picture.content_rows),
            "TakenAt": format_instant(taken_at),
            "Camera": json.dumps(write_form(camera), ensure_ascii=False),
            "Pose": json.dumps(write_form(pose), ensure_ascii=False),
        }
    )
    tags = {270: "SIMULATED: rendered by a program, not taken by a camera", 700: packet}
    buffer = io.BytesIO()
    pillow().fromarray(picture.pixels).save(
        buffer, "TIFF", tiffinfo=tags, compression="tiff_adobe_deflate"
    )
    write_whole(path, buffer.getvalue())
    return picture_mark(path)
