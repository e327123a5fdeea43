"""What the mirrors of a network prove of a silence: that a Party had published nothing by then.

A cosignature says: this is the largest head of that log I know at this time. A quorum of them,
dated at the instant or later, over heads that hold no statement asked for, proves that none was
published; fewer leave it undecided (trust.md section 9).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from overflight.deadlines import Instant
from overflight.record import Line, Reference, Silence, party_of, quorum_of, silence

__all__ = ["Quiet"]


@dataclass(frozen=True, slots=True)
class Quiet:
    """The cosignatures over every log, as far as they tell who had said nothing yet.

    Args:
        lines: Good cosignatures over the heads of each log, by origin.
        parties: How many parties the regime has.
        later: Index of the first statement of each log that a mission leaves out, because it came
            after the instant asked for: a head that holds it proves no silence.
        members: Members of each treaty unit.
    """

    lines: Mapping[str, tuple[Line, ...]] = field(hash=False)
    parties: int
    later: Mapping[str, int] = field(default_factory=dict, hash=False)
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)

    def before(self, left_out: Iterable[Reference]) -> Quiet:
        """Return the same with the statements that a mission leaves out."""
        first: dict[str, int] = {}
        for ref in left_out:
            first[ref.o] = min(ref.i, first.get(ref.o, ref.i))
        return replace(self, later=first)

    def of(self, units: str, until: Instant) -> Silence:
        """Return whether units are proven to have published nothing asked for by an instant.

        Args:
            units: Unit codes, separated by commas, of whoever could have spoken.
            until: The instant.
        """
        named = [code for code in units.split(", ") if code]
        parties = {party for code in named for party in self.members.get(code, (code,))}
        newest: dict[str, str] = {}
        for origin in sorted(self.lines, key=lambda origin: (len(origin), origin)):
            newest[party_of(origin)] = origin  # what a log before it held, its successor names
        if not parties or not parties <= newest.keys():
            return Silence.UNDECIDED
        at = int(until.timestamp())
        proofs = {
            silence(self.lines[origin], self.later.get(origin), at, self.parties)
            for origin in (newest[party] for party in parties)
        }
        return Silence.PROVEN if proofs == {Silence.PROVEN} else Silence.UNDECIDED

    def words(self, found: Silence, units: str) -> str:
        """Return in words what the mirrors prove of a silence."""
        quorum = quorum_of(self.parties)
        if found is Silence.PROVEN:
            return f"the silence is proven by the mirrors' times (q = {quorum} of {self.parties})"
        return (
            f"undecided: fewer than {quorum} of {self.parties} mirrors have dated heads of {units}"
            " since then that hold no such statement"
        )
