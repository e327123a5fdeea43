"""``overflight plan optimise`` from the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema

from overflight.cli.schema import schema_of

OVERFLIGHT = Path(sys.executable).with_name("overflight")
PROBLEM = {
    "observed": "IT",
    "observing": "FR",
    "on": "2010-06-02",
    "start": "IT-MALPENSA",
    "targets": [
        {"name": "Torino", "lon_deg": 7.68, "lat_deg": 45.07, "value": 5},
        {"name": "Lugano", "lon_deg": 8.96, "lat_deg": 46.01, "value": 50},
    ],
    "sensors": [{"id": "CAM", "category": "OF", "height_m": 2500, "h_min_m": 1500}],
}
SKY = "AC R\nAN R 1\nAH FL200\nAL GND\nV X=45:03:00 N 009:42:00 E\nDC 8\n"
FEW = ("--iterations", "60")


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command on the problem in a folder of its own."""
    (folder / "problem.json").write_text(json.dumps(PROBLEM))
    (folder / "more.csv").write_text("name,lon,lat,value\nPiacenza,9.70,45.05,3\nX,9,99,1\n,,,\n")
    (folder / "sky.txt").write_text(SKY)
    command = [str(OVERFLIGHT), "plan", "optimise", "problem.json", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_a_problem_becomes_a_plan_that_is_judged(tmp_path: Path) -> None:
    """One command: the draft for the judge, its pictures, what was left out and why."""
    done = run(
        tmp_path, *FEW, "--targets", "more.csv", "--out", "plan.json", "--svg", "plan.svg",
        "--png", "plan.png", "--gantt", "hours.svg", "--views", "readings",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "2 of 3 taken" in done.stdout
    assert "line 3: latitude from -90 to 90 degrees expected" in done.stdout
    assert "1 rows have no position" in done.stdout
    assert "outside the territory (GEO-8 art.VII.3): Lugano" in done.stdout
    assert "under 7 views: kept" in done.stdout
    for name in ("plan.svg", "hours.svg"):
        assert (tmp_path / name).read_text().startswith("<svg")
    assert "left out beyond the frame: Lugano" in (tmp_path / "plan.svg").read_text()
    assert (tmp_path / "plan.png").read_bytes().startswith(b"\x89PNG")
    command = [str(OVERFLIGHT), "plan", "judge", "plan.json"]
    judged = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert judged.returncode == 0, judged.stdout


def test_the_same_as_json(tmp_path: Path) -> None:
    """Machines read the same, twice alike, as the schema says; nothing is told beside it."""
    words = (*FEW, "--targets", "more.csv", "--airspace", "sky.txt", "--json")
    one, other = (run(tmp_path, *words, "--hazard", "ask") for _ in range(2))
    assert one.stdout == other.stdout
    assert one.stderr == ""
    values = json.loads(one.stdout)
    jsonschema.validate(values, schema_of("planned-whole"))
    jsonschema.validate(PROBLEM, schema_of("plan-problem"))
    assert values["value"] <= values["bound"]
    assert values["taken"] == [n for place in values["path"] for n in place["takes"]]
    assert [request["name"] for request in values["requests"]] == ["R 1"]
    avoided = json.loads(run(tmp_path, *words, "--no-bound").stdout)
    assert {left["name"]: left["rule"] for left in avoided["left_out"]} == {
        "Lugano": "GEO-8",
        "Piacenza": "MPL-8",
    }


def test_words_that_mean_nothing_are_refused(tmp_path: Path) -> None:
    """One fault each, exit code 2."""
    for words in (("--hazard", "ignore"), ("--targets", "none.csv"), ("--views", "XX")):
        done = run(tmp_path, *FEW, *words)
        assert done.returncode == 2, done.stdout
        assert done.stderr.startswith("overflight: E-")
