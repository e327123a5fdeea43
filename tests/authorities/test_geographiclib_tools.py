"""Distances and areas held to GeographicLib's own programs, ``GeodSolve`` and ``Planimeter``.

They come from Debian's package geographiclib-tools, written in C++ by the author of the algorithms;
our engine is PROJ's, and the areas of coverage go over a plane of our own choice.
"""

from __future__ import annotations

import shutil
import subprocess

import numpy as np
import pytest

from overflight.coverage import Ground, areas_of
from overflight.geodesy import (
    EqualAreaPlane,
    Floats,
    Path,
    Position,
    Territory,
    azimuth_deg,
    densify,
    distance_m,
    length_m,
    travel,
)

RANDOM = np.random.default_rng(20)


def ask(program: str, *options: str, lines: list[str]) -> list[str]:
    """Return the lines a program of GeographicLib answers; skip where it is not installed."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed (Debian package geographiclib-tools)")
    done = subprocess.run(
        [program, *options],
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def anywhere(count: int) -> list[Position]:
    """Return positions spread evenly over the Earth, poles and antimeridian among them."""
    lat = np.degrees(np.arcsin(RANDOM.uniform(-1, 1, count)))
    lon = RANDOM.uniform(-180, 180, count)
    found = [Position(float(x), float(y)) for x, y in zip(lon, lat, strict=True)]
    return [Position(180.0, 10.0), Position(-180.0, 89.9), Position(0.0, -90.0), *found]


@pytest.mark.provision("art.II.11")
def test_distances_and_directions_are_those_of_geodsolve() -> None:
    """Far within 1 m per 1,000 km: a micrometre, and 1e-7 degrees, anywhere on the Earth."""
    starts, ends = anywhere(400), anywhere(400)[::-1]
    lines = [
        f"{a.lat_deg!r} {a.lon_deg!r} {b.lat_deg!r} {b.lon_deg!r}"
        for a, b in zip(starts, ends, strict=True)
    ]
    told = ask("GeodSolve", "-i", "-p", "9", lines=lines)
    for a, b, line in zip(starts, ends, told, strict=True):
        azimuth, _, metres = (float(word) for word in line.split())
        assert distance_m(a, b) == pytest.approx(metres, abs=1e-6)
        apart = (azimuth_deg(a, b) - azimuth + 180.0) % 360.0 - 180.0
        assert abs(apart) < 1e-7 or abs(abs(a.lat_deg) - 90.0) < 1e-9


def test_places_a_distance_away_are_those_of_geodsolve() -> None:
    """The direct problem: where a route of 2,000 km in a direction ends, within a millimetre."""
    starts = anywhere(200)
    lines = [f"{a.lat_deg!r} {a.lon_deg!r} {k * 7 % 360} {2e6 + k}" for k, a in enumerate(starts)]
    for k, (a, line) in enumerate(
        zip(starts, ask("GeodSolve", "-p", "12", lines=lines), strict=True)
    ):
        lat, lon, _ = (float(word) for word in line.split())
        end = travel(a, float(k * 7 % 360), 2e6 + k)
        assert distance_m(end, Position((lon + 180.0) % 360.0 - 180.0, lat)) < 1e-3


def planimeter(rings: list[Path]) -> list[float]:
    """Return areas in square metres of rings that go round clockwise."""
    lines = []
    for ring in rings:
        lines += [f"{at.lat_deg!r} {at.lon_deg!r}" for at in reversed(ring)]
        lines.append("END")
    return [float(line.split()[2]) for line in ask("Planimeter", "-p", "9", lines=lines)]


def perimeters(rings: list[Path]) -> list[float]:
    """Return the way round each ring, in metres."""
    lines = []
    for ring in rings:
        lines += [f"{at.lat_deg!r} {at.lon_deg!r}" for at in ring]
        lines.append("END")
    return [float(line.split()[1]) for line in ask("Planimeter", "-p", "9", lines=lines)]


def quads() -> list[Path]:
    """Return pieces as strips have them, 1 to 50 km across, anywhere on the Earth."""
    found = []
    for k, at in enumerate(anywhere(120)):
        far = float(RANDOM.uniform(500.0, 25_000.0))
        found.append(tuple(travel(at, float(k + turn), far) for turn in (0, 80, 190, 275)))
    return found


def plane_km2(ring: Path) -> float:
    """Return the area of a ring on the equal-area plane, long edges cut."""
    fine = densify((*ring, ring[0]), 1_000.0)
    lon = np.array([p.lon_deg for p in fine])
    lat = np.array([p.lat_deg for p in fine])
    x, y = EqualAreaPlane.over(lon[:-1], lat[:-1]).project(lon, lat)
    return abs(float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))) / 2e6


def test_areas_on_the_plane_are_those_of_planimeter() -> None:
    """Within 1e-6 of the area, round the poles and over the antimeridian too."""
    rings = quads()
    for ring, square_m in zip(rings, planimeter(rings), strict=True):
        assert plane_km2(ring) == pytest.approx(square_m / 1e6, rel=1e-6)


def test_a_whole_country_keeps_its_area() -> None:
    """A thousand kilometres across: the plane is one, its edges are not straight."""
    ring = tuple(travel(Position(12.0, 60.0), azimuth, 600_000.0) for azimuth in range(0, 360, 40))
    (square_m,) = planimeter([ring])
    assert plane_km2(ring) == pytest.approx(square_m / 1e6, rel=1e-6)


def test_pieces_of_strips_have_the_area_of_planimeter() -> None:
    """As the chapter of coverage computes it, corners joined straight: within 1e-6 up to 3 km."""
    rings = [
        tuple(travel(at, azimuth, 1_500.0) for azimuth in (0, 90, 180, 270)) for at in anywhere(60)
    ]
    for ring, square_m in zip(rings, planimeter(rings), strict=True):
        lon, lat = (np.array([[getattr(p, name) for p in ring]]) for name in ("lon_deg", "lat_deg"))
        assert areas_of(Ground(lon, lat)).union_km2 == pytest.approx(square_m / 1e6, rel=1e-6)


def test_the_way_round_is_that_of_planimeter() -> None:
    """Length of a path of many legs, within a micrometre a leg."""
    rings = quads()
    for ring, metres in zip(rings, perimeters(rings), strict=True):
        assert length_m((*ring, ring[0])) == pytest.approx(metres, abs=1e-5)


def test_territory_and_planimeter_agree_on_what_is_inside() -> None:
    """A circle of pieces: places inside by Territory are inside by distance (GeodSolve)."""
    middle = Position(179.5, 65.0)
    ring = [travel(middle, azimuth, 50_000.0) for azimuth in range(0, 360, 2)]
    area = Territory.of(ring)
    spots = [travel(middle, k * 11.0, 1_000.0 * k) for k in range(1, 100) if abs(k - 50) > 1]
    lines = [f"{middle.lat_deg} {middle.lon_deg} {p.lat_deg!r} {p.lon_deg!r}" for p in spots]
    told = ask("GeodSolve", "-i", lines=lines)
    lon: Floats = np.array([p.lon_deg for p in spots])
    lat: Floats = np.array([p.lat_deg for p in spots])
    near = [float(line.split()[2]) < 50_000.0 for line in told]
    assert area.contains_all(lon, lat).tolist() == near
