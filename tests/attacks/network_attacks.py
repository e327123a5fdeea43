"""Seeded attacks on a whole regime of nodes: by a log, by a mirror, by whoever stands between.

Every attack says what was done, whether the nodes told it and believed nothing of it, and whether
the stranger's checker accepts what is left as proof.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

from tests.attacks import strangers_checker as stranger
from tests.attacks.trust_world import Told
from tests.mirror_samples import head_over, mirror_signer
from tests.network_world import FOUR, Between, Node, World, origin
from tests.record_samples import flip, key, statement

from overflight.adapters.node.wire import Store
from overflight.adapters.store.heads import sign_head
from overflight.adapters.store.memory_mirror import MemoryMirror
from overflight.adapters.store.memory_record import MemoryRecords
from overflight.desk import attach, signed
from overflight.desk.network import Outcome, run_round
from overflight.record import (
    FORK_PROVEN,
    Checkpoint,
    ForkEvidence,
    ForkProven,
    cosign,
    merkle_root,
    origin_hash,
    read_head,
    read_note,
    with_lines,
    write_fork,
)
from overflight.record.forks import write_fork_proven

HU = origin("HU")
PUBLIC = key("HU", "log").public


class NetworkAttack:
    """One attack on four parties that hold some of HU's log.

    Args:
        seed: Decides everything.
    """

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - places, not secrets
        self.world = World()
        self.kept = self.chance.randrange(1, 7)
        self.world.say("HU", self.kept)
        self.leaves = list(self.world.node("HU").records.entries(HU))

    def run(self) -> Told:
        """Run the attack the seed chooses."""
        return self.chance.choice(KINDS)(self)

    def seen(self, by: str, whose: str, face: Node | None = None) -> Between:
        """Return a node as another one sees it, perhaps with another face."""
        peer = self.world.between(by, whose)
        if face is not None:
            peer.near = face.peer()
        return peer

    def face(self, *, alike: int | None = None) -> Node:
        """Return a second node of HU with another history of its log."""
        start = self.chance.randrange(len(self.leaves)) if alike is None else alike
        other = Node("HU", FOUR, self.world.clock)
        other.count = 700
        leaves = [*self.leaves[:start], *(other.leaf() for _ in range(self.chance.randrange(1, 9)))]
        other.records = MemoryRecords({HU: key("HU", "log")})
        for at in range(0, len(leaves), self.chance.randrange(1, 9)):
            other.records.append(HU, leaves[len(list(other.records.entries(HU))) : at + 1])
        other.records.append(HU, leaves[len(list(other.records.entries(HU))) :])
        other.mirror = MemoryMirror(other.records)
        other.store = Store.over(other.records, other.document, "HU", other.mirror)
        other.open()
        return other

    def honest(self, *parties: str) -> None:
        """Let nodes pull HU's log as it is."""
        for party in parties:
            report = self.world.round(party, [self.seen(party, "HU")])
            assert not report.outcomes, report.outcomes

    def outcomes(self, party: str, *peers: Between) -> list[Outcome]:
        """Return what went wrong in a round."""
        return self.world.round(party, peers).outcomes

    def _told(self, kind: str, found: list[Outcome], *codes: str, party: str = "US") -> Told:
        """Return an attack that must leave a proof."""
        mirror = self.world.node(party).mirror
        told = {o.code for o in found} <= {*codes, "E-FORK"} and any(o.alarm for o in found)
        proofs = mirror.proofs()
        proven = bool(proofs) and all(stranger.accepts(e, HU, PUBLIC) for e in proofs)
        return Told(kind, told and mirror.held(HU).frozen, proven)

    # By a log with its own key.

    def two_mirrors(self) -> Told:
        """Show two mirrors two histories; a third party compares what both publish."""
        self.world.round("CA", [self.seen("CA", "HU", self.face())])
        self.honest("US")
        found = self.outcomes("US", self.seen("US", "CA"))
        return self._told("two mirrors", found)

    def one_mirror(self) -> Told:
        """Show a mirror another history than before."""
        self.honest("US")
        found = self.outcomes("US", self.seen("US", "HU", self.face()))
        return self._told("one mirror", found)

    def hidden_branch(self) -> Told:
        """Show a mirror another history while its own peers serve the first one."""
        self.honest("CA", "US")
        self.world.round("RO", [self.seen("RO", "HU", self.face())])
        found = self.outcomes("US", self.seen("US", "CA"), self.seen("US", "RO"))
        return self._told("hidden branch", found)

    def own_elsewhere(self) -> Told:
        """Use a log's key elsewhere: its own node sees it at the first mirror it asks."""
        face = self.face()
        self.world.round("CA", [self.seen("CA", "HU", face)])
        found = self.outcomes("HU", self.seen("HU", "CA"))
        return self._told("own elsewhere", found, party="HU")

    def empty_root(self) -> Told:
        """Sign a head of size nought with a root the empty tree has not."""
        note = sign_head(Checkpoint(HU, 0, self.chance.randbytes(32)), key("HU", "log"))
        peer = self.seen("US", "HU")
        peer.lie = lambda path, data: note if path == "log/checkpoint" else data
        return self._told("empty root", self.outcomes("US", peer))

    def lying_mirror(self) -> Told:
        """Let a mirror cosign both histories: it stands beside the proof, and helps nobody."""
        face = self.face()
        self.honest("US")
        text = read_note(face.records.checkpoint(HU) or b"").text
        line = cosign(text, face.desk.now(), mirror_signer("CA"))
        note = with_lines(face.records.checkpoint(HU) or b"", [line])
        peer = self.seen("US", "HU", face)
        peer.lie = lambda path, data: note if path == "log/checkpoint" else data
        return self._told("lying mirror", self.outcomes("US", peer))

    # By somebody without the log's key.

    def _refused(self, kind: str, found: list[Outcome], *codes: str, proven: bool = True) -> Told:
        """Return an attack that must change nothing and accuse nobody."""
        node = self.world.node("US")
        last = node.mirror.held(HU).last
        leaves = list(self.world.node("HU").records.entries(HU))
        true = not last or read_head(last)[0].root == merkle_root(leaves[: read_head(last)[0].size])
        told = bool(found) and {o.code for o in found} <= set(codes) and true
        return Told(kind, told and not node.mirror.proofs(), proven)

    def replay(self) -> Told:
        """Replay an old head of the owner for ever."""
        old = self.world.node("HU").records.checkpoint(HU) or b""
        self.world.say("HU", self.chance.randrange(1, 5))
        self.honest("US")
        peer = self.seen("US", "HU")
        peer.lie = lambda path, data: old if path == "log/checkpoint" else data
        new = self.world.node("US").mirror.held(HU).last or b""
        heads = [stranger.signed_head(note, PUBLIC) for note in (old, new)]
        proven = None not in heads and heads[0][1] < heads[1][1]  # type: ignore[index]
        return self._refused("replay", self.outcomes("US", peer), "E-ROLLBACK", proven=proven)

    def spoilt_entries(self) -> Told:
        """Change, cut off, double or drop entries on their way, in bundles small and large."""
        self.world.say("HU", self.chance.choice((1, 3, 600)))
        how = self.chance.randrange(5)
        at = self.chance.random()

        def spoil(data: bytes) -> bytes | None:
            place = int(at * len(data))
            wrong = (flip(data, place), data[:place], data + data, None, data + data[:1])
            return wrong[how]

        peer = self.seen("US", "HU")
        peer.lie = lambda path, data: spoil(data) if data and "entries" in path else data
        found = self.outcomes("US", peer)
        return self._refused("spoilt entries", found, "E-BUNDLE", "E-ROOT")

    def spoilt_tiles(self) -> Told:
        """Change or cut off the hashes of a long log on their way."""
        self.world.say("HU", 700)
        level = self.chance.choice(("tile/0/", "tile/1/"))
        at, cut = self.chance.random(), self.chance.random() < 0.5

        def spoil(data: bytes) -> bytes:
            place = int(at * len(data))
            return data[:place] if cut else flip(data, place)

        peer = self.seen("US", "HU")
        peer.lie = lambda path, data: spoil(data) if data and level in path else data
        return self._refused("spoilt tiles", self.outcomes("US", peer), "E-TILE", "E-ROOT")

    def spoilt_head(self) -> Told:
        """Flip any bit of a signed head, wherever it is served."""
        at, bit = self.chance.random(), self.chance.randrange(8)

        def spoil(data: bytes) -> bytes:
            spoilt = bytearray(data)
            spoilt[int(at * len(data))] ^= 1 << bit
            return bytes(spoilt)

        peer = self.seen("US", "HU")
        peer.lie = lambda path, data: spoil(data) if data and path == "log/checkpoint" else data
        spoilt = spoil(self.world.node("HU").records.checkpoint(HU) or b"")
        codes = ("E-NOTE", "E-HEAD", "E-HEADSIG", "E-ORIGIN")
        return self._refused(
            "spoilt head", self.outcomes("US", peer), *codes, proven=_unsigned(spoilt)
        )

    def other_party(self) -> Told:
        """Serve the log of one party under the path of another."""
        other = self.world.node(self.chance.choice(("CA", "RO")))
        peer = self.seen("US", "HU")
        peer.near = other.peer()
        peer.near._name = "HU"
        note = other.records.checkpoint(other.origin) or b""
        return self._refused(
            "other party", self.outcomes("US", peer), "E-ORIGIN", proven=_unsigned(note)
        )

    def other_regime(self) -> Told:
        """Serve another regime under this one's name."""
        peer = self.seen("US", "HU")
        noise = self.chance.randbytes(self.chance.randrange(40))
        peer.lie = lambda path, data: noise if path == "genesis.json" else data
        return self._refused("other regime", self.outcomes("US", peer), "E-REGIME")

    def strangers_log(self) -> Told:
        """Sign another history of a log with a key that is not its own."""
        leaves = [*self.leaves, b"x"]
        note = head_over(HU, leaves, by=key(self.chance.choice(("HU", "RO")), "mirror"))
        where = self.chance.choice(("log/checkpoint", f"mirror/{origin_hash(HU)}/checkpoint"))
        self.honest("US", "CA")
        peer = self.seen("US", "HU" if where.startswith("log") else "CA")
        peer.lie = lambda path, data: note if path == where else data
        found = self.outcomes("US", peer)
        return self._refused("strangers log", found, "E-HEADSIG", proven=_unsigned(note))

    def flood(self) -> Told:
        """Claim more entries than a day may bring, under the log's own key."""
        size = self.chance.choice((10_002, 2**31, 2**62, self.chance.randrange(20_000, 2**40)))
        note = sign_head(Checkpoint(HU, size, self.chance.randbytes(32)), key("HU", "log"))
        peer = self.seen("US", "HU")
        peer.lie = lambda path, data: note if path == "log/checkpoint" else data
        found = self.outcomes("US", peer)
        proven = stranger.signed_head(note, PUBLIC) is not None and len(peer.asked) < 400
        return self._refused("flood", found, "E-FLOOD", proven=proven)

    def forged_lines(self) -> Told:
        """Serve lines nobody signed beside good ones: none of them is kept."""
        note = self.world.node("HU").records.checkpoint(HU) or b""
        line = cosign(read_note(note).text, 1, mirror_signer("RO"))
        bad = replace(line, body=flip(line.body, self.chance.randrange(len(line.body))))
        peer = self.seen("US", "HU")
        peer.lie = lambda path, _: with_lines(note, [bad]) if path == "log/checkpoint" else _
        found = self.outcomes("US", peer)
        kept = {line.name for _, line in self.world.node("US").mirror.lines(HU)}
        told = not found and kept == {mirror_signer("US").key.name}
        return Told("forged lines", told, proven=True)

    def false_accusation(self) -> Told:
        """Say of an honest log that it showed two faces, with forged evidence."""
        forger = self.chance.choice((key("HU", "mirror"), key("RO", "log")))
        other = head_over(HU, [*self.leaves[:-1], b"forged"], by=forger)
        lie = write_fork(ForkEvidence(HU, head_over(HU, self.leaves), other))
        node = self.world.node("CA")
        body = write_fork_proven(ForkProven(HU, sha256(lie).hexdigest()))
        said = replace(statement("CA", 900, body), type=FORK_PROVEN, att=(attach(lie, "a/b"),))
        node.records.append(node.origin, [signed(said, [key("CA", "author-1")])], [lie])
        found = self.outcomes("US", self.seen("US", "CA"), self.seen("US", "HU"))
        mirror = self.world.node("US").mirror
        told = not found and not mirror.proofs() and not mirror.held(HU).frozen
        return Told("false accusation", told, not stranger.accepts(lie, HU, PUBLIC))

    def swapped_blob(self) -> Told:
        """Serve other bytes for an attachment: nothing is cosigned without the true ones."""
        node, blob = self.world.node("HU"), self.chance.randbytes(50)
        said = replace(statement("HU", 900), att=(attach(blob, "a/b"),))
        node.records.append(HU, [signed(said, [key("HU", "author-1")])], [blob])
        wrong = self.chance.choice((None, b"", flip(blob), blob[:-1]))
        peer = self.seen("US", "HU")
        peer.lie = lambda path, data: wrong if path.startswith("blob/") else data
        found = self.outcomes("US", peer)
        last = self.world.node("US").mirror.held(HU).last
        return self._refused("swapped blob", found, "E-BLOB", proven=last is None)


def _unsigned(note: bytes) -> bool:
    """Tell whether a stranger finds no good signature of HU's log over a head of HU's log."""
    try:
        head = stranger.signed_head(note, PUBLIC)
    except ValueError:
        return True
    return head is None or head[0] != HU


KINDS: tuple[Callable[[NetworkAttack], Told], ...] = (
    NetworkAttack.two_mirrors,
    NetworkAttack.one_mirror,
    NetworkAttack.hidden_branch,
    NetworkAttack.own_elsewhere,
    NetworkAttack.empty_root,
    NetworkAttack.lying_mirror,
    NetworkAttack.replay,
    NetworkAttack.spoilt_entries,
    NetworkAttack.spoilt_tiles,
    NetworkAttack.spoilt_head,
    NetworkAttack.other_party,
    NetworkAttack.other_regime,
    NetworkAttack.strangers_log,
    NetworkAttack.flood,
    NetworkAttack.forged_lines,
    NetworkAttack.false_accusation,
    NetworkAttack.swapped_blob,
)
__all__ = ["KINDS", "NetworkAttack", "run_round"]
