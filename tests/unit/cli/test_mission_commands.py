"""`overflight mission`: a person reads it, a program reads it, and the exit code says the rest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.dated_missions import Network
from tests.mission_script import acknowledged, arrived, at, notified, submitted
from typer.testing import CliRunner

from overflight.adapters.clock import SetClock
from overflight.assembly import Outside, new_record
from overflight.cli.mission import app
from overflight.cli.mission_views import say_docket
from overflight.cli.schema import schema_of
from overflight.desk import Charter, from_record, load_founding
from overflight.desk.missions import missions_at, no_such_mission
from overflight.errors import OverflightError
from overflight.missions import docket_form
from overflight.treaty import write_form

CASES = Path(__file__).parents[2] / "golden" / "missions"
RUNNER = CliRunner()


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Return the case of the unanswered plan as a file."""
    golden = json.loads((CASES / "silence.json").read_text())
    file = tmp_path / "case.json"
    file.write_text(json.dumps(golden["case"]))
    return file


def run(*words: object, code: int = 0, stdin: bytes | None = None) -> str:
    """Run the command and return what it printed."""
    result = RUNNER.invoke(app, [str(word) for word in words], input=stdin)
    if isinstance(result.exception, OverflightError):
        raise result.exception
    assert result.exit_code == code, result.output
    return result.output


ANSWERS = {
    "docket": "docket",
    "list": "missions",
    "show": "mission",
    "judge": "mission",
    "act": "mission-act",
    "notice": "mission-notice",
    "report": "mission-notice",
}


def as_json(*words: object, code: int = 0) -> Any:  # noqa: ANN401 - any answer
    """Run the command with --json and return what it wrote, held to its published schema."""
    read = json.loads(run(*words, "--json", code=code))
    jsonschema.validate(read, schema_of(ANSWERS[str(words[0])]))
    return read


@pytest.mark.parametrize("file", sorted(CASES.glob("*.json")), ids=lambda file: file.stem)
def test_cases_fit_their_schema(file: Path) -> None:
    """The published schema of a case takes every case we keep."""
    jsonschema.validate(json.loads(file.read_text())["case"], schema_of("mission-case"))


def test_docket_for_a_person(case: Path) -> None:
    """At three in the morning: who, what, until when, why, and what follows."""
    text = run("docket", "--case", case, "--at", "2003-05-09T00:30Z")
    for line in (
        "2003-OS3001  IT over BG     M60 PLAN_OPEN   window until 2003-05-12 08:00Z",
        "! PAST DUE",
        "  BG to IT: accept the mission plan or propose changes",
        "    when      was due 2003-05-08 20:00Z, 4 h 30 min ago",
        "    law       MPL-6 art.VI.II.6  AMB-13=plan-stays-open",
        "RIGHT OPEN",
        "    when      open since 2003-05-09 00:00Z, 30 min ago",
        "NOT BEFORE",
    ):
        assert line in text
    assert "original submission 2003-05-08 16:00Z + 4 h = 2003-05-08 20:00Z [IT, case 6]" in text
    assert "by the claimed time, no mirror's times at hand" in text
    assert max(len(line) for line in text.splitlines()[2:]) <= 100


def test_docket_of_one_party_and_everything(case: Path) -> None:
    """A duty officer asks for the own Party; --all shows what is done as well."""
    text = run("docket", "--case", case, "--at", "2003-05-09T00:30Z", "--party", "BG", "--all")
    assert "Docket of BG" in text
    assert "decline to conduct" not in text
    assert "EVERYTHING ELSE" in text
    assert "kept             BG       acknowledge the notification" in text


def test_docket_as_json(case: Path) -> None:
    """A program gets each item with rule, sum, statement and state."""
    read = as_json("docket", "--case", case, "--at", "2003-05-09T00:30Z", "--party", "BGR")
    assert read["party"] == "BG"
    first = read["items"][0]
    assert (first["clock"], first["state"], first["rule"]) == ("K7", "past due", "MPL-6")
    assert first["started_ref"] == {"o": "case", "i": 6, "h": ""}
    assert len(read["ruleset"]) == 64


def test_nothing_due(case: Path) -> None:
    """Before the notice nothing is known and nothing is due."""
    assert "Nothing is due." in run("docket", "--case", case, "--at", "2003-05-01T00:00Z")
    assert "No mission is known" in run("list", "--case", case, "--at", "2003-05-01T00:00Z")


def test_list_and_show(case: Path) -> None:
    """A mission is listed in one line and shown with its instants."""
    moment = ("--case", case, "--at", "2003-05-09T00:30Z")
    assert "M60 PLAN_OPEN" in run("list", *moment)
    assert as_json("list", *moment)[0]["mission"] == "2003-OS3001"
    text = run("show", "2003-OS3001", *moment)
    assert "E estimated arrival" in text
    assert "quota 2003: reserved" in text
    shown = as_json("show", "2003-OS3001", *moment)
    assert shown["state"] == "M60 PLAN_OPEN"
    assert shown["versions"][0]["commencement"] == "2003-05-09T16:00:00Z"


def test_show_to_the_end(tmp_path: Path) -> None:
    """Flight, window, quota and data are shown as they come."""
    golden = json.loads((CASES / "worked-example.json").read_text())
    file = tmp_path / "case.json"
    file.write_text(json.dumps(golden["case"]))
    text = run("show", "2003-OS3001", "--case", file, "--at", "2003-05-10T12:00Z")
    assert "M80 FLYING F10 ON_PLAN" in text
    assert "24 h added by the observing Party" in text
    assert "F10" in run("list", "--case", file, "--at", "2003-05-10T12:00Z")
    text = run("show", "2003-OS3001", "--case", file, "--at", "2003-05-22T12:00Z")
    assert "1 debited on each side  QEF-9" in text


@pytest.mark.parametrize(
    ("golden", "moment", "code"),
    [("silence", "2003-05-08T17:00Z", 3), ("silence", "2003-05-08T21:00Z", 1)],
)
def test_judge_leaves_with_the_outcome(golden: str, moment: str, code: int, tmp_path: Path) -> None:
    """0 kept, 1 broken, 3 open: the exit code is the gravest finding."""
    file = tmp_path / "case.json"
    file.write_text(json.dumps(json.loads((CASES / f"{golden}.json").read_text())["case"]))
    words = ("judge", "2003-OS3001", "--case", file, "--at", moment)
    assert "MPL-6" in run(*words, code=code)
    assert as_json(*words, code=code)["outcome"] == ("broken" if code == 1 else "open")


def test_several_missions_name_themselves(case: Path, tmp_path: Path) -> None:
    """With more than one mission each item says whose it is."""
    one = json.loads(case.read_text())
    other = json.loads(case.read_text().replace("2003-OS3001", "2003-OS3002"))
    file = tmp_path / "two.json"
    file.write_text(json.dumps(one + other))
    text = run("docket", "--case", file, "--at", "2003-05-09T00:30Z")
    assert "(2003-OS3001)" in text
    assert "(2003-OS3002)" in text


def test_case_from_standard_input(case: Path) -> None:
    """A case can be piped in."""
    words = ("list", "--case", "-", "--at", "2003-05-09T00:30Z")
    assert "2003-OS3001" in run(*words, stdin=case.read_bytes())


def test_reading_changes_the_answer(case: Path) -> None:
    """A chosen reading is used and named."""
    words = ("docket", "--case", case, "--at", "2003-05-09T00:30Z")
    assert "AMB-13=plan-accepted" in run(*words, "--reading", "AMB-13=plan-accepted")


@pytest.mark.parametrize(
    ("words", "match"),
    [
        (("docket", "--at", "2003-05-09T00:30Z"), "one of the two"),
        (("docket", "--case", "none.json"), "E-FILE"),
        (("act", "dance", "x.json", "--record", "r", "--party", "IT"), "E-VERB"),
    ],
)
def test_usage(words: tuple[str, ...], match: str) -> None:
    """A call that cannot be asked says what would be right."""
    with pytest.raises(OverflightError, match=match):
        run(*words)


def test_unknown_mission_and_instant(case: Path) -> None:
    """A key that is not there names those that are; local time is refused."""
    with pytest.raises(OverflightError, match="2003-OS3001"):
        run("show", "2003-OS3009", "--case", case, "--at", "2003-05-09T00:30Z")
    with pytest.raises(OverflightError, match="E-INSTANT"):
        run("docket", "--case", case, "--at", "2003-05-09 00:30")


def test_acts_on_a_record(tmp_path: Path) -> None:
    """Notice, refusal and docket on a real record in a folder."""
    folder = tmp_path / "record"
    outside = Outside(clock=SetClock(at("05-05 06:00")), seed="cli")
    with new_record(folder, Charter("R", "overflight.example/t", ("HU",), "0" * 64),
                    ["CA", "HU", "IT"], outside) as record:  # fmt: skip
        load_founding(record.desk, record.signers["HU"])
    notice = {
        "mission": "2003-OS3001",
        "at": "2003-05-05T06:00:00Z",
        "observing": "IT",
        "observed": "HU",
        "intention": {"estimated_arrival": "2003-05-08T08:00:00Z", "point_of_entry": "HU-TOKOL"},
    }
    file = tmp_path / "notice.json"
    file.write_text(json.dumps(notice))
    text = run("act", "notify", file, "--record", folder, "--party", "IT")
    assert "Said by IT: overflight.example/t/log/it/1" in text
    refused = as_json("act", "notify", file, "--record", folder, "--party", "IT", code=1)
    assert refused["stands"] is False
    assert "Refused: missions.notified/1" in run(
        "act", "notify", file, "--record", folder, "--party", "IT", code=1
    )
    answer = tmp_path / "answer.json"
    answer.write_text(json.dumps({"mission": "2003-OS3001", "at": "2003-05-05T20:00:00Z"}))
    done = as_json("act", "acknowledge", answer, "--record", folder, "--party", "HUN")
    assert (done["stands"], done["state"]) == (True, "M20 ACKNOWLEDGED")
    moment = ("--record", folder, "--at", "2003-05-06T00:00Z")
    assert "IT to HU: arrive at the point of entry" in run("docket", *moment)
    text = run("notice", "2003-OS3001", *moment, code=1)
    assert "FORMAT NUMBER NOT SEEN" in text
    assert "(E) diplomatic clearance number: missing" in text
    assert as_json("notice", "2003-OS3001", "--which", "NTF-6", *moment)["notice"] == "NTF-6"
    with pytest.raises(OverflightError, match="E-SIGNER"):
        run("act", "notify", file, "--record", folder, "--party", "BG")


def test_report(tmp_path: Path) -> None:
    """A mission report is written with its content, and what is missing is told."""
    file = tmp_path / "report.json"
    bare = {"mission": "2003-OS3001", "observing": "IT", "observed": "BG"}
    file.write_text(json.dumps(bare))
    assert "# Mission report 2003-OS3001" in run("report", file, code=1)
    file.write_text(json.dumps({**bare, "explanation": "nobody arrived"}))
    assert "PARAGRAPH 21" in run("report", file, "--os-format")
    assert as_json("report", file)["findings"][0]["outcome"] == "kept"


def test_judge_tells_the_future_apart(case: Path) -> None:
    """What is not yet due stands apart, is no doubt, and moves no exit code."""
    text = run("judge", "2003-OS3001", "--case", case, "--at", "2003-05-08T17:00Z", code=3)
    judged, ahead = text.split("NOT YET DUE")
    assert "Accept the mission plan" in ahead
    assert "Accept the mission plan" not in judged
    read = as_json("judge", "2003-OS3001", "--case", case, "--at", "2003-05-08T17:00Z", code=3)
    assert "MPL-6" in {finding["rule"] for finding in read["to_come"]}
    assert "MPL-6" not in {finding["rule"] for finding in read["findings"]}


def test_docket_of_a_network_names_its_clock(capsys: pytest.CaptureFixture[str]) -> None:
    """Where mirrors date an act, the docket shows both dates and whose clocks were used."""
    play, now = Network.founded(), at("05-08 17:00")
    for statement in (notified(), acknowledged(), arrived(), submitted()):
        play.say(statement)
    held = from_record(play.records, source="network")
    missions = missions_at(held, now)
    form = docket_form(missions, now, facts="network")
    say_docket(form, missions, everything=False)
    text = capsys.readouterr().out
    assert "by the mirrors' times where they are at hand (f = 1 of 4)" in text
    assert "until 2003-05-08 19:59Z (or 2003-05-08 20:00:20Z)" in text
    assert "    time      by the mirrors' times (f = 1 of 4)" in text
    shown = write_form(form)
    jsonschema.validate(shown, schema_of("docket"))
    (item,) = (i for i in form.items if i.clock == "K7")
    assert (item.due_at, item.due_latest) == (at("05-08 19:59"), at("05-08 20:00:20"))


def test_a_key_nobody_knows_names_a_few_others() -> None:
    """Of ten thousand keys a person reads five."""
    keys = [f"2003-OS3{n:03d}" for n in range(1, 1000)]
    fault = no_such_mission("2003-OS4999", keys)
    assert fault.expected.endswith("2003-OS3005 or one of 994 more")
    assert no_such_mission("2003-OS4999", keys[:2]).expected == "2003-OS3001 or 2003-OS3002"
    assert no_such_mission("2003-OS4999", ()).expected == "a mission by that instant"
