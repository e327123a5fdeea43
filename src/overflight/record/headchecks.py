"""Hold the heads of a log to its entries, to its keys, and to the heads before them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from overflight.record.checkpoints import Checkpoint
from overflight.record.logkeys import LogKeys
from overflight.record.notes import Note
from overflight.record.reports import Problem
from overflight.record.signature_memory import SignatureMemory

__all__ = ["HeadsJudged", "judge_heads"]


@dataclass(frozen=True, slots=True)
class HeadsJudged:
    """What the heads of a log are worth.

    Args:
        good: Heads of this log, signed by it, over exactly the entries held; in their order.
        problems: What is wrong with the others.
        newest: Size of the last head, good or not; -1 where there is none.
    """

    good: tuple[tuple[Checkpoint, Note], ...]
    problems: tuple[Problem, ...]
    newest: int


def judge_heads(
    keys: LogKeys,
    heads: Iterable[tuple[Checkpoint, Note]],
    roots: Mapping[int, bytes],
    entries: int,
    memory: SignatureMemory | None = None,
) -> HeadsJudged:
    """Judge every head of a log.

    Args:
        keys: Its log keys; none where its first entry names none, then no signature is judged.
        heads: The heads, the newest last.
        roots: Its root at each size that a head names, recomputed; no size beyond the entries.
        entries: How many entries are held.
        memory: Signatures found good before.
    """
    good: list[tuple[Checkpoint, Note]] = []
    problems: list[Problem] = []
    size = -1
    for head, note in heads:
        where = f"{keys.origin} head of {head.size}"
        wrong = list(_content(keys.origin, head, roots, entries))
        old = size if size >= 0 else None
        unsigned = keys.fault(head, note, old, memory) if keys.since else ""
        if unsigned:
            wrong.append(("E-HEADSIG", unsigned, "none"))
        if head.size <= size:
            wrong.append(("E-HEAD", f"heads that grow, after {size}", str(head.size)))
        size = head.size
        problems += [Problem(code, where, expected, found) for code, expected, found in wrong]
        if keys.since and not wrong:
            good.append((head, note))
    return HeadsJudged(tuple(good), tuple(problems), size)


def _content(
    origin: str, head: Checkpoint, roots: Mapping[int, bytes], entries: int
) -> Iterable[tuple[str, str, str]]:
    if head.origin != origin:
        yield "E-ORIGIN", origin, head.origin
    elif head.size not in roots:
        yield "E-ROLLBACK", f"{head.size} entries, as the log signed", f"only {entries}"
    elif head.root != roots[head.size]:
        yield "E-ROOT", f"root {roots[head.size].hex()}", head.root.hex()
