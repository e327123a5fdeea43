"""``overflight track live`` and ``check``: real tracks sent as NMEA, many times their own speed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.nmea_samples import gga, nmea_of, rmc
from tests.shared_data import shared
from typer.testing import CliRunner, Result

from overflight.adapters.tracks import read_track
from overflight.cli import track as commands
from overflight.cli.schema import schema_of
from overflight.errors import UsageError
from overflight.flights import clean

PLAN: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "plans" / "liguria.json").read_text("utf-8")
)
MAIN = "from overflight.cli import main; main()"
START_S = 1_052_229_600.0  # 2003-05-06T14:00:00Z, the commencement of the plan


def ask(*words: object, sent: bytes = b"") -> Result:
    """Run one command of the noun in this process."""
    return CliRunner().invoke(commands.app, [str(word) for word in words], input=sent)


@pytest.fixture
def agreed(tmp_path: Path) -> Path:
    """Return the file of the agreed plan."""
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(PLAN))
    return path


def stream(count: int = 120, *, off: int = -1) -> bytes:
    """Return a flight from Malpensa towards the first turn point, far off from some fix on."""
    sent = []
    for i in range(count):
        lon = 8.73333 + 0.0028 * i + (0.04 if 0 <= off <= i else 0.0)
        lat = 45.63333 - 0.0122 * i
        sent += [rmc(START_S + 10 * i, lon, lat, 250.0), gga(START_S + 10 * i, lon, lat, 3000.0)]
    return "".join(sent).encode()


def test_a_flight_on_its_path_is_watched_and_nothing_is_asked(agreed: Path, tmp_path: Path) -> None:
    """The next acts, the margins; code 0, since nothing asked for attention."""
    path = tmp_path / "gps.nmea"
    path.write_bytes(stream(40))
    result = ask("live", agreed, "--from", path, "--every", 60)
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[0].startswith("14:00:00 | F10 | ")
    assert "m above ground" in lines[0]
    assert "10 km line" in lines[0]
    assert 6 <= len(lines) <= 9


def test_a_flight_off_its_path_asks_for_attention(agreed: Path, tmp_path: Path) -> None:
    """Provision beside every alarm; code 3, for people to look at."""
    path = tmp_path / "gps.nmea"
    path.write_bytes(stream(40, off=20) + b"garbage\n" + stream(40)[:30])
    result = ask("live", agreed, "--from", path, "--every", 3600)
    assert result.exit_code == 3
    assert "! DEV-1 art.VIII.II.1" in result.output
    assert "! DEV-7 art.VIII.II.8" in result.output
    assert "Passed over: 2 garbage" in result.output


def test_every_line_of_json_is_as_the_schema_says(agreed: Path, tmp_path: Path) -> None:
    """One answer a line, for a display or another program."""
    path = tmp_path / "gps.nmea"
    path.write_bytes(stream(30, off=15))
    result = ask("live", agreed, "--from", path, "--every", 10, "--json")
    schema = schema_of("track-live")
    answers = [json.loads(line) for line in result.output.splitlines()]
    assert len(answers) >= 29
    for answer in answers:
        jsonschema.validate(answer, schema)
    assert (answers[0]["state"], answers[-1]["state"]) == ("F10", "F30")


def test_a_restart_takes_up_where_the_log_ends(agreed: Path, tmp_path: Path) -> None:
    """Whole, or cut in two and taken up again: the last answer is the same, to the byte."""
    whole, log = stream(60, off=40), tmp_path / "kept.log"
    path, half, rest = (tmp_path / name for name in ("whole", "half", "rest"))
    cut = whole.index(b"\n", len(whole) // 2) + 1
    path.write_bytes(whole)
    half.write_bytes(whole[:cut])
    rest.write_bytes(whole[cut:])
    once = ask("live", agreed, "--from", path, "--every", 3600, "--json").output.splitlines()[-1]
    ask("live", agreed, "--from", half, "--log", log, "--json")
    again = ask("live", agreed, "--from", rest, "--log", log, "--every", 3600, "--json")
    assert again.output.splitlines()[-1] == once
    assert log.read_bytes() == whole.replace(b"\r\n", b"\n")
    told = ask("live", agreed, "--from", rest, "--log", log)
    assert "Taken up again from" in told.output


def test_a_log_that_was_kept_is_a_track(agreed: Path, tmp_path: Path) -> None:
    """What was heard on board is the evidence afterwards, by the same program."""
    path, log = tmp_path / "gps", tmp_path / "kept.log"
    path.write_bytes(stream(40))
    ask("live", agreed, "--from", path, "--log", log)
    result = ask("show", log)
    assert result.exit_code == 0
    assert "(nmea)" in result.output
    assert "40 kept" in result.output


@pytest.mark.parametrize("name", ["liguria.json.gz", "munich.json.gz", "noisy_time_issue.json.gz"])
def test_a_real_flight_is_watched_faster_than_it_was_flown(
    name: str, agreed: Path, tmp_path: Path
) -> None:
    """A real track, as a receiver would have sent it: many times its own speed on a busy core."""
    track = read_track(shared("data", "tracks", name))
    cleaned = clean(track).track
    path = tmp_path / "gps.nmea"
    path.write_bytes(nmea_of(cleaned))
    begin = time.process_time()
    result = ask("live", agreed, "--from", path, "--every", 600, "--json")
    flown = float(cleaned.time_s[-1] - cleaned.time_s[0])
    assert time.process_time() - begin < flown / 20
    last = json.loads(result.output.splitlines()[-1])
    assert last["fixes"] + last["set_aside"] == len(cleaned)


def test_a_table_on_standard_input_is_read_by_a_process_of_its_own(
    agreed: Path, tmp_path: Path
) -> None:
    """No name is looked up, no socket opened: the variables of proxies point nowhere."""
    rows = ["time,lon_deg,lat_deg,height_m,height_system"]
    rows += [f"{START_S + 10 * i:.0f},8.73333,{45.63333 - 0.0122 * i},3000,msl" for i in range(9)]
    done = subprocess.run(
        [sys.executable, "-c", MAIN, "track", "live", str(agreed), "--every", "30"],
        input="\n".join(rows).encode(),
        capture_output=True,
        check=False,
        env={**os.environ, "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"},
        timeout=120,
    )
    assert done.returncode in {0, 3}, done.stderr
    assert b"14:00:00 | F10" in done.stdout


def test_a_stream_without_a_position_says_nothing_and_does_not_fall(
    agreed: Path, tmp_path: Path
) -> None:
    """Noise alone: what was passed over is counted."""
    path = tmp_path / "gps"
    path.write_bytes(os.urandom(4_000) + b"\nSENSOR,CAM,ON\n")
    result = ask("live", agreed, "--from", path)
    assert result.exit_code == 0
    assert "garbage" in result.output


def test_check_names_the_runs_beyond_a_limit(agreed: Path, tmp_path: Path) -> None:
    """Several tracks at once; code 3 where anything lies beyond."""
    path, far = tmp_path / "near.nmea", tmp_path / "far.nmea"
    path.write_bytes(stream(40))
    far.write_bytes(stream(40, off=20))
    assert ask("check", path, "--plan", agreed).exit_code == 0
    result = ask("check", path, far, "--plan", agreed, "--within", 2.5)
    assert result.exit_code == 3
    assert "near.nmea (nmea): 0 of 40 points farther than 2.5 km" in result.output
    assert "far.nmea (nmea): 20 of 40 points" in result.output
    answers = json.loads(ask("check", far, "--plan", agreed, "--within", 2.5, "--json").output)
    jsonschema.validate(answers[0], schema_of("track-check"))
    assert answers[0]["runs"][0]["since_row"] == 41


def test_check_refuses_a_limit_that_cannot_be(agreed: Path, tmp_path: Path) -> None:
    """Half a continent is no corridor."""
    path = tmp_path / "near.nmea"
    path.write_bytes(stream(4))
    result = ask("check", path, "--plan", agreed, "--within", 501)
    assert isinstance(result.exception, UsageError)
