"""Pulling one log: catching up, changes of keys, attachments, and every kind of rubbish."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.network_world import Between, Node, World, origin
from tests.record_samples import flip, key, statement

from overflight.adapters.node.wire import Store, serve
from overflight.adapters.store.heads import sign_head
from overflight.desk import attach, signed
from overflight.desk.network import pull_log, run_round
from overflight.desk.network.sources import HeadTiles, own_log
from overflight.errors import RecordError
from overflight.record import (
    KEYS_SET,
    Checkpoint,
    Declined,
    Gone,
    Key,
    KeyUse,
    Round,
    Why,
    key_id,
    leaf_hash,
    pop_message,
    read_envelope,
    read_fork,
    read_genesis_body,
    read_head,
    read_statement,
    regime_id,
    spki_of_public,
    tree_root,
    write_key_set,
)

HU = origin("HU")
ROOTS = [key("HU", f"root-{n}") for n in (1, 2, 3)]
Lie = Callable[[str, bytes | None], bytes | None]


@pytest.fixture
def world() -> World:
    """Return four parties that have just been founded."""
    return World()


def seen(world: World, lie: Lie = lambda _, data: data) -> Between:
    """Return HU's node as RO sees it."""
    peer = world.between("RO", "HU")
    peer.lie = lie
    return peer


def codes(world: World, lie: Lie = lambda _, data: data) -> list[str]:
    """Return what went wrong in a round of RO with HU alone."""
    return [o.code for o in run_round(world.node("RO").desk, [seen(world, lie)]).outcomes]


def key_change(node: Node, old: str, new: str) -> bytes:
    """Return a statement by which a party's log changes its key."""
    leaf = next(iter(node.records.entries(node.origin)))
    first = read_genesis_body(read_statement(read_envelope(leaf).payload).body)[1]
    signer = key(node.party, new)
    kid = key_id(signer.public)
    pop = signer.sign(pop_message(regime_id(node.document), node.party, "log", kid))
    named = Key(KeyUse.LOG, "ed25519", spki_of_public(signer.public), (), pop)
    others = tuple(k for k in first.keys if k.use is not KeyUse.LOG)
    last = node.changes[-1] if node.changes else leaf
    keys = replace(
        first,
        version=2 + len(node.changes),
        prev=leaf_hash(last).hex(),
        keys=(*others, named),
        gone=tuple(Gone(key_id(key(node.party, k).public), Why.ROTATED, 0) for k in (old,)),
    )
    said = replace(
        statement(node.party, 5000 + len(node.changes)), type=KEYS_SET, body=write_key_set(keys)
    )
    change = signed(said, ROOTS[:2])
    node.changes.append(change)
    return change


def rotate(node: Node, old: str, new: str) -> None:
    """Change the key of a log: the first head under the new key is signed by both."""
    node.rekey(key(node.party, old), key(node.party, new))
    node.records.append(node.origin, [key_change(node, old, new)])
    node.rekey(key(node.party, new))


def test_a_log_in_pieces(world: World) -> None:
    """More than two bundles are taken tile by tile, from wherever this node stands."""
    for count in (100, 700, 3, 513, 5000):
        world.say("HU", count)
        assert codes(world) == []
        assert world.node("RO").cosigned("HU") == world.node("HU").held("HU")


def test_what_came_before_a_power_cut_stays(world: World) -> None:
    """Entries are kept as they come; what was kept is not asked for again."""
    world.say("HU", 2000)
    peer = seen(world)

    def dies(path: str, data: bytes | None) -> bytes | None:
        return None if path == "log/tile/entries/005" else data

    node = world.node("RO")
    big = [o.code for o in run_round(node.desk, [seen(world, dies)]).outcomes]
    assert big == ["E-BUNDLE"]
    node.mirror.take_in(
        HU,
        node.held("HU"),
        list(world.node("HU").records.entries(HU))[: 1280 - node.held("HU")],
        (),
    )
    node.open()
    assert run_round(node.desk, [peer]).outcomes == []
    assert not any(
        path.startswith("log/tile/entries/00") and path < "log/tile/entries/005"
        for path in peer.asked
    )
    assert node.cosigned("HU") == 2001


def test_partial_tiles_that_are_gone(world: World) -> None:
    """A log that grew past a tile may serve the full one; its beginning is what was meant."""
    world.say("HU", 255 * 3)
    old = world.node("HU").records.checkpoint(HU)
    world.say("HU", 600)

    def grown(path: str, data: bytes | None) -> bytes | None:
        if path == "log/checkpoint":
            return old
        return None if ".p/" in path and "tile/1/" not in path else data

    assert codes(world, grown) == []
    assert world.node("RO").cosigned("HU") == 766


def test_a_log_key_changed_while_away(world: World) -> None:
    """The head at the change bears both signatures; it is asked for and cosigned on the way."""
    node = world.node("HU")
    codes(world)
    for old, new in (("log", "log-b"), ("log-b", "log-c")):
        world.say("HU", 2)
        rotate(node, old, new)
        world.say("HU", 2)
    assert codes(world) == []
    mine = world.node("RO")
    assert mine.cosigned("HU") == 11
    assert [read_head(note)[0].size for note in mine.records.heads(HU)] == [1, 4, 9, 11]
    assert [row[0] for row in mine.desk.keys.log_keys(HU).since] == [0, 3, 8]
    mine.open()
    assert [row[0] for row in mine.desk.keys.log_keys(HU).since] == [0, 3, 8]


def test_a_key_change_that_the_old_key_did_not_sign(world: World) -> None:
    """Nobody moves a log to a new key without whoever held the old one."""
    node = world.node("HU")
    codes(world)
    node.rekey(key("HU", "log-b"))
    node.records.append(HU, [key_change(node, "log", "log-b")])
    assert codes(world) == ["E-HEADSIG"]
    assert world.node("RO").held("HU") == 1


def test_a_change_whose_head_is_not_served(world: World) -> None:
    """Without the head at the change nothing is believed; another peer may have it."""
    codes(world)
    rotate(world.node("HU"), "log", "log-b")
    world.round("CA")
    world.say("HU")
    hidden = lambda path, data: None if "/head/" in path else data  # noqa: E731 - one line
    assert codes(world, hidden) == ["E-HEADSIG"]
    noise = lambda path, data: b"noise" if "/head/" in path else data  # noqa: E731 - one line
    assert codes(world, noise) == ["E-HEADSIG"]
    other = world.node("US").records.checkpoint(origin("US"))
    foreign = lambda path, data: other if "/head/" in path else data  # noqa: E731 - one line
    assert codes(world, foreign) == ["E-HEADSIG"]
    report = world.round("RO", [seen(world, hidden), world.between("RO", "CA")])
    assert world.node("RO").cosigned("HU") == 2
    assert [o.code for o in report.outcomes] == ["E-HEADSIG"]


def test_a_hand_over_that_its_entries_deny(world: World) -> None:
    """A head signed by the old key alone over a change of keys is kept and not cosigned."""
    node = world.node("HU")
    node.rekey(key("HU", "log"))
    node.records.append(HU, [key_change(node, "log", "log-b")])
    assert codes(world) == ["E-HEADSIG"]
    assert world.node("RO").held("HU") == 2
    assert world.node("RO").cosigned("HU") == 0
    assert len(world.node("RO").mirror.held(HU).claimed) == 1


def named(world: World, blob: bytes) -> None:
    """Let HU say something with an attachment."""
    node = world.node("HU")
    node.count += 1
    said = replace(statement("HU", node.count), att=(attach(blob, "a/b"),))
    node.records.append(HU, [signed(said, [key("HU", "author-1")])], [blob])


def test_attachments_come_before_a_cosignature(world: World) -> None:
    """A mirror that cosigns holds every attachment, too; what is missing is asked for again."""
    named(world, b"blob")
    mine = world.node("RO")
    hidden = lambda path, data: None if path.startswith("blob") else data  # noqa: E731 - one line
    assert codes(world, hidden) == ["E-BLOB"]
    other = lambda path, data: b"other" if path.startswith("blob") else data  # noqa: E731
    assert codes(world, other) == ["E-BLOB"]
    assert (mine.held("HU"), mine.cosigned("HU")) == (2, 0)
    assert codes(world) == []
    assert mine.cosigned("HU") == 2


def garbled(what: str, how: Callable[[bytes], bytes | None]) -> Lie:
    """Return a lie about all paths that hold a word."""
    return lambda path, data: how(data) if data and what in path else data


@pytest.mark.parametrize("count", [3, 900])
@pytest.mark.parametrize(
    ("how", "code"),
    [
        (lambda _: None, "E-BUNDLE"),
        (lambda data: data[:-1], "E-BUNDLE"),
        (lambda data: data + b"\0\0", "E-BUNDLE"),
        (lambda data: data * 2, "E-BUNDLE"),
        (lambda _: b"", "E-BUNDLE"),
        (lambda data: flip(data, 40), "E-ROOT"),
    ],
)
def test_bundles_that_are_not_the_ones_meant(
    world: World, count: int, how: Callable[[bytes], bytes | None], code: str
) -> None:
    """Cut off, too long, doubled, empty or changed: nothing of them is kept."""
    world.say("HU", count)
    assert codes(world, garbled("entries", how)) == [code]
    assert world.node("RO").held("HU") == 0
    assert codes(world) == []


@pytest.mark.parametrize(
    ("how", "code"),
    [
        (lambda _: None, "E-TILE"),
        (lambda data: data[:-1], "E-TILE"),
        (lambda data: data + data, "E-TILE"),
    ],
)
def test_tiles_that_are_no_tiles(
    world: World, how: Callable[[bytes], bytes | None], code: str
) -> None:
    """A tile has the length its name says."""
    world.say("HU", 900)
    assert codes(world, garbled("tile/0/", how)) == [code]


@pytest.mark.parametrize("where", ["tile/1/", "tile/0/000", "tile/0/003"])
def test_tiles_that_do_not_lead_to_the_root(world: World, where: str) -> None:
    """Every hash is held to the root before it is believed."""
    world.say("HU", 900)
    assert codes(world, garbled(where, flip)) in (["E-ROOT"], ["E-TILE"])
    assert world.node("RO").held("HU") == 0


def test_few_tiles_are_kept_of_a_long_log(world: World) -> None:
    """Memory does not grow with the log: a tile that was forgotten is fetched again."""
    world.say("HU", 256 * 70)
    peer = seen(world)
    head = read_head(world.node("HU").records.checkpoint(HU) or b"")[0]
    tiles = HeadTiles(head, own_log(peer, HU).tile)
    node = world.node("HU").mirror.held(HU).node
    for number in (*range(70), 0):
        assert tiles.hashes(number)[0] == node(0, number * 256)
    assert len([path for path in peer.asked if path == "log/tile/0/000"]) == 2
    assert tree_root(300, tiles.node) == tree_root(300, node)


def huge(size: int) -> bytes:
    """Return a head of HU's log that claims any size."""
    return sign_head(Checkpoint(HU, size, b"x" * 32), key("HU", "log"))


@pytest.mark.parametrize("size", [20_000, 2**62])
def test_endless_claims(world: World, size: int) -> None:
    """Nobody downloads for ever because a head says so; the next head is not affected."""
    claim = huge(size)
    peer = seen(world, lambda path, data: claim if path == "log/checkpoint" else data)
    outcomes = run_round(world.node("RO").desk, [peer]).outcomes
    assert [o.code for o in outcomes] == ["E-FLOOD"]
    assert len(peer.asked) < 200
    assert codes(world) == []


def test_a_head_nobody_signed(world: World) -> None:
    """A good head in which anything was changed is signed by nobody."""
    world.say("HU", 9)

    def resized(path: str, data: bytes | None) -> bytes | None:
        return data and data.replace(b"\n10\n", b"\n11\n") if path == "log/checkpoint" else data

    assert codes(world, resized) == ["E-HEADSIG"]
    assert world.node("RO").cosigned("HU") == 10
    assert world.node("RO").mirror.proofs() == ()


def fork(world: World, leaves: list[bytes], by: str = "log") -> Lie:
    """Return a lie that shows another history of HU's log, whole and well served."""
    other = World()
    node = other.node("HU")
    node.records = type(node.records)({HU: key("HU", by)})
    node.records.append(HU, leaves)
    node.mirror = type(node.mirror)(node.records)
    store = Store.over(node.records, node.document, "HU", node.mirror)
    return lambda path, data: serve(store, path) if path.startswith("log/") else data


@pytest.mark.parametrize("more", [0, 1, 5, 700])
def test_another_history_is_proven(world: World, more: int) -> None:
    """An owner that shows another history is caught by the next pull, with the proof."""
    world.say("HU", 5)
    assert codes(world) == []
    node = world.node("HU")
    leaves = [*list(node.records.entries(HU))[:3], *(node.leaf() for _ in range(3 + more))]
    assert codes(world, fork(world, leaves)) == ["E-FORK"]
    (evidence,) = world.node("RO").mirror.proofs()
    assert read_fork(evidence).origin == HU
    assert world.node("RO").cosigned("HU") == 6
    world.say("HU")
    assert codes(world) == ["E-FROZEN"]


def test_another_history_while_pulling_is_proven(world: World) -> None:
    """What was signed over entries taken in and not yet cosigned cannot be taken back either."""
    codes(world)
    named(world, b"held back")
    world.say("HU", 3)
    assert codes(world, garbled("blob", lambda _: None)) == ["E-BLOB"]
    node = world.node("HU")
    leaves = [*list(node.records.entries(HU))[:1], *(node.leaf() for _ in range(7))]
    assert codes(world, fork(world, leaves)) == ["E-FORK"]
    assert world.node("RO").mirror.held(HU).frozen


def test_a_smaller_history_while_pulling(world: World) -> None:
    """A head smaller than the entries taken in, of another history, is caught as well."""
    codes(world)
    named(world, b"held back")
    world.say("HU", 5)
    assert codes(world, garbled("blob", lambda _: None)) == ["E-BLOB"]
    node = world.node("HU")
    leaves = [*list(node.records.entries(HU))[:1], *(node.leaf() for _ in range(3))]
    found = codes(world, fork(world, leaves))
    assert found == ["E-FORK"]


def test_rubbish_is_no_proof(world: World) -> None:
    """Tiles that lead to a root nobody could extend accuse nobody."""
    world.say("HU", 5)
    codes(world)
    node = world.node("HU")
    leaves = [*list(node.records.entries(HU))[:3], *(node.leaf() for _ in range(9))]
    assert codes(world, fork(world, leaves, by="mirror")) == ["E-HEADSIG"]
    claim = huge(12)
    found = codes(world, lambda path, data: claim if path == "log/checkpoint" else data)
    assert found == ["E-BUNDLE"]
    assert world.node("RO").mirror.proofs() == ()


def test_a_pull_of_the_wrong_log(world: World) -> None:
    """The caller says which log it wants; another one is not taken in its place."""
    source = own_log(seen(world), origin("US"))
    note = world.node("HU").records.checkpoint(HU) or b""
    answer = pull_log(world.node("RO").desk, source, note, Round(0))
    assert isinstance(answer, Declined)
    assert answer.code == "E-ORIGIN"


def test_more_changes_of_keys_than_a_round_follows(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A log that changes its keys without end is followed some steps at a time."""
    monkeypatch.setattr("overflight.desk.network.pulling._MOST_STEPS", 1)
    codes(world)
    for old, new in (("log", "log-b"), ("log-b", "log-c")):
        rotate(world.node("HU"), old, new)
    world.say("HU")
    assert codes(world) == ["E-HEADSIG"]
    assert world.node("RO").cosigned("HU") == 2
    with pytest.raises(RecordError, match="E-NOTE"):
        pull_log(world.node("RO").desk, own_log(seen(world), HU), b"", Round(0))
