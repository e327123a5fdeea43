"""Imagery: frames, the ground they show, their annotation, their catalogue. Arrays in, arrays out.

Ground sample distance is a pixel spacing; ground resolution is a bar width read from a target. The
two are never mixed here.
"""

from overflight.imagery.annotation import (
    Annotation,
    Due,
    Measured,
    Occasion,
    annotate_event,
    annotate_frame,
    annotate_medium,
    required_items,
)
from overflight.imagery.annotation_codes import (
    Medium,
    Side,
    flight_reference,
    format_configuration,
    format_sensor,
    frame_number,
)
from overflight.imagery.annotation_rules import AMB_23, check_annotation
from overflight.imagery.answers import (
    AnnotationAnswer,
    AnnotationFile,
    CatalogueAnswer,
    FrameAnswer,
    GroundAnswer,
    StripAnswer,
    ground_answer,
)
from overflight.imagery.camera import Camera, Distortion, DistortionModel
from overflight.imagery.catalogue import Catalogue, catalogue
from overflight.imagery.control import ControlPoint, control_points
from overflight.imagery.facts import KINDS, Corner, Fact, FrameCatalogued, StripCatalogued
from overflight.imagery.footprint import Footprint, GroundSampleDistance, footprint_of
from overflight.imagery.frames import CataloguedFrame, FileMark, as_fact
from overflight.imagery.orientation import (
    UNSTATED,
    AircraftAngles,
    Angles,
    GimbalAngles,
    OmegaPhiKappa,
    Pose,
    RotationRows,
    pose_from_grid,
    pose_from_shot,
    rotation,
)
from overflight.imagery.prints import PRINT_KINDS, PrintMade, items_of_print, print_finding
from overflight.imagery.rings import bounding_box, feature, geometry
from overflight.imagery.sight import Sighted, follow, lines_of_sight, places_of
from overflight.imagery.simulator import (
    CameraSimulator,
    IsLand,
    Optics,
    Scene,
    SimulatedPicture,
)
from overflight.imagery.stac import Asset, catalog, collection, item, multihash
from overflight.imagery.targets import BarTarget

__all__ = [
    "AMB_23",
    "KINDS",
    "PRINT_KINDS",
    "UNSTATED",
    "AircraftAngles",
    "Angles",
    "Annotation",
    "AnnotationAnswer",
    "AnnotationFile",
    "Asset",
    "BarTarget",
    "Camera",
    "CameraSimulator",
    "Catalogue",
    "CatalogueAnswer",
    "CataloguedFrame",
    "ControlPoint",
    "Corner",
    "Distortion",
    "DistortionModel",
    "Due",
    "Fact",
    "FileMark",
    "Footprint",
    "FrameAnswer",
    "FrameCatalogued",
    "GimbalAngles",
    "GroundAnswer",
    "GroundSampleDistance",
    "IsLand",
    "Measured",
    "Medium",
    "Occasion",
    "OmegaPhiKappa",
    "Optics",
    "Pose",
    "PrintMade",
    "RotationRows",
    "Scene",
    "Side",
    "Sighted",
    "SimulatedPicture",
    "StripAnswer",
    "StripCatalogued",
    "annotate_event",
    "annotate_frame",
    "annotate_medium",
    "as_fact",
    "bounding_box",
    "catalog",
    "catalogue",
    "check_annotation",
    "collection",
    "control_points",
    "feature",
    "flight_reference",
    "follow",
    "footprint_of",
    "format_configuration",
    "format_sensor",
    "frame_number",
    "geometry",
    "ground_answer",
    "item",
    "items_of_print",
    "lines_of_sight",
    "multihash",
    "places_of",
    "pose_from_grid",
    "pose_from_shot",
    "print_finding",
    "required_items",
    "rotation",
]
