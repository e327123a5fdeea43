"""Draw the 96 hours of a flight: arrival, plan, the 24 hours, the flight, its stops and sensors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

from overflight.deadlines import Instant
from overflight.desk.planning.whole import WholePlan

__all__ = ["gantt_of"]

_WIDE, _LEFT, _RIGHT, _TOP, _ROW = 960.0, 150.0, 20.0, 92.0, 24.0
_INK, _SOFT, _GRID = "#1c2430", "#5a6472", "#d9dfe3"
# Colours of Okabe and Ito; every row is named in words too.
_FLIGHT, _STOP, _CLOCK, _SENSOR = "#0072b2", "#e69f00", "#8a8f98", "#009e73"
_STEPS_H = (0.25, 0.5, 1, 2, 3, 6, 12, 24)
_MOST_LINES = 10
_LETTER = 6.0  # pixels of a letter, for what fits into a bar


@dataclass(frozen=True, slots=True)
class _Bar:
    row: str
    since: Instant
    until: Instant
    colour: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class _Part:
    """One of the two scales of the drawing."""

    title: str
    since: Instant
    until: Instant
    bars: tuple[_Bar, ...]


def gantt_of(whole: WholePlan) -> str:
    """Return the hours of a flight as one SVG document: the window above, the flight below.

    Args:
        whole: The flight.

    Treaty: art.VI.I.9, art.VI.II.4.E; FLT-1, MPL-4.
    """
    plan, timed = whole.plan, whole.timed
    starts, ends = timed[0].left, timed[-1].reached
    window = whole.problem.window
    closes = max(window.ends if window else ends, ends)
    clocks = (
        _Bar("window, 96 h", plan.estimated_arrival, closes, _CLOCK, "art.VI.I.9"),
        _Bar(
            "plan before flight",
            plan.original_submitted,
            plan.commencement,
            _CLOCK,
            f"{(plan.commencement - plan.original_submitted) / timedelta(hours=1):g} h, 24 asked",
        ),
        *_flown(whole),
    )
    parts = [
        _Part("The window", min(plan.estimated_arrival, plan.original_submitted), closes, clocks),
        _Part("The flight", starts, ends, (*_flown(whole), *_sensors(whole))),
    ]
    return "\n".join((*_drawn(whole, parts), "</svg>\n"))


def _flown(whole: WholePlan) -> Iterator[_Bar]:
    """Yield the flights from landing to landing, and the stops."""
    began = whole.timed[0].left
    for timed in whole.timed[1:]:
        if timed.left > timed.reached or timed is whole.timed[-1]:
            yield _Bar("in the air", began, timed.reached, _FLIGHT, _span(began, timed.reached))
            if timed is not whole.timed[-1]:
                yield _Bar("on the ground", timed.reached, timed.left, _STOP, timed.name)
            began = timed.left


def _sensors(whole: WholePlan) -> Iterator[_Bar]:
    """Yield when each sensor is on."""
    reached: dict[str, Instant] = {}
    left: dict[str, Instant] = {}
    for timed in whole.timed:
        left.setdefault(timed.name, timed.left)
        reached[timed.name] = timed.reached
    for period in whole.plan.observations:
        if period.start in left and period.stop in reached:
            yield _Bar(
                f"{period.sensor} on",
                left[period.start],
                reached[period.stop],
                _SENSOR,
                period.side.value if period.side else "",
            )


def _span(since: Instant, until: Instant) -> str:
    minutes = round((until - since).total_seconds() / 60)
    return f"{minutes // 60} h {minutes % 60:02} min"


def _drawn(whole: WholePlan, parts: list[_Part]) -> Iterator[str]:
    """Yield the document without its end."""
    rows = [tuple(dict.fromkeys(bar.row for bar in part.bars)) for part in parts]
    height = _TOP + sum(len(some) * _ROW + 72 for some in rows)
    plan = whole.plan
    title = f"Draft plan {plan.mission}: the hours"
    says = (
        f"arrival {plan.estimated_arrival:%Y-%m-%d %H:%M}, commencement "
        f"{plan.commencement:%Y-%m-%d %H:%M}, end {whole.timed[-1].reached:%Y-%m-%d %H:%M} UTC"
    )
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE:g} {height:g}" '
        f'width="{_WIDE:g}" height="{height:g}" role="img" aria-label="{escape(title)}" '
        'font-family="Noto Sans, DejaVu Sans, Arial, sans-serif">'
    )
    yield f'<rect width="{_WIDE:g}" height="{height:g}" fill="#ffffff"/>'
    yield (
        f'<text x="4" y="26" font-size="19" font-weight="bold" fill="{_INK}">{escape(title)}</text>'
    )
    yield f'<text x="4" y="48" font-size="13" fill="{_SOFT}">{escape(says)}</text>'
    top = _TOP
    for part, names in zip(parts, rows, strict=True):
        yield from _part(part, names, top)
        top += len(names) * _ROW + 72


def _part(part: _Part, names: tuple[str, ...], top: float) -> Iterator[str]:
    """Yield one scale with its bars."""
    until = max(part.until, part.since + timedelta(minutes=10))
    scale = (_WIDE - _LEFT - _RIGHT) / (until - part.since).total_seconds()

    def x(at: datetime) -> float:
        return _LEFT + (at - part.since).total_seconds() * scale

    bottom = top + len(names) * _ROW
    yield (
        f'<text x="4" y="{top - 12:g}" font-size="13" font-weight="bold" '
        f'fill="{_INK}">{escape(part.title)}</text>'
    )
    yield from _grid(part.since, until, x, (top, bottom))
    for number, name in enumerate(names):
        y = top + number * _ROW
        yield f'<text x="4" y="{y + 16:g}" font-size="12" fill="{_INK}">{escape(name)}</text>'
        for bar in part.bars:
            if bar.row == name:
                yield from _bar(bar, x, y)


def _bar(bar: _Bar, x: Callable[[datetime], float], y: float) -> Iterator[str]:
    """Yield a bar, its words in it where they fit."""
    left, wide = x(bar.since), max(2.0, x(bar.until) - x(bar.since))
    title = f"{bar.row}: {bar.since:%Y-%m-%d %H:%M} to {bar.until:%Y-%m-%d %H:%M} UTC {bar.says}"
    yield (
        f'<rect x="{left:.1f}" y="{y + 4:g}" width="{wide:.1f}" height="{_ROW - 8:g}" rx="2" '
        f'fill="{bar.colour}"><title>{escape(title.strip())}</title></rect>'
    )
    if bar.says and len(bar.says) * _LETTER + 8 < wide:
        yield (
            f'<text x="{left + 5:.1f}" y="{y + 16:g}" font-size="11" '
            f'fill="#ffffff">{escape(bar.says)}</text>'
        )


def _grid(
    since: Instant, until: Instant, x: Callable[[datetime], float], span: tuple[float, float]
) -> Iterator[str]:
    """Yield lines of full hours with their names."""
    hours = (until - since).total_seconds() / 3600
    step = next((h for h in _STEPS_H if hours / h <= _MOST_LINES), _STEPS_H[-1])
    day = since.replace(hour=0, minute=0, second=0)
    count = int(((since - day).total_seconds() / 3600) // step)
    top, bottom = span
    while (at := day + timedelta(hours=step * count)) <= until:
        count += 1
        if at < since:
            continue
        words = f"{at:%d %b}" if at.hour == 0 and at.minute == 0 else f"{at:%H:%M}"
        yield (
            f'<path d="M{x(at):.1f} {top:g}V{bottom:g}" stroke="{_GRID}" stroke-width="1"/>'
            f'<text x="{x(at):.1f}" y="{bottom + 15:g}" font-size="11" text-anchor="middle" '
            f'fill="{_SOFT}">{words}</text>'
        )
