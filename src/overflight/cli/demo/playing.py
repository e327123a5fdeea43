"""Play the demonstration from the first act to the report, and sum it up."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from overflight.adapters.lands.terrain import CoarseWorldTerrain
from overflight.adapters.lands.world_map import world_borders
from overflight.adapters.report import render_report
from overflight.adapters.store.copies import verify_path
from overflight.adapters.tracks import read_track
from overflight.cli.demo.agreeing import agree
from overflight.cli.demo.before import arrive, found, inspect, notify, read_quota
from overflight.cli.demo.drawing import draw
from overflight.cli.demo.flying import fly, land_and_report
from overflight.cli.demo.page import Play, findings_of, report_data
from overflight.cli.demo.pictures import photograph
from overflight.cli.demo.planning import first_plan
from overflight.cli.demo.sharing import share
from overflight.desk.planning.plans import Lands
from overflight.errors import UsageError

__all__ = ["Summary", "play_all"]

_MARK = ".overflight-demo"


@dataclass(frozen=True, slots=True)
class Summary:
    """What the demonstration leaves behind.

    Args:
        out: The folder.
        findings: How many findings had each outcome.
        entries: Entries of the record.
        faults: Faults found in the record.
        cut: Id of the cut.
        labels: What is not real.
    """

    out: Path
    findings: Mapping[str, int]
    entries: int
    faults: int
    cut: str
    labels: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """Return the summary for machine readers."""
        return {
            "out": str(self.out),
            "findings": dict(self.findings),
            "record": {"entries": self.entries, "faults": self.faults, "cut": self.cut},
            "labels": list(self.labels),
        }

    def lines(self) -> tuple[str, ...]:
        """Return the summary for people."""
        counts = ", ".join(f"{n} {outcome}" for outcome, n in self.findings.items())
        return (
            f"One observation flight, judged: {counts}.",
            f"The record: {self.entries} entries, {self.faults} faults; cut {self.cut[:16]}.",
            *(f"Not real: {label}." for label in self.labels),
            "",
            f"Open    {self.out}/report.html",
            f"Verify  overflight record verify {self.out}/record",
            (
                f"Docket  overflight mission docket --record {self.out}/record"
                " --at 2003-05-08T18:00:00Z"
            ),
        )


def _stage_folder(out: Path, *, replace: bool) -> None:
    """Make the folder, or clear an earlier demonstration; nothing else is ever removed."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        if not (replace and (out / _MARK).is_file()):
            raise UsageError(
                "E-FOLDER",
                where=str(out),
                expected="a new or empty folder, or --replace with an earlier demonstration",
                found="a folder that holds something" if out.is_dir() else "a file",
                remedy="Name another folder with --out, or add --replace.",
            )
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)
    (out / _MARK).write_text("made by overflight demo; may be removed\n", encoding="utf-8")


def play_all(
    out: Path, track: Path | None, tell: Callable[[str], None], *, replace: bool = False
) -> Summary:
    """Play everything.

    Args:
        out: Folder to make.
        track: The real track; none flies a simulated one.
        tell: Prints one line of the story.
        replace: Clear an earlier demonstration in that folder.

    Raises:
        UsageError: The folder holds something else, or there is no such track.
        SourceError: The track cannot be read; nothing was written.
    """
    if track is not None:
        read_track(track)
    _stage_folder(out, replace=replace)
    lands = Lands(world_borders(), CoarseWorldTerrain())
    stage = found(out, tell)
    with stage.record:
        read_quota(stage)
        notify(stage)
        arrive(stage)
        inspect(stage)
        plan, solution = first_plan(stage, lands)
        agreed = agree(stage, plan, lands)
        flown = fly(stage, agreed.around, agreed.route, track)
        strip = photograph(stage, flown, lands.terrain or CoarseWorldTerrain())
        times = land_and_report(stage, flown)
        shared = share(stage, strip, times["sent"])
        play = Play(stage, agreed, flown, strip, shared, draw(agreed, flown, strip, solution))
        (out / "map.svg").write_text(play.map_svg, encoding="utf-8")
        data = report_data(play)
        (out / "report.html").write_text(render_report(data), encoding="utf-8")
        tell("report.html written: one file, no network needed")
    report = verify_path(out / "record")
    return Summary(
        out,
        dict(Counter(f.outcome.value for f in findings_of(play)).most_common()),
        sum(log.head.size for log in report.logs),
        len(report.problems),
        report.cut,
        data.labels,
    )
