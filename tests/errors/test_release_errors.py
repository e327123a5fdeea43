"""Bad input to the release commands: one clear error, the right exit code, nothing written."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from pathlib import Path

import pyrage
import pytest
from tests.release_stage import flown
from typer.testing import CliRunner

from overflight.cli.release import app
from overflight.errors import OverflightError
from overflight.release import recipient_text

TO = recipient_text(bytes(32))
RUN = [sys.executable, "-c", "from overflight.cli import main; main()", "release"]


def _start(*words: str, where: Path, text: bytes = b"") -> tuple[int, str, str]:
    """Run the program itself."""
    done = subprocess.run([*RUN, *words], cwd=where, input=text, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def _run(*words: str, where: Path, text: bytes = b"") -> tuple[int, str, str]:
    """Run a command in this process, with faults as the program would tell them."""
    with contextlib.chdir(where):
        done = CliRunner().invoke(app, words, input=text)
    if isinstance(done.exception, OverflightError):
        fault = json.dumps({"error": done.exception.as_json()})
        return done.exception.exit_status, done.stdout, fault
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


CASE = {
    "at": "2003-06-01T00:00:00Z",
    "request": {
        "requester": "CA",
        "asked_on": "2003-05-20",
        "fields": {
            "flight": "2003-OS3007",
            "observing": "BG",
            "observed": "IT",
            "flown_on": "2003-05-14",
            "sensor": "S1",
            "portions": ["all"],
            "form": "digital",
            "told": ["BG", "IT"],
        },
    },
    "flight": {
        "flight": "2003-OS3007",
        "observing": "BG",
        "observed": "IT",
        "flown_on": "2003-05-14",
        "count": "counted",
    },
    "seals": [{"party": "BG", "root": "aa"}, {"party": "IT", "root": "aa"}],
    "keys": [{"party": "CA", "recipient": TO, "since": "2003-05-01T00:00:00Z"}],
}


@pytest.mark.parametrize(
    ("changes", "status", "outcome"),
    [
        ({}, 0, "allow"),
        ({"keys": []}, 1, "deny"),
        ({"demands": [{"by": "IT", "of": "*", "scope": "s", "ground": "g"}]}, 3, "unsettled"),
    ],
)
def test_a_case_answers_with_its_exit_code(
    changes: dict[str, object], status: int, outcome: str, tmp_path: Path
) -> None:
    """Allow is 0, deny 1, unsettled 3, for people and for machines, from a file or a pipe."""
    text = json.dumps({**CASE, **changes}).encode()
    (tmp_path / "case.json").write_bytes(text)
    code, out, _ = _start("entitled", "case.json", where=tmp_path)
    assert (code, out.split()[0]) == (status, outcome)
    code, out, _ = _run("entitled", "-", "--json", where=tmp_path, text=text)
    assert (code, json.loads(out)["outcome"]) == (status, outcome)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (b"", 4),
        (b"{}", 4),
        (b"[]", 4),
        (b"{" * 3000, 4),
        (b"\xff\xfe{}", 4),
        (json.dumps({**CASE, "extra": 1}).encode(), 4),
        (json.dumps({**CASE, "at": "yesterday"}).encode(), 4),
        (json.dumps({**CASE, "at": "1999-01-01T00:00:00Z"}).encode(), 4),
        (json.dumps({**CASE, "seals": "x"}).encode(), 4),
        (json.dumps(CASE).replace('"2003-06-01T00:00:00Z"', "NaN").encode(), 4),
        (json.dumps(CASE).encode()[:-20], 4),
        (b" " * 16_777_217, 4),
    ],
)
def test_a_bad_case_is_one_clear_error(text: bytes, status: int, tmp_path: Path) -> None:
    """Truncated, huge, wrongly encoded, of another shape: told, with a code, not answered."""
    code, out, err = _run("entitled", "-", "--json", where=tmp_path, text=text)
    assert (code, out) == (status, "")
    assert json.loads(err)["error"]["code"].startswith("E-")


def test_a_missing_file_is_a_mistake_of_the_caller(tmp_path: Path) -> None:
    """A name that leads nowhere is exit code 2."""
    code, out, err = _start("entitled", "none.json", "--json", where=tmp_path)
    assert (code, out) == (2, "")
    assert json.loads(err)["error"]["code"] == "E-FILE"


def test_manifests_are_made_and_compared(tmp_path: Path) -> None:
    """Equal media leave with 0, different ones with 1, a damaged manifest with 4."""
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "a").write_bytes(b"1")
    (tmp_path / "l.json").write_text('{"a": {"portion": "S1-a"}}')
    made = ("manifest", "m", "--labels", "l.json")
    code, out, _ = _run(*made, "--out", "one", where=tmp_path)
    assert code == 0
    assert out.startswith("root")
    code, out, _ = _run(*made, where=tmp_path)
    assert out.encode() == (tmp_path / "one").read_bytes()
    code, out, _ = _run(*made, "--json", where=tmp_path)
    assert json.loads(out)["manifest"].encode() == (tmp_path / "one").read_bytes()
    assert _run("compare", "one", "one", where=tmp_path)[0] == 0
    (tmp_path / "m" / "a").write_bytes(b"2")
    _run("manifest", "m", "--out", "two", where=tmp_path)
    code, out, _ = _run("compare", "one", "two", where=tmp_path)
    assert code == 1
    assert "disputed" in out
    code, out, _ = _run("compare", "one", "two", "--json", where=tmp_path)
    assert (code, json.loads(out)["sealed"]) == (1, False)
    (tmp_path / "two").write_bytes(b"overflight-media-manifest/v1\n{}\n")
    assert _run("compare", "one", "two", where=tmp_path)[0] == 4


@pytest.mark.parametrize("text", [b"[]", b'{"b": {}}', b'{"a": {"colour": "x"}}', b"{"])
def test_bad_labels_are_told(text: bytes, tmp_path: Path) -> None:
    """Labels of no file, or of no form, seal nothing."""
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "a").write_bytes(b"1")
    (tmp_path / "l.json").write_bytes(text)
    done = _run("manifest", "m", "--labels", "l.json", "--out", "x", where=tmp_path)
    assert done[0] == 4
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("text", [b"", b"a\nb\n", b"AGE-SECRET-KEY-1NONSENSE\n"])
def test_a_bad_identity_is_told_and_never_shown(text: bytes, tmp_path: Path) -> None:
    """What is not exactly one key is a mistake of the caller, and stays secret."""
    key = pyrage.x25519.Identity.generate()
    medium = tmp_path / "m"
    medium.mkdir()
    (medium / "a").write_bytes(b"1")
    from overflight.adapters.parcels.media import seal_folder
    from overflight.adapters.parcels.packages import seal_package

    seal_package(seal_folder(medium), medium, str(key.to_public()), tmp_path / "p.age")
    (tmp_path / "k").write_bytes(text)
    done = _run("open", "p.age", "--identity", "k", "--out", "o", where=tmp_path)
    assert done[0] == 2
    assert "NONSENSE" not in done[2]
    assert not (tmp_path / "o").exists()


def test_the_whole_way_on_a_record(tmp_path: Path) -> None:
    """Every command once, with the files a newcomer would have; the copy comes out whole."""
    flown(path=tmp_path / "R").record.close()
    key = pyrage.x25519.Identity.generate()
    (tmp_path / "k").write_text(f"# a comment\n{key}\n")
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "a").write_bytes(b"1")
    to = str(key.to_public())

    def say(*words: str, status: int = 0) -> dict[str, object]:
        code, out, err = _run(*words, "--record", "R", "--json", where=tmp_path)
        assert code == status, err
        read: dict[str, object] = json.loads(out) if out else json.loads(err)
        return read

    flight = ("--flight", "2003-OS3007")
    medium = ("--medium", "one")
    say("publish-key", to, "--party", "CA")
    say("seal", "m", "--party", "BG", *flight, *medium, "--out", "m.txt")
    say("seal", "m", "--party", "IT", *flight, *medium)
    asked = say("request", "--party", "CA", *flight)
    decided = say("decide", str(asked["ref"]), "--party", "BG", *medium)
    assert decided["outcome"] == "allow"
    say("decide", str(asked["ref"]), "--party", "IT", *medium, status=1)
    say("decide", str(asked["ref"]), "--party", "BG", *medium, "--decision", "x", status=2)
    say("decide", str(asked["ref"]), "--party", "XX", *medium, status=2)
    say("request", "--party", "CA", *flight, "--sensor", "", status=1)
    packed = ("package", "BG:9", "m", "--party", "BG", "--manifest", "m.txt", "--out", "p.age")
    sent = say(*packed)
    say(*packed, status=2)
    (tmp_path / "q.age").write_bytes(b"rubbish")
    rubbish = ("receive", str(sent["ref"]), "q.age", "--party", "CA", "--identity", "k")
    assert say(*rubbish, "--out", "o2", status=1)["whole"] is False
    received = ("receive", str(sent["ref"]), "p.age", "--party", "CA", "--identity", "k")
    assert say(*received, "--out", "o")["whole"] is True
    assert (tmp_path / "o" / "a").read_bytes() == b"1"
    say(*received, "--out", "o3", status=2)
    assert say("recheck", "BG:9")["outcome"] == "allow"
    code, out, _ = _run("holdings", *flight, "--record", "R", where=tmp_path)
    assert code == 0
    assert out.count("\n") == 3
    code, out, _ = _run("holdings", "--flight", "none", "--record", "R", where=tmp_path)
    assert "nobody" in out
