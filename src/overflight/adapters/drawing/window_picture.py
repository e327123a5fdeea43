"""Draw the window of a flight: night and day, what the clocks allow, and how good each hour is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from html import escape
from itertools import pairwise

from overflight.desk.planning.windows import DayOfLight, WindowsAnswer
from overflight.treaty import Outcome

__all__ = ["window_picture"]

_WIDE, _LEFT, _RIGHT = 960.0, 120.0, 16.0
_TOP, _SKY, _BARS = 64.0, 34.0, 130.0
_INK, _SOFT, _GRID = "#1c2430", "#5a6472", "#c9d2d8"
_NIGHT, _TWILIGHT, _DAY, _ENOUGH = "#31405c", "#8493ad", "#f3e6b3", "#fff7d6"
# Colours of Okabe and Ito, and a pattern of widths: what is broken is hollow.
_BAR = {
    Outcome.KEPT: ("#009e73", 1.0),
    Outcome.OPEN: ("#0072b2", 0.75),
    Outcome.CONTESTED: ("#cc79a7", 0.75),
}
_Across = Callable[[datetime], float]
_STEPS_H = (1, 2, 3, 6, 12, 24, 48)


def window_picture(answer: WindowsAnswer) -> str:
    """Return the hours of a plan as one SVG document, the better the higher.

    The answer must tell every hour that is to be drawn (``top``); those it does not tell are left
    out, and the words below say so.

    Args:
        answer: The hours, ranked.
    """
    since, until = answer.since, max(answer.until, answer.since + timedelta(hours=1))
    scale = (_WIDE - _LEFT - _RIGHT) / (until - since).total_seconds()

    def x(at: datetime) -> float:
        return _LEFT + (min(max(at, since), until) - since).total_seconds() * scale

    bottom = _TOP + _SKY + 14 + _BARS
    parts = [*_head(answer, bottom + 74)]
    parts += _sky(answer, x)
    parts += _grid(since, until, x, bottom)
    parts += _hours(answer, x, bottom)
    parts += _legend(answer, bottom + 40)
    return "\n".join((*parts, "</svg>\n"))


def _text(x: float, y: float, text: str, size: float, how: str = "") -> str:
    words = escape("".join(c if c.isprintable() else " " for c in text), quote=False)
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{_INK}"{how}>{words}</text>'


def _box(x: float, y: float, wide: float, high: float, how: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" {how}/>'


def _head(answer: WindowsAnswer, height: float) -> Iterator[str]:
    title = f"Plan {answer.mission} version {answer.version}: when to commence"
    says = (
        f"{answer.lawful} of {answer.looked} commencements break no rule; sun from"
        f" {answer.least_sun_deg:g} degrees; clouds: {answer.clouds_from or 'no table'}"
    )
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE:g} {height:g}" '
        f'width="{_WIDE:g}" height="{height:g}" role="img" aria-labelledby="win-t win-d" '
        'font-family="Noto Sans, DejaVu Sans, Arial, sans-serif">'
    )
    yield f'<title id="win-t">{escape(title, quote=False)}</title>'
    yield f'<desc id="win-d">{escape(says, quote=False)}</desc>'
    yield _box(0, 0, _WIDE, height, 'fill="#ffffff"')
    yield _text(2, 24, title, 19, ' font-weight="bold"')
    yield _text(2, 46, says, 13)


def _sky(answer: WindowsAnswer, x: _Across) -> Iterator[str]:
    """Yield night, twilight, day and enough sun as a band."""
    y = _TOP + 6
    yield _text(2, y + _SKY / 2 + 4, "sky", 12)
    for day in answer.days:
        for begin, end, colour in _light_of(day):
            if x(end) > x(begin):
                yield _box(x(begin), y, x(end) - x(begin), _SKY, f'fill="{colour}"')


def _light_of(day: DayOfLight) -> Iterator[tuple[datetime, datetime, str]]:
    """Yield the stretches of one day and their colours, from midnight to midnight."""
    half = timedelta(hours=12)
    first, last = day.noon_at - half, day.noon_at + half
    up = day.sunrise_at is not None or day.sunset_at is not None
    always = not up and day.highest_deg > 0
    yield first, last, _DAY if always else _NIGHT
    for begin, end, colour in (
        (day.dawn_at, day.dusk_at, _TWILIGHT),
        (day.sunrise_at, day.sunset_at, _DAY),
        (day.enough_at, day.enough_until, _ENOUGH),
    ):
        if begin is not None or end is not None:
            yield begin or first, end or last, colour


def _ticks(since: datetime, until: datetime) -> list[datetime]:
    """Return round hours, few enough to be named."""
    hours = (until - since).total_seconds() / 3600
    step = next((s for s in _STEPS_H if hours / s <= 17), _STEPS_H[-1])
    midnight = since.replace(hour=0, minute=0, second=0, microsecond=0)
    count = int((until - midnight).total_seconds() // (3600 * step)) + 1
    every = (midnight + timedelta(hours=step * k) for k in range(count))
    return [at for at in every if since <= at <= until]


def _grid(since: datetime, until: datetime, x: _Across, bottom: float) -> Iterator[str]:
    for at in _ticks(since, until):
        yield (
            f'<path d="M{x(at):.1f} {_TOP + 6:g}V{bottom:g}" stroke="{_GRID}" '
            'stroke-width="0.6" fill="none"/>'
        )
        middle = ' text-anchor="middle"'
        yield _text(x(at), bottom + 13, at.strftime("%H:%M"), 10, middle)
        if at.hour == 0:
            yield _text(x(at), bottom + 25, at.strftime("%d %b"), 10, middle)
    yield _text(2, bottom + 13, "UTC", 10)


def _hours(answer: WindowsAnswer, x: _Across, bottom: float) -> Iterator[str]:
    """Yield a bar for every hour told, as high as its value in light and clear."""
    yield _text(2, bottom - _BARS / 2, "in light and clear", 12)
    told = sorted(answer.hours, key=lambda hour: hour.commences)
    gaps = [(b.commences - a.commences).total_seconds() for a, b in pairwise(told)]
    wide = max(
        1.5,
        min(
            20.0,
            0.8
            * (x(answer.since + timedelta(seconds=min(gaps, default=3600.0))) - x(answer.since)),
        ),
    )
    best = answer.hours[0] if answer.hours else None
    for hour in told:
        high = _BARS * (hour.clear / hour.value if hour.value else 0.0)
        left = x(hour.commences) - wide / 2
        if hour.lawful is Outcome.BROKEN:
            how = f'fill="none" stroke="{_SOFT}" stroke-width="0.8" stroke-dasharray="2 2"'
        else:
            colour, opacity = _BAR[hour.lawful]
            edge = f' stroke="{_INK}" stroke-width="1.6"' if hour is best else ""
            how = f'fill="{colour}" fill-opacity="{opacity}"{edge}'
        yield _box(left, bottom - max(high, 1.5), wide, max(high, 1.5), how)
    yield f'<path d="M{_LEFT:g} {bottom:g}H{_WIDE - _RIGHT:g}" stroke="{_SOFT}" fill="none"/>'


def _legend(answer: WindowsAnswer, y: float) -> Iterator[str]:
    swatches = (
        ("kept", 'fill="#009e73"'),
        ("open", 'fill="#0072b2" fill-opacity="0.75"'),
        ("broken", f'fill="none" stroke="{_SOFT}" stroke-dasharray="2 2"'),
        ("night", f'fill="{_NIGHT}"'),
        ("civil twilight", f'fill="{_TWILIGHT}"'),
        ("day", f'fill="{_DAY}" stroke="{_GRID}"'),
        ("enough sun", f'fill="{_ENOUGH}" stroke="{_GRID}"'),
    )
    x = 4.0
    for words, how in swatches:
        yield _box(x, y - 9, 20, 11, how)
        yield _text(x + 26, y, words, 12)
        x += 44 + 6.6 * len(words)
    missing = answer.looked - len(answer.hours)
    note = f"{missing} hours ranked lower are not drawn. " if missing else ""
    if answer.days:
        at = answer.days[0].at
        note += f"Sky at {at.lon_deg:.2f} {at.lat_deg:.2f}, level ground."
    yield _text(4, y + 22, note, 10)
