"""What the verbs of a plan ask alike: its case, the maps it is judged on, where an answer goes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from overflight.cli.facts import chosen
from overflight.cli.output import say_json

if TYPE_CHECKING:
    from overflight.desk import Lands
    from overflight.missions import PlanCase

__all__ = ["case_of", "lands_of", "terrain_of", "write_json"]


def case_of(file: Path, readings: Sequence[str] = ()) -> PlanCase:
    """Return the case of a file, with the readings of the command line in it."""
    from dataclasses import replace
    from types import MappingProxyType

    from overflight.adapters.handed.plan_files import read_bounded
    from overflight.missions import MOST_BYTES, read_case

    case = read_case(read_bounded(file, MOST_BYTES), where=str(file))
    taken = {**case.around.readings, **chosen(readings).chosen}
    return replace(case, around=replace(case.around, readings=MappingProxyType(taken)))


def terrain_of(case: PlanCase, dem: Path | None, heights: str, error_m: float) -> Lands:
    """Return the terrain that a plan needs; one that counts from the ground needs none."""
    from overflight.desk import Lands
    from overflight.missions import HeightSystem

    if dem is not None:
        from overflight.adapters.lands.terrain import RasterTerrain

        return Lands(terrain=RasterTerrain(dem, height_system=heights, error_m=error_m))
    if case.plan.height_system is HeightSystem.AGL or case.around.ground is not None:
        return Lands()
    from overflight.adapters.lands.terrain import CoarseWorldTerrain

    return Lands(terrain=CoarseWorldTerrain())


def lands_of(case: PlanCase, borders: Path | None, lands: Lands) -> Lands:
    """Return the maps of a judgement: a Party's own borders over those of the package."""
    from dataclasses import replace

    if case.around.borders is not None and case.around.territory is not None:
        return lands
    from overflight.adapters.lands.world_map import world_borders

    world = world_borders()
    if borders is None:
        return replace(lands, borders=world)
    from overflight.adapters.lands.border_files import load_borders

    return replace(lands, borders=load_borders(borders).over(world))


def write_json(value: object, out: Path | None) -> None:
    """Write JSON to a file or to standard output."""
    if out is None:
        say_json(value)
        return
    from overflight.adapters.files import write_out

    write_out(out, (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode())
