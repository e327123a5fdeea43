"""The mission as one self-contained page for people (extra ``reports``)."""

from overflight.adapters.report.content import (
    CommandRow,
    CopyRow,
    Figure,
    FrameRow,
    GapRow,
    HeadRow,
    HoldingRow,
    RecordPart,
    ReportData,
    SourceRow,
    TrackPart,
    TrackProfile,
)
from overflight.adapters.report.judged import ClockRow, FindingRow, instant, readable
from overflight.adapters.report.page import render_report

__all__ = [
    "ClockRow",
    "CommandRow",
    "CopyRow",
    "Figure",
    "FindingRow",
    "FrameRow",
    "GapRow",
    "HeadRow",
    "HoldingRow",
    "RecordPart",
    "ReportData",
    "SourceRow",
    "TrackPart",
    "TrackProfile",
    "instant",
    "readable",
    "render_report",
]
