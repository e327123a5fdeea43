"""Where a path meets itself, and how often (GEO-5, AMB-29)."""

from __future__ import annotations

import pytest

from overflight.geodesy import Crossing, Position, crossings, distance_m


def at(*pairs: tuple[float, float]) -> tuple[Position, ...]:
    """Return a path of positions."""
    return tuple(Position(*pair) for pair in pairs)


def said(found: tuple[Crossing, ...]) -> list[tuple[tuple[int, ...], int, bool]]:
    """Return legs, visits, and whether a stretch is shared."""
    return [(c.legs, c.visits, c.until is not None) for c in found]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (at((0, 0), (1, 0), (1, 1), (2, 2)), []),
        (at((0, 0), (2, 0), (2, 2), (1, -1)), [((0, 2), 2, False)]),
        (at((0, 0), (2, 0), (2, 2), (0, 0)), [((0, 2), 2, False)]),
        (at((0, 0), (2, 0), (2, 2), (1, 3), (2, 0), (3, -1)), [((0, 1, 3, 4), 2, False)]),
        (
            at((-1, 0), (1, 0), (1, 1), (0, 1), (0, -1), (-1, -1), (1, 1)),
            [((0, 3, 5), 3, False), ((1, 2, 5), 2, False)],
        ),
        (at((0, 0), (2, 0), (0, 0)), [((0, 1), 2, True)]),
        (at((0, 0), (2, 0), (0, 0), (2, 0)), [((0, 1, 2), 3, True)]),
        (at((0, 0), (2, 0), (1, 0)), [((0, 1), 2, True)]),
        (at((0, 0), (1, 0), (1, 0), (1, 1)), []),
        (at((0, 0), (1, 0), (1, 0), (0, 1), (0.5, -1)), [((0, 3), 2, False)]),
        (at((5, 5), (5, 5)), []),
        (at((179, 0), (-179, 0), (-179, 1), (180, -1)), [((0, 2), 2, False)]),
        (at((0, 89), (180, 89), (90, 89), (-90, 89)), [((0, 2), 2, False)]),
        (at((0, 0), (1, 0), (0.5, 1), (0.5, 0)), [((0, 2), 2, False)]),
    ],
    ids=[
        "none",
        "crossing",
        "closed tour",
        "turn point again",
        "three visits",
        "there and back",
        "three times along",
        "back halfway",
        "a leg of no length",
        "a leg of no length, then a crossing",
        "nothing but a place",
        "antimeridian",
        "pole",
        "ends on itself",
    ],
)
def test_crossings_are_counted(
    path: tuple[Position, ...], expected: list[tuple[tuple[int, ...], int, bool]]
) -> None:
    """One crossing, a third visit and a stretch flown again are different under AMB-29."""
    assert said(crossings(path)) == expected


def test_a_crossing_lies_on_both_legs() -> None:
    """The place shown to the delegation is where the legs really meet."""
    (found,) = crossings(at((0, 50), (4, 50), (4, 52), (2, 49)))
    straight = at((0, 50), (4, 50))
    around = distance_m(straight[0], found.at) + distance_m(found.at, straight[1])
    assert around == pytest.approx(distance_m(*straight), abs=1e-3)


def test_a_shared_stretch_ends_where_the_shorter_leg_does() -> None:
    """A stretch flown again is named from end to end."""
    (found,) = crossings(at((0, 0), (3, 0), (1, 0)))
    assert found.until is not None
    assert {found.at, found.until} == {Position(3, 0), Position(1, 0)}


def test_two_crossings_within_a_metre_are_one_place() -> None:
    """Three legs through one place, written with six decimals, are three visits to it."""
    path = at((-1, 0), (1, 0), (1, 1), (0.000001, 1), (-0.000001, -1), (-1, -1), (1, 1.000002))
    assert said(crossings(path))[0] == ((0, 3, 5), 3, False)
