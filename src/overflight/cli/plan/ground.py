"""What the verbs of the plan that look at the ground share: terrain and look angles."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from overflight.cli.facts import as_of
from overflight.cli.output import fault
from overflight.cli.plan.asking import case_of

if TYPE_CHECKING:
    from overflight.coverage import Look, Looks, Scene

__all__ = ["DEM", "DEM_ERROR", "DEM_HEIGHTS", "FILE", "LOOK", "LOOKS", "looks_of", "scene_of"]

_CHECKED_M = 2_000.0
_BESIDE_M = (-50_000.0, -20_000.0, -5_000.0, 0.0, 5_000.0, 20_000.0, 50_000.0)

FILE = typer.Argument(help="A plan or a case as JSON; - reads standard input.")
DEM = typer.Option(None, "--dem", help="Raster of ground heights (GeoTIFF, SRTM).")
DEM_HEIGHTS = typer.Option(
    None, "--dem-heights", help="Surface it counts from; as the file says, else EGM96."
)
DEM_ERROR = typer.Option(16.0, "--dem-error", help="Its greatest error in metres.")
LOOK = typer.Option(
    [],
    "--look",
    help="Look angles of a sensor from straight down, left negative: OF-1=-20..20;"
    " a third number is half the field of view along the path: OF-1=-20..20..15.",
)
LOOKS = typer.Option(None, "--looks", help="Look angles as JSON; see schema look-angles.")


def scene_of(
    file: Path, record: Path | None, dem: Path | None, heights: str | None, error_m: float
) -> Scene:
    """Return the plan of a file with its surroundings and its terrain."""
    from overflight.adapters.lands.terrain import CoarseWorldTerrain, RasterTerrain
    from overflight.desk import Lands
    from overflight.desk.planning.coverage import case_scene

    case = case_of(file)
    if dem is None:
        lands = Lands(terrain=CoarseWorldTerrain())
        return case_scene(case, as_of(record, None), lands, where=str(file))
    raster = RasterTerrain(dem, height_system=heights, error_m=error_m)
    scene = case_scene(case, as_of(record, None), Lands(terrain=raster), where=str(file))
    if scene.terrain is raster:
        _check_covers(scene, dem, raster.extent)
    return scene


def _check_covers(scene: Scene, dem: Path, extent: str) -> None:
    """Leave where a raster covers none of a plan, and say how much where it covers some."""
    import numpy as np

    from overflight.errors import SourceError
    from overflight.geodesy import beside, stations_of
    from overflight.missions import planned_path

    line = planned_path(scene.plan, scene.around).line
    stations = stations_of(line, _CHECKED_M) if len(line) > 1 else None
    if stations is None or not len(stations):
        return
    aside = np.broadcast_to(np.array(_BESIDE_M), (len(stations), len(_BESIDE_M)))
    known = np.isfinite(scene.terrain.heights_m(*beside(stations, aside)))
    if not known.any():
        lon, lat = stations.lon_deg, stations.lat_deg
        error = SourceError(
            "E-TERRAIN",
            where=str(dem),
            expected=f"heights of the plan: {lon.min():.2f} to {lon.max():.2f} E,"
            f" {lat.min():.2f} to {lat.max():.2f} N",
            found=f"the raster covers none of this plan: it spans {extent}",
            remedy="Give a raster of the territory flown over.",
        )
        fault(error)
        raise typer.Exit(3)
    share = 100.0 * float(known[:, _BESIDE_M.index(0.0)].mean())
    if share < 100.0:
        spans = f"{dem.name}, which spans {extent}, has a height below {share:.1f} % of the path"
        typer.echo(f"? {spans}; what lies beyond it is not told", err=True)


def looks_of(stated: Sequence[str], file: Path | None) -> Looks:
    """Return look angles of the command line, laid over those of a file."""
    from overflight.adapters.handed.plan_files import read_bounded
    from overflight.coverage import read_looks

    found: dict[str, Look] = {}
    if file is not None:
        found.update(read_looks(read_bounded(file, 1_000_000), where=str(file)))
    for text in stated:
        sensor, look = _look(text)
        found[sensor] = look
    return found


def _look(text: str) -> tuple[str, Look]:
    """Return the sensor and the angles of one option."""
    from overflight.coverage import Look
    from overflight.errors import UsageError

    sensor, _, angles = text.partition("=")
    try:
        numbers = [float(word) for word in angles.split("..")]
    except ValueError:
        numbers = []
    if not sensor or len(numbers) not in {2, 3}:
        raise UsageError(
            "E-LOOK",
            where="--look",
            expected="a sensor and two or three angles: OF-1=-20..20",
            found=text,
            remedy="Give degrees from straight down, left of the flight negative.",
        )
    return sensor, Look(*numbers)
