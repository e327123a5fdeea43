"""Comparisons for maps and tables: GeoJSON and CSV, labelled as simulated or moved where they are.

No line is drawn through a gap: there only the two places are marked where the aircraft was last
seen, and seen again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from overflight.flights.compared.comparison import Comparison
from overflight.flights.told.cleaning import CleanTrack
from overflight.flights.told.tracks import Track
from overflight.geodesy import Path, Position, split_antimeridian
from overflight.treaty import Finding, overall

__all__ = ["clean_csv", "comparison_csv", "comparison_geojson"]

Json = Mapping[str, object]

_POINT_COLUMNS = (
    "row",
    "time",
    "lon_deg",
    "lat_deg",
    "height_m",
    "leg",
    "along_m",
    "across_m",
    "off_m",
    "nearest_m",
    "above_planned_m",
    "late_s",
    "in_order",
    "moved_s",
    "simulated",
)


def _point(at: Position) -> list[float]:
    return [round(at.lon_deg, 7), round(at.lat_deg, 7)]


def _feature(kind: str, geometry: Json, **properties: object) -> Json:
    return {"type": "Feature", "geometry": geometry, "properties": {"kind": kind, **properties}}


def _line(lines: Sequence[Path]) -> Json:
    coordinates = [[_point(at) for at in line] for line in lines]
    if len(coordinates) == 1:
        return {"type": "LineString", "coordinates": coordinates[0]}
    return {"type": "MultiLineString", "coordinates": coordinates}


def _flown(track: Track, first: int, past: int) -> tuple[Path, ...]:
    """Return a stretch of the track as lines that do not cross the antimeridian."""
    lon, lat = track.lon_deg[first:past].tolist(), track.lat_deg[first:past].tolist()
    path = tuple(Position(x, y) for x, y in zip(lon, lat, strict=True))
    wide = any(abs(a - b) > 180 for a, b in zip(lon[1:], lon[:-1], strict=True))
    return split_antimeridian(path) if wide else (path,)


def comparison_geojson(comparison: Comparison, findings: Iterable[Finding]) -> Json:
    """Return the agreed path, the flown stretches, runs off it or out of order, gaps, findings.

    Args:
        comparison: The track beside the plan.
        findings: What the rules say; those with a place are marked.
    """
    judged, source = tuple(findings), comparison.track.source
    features = [
        _feature("agreed path", _line(split_antimeridian(comparison.route.line))),
        *_flown_features(comparison),
        *_finding_features(judged),
    ]
    return {
        "type": "FeatureCollection",
        "source": source.label,
        "simulated": source.simulated,
        "moved_s": source.moved_s,
        "outcome": overall(judged).value,
        "features": features,
    }


def _flown_features(comparison: Comparison) -> Iterator[Json]:
    """Yield the flown stretches, runs off the path or out of order, and the ends of the gaps."""
    track = comparison.track
    for first, past in comparison.clean.pieces:
        if past - first > 1:
            yield _feature("flown", _line(_flown(track, first, past)), points=past - first)
    for kind, runs in (
        ("off the path", comparison.off_path),
        ("out of the declared order", comparison.out_of_order),
    ):
        for run in runs:
            line = run.past - run.first > 1
            yield _feature(
                kind,
                _line(_flown(track, run.first, run.past)) if line else _spot(run.at),
                excursion_m=round(run.excursion, 1),
                leg=comparison.route.name_of(run.leg),
                since=_time(run.since_s),
                until=_time(run.until_s),
            )
    for gap in comparison.clean.unseen:
        yield _feature(
            "unseen",
            {"type": "MultiPoint", "coordinates": [_point(gap.start), _point(gap.end)]},
            since=_time(gap.since_s),
            until=_time(gap.until_s),
        )


def _finding_features(findings: Iterable[Finding]) -> Iterator[Json]:
    """Yield a place for each finding that has one."""
    for finding in findings:
        if finding.where:
            yield _feature(
                "finding",
                _spot(finding.where[0]),
                rule=finding.rule,
                provision=finding.provision,
                outcome=finding.outcome.value,
                says=finding.says,
            )


def _spot(at: Position) -> Json:
    return {"type": "Point", "coordinates": _point(at)}


def _time(seconds: float) -> str:
    at = datetime.fromtimestamp(seconds, tz=UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _number(value: float, digits: int) -> str:
    return "" if value != value else f"{value:.{digits}f}"  # noqa: PLR0124 - NaN alone differs from itself


def _table(names: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    return text.getvalue()


def _labels(track: Track) -> tuple[str, str]:
    return f"{track.source.moved_s:g}", "yes" if track.source.simulated else "no"


def clean_csv(clean: CleanTrack) -> str:
    """Return the points that stand as a table that this program reads again, labels kept."""
    track = clean.track
    system = track.height_system
    told = system.value if system else ""
    columns = (track.time_s, track.lon_deg, track.lat_deg, track.height_m, track.row)
    names = ("time", "lon_deg", "lat_deg", "height_m", "height_system", "row")
    rows = (
        (_time(t), repr(x), repr(y), _number(h, 3), told, row, *_labels(track))
        for t, x, y, h, row in zip(*(c.tolist() for c in columns), strict=True)
    )
    return _table((*names, "moved_s", "simulated"), rows)


def comparison_csv(comparison: Comparison) -> str:
    """Return every point that stands with its leg, distances and delay, and if it was in order."""
    track = comparison.track
    in_order = ["yes"] * len(track)
    for run in comparison.out_of_order:
        in_order[run.first : run.past] = ["no"] * (run.past - run.first)
    columns = (
        track.row,
        track.time_s,
        track.lon_deg,
        track.lat_deg,
        track.height_m,
        comparison.leg,
        comparison.along_m,
        comparison.across_m,
        comparison.off_m,
        comparison.nearest_m,
        comparison.above_m,
        comparison.late_s,
    )
    rows = (
        (
            row,
            _time(t),
            repr(x),
            repr(y),
            _number(h, 1),
            comparison.route.name_of(leg),
            *(_number(value, 1) for value in rest),
            ordered,
            *_labels(track),
        )
        for ordered, row, t, x, y, h, leg, *rest in zip(
            in_order, *(c.tolist() for c in columns), strict=True
        )
    )
    return _table(_POINT_COLUMNS, rows)
