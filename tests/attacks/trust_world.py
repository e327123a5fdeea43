"""A seeded world of parties in memory: one log that may lie, honest mirrors, a network between.

Every attack says what was done, how it was told, and what a stranger can check of it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tests.attacks import strangers_checker as stranger
from tests.mirror_samples import NOW, head_over, keys_of, mirror_key, mirror_signer
from tests.record_samples import HU, RO, flip, key

from overflight.adapters.store.heads import sign_head
from overflight.adapters.store.memory_mirror import MemoryMirror
from overflight.adapters.store.memory_record import MemoryRecords
from overflight.desk.network.mirroring import (
    Cosigned,
    Mirrored,
    Served,
    compare_head,
    mirror_head,
)
from overflight.record import (
    Checkpoint,
    Declined,
    ForkEvidence,
    Node,
    NoteSignature,
    Offer,
    Round,
    consistency_proof,
    cosign,
    fork_fault,
    leaf_hash,
    lines_over,
    merkle_root,
    nodes_of,
    read_fork,
    read_head,
    read_note,
    verify_consistency,
    with_lines,
    write_fork,
)

PUBLIC = key("HU", "log").public
KEYS = keys_of(HU)
ROSTER = {party: (mirror_key(party),) for party in ("CA", "HU", "RO", "US")}


@dataclass
class Mirror:
    """One party's mirror of HU's log."""

    party: str

    def __post_init__(self) -> None:
        self.store = MemoryMirror(MemoryRecords({}))
        self.by = [mirror_signer(self.party)]

    @property
    def last(self) -> bytes | None:
        """Return the last head it cosigned."""
        return self.store.held(HU).last

    @property
    def size(self) -> int:
        """Return how many entries it holds."""
        return self.store.held(HU).size

    def pull(self, note: bytes, leaves: Sequence[bytes], now: int = NOW) -> Mirrored:
        """Mirror a head; the entries are those after the ones held."""
        served = Served(Offer(note, KEYS), tuple(leaves))
        return mirror_head(self.store, self.by, HU, served, Round(now))

    def honest(self, leaves: Sequence[bytes], now: int = NOW) -> None:
        """Mirror an honest head, which must be cosigned."""
        answer = self.pull(head_over(HU, leaves), leaves[self.size :], now)
        assert isinstance(answer, Cosigned)

    def compare(self, note: bytes, leaves: Sequence[bytes]) -> bytes | None:
        """Compare a head another was shown, and return the evidence if it proves a fork."""
        found = compare_head(self.store, HU, Offer(note, KEYS), tree(leaves))
        return write_fork(found) if found else None


def tree(leaves: Sequence[bytes]) -> Node:
    """Return the perfect subtrees over entries."""
    return nodes_of([leaf_hash(leaf) for leaf in leaves])


@dataclass(frozen=True)
class Told:
    """How an attack ended.

    Args:
        kind: What was done.
        told: Whether the product told it, and nothing wrong was cosigned or believed.
        proven: Whether the stranger's checker accepts what is left as proof.
    """

    kind: str
    told: bool
    proven: bool


class Attack:
    """One attack on a log of some entries that a mirror holds honestly.

    Args:
        seed: Decides everything.
    """

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - places, not secrets
        self.leaves = [b"%d entry %d" % (seed, k) for k in range(self.chance.randrange(2, 40))]
        self.mirror = Mirror("RO")
        self.other = Mirror("CA")

    def run(self) -> Told:
        """Run the attack that the seed chooses."""
        kind = self.chance.choice(KINDS)
        return kind(self)

    # A log that signs another history.

    def rewritten(self) -> list[bytes]:
        """Return another history: entries dropped, reordered, changed, added or taken back."""
        other = list(self.leaves)
        at = self.chance.randrange(len(other))
        how = self.chance.randrange(5)
        if how == 0:
            del other[at]
        elif how == 1:
            end = self.chance.randrange(len(other))
            other[at], other[end] = other[end], other[at]
        elif how == 2:
            other[at] = flip(other[at], self.chance.randrange(len(other[at])))
        elif how == 3:
            other.insert(at, b"slipped in")
        else:
            other = other[:at]
        if other == self.leaves[: len(other)]:
            other = [*self.leaves[: max(at, 1) - 1], b"instead"]
        return other + [b"more %d" % k for k in range(self.chance.randrange(6))]

    def shown_to_two(self) -> Told:
        """Show one history to one mirror and another to the other, until the two meet."""
        other = self.rewritten()
        self.mirror.honest(self.leaves)
        self.other.honest(other)
        evidence = self.mirror.compare(self.other.last or b"", other)
        mirrored = self.other.compare(self.mirror.last or b"", self.leaves)
        return self._forked("shown to two", evidence, mirrored)

    def shown_to_one(self) -> Told:
        """Show another history to a mirror that holds the first, its entries held back or not."""
        self.mirror.honest(self.leaves)
        other, before = self.rewritten(), self.mirror.last
        note = head_over(HU, other)
        answer = self.mirror.pull(note, other[len(self.leaves) :])
        told = isinstance(answer, Declined) and answer.code in {"E-FORK", "E-ROOT"}
        evidence = self.mirror.compare(note, other)
        ending = self._forked("shown to one", evidence)
        return replace(ending, told=ending.told and told and self.mirror.last == before)

    def whole_branch(self) -> Told:
        """Send another history whole to a mirror whose store lost its entries but not its head."""
        other = [*self.rewritten(), *(b"x" for _ in self.leaves)]
        self.mirror.honest(self.leaves)
        kept = self.mirror.last
        self.mirror.store = MemoryMirror(MemoryRecords({}))
        self.mirror.store._last[HU] = kept or b""
        answer = self.mirror.pull(head_over(HU, other), other)
        evidence = next(iter(self.mirror.store.evidence), None)
        ending = self._forked("whole branch", evidence)
        declined = isinstance(answer, Declined) and answer.code == "E-FORK"
        return replace(ending, told=ending.told and declined)

    def empty_root(self) -> Told:
        """Sign a head of size nought with a root the empty tree has not."""
        note = sign_head(Checkpoint(HU, 0, self.chance.randbytes(32)), key("HU", "log"))
        self.mirror.pull(note, ())
        evidence = next(iter(self.mirror.store.evidence), None)
        return self._forked("empty root", evidence)

    def lying_mirror(self) -> Told:
        """Let one mirror of four cosign both histories: no two quorums, and the fork is proven."""
        other = self.rewritten()
        self.mirror.honest(self.leaves)
        self.other.honest(other)
        both = []
        for mirror, leaves in ((self.mirror, self.leaves), (self.other, other)):
            line = cosign(read_note(head_over(HU, leaves)).text, NOW, mirror_signer("US"))
            note = with_lines(mirror.last or b"", [line])
            found = lines_over([read_head(note)], ROSTER)
            both.append(({n.party for n in found}, note))
        quorums = [len(parties) >= 3 for parties, _ in both]
        evidence = self.mirror.compare(both[1][1], other)
        ending = self._forked("lying mirror", evidence)
        return replace(ending, told=ending.told and not all(quorums))

    def _forked(self, kind: str, *evidence: bytes | None) -> Told:
        told = all(e is not None and not fork_fault(read_fork(e), KEYS.all()) for e in evidence)
        proven = all(e is not None and stranger.accepts(e, HU, PUBLIC) for e in evidence)
        return Told(kind, told and self.mirror.store.held(HU).frozen, proven)

    # Somebody between, without the log's key.

    def _declined(self, kind: str, answer: Mirrored, *codes: str, proven: bool) -> Told:
        told = isinstance(answer, Declined) and answer.code in codes and answer.evidence is None
        return Told(kind, told and not self.mirror.store.evidence, proven)

    def spoilt_entries(self) -> Told:
        """Change, drop, double or swap entries on their way."""
        note, sent = head_over(HU, self.leaves), list(self.leaves)
        at = self.chance.randrange(len(sent))
        how = self.chance.randrange(4)
        if how == 0:
            sent[at] = flip(sent[at], self.chance.randrange(len(sent[at])))
        elif how == 1:
            del sent[at]
        elif how == 2:
            sent.insert(at, sent[at])
        else:
            sent[at], sent[at - 1] = sent[at - 1], sent[at]
        answer = self.mirror.pull(note, sent)
        head = stranger.signed_head(note, PUBLIC)
        proven = head is not None and stranger.root_over(sent) != head[2]
        return self._declined("spoilt entries", answer, "E-ROOT", "E-GAP", proven=proven)

    def spoilt_head(self) -> Told:
        """Flip any bit of a signed head."""
        note = bytearray(head_over(HU, self.leaves))
        note[self.chance.randrange(len(note))] ^= 1 << self.chance.randrange(8)
        answer = self.mirror.pull(bytes(note), self.leaves)
        codes = ("E-NOTE", "E-HEAD", "E-HEADSIG", "E-ORIGIN")
        proven = _unsigned(bytes(note))
        return self._declined("spoilt head", answer, *codes, proven=proven)

    def stale_head(self) -> Told:
        """Replay an old head after a newer one was cosigned."""
        self.mirror.honest(self.leaves)
        old = head_over(HU, self.leaves[: self.chance.randrange(len(self.leaves))])
        answer = self.mirror.pull(old, ())
        heads = [stranger.signed_head(note, PUBLIC) for note in (old, self.mirror.last or b"")]
        proven = None not in heads and heads[0][1] < heads[1][1]  # type: ignore[index]
        return self._declined("stale head", answer, "E-ROLLBACK", proven=proven)

    def other_log(self) -> Told:
        """Replay the head of another log, as it is or with its name written over."""
        note = head_over(RO, self.leaves)
        if self.chance.random() < 0.5:
            note = note.replace(RO.encode(), HU.encode())
        answer = self.mirror.pull(note, self.leaves)
        return self._declined("other log", answer, "E-ORIGIN", "E-HEADSIG", proven=_unsigned(note))

    def spoilt_line(self) -> Told:
        """Flip a bit of a cosignature, or date it anew: it counts for nobody."""
        note = head_over(HU, self.leaves)
        line = cosign(read_note(note).text, NOW, mirror_signer("RO"))
        at = self.chance.randrange(len(line.body))
        bad = flip(line.body, at)
        spoilt = with_lines(note, [NoteSignature(line.name, line.key, bad)])
        told = lines_over([read_head(spoilt)], ROSTER) == ()
        text = read_note(note).text
        message = f"cosignature/v1\ntime {int.from_bytes(bad[:8], 'big')}\n{text}".encode()
        proven = not stranger._good(mirror_key("RO").public, bad[8:], message)
        return Told("spoilt line", told, proven)

    def spoilt_proof(self) -> Told:
        """Change a hash of a consistency proof, drop one, or add one."""
        old, new = self.chance.randrange(1, len(self.leaves)), len(self.leaves)
        roots = merkle_root(self.leaves[:old]), merkle_root(self.leaves)
        path = list(consistency_proof(old, new, tree(self.leaves)))
        how = self.chance.randrange(3)
        at = self.chance.randrange(len(path))
        if how == 0:
            path[at] = flip(path[at], self.chance.randrange(32))
        elif how == 1:
            del path[at]
        else:
            path.insert(at, self.chance.randbytes(32))
        told = not verify_consistency((old, roots[0]), (new, roots[1]), path)
        proven = not stranger.extends(old, roots[0], new, roots[1], path)
        return Told("spoilt proof", told, proven)

    def false_accusation(self) -> Told:
        """Forge evidence against an honest log: from honest heads, or from a strangers' key."""
        size = self.chance.randrange(1, len(self.leaves))
        forger = self.chance.choice((key("HU", "mirror"), key("RO", "log")))
        a = head_over(HU, self.leaves[:size])
        b = head_over(HU, self.leaves)
        other = [*self.leaves[:-1], b"forged"]
        if self.chance.random() < 0.5:
            b = head_over(HU, other, by=forger)
        node = tree(other)
        path = consistency_proof(size, len(other), node)
        root = self.chance.choice((merkle_root(self.leaves[:size]), self.chance.randbytes(32)))
        lie = ForkEvidence(HU, a, b, root, path)
        told = fork_fault(lie, KEYS.all()) != ""
        return Told("false accusation", told, not stranger.accepts(write_fork(lie), HU, PUBLIC))


def _unsigned(note: bytes) -> bool:
    """Tell whether a stranger finds no good signature of HU's log over a head of HU's log."""
    try:
        head = stranger.signed_head(note, PUBLIC)
    except ValueError:
        return True
    return head is None or head[0] != HU


KINDS: tuple[Callable[[Attack], Told], ...] = (
    Attack.shown_to_two,
    Attack.shown_to_one,
    Attack.whole_branch,
    Attack.empty_root,
    Attack.lying_mirror,
    Attack.spoilt_entries,
    Attack.spoilt_head,
    Attack.stale_head,
    Attack.other_log,
    Attack.spoilt_line,
    Attack.spoilt_proof,
    Attack.false_accusation,
)


class HonestRun:
    """A run of honest parties over a bad network: no alarm may be raised.

    Parties append to one log, mirrors pull from its owner or from each other, late, twice, in
    parts, with partitions and restarts between any two steps, and compare what they were shown.

    Args:
        seed: Decides everything.
    """

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - places, not secrets
        self.seed = seed
        self.leaves: list[bytes] = [b"%d first" % seed]
        self.mirrors = [Mirror(party) for party in ("CA", "RO", "US")]
        self.cut: set[str] = set()
        self.now = NOW
        self.alarms: list[str] = []

    def run(self, steps: int = 14) -> list[str]:
        """Take some steps, then let the network heal; return every alarm raised."""
        for _ in range(steps):
            self.now += self.chance.randrange(4000)
            self.step(self.chance.choice(self.mirrors))
        self.cut.clear()
        for mirror in self.mirrors:
            self.from_owner(mirror)
            for other in self.mirrors:
                self.meet(mirror, other)
        if any(mirror.size != len(self.leaves) for mirror in self.mirrors):
            self.alarms.append("not all held in the end")
        return self.alarms

    def step(self, mirror: Mirror) -> None:
        """Do one thing that happens on an honest day."""
        act = self.chance.randrange(6)
        if act == 0:
            count = self.chance.randrange(1, 6)
            self.leaves += [b"%d at %d" % (self.seed, len(self.leaves) + k) for k in range(count)]
        elif act == 1:
            self.cut ^= {mirror.party}
        elif act == 2:
            self.restart(mirror)
        elif act == 3 and mirror.party not in self.cut:
            self.from_owner(mirror)
        elif act == 4:
            self.from_mirror(mirror, self.chance.choice(self.mirrors))
        else:
            self.meet(mirror, self.chance.choice(self.mirrors))

    def from_owner(self, mirror: Mirror) -> None:
        """Pull the newest head, or a partly delivered answer that must only be asked for again."""
        leaves = self.leaves[mirror.size :]
        if leaves and self.chance.random() < 0.2:
            answer = mirror.pull(head_over(HU, self.leaves), leaves[:-1], self.now)
            if not isinstance(answer, Declined) or answer.code != "E-GAP":
                self.alarms.append(f"a part was taken for the whole: {answer}")
        self.hear(mirror.pull(head_over(HU, self.leaves), leaves, self.now))

    def from_mirror(self, mirror: Mirror, other: Mirror) -> None:
        """Take from another mirror what it holds; what is older than one's own is passed over."""
        if other.last is None or {mirror.party, other.party} & self.cut:
            return
        size = read_head(other.last)[0].size
        if size >= mirror.size:
            self.hear(mirror.pull(other.last, self.leaves[mirror.size : size], self.now))

    def restart(self, mirror: Mirror) -> None:
        """Die between taking entries in and cosigning them, and come back with what is stored."""
        mirror.store.take_in(HU, mirror.size, self.leaves[mirror.size :], ())

    def meet(self, mirror: Mirror, other: Mirror) -> None:
        """Compare what two mirrors were shown."""
        if other.last is None or {mirror.party, other.party} & self.cut:
            return
        size = read_head(other.last)[0].size
        if mirror.compare(other.last, self.leaves[:size]):
            self.alarms.append("evidence against an honest log")

    def hear(self, answer: Mirrored) -> None:
        """Note an alarm; a head already cosigned under a newer one is none."""
        if isinstance(answer, Declined):
            self.alarms.append(f"{answer.code} {answer.expected} {answer.found}")
