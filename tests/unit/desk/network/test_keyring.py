"""Keys as the logs name them: the same as the full check says, entry by entry, in every epoch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.network_world import FOUR, World, origin
from tests.record_samples import key, statement

from overflight.desk import Signer, signed
from overflight.desk.network import Memory
from overflight.record import (
    KEYS_SET,
    LOG_SUCCEEDED,
    RE_ENROLLED,
    RE_ENROLMENT_ASSENTED,
    RE_ENROLMENT_STATED,
    Assent,
    Json,
    Key,
    KeySet,
    KeyUse,
    Reference,
    Succession,
    check_record,
    key_id,
    key_set_hash,
    key_sets_in,
    leaf_hash,
    log_keys_of,
    mirror_roster,
    pop_message,
    read_envelope,
    read_genesis,
    read_genesis_body,
    read_head,
    read_statement,
    regime_id,
    spki_of_public,
    write_assent,
    write_key_set,
    write_succession,
)

HU, HU2, HU3 = (origin("HU", epoch) for epoch in (1, 2, 3))
ROOTS = [key("HU", f"root-{n}") for n in (1, 2, 3)]


@pytest.fixture
def world() -> World:
    """Return four parties that hold each other's logs and have cosigned them."""
    world = World()
    world.say("HU", 3)
    world.rounds(2)
    return world


def first_set(world: World) -> tuple[KeySet, str]:
    """Return HU's first key set, and the hash of the entry it stands in."""
    leaf = next(iter(world.node("HU").records.entries(HU)))
    body = read_statement(read_envelope(leaf).payload).body
    return read_genesis_body(body)[1], leaf_hash(leaf).hex()


def named(world: World, signer: Signer, use: KeyUse, *roles: str) -> Key:
    """Return a key of HU with its proof of possession."""
    kid = key_id(signer.public)
    pop = signer.sign(pop_message(regime_id(world.node("HU").document), "HU", use, kid))
    return Key(use, "ed25519", spki_of_public(signer.public), roles, pop)


def put(
    world: World,
    party: str,
    kind: str,
    body: dict[str, Json],
    by: Sequence[Signer],
    **changed: object,
) -> Reference:
    """Let a party say something of the record's own kinds."""
    node = world.node(party)
    node.count += 1
    said = replace(statement(party, node.count, body), type=kind, **changed)  # type: ignore[arg-type]
    return node.records.append(said.log, [signed(said, by)])[0]


def agree(world: World, party: str = "RO") -> None:
    """Hold the keyring of a node to the full check of everything it holds."""
    node = world.node(party)
    leaves = {o: tuple(node.records.entries(o)) for o in node.records.origins()}
    heads = {o: node.records.heads(o) for o in leaves}
    checked = check_record(node.document, leaves, heads=heads)
    sets = {o: key_sets_in(c for c in checked if c.ref.o == o) for o in leaves}
    for remembering in (True, False):
        for log in leaves:
            assert node.desk.keys.log_keys(log) == log_keys_of(log, sets[log]), (log, remembering)
        by_party = {
            p: [k for o in sorted(sets) if f"/{p.lower()}/" in o for _, k in sets[o]] for p in FOUR
        }
        assert node.desk.keys.roster() == mirror_roster(read_genesis(node.document), by_party)
        node.desk.forget()


def test_keys_of_logs_nobody_holds_yet() -> None:
    """Before any entry is held, the genesis document says who signs."""
    keys = World().node("RO").desk.keys
    assert [k.public for k in keys.log_keys(HU).at(5)] == [key("HU", "log").public]
    assert keys.log_keys(HU2).since == ()
    assert (keys.newest("HU"), keys.logs_of("HU")) == (HU, (HU,))
    assert keys.is_log(HU2)
    assert not keys.is_log("elsewhere/log/hu/1")


def test_a_founded_regime(world: World) -> None:
    """The keyring says what the full check says."""
    agree(world)
    assert isinstance(world.node("RO").desk.memory, Memory)


def test_key_sets_as_they_come(world: World) -> None:
    """Each entry is looked at once; what cannot stand moves nothing."""
    first, entry = first_set(world)
    spare = named(world, key("HU", "mirror-b"), KeyUse.MIRROR)
    second = replace(first, version=2, prev=entry, keys=(*first.keys, spare))
    author = [key("HU", "author-1")]
    put(world, "HU", KEYS_SET, write_key_set(second), author)
    put(world, "HU", KEYS_SET, write_key_set(second), [key("RO", "root-1"), key("RO", "root-2")])
    put(world, "HU", KEYS_SET, write_key_set(second), ROOTS[:1])
    world.rounds(1)
    agree(world)
    assert len(world.node("RO").desk.keys.roster()["HU"]) == 1
    put(world, "HU", KEYS_SET, write_key_set(second), ROOTS[:2])
    world.rounds(1)
    agree(world)
    assert len(world.node("RO").desk.keys.roster()["HU"]) == 2


def test_a_key_set_under_an_id_used_before(world: World) -> None:
    """It is void, also where the id was used by an entry no keyring reads."""
    first, entry = first_set(world)
    second = replace(first, version=2, prev=entry)
    node = world.node("HU")
    node.records._ids.clear()  # this log's owner does not look for ids used before
    used = statement("HU", 1)
    said = replace(used, type=KEYS_SET, body=write_key_set(second))
    node.records.append(HU, [signed(said, ROOTS[:2])])
    world.rounds(1)
    agree(world)
    assert len(world.node("RO").desk.keys.log_keys(HU).since) == 1


def test_noise_in_a_log(world: World) -> None:
    """What is no statement names no key."""
    node = world.node("HU")
    payload = b'{"type":"record.noise'
    noise = [
        b"",
        b"noise",
        b'{"payload":"AAA"',
        b'{"payload":"' + __import__("base64").b64encode(payload) + b'"',
    ]
    node.records.take(HU, noise, ())
    node.say()
    world.rounds(1)
    agree(world)
    assert world.node("RO").cosigned("HU") == 9


def succession(world: World, size: int = 4, **changed: object) -> Succession:
    """Return how HU's log goes on after a head."""
    first, entry = first_set(world)
    leaves = list(world.node("HU").records.entries(HU))
    from overflight.record import merkle_root

    second = replace(first, version=2, prev=entry, **changed)  # type: ignore[arg-type]
    return Succession(HU, size, merkle_root(leaves[:size]).hex(), second)


def begin(
    world: World,
    follows: Succession,
    by: Sequence[Signer],
    *,
    kind: str = LOG_SUCCEEDED,
    re: tuple[Reference, ...] = (),
) -> None:
    """Begin the next log of HU."""
    world.node("HU").records._log_keys[HU2] = key("HU", "log")
    put(world, "HU", kind, write_succession(follows), by, log=HU2, re=re)


def test_a_log_that_follows_another(world: World) -> None:
    """It is found at its owner, held to the last head cosigned before, and pulled from then on."""
    begin(world, succession(world), ROOTS[:2])
    reports = world.rounds(2)
    assert [o for report in reports for o in report.outcomes] == []
    assert world.node("RO").desk.keys.newest("HU") == HU2
    assert world.node("RO").desk.keys.logs_of("HU") == (HU, HU2)
    assert read_head(world.node("RO").mirror.held(HU2).last or b"")[0].size == 1
    agree(world)


def test_a_new_log_is_found_at_others_where_its_owner_is_away(world: World) -> None:
    """Any mirror may serve any log, also one nobody told this node of."""
    begin(world, succession(world), ROOTS[:2])
    world.visit("CA", "HU")
    peers = [world.between("RO", other) for other in ("US", "CA")]
    world.round("RO", peers)
    assert world.node("RO").desk.keys.newest("HU") == HU2


def test_a_log_that_follows_another_head(world: World) -> None:
    """A party cannot drop what others hold: nothing of the new log is taken."""
    begin(world, succession(world, 3), ROOTS[:2])
    report = world.round("RO")
    assert [(o.origin, o.code) for o in report.outcomes] == [(HU, "E-HEADSIG")]
    assert world.node("RO").mirror.held(HU2).size == 0


def test_a_new_log_without_a_log_before(world: World) -> None:
    """An epoch is not skipped, and a party does not begin at the second one."""
    node = world.node("HU")
    node.records._log_keys[HU3] = key("HU", "log")
    put(world, "HU", LOG_SUCCEEDED, write_succession(succession(world)), ROOTS[:2], log=HU3)
    report = world.round("RO")
    assert [(o.origin, o.code) for o in report.outcomes] == [(HU, "E-ORIGIN")]
    fresh = World()
    assert fresh.node("RO").desk.keys.keys_begun(HU2, b"noise").since == ()


def test_a_party_comes_back(world: World) -> None:
    """A depositary's statement and everybody's assent let new root keys begin a log."""
    back = [key("HU", f"back-{n}") for n in (1, 2, 3)]
    follows = succession(world, root=tuple(k.public for k in back))
    for party in ("CA", "RO", "US"):
        world.say(party)
    assent = write_assent(Assent("HU", HU2, key_set_hash(follows.keys)))
    said = [
        put(world, p, RE_ENROLMENT_ASSENTED, assent, [key(p, "author-1")])
        for p in ("CA", "RO", "US")
    ]
    said.append(put(world, "CA", RE_ENROLMENT_STATED, assent, [key("CA", "author-1")]))
    begin(world, follows, back[:2], kind=RE_ENROLLED, re=tuple(said))
    world.rounds(2)
    # Nobody is a depositary in this regime, so it cannot stand; everybody says so alike.
    assert world.node("RO").mirror.held(HU2).size == 0
    keys = world.node("RO").desk.keys
    assert keys._assent(said[0]) is not None
    assert keys._assent(replace(said[0], i=0)) is None
    assert keys._assent(Reference("elsewhere/log/x/1", 0, "0" * 64)) is None
