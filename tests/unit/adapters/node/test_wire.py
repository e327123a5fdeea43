"""What a node serves: every path of the wire, in one spelling, up to the head it stands by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from tests.mirror_samples import NOW, head_over, mirror_signer
from tests.record_samples import HU, RO, key, rehearsed, statement

from overflight.adapters.node.near_peer import NearPeer
from overflight.adapters.node.wire import Store, is_fixed, serve
from overflight.adapters.store.memory_mirror import MemoryMirror
from overflight.adapters.store.memory_record import MemoryRecords
from overflight.adapters.store.sqlite_mirror import SqliteMirror
from overflight.adapters.store.sqlite_record import SqliteRecords
from overflight.desk import attach, signed
from overflight.errors import SourceError
from overflight.record import (
    HashTree,
    cosign,
    leaf_hash,
    origin_hash,
    read_bundle,
    read_head,
    read_note,
    read_tile_path,
)

GENESIS = rehearsed().genesis
SIZE = 300
BLOB = b"an attachment"
THERE = f"mirror/{origin_hash(HU)}"


def leaf(party: str, number: int) -> bytes:
    """Return a signed statement; the first one names an attachment."""
    said = statement(party, number)
    if number == 0:
        said = replace(said, att=(attach(BLOB, "text/plain"),))
    return signed(said, [key(party, "author-1")])


OWN = [leaf("RO", number) for number in range(SIZE)]
THEIRS = [leaf("HU", number) for number in range(7)]


def filled(records: MemoryRecords | SqliteRecords, mirror: MemoryMirror | SqliteMirror) -> None:
    """Let RO say something, and mirror HU up to its head of 5; two more entries are held."""
    for start, end in ((0, 3), (3, 255), (255, SIZE)):
        records.append(RO, OWN[start:end], [BLOB])
    mirror.take_in(HU, 0, THEIRS[:3], [BLOB])
    mirror.take_in(HU, 3, THEIRS[3:], [])
    last = None
    for size in (3, 5):
        note = head_over(HU, THEIRS[:size])
        line = cosign(read_note(note).text, NOW + size, mirror_signer("RO"))
        mirror.put_cosigned(HU, last, note, [line])
        last = note


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Yield the store of RO's node over each kind of record."""
    keys = {RO: key("RO", "log")}
    if request.param == "memory":
        memory = MemoryRecords(keys)
        mirror = MemoryMirror(memory)
        filled(memory, mirror)
        yield Store.over(memory, GENESIS, "RO", mirror)
    else:
        with SqliteRecords(tmp_path / "record.sqlite", keys) as records:
            filled(records, SqliteMirror(records))
            yield Store.over(records, GENESIS, "RO")


def served(store: Store, path: str) -> bytes:
    """Return what is at a path where something is."""
    data = serve(store, path)
    assert data is not None
    return data


def test_the_own_log_is_served_under_its_newest_head(store: Store) -> None:
    """Also under the hash of its origin, as any log is."""
    head, _ = read_head(served(store, "log/checkpoint"))
    assert (head.origin, head.size) == (RO, SIZE)
    assert serve(store, f"mirror/{origin_hash(RO)}/checkpoint") == serve(store, "log/checkpoint")
    assert served(store, "genesis.json") == GENESIS
    assert served(store, f"blob/{sha256(BLOB).hexdigest()}") == BLOB


def test_another_log_is_served_under_the_head_cosigned_last(store: Store) -> None:
    """With this mirror's line; entries held beyond it are nobody's word yet."""
    note = read_note(served(store, f"{THERE}/checkpoint"))
    assert note.text == read_note(head_over(HU, THEIRS[:5])).text
    assert [line.name for line in note.signatures] == [HU, mirror_signer("RO").key.name]
    assert read_bundle(served(store, f"{THERE}/tile/entries/000.p/5"), 5) == tuple(THEIRS[:5])
    assert serve(store, f"{THERE}/tile/entries/000.p/6") is None
    assert serve(store, f"{THERE}/tile/0/000.p/6") is None


def test_older_heads_stay(store: Store) -> None:
    """Whoever cosigned an older head, or follows a change of keys, can ask for it."""
    for index, size in ((0, 3), (2, 3), (3, 255), (254, 255), (255, SIZE)):
        assert read_head(served(store, f"log/head/{index}"))[0].size == size
    older = read_note(served(store, f"{THERE}/head/2"))
    assert older.text == read_note(head_over(HU, THEIRS[:3])).text
    assert serve(store, f"{THERE}/head/3") == serve(store, f"{THERE}/checkpoint")
    assert [serve(store, f"log/head/{index}") for index in (SIZE, 301, 10**17)] == [None] * 3


@pytest.mark.parametrize("size", [3, 255, SIZE])
def test_tiles_of_every_published_head(store: Store, size: int) -> None:
    """A reader who has an older head finds its tiles, whatever came after."""
    tree = HashTree()
    for each in OWN[:size]:
        tree.push(leaf_hash(each))
    for tile in tree.tiles_since(0):
        assert serve(store, f"log/{tile.name.path}") == tile.data
    width = size % 256
    bundle = served(store, f"log/tile/entries/{size // 256:03d}.p/{width}")
    assert read_bundle(bundle, width) == tuple(OWN[size - width : size])


def test_full_tiles(store: Store) -> None:
    """A full bundle and a full tile have no width in their path."""
    assert read_bundle(served(store, "log/tile/entries/000"), 256) == tuple(OWN[:256])
    assert served(store, "log/tile/0/000")[:32] == leaf_hash(OWN[0])
    assert len(served(store, "log/tile/1/000.p/1")) == 32


@pytest.mark.parametrize(
    "path",
    [
        "",
        "log",
        "log/",
        "/log/checkpoint",
        "log//checkpoint",
        "log/checkpoint/",
        "log/checkpoint\n",
        "log/../log/checkpoint",
        "log/./checkpoint",
        "LOG/checkpoint",
        "log/tile/0/0",
        "log/tile/0/000.p/0",
        "log/tile/0/000.p/256",
        "log/tile/0/000.p/044",
        "log/tile/00/000",
        "log/tile/64/000",
        "log/tile/0/x000/000",
        "log/tile/0/x001/x234/067",
        "log/tile/0/" + "x999/" * 30 + "999",
        "log/tile/0/" + "x999/" * 4000 + "999",
        "log/tile/63/000.p/1",
        "log/tile/0/001",
        "log/tile/entries/001",
        "log/tile/entries/001.p/45",
        "log/tile/-1/000",
        "log/tile/0/\u0660\u0660\u0660",
        "log/head/05",
        "log/head/-1",
        "log/head/" + "9" * 30,
        "blob/" + "0" * 64,
        "blob/" + "A" * 64,
        "blob/../genesis.json",
        "mirror/" + "0" * 64 + "/checkpoint",
        "mirror/checkpoint",
        f"mirror/{origin_hash(HU).upper()}/checkpoint",
        "genesis.json/..",
        "keys/RO/log.pem",
        "record.sqlite",
    ],
)
def test_anything_else_is_not_here(store: Store, path: str) -> None:
    """A path has one spelling, and leads nowhere beside the record."""
    assert serve(store, path) is None


def test_a_new_head_is_served_at_once(tmp_path: Path) -> None:
    """Nothing of a growing log is remembered from an earlier answer."""
    keys = {RO: key("RO", "log")}
    path = tmp_path / "record.sqlite"
    with SqliteRecords(path, keys) as other, SqliteRecords(path) as records:
        store = Store.over(records, GENESIS, "RO")
        for number in range(3):
            other.append(RO, [leaf("RO", number)], [BLOB])
            assert read_head(served(store, "log/checkpoint"))[0].size == number + 1


def test_a_log_in_its_second_epoch(tmp_path: Path) -> None:
    """The own log is the newest one; the lost one stays to be read under its hash."""
    second = RO.removesuffix("1") + "10"
    keys = {origin: key("RO", "log") for origin in (RO, second, RO.removesuffix("1") + "2")}
    with SqliteRecords(tmp_path / "record.sqlite", keys) as records:
        store = Store.over(records, GENESIS, "RO")
        assert serve(store, "log/checkpoint") is None
        assert serve(store, f"mirror/{origin_hash(RO)}/checkpoint") is None
        for origin in keys:
            said = replace(statement("RO"), log=origin)
            records.append(origin, [signed(said, [key("RO", "author-1")])])
        assert read_head(served(store, "log/checkpoint"))[0].origin == second
        old = served(store, f"mirror/{origin_hash(RO)}/checkpoint")
        assert read_head(old)[0].origin == RO


def test_no_note_grows_beyond_what_a_reader_takes(tmp_path: Path) -> None:
    """Lines are served as long as they fit; a note is at most 262,144 bytes."""
    rows = [(RO, 1, f"a/{n}", 6, 1, bytes(4) + bytes([n]) * 4000) for n in range(90)]
    with SqliteRecords(tmp_path / "record.sqlite", {RO: key("RO", "log")}) as records:
        records.append(RO, OWN[:1], [BLOB])
        records.db.executemany("INSERT INTO cosig VALUES(?,?,?,?,?,?)", rows)
        data = served(Store.over(records, GENESIS, "RO"), "log/checkpoint")
    assert 250_000 < len(data) <= 262_144
    assert len(read_note(data).signatures) > 40


def test_what_never_changes() -> None:
    """Full tiles, full bundles and blobs may be kept by a cache for ever; heads may not."""
    assert is_fixed("blob/" + "0" * 64)
    assert is_fixed("log/tile/entries/000")
    assert not is_fixed("log/tile/entries/000.p/4")
    assert not is_fixed("log/checkpoint")


def test_no_tile_is_asked_for_by_a_name_that_is_not_there() -> None:
    """The reader of paths is the record's own: one spelling for writer and reader."""
    assert read_tile_path("tile/0/x001/x234/067").index == 1_234_067


def test_a_near_peer_answers_like_a_far_one(store: Store) -> None:
    """With its clock, with a limit, and it hears hints."""
    heard: list[str] = []
    peer = NearPeer("RO", lambda path: serve(store, path), lambda: NOW, lambda: heard.append("RO"))
    got = peer.get("log/checkpoint", 10_000)
    assert (peer.name, got.data, got.date) == ("RO", serve(store, "log/checkpoint"), NOW)
    assert peer.get("log/head/999", 10).data is None
    with pytest.raises(SourceError, match="E-OVERSIZE"):
        peer.get("log/checkpoint", 100)
    peer.hint()
    assert heard == ["RO"]
    silent = NearPeer("HU", lambda path: None)
    silent.hint()
    assert silent.get("log/checkpoint", 10).date is None
