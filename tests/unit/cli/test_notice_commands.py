"""Notices from the command line: listed, written, read back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from overflight.assembly import new_record
from overflight.cli import notice
from overflight.cli.schema import schema_of
from overflight.desk import Charter, load_founding
from overflight.desk import say as say_fact
from overflight.errors import SourceError, UsageError
from overflight.notifications import Message, NoticeGiven
from overflight.treaty import read_form, ruleset_hash

INTENTION = {
    "notification": "NTF-3",
    "sender": "IT",
    "to": ["RU"],
    "number": "IT/2008/1",
    "at": "2008-05-05T05:50:00Z",
    "content": [
        {"item": "A.1", "says": "Kubinka"},
        {"item": "B.1", "says": "2008-05-08T06:00:00Z"},
        {"item": "C.1", "says": "Kubinka"},
        {"item": "C.2", "says": "2008-05-08T10:00:00Z"},
        {"item": "D.1", "says": "observation aircraft"},
        {"item": "E", "says": "DCN 12"},
        {"item": "F", "says": "CASA CN-235"},
        {"item": "G", "says": "4000 KM"},
        {"item": "H.1", "says": "12"},
        {"item": "H.2", "says": "a" * 64},
    ],
}


def ask(*words: object, told: str = "") -> Result:
    """Run one command of the noun."""
    return CliRunner().invoke(notice.app, [str(word) for word in words], input=told)


def test_list_names_every_row_and_how_much_was_seen() -> None:
    """All 51, each with its place and the status of its format."""
    shown = ask("list").stdout
    assert len(shown.splitlines()) == 51
    assert "OS Format 1, EXACT" in shown
    assert "OS Format 28, PARTIAL" in shown
    assert "format not seen, CONJECTURE" in shown
    one = ask("list", "ntf-12").stdout
    assert "RECEIVING STATES" in one
    plain = json.loads(ask("list", "NTF-3", "--json").stdout)
    Draft202012Validator(schema_of("notices")).validate(plain)
    assert plain["notices"][0]["reference"] == "ARTICLE VI, SECTION I, PARAGRAPH 5"


def test_written_and_read_back(tmp_path: Path) -> None:
    """What goes out as text comes back as the same JSON, judged."""
    draft = tmp_path / "intention.json"
    draft.write_text(json.dumps(INTENTION), encoding="utf-8")
    text = ask("render", draft, "--width", "69").stdout
    assert text.startswith("PRECEDENCE: ROUTINE\nFROM: IT\nTO: RU\n")
    read = ask("read", "-", "--received", "2008-05-05T06:00Z", "--json", told=text)
    assert read.exit_code == 0, read.stdout
    plain = json.loads(read.stdout)
    Draft202012Validator(schema_of("notice-read")).validate(plain)
    assert plain["message"]["content"] == INTENTION["content"]
    assert (plain["status"], plain["outcome"]) == ("CONJECTURE", "kept")
    Draft202012Validator(schema_of("notice")).validate(INTENTION)


def test_read_says_what_is_wrong_for_people() -> None:
    """Late leaves with 1 and its place; with 3 where the receipt is not known."""
    text = ask("render", "-", told=json.dumps(INTENTION)).stdout
    late = ask("read", "-", "--received", "2008-05-05T06:00:01Z", told=text)
    assert late.exit_code == 1
    assert "art.VI.I.5" in late.stdout
    assert "format not seen; letters are ours" in late.stdout
    assert "NTF-6 within 24 h: until 2008-05-06T06:00:01Z" in late.stdout
    assert ask("read", "-", told=text).exit_code == 3
    words = ("read", "-", "--reading", "AMB-2=dispatch", "--event", "2008-05-08T06:00Z")
    assert ask(*words, told=text).exit_code == 0


@pytest.mark.parametrize(
    ("words", "told", "fault"),
    [
        (("list", "NTF-99"), "", UsageError),
        (("render", "-"), json.dumps({**INTENTION, "extra": 1}), SourceError),
        (("render", "-", "--telex"), json.dumps({**INTENTION, "remarks": "5 %"}), UsageError),
        (("read", "-"), "good morning", SourceError),
        (("read", "-", "--received", "soon"), "good morning", UsageError),
        (("read", "nothing.txt"), "", UsageError),
    ],
)
def test_bad_input_is_one_fault(words: tuple[str, ...], told: str, fault: type) -> None:
    """No traceback, one fault that says who must act."""
    assert isinstance(ask(*words, told=told).exception, fault)


def test_read_against_a_record(tmp_path: Path) -> None:
    """The answer in the record tells who supplies the aircraft, and so which items must stand."""
    folder = tmp_path / "joint"
    charter = Charter("t", "overflight.example/t", ("CA", "HU"), ruleset_hash())
    answer = {
        "notification": "NTF-6",
        "sender": "RU",
        "to": ["IT"],
        "number": "RU/2008/1",
        "at": "2008-05-06T05:59:00Z",
        "references": ["IT/2008/1"],
        "content": [{"item": "A", "says": "2008-05-05T05:59:00Z"}, {"item": "B.1", "says": "NO"}],
    }
    given = NoticeGiven(read_form(Message, answer, where="answer"))
    with new_record(folder, charter, ("CA", "HU")) as opened:
        load_founding(opened.desk, opened.signers["HU"])
        say_fact(opened.desk, opened.signers["HU"], given)
    content = [row for row in INTENTION["content"] if row["item"] != "F"]  # type: ignore[index]
    told = json.dumps({**INTENTION, "content": content})
    text = ask("render", "-", told=told).stdout
    words = ("read", "-", "--received", "2008-05-05T05:59:00Z", "--json")
    alone, recorded = ask(*words, told=text), ask(*words, "--record", folder, told=text)
    assert (alone.exit_code, recorded.exit_code) == (3, 1), recorded.stdout
    missing = [row for row in json.loads(recorded.stdout)["findings"] if "(F)" in row["says"]]
    assert [row["outcome"] for row in missing] == ["broken"]
