"""Compare what peers show with what is held, keep the proof of a fork, and say it to everybody.

Nobody is accused on less than a proof a stranger accepts; whatever else does not fit is told with
its code and changes nothing here.
"""

from __future__ import annotations

from hashlib import sha256

from overflight.desk.network.mirroring import Fresh, Mirrored, compare_head
from overflight.desk.network.node import NodeDesk
from overflight.desk.network.pulling import pull_log
from overflight.desk.network.sources import HeadTiles, LogSource
from overflight.desk.record import Desk, Draft, attach, say_all
from overflight.record import (
    FORK_MEDIA_TYPE,
    Checkpoint,
    Declined,
    ForkProven,
    Note,
    NoteKey,
    Offer,
    Reference,
    Round,
    fork_fault,
    good_lines,
    prove_fork,
    proven_forks,
    read_claimed_head,
    read_fork,
    read_head,
    tree_root,
    write_fork,
    write_note,
)

__all__ = [
    "adopt_forks",
    "check_own",
    "compare_log",
    "forks_unsaid",
    "is_known",
    "is_text_of",
    "keep_lines",
    "say_forks",
]

_MOST_TEXTS = 1024


def compare_log(desk: NodeDesk, source: LogSource, note: bytes, during: Round) -> Mirrored:
    """Compare a head of another party's log, as some peer mirrors it, with what is held here.

    A head newer than the last one cosigned is pulled from that peer; an older one must be a head
    of the same history, and its cosignature lines are kept.

    Args:
        desk: The node.
        source: The log at the peer.
        note: The head it serves.
        during: Clock and peers of this round.

    Returns:
        What became of the head: pulled and cosigned, agreed with, or declined.

    Raises:
        SourceError: The peer does not answer as a peer does.
        RecordError: What it served is of another form.
        StoreError: The disk failed.
    """
    held = desk.mirrors.held(source.origin)
    ours = held.last if not held.frozen else None
    # The very bytes compared before, while what is held only grows; or the very head cosigned here.
    if ours is not None and (is_known(desk, source, note) or is_text_of(ours, note)):
        keep_lines(desk, source, note)
        return Fresh()
    head, read = read_claimed_head(note)
    if head.origin != source.origin:
        return Declined("E-ORIGIN", source.origin, head.origin)
    keys = desk.keys.log_keys(source.origin)
    if held.frozen:
        return Declined("E-FROZEN", "a log without a proven fork", source.origin)
    if held.last is None or head.size > read_head(held.last)[0].size:
        return pull_log(desk, source, note, during)
    evidence = compare_head(desk.mirrors, source.origin, Offer(note, keys))
    if evidence is not None:
        return Declined("E-FORK", "the log as it was", f"another one of {head.size}", evidence)
    return _agreed(desk, source, (note, head, read)) or Fresh()


def _agreed(
    desk: NodeDesk, source: LogSource, shown: tuple[bytes, Checkpoint, Note]
) -> Declined | None:
    """Keep the lines over a head of the history held; return what is wrong with another one."""
    data, head, note = shown
    held = desk.mirrors.held(source.origin)
    if held.last is not None and is_text_of(held.last, data):
        keep_lines(desk, source, data)
        return None  # the very head that was cosigned here
    root = tree_root(head.size, held.node) if head.size <= held.size else b""
    if root != head.root:
        return Declined("E-ROOT", f"the root of {head.size} entries held", head.root.hex())
    unsigned = desk.keys.log_keys(source.origin).fault(head, note)
    if unsigned:
        return Declined("E-HEADSIG", unsigned, "none")
    keep_lines(desk, source, data)
    return None


def is_text_of(known: bytes, note: bytes) -> bool:
    """Tell whether two notes have one text, whatever lines stand under it."""
    return known.startswith(note[: note.rfind(b"\n\n") + 2]) and b"\n\n" in note


def _place(source: LogSource) -> tuple[str, str]:
    return source.peer.name, f"{source.prefix} {source.origin}"


def is_known(desk: NodeDesk, source: LogSource, note: bytes) -> bool:
    """Tell whether a place serves the very note whose lines were kept from there last."""
    memory, keys = desk.memory, desk.keys.cosigners()
    if memory.cosigners is not keys:  # a line nobody knew the key of may be good now
        memory.notes.clear()
        memory.judged.clear()
        memory.cosigners = keys
    return desk.memory.notes.get(_place(source)) == sha256(note).digest()


def keep_lines(desk: NodeDesk, source: LogSource, data: bytes) -> None:
    """Keep the good cosignature lines over a head of a history held here, signed by its log.

    Args:
        desk: The node.
        source: Where the note came from; the same note is looked at once, and a line over the
            same text, too, whoever shows it.
        data: The note.
    """
    if is_known(desk, source, data):
        return
    cut = data.rfind(b"\n\n") + 2
    seen = _seen(desk, data[:cut])
    lines = data[cut:].splitlines(keepends=True)
    own = [line for line in lines if line.startswith(f"\u2014 {source.origin} ".encode())]
    new = [line for line in lines if line not in seen and line not in own]
    if new:
        _keep_new(desk, data[:cut] + b"".join([*own, *new]))
        seen.update(new)
    desk.memory.notes[_place(source)] = sha256(data).digest()


def _keep_new(desk: NodeDesk, data: bytes) -> None:
    """Keep those lines of a note that are good; the others prove nothing, now or later."""
    head, note = read_head(data)
    keys = desk.keys.cosigners()
    claimed = [(line, keys.get((line.name, line.key))) for line in dict.fromkeys(note.signatures)]
    good = [line for line, key in claimed if key and good_lines(Note(note.text, (line,)), key)]
    if good:
        own = [line for line in note.signatures if line.name == head.origin]
        desk.lines.keep_head(head.origin, write_note(note.text, own), good)


def _seen(desk: NodeDesk, text: bytes) -> set[bytes]:
    """Return the lines over a text that were judged; those over texts long past are forgotten."""
    texts = desk.memory.judged
    seen = texts[text] = texts.pop(text, set())  # the newest stand last
    if len(texts) > _MOST_TEXTS:
        del texts[next(iter(texts))]
    return seen


def check_own(desk: NodeDesk, source: LogSource, note: bytes) -> Declined | None:
    """Hold what a peer mirrors of the party's own log against the log itself; keep its lines.

    Args:
        desk: The node.
        source: The party's own log at the peer.
        note: The head it serves.

    Returns:
        Why it does not fit. ``E-ROLLBACK``: the peer holds a later head, signed with this log's
        key: the log here was put back, or somebody else has the key. ``E-FORK``: the proof of it.

    Raises:
        SourceError: The peer does not answer as a peer does.
        RecordError: What it served is of another form.
        StoreError: The disk failed.
    """
    ours = desk.records.checkpoint(source.origin)
    if ours is None or is_known(desk, source, note):
        return None
    head, read = read_claimed_head(note)
    if head.origin != source.origin:
        return Declined("E-ORIGIN", source.origin, head.origin)
    held = desk.mirrors.held(source.origin)
    wrong = _agreed(desk, source, (note, head, read))
    if wrong is None or wrong.code == "E-HEADSIG":
        return wrong
    keys = desk.keys.log_keys(source.origin).all()
    node = held.node if head.size <= held.size else HeadTiles(head, source.tile).node
    evidence = prove_fork(ours, note, node)
    if evidence is not None and not fork_fault(evidence, keys):
        desk.mirrors.put_evidence(write_fork(evidence))
        return Declined("E-FORK", "the own log as it is", f"another one of {head.size}", evidence)
    if head.size > held.size and not desk.keys.log_keys(source.origin).fault(head, read):
        return Declined("E-ROLLBACK", f"at most {held.size} entries", f"{head.size}, signed")
    return wrong


def adopt_forks(desk: NodeDesk, origin: str) -> tuple[str, ...]:
    """Keep the proofs of forks that a log holds and that are not kept yet.

    Args:
        desk: The node.
        origin: The log that says them.

    Returns:
        Origins of the logs frozen by them.

    Raises:
        StoreError: The disk failed.
    """
    said = desk.keys.forks(origin)
    new = said[desk.memory.read.get(origin, 0) :]
    frozen: list[str] = []

    def keys(of: str) -> tuple[NoteKey, ...]:
        return desk.keys.log_keys(of).all() if desk.keys.is_log(of) else ()

    for fork in proven_forks(new, desk.records.blob, keys):
        data = desk.records.blob(fork.h)
        if data is not None and not desk.mirrors.held(fork.origin).frozen:
            desk.mirrors.put_evidence(data)
            frozen.append(fork.origin)
    if not desk.mirrors.held(origin).missing:
        desk.memory.read[origin] = len(said)
    return tuple(frozen)


def forks_unsaid(desk: NodeDesk) -> tuple[bytes, ...]:
    """Return the proofs kept here about logs of which the party has not yet said it.

    Raises:
        StoreError: The disk failed.
    """
    said = proven_forks(
        desk.keys.forks(desk.own), desk.records.blob, lambda of: desk.keys.log_keys(of).all()
    )
    done = {fork.origin for fork in said}
    waiting: dict[str, bytes] = {}
    for data in desk.mirrors.proofs():
        origin = read_fork(data).origin
        if origin not in done:
            waiting.setdefault(origin, data)
    return tuple(waiting.values())


def say_forks(desk: NodeDesk) -> tuple[Reference, ...]:
    """Say in the party's own log of which logs a fork is proven, if the node may sign that.

    Returns:
        Where it was said; nothing where nothing is new, or where a person must sign it.

    Raises:
        UsageError: The key of the party's log is not at hand.
        RecordError: The statement cannot stand.
        StoreError: The disk failed.
    """
    waiting = forks_unsaid(desk) if desk.watch is not None else ()
    if desk.watch is None or not waiting:
        return ()
    drafts = [
        Draft(
            ForkProven(read_fork(data).origin, sha256(data).hexdigest()),
            att=(attach(data, FORK_MEDIA_TYPE),),
            blobs=(data,),
        )
        for data in waiting
    ]
    return say_all(Desk(desk.records, desk.clock, desk.ids), desk.watch, drafts)
