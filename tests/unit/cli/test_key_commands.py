"""The life of keys from the command line: made, enrolled, handed over, lost, stolen, verified."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
from jsonschema import Draft202012Validator
from tests.soft_token import PIN, soft_tokens
from typer.testing import CliRunner, Result

from overflight.adapters.keys.files import load_private
from overflight.adapters.keys.pem import seeded_key
from overflight.assembly import open_record
from overflight.cli import key as key_commands
from overflight.cli import record as record_commands
from overflight.cli.schema import schema_of
from overflight.desk import say
from overflight.desk.founding.facts import founding_facts
from overflight.errors import RecordError, SourceError, UsageError
from overflight.record import key_id

VERIFIER = Path(__file__).parents[3] / "tools" / "verify.py"


def ask(of: ModuleType, *words: object, typed: str = "") -> Result:
    """Run one command in this process."""
    return CliRunner().invoke(of.app, [str(word) for word in words], input=typed)


def done(of: ModuleType, *words: object, typed: str = "") -> str:
    """Run one command that must succeed; return what it says."""
    result = ask(of, *words, typed=typed)
    assert result.exit_code == 0, (words, result.output, result.exception)
    return result.stdout


def answer(form: str, of: ModuleType, *words: object) -> dict[str, object]:
    """Run one command with --json and hold what it says to its schema."""
    said = json.loads(done(of, *words, "--json"))
    Draft202012Validator(schema_of(form)).validate(said)
    return dict(said)


def fault(of: ModuleType, *words: object, typed: str = "") -> str:
    """Run one command that must be refused; return the one message."""
    result = ask(of, *words, typed=typed)
    assert isinstance(result.exception, UsageError | SourceError | RecordError), result.output
    return str(result.exception)


@dataclass
class Place:
    """A founded record and a folder beside it."""

    path: Path

    @property
    def record(self) -> Path:
        """Folder of the record."""
        return self.path / "record"

    def key(self, name: str) -> Path:
        """Return the file of a key of Hungary in the record's folder."""
        return self.record / "keys" / "HU" / f"{name}.pem"

    def offer(self, file: Path, use: str) -> Path:
        """Write what the holder of a new key sends."""
        out = self.path / f"{file.stem}.json"
        genesis = self.record / "genesis.json"
        done(key_commands, "possess", out, "--use", use, "--genesis", genesis, "--key", file)
        return out

    def new(self, name: str, use: str, alg: str = "ed25519") -> Path:
        """Make a new key in the record's folder and write its offer."""
        done(key_commands, "create", self.key(name), "--party", "HU", "--alg", alg)
        return self.offer(self.key(name), use)

    def sign(self, draft: Path, *roots: int) -> list[Path]:
        """Let root keys sign apart; return the envelopes."""
        outs = []
        for root in roots:
            outs.append(draft.with_name(f"{draft.name}.{root}"))
            words = ("sign", draft, "--key", self.key(f"root-{root}"), "--out", outs[-1], "--yes")
            done(key_commands, *words)
        return outs

    def change(self, name: str, *words: object) -> dict[str, object]:
        """Draft a key set, let two roots sign it, submit it."""
        draft = self.path / name
        wanted = (words[0], self.record, "--party", "HU", "--out", draft, *words[1:])
        answer("key-draft", key_commands, *wanted)
        envelopes = self.sign(draft, 1, 3)
        return answer("record-submitted", record_commands, "submit", self.record, *envelopes)

    def verified(self) -> None:
        """Hold the record to both verifiers."""
        result = ask(record_commands, "verify", self.record)
        assert "no fault" in result.stdout, result.stdout
        done(record_commands, "export", self.path / "copy", "--record", self.record)
        words = [sys.executable, str(VERIFIER), str(self.path / "copy")]
        run = subprocess.run(words, capture_output=True, text=True, check=False)
        assert "The copy holds together." in run.stdout, run.stdout + run.stderr


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Return a record of two parties with keys from a seed."""
    words = ("--party", "HU", "--party", "CA", "--seed", "tests", "--no-facts")
    done(record_commands, "found", tmp_path / "record", *words)
    return Place(tmp_path)


def kid(name: str) -> str:
    """Return the id of a key of Hungary."""
    return key_id(seeded_key("HU", name, "tests").public)


def test_a_whole_life(place: Place) -> None:
    """Created, enrolled, used, rotated, stolen, handed over: both verifiers hold at each step."""
    words = ("--public", place.new("ann", "author"), "--use", "author", "--roles", "record")
    assert place.change("set-2", "enrol", *words)["standing"] == "valid"
    place.verified()

    body = place.path / "body.json"
    body.write_text('{"leaves": []}')
    draft = place.path / "draft"
    about = ("record.keys-confirmed/1", body, "--party", "HU", "--to", "CA", "--re", "HU:0")
    done(record_commands, "draft", *about, "--out", draft, "--record", place.record)
    done(key_commands, "sign", draft, "--key", place.key("ann"), "--yes")
    said = done(record_commands, "submit", place.record, f"{draft}.signed")
    assert "Entry 2" in said
    place.verified()

    new_log = place.new("log-new", "log")
    handed = place.change("set-3", "rotate", "--key", kid("log")[:8], "--public", new_log)
    assert (handed["handed_over"], handed["renamed"]) == (True, ["log.pem"])
    assert (place.record / "keys" / "HU" / "gone" / f"log-{kid('log')[:16]}.pem").is_file()
    place.verified()

    second = place.new("second", "log", "ml-dsa-44")
    added = place.change("set-4", "enrol", "--public", second, "--use", "log")
    assert (added["handed_over"], added["renamed"]) == (True, ["log-2.pem"])
    place.verified()

    mirror = place.new("mirror-new", "mirror")
    done_ = place.change("set-5", "rotate", "--key", kid("mirror"), "--public", mirror)
    assert done_["renamed"] == ["mirror.pem"]
    root = place.new("root-4", "root")
    place.change("set-6", "rotate", "--key", kid("root-2"), "--public", root, "--why", "lost")
    place.verified()

    ann = str(answer("key", key_commands, "show", place.key("ann"))["keyid"])
    stolen = ("--key", ann[:10], "--why", "stolen", "--since", "2")
    place.change("set-7", "revoke", *stolen)
    result = ask(record_commands, "verify", place.record)
    assert (result.exit_code, "HU:2" in result.stdout) == (3, True)
    assert "contested" in result.stdout
    place.verified()

    with open_record(place.record) as record:  # everyday work goes on under the new keys
        speaker = record.signers["HU"]
        fact = founding_facts()[0][1]
        say(record.desk, speaker, fact)
    place.verified()


def test_the_record_goes_on_after_a_second_key(place: Place) -> None:
    """A head after the change is signed by both keys, whoever appends."""
    second = place.new("second", "log", "ml-dsa-44")
    place.change("set-2", "enrol", "--public", second, "--use", "log")
    author = place.new("bea", "author")
    place.change("set-3", "enrol", "--public", author, "--use", "author", "--roles", "*")
    place.verified()


def test_watch_and_tls_keys_come(place: Place) -> None:
    """What a node needs beside log and mirror is enrolled like any key."""
    watch = place.new("node-watch", "watch")
    renamed = place.change("set-2", "enrol", "--public", watch, "--use", "watch")["renamed"]
    assert renamed == ["watch.pem"]
    tls = place.new("node-tls", "tls")
    renamed = place.change("set-3", "enrol", "--public", tls, "--use", "tls")["renamed"]
    assert renamed == ["tls.pem"]
    listed = done(key_commands, "list", place.record, "--party", "HU")
    assert "may sign record.fork-proven" in listed
    assert "2 root keys together" in listed
    answer("keys-in-force", key_commands, "list", place.record, "--party", "HU")
    enc = place.path / "enc.txt"
    enc.write_text("age1" + "q" * 58)
    place.change("set-4", "enrol", "--public", enc, "--use", "enc")
    place.verified()


def test_the_old_key_must_be_there_for_a_hand_over(place: Place) -> None:
    """Without it nothing is appended, and nothing is moved."""
    draft = place.path / "set-2"
    words = ("--key", kid("log"), "--public", place.new("log-new", "log"), "--out", draft)
    done(key_commands, "rotate", place.record, "--party", "HU", *words)
    envelopes = place.sign(draft, 1, 2)
    aside = place.path / "log.pem"
    place.key("log").rename(aside)
    assert "E-KEY" in fault(record_commands, "submit", place.record, *envelopes)
    assert place.key("log-new").is_file()
    aside.rename(place.key("log"))
    done(record_commands, "submit", place.record, *envelopes)
    place.verified()


def test_a_failed_append_leaves_the_old_keys_in_place(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fails at the hand-over leaves the log as it was, key included."""
    from overflight.adapters.store import submission
    from overflight.errors import StoreError

    draft = place.path / "set-2"
    words = ("--key", kid("log"), "--public", place.new("log-new", "log"), "--out", draft)
    done(key_commands, "rotate", place.record, "--party", "HU", *words)
    envelopes = place.sign(draft, 1, 2)

    def fails(*_: object) -> None:
        raise StoreError("E-STORE", where="disk", expected="room", found="none", remedy="Wait.")

    with monkeypatch.context() as patched:
        patched.setattr(submission, "_append", fails)
        result = ask(record_commands, "submit", place.record, *envelopes)
        assert isinstance(result.exception, StoreError)
    assert load_private(place.key("log"), "HU").public == seeded_key("HU", "log", "tests").public
    done(record_commands, "submit", place.record, *envelopes)
    place.verified()


@pytest.mark.parametrize("appended", [False, True])
def test_a_crash_in_a_hand_over_is_mended(place: Place, appended: bool) -> None:
    """Killed with the old key aside, before or after the head: the next submission mends it."""
    draft, aside = place.path / "set-2", place.key("gone/log-aside")
    words = ("--key", kid("log"), "--public", place.new("log-new", "log"), "--out", draft)
    done(key_commands, "rotate", place.record, "--party", "HU", *words)
    envelopes = place.sign(draft, 1, 2)
    if appended:
        done(record_commands, "submit", place.record, *envelopes)
        place.key("log").rename(place.key("log-new"))
    else:
        aside.parent.mkdir()
        place.key("log").rename(aside)
        done(record_commands, "submit", place.record, *envelopes)
    author = place.new("bea", "author")
    place.change("set-3", "enrol", "--public", author, "--use", "author", "--roles", "*")
    new = load_private(place.key("log"), "HU").public
    assert new != seeded_key("HU", "log", "tests").public
    place.verified()


def test_signing_shows_and_asks(place: Place) -> None:
    """Without a yes nothing is signed; with it the envelope names the key."""
    draft = place.path / "set-2"
    words = ("--public", place.new("ann", "author"), "--use", "author", "--roles", "*")
    done(key_commands, "enrol", place.record, "--party", "HU", *words, "--out", draft)
    sign = ("sign", draft, "--key", place.key("root-1"))
    assert "E-CONFIRM" in fault(key_commands, *sign, typed="no\n")
    assert "E-CONFIRM" in fault(key_commands, *sign)
    assert not draft.with_name("set-2.signed").exists()
    shown = done(key_commands, *sign, typed="yes\n")
    assert "version 2; 2 of 3 roots must sign" in shown
    assert "E-FILE" in fault(key_commands, *sign, "--yes")  # it is not written over
    signed = draft.with_name("set-2.signed")
    more = ("sign", signed, "--key", place.key("root-2"), "--yes")
    said = answer("key-signature", key_commands, *more)
    assert len(said["keyids"] or ()) == 2  # type: ignore[arg-type]
    shown = done(key_commands, "sign", signed, "--key", place.key("root-3"), typed="yes\n")
    assert "signed so far by" in shown
    done(record_commands, "submit", place.record, signed)


def test_a_locked_key_is_opened_by_its_passphrase(place: Place) -> None:
    """The whole way with a passphrase file, and one clear error without."""
    secret = place.path / "secret"
    secret.write_text("six random words\n")
    file = place.path / "ann.pem"
    done(key_commands, "create", file, "--party", "HU", "--passphrase-file", secret)
    assert "ENCRYPTED" in file.read_text()
    possess = ("possess", place.path / "o", "--use", "author", "--regime", "0" * 16, "--key", file)
    assert "E-KEYFILE" in fault(key_commands, *possess)
    answer("key-possession", key_commands, *possess, "--passphrase-file", secret)
    assert "E-PASSPHRASE" in fault(
        key_commands, "create", place.path / "b", "--party", "HU", "--ask"
    )


def test_a_wrong_call_is_told(place: Place) -> None:
    """Neither key nor token, both, no regime, two regimes, an unknown algorithm."""
    out, genesis = place.path / "o", place.record / "genesis.json"
    possess = ("possess", out, "--use", "author")
    assert "E-REGIME" in fault(key_commands, *possess, "--key", place.key("log"))
    both = ("--regime", "0" * 16, "--genesis", genesis)
    assert "E-REGIME" in fault(key_commands, *possess, *both, "--key", place.key("log"))
    assert "E-KEYFILE" in fault(key_commands, *possess, "--genesis", genesis)
    assert "E-KEYFILE" in fault(
        key_commands, "show", place.key("log"), "--token", "pkcs11:object=a"
    )
    create = ("create", place.path / "k", "--party", "HU", "--alg", "rsa")
    assert "E-KEY" in fault(key_commands, *create)
    assert "E-FOLDER" in fault(key_commands, "list", place.path, "--party", "HU")
    assert "E-PARTY" in fault(key_commands, "list", place.record, "--party", "DE")


def test_a_draft_is_not_written_over(place: Place) -> None:
    """Somebody may have signed it already."""
    draft = place.path / "set-2"
    words = ("--key", kid("author-1"), "--why", "lost", "--out", draft)
    done(key_commands, "revoke", place.record, "--party", "HU", *words)
    assert "E-FILE" in fault(key_commands, "revoke", place.record, "--party", "HU", *words)


def test_a_token_signs_a_statement_that_stands(place: Place) -> None:
    """Enrolled from the token, signed in the token, submitted at the log, verified by both."""
    tokens = soft_tokens()
    tokens.make("CLI")
    tokens.make_key("CLI", "author-1")
    pin = place.path / "pin"
    pin.write_text(PIN)
    token = ("--token", tokens.address("CLI", "author-1"), "--pin-file", pin)
    offer = place.path / "token.json"
    genesis = ("--genesis", place.record / "genesis.json", "--party", "HU")
    done(key_commands, "possess", offer, "--use", "author", *genesis, *token)
    place.change("set-2", "enrol", "--public", offer, "--use", "author", "--roles", "record")
    assert "locked   yes" in done(key_commands, "show", *token)
    body = place.path / "body.json"
    body.write_text('{"leaves": []}')
    words = ("record.keys-confirmed/1", body, "--party", "HU", "--record", place.record)
    draft = place.path / "draft"
    done(record_commands, "draft", *words, "--out", draft)
    done(key_commands, "sign", draft, *token, "--yes")
    done(record_commands, "submit", place.record, f"{draft}.signed")
    place.verified()
    pin.write_text("0000")
    assert "wrong PIN" in fault(key_commands, "sign", draft, *token, "--yes")
    no_pin = ("--token", tokens.address("CLI", "author-1"))
    assert "E-PASSPHRASE" in fault(key_commands, "sign", draft, *no_pin, "--yes")
