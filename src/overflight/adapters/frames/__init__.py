"""Frames on disk: read JPEG, TIFF and orientation files; write masters, previews, catalogues."""

from overflight.adapters.frames.annotations import read_annotations
from overflight.adapters.frames.cameras import fit, read_camera
from overflight.adapters.frames.cases import FrameCase, Told, frame_case, told
from overflight.adapters.frames.masters import (
    CogProfile,
    picture_mark,
    write_cog,
    write_thumbnail,
)
from overflight.adapters.frames.orientation_files import (
    Convention,
    Hints,
    Orientations,
    read_orientations,
)
from overflight.adapters.frames.pictures import FrameFile, open_frame, pixels_of
from overflight.adapters.frames.poses import PoseParts, camera_of, instant_of, parts_of
from overflight.adapters.frames.simulated import write_simulated
from overflight.adapters.frames.sources import FrameLimits
from overflight.adapters.frames.stac_folder import FrameToWrite, WrittenStrip, write_catalogue

__all__ = [
    "CogProfile",
    "Convention",
    "FrameCase",
    "FrameFile",
    "FrameLimits",
    "FrameToWrite",
    "Hints",
    "Orientations",
    "PoseParts",
    "Told",
    "WrittenStrip",
    "camera_of",
    "fit",
    "frame_case",
    "instant_of",
    "open_frame",
    "parts_of",
    "picture_mark",
    "pixels_of",
    "read_annotations",
    "read_camera",
    "read_orientations",
    "told",
    "write_catalogue",
    "write_cog",
    "write_simulated",
    "write_thumbnail",
]
