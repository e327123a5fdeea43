"""Draw the profile of a plan as plain SVG text: ground, planned height, lowest lawful height.

Everything is in attributes, no style sheet and no script. Where a rule fails the line of flight is
red and wide; the place that binds each period is marked and named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from overflight.adapters.drawing.ground import COLOURS
from overflight.coverage import Binding, PeriodProfile, Profile
from overflight.geodesy import Floats
from overflight.treaty import Outcome

__all__ = ["draw_profile"]

_WIDE, _HIGH = 960.0, 420.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 64.0, 20.0, 64.0, 60.0
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
_MOST_POINTS = 1_500
_NAME = 48.0  # pixels from one name to the next
_PLANNED, _FLOOR, _BROKEN, _GROUND, _ACROSS = "#0072b2", "#e69f00", "#b2182b", "#b8ad98", "#8a8272"


@dataclass(frozen=True, slots=True)
class _Frame:
    """From kilometres and metres to pixels."""

    most_km: float
    low_m: float
    high_m: float

    def x(self, along_m: Floats) -> Floats:
        """Return pixels to the right."""
        made: Floats = _LEFT + along_m / 1000.0 / self.most_km * (_WIDE - _LEFT - _RIGHT)
        return made

    def y(self, height_m: Floats) -> Floats:
        """Return pixels downwards."""
        share = (height_m - self.low_m) / (self.high_m - self.low_m)
        made: Floats = _HIGH - _BOTTOM - share * (_HIGH - _BOTTOM - _TOP)
        return made


def draw_profile(profile: Profile) -> str:
    """Return the profile of a plan as one SVG document.

    Args:
        profile: The profile.
    """
    frame = _frame(profile)
    says = (
        f"Heights from {profile.height_system} ({profile.source}, within {profile.error_m:g} m);"
        f" planned heights from {profile.planned_from.value}"
    )
    title = f"Plan {profile.mission} version {profile.version}: profile"
    legend = list(_legend(profile))
    high = _HIGH + 20.0 * len(legend)
    body = [
        _head(high),
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDE:g}" height="{high:g}" fill="#ffffff"/>',
        f'<text x="12" y="24" font-size="16" fill="{COLOURS["text"]}">{escape(title)}</text>',
        f'<text x="12" y="44" font-size="11" fill="{COLOURS["soft"]}">{escape(says)}</text>',
        *_axes(frame),
        _area(frame, profile.along_m, profile.ground_m),
        *(line for period in profile.periods for line in _period(frame, period)),
        *_places(frame, profile.places),
        *legend,
        "</svg>",
    ]
    return "\n".join(line for line in body if line)


def _head(high: float) -> str:
    """Return the opening of the document."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE:g} {high:g}" '
        f'width="{_WIDE:g}" height="{high:g}" font-family="sans-serif" role="img">'
    )


def _frame(profile: Profile) -> _Frame:
    """Return the scales: everything drawn, with room above."""
    heights = [profile.ground_m, *(one.eye_m for one in profile.periods)]
    heights += [one.highest_m + (one.h_min_m or 0.0) for one in profile.periods]
    known = np.concatenate([np.zeros(1), *heights])
    known = known[np.isfinite(known)]
    along = [profile.along_m, *(one.along_m for one in profile.periods)]
    most_m = max((float(one.max()) for one in along if one.size), default=1000.0)
    return _Frame(
        max(most_m / 1000.0, 0.001), float(known.min()), 1.08 * max(float(known.max()), 100.0)
    )


def _step(span: float, most: int) -> float:
    """Return a step that divides a span into a few parts."""
    return next((float(s) for s in _STEPS if span / s <= most), float(_STEPS[-1]))


def _axes(frame: _Frame) -> Iterator[str]:
    """Yield the lines and numbers of both axes."""
    grid, soft = COLOURS["grid"], COLOURS["soft"]
    bottom = _HIGH - _BOTTOM
    step = _step(frame.high_m - frame.low_m, 8)
    for height in (step * np.arange(np.ceil(frame.low_m / step), frame.high_m / step)).tolist():
        y = float(frame.y(np.array(height)))
        yield (
            f'<path d="M{_LEFT:g} {y:.1f}H{_WIDE - _RIGHT:g}" stroke="{grid}" stroke-width="0.5"/>'
        )
        yield (
            f'<text x="{_LEFT - 6:g}" y="{y + 4:.1f}" font-size="10" text-anchor="end" '
            f'fill="{soft}">{height + 0.0:,.0f} m</text>'
        )
    step = _step(frame.most_km, 10)
    for km in np.arange(0.0, frame.most_km + 1e-9, step).tolist():
        x = float(frame.x(np.array(km * 1000.0)))
        yield (
            f'<path d="M{x:.1f} {_TOP:g}V{bottom:g}" stroke="{grid}" stroke-width="0.5"/>'
            f'<text x="{x:.1f}" y="{bottom + 14:g}" font-size="10" text-anchor="middle" '
            f'fill="{soft}">{km:g}</text>'
        )
    yield (
        f'<text x="{_WIDE - _RIGHT:g}" y="{bottom + 28:g}" font-size="10" text-anchor="end" '
        f'fill="{soft}">kilometres along the planned path</text>'
    )


def _thin(along: Floats, heights: Floats) -> tuple[Floats, Floats]:
    """Return as many points as a picture shows, the highest of each group kept."""
    group = -(-len(along) // _MOST_POINTS)
    if group <= 1:
        return along, heights
    count = len(along) // group
    shaped = np.where(np.isnan(heights), -np.inf, heights)[: count * group].reshape(count, group)
    top = shaped.argmax(axis=1) + np.arange(count) * group
    which = np.unique(np.concatenate([[0], top, [len(along) - 1]]))
    return along[which], heights[which]


def _runs(frame: _Frame, along: Floats, heights: Floats) -> list[str]:
    """Return the known parts of a line as the ``d`` of paths."""
    along, heights = _thin(along, heights)
    known = np.isfinite(heights)
    breaks = np.flatnonzero(np.diff(known.astype(np.int8))) + 1
    found = []
    for part in np.split(np.arange(len(along)), breaks):
        if part.size and known[part[0]]:
            spots = zip(frame.x(along[part]).tolist(), frame.y(heights[part]).tolist(), strict=True)
            found.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in spots))
    return found


def _area(frame: _Frame, along: Floats, heights: Floats) -> str:
    """Return the ground, filled downwards."""
    bottom = float(frame.y(np.array(frame.low_m)))
    closed = "".join(
        f"{run}V{bottom:.1f}H{run[1:].split(' ')[0]}Z" for run in _runs(frame, along, heights)
    )
    if not closed:
        return ""
    return f'<path d="{closed}" fill="{_GROUND}" fill-opacity="0.6" stroke="{_ACROSS}"/>'


def _line(d: Sequence[str], colour: str, width: float, dash: str = "") -> str:
    """Return a line."""
    if not d:
        return ""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="{"".join(d)}" fill="none" stroke="{colour}" stroke-width="{width}"{dashes} '
        'stroke-linejoin="round"/>'
    )


def _period(frame: _Frame, one: PeriodProfile) -> Iterator[str]:
    """Yield the lines of one period: ground seen beside, lowest height, flight, where it fails."""
    yield _line(_runs(frame, one.along_m, one.highest_m), _ACROSS, 0.8, "2 2")
    yield _line(_runs(frame, one.along_m, one.eye_m), _PLANNED, 1.8)
    if one.h_min_m is not None:
        least = np.fmax(one.highest_m, one.ground_m) + one.h_min_m
        yield _line(_runs(frame, one.along_m, least), _FLOOR, 1.2, "6 3")
        low = np.where(one.eye_m < least, one.eye_m, np.nan)
        yield _line(_runs(frame, one.along_m, low), _BROKEN, 3.5)
    for binding in (one.below, one.across):
        if binding is not None and one.h_min_m is not None:
            yield _mark(frame, binding, one.period.sensor)


def _mark(frame: _Frame, one: Binding, sensor: str) -> str:
    """Return the mark of a binding place: from the ground up to the aircraft."""
    x = float(frame.x(np.array(one.along_m)))
    low, high = frame.y(np.array([one.ground_m, one.ground_m + one.above.value])).tolist()
    colour = _BROKEN if one.outcome is Outcome.BROKEN else COLOURS["text"]
    beside = "" if one.across_m == 0.0 else " beside the path"
    words = escape(f"{sensor}: {one.above.value:,.0f} m{beside}")
    anchor, dx = ("end", -6) if x > _WIDE / 2 else ("start", 6)
    lift = 10 if one.across_m == 0.0 else 24
    return (
        f'<path d="M{x:.1f} {low:.1f}V{high:.1f}" stroke="{colour}" stroke-width="1"/>'
        f'<circle cx="{x:.1f}" cy="{low:.1f}" r="3.5" fill="{colour}"/>'
        f'<text x="{x + dx:.1f}" y="{high - lift:.1f}" font-size="11" text-anchor="{anchor}" '
        f'fill="{colour}" stroke="#ffffff" stroke-width="3" paint-order="stroke">{words}</text>'
    )


def _places(frame: _Frame, places: Sequence[tuple[str, float]]) -> Iterator[str]:
    """Yield the names of turn points and airfields, where there is room."""
    last = -1e9
    for name, along_m in places:
        x = float(frame.x(np.array(along_m)))
        y = _HIGH - _BOTTOM
        yield f'<path d="M{x:.1f} {y:g}v5" stroke="{COLOURS["text"]}"/>'
        if x - last > _NAME:
            last = x
            middle = min(max(x, _NAME), _WIDE - _NAME)
            yield (
                f'<text x="{middle:.1f}" y="{y + 42:g}" font-size="10" text-anchor="middle" '
                f'fill="{COLOURS["text"]}">{escape(name)}</text>'
            )


def _legend(profile: Profile) -> Iterator[str]:
    """Yield what the lines mean, one under the other."""
    rows = [
        (_PLANNED, "", "planned height of a period"),
        (_FLOOR, "6 3", "lowest height: H_min above the highest ground seen"),
        (_BROKEN, "", "lower than that"),
        (_ACROSS, "2 2", "highest ground seen beside the path"),
    ]
    words = [f"{colour}|{dash}|{says}" for colour, dash, says in rows]
    words += [f"||{one.period.sensor}: {one.why}" for one in profile.unseen]
    for k, row in enumerate(words):
        colour, dash, says = row.split("|", 2)
        y = _HIGH + 4.0 + 20.0 * k
        if colour:
            yield _line([f"M{_LEFT:g} {y:g}h36"], colour, 2.0, dash)
        yield (
            f'<text x="{_LEFT + 44:g}" y="{y + 4:g}" font-size="11" '
            f'fill="{COLOURS["text"]}">{escape(says)}</text>'
        )
