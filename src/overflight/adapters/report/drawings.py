"""Draw the two pictures of the page that are not maps: the clocks and the flown profile.

Colours come from classes of the style sheet, so that both follow light, dark and print.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from html import escape
from itertools import pairwise

from markupsafe import Markup

from overflight.adapters.report.content import TrackProfile
from overflight.adapters.report.judged import ClockRow, instant

__all__ = ["clocks_svg", "profile_svg"]

_WIDE = 960
_ROW = 30
_LABEL = 250
_TOP = 34
_POINTS = 480
_STEPS_H = (1, 3, 6, 12, 24, 48, 96, 168, 336)
_LABELS_AT_MOST = 15


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}">{escape(text, quote=False)}</text>'


def _ticks(first: datetime, last: datetime) -> list[datetime]:
    """Return round instants between two, few enough to be labelled."""
    hours = (last - first).total_seconds() / 3600
    step = next((s for s in _STEPS_H if hours / s <= _LABELS_AT_MOST), _STEPS_H[-1])
    midnight = datetime(first.year, first.month, first.day, tzinfo=UTC)
    ticks = (midnight + timedelta(hours=step * i) for i in range(int(hours / step) + 48))
    return [tick for tick in ticks if first <= tick <= last]


def clocks_svg(clocks: Sequence[ClockRow]) -> Markup:
    """Return every clock as a bar on one time line, with a mark where the thing was done.

    Args:
        clocks: One or more rows, in the order to be shown.
    """
    instants = [at for c in clocks for at in (c.starts_at, c.due_at, c.done_at) if at is not None]
    first, last = min(instants), max(instants)
    pad = (last - first) / 50 or timedelta(hours=1)
    first, last = first - pad, last + pad
    scale = (_WIDE - _LABEL - 16) / (last - first).total_seconds()

    def x(at: datetime) -> float:
        return _LABEL + (at - first).total_seconds() * scale

    height = _TOP + _ROW * len(clocks) + 8
    says = f"Time line of {len(clocks)} limits; the table below says the same in words."
    parts = [f'<svg viewBox="0 0 {_WIDE} {height}" role="img" class="clocks" aria-label="{says}">']
    for tick in _ticks(first, last):
        parts.append(f'<path class="grid" d="M{x(tick):.1f} {_TOP - 8}V{height - 4}"/>')
        label = f"{tick:%d %b}" if not tick.hour else f"{tick:%H:%M}"
        parts.append(_text(x(tick), _TOP - 14, label, "tick"))
    for row, clock in enumerate(clocks):
        parts.append(_clock(clock, _TOP + row * _ROW, x(clock.starts_at), x(clock.due_at)))
        if clock.done_at is not None:
            mark = f'<circle class="done" cx="{x(clock.done_at):.1f}" cy="{_TOP + row * _ROW + 14}"'
            parts.append(
                f'{mark} r="5"><title>done {escape(instant(clock.done_at))}</title></circle>'
            )
    return Markup("".join(parts) + "</svg>")  # noqa: S704 - texts are escaped above


def _clock(clock: ClockRow, y: float, start: float, end: float) -> str:
    name = clock.name if len(clock.name) <= 36 else clock.name[:35] + "…"
    title = escape(f"{clock.name}: {clock.derivation}")
    return (
        _text(0, y + 18, name, "name")
        + f'<rect class="bar {clock.outcome.value}" x="{start:.1f}" y="{y + 8}" '
        + f'width="{max(end - start, 2):.1f}" height="12" rx="3"><title>{title}</title></rect>'
        + f'<path class="due {clock.outcome.value}" d="M{end:.1f} {y + 3}v22"/>'
    )


def _thin(seconds: Sequence[float], values: Sequence[float]) -> list[tuple[float, float]]:
    """Return few points that keep every extreme: least and greatest of each stretch."""
    size = max(1, -(-len(seconds) // (_POINTS // 2)))
    kept: list[tuple[float, float]] = []
    for start in range(0, len(seconds), size):
        stretch = range(start, min(start + size, len(seconds)))
        low = min(stretch, key=values.__getitem__)
        high = max(stretch, key=values.__getitem__)
        kept += [(seconds[i], values[i]) for i in sorted({low, high})]
    return kept


def _curve(
    points: Sequence[tuple[float, float]],
    gaps: Sequence[tuple[float, float]],
    place: tuple[float, float, float, float],
) -> str:
    """Return a path that is broken wherever a gap lies between two points.

    Args:
        points: Seconds and values.
        gaps: Start and end of every gap.
        place: Pixels a second, least value, pixels a unit, and y of the least value.
    """
    per_s, least, per_unit, floor = place
    steps: list[str] = []
    pen_up = True
    for (t, v), following in pairwise([*points, (points[-1][0], points[-1][1])]):
        steps.append(
            f"{'M' if pen_up else 'L'}{60 + t * per_s:.1f} {floor - (v - least) * per_unit:.1f}"
        )
        pen_up = any(t <= start and stop <= following[0] for start, stop in gaps)
    return "".join(steps)


def profile_svg(profile: TrackProfile) -> Markup:
    """Return distance across the agreed path, and height, over time; gaps are shown as unseen.

    Args:
        profile: At least one point.
    """
    lasts = max(profile.seconds[-1], 1.0)
    per_s = (_WIDE - 76) / lasts
    shades = [
        f'<rect class="{kind}" x="{60 + start * per_s:.1f}" y="{y}" '
        f'width="{max((stop - start) * per_s, 1):.1f}" height="{height}"/>'
        for kind, stretches, y, height in (
            ("gap", profile.gaps_s, 24, 296),
            ("sensor", profile.sensors_s, 326, 8),
        )
        for start, stop in stretches
    ]
    upper = _panel("across the agreed path, m", profile, profile.across_m, (), (24, 130, per_s))
    lower = _panel(
        "height, m", profile, profile.height_m, profile.planned_height_m, (190, 130, per_s)
    )
    minutes = lasts / 60
    step = next((s for s in (1, 2, 5, 10, 15, 30, 60, 120, 240) if minutes / s <= 10), 480)
    ticks = "".join(
        _text(60 + m * 60 * per_s, 352, f"{m} min", "tick")
        for m in range(0, int(minutes) + 1, step)
    )
    return Markup(  # noqa: S704 - texts are escaped above
        f'<svg viewBox="0 0 {_WIDE} 360" role="img" class="profile" aria-label="Across-track '
        'distance and height of the flown track; the numbers beside say the same in words.">'
        + "".join(shades)
        + upper
        + lower
        + ticks
        + "</svg>"
    )


def _panel(
    name: str,
    profile: TrackProfile,
    values: Sequence[float],
    planned: Sequence[float],
    place: tuple[float, float, float],
) -> str:
    """Return one panel of the profile.

    Args:
        name: Name and unit of the values.
        profile: Its times and gaps.
        values: The flown values.
        planned: The agreed values, or none.
        place: Top and height in pixels, and pixels a second.
    """
    top, height, per_s = place
    least, most = min(*values, *planned, 0.0), max(*values, *planned, 0.0)
    per_unit = (height - 8) / (most - least or 1.0)
    floor = top + height - 4
    at = (per_s, least, per_unit, floor)
    parts = [
        f'<path class="grid" d="M60 {floor - (v - least) * per_unit:.1f}H{_WIDE - 16}"/>'
        + _text(54, floor - (v - least) * per_unit + 4, f"{v:,.0f}", "value")
        for v in sorted({least, 0.0, most})
    ]
    if planned:
        line = _curve(_thin(profile.seconds, planned), profile.gaps_s, at)
        parts.append(f'<path class="planned" d="{line}"/>')
    line = _curve(_thin(profile.seconds, values), profile.gaps_s, at)
    parts.append(f'<path class="flown" d="{line}"/>')
    parts.append(_text(64, top - 8, name, "name"))
    return "".join(parts)
