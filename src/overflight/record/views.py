"""A record as its cosignatures show it: how far each entry has come, and when it was made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from overflight.errors import RecordError
from overflight.record.checkpoints import Checkpoint, read_head
from overflight.record.genesis import Genesis
from overflight.record.headchecks import judge_heads
from overflight.record.keysets import KeySet
from overflight.record.levels import EntryView, LogView, Reached, level_of
from overflight.record.merkle import Frontier
from overflight.record.notes import Note
from overflight.record.policies import Policy
from overflight.record.rosters import Line, Roster, lines_over, log_keys_of, mirror_roster
from overflight.record.said import Reference
from overflight.record.statements import Seen
from overflight.record.timebounds import TimeBounds, time_bounds
from overflight.record.validity import KEY_KINDS, Checked, Standing, key_set_of

__all__ = ["RecordView", "extent", "key_sets_in", "party_of", "view_record"]


def party_of(origin: str) -> str:
    """Return the code of the party whose log an origin names: its last part but one."""
    return origin.rpartition("/")[0].rpartition("/")[2].upper()


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
    genesis: Genesis, checked: Sequence[Checked], heads: Mapping[str, Iterable[bytes]]
) -> RecordView:
    """Return a record as its cosignatures show it.

    Args:
        genesis: The genesis document.
        checked: Every entry of every log, as ``check_record`` gives them.
        heads: The signed heads of each log, with their cosignature lines, by origin. A head that
            does not fit the entries or lacks the log's signature counts for nothing.
    """
    by_log: dict[str, list[Checked]] = {origin: [] for origin in heads}
    for each in checked:
        by_log.setdefault(each.ref.o, []).append(each)
    named = {origin: key_sets_in(entries) for origin, entries in by_log.items()}
    of_party: dict[str, list[KeySet]] = {}
    for origin in sorted(named, key=_epoch):
        of_party.setdefault(party_of(origin), []).extend(keys for _, keys in named[origin])
    roster = mirror_roster(genesis, of_party)
    logs = {
        origin: _view(origin, entries, _heads(heads.get(origin, ())), (named[origin], roster))
        for origin, entries in by_log.items()
    }
    return RecordView(tuple(sorted(roster)), roster, logs, _answers(checked))


def _epoch(origin: str) -> tuple[str, int]:
    party, _, epoch = origin.rpartition("/")
    return party, int(epoch) if epoch.isdecimal() else 0


def _heads(notes: Iterable[bytes]) -> list[tuple[Checkpoint, Note]]:
    heads = []
    for note in notes:
        try:
            heads.append(read_head(note))
        except RecordError:
            continue  # told by the verifier; here it counts for nothing
    return heads


def _view(
    origin: str,
    entries: Sequence[Checked],
    heads: Sequence[tuple[Checkpoint, Note]],
    known: tuple[Sequence[tuple[int, KeySet]], Roster],
) -> LogView:
    named, roster = known
    wanted = {head.size for head, _ in heads}
    frontier = Frontier()
    roots = {0: frontier.root()}
    for entry in entries:
        frontier.push(bytes.fromhex(entry.ref.h))
        if frontier.size in wanted:
            roots[frontier.size] = frontier.root()
    good = judge_heads(log_keys_of(origin, named), heads, roots, len(entries)).good
    size = max((head.size for head, _ in good), default=0)
    return LogView(party_of(origin), size, lines_over(good, roster))


def _answers(checked: Iterable[Checked]) -> dict[Reference, tuple[str, ...]]:
    found: dict[Reference, dict[str, None]] = {}
    for each in checked:
        if each.statement and each.standing is Standing.VALID:
            for ref in each.statement.re:
                found.setdefault(ref, {})[each.statement.party] = None
    return {ref: tuple(parties) for ref, parties in found.items()}


def extent(lines: Sequence[Line], met: Callable[[Sequence[Line]], bool]) -> int:
    """Return how many entries of a log, from its first, cosignatures of a kind cover.

    Args:
        lines: Good cosignatures over heads of the log.
        met: Tells whether lines are enough.
    """
    for size in sorted({line.size for line in lines}, reverse=True):
        if met([line for line in lines if line.size >= size]):
            return size
    return 0
