"""``overflight plan solve`` from the command line."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest

from overflight.cli.schema import schema_of

OVERFLIGHT = Path(sys.executable).with_name("overflight")
TARGETS = """name,lon,lat,value
Torino,7.68,45.07,5
Genova,8.95,44.41,5
Piacenza,9.70,45.05,3
Verona,10.99,45.44,4
Bologna,11.34,44.49,6
Lugano,8.96,46.01,50
Nowhere,,,1
"""
FLIGHT = ("--start", "IT-MALPENSA", "--observed", "IT", "--observing", "FR", "--on", "2003-06-02")


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command on the targets in a folder of its own."""
    (folder / "targets.csv").write_text(TARGETS)
    command = [str(OVERFLIGHT), "plan", "solve", "targets.csv", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_a_plan_is_made_drawn_and_judged(tmp_path: Path) -> None:
    """One command: the route, the draft for the judge, the picture for the table."""
    done = run(tmp_path, *FLIGHT, "--iterations", "200", "--out", "plan.json", "--svg", "plan.svg")
    assert done.returncode == 0, done.stderr
    assert "of 6 targets, value" in done.stdout
    assert "below any plan on these targets" in done.stdout
    assert "the draft is judged: kept" in done.stdout
    assert "1 rows have no position" in done.stdout
    assert "outside the territory" in done.stdout
    assert (tmp_path / "plan.svg").read_text().startswith("<svg")
    command = [str(OVERFLIGHT), "plan", "judge", "plan.json"]
    judged = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert judged.returncode == 0, judged.stdout


def test_the_same_as_json(tmp_path: Path) -> None:
    """Machines read the same: route, reasons, notes, draft, judgement."""
    words = (*FLIGHT, "--iterations", "100", "--json", "--max-km", "600", "--end", "IT-MALPENSA")
    one, other = run(tmp_path, *words), run(tmp_path, *words)
    assert one.stdout == other.stdout
    values = json.loads(one.stdout)
    assert values["max_distance_km"] == 600
    assert values["distance_km"] <= 600
    assert values["value"] >= values["nearest_neighbour_value"]
    assert values["value"] <= values["bound"]
    assert values["gap"] == pytest.approx(1 - values["value"] / values["bound"])
    assert "Proven for every route over the places" in values["bound_says"]
    assert values["rows_without_position"] == 1
    assert {left["name"] for left in values["left_out"]} >= {"Lugano"}
    assert values["plan"]["observed"] == "IT"
    assert values["judgement"]["outcome"] == "kept"
    jsonschema.validate(values, schema_of("planned-flight"))


def test_own_borders_are_laid_over_the_map(tmp_path: Path) -> None:
    """A party's own line moves the stand-off."""
    line = {"type": "LineString", "coordinates": [[8.0, 45.2], [8.0, 46.2]]}
    feature = {"type": "Feature", "geometry": line, "properties": {"between": ["CH", "IT"]}}
    own = {"type": "FeatureCollection", "source": "a test", "features": [feature]}
    (tmp_path / "own.geojson").write_text(json.dumps(own))
    done = run(tmp_path, *FLIGHT, "--iterations", "50", "--borders", "own.geojson", "--json")
    assert "a test (own.geojson)" in done.stdout


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        ((*FLIGHT[:1], "IT-NOWHERE", *FLIGHT[2:]), 2, "E-SITE"),
        ((*FLIGHT, "--value-column", "lon", "--max-km", "-3"), 2, "E-PLANNING"),
        (FLIGHT[2:], 2, "E-PLANNING"),
        ((*FLIGHT, "--encoding", "utf-32"), 4, "E-TARGETS"),
        ((*FLIGHT, "--borders", "none.geojson"), 2, "E-FILE"),
    ],
)
def test_faults_have_one_message_and_their_exit_code(
    tmp_path: Path, words: tuple[str, ...], status: int, says: str
) -> None:
    """A wrong call is 2, a bad file 4, and nothing is written."""
    done = run(tmp_path, *words, "--out", "plan.json")
    assert done.returncode == status, done.stderr
    assert says in done.stderr
    assert not (tmp_path / "plan.json").exists()


def test_ctrl_c_gives_the_best_so_far(tmp_path: Path) -> None:
    """Who has seen enough takes the plan of this moment."""
    (tmp_path / "targets.csv").write_text(TARGETS)
    command = [str(OVERFLIGHT), "plan", "solve", "targets.csv", *FLIGHT, "--seconds", "300"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        time.sleep(15)
        running.send_signal(signal.SIGINT)
        out, _ = running.communicate(timeout=60)
    assert running.returncode == 0
    assert "the draft is judged" in out


def test_the_second_opinion_can_be_asked(tmp_path: Path) -> None:
    """PyVRP stays behind the same command; without a bound the answer says so."""
    words = (*FLIGHT, "--iterations", "50", "--engine", "pyvrp", "--no-bound")
    done = run(tmp_path, *words)
    assert "found by PyVRP" in done.stdout
    assert "no bound: nothing was proven" in done.stdout
