"""The picture of a strip: the ground its frames show."""

from __future__ import annotations

from collections.abc import Iterable

from overflight.adapters.drawing.chart import MapLayer, MapText, Mark, draw_map
from overflight.adapters.lands.borders import BorderMap
from overflight.geodesy import Position
from overflight.imagery import FrameCatalogued

__all__ = ["strip_map"]


def strip_map(name: str, frames: Iterable[FrameCatalogued], world: BorderMap) -> str | None:
    """Return the map of a strip as SVG; nothing where no frame has a footprint.

    Args:
        name: Name of the strip.
        frames: Its frames.
        world: Base map.
    """
    rings = tuple(
        tuple(Position(float(c.lon_deg), float(c.lat_deg)) for c in frame.footprint)
        for frame in frames
        if frame.footprint
    )
    if not rings:
        return None
    says = f"{len(rings)} footprints"
    return draw_map([MapLayer(Mark.FOOTPRINT, "frames", areas=rings)], world, MapText(name, says))
