"""Render a mission as one self-contained page: no script, no network, nothing hidden."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from datetime import timedelta
from hashlib import sha256
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from overflight.adapters.report.content import FrameRow, ReportData
from overflight.adapters.report.drawings import clocks_svg, profile_svg
from overflight.adapters.report.judged import ClockRow, FindingRow, instant
from overflight.adapters.report.markup import safe_svg
from overflight.errors import UsageError
from overflight.treaty import Outcome

__all__ = ["render_report"]

MAX_PREVIEW_BYTES = 200_000
_SHARED, _LONG = 3, 30
_ORDER = (Outcome.BROKEN, Outcome.CONTESTED, Outcome.OPEN, Outcome.KEPT)
_PREVIEWS = {b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png"}


def render_report(data: ReportData) -> str:
    """Return the page as one HTML document; the same data always give the same text.

    Args:
        data: Everything the page shows.

    Raises:
        SourceError: The map is no drawing.
        UsageError: A preview is no JPEG or PNG, or too large.
    """
    findings = sorted(data.findings, key=lambda row: _ORDER.index(row.outcome))
    style = resources.files(__package__).joinpath("style.css").read_text("utf-8")
    track = data.track
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            data=data,
            style=Markup(style),  # noqa: S704 - our own file
            style_hash=b64encode(sha256(style.encode()).digest()).decode(),
            contents=_contents(data),
            map=safe_svg(data.map_svg) if data.map_svg else None,
            clocks=clocks_svg(data.clocks) if data.clocks else None,
            profile=profile_svg(track.profile) if track and track.profile else None,
            frames=[(frame, _uri(frame)) for frame in data.frames],
            findings=findings,
            grave=[row for row in findings if row.outcome is not Outcome.KEPT],
            kept=[row for row in findings if row.outcome is Outcome.KEPT],
            tally=_tally(findings),
            notes=_shared_bases(findings),
        )
    )


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("overflight.adapters.report", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["instant"] = instant
    environment.filters["spare"] = _spare
    return environment


def _contents(data: ReportData) -> list[tuple[str, str]]:
    """Return the sections that have something to show, in their order."""
    sections: tuple[tuple[str, str, object], ...] = (
        ("map", "Map", data.map_svg),
        ("findings", "Findings", data.findings),
        ("clocks", "Clocks", data.clocks),
        ("track", "Flown and agreed", data.track),
        ("frames", "Frames", data.frames),
        ("holdings", "Who holds what", data.holdings or data.copies),
        ("record", "The record", data.record),
        ("sources", "Sources and readings", data.sources or data.readings),
        ("not-proven", "What is not proven", data.not_proven),
    )
    return [(place, name) for place, name, filled in sections if filled]


def _tally(findings: list[FindingRow]) -> list[tuple[str, int]]:
    counts = dict.fromkeys(_ORDER, 0)
    for finding in findings:
        counts[finding.outcome] += 1
    return [(outcome.value, count) for outcome, count in counts.items() if count]


def _shared_bases(findings: list[FindingRow]) -> dict[str, int]:
    """Return the long bases that many findings rest on, numbered: they are shown once, below."""
    counts = Counter(basis for finding in findings for basis in finding.basis)
    shared = (basis for basis, count in counts.items() if count >= _SHARED and len(basis) > _LONG)
    return {basis: number for number, basis in enumerate(shared, 1)}


def _uri(frame: FrameRow) -> str:
    """Return a preview as a data address."""
    kind = next((k for start, k in _PREVIEWS.items() if frame.preview.startswith(start)), None)
    if kind is None or len(frame.preview) > MAX_PREVIEW_BYTES:
        raise UsageError(
            "E-PREVIEW",
            where=frame.name,
            expected=f"a JPEG or PNG of at most {MAX_PREVIEW_BYTES} bytes",
            found=f"{len(frame.preview)} bytes, {kind or 'another format'}",
            remedy="Make a smaller preview; originals stay where they are sealed.",
        )
    return f"data:image/{kind};base64,{b64encode(frame.preview).decode()}"


def _spare(clock: ClockRow) -> str:
    """Return how much time was left, or how late it was."""
    if clock.done_at is None:
        return ""
    left = clock.due_at - clock.done_at
    if clock.earliest:
        return f"{_lasts(-left)} after" if left <= timedelta(0) else f"{_lasts(left)} early"
    return f"{_lasts(left)} to spare" if left >= timedelta(0) else f"{_lasts(-left)} late"


def _lasts(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [(days, "d"), (hours, "h"), (minutes, "min")]
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 min"
