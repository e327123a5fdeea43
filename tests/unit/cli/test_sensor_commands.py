"""Sensors from the command line: limits, heights, altitudes, certifications; plan altitude."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from overflight.cli import plan, sensor
from overflight.errors import UsageError

PLAN: dict[str, Any] = {
    "mission": "2008-OS8001",
    "version": 1,
    "observing": "DE",
    "observed": "IT",
    "start_site": "IT-MALPENSA",
    "end_site": "IT-MALPENSA",
    "point_of_entry": "IT-MALPENSA",
    "point_of_exit": "IT-MALPENSA",
    "estimated_arrival": "2008-05-05T08:00:00Z",
    "submitted": "2008-05-05T10:00:00Z",
    "original_submitted": "2008-05-05T10:00:00Z",
    "commencement": "2008-05-06T12:00:00Z",
    "speed_km_h": 450,
    "height_system": "std",
    "route": [
        {"name": "A", "at": {"lon_deg": 9.5, "lat_deg": 45.0}},
        {"name": "B", "at": {"lon_deg": 10.5, "lat_deg": 45.0}},
    ],
    "observations": [
        {
            "sensor": "OF-1",
            "category": "OF",
            "start": "A",
            "stop": "B",
            "height_m": 2090,
            "h_min_m": 1500,
        }
    ],
}
GROUND = {"ground": {"height_m": 500}}


def ask(*words: object) -> Result:
    """Run one command of the sensor noun in this process."""
    return CliRunner().invoke(sensor.app, [str(word) for word in words])


def told(*words: object) -> dict[str, Any]:
    """Return the JSON a command of the sensor noun wrote."""
    found = ask(*words, "--json")
    assert found.exit_code == 0, found.output
    read: dict[str, Any] = json.loads(found.stdout)
    return read


def test_limits_say_how_much_of_each_method_was_read() -> None:
    """The status of the method stands beside every limit."""
    shown = ask("limits").stdout
    for words in ("no better than 0.3 m", "dec.3 TITLE", "CONJECTURE", "swath at most 25 km"):
        assert words in shown
    rows = {row["category"]: row for row in told("limits")["rows"]}
    assert "most" not in rows["TV"]
    assert rows["SAR"]["minimum_height"] is False


@pytest.mark.parametrize(
    ("words", "metres", "status"),
    [
        (("TV", "--read", "1000:0.24"), 1250, "PARTIAL"),
        (("TV", "--read", "1000:0.30:along", "--read", "1000:0.15:across"), 2000, "PARTIAL"),
        (("OF", "--read", "1000:0.24"), 1250, "TITLE"),
        (("IRLS", "--read", "1000:0.40:3", "--exponent", "0.5"), 1250, "CONJECTURE"),
    ],
)
def test_a_height_carries_its_status(words: tuple[str, ...], metres: int, status: str) -> None:
    """1,000 m x 30 / 24 = 1,250 m; film and infra-red are settings."""
    found = told("height", *words)
    assert (found["h_min_m"], found["status"]) == (metres, status)
    assert f"{metres} m above ground" in ask("height", *words).stdout


def test_the_reading_of_directions_can_be_chosen() -> None:
    """1,000 and 2,000 m are 1,500 by the mean of all."""
    words = ("TV", "--read", "1000:0.30", "--read", "1000:0.15:across")
    found = told("height", *words, "--reading", "AMB-22=mean-of-all")
    assert found["h_min_m"] == 1500


@pytest.mark.parametrize(
    "words",
    [
        ("height", "TV"),
        ("height", "TV", "--read", "high:0.3"),
        ("height", "TV", "--read", "1000"),
        ("height", "TV", "--read", "1000:0.3:up"),
        ("height", "TV", "--read", "1000:0"),
        ("height", "SAR", "--read", "1000:3"),
        ("height", "IRLS", "--read", "1000:0.4:3"),
        ("height", "IRLS", "--read", "1000:0.4", "--exponent", "0.5"),
        ("altitude", "--ground", "1", "--h-min", "1"),
        ("altitude", "--ground", "1", "--h-min", "1", "--qnh", "29.92"),
        ("altitude", "--ground", "1", "--h-min", "1", "--qnh", "1013", "--qnh-inhg", "29.92"),
    ],
)
def test_readings_that_cannot_be_are_refused(words: tuple[str, ...]) -> None:
    """One message, with what was expected."""
    found = ask(*words)
    assert isinstance(found.exception, UsageError)
    assert found.exception.code == "E-HEIGHT"


def test_an_altitude_in_both_systems() -> None:
    """2,000 m x 3.281 = 6,562 ft; 10 hPa below standard add 272.87 ft, or 83.2 m."""
    words = ("altitude", "--ground", 500, "--h-min", 1500, "--qnh", 1003.25)
    feet = told(*words)["altitude"]
    assert feet["pressure"] == pytest.approx(6834.87)
    assert feet["status"] == "DERIVED"
    metres = told(*words, "--shown", "m")["altitude"]
    assert metres["pressure"] == pytest.approx(2083.22535)
    shown = ask(*words).stdout
    assert "at least 6,835 ft, pressure altitude" in shown
    assert "dec.unnumbered.altitude-hpa DERIVED" in shown


def test_without_a_record_no_certification_is_known() -> None:
    """The founding facts hold none."""
    assert told("certified")["rows"] == []
    assert "No certification" in ask("certified").stdout


def written(folder: Path, **around: object) -> Path:
    """Return the file of a case."""
    path = folder / "case.json"
    path.write_text(json.dumps({"plan": PLAN, "around": {**GROUND, **around}}), "utf-8")
    return path


def test_the_altitudes_of_a_plan(tmp_path: Path) -> None:
    """From the case, or from the command line; without a forecast something is missing."""
    weather = [{"start": "A", "stop": "B", "warmer_c": 0, "qnh_hpa": 1003.25, "source": "by hand"}]
    case = written(tmp_path, weather=weather)
    found = CliRunner().invoke(plan.app, ["altitude", str(case)])
    assert found.exit_code == 0
    assert "at least 2,083 m or 6,835 ft pressure altitude" in found.stdout
    assert "forecast: by hand" in found.stdout
    bare = written(tmp_path)
    found = CliRunner().invoke(plan.app, ["altitude", str(bare)])
    assert found.exit_code == 3
    assert "missing: forecast" in found.stdout
    found = CliRunner().invoke(plan.app, ["altitude", str(bare), "--qnh-inhg", "28.92", "--json"])
    assert found.exit_code == 0
    (row,) = json.loads(found.stdout)["periods"]
    assert row["metric"]["pressure"] == pytest.approx(2000 + 924.05 * 0.305)
    assert row["metric"]["status"] == "EXACT"


def test_a_plan_is_judged_with_its_forecast(tmp_path: Path) -> None:
    """GEO-6 sets the pressure altitude against the lowest one of the segment."""
    case = written(tmp_path, weather=[{"warmer_c": 0, "qnh_hpa": 1003.25}])
    found = CliRunner().invoke(plan.app, ["judge", str(case), "--json"])
    heights = [f for f in json.loads(found.stdout)["findings"] if f["rule"] == "GEO-6"]
    assert [f["outcome"] for f in heights] == ["kept"]
    assert "pressure altitude" in heights[0]["says"]
