"""Disks lost, old backups put back, bytes flipped: a node comes back whole, or signs nothing."""

from __future__ import annotations

import contextlib
import random
import shutil
import tarfile
from pathlib import Path

import pytest
from tests.recovery_world import BASE, World, new_world, world_in

from overflight.adapters.node.asking import named_sources
from overflight.adapters.node.backup_files import read_backup
from overflight.adapters.node.backups import back_up, restore
from overflight.adapters.node.confirming import Confirmed, Officer, confirm, start_check
from overflight.adapters.node.recovery import KEPT_FOLDER, rebuild, recovery_at
from overflight.adapters.store.copies import RECORD_FILE, verify_path
from overflight.adapters.store.generation import GENERATION_FILE
from overflight.adapters.store.sqlite_record import SqliteRecords
from overflight.desk.network.recovery import Start
from overflight.desk.network.reports import RecoveryForm, lacks_of
from overflight.errors import OverflightError, RecordError, StoreError, UsageError
from overflight.record import log_origin

HU = log_origin(BASE, "HU")
OTHERS = ("DE", "FR", "PL", "RO")


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a network of five in which Hungary has said something."""
    world = new_world(tmp_path_factory.mktemp("lost") / "net")
    world.say("HU", 3)
    world.round()
    world.round()
    return world.path


@pytest.fixture
def world(founded: Path, tmp_path: Path) -> World:
    """Return a copy of that network, some hours later."""
    shutil.copytree(founded, tmp_path / "net")
    return world_in(tmp_path / "net", "live")


def found(world: World, *asked: str) -> RecoveryForm:
    """Rebuild Hungary's node from others."""
    with world.sources(*(asked or OTHERS)) as sources:
        return rebuild(world.folder("HU"), sources, world.fresh())


def confirmed(world: World, key: str = "author-1", *without: str) -> Confirmed:
    """Let Hungary's officer confirm."""
    officer = Officer(world.key("HU", key), world.clock, world.ids, world.fresh(), without)
    with world.store("HU") as records:
        return confirm(records, world.folder("HU"), officer)


def entries(world: World, party: str, origin: str = HU) -> list[bytes]:
    """Return a log as a party holds it."""
    with world.store(party, keys=False) as records:
        return list(records.entries(origin))


def saved(world: World, name: str = "backup") -> Path:
    """Back Hungary's node up."""
    out = world.path / name
    back_up(world.folder("HU"), out, "2026-11-21T23:00:00Z", world.fresh())
    return out


def asked(world: World, *parties: str) -> Start:
    """Start Hungary's node, and ask others first."""
    with world.store("HU") as records, world.sources(*parties) as sources:
        check = start_check(records, world.folder("HU"), "HU", sources, world.fresh())
    return check.start


def silent(world: World) -> bool:
    """Tell whether Hungary's node refuses to sign."""
    try:
        world.say("HU")
    except RecordError as fault:
        return fault.code == "E-RECOVERING"
    return False


def whole(world: World) -> None:
    """Go on, and find one history everywhere."""
    world.say("HU")
    world.round()
    world.round()
    assert len({tuple(entries(world, party)) for party in world.parties}) == 1
    for party in world.parties:
        assert verify_path(world.folder(party)).problems == ()


def test_a_lost_disk_comes_back_with_every_entry(world: World) -> None:
    """With keys and genesis document alone, all that others hold comes back: no second head."""
    before = entries(world, "HU")
    world.lose("HU")
    form = found(world)
    assert (form.size, form.keepers, lacks_of(form)) == (len(before), OTHERS, ())
    assert silent(world)
    done = confirmed(world)
    assert done.statement.i == len(before)
    assert entries(world, "HU")[: len(before)] == before
    whole(world)


def test_an_old_backup_signs_no_second_head(world: World) -> None:
    """What came after the backup is fetched from others before anything is signed."""
    backup = saved(world)
    world.say("HU", 2)
    world.round()
    before = entries(world, "HU")
    world.lose("HU")
    restore(world.folder("HU"), backup, world.fresh())
    assert silent(world)
    assert asked(world, *OTHERS) is Start.RECOVERING
    form = found(world, "DE", "RO")
    assert lacks_of(form) == ("the log of HU from 4 mirrors, not only 2",)
    with pytest.raises(UsageError, match="E-RECOVERING"):
        confirmed(world)
    assert lacks_of(found(world)) == ()
    confirmed(world)
    assert entries(world, "HU")[: len(before)] == before
    whole(world)


def test_entries_no_mirror_held_stay_and_are_named(world: World) -> None:
    """What only the backup holds, after what all hold, is gone on with; the officer sees it."""
    world.say("HU", 2)
    backup = saved(world)
    world.lose("HU")
    restore(world.folder("HU"), backup, world.fresh())
    form = found(world)
    assert [entry.index for entry in form.unpublished] == [4, 5]
    confirmed(world)
    assert len(entries(world, "HU")) == 7
    whole(world)


def test_entries_nobody_pulled_go_back_to_their_old_places(world: World) -> None:
    """A head over them was signed: where the database is given up, no other may take its place."""
    world.say("HU", 2)  # nobody has pulled these, but a head over them was there to be shown
    before = entries(world, "HU")
    kept = world.folder("HU") / KEPT_FOLDER
    kept.mkdir()
    (world.folder("HU") / RECORD_FILE).rename(kept / "given-up.sqlite")
    form = found(world)
    assert [entry.index for entry in form.left] == [4, 5]
    done = confirmed(world)
    assert entries(world, "HU")[:6] == before
    assert done.statement.i == 6
    whole(world)


def test_entries_of_another_history_are_appended_again(world: World) -> None:
    """Entries whose place was taken are kept in a file, and said again after the confirmation."""
    world.say("HU", 2)  # nobody has pulled these
    backup = saved(world)
    left = entries(world, "HU")[4:]
    world.lose("HU")
    found(world)
    confirmed(world)
    world.say("HU", 1)
    world.round()
    world.lose("HU")
    restore(world.folder("HU"), backup, world.fresh())
    form = found(world)
    assert [entry.index for entry in form.left] == [4, 5]
    assert (world.folder("HU") / form.kept).read_bytes() == b"".join(e + b"\n" for e in left)
    assert list((world.folder("HU") / KEPT_FOLDER).glob("*.sqlite"))
    done = confirmed(world)
    assert (len(done.again), done.kept) == (2, ())
    assert entries(world, "HU")[-2:] == left
    whole(world)


def test_an_old_database_in_a_newer_folder_is_told(world: World) -> None:
    """A file put back by hand is of another generation than its folder, after any start."""
    path = world.folder("HU") / RECORD_FILE
    shutil.copy(path, world.path / "old")
    assert asked(world, *OTHERS) is Start.SOUND
    world.say("HU")
    shutil.copy(world.path / "old", path)
    assert silent(world)
    found(world)
    confirmed(world)
    whole(world)


@pytest.mark.parametrize("content", [None, b"", b"overflight-generation/v1\nnothing\n"])
def test_a_folder_without_its_generation_is_silent(world: World, content: bytes | None) -> None:
    """A database that has a generation needs the file beside it, and one it can read."""
    file = world.folder("HU") / GENERATION_FILE
    file.unlink() if content is None else file.write_bytes(content)
    assert silent(world)
    assert asked(world, *OTHERS) is Start.RECOVERING


def test_an_empty_database_in_a_nodes_folder_is_silent(world: World) -> None:
    """A database that was lost is not begun anew as if nothing had been."""
    (world.folder("HU") / RECORD_FILE).unlink()
    assert silent(world)


def test_a_folder_set_back_as_a_whole_is_told_by_others(world: World) -> None:
    """From inside a snapshot looks sound: so others are asked before anything is signed."""
    shutil.copytree(world.folder("HU"), world.path / "snapshot")
    world.say("HU", 2)
    world.round()
    shutil.rmtree(world.folder("HU"))
    shutil.copytree(world.path / "snapshot", world.folder("HU"))
    assert asked(world) is Start.SOUND  # nobody can be asked: a node without a network
    shutil.rmtree(world.folder("HU"))
    shutil.copytree(world.path / "snapshot", world.folder("HU"))
    assert asked(world, "DE") is Start.WAITING or silent(world)
    assert silent(world)
    assert asked(world, "DE", "FR") is Start.RECOVERING
    assert asked(world, *OTHERS) is Start.RECOVERING
    found(world)
    confirmed(world)
    whole(world)


def test_too_few_answers_keep_a_node_waiting(world: World) -> None:
    """It signs as soon as enough have answered; nothing is to be confirmed then."""
    assert asked(world, "DE") is Start.WAITING
    assert silent(world)
    assert asked(world, "DE", "RO") is Start.SOUND
    assert not silent(world)


def test_mirrors_given_up_are_named_in_the_statement(world: World) -> None:
    """An officer may go on without mirrors that are gone, and says so in the log."""
    world.lose("HU")
    found(world, "DE", "FR")
    confirmed(world, "author-1", "PL", "RO")
    (said,) = [e for e in entries(world, "HU") if b"record.restored" in _payload(e)]
    assert b'"without":["PL","RO"]' in _payload(said)


def _payload(leaf: bytes) -> bytes:
    from overflight.record import read_envelope

    return read_envelope(leaf).payload


def test_only_an_author_key_confirms(world: World) -> None:
    """The machine's own keys cannot let the machine sign again."""
    world.lose("HU")
    found(world)
    for key in ("log", "watch", "root-1"):
        with pytest.raises(OverflightError):
            confirmed(world, key)
    assert silent(world)


def test_a_node_that_may_sign_is_not_rebuilt(world: World) -> None:
    """There is nothing to recover from; and no confirmation without a rebuild."""
    with pytest.raises(UsageError, match="E-RECOVERING"):
        found(world)
    with pytest.raises(UsageError, match="E-RECOVERING"):
        recovery_at(world.folder("HU"))


def test_a_confirmation_of_another_state_is_refused(world: World) -> None:
    """What the officer saw must be what is there."""
    world.lose("HU")
    found(world)
    kept = (world.folder("HU") / "recovery.json").read_bytes()
    confirmed(world)
    (world.folder("HU") / "recovery.json").write_bytes(kept)
    with pytest.raises(UsageError, match="another state"):
        confirmed(world)


def test_a_mirror_that_comes_back_cosigns_nothing_older(world: World) -> None:
    """What others hold of a log stands as cosigned: a smaller head is a rollback from then on."""
    world.lose("HU")
    found(world)
    confirmed(world)
    with world.store("HU", keys=False) as records:
        rows = records.db.execute("SELECT origin, n FROM mirror_state").fetchall()
    assert {(log_origin(BASE, party), 1) for party in OTHERS} < set(rows)


def test_folders_and_bundles_give_a_log_back(world: World, tmp_path: Path) -> None:
    """Without any network: other nodes' disks on a table, and an exported copy."""
    from overflight.adapters.store.copies import export_record

    world.lose("HU")
    export_record(world.folder("DE"), tmp_path / "export")
    paths = [tmp_path / "export", *(world.folder(party) for party in OTHERS)]
    with named_sources(paths) as sources:
        form = rebuild(world.folder("HU"), sources, world.fresh())
    assert [head.party for head in form.heads] == ["", *OTHERS]
    confirmed(world)
    whole(world)


# Backups.


def test_a_backup_holds_no_private_key_unless_asked(world: World) -> None:
    """Keys leave the machine only locked for somebody."""
    import pyrage

    with tarfile.open(saved(world)) as archive:
        assert not [name for name in archive.getnames() if "key" in name or "pem" in name]
    identity = pyrage.x25519.Identity.generate()
    out = world.path / "with-keys"
    fresh = world.fresh()
    back_up(world.folder("HU"), out, "2026-11-21T23:00:00Z", fresh, str(identity.to_public()))
    assert b"PRIVATE KEY" not in out.read_bytes()
    shutil.rmtree(world.folder("HU"))
    with pytest.raises(UsageError, match="E-KEYFILE"):
        restore(world.folder("HU"), out, world.fresh(), str(pyrage.x25519.Identity.generate()))
    restore(world.folder("HU"), out, world.fresh(), str(identity))
    assert (world.folder("HU") / "keys" / "HU" / "log.pem").stat().st_mode & 0o077 == 0


def test_a_database_is_never_replaced(world: World) -> None:
    """Neither a database nor the log of one is written over; a backup replaces no file."""
    backup = saved(world)
    with pytest.raises(UsageError, match="E-FOLDER"):
        restore(world.folder("HU"), backup, world.fresh())
    with pytest.raises(UsageError, match="E-FILE"):
        saved(world)


def test_a_backup_with_a_flipped_byte_is_refused(world: World) -> None:
    """Every byte of what it holds is under a hash; nothing is set back from a broken one."""
    data, path = saved(world).read_bytes(), world.path / "broken"
    chance = random.Random(20030508)  # noqa: S311 - places, not secrets
    world.lose("HU")
    for _ in range(40):
        broken = bytearray(data)
        place = chance.randrange(len(data))
        broken[place] ^= 1 << chance.randrange(8)
        path.write_bytes(broken)
        with contextlib.suppress(RecordError):
            # What passes is padding, or a header field that says nothing of the content.
            assert read_backup(path) == read_backup(world.path / "backup")
    for size in (0, 100, 512, 1024, len(data) // 2):
        path.write_bytes(data[:size])
        with pytest.raises(RecordError, match="E-BACKUP"):
            restore(world.folder("HU"), path, world.fresh())
    assert not (world.folder("HU") / RECORD_FILE).exists()


# Damage.


def _flipped(world: World, count: int) -> tuple[int, int]:
    """Flip bytes of the database; return how often it was told, and how often it did no harm."""
    path = world.folder("HU") / RECORD_FILE
    with SqliteRecords(path, write=True) as records:
        records.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data, before = path.read_bytes(), entries(world, "HU")
    chance = random.Random(count)  # noqa: S311 - places, not secrets
    told = harmless = 0
    for _ in range(count):
        broken = bytearray(data)
        for _ in range(chance.choice((1, 1, 8))):
            broken[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        for file in path.parent.glob(f"{RECORD_FILE}-*"):
            file.unlink()
        path.write_bytes(broken)
        shutil.copy(world.path / "generation", world.folder("HU"))
        try:
            start = asked(world, *OTHERS)
        except (StoreError, RecordError):
            start = Start.RECOVERING
        if start is Start.SOUND:
            assert entries(world, "HU") == before
            assert verify_path(world.folder("HU")).problems == ()
            harmless += 1
        else:
            told += 1
    return told, harmless


def test_a_damaged_database_signs_nothing(world: World) -> None:
    """Flipped bytes are told before anything is signed, or change nothing that is read."""
    shutil.copy(world.folder("HU") / GENERATION_FILE, world.path / "generation")
    told, harmless = _flipped(world, 40)
    assert told + harmless == 40
    assert told


@pytest.mark.slow
def test_a_damaged_database_signs_nothing_for_long(world: World) -> None:
    """The long form: a thousand times."""
    shutil.copy(world.folder("HU") / GENERATION_FILE, world.path / "generation")
    assert sum(_flipped(world, 1000)) == 1000


def test_a_damaged_database_is_set_aside_and_filled_anew(world: World) -> None:
    """What is damaged is kept, and all of it fetched from others."""
    path = world.folder("HU") / RECORD_FILE
    before = entries(world, "HU")
    with SqliteRecords(path, write=True) as records:
        records.db.execute("DROP TRIGGER leaf_no_UPDATE")
        records.db.execute("UPDATE leaf SET bytes=x'00' WHERE i=2 AND origin=?", (HU,))
    assert asked(world, *OTHERS) is Start.RECOVERING
    form = found(world)
    assert "damaged" in form.why
    assert entries(world, "HU") == before
    assert list((world.folder("HU") / KEPT_FOLDER).glob("*.sqlite"))
    confirmed(world)
    whole(world)


def test_a_file_that_is_no_database_is_set_aside(world: World) -> None:
    """A database that cannot even be opened is kept, too."""
    path = world.folder("HU") / RECORD_FILE
    path.write_bytes(b"no database at all" * 100)
    form = found(world)
    assert "damaged" in form.why
    confirmed(world)
    whole(world)


def test_a_disk_that_may_only_be_read_stops_the_node(world: World) -> None:
    """Rights that were taken away are a fault of the disk: one clear error, nothing signed."""
    path = world.folder("HU") / RECORD_FILE
    with SqliteRecords(path) as records, pytest.raises(StoreError, match="E-STORE"):
        start_check(records, world.folder("HU"), "HU", (), world.fresh())
