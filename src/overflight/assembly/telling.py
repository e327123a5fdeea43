"""What a serving node tells of its rounds: each thing once, and when it is in order again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from overflight.adapters.node.contacts import Contacts
from overflight.adapters.node.journal import Journal
from overflight.desk.network.node import NodeDesk
from overflight.desk.network.rounds import Outcome, RoundReport
from overflight.record import party_of, read_head

__all__ = ["MOST_SKIPPED", "Teller"]

MOST_SKIPPED = 8
"""A peer that does not answer is asked in every eighth round at least, and after its hints."""


@dataclass(slots=True)
class _Silence:
    """How often in a row a peer has not answered."""

    times: int = 0

    def is_due(self, number: int) -> bool:
        """Tell whether it is asked in a round; twice as seldom after each time."""
        return number % min(1 << max(self.times - 1, 0), MOST_SKIPPED) == 0


class Teller:
    """Who answered, what went wrong, and what of it is over.

    Args:
        journal: What the node prints.
        contacts: What it leaves behind for ``node status``.
    """

    def __init__(self, journal: Journal, contacts: Contacts) -> None:
        self._journal = journal
        self._contacts = contacts
        self._silent: dict[str, _Silence] = {}
        self._told: dict[str, str] = {}

    def is_due(self, party: str, number: int) -> bool:
        """Tell whether a peer is asked in a round."""
        return self._silent.setdefault(party, _Silence()).is_due(number)

    def tell(self, desk: NodeDesk, report: RoundReport, asked: Sequence[str]) -> None:
        """Note who answered, and tell what is new in what went wrong and what is over.

        Args:
            desk: The node, as it is after the round.
            report: What the round brought.
            asked: Whom it asked.
        """
        for party in asked:
            silence = self._silent.setdefault(party, _Silence())
            if silence.times and party in report.reached:
                self._told.pop(party, None)
                self._journal.tell("back", party=party)
            silence.times = 0 if party in report.reached else silence.times + 1
        for origin in report.grown:
            head = desk.mirrors.held(origin).last
            size = read_head(head)[0].size if head else 0
            self._journal.tell("cosigned", log=party_of(origin), entries=size)
        for peer, origin in report.fine:
            log = party_of(origin) if origin else peer
            self._over(self._contacts.fine(peer, log), log)
        for outcome in report.outcomes:
            self._tell_outcome(outcome)
        self._over_forks(desk)
        for ref in report.said:
            self._journal.tell("fork-said", entry=ref.i)

    def _over_forks(self, desk: NodeDesk) -> None:
        """A proven fork is over when another log has followed the one that is frozen."""
        for alarm in self._contacts.alarms():
            named = alarm.code == "E-FORK" and alarm.log in desk.keys.parties
            if named and not desk.mirrors.held(desk.keys.newest(alarm.log)).frozen:
                self._over(self._contacts.clear(alarm.log, "E-FORK"), alarm.log)

    def _over(self, codes: Sequence[str], log: str) -> None:
        for code in codes:
            self._journal.tell("over", code=code, log=log)

    def _tell_outcome(self, outcome: Outcome) -> None:
        """Tell once what went wrong; again when it has been in order in between."""
        log = party_of(outcome.origin) if outcome.origin else outcome.peer
        says = f"at {outcome.peer}: expected {outcome.expected}; found {outcome.found}"
        if outcome.alarm:
            if self._contacts.alarm(outcome.code, log, says, outcome.peer):
                self._journal.tell("alarm", code=outcome.code, log=log, found=says)
        else:
            self._contacts.failed(outcome.peer, outcome.code, says)
            self.fault(outcome.peer, outcome.code, says)

    def fault(self, party: str, code: str, says: str) -> None:
        """Tell a fault of a peer once, until it is another one or was in order in between."""
        if self._told.get(party) != code:
            self._told[party] = code
            self._journal.tell("fault", code=code, party=party, found=says)

    def fine(self, party: str) -> None:
        """Note that a fault of a peer, or of the node itself, is over: it is told if it returns."""
        self._told.pop(party, None)
