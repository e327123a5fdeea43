"""What the verifier answers: every problem found, and what each log holds, as values."""

from __future__ import annotations

from dataclasses import dataclass, field

from overflight.errors import OverflightError
from overflight.record.checkpoints import Checkpoint
from overflight.record.cuts import cut_id
from overflight.record.rosters import Line, Roster
from overflight.record.validity import Checked

__all__ = ["LogReport", "Problem", "Report"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One place where the record does not hold together.

    Args:
        code: Short stable name of the fault.
        where: The log, entry, tile or file it was met in.
        expected: What would have been right.
        found: What stood there.
    """

    code: str
    where: str
    expected: str
    found: str

    @classmethod
    def of(cls, error: OverflightError) -> Problem:
        """Return a fault met while reading as a problem of the record."""
        return cls(error.code, error.where, error.expected, error.found)


@dataclass(frozen=True, slots=True)
class LogReport:
    """What one log holds.

    Args:
        head: Origin, number of entries and root, recomputed from the entries.
        party: Whose log it is; empty for a log the genesis document does not name.
        heads: How many signed heads were checked.
        valid: How many entries are valid.
        contested: Entries signed by a key said to be stolen.
        void: Entries that count for nothing.
        cosigners: Parties with a good cosignature under a head over all entries, sorted.
        published: Entries under the largest head that is signed and fits them.
        lines: Good cosignatures over heads that are signed and fit the entries.
        absent: How many attachments outside the record class are not held here.
        problems: Where the log does not hold together.
    """

    head: Checkpoint
    party: str
    heads: int = 0
    valid: int = 0
    contested: tuple[Checked, ...] = ()
    void: tuple[Checked, ...] = ()
    cosigners: tuple[str, ...] = ()
    published: int = 0
    lines: tuple[Line, ...] = ()
    absent: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What a record holds, and every problem found in it.

    Args:
        regime: Regime id, to be compared on paper; empty if no genesis document could be read.
        document: Hex SHA-256 of the genesis document.
        logs: One report for each log, by origin.
        general: Problems of the record as a whole.
        roster: Mirror keys that count, by party.
    """

    regime: str
    document: str
    logs: tuple[LogReport, ...]
    general: tuple[Problem, ...] = ()
    roster: Roster = field(default_factory=dict)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return every problem, the general ones first."""
        return self.general + tuple(p for log in self.logs for p in log.problems)

    @property
    def cut(self) -> str:
        """Return the id of the cut these logs make."""
        return cut_id(log.head for log in self.logs)
