"""The record from the command line: found, verify, list, show, prove, check, export; keys."""

from __future__ import annotations

import json
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.record_samples import flip, statement
from typer.testing import CliRunner, Result

from overflight.adapters.keys.pem import seeded_key
from overflight.assembly import open_record
from overflight.cli import key as key_commands
from overflight.cli import record as record_commands
from overflight.cli.schema import schema_of
from overflight.desk import signed
from overflight.desk.founding.genesis import founders_of
from overflight.errors import RecordError, SourceError, UsageError
from overflight.record import NoteKey, SignatureKind, read_envelope, read_genesis


def ask(*words: object, of: object = record_commands) -> Result:
    """Run one command in this process."""
    return CliRunner().invoke(of.app, [str(word) for word in words])  # type: ignore[attr-defined]


def answer(form: str, *words: object, of: object = record_commands) -> dict[str, object]:
    """Run one command with --json and hold what it says to its schema."""
    result = ask(*words, "--json", of=of)
    said = json.loads(result.stdout)
    Draft202012Validator(schema_of(form)).validate(said)
    return dict(said)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a founded record of three parties with the founding facts."""
    path = tmp_path_factory.mktemp("cli") / "record"
    words = ["found", path, "--party", "HU", "--party", "CA", "--party", "RO", "--seed", "tests"]
    founded = answer("founded", *words)
    assert (founded["parties"], founded["rehearsal"]) == (["HU", "CA", "RO"], True)
    assert isinstance(founded["facts"], int)
    assert founded["facts"] > 300
    return path


@pytest.fixture
def copied(folder: Path, tmp_path: Path) -> Path:
    """Return a copy of the record that a test may damage."""
    return Path(shutil.copytree(folder, tmp_path / "copy"))


def test_a_founded_record_verifies(folder: Path) -> None:
    """Everything is checked, each log is named, and what is not proven is said."""
    result = ask("verify", folder)
    assert result.exit_code == 0
    assert result.stdout.count("log/") == 3
    assert "each has one signer" in result.stdout
    assert "Compare it with the one on paper" in result.stdout
    report = answer("record", "verify", folder)
    assert (report["holds"], report["faults"]) == (True, [])


def test_the_regime_id_is_compared_when_it_is_given(folder: Path) -> None:
    """A whole record of another regime is still the wrong record."""
    regime = answer("record", "verify", folder)["regime"]
    assert ask("verify", folder, "--regime", regime).exit_code == 0
    wrong = ask("verify", folder, "--regime", "0" * 16)
    assert wrong.exit_code == 4
    assert "E-REGIME" in wrong.stdout
    assert "Another record than you meant" in wrong.stdout
    assert "does not hold together" not in wrong.stdout


def test_a_regime_id_is_compared_as_it_is_written_on_paper(folder: Path) -> None:
    """Capitals and groups of four are how people write an id down."""
    regime = str(answer("record", "verify", folder)["regime"]).upper()
    grouped = " ".join(regime[i : i + 4] for i in range(0, 16, 4))
    assert ask("verify", folder, "--regime", grouped).exit_code == 0


def test_the_sqlite_file_alone_verifies(folder: Path, tmp_path: Path) -> None:
    """The genesis document is in the record itself; the file beside it only pins it."""
    file = Path(shutil.copy(folder / "record.sqlite", tmp_path / "alone.sqlite"))
    assert answer("record", "verify", file)["holds"] is True


def test_an_exported_copy_verifies_to_the_same_cut(folder: Path, tmp_path: Path) -> None:
    """Files in wire layout hold the same logs as the database, and export is repeatable."""
    first = answer("record-export", "export", tmp_path / "wire", "--record", folder)
    assert first == answer("record-export", "export", tmp_path / "wire", "--record", folder)
    there, here = (answer("record", "verify", p) for p in (folder, tmp_path / "wire"))
    assert (there["cut"], here["faults"]) == (here["cut"], [])
    again = ask("export", tmp_path / "again", "--record", tmp_path / "wire")
    assert again.exit_code == 0
    wire, repeated = (
        {p.relative_to(top): p.read_bytes() for p in top.rglob("*") if p.is_file()}
        for top in (tmp_path / "wire", tmp_path / "again")
    )
    assert wire == repeated


def tree(top: Path) -> dict[Path, bytes]:
    """Return every file below a folder with its bytes."""
    return {p.relative_to(top): p.read_bytes() for p in top.rglob("*") if p.is_file()}


def test_an_export_never_replaces_another_record(folder: Path, tmp_path: Path) -> None:
    """An analyst's only copy must survive a mistyped folder."""
    wire = tmp_path / "wire"
    ask("export", wire, "--record", folder)
    before = tree(wire)
    other = tmp_path / "other"
    ask("found", other, "--party", "HU", "--party", "CA", "--party", "RO", "--seed", "another")
    refused = ask("export", wire, "--record", other).exception
    assert isinstance(refused, UsageError)
    assert "copy of regime" in refused.found
    assert tree(wire) == before


def test_an_export_never_goes_back_or_forks(folder: Path, copied: Path, tmp_path: Path) -> None:
    """A shorter log, or another version of it, is refused before anything is written."""
    wire, forked = tmp_path / "wire", Path(shutil.copytree(copied, tmp_path / "forked"))
    for path, party in ((copied, "RO"), (forked, "HU")):
        with open_record(path) as record:
            origin = next(o for o in record.desk.records.origins() if "/ro/" in o)
            said = replace(statement("RO"), log=origin)
            record.desk.records.append(origin, [signed(said, [record.signers[party]])])
    assert ask("export", wire, "--record", copied).exit_code == 0
    before = tree(wire)
    for path, code in ((folder, "E-ROLLBACK"), (forked, "E-FORK")):
        refused = ask("export", wire, "--record", path).exception
        assert isinstance(refused, RecordError)
        assert refused.code == code
    assert tree(wire) == before


def test_an_export_is_never_mixed_with_private_keys(copied: Path, tmp_path: Path) -> None:
    """Whoever serves or hands over an export must not hand over keys."""
    (tmp_path / "home" / "keys").mkdir(parents=True)
    (tmp_path / "file").write_text("x")
    before = tree(copied)
    for target in (copied, tmp_path / "home", tmp_path / "file"):
        assert isinstance(ask("export", target, "--record", copied).exception, UsageError)
    assert tree(copied) == before
    assert not tree(tmp_path / "home")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--party", "DE", "--party", "deu"), "E-PARTY"),
        (("--party", "BNL"), "E-PARTY"),
        (("--party", "XX"), "E-CODE"),
        (("--party", "DE", "--base", "http://foo bar/"), "E-GENESIS"),
    ],
)
def test_what_cannot_be_founded(tmp_path: Path, options: tuple[str, ...], code: str) -> None:
    """A slip is the caller's; no keys of a record that will not be are left behind."""
    refused = ask("found", tmp_path / "r", *options).exception
    assert isinstance(refused, UsageError)
    assert refused.code == code
    assert not list(tmp_path.iterdir())


def test_founders_may_be_written_in_any_way(tmp_path: Path) -> None:
    """Small letters and alpha-3 are the same States."""
    words = ("found", tmp_path / "r", "--party", "ro", "--party", "USA", "--no-facts")
    assert answer("founded", *words)["parties"] == ["RO", "US"]


def test_a_state_that_only_signed_is_no_founder_unless_named() -> None:
    """Kyrgyzstan signed and never ratified: nobody founds in its name by default."""
    assert "KG" not in founders_of(())
    assert founders_of(("KG",)) == ("KG",)


def test_an_entry_beyond_the_end_is_told_with_the_count(folder: Path) -> None:
    """The form is right; what is wrong is how many there are, or which logs."""
    far = ask("show", "RO:99", "--record", folder).exception
    assert isinstance(far, UsageError)
    assert far.expected == "one of the 1 entries of RO: RO:0 to RO:0"
    nobody = ask("show", "ZZ:1", "--record", folder).exception
    assert isinstance(nobody, UsageError)
    assert nobody.expected == "a log of the record: CA, HU, RO"


def test_a_wrong_key_line_is_the_callers_mistake(tmp_path: Path) -> None:
    """A typing error in an option says nothing about the bytes."""
    refused = ask("check", tmp_path / "p", tmp_path / "l", "--key", "foo").exception
    assert isinstance(refused, UsageError)
    assert "--key" in refused.where


def test_the_missing_file_of_a_record_is_named(copied: Path) -> None:
    """A person who looks for the right folder needs to know what is not in this one."""
    (copied / "genesis.json").unlink()
    with pytest.raises(UsageError, match=r"no genesis\.json in it"):
        open_record(copied)
    with pytest.raises(UsageError, match="no such folder"):
        open_record(copied / "none")


def test_a_damaged_record_leaves_with_four(copied: Path) -> None:
    """Each fault is told with what was expected and what was found."""
    damage(copied, "UPDATE leaf SET bytes=x'7b7d' WHERE i=2")
    result = ask("verify", copied)
    assert result.exit_code == 4
    assert "E-ROOT" in result.stdout
    assert "Trust no entry of a marked log" in result.stdout
    assert answer("record", "verify", copied)["holds"] is False


def damage(folder: Path, *changes: str) -> None:
    """Change a record behind its back, as who has the disk can."""
    db = sqlite3.connect(folder / "record.sqlite", isolation_level=None)
    triggers = db.execute("SELECT name FROM sqlite_schema WHERE type='trigger'").fetchall()
    for (name,) in triggers:
        db.execute(f"DROP TRIGGER {name}")
    for change in changes:
        db.execute(change)
    db.close()


def test_more_faults_than_fit(copied: Path) -> None:
    """A long list is cut for people, and whole in JSON."""
    damage(copied, "UPDATE leaf SET hash=zeroblob(32)")
    result = ask("verify", copied)
    assert "more faults; --json names them all" in result.stdout
    faults = answer("record", "verify", copied)["faults"]
    assert isinstance(faults, list)
    assert len(faults) > 300


def test_void_entries_leave_with_three(copied: Path) -> None:
    """The record holds together, but something in it counts for nothing."""
    with open_record(copied) as record:
        origin = next(o for o in record.desk.records.origins() if "/ro/" in o)
        said = replace(statement("RO"), log=origin)
        record.desk.records.append(origin, [signed(said, [record.signers["HU"]])])
    result = ask("verify", copied)
    assert result.exit_code == 3
    assert "1 void (E-KEY)" in result.stdout
    assert "void:E-KEY" in ask("list", copied, "--party", "RO").stdout
    assert "void      expected" in ask("show", "RO:1", "--record", copied).stdout


def test_entries_are_listed_by_party_and_type(folder: Path) -> None:
    """A list is filtered by who spoke and what was said."""
    everything = ask("list", folder).stdout.splitlines()
    quotas = ask("list", folder, "--party", "CA", "--type", "quotas.").stdout.splitlines()
    assert 1 < len(quotas) < len(everything)
    assert all("quotas." in line for line in quotas[:-1])
    for row in json.loads(ask("list", folder, "--party", "RO", "--json").stdout):
        Draft202012Validator(schema_of("record-entry")).validate(row)


def test_an_entry_is_shown_whole(folder: Path) -> None:
    """What it says, who signed it, where it stands; the bytes with --json."""
    shown = ask("show", "CA:0", "--record", folder).stdout
    assert "record.genesis/1" in shown
    assert shown.count("signed by") == 3
    assert "attached" in shown
    entry = answer("record-entry", "show", "CA:1", "--record", folder)
    envelope = read_envelope(str(entry["leaf"]).encode())
    assert entry["signers"] == [s.keyid for s in envelope.signatures]
    Draft202012Validator(schema_of("envelope")).validate(json.loads(str(entry["leaf"])))
    Draft202012Validator(schema_of("statement")).validate(json.loads(envelope.payload))


def test_the_genesis_document_fits_its_schema(folder: Path) -> None:
    """Outsiders' tools can read what the founders agreed on."""
    document = (folder / "genesis.json").read_bytes()
    Draft202012Validator(schema_of("genesis")).validate(json.loads(document))
    assert read_genesis(document).depositaries == ("CA", "HU")


@pytest.mark.parametrize("ref", ["CA:3", "CA:351", "RO:0", "overflight.example/r1/log/hu/1:0"])
def test_a_proof_verifies_without_the_record(folder: Path, tmp_path: Path, ref: str) -> None:
    """A stranger needs the proof, the entry and the log's key, nothing else."""
    proof, leaf = tmp_path / "proof", tmp_path / "leaf"
    proven = answer("record-proof", "prove", ref, "--record", folder, "--leaf", leaf)
    proof.write_text(ask("prove", ref, "--record", folder).stdout)
    assert proof.read_text() == proven["proof"]
    words = ("check", proof, leaf, "--key", proven["key"])
    assert answer("record-proof-check", *words)["holds"] is True
    assert ask(*words).stdout.startswith("proven")
    leaf.write_bytes(flip(leaf.read_bytes()))
    assert ask(*words).exit_code == 4
    assert ask(*words).stdout.startswith("NOT PROVEN")


@pytest.mark.parametrize("ref", ["HU", "HU:", "HU:x", "HU:-1", "HU:1", "XX:0", "", ":0"])
def test_an_entry_that_is_not_there(folder: Path, ref: str) -> None:
    """A reference to nothing is a wrong call."""
    for command in ("show", "prove"):
        assert isinstance(ask(command, "--record", folder, "--", ref).exception, UsageError)


def test_nothing_is_proven_from_a_damaged_log(copied: Path) -> None:
    """A proof is checked before it is printed."""
    damage(copied, "UPDATE leaf SET bytes=x'7b7d' WHERE i=2")
    assert isinstance(ask("prove", "CA:3", "--record", copied).exception, RecordError)


def test_a_folder_without_a_record(tmp_path: Path) -> None:
    """The path is named, and what would be right."""
    for command in ("verify", "list"):
        assert isinstance(ask(command, tmp_path).exception, UsageError)
    assert isinstance(ask("verify", tmp_path / "none").exception, UsageError)
    key = NoteKey("a/log/hu/1", SignatureKind.LOG, seeded_key("HU", "log", "x").public).vkey
    assert isinstance(ask("check", tmp_path / "a", tmp_path, "--key", key).exception, RecordError)


def test_a_used_folder_is_not_founded_in(folder: Path, tmp_path: Path) -> None:
    """No file of a record, or of anything else, is ever written over."""
    before = (folder / "genesis.json").read_bytes()
    assert isinstance(ask("found", folder).exception, UsageError)
    assert (folder / "genesis.json").read_bytes() == before
    (tmp_path / "file").write_text("x")
    assert isinstance(ask("found", tmp_path).exception, UsageError)


def test_a_record_without_facts_and_with_locked_keys(tmp_path: Path) -> None:
    """Keys under a passphrase are of no use without it; reading needs none."""
    secret = tmp_path / "secret"
    secret.write_text("correct horse\n")
    path = tmp_path / "record"
    words = ("found", path, "--party", "RO", "--passphrase-file", secret)
    assert "none said" in ask(*words).stdout
    with pytest.raises(UsageError, match="passphrase"):
        open_record(path)
    open_record(path, keys=False).close()
    assert ask("verify", path).exit_code == 0
    pem = path / "keys" / "RO" / "author-1.pem"
    assert pem.stat().st_mode & 0o077 == 0
    shown = answer("key", "show", pem, "--passphrase-file", secret, of=key_commands)
    assert shown["locked"] is True


def test_a_founding_says_what_it_made(tmp_path: Path) -> None:
    """People are told the regime id, and are warned of keys from a seed."""
    words = ("found", tmp_path / "r", "--party", "HU", "--seed", "x")
    shown = ask(*words).stdout
    assert "compare it on paper" in shown
    assert "said by HU" in shown
    assert "REHEARSAL" in shown


def test_keys_are_made_and_shown(tmp_path: Path) -> None:
    """A key is made once, its public side shown, its key line for a log on request."""
    file = tmp_path / "author.pem"
    made = answer("key", "create", file, "--party", "HU", of=key_commands)
    shown = answer("key", "show", file, "--origin", "a/log/hu/1", of=key_commands)
    assert made["keyid"] == shown["keyid"]
    assert (made["party"], shown["party"]) == ("HU", "HU")
    assert "locked   no" in ask("show", file, of=key_commands).stdout
    unknown = ask("create", tmp_path / "x", "--party", "XX", of=key_commands)
    assert isinstance(unknown.exception, UsageError)
    assert str(shown["vkey"]).startswith("a/log/hu/1+")
    assert "not locked" in ask("show", file, of=key_commands).stdout
    again = ask("create", file, "--party", "HU", of=key_commands)
    assert isinstance(again.exception, UsageError)


def test_passphrase_files_that_hold_none(tmp_path: Path) -> None:
    """An empty or missing passphrase file is no passphrase."""
    empty = tmp_path / "empty"
    empty.write_text("\n")
    for file in (empty, tmp_path / "none"):
        words = ("create", tmp_path / "k", "--party", "HU", "--passphrase-file", file)
        assert isinstance(ask(*words, of=key_commands).exception, UsageError)
    assert not (tmp_path / "k").exists()


def test_a_file_that_is_no_key(tmp_path: Path) -> None:
    """Anything else than an Ed25519 key in PEM is refused."""
    file = tmp_path / "no.pem"
    file.write_text("-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----\n")
    assert isinstance(ask("show", file, of=key_commands).exception, SourceError)
