"""Bundles on disk: all or nothing, whatever the bundle, the folder or the disk."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.record_samples import HU, RO, flip, key, rehearsed, statement
from typer.testing import CliRunner

from overflight.adapters.keys.pem import FileKey, new_key, save_key
from overflight.adapters.sticks.files import pack_record
from overflight.adapters.sticks.intake import sizes_at, take_bundle
from overflight.adapters.store.copies import copy_at, export_record, verify_path
from overflight.adapters.store.sqlite_record import SqliteRecords
from overflight.assembly import REHEARSAL_BASE
from overflight.cli.record.noun import app
from overflight.desk import signed
from overflight.errors import OverflightError, RecordError, StoreError, UsageError
from overflight.record import NoteSignature, SignatureKind, read_note
from overflight.record.checkpoints import cosignature_message
from overflight.record.notes import NoteKey, write_note

KEYS = {HU: key("HU", "log"), RO: key("RO", "log")}


def say(folder: Path, numbers: range) -> None:
    """Let HU say something."""
    author = key("HU", "author-1")
    with SqliteRecords(folder / "record.sqlite", KEYS) as records:
        records.append(HU, [signed(statement("HU", k), [author]) for k in numbers])


def packed(source: Path, file: Path, since: Path | None = None, by: FileKey | None = None) -> Path:
    """Pack a record, as HU if nobody else is named."""
    with copy_at(source) as (copy, _):
        known = sizes_at(since) if since else {}
        pack_record(copy, REHEARSAL_BASE, file, by or key("HU", "log"), known)
    return file


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """Return the folder of a record."""
    made = rehearsed()
    folder = tmp_path / "record"
    folder.mkdir()
    (folder / "genesis.json").write_bytes(made.genesis)
    with SqliteRecords(folder / "record.sqlite", KEYS) as records:
        for origin in (HU, RO):
            records.append(origin, list(made.desk.records.entries(origin)), [made.genesis])
    say(folder, range(300))
    return folder


def state(folder: Path) -> dict[str, bytes]:
    """Return every file under a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_a_bundle_makes_the_folder_an_export_makes(record: Path, tmp_path: Path) -> None:
    """What crosses the air gap is byte for byte what would have been served."""
    bundle = packed(record, tmp_path / "a.ofb")
    taken = take_bundle(bundle, tmp_path / "in")
    export_record(record, tmp_path / "out")
    assert state(tmp_path / "in") == state(tmp_path / "out")
    assert (taken.packer, taken.logs) == ("HU", ((HU, 0, 301), (RO, 0, 1)))
    assert not verify_path(bundle).problems


def test_a_bundle_that_goes_on(record: Path, tmp_path: Path) -> None:
    """The second bundle carries what is new and makes the folder whole; twice does no harm."""
    first = packed(record, tmp_path / "a.ofb")
    take_bundle(first, tmp_path / "in")
    say(record, range(300, 600))
    second = packed(record, tmp_path / "b.ofb", first)
    assert second.stat().st_size < 1.3 * first.stat().st_size
    assert take_bundle(second, tmp_path / "in").logs == ((HU, 301, 601), (RO, 1, 1))
    assert not verify_path(tmp_path / "in").problems
    before = state(tmp_path / "in")
    assert take_bundle(second, tmp_path / "in").logs == ((HU, 601, 601), (RO, 1, 1))
    assert state(tmp_path / "in") == before


def test_an_older_bundle_brings_nothing(record: Path, tmp_path: Path) -> None:
    """Bundles come late and out of order; an older one that fits changes no byte."""
    first = packed(record, tmp_path / "a.ofb")
    say(record, range(300, 310))
    take_bundle(packed(record, tmp_path / "b.ofb"), tmp_path / "in")
    before = state(tmp_path / "in")
    assert take_bundle(first, tmp_path / "in").logs == ((HU, 311, 311), (RO, 1, 1))
    assert state(tmp_path / "in") == before


def test_a_bundle_whose_beginning_is_not_held(record: Path, tmp_path: Path) -> None:
    """What goes on from entries nobody here has is refused, alone and into an older folder."""
    older = packed(record, tmp_path / "a.ofb")
    take_bundle(older, tmp_path / "in")
    say(record, range(300, 900))
    middle = packed(record, tmp_path / "b.ofb", older)
    say(record, range(900, 910))
    last = packed(record, tmp_path / "c.ofb", middle)
    assert {"E-MISSING"} <= {p.code for p in verify_path(last).problems}
    for into in (tmp_path / "in", tmp_path / "new"):
        refused(last, into, "E-MISSING|E-GENESIS")
    take_bundle(middle, tmp_path / "in")
    assert take_bundle(last, tmp_path / "in").logs[0] == (HU, 901, 911)


def refused(bundle: Path, into: Path, code: str) -> None:
    """Hold taking a bundle in to one clear refusal that leaves everything as it was."""
    before, beside = state(into), sorted(into.parent.iterdir())
    with pytest.raises(OverflightError, match=code) as caught:
        take_bundle(bundle, into)
    assert str(caught.value).isprintable()
    assert (state(into), sorted(into.parent.iterdir())) == (before, beside)


def test_another_history(record: Path, tmp_path: Path) -> None:
    """A log that tells the receiver another history is refused, longer or as long."""
    other = Path(shutil.copytree(record, tmp_path / "other"))
    say(record, range(300, 310))
    say(other, range(700, 710))
    take_bundle(packed(record, tmp_path / "a.ofb"), tmp_path / "in")
    refused(packed(other, tmp_path / "b.ofb"), tmp_path / "in", "E-ROOT")
    say(other, range(710, 720))
    refused(packed(other, tmp_path / "c.ofb"), tmp_path / "in", "E-ROOT")


def test_another_regime(record: Path, tmp_path: Path) -> None:
    """A record with other founders does not mix with ours."""
    other = tmp_path / "other"
    other.mkdir()
    made = rehearsed(seed="other")
    (other / "genesis.json").write_bytes(made.genesis)
    keys = {HU: new_key("HU"), RO: new_key("RO")}
    with SqliteRecords(other / "record.sqlite", keys) as records:
        for origin in (HU, RO):
            records.append(origin, list(made.desk.records.entries(origin)), [made.genesis])
    take_bundle(packed(record, tmp_path / "a.ofb"), tmp_path / "in")
    refused(packed(other, tmp_path / "b.ofb"), tmp_path / "in", "E-")


def test_the_regime_on_paper(record: Path, tmp_path: Path) -> None:
    """A first bundle is only as good as the regime id compared by other means."""
    bundle = packed(record, tmp_path / "a.ofb")
    with pytest.raises(RecordError, match="E-REGIME"):
        take_bundle(bundle, tmp_path / "in", regime="0" * 16)
    assert not (tmp_path / "in").exists()
    taken = take_bundle(bundle, tmp_path / "in", regime=verify_path(record).regime)
    assert take_bundle(bundle, tmp_path / "in", regime=taken.regime).regime == taken.regime


def test_nobody_known_packed_it(record: Path, tmp_path: Path) -> None:
    """A list signed by a stranger, or by another party's key, tells a lie about who packed."""
    for name, by in (("a", new_key("HU")), ("b", FileKey("HU", key("RO", "log")._key))):
        bundle = packed(record, tmp_path / f"{name}.ofb", by=by)
        assert [p.code for p in verify_path(bundle).problems] == ["E-PACKER"]
        refused(bundle, tmp_path / "in", "E-PACKER")
    assert not verify_path(packed(record, tmp_path / "c.ofb", by=key("RO", "log"))).problems
    stranger = FileKey("ZZ", new_key("ZZ")._key)
    refused(packed(record, tmp_path / "d.ofb", by=stranger), tmp_path / "in", "E-PACKER")


@pytest.mark.parametrize("part", [0.0, 0.001, 0.3, 0.9, 0.9999])
def test_a_bundle_cut_off(record: Path, tmp_path: Path, part: float) -> None:
    """A medium pulled out too early is told; nothing of it is taken."""
    bundle = packed(record, tmp_path / "a.ofb")
    with bundle.open("r+b") as file:
        file.truncate(int(bundle.stat().st_size * part))
    refused(bundle, tmp_path / "in", "E-OFB")
    with pytest.raises(RecordError, match="E-OFB"):
        verify_path(bundle)


def test_flipped_bits_of_a_bundle(record: Path, tmp_path: Path) -> None:
    """A bit anywhere: refused, and the folder is as it was."""
    bundle = packed(record, tmp_path / "a.ofb")
    data = bundle.read_bytes()
    for at in range(0, len(data), len(data) // 40):
        bundle.write_bytes(flip(data, at))
        refused(bundle, tmp_path / "in", "E-")


def test_cosignatures_come_home(record: Path, tmp_path: Path) -> None:
    """A head with a cosignature, brought back by bundle, is the held head with one line more."""
    take_bundle(packed(record, tmp_path / "a.ofb"), tmp_path / "in")
    there = Path(shutil.copytree(tmp_path / "in", tmp_path / "there"))
    checkpoint = there / "log/hu/1/checkpoint"
    note = read_note(checkpoint.read_bytes())
    mirror = key("RO", "mirror")
    name = NoteKey(f"{REHEARSAL_BASE}/mirror/ro", SignatureKind.COSIGNATURE, mirror.public)
    time = 1_900_000_000
    body = time.to_bytes(8, "big") + mirror.sign(cosignature_message(time, note.text))
    line = NoteSignature(name.name, name.id, body)
    checkpoint.write_bytes(write_note(note.text, [*note.signatures, line]))
    back = packed(there, tmp_path / "b.ofb", tmp_path / "in", by=key("RO", "log"))
    assert take_bundle(back, tmp_path / "in").logs[0] == (HU, 301, 301)
    assert verify_path(tmp_path / "in").logs[0].cosigners == ("RO",)
    bad = NoteSignature(name.name, name.id, flip(body))
    checkpoint.write_bytes(write_note(note.text, [*note.signatures, bad]))
    take_bundle(packed(there, tmp_path / "c.ofb", tmp_path / "in"), tmp_path / "in")
    assert verify_path(tmp_path / "in").logs[0].cosigners == ("RO",)


@pytest.mark.parametrize("name", ["record.sqlite", "other.txt"])
def test_folders_that_are_not_for_bundles(record: Path, tmp_path: Path, name: str) -> None:
    """A node's own record, or anything else, is never written into."""
    bundle = packed(record, tmp_path / "a.ofb")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(b"mine")
    refused(bundle, tmp_path / "in", "E-FOLDER")


def test_a_disk_that_fails_leaves_no_half_bundle(
    record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that cannot be written: one clear error, no file, no folder."""
    with pytest.raises(StoreError):
        packed(record, tmp_path / "missing" / "a.ofb")
    bundle = packed(record, tmp_path / "a.ofb")

    def full(_path: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    refused(bundle, tmp_path / "in", "E-STORE")
    with pytest.raises(StoreError, match="No space"):
        packed(record, tmp_path / "b.ofb")
    assert not (tmp_path / "b.ofb").exists()


def test_a_crash_between_two_renames_is_finished_by_the_same_command(
    record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Heads come last: whatever the moment, the folder verifies, and again makes it whole."""
    take_bundle(packed(record, tmp_path / "a.ofb"), tmp_path / "in")
    say(record, range(300, 600))
    bundle = packed(record, tmp_path / "b.ofb", tmp_path / "in")
    rename: Callable[[Path, Path], Path] = Path.replace
    for stop in range(1, 8):
        left = iter(range(stop))
        into = Path(shutil.copytree(tmp_path / "in", tmp_path / f"in-{stop}"))

        def die(path: Path, target: Path, left: object = left, into: Path = into) -> Path:
            if into in Path(target).parents and next(left, None) is None:  # type: ignore[call-overload]
                raise OSError(5, "gone")
            return rename(path, target)

        monkeypatch.setattr(Path, "replace", die)
        with pytest.raises(StoreError, match="gone"):
            take_bundle(bundle, into)
        monkeypatch.setattr(Path, "replace", rename)
        assert not verify_path(into).problems
        take_bundle(bundle, into)
        assert verify_path(into).logs[0].head.size == 601


@pytest.mark.parametrize("data", [b"", b"BUNDLE\0", b"BUNDLE\0" + b"0" * 5000, b"x" * 99])
def test_a_file_that_is_no_bundle(tmp_path: Path, data: bytes) -> None:
    """Anything else under the name of a bundle is told as such, by every command."""
    file = tmp_path / "a.ofb"
    file.write_bytes(data)
    for command in (verify_path, lambda path: take_bundle(path, tmp_path / "in")):
        with pytest.raises(RecordError, match="E-OFB"):
            command(file)
    with pytest.raises((UsageError, StoreError)):
        take_bundle(tmp_path / "nothing.ofb", tmp_path / "in")


def test_the_commands(record: Path, tmp_path: Path) -> None:
    """Pack, verify and take in from the command line; the verifier for strangers is printed."""
    save_key(record / "keys" / "HU" / "log.pem", key("HU", "log"))
    run, out = CliRunner(), str(tmp_path / "a.ofb")
    made = run.invoke(app, ["bundle", "--record", str(record), "--party", "hu", "--out", out])
    assert made.exit_code == 0, made.output
    assert "301" in made.output or "302" in made.output
    again = ["bundle", "--record", str(record), "--party", "HU", "--since", out, "--json"]
    answer = json.loads(run.invoke(app, [*again, "--out", str(tmp_path / "b.ofb")]).output)
    assert answer["logs"][HU] == {"since": 301, "entries": 301}
    assert run.invoke(app, ["verify", out]).exit_code == 0
    into = ["unbundle", out, "--into", str(tmp_path / "in")]
    assert "302 new entries" in run.invoke(app, into).output
    answer = json.loads(run.invoke(app, [*into, "--json"]).output)
    assert answer["logs"][HU] == {"before": 301, "entries": 301}
    source = Path(__file__).parents[2] / "tools" / "verify.py"
    assert run.invoke(app, ["verifier"]).output == source.read_text("utf-8")
