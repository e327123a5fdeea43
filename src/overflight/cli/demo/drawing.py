"""The map of the demonstration: plan, track, frames, what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from overflight.cli.demo.story import AIRFIELD, OBSERVED

if TYPE_CHECKING:
    from overflight.adapters.drawing.chart import MapLayer
    from overflight.cli.demo.agreeing import Agreed
    from overflight.cli.demo.flying import Flown
    from overflight.cli.demo.pictures import Strip
    from overflight.flights import Track
    from overflight.geodesy import Path
    from overflight.planning import Solution

__all__ = ["draw"]

_EVERY = 3  # points of the track between two that are drawn


def _flown_path(track: Track) -> Path:
    from overflight.geodesy import Position

    pairs = zip(track.lon_deg[::_EVERY].tolist(), track.lat_deg[::_EVERY].tolist(), strict=True)
    return tuple(Position(lon, lat) for lon, lat in pairs)


def _short(name: str) -> str:
    return (
        name.split(" (", maxsplit=1)[0]
        .split(" /", maxsplit=1)[0]
        .removesuffix(" Airport")
        .removesuffix(" harbour")
    )


def _layers(agreed: Agreed, flown: Flown, strip: Strip, solution: Solution) -> list[MapLayer]:
    from overflight.adapters.drawing.chart import MapLayer, Mark, Spot

    comparison = flown.judgement.comparison
    track = "flown track, moved in time" if flown.real else "SIMULATED track"
    targets = tuple(
        Spot(target.at, _short(target.name) if target.value >= 8 else "")
        for target in solution.taken
    )
    left = tuple(Spot(one.target.at, _short(one.target.name)) for one in solution.left_out)
    rings = tuple(frame.footprint.ring for frame in strip.frames)
    start = agreed.route.line[0]
    return [
        MapLayer(Mark.ROUTE, "agreed path", (agreed.route.line,)),
        MapLayer(Mark.TRACK, track, (_flown_path(comparison.track),)),
        MapLayer(Mark.FOOTPRINT, "SIMULATED frames", areas=rings),
        MapLayer(Mark.TARGET, "targets taken", spots=targets),
        MapLayer(Mark.LEFT_OUT, "left out", spots=left),
        MapLayer(Mark.AIRFIELD, "Open Skies airfield", spots=(Spot(start, AIRFIELD),)),
    ]


def draw(agreed: Agreed, flown: Flown, strip: Strip, solution: Solution) -> str:
    """Return the map as SVG."""
    from overflight.adapters.drawing.chart import MapText, draw_map
    from overflight.adapters.lands.world_map import world_borders

    planned = flown.judgement.report.planned_m / 1000
    flew = flown.judgement.report.flown_m / 1000
    text = MapText(
        "2003-OS3001: Bulgaria over Italy",
        f"agreed path {planned:,.0f} km; flown track seen over {flew:,.0f} km",
        "A map of northern Italy: the agreed path from Milano-Malpensa and back, and the flown"
        " track along the coast of Liguria.",
    )
    layers = _layers(agreed, flown, strip, solution)
    return draw_map(layers, world_borders(), text, observed=[OBSERVED])
