"""A record as its cosignatures show it: how far each entry has come, and when it was made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from overflight.errors import RecordError
from overflight.record.checkpoints import Checkpoint, read_head, readable_heads
from overflight.record.genesis import Genesis
from overflight.record.headchecks import judge_heads
from overflight.record.keychecks import KEY_KINDS, key_set_of
from overflight.record.keysets import KeySet
from overflight.record.levels import EntryView, LogView, Reached, level_of
from overflight.record.merkle import roots_at
from overflight.record.notes import Note
from overflight.record.policies import Policy
from overflight.record.rosters import Roster, lines_over, log_keys_of, mirror_roster, party_of
from overflight.record.said import Reference
from overflight.record.signature_memory import SignatureMemory
from overflight.record.statements import Seen
from overflight.record.successions import epoch_of
from overflight.record.timebounds import TimeBounds, time_bounds
from overflight.record.validity import Checked, Standing

__all__ = ["RecordView", "key_sets_in", "view_record"]


def key_sets_in(checked: Iterable[Checked]) -> tuple[tuple[int, KeySet], ...]:
    """Return the valid key sets among the entries of one log, with their indexes, in order."""
    return tuple(
        (c.ref.i, key_set_of(c.statement))
        for c in checked
        if c.standing is Standing.VALID and c.statement and c.statement.type in KEY_KINDS
    )


@dataclass(frozen=True, slots=True)
class RecordView:
    """Logs with the cosignatures over them.

    Args:
        parties: Codes of all parties of the regime, sorted.
        roster: Their mirror keys that count.
        logs: What is known of each log, by origin.
        answers: By statement, the parties with a valid statement that answers it.
    """

    parties: tuple[str, ...]
    roster: Roster
    logs: Mapping[str, LogView]
    answers: Mapping[Reference, tuple[str, ...]]

    def reached(self, checked: Checked, policies: Sequence[Policy]) -> Reached:
        """Return how far an entry has come.

        Args:
            checked: The entry.
            policies: What this reader asks of cosigners.
        """
        to = checked.statement.to if checked.statement else ("*",)
        entry = EntryView(checked.ref.i, to, self.answers.get(checked.ref, ()))
        return level_of(entry, self.logs[checked.ref.o], policies, self.parties)

    def bounds(self, checked: Checked, blob: Callable[[str], bytes | None]) -> TimeBounds:
        """Return between which instants an entry was made.

        Args:
            checked: The entry.
            blob: Gives the notes it names in ``seen``, by their hex SHA-256.
        """
        named = checked.statement.seen if checked.statement else ()
        notes = [head for seen in named for head in _seen(seen, blob)]
        lines = self.logs[checked.ref.o].lines
        seen_lines = lines_over(notes, self.roster)
        return time_bounds(checked.ref.i, lines, seen_lines, len(self.parties))


def _seen(seen: Seen, blob: Callable[[str], bytes | None]) -> Iterable[tuple[Checkpoint, Note]]:
    note = blob(seen.c)
    if note is None or sha256(note).hexdigest() != seen.c:
        return
    try:
        yield read_head(note)
    except RecordError:
        return  # a note that is no head dates nothing


def view_record(
    genesis: Genesis,
    checked: Sequence[Checked],
    heads: Mapping[str, Iterable[bytes]],
    memory: SignatureMemory | None = None,
) -> RecordView:
    """Return a record as its cosignatures show it.

    Args:
        genesis: The genesis document.
        checked: Every entry of every log, as ``check_record`` gives them.
        heads: The signed heads of each log, with their cosignature lines, by origin. A head that
            does not fit the entries or lacks the log's signature counts for nothing.
        memory: Signatures found good before.
    """
    by_log: dict[str, list[Checked]] = {origin: [] for origin in heads}
    for each in checked:
        by_log.setdefault(each.ref.o, []).append(each)
    named = {origin: key_sets_in(entries) for origin, entries in by_log.items()}
    of_party: dict[str, list[KeySet]] = {}
    for origin in sorted(named, key=lambda origin: (epoch_of(origin), origin)):
        of_party.setdefault(party_of(origin), []).extend(keys for _, keys in named[origin])
    roster = mirror_roster(genesis, of_party)
    logs = {
        origin: _view(
            origin, entries, readable_heads(heads.get(origin, ())), (named[origin], roster), memory
        )
        for origin, entries in by_log.items()
    }
    return RecordView(tuple(sorted(roster)), roster, logs, _answers(checked))


def _view(
    origin: str,
    entries: Sequence[Checked],
    heads: Sequence[tuple[Checkpoint, Note]],
    known: tuple[Sequence[tuple[int, KeySet]], Roster],
    memory: SignatureMemory | None,
) -> LogView:
    named, roster = known
    hashes = [bytes.fromhex(entry.ref.h) for entry in entries]
    roots = roots_at({head.size for head, _ in heads}, hashes)
    good = judge_heads(log_keys_of(origin, named), heads, roots, len(entries), memory).good
    size = max((head.size for head, _ in good), default=0)
    return LogView(party_of(origin), size, lines_over(good, roster, memory))


def _answers(checked: Iterable[Checked]) -> dict[Reference, tuple[str, ...]]:
    found: dict[Reference, dict[str, None]] = {}
    for each in checked:
        if each.statement and each.standing is Standing.VALID:
            for ref in each.statement.re:
                found.setdefault(ref, {})[each.statement.party] = None
    return {ref: tuple(parties) for ref, parties in found.items()}
