"""The demonstration, whole: what a newcomer is shown must be true in every part."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from tests.shared_data import shared

from overflight.adapters.parcels.media import seal_folder
from overflight.adapters.store.copies import checked_at, verify_path
from overflight.cli.demo.playing import Summary, play_all
from overflight.cli.demo.story import MISSION, OBSERVED, OBSERVING, REQUESTER
from overflight.errors import OverflightError, UsageError
from overflight.release import parse_manifest

TOLD: list[str] = []


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    """Play it once, without the real track, as where no network is."""
    out = tmp_path_factory.mktemp("demo") / "demo-output"
    return play_all(out, None, TOLD.append)


def test_the_record_verifies_and_holds_both_sides(played: Summary) -> None:
    """Whatever else happens, the record must hold, and both Parties must have spoken in it."""
    report = verify_path(played.out / "record")
    assert not report.problems
    sizes = {log.party: log.head.size for log in report.logs}
    assert sizes[OBSERVING] > 10
    assert sizes[OBSERVED] > 5
    assert sum(log.valid for log in report.logs) == played.entries


def test_each_party_speaks_in_order_of_time(played: Summary) -> None:
    """A reader of a log must not find the catalogue said after the report and dated before it."""
    times: dict[str, list[datetime]] = {}
    for checked in checked_at(played.out / "record"):
        assert checked.statement is not None
        times.setdefault(checked.ref.o, []).append(checked.statement.time)
    for log in times.values():
        assert log == sorted(log)


def test_nothing_agreed_is_broken(played: Summary) -> None:
    """The planner's plan passes every rule; what stays open is for people."""
    judged = json.loads((played.out / "plan" / "judgement.json").read_text())
    outcomes = {finding["outcome"] for finding in judged["findings"]}
    assert "broken" not in outcomes
    assert judged["outcome"] in {"kept", "open"}


def test_the_sealed_medium_is_the_one_received(played: Summary) -> None:
    """The recipient holds byte for byte what the observing Party sealed."""
    sealed = parse_manifest((played.out / "medium.manifest").read_bytes(), where="manifest")
    received = seal_folder(played.out / "received" / REQUESTER)
    hashes = {file.name: file.sha256 for file in received.files}
    assert {file.name: file.sha256 for file in sealed.files} == hashes


def test_the_stock_program_opens_the_parcel(played: Summary) -> None:
    """A Party must not need our program to read what it was given."""
    if shutil.which("age") is None:
        pytest.skip("the age program is not installed (apt-get install age)")
    opened = subprocess.run(
        [
            "age",
            "--decrypt",
            "--identity",
            played.out / f"{REQUESTER}-identity.txt",
            played.out / f"{MISSION}-for-{REQUESTER}.age",
        ],
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert opened.stdout[257:262] == b"ustar"


def test_the_page_is_one_file_and_labels_what_is_not_real(played: Summary) -> None:
    """A report that loads something from elsewhere, or hides a simulation, is no evidence."""
    page = (played.out / "report.html").read_text(encoding="utf-8")
    assert not re.search(r"(src|href)=[\"']?(https?:)?//", page)
    assert "<script" not in page
    assert page.count("SIMULATED") >= 6
    assert "DEMONSTRATION" in page
    assert "no legal meaning" in page


def test_the_catalogue_says_that_frames_are_simulated(played: Summary) -> None:
    """A frame taken out of the catalogue must still say what it is."""
    items = list((played.out / "catalogue").rglob(f"{MISSION}-*.json"))
    assert len(items) == 6
    for item in items:
        text = item.read_text(encoding="utf-8")
        assert "simulated" in text.lower()


def test_the_story_is_told_step_by_step(played: Summary) -> None:
    """The voice counts its steps for the person who watches."""
    assert played.entries > 0
    assert len(TOLD) == 13


def test_a_folder_that_holds_something_is_never_cleared(tmp_path: Path) -> None:
    """A mistyped --out must not cost anybody a file."""
    (tmp_path / "thesis.txt").write_text("years of work")
    for replace in (False, True):
        with pytest.raises(UsageError):
            play_all(tmp_path, None, TOLD.append, replace=replace)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_what_cannot_be_played_is_told_before_the_first_step(tmp_path: Path) -> None:
    """A missing track or a file as folder must not leave half a demonstration behind."""
    (tmp_path / "file").write_text("mine")
    told: list[str] = []
    for out, track in ((tmp_path / "new", tmp_path / "nothere"), (tmp_path / "file", None)):
        with pytest.raises(OverflightError):
            play_all(out, track, told.append)
    assert not told
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text() == "mine"


def test_the_page_is_for_people(played: Summary) -> None:
    """Instants are readable wherever the sentence is ours."""
    page = (played.out / "report.html").read_text(encoding="utf-8")
    spoken = re.sub(r'<p class="hash">.*?</p>', "", page)  # codes of Annex B, as on the film
    assert not re.search(r"\d{4}-\d\d-\d\dT\d\d:\d\d", spoken)


@pytest.mark.slow
def test_the_real_track_is_moved_and_says_so(tmp_path: Path) -> None:
    """With the real track the page must say that it was moved in time and never flew this plan."""
    track = shared("data", "tracks", "liguria.json.gz")
    summary = play_all(tmp_path / "out", track, TOLD.append)
    page = (summary.out / "report.html").read_text(encoding="utf-8")
    assert "MOVED IN TIME" in page
    assert "never flew this plan" in page
    assert "before the first point of the track" in page
    assert "after the last point of the track" in page
    assert not verify_path(summary.out / "record").problems
