"""Areas of a ground that are none: one clear error each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from overflight.adapters.handed.area_files import read_area
from overflight.errors import OverflightError, SourceError, UsageError
from overflight.geodesy import Position


@pytest.mark.parametrize(
    "text", ["9,44,nan", "9,44,inf", "181,44,10", "9,44,-1", "a,b,c", "9,44,2001"]
)
def test_a_circle_out_of_range(text: str) -> None:
    """Three numbers in range, or a file."""
    with pytest.raises(UsageError, match="E-GROUND"):
        read_area(text)


def test_files_that_draw_no_area(tmp_path: Path) -> None:
    """Points, nothing, no GeoJSON, no file."""
    path = tmp_path / "area.geojson"
    point = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "Point", "coordinates": [9, 44]},
    }
    for features in ([point], []):
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
        with pytest.raises(SourceError, match="E-GROUND"):
            read_area(str(path))
    path.write_text("x", "utf-8")
    with pytest.raises(OverflightError):
        read_area(str(path))
    with pytest.raises(UsageError):
        read_area(str(tmp_path / "none.geojson"))


def test_a_circle_holds_all_within_its_radius() -> None:
    """Its corners lie outside, so that no edge cuts the circle."""
    area = read_area("9.0,44.6,10")
    assert area.contains(Position(9.0, 44.6 + 9.99 / 111.1))
    assert not area.contains(Position(9.0, 44.6 + 10.2 / 111.1))
