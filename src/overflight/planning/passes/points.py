"""How a flight takes a point: over it, past it, or on two legs where one shows not enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from overflight.geodesy import Position, travel
from overflight.planning.asked.looks import Band
from overflight.planning.passes.ways_past import Pass, Run

__all__ = ["from_aside", "passes_of_point"]

_LEAD_SHARE = 0.05  # of the distance to a point a pass is straight before and after it, at least


def passes_of_point(
    at: Position, needs: Sequence[Sequence[Band]], headings: int, lead_m: float = 2_000.0
) -> tuple[Pass, ...]:
    """Return the ways to see a point with every sensor it needs.

    Args:
        at: The point.
        needs: For each wish the bands that meet it; none where flying over is enough.
        headings: In how many directions it may be passed, spread evenly round the compass.
        lead_m: How long before and after the point is abeam the pass is straight.

    Returns:
        Passes of which one suffices: one place where the point itself may be flown over, else
        straight legs past it, else two legs at right angles; none where no two legs show enough.

    Treaty: serves art.IV.2; the side look of annex.D.
    """
    if not needs:
        return (Pass((at,)),)
    chosen = [(bands, _common(bands)) for bands in product(*needs)]
    straight = [(bands, where) for bands, where in chosen if where is not None]
    over = [bands for bands, where in straight if where[0] <= 0 <= where[1]]
    if over:
        runs = tuple(Run(band.look, band.side, 0, 0) for band in over[0])
        return (Pass((at,), runs),)
    if straight:
        return tuple(_straight(at, straight, headings, lead_m))
    return tuple(_angled(at, [bands for bands, _ in chosen], headings, lead_m))


def from_aside(needs: Sequence[Sequence[Band]]) -> bool:
    """Tell whether a point is only seen from beside it.

    Args:
        needs: For each wish the bands that meet it.
    """
    common = (_common(bands) for bands in product(*needs))
    return bool(needs) and not any(where and where[0] <= 0 <= where[1] for where in common)


def _common(bands: Sequence[Band]) -> tuple[float, float] | None:
    """Return where a point may lie beside the path so that all bands hold it, or none."""
    least, most = max(b.least_m for b in bands), min(b.most_m for b in bands)
    return (least, most) if least <= most else None


def _both_ways(bands: Sequence[Band]) -> bool:
    """Tell whether sensors see the same flown the other way round."""
    return all(len(band.look.bands) > 1 or band.least_m < 0 < band.most_m for band in bands)


def _bearings(count: int) -> Iterator[float]:
    yield from (k * 360.0 / count for k in range(count))


def _lead(across_m: float, lead_m: float) -> float:
    return max(lead_m, _LEAD_SHARE * abs(across_m))


def _straight(
    at: Position,
    straight: Sequence[tuple[Sequence[Band], tuple[float, float]]],
    headings: int,
    lead_m: float,
) -> Iterator[Pass]:
    """Yield straight legs that have the point in the middle of the common band."""
    told = set()
    for bands, (least, most) in straight:
        across_m, both = (least + most) / 2, _both_ways(bands)
        if both and (key := (tuple(b.look.sensor for b in bands), abs(across_m))) in told:
            continue  # the same legs, flown the other way
        if both:
            told.add(key)
        for heading in _bearings(headings):
            foot, half = travel(at, heading + 270.0, across_m), _lead(across_m, lead_m)
            path = (travel(foot, heading + 180.0, half), travel(foot, heading, half))
            runs = tuple(Run(band.look, band.side, 0, 1) for band in bands)
            yield Pass(path, runs, both)


def _angled(
    at: Position, chosen: Sequence[Sequence[Band]], headings: int, lead_m: float
) -> Iterator[Pass]:
    """Yield two legs at right angles, each with some of the sensors."""
    for bands in chosen:
        for picked in range(1, 2 ** len(bands) - 1):
            parts = (
                [b for k, b in enumerate(bands) if picked >> k & 1],
                [b for k, b in enumerate(bands) if not picked >> k & 1],
            )
            first, second = _common(parts[0]), _common(parts[1])
            if first is None or second is None or not _worth(first, second):
                continue
            for heading in _bearings(headings):
                yield _corner(at, (parts[0], parts[1]), (first, second), (heading, lead_m))


def _worth(first: tuple[float, float], second: tuple[float, float]) -> bool:
    """Tell whether two legs are tried this way round: the nearer first, since both ways are flown.

    The second must lie aside far enough for the first to be over before the corner.
    """
    near = min(abs(first[0] + first[1]), abs(second[0] + second[1]))
    return abs(first[0] + first[1]) == near and not second[0] <= 0 <= second[1]


def _corner(
    at: Position,
    parts: tuple[Sequence[Band], Sequence[Band]],
    where: tuple[tuple[float, float], tuple[float, float]],
    flown: tuple[float, float],
) -> Pass:
    """Return a leg past a point and, after a right angle, a second one at another distance."""
    (least, most), (least_2, most_2) = where
    aside = (least_2 + most_2) / 2
    turn = 90.0 if aside > 0 else -90.0
    heading, lead_m = flown
    lead = _lead(aside, lead_m)
    # The corner lies so far before the point is abeam of the second leg as the first leg passes it.
    wish = lead if aside > 0 else -lead
    across = min(max(wish, least), most)
    foot = travel(at, heading + 270.0, across)
    corner = travel(foot, heading, abs(aside))
    path = (
        travel(foot, heading + 180.0, lead),
        corner,
        travel(corner, heading + turn, abs(across) + lead),
    )
    runs = (
        *(Run(band.look, band.side, 0, 1) for band in parts[0]),
        *(Run(band.look, band.side, 1, 2) for band in parts[1]),
    )
    return Pass(path, runs, _both_ways([*parts[0], *parts[1]]))
