"""What is remembered of a path and a border is what is found anew."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from overflight.geodesy import Lines, Position, Territory, closest_approach
from overflight.geodesy.approach import _closest

CORNERS = (Position(8, 44), Position(12, 44), Position(12, 47), Position(8, 47))
BORDER = Lines.of((*CORNERS, CORNERS[0]))
positions = st.builds(Position, st.floats(5, 15), st.floats(42, 49))
paths = st.lists(positions, min_size=2, max_size=4).map(tuple)


@settings(max_examples=25, deadline=None)
@given(st.lists(paths, min_size=1, max_size=3))
def test_asking_again_gives_the_same_as_asking_anew(
    paths: list[tuple[Position, ...]],
) -> None:
    """One territory and one border asked twice of each path, and fresh ones asked once."""
    territory = Territory.of(CORNERS)
    for path in (*paths, *paths):
        assert territory.length_inside(path) == Territory.of(CORNERS).length_inside(path)
        remembered = closest_approach(path, BORDER)
        _closest.cache_clear()
        assert closest_approach(path, BORDER) == remembered


def test_a_territory_forgets_rather_than_grows() -> None:
    """However many paths are asked about, what is remembered has an end, and answers stay."""
    territory = Territory.of(CORNERS)
    first = (Position(9, 45), Position(10, 45))
    found = territory.length_inside(first)
    for number in range(300):
        territory.length_inside((Position(9, 45), Position(10, 45 + number / 1000)))
    assert len(territory._inside) <= 256
    assert territory.length_inside(first) == found
