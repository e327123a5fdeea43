"""The imagery of the demonstration: simulated frames at the places where the track really was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from overflight.cli.demo.stage import Stage, checked
from overflight.cli.demo.story import MISSION, OBSERVING, SEED, SENSOR

if TYPE_CHECKING:
    from overflight.cli.demo.flying import Flown
    from overflight.flights import Track
    from overflight.geodesy import Terrain
    from overflight.imagery import CameraSimulator, CataloguedFrame, Measured, Pose, Scene
    from overflight.treaty import Finding

__all__ = ["FRAMES", "Strip", "photograph"]

FRAMES = 6
_EVERY_S = 10.0  # seconds between two exposures, at least
_LEAST_M = 850.0  # height above the coarse ground below which no frame is taken
_TARGET = 2  # the frame under which the painted target lies


@dataclass(frozen=True, slots=True)
class Strip:
    """What the camera brought home.

    Args:
        folder: The medium: the frames as they came off the aircraft.
        catalogue: The STAC catalogue.
        frames: The frames as catalogued.
        findings: What the annotation rules say.
    """

    folder: Path
    catalogue: Path
    frames: tuple[CataloguedFrame, ...]
    findings: tuple[Finding, ...]


def _exposures(track: Track, scene: Scene) -> tuple[int, ...]:
    """Return points of the track at which frames are taken: the first run over land."""
    over = scene.is_land(track.lon_deg, track.lat_deg)
    ground = np.nan_to_num(scene.terrain.heights_m(track.lon_deg, track.lat_deg))
    good = over & (track.height_m - ground > _LEAST_M)
    taken: list[int] = []
    for point in np.flatnonzero(good[:-1]).tolist():
        if not taken or track.time_s[point] - track.time_s[taken[-1]] >= _EVERY_S:
            taken.append(point)
        if len(taken) == FRAMES:
            break
    return tuple(taken) or tuple(range(min(FRAMES, len(track) - 1)))


def _pose(track: Track, point: int) -> Pose:
    """Return the pose of the camera at a point: level, along the track, at the flown height."""
    from overflight.geodesy import Position, azimuth_deg
    from overflight.imagery import AircraftAngles, Pose

    at = Position(float(track.lon_deg[point]), float(track.lat_deg[point]))
    ahead = Position(float(track.lon_deg[point + 1]), float(track.lat_deg[point + 1]))
    height = float(track.height_m[point])
    if not np.isfinite(height):
        height = float(np.nanmedian(track.height_m))
    heading = azimuth_deg(at, ahead) % 360.0
    # The track gives a pressure altitude; it is used here as a height above the sea.
    return Pose(at, height, "mean sea level", AircraftAngles(heading, 0.0, 0.0), 150.0)


def _scene(track: Track, terrain: Terrain) -> Scene:
    """Return the made-up landscape over true terrain and coast."""
    from overflight.adapters.lands.world_map import world_borders
    from overflight.geodesy import Position
    from overflight.imagery import Scene

    land = world_borders().territory(["IT", "FR", "MC"])
    origin = Position(float(track.lon_deg[0]), float(track.lat_deg[0]))
    return Scene(terrain, land.contains_all, origin, seed=11)


def _simulator(poses: tuple[Pose, ...], scene: Scene) -> CameraSimulator:
    from overflight.imagery import BarTarget, Camera, CameraSimulator

    target = BarTarget(poses[min(_TARGET, len(poses) - 1)].at, axis_deg=30.0)
    camera = Camera("specimen framing camera", 80.0, (36.0, 24.0), (1500, 1000))
    return CameraSimulator(camera, replace(scene, origin=target.at, targets=(target,)))


def _annotated(
    frame: CataloguedFrame, number: int, terrain: Terrain
) -> tuple[CataloguedFrame, tuple[Finding, ...]]:
    """Return a frame with the codes of Annex B, and what the annotation rules say of them."""
    from overflight.imagery import (
        Measured,
        Medium,
        annotate_event,
        annotate_frame,
        annotate_medium,
        check_annotation,
        flight_reference,
        format_configuration,
        format_sensor,
    )
    from overflight.sensors import SensorCategory
    from overflight.treaty import Quantity

    kind = SensorCategory.OPTICAL_FRAMING
    pose, at = frame.pose, frame.pose.at
    ground = float(
        np.nan_to_num(terrain.heights_m(np.array([at.lon_deg]), np.array([at.lat_deg])))[0]
    )
    heading = getattr(pose.angles, "heading_deg", 0.0)
    measured: Measured = Measured(
        frame.taken_at, at, heading, Quantity(pose.tilt_deg, "deg", 0.5), frame.taken_at.year
    )
    leader = {
        "flight_ref": flight_reference(frame.taken_at.year, int(MISSION[-3:])),
        "sensor_desc": format_sensor(kind, Medium.PANCHROMATIC),
        "sensor_config": format_configuration("INT1", pose.tilt_deg),
        "focal_length": "80",
    }
    notes = (
        annotate_medium(f"leader of {frame.strip}", kind, leader, frame.taken_at),
        annotate_event(
            f"event at frame {number}",
            kind,
            measured,
            max(0.0, pose.height_m - ground),
            {"scan_angle": "0"},
        ),
        annotate_frame(number, kind, frame.taken_at, 0.0),
    )
    codes = {name: code for note in reversed(notes) for name, code in note.codes.items()}
    codes["datetime"] = notes[2].codes["datetime"]
    findings = tuple(f for note in notes for f in check_annotation(note, measured))
    return replace(frame, annotation=codes), findings


def photograph(stage: Stage, flown: Flown, terrain: Terrain) -> Strip:
    """Render frames along the flown track, catalogue and annotate them, say so on the record."""
    from overflight.adapters.frames import FrameToWrite, write_catalogue, write_simulated
    from overflight.desk.imagery import catalogue_strip
    from overflight.flights import instant_of
    from overflight.imagery import CataloguedFrame, control_points, footprint_of

    track = flown.judgement.comparison.track
    scene = _scene(track, terrain)
    points = _exposures(track, scene)
    poses = tuple(_pose(track, point) for point in points)
    simulator = _simulator(poses, scene)
    folder, catalogue = stage.out / "medium", stage.out / "catalogue"
    waiting: list[FrameToWrite] = []
    findings: list[Finding] = []
    for number, (point, pose) in enumerate(zip(points, poses, strict=True), start=1):
        name = f"{MISSION}-{SENSOR}-{number:04d}"
        taken_at = instant_of(float(track.time_s[point])).replace(microsecond=0)
        picture = simulator.take(pose, caption=f"{name}  {SEED}", seed=number)
        path = folder / f"{name}.tif"
        mark = write_simulated(path, picture, simulator.camera, pose, taken_at)
        frame = CataloguedFrame(
            name,
            MISSION,
            "strip-1",
            SENSOR,
            mark,
            taken_at,
            simulator.camera,
            pose,
            footprint_of(simulator.camera, pose, terrain),
            simulated=True,
        )
        annotated, found = _annotated(frame, number, terrain)
        findings.extend(found)
        ties = control_points(simulator.camera, pose, terrain)
        waiting.append(FrameToWrite(annotated, path, ties))
    strips = write_catalogue(catalogue, waiting, title=f"{MISSION}, simulated frames")
    stage.clock.set(flown.landed_at + timedelta(minutes=50))
    said = catalogue_strip(
        stage.record.desk,
        stage.signer(OBSERVING),
        strips[0].frames,
        collection_sha256=strips[0].collection_sha256,
        re=(flown.compared,),
    )
    checked(said)
    finest = min(one.frame.footprint.spacing.finest_m for one in waiting)
    stage.tell(
        f"{len(waiting)} SIMULATED frames, pixels from {finest:.2f} m on the ground;"
        " annotated, COG, STAC"
    )
    return Strip(folder, catalogue, strips[0].frames, tuple(findings))
