"""The base map of the pages: read once, without legal meaning."""

from __future__ import annotations

from functools import cache

from overflight.adapters.lands.borders import BorderMap
from overflight.adapters.lands.terrain import CoarseWorldTerrain
from overflight.adapters.lands.world_map import world_borders
from overflight.desk import Lands

__all__ = ["lands", "world"]


@cache
def world() -> BorderMap:
    """Return the base map of the package."""
    return world_borders()


@cache
def lands() -> Lands:
    """Return the borders and the coarse heights of the package."""
    return Lands(borders=world(), terrain=CoarseWorldTerrain())
