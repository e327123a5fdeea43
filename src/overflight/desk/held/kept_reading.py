"""Read a record once for every state it is in: verified, dated, and kept beside it.

The rule of every cache here: it may be deleted, old, damaged or another's at any time, and no
answer changes. What is found is used only if it was made from exactly the bytes that are there now,
by exactly the program that runs now.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from overflight.desk.held.kept_facts import ToldFacts, keep_facts, kept_facts
from overflight.desk.ports import Kept, Records
from overflight.desk.record import Reading, read_record
from overflight.desk.release.cuts import cut_of
from overflight.missions import MissionFact, Quiet
from overflight.record import SignatureMemory, facts_of

__all__ = ["SIGNATURES", "fits", "read_or_kept"]

SIGNATURES: Final = "signatures"
"""Name under which signatures found good are kept."""
_NAME_BYTES: Final = 32


def read_or_kept(records: Records, kept: Kept | None) -> ToldFacts:
    """Return what a record says: from what is kept of it, else verified anew and then kept.

    Args:
        records: The logs held.
        kept: Where it is kept; nothing is without.

    Raises:
        RecordError: The record does not hold together.
    """
    if kept is None:
        cut = sha256(cut_of(records)).hexdigest()
        return _told(read_record(records, dated=True), cut, "")
    cut, key = _key(records, kept)
    found = kept_facts(kept, key) if key else None
    if found is not None:
        return found
    memory = _remembered(kept)
    reading = read_record(records, dated=True, memory=memory)
    _remember(kept, memory)
    if not key or _key(records, kept) != (cut, key):  # it was written meanwhile
        return _told(reading, cut, "")
    keep_facts(kept, reading, key, cut)
    return _told(reading, cut, key)


def fits(records: Records, kept: Kept) -> bool:
    """Return whether the facts kept were made from exactly what is there now, by this program.

    Args:
        records: The logs held.
        kept: Where they are kept.
    """
    _, key = _key(records, kept)
    return bool(key) and kept_facts(kept, key) is not None


def _key(records: Records, kept: Kept) -> tuple[str, str]:
    """Return the id of the cut, and the name of all that facts are made from, where it is known."""
    state, cut = kept.state(), sha256(cut_of(records)).hexdigest()
    return cut, sha256(f"{cut} {state}".encode()).hexdigest() if state else ""


def _told(reading: Reading, cut: str, key: str) -> ToldFacts:
    times = reading.times
    return ToldFacts(
        tuple(said for said in reading.facts if not isinstance(said.fact, MissionFact)),
        facts_of(reading.facts, MissionFact),
        Quiet(times.lines, times.parties) if times else None,
        cut,
        key,
    )


def _remembered(kept: Kept) -> SignatureMemory:
    """Return the signatures this program found good before."""
    data = kept.get(SIGNATURES) or b""
    starts = range(0, len(data), _NAME_BYTES)
    return SignatureMemory({data[start : start + _NAME_BYTES] for start in starts})


def _remember(kept: Kept, memory: SignatureMemory) -> None:
    if memory.grown:
        kept.put(SIGNATURES, b"".join(memory.names()))
