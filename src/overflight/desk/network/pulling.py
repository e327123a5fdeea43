"""Pull one log from one peer: only what a head signed by the log covers is ever kept.

The hashes under a signed head are held to its root before entries are asked for, so entries can be
kept as they come, a few at a time, however far behind this node is. Where the log changed its keys
meanwhile, it is followed from hand-over to hand-over; each head on the way is cosigned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from overflight.desk.network.flood import DAY_S, Allowance, allowance
from overflight.desk.network.mirroring import Mirrored, Served, mirror_head
from overflight.desk.network.node import NodeDesk
from overflight.desk.network.sources import HeadTiles, LogSource, refused
from overflight.record import (
    FULL,
    Checkpoint,
    Declined,
    ForkEvidence,
    Held,
    LogKeys,
    Node,
    Note,
    Offer,
    Round,
    extended_nodes,
    fork_fault,
    leaf_hash,
    log_before,
    prove_fork,
    read_claimed_head,
    read_head,
    tree_root,
    write_fork,
)

__all__ = ["last_older", "pull_log"]

_FEW = 2 * FULL
_MOST_TOGETHER = 4 * 2**20
_MOST_STEPS = 64


@dataclass(frozen=True, slots=True)
class _Pull:
    """One log that is being pulled from one peer towards one head."""

    desk: NodeDesk
    source: LogSource
    note: bytes
    head: Checkpoint
    may: Allowance

    @property
    def origin(self) -> str:
        return self.source.origin

    @property
    def held(self) -> Held:
        return self.desk.mirrors.held(self.source.origin)


def pull_log(desk: NodeDesk, source: LogSource, note: bytes, during: Round) -> Mirrored:
    """Take in what a head of a log covers, and cosign it if the mirror rule allows it.

    Args:
        desk: The node.
        source: The log at the peer that served the head.
        note: The head.
        during: Clock and peers of this round.

    Returns:
        The cosigned head, that it is fresh, or the first precondition that failed.

    Raises:
        SourceError: The peer does not answer as a peer does.
        RecordError: What it served besides is of another form, or does not lead to the root.
        StoreError: The disk failed.
    """
    head, read = read_claimed_head(note)
    if head.origin != source.origin:
        return Declined("E-ORIGIN", source.origin, head.origin)
    for _ in range(_MOST_STEPS):
        step, answer = _next(desk, source, (note, head, read), during)
        if isinstance(answer, Declined) or step == note:
            return answer
    return Declined("E-HEADSIG", f"at most {_MOST_STEPS} changes of keys at a time", "more")


def _next(
    desk: NodeDesk, source: LogSource, wanted: tuple[bytes, Checkpoint, Note], during: Round
) -> tuple[bytes, Mirrored]:
    """Go one step towards the head wanted; return the head of the step and how it ended."""
    note, head, read = wanted
    held = desk.mirrors.held(source.origin)
    keys = _known_keys(desk, source, held, head.size)
    if held.frozen or head.size <= held.size:
        may = allowance(desk, source, held.size, held.size)
        return note, _again(_Pull(desk, source, note, head, may), held, keys, during)
    unsigned = keys.fault(head, read) if keys.since else "a log key"
    step, to = _hand_over(source, keys, held.size, head.size) if unsigned else (note, head)
    if not step:
        return note, Declined("E-HEADSIG", unsigned, "none")
    may = allowance(desk, source, held.size, to.size)
    flood = may.fault(held.size, to.size)
    if flood:
        step, to = _hand_over(source, keys, held.size, may.upto(held.size))
        if step:
            _step(_Pull(desk, source, step, to, may), during)
        return note, flood
    return step, _step(_Pull(desk, source, step, to, may), during)


def _again(pull: _Pull, held: Held, keys: LogKeys, during: Round) -> Mirrored:
    """Cosign a head whose entries are held, as soon as what they name is held, too."""
    declined = _fetch_blobs(pull)
    if declined:
        return declined
    answer = _cosign(pull.desk, pull.source, pull.note, keys, during)
    if isinstance(answer, Declined) and answer.code == "E-ROOT" and not held.frozen:
        evidence = _prove(pull, held, held.node)
        if evidence is not None:
            return replace(answer, code="E-FORK", evidence=evidence)
    return answer


def _known_keys(desk: NodeDesk, source: LogSource, held: Held, size: int) -> LogKeys:
    """Return the log keys known; of a log that follows another, entry 0 is looked at first."""
    keys = desk.keys.log_keys(source.origin)
    if not keys.since and not held.size and size and log_before(source.origin):
        return desk.keys.keys_begun(source.origin, source.entries(0, size)[0])
    return keys


def _cosign(
    desk: NodeDesk, source: LogSource, note: bytes, keys: LogKeys, during: Round
) -> Mirrored:
    now = desk.now()
    intake = desk.arrivals.intake(source.origin, now - DAY_S)
    moved = tuple(date + now - during.now for date in during.dates)
    during = replace(during, now=now, dates=moved, intake=intake)
    return mirror_head(desk.mirrors, desk.by, source.origin, Served(Offer(note, keys)), during)


def _step(pull: _Pull, during: Round) -> Mirrored:
    """Go from one head to another that the keys known have signed, and cosign it."""
    declined = _take(pull)
    if declined:
        return declined
    keys = pull.desk.keys.log_keys(pull.origin)
    return _cosign(pull.desk, pull.source, pull.note, keys, during)


def _hand_over(source: LogSource, keys: LogKeys, start: int, size: int) -> tuple[bytes, Checkpoint]:
    """Return the last head up to a size that the keys known have signed; no bytes if none."""

    def known(older: Checkpoint, note: Note) -> bool:
        return not keys.fault(older, note)

    found = last_older(source, (start, size), known)
    return (b"", Checkpoint(source.origin, 0, b"")) if found is None else (found[1], found[0])


def last_older(
    source: LogSource, between: tuple[int, int], fits: Callable[[Checkpoint, Note], bool]
) -> tuple[Checkpoint, bytes] | None:
    """Return the largest head kept by a peer that fits, where small ones do and large ones do not.

    Args:
        source: The log at the peer.
        between: The entry it must cover, and the size it must not exceed.
        fits: Tells whether a head fits.
    """
    low, high = between
    best: tuple[Checkpoint, bytes] | None = None
    while low < high:
        middle = low if best is None else (low + high) // 2
        found = source.older(middle)
        if found and found[0].size <= between[1] and fits(found[0], read_head(found[1])[1]):
            best, low = found, found[0].size
        elif best is None:
            return None
        else:
            high = middle
    return best


def _take(pull: _Pull) -> Declined | None:
    """Take in the entries up to a head its log signed; return why that ended too early."""
    held = pull.held
    fetched = _few(pull, held) if pull.head.size - held.size <= _FEW else None
    if fetched is None:
        tiles = HeadTiles(pull.head, pull.source.tile)
        if tree_root(held.size, tiles.node) != tree_root(held.size, held.node):
            return _contradicted(pull, held, tiles)
        fetched = _many(pull, held.size, tiles)
    return _keep(pull, fetched)


def _few(pull: _Pull, held: Held) -> Iterator[tuple[bytes, ...]] | None:
    """Return the entries if they lead to the root; nothing where a closer look is needed."""
    leaves = tuple(leaf for part in _bundles(pull, held.size) for leaf in part)
    node = extended_nodes(held.size, held.node, map(leaf_hash, leaves))
    return iter([leaves]) if tree_root(pull.head.size, node) == pull.head.root else None


def _bundles(pull: _Pull, start: int) -> Iterator[tuple[bytes, ...]]:
    for number in range(start // FULL, (pull.head.size + FULL - 1) // FULL):
        leaves = pull.source.entries(number, pull.head.size)
        yield leaves[max(start - number * FULL, 0) :]


def _many(pull: _Pull, start: int, tiles: HeadTiles) -> Iterator[tuple[bytes, ...]]:
    """Yield entries bundle by bundle, each held to the hashes under the head."""
    number = start // FULL
    for leaves in _bundles(pull, start):
        wanted = tiles.hashes(number)[-len(leaves) :]
        if [leaf_hash(leaf) for leaf in leaves] != wanted:
            where = f"bundle {number}"
            raise refused(
                "E-ROOT", pull.source.peer.name, where, "entries under the head", "others"
            )
        yield leaves
        number += 1


def _contradicted(pull: _Pull, held: Held, tiles: HeadTiles) -> Declined:
    """Tell a head that does not extend what is held; prove it where the log signed both."""
    found = f"another history of {pull.head.size}"
    evidence = _prove(pull, held, tiles.node)
    code = "E-FORK" if evidence else "E-ROOT"
    return Declined(code, f"a head over the {held.size} entries held", found, evidence)


def _prove(pull: _Pull, held: Held, theirs: Node) -> ForkEvidence | None:
    """Keep the proof that a head contradicts one that was cosigned, or taken in but not cosigned.

    Args:
        pull: The head.
        held: What is held.
        theirs: Perfect subtrees of the head's tree.
    """
    keys = pull.desk.keys.log_keys(pull.origin).all()
    for ours in (held.last, *held.claimed):
        size = read_head(ours)[0].size if ours else 0
        if not ours or held.size < size > pull.head.size:
            continue  # the tree of the larger head is not held whole
        evidence = prove_fork(ours, pull.note, held.node if size > pull.head.size else theirs)
        if evidence and not fork_fault(evidence, keys):
            pull.desk.mirrors.put_evidence(write_fork(evidence))
            return evidence
    return None


def _keep(pull: _Pull, fetched: Iterator[tuple[bytes, ...]]) -> Declined | None:
    """Keep entries as they come, a few at a time, and what they name."""
    waiting: list[bytes] = []
    size = 0
    for leaves in fetched:
        waiting += leaves
        size += sum(map(len, leaves))
        if size > _MOST_TOGETHER:
            declined = _keep_some(pull, waiting)
            if declined:
                return declined
            waiting, size = [], 0
    return _keep_some(pull, waiting) if waiting else None


def _keep_some(pull: _Pull, leaves: Sequence[bytes]) -> Declined | None:
    start = pull.held.size
    declined = pull.may.count(range(start, start + len(leaves)), sum(map(len, leaves)))
    if declined:
        return declined
    pull.desk.mirrors.take_in(pull.origin, start, leaves, (), pull.note)
    pull.may.arrived(pull.desk, pull.origin)
    return _fetch_blobs(pull)


def _fetch_blobs(pull: _Pull) -> Declined | None:
    """Ask for attachments and notes that entries name; those not there are asked for again."""
    held = pull.held
    for digest in held.missing:
        data = pull.source.blob(digest)
        if data is None:
            continue
        declined = pull.may.count(range(held.size, held.size), len(data))
        if declined:
            return declined
        pull.desk.mirrors.take_in(pull.origin, held.size, (), [data])
        pull.may.arrived(pull.desk, pull.origin)
    return None
