"""``overflight plan counter`` and ``plan diff``: grounds, proposals, files, maps, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from overflight.cli import plan
from overflight.cli.schema import schema_of
from overflight.errors import UsageError

SAMPLE = Path(__file__).parents[2] / "plans" / "liguria.json"
STORM = ("--ground", "weather", "--area", "9.0,44.6,15")
HOURS = ("--since", "2003-05-06T14:00Z", "--until", "2003-05-06T16:00Z")
OPENAIR = """AC R
AN ED-R TEST
AH 5000ft MSL
AL GND
V X=44:36:00 N 009:00:00 E
DC 5
"""


def ask(verb: str, *words: object) -> Result:
    """Run a verb of the noun."""
    return CliRunner().invoke(plan.app, [verb, *(str(word) for word in words)])


def test_weather_from_the_question_to_the_map(tmp_path: Path) -> None:
    """A circle, a time, the least shift; the way round is chosen, written, drawn and compared."""
    out, svg = tmp_path / "counter.json", tmp_path / "counter.svg"
    shown = ask("counter", SAMPLE, *STORM, *HOURS, "--choose", 2, "--out", out, "--svg", svg)
    assert shown.exit_code == 0
    assert "1. time: commences 1.55 h later, at 2003-05-06T15:33:00Z" in shown.stdout
    assert "not proposed: commences 0.52 h earlier" in shown.stdout
    assert "to say: missions.change-proposed/1 of IT" in shown.stdout
    assert fromstring(svg.read_text("utf-8")).tag.endswith("svg")
    other = tmp_path / "diff.svg"
    targets = tmp_path / "targets.csv"
    targets.write_text("name,lon,lat\nT,9.0,44.56\nU,8.2,44.5\n", "utf-8")
    words = ("--targets", targets, "--svg", other, "--view", "IT")
    told = ask("diff", SAMPLE, out, *words)
    assert "turn point 2a2" in told.stdout
    assert "ground no longer swept" in told.stdout
    assert "targets no longer seen           T" in told.stdout
    assert "GEO-1" in told.stdout
    assert "under " in told.stdout
    assert "target no longer seen" in other.read_text("utf-8")
    back = ask("diff", out, SAMPLE, "--targets", targets)
    assert "targets newly seen               T" in back.stdout
    read = json.loads(ask("diff", SAMPLE, out, "--json").stdout)
    Draft202012Validator(schema_of("plan-diff")).validate(read)


def test_no_two_proposals_read_alike() -> None:
    """Two ways round with the same words are told apart by their places; twice the same order."""
    case = Path(__file__).parents[3] / "docs" / "cases" / "border-plan.json"
    words = (case, "--ground", "weather", "--area", "9.5,45.0,10", *HOURS, "--json")
    first, again = (json.loads(ask("counter", *words).stdout)["proposals"] for _ in range(2))
    says = [one["says"] for one in first]
    assert len(set(says)) == len(says) > 3
    assert any(" (2a1 at 9.39" in one for one in says)
    assert says == [one["says"] for one in again]


def test_json_is_that_of_its_schema(tmp_path: Path) -> None:
    """With the statement to be said; an area may be drawn in a file."""
    ring = [[8.9, 44.5], [9.1, 44.5], [9.1, 44.7], [8.9, 44.7], [8.9, 44.5]]
    feature = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    drawn = tmp_path / "storm.geojson"
    drawn.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    words = ("--ground", "weather", "--area", drawn, *HOURS, "--at", "2003-05-05T17:00Z")
    read = json.loads(ask("counter", SAMPLE, *words, "--json").stdout)
    Draft202012Validator(schema_of("plan-counter")).validate(read)
    assert read["statement"]["body"]["at"] == "2003-05-05T17:00:00Z"
    assert read["proposals"][0]["plan"]["submitted"] == "2003-05-05T17:00:00Z"


def test_hazardous_airspace_from_a_file(tmp_path: Path) -> None:
    """The area the plan meets is found by itself, or named."""
    file = tmp_path / "areas.txt"
    file.write_text(OPENAIR, "utf-8")
    shown = ask("counter", SAMPLE, "--ground", "hazard", "--airspace", file)
    assert "ED-R TEST" in shown.stdout
    assert "art.VI.II.5" in shown.stdout
    named = ask("counter", SAMPLE, "--ground", "hazard", "--airspace", file, "--name", "nowhere")
    assert isinstance(named.exception, UsageError)
    assert named.exception.where == "--name"
    file.write_text(OPENAIR.replace("44:36", "54:36"), "utf-8")
    missed = ask("counter", SAMPLE, "--ground", "hazard", "--airspace", file)
    assert isinstance(missed.exception, UsageError)
    assert missed.exception.where == "--airspace"
    assert missed.exception.found == "none of its 1 hazardous areas does"
    plain = ask("counter", SAMPLE, "--ground", "hazard", "--area", "9.0,44.6,15", "--name", "D 5")
    assert "D 5" in plain.stdout
    assert plain.exit_code == 3


def test_grounds_that_are_none_or_not_there_leave_with_one() -> None:
    """Secrecy is none; the plan keeps the ten kilometres; the airfield is not used."""
    secrecy = ask("counter", SAMPLE, "--ground", "secrecy")
    assert secrecy.exit_code == 1
    assert "'secrecy' is no ground for a change" in secrecy.stdout
    assert ask("counter", SAMPLE, "--ground", "VI.II.2").exit_code == 1
    assert ask("counter", SAMPLE, "--ground", "airfield", "--site", "it-palermo").exit_code == 1


def test_an_airfield_is_swapped(tmp_path: Path) -> None:
    """From Malpensa to another Italian airfield; nothing is written where nothing is proposed."""
    shown = ask("counter", SAMPLE, "--ground", "airfield", "--site", "it-malpensa")
    assert "IT-MALPENSA is where it commences" in shown.stdout
    assert shown.exit_code in {0, 3}
    out = tmp_path / "none.json"
    ask("counter", SAMPLE, "--ground", "VI.II.4", "--out", out)
    assert not out.exists()


@pytest.mark.parametrize(
    "words",
    [
        ("--ground", "weather"),
        ("--ground", "airfield"),
        ("--ground", "VIII.I.4.C"),
        ("--ground", "weather", "--area", "9,44"),
        ("--ground", "weather", "--area", "9,95,10"),
        ("--ground", "weather", "--area", "9,x,10"),
        ("--ground", "weather", "--area", "9,44,0"),
        (*STORM, "--reach", "0"),
        (*STORM, "--since", "noon"),
        (*STORM, *HOURS, "--choose", "99"),
        (*STORM, "--margin", "-1"),
    ],
)
def test_what_lacks_its_words_is_a_usage_fault(words: tuple[str, ...]) -> None:
    """One clear error each."""
    assert isinstance(ask("counter", SAMPLE, *words).exception, UsageError)
