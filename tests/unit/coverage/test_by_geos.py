"""Without the compiler installed, GEOS answers the same."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from overflight.coverage import places, union


@pytest.fixture(autouse=True)
def no_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra ``plan`` is not installed."""
    monkeypatch.setattr(union, "can_compile", lambda: False)
    monkeypatch.setattr(places, "can_compile", lambda: False)
    monkeypatch.setattr(union, "_FEW", 0)
    monkeypatch.setattr(places, "_MANY", 0)


QUADS = np.array([[[0, 0], [2, 0], [2, 2], [0, 2]], [[1, 1], [3, 1], [3, 3], [1, 3]]]) * 1000.0


def test_the_area_of_a_union() -> None:
    """Two squares of four, overlapping by one: seven."""
    assert union.plane_areas(QUADS).union_km2 == pytest.approx(7.0)
    found = union.plane_areas(QUADS, shapely.box(0, 0, 1500, 1500))
    assert (found.area_km2, found.shared_km2) == pytest.approx((2.25, 2.25))


def test_places_in_pieces() -> None:
    """By place, then piece; an edge counts."""
    place, piece = places.held(np.array([[1500.0, 1500.0], [3000.0, 2000.0], [9e3, 0]]), QUADS)
    assert place.tolist() == [0, 0, 1]
    assert piece.tolist() == [0, 1, 1]
