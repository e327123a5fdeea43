"""Read a record once for every state it is in: verified, dated, and kept beside it.

The rule of every cache here: it may be deleted, old, damaged or another's at any time, and no
answer changes. What is found is used only if it was made from exactly the bytes that are there now,
by exactly the program that runs now.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Final

from overflight.desk.kept_facts import ToldFacts, keep_facts, kept_facts
from overflight.desk.ports import Kept, Records
from overflight.desk.record import Reading, read_record
from overflight.desk.release_cuts import cut_of
from overflight.missions import MissionFact, Quiet
from overflight.record import SignatureMemory, facts_of

__all__ = ["SIGNATURES", "read_or_kept"]

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
    state = kept.state() if kept else ""
    cut = sha256(cut_of(records)).hexdigest()
    if kept is None:
        return _told(read_record(records, dated=True), cut, "")
    program = kept.program()
    key = sha256(json.dumps([program, state, cut]).encode()).hexdigest()
    found = kept_facts(kept, key) if state else None
    if found is not None:
        return found
    memory = _remembered(kept, program)
    reading = read_record(records, dated=True, memory=memory)
    _remember(kept, program, memory)
    if not state or kept.state() != state:
        return _told(reading, cut, "")
    keep_facts(kept, reading, key, cut)
    return _told(reading, cut, key)


def _told(reading: Reading, cut: str, key: str) -> ToldFacts:
    times = reading.times
    return ToldFacts(
        tuple(said for said in reading.facts if not isinstance(said.fact, MissionFact)),
        facts_of(reading.facts, MissionFact),
        Quiet(times.lines, times.parties) if times else None,
        cut,
        key,
    )


def _remembered(kept: Kept, program: str) -> SignatureMemory:
    """Return the signatures this program found good before."""
    head = _head(program)
    data = kept.get(SIGNATURES) or b""
    if not data.startswith(head):
        return SignatureMemory()
    ends = range(len(head), len(data), _NAME_BYTES)
    return SignatureMemory({data[end : end + _NAME_BYTES] for end in ends})


def _remember(kept: Kept, program: str, memory: SignatureMemory) -> None:
    if memory.grown:
        kept.put(SIGNATURES, _head(program) + b"".join(memory.names()))


def _head(program: str) -> bytes:
    return b"overflight signatures, form 1 " + sha256(program.encode()).digest()
