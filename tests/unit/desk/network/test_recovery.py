"""Others are asked before a node signs, and a log is found again in what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import pytest
from tests.mirror_samples import cosigned, head_over, keys_of, mirror_key
from tests.record_samples import HU, RO, key, put, rehearsed, statement

from overflight.adapters.node.near_peer import NearPeer
from overflight.desk.network.ports import Got
from overflight.desk.network.recovery import (
    Asked,
    Source,
    Start,
    StartCheck,
    ask_heads,
    check_start,
    mirrors_at_start,
    mirrors_needed,
)
from overflight.desk.network.refinding import (
    FoundLog,
    entries_left,
    fetch_blobs,
    find_log,
    lines_found,
)
from overflight.desk.network.reports import RecoveryForm, ShownHead, lacks_of
from overflight.desk.record import signed
from overflight.errors import SourceError
from overflight.record import (
    Attachment,
    AttachmentKind,
    LogKeys,
    bundle_names,
    leaf_hash,
    nodes_of,
    origin_hash,
    write_bundle,
)

LEAVES = [signed(statement("HU", n), [key("HU", "author-1")]) for n in range(300)]
PLACE = f"mirror/{origin_hash(HU)}"


def keys(leaves: Sequence[bytes]) -> LogKeys:
    """Return the one log key of the samples, once there are entries."""
    return keys_of(HU) if leaves else LogKeys(HU, ())


def shelf(leaves: Sequence[bytes], note: bytes | None = None) -> dict[str, bytes]:
    """Return what a mirror serves of a log."""
    files = {f"{PLACE}/checkpoint": note or head_over(HU, leaves)}
    for name in bundle_names(len(leaves)):
        start = name.index * 256
        files[f"{PLACE}/{name.path}"] = write_bundle(leaves[start : start + name.width])
    return files


def source(party: str, files: dict[str, bytes]) -> Source:
    """Return a mirror that serves some files."""
    return Source(party, NearPeer(party, files.get))


class Dead:
    """A peer that cannot be reached, or only at first."""

    def __init__(self, name: str, files: dict[str, bytes] | None = None) -> None:
        self.name = name
        self._files = files or {}

    def get(self, path: str, most: int) -> Got:
        """Answer with a file that is known; else fail."""
        if path in self._files:
            return Got(self._files[path][:most])
        raise SourceError("E-PEER", where=path, expected="an answer", found="none", remedy="Wait.")

    def hint(self) -> None:
        """Do nothing."""


@pytest.mark.parametrize(
    ("parties", "needed", "first"), [(1, 0, 0), (2, 1, 1), (4, 3, 2), (34, 23, 12)]
)
def test_how_many_are_asked(parties: int, needed: int, first: int) -> None:
    """A quorum before a lost log goes on; at every start enough that one of them is honest."""
    assert (mirrors_needed(parties), mirrors_at_start(parties)) == (needed, first)


def test_asking_tells_who_showed_what() -> None:
    """Heads, silence and emptiness are three different answers."""
    broken = source("PL", {f"{PLACE}/checkpoint": b"no note"})
    empty, dead = source("DE", {}), Source("FR", Dead("FR"))
    good = source("RO", shelf(LEAVES[:2]))
    asked = ask_heads([broken, empty, dead, good], HU)
    assert [shown.source.party for shown in asked.shown] == ["RO"]
    assert [(s.name, s.code) for s in asked.silent] == [("PL", "E-NOTE"), ("FR", "E-PEER")]
    assert asked.nothing == ("DE",)


def test_the_owner_is_asked_for_its_own_log() -> None:
    """A log's owner may serve it as its own only; a head of another log is none of this one."""
    owner = source("HU", {"log/checkpoint": head_over(HU, LEAVES[:2])})
    assert ask_heads([owner], HU).shown[0].head.size == 2
    other = source("HU", {"log/checkpoint": head_over(RO, LEAVES[:2])})
    assert ask_heads([other], HU).nothing == ("HU",)


def checked(asked: Asked, held: Sequence[bytes], parties: int = 4) -> StartCheck:
    """Return what a node that holds some entries learns at its start."""
    node = nodes_of([leaf_hash(leaf) for leaf in held])
    own = head_over(HU, held) if held else None
    return check_start(asked, own, node, keys_of(HU), parties)


def asked_of(*files: dict[str, bytes]) -> Asked:
    """Return what mirrors answer, one after the other."""
    parties = ["DE", "FR", "PL", "RO"]
    return ask_heads([source(parties[n], each) for n, each in enumerate(files)], HU)


def test_a_start_is_sound_where_enough_hold_no_more() -> None:
    """Smaller heads and empty mirrors are no reason to wait; too few answers are one."""
    answer = checked(asked_of(shelf(LEAVES[:2]), {}), LEAVES[:3])
    assert (answer.start, answer.answered, answer.needed) == (Start.SOUND, ("DE", "FR"), 2)
    assert checked(asked_of(shelf(LEAVES[:3])), LEAVES[:3]).start is Start.WAITING


def test_a_larger_head_of_ones_own_stops_the_node() -> None:
    """Whoever was set back as a whole finds out before it signs: one honest mirror is enough."""
    answer = checked(asked_of(shelf(LEAVES[:4]), {}, {}), LEAVES[:3])
    assert answer.start is Start.RECOVERING
    assert "DE holds 4 entries" in answer.why


def test_another_head_of_ones_own_is_a_fork() -> None:
    """Where its own key signed another history, the proof of it is kept."""
    answer = checked(asked_of(shelf(LEAVES[5:8])), LEAVES[:3])
    assert answer.start is Start.RECOVERING
    assert answer.evidence is not None
    other = checked(asked_of(shelf(LEAVES[5:8], head_over(HU, LEAVES[5:7]))), LEAVES[:3])
    assert other.evidence is not None


def test_a_fork_against_nothing_held_has_no_proof() -> None:
    """Without a head of one's own a larger one is what was lost, not a fork."""
    answer = checked(asked_of(shelf(LEAVES[:1])), ())
    assert (answer.start, answer.evidence) == (Start.RECOVERING, None)


def test_liars_cannot_stop_a_node() -> None:
    """A head nobody signed counts for nothing, unless more say so than can be lying."""
    forged = head_over(HU, LEAVES[:9], key("RO", "log"))
    lie = shelf(LEAVES[:9], forged)
    assert checked(asked_of(lie, {}, {}), LEAVES[:3]).start is Start.SOUND
    assert checked(asked_of(lie, lie, {}), LEAVES[:3]).start is Start.RECOVERING


def found(sources: Sequence[Source], held: Sequence[bytes] = ()) -> FoundLog:
    """Return the log found with these sources."""
    return find_log(sources, HU, held, keys)


def test_the_largest_head_is_found_with_its_entries() -> None:
    """Whoever holds most gives most; entries held here are not asked for again."""
    small, large = source("DE", shelf(LEAVES[:2])), source("RO", shelf(LEAVES))
    log = found([small, large])
    assert (log.size, list(log.leaves)) == (300, LEAVES)
    assert log.keepers == ("DE", "RO")
    tail = shelf(LEAVES)
    del tail[f"{PLACE}/tile/entries/000"]
    assert found([source("RO", tail)], LEAVES[:256]).size == 300


def test_entries_held_that_do_not_fit_are_fetched_anew() -> None:
    """What a backup holds is only a help: the head decides."""
    assert found([source("RO", shelf(LEAVES[:3]))], LEAVES[7:9]).leaves == tuple(LEAVES[:3])


def test_a_mirror_that_has_grown_still_gives_the_entries() -> None:
    """Between the head and the entries a partial bundle may have become a full one."""
    files = shelf(LEAVES[:256], head_over(HU, LEAVES[:200]))
    assert found([source("RO", files)]).size == 200


def test_a_head_nobody_signed_is_passed_over() -> None:
    """A liar can serve entries and a head that fit; it cannot sign them."""
    lie = source("DE", shelf(LEAVES[:9], head_over(HU, LEAVES[:9], key("RO", "log"))))
    log = found([lie, source("RO", shelf(LEAVES[:3]))])
    assert (log.size, log.unread, log.forks) == (3, (), ())


def test_a_head_without_its_entries_is_told() -> None:
    """A larger head under one's own signature may not be forgotten for lack of its entries."""
    files = {f"{PLACE}/checkpoint": head_over(HU, LEAVES[:5])}
    log = found([Source("PL", Dead("PL", files)), source("RO", shelf(LEAVES[:3]))])
    assert (log.size, [shown.head.size for shown in log.unread]) == (3, [5])
    assert found([source("PL", {**files})]).note is None


def test_two_histories_held_by_others_are_proven() -> None:
    """Where one's own key signed twice, nobody may go on in this log."""
    log = found([source("DE", shelf(LEAVES[:4])), source("RO", shelf(LEAVES[5:8]))])
    assert (log.size, len(log.forks)) == (4, 1)


def test_lines_over_heads_that_fit_come_back() -> None:
    """Cosignatures, one's own among them, are fetched back; those over another tree are not."""
    good = shelf(LEAVES[:3], cosigned(head_over(HU, LEAVES[:3]), ("HU", 5), ("RO", 6)))
    other = shelf(LEAVES[5:7], cosigned(head_over(HU, LEAVES[5:7]), ("RO", 7)))
    log = found([source("DE", good), source("FR", good), source("PL", other)])
    lines = lines_found(log, log.leaves, [mirror_key("HU"), mirror_key("RO")])
    assert [(size, line.name[-2:]) for size, line in lines] == [(3, "hu"), (3, "ro")]


def test_what_entries_name_is_fetched() -> None:
    """Attachments come from whoever has them, checked by their hash; the rest is named."""
    data = b"an attachment"
    digests = [sha256(each).hexdigest() for each in (data, b"held", b"nobody has this")]
    att = tuple(Attachment(d, 1, "text/plain", AttachmentKind.RECORD) for d in digests)
    record = rehearsed()
    put(record, "HU", att=att)
    leaves = list(record.desk.records.entries(HU))[1:]
    wrong = source("DE", {f"blob/{digests[0]}": b"other bytes"})
    right = source("RO", {f"blob/{digests[0]}": data})
    sources = [Source("PL", Dead("PL")), wrong, right]
    got = fetch_blobs(sources, leaves, lambda d: b"held" if d == digests[1] else None)
    assert got == ((data,), (digests[2],))


def test_entries_only_a_backup_holds_are_named() -> None:
    """Nothing acknowledged is dropped in silence."""
    assert entries_left(LEAVES[:4], LEAVES[:2]) == tuple(LEAVES[2:4])


def form(*keepers: str, parties: int = 4, size: int = 3, **more: object) -> RecoveryForm:
    """Return a recovery in which some mirrors have shown the log."""
    heads = tuple(ShownHead(party, party, size, "00") for party in keepers)
    made = RecoveryForm(1, "HU", HU, "0" * 32, "lost", parties, size, "00", heads)
    return RecoveryForm(**{**{f: getattr(made, f) for f in made.__slots__}, **more})


def test_an_officer_needs_a_quorum_of_mirrors() -> None:
    """Too few mirrors, an empty log and a problem each keep the node silent, and are named."""
    assert lacks_of(form("DE", "FR", "RO")) == ()
    assert lacks_of(form("DE", "FR")) == ("the log of HU from 3 mirrors, not only 2",)
    assert lacks_of(form("DE", "FR", "RO", problems=("E-FORK",))) == ("E-FORK",)
    assert "entries of this log: none were found" in lacks_of(form("DE", "FR", "RO", size=0))


def test_mirrors_that_are_gone_may_be_given_up_by_name() -> None:
    """An officer may go on without some, never without so many that no honest one is left."""
    assert lacks_of(form("DE", "FR"), ("RO",)) == ()
    assert lacks_of(form("DE"), ("FR", "RO")) == (
        "at least 2 mirrors that answer, whoever is given up",
    )
    assert lacks_of(form("DE", "FR"), ("HU", "DE")) != ()
